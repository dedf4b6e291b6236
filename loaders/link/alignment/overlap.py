"""What two documents share, gram by gram: one pass, whose cost follows the number of shared grams."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.link.alignment.grams import Profile, rarity, shared

Row = list[float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Similarities of clauses, and what single sentences share with whole clauses of the other document."""

    cosine: list[Row]  # parent's clauses × child's: sublinear term frequency × rarity
    up: list[Row]  # parent's sentences × child's clauses: the weight of the grams they share
    down: list[Row]  # child's sentences × parent's clauses


def overlap(parent: Profile, child: Profile) -> Overlap:
    """Adds up every gram that stands in both."""
    height, width = len(parent.measures), len(child.measures)
    weights = rarity(height + width)
    cosine = _zeros(height, width)
    up, down = _zeros(_sentences(parent), width), _zeros(_sentences(child), height)
    for gram in shared(parent, child):
        above, below = parent.clauses[gram], child.clauses[gram]
        weight = weights[len(above) + len(below)]
        square = weight * weight
        for i, often in above:
            row, part = cosine[i], square * often
            for j, times in below:
                row[j] += part * times
        _count(up, parent.sentences[gram], below, weight)
        _count(down, child.sentences[gram], above, weight)
    _divide(cosine, _norms(parent, child, weights), _norms(child, parent, weights))
    return Overlap(cosine, up, down)


def _zeros(height: int, width: int) -> list[Row]:
    return [[0.0] * width for _ in range(height)]


def _sentences(profile: Profile) -> int:
    return sum(map(len, profile.owners))


def _count(
    table: list[Row], sentences: Sequence[int], clauses: Sequence[tuple[int, float]], weight: float
) -> None:
    for sentence in sentences:
        row = table[sentence]
        for place, _ in clauses:
            row[place] += weight


def _norms(own: Profile, other: Profile, weights: Sequence[float]) -> Row:
    """Each clause's sum of squares: as of its own document, then put right for grams of both, which are less rare."""
    squared = [weight * weight for weight in weights]
    sums = [sum(squared[often] * value for often, value in parts.items()) for parts in own.squares]
    for gram in shared(own, other):
        held = own.clauses[gram]
        difference = squared[len(held) + other.frequency[gram]] - squared[len(held)]
        for place, weight in held:
            sums[place] += difference * weight * weight
    return sums


def _divide(table: list[Row], above: Row, below: Row) -> None:
    """Products to cosines."""
    scales = [1 / math.sqrt(total) if total > 1e-9 else 0.0 for total in below]
    for row, total in zip(table, above, strict=True):
        own = 1 / math.sqrt(total) if total > 1e-9 else 0.0
        row[:] = [value * own * scale for value, scale in zip(row, scales, strict=True)]
