"""A node or an edge as a page: what it is in words, the sentence behind it, its properties, what it is linked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from api.views.links import node_url
from api.views.tables import said
from kg.graph import Edge, Node, Ref, Value
from kg.rdf import terms
from ontology import schema as ontology
from ontology.schema import EdgeType, Slot

_NAMES = (
    "title",
    "name",
    "heading",
    "subject_text",
    "message_zh",
)  # what a node is called, the first that it has
_EVIDENCE = ("quote", "start", "end", "document")


class Link(NamedTuple):
    """Words that lead somewhere; `url` is empty where they do not."""

    text: str
    url: str = ""
    id: str = ""


class Fact(NamedTuple):
    """One property: its names, the term that the data use, its value."""

    zh: str
    en: str
    term: str
    value: Link


class Evidence(NamedTuple):
    """The sentence, its place in the document's text, and that document."""

    quote: str
    start: int | None
    end: int | None
    document: Link


class Statement(NamedTuple):
    """An edge in words: 云浦市教育局 牵头 调整职业学校布局. `url` is its own address, empty where it has none."""

    source: Link
    zh: str
    en: str
    target: Link
    url: str


def address(kind: str, key: str) -> str:
    """The address of a resource here, as its IRI spells it."""
    return f"/id/{kind}/{terms.escape(key)}"


def link(ref: Ref, node: Node | None = None) -> Link:
    """A node by its name, else by its id."""
    return Link(
        name(node) if node else ref.id, node_url(ref.label, ref.id) or address(ref.label, ref.id), ref.id
    )


def name(node: Node) -> str:
    """What a node is called; a clause says its place as well, since headings repeat."""
    called = next((str(node.props[key]) for key in _NAMES if node.props.get(key)), "")
    if node.label in ("Clause", "Section"):
        return f"{node.props.get('path') or node.id} {called}".strip()
    return called or node.id


def statement(edge: Edge, source: Node | None = None, target: Node | None = None) -> Statement:
    """The edge in words, with its ends as links."""
    known = ontology.load().edges[edge.kind]
    own = "" if terms.plain(ontology.load(), edge.kind) else address(known.name, edge.id)
    return Statement(link(edge.source, source), known.zh, known.en, link(edge.target, target), own)


def statements(edges: Iterable[Edge]) -> list[Statement]:
    """The edges of a node in words."""
    return [statement(edge) for edge in edges]


def evidence(item: Node | Edge) -> Evidence | None:
    """The words that a node or an edge goes back to; None where it has none of its own."""
    props = item.props
    quote, document = props.get("quote") or props.get("text"), props.get("document")
    if not quote and props.get("start") is None:
        return None
    home = Link(str(document), node_url("Document", str(document)) or "") if document else Link("")
    return Evidence(str(quote or ""), _offset(props.get("start")), _offset(props.get("end")), home)


def _offset(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def facts(item: Node | Edge) -> list[Fact]:
    """The properties that stand neither at the evidence nor at the ends."""
    hidden = {*_EVIDENCE, "text"} if evidence(item) else {"id"}
    return [_fact(slot, item.props[slot.name]) for slot in _slots(item) if _shown(slot, item, hidden)]


def _shown(slot: Slot, item: Node | Edge, hidden: Iterable[str]) -> bool:
    return slot.name not in hidden and item.props.get(slot.name) not in (None, [], "")


def _fact(slot: Slot, value: Value) -> Fact:
    text = said(slot.name, value)
    url = node_url("Document", str(value)) or "" if slot.name == "document" else ""
    return Fact(slot.zh, slot.name.replace("_", " "), ontology.load().curie(slot.iri), Link(text, url))


def _slots(item: Node | Edge) -> Sequence[Slot]:
    known = ontology.load()
    if isinstance(item, Edge):
        return known.edges[item.kind].slots
    labels = (item.label, *item.labels)
    return list({slot.name: slot for label in labels for slot in known.nodes[label].slots}.values())


def classes(item: Node | Edge) -> list[Link]:
    """What it is an instance of, each leading to its definition."""
    known = ontology.load()
    found: list[tuple[str, str]]
    if isinstance(item, Edge):
        kind: EdgeType = known.edges[item.kind]
        found = [(kind.name, kind.zh)]
    else:
        found = [(label, known.nodes[label].zh) for label in (item.label, *item.labels)]
    return [Link(f"{zh} {label}", f"/ontology#{label}") for label, zh in found]
