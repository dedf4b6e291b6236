"""Which clause of a child carries out which clause of its parent: 落实 (province → city) and 细化 (annex row → body clause).

The method, "shared grams in order":

1. A clause is its heading and sentences without the responsibility statement, without dates and closing formulas; 省, 区 and
   县 are one level with 市 (alignment/measures.py, alignment/grams.py).
2. Its grams of 2–4 characters weigh (1 - ln n / ln(N + 1))² by the number n of the N clauses of *both* documents that hold
   them: what the two documents say everywhere does not count. No other document has a say, so that an alignment never
   changes because something else was loaded.
3. Six kinds of evidence for each pair (alignment/evidence.py): how far the pair's cosine similarity stands out in its row and in
   its column, whether the child's sentences are claimed by this parent or by another, whether the pair keeps the order of
   pairs that are beyond doubt, how much of the whole parent the child visibly takes over, and the mass of rare grams shared.
4. A logistic sum of the six is the score; two thresholds on it give the grade.

One set of constants holds for all documents and for both relations. The weights were fitted by `scripts/lineage_fit.py` (ridge,
C = 1) on three annotated pairs, 丹东 annex → body, 山东 list → 聊城 plan, 上海 → 黄浦, with ten pairs of documents that have nothing
to do with each other as further negatives, and rounded; the thresholds maximise the mean F1 on the same three. Figures, also
with each pair left out of the fit, are in docs/lineage.md. The caller decides along which lines of authority to ask.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.records import Document
from loaders.link.alignment import measures, phrases
from loaders.link.alignment.evidence import Evidence, evidence, flat
from loaders.link.alignment.grams import Profile, profile
from loaders.link.alignment.measures import Measure
from loaders.link.alignment.phrases import Match, Phrase

Grade = Literal["direct", "partial"]

METHOD = "shared grams in order 1"  # the number goes up with each change of a constant
WEIGHTS = Evidence(row=0.8, column=0.6, claim=0.5, order=3.1, closeness=8.7, mass=1.6)
INTERCEPT = -11.4
DIRECT = 0.65  # the child carries out that very measure
PARTIAL = 0.40  # it covers part of it, or the same subject with another measure


@dataclass(frozen=True, slots=True)
class Alignment:
    """A clause of the child that carries out a clause of the parent, with the reasons.

    `parent` and `child` are clause ids (`附件/7`, `二/（七）`), `score` 0 to 1. Spans in `matches` and `phrases` are places in the text of
    the parent's and the child's document.
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


def implements(parent: Document, child: Document) -> list[Alignment]:
    """IMPLEMENTS: which clauses of the child carry out which of the parent's. The caller vouches for the authority."""
    return align(profile(measures.of_document(parent)), profile(measures.of_document(child)))


def details(document: Document) -> list[Alignment]:
    """DETAILS: which body clauses (child) each row of the document's annex tables (parent) breaks down."""
    rows, body = measures.annex_and_body(document)
    return align(profile(rows), profile(body))


def align(parent: Profile, child: Profile) -> list[Alignment]:
    """The alignments of two profiles, in the order of the parent and, for each of its clauses, best first."""
    weight = phrases.weights(parent, child)
    found = sorted(scored(parent, child), key=lambda one: (one[0], -one[2], one[1]))
    return [
        _alignment(parent.measures[i], child.measures[j], score, seen, weight)
        for i, j, score, seen in found
        if score >= PARTIAL
    ]


def scored(parent: Profile, child: Profile) -> Iterator[tuple[int, int, float, Evidence]]:
    """Every pair with its score and evidence: what evaluation and a person who doubts want to see."""
    for i, j, seen in flat(evidence(parent, child)):
        yield i, j, probability(seen), seen


def probability(seen: Evidence) -> float:
    """The score: the logistic function of the weighted evidence, to four places."""
    total = INTERCEPT + sum(weight * value for weight, value in zip(WEIGHTS, seen, strict=True))
    return round(1 / (1 + math.exp(-max(-60.0, min(60.0, total)))), 4)


def _alignment(
    parent: Measure, child: Measure, score: float, seen: Evidence, weight: phrases.Weight
) -> Alignment:
    pairs = phrases.matches(parent, child, weight)
    return Alignment(
        parent.id,
        child.id,
        "direct" if score >= DIRECT else "partial",
        score,
        METHOD,
        seen,
        tuple(match for match, _, _ in pairs),
        phrases.phrases(pairs, weight),
    )
