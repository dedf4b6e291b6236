"""The same document in two files: a copy under another name, or the same text in another format, is one document."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.graph import Edge, Fragment, Node
from kg.ids import edge_id
from kg.store.base import Store
from loaders.link import findings
from loaders.report import Outcome, Report

_FILE = "MATCH (d:Document {id: $document}) WHERE d.stub IS NULL RETURN d.file AS file"
_TEXTS = "MATCH (c:Clause) WHERE c.document = $document RETURN c.text AS text"

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")  # what layouts differ in: '，\n　'


class Kept(NamedTuple):
    """What is remembered of a document: the file it was taken from, and eight bytes for each of its clauses."""

    path: Path
    words: array[int]


class Copies:
    """The documents of a run, each once: the first file that holds it is kept, so the files come by `preference`."""

    def __init__(self, store: Store, report: Report) -> None:
        self._store, self._report = store, report
        self._kept: dict[str, Kept] = {}
        self._same: dict[str, list[str]] = defaultdict(list)

    def is_new(self, path: Path, found: Fragment) -> bool:
        """True for a document to be stored. A copy, or another document of the same name, is reported instead."""
        words = array("Q", sorted({_hash(node) for node in found.nodes if node.label == "Clause"}))
        first = self._kept.get(found.document)
        if first is None:
            if other := self._stranger(found, set(words)):
                self._refuse(
                    path, found.document, f"read from {other}", "mend its number, or load into a new store"
                )
                return False
            self._kept[found.document] = Kept(path, words)
            return True
        if _overlap(set(first.words), set(words)):
            self._report.outcomes.append(Outcome(path, found.document, same_as=first.path))
            self._same[found.document].append(path.name)
        else:
            self._refuse(path, found.document, f"as {first.path.name} does", "load one of them")
        return False

    def notes(self) -> Iterator[Fragment]:
        """A finding for each copy, with the document that was kept."""
        for document, names in sorted(self._same.items()):
            nodes = tuple(_note(document, name) for name in sorted(set(names)))
            kept = Node("Document", document, stub=True).ref
            edges = tuple(
                Edge(
                    "HAS_FINDING", kept, n.ref, edge_id("HAS_FINDING", document, n.id), {"document": document}
                )
                for n in nodes
            )
            yield Fragment(document, nodes, edges)

    def _stranger(self, found: Fragment, words: set[int]) -> str | None:
        """The file of a loaded document that this one would replace though its words are others: None where there is none."""
        before = self._store.query(_FILE, {"document": found.document}).rows
        file = next(node.props["file"] for node in found.nodes if node.id == found.document)
        if not before or before[0]["file"] == file:
            return None
        rows = self._store.query(_TEXTS, {"document": found.document}).rows
        return (
            None if _overlap({_digest(str(row["text"])) for row in rows}, words) else str(before[0]["file"])
        )

    def _refuse(self, path: Path, document: str, whose: str, hint: str) -> None:
        message = f"claims to be {document}, {whose}, and reads differently 与另一文件同号而内容不同"
        self._report.outcomes.append(Outcome(path, document, error=InputError(message, str(path), hint)))


def preference(path: Path) -> tuple[int, str]:
    """Which copy is kept: a format that holds more before one that lost something, then by name."""
    order = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
    ending = path.suffix.lower()
    return (order.index(ending) if ending in order else len(order), str(path))


def told(found: Fragment) -> int:
    """How many repairs and doubts a fragment tells."""
    return sum(node.label == "Finding" for node in found.nodes)


def _note(document: str, name: str) -> Node:
    message = f"{name} holds the same document 与 {name} 为同一文件"
    said = findings.said("copy-merged", "repaired", message, document)
    return Node("Finding", f"{document}!copy-merged@{name}", {**said, "ordinal": 0, "quote": name})


def _overlap(first: set[int], second: set[int]) -> bool:
    """True where half of the clauses read the same: a copy, or another format of it."""
    return 2 * len(first & second) >= min(len(first), len(second))


def _hash(clause: Node) -> int:
    return _digest(str(clause.props["text"]))


def _digest(text: str) -> int:
    """Eight bytes for the Chinese characters of a text: layouts differ in the rest."""
    words = _NOT_HAN.sub("", text)
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
