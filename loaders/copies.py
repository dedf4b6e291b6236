"""The same document in two files: a copy under another name, or the same text in another format, is one document."""

from __future__ import annotations

import hashlib
import re
import unicodedata
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

_FILE = "MATCH (d:Document {id: $document}) WHERE d.stub IS NULL RETURN d.file AS file, d.date AS date"
_ISSUERS = "MATCH (:Document {id: $document})-[:ISSUED_BY]->(a) RETURN a.id AS issuer"
_TEXTS = "MATCH (c:Clause) WHERE c.document = $document RETURN c.text AS text"

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")  # what layouts differ in: '，\n　'


# what a text says, however it is laid out: Chinese characters, and the numbers and letters between them, 4.3%
_NOT_SAID = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z%.]+|(?<!\d)\.|\.(?!\d)")


class Made(NamedTuple):
    """Who made a document, and when; empty where that is not known."""

    issuers: frozenset[str]
    date: str | None

    def contradicts(self, other: Made) -> bool:
        """True where both say it, and say otherwise: a copy has the issuer and the date of its original."""
        apart = self.issuers and other.issuers and not self.issuers & other.issuers
        return bool(apart or (self.date and other.date and self.date != other.date))


class Kept(NamedTuple):
    """What is remembered of a document: its file, who made it, and for each clause eight bytes twice, without and with numbers."""

    path: Path
    made: Made
    words: array[int]
    exact: array[int]


class Copies:
    """The documents of a run, each once: the first file that holds it is kept, so the files come by `preference`."""

    def __init__(self, store: Store, report: Report) -> None:
        self._store, self._report = store, report
        self._kept: dict[str, Kept] = {}
        self._same: dict[str, dict[str, Node | None]] = defaultdict(dict)

    def is_new(self, path: Path, found: Fragment) -> bool:
        """True for a document to be stored. A copy, or another document of the same name, is reported instead."""
        clauses = [node for node in found.nodes if node.label == "Clause"]
        words = array("Q", sorted({_digest(_NOT_HAN.sub("", str(node.props["text"]))) for node in clauses}))
        made, first = _made(found), self._kept.get(found.document)
        if first is None:
            if other := self._stranger(found, made, set(words)):
                self._refuse(
                    path, found.document, f"read from {other}", "mend its number, or load into a new store"
                )
                return False
            self._kept[found.document] = Kept(path, made, words, array("Q", map(_exact, clauses)))
            return True
        if _overlap(set(first.words), set(words)) and (_numbered(found) or not made.contradicts(first.made)):
            known = set(first.exact)
            other_words = next((node for node in clauses if _exact(node) not in known), None)
            place = str(other_words.props["path"]) if other_words else None
            self._report.outcomes.append(Outcome(path, found.document, same_as=first.path, differs=place))
            self._same[found.document][path.name] = other_words
        else:
            self._refuse(path, found.document, f"as {first.path.name} does", "load one of them")
        return False

    def notes(self) -> Iterator[Fragment]:
        """A finding for each copy, with the document that was kept; another where a clause of the copy reads otherwise."""
        for document, copies in sorted(self._same.items()):
            nodes = tuple(
                note for name, clause in sorted(copies.items()) for note in _notes(document, name, clause)
            )
            kept = Node("Document", document, stub=True).ref
            edges = tuple(
                Edge(
                    "HAS_FINDING", kept, n.ref, edge_id("HAS_FINDING", document, n.id), {"document": document}
                )
                for n in nodes
            )
            yield Fragment(document, nodes, edges)

    def _stranger(self, found: Fragment, made: Made, words: set[int]) -> str | None:
        """The file of a loaded document that this one would replace though its words are others: None where there is none."""
        before = self._store.query(_FILE, {"document": found.document}).rows
        file = next(node.props["file"] for node in found.nodes if node.id == found.document)
        if not before or before[0]["file"] == file:
            return None
        date = before[0]["date"]
        issuers = self._store.query(_ISSUERS, {"document": found.document}).rows
        stored = Made(frozenset(str(row["issuer"]) for row in issuers), str(date) if date else None)
        rows = self._store.query(_TEXTS, {"document": found.document}).rows
        texts = {_digest(_NOT_HAN.sub("", str(row["text"]))) for row in rows}
        same = _overlap(texts, words) and (_numbered(found) or not made.contradicts(stored))
        return None if same else str(before[0]["file"])

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


def _notes(document: str, name: str, clause: Node | None) -> Iterator[Node]:
    """That a file holds the same document, and which clause is the first that reads otherwise there."""
    message = f"{name} holds the same document 与 {name} 为同一文件"
    said = findings.said("copy-merged", "repaired", message, document)
    yield Node("Finding", f"{document}!copy-merged@{name}", {**said, "ordinal": 0, "quote": name})
    if clause:
        path, words = clause.props["path"], " ".join(str(clause.props["text"]).split())
        message = f"{name} reads otherwise in clause {path}; it is not taken from there 另一文件 {name} 的 {path} 与此不同，未采用"
        said = findings.said("copy-differs", "doubt", message, document)
        yield Node("Finding", f"{document}!copy-differs@{name}", {**said, "ordinal": 0, "quote": words[:200]})


def _made(found: Fragment) -> Made:
    """Issuers and date as the fragment has them."""
    issuers = frozenset(edge.target.id for edge in found.edges if edge.kind == "ISSUED_BY")
    date = _own(found).props.get("date")
    return Made(issuers, str(date) if date else None)


def _numbered(found: Fragment) -> bool:
    """True for a document with a 发文字号: that alone says which one it is."""
    return bool(_own(found).props.get("number"))


def _own(found: Fragment) -> Node:
    return next(node for node in found.nodes if node.label == "Document" and node.id == found.document)


def _overlap(first: set[int], second: set[int]) -> bool:
    """True where half of the clauses read the same: a copy, or another format of it."""
    return 2 * len(first & second) >= min(len(first), len(second))


def _exact(clause: Node) -> int:
    """What a clause says, its numbers included: 4.3 is not 4.4."""
    return _digest(_NOT_SAID.sub("", unicodedata.normalize("NFKC", str(clause.props["text"]))))


def _digest(words: str) -> int:
    """Eight bytes for a text."""
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
