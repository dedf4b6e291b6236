"""Blanks, slashes and words that part the names of a list where no comma stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document, Span
from loaders.parse.folded import fold

Parse = Callable[..., Document]
BEGIN = "一、任务\n（一）护湿地。好好保护湿地。"


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("（责任单位：市教育局 市财政局 市生态环境局）", "市教育局、市财政局、市生态环境局"),
        ("（责任单位：市教育局\u3000\u3000市财政局）", "市教育局、市财政局"),
        ("（市教育局 市财政局 各县区人民政府负责）", "市教育局、市财政局、各县区人民政府"),
        ("（责任单位：市教育局/市财政局 ／ 市水利局）", "市教育局、市财政局、市水利局"),
        ("\n责任单位：市教育局  市财政局\t市水利局\n", "市教育局、市财政局、市水利局"),
        (
            "\n责任单位：市教育局 市城管执法委、市交通局,市水利和湖泊局；市直有关部门",
            "市教育局、市城管执法委、市交通局、市水利和湖泊局、市直有关部门",
        ),
        ("（责任单位：市教 育局、市 财政局）", "市教育局、市财政局"),
        ("（责任单位：市委 市直机关工委、市政府 国资委）", "市委市直机关工委、市政府国资委"),
    ],
)
def test_a_blank_parts_two_names(parse: Parse, statement: str, wanted: str) -> None:
    clause = parse(BEGIN + statement).clauses[0]
    assert "、".join(one.surface for one in clause.assignments) == wanted


def test_labels_behind_blanks(parse: Parse) -> None:
    found = parse(BEGIN + "（牵头单位：市教育局 责任单位：市公安局 市财政局 完成时限：2025年底）")
    text, clause = found.source.text, found.clauses[0]
    told = [(one.surface, one.role, one.span.quote(text)) for one in clause.assignments]
    assert told == [
        ("市教育局", "lead", "市教育局"),
        ("市公安局", "responsible", "市公安局"),
        ("市财政局", "responsible", "市财政局"),
    ]
    assert [date.when for date in clause.deadlines] == ["2025"]


def test_a_comma_that_was_read_into_a_blank_is_told(parse: Parse) -> None:
    found = parse(BEGIN + "（责任单位：市教育局 市财政局）")
    told = [(one.code, one.severity) for one in found.findings]
    assert told == [("separator-implied", "repaired")]
    assert parse(BEGIN + "全市社会 各界人士积极参加。").findings == ()


def test_places_stay_exact() -> None:
    text = "市教育局 \t 市财政局"
    folded = fold(text, Span(0, len(text)))
    assert folded.text == "市教育局、市财政局"
    assert folded.places == (0, 1, 2, 3, 4, 7, 8, 9, 10)
    assert list(folded.places) == sorted(set(folded.places))


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("（市发改委商市财政局负责）", ["市发改委 responsible", "市财政局 cooperate"]),
        (
            "（市民政局商请财政局、市委编办负责）",
            ["市民政局 responsible", "市财政局 cooperate", "市委编办 cooperate"],
        ),
        ("（市商务局、市工商联负责）", ["市商务局 responsible", "市工商联 responsible"]),
        ("办法由市民政局商市财政局制定。", ["市民政局 responsible", "市财政局 cooperate"]),
    ],
)
def test_who_is_asked_is_a_partner(parse: Parse, statement: str, wanted: list[str]) -> None:
    clause = parse(BEGIN + statement).clauses[0]
    assert [f"{one.surface} {one.role}" for one in clause.assignments] == wanted
