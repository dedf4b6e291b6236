"""IRIs and terms: which resource a node or an edge is, and which property each slot becomes.

    <id/Clause/甲%231>   a zm:Clause, zm:Task ; dcterms:identifier "甲#1" ; zm:evidence <…#evidence> ; zm:item <…#deadline-0>
    <id/Lead/4f2a…>     a zm:Lead ; zm:subject <id/Agency/…> ; zm:object <id/Clause/…> ; zm:evidence <…#evidence>
    <…#evidence>        a oa:SpecificResource ; oa:hasSource <id/Document/…> ; oa:hasSelector <…#position>, <…#quote>
    <…#deadline-0>      a zm:Item ; zm:index 0 ; zm:deadlines "2025" ; zm:deadline_quotes "2025年底前" ; …

    <id/Document/…>     a zm:Document ; eli:date_document "2021-10-12"^^xsd:date ; eli:is_realized_by <…#expression>
    <…#expression>      a eli:LegalExpression ; eli:title "…" ; eli:realizes <id/Document/…>

Start, end and quote stand at a selector of their own: a node that had them would be a selector to a reasoner. Lists
that belong together are rows of items, so that order and pairing stay. Nothing is a blank node. Every id is
percent-encoded whole, which any tool accepts and which turns back into the id.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.graph import Ref
from ontology import schema as ontology
from ontology.schema import Schema, Slot

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
PROV = "http://www.w3.org/ns/prov#"
TYPE = NamedNode(RDF + "type")
NIL = NamedNode(RDF + "nil")
LABEL = NamedNode(RDFS + "label")
IDENTIFIER = NamedNode("http://purl.org/dc/terms/identifier")
DOUBLE = NamedNode(XSD + "double")
DAY, MONTH, YEAR = (NamedNode(XSD + name) for name in ("date", "gYearMonth", "gYear"))
SOURCE, SELECTOR = NamedNode(OA + "hasSource"), NamedNode(OA + "hasSelector")
SELECTION = NamedNode(OA + "SpecificResource")
GENERATED, USED, BY = (NamedNode(PROV + name) for name in ("wasGeneratedBy", "used", "wasAssociatedWith"))
ACTIVITY, ENTITY, AGENT, DERIVED = (
    NamedNode(PROV + name) for name in ("Activity", "Entity", "SoftwareAgent", "wasDerivedFrom")
)
# ELI: a document is a work, whose day is its own and whose title is that of its text, the expression.
EXPRESSION, REALIZES, REALIZED_BY, ELI_TITLE, ELI_DATE = (
    NamedNode("http://data.europa.eu/eli/ontology#" + name)
    for name in ("LegalExpression", "realizes", "is_realized_by", "title", "date_document")
)
PLACES = (ACTIVITY, ENTITY, AGENT, EXPRESSION)  # classes of what a reader of ours does not need
# Properties that are no slots.
WRITTEN = (TYPE, LABEL, IDENTIFIER, SOURCE, SELECTOR, GENERATED, USED, BY, DERIVED)
WRITTEN_FOR_ELI = (REALIZES, REALIZED_BY, ELI_TITLE, ELI_DATE)

# Slots that are part of a selector by their IRI: the fragment of the selector, and its class.
SELECTORS = {
    OA + "start": ("position", NamedNode(OA + "TextPositionSelector")),
    OA + "end": ("position", NamedNode(OA + "TextPositionSelector")),
    OA + "exact": ("quote", NamedNode(OA + "TextQuoteSelector")),
}


class Names:
    """The IRIs under one base, such as https://w3id.org/zhengmai/."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/") + "/"

    def iri(self, kind: str, key: str) -> str:
        """The resource of a node (by its primary label) or an edge (by its class)."""
        return f"{self.base}id/{kind}/{escape(key)}"

    def of(self, ref: Ref) -> str:
        """The resource of a node."""
        return self.iri(ref.label, ref.id)


def escape(key: str) -> str:
    """An id as one segment of a path. InputError where it is no text (half a surrogate pair).

    >>> escape("鲁政发〔2020〕3号#二/1")[-9:]
    '%8C%2F1'
    """
    try:
        quoted = quote(key, safe="")
    except UnicodeEncodeError as error:
        raise InputError("an id holds half a character 标识含不完整的字符", repr(key)) from error
    return quoted.replace(".", "%2E") if not quoted.strip(".") else quoted  # ".." would climb


def ref(iri: str) -> Ref:
    """The label and id behind a resource, whatever its base. InputError where it is none of ours."""
    parts = iri.rsplit("/", 3)
    if len(parts) != 4 or parts[1] != "id" or "#" in parts[3] or not parts[3]:
        raise InputError("is no resource of a graph of ours 不是本图的资源", iri, "…/id/Label/id")
    return Ref(parts[2], unquote(parts[3], errors="strict"))


@cache
def ours(name: str) -> NamedNode:
    """A term of the ontology: Clause, LEADS, evidence."""
    return NamedNode(ontology.load().iri(name))


@cache
def predicate(slot: Slot) -> NamedNode:
    """The property that a slot becomes."""
    return NamedNode(slot.iri)


def plain(schema: Schema, kind: str) -> bool:
    """True for a kind that has nothing but its ends: one triple says it all, and it holds once between two ends."""
    return all(slot.name == "id" for slot in schema.edges[kind].slots)
