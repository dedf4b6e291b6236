"""A reasoner that knows the ontology finds our documents and agencies by other vocabularies alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import RdfFormat, serialize
from rdflib import Graph

import ontology
from kg.graph import Node, Ref
from kg.rdf.formats import triples
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from tests.queries.graph import fragments

NAMES = Names("https://example.org/")
PREFIXES = """
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""


@pytest.fixture(scope="module")
def ask() -> Callable[[str], set[tuple[str, ...]]]:
    """Rows of a query on the small graph, its ontology, and all that follows from both."""
    items = {}
    for fragment in fragments():
        items |= {node.ref: node for node in fragment.nodes if not node.stub or node.ref not in items}
        items |= {(edge.kind, edge.id): edge for edge in fragment.edges}
    told = serialize(triples(Projection(NAMES), items.values()), format=RdfFormat.N_TRIPLES)
    assert told
    graph = Graph().parse(data=told, format="nt").parse(Path(ontology.__file__).with_name("policy.ttl"))
    DeductiveClosure(OWLRL_Semantics).expand(graph)

    def rows(query: str) -> set[tuple[str, ...]]:
        return {tuple(str(term) for term in row) for row in graph.query(PREFIXES + query)}  # type: ignore[union-attr]

    return rows


def _ids(label: str) -> set[tuple[str, ...]]:
    return {
        (NAMES.of(node.ref),) for fragment in fragments() for node in fragment.nodes if node.label == label
    }


def _ends(kind: str) -> set[tuple[str, ...]]:
    edges = [edge for fragment in fragments() for edge in fragment.edges if edge.kind == kind]
    return {(NAMES.of(edge.source), NAMES.of(edge.target)) for edge in edges}


def test_eli_alone_finds_documents_and_what_they_cite(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    assert ask("SELECT ?d { ?d a eli:LegalResource }") == _ids("Document")
    assert ask("SELECT ?d { ?d a eli:LegalResourceSubdivision }") >= _ids("Clause")
    assert ask("SELECT ?d ?o { ?d eli:cites ?o }") == _ends("CITES")
    assert ask("SELECT ?d ?p { ?d eli:has_part ?p }") == _ends("HAS_PART")


def _told(label: str, name: str) -> set[tuple[str, ...]]:
    """Resource and value of a slot."""
    nodes: dict[Ref, Node] = {}
    for fragment in fragments():
        nodes |= {node.ref: node for node in fragment.nodes if not node.stub or node.ref not in nodes}
    found = [node for node in nodes.values() if node.label == label and node.props.get(name)]
    return {(NAMES.of(node.ref), str(node.props[name])) for node in found}


def test_eli_alone_finds_titles_dates_and_numbers(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    assert ask("SELECT ?d ?t { ?d eli:is_realized_by/eli:title ?t }") == _told("Document", "title")
    assert ask("SELECT ?d ?t { ?d eli:date_document ?t }") == _told("Document", "date")
    assert ask("SELECT ?d ?n { ?d a eli:LegalResource ; eli:number ?n }") == _told("Document", "number")


def test_prov_finds_what_came_before_and_org_who_sits_where(
    ask: Callable[[str], set[tuple[str, ...]]],
) -> None:
    for source, target in _ends("SUCCEEDED_BY"):
        assert ask(f"SELECT ?old {{ <{target}> prov:wasDerivedFrom ?old }}") >= {(source,)}
    assert ask("SELECT ?p ?a { ?p a foaf:Person ; org:memberOf ?a }") == _ends("HOLDS")
    assert _ends("HOLDS")
    assert _ends("SUCCEEDED_BY")


def test_org_alone_finds_agencies(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    assert ask("SELECT ?a { ?a a org:Organization }") == _ids("Agency")
    assert ask("SELECT ?g ?a { ?g org:hasMember ?a }") == _ends("HAS_MEMBER")


def test_others_find_theirs(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    assert ask("SELECT ?r { ?r a schema:AdministrativeArea }") == _ids("Region")
    assert ask("SELECT ?p { ?p a schema:Person }") == _ids("Person")
    assert ask("SELECT ?d ?p { ?d dcterms:hasPart ?p }") == _ends("HAS_PART")
    assert ask(
        "SELECT ?i ?o { ?i prov:wasDerivedFrom ?o . ?i a ?c FILTER(STRENDS(STR(?c), '/Indicator')) }"
    ) == _ends("DERIVES_FROM")


def test_only_selectors_are_selectors(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    """No clause and no edge has oa:start: who has it is a selector, and says so."""
    found = ask("SELECT ?s { ?s oa:start ?n FILTER NOT EXISTS { ?s a oa:TextPositionSelector } }")
    assert found == set()
    assert ask("SELECT ?s { ?s oa:start ?n }")
