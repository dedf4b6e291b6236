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
