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
