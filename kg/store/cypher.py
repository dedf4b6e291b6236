"""The only place that writes DDL, MERGE and clean-up: all of it is generated from ontology.schema.

Labels, relationship types and property names come from the schema alone; whatever a document says travels in
parameters. Every statement runs unchanged on both engines, except the full-text indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from kg.errors import StoreError
from kg.graph import Edge, Node
from ontology.schema import EdgeType, NodeType, Schema, Slot

BATCH = 5000  # rows a statement: keeps one server transaction's memory small
GRAMS = "grams"  # the embedded engine's own full-text property; never part of an answer
META = "Store"  # the label of the one node that says who wrote the store

READ_META = f"MATCH (s:{META} {{id: 'meta'}}) RETURN s.format AS format, s.ddl AS ddl"
WRITE_META = f"MERGE (s:{META} {{id: 'meta'}}) SET s.format = $format, s.ontology = $ontology, s.ddl = $ddl"
CATALOGUE = (
    "MATCH (d:Document) RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, "
    "d.stub AS stub, d.status AS status"
)
INFERRED = "MATCH (d:Document {id: $document}) RETURN d.inferred AS inferred"
SIGN_INFERRED = "MATCH (d:Document {id: $document}) SET d.inferred = $digest"
KNOWN = "MATCH (d:Document {id: $document}) RETURN d.stub AS stub, d.digest AS digest"
OWNED = "MATCH (f:Finding) WHERE f.id IN $ids RETURN f.id AS id"
NODE_COUNTS = "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS total"
EDGE_COUNTS = "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS total"

Dress = Callable[[Node], Mapping[str, Any]]  # properties that an engine adds to a node for itself


@dataclass(frozen=True, slots=True)
class Batch:
    """One statement and the rows for its `$rows`; `what` names it in an error."""

    what: str
    text: str
    rows: list[dict[str, Any]]


# --- DDL


def constraints(schema: Schema) -> list[str]:
    """One node an id, for every primary label and for the node that says who wrote the store."""
    return [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in [*(node.name for node in schema.primaries()), META]
    ]


def lookups(schema: Schema) -> list[str]:
    """An index for every slot that is looked up, and for the owner of every stated edge."""
    nodes = [
        f"CREATE INDEX {node.name.lower()}_{slot.name} IF NOT EXISTS FOR (n:{node.name}) ON (n.{_name(slot)})"
        for node in schema.primaries()
        for slot in node.slots
        if slot.lookup
    ]
    edges = [
        f"CREATE INDEX {edge.kind.lower()}_document IF NOT EXISTS FOR ()-[r:{edge.kind}]-() ON (r.document)"
        for edge in schema.edges.values()
        if edge.stated
    ]
    return nodes + edges


def fulltext_slots(schema: Schema) -> dict[str, tuple[Slot, ...]]:
    """The full-text slots of each primary label that has some: Clause → heading, text."""
    found = {node.name: tuple(slot for slot in node.slots if slot.fulltext) for node in schema.primaries()}
    return {label: slots for label, slots in found.items() if slots}


def search_index(label: str) -> str:
    """The name of a label's full-text index, equal on both engines: Clause → clause_search."""
    return f"{label.lower()}_search"


def cjk_indexes(schema: Schema) -> list[str]:
    """Full-text indexes of a server that has an analyzer for Chinese."""
    options = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    return [
        f"CREATE FULLTEXT INDEX {search_index(label)} IF NOT EXISTS FOR (n:{label}) "
        f"ON EACH [{', '.join('n.' + _name(slot) for slot in slots)}] {options}"
        for label, slots in fulltext_slots(schema).items()
    ]


def gram_indexes(schema: Schema) -> list[str]:
    """Full-text indexes of an engine that has none: over the bigrams that the writer stores."""
    return [
        f"CREATE FULLTEXT INDEX {search_index(label)} IF NOT EXISTS FOR (n:{label}) ON EACH [n.{GRAMS}]"
        for label in fulltext_slots(schema)
    ]


def _name(slot: Slot) -> str:
    """A property name that no dialect takes for a keyword (`end` is one for kglite)."""
    return f"`{slot.name}`"


# --- MERGE


def node_batches(schema: Schema, nodes: Iterable[Node], dress: Dress) -> Iterator[Batch]:
    """Upserts, one for each primary label and set of second labels; stubs only where nothing is yet."""
    groups: dict[tuple[bool, str, tuple[str, ...]], list[Node]] = {}
    for node in nodes:
        groups.setdefault((not node.stub, node.label, tuple(sorted(node.labels))), []).append(node)
    for (loaded, label, labels), group in sorted(groups.items(), key=lambda item: item[0]):
        slots = _node_slots(schema, label, labels)
        text = _upsert(schema, label, labels) if loaded else _create(label, labels)
        rows = [{"id": n.id, "props": {**_values(slots, n), **dress(n), "id": n.id}} for n in group]
        yield from _cut(f"(:{label})", text, rows)


def _upsert(schema: Schema, label: str, labels: tuple[str, ...]) -> str:
    """Everything of the node as stated now, so that a second label or property that is gone goes."""
    others = [n.name for n in schema.nodes.values() if n.primary == label != n.name and n.name not in labels]
    gain = "".join(f"\nSET n:{name}" for name in labels)
    lose = "".join(f"\nREMOVE n:{name}" for name in others)
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{id: row.id}})\nSET n = row.props{gain}{lose}"


def _create(label: str, labels: tuple[str, ...]) -> str:
    """A stub: never touches a node that is there."""
    gain = "".join(f", n:{name}" for name in labels)
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{id: row.id}})\nON CREATE SET n = row.props{gain}"


def edge_batches(schema: Schema, edges: Iterable[Edge]) -> Iterator[Batch]:
    """Upserts on the relationship's id, one for each kind and pair of labels; `done` counts the rows."""
    groups: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.kind, edge.source.label, edge.target.label), []).append(edge)
    for (kind, source, target), group in sorted(groups.items(), key=lambda item: item[0]):
        slots = _edge_slots(schema, kind, source, target)
        rows = [
            {
                "source": e.source.id,
                "target": e.target.id,
                "id": e.id,
                "props": {**_values(slots, e), "id": e.id},
            }
            for e in group
        ]
        yield from _cut(f"(:{source})-[:{kind}]->(:{target})", _relate(kind, source, target), rows)


def _relate(kind: str, source: str, target: str) -> str:
    return (
        f"// (:{source})-[:{kind}]->(:{target})\n"
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{source} {{id: row.source}})\n"
        f"MATCH (b:{target} {{id: row.target}})\n"
        f"MERGE (a)-[r:{kind} {{id: row.id}}]->(b)\n"
        f"SET r = row.props\n"
        f"RETURN count(*) AS done"
    )


def _cut(what: str, text: str, rows: list[dict[str, Any]]) -> Iterator[Batch]:
    for start in range(0, len(rows), BATCH):
        yield Batch(what, text, rows[start : start + BATCH])


# --- what a fragment may hold


def _node_slots(schema: Schema, label: str, labels: tuple[str, ...]) -> dict[str, Slot]:
    """The slots of a node with these labels. StoreError where the ontology has no such node."""
    if label not in schema.nodes or schema.primary(label) != label:
        raise StoreError(f"{label} is no identity of the ontology", "ontology/policy.yaml")
    for second in labels:
        if second not in schema.nodes or schema.primary(second) != label:
            raise StoreError(f"{second} is no kind of {label}", "ontology/policy.yaml")
    return {slot.name: slot for name in (label, *labels) for slot in schema.nodes[name].slots}


def _edge_slots(schema: Schema, kind: str, source: str, target: str) -> dict[str, Slot]:
    """The slots of an edge between these labels. StoreError where the ontology has no such edge."""
    known = schema.edges.get(kind)
    if known is None or (source, target) not in _ends(schema, known):
        raise StoreError(f"there is no (:{source})-[:{kind}]->(:{target})", "ontology/policy.yaml")
    return {slot.name: slot for slot in known.slots}


def _ends(schema: Schema, edge: EdgeType) -> set[tuple[str, str]]:
    """The pairs of primary labels that an edge may link."""
    return {(schema.primary(a), schema.primary(b)) for a, b in product(edge.sources, edge.targets)}


def _values(slots: Mapping[str, Slot], item: Node | Edge) -> dict[str, Any]:
    """Properties as stored: none undeclared, none null; a float slot holds floats, so columns keep a type."""
    if not slots.keys() >= item.props.keys():
        extra = ", ".join(sorted(item.props.keys() - slots.keys()))
        raise StoreError(f"no slot {extra} is declared for {item.id}", "ontology/policy.yaml")
    return {
        name: float(value) if isinstance(value, int) and slots[name].range == "float" else value
        for name, value in item.props.items()
        if value is not None
    }


# --- clean-up


def forget_edges(schema: Schema) -> list[str]:
    """Drops every edge that `$document` states, and what was inferred from its own nodes."""
    stated = [
        f"MATCH ()-[r:{edge.kind}]->() WHERE r.document = $document DELETE r"
        for edge in schema.edges.values()
        if edge.stated
    ]
    return stated + forget_inferred(schema)


def forget_inferred(schema: Schema) -> list[str]:
    """Drops what was inferred from the nodes that `$document` owns."""
    return [
        f"MATCH (n:{label} {{document: $document}})-[r:{edge.kind}]->() DELETE r"
        for edge in schema.edges.values()
        for label in sorted({schema.primary(name) for name in edge.sources})
        if not edge.stated and schema.nodes[label].owned
    ]


def forget_nodes(schema: Schema) -> list[tuple[str, str]]:
    """For each owned label, drops what `$document` owned and no longer states (not in `$keep`).

    Its Document node stays, and so does what has the same id as before: edges of other documents end there.
    """
    unstated = "WHERE n.id <> $document AND NOT n.id IN $keep DETACH DELETE n"
    return [
        (node.name, f"MATCH (n:{node.name} {{document: $document}}) {unstated}")
        for node in schema.primaries()
        if node.owned
    ]


def redirects(schema: Schema) -> list[str]:
    """Moves edges that end in a stub (`row.stub`) to a loaded document (`row.loaded`), drops the stub."""
    pair = (
        "UNWIND $rows AS row\n"
        "MATCH (old:Document {id: row.stub}) WHERE old.stub = true\n"
        "MATCH (new:Document {id: row.loaded})\n"
    )
    ending = [edge for edge in schema.edges.values() if "Document" in edge.targets]
    moves = [f"// ()-[:{edge.kind}]->(:Document)\n{pair}{_move(edge)}" for edge in ending]
    return [*moves, f"{pair}DETACH DELETE old"]


def _move(edge: EdgeType) -> str:
    """The edge's properties one by one: `properties(r)` differs between the engines."""
    copied = ", ".join(f"s.{_name(slot)} = r.{_name(slot)}" for slot in edge.slots if slot.name != "id")
    return (
        f"MATCH (a)-[r:{edge.kind}]->(old)\n"
        f"MERGE (a)-[s:{edge.kind} {{id: r.id}}]->(new)\n"
        f"SET {copied}\n"
        f"DELETE r"
    )


def strays(schema: Schema) -> list[tuple[str, str]]:
    """For each label, a query for the ids of what nothing keeps.

    A shared node lives while it takes part in something that a document states, or something points to it:
    a group to its members, an agency to its successor and its region, a region to the one above. A stub
    document lives while it is cited or something is attached to it.
    """
    shared = [
        (node.name, f"MATCH (n:{node.name}) WHERE {_unkept(schema, node)} RETURN n.id AS id")
        for node in schema.primaries()
        if node.shared
    ]
    stub = f"n.stub = true AND {_unkept(schema, schema.nodes['Document'])}"
    return [*shared, ("Document", f"MATCH (n:Document) WHERE {stub} RETURN n.id AS id")]


def _unkept(schema: Schema, node: NodeType) -> str:
    """Nothing points to `n` and nothing stated starts at it. A stub states nothing of its own."""
    edges = schema.edges.values()
    incoming = [e.kind for e in edges if any(schema.primary(t) == node.name for t in e.targets)]
    stated = [e.kind for e in edges if e.stated and any(schema.primary(s) == node.name for s in e.sources)]
    tests = [f"NOT EXISTS {{ (n)<-[:{'|'.join(incoming)}]-() }}"]
    if stated and node.shared:
        tests.append(f"NOT EXISTS {{ (n)-[:{'|'.join(stated)}]->() }}")
    return " AND ".join(tests)


def drop(label: str) -> str:
    """Drops the nodes `$ids` of a label with all their edges."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"
