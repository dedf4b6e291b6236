"""Which clause of a child carries out which clause of its parent: 落实 (province → city) and 细化 (annex row → body clause).

The method, "shared grams in order":

1. A clause is its heading and sentences without the responsibility statement, without dates and closing formulas; 省, 区 and
   县 are one level with 市 (alignment/measures.py, alignment/grams.py).
2. Its grams of 2–4 characters weigh (1 - ln n / ln(N + 1))² by the number n of the N clauses of *both* documents that hold
   them: what the two documents say everywhere does not count. No other document has a say, so that an alignment never
   changes because something else was loaded.
3. Four kinds of evidence for each pair (alignment/evidence.py): the similarity of the clauses, the weight of what they share
   and no other clause shares better, whether the pair keeps the order of pairs that are beyond doubt, and how much of
   the whole parent the child visibly takes over.
4. A logistic sum of the four is the score; two thresholds on it give the grade. Clauses of aims (主要目标) sum up what others
   set out: `_by_parent` says what follows. A pair that is the first choice of neither of its clauses is partial at most,
   and so is one that shares no words of its own (`_in_words`).

One set of constants holds for all documents and for both relations. `scripts/lineage_fit.py` fits the weights (ridge, C = 1) on
five annotated pairs of documents, with ten pairs that have nothing to do with each other as further negatives; those
here lie midway between the fit in which every pair of clauses counts the same and the one in which every pair of documents
does, rounded. The thresholds are the middle of what gives the best mean F1 on the five. docs/lineage.md has the figures, also with
each pair left out of the fit and on pairs never seen. The caller decides along which lines of authority to ask.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from loaders.link.alignment import measures
from loaders.link.alignment.evidence import Evidence, evidence, flat
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.phrases import Match, Phrase, Reasons

Grade = Literal["direct", "partial"]

METHOD = "shared grams in order 3"  # the number goes up with each change of a constant
WEIGHTS = Evidence(similarity=1.7, owned=1.75, order=3.1, closeness=5.8)
INTERCEPT = -3.85
DIRECT = 0.76  # the child carries out that very measure
PARTIAL = 0.54  # it covers part of it, or the same subject with another measure
SECOND = 0.3  # log-odds by which a direct pair may stand behind the first choices of both its clauses
AIMS_ODDS = 4.0  # log-odds by which a clause of aims must lead to rank before a measure
WORDS = 2.9  # weight of the best phrase that a direct pair shares, in grams that no other clause holds
FEW_WORDS = (
    4.3  # weight of all phrases together, in such grams, of a pair that is believed on a middling score
)
MIDDLING = 0.7  # below: evidence without words of its own (order, closeness) is not enough
AIMS_PARTIAL = 0.05  # score from which the nearest measure is partial where only aims take a clause up


@dataclass(frozen=True, slots=True)
class Alignment:
    """A clause of the child that carries out a clause of the parent, with the reasons.

    `parent` and `child` are clause ids (`附件/7`, `二/（七）`), `score` 0 to 1: the best partner of a clause has the highest. Spans in
    `matches` and `phrases` are places in the text of the parent's and the child's document.
    """

    parent: str
    child: str
    grade: Grade
    score: float
    method: str
    evidence: Evidence
    matches: tuple[Match, ...]
    phrases: tuple[Phrase, ...]

    def turned(self) -> Alignment:
        """The same alignment seen from the other side: its parent's phrases first."""
        turned = tuple(
            Phrase(one.child, one.parent, one.child_quote, one.parent_quote, one.weight)
            for one in self.phrases
        )
        return replace(self, parent=self.child, child=self.parent, phrases=turned)


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair by the places of its clauses in the two profiles. `grade` is None where it is no alignment."""

    parent: int
    child: int
    score: float
    grade: Grade | None
    evidence: Evidence


def align(parent: Profile, child: Profile) -> list[Alignment]:
    """The alignments of two profiles, in the order of the parent and, for each of its clauses, best first."""
    parent, child = _facing(parent, child)
    reasons = Reasons(parent, child)
    found = []
    for one in scored(parent, child):
        if one.grade:
            above, below = parent.measures[one.parent], child.measures[one.child]
            shared = reasons.phrases(above, below)
            if grade := _in_words(one, [phrase.weight / reasons.unit for phrase in shared]):
                matches = tuple(match for match, _, _ in reasons.matches(above, below))
                found.append(
                    Alignment(above.id, below.id, grade, one.score, METHOD, one.evidence, matches, shared)
                )
    return found


def shown(parent: Profile, child: Profile, above: str, below: str, method: str) -> Alignment:
    """The alignment of two clauses that something else than a score has found, with the phrases that they share."""
    ends = (
        next((m for m in one.measures if m.id == key), None) for one, key in ((parent, above), (child, below))
    )
    up, down = ends
    pairs = (reasons := Reasons(parent, child)).matches(up, down) if up and down else []
    matches = tuple(match for match, _, _ in pairs)
    return Alignment(
        above,
        below,
        "direct",
        1.0,
        method,
        Evidence(0, 0, 0, 0),
        matches,
        reasons.phrases(up, down) if up and down else (),
    )


def _facing(parent: Profile, child: Profile) -> tuple[Profile, Profile]:
    """The profiles without clauses that have nothing to face: the same ones where that is nobody."""
    kept = measures.facing(parent.measures, child.measures)
    above, below = (
        one if len(left) == len(one.measures) else profile(left)
        for one, left in zip((parent, child), kept, strict=True)
    )
    return above, below


def scored(parent: Profile, child: Profile) -> Iterator[Scored]:
    """Every pair with its score and evidence, best first by clause: what evaluation, or a person who doubts, wants to see."""
    pairs = (
        Scored(i, j, score, _grade(score), seen)
        for i, j, seen in flat(evidence(parent, child))
        if parent.measures[i].faces(child.measures[j])
        for score in (probability(seen),)
    )
    aims = frozenset(j for j, measure in enumerate(child.measures) if measure.aims)
    rows = (_by_parent(list(row), aims) for _, row in groupby(pairs, key=lambda one: one.parent))
    yield from sorted(
        _first_choices([one for row in rows for one in row], aims),
        key=lambda one: (one.parent, -one.score, one.child),
    )


def probability(seen: Evidence) -> float:
    """The score: the logistic function of the weighted evidence, to six places."""
    total = INTERCEPT + sum(weight * value for weight, value in zip(WEIGHTS, seen, strict=True))
    return round(1 / (1 + math.exp(-max(-60.0, min(60.0, total)))), 6)


def _grade(score: float) -> Grade | None:
    if score < PARTIAL:
        return None
    return "direct" if score >= DIRECT else "partial"


def _in_words(one: Scored, weights: Sequence[float]) -> Grade | None:
    """The grade once the shared phrases have been looked at: direct is what shares words of its own, not 审批事项 or 群众办事.

    What is partial because only aims take the clause up has no score to speak of, and stays.
    """
    if PARTIAL <= one.score < MIDDLING and sum(weights) < FEW_WORDS:
        return None
    if one.grade == "direct" and max(weights, default=0.0) < WORDS:
        return "partial"
    return one.grade


def _first_choices(pairs: list[Scored], aims: frozenset[int]) -> list[Scored]:
    """Direct is what is the first choice of the parent's clause or of the child's, or as good; another pair is partial.

    Aims sum up many clauses and are left out of this.
    """
    above: dict[int, float] = {}
    below: dict[int, float] = {}
    for one in pairs:
        above[one.parent] = max(above.get(one.parent, 0.0), one.score)
        below[one.child] = max(below.get(one.child, 0.0), one.score)
    return [
        replace(one, grade="partial")
        if one.grade == "direct"
        and one.child not in aims
        and _odds(min(above[one.parent], below[one.child])) - _odds(one.score) > SECOND
        else one
        for one in pairs
    ]


def _by_parent(row: list[Scored], aims: frozenset[int]) -> list[Scored]:
    """The pairs of one parent, once its clauses of aims have been put in their place.

    An aim is pursued by some measure. Where both are direct, the measure is the better partner unless the aim is far more
    alike; where aims alone take the clause up, the nearest measure is partial.
    """
    taken = [one for one in row if one.grade == "direct"]
    if not any(one.child in aims for one in taken):
        return row
    direct = max((one.score for one in taken if one.child not in aims), default=None)
    if direct is not None:
        return [_behind(one, direct) if one.child in aims else one for one in row]
    nearest = max((one for one in row if one.child not in aims), key=lambda one: one.score, default=None)
    if nearest is None or nearest.grade or nearest.score < AIMS_PARTIAL:
        return row
    return [replace(one, grade="partial") if one is nearest else one for one in row]


def _behind(aim: Scored, measure: float) -> Scored:
    """The aim with a score below the measure's, where it does not lead by far."""
    if aim.score <= measure or _odds(aim.score) - _odds(measure) > AIMS_ODDS:
        return aim
    return replace(aim, score=round(measure - 1e-6, 6))


def _odds(score: float) -> float:
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))
