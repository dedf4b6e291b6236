"""Which sentence matches which, and the words that they share: the reason that is shown for an alignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.records import Span
from loaders.link.alignment.grams import FOLDED, Profile, grams, rarity
from loaders.link.alignment.measures import Measure, Sentence

Weight = Callable[[str], float]
Places = dict[str, list[tuple[int, int]]]

ENOUGH = 0.25  # of the weight of the lighter sentence: from here two sentences are said to match
LENGTH = 4  # characters: the shortest phrase that is shown
MOST = 8  # phrases shown for one alignment
WEIGHT = 2.2  # of a phrase that is shown, in grams that no other clause holds
PART = 0.12  # of the weightiest: what weighs less beside it is noise
PLACES = 6  # of a run in the child's clause that are looked at
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_BREAKS = re.compile(
    r"[^0-9A-Za-z%\u4e00-\u9fff\"']"
)  # a phrase crosses no mark but quotes: 学分互认、  深化“异地办”
_JOINS = frozenset("的\"'")  # what a phrase neither begins nor ends with: 的重点事项
# numbers and units alone, or who is addressed: 个工作日以内, 万人次以上, 市级各部门要, 各有关单位
_EMPTY = re.compile(
    r"[0-9%]*(?:个|万|亿|余)*(?:工作日|人次|元|家|名|年|月|日|天|次|小时)?(?:以上|以内|以下|左右)?"
    # how, and not what: 加快推进, 全面推行, 认真落实
    r"|(?:进一步|加快|全面|认真|切实|不断|大力|积极|深入|持续|着力|推动|推进|推行|落实|加强|提升|提高|开展|做好|完善|健全|强化|优化)+"
    r"|市?级?各(?:市|级|地|有关)*(?:部门|单位|地市|政府|人民政府)*要?"
)
_NUMERAL = re.compile(r"[0-9.]")  # 1.5万公里
_UNIT = re.compile(
    r"[万亿]*(?:人次|[元年个家名项次户张])?的?"
)  # behind a number that differs: 亿元的龙头企业, 年改造公路
# what a phrase can't begin inside of: 事业单位 of 企事业单位 · 等学校 of 高等学校
_COMPOUNDS = (("企", "事业单位"), ("高", "等学校"), ("高", "等教育"), ("高", "等院校"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that both have, each with its place; they differ at most in width of digits and level (全省, 全市)."""

    parent: Span
    child: Span
    parent_quote: str
    child_quote: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the parent and the sentence of the child that takes it up; `share` of the lighter one, 0 to 1."""

    parent: Span
    child: Span
    share: float


class Reasons:
    """Finds the reasons for alignments between two documents; what a sentence is made of is worked out once."""

    def __init__(self, parent: Profile, child: Profile) -> None:
        self._table = rarity(len(parent.measures) + len(child.measures))
        self._parent, self._child = parent.frequency, child.frequency
        self.unit = (
            self._table[2] if parent.measures and child.measures else 1.0
        )  # what a gram weighs that one clause of each holds
        self._known: dict[str, tuple[list[str], frozenset[str], float]] = {}

    def weight(self, gram: str) -> float:
        """What a gram weighs between the two documents."""
        return self._table[self._parent.get(gram, 0) + self._child.get(gram, 0)]

    def matches(self, parent: Measure, child: Measure) -> list[tuple[Match, Sentence, Sentence]]:
        """For each sentence of the parent the best of the child, where they share enough; the best of all at least."""
        found = []
        for sentence in parent.sentences:
            own, _, total = self._sentence(sentence)
            shares = [self._shared(own, other) for other in child.sentences]
            if any(shares):
                best = max(range(len(shares)), key=shares.__getitem__)
                other = child.sentences[best]
                share = shares[best] / max(min(total, self._sentence(other)[2]), 1e-9)
                found.append((Match(sentence.span, other.span, round(min(share, 1.0), 4)), sentence, other))
        enough = [one for one in found if one[0].share >= ENOUGH]
        return enough or sorted(found, key=lambda one: -one[0].share)[:1]

    def _sentence(self, sentence: Sentence) -> tuple[list[str], frozenset[str], float]:
        """A sentence's grams in order, as a set, and what they weigh."""
        if sentence.text not in self._known:
            held = list(dict.fromkeys(grams(sentence.text)))
            self._known[sentence.text] = held, frozenset(held), sum(map(self.weight, held))
        return self._known[sentence.text]

    def _shared(self, own: list[str], other: Sentence) -> float:
        held = self._sentence(other)[1]
        return sum(self.weight(gram) for gram in own if gram in held)

    def phrases(self, parent: Measure, child: Measure) -> tuple[Phrase, ...]:
        """The weightiest phrases that the clauses share, in the order of the parent's text."""
        below = [(sentence, _folded(sentence)) for sentence in child.sentences]
        places = _places(text for _, text in below)
        found: dict[str, Phrase] = {}
        for sentence in parent.sentences:
            for phrase in _shared(sentence, below, places, self.weight, WEIGHT * self.unit):
                found.setdefault(phrase.parent_quote, phrase)
        best = sorted(found.values(), key=lambda phrase: (-phrase.weight, phrase.parent))[:MOST]
        best = [phrase for phrase in best if phrase.weight >= PART * best[0].weight]
        return tuple(sorted(best, key=lambda phrase: phrase.parent))


def _folded(sentence: Sentence) -> str:
    return sentence.text.translate(FOLDED).translate(_QUOTES)


def _places(texts: Iterable[str]) -> Places:
    """Where each run of LENGTH characters begins: sentence and offset, the first PLACES of them."""
    found: Places = {}
    for number, text in enumerate(texts):
        for offset in range(len(text) - LENGTH + 1):
            seen = found.setdefault(text[offset : offset + LENGTH], [])
            if len(seen) < PLACES:
                seen.append((number, offset))
    return found


def _shared(
    above: Sentence, below: Sequence[tuple[Sentence, str]], places: Places, weight: Weight, least: float
) -> Iterator[Phrase]:
    """Longest shared runs from left to right, wherever the child's clause has them."""
    up, start = _folded(above), 0
    while start <= len(up) - LENGTH:
        seed = up[start : start + LENGTH]
        if seed not in places or _BREAKS.search(seed):
            start += 1
            continue
        runs = [(_run(up, start, below[number][1], at), number, at) for number, at in places[seed]]
        size, number, place = max(runs, key=lambda run: run[0])
        other, down = below[number]
        first, last = _trimmed(up, start, down, place, size)
        words = up[start + first : start + last]
        value = sum(map(weight, grams(words)))
        if value >= least and last - first >= LENGTH and not _EMPTY.fullmatch(words):
            yield _phrase(above, start + first, other, place + first, last - first, value)
        start += size


def _trimmed(up: str, start: int, down: str, place: int, size: int) -> tuple[int, int]:
    """Where the run starts and ends without parts of numbers and compounds, and without words that only join."""
    first, last = _whole_numbers(up, start, down, place, size)
    for head, rest in _COMPOUNDS:
        if up.startswith(rest, start) and head in (up[start - 1 : start], down[place - 1 : place]):
            first = max(first, len(rest))
    while first < last and up[start + first] in _JOINS and not _quoted(up[start + first : start + last]):
        first += 1
    while last > first and up[start + last - 1] in _JOINS and not _quoted(up[start + first : start + last]):
        last -= 1
    return first, last


def _quoted(words: str) -> bool:
    """True where a quote at an end belongs to one inside: 深化“异地办”."""
    return words.count('"') % 2 == 0 and '"' in (words[0], words[-1])


def _whole_numbers(up: str, start: int, down: str, place: int, size: int) -> tuple[int, int]:
    """Where the run starts and ends without the rest of a number that differs, and its unit: 万人次以上 of 10万 and 400万."""
    first, last = 0, size
    sides = ((up, start), (down, place))
    if any(_NUMERAL.match(text[at - 1 : at]) for text, at in sides):
        while first < last and up[start + first].isdigit():
            first += 1
        unit = _UNIT.match(up, start + first, start + last)
        first = unit.end() - start if unit else first
    if any(_NUMERAL.match(text[at + size : at + size + 1]) for text, at in sides):
        while last > first and up[start + last - 1].isdigit():
            last -= 1
    return first, last


def _run(up: str, start: int, down: str, place: int) -> int:
    """How far both go on alike, up to a mark."""
    size = LENGTH
    limit = min(len(up) - start, len(down) - place)
    while size < limit and up[start + size] == down[place + size] and not _BREAKS.match(up[start + size]):
        size += 1
    return size


def _phrase(above: Sentence, start: int, below: Sentence, place: int, size: int, value: float) -> Phrase:
    up, down = above.span.start + start, below.span.start + place
    return Phrase(
        Span(up, up + size),
        Span(down, down + size),
        above.text[start : start + size],
        below.text[place : place + size],
        round(value, 3),
    )
