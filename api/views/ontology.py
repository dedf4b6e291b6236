"""The ontology as a page: its classes and relationships as a drawing and as tables, all from policy.yaml."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

from ontology import schema as ontology

SIZE, RADIUS, DISC = 1000, 400, 56  # of the drawing, of its circle, of a class, in the drawing's own units
HIGH = 22  # of the words of a relationship: one character is as wide
BENDS = (
    0.12,
    0.2,
    0.28,
    -0.12,
    -0.2,
    -0.28,
)  # how far an arc leaves the straight line; the first that is clear
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.25, 0.75)  # where on an arc its words may stand

Point = tuple[float, float]
Box = tuple[float, float, float, float]


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
    """One arc for each pair of classes, with the Chinese names of all relationships along it.

    No arc runs through a class that it does not belong to, and no words stand on a class or on other words.
    """
    schema, at = ontology.load(), {place.name: place for place in places()}
    pairs: dict[tuple[str, str], list[str]] = {}
    for edge in schema.edges.values():
        for ends in {(schema.primary(a), schema.primary(b)) for a, b in product(edge.sources, edge.targets)}:
            pairs.setdefault(ends, []).append(edge.zh)
    taken = [_box((place.x, place.y), 2 * DISC, 2 * DISC) for place in at.values()]
    found = []
    for (a, b), names in sorted(pairs.items()):
        found.append(_arc(at[a], at[b], "、".join(names), list(at.values()), taken))
    return found


def _arc(start: Place, end: Place, words: str, places: list[Place], taken: list[Box]) -> Arc:
    """Adds the box of its words to `taken`."""
    if start == end:
        path, spots = _loop(start, words)
    else:
        path, spots = _bow(start, end, places)
    boxes = [_box(spot, HIGH * len(words), HIGH * 1.3) for spot in spots]
    free = [n for n, box in enumerate(boxes) if not any(_meet(box, other) for other in taken)]
    chosen = free[0] if free else 0
    taken.append(boxes[chosen])
    return Arc(path, words, round(spots[chosen][0], 1), round(spots[chosen][1], 1))


def _loop(at: Place, words: str) -> tuple[str, list[Point]]:
    """From a class to itself: outside the circle, its words beyond it."""
    out_x, out_y = (at.x - SIZE / 2) / RADIUS, (at.y - SIZE / 2) / RADIUS
    x, y = at.x + 110 * out_x, at.y + 110 * out_y
    first, last = ((x + 66 * side * out_y, y - 66 * side * out_x) for side in (1, -1))
    tip = _rim(last, at)
    bend = f"C {first[0]:.1f} {first[1]:.1f} {last[0]:.1f} {last[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    half = HIGH * len(words) / 2
    spots = [
        (at.x + (105 + far + half * abs(out_x)) * out_x, at.y + (130 + far) * out_y) for far in (0, 25, 50)
    ]
    return f"M {at.x} {at.y} {bend}", spots


def _bow(start: Place, end: Place, places: list[Place]) -> tuple[str, list[Point]]:
    """From a class to another, bent so that both directions are seen; where its words may stand, the best first."""
    others = [place for place in places if place not in (start, end)]
    clear = [bend for bend in BENDS if not any(_near(start, end, bend, place) for place in others)]
    x, y = knee = _knee(start, end, clear[0] if clear else BENDS[0])
    tip = _rim(knee, end)
    long = math.hypot(end.x - start.x, end.y - start.y)
    side = (end.y - start.y) / long, (start.x - end.x) / long
    on = [_on(start, knee, end, share) for share in SHARES]
    spots = on + [(x + far * side[0], y + far * side[1]) for far in (HIGH, -HIGH, 2 * HIGH) for x, y in on]
    return f"M {start.x} {start.y} Q {x:.1f} {y:.1f} {tip[0]:.1f} {tip[1]:.1f}", spots


def _knee(start: Place, end: Place, bend: float) -> Point:
    return (start.x + end.x) / 2 + (end.y - start.y) * bend, (start.y + end.y) / 2 - (end.x - start.x) * bend


def _on(start: Place, knee: Point, end: Place, share: float) -> Point:
    """A point of the arc (a quadratic Bézier curve), by its share of the way."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * start.x + b * knee[0] + c * end.x, a * start.y + b * knee[1] + c * end.y


def _near(start: Place, end: Place, bend: float, place: Place) -> bool:
    knee = _knee(start, end, bend)
    way = (_on(start, knee, end, step / 20) for step in range(1, 20))
    return any(math.hypot(x - place.x, y - place.y) < DISC + 12 for x, y in way)


def _box(middle: Point, wide: float, high: float) -> Box:
    return middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _rim(came: Point, end: Place) -> Point:
    """Where a line that comes from there meets the edge of a class."""
    dx, dy = end.x - came[0], end.y - came[1]
    share = DISC / (math.hypot(dx, dy) or 1)
    return end.x - dx * share, end.y - dy * share
