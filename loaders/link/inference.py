"""What follows from the documents that are loaded: which clause carries out which, and which targets are one.

documents in the store → relations (authority.py) → alignments (lineage.py) → pairs of targets (targets.py) → edges.
What starts at a document is computed anew where it, or a document that it is held against, has changed. A pair of
documents is judged by itself, so the order of loading can't matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from kg import ids
from kg.graph import Edge, Ref, Value
from kg.store.base import Writer
from loaders.link import authority, lineage, targets, verdicts
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.phrases import Phrase
from loaders.link.authority import Relation
from loaders.link.lineage import Alignment
from loaders.link.loaded import Shelf

_LEAST, _SHARE = (
    2,
    0.1,
)  # direct alignments, and their share of the child's clauses, that bear out a presumption
_PROFILES = 64  # documents whose grams are kept at a time


def renew(writer: Writer, changed: Collection[str] = ()) -> int:
    """Infers anew what starts at the changed documents, at those held against them, and at those never looked at.

    Returns of how many documents something changed.
    """
    return _Inference(writer).run(set(changed))


class _Inference:
    """One run over the documents and relations as they are now; profiles are made when they are needed."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.shelf = writer, Shelf(writer)
        self.relations = authority.relations(self.shelf.documents)
        self.peers = authority.peers(self.shelf.documents)
        self.profile = lru_cache(maxsize=_PROFILES)(self._profile)

    def run(self, changed: set[str]) -> int:
        """Every document whose edges may have changed, in order of their ids."""
        moved = changed | self.shelf.fresh
        pairs = [*((one.child, one.parent) for one in self.relations), *self.peers]
        touched = moved | {first for first, second in pairs if second in moved}
        known = {document.id for document in self.shelf.documents}
        return sum(
            self.writer.infer(document, self._judged(document)) for document in sorted(touched & known)
        )

    def _judged(self, document: str) -> list[Edge]:
        """All that starts at a document, once people's decisions have been heard."""
        return list(verdicts.apply(self._edges(document), self.shelf.verdicts(document), self.shelf.has))

    def _profile(self, document: str) -> Profile:
        return profile([one.measure for one in self.shelf.clauses(document) if one.task])

    def _edges(self, document: str) -> Iterator[Edge]:
        """All that the texts give."""
        for relation in self.relations:
            if relation.child == document:
                yield from self._implements(relation)
        yield from self._details(document)
        for first, second in self.peers:
            if first == document:
                yield from self._similar(first, second)

    def _implements(self, relation: Relation) -> Iterator[Edge]:
        """(Clause)-[:IMPLEMENTS]->(Clause): lower level → higher level."""
        child, parent, ground = relation
        found = lineage.align(self.profile(parent), self.profile(child))
        if ground == "presumed" and not _borne_out(found, len(self.profile(child).measures)):
            return
        for one in found:
            yield _edge("IMPLEMENTS", (child, one.child), (parent, one.parent), one, ground)
        yield from self._derives(relation, found)

    def _derives(self, relation: Relation, found: list[Alignment]) -> Iterator[Edge]:
        """(Indicator)-[:DERIVES_FROM]->(Indicator), between clauses of which one carries out the other."""
        below, above = self.shelf.targets(relation.child), self.shelf.targets(relation.parent)
        for one in found:
            low, high = below.get(one.child, []), above.get(one.parent, [])
            for pair in targets.pairs(low, high):
                props: dict[str, Value] = {
                    "score": pair.score,
                    "method": targets.METHOD,
                    "ground": relation.ground,
                }
                known = props if pair.ratio is None else {**props, "ratio": pair.ratio}
                ends = Ref("Indicator", pair.child), Ref("Indicator", pair.parent)
                yield Edge("DERIVES_FROM", *ends, ids.edge_id("DERIVES_FROM", pair.child, pair.parent), known)

    def _details(self, document: str) -> Iterator[Edge]:
        """(Clause)-[:DETAILS]->(Clause): an annex row → the body clause that it breaks down."""
        tasks = [one for one in self.shelf.clauses(document) if one.task]
        rows, body = ([one.measure for one in tasks if one.row is row] for row in (True, False))
        for one in lineage.align(profile(rows), profile(body)) if rows and body else ():
            turned = one.turned()
            yield _edge("DETAILS", (document, one.parent), (document, one.child), turned, "same document")

    def _similar(self, first: str, second: str) -> Iterator[Edge]:
        """(Clause)-[:SIMILAR_TO]->(Clause), where they say the same."""
        for one in lineage.align(self.profile(second), self.profile(first)):
            if one.grade == "direct":
                yield _edge("SIMILAR_TO", (first, one.child), (second, one.parent), one, "peers")


def _borne_out(found: list[Alignment], clauses: int) -> bool:
    """True where enough of the child carries the parent out to believe what no citation says."""
    direct = sum(one.grade == "direct" for one in found)
    return direct >= max(_LEAST, _SHARE * clauses)


def _edge(kind: str, source: tuple[str, str], target: tuple[str, str], one: Alignment, ground: str) -> Edge:
    """An inferred edge with its reasons; where the source is the parent, the alignment was turned before."""
    ends = Ref("Clause", ids.clause_id(*source)), Ref("Clause", ids.clause_id(*target))
    phrases = one.phrases
    props: dict[str, Value] = {
        "score": one.score,
        "grade": one.grade,
        "method": one.method,
        "ground": ground,
        **_places(phrases),
    }
    return Edge(kind, *ends, ids.edge_id(kind, ends[0].id, ends[1].id), props)


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
