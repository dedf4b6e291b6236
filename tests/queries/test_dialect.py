"""Every query file speaks the common dialect and the ontology's words; the linter itself is tested on bad queries."""

from pathlib import Path

import pytest

from kg.store.cypher import fulltext_slots, search_index
from ontology import schema
from queries import registry
from tests.queries import dialect

FILES = sorted(registry.FOLDER.glob("*.cypher"))
HEADER = """// title: 题
// title_en: Title
// param region: text (optional) 地区 | Region
// column id: 标识 | Id
// view: table

"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_query_file(path: Path) -> None:
    assert dialect.problems(registry.read(path)) == []


def test_every_index_is_generated() -> None:
    assert {search_index(label) for label in fulltext_slots(schema.load())} <= dialect.INDEXES


GOOD = "MATCH (a:Agency)\nWHERE $region IS NULL OR a.region = $region\nRETURN a.id AS id\nORDER BY id"
BAD = {
    "MATCH (a:Agency) SET a.name = $region\nRETURN a.id AS id\nORDER BY id": "writes",
    GOOD.replace("a.id AS id", "keys(a) AS id"): "properties() or keys()",
    GOOD.replace("a.id AS id", "a {.name} AS id"): "map projection",
    GOOD.replace("a.id AS id", "COLLECT { MATCH (b:Agency) } AS id"): "COLLECT {}",
    GOOD.replace("(a:Agency)", "((a:Agency)-[:LEADS]->(:Clause)){1,3}"): "quantified path",
    GOOD.replace("a.id AS id", "timestamp() AS id"): "clock",
    GOOD.replace("a.id AS id", "elementId(a) AS id"): "the engine's own id",
    GOOD.replace("a.region", "a.type"): "`type` as a property",
    GOOD.replace("(a:Agency)", "(a:Agency)-[e:LEADS]->()").replace(
        "a.id", "e.end"
    ): "`end` without backticks",
    GOOD + " LIMIT 5": "LIMIT or SKIP",
    "/* x */ " + GOOD: "block comment",
    "CALL db.labels() YIELD label\n" + GOOD: "a procedure",
    GOOD.replace("a.region = ", "a.region =~ "): "regular expression",
    GOOD.replace(":Agency", ":Bureau"): "the ontology has no Bureau",
    GOOD.replace("(a:Agency)", "(a:Agency)-[:OWNS]->()"): "the ontology has no OWNS",
    GOOD.replace("a.id AS id", "a:Bureau AS id"): "the ontology has no Bureau",
    GOOD.replace("a.region", "a.deadlines"): "a has no slot deadlines",
    GOOD.replace(
        "(a:Agency)", "(a:Agency)-[e:LEADS]->(c:Clause {document: e.document})"
    ): "a relationship's property",
    GOOD.replace("(a:Agency)", "(a:Agency {name: toLower('x')})"): "a pattern's map holds",
    GOOD.replace("a.id AS id", "size(collect(a.id)) AS id"): "an aggregate inside an expression",
    GOOD.replace("a.id AS id", "count(a) + 1 AS id"): "an aggregate inside an expression",
    GOOD.replace("a.id AS id", "a AS id"): "a whole node",
    GOOD.replace("a.id AS id", "a.id"): "it returns [None]",
    GOOD.replace("AS id", "AS other"): "it returns ['other']",
    GOOD.replace("\nORDER BY id", ""): "ORDER BY",
    GOOD.replace("$region IS NULL OR ", ""): "not null-safe",
    GOOD.replace("= $region", "= $other"): "its header declares",
    GOOD + "\nUNION ALL\n" + GOOD: "it has 2 RETURN",
    "CALL db.index.fulltext.queryNodes('any', $region) YIELD node\n" + GOOD: "no index is called any",
}


@pytest.mark.parametrize(("text", "complaint"), BAD.items(), ids=BAD.values())
def test_linter_rejects(tmp_path: Path, text: str, complaint: str) -> None:
    assert any(complaint in problem for problem in dialect.problems(_query(tmp_path, text)))


def test_linter_accepts(tmp_path: Path) -> None:
    assert dialect.problems(_query(tmp_path, GOOD)) == []


def _query(folder: Path, text: str) -> registry.Query:
    path = folder / "some_query.cypher"
    path.write_text(HEADER + text, "utf-8")
    return registry.read(path)
