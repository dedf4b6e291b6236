"""The same document in two files: a copy under another name, or the same text in another format, is one document."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.graph import Fragment, Node
from kg.store.base import Store
from loaders.report import Outcome, Report

_FILE = "MATCH (d:Document {id: $document}) WHERE d.stub IS NULL RETURN d.file AS file"
_TEXTS = "MATCH (c:Clause) WHERE c.document = $document RETURN c.text AS text"


def once(made: dict[Path, Fragment], report: Report) -> dict[Path, Fragment]:
    """One fragment a document. The same text in two files is one; different texts under one name are an error."""
    kept: dict[str, tuple[Path, Fragment]] = {}
    for path in sorted(made, key=_preference):
        found = made[path]
        first, other = kept.setdefault(found.document, (path, found))
        if first == path:
            continue
        if _alike(found, other):
            report.outcomes.append(Outcome(path, found.document, same_as=first))
            continue
        message = f"claims to be {found.document}, as {first.name} does, and reads differently 与另一文件同号而内容不同"
        report.outcomes.append(
            Outcome(path, found.document, error=InputError(message, str(path), "load one of them"))
        )
    return dict(kept.values())


def without_strangers(made: dict[Path, Fragment], store: Store, report: Report) -> dict[Path, Fragment]:
    """Leaves out a file that would replace another document: the same name, another file, other words."""
    kept = {}
    for path, found in made.items():
        before = store.query(_FILE, {"document": found.document}).rows
        file = next(node.props["file"] for node in found.nodes if node.id == found.document)
        if before and before[0]["file"] != file and not _reads_like(found, store):
            other = before[0]["file"]
            message = f"claims to be {found.document}, read from {other}, and reads differently 与已载入的文件同号而内容不同"
            hint = "mend its number, or load into a new store"
            report.outcomes.append(Outcome(path, found.document, error=InputError(message, str(path), hint)))
        else:
            kept[path] = found
    return kept


def _reads_like(found: Fragment, store: Store) -> bool:
    rows = store.query(_TEXTS, {"document": found.document}).rows
    loaded = {_han(str(row["text"])) for row in rows}
    return _overlap(loaded, {_words(node) for node in found.nodes if node.label == "Clause"})


def _preference(path: Path) -> tuple[int, str]:
    """Which copy is kept: a format that holds more before one that lost something, then by name."""
    order = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
    ending = path.suffix.lower()
    return (order.index(ending) if ending in order else len(order), str(path))


def _alike(one: Fragment, other: Fragment) -> bool:
    """True where half of the clauses read the same: a copy, or another format of it."""
    first, second = (
        {_words(node) for node in found.nodes if node.label == "Clause"} for found in (one, other)
    )
    return _overlap(first, second)


def _overlap(first: set[str], second: set[str]) -> bool:
    return 2 * len(first & second) >= min(len(first), len(second))


def _words(clause: Node) -> str:
    return _han(str(clause.props["text"]))


def _han(text: str) -> str:
    """The Chinese characters alone: layouts differ in the rest."""
    return "".join(char for char in text if "\u4e00" <= char <= "\u9fff")
