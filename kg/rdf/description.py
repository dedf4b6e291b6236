"""What the data set and its endpoint say of themselves: VoID, DCAT, and the SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.rdf.terms import IDENTIFIER, RDF, RDFS, TYPE, Names
from ontology import schema as ontology

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_MEDIA = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
_IANA = "https://www.iana.org/assignments/media-types/"
_TITLE = {"zh": "政脉政策图谱", "en": "Zhengmai policy graph"}
_ABOUT = {
    "zh": "政策文件、责任主体、任务与目标的图谱，每一条陈述都附原句与位置；由规则读出，不用语言模型。",
    "en": "Policy documents, who answers for what, tasks and targets as a graph; every statement with its sentence and place. "
    "Read by rules, without a language model.",
}
_BY_QUERY = {
    "zh": "以 CONSTRUCT 查询取全部或部分陈述；一次应答的行数有限，大图须分批。",
    "en": "All or some statements by a CONSTRUCT query; an answer holds a limited number, so a large graph takes several.",
}
_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?total) { ?s a ?term } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?total) { ?s ?term ?o } GROUP BY ?term"
_ENTITIES = f"SELECT (COUNT(DISTINCT ?s) AS ?total) {{ ?s {IDENTIFIER} ?id }}"


@dataclass(frozen=True, slots=True)
class Size:
    """How much a data set holds: resources by class, triples by property (both by IRI), resources with an identifier.

    As a query over /sparql counts them: a triple that two documents state is one in the graph of each.
    """

    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]

    @property
    def triples(self) -> int:
        """All of them."""
        return sum(self.properties.values())


def measure(triples: Store) -> Size:
    """Counts what a store of triples holds: a second or two for a million triples."""
    found = triples.query(_ENTITIES, use_default_graph_as_union=True)
    entities = next(int(row["total"].value) for row in found)  # type: ignore[union-attr]
    return Size(entities, _counted(triples, _CLASSES), _counted(triples, _PROPERTIES))


def _counted(triples: Store, query: str) -> dict[str, int]:
    rows = triples.query(query, use_default_graph_as_union=True)
    return {row["term"].value: int(row["total"].value) for row in rows}  # type: ignore[union-attr]


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


def dataset(names: Names, address: str, size: Size) -> Iterator[Triple]:
    """The data set: what it is, how large, in which vocabulary, where to ask. `address` is where the pages are."""
    me = _n(dataset_iri(names))
    for kind in (VOID + "Dataset", DCAT + "Dataset", SD + "Dataset"):
        yield Triple(me, TYPE, _n(kind))
    yield from _told(me, "title", _TITLE)
    yield from _told(me, "description", _ABOUT)
    yield Triple(me, _n(VOID + "uriSpace"), Literal(f"{names.base}id/"))
    yield Triple(me, _n(VOID + "sparqlEndpoint"), _n(f"{address}sparql"))
    yield Triple(me, _n(VOID + "vocabulary"), _n(ontology.load().namespace))
    yield Triple(me, _n(VOID + "feature"), _n(FORMATS + "Turtle"))
    yield from _sizes(me, size)
    yield from _access(me, address)


def _told(subject: NamedNode, term: str, texts: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in texts.items():
        yield Triple(subject, _n(DCTERMS + term), Literal(text, language=language))


def _sizes(me: NamedNode, size: Size) -> Iterator[Triple]:
    """The totals, and a partition for each class and each property."""
    totals = {
        "triples": size.triples,
        "entities": size.entities,
        "classes": len(size.classes),
        "properties": len(size.properties),
    }
    for measured, number in totals.items():
        yield Triple(me, _n(VOID + measured), Literal(number))
    for iri, number in sorted(size.classes.items()):
        yield from _partition(me, "class", iri, "entities", number)
    for iri, number in sorted(size.properties.items()):
        yield from _partition(me, "property", iri, "triples", number)


def _partition(me: NamedNode, sort: str, iri: str, measured: str, number: int) -> Iterator[Triple]:
    part = _n(f"{me.value}#{_fragment(iri)}")
    yield Triple(me, _n(f"{VOID}{sort}Partition"), part)
    yield Triple(part, _n(VOID + sort), _n(iri))
    yield Triple(part, _n(VOID + measured), Literal(number))


def _fragment(iri: str) -> str:
    """The partition of a term: Clause and LEADS as on the page, oa-exact for what is not ours."""
    schema = ontology.load()
    if iri.startswith(schema.namespace):
        return iri.removeprefix(schema.namespace)
    known = {"rdf": RDF, "rdfs": RDFS, **schema.prefixes}
    return next(f"{name}-{iri.removeprefix(base)}" for name, base in known.items() if iri.startswith(base))


def _access(me: NamedNode, address: str) -> Iterator[Triple]:
    """The endpoint as a DCAT data service, and the one way to download: by query."""
    point, way = _n(f"{address}sparql"), _n(f"{me.value}#by-query")
    yield Triple(me, _n(DCAT + "landingPage"), _n(f"{address}dataset"))
    yield Triple(me, _n(DCAT + "distribution"), way)
    yield Triple(way, TYPE, _n(DCAT + "Distribution"))
    yield from _told(way, "description", _BY_QUERY)
    yield Triple(way, _n(DCAT + "accessURL"), point)
    yield Triple(way, _n(DCAT + "accessService"), point)
    for media in _MEDIA:
        yield Triple(way, _n(DCAT + "mediaType"), _n(_IANA + media))
    yield Triple(point, TYPE, _n(DCAT + "DataService"))
    yield from _told(point, "title", {"zh": "SPARQL 查询", "en": "SPARQL endpoint"})
    yield Triple(point, _n(DCAT + "endpointURL"), point)
    yield Triple(point, _n(DCAT + "servesDataset"), me)
