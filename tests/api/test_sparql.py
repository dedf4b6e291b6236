"""/sparql by the W3C SPARQL 1.1 Protocol; test names in W3C_* are those of the W3C's own protocol tests."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, parse_query_results
from pyoxigraph import Store as Triples
from rdflib import Graph

from kg.rdf import asking, results

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

PREFIX = "PREFIX zm: <https://w3id.org/zhengmai/ontology/> PREFIX dcterms: <http://purl.org/dc/terms/> "
TITLES = PREFIX + "SELECT ?title { ?d a zm:Document ; dcterms:title ?title } ORDER BY ?title"
ASK = "ASK {}"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
GOOD: dict[str, tuple[str, dict[str, Any], str]] = {
    "query_get": ("GET", {"params": {"query": ASK}}, "sparql-results"),
    "query_post_form": ("POST", {"data": {"query": ASK}}, "sparql-results"),
    "query_post_direct": ("POST", {"content": ASK, "headers": DIRECT}, "sparql-results"),
    "query_content_type_select": ("GET", {"params": {"query": "SELECT (1 AS ?value) {}"}}, "sparql-results"),
    "query_content_type_ask": ("GET", {"params": {"query": ASK}}, "sparql-results"),
    "query_content_type_describe": ("GET", {"params": {"query": "DESCRIBE <http://example.org/>"}}, "turtle"),
    "query_content_type_construct": (
        "GET",
        {"params": {"query": "CONSTRUCT { <http://example.org/s> <http://example.org/p> 1 } WHERE {}"}},
        "turtle",
    ),
}
BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "bad_query_method": ("PUT", {"params": {"query": ASK}}),
    "bad_multiple_queries": ("GET", {"params": [("query", ASK), ("query", "SELECT * {}")]}),
    "bad_query_wrong_media_type": ("POST", {"content": ASK, "headers": {"content-type": "text/plain"}}),
    "bad_query_missing_form_type": ("POST", {"content": "query=ASK%20%7B%7D"}),
    "bad_query_missing_direct_type": ("POST", {"content": ASK}),
    "bad_query_non_utf8": ("POST", {"content": "ASK { ?s ?p '职' }".encode("utf-16"), "headers": DIRECT}),
    "bad_query_syntax": ("GET", {"params": {"query": "ASK {"}}),
    "bad_update_get": ("GET", {"params": {"update": "CLEAR ALL"}}),
    "bad_multiple_updates": ("POST", {"data": {"update": ["CLEAR ALL", "CLEAR DEFAULT"]}}),
    "update_post_form": ("POST", {"data": {"update": "CLEAR ALL"}}),
    "update_post_direct": (
        "POST",
        {"content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}},
    ),
}


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """Pyoxigraph's iterators must end in the thread that made them: none is left for another's garbage collection."""
    yield
    gc.collect()


def send(client: TestClient, method: str, **more: Any) -> Response:
    return client.request(method, "/sparql", **more)


def rows(client: TestClient, query: str, **params: Any) -> list[dict[str, str]]:
    answer = send(client, "GET", params={"query": query, **params})
    assert answer.status_code == 200, answer.text
    return [{k: v["value"] for k, v in row.items()} for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize("name", GOOD)
def test_w3c_protocol(client: TestClient, name: str) -> None:
    method, request, kind = GOOD[name]
    answer = send(client, method, **request)
    assert answer.status_code == 200, answer.text
    assert kind in answer.headers["content-type"]


@pytest.mark.parametrize("name", BAD)
def test_w3c_protocol_refuses(client: TestClient, name: str) -> None:
    method, request = BAD[name]
    assert 400 <= send(client, method, **request).status_code < 500


def test_w3c_protocol_datasets(client: TestClient) -> None:
    """query_dataset_default_graph, _default_graphs_get, _named_graphs_get, _full and multiple_dataset, on our graphs."""
    graphs = [row["g"] for row in rows(client, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")]
    assert len(graphs) >= 2
    one, other = graphs[:2]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    first = rows(client, count, **{"default-graph-uri": one})
    both = rows(client, count, **{"default-graph-uri": [one, other]})
    assert 0 < int(first[0]["n"]) < int(both[0]["n"]) < int(rows(client, count)[0]["n"])
    assert rows(client, f"SELECT (COUNT(*) AS ?n) FROM <{one}> {{ ?s ?p ?o }}") == first
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert rows(client, named, **{"named-graph-uri": other}) == [{"g": other}]
    assert rows(client, f"{named[:19]} FROM NAMED <{one}> {named[19:]}") == [{"g": one}]
    stated = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"  # the protocol's graph wins over FROM
    assert rows(client, stated, **{"default-graph-uri": one}) == first


def test_four_forms_say_the_same(client: TestClient) -> None:
    expected = [row["title"] for row in rows(client, TITLES)]
    assert expected

    def got(accept: str) -> str:
        return send(client, "POST", data={"query": TITLES}, headers={"accept": accept}).text

    listed = list(csv.reader(io.StringIO(got("text/csv"))))
    assert [row[0] for row in listed] == ["title", *expected]
    assert got("text/tab-separated-values").splitlines() == [
        "?title",
        *(json.dumps(t, ensure_ascii=False) for t in expected),
    ]
    tree = ElementTree.fromstring(got("application/sparql-results+xml"))
    assert [
        element.text for element in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")
    ] == expected


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_graphs_come_in_the_form_that_is_wanted(client: TestClient, media: str) -> None:
    query = PREFIX + "CONSTRUCT { ?d dcterms:title ?t } WHERE { ?d a zm:Document ; dcterms:title ?t }"
    answer = send(client, "GET", params={"query": query}, headers={"accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert len(Graph().parse(data=answer.content, format=media.replace("n-triples", "n-triples"))) == len(
        rows(client, TITLES)
    )


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/json;q=0, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("image/png", None),
        ("text/csv;q=abc", "application/sparql-results+json"),
        ("text/csv;q=abc, application/sparql-results+xml;q=0.2", "application/sparql-results+xml"),
        (",,,", "application/sparql-results+json"),
        ("text", "application/sparql-results+json"),
        ("text/csv;q=-1", "application/sparql-results+json"),
        ("text/csv;q=nan", "application/sparql-results+json"),
        ("text/csv;q=0", None),
        ("image/png, ,", None),
    ],
)
def test_negotiation(accept: str, expected: str | None) -> None:
    assert results.negotiate(accept, list(results.TABLES)) == expected


def test_what_is_not_acceptable_is_told(client: TestClient) -> None:
    assert send(client, "GET", params={"query": ASK}, headers={"accept": "image/png"}).status_code == 406


def test_without_a_query_it_describes_itself(client: TestClient) -> None:
    answer = send(client, "GET", headers={"accept": "text/turtle"})
    told = Graph().parse(data=answer.text, format="turtle")
    assert "SPARQL11Query" in answer.text
    assert len(told) > 5


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9999/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE ?s { ?a ?b ?c } } }",
        "SELECT * { { SELECT * { { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } } UNION { ?a ?b ?c } } } }",
        "ASK { ?s ?p 'x' # a comment that ends here\r SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o }\n }",
        "ASK { SERVI\\u0043E <http://127.0.0.1:9999/> { ?s ?p ?o } }",
        "ASK { ?s ?p '\\u005cu0027' }",
        'SELECT ("\\\\u0041" AS ?x) {}',
        "SELECT * FROM <http://127.0.0.1:9999/x> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9999/>",
        "INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }",
        "DROP ALL",
        "(" * 3000,
        "SELECT * " + "{" * 300 + "}" * 300,
        "SELECT * { ?s ?p '" + "x" * 60_000 + "' }",
    ],
)
def test_nothing_is_fetched_and_nothing_written(client: TestClient, query: str) -> None:
    answer = send(client, "POST", data={"query": query})
    assert answer.status_code == 400, answer.text
    assert send(client, "GET", params={"query": ASK}).status_code == 200


def test_service_words_in_a_text_are_only_words(client: TestClient) -> None:
    assert rows(client, "SELECT ('SERVICE <http://x/> { }' AS ?t) {} # SERVICE <http://x/> {}") == [
        {"t": "SERVICE <http://x/> { }"}
    ]


def test_escapes_are_the_characters_that_they_stand_for(client: TestClient) -> None:
    assert rows(
        client, "SELECT ('\\u804C' AS ?a) ('\\\\' AS ?b) ('\\\\n' AS ?c) ('\\\\\\u804C' AS ?d) {}"
    ) == [{"a": "职", "b": "\\", "c": "\\n", "d": "\\职"}]


def test_an_escaped_backslash_before_u_is_refused_with_the_reason(client: TestClient) -> None:
    told = send(client, "POST", data={"query": 'SELECT ("\\\\u0041" AS ?x) {}'}).json()["error"]
    assert "backslash" in told["message"]
    assert rows(client, f"SELECT ({told['hint'].partition(': ')[2]} AS ?x) {{}}") == [{"x": "\\u0041"}]


def test_rows_are_cut_and_that_is_told() -> None:
    triples = Triples()
    triples.extend(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(n)) for n in range(9))
    for query, media in (
        ("SELECT * { ?s ?p ?o }", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
    ):
        cut = asking.answer(triples, asking.Question(query, media, rows=4))
        assert cut.truncated
        assert len(cut.body.splitlines()) == 4 + (media == "text/csv")
        assert not asking.answer(triples, asking.Question(query, media, rows=9)).truncated


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_terms_come_back_from_each_form(form: str) -> None:
    terms = [
        NamedNode("http://e/%E8%81%8C"),
        Literal('引号"、反斜杠\\、制表\t、换行\n、回车\r、<&>'),
        Literal("text", language="en"),
        Literal(3),
        Literal(2.5),
        Literal(True),
    ]
    told = results.table(form, ["a", "b"], [(term, None) for term in terms])
    kinds = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
    assert [row["a"] for row in parse_query_results(told, format=kinds[form])] == terms  # type: ignore[union-attr,index]
