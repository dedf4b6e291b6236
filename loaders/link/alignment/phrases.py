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


def weights(parent: Profile, child: Profile) -> Weight:
    """What a gram weighs between the two documents."""
    table = rarity(len(parent.measures) + len(child.measures))
    return lambda gram: table[parent.frequency.get(gram, 0) + child.frequency.get(gram, 0)]


def matches(parent: Measure, child: Measure, weight: Weight) -> list[tuple[Match, Sentence, Sentence]]:
    """For each sentence of the parent the best of the child, where they share enough; the best of all at least."""
    below = [(sentence, frozenset(grams(sentence.text))) for sentence in child.sentences]
    sums = [sum(map(weight, held)) for _, held in below]
    found = []
    for sentence in parent.sentences:
        own = frozenset(grams(sentence.text))
        total = sum(map(weight, sorted(own)))
        common = [sum(map(weight, sorted(own & held))) for _, held in below]
        if any(common):
            best = max(range(len(common)), key=common.__getitem__)
            share = common[best] / max(min(total, sums[best]), 1e-9)
            other = below[best][0]
            found.append((Match(sentence.span, other.span, round(min(share, 1.0), 4)), sentence, other))
    enough = [one for one in found if one[0].share >= ENOUGH]
    return enough or sorted(found, key=lambda one: -one[0].share)[:1]


def phrases(pairs: list[tuple[Match, Sentence, Sentence]], weight: Weight) -> tuple[Phrase, ...]:
    """The weightiest shared phrases of matched sentences, in the order of the parent's text."""
    found = {phrase.parent: phrase for _, above, below in pairs for phrase in _shared(above, below, weight)}
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
        value = sum(map(weight, grams(up[start : start + size])))
        if value >= 1:
            yield _phrase(above, start, below, place, size, value)
        start += size


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
