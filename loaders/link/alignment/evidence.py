"""What speaks for a pair of clauses: four numbers, each with a meaning of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from loaders.link.alignment.grams import Profile
from loaders.link.alignment.overlap import Row, overlap

NOISE = 0.02  # similarity that two unrelated clauses of one field have by chance
SOME = 0.5  # weight of the grams that a sentence shares with an unrelated clause by chance
LEAST = 0.3  # keeps the logarithm of a shared weight finite
ANCHOR_Z = 8.0  # robust z from which a parent's best partner is beyond chance
ANCHOR_MARGIN = 1.5  # and how many times its second best it must be
REACH = 2.0  # clauses over which an anchor vouches for its neighbours
SPREAD = 0.003  # the least spread of similarities that is believed: tiny documents share nothing at all


class Evidence(NamedTuple):
    """What speaks for one pair; logarithms but for `closeness`, so that twice as much is always the same step.

    `similarity`: cosine of the clauses, all grams.
    `owned`: weight of the grams shared, each sentence counting as far as no other clause shares more with it.
    `order`: how well the pair keeps the order of the pairs that are beyond doubt (anchors).
    `closeness`: how much of the whole parent the child visibly takes over: root of the share of its clauses with an anchor.
    """

    similarity: float
    owned: float
    order: float
    closeness: float


def evidence(parent: Profile, child: Profile) -> list[list[Evidence]]:
    """The evidence for each clause of the parent (rows) and of the child (columns)."""
    height, width = len(parent.measures), len(child.measures)
    if not height or not width:
        return []
    found = overlap(parent, child)
    anchored = anchors(found.cosine)
    closeness = math.sqrt(len(anchored) / height)
    order = kept_order(anchored, height, width)
    above = owned(found.up, parent.owners, width)
    below = owned(found.down, child.owners, height)
    return [
        [
            Evidence(
                math.log(found.cosine[i][j] + NOISE),
                math.log(math.sqrt(above[i][j] * below[j][i]) + LEAST),
                order[i][j],
                closeness,
            )
            for j in range(width)
        ]
        for i in range(height)
    ]


def owned(shares: Sequence[Row], owners: Sequence[Sequence[int]], width: int) -> list[Row]:
    """By clause and clause of the other document: what its sentences share, times the square of how near it is to the most.

    A sentence that some other clause repeats word for word says nothing for a clause that has a common phrase of it.
    """
    sums = [[0.0] * width for _ in owners]
    for into, sentences in zip(sums, owners, strict=True):
        for sentence in sentences:
            row = shares[sentence]
            most = max(row) + SOME
            for place, value in enumerate(row):
                if value:
                    into[place] += value * ((value + SOME) / most) ** 2
    return sums


def anchors(cosine: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs beyond doubt: a parent's best partner that stands out from chance and from the second best."""
    middle, spread = _noise(cosine)
    found = []
    for i, row in enumerate(cosine):
        j = max(range(len(row)), key=row.__getitem__)
        second = max((value for place, value in enumerate(row) if place != j), default=0.0)
        if (row[j] - middle) / spread >= ANCHOR_Z and row[j] + NOISE >= ANCHOR_MARGIN * (second + NOISE):
            found.append((i, j))
    return found


def _noise(cosine: Sequence[Row]) -> tuple[float, float]:
    """Median and robust standard deviation (1.4826 × median absolute deviation) over all pairs."""
    values = [value for row in cosine for value in row]
    middle = median(values)
    return middle, max(SPREAD, 1.4826 * median(abs(value - middle) for value in values))


def kept_order(anchored: Sequence[tuple[int, int]], height: int, width: int) -> list[Row]:
    """The anchors of other rows nearby, each counted by e^(-distance / REACH) in both directions: ln(1 + their sum)."""
    found = [[0.0] * width for _ in range(height)]
    decay = [math.exp(-distance / REACH) for distance in range(max(height, width))]
    for a, b in anchored:
        along = [decay[abs(j - b)] for j in range(width)]
        for i, row in enumerate(found):
            near = decay[abs(i - a)]
            if i != a and near > 1e-4:
                row[:] = [value + near * far for value, far in zip(row, along, strict=True)]
    return [[math.log1p(value) for value in row] for row in found]


def flat(found: Iterable[Iterable[Evidence]]) -> Iterator[tuple[int, int, Evidence]]:
    """Row, column and evidence of each pair."""
    for i, row in enumerate(found):
        for j, one in enumerate(row):
            yield i, j, one
