"""The Turtle, the shapes and the context are those of policy.yaml, and they do what they are for."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from ontology import schema

HOME = Path(schema.__file__).parent
ZM = Namespace("https://w3id.org/zhengmai/ontology/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ORG = Namespace("http://www.w3.org/ns/org#")
SDO = Namespace("http://schema.org/")
DCT = Namespace("http://purl.org/dc/terms/")
EX = Namespace("https://example.org/")

HERE = Path(__file__).parent
GOOD = (HERE / "good.ttl").read_text("utf-8")

BROKEN = {
    "an unknown status": ('zm:status "issued"', 'zm:status "published"'),
    "no id": ("ex:d a zm:Document", "[] a zm:Document"),
    "a property that nobody declared": ('zm:unit "人次"', 'zm:unti "人次"'),
    "two titles": ('"关于推进产教融合的通知"', '"关于推进产教融合的通知", "又一个标题"'),
    "a number that is text": ("zm:value 1.0E5", 'zm:value "十万"'),
    "a number that is none": ("zm:value 1.0E5", 'zm:value "NaN"^^<http://www.w3.org/2001/XMLSchema#double>'),
    "a date that is none": ('zm:deadlines "2025"', 'zm:deadlines "二〇二五年"'),
    "a place that ends before it begins": ("oa:start 10", "oa:start 43"),
    "a place without an end": (";\n    oa:end 42 .", "."),
    "an item without its place": ("zm:index 0 ;", ""),
    "a list that does not say its order": (
        "zm:item <https://example.org/c#deadline-0>",
        'zm:deadlines "2025"',
    ),
    "an edge without an end": ("zm:object ex:c ;", ""),
    "an edge to the wrong class": ("zm:object ex:c ;", "zm:object ex:d ;"),
    "a direct relationship to the wrong class": ("zm:LEADS ex:c", "zm:LEADS ex:d"),
}


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """ontology.generate; the deprecations are those of what LinkML imports, and of nothing of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from ontology import generate as module
    return module


@pytest.fixture(scope="module")
def rendered(generate: ModuleType) -> dict[str, str]:
    """File name → what it must hold."""
    files: dict[str, str] = generate.render()
    return files


@pytest.fixture(scope="module")
def owl() -> Graph:
    """The ontology as it lies in the repository."""
    return Graph().parse(HOME / "policy.ttl")


@pytest.fixture(scope="module")
def check(owl: Graph) -> Callable[[Graph], tuple[bool, str]]:
    """Whether a graph fits the shapes, and the report."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import pyshacl
    shapes = Graph().parse(HOME / "shapes.ttl")

    def validate(data: Graph) -> tuple[bool, str]:
        conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, ont_graph=owl)
        return bool(conforms), str(report)

    return validate


@pytest.mark.parametrize("name", ["policy.ttl", "shapes.ttl", "context.jsonld"])
def test_files_are_fresh(rendered: dict[str, str], name: str) -> None:
    assert (HOME / name).read_bytes() == rendered[name].encode(), "run `make generate`"


def test_files_tell_nothing_of_the_machine(rendered: dict[str, str]) -> None:
    for text in rendered.values():
        assert str(HOME) not in text
        assert "generation_date" not in text
        assert "source_file" not in text


def test_turtle_needs_no_blank_node_labels(rendered: dict[str, str]) -> None:
    assert "_:" not in rendered["policy.ttl"] + rendered["shapes.ttl"]


def test_content_outlives_the_sorting(generate: ModuleType) -> None:
    """What is written is what was generated, but for the names of blank nodes."""
    view = generate.SchemaView(str(schema.SOURCE))
    for graph in (generate.ontology_graph(view), generate.shapes_graph(view)):
        back = Graph().parse(data=generate._turtle(graph, view))
        assert len(back) == len(graph)
        assert sorted(map(_plain, back)) == sorted(map(_plain, graph))


def _plain(triple: tuple[object, object, object]) -> tuple[str, ...]:
    """A triple whose blank nodes are all alike."""
    return tuple("_" if isinstance(term, BNode) else term.n3() for term in triple)  # type: ignore[attr-defined]


def test_check_names_what_is_out_of_date(
    generate: ModuleType, rendered: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(generate, "HOME", tmp_path)
    monkeypatch.setattr(generate, "render", lambda: rendered)
    assert generate.main(["--check"]) == 1
    assert "shapes.ttl" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert (tmp_path / "policy.ttl").read_bytes() == (HOME / "policy.ttl").read_bytes()


def test_a_description_in_one_language_is_refused(generate: ModuleType) -> None:
    graph = Graph()
    graph.add((ZM.Document, SKOS.definition, Literal("A document.")))
    with pytest.raises(ValueError, match="in English, then in Chinese"):
        generate._split_texts(graph)


def test_every_class_descends_from_its_parent(owl: Graph) -> None:
    loaded = schema.load()
    for node in loaded.nodes.values():
        assert (ZM[node.name], RDF.type, OWL.Class) in owl
        assert ZM.Node in set(owl.transitive_objects(ZM[node.name], RDFS.subClassOf))
        assert ZM[node.primary] in set(owl.transitive_objects(ZM[node.name], RDFS.subClassOf))
    for edge in loaded.edges.values():
        assert ZM.Edge in set(owl.transitive_objects(ZM[edge.name], RDFS.subClassOf))
    assert (ZM.Task, RDFS.subClassOf, ZM.Clause) in owl
    assert (ZM.Target, RDFS.subClassOf, ZM.Indicator) in owl
    assert (ZM.Lead, RDFS.subClassOf, ZM.Assignment) in owl


@pytest.mark.parametrize(
    ("term", "match"),
    [
        (ZM.Document, ELI.LegalResource),
        (ZM.Clause, ELI.LegalResourceSubdivision),
        (ZM.Agency, ORG.Organization),
        (ZM.Organization, SDO.Organization),
        (ZM.Person, SDO.Person),
        (ZM.CITES, ELI.cites),
        (ZM.HAS_PART, ELI.has_part),
        (ZM.HAS_PART, DCT.hasPart),
        (ZM.HAS_MEMBER, ORG.hasMember),
    ],
)
def test_terms_match_known_vocabularies(owl: Graph, term: URIRef, match: URIRef) -> None:
    assert (term, SKOS.exactMatch, match) in owl


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("Agency", "Agency", "机构"),
        ("Task", "Task", "任务"),
        ("Target", "Target", "目标"),
        ("LEADS", "leads", "牵头"),
    ],
)
def test_labels(owl: Graph, name: str, en: str, zh: str) -> None:
    assert set(owl.objects(ZM[name], RDFS.label)) == {Literal(en, lang="en"), Literal(zh, lang="zh")}


def test_every_declared_term_has_both_languages(owl: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype)
    terms = {term for kind in kinds for term in owl.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    assert len(terms) > 100
    for term in terms:
        assert sorted(str(o.language) for o in owl.objects(term, RDFS.label) if isinstance(o, Literal)) == [
            "en",
            "zh",
        ]
    for concept in owl.subjects(RDF.type, SKOS.Concept):
        assert len(list(owl.objects(concept, SKOS.prefLabel))) == 2


def test_edges_tell_their_relationship_type(owl: Graph) -> None:
    for edge in schema.load().edges.values():
        assert owl.value(ZM[edge.name], ZM.edge) == Literal(edge.kind)
        assert (ZM[edge.kind], RDFS.seeAlso, ZM[edge.name]) in owl
        assert len(list(owl.objects(ZM[edge.kind], RDFS.domain))) == 1
        assert len(list(owl.objects(ZM[edge.kind], RDFS.range))) == 1


def test_no_axiom_says_nothing(owl: Graph) -> None:
    assert (None, OWL.minCardinality, Literal(0)) not in owl
    assert (None, OWL.allValuesFrom, OWL.Thing) not in owl
    assert not [s for s, o in owl.subject_objects(SKOS.exactMatch) if s == o]


def test_no_property_is_of_two_kinds(owl: Graph) -> None:
    kinds = [
        set(owl.subjects(RDF.type, kind))
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ]
    assert len(set(chain(*kinds))) == sum(map(len, kinds))
    assert (ZM.status, RDF.type, OWL.DatatypeProperty) in owl
    assert (ZM.value, RDFS.range, XSD.double) in owl


def test_each_class_has_one_shape() -> None:
    shapes = Graph().parse(HOME / "shapes.ttl")
    loaded = schema.load()
    for name in [*loaded.nodes, *(edge.name for edge in loaded.edges.values())]:
        assert (ZM[name], SH.targetClass, ZM[name]) in shapes
        assert (ZM[name], SH.closed, Literal(True)) in shapes


def test_shapes_accept_a_good_graph(check: Callable[[Graph], tuple[bool, str]]) -> None:
    conforms, report = check(Graph().parse(data=GOOD))
    assert conforms, report


@pytest.mark.parametrize("fault", BROKEN)
def test_shapes_refuse(check: Callable[[Graph], tuple[bool, str]], fault: str) -> None:
    good, bad = BROKEN[fault]
    assert GOOD.count(good) == 1
    conforms, _ = check(Graph().parse(data=GOOD.replace(good, bad)))
    assert not conforms


# rdflib 7.6 parses JSON-LD by way of a class that it calls deprecated itself.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_context_gives_the_triples_that_turtle_gives() -> None:
    document = json.loads((HERE / "good.jsonld").read_text("utf-8"))
    document |= json.loads((HOME / "context.jsonld").read_text("utf-8"))
    expanded = Graph().parse(data=json.dumps(document, ensure_ascii=False), format="json-ld")
    assert _values(expanded) == _values(Graph().parse(data=GOOD))


def _values(graph: Graph) -> set[tuple[object, ...]]:
    """Triples with numbers by datatype and value: 1.0E5 and 100000.0 are one double."""
    return {(s, p, (o.datatype, o.toPython()) if isinstance(o, Literal) else o) for s, p, o in graph}
