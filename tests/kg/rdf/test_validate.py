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


EDGE = Edge("IMPLEMENTS", Ref("Clause", "甲#1"), Ref("Clause", "乙#1"), "i", {"score": 0.5})


@pytest.mark.parametrize(
    ("lower", "upper", "fits"),
    [
        ("2020-05-01", "2021-01-01", False),
        ("2021-05-01", "2021-01-01", True),
        ("2021", "2021-10-12", True),
        ("2021-10", "2021-10-12", True),
        ("2021-10-12", "2021", True),
        ("2021-09", "2021-10-12", False),
        ("2020", "2021-10-12", False),
    ],
)
def test_a_document_never_implements_a_later_one(tmp_path: Path, lower: str, upper: str, fits: bool) -> None:
    told = found(tmp_path, document("甲", lower), document("乙", upper), inferred=EDGE)
    if fits:
        assert told == []
        return
    assert [one.what for one in told] == ["落实了更晚文件的条款 implements a clause of a later document"]
    assert str(told[0]).startswith("甲.txt 《甲》，第 3–8 字 characters")
    assert f"《甲》（{lower}） → 《乙》（{upper}）" in str(told[0])


def test_a_date_that_is_none_is_told_once(tmp_path: Path) -> None:
    told = found(tmp_path, document("甲", "二〇二三年"), document("乙", "2021-01-01"), inferred=EDGE)
    assert [(one.field, one.value) for one in told] == [("日期 date", "二〇二三年")]
    assert "日期格式有误" in told[0].what


def astray(*changes: tuple[str, str]) -> list[Violation]:
    """What is told of a small graph in Turtle, after these changes."""
    told = GRAPH
    for old, new in changes:
        assert old in told
        told = told.replace(old, new)
    triples = Triples()
    triples.load(told.encode(), format=RdfFormat.TURTLE)
    return list(Validator(triples).violations())


GRAPH = """@prefix zm: <https://w3id.org/zhengmai/ontology/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @base <https://example.org/id/> .
<Document/a> a zm:Document ; dcterms:identifier "a" ; zm:document "a" ; zm:text_length 50 .
<Document/b> a zm:Document ; dcterms:identifier "b" ; zm:document "b" .
<Clause/c> a zm:Clause ; dcterms:identifier "c" ; zm:document "a" ; zm:evidence <Clause/c#evidence> .
<Clause/c#evidence> a oa:SpecificResource ; oa:hasSource <Document/a> ; oa:hasSelector <Clause/c#position> .
<Clause/c#position> a oa:TextPositionSelector ; oa:start 1 ; oa:end 9 .
<Indicator/i> a zm:Indicator, zm:Target ; dcterms:identifier "i" ; zm:document "a" ; zm:value 3.0E0 ; zm:unit "个" .
<Detail/d> a zm:Detail ; dcterms:identifier "d" ; zm:subject <Clause/c> ; zm:object <Clause/c> .
<Agency/g> a zm:Agency, zm:AgencyGroup ; dcterms:identifier "g" .
<Agency/m> a zm:Agency ; dcterms:identifier "m" .
<Membership/x> a zm:Membership ; dcterms:identifier "x" ; zm:subject <Agency/g> ; zm:object <Agency/m> .
"""


def test_the_small_graph_fits() -> None:
    assert astray() == []


@pytest.mark.parametrize(
    ("old", "new", "resource", "what"),
    [
        ('"c" ; zm:document "a"', '"c" ; zm:document "nowhere"', "Clause/c", "所属文件不在图中"),
        ('"c" ; zm:document "a"', '"c"', "Clause/c", "没有所属文件"),
        ("oa:hasSource <Document/a>", "oa:hasSource <Document/b>", "Clause/c", "依据出自另一文件"),
        ("zm:value 3.0E0", 'zm:value "NaN"^^<http://www.w3.org/2001/XMLSchema#double>', "Indicator/i", "不是有限的数"),
        ("<Agency/m> a zm:Agency", "<Agency/m> a zm:Agency, zm:Alien", "Agency/m", "本体中没有此类"),
        ("<Agency/m> a zm:Agency", "<Alien/m> a zm:Alien . <Agency/m> a zm:Agency", "Alien/m", "本体中没有此类"),
        ("a zm:Indicator, zm:Target", "a zm:Target", "Indicator/i", "缺少类型"),
        ("<Agency/m> a", "<https://else.org/id/Agency/m> a", "https://else.org/id/Agency/m", "不是本图的地址"),
        ('identifier "m"', 'identifier "n"', "Agency/m", "标识与地址不符"),
        ("zm:subject <Clause/c>", "zm:subject <Clause/z>", "Detail/d", "所属文件不在图中"),
        ("zm:object <Agency/m>", "zm:object <Clause/c>", "Membership/x", "所指类别不符"),
    ],
)  # fmt: skip
def test_what_no_document_leads_to_is_told(old: str, new: str, resource: str, what: str) -> None:
    told = {(one.resource.removeprefix("https://example.org/id/"), one.what) for one in astray((old, new))}
    assert any(one == resource and what in words for one, words in told), told


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
