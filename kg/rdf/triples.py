"""Nodes and edges → triples. terms.py shows how they look; nothing here knows a class by name but Document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import ids
from kg.errors import StoreError
from kg.graph import Edge, Node, Ref, Value
from kg.rdf import terms
from kg.rdf.terms import Names, ours, predicate
from ontology import schema as ontology
from ontology.schema import Slot

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")  # 2021-10-12, 2021-10, 2021
Slots = Mapping[str, Slot]


class Projection:
    """Turns one stream of a graph's nodes and edges into triples; of direct triples it keeps those of a document."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._schema = ontology.load()
        self._edges: dict[str, Slots] = {
            kind: {slot.name: slot for slot in edge.slots} for kind, edge in self._schema.edges.items()
        }
        self._nodes: dict[tuple[str, ...], Slots] = {}
        self._software = ours("software")
        self._here: tuple[NamedNode, Value] | None = None
        self._told: set[Triple] = set()
        self._inference = NamedNode(names.base + "id/Activity/inference")

    def head(self) -> Iterator[Triple]:
        """What holds for the whole graph: the program, and the activity that infers."""
        yield Triple(self._software, terms.TYPE, terms.AGENT)
        yield Triple(self._software, terms.LABEL, Literal("政脉 Zhengmai"))
        yield Triple(self._inference, terms.TYPE, terms.ACTIVITY)
        yield Triple(self._inference, terms.BY, self._software)

    def node(self, node: Node) -> Iterator[Triple]:
        """All that the graph says of a node. StoreError where the ontology has no such node or slot."""
        iri = self.names.of(node.ref)
        subject = NamedNode(iri)
        for label in (node.label, *node.labels):
            yield Triple(subject, terms.TYPE, ours(label))
        yield Triple(subject, terms.IDENTIFIER, Literal(node.id))
        yield from self._slots(iri, node.props, self._declared(node))
        if node.label == "Document":
            yield from _in_eli(iri, node.props)
            if not node.props.get("stub"):
                yield from self._extraction(iri, node.props)

    def edge(self, edge: Edge) -> Iterator[Triple]:
        """The direct triple; and, unless that is all there is to say, the edge as a resource."""
        ends = NamedNode(self.names.of(edge.source)), NamedNode(self.names.of(edge.target))
        known = self._schema.edges.get(edge.kind)
        if known is None:
            raise StoreError(f"{edge.kind} is no relationship of the ontology", "ontology/policy.yaml")
        document = edge.props.get("document")
        yield from self._direct(Triple(ends[0], ours(edge.kind), ends[1]), document)
        if terms.plain(self._schema, edge.kind) and edge.id == plain_id(edge.kind, edge.source, edge.target):
            return
        iri = self.names.iri(known.name, edge.id)
        subject = NamedNode(iri)
        yield Triple(subject, terms.TYPE, ours(known.name))
        yield Triple(subject, terms.IDENTIFIER, Literal(edge.id))
        yield Triple(subject, ours("subject"), ends[0])
        yield Triple(subject, ours("object"), ends[1])
        yield from self._slots(iri, edge.props, self._edges[edge.kind])
        made = NamedNode(f"{self._document(document)}#extraction") if document else self._inference
        yield Triple(subject, terms.GENERATED, made)

    def _direct(self, triple: Triple, document: Value) -> Iterator[Triple]:
        """A direct triple, once for all edges of a kind that a document has between two ends."""
        if not document:
            yield triple
            return
        here = (triple.predicate, document)
        if here != self._here:
            self._here, self._told = here, set()  # edges come by kind and document: memory follows a document
        if triple not in self._told:
            self._told.add(triple)
            yield triple

    def quads(self, items: Iterable[Node | Edge]) -> Iterator[Quad]:
        """The triples of each item in the graph of the document that owns it; shared things in the default graph."""
        for item in items:
            document = item.props.get("document")
            graph = NamedNode(f"{self._document(document)}#statements") if document else DefaultGraph()
            for triple in self.node(item) if isinstance(item, Node) else self.edge(item):
                yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def _document(self, key: Value) -> str:
        return self.names.iri("Document", str(key))

    def _declared(self, node: Node) -> Slots:
        labels = (node.label, *node.labels)
        if (found := self._nodes.get(labels)) is None:
            if unknown := [label for label in labels if label not in self._schema.nodes]:
                raise StoreError(f"{unknown[0]} is no class of the ontology", "ontology/policy.yaml")
            slots = (slot for label in labels for slot in self._schema.nodes[label].slots)
            found = self._nodes[labels] = {slot.name: slot for slot in slots}
        return found

    def _slots(self, iri: str, props: Mapping[str, Value], slots: Slots) -> Iterator[Triple]:
        subject = NamedNode(iri)
        selected: dict[Slot, Value] = {}
        rows: dict[str, dict[Slot, list[str] | list[int]]] = {}
        for name, value in sorted(props.items()):
            slot = slots.get(name)
            if slot is None:
                raise StoreError(f"no slot {name} is declared for {iri}", "ontology/policy.yaml")
            if value is None:
                continue
            if isinstance(value, list):
                rows.setdefault(slot.row, {})[slot] = value
            elif slot.iri in terms.SELECTORS:
                selected[slot] = value
            else:
                yield Triple(subject, predicate(slot), literal(slot, value))
        for row, lists in rows.items():
            yield from _items(iri, row, lists)
        if selected:
            yield from self._evidence(iri, props.get("document"), selected)

    def _evidence(self, iri: str, document: Value, selected: Mapping[Slot, Value]) -> Iterator[Triple]:
        evidence = NamedNode(f"{iri}#evidence")
        yield Triple(NamedNode(iri), ours("evidence"), evidence)
        yield Triple(evidence, terms.TYPE, terms.SELECTION)
        if document:
            yield Triple(evidence, terms.SOURCE, NamedNode(self._document(document)))
        used = {terms.SELECTORS[slot.iri] for slot in selected}
        for fragment, kind in sorted(used, key=lambda one: one[0]):
            selector = NamedNode(f"{iri}#{fragment}")
            yield Triple(evidence, terms.SELECTOR, selector)
            yield Triple(selector, terms.TYPE, kind)
            for slot, value in selected.items():
                if terms.SELECTORS[slot.iri][0] == fragment:
                    yield Triple(selector, predicate(slot), literal(slot, value))

    def _extraction(self, iri: str, props: Mapping[str, Value]) -> Iterator[Triple]:
        """The run that read the document: what it used, and by which program. It has no time: runs are repeatable."""
        run, file = NamedNode(f"{iri}#extraction"), NamedNode(f"{iri}#file")
        yield Triple(NamedNode(iri), terms.DERIVED, file)
        yield Triple(NamedNode(iri), terms.GENERATED, run)
        yield Triple(run, terms.TYPE, terms.ACTIVITY)
        yield Triple(run, terms.BY, self._software)
        yield Triple(run, terms.USED, file)
        yield Triple(file, terms.TYPE, terms.ENTITY)
        if name := props.get("file"):
            yield Triple(file, terms.LABEL, Literal(str(name)))


def _in_eli(iri: str, props: Mapping[str, Value]) -> Iterator[Triple]:
    """Day and title where ELI has them: dcterms:date is of reforms too, and an ELI title is not the work's."""
    subject, day = NamedNode(iri), str(props.get("date") or "")
    if dated(day) == terms.DAY:
        yield Triple(subject, terms.ELI_DATE, Literal(day, datatype=terms.DAY))
    if title := props.get("title"):
        text = NamedNode(f"{iri}#expression")
        yield Triple(subject, terms.REALIZED_BY, text)
        yield Triple(text, terms.TYPE, terms.EXPRESSION)
        yield Triple(text, terms.REALIZES, subject)
        yield Triple(text, terms.ELI_TITLE, Literal(str(title)))


def _items(iri: str, row: str, lists: Mapping[Slot, list[str] | list[int]]) -> Iterator[Triple]:
    """One resource an item; an empty list is rdf:nil, which is not the same as none."""
    for slot, values in lists.items():
        if not values:
            yield Triple(NamedNode(iri), predicate(slot), terms.NIL)
    for place in range(max(map(len, lists.values()))):
        item = NamedNode(f"{iri}#{row}-{place}")
        yield Triple(NamedNode(iri), ours("item"), item)
        yield Triple(item, terms.TYPE, ours("Item"))
        yield Triple(item, ours("index"), Literal(place))
        for slot, values in lists.items():
            if place < len(values):
                yield Triple(item, predicate(slot), literal(slot, values[place]))


def literal(slot: Slot, value: Value) -> Literal:
    """A value with the datatype of its slot; a date that is none is text."""
    if slot.range == "float" and isinstance(value, int | float):
        return Literal(double(float(value)), datatype=terms.DOUBLE)
    if isinstance(value, bool | int | float):
        return Literal(value)
    text = str(value)
    if slot.range == "partial_date" and (datatype := dated(text)):
        return Literal(text, datatype=datatype)
    return Literal(text)


def double(value: float) -> str:
    """A number in the canonical form of xsd:double, exactly.

    >>> double(500.0), double(0.1), double(-0.0), double(4 / 3)
    ('5.0E2', '1.0E-1', '-0.0E0', '1.3333333333333333E0')
    """
    if not math.isfinite(value):
        return "NaN" if value != value else "INF" if value > 0 else "-INF"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    told = "".join(map(str, digits)).rstrip("0") or "0"
    power = len(digits) - 1 + int(exponent) if any(digits) else 0
    return f"{'-' * sign}{told[0]}.{told[1:] or '0'}E{power}"


@lru_cache(maxsize=10_000)
def dated(text: str) -> NamedNode | None:
    """The datatype of a day, a month or a year that the calendar has; None for any other text.

    >>> dated("2021-10-12"), dated("2021-02-30")
    (<NamedNode value=http://www.w3.org/2001/XMLSchema#date>, None)
    """
    found = _DATE.fullmatch(text)
    if found is None or text.startswith("0000"):
        return None
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return terms.DAY if found[3] else terms.MONTH if found[2] else terms.YEAR


def plain_id(kind: str, source: Ref, target: Ref) -> str:
    """The id of an edge that has nothing but its ends: as loaders make it."""
    return ids.edge_id(kind, source.key, target.id)
