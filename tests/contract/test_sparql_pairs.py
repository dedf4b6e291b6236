"""Each .rq file gives the answers of the .cypher file of its name: golden parameters, one graph, two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store as Triples

from kg.rdf import asking, read
from kg.rdf.terms import Names
from kg.store.base import Store
from kg.store.embedded import EmbeddedStore
from queries import registry
from queries.run import bind, run
from tests.contract.test_queries import cases, load
from tests.queries.graph import fragments

FILES = sorted(registry.FOLDER.glob("*.rq"))
_VALUES = re.compile(r"VALUES \((.*?)\) \{ \(.*?\) \}")  # VALUES (?in ?year) { (UNDEF "2025") }
# What a query both takes and gives has two names there.
CALLED = {"document": "wanted", "region": "in", "level": "at"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Triples]]:
    store = load(EmbeddedStore(tmp_path_factory.mktemp("pairs") / "small.kgl"), fragments())
    triples = Triples()
    read.project(store, Names("https://example.org/"), triples)
    yield store, triples
    store.close()


def test_there_are_pairs() -> None:
    assert len(FILES) >= 5
    assert {path.stem for path in FILES} <= {query.name for query in registry.all_queries()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pair_gives_the_same_answers(small: tuple[Store, Triples], path: Path) -> None:
    store, triples = small
    query, text = registry.get(path.stem), path.read_text("utf-8")
    asking.check(asking.plain_text(text))  # the endpoint takes it
    for case in cases(query.name):
        bound = {k: v for k, v in bind(store, query, case["params"]).items() if v is not None}
        given = {CALLED.get(name, name): json.dumps(str(v), ensure_ascii=False) for name, v in bound.items()}
        found = triples.query(_filled(text, given), use_default_graph_as_union=True)
        columns = [variable.value for variable in found.variables]  # type: ignore[union-attr]
        rows = [{name: _plain(row[name]) for name in columns} for row in found]  # type: ignore[union-attr,index]
        assert rows == [dict(row) for row in run(store, query, case["params"]).rows], case["params"]
        assert rows == case["rows"]


def _filled(text: str, values: dict[str, str]) -> str:
    """The query with these values in its line of parameters."""
    line = _VALUES.search(text)
    if line is None:
        assert not values
        return text
    names = [name.lstrip("?") for name in line[1].split()]
    assert values.keys() <= set(names)
    row = " ".join(values.get(name, "UNDEF") for name in names)
    return text.replace(line[0], f"VALUES ({line[1]}) {{ ({row}) }}")


def _plain(term: Any) -> Any:
    if term is None:
        return None
    kind = term.datatype.value.rpartition("#")[2]
    makes = {"integer": int, "double": float, "boolean": lambda text: text == "true"}
    return makes.get(kind, str)(term.value)
