"""What the data set and its endpoint say of themselves: VoID, DCAT, and the SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf.terms import TYPE, Names
from ontology import schema as ontology

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


def _n(iri: str) -> NamedNode:
    return NamedNode(iri)


def service(names: Names, address: str, graphs: Iterable[str]) -> Iterator[Triple]:
    """The endpoint: which language, which results, which data set with which graphs."""
    me, data = _n(address), _n(dataset_iri(names))
    yield Triple(me, TYPE, _n(SD + "Service"))
    yield Triple(me, _n(SD + "endpoint"), me)
    yield Triple(me, _n(SD + "supportedLanguage"), _n(SD + "SPARQL11Query"))
    yield Triple(me, _n(SD + "feature"), _n(SD + "UnionDefaultGraph"))
    for name in (*_RESULTS, *_GRAPHS):
        yield Triple(me, _n(SD + "resultFormat"), _n(FORMATS + name))
    yield Triple(me, _n(SD + "defaultDataset"), data)
    yield Triple(data, TYPE, _n(SD + "Dataset"))
    union = _n(f"{data.value}#union")
    yield Triple(data, _n(SD + "defaultGraph"), union)
    yield Triple(union, TYPE, _n(SD + "Graph"))
    for language, what in (("zh", "全部图的并集"), ("en", "The union of all graphs")):
        yield Triple(union, _n(DCTERMS + "description"), Literal(what, language=language))
    for graph in map(_n, graphs):
        yield Triple(data, _n(SD + "namedGraph"), graph)
        yield Triple(graph, TYPE, _n(SD + "NamedGraph"))
        yield Triple(graph, _n(SD + "name"), graph)


def graph_iri(names: Names, document: str) -> str:
    """The graph with all that a document states."""
    return f"{names.iri('Document', document)}#statements"


def dataset_iri(names: Names) -> str:
    """The data set as a resource."""
    return f"{names.base}dataset"


def dataset(names: Names, address: str, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Triple]:
    """The data set: what it is, how large, in which vocabulary, where to ask. `address` is where the pages are."""
    me, schema = _n(dataset_iri(names)), ontology.load()
    for kind in (VOID + "Dataset", DCAT + "Dataset", SD + "Dataset"):
        yield Triple(me, TYPE, _n(kind))
    for language, title in (("zh", "政脉政策图谱"), ("en", "Zhengmai policy graph")):
        yield Triple(me, _n(DCTERMS + "title"), Literal(title, language=language))
    yield Triple(me, _n(VOID + "uriSpace"), Literal(f"{names.base}id/"))
    yield Triple(me, _n(VOID + "sparqlEndpoint"), _n(f"{address}sparql"))
    yield Triple(me, _n(VOID + "vocabulary"), _n(schema.namespace))
    yield Triple(me, _n(VOID + "feature"), _n(FORMATS + "Turtle"))
    total = sum(counts["nodes"].get(node.name, 0) for node in schema.primaries())
    yield Triple(me, _n(VOID + "entities"), Literal(total + sum(counts["edges"].values())))
    for name, number in sorted(counts["nodes"].items()):
        yield from _partition(me, "class", name, "entities", number)
    for kind, number in sorted(counts["edges"].items()):
        yield from _partition(me, "property", kind, "triples", number)
    yield from _access(me, address)


def _partition(me: NamedNode, sort: str, term: str, measure: str, number: int) -> Iterator[Triple]:
    part = _n(f"{me.value}#{term}")
    yield Triple(me, _n(f"{VOID}{sort}Partition"), part)
    yield Triple(part, _n(VOID + sort), _n(ontology.load().iri(term)))
    yield Triple(part, _n(VOID + measure), Literal(number))


def _access(me: NamedNode, address: str) -> Iterator[Triple]:
    """The endpoint as a DCAT data service."""
    point = _n(f"{address}sparql")
    yield Triple(me, _n(DCAT + "landingPage"), _n(address))
    yield Triple(point, TYPE, _n(DCAT + "DataService"))
    yield Triple(point, _n(DCAT + "endpointURL"), point)
    yield Triple(point, _n(DCAT + "servesDataset"), me)
