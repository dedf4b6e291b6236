"""What RDF has beside the classes of policy.yaml: evidence as selectors, rows of lists, and other vocabularies above ours.

kg/rdf writes by the same rule: a slot of Web Annotation's (oa:start) stands at a selector, a list stands item by item.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import OWL, PROV, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, Namespace
from rdflib.term import Node

from ontology.schema import Schema, Slot

OA = Namespace("http://www.w3.org/ns/oa#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")

# Name: kind, English and Chinese name, English and Chinese definition.
TERMS = {
    "evidence": (
        OWL.ObjectProperty,
        ("evidence", "依据"),
        ("Where the document says so, and the words.", "文件中的位置与原句。"),
    ),
    "item": (
        OWL.ObjectProperty,
        ("item", "项"),
        ("A row of lists that belong together.", "相互对应的列表中的一项。"),
    ),
    "index": (
        OWL.DatatypeProperty,
        ("index", "序号"),
        ("Its place among the items, from 0.", "在列表中的次序，从0起。"),
    ),
    "Item": (
        OWL.Class,
        ("Item", "列表项"),
        ("One row of lists that belong together.", "相互对应的列表中的一项。"),
    ),
}
RANGES = {"evidence": OA.SpecificResource, "item": "Item", "index": XSD.integer}

ITEMS = {"integer": XSD.integer, "partial_date": RDFS.Literal}  # the datatype of an item, else text

# What the selectors hold, by the class of the selector.
SELECTORS = {OA.TextPositionSelector: (OA.start, OA.end), OA.TextQuoteSelector: (OA.exact,)}
# A partial_date: a day, a month or a year; typed by what it is, or plain text. 2021-10-12, 2021-10, 2021
DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
DATES = (XSD.date, XSD.gYearMonth, XSD.gYear, XSD.string)
NOT_A_DATE = (
    "is no date: YYYY, YYYY-MM or YYYY-MM-DD is asked for",
    "日期格式有误，应为 YYYY、YYYY-MM 或 YYYY-MM-DD",
)
FINITE = "^[-+.0-9Ee]+$"  # 3.0E2, 300, -0.5; never NaN or INF
NOT_FINITE = ("is no number", "不是有限的数")
BESIDE = (DCTERMS.identifier, PROV.wasGeneratedBy, PROV.wasDerivedFrom)  # what every node and edge may have
OF_DOCUMENTS = (ELI.date_document, ELI.is_realized_by)  # what ELI says of a document, beside our own


def selected(slot: Slot) -> bool:
    """True for a slot that stands at a selector."""
    return slot.iri.startswith(str(OA))


def add_terms(graph: Graph, schema: Schema) -> None:
    """Declares evidence, items, and the program."""
    home = next(graph.subjects(RDF.type, OWL.Ontology))
    for name, (kind, names, definitions) in TERMS.items():
        term = URIRef(schema.iri(name))
        graph.add((term, RDF.type, kind))
        graph.add((term, RDFS.isDefinedBy, home))
        _both(graph, term, RDFS.label, names)
        _both(graph, term, SKOS.definition, definitions)
        if known := RANGES.get(name):
            graph.add((term, RDFS.range, known if isinstance(known, URIRef) else URIRef(schema.iri(known))))
    program = URIRef(schema.iri("software"))
    graph.add((program, RDF.type, PROV.SoftwareAgent))
    _both(graph, program, RDFS.label, ("Zhengmai", "政脉"))
    for restriction, path in list(graph.subject_objects(OWL.onProperty)):
        if str(path).startswith(str(OA)):  # at the selector, not at the class
            graph.remove((None, None, restriction))
            graph.remove((restriction, None, None))


def align(graph: Graph) -> None:
    """What matches exactly, or is broader, is above ours for a reasoner: skos:exactMatch alone entails nothing."""
    for match in (SKOS.exactMatch, SKOS.broadMatch):
        for term, other in list(graph.subject_objects(match)):
            if (term, RDF.type, OWL.Class) in graph:
                graph.add((term, RDFS.subClassOf, other))
            elif {OWL.ObjectProperty, OWL.DatatypeProperty} & set(graph.objects(term, RDF.type)):
                graph.add((term, RDFS.subPropertyOf, other))
    graph.add((PROV.hadDerivation, OWL.inverseOf, PROV.wasDerivedFrom))  # as PROV-O names its inverses


def reshape(graph: Graph, schema: Schema) -> None:
    """Moves the checks of selectors and lists to where their values stand."""
    lists = {URIRef(slot.iri): slot for slot in _all_slots(schema) if slot.many}
    for shape in list(graph.subjects(RDF.type, SH.NodeShape)):
        _allow(graph, shape, BESIDE)
        if shape == URIRef(schema.iri("Document")):
            _allow(graph, shape, OF_DOCUMENTS)
        rules = [(rule, graph.value(rule, SH.path)) for rule in list(graph.objects(shape, SH.property))]
        if any(str(path).startswith(str(OA)) for _, path in rules):
            _drop(graph, shape, [rule for rule, path in rules if str(path).startswith(str(OA))])
            rule = _rule(graph, shape, URIRef(schema.iri("evidence")), TERMS["evidence"][1])
            graph.add((rule, SH["class"], OA.SpecificResource))
            graph.add((rule, SH.maxCount, Literal(1)))
        many = [rule for rule, path in rules if path in lists]
        for listed in many:
            _only_empty(graph, listed)
        if many:
            rule = _rule(graph, shape, URIRef(schema.iri("item")), TERMS["item"][1])
            graph.add((rule, SH["class"], URIRef(schema.iri("Item"))))
    _items(graph, schema, lists)
    _evidence(graph)
    _spelling(graph)


def _spelling(graph: Graph) -> None:
    """Dates and numbers by how they are spelt, each with a message of its own."""
    for rule in list(graph.subjects(SH.datatype, RDFS.Literal)):
        graph.remove((rule, SH.datatype, RDFS.Literal))
        spelt = _spelt(graph, rule, DATE, NOT_A_DATE)
        choices: list[Node] = [BNode() for _ in DATES]
        for choice, datatype in zip(choices, DATES, strict=True):
            graph.add((choice, SH.datatype, datatype))
        graph.add((spelt, SH["or"], Collection(graph, BNode(), choices).uri))
    for rule in list(graph.subjects(SH.datatype, XSD.double)):
        _spelt(graph, rule, FINITE, NOT_FINITE)


def _spelt(graph: Graph, rule: Node, pattern: str, message: tuple[str, str]) -> BNode:
    """A rule beside this one, on the same path: its message is told for nothing else."""
    beside = BNode()
    for shape in list(graph.subjects(SH.property, rule)):
        graph.add((shape, SH.property, beside))
    for predicate in (SH.path, SH.name):
        for value in list(graph.objects(rule, predicate)):
            graph.add((beside, predicate, value))
    graph.add((beside, SH.pattern, Literal(pattern)))
    _both(graph, beside, SH.message, message)
    return beside


def _all_slots(schema: Schema) -> Iterable[Slot]:
    for node in schema.nodes.values():
        yield from node.slots
    for edge in schema.edges.values():
        yield from edge.slots


def _both(graph: Graph, term: Node, predicate: URIRef, texts: tuple[str, str]) -> None:
    for text, language in zip(texts, ("en", "zh"), strict=True):
        graph.add((term, predicate, Literal(text, lang=language)))


def _allow(graph: Graph, shape: Node, properties: Iterable[URIRef]) -> None:
    for ignored in list(graph.objects(shape, SH.ignoredProperties)):
        allowed = Collection(graph, ignored)
        allowed += properties


def _drop(graph: Graph, shape: Node, rules: Iterable[Node]) -> None:
    for rule in rules:
        graph.remove((shape, SH.property, rule))
        graph.remove((rule, None, None))


def _only_empty(graph: Graph, rule: Node) -> None:
    """At the node itself a list can only be said to be empty; its values are at the items."""
    for said in (SH.datatype, SH.nodeKind, SH["in"], SH.maxCount, SH.minCount):
        graph.remove((rule, said, None))
    graph.add((rule, SH["in"], Collection(graph, BNode(), [RDF.nil]).uri))


def _rule(graph: Graph, shape: Node, path: URIRef, names: tuple[str, str]) -> BNode:
    rule = BNode()
    graph.add((shape, SH.property, rule))
    graph.add((rule, SH.path, path))
    _both(graph, rule, SH.name, names)
    return rule


def _shape(graph: Graph, name: URIRef, allowed: Iterable[URIRef]) -> None:
    """A closed shape for a class that is not one of policy.yaml."""
    graph.add((name, RDF.type, SH.NodeShape))
    graph.add((name, SH.targetClass, name))
    graph.add((name, SH.nodeKind, SH.IRI))
    graph.add((name, SH.closed, Literal(True)))
    graph.add((name, SH.ignoredProperties, Collection(graph, BNode(), [RDF.type, *allowed]).uri))


def _items(graph: Graph, schema: Schema, lists: dict[URIRef, Slot]) -> None:
    item = URIRef(schema.iri("Item"))
    _shape(graph, item, ())
    _both(graph, item, RDFS.label, TERMS["Item"][1])
    rule = _rule(graph, item, URIRef(schema.iri("index")), TERMS["index"][1])
    for predicate in (SH.minCount, SH.maxCount):
        graph.add((rule, predicate, Literal(1)))
    graph.add((rule, SH.datatype, XSD.integer))
    for path, slot in sorted(lists.items()):
        rule = _rule(graph, item, path, (slot.name.replace("_", " "), slot.zh))
        graph.add((rule, SH.maxCount, Literal(1)))
        graph.add((rule, SH.datatype, ITEMS.get(slot.range, XSD.string)))


def _evidence(graph: Graph) -> None:
    """Evidence has a selector; a place has two ends in order, a quote has words."""
    _shape(graph, OA.SpecificResource, (OA.hasSource,))
    rule = _rule(graph, OA.SpecificResource, OA.hasSelector, ("selector", "选择器"))
    graph.add((rule, SH.minCount, Literal(1)))
    graph.add((rule, SH.nodeKind, SH.IRI))
    for kind, paths in SELECTORS.items():
        _shape(graph, kind, ())
        for path in paths:
            name = {OA.start: ("start", "起"), OA.end: ("end", "止")}.get(path, ("quote", "原句"))
            rule = _rule(graph, kind, path, name)
            graph.add((rule, SH.minCount, Literal(1)))
            graph.add((rule, SH.maxCount, Literal(1)))
            graph.add((rule, SH.datatype, XSD.string if path == OA.exact else XSD.integer))
            if path == OA.start:
                graph.add((rule, SH.minInclusive, Literal(0)))
                graph.add((rule, SH.lessThanOrEquals, OA.end))
