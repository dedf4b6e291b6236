"""/id/… by content negotiation, the data set's description, the ontology's page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Dataset, RdfFormat, parse
from rdflib import Graph

from kg.rdf.formats import everything
from kg.rdf.terms import Names
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


def test_the_data_set_tells_of_itself(client: TestClient, store: Store) -> None:
    answer = client.get("/.well-known/void", headers={"accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    found = graph.query(
        "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
        "SELECT ?n { ?d a void:Dataset, dcat:Dataset ; void:sparqlEndpoint ?e ; void:classPartition ?p . "
        "?p void:class <https://w3id.org/zhengmai/ontology/Clause> ; void:entities ?n }"
    )
    assert [int(row[0]) for row in found] == [store.counts()["nodes"]["Clause"]]  # type: ignore[index,call-overload]


def test_the_ontology_has_a_page(client: TestClient) -> None:
    page = client.get("/ontology", headers={"accept": "text/html"}).text
    loaded = schema.load()
    for name in [*loaded.nodes, *(edge.name for edge in loaded.edges.values()), *loaded.edges]:
        assert f'id="{name}"' in page
    assert page.count("<circle") == len(loaded.primaries())
    assert "oa:hasSelector" in page
    term = client.get("/ontology/Clause", headers={"accept": "text/html"}, follow_redirects=False)
    assert (term.status_code, term.headers["location"]) == (303, "/ontology#Clause")


def test_programs_get_the_ontology_itself(client: TestClient) -> None:
    for address in ("/ontology", "/ontology/Clause", "/ontology.ttl", "/shapes.ttl"):
        answer = client.get(address, headers={"accept": "text/turtle"})
        assert answer.headers["content-type"].startswith("text/turtle")
        assert len(Graph().parse(data=answer.text, format="turtle")) > 100
    assert "@context" in json.loads(client.get("/context.jsonld").text)
