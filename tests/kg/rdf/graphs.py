"""Random graphs as the ontology allows them, whatever classes it has; and what a store holds, as plain values."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from kg.graph import Edge, Fragment, Node, Ref, Value
from kg.rdf import terms
from kg.rdf.triples import plain_id
from kg.store.base import Store
from ontology import schema as ontology
from ontology.schema import Slot

SCHEMA = ontology.load()
# \r alone is what XML and CSV readers like to change; 〔〕#/?@%. are what ids hold
TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0")
    | st.sampled_from('〔〕#/?@%."\\\n\r\t'),
    max_size=8,
)
KEY = TEXT.filter(bool)
NUMBER = st.integers(-(2**53), 2**53)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": NUMBER,
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "partial_date": TEXT
    | st.dates().map(str)
    | st.sampled_from(("2021", "2021-10", "2021-02-30", "0000", "二〇二三年")),
}
HELD = frozenset({"id", "document", "stub", "digest", "inferred"})


def value(slot: Slot) -> st.SearchStrategy[Any]:
    """A value that the slot may hold."""
    one = VALUES.get(slot.range, TEXT)
    return st.lists(one, max_size=3) if slot.many else one


@st.composite
def props(draw: st.DrawFn, slots: tuple[Slot, ...], owner: str | None) -> dict[str, Value]:
    """Some of the slots."""
    names = {slot.name: slot for slot in slots if slot.name not in HELD}
    chosen = draw(st.lists(st.sampled_from(sorted(names)), unique=True, max_size=5)) if names else []
    found: dict[str, Value] = {name: draw(value(names[name])) for name in chosen}
    return {**found, "document": owner} if owner and any(s.name == "document" for s in slots) else found


@st.composite
def node(draw: st.DrawFn, label: str, key: str, owner: str | None) -> Node:
    """A node of a primary label, with second labels."""
    second = sorted(name for name, kind in SCHEMA.nodes.items() if kind.primary == label != name)
    labels = tuple(sorted(draw(st.lists(st.sampled_from(second), unique=True, max_size=2)))) if second else ()
    slots = tuple(slot for name in (label, *labels) for slot in SCHEMA.nodes[name].slots)
    return Node(label, key, draw(props(slots, owner)), labels)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Fragment], dict[str, list[Edge]]]:
    """A few documents with what they own and share, and what is inferred from them."""
    keys = draw(st.lists(KEY, unique=True, min_size=1, max_size=3))
    labels = SCHEMA.primaries()
    shared = [
        draw(node(label.name, key, None))
        for label in labels
        if not label.owned
        for key in draw(st.lists(KEY, unique=True, max_size=2))
    ]
    owned = {key: [draw(node("Document", key, key)), *_parts(draw, key)] for key in keys}
    everything = [one.ref for one in shared] + [one.ref for nodes in owned.values() for one in nodes]
    fragments, inferred, structure = [], {}, _structure(draw, [one.ref for one in shared])
    for key, own in owned.items():
        refs = [one.ref for one in shared + own]
        stated = list(
            {edge.id: edge for edge in draw(st.lists(stated_edges(key, refs), max_size=6)) if edge}.values()
        )
        fragments.append(Fragment(key, (*own, *shared), (*stated, *structure)))
        found = draw(st.lists(inferred_edges([one.ref for one in own], everything), max_size=3))
        inferred[key] = list({edge.id: edge for edge in found if edge}.values())
    return fragments, inferred


def _parts(draw: st.DrawFn, owner: str) -> list[Node]:
    labels = [label.name for label in SCHEMA.primaries() if label.owned and label.name != "Document"]
    chosen = draw(st.lists(st.tuples(st.sampled_from(labels), KEY), max_size=4, unique=True))
    return [draw(node(label, f"{owner}#{key}", owner)) for label, key in chosen]


def _pairs(kind: str, sources: list[Ref], targets: list[Ref]) -> list[tuple[Ref, Ref]]:
    edge = SCHEMA.edges[kind]
    allowed = {(SCHEMA.primary(a), SCHEMA.primary(b)) for a, b in product(edge.sources, edge.targets)}
    return [(a, b) for a in sources for b in targets if (a.label, b.label) in allowed]


@st.composite
def stated_edges(draw: st.DrawFn, owner: str, refs: list[Ref]) -> Edge | None:
    """An edge that the document states."""
    kind = draw(st.sampled_from(sorted(k for k, edge in SCHEMA.edges.items() if edge.stated)))
    pairs = _pairs(kind, refs, refs)
    if not pairs:
        return None
    ends = draw(st.sampled_from(pairs))
    return Edge(kind, *ends, f"{kind}{owner}{draw(KEY)}", draw(props(SCHEMA.edges[kind].slots, owner)))


def _inferred(kind: str) -> bool:
    edge = SCHEMA.edges[kind]
    return not edge.stated and all(SCHEMA.nodes[name].owned for name in edge.sources)


@st.composite
def inferred_edges(draw: st.DrawFn, own: list[Ref], everything: list[Ref]) -> Edge | None:
    """An edge that was inferred from the document's own nodes."""
    kind = draw(st.sampled_from(sorted(filter(_inferred, SCHEMA.edges))))
    pairs = _pairs(kind, own, [ref for ref in everything if SCHEMA.nodes[ref.label].owned])
    if not pairs:
        return None
    ends = draw(st.sampled_from(pairs))
    return Edge(kind, *ends, f"{kind}{ends}{draw(KEY)}", draw(props(SCHEMA.edges[kind].slots, None)))


def _structure(draw: st.DrawFn, shared: list[Ref]) -> list[Edge]:
    """Edges between shared things; one of each plain kind between two ends."""
    found: dict[tuple[str, Ref, Ref], Edge] = {}
    for kind, edge in sorted(SCHEMA.edges.items()):
        if edge.stated or _inferred(kind):
            continue
        for source, target in (
            draw(st.lists(st.sampled_from(pairs), max_size=2))
            if (pairs := _pairs(kind, shared, shared))
            else ()
        ):
            plain = terms.plain(SCHEMA, kind) and draw(st.booleans())
            key = plain_id(kind, source, target) if plain else f"{kind}{source}{target}{draw(KEY)}"
            found[kind, source, target] = Edge(kind, source, target, key, draw(props(edge.slots, None)))
    return list(found.values())


def fill(store: Store, fragments: list[Fragment], inferred: dict[str, list[Edge]]) -> Store:
    """Loads a random graph as the pipeline does."""
    with store.writer() as writer:
        for fragment in fragments:
            writer.replace(fragment)
        for document, edges in inferred.items():
            writer.infer(document, edges)
        writer.sweep()
    return store


def content(store: Store) -> tuple[list[Node], list[Edge]]:
    """All that a store streams, in one order."""
    return sorted(store.nodes(), key=repr), sorted(store.edges(), key=repr)
