"""Tables of indicators: each row a figure to be reached, what it counts, in which unit, and by the column's year.

序号 | 指标名称 | 单位 | 2020年基数 | 2025年目标 | 属性 | 责任单位
1   | 森林覆盖率 | %   | 40.5      | ≥42       | 约束性 | 市林业局      → 森林覆盖率 ≥ 42 % by 2025

Where a figure was is no target: 基数, 现状, and a year that was over when the document was issued.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.records import Block, Finding, Indicator, Span
from loaders.parse import indicators, rows, values
from loaders.parse.folded import Folded, fold
from loaders.parse.numbering import to_int

_SUBJECT = re.compile(
    r"(?:主要|核心|具体|预期|发展|考核|规划|监测|评价|工作|绩效)?指标(?:名称|内容|项目?)?|[一-龥]{0,4}指标名称"
)  # 指标名称
_UNIT = re.compile(r"(?:计量)?单位")  # 单位, not 责任单位
_GOAL = re.compile(r".{0,12}(?:目标|规划|计划|预期)(?:值|数|数值)?(?:（[^）]*）)?|指标值")  # 2025年目标值
_YEAR = re.compile(r"到?(20\d{2})年?(?:底|末|值)?")  # a year alone: 2025年
_ANY_YEAR = re.compile(r"20\d{2}")  # the year of a title: 2025 of 2025年目标
_PLAN = re.compile(r"(十[一二三四五六七八九])五")  # 十四五: ends in 2025
_NO_GOAL = re.compile(r"基数|基期|基准|现状|实际|完成|初始|上年|年均|增速|增长|累计")  # 2020年基数 · 年均增长
_BEFORE = "不低于|不少于|不小于|不超过|不高于|不大于|不多于|大于|小于|高于|低于|超过|突破|达到?|控制在|保持在|稳定在|约"
# a cell that is a value: ≥42 · 1500以上 · 〔15〕 · 78左右 · 3—5 · 95%
_VALUE = re.compile(
    rf"(?P<before>{_BEFORE}|[≥≧⩾>＞≤≦⩽<＜]=?)?(?P<sum>〔)?(?P<minus>[-－−])?(?P<number>\d{{1,12}}(?:[,，]\d{{3}}){{0,4}}(?:\.\d{{1,6}})?"
    r"(?:万亿|[百千万亿])?(?:[%％]?[-—–~～至]\d{1,12}(?:\.\d{1,6})?(?:万亿|[百千万亿])?)?)(?P<unit>[^\d〕，。；、（）]{0,8}?)"
    r"〕?(?P<post>及?以上|及?以下|以内|之内|左右|上下)?〕?"
)
# the same with its unit, as `values.amounts` takes it: 3万—5万元
_WITH_UNIT = re.compile(
    r"(?P<a>[\d,，.]{1,30})(?P<am>万亿|[百千万亿]?)(?:[%％]?[-—–~～至](?P<b>[\d.]{1,20})(?P<bm>万亿|[百千万亿]?))?(?P<unit>.{0,20})"
)
_NUMBERED = re.compile(r"(?:\d{1,2}[.．、]|（\d{1,2}）|其中：?)+")  # 1.地区生产总值 · 其中：
_NAMED_UNIT = re.compile(r"（([^（）]{1,12})）$")  # 地区生产总值（亿元）
_SCALES = ("万亿", "亿", "万")
_FIRST_PLAN = 1955  # the year before the first of the five-year plans' years: the 14th ends in 1955 + 14 × 5


class Columns(NamedTuple):
    """Which column names what is counted, which the unit, and which hold targets, each with its year."""

    subject: int
    unit: int | None
    targets: tuple[tuple[int, str | None], ...]


@lru_cache(maxsize=256)
def columns(titles: tuple[str, ...], issued: str | None) -> Columns | None:
    """The columns by their folded titles, None where they are no table of indicators.

    A year alone is a target's where the document was issued (YYYY…) before it, or another column's year is earlier.
    """
    subject = next((place for place, title in enumerate(titles) if _SUBJECT.fullmatch(title)), None)
    if subject is None:
        return None
    years = sorted(match[0] for title in titles if (match := _ANY_YEAR.search(title)))
    over = issued[:4] if issued else years[0] if years else ""
    targets = tuple(
        (place, year(title))
        for place, title in enumerate(titles)
        if place != subject and _is_target(title, over)
    )
    unit = next((place for place, title in enumerate(titles) if _UNIT.fullmatch(title)), None)
    return Columns(subject, unit, targets) if targets else None


def _is_target(title: str, over: str) -> bool:
    """True for 2025年目标, and for 2025年 where `over` is a year before it."""
    if _NO_GOAL.search(title) or rows.what(title) != "task":
        return False
    alone = _YEAR.fullmatch(title)
    return alone[1] > over if alone else _GOAL.fullmatch(title) is not None


def year(title: str) -> str | None:
    """The year of a title: 2025 of 2025年目标 and of 十四五目标."""
    if match := _ANY_YEAR.search(title):
        return match[0]
    plan = _PLAN.search(title)
    return str(_FIRST_PLAN + 5 * to_int(plan[1])) if plan else None


def counted(titles: tuple[str, ...]) -> Columns | None:
    """The columns of a table whose rows are figures even where they have no numbers: it has a unit, and says 目标."""
    found = columns(titles, None)
    return found if found and found.unit is not None and any("目标" in title for title in titles) else None


def under(text: str, row: Block, header: Block | None, issued: str | None) -> Columns | None:
    """The columns of the row's table, None where it is none of indicators, or the row does not fit its header."""
    if header is None or len(row.cells) != len(header.cells):
        return None
    return columns(rows.titles(text, header), issued)


def read(
    text: str, row: Block, found: Columns, due: str | None
) -> tuple[tuple[Indicator, ...], tuple[Finding, ...]]:
    """The row's indicators, and what was not understood. `due` is when the row as a whole is due."""
    subject = _cell(text, row, found.subject)
    if subject is None:
        return (), ()
    unit = _cell(text, row, found.unit) if found.unit is not None else None
    made: list[Indicator] = []
    doubts: list[Finding] = []
    for place, when in found.targets:
        cell = _cell(text, row, place)
        if cell is None or not re.search(r"\d", cell.text):
            continue
        own = _value(subject, cell, unit.text if unit else "", when or due)
        given = [own] if own else _in_words(subject, cell, when or due)
        made += given
        if not given:
            message = "a figure of the table was not understood 表中目标值未能识别"
            doubts.append(Finding("figure-not-read", message, cell.span(0, len(cell.text))))
    return tuple(made), tuple(doubts)


def _cell(text: str, row: Block, place: int) -> Folded | None:
    pieces = [piece for piece in row.pieces(place) if rows.own(row, piece)]
    folded = [fold(text, piece) for piece in pieces]
    words = "".join(piece.text for piece in folded)
    return Folded(words, tuple(place for piece in folded for place in piece.places)) if words else None


def _value(subject: Folded, cell: Folded, unit: str, when: str | None) -> Indicator | None:
    """A cell that is nothing but a value: ≥42, 1500以上, 〔15〕 (a sum over the years)."""
    match = _VALUE.fullmatch(cell.text)
    name, named_unit = _named(subject.text)
    if match is None or not name:
        return None
    given = _WITH_UNIT.fullmatch(match["number"] + (match["unit"] or unit.strip("（）") or named_unit))
    if given is None:
        return None
    amounts, counted_in = values.amounts(given)
    return Indicator(
        subject=name,
        value=tuple(-amount for amount in amounts) if match["minus"] else amounts,
        comparator=_comparator(match, len(amounts)),
        unit=counted_in,
        deadline=when,
        kind="target",
        modality=None,
        scope="累计" if match["sum"] else None,
        span=Span(min(subject.places[0], cell.places[0]), max(subject.places[-1], cell.places[-1]) + 1),
    )


def _comparator(match: re.Match[str], amounts: int) -> str:
    before, post = match["before"] or "", match["post"] or ""
    if amounts > 1:
        return "range"
    if before == "约" or post in ("左右", "上下"):
        return "~"
    if post:
        return ">=" if "以上" in post else "<="
    return values.bound(before) or "="


def _named(subject: str) -> tuple[str, str]:
    """The name without its number, and the unit that stands behind it: 1.地区生产总值（亿元） → 地区生产总值, 亿元."""
    numbered = _NUMBERED.match(subject)
    name = subject[numbered.end() :] if numbered else subject
    unit = _NAMED_UNIT.search(name)
    return (name[: unit.start()], unit[1]) if unit and _is_unit(unit[1]) else (name, "")


def _is_unit(words: str) -> bool:
    """True for a unit that is known, in tens of thousands too, and for a rate of two: 亿元, 微克/立方米."""
    bare = next((words[len(scale) :] for scale in _SCALES if words.startswith(scale)), words)
    known = values.units("counts", "rates", "money", "spans")
    return "/" in words or words in known or bare in known


def _in_words(subject: Folded, cell: Folded, when: str | None) -> list[Indicator]:
    """A cell that says its figure in words: 下降15%, 建成3个园区."""
    words = Folded(subject.text + cell.text, subject.places + cell.places)
    if list(words.places) != sorted(words.places):
        return []
    found = (one._replace(kind="target") for one in indicators.parse(words, [], when))
    return [one for one in found if one.span.end > cell.places[0]]
