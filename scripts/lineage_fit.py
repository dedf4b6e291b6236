"""Fits the weights of loaders/link/lineage.py, and measures them with each annotated pair left out of the fit.

    python -m scripts.lineage_fit GOLD… --documents FOLDER…

GOLD are `lineage-*.json`. A logistic regression with a ridge (C = 1 on standardised evidence) separates annotated pairs of either
grade from all others; pairs of documents that have nothing to do with each other (UNRELATED, where they are among the
documents) add further negatives. Thresholds are the middle of those within 0.005 of the best mean F1. What is printed is
copied into the module by hand, rounded: the module never learns.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, pstdev

from loaders import evaluate_lineage as measuring
from loaders.link.alignment.evidence import Evidence, evidence, flat
from loaders.link.alignment.grams import profile
from loaders.link.alignment.measures import Measure
from loaders.read import registry

UNRELATED = (
    ("003", "R20"), ("003", "R21"), ("R20", "000"), ("R22", "004"), ("R01", "R21"), ("R45", "R39"), ("R56", "000"),
    ("003", "R36"), ("P01", "R16"), ("R20", "R54"),
)  # fmt: skip
GRID = [step / 100 for step in range(15, 96)]
NEAR = 0.005

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One pair of documents: the evidence for each pair of clauses, and its grade (0 where not annotated)."""

    name: str
    rows: list[Row]
    grades: list[int]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by kind of evidence, and the intercept."""

    weights: Row
    intercept: float

    def probability(self, row: Row) -> float:
        """The logistic function of the weighted evidence."""
        total = self.intercept + sum(w * x for w, x in zip(self.weights, row, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def sample(
    name: str, parents: Sequence[Measure], children: Sequence[Measure], grade: Callable[[str, str], int]
) -> Sample:
    """The evidence of two sides with the grades that the annotation gives."""
    pairs = list(flat(evidence(profile(parents), profile(children))))
    return Sample(
        name,
        [tuple(seen) for _, _, seen in pairs],
        [grade(parents[i].id, children[j].id) for i, j, _ in pairs],
    )


def fit(samples: Sequence[Sample], *, evenly: bool = False) -> Model:
    """Ridge logistic regression by Newton's method: the intercept is free, the penalty is half the squared weights.

    Each pair of clauses counts the same, or `evenly` each pair of documents, whatever its length.
    """
    rows = [row for one in samples for row in one.rows]
    targets = [float(grade > 0) for one in samples for grade in one.grades]
    counts = [
        len(rows) / len(samples) / len(one.rows) if evenly else 1.0 for one in samples for _ in one.rows
    ]
    columns = list(zip(*rows, strict=True))
    means, spreads = [fmean(c) for c in columns], [pstdev(c) or 1.0 for c in columns]
    scaled = [(1.0, *((x - m) / s for x, m, s in zip(row, means, spreads, strict=True))) for row in rows]
    found = [0.0] * (len(columns) + 1)
    for _ in range(40):
        step = _newton(scaled, targets, counts, found)
        found = [value - change for value, change in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-8:
            break
    weights = tuple(value / s for value, s in zip(found[1:], spreads, strict=True))
    return Model(weights, found[0] - sum(w * m for w, m in zip(weights, means, strict=True)))


def _newton(
    rows: Sequence[Row], targets: Sequence[float], counts: Sequence[float], found: Sequence[float]
) -> list[float]:
    """One step: the slope and the curvature of the penalised likelihood at `found`, solved."""
    size = len(found)
    slope = [0.0, *found[1:]]
    curve = [[float(a == b and a > 0) for b in range(size)] for a in range(size)]
    for row, target, count in zip(rows, targets, counts, strict=True):
        guess = 1 / (1 + math.exp(-sum(w * x for w, x in zip(found, row, strict=True))))
        weight = count * guess * (1 - guess)
        for a in range(size):
            slope[a] += count * (guess - target) * row[a]
            for b in range(a + 1):
                curve[a][b] += weight * row[a] * row[b]
    for a in range(size):
        for b in range(a):
            curve[b][a] = curve[a][b]
    return _solve(curve, slope)


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Gauss with pivots; five equations."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        best = max(range(place, len(rows)), key=lambda at: abs(rows[at][place]))
        rows[place], rows[best] = rows[best], rows[place]
        for other in range(len(rows)):
            if other != place:
                factor = rows[other][place] / rows[place][place]
                rows[other] = [x - factor * y for x, y in zip(rows[other], rows[place], strict=True)]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def f1(one: Sample, model: Model, threshold: float, direct: bool) -> float:
    """F1 of direct pairs (grade 1 counting neither way) or of all."""
    found = [model.probability(row) >= threshold for row in one.rows]
    kept = [(f, g) for f, g in zip(found, one.grades, strict=True) if not direct or g != 1]
    hit = sum(f and g > 0 for f, g in kept)
    both = sum(f for f, _ in kept) + sum(g > 0 for _, g in kept)
    return 2 * hit / both if both else 1.0


def threshold(samples: Sequence[Sample], model: Model, direct: bool) -> float:
    """The middle of the thresholds that are as good as the best."""
    means = [fmean(f1(one, model, step, direct) for one in samples) for step in GRID]
    return median(step for step, mean in zip(GRID, means, strict=True) if mean >= max(means) - NEAR)


def main() -> None:
    """Prints the fit on all pairs, then each pair's figures by the fit on the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--documents", nargs="+", type=Path, required=True)
    given = parser.parse_args()
    files = {path.name.split("_")[0]: path for path in registry.walk(given.documents)}
    annotated = []
    for path in given.gold:
        gold = measuring.read(path)
        sides = measuring.sides(files[gold.parent], files[gold.child])
        annotated.append(sample(path.stem, *sides, gold.grade))
    others = [
        sample(f"{a}-{b}", *measuring.sides(files[a], files[b]), lambda _, __: 0)
        for a, b in UNRELATED
        if a in files and b in files
    ]
    print("evenly:", _shown(fit([*annotated, *others], evenly=True)))
    model = fit([*annotated, *others])
    print("all:", _shown(model), f"direct {threshold(annotated, model, True):.2f}", end=" ")
    print(f"partial {threshold(annotated, model, False):.2f}")
    for left in annotated:
        rest = [one for one in annotated if one is not left]
        model = fit([*rest, *others])
        direct, every = (f1(left, model, threshold(rest, model, which), which) for which in (True, False))
        print(f"without {left.name}: direct F1 {direct:.3f}, all F1 {every:.3f}; {_shown(model)}")


def _shown(model: Model) -> str:
    named = zip(Evidence._fields, model.weights, strict=True)
    return ", ".join(f"{name} {weight:.2f}" for name, weight in named) + f", intercept {model.intercept:.2f}"


if __name__ == "__main__":
    main()
