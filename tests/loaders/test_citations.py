"""Citations: numbers that titles share, numbers without a title, and what a document repeals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document, Span
from loaders import extract
from loaders.parse import citations
from loaders.parse.folded import fold
from loaders.resolve.regions import Divisions


def cited(text: str) -> list[tuple[str, str | None, str]]:
    folded = fold(text, Span(0, len(text)))
    found = citations.parse(text, folded, len(text), "云浦市稳岗意见", "云政发〔2022〕1号")
    return [(one.title, one.number, one.relation) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《甲办法》《乙意见》（岚政办〔2017〕8号、岚政办秘〔2019〕12号），",
            [("甲办法", "岚政办〔2017〕8号", "basis"), ("乙意见", "岚政办秘〔2019〕12号", "basis")],
        ),
        (
            "参考《甲办法》（岚政办〔2017〕8号、岚政办秘〔2019〕12号），",
            [
                ("甲办法", "岚政办〔2017〕8号", "mention"),
                ("岚政办秘〔2019〕12号", "岚政办秘〔2019〕12号", "mention"),
            ],
        ),
        ("《甲办法》（岚政办〔2017〕8号）。", [("甲办法", "岚政办〔2017〕8号", "mention")]),
    ],
)
def test_numbers_that_share_a_bracket(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "number", "relation"),
    [
        ("按照国办发〔2020〕3号文件要求，", "国办发〔2020〕3号", "basis"),
        ("与国办发〔2020〕3号文件一并执行", "国办发〔2020〕3号", "mention"),
        ("见岚政办秘[2019]12号。", "岚政办秘〔2019〕12号", "mention"),
        ("认真学习国发〔2019〕4号", "国发〔2019〕4号", "mention"),
    ],
)
def test_a_number_without_a_title(text: str, number: str, relation: str) -> None:
    assert cited(text) == [(number, number, relation)]


@pytest.mark.parametrize(
    "text",
    ["云政发〔2022〕1号所称，", "标题\n岚政发〔2021〕9号\n", "统一社会信用代码制度改革国办发〔2020〕3号"],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "repealed"),
    [
        ("《甲办法》自本意见施行之日起废止。", ["甲办法"]),
        ("本办法自2022年1月1日起施行，《甲办法》（岚政发〔2017〕8号）同时废止。", ["甲办法"]),
        ("原《甲办法》（岚政发〔2017〕8号）、《乙办法》同时废止。", ["甲办法", "乙办法"]),
        ("现决定废止《甲办法》。", ["甲办法"]),
        ("《甲办法》等3个文件即行废止。", ["甲办法"]),
        ("《甲办法》第三条同时废止。", []),
        ("对《甲办法》已废止的条款，", []),
        ("《甲办法》明确，旧目录同时废止。", []),
    ],
)
def test_repeals(text: str, repealed: list[str]) -> None:
    assert [title for title, _, relation in cited(text) if relation == "repeal"] == repealed


def test_a_mention_before_does_not_hide_a_repeal() -> None:
    assert cited("根据《甲办法》，做好工作。《甲办法》同时废止。") == [("甲办法", None, "repeal")]


def test_an_extraction_says_mention_and_that_it_is_repealed(
    parse: Callable[[str], Document], places: Divisions
) -> None:
    document = parse(
        "一、任务\n（一）做事。把事做好。\n二、附则\n本意见自印发之日起施行，《甲办法》同时废止。\n"
    )
    [one] = extract.as_json(document, places)["citations"]
    assert (one["title"], one["relation"], one["repealed"]) == ("甲办法", "mention", True)
