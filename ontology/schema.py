"""policy.yaml as typed Python, for whoever writes Cypher, RDF, API docs or colours from it.

The file is read with a plain YAML parser, so that nothing of LinkML is needed at run time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

SOURCE = Path(__file__).with_name("policy.yaml")

# The end of the English and the start of the Chinese: "A named company. |企业。"
LANGUAGES = re.compile(r"(?<=\.) (?=[一-鿿][^A-Za-z]*$)")
_MATCHES = ("exact", "close", "broad")


class Match(NamedTuple):
    """A term of another vocabulary: exact, close or broad, and its CURIE."""

    relation: str
    curie: str


class Named(NamedTuple):
    """An abstract class or an enumeration."""

    name: str
    zh: str
    en: str
    about: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One property of a node or an edge."""

    name: str
    zh: str
    range: str = "string"
    many: bool = False
    lookup: bool = False
    fulltext: bool = False
    iri: str = ""
    row: str = ""
    """Parallel lists share a row: item 0 of each belongs to item 0 of the others."""
    about: str = ""


@dataclass(frozen=True, slots=True)
class NodeType:
    """A node class. `primary` is the label that carries the identity; subclasses are second labels."""

    name: str
    primary: str
    zh: str
    en: str
    slots: tuple[Slot, ...]
    owned: bool
    shared: bool
    about: str
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeType:
    """An edge class. `stated` edges belong to the document that says so and carry its words."""

    name: str
    kind: str
    zh: str
    en: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    slots: tuple[Slot, ...]
    about: str
    matches: tuple[Match, ...] = ()

    @property
    def stated(self) -> bool:
        """True where a document owns the edge."""
        return any(slot.name == "document" for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Schema:
    """All classes of the ontology, by name and by relationship type."""

    version: int
    nodes: dict[str, NodeType]
    edges: dict[str, EdgeType]
    enums: dict[str, dict[str, str]]
    prefixes: dict[str, str]
    namespace: str
    slots: dict[str, Slot]
    abstract: dict[str, Named]
    enumerations: dict[str, Named]

    def primaries(self) -> list[NodeType]:
        """The node types that carry an identity: the first label of every node."""
        return [node for node in self.nodes.values() if node.name == node.primary]

    def iri(self, name: str) -> str:
        """A class or a relationship type of ours: Clause, LEADS."""
        return self.namespace + name

    def curie(self, iri: str) -> str:
        """An IRI by its prefix, dcterms:title; whole where no prefix fits."""
        fitting = [(len(home), name) for name, home in self.prefixes.items() if iri.startswith(home)]
        return f"{max(fitting)[1]}:{iri[max(fitting)[0] :]}" if fitting else iri

    def primary(self, label: str) -> str:
        """The identity label behind any label: Task → Clause. KeyError where there is none."""
        return self.nodes[label].primary


def _note(entry: dict[str, Any], key: str) -> Any:
    return (entry.get("annotations") or {}).get(key)


def _ancestry(classes: dict[str, Any], name: str) -> list[str]:
    """`name` and its ancestors, nearest first: Task → [Task, Clause, Node]."""
    line = [name]
    while parent := classes[line[-1]].get("is_a"):
        line.append(parent)
    return line


def _ranges(classes: dict[str, Any], line: list[str], slot: str) -> tuple[str, ...]:
    """The node classes that `slot` may hold, from the nearest slot_usage."""
    for name in line:
        usage = (classes[name].get("slot_usage") or {}).get(slot)
        if usage:
            choices = usage.get("any_of") or [usage]
            return tuple(choice["range"] for choice in choices)
    return ()


@cache
def load() -> Schema:
    """The schema of policy.yaml, read once a process."""
    raw = yaml.load(SOURCE.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    classes: dict[str, Any] = raw["classes"]
    prefixes: dict[str, str] = raw["prefixes"]
    namespace = prefixes[raw["default_prefix"]]
    slots = {name: _slot(name, entry or {}, prefixes, namespace) for name, entry in raw["slots"].items()}
    nodes: dict[str, NodeType] = {}
    edges: dict[str, EdgeType] = {}
    for name, entry in classes.items():
        line = _ancestry(classes, name)
        if entry.get("abstract"):
            continue
        owned_slots = tuple(slots[s] for c in reversed(line) for s in classes[c].get("slots", ()))
        if "Edge" in line:
            edge = _edge(name, entry, line, classes, owned_slots)
            edges[edge.kind] = edge
        else:
            nodes[name] = _node(name, entry, line, classes, owned_slots)
    enums = {
        name: {key: value["title"] for key, value in entry["permissible_values"].items()}
        for name, entry in raw["enums"].items()
    }
    abstract = {name: _named(name, entry) for name, entry in classes.items() if entry.get("abstract")}
    enumerations = {name: _named(name, entry) for name, entry in raw["enums"].items()}
    return Schema(
        int(raw["version"]), nodes, edges, enums, prefixes, namespace, slots, abstract, enumerations
    )


def _named(name: str, entry: dict[str, Any]) -> Named:
    return Named(
        name, _note(entry, "zh") or name, entry["title"], entry.get("description", ""), _matches(entry)
    )


def _matches(entry: dict[str, Any]) -> tuple[Match, ...]:
    return tuple(Match(kind, one) for kind in _MATCHES for one in entry.get(f"{kind}_mappings") or ())


def languages(about: str) -> tuple[str, str]:
    """The Chinese and the English of a description.

    >>> languages("A named company. 企业。")
    ('企业。', 'A named company.')
    """
    english, _, chinese = LANGUAGES.sub("\0", about).partition("\0")
    return chinese, english


def _slot(name: str, entry: dict[str, Any], prefixes: dict[str, str], namespace: str) -> Slot:
    prefix, _, local = str(entry.get("slot_uri", "")).partition(":")
    return Slot(
        name=name,
        zh=_note(entry, "zh") or name,
        range=entry.get("range", "string"),
        many=bool(entry.get("multivalued")),
        lookup=bool(_note(entry, "lookup")),
        fulltext=bool(_note(entry, "fulltext")),
        iri=prefixes[prefix] + local if prefix else namespace + name,
        row=_note(entry, "row") or name,
        about=entry.get("description", ""),
    )


def _node(
    name: str, entry: dict[str, Any], line: list[str], classes: dict[str, Any], slots: tuple[Slot, ...]
) -> NodeType:
    primary = line[-2]  # the class right under Node
    return NodeType(
        name=name,
        primary=primary,
        zh=_note(entry, "zh") or name,
        en=entry["title"],
        slots=slots,
        owned=bool(_note(classes[primary], "owned")),
        shared=bool(_note(classes[primary], "shared")),
        about=entry.get("description", ""),
        matches=_matches(entry),
    )


def _edge(
    name: str, entry: dict[str, Any], line: list[str], classes: dict[str, Any], slots: tuple[Slot, ...]
) -> EdgeType:
    return EdgeType(
        name=name,
        kind=_note(entry, "edge"),
        zh=_note(entry, "zh") or name,
        en=entry["title"],
        sources=_ranges(classes, line, "subject"),
        targets=_ranges(classes, line, "object"),
        slots=tuple(slot for slot in slots if slot.name not in ("subject", "object")),
        about=entry.get("description", ""),
        matches=_matches(entry),
    )
