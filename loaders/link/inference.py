"""What follows from the documents that are loaded: which clause carries out which, and which targets are one.

documents in the store → relations (authority.py) → alignments (lineage.py) → pairs of targets (targets.py) → edges.
What starts at a document is computed anew where it, or a document that it is held against, has changed. A pair of
documents is judged by itself, so the order of loading can't matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from kg import ids
from kg.graph import Edge, Ref, Value
from kg.store.base import Writer
from loaders import ahead
from loaders.link import authority, lineage, targets, verdicts
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.measures import Measure
from loaders.link.alignment.phrases import Phrase
from loaders.link.lineage import Alignment
from loaders.link.loaded import Shelf

_LEAST, _SHARE = (
    2,
    0.1,
)  # direct alignments, and their share of the child's clauses, that bear out a presumption
_MANY = 40  # comparisons: for fewer, other processes would take longer to start than to help
Side = tuple[Measure, ...]


def renew(writer: Writer, changed: Collection[str] = (), jobs: int = 1) -> int:
    """Infers anew what starts at the changed documents, at those held against them, and at those never looked at.

    `jobs` processes compare; returns of how many documents something changed.
    """
    return _Inference(writer).run(set(changed), jobs)


class _Task(NamedTuple):
    """Two documents (or two parts of one) to be held against each other: the edges start at `document`."""

    document: str
    kind: Literal["IMPLEMENTS", "DETAILS", "SIMILAR_TO"]
    other: str
    ground: str


@lru_cache(maxsize=8)
def _profile(side: Side) -> Profile:
    """Kept for the next comparison: the parent stays while its children change."""
    return profile(side)


def compare(above: Side, below: Side) -> list[Alignment]:
    """The alignments of two documents; runs in any process."""
    return lineage.align(_profile(above), _profile(below)) if above and below else []


class _Inference:
    """One run over the documents and relations as they are now."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.shelf = writer, Shelf(writer)
        self.relations = authority.relations(self.shelf.documents)
        self.peers = authority.peers(self.shelf.documents)

    def run(self, changed: set[str], jobs: int) -> int:
        """Every document whose edges may have changed, in order of their ids."""
        moved = changed | self.shelf.fresh
        pairs = [*((one.child, one.parent) for one in self.relations), *self.peers]
        touched = moved | {first for first, second in pairs if second in moved}
        tasks = {one.id: self._tasks(one.id) for one in self.shelf.documents if one.id in touched}
        calls = (self._sides(task) for given in tasks.values() for task in given)
        several = sum(map(len, tasks.values())) >= _MANY
        found = ahead.each(compare, calls, jobs if several else 1)
        return sum(self._store(document, given, found) for document, given in tasks.items())

    def _store(self, document: str, tasks: list[_Task], found: Iterator[list[Alignment]]) -> bool:
        """Stores what starts at a document, once people's decisions have been heard."""
        edges = [edge for task in tasks for edge in self._edges(task, next(found))]
        judged = verdicts.apply(edges, self.shelf.verdicts(document), self.shelf.has)
        return self.writer.infer(document, list(judged))

    def _tasks(self, document: str) -> list[_Task]:
        """Whom the document is held against."""
        above = [
            _Task(document, "IMPLEMENTS", one.parent, one.ground)
            for one in self.relations
            if one.child == document
        ]
        peers = [
            _Task(document, "SIMILAR_TO", second, "peers")
            for first, second in self.peers
            if first == document
        ]
        return [*above, _Task(document, "DETAILS", document, "same document"), *peers]

    def _sides(self, task: _Task) -> tuple[Side, Side]:
        """What is handed down, and what may take it up; the rows of an annex and the body for a document alone."""
        if task.kind != "DETAILS":
            return self._side(task.other), self._side(task.document)
        clauses = [one for one in self.shelf.clauses(task.document) if one.task]
        rows, body = (tuple(one.measure for one in clauses if one.row is row) for row in (True, False))
        return rows, body

    def _side(self, document: str) -> Side:
        return tuple(one.measure for one in self.shelf.clauses(document) if one.task)

    def _edges(self, task: _Task, found: list[Alignment]) -> Iterator[Edge]:
        """(Clause)-[:IMPLEMENTS|DETAILS|SIMILAR_TO]->(Clause), and what follows for targets."""
        if task.ground == "presumed" and not _borne_out(found, len(self._side(task.document))):
            return
        for one in found:
            if task.kind == "DETAILS":  # the row, which the alignment calls the parent, details the clause
                yield _edge(task, one.parent, one.child, one.turned())
            elif task.kind == "IMPLEMENTS" or one.grade == "direct":
                yield _edge(task, one.child, one.parent, one)
        if task.kind == "IMPLEMENTS":
            yield from self._derives(task, found)

    def _derives(self, task: _Task, found: list[Alignment]) -> Iterator[Edge]:
        """(Indicator)-[:DERIVES_FROM]->(Indicator), between clauses of which one carries out the other."""
        below, above = self.shelf.targets(task.document), self.shelf.targets(task.other)
        for one in found:
            for pair in targets.pairs(below.get(one.child, []), above.get(one.parent, [])):
                props: dict[str, Value] = {
                    "score": pair.score,
                    "method": targets.METHOD,
                    "ground": task.ground,
                }
                known = props if pair.ratio is None else {**props, "ratio": pair.ratio}
                ends = Ref("Indicator", pair.child), Ref("Indicator", pair.parent)
                yield Edge("DERIVES_FROM", *ends, ids.edge_id("DERIVES_FROM", pair.child, pair.parent), known)


def _borne_out(found: list[Alignment], clauses: int) -> bool:
    """True where enough of the child carries the parent out to believe what no citation says."""
    direct = sum(one.grade == "direct" for one in found)
    return direct >= max(_LEAST, _SHARE * clauses)


def _edge(task: _Task, source: str, target: str, one: Alignment) -> Edge:
    """An inferred edge between two clauses by their paths, with its reasons: the phrases of the source come first."""
    ends = (
        Ref("Clause", ids.clause_id(task.document, source)),
        Ref("Clause", ids.clause_id(task.other, target)),
    )
    props: dict[str, Value] = {
        "score": one.score,
        "grade": one.grade,
        "method": one.method,
        "ground": task.ground,
    }
    key = ids.edge_id(task.kind, ends[0].id, ends[1].id)
    return Edge(task.kind, *ends, key, {**props, **_places(one.phrases)})


def _places(phrases: tuple[Phrase, ...]) -> dict[str, Value]:
    """The aligned phrases and where they stand on both sides."""
    if not phrases:
        return {}
    return {
        "reason": [phrase.child_quote for phrase in phrases],
        "source_starts": [phrase.child.start for phrase in phrases],
        "source_ends": [phrase.child.end for phrase in phrases],
        "target_starts": [phrase.parent.start for phrase in phrases],
        "target_ends": [phrase.parent.end for phrase in phrases],
    }
