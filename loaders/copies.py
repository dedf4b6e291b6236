"""The same document in two files: a copy under another name, or the same text in another format, is one document."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.graph import Fragment, Node
from loaders.report import Outcome, Report


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


def _preference(path: Path) -> tuple[int, str]:
    """Which copy is kept: a format that holds more before one that lost something, then by name."""
    order = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
    ending = path.suffix.lower()
    return (order.index(ending) if ending in order else len(order), str(path))


def _alike(one: Fragment, other: Fragment) -> bool:
    """True where half of the clauses read the same: a copy, or another format of it."""
    texts = [{_words(node) for node in found.nodes if node.label == "Clause"} for found in (one, other)]
    return 2 * len(texts[0] & texts[1]) >= min(map(len, texts))


def _words(clause: Node) -> str:
    return "".join(char for char in str(clause.props["text"]) if "\u4e00" <= char <= "\u9fff")
