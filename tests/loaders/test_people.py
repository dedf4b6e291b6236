"""Rosters that put the post in front of the name or in brackets, and prose that says who leads a group."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document, Span
from loaders.parse import people
from loaders.parse.folded import fold
from loaders.read import txt


def roster(*lines: str) -> list[tuple[str, str, str]]:
    text = "\n".join(lines)
    found = people.parse(text, txt.lines(text))
    assert all(one.name in one.span.quote(text) for one in found)
    return [(one.name, one.post, one.role) for one in found]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["组长：市委副书记、市长郄英才"], [("郄英才", "市委副书记、市长", "组长")]),
        (["组　长：郄英才（市长）", "郝明（市委副书记、副市长）"],
         [("郄英才", "市长", "组长"), ("郝明", "市委副书记、副市长", "组长")]),
        (["成员：市财政局局长任长明、市教育局局长李强"],
         [("任长明", "市财政局局长", "成员"), ("李强", "市教育局局长", "成员")]),
        (["副组长：李明（副市长）、王强（市教育局局长）"],
         [("李明", "副市长", "副组长"), ("王强", "市教育局局长", "副组长")]),
        (["组长：市长 曾文明"], [("曾文明", "市长", "组长")]),
        (["组长：孙爱军 市委书记"], [("孙爱军", "市委书记", "组长")]),
        (["组长：市委书记、市长"], []),
        (["成员：市教育局局长负责", "市政府办公室主任委员"], []),
    ],
)  # fmt: skip
def test_rosters(lines: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert roster(*lines) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立领导小组，由市长曾文明任组长，副市长李强同志担任副组长。",
         [("曾文明", "市长", "组长"), ("李强", "副市长", "副组长")]),
        ("建立由市委书记、市长任组长的机制。", []),
        ("由主要领导任组长，由分管副市长任副组长。", []),
        ("由市长任组长。", []),
    ],
)  # fmt: skip
def test_prose(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = people.in_prose(fold(text, Span(0, len(text))), [])
    assert [(one.name, one.post, one.role) for one in found] == expected


def test_a_document_counts_nobody_twice(parse: Callable[[str], Document]) -> None:
    document = parse(
        "一、领导\n（一）成立小组。由市长曾文明任组长。\n附件\n领导小组名单\n组长：曾文明（市长）\n成员：市财政局局长李强\n"
    )
    assert [(one.name, one.role) for one in document.people] == [("曾文明", "组长"), ("李强", "成员")]
