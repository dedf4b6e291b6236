"""Tables that lost their cells: which line belongs to which column, what is told, what is left out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.records import Document, Span
from loaders import evaluate
from loaders.parse import document as parser
from loaders.parse.cells import Line, Reader, Run, lines_of
from loaders.parse.flattened import recover
from loaders.read import txt
from loaders.resolve.regions import Divisions, divisions

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "R31_天津_营商环境责任清单.txt"
TITLE = "云浦市人民政府关于印发便民任务清单的通知\n各县区人民政府：\n现予印发。\n2023年1月6日\n云浦市便民任务清单\n"
Facts = list[tuple[str, str]]


def read(text: str, places: Divisions) -> Document:
    return parser.parse(txt.read((TITLE + text).encode(), Path("x.txt")), {}, places)


def told(document: Document) -> dict[str, Facts]:
    return {c.id: [(a.role, a.surface) for a in c.assignments] for c in document.clauses if c.number}


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def lines(words: str) -> list[Line]:
    """'市教育 局' → two lines."""
    made, at = [], 0
    for word in words.split():
        made.append(Line(Span(at, at + len(word)), word, at))
        at += len(word) + 1
    return made


RUNS = (Run("task", (1,)), Run("lead", (2,)), Run("responsible", (3,)))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (
            "建立审 批制度。 市民政 局 市教育局、市 财政局",
            ["建立审批制度。", "市民政局", "市教育局、市财政局"],
        ),
        ("建制。 市民政局、 市教育局 市财政局", ["建制。", "市民政局、市教育局", "市财政局"]),
        ("建制。 — 市财政局", ["建制。", "—", "市财政局"]),
        (
            "市民政局建 制。 市民政局 各县（市、 区）政府",
            ["市民政局建制。", "市民政局", "各县（市、区）政府"],
        ),
        ("建站 市民政局 市财政局", ["建站", "市民政局", "市财政局"]),
        ("建制。 市民政局 市司法局等 市级有关单位", ["建制。", "市民政局", "市司法局等市级有关单位"]),
    ],
)
def test_the_only_reading_gives_the_cells(places: Divisions, row: str, cells: list[str]) -> None:
    parts = [lines(row)]
    found = Reader(RUNS, places).only(parts)
    assert found
    assert ["".join(line.words for line in lines_of(parts, cell)) for cell in found] == cells


@pytest.mark.parametrize(
    "row",
    [
        "建制。 市民政局 市教育局 市财政局",  # whose is 市教育局?
        "建制。 市民政局",  # lead or responsible?
        "建制。 市民政局、 市教育局、",  # a list that breaks off
        "建制。 市民政局 点亮灯笼",  # no agency
        "市民政局 市教育局",  # no task
        "建制。",
    ],
)
def test_what_has_no_or_several_readings_is_left_out(places: Divisions, row: str) -> None:
    assert Reader(RUNS, places).only([lines(row)]) is None


def test_a_row_cut_by_the_page_is_read_over_it(places: Divisions) -> None:
    reader = Reader(RUNS, places)
    reader.widths = [5.0, 3.0, 7.0]
    found = reader.only([lines("推行新办事 市民政 市教育局、市财"), lines("制度。 局 政局")])
    assert found == (((0, 1), (0, 1)), ((1, 2), (1, 2)), ((2, 3), (2, 3)))


@pytest.mark.parametrize("widths", [[5.0, 3.0, 7.0], [5.0, 6.0, 7.0], [3.0, 6.0, 7.0]])
@pytest.mark.parametrize("strict", [False, True])
def test_a_reading_still_holds_where_a_new_search_finds_it(
    places: Divisions, widths: list[float | None], strict: bool
) -> None:
    parts = [lines("推行新办事 制度。 市民政 局 教育局、市财 政局")]
    reader = Reader(RUNS, places)
    first = reader.only(parts)
    assert first
    reader.widths, reader.strict = widths, strict
    assert reader.still(parts, first) == (reader.only(parts) == first)


HEAD = "序号\n工作任务\n牵头单位\n配合单位\n完成时限\n"


def test_a_missing_ordinal_leaves_two_rows_out(places: Divisions) -> None:
    rows = [f"{n}\n办好第{n}件事。\n市民政局\n市教育局\n2023年\n" for n in range(1, 8)]
    rows[3] = rows[3].removeprefix("4\n")
    document = read(HEAD + "".join(rows), places)
    facts = told(document)
    assert "4" not in facts
    assert facts["3"] == []
    assert facts["5"] == [("lead", "市民政局"), ("cooperate", "市教育局")]
    assert codes(document).count("row-not-recovered") == 1


def test_an_empty_cell_beside_the_lead_is_that_of_those_who_cooperate(places: Divisions) -> None:
    document = read(
        HEAD
        + "1\n开灯。\n市民政局\n市教育局\n2023年\n2\n关灯。\n市民政局\n3\n换灯。\n市水利局\n市司法局\n长期\n",
        places,
    )
    assert told(document)["2"] == [("lead", "市民政局")]
    assert "cell-taken-as-empty" in codes(document)


def test_deadlines_of_the_column_are_read(places: Divisions) -> None:
    document = read(
        HEAD + "1\n开灯。\n市民政局\n市教育局\n2023年6\n月底前\n2\n关灯。\n市民政局\n市财政局\n2024年\n",
        places,
    )
    assert [[d.when for d in clause.deadlines] for clause in document.clauses if clause.number] == [
        ["2023-06-30"],
        ["2024"],
    ]


def test_a_column_of_persons_is_not_guessed_at(places: Divisions) -> None:
    head = "序号\n工作任务\n责任单位\n责任人\n"
    document = read("一、总则\n" + head + "1\n开灯。\n市民政局\n孙某\n2\n关灯。\n市教育局\n李某\n", places)
    assert not any(clause.assignments for clause in document.clauses)
    assert "table-not-recovered" in codes(document)


def test_a_merged_group_holds_for_the_rows_that_follow(places: Divisions) -> None:
    head = "序号\n重点任务\n主要内容\n责任单位\n"
    text = "1\n1.优化企\n业开办\n推进电子执照在平台中应用。\n市公安局\n2\n压减时间。\n市税务局\n3\n2.办好事\n推行线上预约。\n市司法局\n"
    source = recover(txt.read((TITLE + head + text).encode(), Path("x.txt")), places)
    rows = [block for block in source.blocks if block.kind == "row"][1:]
    groups = ["".join(row.cells[1].quote(source.text).split()) for row in rows if row.cells[1]]
    assert groups == ["1.优化企业开办", "1.优化企业开办", "2.办好事"]
    texts = ["".join(row.cells[2].quote(source.text).split()) for row in rows if row.cells[2]]
    assert texts == ["推进电子执照在平台中应用。", "压减时间。", "推行线上预约。"]
    assert [clause.body.quote(source.text) for clause in read(head + text, places).clauses][1] == "压减时间。"


def test_text_behind_the_table_is_no_part_of_it(places: Divisions) -> None:
    rows = "1\n开灯。\n市民政局\n市教育局\n长期\n2\n关灯。\n市水利局\n市财政局\n长期\n"
    document = read(HEAD + rows + "二、保障\n（一）督查。按月督查。（市审计局负责）\n", places)
    assert told(document) == {
        "1": [("lead", "市民政局"), ("cooperate", "市教育局")],
        "2": [("lead", "市水利局"), ("cooperate", "市财政局")],
        "二/（一）": [("responsible", "市审计局")],
    }


SCRAPS = st.sampled_from(
    [
        "序号",
        "重点任务",
        "责任单位",
        "牵头单位",
        "完成时限",
        "备注",
        "1",
        "2",
        "3",
        "4",
        "12",
        "— 3 —",
        "开灯。",
        "推进",
        "市教育局",
        "市财政局、",
        "市教",
        "育局",
        "各县（市、区）",
        "人民政府",
        "—",
        "2023年",
        "",
        "附件2",
        "一、总则",
        "（一）开灯。",
        "。市水利局",
        "“",
        "、",
    ]
)


@settings(derandomize=True, max_examples=150, deadline=None, database=None)
@given(st.lists(SCRAPS, max_size=60), st.booleans())
def test_any_lines_give_blocks_in_order_that_leave_nothing_out(scraps: list[str], titled: bool) -> None:
    head = "序号\n重点任务\n牵头单位\n责任单位\n1\n开灯。\n市教育局\n市财政局\n2\n" if titled else ""
    source = txt.read(("政\n" + head + "\n".join(scraps)).encode(), Path("x.txt"))
    recovered = recover(source, divisions())
    spans = [block.span for block in recovered.blocks]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = "".join(span.quote(source.text) for span in spans)
    assert "".join(covered.split()) == "".join(source.text.split())


def test_numbered_text_under_a_stray_word_stays_text(places: Divisions) -> None:
    document = read("一、总则\n序号\n1.开灯。灯要常亮。（市民政局负责）\n2.关灯。灯要省电。\n", places)
    assert "table-recovered" not in codes(document)
    assert [clause.id for clause in document.clauses if clause.number] == ["一/1", "一/2"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_the_real_table_is_read_nearly_whole() -> None:
    gold = Path(__file__).parents[1] / "golden" / "annotations"
    [measured] = [m for m in evaluate.measure(gold, [SHARED.parent]) if m.code == "R31"]
    assert measured.scores["clause"].f1 == 1
    assert measured.scores["assignment"].precision > 0.99
    assert measured.scores["assignment"].recall > 0.985


# --- a table made, flattened, and read back -------------------------------------------------------------------------

BODIES = [
    "教育局",
    "财政局",
    "司法局",
    "水利局",
    "民政局",
    "审计局",
    "统计局",
    "发展改革委",
    "人力资源社会保障局",
    "市场监管局",
]
CLAUSES = [
    "建立长效管理机制",
    "优化办事流程，压减材料",
    "推进数据共享开放",
    "开展专题培训活动",
    "完善便民服务设施，延长服务时间",
]
AGENCIES = st.lists(st.sampled_from(BODIES), min_size=1, max_size=5, unique=True).map(
    lambda b: ["市" + x for x in b]
)
TASKS = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map(lambda c: "。".join(c) + "。")
COLUMNS = {
    "牵头部门": "lead",
    "责任单位": "responsible",
    "配合单位": "cooperate",
}


def wrapped(words: str, width: int) -> list[str]:
    """Lines of a column; no line starts with a comma or a full stop, as printers keep it."""
    made: list[str] = []
    while words:
        cut = width
        while cut < len(words) and words[cut] in "、，。":
            cut -= 1
        made.append(words[:cut])
        words = words[cut:]
    return made


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, dict[str, Facts]]:
    """A table's lines and what its rows say. A page may end inside of any row; the titles then come again."""
    roles = draw(
        st.sampled_from(
            [["责任单位"], ["牵头部门", "责任单位"], ["牵头部门", "配合单位"], ["责任单位", "配合单位"]]
        )
    )
    task_first = draw(st.booleans())
    titles = ["重点任务", *roles] if task_first else [*roles, "重点任务"]
    widths = {"重点任务": draw(st.integers(12, 18)), **{role: draw(st.integers(5, 10)) for role in roles}}
    head = "".join(f"{title}\n" for title in ["序号", *titles])
    text, facts = head, {}
    for number in range(1, draw(st.integers(4, 10)) + 1):
        lists = {role: draw(AGENCIES) for role in roles}
        facts[str(number)] = [(COLUMNS[role], name) for role in roles for name in lists[role]]
        cells = {"重点任务": draw(TASKS), **{role: "、".join(names) for role, names in lists.items()}}
        rows = [wrapped(cells[title], widths[title]) for title in titles]
        height = draw(st.integers(1, 8)) if draw(st.integers(0, 3)) == 0 else 99
        text += f"{number}\n" + "".join(f"{line}\n" for cell in rows for line in cell[:height])
        if any(cell[height:] for cell in rows):
            text += f"\n{head}" + "".join(f"{line}\n" for cell in rows for line in cell[height:])
    return text, facts


@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(tables())
def test_a_flattened_table_is_read_back_or_left_out(made: tuple[str, dict[str, Facts]]) -> None:
    text, facts = made
    document = read("一、总则\n" + text, divisions())
    found = told(document)
    doubts = codes(document)
    if "table-not-recovered" in doubts:
        assert not any(found.values())
        return
    rows = {number: given for number, given in found.items() if number in facts}
    assert list(rows) == list(facts)
    missing = [number for number in facts if rows[number] != facts[number]]
    assert all(rows[number] == [] for number in missing)
    assert len(missing) == doubts.count("row-not-recovered")
    for clause in document.clauses:
        for one in clause.assignments:
            assert one.statement.start <= one.span.start < one.span.end <= one.statement.end
