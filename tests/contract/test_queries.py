"""Every named query on every engine: the rows, and their order, that tests/golden/queries/ says.

The graphs are small (tests/queries/graph.py, and line_graph.py for what is inferred), so that a person can check the
golden rows against the texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Edge, Fragment
from kg.store.base import Store
from queries import registry
from queries.run import run
from tests.queries import line_graph
from tests.queries.graph import CITY, TEXTS, fragments

GOLDEN = Path(__file__).parents[1] / "golden" / "queries"
NAMES = [query.name for query in registry.all_queries()]
INTERNAL = sorted(path.stem for path in registry.FOLDER.glob("_*.cypher"))
EVIDENCE = {"quote", "start", "end", "document"}
HOSTILE = ["' OR 1=1 //", "云浦'}) DETACH DELETE n //", 'text:"教育" OR *:*', "教育~2 AND NOT (", "a" * 300]


def cases(name: str) -> list[dict[str, Any]]:
    """[{"params": …, "rows": […]}, …] of one query."""
    found: list[dict[str, Any]] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))["cases"]
    return found


def graph(name: str) -> str:
    """The graph that the golden rows of a query are about: small or line."""
    found: str = json.loads((GOLDEN / f"{name}.json").read_text("utf-8")).get("graph", "small")
    return found


def load(
    store: Store, parts: tuple[Fragment, ...], inferred: Mapping[str, Sequence[Edge]] | None = None
) -> Store:
    with store.writer() as writer:
        for part in parts:
            writer.replace(part)
        for document, edges in (inferred or {}).items():
            writer.infer(document, edges)
        writer.sweep()
    return store


def differences(store: Store, names: list[str]) -> Iterator[str]:
    for name in names:
        for case in cases(name):
            answer = run(store, registry.get(name), case["params"])
            if list(answer.rows) != case["rows"]:
                yield f"{name} {case['params']}:\n{json.dumps(answer.rows, ensure_ascii=False, indent=1)}"


SMALL, LINE = ([name for name in NAMES if graph(name) == which] for which in ("small", "line"))


def test_every_query_has_golden_rows() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == NAMES
    assert [name for name in NAMES if not all(case["rows"] for case in cases(name))] == []


def test_every_parameter_is_used_by_a_case() -> None:
    for query in registry.all_queries():
        given = {name for case in cases(query.name) for name in case["params"]}
        assert given == {param.name for param in query.params}, query.name


def test_rows(store: Store) -> None:
    """All queries in one test: a server is loaded once."""
    assert "\n".join(differences(load(store, fragments()), SMALL)) == ""


def test_rows_of_lineage(store: Store) -> None:
    """The queries about what is inferred, on a line of four levels."""
    load(store, line_graph.fragments(), line_graph.inferred())
    assert "\n".join(differences(store, LINE)) == ""


def test_rows_of_lineage_do_not_hang_on_the_order_of_loading(store: Store) -> None:
    parts = tuple(Fragment(p.document, p.nodes[::-1], p.edges[::-1]) for p in line_graph.fragments()[::-1])
    edges = {document: found[::-1] for document, found in reversed(line_graph.inferred().items())}
    assert "\n".join(differences(load(store, parts, edges), LINE)) == ""


def test_rows_do_not_hang_on_the_order_of_loading(store: Store) -> None:
    """Documents, nodes and edges backwards: the same rows in the same order."""
    backwards = tuple(Fragment(p.document, p.nodes[::-1], p.edges[::-1]) for p in reversed(fragments()))
    assert "\n".join(differences(load(store, backwards), SMALL)) == ""


def test_what_users_type_is_never_run(store: Store) -> None:
    load(store, fragments())
    before = store.counts()
    for text in HOSTILE:
        for name in ("search_clauses", "search_agencies"):
            assert run(store, registry.get(name), {"q": text}).rows == ()
        assert run(store, registry.get("organizations"), {"kind": text}).rows == ()
    assert store.counts() == before


def test_search_takes_any_text(store: Store) -> None:
    """Punctuation is no syntax; every word must occur as it was typed."""
    load(store, fragments())
    texts = [str(n.props["text"]).lower() for part in fragments() for n in part.nodes if n.label == "Clause"]
    for typed in ("财政 局", "「财政局」", "实训基地!", "ABC 财政局", "（二）办好", "100个", "2025"):
        expected = sum(all(word in text for word in typed.lower().split()) for text in texts)
        assert len(run(store, registry.get("search_clauses"), {"q": typed}).rows) == expected, typed


def test_internal_queries_run(store: Store) -> None:
    load(store, fragments())
    given = {
        "id": CITY,
        "document": CITY,
        "words": "教育",
        "region": "云浦市",
        "name": "教育",
        "level": "city",
    }
    for name in INTERNAL:
        query = registry.internal(name.removeprefix("_"))
        values = {param.name: given.get(param.name) for param in query.params}
        if values.get("q", "") is None:
            values["q"] = "教育"
        assert run(store, query, values).columns


# ── the golden rows themselves ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_golden_rows_quote_the_text(name: str) -> None:
    """Where a row carries evidence, the document's text says exactly that at that place."""
    for row in (row for case in cases(name) for row in case["rows"]):
        if row.keys() >= EVIDENCE:
            assert {**TEXTS, **line_graph.TEXTS}[row["document"]][row["start"] : row["end"]] == row["quote"]
        if "surface" in row and row["quote"].find(row["surface"]) < 0:  # ellipsis undone: 财政厅 → 省财政厅
            assert row["surface"][1:] in row["quote"]


def test_facts_carry_evidence() -> None:
    """A query that tells a clause, a citation or a post tells the sentence and its place."""
    for query in registry.all_queries():
        columns = {column.name for column in query.columns}
        if columns & {"clause", "surface", "relation", "post"}:
            assert columns >= EVIDENCE | {"title", "number"}, query.name
