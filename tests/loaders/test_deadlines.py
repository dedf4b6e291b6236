"""Dates by which something is due: one row, one rule of loaders/parse/deadlines.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document, Span
from loaders.parse import deadlines
from loaders.parse.folded import Folded, fold


def folded(text: str) -> Folded:
    return fold(text, Span(0, len(text)))


def when(text: str, issued: str | None = "2021-03-01") -> list[str]:
    return [deadline.when for deadline in deadlines.dates(folded(text), issued)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("（6月底完成，牵头单位：市公安局）", ["2021-06-30"]),
        ("（时限要求：6月底）", ["2021-06-30"]),
        ("完成时限：6月", ["2021-06-30"]),
        ("12月完成验收", ["2021-12-31"]),
        ("6月份取得阶段性成效", ["2021-06-30"]),
        ("10月底完善平台功能", ["2021-10-31"]),
        ("组织全面验收，第三季度。", ["2021-09-30"]),
        ("于一季度末前报送", ["2021-03-31"]),
        ("2021年第二季度组织验收", ["2021-06-30"]),
        ("2021.6.30前完成", ["2021-06-30"]),
        ("2021—2023年，培训100人", ["2023"]),
        ("明年6月底前", ["2022-06-30"]),
        ("次年3月底前", ["2022-03-31"]),
        ("今年6月底前", ["2021-06-30"]),
        ("到“十四五”末", ["2025"]),
        ("（2022年6月底前完成）", ["2022-06-30"]),
        ("——2021年底前，完成验收", ["2021"]),
    ],
)
def test_a_date_without_its_year_or_its_word(text: str, dates: list[str]) -> None:
    assert when(text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "每年6月底前",
        "每年报告于次年3月底前报送",
        "截至6月底，全市共有企业3家",
        "6月底已完成",
        "1—6月，全市完成投资3亿元",
        "投资2021.6亿元",
        "报送一季度、二季度情况",
        "7月和10月第三方评估",
        "三年行动方案（2021—2023年）",
        "2021—2023年行动方案",
        "（2022年修订）",
        "印发云浦市2022年数据治理工作要点",
        "2012年至2022年间制发的证照",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert when(text) == []


def test_a_month_says_nothing_where_no_year_is_known() -> None:
    assert when("6月底前完成", None) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2021年1月1日至12月31日", ["2021-12-31"]),
        ("完成时限：2021年1月至12月", ["2021-12-31"]),
        ("2021年1月至2023年12月", ["2023-12-31"]),
        ("2021年1—6月", ["2021-06-30"]),
        ("6月至12月完成验收", ["2021-12-31"]),
        ("自2021年1月1日至12月31日，免征。", ["2021-01-01", "2021-12-31"]),
    ],
)
def test_a_period_is_due_at_its_end(text: str, dates: list[str]) -> None:
    assert when(text) == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年6月底前完成1.5万亩、12月底前累计完成3万亩", ["2023-06-30", "2023-12-31"]),
        ("2023年6月底前完成。12月底前验收", ["2023-06-30", "2021-12-31"]),
        ("到2025年全面建成，12月底前启动", ["2025", "2021-12-31"]),
    ],
)
def test_the_year_that_the_sentence_named(text: str, dates: list[str]) -> None:
    assert when(text) == dates


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("建设3个中心。（6月底完成，牵头单位：各县（市、区）公安局）", "2021-06-30"),
        ("建设3个中心（6月底完成），推进验收。", None),
        ("执行期限为2021年1月1日至12月31日", "2021-12-31"),
    ],
)
def test_the_limit_of_a_clause(text: str, limit: str | None) -> None:
    body = folded(text)
    assert deadlines.limit(body, deadlines.dates(body, "2021-03-01")) == limit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完成时限：汛期前。", ["汛期前"]),
        ("完成时限：持续推进。", []),
        ("完成时限：6月。", []),
        ("办理时限：20个工作日。", []),
    ],
)
def test_a_limit_that_gives_no_date_is_told(text: str, words: list[str]) -> None:
    body = folded(text)
    spans = deadlines.unread(body, deadlines.dates(body, "2021-03-01"))
    assert [span.quote(text) for span in spans] == words


def test_the_quality_report_tells_it(parse: Callable[[str], Document]) -> None:
    found = parse(
        "一、任务\n（一）建设。建设3个中心。完成时限：汛期前\n（二）培训。开展培训。完成时限：6月\n"
    )
    assert [one.code for one in found.findings if one.code == "deadline-not-read"] == ["deadline-not-read"]


@pytest.mark.parametrize(
    ("text", "values", "dates"),
    [
        ("1．建成充电桩500个，推动试点。加强管理。", [(500,)], []),
        ("1．6月底前建成充电桩500个。加强管理，建设站点3个。", [(500,), (3,)], ["2022-06-30"]),
        ("1．建设10个示范县。到2025年，建设10个示范县。", [(10,)], ["2025"]),
    ],
)
def test_a_first_sentence_taken_as_heading_keeps_its_numbers(
    parse: Callable[[str], Document], text: str, values: list[tuple[int, ...]], dates: list[str]
) -> None:
    (clause,) = (one for one in parse(f"一、任务\n{text}\n").clauses if one.number == "1")
    assert clause.heading
    assert [one.value for one in clause.indicators] == values
    assert [one.when for one in clause.deadlines] == dates
