"""START HERE: read → parse → resolve → link → store.

Each file becomes a record (parse), the record a fragment of the graph (resolve and link), the fragment a place in the
store, one transaction a document, as soon as it is read: of each only a few bytes are remembered. A file that can't be
understood is reported and left out; the others are loaded.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from kg.errors import InputError, ZhengmaiError
from kg.graph import Fragment
from kg.records import Document
from kg.store.base import Store
from loaders import copies, manifest
from loaders.link import assemble, citations
from loaders.parse import document as parser
from loaders.read import archive, registry
from loaders.report import Outcome, Report
from loaders.resolve.regions import Divisions, divisions

Progress = Callable[[Path], None]
_AHEAD = 8  # files a process: what is read before its turn to be stored is held in memory


Said = manifest.Stated | InputError | None  # what a file's manifest says; None: it is still to be read


def record(path: Path, stated: Said = None) -> tuple[Document, Divisions]:
    """One file's record, with the divisions that its manifest knows. InputError where it can't be understood."""
    if isinstance(stated, InputError):
        raise stated
    said = stated or manifest.load(path.parent).about(path.name)
    known = divisions(said.regions)
    return parser.parse(registry.read(path), said.facts, known), known


def fragment(path: Path, stated: Said = None) -> Fragment | ZhengmaiError:
    """One file's fragment of the graph, or its error as a value, so that it crosses process borders."""
    try:
        return assemble.assemble(*record(path, stated))
    except ZhengmaiError as error:
        return error
    except (RecursionError, MemoryError):
        return InputError("too deep or too large to be read 嵌套过深或过大", str(path))


def load(
    paths: Sequence[Path], store: Store, *, jobs: int = 1, progress: Progress = lambda _: None
) -> Report:
    """Loads all documents under `paths`. InputError where a path is not there; else errors are in the report."""
    with tempfile.TemporaryDirectory(prefix="zhengmai-") as folder:
        report, scratch = Report(), archive.Scratch(Path(folder))
        files = list(registry.walk(paths, scratch, report.refuse))
        _load(sorted(files, key=copies.preference), store, jobs, progress, report)
        report.finish(files, scratch.told)
        return report


def _load(files: list[Path], store: Store, jobs: int, progress: Progress, report: Report) -> None:
    """Stores each document as it comes; then ties citations to all that is loaded, and names the copies."""
    known = copies.Copies(store, report)
    with ExitStack() as session:
        writer = None
        for path, found in _fragments(files, jobs):
            progress(path)
            if isinstance(found, ZhengmaiError):
                report.outcomes.append(Outcome(path, error=found))
            elif known.is_new(path, found):
                writer = writer or session.enter_context(store.writer())
                change = writer.replace(citations.tie(found, citations.Register([citations.entry(found)])))
                report.outcomes.append(Outcome(path, found.document, change, copies.told(found)))
        if writer:
            writer.redirect(citations.Register(writer.catalogue()).settled())
            for note in known.notes():
                writer.note(note)
            writer.sweep()


def _fragments(files: list[Path], jobs: int) -> Iterator[tuple[Path, Fragment | ZhengmaiError]]:
    """Each file with its fragment, in order; other processes read a few files ahead."""
    folders = manifest.Folders()
    if jobs <= 1 or len(files) < 2:
        yield from ((path, fragment(path, folders.about(path))) for path in files)
        return
    with ProcessPoolExecutor(min(jobs, len(files)), mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Path, Future[Fragment | ZhengmaiError]]] = deque()
        for path in files:
            waiting.append((path, pool.submit(fragment, path, folders.about(path))))
            if len(waiting) >= _AHEAD * jobs:
                first, future = waiting.popleft()
                yield first, future.result()
        yield from ((path, future.result()) for path, future in waiting)
