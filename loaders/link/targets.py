"""Targets on their way down: an indicator of a lower clause is paired with that of the clause which it carries out.

Two indicators are one target where they are counted in the same unit and say the same words about what is counted;
between two documents each has one partner at most, clauses that carry out one another directly coming first. The ratio
tells how the number changed: of how often something is due, how the times a year did. What else changed (deadline,
comparator, modality, scope) is on the two indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.parse.numbering import to_int

METHOD = "same unit, like words 2"
_ALIKE = 0.35  # Dice's coefficient of bigrams that two targets must reach
_ALIKE_IN_PART = 0.6  # where the clauses cover each other in part only
_NUMBERS = re.compile(r"[\d.,，%％]+")  # the value itself is no likeness: 3 of 3个
_SAME_UNIT = {"名": "人", "个工作日": "工作日", "个小时": "小时", "千米": "公里", "日": "天", "％": "%"}
_A_YEAR = {
    "年": 1,
    "年度": 1,
    "半年": 2,
    "季度": 4,
    "季": 4,
    "月": 12,
    "个月": 12,
    "旬": 36,
    "周": 52,
    "天": 365,
    "日": 365,
}
# how often: 每年, 每两年, 每个季度, 每3个月, 每半年
_PERIOD = re.compile(
    r"每个?(?P<number>[一二两三四五六七八九十]{1,2}|\d{1,2})?(?P<span>半年|年度?|季度?|个?月|旬|周|天|日)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator as the graph holds it: `text` are the words around it, `subject` what is counted."""

    id: str
    clause: str
    subject: str
    text: str
    value: float
    unit: str
    frequency: bool = False


class Clauses(NamedTuple):
    """The targets of two clauses of which one carries out the other, and whether it does so directly."""

    below: Sequence[Target]
    above: Sequence[Target]
    direct: bool


class Pair(NamedTuple):
    """The lower target, the higher one, how alike their words are, and the lower value divided by the higher."""

    child: str
    parent: str
    score: float
    ratio: float | None


def pairs(children: Sequence[Target], parents: Sequence[Target]) -> list[Pair]:
    """The targets of two clauses that carry out one another, paired greedily, the most alike first.

    >>> one = Target("a", "x", "市级实训基地", "建设3个市级实训基地", 3, "个")
    >>> other = Target("b", "y", "实训基地", "建设30个实训基地", 30, "个")
    >>> [(pair.child, pair.ratio) for pair in pairs([one], [other])]
    [('a', 0.1)]
    """
    return between([Clauses(children, parents, True)])


def between(clauses: Iterable[Clauses]) -> list[Pair]:
    """The targets of two documents, each with one partner: those of direct clauses first, then the most alike."""
    scored = [
        (not direct, -score, child, parent)
        for below, above, direct in clauses
        for child in below
        for parent in above
        if _unit(child) == _unit(parent)
        and (score := likeness(child, parent)) >= (_ALIKE if direct else _ALIKE_IN_PART)
    ]
    taken: set[tuple[str, str]] = set()
    found = []
    for _, score, child, parent in sorted(scored, key=lambda one: (one[0], one[1], one[2].id, one[3].id)):
        ends = {("child", child.id), ("parent", parent.id)}
        if not taken & ends:
            taken |= ends
            found.append(Pair(child.id, parent.id, round(-score, 4), _ratio(child, parent)))
    return found


def _unit(one: Target) -> str:
    """The unit in its one form: 名 and 人 count the same."""
    return _SAME_UNIT.get(one.unit, one.unit)


def likeness(one: Target, other: Target) -> float:
    """Dice's coefficient of the bigrams of what is counted and of the words around it, whichever is higher.

    Of what is due again and again, without how often: that is what the ratio tells.
    """
    if one.frequency and other.frequency:
        return _dice(_PERIOD.sub(" ", one.text), _PERIOD.sub(" ", other.text))
    return max(_dice(one.subject, other.subject), _dice(one.text, other.text))


def _dice(one: str, other: str) -> float:
    first, second = _bigrams(one), _bigrams(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _bigrams(words: str) -> set[str]:
    plain = _NUMBERS.sub(" ", words)
    return {plain[i : i + 2] for i in range(len(plain) - 1) if " " not in plain[i : i + 2]}


def _ratio(child: Target, parent: Target) -> float | None:
    """The lower value by the higher; None where that says nothing: by zero, or of times in periods that are not said."""
    low, high = child.value, parent.value
    if child.frequency or parent.frequency:
        often = a_year(child), a_year(parent)
        if None in often:
            return None
        low, high = (one or 0.0 for one in often)
    return round(low / high, 6) if high else None


def a_year(one: Target) -> float | None:
    """How many times a year something is due; None where the period is not said, or the value is one itself (5年一周期).

    >>> a_year(Target("a", "x", "", "每半年召开一次", 1, "次", True))
    2.0
    """
    found = _PERIOD.search(one.text)
    if not found or one.unit != "次":
        return None
    number = to_int(found["number"].replace("两", "二")) if found["number"] else 1
    return one.value * _A_YEAR[found["span"]] / number if number else None
