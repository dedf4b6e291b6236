"""Targets on their way down: an indicator of a lower clause is paired with that of the clause which it carries out.

Two indicators are one target where they are counted in the same unit and say the same words about what is counted;
each has one partner at most. The ratio tells how the number changed; what else changed (deadline, comparator,
modality, scope) is on the two indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

METHOD = "same unit, like words"
_ALIKE = 0.35  # Dice's coefficient of bigrams that two targets must reach
_NUMBERS = re.compile(r"[\d.,，%％]+")  # the value itself is no likeness: 3 of 3个


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator as the graph holds it: `text` are the words around it, `subject` what is counted."""

    id: str
    clause: str
    subject: str
    text: str
    value: float
    unit: str


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
    scored = [
        (likeness(child, parent), child, parent)
        for child in children
        for parent in parents
        if child.unit == parent.unit
    ]
    taken: set[str] = set()
    found = []
    for score, child, parent in sorted(scored, key=lambda one: (-one[0], one[1].id, one[2].id)):
        if score >= _ALIKE and not taken & {child.id, parent.id}:
            taken |= {child.id, parent.id}
            found.append(Pair(child.id, parent.id, round(score, 4), _ratio(child.value, parent.value)))
    return found


def likeness(one: Target, other: Target) -> float:
    """Dice's coefficient of the bigrams of what is counted and of the words around it, whichever is higher."""
    return max(_dice(one.subject, other.subject), _dice(one.text, other.text))


def _dice(one: str, other: str) -> float:
    first, second = _bigrams(one), _bigrams(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _bigrams(words: str) -> set[str]:
    plain = _NUMBERS.sub(" ", words)
    return {plain[i : i + 2] for i in range(len(plain) - 1) if " " not in plain[i : i + 2]}


def _ratio(child: float, parent: float) -> float | None:
    return round(child / parent, 6) if parent else None
