"""What speaks for a pair of clauses: six numbers, each with a meaning of its own.

All come from one pass over the grams that both documents hold; the cost follows the number of shared grams, not the
number of pairs times their length.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from loaders.link.alignment.grams import Profile, norms, rarity, shared

Row = list[float]

AIMS = 0.6  # what a clause of aims counts beside one of measures: it sums up what others set out
NOISE = 0.02  # similarity that two unrelated clauses of one field have by chance
SOME = 0.5  # weighted grams that two unrelated sentences share by chance
LEAST = 0.3  # keeps the logarithm of the shared mass finite
ANCHOR_Z = 8.0  # robust z from which a row's best partner is beyond chance
ANCHOR_MARGIN = math.log(1.5)  # and stands out from its second best
REACH = 2.0  # clauses over which an anchor vouches for its neighbours
SPREAD = 0.003  # the least spread of similarities that is believed: tiny documents share nothing at all


class Evidence(NamedTuple):
    """What speaks for one pair.

    `row`: ln of the similarity over that of the parent's next best child; `column`: the same from the child's side;
    `claim`: the same for each sentence of the child by itself, weighted by what it shares; `order`: how well the pair
    keeps the order of pairs that are beyond doubt; `closeness`: how much of the parent the child visibly takes over (of the
    documents, root of a share); `mass`: ln of the rare grams shared, as the child repeats them.
    """

    row: float
    column: float
    claim: float
    order: float
    closeness: float
    mass: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Sums over shared grams: cosine similarity and mass by parent and child clause, mass by child sentence and parent."""

    cosine: list[Row]
    mass: list[Row]
    claims: list[Row]


def evidence(parent: Profile, child: Profile) -> list[list[Evidence]]:
    """The evidence for each parent (rows) and each child (columns)."""
    if not parent.measures or not child.measures:
        return []
    found = overlap(parent, child)
    rows = [_margins(row, NOISE) for row in found.cosine]
    columns = _turned([_margins(column, NOISE) for column in _turned(found.cosine)])
    claims = _claims(found.claims, child, len(parent.measures))
    anchors = _anchors(found.cosine, rows)
    closeness = math.sqrt(len(anchors) / len(parent.measures))
    order = _order(anchors, len(parent.measures), len(child.measures))
    return [
        [
            Evidence(rows[i][j], columns[i][j], claims[i][j], order[i][j], closeness, math.log(mass + LEAST))
            for j, mass in enumerate(found.mass[i])
        ]
        for i in range(len(parent.measures))
    ]


def overlap(parent: Profile, child: Profile) -> Overlap:
    """One pass over the shared grams. Cosine: sublinear term frequency × rarity over the clauses of both documents."""
    height, width = len(parent.measures), len(child.measures)
    weights = rarity(height + width)
    above, below = norms(parent, weights), norms(child, weights)
    cosine = [[0.0] * width for _ in range(height)]
    mass = [[0.0] * width for _ in range(height)]
    claims = [[0.0] * height for _ in child.owner]
    for gram in shared(parent, child):
        up, down = parent.clauses[gram], child.clauses[gram]
        weight = weights[len(up) + len(down)]
        square = weight * weight
        _corrected(above, up, square - weights[len(up)] ** 2)
        _corrected(below, down, square - weights[len(down)] ** 2)
        for i, often in up:
            row, heavy, part = cosine[i], mass[i], square * often
            for j, times in down:
                row[j] += part * times
                heavy[j] += weight * times
        for sentence in child.sentences[gram]:
            claim = claims[sentence]
            for i, _ in up:
                claim[i] += weight
    _normalized(cosine, above, below, child)
    return Overlap(cosine, mass, claims)


def _corrected(sums: Row, held: Sequence[tuple[int, float]], difference: float) -> None:
    """A gram of both documents is less rare than its own document alone could tell."""
    for place, often in held:
        sums[place] += difference * often * often


def _normalized(cosine: list[Row], above: Row, below: Row, child: Profile) -> None:
    factors = [
        (AIMS if measure.aims else 1.0) / math.sqrt(total) if total > 0 else 0.0
        for measure, total in zip(child.measures, below, strict=True)
    ]
    for row, total in zip(cosine, above, strict=True):
        scale = 1 / math.sqrt(total) if total > 0 else 0.0
        row[:] = [value * scale * factor for value, factor in zip(row, factors, strict=True)]


def _margins(values: Row, chance: float) -> Row:
    """Each value over the best of the others, as a logarithm."""
    first = max(range(len(values)), key=values.__getitem__)
    second = max((value for place, value in enumerate(values) if place != first), default=0.0)
    best = values[first]
    return [
        math.log((value + chance) / ((second if place == first else best) + chance))
        for place, value in enumerate(values)
    ]


def _claims(claims: list[Row], child: Profile, height: int) -> list[Row]:
    """By parent and child: the margins of the child's sentences, weighted by what each shares with the parent."""
    total = [[1e-6] * len(child.measures) for _ in range(height)]
    summed = [[0.0] * len(child.measures) for _ in range(height)]
    for sentence, values in enumerate(claims):
        j = child.owner[sentence]
        for i, (value, margin) in enumerate(zip(values, _margins(values, SOME), strict=True)):
            if value:
                total[i][j] += value
                summed[i][j] += value * margin
    return [
        [s / t for s, t in zip(above, below, strict=True)] for above, below in zip(summed, total, strict=True)
    ]


def _anchors(cosine: list[Row], margins: list[Row]) -> list[tuple[int, int]]:
    """Parents whose best partner is beyond chance and beyond their second best."""
    middle, spread = _noise(cosine)
    best = [max(range(len(row)), key=row.__getitem__) for row in cosine]
    return [
        (i, j)
        for i, j in enumerate(best)
        if (cosine[i][j] - middle) / spread >= ANCHOR_Z and margins[i][j] >= ANCHOR_MARGIN
    ]


def _noise(cosine: list[Row]) -> tuple[float, float]:
    """Median and robust standard deviation (1.4826 × median absolute deviation) over all pairs."""
    values = [value for row in cosine for value in row]
    middle = median(values)
    return middle, max(SPREAD, 1.4826 * median(abs(value - middle) for value in values))


def _order(anchors: Sequence[tuple[int, int]], height: int, width: int) -> list[Row]:
    """The logarithm of 1 + the anchors of other rows nearby, each counted by e^(-distance / REACH) in both directions."""
    found = [[0.0] * width for _ in range(height)]
    decay = [math.exp(-distance / REACH) for distance in range(max(height, width))]
    for a, b in anchors:
        for i, row in enumerate(found):
            near = decay[abs(i - a)]
            if i != a and near > 1e-4:
                for j in range(width):
                    row[j] += near * decay[abs(j - b)]
    return [[math.log1p(value) for value in row] for row in found]


def _turned(rows: list[Row]) -> list[Row]:
    return [list(column) for column in zip(*rows, strict=True)]


def flat(found: Iterable[Iterable[Evidence]]) -> Iterator[tuple[int, int, Evidence]]:
    """Row, column and evidence of each pair."""
    for i, row in enumerate(found):
        for j, one in enumerate(row):
            yield i, j, one
