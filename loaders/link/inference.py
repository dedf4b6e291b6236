"""What follows from the documents that are loaded: which clause carries out which, and which targets are one.

documents in the store → relations (authority.py) → alignments (lineage.py) → pairs of targets (targets.py) → edges.
That two documents were compared is an edge by itself: what was held against each other in vain is known, too.
What starts at a document is computed anew where it, or a document that it is held against, has changed. A pair of
documents is judged by itself, so the order of loading can't matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from kg import ids
from kg.graph import Edge, Ref, Value
from kg.store.base import Writer
from loaders import ahead
from loaders.decisions import METHOD
from loaders.link import authority, lineage, targets
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.measures import Measure
from loaders.link.alignment.phrases import Phrase
from loaders.link.ends import End, Ends
from loaders.link.lineage import Alignment
from loaders.link.loaded import Shelf
from loaders.link.verdicts import Bench, Heard, Judge, Judged, Kind, Verdict

_LEAST, _SHARE = (
    2,
    0.1,
)  # direct alignments, and their share of the child's clauses, that bear out a presumption
_MANY = 40  # comparisons: for fewer, other processes would take longer to start than to help
Side = tuple[Measure, ...]


def renew(writer: Writer, changed: Collection[str] = (), jobs: int = 1) -> list[str]:
    """Infers anew what starts at the changed documents, at those held against them, and at those never looked at.

    `jobs` processes compare; returns a line for each decision that can't be followed.
    """
    return _Inference(writer).run(set(changed), jobs)


class _Task(NamedTuple):
    """Two documents (or two parts of one) to be held against each other: the edges start at `document`."""

    document: str
    kind: Kind
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
        self.heard = self._hear()

    def _hear(self) -> Heard:
        """What people decided, its clauses looked up."""
        if not (said := self.shelf.decided()):
            return Heard()
        return Bench(self.shelf.documents, Ends(self.writer.rows).find, self.shelf.is_row).hear(said)

    def run(self, changed: set[str], jobs: int) -> list[str]:
        """Every document whose edges may have changed, in order of their ids; what is to be told of decisions."""
        touched = self._touched(changed | self.shelf.fresh)
        tasks = {one.id: self._tasks(one.id) for one in self.shelf.documents if one.id in touched}
        calls = (self._sides(task) for given in tasks.values() for task in given)
        several = sum(map(len, tasks.values())) >= _MANY
        found = ahead.each(compare, calls, jobs if several else 1)
        idle = [line for document, given in tasks.items() for line in self._store(document, given, found)]
        return [*self.heard.refused, *idle]

    def _touched(self, moved: set[str]) -> set[str]:
        """The moved documents, and those whose edges end in them, or would by a decision, or did."""
        decided = (
            (one.lower.document, one.upper.document)
            for given in self.heard.by_document.values()
            for one in given
        )
        pairs = [*((one.child, one.parent) for one in self.relations), *self.peers, *decided]
        pairs += self.shelf.compared_before()
        return moved | {first for first, second in pairs if second in moved}

    def _store(self, document: str, tasks: list[_Task], found: Iterator[list[Alignment]]) -> list[str]:
        """Stores what starts at a document, once people's decisions have been heard; the decisions without effect."""
        judge = Judge(self.heard.by_document.get(document, ()))
        judged = [(task, self._judged(task, next(found), judge)) for task in tasks]
        for verdict in judge.added():
            task = _Task(document, verdict.kind, verdict.upper.document, METHOD)
            judged.append((task, [Judged(self._shown(task, verdict), verdict.tag)]))
        edges = [edge for task, given in judged for edge in self._edges_of(task, given)]
        self.writer.infer(document, [*edges, *_comparisons(judged)])
        return judge.idle()

    def _shown(self, task: _Task, verdict: Verdict) -> Alignment:
        """A pair that only a person has seen, with the phrases that it shares."""
        above, below = map(_profile, self._sides(task))
        ends = verdict.lower.path, verdict.upper.path
        parent, child = ends if task.kind == "DETAILS" else ends[::-1]
        return lineage.shown(above, below, parent, child, METHOD)

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

    def _judged(self, task: _Task, found: list[Alignment], judge: Judge) -> list[Judged]:
        """What was found, where it is to be believed, after people's decisions."""
        if task.ground == "presumed" and not _borne_out(found, len(self._side(task.document))):
            found = []
        return list(judge.judge(task.kind, found, partial(_ends, task)))

    def _edges_of(self, task: _Task, judged: list[Judged]) -> Iterator[Edge]:
        """(Clause)-[:IMPLEMENTS|DETAILS|SIMILAR_TO]->(Clause), and what follows for targets."""
        for one in judged:
            yield _edge(task, one)
        if task.kind == "IMPLEMENTS":
            yield from self._derives(task, [one.alignment for one in judged])

    def _derives(self, task: _Task, found: list[Alignment]) -> Iterator[Edge]:
        """(Indicator)-[:DERIVES_FROM]->(Indicator), between clauses of which one carries out the other."""
        below, above = self.shelf.targets(task.document), self.shelf.targets(task.other)
        clauses = (
            targets.Clauses(below.get(one.child, []), above.get(one.parent, []), one.grade == "direct")
            for one in found
        )
        for pair in targets.between(clauses):
            props: dict[str, Value] = {"score": pair.score, "method": targets.METHOD, "ground": task.ground}
            known = props if pair.ratio is None else {**props, "ratio": pair.ratio}
            ends = Ref("Indicator", pair.child), Ref("Indicator", pair.parent)
            yield Edge("DERIVES_FROM", *ends, ids.edge_id("DERIVES_FROM", pair.child, pair.parent), known)


def _borne_out(found: list[Alignment], clauses: int) -> bool:
    """True where enough of the child carries the parent out to believe what no citation says."""
    direct = sum(one.grade == "direct" for one in found)
    return direct >= max(_LEAST, _SHARE * clauses)


def _ends(task: _Task, one: Alignment) -> tuple[End, End]:
    """Where the edge starts and ends: a row, which the alignment calls the parent, details a clause of the body."""
    source, target = (one.parent, one.child) if task.kind == "DETAILS" else (one.child, one.parent)
    return End(task.document, source), End(task.other, target)


def _edge(task: _Task, judged: Judged) -> Edge:
    """An inferred edge between two clauses, with its reasons: the phrases of the source come first."""
    one, tag = judged
    source, target = (Ref("Clause", ids.clause_id(*end)) for end in _ends(task, one))
    props: dict[str, Value] = {
        "score": one.score,
        "grade": one.grade,
        "method": one.method,
        "ground": task.ground,
    }
    if tag:
        props |= {"decided": True, "basis": tag}
    key = ids.edge_id(task.kind, source.id, target.id)
    phrases = one.turned().phrases if task.kind == "DETAILS" else one.phrases
    return Edge(task.kind, source, target, key, {**props, **_places(phrases)})


def _comparisons(judged: list[tuple[_Task, list[Judged]]]) -> Iterator[Edge]:
    """(Document)-[:HELD_AGAINST]->(Document) for each pair along a line of authority, with how many clauses matched.

    What only a person has seen counts with the comparison of the two documents, where there was one.
    """
    matched = Counter(task.other for task, given in judged if task.kind == "IMPLEMENTS" for _ in given)
    for task, _ in judged:
        if task.kind == "IMPLEMENTS" and task.ground != METHOD:
            ends = Ref("Document", task.document), Ref("Document", task.other)
            key = ids.edge_id("HELD_AGAINST", task.document, task.other)
            props: dict[str, Value] = {
                "ground": task.ground,
                "aligned": matched[task.other],
                "method": authority.METHOD,
            }
            yield Edge("HELD_AGAINST", *ends, key, props)


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
