"""How long lineage takes for one province: its document of 50 clauses against each of its cities and counties, and up to ten times that.

Documents are invented: clauses of words drawn from a vocabulary, a child's clause keeping half of its parent's sentences.
The budget is 15 s on two cores for 16 cities and 136 counties of 50 clauses each: 380,000 pairs of clauses.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import NamedTuple

from kg.records import Span
from loaders.link import lineage
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.measures import Measure, Sentence

CLAUSES, SENTENCES, WORDS = 50, 5, 12
PROVINCE = 16 + 136  # cities and counties
FIELD = 400  # words of the field, used everywhere
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]


class Point(NamedTuple):
    """So many children took so many seconds, with so many alignments found."""

    children: int
    pairs: int
    seconds: float
    found: int


def curve(steps: tuple[int, ...] = (1, 2, 5, 10), jobs: int = 2) -> list[Point]:
    """One province, and as many documents as two, five and ten provinces have."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        list(pool.map(_found, range(jobs)))  # the processes are up and have read the parent
        points = []
        for step in steps:
            children = PROVINCE * step
            begun = time.perf_counter()
            found = sum(pool.map(_found, range(children), chunksize=8))
            points.append(Point(children, children * CLAUSES**2, time.perf_counter() - begun, found))
        return points


def _found(child: int) -> int:
    return len(lineage.align(parent(), profile(document(child))))


@cache
def parent() -> Profile:
    """The province's document."""
    return profile(document(-1))


@cache
def _field() -> list[str]:
    draw = random.Random(0)
    return ["".join(draw.choices(_HAN, k=2)) for _ in range(FIELD)]


def document(number: int) -> tuple[Measure, ...]:
    """An invented document: -1 is the parent, every other a child that keeps every second sentence of it."""
    own, handed = random.Random(number + 2), random.Random(1)
    measures, place = [], 0
    for clause in range(CLAUSES):
        sentences = []
        for turn in range(SENTENCES):
            above, below = _sentence(handed), _sentence(own)
            text = above if number < 0 or turn % 2 else below
            sentences.append(Sentence(Span(place, place + len(text)), text))
            place += len(text)
        measures.append(Measure(f"二/{clause + 1}", tuple(sentences)))
    return tuple(measures)


def _sentence(draw: random.Random) -> str:
    """Two thirds are words of the field, the rest is rare."""
    words = [
        draw.choice(_field()) if draw.random() < 0.67 else "".join(draw.choices(_HAN, k=3))
        for _ in range(WORDS)
    ]
    return "".join(words) + "。"
