"""The whole graph as a stream: what an export reads, page by page, on any engine.

A page is what a few documents own, found by the index on `document`; what no document owns goes by its ids. So
memory follows the largest page and never the graph. The reads are generated from ontology.schema. `Run` here gives
plain values, as `Store.query` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from kg.graph import Edge, Node, Ref, Value
from kg.store.base import Store
from kg.store.writing import Run
from ontology import schema as ontology
from ontology.schema import EdgeType, NodeType, Schema, Slot

PAGE = 20  # documents
IDS = 2000  # nodes that no document owns
CITED = "Document"  # owns what it states, and is listed by its own id: stubs have no owner


def nodes(run: Run, schema: Schema) -> Iterator[Node]:
    """Every node once, in an order that depends on the content alone: documents with what they own, then the rest."""
    labels = schema.primaries()
    owned = [label for label in labels if label.owned]
    for page in _pages(_ids(run, CITED, ""), PAGE):
        for label in owned:
            yield from _nodes(run, schema, label, _by_document(label), page)
    for label in labels:
        for page in _pages(_loose(run, label), IDS):
            yield from _nodes(run, schema, label, _by_id(label), page)


def edges(run: Run, schema: Schema) -> Iterator[Edge]:
    """Every edge once, in an order that depends on the content alone."""
    documents = _ids(run, CITED, "")
    for edge in sorted(schema.edges.values(), key=lambda one: one.kind):
        for source, target in sorted(_ends(schema, edge)):
            anchor, forward = _anchor(schema, source, target)
            for page in _pages(documents, PAGE) if anchor.owned else ():
                yield from _edges(run, edge, source, target, _by_document(anchor), forward, page)
            for page in _pages(_loose(run, anchor), IDS):
                yield from _edges(run, edge, source, target, _by_id(anchor), forward, page)


def _ends(schema: Schema, edge: EdgeType) -> set[tuple[str, str]]:
    """The pairs of primary labels that an edge may link."""
    return {(schema.primary(a), schema.primary(b)) for a, b in product(edge.sources, edge.targets)}


def _anchor(schema: Schema, source: str, target: str) -> tuple[NodeType, bool]:
    """The end from which to read, and whether that is the source: an owned end, so that a page stays small.

    An agency may lead a million clauses; a clause has a dozen agencies.
    """
    first, second = schema.nodes[source], schema.nodes[target]
    return (second, False) if second.owned and not first.owned else (first, True)


def _by_document(label: NodeType) -> str:
    slot = "id" if label.name == CITED else "document"
    return f"UNWIND $ids AS id MATCH (n:{label.name} {{{slot}: id}})"


def _by_id(label: NodeType) -> str:
    return f"UNWIND $ids AS id MATCH (n:{label.name} {{id: id}})"


def _loose(run: Run, label: NodeType) -> list[str]:
    """The ids of a label's nodes that no document owns."""
    if label.name == CITED:
        return []
    if not label.owned:
        return _ids(run, label.name, "")
    # Counted first: a search by what is missing costs kglite memory for each node, and there is hardly ever one.
    told = run(f"MATCH (n:{label.name}) RETURN count(n) AS nodes, count(n.document) AS owned", {})[0]
    return [] if told["nodes"] == told["owned"] else _ids(run, label.name, "WHERE n.document IS NULL")


def _ids(run: Run, label: str, where: str) -> list[str]:
    return sorted(str(row["id"]) for row in run(f"MATCH (n:{label}) {where} RETURN n.id AS id", {}))


def _pages(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(ids)
    while page := list(islice(rest, size)):
        yield page


def _columns(variable: str, slots: Sequence[Slot]) -> str:
    """Each slot by its name: whole nodes come back with what kglite invents."""
    return "".join(f", {variable}.`{slot.name}` AS p{place}" for place, slot in enumerate(slots))


def _props(row: dict[str, Any], slots: Sequence[Slot]) -> dict[str, Value]:
    found = ((slot.name, row[f"p{place}"]) for place, slot in enumerate(slots))
    return {name: value for name, value in found if value is not None}


def _nodes(run: Run, schema: Schema, label: NodeType, match: str, page: list[str]) -> Iterator[Node]:
    slots = all_slots(schema, label.name)
    rows = run(f"{match} RETURN n.id AS id, labels(n) AS labels{_columns('n', slots)}", {"ids": page})
    for row in sorted(rows, key=lambda found: str(found["id"])):
        second = tuple(sorted(name for name in row["labels"] if name != label.name and name in schema.nodes))
        props = _props(row, slots)
        yield Node(label.name, row["id"], props, second, props.get("stub") is True)


def _edges(
    run: Run, edge: EdgeType, source: str, target: str, match: str, forward: bool, page: list[str]
) -> Iterator[Edge]:
    # WITH makes kglite go from the page outward, and not from all edges of the kind. The relationship comes whole:
    # where it has no `start` of its own, r.start is for kglite the node where it starts.
    step = f"(n)-[r:{edge.kind}]->(m:{target})" if forward else f"(n)<-[r:{edge.kind}]-(m:{source})"
    rows = run(f"{match} WITH n MATCH {step} RETURN n.id AS n, m.id AS m, r AS edge", {"ids": page})
    for row in sorted(rows, key=lambda found: (str(found["edge"]["id"]), found["n"], found["m"])):
        ends = (row["n"], row["m"]) if forward else (row["m"], row["n"])
        props = {name: value for name, value in row["edge"].items() if name not in ("id", "kind")}
        yield Edge(edge.kind, Ref(source, ends[0]), Ref(target, ends[1]), row["edge"]["id"], props)


def all_slots(schema: Schema, primary: str) -> list[Slot]:
    """The slots of a primary label and of its second labels, but for the id."""
    found = {
        slot.name: slot for node in schema.nodes.values() if node.primary == primary for slot in node.slots
    }
    return [slot for name, slot in sorted(found.items()) if name != "id"]


# --- one resource


def node(store: Store, ref: Ref) -> Node | None:
    """A node by its identity; None where there is none. QueryError where the store does not answer in time."""
    schema = ontology.load()
    label = schema.nodes.get(ref.label)
    if label is None or label.primary != label.name:
        return None
    return next(_nodes(_asking(store), schema, label, _by_id(label), [ref.id]), None)


def touching(store: Store, ref: Ref, limit: int) -> list[Edge]:
    """The edges that start or end at a node; of each kind and direction at most `limit`."""
    schema, label, run = ontology.load(), ontology.load().nodes[ref.label], _asking(store, limit)
    found: dict[tuple[str, str], Edge] = {}
    for edge in schema.edges.values():
        for source, target in sorted(_ends(schema, edge)):
            for here, forward in ((source, True), (target, False)):
                if here == ref.label:
                    for one in _edges(run, edge, source, target, _by_id(label), forward, [ref.id]):
                        found[one.kind, one.id] = one
    return list(found.values())


def edge(store: Store, name: str, key: str) -> Edge | None:
    """An edge by its class and id: no index serves it, so it costs a walk over its kind."""
    schema = ontology.load()
    for known in schema.edges.values():
        for source, target in sorted(_ends(schema, known)) if known.name == name else ():
            text = f"MATCH (n:{source})-[r:{known.kind}]->(m:{target}) WHERE r.id = $id RETURN n.id AS n"
            start = _by_id(schema.nodes[source])
            for row in store.query(text, {"id": key}, limit=1).rows:
                ends = _edges(_asking(store), known, source, target, start, True, [str(row["n"])])
                return next((one for one in ends if one.id == key), None)
    return None


def _asking(store: Store, limit: int | None = None) -> Run:
    def run(text: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [dict(row) for row in store.query(text, params, limit=limit).rows]

    return run
