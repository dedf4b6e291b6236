"""Annex tables by their header: where the ordinal stands, and tables that have none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Block, Document, Source, Span
from loaders.parse import document as parser
from loaders.read import tables, txt
from loaders.resolve.regions import Divisions

Read = Callable[..., Document]
HEAD = "云浦市人民政府关于稳岗的实施意见\n云政发〔2022〕1号\n附件\n任务分工表\n"


@pytest.fixture
def read(places: Divisions) -> Read:
    """Rows of cells → the record of a document with them as its annex; a row under "text" is a paragraph."""

    def run(*rows: tuple[str, ...]) -> Document:
        text, blocks = HEAD, list(txt.lines(HEAD))
        for cells in rows:
            spans = []
            for cell in cells:
                spans.append(Span(len(text), len(text) + len(cell)) if cell else None)
                text += cell + "\n"
            known = [span for span in spans if span]
            whole = Span(known[0].start, known[-1].end)
            blocks.append(Block(whole, "row", tuple(spans)) if len(cells) > 1 else Block(whole))
        return parser.parse(Source("x.txt", "txt", text, tuple(blocks)), {}, places)

    return run


def told(document: Document) -> list[str]:
    text = document.source.text
    return [
        f"{clause.id} {clause.body.quote(text)} {'、'.join(a.surface for a in clause.assignments)}"
        for clause in document.clauses
    ]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_the_ordinal_stands_where_the_header_says(read: Read) -> None:
    found = read(
        ("领域", "序号", "工作任务", "牵头单位"),
        ("政务", "1", "建设平台", "市教育局"),
        ("政务", "2", "归集数据", "市财政局"),
        ("领域", "序号", "工作任务", "牵头单位"),
        ("交通", "3", "修路口", "市公安局"),
    )
    assert told(found) == ["附件/1 建设平台 市教育局", "附件/2 归集数据 市财政局", "附件/3 修路口 市公安局"]
    assert codes(found) == []


def test_rows_without_a_number_column_are_counted(read: Read) -> None:
    found = read(
        ("类别", "任务", "牵头单位", "时限"),
        ("一、政务", "建设平台", "市教育局", "2023年底"),
        ("一、政务", "归集数据", "市财政局", "2024年底"),
        ("类别", "任务", "牵头单位", "时限"),
        ("二、交通", "修路口", "市公安局", "2024年底"),
    )
    assert told(found) == ["附件/1 建设平台 市教育局", "附件/2 归集数据 市财政局", "附件/3 修路口 市公安局"]
    assert codes(found) == ["number-implied"]


def test_a_table_that_does_not_say_who_does_what_is_not_counted(read: Read) -> None:
    found = read(
        ("指标", "2023年", "2025年"),
        ("人才", "3", "4"),
        ("楼宇", "5", "6"),
        ("序号", "任务"),
        ("1", "建设平台"),
    )
    assert told(found) == ["附件/1 建设平台 "]
    assert codes(found) == ["rows-left-out"]


def test_text_ends_a_counted_table(read: Read) -> None:
    found = read(("任务", "牵头单位"), ("建设平台", "市教育局"), ("注：逐月填报",), ("张某", "市财政局"))
    assert told(found) == ["附件/1 建设平台 市教育局"]


def test_flattened_rows_start_before_their_number_as_the_header_does() -> None:
    text = "\t领域\n\t序号\n\t任务\n\n\t政务\n\t1\n\t建平台\n\n\t交通\n\t2\n\t修路口\n"
    rows = list(tables.recover(text, list(txt.lines(text)), []))
    assert [[cell.quote(text) for cell in row.cells if cell] for row in rows] == [
        ["领域", "序号", "任务"],
        ["政务", "1", "建平台"],
        ["交通", "2", "修路口"],
    ]


def who(document: Document) -> list[str]:
    return ["、".join(f"{a.surface} {a.role}" for a in clause.assignments) for clause in document.clauses]


@pytest.mark.parametrize(
    ("title", "cell", "wanted"),
    [
        ("责任单位", "牵头：县交通局；配合：各镇人民政府", "县交通局 lead、各镇人民政府 cooperate"),
        ("责任单位", "牵头单位：市教育局\n责任单位：市财政局\n市水利局", "市教育局 lead、市财政局 responsible、市水利局 responsible"),
        ("责任单位", "市教育局牵头\n市财政局配合", "市教育局 lead、市财政局 cooperate"),
        ("责任单位", "市教育局（牵头）、市财政局", "市教育局 lead、市财政局 responsible"),
        ("责任单位", "由市教育局牵头，完成时限：2022年底", "市教育局 lead"),
        ("牵头单位", "县公安局牵头", "县公安局 lead"),
        ("牵头单位", "县公安局负责", "县公安局 lead"),
        ("配合单位", "县财政局、县水利局按职责分工负责", "县财政局 cooperate、县水利局 cooperate"),
        ("责任单位", "市教育局会同市财政局", "市教育局 responsible、市财政局 responsible"),
    ],
)  # fmt: skip
def test_a_cell_may_say_the_roles_once_more(read: Read, title: str, cell: str, wanted: str) -> None:
    found = read(("序号", "任务", title), ("1", "建设平台", cell), ("2", "修路口", "市公安局"))
    assert who(found)[0] == wanted
    assert codes(found) == []


def test_as_above_takes_what_the_row_above_says(read: Read) -> None:
    found = read(
        ("序号", "任务", "牵头单位", "配合单位", "时限"),
        ("1", "建设平台", "市教育局", "同上", "2023年底"),
        ("2", "归集数据", "同上", "市公安局", "同上"),
        ("3", "修路口", "〃", "", "〃"),
    )
    assert who(found) == ["市教育局 lead", "市教育局 lead、市公安局 cooperate", "市教育局 lead"]
    assert [[date.when for date in clause.deadlines] for clause in found.clauses] == [["2023"]] * 3
    assert codes(found) == ["agency-not-understood"]


def test_a_cell_held_from_the_row_above_may_stand_behind_an_own_one(parse: Callable[[str], Document]) -> None:
    rows = (
        ("序号", "任务", "措施", "责任单位"),
        ("1", "建平台", "抓措施", "市教育局"),
        ("2", "修路口", "", "市公安局"),
    )
    lines = "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)
    found = parse(f"附件\n任务分工表\n\n{lines}")
    assert told(found) == ["附件/1 建平台\n\t抓措施 市教育局", "附件/2 修路口 市公安局"]


def figures(document: Document) -> list[tuple[str, tuple[float, ...], str, str, str | None]]:
    return [
        (one.subject, one.value, one.comparator, one.unit, one.deadline)
        for clause in document.clauses
        for one in clause.indicators
    ]


TITLES = ("序号", "指标名称", "单位", "2020年基数", "2025年目标", "属性", "责任单位")


@pytest.mark.parametrize(
    ("name", "unit", "target", "wanted"),
    [
        ("森林覆盖率", "%", "≥42", ("森林覆盖率", (42.0,), ">=", "%", "2025")),
        ("地区生产总值", "亿元", "1500以上", ("地区生产总值", (150_000_000_000.0,), ">=", "元", "2025")),
        ("地区生产总值（亿元）", "", "1,500", ("地区生产总值", (150_000_000_000.0,), "=", "元", "2025")),
        ("人均预期寿命", "岁", "78左右", ("人均预期寿命", (78.0,), "~", "岁", "2025")),
        ("城镇调查失业率", "%", "＜5.5", ("城镇调查失业率", (5.5,), "<=", "%", "2025")),
        ("PM2.5浓度", "微克/立方米", "控制在30以内", ("PM2.5浓度", (30.0,), "<=", "微克/立方米", "2025")),
        ("1.15岁以上人口受教育年限", "年", "11.5", ("15岁以上人口受教育年限", (11.5,), "=", "年", "2025")),
        ("新增床位", "张", "300—500", ("新增床位", (300.0, 500.0), "range", "张", "2025")),
        ("碳排放变化", "%", "-18", ("碳排放变化", (-18.0,), "=", "%", "2025")),
        ("单位能耗", "%", "下降13%", ("单位能耗下降", (13.0,), "=", "%", "2025")),
    ],
)
def test_a_row_of_a_table_of_indicators_is_a_target(
    read: Read, name: str, unit: str, target: str, wanted: tuple[str, tuple[float, ...], str, str, str]
) -> None:
    found = read(TITLES, ("1", name, unit, "40.5", target, "约束性", "市发改委、市统计局"))
    assert figures(found) == [wanted]
    assert told(found)[0].endswith(" 市发改委、市统计局")
    [one] = found.clauses[0].indicators
    quote = one.span.quote(found.source.text)
    assert one.kind == "target"
    assert quote.startswith(name)
    assert quote.endswith(target)


def test_a_figure_in_square_brackets_is_a_sum_over_the_years(read: Read) -> None:
    found = read(TITLES, ("1", "新增就业", "万人", "5", "〔25〕", "预期性", "市人社局"))
    assert [one.scope for one in found.clauses[0].indicators] == ["累计"]
    assert figures(found) == [("新增就业", (250_000.0,), "=", "人", "2025")]


def test_a_target_that_is_no_figure_is_none_and_one_not_understood_is_told(read: Read) -> None:
    found = read(
        TITLES,
        ("1", "能耗", "%", "3", "完成省下达任务", "约束性", "市发改委"),
        ("2", "水质", "级", "3", "按2019标准", "约束性", "市水利局"),
    )
    assert figures(found) == []
    assert codes(found) == ["figure-not-read"]


def test_each_year_to_come_has_its_own_target(read: Read) -> None:
    found = read(
        ("指标", "单位", "2022年", "2023年", "十四五目标", "年均增长", "责任单位"),
        ("粮食产量", "万吨", "100", "110", "120", "5%", "市农业农村局"),
    )
    assert [(value, year) for _, value, _, _, year in figures(found)] == [
        ((1_100_000.0,), "2023"),
        ((1_200_000.0,), "2025"),
    ]
    assert codes(found) == ["number-implied"]


def test_texts_of_neighbouring_cells_do_not_run_into_each_other(read: Read) -> None:
    found = read(
        ("序号", "项目名称", "建设内容", "责任单位", "要求"),
        ("1", "公路建设", "国道改造12公里", "市教育局", "2022年底前建成3座桥"),
    )
    assert figures(found) == [("国道改造", (12.0,), "=", "公里", None), ("桥", (3.0,), "=", "座", "2022")]
