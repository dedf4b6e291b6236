"""How values are written: numbers in one spelling, dates by what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store as Triples
from rdflib import XSD, Literal

from kg.graph import Fragment, Node
from kg.rdf import read
from kg.rdf.terms import Names
from kg.rdf.triples import dated, double
from kg.store.embedded import EmbeddedStore

NAMES = Names("https://example.org/")


@given(st.floats(allow_nan=False))
def test_a_number_in_its_canonical_spelling_is_the_number(value: float) -> None:
    assert float(double(value)) == value


@pytest.mark.parametrize(
    ("value", "told"),
    [(500.0, "5.0E2"), (0.1, "1.0E-1"), (-0.0, "-0.0E0"), (1e21, "1.0E21"), (100.5, "1.005E2")],
)
def test_numbers_are_spelt_as_xsd_wants_it(value: float, told: str) -> None:
    assert double(value) == told


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2021-10-12", XSD.date),
        ("2021-10", XSD.gYearMonth),
        ("2021", XSD.gYear),
        ("2021-02-30", None),
        ("二〇二三年", None),
        ("2021-10-12\n", None),
        ("２０２１", None),
    ],
)
def test_a_date_says_what_it_is(text: str, datatype: str | None) -> None:
    found = dated(text)
    assert (found and found.value) == (datatype and str(datatype))


def test_days_are_found_by_comparison(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.kgl")
    with store.writer() as writer:
        for name, day in (("甲", "2020-12-31"), ("乙", "2021-10-12"), ("丙", "2021")):
            writer.replace(Fragment(name, (Node("Document", name, {"document": name, "date": day}),), ()))
    triples = Triples()
    read.project(store, NAMES, triples)
    query = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?id { ?d dcterms:identifier ?id ; dcterms:date ?t FILTER(?t >= "2021-01-01"^^xsd:date) }"""
    found = triples.query(query, use_default_graph_as_union=True)
    assert [row["id"].value for row in found] == ["乙"]  # type: ignore[union-attr,index]


def test_dates_come_back_with_and_without_a_datatype(tmp_path: Path) -> None:
    told = f"""@prefix zm: <https://w3id.org/zhengmai/ontology/> . @prefix dcterms: <http://purl.org/dc/terms/> .
    <{NAMES.iri("Document", "甲")}> a zm:Document ; zm:document "甲" ; dcterms:date """
    for one in ('"2021-10-12"', f'"2021-10-12"^^<{XSD.date}>'):
        path = tmp_path / "graph.ttl"
        path.write_text(f"{told} {one} .", "utf-8")
        store = EmbeddedStore(tmp_path / f"{len(one)}.kgl")
        read.load(path, store)
        assert [node.props["date"] for node in store.nodes()] == ["2021-10-12"]


def test_rdflib_spells_our_dates_as_we_do() -> None:
    for text in ("2021-10-12", "2021-10", "2021"):
        assert str(Literal(text, datatype=dated(text).value)) == text  # type: ignore[union-attr]
