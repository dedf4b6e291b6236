"""Each stage of the pipeline by itself, over the same documents."""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kg.store.base import Store
from kg.store.embedded import EmbeddedStore
from loaders import manifest
from loaders.link import assemble, citations
from loaders.parse import document as parser
from loaders.read import registry
from loaders.resolve.regions import divisions

Given = TypeVar("Given")
Made = TypeVar("Made")


class Stage(NamedTuple):
    """How long a stage took for so many documents and characters."""

    name: str
    documents: int
    characters: int
    seconds: float


def measure(folders: list[Path], store: Store, warm: Path) -> list[Stage]:
    """read, parse, resolve and link, store: each over all documents, one after the other; the store is left loaded.

    The documents in `warm` go through parsing and resolving first: patterns and vocabularies are made once in a run.
    """
    for path in registry.walk([warm]):
        _record(path)
    files = list(registry.walk(folders))
    known = {path: divisions(manifest.load(path.parent).regions) for path in files}
    read, sources = _timed(registry.read, files)
    characters = sum(len(source.text) for source in sources)
    pairs = list(zip(files, sources, strict=True))
    parse, documents = _timed(
        lambda pair: parser.parse(pair[1], manifest.load(pair[0].parent).of(pair[0].name), known[pair[0]]),
        pairs,
    )
    resolve, fragments = _timed(
        lambda pair: assemble.assemble(pair[1], known[pair[0]]), list(zip(files, documents, strict=True))
    )
    register = citations.Register([citations.entry(found) for found in fragments])
    begun = time.process_time()
    with store.writer() as writer:
        for found in fragments:
            writer.replace(citations.tie(found, register))
        writer.sweep()
    stored = time.process_time() - begun
    seconds = {
        "read": read,
        "parse": parse,
        "resolve and link": resolve,
        "parse, resolve and link": parse + resolve,
        "store": stored,
    }
    return [Stage(name, len(files), characters, spent) for name, spent in seconds.items()]


def _record(path: Path) -> None:
    """One document through parsing and resolving, for nothing but the time that it takes."""
    stated = manifest.load(path.parent)
    known = divisions(stated.regions)
    assemble.assemble(parser.parse(registry.read(path), stated.of(path.name), known), known)


def profile(folders: list[Path]) -> list[tuple[str, float]]:
    """Where parsing and resolving spend their time: each rule module's share of it, largest first."""
    files = list(registry.walk(folders))
    sources = [(path, registry.read(path), manifest.load(path.parent)) for path in files]
    profiler = cProfile.Profile()
    profiler.enable()
    for path, source, stated in sources:
        known = divisions(stated.regions)
        assemble.assemble(parser.parse(source, stated.of(path.name), known), known)
    profiler.disable()
    spent: Counter[str] = Counter()
    stats: Any = pstats.Stats(profiler)
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():
        spent[_module(file)] += own
    whole = spent.total()
    return [(name, own / whole) for name, own in spent.most_common(14)]


def _module(file: str) -> str:
    """loaders/parse/names.py for our own files; what Python and its libraries do counts as one."""
    path = Path(file)
    ours = path.parts[path.parts.index("loaders") :] if "loaders" in path.parts else path.parts[-2:]
    return (
        "/".join(ours)
        if "site-packages" not in file and path.suffix == ".py" and "lib" not in path.parts
        else "Python: regular expressions and built-ins"
    )


def _timed(work: Callable[[Given], Made], items: list[Given]) -> tuple[float, list[Made]]:
    """Seconds of one core for all items, and what came out: what else runs on the machine does not count."""
    begun = time.process_time()
    made = [work(item) for item in items]
    return time.process_time() - begun, made


def main(folders: list[Path]) -> None:
    """Prints the stages as JSON lines: for an interpreter that has other modules on its path."""
    with tempfile.TemporaryDirectory() as name:
        for stage in measure(folders[1:], EmbeddedStore(Path(name) / "bench.kgl"), folders[0]):
            sys.stdout.write(json.dumps(stage) + "\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
