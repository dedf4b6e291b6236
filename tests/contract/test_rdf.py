"""Graph → RDF → graph on every engine: node for node, edge for edge; and RDF → graph → RDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import CanonicalizationAlgorithm, Dataset, parse

import loaders
from kg.rdf import formats, read
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from kg.store.base import Store
from loaders import pipeline
from tests.contract.graphs import dump
from tests.kg.rdf.graphs import content, fill, graphs

NAMES = Names("https://example.org/policy")
ENDING = {form: ending for ending, form in formats.ENDINGS.items() if ending != ".nt"}
SAMPLE = Path(loaders.__file__).parent / "sample"


def exported(store: Store, form: str, folder: Path) -> Path:
    path = folder / f"graph{ENDING[form]}"
    with formats.replacing(path) as out:
        formats.export(store, form, NAMES, out)
    return path


def canonical(path: Path, form: str) -> Dataset:
    """The statements, to be compared as a set."""
    found = Dataset(parse(path=str(path), format=formats.FORMATS[form]))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def test_the_stream_is_the_graph(store: Store) -> None:
    assert not pipeline.load([SAMPLE], store).errors
    nodes, edges = list(store.nodes()), list(store.edges())
    assert len({node.ref for node in nodes}) == len(nodes)
    assert len({(edge.kind, edge.id) for edge in edges}) == len(edges)
    whole = [{"id": n.id, "labels": [n.label, *n.labels], **dict(sorted(n.props.items()))} for n in nodes]
    told: list[Any] = [
        {"source": e.source.id, "target": e.target.id, "edge": {"kind": e.kind, "id": e.id, **e.props}}
        for e in edges
    ]
    kept = dump(store)
    assert sorted(map(_flat, whole)) == sorted(map(_flat, kept[0]))
    assert sorted(map(_flat, told)) == sorted(map(_flat, kept[1]))


def test_no_triple_is_written_twice(store: Store) -> None:
    assert not pipeline.load([SAMPLE], store).errors
    told = list(formats.triples(Projection(NAMES), formats.everything(store)))
    assert len(set(told)) == len(told)


def _flat(item: dict[str, Any]) -> str:
    return repr(sorted((key, _flat(v) if isinstance(v, dict) else v) for key, v in item.items()))


def test_the_sample_comes_back(stores: Callable[[], Store], tmp_path: Path) -> None:
    first = stores()
    assert not pipeline.load([SAMPLE], first).errors
    before, counts = content(first), first.counts()
    paths = {form: exported(first, form, tmp_path) for form in read.READABLE}
    for form, path in paths.items():
        store = stores()
        done = read.load(path, store)
        assert content(store) == before
        assert store.counts() == counts
        assert done.changes == {"added": 7}
        assert read.load(path, store).changes["unchanged"] == 7
        (tmp_path / "again").mkdir(exist_ok=True)
        assert canonical(exported(store, form, tmp_path / "again"), form) == canonical(path, form)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(graph=graphs())
@pytest.mark.parametrize("form", read.READABLE)
def test_any_graph_comes_back(stores: Callable[[], Store], tmp_path: Path, form: str, graph: Any) -> None:
    first = fill(stores(), *graph)
    before = content(first)
    path = exported(first, form, tmp_path)
    second = stores()
    read.load(path, second)
    assert content(second) == before
    (tmp_path / "again").mkdir(exist_ok=True)
    assert canonical(exported(second, form, tmp_path / "again"), form) == canonical(path, form)
