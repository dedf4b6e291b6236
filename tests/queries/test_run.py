"""Parameters are typed and resolved in one place; nothing that a user types is ever Cypher."""

import pytest

from kg.errors import NotFoundError, QueryError
from kg.store.base import Store
from queries import registry
from queries.resolve import resolve
from queries.run import bind, run
from tests.queries.graph import CITY, NATION, NOTICE, PROVINCE

INJECTIONS = [
    "x' OR 1=1 //",
    "'}) DETACH DELETE n //",
    "云浦市教育局'}) RETURN 1 UNION MATCH (n) RETURN n //",
    "`) MATCH (n) DETACH DELETE n",
    "$agency",
    "\\' OR true OR \\'",
    'name:"教育" OR *:*',
    "教育~ AND NOT (((",
    "/* */ 教育 \u2028",
]


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_unknown_parameter(small: Store) -> None:
    with pytest.raises(QueryError, match=r"agency_leads: unknown parameter agencies.*agency, document, year"):
        run(small, registry.get("agency_leads"), {"agency": "云浦市教育局", "agencies": "x"})


@pytest.mark.parametrize("given", [{}, {"agency": None}, {"agency": ""}, {"agency": "  "}])
def test_missing_parameter(small: Store, given: dict[str, str | int | None]) -> None:
    with pytest.raises(QueryError, match="agency_leads, agency: the parameter agency is missing"):
        run(small, registry.get("agency_leads"), given)


@pytest.mark.parametrize(
    ("given", "value"), [(3, 3), ("3", 3), ("３", 3), (" 3 ", 3), ("-1", -1), (None, 1), ("", 1)]
)
def test_integer(small: Store, given: str | int | None, value: int) -> None:
    assert bind(small, registry.get("agency_pairs"), {"at_least": given})["at_least"] == value


@pytest.mark.parametrize("given", ["3.0", "three", "1e3", "三", "1 OR 1=1", "99999999999"])
def test_not_an_integer(small: Store, given: str) -> None:
    with pytest.raises(QueryError, match=r"agency_pairs, at_least: .* is not an integer"):
        run(small, registry.get("agency_pairs"), {"at_least": given})


@pytest.mark.parametrize("given", [2025, "2025", "2025年", "２０２５"])
def test_year(small: Store, given: str | int) -> None:
    assert bind(small, registry.get("clauses_due"), {"year": given})["year"] == 2025


@pytest.mark.parametrize("given", [25, "1848", "2101", "next", "2025-06"])
def test_not_a_year(small: Store, given: str | int) -> None:
    with pytest.raises(QueryError, match="is not a year"):
        run(small, registry.get("clauses_due"), {"year": given})


@pytest.mark.parametrize(
    ("given", "value"), [("lead", "lead"), ("牵头", "lead"), ("LEAD", "lead"), ("配合", "cooperate")]
)
def test_role(small: Store, given: str, value: str) -> None:
    assert bind(small, registry.get("region_tasks"), {"region": "云浦市", "role": given})["role"] == value


def test_not_a_level(small: Store) -> None:
    with pytest.raises(QueryError, match=r"is not a level.*province 省"):
        run(small, registry.get("documents"), {"level": "village"})


@pytest.mark.parametrize("given", ["x" * 301, "云浦\x00市", "云浦\n市"])
def test_text_that_is_no_line_of_text(small: Store, given: str) -> None:
    with pytest.raises(QueryError):
        run(small, registry.get("organizations"), {"kind": given})


@pytest.mark.parametrize("given", ["教", "！", "教 育", "__"])
def test_search_needs_a_word(small: Store, given: str) -> None:
    with pytest.raises(QueryError, match="no word to search for"):
        run(small, registry.get("search_clauses"), {"q": given})


@pytest.mark.parametrize("limit", [0, -1])
def test_limit_is_positive(small: Store, limit: int) -> None:
    with pytest.raises(QueryError, match="limit"):
        run(small, registry.get("documents"), {}, limit=limit)


def test_limit_truncates(small: Store) -> None:
    answer = run(small, registry.get("documents"), {}, limit=1)
    assert (len(answer.rows), answer.truncated) == (1, True)
    answer = run(small, registry.get("documents"), {}, limit=2)
    assert (len(answer.rows), answer.truncated) == (2, False)


def test_an_answer_says_what_it_used(small: Store) -> None:
    answer = run(small, registry.get("agency_leads"), {"agency": "云浦市教育局"})
    assert answer.query.name == "agency_leads"
    assert answer.params == {"agency": "云浦市/教育局", "document": None, "year": None}
    assert answer.columns == tuple(column.name for column in answer.query.columns) == tuple(answer.rows[0])
    assert answer.elapsed > 0
    assert not answer.truncated


def test_columns_without_rows(small: Store) -> None:
    answer = run(small, registry.get("organizations"), {"kind": "zoo"})
    assert answer.rows == ()
    assert answer.columns[0] == "organization"


# ── names to ids ─────────────────────────────────────────────────────────────────────────────────────────────

FOUND = [
    ("document", CITY, CITY),
    ("document", "云政办发[2021]35号", CITY),
    ("document", " 云政办发 ﹝2021﹞ 35号 ".strip(), CITY),
    ("document", "《云浦市职业教育行动方案》", CITY),
    ("document", "03_云政办发.txt", CITY),
    ("document", "03", CITY),
    ("document", "02", PROVINCE),
    ("document", "云浦市职业", CITY),
    ("document", "印发职业教育实施方案", PROVINCE),
    ("document", "国家职业教育改革方案", NATION),
    ("document", "国家职业", NATION),
    ("document", NOTICE, NOTICE),
    ("clause", f"{CITY}#二/（一）", f"{CITY}#二/（一）"),
    ("clause", "03#二/(一)", f"{CITY}#二/（一）"),
    ("clause", "云政办发[2021]35号#二/（二）", f"{CITY}#二/（二）"),
    ("clause", "服务港口", f"{CITY}#二/（三）"),
    ("clause", "海事", f"{CITY}#二/（二）"),
    ("agency", "云浦市/教育局", "云浦市/教育局"),
    ("agency", "云浦市教育局", "云浦市/教育局"),
    ("agency", "港航", "云浦市/港航办"),
    ("agency", "岚江省人民政府", "岚江省/人民政府"),
    ("region", "云浦市", "云浦市"),
    ("region", "岚江", "岚江省"),
]


@pytest.mark.parametrize(("kind", "text", "identity"), FOUND, ids=[f"{k} {t}" for k, t, _ in FOUND])
def test_resolves(small: Store, kind: str, text: str, identity: str) -> None:
    assert resolve(small, kind, text) == identity


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("document", "004"),
        ("document", "《》"),
        ("document", "鲁政发〔2020〕3号"),
        ("clause", "03#九"),
        ("clause", "#"),
        ("clause", "没有"),
        ("agency", "气象局"),
        ("region", "鼓楼区"),
    ],
)
def test_finds_nothing(small: Store, kind: str, text: str) -> None:
    with pytest.raises(NotFoundError, match="未找到"):
        resolve(small, kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "candidates"),
    [
        ("document", "职业教育", [CITY, PROVINCE]),
        ("clause", "建设", [f"{CITY}#二/（一）", f"{PROVINCE}#一/（一）"]),
        ("agency", "教育", ["云浦市/教育局", "云浦市/委教育工委", "岚江省/教育厅"]),
    ],
)
def test_finds_several(small: Store, kind: str, text: str, candidates: list[str]) -> None:
    with pytest.raises(QueryError, match="有多个匹配") as caught:
        resolve(small, kind, text)
    assert all(candidate in caught.value.hint for candidate in candidates)


def test_lists_five_candidates(small: Store) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(small, "agency", "云浦市")
    assert caught.value.hint.count("云浦市/") == 5
    assert "and 3 more" in caught.value.hint


def test_errors_name_query_and_parameter(small: Store) -> None:
    with pytest.raises(NotFoundError, match="agency_leads, agency: 未找到 气象局 · no agency is called that"):
        run(small, registry.get("agency_leads"), {"agency": "气象局"})


# ── what a user types is a value, never Cypher nor search syntax ─────────────────────────────────────────────


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    ("name", "param"),
    [("organizations", "kind"), ("agency_leads", "agency"), ("document_outline", "document"),
     ("clause_agencies", "clause"), ("documents", "region"), ("search_clauses", "q"), ("search_agencies", "q")],
)  # fmt: skip
def test_injection(small: Store, name: str, param: str, text: str) -> None:
    before = small.counts()
    try:
        rows = run(small, registry.get(name), {param: text}).rows
    except (QueryError, NotFoundError):
        rows = ()
    assert rows == ()
    assert small.counts() == before
