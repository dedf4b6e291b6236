"""Headers are read strictly: each kind of mistake is one error that names the file and the line."""

from pathlib import Path

import pytest

from kg.errors import QueryError
from queries import registry
from queries.registry import Column, Param

GOOD = """// title: 某机构牵头的任务
// title_en: What an agency leads
// param agency: agency (required) 机构名称 | Agency name
// param year: year (default 2025) 年份 | Year
// param at_least: integer (optional) 至少 | At least
// column clause: 条款 | Clause
// column quote: 原句 | Quote
// view: table
// example: agency=云浦市教育局; year=2023

MATCH (c:Clause)
RETURN c.id AS clause, c.text AS quote
ORDER BY clause
"""


def read(folder: Path, text: str, name: str = "some_query") -> registry.Query:
    path = folder / f"{name}.cypher"
    path.write_text(text, "utf-8")
    return registry.read(path)


def test_a_good_header(tmp_path: Path) -> None:
    query = read(tmp_path, GOOD)
    assert (query.name, query.title, query.title_en) == (
        "some_query",
        "某机构牵头的任务",
        "What an agency leads",
    )
    assert query.params == (
        Param("agency", "agency", True, None, "机构名称", "Agency name"),
        Param("year", "year", False, 2025, "年份", "Year"),
        Param("at_least", "integer", False, None, "至少", "At least"),
    )
    assert query.columns == (Column("clause", "条款", "Clause"), Column("quote", "原句", "Quote"))
    assert (query.view, dict(query.example)) == ("table", {"agency": "云浦市教育局", "year": "2023"})
    assert query.text == "MATCH (c:Clause)\nRETURN c.id AS clause, c.text AS quote\nORDER BY clause"


BAD = {
    "unknown key": (("// view: table", "// look: table"), 8, "not a header line"),
    "no space after the slashes": (("// view: table", "//view: table"), 8, "not a header line"),
    "a title with a name": (("// title: 某", "// title x: 某"), 1, "takes no name"),
    "a column without a name": (("// column clause: 条款", "// column: 条款"), 6, "needs a name"),
    "a name in capitals": (("// column clause:", "// column Clause:"), 6, "lower-case"),
    "an empty title": (("// title: 某机构牵头的任务", "// title:"), 1, "is empty"),
    "a space at the end": (("Clause\n", "Clause \n"), 6, "ends in a space"),
    "no title": (("// title: 某机构牵头的任务\n", ""), 9, "no 'title'"),
    "no view": (("// view: table\n", ""), 9, "no 'view'"),
    "the wrong order": (
        ("// title: 某机构牵头的任务\n// title_en: What an agency leads", "// title_en: A\n// title: 某"),
        2,
        "before",
    ),
    "title twice": (("// title_en", "// title: 又\n// title_en"), 2, "given twice"),
    "a column twice": (("// column quote", "// column clause"), 7, "given twice"),
    "a param twice": (("// param year", "// param agency"), 4, "given twice"),
    "no need": (("agency (required) 机构", "agency 机构"), 3, "a param reads"),
    "unknown type": ((": agency (required)", ": bureau (required)"), 3, "'bureau' is none of"),
    "no English": (("机构名称 | Agency name", "机构名称"), 3, "中文 | English"),
    "a column without English": (("条款 | Clause", "条款"), 6, "中文 | English"),
    "a default that is no year": (("default 2025", "default soon"), 4, "not a year"),
    "a default of a type that has none": (
        ("agency (required)", "agency (default 云)"),
        3,
        "takes no default",
    ),
    "unknown view": (("view: table", "view: pie"), 8, "'pie' is none of"),
    "an example without a value": (("year=2023", "year="), 9, "name=value"),
    "an example of nothing": (("year=2023", "month=3"), 9, "month, which is no parameter"),
    "an example without what is required": (("agency=云浦市教育局; ", ""), 9, "lacks agency"),
    "no example though one is required": (
        ("// example: agency=云浦市教育局; year=2023\n", ""),
        9,
        "lacks agency",
    ),
    "no Cypher": (
        ("MATCH (c:Clause)\nRETURN c.id AS clause, c.text AS quote\nORDER BY clause\n", ""),
        10,
        "no Cypher",
    ),
}


@pytest.mark.parametrize(("change", "line", "what"), BAD.values(), ids=BAD)
def test_a_bad_header(tmp_path: Path, change: tuple[str, str], line: int, what: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(QueryError) as caught:
        read(tmp_path, GOOD.replace(*change, 1))
    assert caught.value.where == f"some_query.cypher:{line}"
    assert what in caught.value.what
    assert "README" in caught.value.hint


def test_a_bad_file_name(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="file's name"):
        read(tmp_path, GOOD, "Some-Query")


def test_names_are_unique_and_sorted() -> None:
    names = [query.name for query in registry.all_queries()]
    assert names == sorted(set(names))
    assert len(names) >= 16


def test_internal_queries_are_not_offered() -> None:
    assert not any(query.name.startswith("_") for query in registry.all_queries())
    assert registry.internal("find_documents").name == "_find_documents"
    with pytest.raises(QueryError):
        registry.get("_find_documents")


def test_did_you_mean() -> None:
    with pytest.raises(QueryError) as caught:
        registry.get("agency_lead")
    assert "agency_leads" in caught.value.hint
    with pytest.raises(QueryError, match="kg queries"):
        registry.get("天气")


def test_a_query_is_frozen() -> None:
    query = registry.get("agency_leads")
    with pytest.raises(AttributeError):
        query.text = "MATCH (n) RETURN n"  # type: ignore[misc]
    with pytest.raises(TypeError):
        query.example["agency"] = "x"  # type: ignore[index]
