"""The terms of the ontology as its page shows them: each with the IRI that the data use, and an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.rdf import terms
from ontology import projection, schema
from ontology.schema import EdgeType, Match, Named, NodeType, Slot

RELATIONS = {"exact": ("等同", "exactly"), "close": ("近似", "close to"), "broad": ("属于", "a kind of")}
TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "integer"),
    "float": ("数值", "number"),
    "boolean": ("真假", "true or false"),
    "partial_date": ("年、年月或日期", "year, month or day"),
}
# What RDF has beside classes, slots and values: the Chinese and English name, and what it is.
BESIDE = {
    "edge": (
        "关系类型",
        "relationship type",
        ("关系类在图库中的类型名。", "How the stores call the relationship of a class."),
    ),
    "software": (
        "政脉",
        "Zhengmai",
        (
            "读取与推断所用的程序（prov:SoftwareAgent）。",
            "The program that read the documents and inferred the edges.",
        ),
    ),
}


class Aligned(NamedTuple):
    """A term of another vocabulary, and how ours stands to it."""

    zh: str
    en: str
    curie: str
    iri: str


class Property(NamedTuple):
    """A slot. `curie` is its IRI in the data, `path` how SPARQL comes to it from the thing that has it."""

    name: str
    zh: str
    en: str
    curie: str
    path: str
    type: tuple[str, str]
    enumeration: str
    about: tuple[str, str]


class Term(NamedTuple):
    """A class or a property without slots of its own to show: abstract classes, evidence, items."""

    name: str
    zh: str
    en: str
    about: tuple[str, str]
    aligned: list[Aligned]


class Class(NamedTuple):
    """A class of things, with what is said of them. `within` is the class that it belongs to."""

    term: Term
    within: str
    properties: list[Property]


class Relation(NamedTuple):
    """A relationship: the property between its ends, and the class of what is said about it."""

    name: str
    property: Term
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    aligned: list[Aligned]
    properties: list[Property]
    alone: bool
    """True where it has nothing but its ends, and so no resource of its own."""


class Value(NamedTuple):
    """One allowed value: what the data hold, its Chinese, the name of its concept."""

    key: str
    zh: str
    concept: str


class Enumeration(NamedTuple):
    """A closed list of values, and the properties that take them."""

    term: Term
    values: list[Value]
    used: list[str]


class Page(NamedTuple):
    """All that the page shows."""

    classes: list[Class]
    relations: list[Relation]
    abstract: list[Term]
    properties: list[Property]
    structure: list[Term]
    enumerations: list[Enumeration]

    def names(self) -> set[str]:
        """What stands behind our namespace in an IRI: the names of all terms of ours."""
        found = {one.term.name for one in self.classes} | {one.term.name for one in self.enumerations}
        found |= {name for one in self.relations for name in (one.name, one.property.name)}
        found |= {one.name for one in (*self.abstract, *self.structure)}
        found |= {one.name for one in self.properties if one.curie == f"zm:{one.name}"}
        for one in self.enumerations:
            found |= {f"{one.term.name}Scheme", *(value.concept for value in one.values)}
        return found


def page() -> Page:
    """The ontology as its page shows it."""
    known = schema.load()
    return Page(
        [_class(node) for node in known.nodes.values()],
        [_relation(edge) for edge in known.edges.values()],
        [_term(one) for one in known.abstract.values()],
        [_property(slot) for slot in sorted(known.slots.values(), key=lambda one: one.name)],
        _structure(),
        [_enumeration(one) for one in known.enumerations.values()],
    )


def _structure() -> list[Term]:
    own = [
        Term(name, names[1], names[0], (about[1], about[0]), [])
        for name, (_, names, about) in projection.TERMS.items()
    ]
    return own + [Term(name, zh, en, about, []) for name, (zh, en, about) in BESIDE.items()]


def _class(node: NodeType) -> Class:
    term = Term(node.name, node.zh, node.en, schema.languages(node.about), _aligned(node.matches))
    return Class(term, "" if node.primary == node.name else node.primary, _properties(node.slots))


def _relation(edge: EdgeType) -> Relation:
    """By the custom of all vocabularies used, eli:cites is a property and org:ChangeEvent a class."""
    between = [one for one in edge.matches if one.curie.partition(":")[2][:1].islower()]
    about = [one for one in edge.matches if one not in between]
    term = Term(edge.kind, edge.zh, edge.en, schema.languages(edge.about), _aligned(between))
    return Relation(
        edge.name,
        term,
        edge.sources,
        edge.targets,
        _aligned(about),
        _properties(edge.slots),
        terms.plain(schema.load(), edge.kind),
    )


def _properties(slots: Iterable[Slot]) -> list[Property]:
    return [_property(slot) for slot in slots]


def _property(slot: Slot) -> Property:
    known = schema.load()
    enumeration = slot.range if slot.range in known.enums else ""
    kind = (
        known.enumerations[enumeration][1:3] if enumeration else TYPES.get(slot.range, ("文字", slot.range))
    )
    return Property(
        slot.name,
        slot.zh,
        slot.name.replace("_", " "),
        known.curie(slot.iri),
        _path(slot),
        (kind[0], kind[1]),
        enumeration,
        schema.languages(slot.about),
    )


def _path(slot: Slot) -> str:
    """From the thing to the value: lists stand item by item, places and quotes at a selector of the evidence."""
    curie = schema.load().curie(slot.iri)
    if slot.many:
        return f"zm:item/{curie}"
    return f"zm:evidence/oa:hasSelector/{curie}" if projection.selected(slot) else curie


def _term(one: Named) -> Term:
    return Term(one.name, one.zh, one.en, schema.languages(one.about), _aligned(one.matches))


def _aligned(matches: Iterable[Match]) -> list[Aligned]:
    prefixes = schema.load().prefixes
    told = ((match, match.curie.partition(":")) for match in matches)
    return [
        Aligned(*RELATIONS[match.relation], match.curie, prefixes[prefix] + local)
        for match, (prefix, _, local) in told
    ]


def _enumeration(one: Named) -> Enumeration:
    known = schema.load()
    values = [Value(key, zh, f"{one.name}-{key}") for key, zh in known.enums[one.name].items()]
    used = [slot.name for slot in known.slots.values() if slot.range == one.name]
    return Enumeration(_term(one), values, used)
