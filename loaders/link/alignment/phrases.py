"""Which sentence matches which, and the words that they share: the reason that is shown for an alignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.records import Span
from loaders.link.alignment.grams import FOLDED, Profile, grams, rarity
from loaders.link.alignment.measures import Measure, Sentence

Weight = Callable[[str], float]

ENOUGH = 0.25  # of the weight of the lighter sentence: from here two sentences are said to match
LENGTH = 4  # characters: the shortest phrase that is shown
MOST = 8  # phrases shown for one alignment
_BREAKS = re.compile(r"[^0-9A-Za-z%\u4e00-\u9fff]")  # a phrase crosses no mark: 学分互认、


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

    def phrases(self, pairs: list[tuple[Match, Sentence, Sentence]]) -> tuple[Phrase, ...]:
        """The weightiest shared phrases of matched sentences, in the order of the parent's text."""
        found = {
            phrase.parent: phrase
            for _, above, below in pairs
            for phrase in _shared(above, below, self.weight)
        }
        best = sorted(found.values(), key=lambda phrase: (-phrase.weight, phrase.parent))[:MOST]
        return tuple(sorted(best, key=lambda phrase: phrase.parent))


def _shared(above: Sentence, below: Sentence, weight: Weight) -> Iterator[Phrase]:
    """Longest shared runs from left to right: each place of the parent's sentence is looked at once."""
    up, down = above.text.translate(FOLDED), below.text.translate(FOLDED)
    places: dict[str, int] = {}
    for offset in range(len(down) - LENGTH + 1):
        places.setdefault(down[offset : offset + LENGTH], offset)
    start = 0
    while start <= len(up) - LENGTH:
        seed = up[start : start + LENGTH]
        if seed not in places or _BREAKS.search(seed):
            start += 1
            continue
        place = places[seed]
        size = _run(up, start, down, place)
        first, last = _whole_numbers(up, start, down, place, size)
        value = sum(map(weight, grams(up[start + first : start + last])))
        if value >= 1 and last - first >= LENGTH:
            yield _phrase(above, start + first, below, place + first, last - first, value)
        start += size


def _whole_numbers(up: str, start: int, down: str, place: int, size: int) -> tuple[int, int]:
    """Where the run starts and ends without the rest of a number that differs: 0万人次以上 of 10万 and 400万."""
    first, last = 0, size
    sides = ((up, start), (down, place))
    if any(text[at - 1 : at].isdigit() for text, at in sides):
        while first < last and up[start + first].isdigit():
            first += 1
    if any(text[at + size : at + size + 1].isdigit() for text, at in sides):
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
