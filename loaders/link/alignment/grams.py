"""Character grams: a document's clauses and sentences, indexed by every run of two to four characters.

Chinese policy text hands measures down by copying and trimming them, so that runs of characters carry over where no
segmentation into words agrees. A profile is made once a document and compared with any number of others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.link.alignment.measures import Measure

LENGTHS = (2, 3, 4)
# a date says when and not what: 2023年底前, 2023年12月31日
_DATE = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底)?(?:前)?")
_SPACE = re.compile(r"\s+")
_SOLID = re.compile(r"[0-9A-Za-z%\u4e00-\u9fff]+")  # what stands between marks: 学分互认
# 全省 becomes 全市 and then 全区 on the way down, and is the same word; digits in one width: ５０万
FOLDED = str.maketrans("省区县０１２３４５６７８９％", "市市市0123456789%")


def plain(text: str) -> list[str]:
    """The runs of characters between marks, without dates, of one level and one width.

    >>> plain("2022年，全省建设３个 示范区")
    ['全市建设3个示范市']
    """
    return _SOLID.findall(_SPACE.sub("", _DATE.sub("，", text)).translate(FOLDED))


def grams(text: str) -> list[str]:
    """Every gram of the text, as often as it stands there; none crosses a mark.

    >>> grams("学分互")
    ['学分', '分互', '学分互']
    """
    return [
        run[start : start + length]
        for run in plain(text)
        for length in LENGTHS
        for start in range(len(run) - length + 1)
    ]


@dataclass(frozen=True, slots=True)
class Profile:
    """A document's measures with their grams indexed. `frequency` counts the clauses that a gram stands in."""

    measures: tuple[Measure, ...]
    frequency: dict[str, int]
    clauses: dict[str, list[tuple[int, float]]] = field(repr=False)  # gram → (clause, 1 + ln of how often)
    sentences: dict[str, list[int]] = field(repr=False)  # gram → sentences, numbered through
    owners: list[list[int]] = field(repr=False)  # clause → its sentences
    squares: list[dict[int, float]] = field(repr=False)  # clause → frequency of its grams → sum of squares


def profile(measures: Sequence[Measure]) -> Profile:
    """The measures' profile."""
    clauses: dict[str, list[tuple[int, float]]] = {}
    sentences: dict[str, list[int]] = {}
    owners: list[list[int]] = [[] for _ in measures]
    number = 0
    for place, measure in enumerate(measures):
        counts: Counter[str] = Counter()
        for sentence in measure.sentences:
            found = Counter(grams(sentence.text))
            for gram in found:
                sentences.setdefault(gram, []).append(number)
            counts.update(found)
            owners[place].append(number)
            number += 1
        for gram, times in counts.items():
            clauses.setdefault(gram, []).append((place, 1 + math.log(times)))
    frequency = {gram: len(held) for gram, held in clauses.items()}
    return Profile(tuple(measures), frequency, clauses, sentences, owners, _squares(clauses, len(measures)))


def _squares(clauses: dict[str, list[tuple[int, float]]], size: int) -> list[dict[int, float]]:
    """What each clause's norm is made of, kept apart by how many clauses hold a gram: that is known only of a pair."""
    squares: list[dict[int, float]] = [{} for _ in range(size)]
    for held in clauses.values():
        often = len(held)
        for place, weight in held:
            squares[place][often] = squares[place].get(often, 0.0) + weight * weight
    return squares


def rarity(clauses: int) -> list[float]:
    """What a gram weighs that stands in 0, 1, 2, … of so many clauses: (1 - ln n / ln(N + 1))², 1 for a gram of one clause.

    Squared, because what a field says everywhere (职业教育) must not add up to a match by its mere number.
    """
    whole = math.log(clauses + 1)
    return [1.0] + [(1 - math.log(often) / whole) ** 2 for often in range(1, clauses + 1)]


def shared(parent: Profile, child: Profile) -> Iterable[str]:
    """The grams of both, in the order of the parent's text."""
    held = child.frequency
    return (gram for gram in parent.frequency if gram in held)
