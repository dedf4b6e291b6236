"""What people decided about links between clauses wins over scores: rejected links go, confirmed ones stay or come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg import ids
from kg.graph import Edge, Ref, Value
from loaders.decisions import METHOD

_LINKS = frozenset({"IMPLEMENTS", "DETAILS", "SIMILAR_TO"})


def apply(edges: Iterable[Edge], verdicts: Sequence[str], is_there: Callable[[str], bool]) -> Iterator[Edge]:
    """The edges of one document after its verdicts ("confirm⇥lower⇥upper⇥entry"). `is_there` knows the clauses by id.

    A pair that no score found is added where both clauses are there; targets of a rejected pair are no pair either.
    """
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for verdict in verdicts:
        decision, lower, upper, tag = verdict.split("\t", 3)
        said[lower, upper] = decision, tag
    confirmed = {pair for pair, (decision, _) in said.items() if decision == "confirm"}
    for edge in edges:
        pair = _clause(edge.source.id), _clause(edge.target.id)
        decision, tag = said.get(pair, ("", ""))
        if decision == "confirm" and edge.kind in _LINKS:
            confirmed.discard(pair)
            yield edge._replace(props={**edge.props, "decided": True, "basis": tag})
        elif decision != "reject":
            yield edge
    yield from (_added(*pair, said[pair][1]) for pair in sorted(confirmed) if all(map(is_there, pair)))


def _clause(node: str) -> str:
    """The clause that an indicator's id starts with; a clause's id as it is."""
    return node.partition("@")[0] if "#" in node.partition("@")[0] else node


def _added(lower: str, upper: str, tag: str) -> Edge:
    """A link that only a person has seen."""
    kind = "DETAILS" if lower.partition("#")[0] == upper.partition("#")[0] else "IMPLEMENTS"
    props: dict[str, Value] = {
        "score": 1.0,
        "grade": "direct",
        "method": METHOD,
        "ground": METHOD,
        "decided": True,
        "basis": tag,
    }
    return Edge(kind, Ref("Clause", lower), Ref("Clause", upper), ids.edge_id(kind, lower, upper), props)
