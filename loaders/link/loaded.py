"""The documents of a store as lineage needs them: headers with what they cite, clauses as measures, targets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from kg.records import Assignment, Clause, Span
from kg.store.base import Writer
from loaders.link import citations
from loaders.link.alignment import measures
from loaders.link.alignment.measures import Measure, Sentence
from loaders.link.authority import Known
from loaders.link.targets import Target

_DOCUMENTS = (
    "MATCH (d:Document) WHERE d.stub IS NULL RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, "
    "d.status AS status, d.level AS level, d.region AS region, d.province AS province, d.region_line AS line, d.inferred AS inferred, "
    "d.decisions AS decisions "
    "ORDER BY id"
)
_CITES = (
    "MATCH (d:Document)-[c:CITES]->(o:Document) RETURN d.id AS id, o.id AS other, d.title AS own, "
    "c.relation AS relation, c.cited_title AS title, c.quote AS quote"
)
_ATTACHED = "MATCH (d:Document)-[:ATTACHED_TO]->(o:Document) RETURN d.id AS id, o.id AS other"
_COMPARED = "MATCH (d:Document)-[:HELD_AGAINST]->(o:Document) RETURN d.id AS id, o.id AS other"
_DECIDED = (
    "MATCH (a:Clause)-[r:IMPLEMENTS]->(b:Clause) WHERE r.decided = true "
    "RETURN DISTINCT a.document AS id, b.document AS other"
)
_CLAUSES = (
    "MATCH (c:Clause {document: $document}) RETURN c.path AS path, c.heading AS heading, c.text AS text, "
    "c.kind AS kind, c.start AS start, c.body_start AS body, c.statement_starts AS starts, c.statement_ends AS ends, "
    "c.ordinal AS ordinal ORDER BY ordinal"
)
_TARGETS = (
    "MATCH (c:Clause)-[:SETS]->(i:Indicator {document: $document}) RETURN c.path AS clause, i.id AS id, "
    "i.subject_text AS subject, i.text AS text, i.value AS value, i.unit AS unit, i.kind AS kind ORDER BY id"
)
_YEAR = re.compile(r"[〔\[](20\d\d)[〕\]]")  # 鲁政发〔2020〕3号
_KEPT = 64  # documents whose clauses are kept at a time


class Loaded(NamedTuple):
    """A clause as a measure, its sentences at their places in the document. `task`: it may carry out or be carried out."""

    measure: Measure
    row: bool
    task: bool


class Shelf:
    """What a store holds, read inside a write session; clauses and targets when they are asked for."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        rows: list[Any] = writer.rows(_DOCUMENTS, {})
        self.documents = _documents(rows, writer.rows(_CITES, {}), self._pairs(_ATTACHED))
        self._verdicts = {str(row["id"]): list[str](row["decisions"] or ()) for row in rows}
        self.fresh = {str(row["id"]) for row in rows if not row["inferred"]}
        self.clauses = lru_cache(maxsize=_KEPT)(self._clauses)
        self.targets = lru_cache(maxsize=_KEPT)(self._targets)

    def decided(self) -> list[str]:
        """What people decided about links of clauses, each entry once: verdict, from, to, entry."""
        return sorted({line for lines in self._verdicts.values() for line in lines})

    def is_row(self, document: str, path: str) -> bool:
        """True for a row of an annex table."""
        return any(one.row for one in self.clauses(document) if one.measure.id == path)

    def compared_before(self) -> list[tuple[str, str]]:
        """The pairs of documents that were compared, or tied by a person's decision, the lower first."""
        return [*self._pairs(_COMPARED), *self._pairs(_DECIDED)]

    def _pairs(self, text: str) -> list[tuple[str, str]]:
        return [(str(row["id"]), str(row["other"])) for row in self._writer.rows(text, {})]

    def _clauses(self, document: str) -> list[Loaded]:
        return [_clause(row) for row in self._writer.rows(_CLAUSES, {"document": document})]

    def _targets(self, document: str) -> Mapping[str, list[Target]]:
        """The targets of a document by the path of their clause."""
        found: dict[str, list[Target]] = defaultdict(list)
        for row in self._writer.rows(_TARGETS, {"document": document}):
            found[str(row["clause"])].append(_target(row))
        return found


def _documents(
    rows: list[Any],
    cites: list[Any],
    attached: list[tuple[str, str]],
) -> list[Known]:
    roots = dict(attached)
    said: dict[str, dict[str, set[str]]] = {"ground": defaultdict(set), "ended": defaultdict(set)}
    for row in cites:
        meaning = citations.meaning(
            row["relation"] or "", row["title"] or "", row["quote"] or "", row["own"] or ""
        )
        if meaning:
            said[meaning][row["id"]].add(row["other"])
    return [
        Known(
            id=row["id"],
            title=row["title"] or "",
            date=row["date"] or _year(row["number"]) or _year(roots.get(row["id"])),
            status=row["status"],
            level=row["level"],
            line=_line(row["line"], row["region"], row["province"]),
            root=roots.get(row["id"], row["id"]),
            cites=frozenset(said["ground"][row["id"]]),
            ends=frozenset(said["ended"][row["id"]]),
        )
        for row in rows
    ]


def _year(number: str | None) -> str | None:
    found = _YEAR.search(number or "")
    return found[1] if found else None


def _line(line: list[str] | None, region: str | None, province: str | None) -> tuple[str, ...]:
    """The region's line upward. Where it is not known (a place in no table), the province is all that is sure."""
    if line:
        return tuple(line)
    known = (province + region if province and region != province else region, province) if region else ()
    return tuple(dict.fromkeys(one for one in known if one))


def _clause(row: Any) -> Loaded:
    """The clause with places counted from its own start, then moved to where they are in the document."""
    begin, clause = int(row["start"]), as_clause(row)
    found = measures.of_clause(clause, str(row["text"]))
    moved = tuple(Sentence(Span(s.span.start + begin, s.span.end + begin), s.text) for s in found.sentences)
    task = measures.is_task(clause)
    return Loaded(replace(found, sentences=moved), row["kind"] == "annex_task", task)


def as_clause(row: Any) -> Clause:
    """A stored clause as the record that a measure is made of, its places counted from its own start."""
    begin, text = int(row["start"]), str(row["text"])
    holes = [
        Span(a - begin, b - begin)
        for a, b in zip(row["starts"] or (), row["ends"] or (), strict=True)
        if a >= begin
    ]
    body = Span(min(int(row["body"]) - begin, len(text) - 1), len(text))
    said = tuple(Assignment("", "responsible", hole, hole) for hole in holes)
    return Clause(row["path"], None, row["heading"], None, Span(0, len(text)), body, row["kind"], said)


def _target(row: Any) -> Target:
    return Target(
        row["id"],
        row["clause"],
        row["subject"] or "",
        row["text"] or "",
        float(row["value"]),
        row["unit"] or "",
        row["kind"] == "frequency",
    )
