"""START HERE: read → parse → resolve → link → store.

Each file becomes a record (parse), the record a fragment of the graph (resolve and link), the fragment a place in the
store, one transaction a document, as soon as it is read: of each only a few bytes are remembered. What follows from all of
them (lineage) is inferred at the end. A file that can't be understood is reported and left out; the others are loaded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from kg.errors import InputError, ZhengmaiError
from kg.graph import Fragment
from kg.records import Document
from kg.store.base import Store, Writer
from loaders import ahead, copies, manifest
from loaders.decisions import Decisions
from loaders.folders import Folders
from loaders.link import assemble, citations, inference
from loaders.link.members import Members
from loaders.parse import document as parser
from loaders.read import archive, registry
from loaders.report import Outcome, Report
from loaders.resolve.regions import Divisions, divisions

Progress = Callable[[Path], None]
Said = manifest.Stated | InputError | None  # what a file's manifest says; None: it is still to be read


def record(path: Path, stated: Said = None) -> tuple[Document, Divisions]:
    """One file's record, with the divisions that its manifest knows. InputError where it can't be understood."""
    if isinstance(stated, InputError):
        raise stated
    said = stated or manifest.load(path.parent).about(path.name)
    known = divisions(said.regions)
    found = parser.parse(registry.read(path), said.facts, known)
    if said.facts:
        manifest.check(found.header, known, f"{path.parent / manifest.NAME}: {path.name}")
    return found, known


def fragment(path: Path, stated: Said = None, decided: Decisions | None = None) -> Fragment | ZhengmaiError:
    """One file's fragment of the graph, or its error as a value, so that it crosses process borders."""
    try:
        return assemble.assemble(*record(path, stated), decided)
    except ZhengmaiError as error:
        return error
    except (RecursionError, MemoryError):
        return InputError("too deep or too large to be read 嵌套过深或过大", str(path))


def load(
    paths: Sequence[Path], store: Store, *, jobs: int = 1, progress: Progress = lambda _: None,
    decided: Path | None = None,
) -> Report:  # fmt: skip
    """Loads all documents under `paths`. InputError where a path is not there; else errors are in the report.

    `decided` is a file of decisions for all of them, in place of the one in each folder.
    """
    with tempfile.TemporaryDirectory(prefix="zhengmai-") as folder:
        report, scratch, folders = Report(), archive.Scratch(Path(folder)), Folders(decided)
        files = list(registry.walk(paths, scratch, report.refuse))
        _load(sorted(files, key=copies.preference), store, jobs, progress, report, folders)
        report.unused += folders.unused(files, store)
        report.finish(files, scratch.told)
        return report


def _load(
    files: list[Path], store: Store, jobs: int, progress: Progress, report: Report, folders: Folders
) -> None:
    """Stores each document as it comes; then says what follows from all that is loaded."""
    known, members = copies.Copies(store, report), Members()
    with ExitStack() as session:
        writer = None
        calls = ((path, folders.about(path), folders.decided(path)) for path in files)
        for path, found in zip(files, ahead.each(fragment, calls, min(jobs, len(files))), strict=True):
            progress(path)
            if isinstance(found, ZhengmaiError):
                report.outcomes.append(Outcome(path, error=found))
                continue
            folders.see(found)
            if known.is_new(path, found):
                writer = writer or session.enter_context(store.writer())
                tied = citations.tie(found, citations.Register([citations.entry(found)]))
                change = writer.replace(members.join(tied, path.parent))
                report.outcomes.append(Outcome(path, found.document, change, copies.told(found)))
        if writer:
            _follow(writer, known, report, jobs)


def _follow(writer: Writer, known: copies.Copies, report: Report, jobs: int) -> None:
    """Ties citations to all that is loaded, names the copies, infers who carries out whose clauses."""
    writer.redirect(citations.Register(writer.catalogue()).settled())
    for note in known.notes():
        writer.note(note)
    writer.sweep()
    report.unused += inference.renew(writer, report.moved, jobs)
