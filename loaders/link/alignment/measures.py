"""A document's clauses as what can be handed down: measures, sentence by sentence, without who is responsible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.records import Clause, Document, Span

Measures = tuple["Measure", ...]

_ENDS = re.compile(r"[。；;！!\n]")  # 建立专业预警机制；  and the end of a paragraph
# a statement that no rule read: （责任单位：市教育局 …  or 牵头部门：市财政局
_STATEMENT = re.compile(r"[（(〔\[]?(?:责任|牵头|配合)(?:单位|部门)[：:]")
# how long the document holds, which is no measure: 本方案自2023年2月1日起施行，有效期至2023年12月31日 · 国家有相关规定的，从其规定
_CLOSING = re.compile(r"有效期|起施行|起实施[，。]|印发之日起|从其规定|负责解释")
_SAID = re.compile(r"[\u4e00-\u9fffA-Za-z]")  # a row's bare number is no sentence: 29
_SHORTEST = 5  # characters: 办法。 or 9\n says nothing that could be handed down


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its place in the document's text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A clause as the lineage method sees it; its heading is the first sentence.

    `aims` is true where it sums up what is to be reached (主要目标), `principle` for 指导思想 and 基本原则.
    """

    id: str
    sentences: tuple[Sentence, ...]
    aims: bool = False
    principle: bool = False

    def faces(self, other: Measure) -> bool:
        """Whether one could carry out the other: principles answer to principles and aims, never to single measures."""
        if self.principle or other.principle:
            return (self.principle or self.aims) and (other.principle or other.aims)
        return True


def of_document(document: Document) -> Measures:
    """All clauses that could be carried out or carry out."""
    text = document.source.text
    return tuple(of_clause(clause, text) for clause in document.clauses if is_task(clause))


def annex_and_body(document: Document) -> tuple[Measures, Measures]:
    """The rows of its annex tables, and the clauses of its body."""
    rows = {clause.id for clause in document.clauses if clause.kind == "annex_task"}
    every = of_document(document)
    return tuple(one for one in every if one.id in rows), tuple(one for one in every if one.id not in rows)


def is_task(clause: Clause) -> bool:
    """True for what could be carried out or carry out: everything but the preamble, which has the id 0."""
    return clause.id != "0"


def facing(parents: Sequence[Measure], children: Sequence[Measure]) -> tuple[Measures, Measures]:
    """The measures of both sides that have something to face on the other."""
    return (
        tuple(one for one in parents if any(one.faces(other) for other in children)),
        tuple(one for one in children if any(one.faces(other) for other in parents)),
    )


def of_clause(clause: Clause, text: str) -> Measure:
    """The clause's heading, and the sentences of its body that say what is to be done."""
    holes = {given.statement for given in clause.assignments}
    pieces = list(_without(clause.body, holes))
    if clause.heading and clause.span.start < clause.body.start:
        pieces.insert(0, (clause.span.start, clause.body.start))
    sentences = tuple(one for piece in pieces for one in _sentences(text, piece))
    return Measure(clause.id, sentences, clause.kind == "goal", clause.kind == "principle")


def _without(body: Span, holes: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The pieces of the body that no responsibility statement covers."""
    start = body.start
    for hole in sorted(holes):
        if start < hole.start < body.end:
            yield start, hole.start
        if body.start <= hole.start < body.end:
            start = max(start, hole.end)
    if start < body.end:
        yield start, body.end


def _sentences(text: str, piece: tuple[int, int]) -> Iterator[Sentence]:
    start, stop = piece
    for end in [*(mark.end() for mark in _ENDS.finditer(text, start, stop)), stop]:
        said = text[start:end]
        if unread := _STATEMENT.search(said):
            said = said[: unread.start()]
        if len(said) >= _SHORTEST and _SAID.search(said) and not _CLOSING.search(said):
            yield Sentence(Span(start, start + len(said)), said)
        start = end
