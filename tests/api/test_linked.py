"""/id/… by content negotiation, the data set's description, the ontology's page."""

from __future__ import annotations

import csv
import json
import re
from html import escape
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Dataset, Literal, RdfFormat, parse
from pyoxigraph import Store as Triples
from rdflib import Graph, URIRef

from api.views import vocabulary
from api.views.links import node_url
from kg.graph import Edge, Node
from kg.rdf.formats import everything, quads
from kg.rdf.results import GRAPHS
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from kg.settings import BASE_IRI
from kg.store.base import Store
from ontology import schema

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

NAMES = Names(BASE_IRI)
FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def path(kind: str, key: str) -> str:
    return NAMES.iri(kind, key).removeprefix(BASE_IRI.rstrip("/"))


def some(store: Store) -> list[tuple[str, str]]:
    """A resource of each class."""
    found: dict[str, str] = {}
    names = {edge.kind: edge.name for edge in schema.load().edges.values()}
    for item in everything(store):
        label = item.label if hasattr(item, "label") else names[item.kind]
        if hasattr(item, "label") or item.props:
            found.setdefault(label, item.id)
    return sorted(found.items())


def test_every_class_of_resource_resolves(client: TestClient, store: Store) -> None:
    resources = some(store)
    assert len(resources) > 8
    for kind, key in resources:
        answer = client.get(path(kind, key), headers={"accept": "text/turtle"})
        assert answer.status_code == 200, (kind, key)
        assert answer.headers["vary"] == "Accept"
        graph = Graph().parse(data=answer.text, format="turtle")
        assert f"<{NAMES.iri(kind, key)}>" in {subject.n3() for subject in graph.subjects()}
        page = client.get(path(kind, key), headers={"accept": "text/html,*/*;q=0.8"})
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("media", FORMS)
def test_each_form_holds_the_same(client: TestClient, store: Store, media: str) -> None:
    document = next(node.id for node in store.nodes() if node.label == "Document" and not node.stub)
    told = {}
    for one in ("text/turtle", media):
        answer = client.get(path("Document", document), headers={"accept": one})
        assert answer.headers["content-type"].startswith(one)
        told[one] = Dataset(parse(answer.content, format=FORMS[one]))
    assert told[media] == told["text/turtle"]


def stated(store: Store, kind: str = "LEADS") -> Edge:
    return next(edge for edge in store.edges() if edge.kind == kind and edge.props.get("quote"))


def test_the_page_of_an_edge_says_it_in_words_with_its_sentence(client: TestClient, store: Store) -> None:
    edge = stated(store)
    page = client.get(path("Lead", edge.id), headers={"accept": "text/html"}).text
    agency = next(node for node in store.nodes() if node.ref == edge.source)
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1].startswith(f"{escape(str(agency.props['name']))} 牵头 ")
    assert "leads" in page
    assert escape(str(edge.props["quote"])) in page
    assert f"{edge.props['start']}–{edge.props['end']}" in page
    for label, end in (("Agency", edge.source), ("Clause", edge.target)):
        assert f'href="{node_url(label, end.id)}"' in page
    assert "#evidence" not in page


@pytest.mark.parametrize("media", FORMS)
def test_an_edge_is_described_with_its_evidence(client: TestClient, store: Store, media: str) -> None:
    edge = stated(store)
    answer = client.get(path("Lead", edge.id), headers={"accept": media})
    told = {
        (quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in parse(answer.content, format=FORMS[media])
        if isinstance(quad.object, Literal)
    }
    for slot, value in (("exact", "quote"), ("start", "start"), ("end", "end")):
        assert (slot, str(edge.props[value])) in told


def test_the_page_of_a_node_says_its_edges_in_words(client: TestClient, store: Store) -> None:
    edge = stated(store, "SETS")
    page = client.get(path("Indicator", edge.target.id), headers={"accept": "text/html"}).text
    assert "设定" in page
    assert f'href="{path("Setting", edge.id)}"' in page
    assert f'href="{node_url("Clause", edge.source.id)}"' in page


def test_where_inferred_edges_come_from_resolves(client: TestClient) -> None:
    turtle = client.get(path("Activity", "inference"), headers={"accept": "text/turtle"})
    assert "prov:Activity" in turtle.text
    assert "/ontology/software" in turtle.text or "zm:software" in turtle.text
    page = client.get(path("Activity", "inference"), headers={"accept": "text/html"})
    assert page.status_code == 200
    assert 'href="/ontology#software"' in page.text
    assert client.get(path("Activity", "other"), headers={"accept": "text/turtle"}).status_code == 404


def test_people_come_to_the_page_of_a_document(client: TestClient, store: Store) -> None:
    document = next(node.id for node in store.nodes() if node.label == "Document" and not node.stub)
    answer = client.get(path("Document", document), headers={"accept": "text/html"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/view/documents/")


def test_what_is_not_there(client: TestClient) -> None:
    turtle = {"accept": "text/turtle"}
    assert client.get(path("Document", "没有这份文件"), headers=turtle).status_code == 404
    assert client.get("/id/Nothing/x", headers=turtle).status_code == 404
    assert client.get("/id/Lead/x", headers=turtle).status_code == 404
    assert client.get("/id/Document/x", headers={"accept": "image/png"}).status_code == 406


VOID = (
    "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX zm: <https://w3id.org/zhengmai/ontology/> "
)


def described(client: TestClient, query: str) -> list[tuple[str, ...]]:
    """A query over what the data set says of itself."""
    answer = client.get("/.well-known/void", headers={"accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    return sorted(tuple(map(str, row)) for row in graph.query(VOID + query))  # type: ignore[arg-type]


def asked(client: TestClient, query: str) -> list[tuple[str, ...]]:
    """The same over /sparql."""
    answer = client.get("/sparql", params={"query": VOID + query}, headers={"accept": "text/csv"})
    return sorted(tuple(row) for row in csv.reader(answer.text.splitlines()[1:]))


def test_the_data_set_tells_of_itself(client: TestClient, store: Store) -> None:
    found = described(
        client,
        "SELECT ?n { ?d a void:Dataset, dcat:Dataset ; void:sparqlEndpoint ?e ; void:classPartition ?p . "
        "?p void:class zm:Clause ; void:entities ?n }",
    )
    assert found == [(str(store.counts()["nodes"]["Clause"]),)]


@pytest.mark.parametrize(
    ("told", "query"),
    [
        ("SELECT ?n { ?d a void:Dataset ; void:triples ?n }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        (
            "SELECT ?n { ?d a void:Dataset ; void:entities ?n }",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s dcterms:identifier ?o }",
        ),
        (
            "SELECT ?c ?n { ?p void:class ?c ; void:entities ?n }",
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
        ),
        (
            "SELECT ?c ?n { ?p void:property ?c ; void:triples ?n }",
            "SELECT ?c (COUNT(*) AS ?n) { ?s ?c ?o } GROUP BY ?c",
        ),
    ],
)
def test_the_data_set_counts_as_its_endpoint_does(client: TestClient, told: str, query: str) -> None:
    found = described(client, told)
    assert found
    assert found == asked(client, query)


def test_an_edge_without_a_resource_is_no_entity(client: TestClient, store: Store) -> None:
    (entities,) = described(client, "SELECT ?n { ?d a void:Dataset ; void:entities ?n }")
    with_resource = [one for one in everything(store) if isinstance(one, Node) or one.props]
    assert int(entities[0]) == len(with_resource) < len(list(everything(store)))


def test_the_data_set_says_what_it_is_and_how_to_get_it(client: TestClient) -> None:
    languages = described(client, "SELECT (LANG(?t) AS ?l) { ?d a dcat:Dataset ; dcterms:description ?t }")
    assert languages == [("en",), ("zh",)]
    ways = described(
        client,
        "SELECT ?m { ?d dcat:distribution [ a dcat:Distribution ; dcat:accessService ?s ; dcat:accessURL ?s ; "
        "dcat:mediaType ?m ] . ?s a dcat:DataService ; dcat:servesDataset ?d }",
    )
    offered = [media.removeprefix("https://www.iana.org/assignments/media-types/") for (media,) in ways]
    assert offered == sorted(GRAPHS)


def test_the_data_set_has_a_page(client: TestClient, store: Store) -> None:
    page = client.get("/dataset", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["vary"] == "Accept"
    counts = store.counts()
    for kind, number in (*counts["nodes"].items(), *counts["edges"].items()):
        assert re.search(rf'id="{kind}".*?class="number">{number:,}', page.text), kind
    for address in re.findall('href="(/[^"]*)"', page.text):
        assert client.get(address, headers={"accept": "text/html,*/*;q=0.5"}).status_code == 200, address


def test_the_data_set_in_the_form_that_is_wanted(client: TestClient) -> None:
    turtle = client.get("/dataset")  # programs that do not say
    assert turtle.headers["content-type"].startswith("text/turtle")
    json_ld = client.get("/dataset", headers={"accept": "application/ld+json"})
    assert client.get("/dataset.ttl").text == turtle.text
    assert client.get("/dataset.jsonld").text == json_ld.text
    told = {
        one: Dataset(parse(answer.content, format=FORMS[one]))
        for one, answer in (("text/turtle", turtle), ("application/ld+json", json_ld))
    }
    assert told["text/turtle"] == told["application/ld+json"]


def test_the_endpoint_names_its_graphs(client: TestClient) -> None:
    told = Graph().parse(data=client.get("/sparql", headers={"accept": "text/turtle"}).text, format="turtle")
    service = "http://www.w3.org/ns/sparql-service-description#"
    named = {str(one) for one in told.objects(None, URIRef(f"{service}namedGraph"))}
    rows = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).json()
    assert named == {row["g"]["value"] for row in rows["results"]["bindings"]}
    assert named
    assert len(set(told.objects(None, URIRef(f"{service}defaultGraph")))) == 1


def test_the_ontology_has_a_page(client: TestClient) -> None:
    page = client.get("/ontology", headers={"accept": "text/html"}).text
    assert page.count("<circle") == len(schema.load().primaries())
    assert "oa:hasSelector" in page
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    for link in re.findall('href="#([^"]+)"', page):
        assert link in anchors, link
    for shown in (
        "eli:LegalResource",
        "org:Organization",
        "schema:EducationalOrganization",
        "draft_for_comment",
    ):
        assert f"<code>{shown}</code>" in page
    for wrong in ("zm:title", "zm:quote", "zm:name", "zm:text", "zm:id", "zm:start"):
        assert f"<code>{wrong}</code>" not in page


def terms_of_ours() -> set[str]:
    home = schema.load().namespace
    subjects = {str(one) for one in Graph().parse(schema.SOURCE.with_suffix(".ttl")).subjects()}
    return {one.removeprefix(home) for one in subjects if one.startswith(home)}


def test_every_term_of_ours_resolves_to_its_place_on_the_page(client: TestClient) -> None:
    page = client.get("/ontology", headers={"accept": "text/html"}).text
    names = terms_of_ours()
    assert {"value", "LEADS", "Lead", "StatedEdge", "Level", "Level-city", "evidence", "software"} <= names
    assert vocabulary.page().names() == names
    for name in names:
        assert f'id="{name}"' in page, name
    for name in ("Clause", "value", "Level-city", "software"):
        term = client.get(f"/ontology/{name}", headers={"accept": "text/html"}, follow_redirects=False)
        assert (term.status_code, term.headers["location"]) == (303, f"/ontology#{name}")


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", ""])
def test_a_term_that_is_none_of_ours_is_not_found(client: TestClient, accept: str) -> None:
    for name in ("zzz", "title"):  # the data say dcterms:title
        assert client.get(f"/ontology/{name}", headers={"accept": accept}).status_code == 404


def test_what_the_page_says_of_a_property_is_what_the_data_hold(store: Store) -> None:
    """Each path, asked of the graph for a thing that has a value, finds one."""
    triples = Triples()
    triples.bulk_extend(quads(Projection(NAMES), store))
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in schema.load().prefixes.items())
    page = vocabulary.page()
    said = {one.term.name: one.properties for one in page.classes}
    said |= {one.property.name: one.properties for one in page.relations}
    asked = set()
    for item in everything(store):
        kind = item.label if isinstance(item, Node) else item.kind
        subject = (
            NAMES.of(item.ref)
            if isinstance(item, Node)
            else NAMES.iri(schema.load().edges[kind].name, item.id)
        )
        for one in said[kind]:
            if item.props.get(one.name) not in (None, []) and (kind, one.name) not in asked:
                asked.add((kind, one.name))
                found = triples.query(
                    f"{prefixes} ASK {{ <{subject}> {one.path} ?v }}", use_default_graph_as_union=True
                )
                assert bool(found), (kind, one.path)
    assert len(asked) > 40


@pytest.mark.parametrize("media", FORMS)
def test_the_ontology_in_each_form(client: TestClient, media: str) -> None:
    answer = client.get("/ontology", headers={"accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["vary"] == "Accept"
    told = list(parse(answer.content, format=FORMS[media]))
    assert len(told) == len(Graph().parse(schema.SOURCE.with_suffix(".ttl")))
    assert client.get("/ontology", headers={"accept": "image/png"}).status_code == 406


def test_programs_get_the_ontology_itself(client: TestClient) -> None:
    for address in ("/ontology", "/ontology/Clause", "/ontology.ttl", "/shapes.ttl"):
        answer = client.get(address, headers={"accept": "text/turtle"})
        assert answer.headers["content-type"].startswith("text/turtle")
        assert len(Graph().parse(data=answer.text, format="turtle")) > 100
    assert "@context" in json.loads(client.get("/context.jsonld").text)
