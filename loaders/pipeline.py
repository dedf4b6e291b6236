"""START HERE: read → parse → resolve → link → store.

Each file becomes a record (parse), the record a fragment of the graph (resolve and link), the fragment a place in the
store. A file that can't be understood is reported and left out; the others are loaded, each in one transaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from kg.errors import ZhengmaiError
from kg.graph import Fragment
from kg.records import Document
from kg.store.base import Entry, Store, Writer
from loaders import copies, decisions, manifest
from loaders.decisions import Decisions
from loaders.link import assemble, citations, inference
from loaders.link.members import Members
from loaders.parse import document as parser
from loaders.read import registry
from loaders.report import Outcome, Report
from loaders.resolve.regions import Divisions, divisions

Progress = Callable[[Path], None]


def record(path: Path) -> tuple[Document, Divisions]:
    """One file's record, with the divisions that its manifest knows. InputError where it can't be understood."""
    stated = manifest.load(path.parent)
    known = divisions(stated.regions)
    return parser.parse(registry.read(path), stated.of(path.name), known), known


def fragment(path: Path, decided: Decisions | None = None) -> Fragment | ZhengmaiError:
    """One file's fragment of the graph, or its error as a value, so that it crosses process borders."""
    try:
        document, known = record(path)
        return assemble.assemble(document, known, decided)
    except ZhengmaiError as error:
        return error


def load(
    paths: Sequence[Path],
    store: Store,
    *,
    jobs: int = 1,
    progress: Progress = lambda _: None,
    decided: Path | None = None,
) -> Report:
    """Loads all documents under `paths`. InputError where a path is not there; else errors are in the report.

    `decided` is a file of decisions for all of them, in place of the one in each folder.
    """
    with tempfile.TemporaryDirectory(prefix="zhengmai-") as scratch:
        return _load(list(registry.walk(paths, Path(scratch))), store, jobs, progress, decided)


def _load(files: list[Path], store: Store, jobs: int, progress: Progress, decided: Path | None) -> Report:
    known = decisions.of_folders({path.parent for path in files}, decided)
    read = dict(zip(files, _fragments(files, known, jobs, progress), strict=True))
    report = Report(
        [Outcome(path, error=found) for path, found in read.items() if isinstance(found, ZhengmaiError)]
    )
    made = {path: found for path, found in read.items() if isinstance(found, Fragment)}
    report.unused = decisions.unused(known, files, made.values(), decided)
    made = copies.once(made, report)
    made = copies.without_strangers(made, store, report)
    if made:
        with store.writer() as writer:
            _store(made, writer, report)
    report.outcomes.sort(key=lambda outcome: files.index(outcome.path))
    return report


def _fragments(
    files: list[Path], known: Mapping[Path, Decisions], jobs: int, progress: Progress
) -> Iterator[Fragment | ZhengmaiError]:
    decided = [known[path.parent] for path in files]
    if jobs <= 1 or len(files) < 2:
        for path, own in zip(files, decided, strict=True):
            yield fragment(path, own)
            progress(path)
        return
    with ProcessPoolExecutor(min(jobs, len(files)), mp_context=get_context("spawn")) as pool:
        for path, made in zip(files, pool.map(fragment, files, decided, chunksize=4), strict=True):
            yield made
            progress(path)


def _store(made: dict[Path, Fragment], writer: Writer, report: Report) -> None:
    """Ties citations to all that is loaded or about to be, stores each document, settles older stubs."""
    coming = [entry for found in made.values() for entry in entries(found)]
    register = citations.Register([*coming, *(entry for entry in writer.catalogue())])
    members = Members()
    for path, found in made.items():
        change = writer.replace(members.join(citations.tie(found, register), path.parent))
        findings = next(node.props.get("findings") for node in found.nodes if node.id == found.document)
        report.outcomes.append(
            Outcome(path, found.document, change, len(findings) if isinstance(findings, list) else 0)
        )
    writer.redirect(register.settled())
    writer.sweep()
    inference.renew(writer, report.moved)


def entries(found: Fragment) -> Iterable[Entry]:
    """The document of a fragment as a catalogue entry."""
    for node in found.nodes:
        if node.label == "Document" and node.id == found.document:
            props = {key: str(value) for key, value in node.props.items()}
            yield Entry(
                node.id, props["title"], props.get("number"), props.get("date"), False, props.get("status")
            )
