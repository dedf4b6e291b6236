"""Notices without numbers, and what stands in a document and was read as nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import InputError
from kg.records import Document

Parse = Callable[..., Document]
NOTICE = "各区人民政府，市政府各部门：\n根据《湿地保护法》，决定成立领导小组。"
ROSTER = "\n组　长：孙某某　副市长\n成　员：王某　市教育局局长\n李某　市财政局副局长\n"
BEGIN = "一、任务\n（一）护湿地。好好保护湿地。（责任单位：市水利局）\n\n"


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_a_notice_without_numbers_is_one_clause_with_its_people(parse: Parse) -> None:
    found = parse(NOTICE + ROSTER)
    assert [clause.id for clause in found.clauses] == ["0"]
    assert [(one.name, one.role) for one in found.people] == [
        ("孙某某", "组长"),
        ("王某", "成员"),
        ("李某", "成员"),
    ]
    assert [cited.title for cited in found.citations] == ["湿地保护法"]


def test_a_notice_without_numbers_says_who_answers(parse: Parse) -> None:
    found = parse("抓好稳岗工作，年底前新增就业3万人。（牵头单位：市人社局；责任单位：市财政局）")
    [clause] = found.clauses
    assert [(one.surface, one.role) for one in clause.assignments] == [
        ("市人社局", "lead"),
        ("市财政局", "responsible"),
    ]
    assert [one.value for one in clause.indicators] == [(30_000.0,)]


def test_a_notice_that_names_nobody_is_refused(parse: Parse) -> None:
    with pytest.raises(InputError, match="no numbered section"):
        parse(NOTICE)


def test_a_preamble_in_front_of_numbers_says_nobody(parse: Parse) -> None:
    found = parse("抓好工作，各负其责。（责任单位：市财政局）\n" + BEGIN)
    assert [len(clause.assignments) for clause in found.clauses] == [0, 1]


def test_an_annex_without_items_is_told(parse: Parse) -> None:
    table = "序号 重点任务 责任单位 1 修路修桥修水渠 市交通局 2 种树种花种草 市林业局 3 植树造林 市水利局"
    assert codes(parse(f"{BEGIN}附件\n任务分工表\n{table}\n")) == ["annex-not-read", "table-not-read"]
    assert codes(parse(f"{BEGIN}附件\n任务分工表\n此表另发\n")) == []


def test_a_table_that_came_as_text_is_told(parse: Parse) -> None:
    found = parse(f"{BEGIN}序号 工作任务 牵头单位\n1 修路 市交通局\n2 种树 市林业局\n")
    [told] = [one for one in found.findings if one.code == "table-not-read"]
    assert told.span is not None
    assert told.span.quote(found.source.text) == "序号 工作任务 牵头单位"
    assert codes(parse(f"{BEGIN}按序号，逐项填写任务和责任单位。")) == []


def test_a_lead_of_its_own_and_one_of_the_heading_are_told(parse: Parse) -> None:
    own = "（一）护湿地。好好保护。（牵头单位：市水利局；责任单位：市财政局）\n"
    found = parse(f"一、任务（牵头单位：市教育局）\n{own}（二）管湿地。好好管理。（责任单位：市财政局）\n")
    assert [
        [one.surface for one in clause.assignments if one.role == "lead"] for clause in found.clauses
    ] == [
        ["市水利局", "市教育局"],
        ["市教育局"],
    ]
    assert codes(found) == ["lead-of-heading"]
