"""The ontology as a page: its classes and relationships as a drawing and as tables, all from policy.yaml."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

from ontology import schema as ontology

SIZE, RADIUS, DISC = 1000, 380, 46  # of the drawing, of its circle, of a class, in the drawing's own units


@dataclass(frozen=True, slots=True)
class Place:
    """A class in the drawing."""

    name: str
    zh: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arc:
    """Relationships from one class to another: a path, and where its words stand."""

    path: str
    words: str
    x: float
    y: float


def places() -> list[Place]:
    """The primary classes, round a circle."""
    labels = ontology.load().primaries()
    found = []
    for number, label in enumerate(labels):
        angle = 2 * math.pi * number / len(labels) - math.pi / 2
        x, y = SIZE / 2 + RADIUS * math.cos(angle), SIZE / 2 + RADIUS * math.sin(angle)
        found.append(Place(label.name, label.zh, round(x, 1), round(y, 1)))
    return found


def arcs() -> list[Arc]:
    """One arc for each pair of classes, with the Chinese names of all relationships along it."""
    schema, at = ontology.load(), {place.name: place for place in places()}
    pairs: dict[tuple[str, str], list[str]] = {}
    for edge in schema.edges.values():
        for ends in {(schema.primary(a), schema.primary(b)) for a, b in product(edge.sources, edge.targets)}:
            pairs.setdefault(ends, []).append(edge.zh)
    return [_arc(at[a], at[b], "、".join(names)) for (a, b), names in sorted(pairs.items())]


def _arc(start: Place, end: Place, words: str) -> Arc:
    """Bent to the left of its direction, so that both directions are seen; a loop hangs outside the circle."""
    if start == end:
        out_x, out_y = (start.x - SIZE / 2) / RADIUS, (start.y - SIZE / 2) / RADIUS
        x, y = start.x + 90 * out_x, start.y + 90 * out_y
        first, last = ((x + 60 * side * out_y, y - 60 * side * out_x) for side in (1, -1))
        tip = _rim(last, end)
        bend = f"C {first[0]:.1f} {first[1]:.1f} {last[0]:.1f} {last[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
        words_x, words_y = start.x + (110 + 50 * abs(out_x)) * out_x, start.y + 105 * out_y
        return Arc(f"M {start.x} {start.y} {bend}", words, round(words_x, 1), round(words_y, 1))
    x = (start.x + end.x) / 2 + (end.y - start.y) * 0.12
    y = (start.y + end.y) / 2 - (end.x - start.x) * 0.12
    tip = _rim((x, y), end)
    path = f"M {start.x} {start.y} Q {x:.1f} {y:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    return Arc(path, words, round((start.x + end.x) / 4 + x / 2, 1), round((start.y + end.y) / 4 + y / 2, 1))


def _rim(came: tuple[float, float], end: Place) -> tuple[float, float]:
    """Where a line that comes from there meets the edge of a class."""
    dx, dy = end.x - came[0], end.y - came[1]
    share = DISC / (math.hypot(dx, dy) or 1)
    return end.x - dx * share, end.y - dy * share
