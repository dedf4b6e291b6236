"""`kg validate`: what fits, what does not, and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import Store as Triples
from typer.testing import CliRunner

import loaders
from kg.cli import app
from kg.graph import Edge, Fragment, Node, Ref
from kg.rdf import read
from kg.rdf.terms import Names
from kg.rdf.validate import Validator, Violation
from kg.settings import Settings
from kg.store.factory import open_store
from loaders import pipeline

NAMES = Names("https://example.org/")
SAMPLE = Path(loaders.__file__).parent / "sample"
PLACE = {"start": 3, "end": 8}


def document(name: str, date: str, *more: Node | Edge) -> Fragment:
    own = Node(
        "Document",
        name,
        {
            "document": name,
            "title": f"《{name}》",
            "file": f"{name}.txt",
            "date": date,
            "text_length": 100,
            "level": "city",
        },
    )
    text = Node("Clause", f"{name}#1", {"document": name, "text": "发展职业教育", **PLACE}, ("Task",))
    nodes = [part for part in more if isinstance(part, Node)]
    return Fragment(name, (own, text, *nodes), tuple(part for part in more if isinstance(part, Edge)))


def lead(**props: str | int) -> list[Node | Edge]:
    """An agency leads the clause of 甲."""
    agency = Node("Agency", "市教育局", {"name": "市教育局"})
    return [agency, Edge("LEADS", agency.ref, Ref("Clause", "甲#1"), "e", {"document": "甲", **props})]


def target(**props: str | float) -> list[Node | Edge]:
    node = Node(
        "Indicator", "甲#1@1", {"document": "甲", "text": "3个", "start": 20, "end": 22, **props}, ("Target",)
    )
    return [
        node,
        Edge("SETS", Ref("Clause", "甲#1"), node.ref, "s", {"document": "甲", "quote": "建3个", **PLACE}),
    ]


def found(tmp_path: Path, *fragments: Fragment, inferred: Edge | None = None) -> list[Violation]:
    store = open_store(Settings(store=str(tmp_path / "graph.kgl")))
    with store.writer() as writer:
        for fragment in fragments:
            writer.replace(fragment)
        if inferred:
            writer.infer(inferred.source.id.partition("#")[0], [inferred])
    triples = Triples()
    read.project(store, NAMES, triples)
    return list(Validator(triples).violations())


def test_what_fits_is_silent(tmp_path: Path) -> None:
    good = document("甲", "2022-01-01", *lead(quote="市教育局牵头", **PLACE), *target(value=3.0, unit="个"))
    assert found(tmp_path, good) == []


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (lead(quote="市教育局牵头"), "没有在文件中的位置 has no place in its document"),
        (lead(**PLACE), "没有原句 has no sentence that says so"),
        (lead(quote="市教育局牵头", start=9, end=8), "起点在终点之后"),
        (lead(quote="市教育局牵头", start=90, end=108), "位置超出文件末尾"),
        (target(unit="个"), "没有数值 has no number"),
        (target(value=3.0), "没有单位 has no unit"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    tmp_path: Path, parts: list[Node | Edge], told: str
) -> None:
    violations = found(tmp_path, document("甲", "2022-01-01", *parts))
    assert [one.what for one in violations if told in one.what], violations
    assert {(one.document, one.file) for one in violations} == {("甲", "甲.txt")}
    assert all(str(one).startswith("甲.txt 《甲》") for one in violations)


def test_a_document_never_implements_a_later_one(tmp_path: Path) -> None:
    edge = Edge("IMPLEMENTS", Ref("Clause", "甲#1"), Ref("Clause", "乙#1"), "i", {"score": 0.5})
    old, new = document("甲", "2020-05-01"), document("乙", "2021-01-01")
    assert [one.what for one in found(tmp_path, old, new, inferred=edge)] == [
        "落实了更晚文件的条款 implements a clause of a later document"
    ]
    assert found(tmp_path, document("甲", "2021-05-01"), new, inferred=edge) == []


def test_the_sample_conforms_and_a_broken_file_is_told(tmp_path: Path) -> None:
    runner, graph, out = CliRunner(), str(tmp_path / "sample.kgl"), tmp_path / "sample.nq"
    store = open_store(Settings(store=graph))
    assert not pipeline.load([SAMPLE], store).errors
    assert runner.invoke(app, ["validate", "--store", graph]).exit_code == 0
    assert runner.invoke(app, ["export", "-f", "nquads", "-o", str(out), "--store", graph]).exit_code == 0
    triples = Triples()
    triples.bulk_load(path=str(out), format=RdfFormat.N_QUADS)
    broken = out.read_text("utf-8").replace("ontology/unit>", "ontology/unti>")
    out.write_text(broken, "utf-8")
    done = runner.invoke(app, ["validate", str(out)])
    assert done.exit_code == 1
    assert "没有单位 has no unit" in done.stdout
    assert "本体中没有此属性 is declared nowhere" in done.stdout


def test_a_file_that_is_no_rdf_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("这不是三元组", "utf-8")
    done = CliRunner().invoke(app, ["validate", str(path)])
    assert "is no turtle" in str(done.exception)
