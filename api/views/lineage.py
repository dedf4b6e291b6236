"""Lineage as the pages show it: pairs of clauses with the aligned phrases marked, the matrix, the targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from api.views import tables
from api.views.highlight import Mark, Piece, pieces
from api.views.links import encoded, node_url
from kg.store.base import Row
from queries import lineage
from queries.lineage import Coverage, Link, Side, Task

LONG = 200  # characters from which a clause beside another is shown by the sentences that are aligned
_FEW = 3  # sentences between two marks: fewer stay
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")  # 建成基地3个；


class Shown(NamedTuple):
    """One end of a pair on a page."""

    name: str
    url: str | None
    document: str
    document_url: str | None
    pieces: list[Piece]


class Pair(NamedTuple):
    """A pair on a page; `anchor` is the id of its place, named after the clause at the other end."""

    link: Link
    anchor: str
    above: Shown
    below: Shown


def pairs(links: Iterable[Link], own: str) -> list[Pair]:
    """The pairs of a clause's page, each under the id of the other clause."""
    return [
        Pair(link, anchor(link.above.clause if link.below.clause == own else link.below.clause),
             _shown(link.above), _shown(link.below))
        for link in links
    ]  # fmt: skip


def anchor(clause: str) -> str:
    """The id of a pair's place on a page."""
    return f"with-{clause}"


def pair_url(below: str, above: str) -> str:
    """Where a pair is shown: the page of the lower clause, at the higher one."""
    fragment = encoded(anchor(above))
    return f"{node_url('Clause', below)}#{fragment}"


def _shown(side: Side) -> Shown:
    spans = zip(side.starts, side.ends, strict=True)
    marks = [
        Mark(number, start - side.start, end - side.start)
        for number, (start, end) in enumerate(spans, start=1)
        if 0 <= start - side.start < end - side.start <= len(side.text)
    ]
    return Shown(
        f"{side.path} {side.heading}".strip(),
        node_url("Clause", side.clause),
        side.title or side.document,
        node_url("Document", side.document),
        _excerpt(pieces(side.text, marks)) if len(side.text) > LONG and marks else pieces(side.text, marks),
    )


def _excerpt(found: Sequence[Piece]) -> list[Piece]:
    """A long text by the sentences that hold a mark; … stands for what lies between."""
    shown: list[Piece] = []
    places = [place for place, piece in enumerate(found) if piece.marks]
    for place, piece in enumerate(found):
        sentences = [said for said in _SENTENCE.findall(piece.text) if said]
        if piece.marks or len(sentences) < _FEW:
            shown.append(piece)
            continue
        first = sentences[0] if places[0] < place else ""
        last = sentences[-1] if place < places[-1] and not sentences[-1].endswith(("。", "；", "\n")) else ""
        shown.append(Piece(f"{first}…{last}", ()))
    return shown


class Cell(NamedTuple):
    """A cell of the matrix: how well a document takes up a task, and where to read it."""

    grade: str
    score: float
    ground: str
    name: str
    url: str


class Line(NamedTuple):
    """A task with its cells, one a document."""

    task: Task
    url: str | None
    cells: list[Cell | None]
    found: bool
    in_draft_only: bool


def matrix(found: Coverage) -> list[Line]:
    """The rows of the matrix."""
    return [
        Line(task, node_url("Clause", task.clause), cells, any(cells), found.in_draft_only(task))
        for task in found.tasks
        for cells in ([_cell(row, task.clause) for row in found.of(task)],)
    ]


def _cell(row: Mapping[str, Any] | None, task: str) -> Cell | None:
    if row is None:
        return None
    name = f"{row['child_path']} {row['child_heading'] or ''}".strip()
    return Cell(row["grade"], row["score"], row["ground"] or "", name, pair_url(row["child"], task))


class TargetSide(NamedTuple):
    """One side of a target pair: the number in words, its sentence, and where it stands."""

    value: str
    quote: str
    place: str
    url: str | None


class TargetPair(NamedTuple):
    """A target above and what became of it below."""

    subject: str
    above: TargetSide
    below: TargetSide
    ratio: str
    changes: str
    later: bool
    presumed: bool


class Goal(NamedTuple):
    """A target of the document, and what each document below makes of it."""

    subject: str
    side: TargetSide
    cells: list[list[TargetPair]]


class Goals(NamedTuple):
    """Targets × documents below; a column is (name, id, title)."""

    columns: list[tuple[str, str, str]]
    lines: list[Goal]


def targets(rows: Iterable[Row], direction: str) -> list[TargetPair]:
    """The rows of the query `target_pairs` in one direction, for a page."""
    return [_pair(row) for row in rows if row["direction"] == direction]


def goals(rows: Iterable[Row]) -> Goals:
    """A line for each target of the document, a column for each document below, issued ones first."""
    below = [row for row in rows if row["direction"] == "down"]
    takers = {str(row["child_document"]): row for row in below}
    order = sorted(takers, key=lambda key: ((takers[key]["child_status"] or "issued") != "issued", key))
    lines: dict[tuple[str, str, str], Goal] = {}
    for row in below:
        side = _target(row, "parent")
        key = str(row["parent"]), str(row["parent_subject"]), side.value
        line = lines.setdefault(key, Goal(str(row["parent_subject"] or ""), side, [[] for _ in order]))
        line.cells[order.index(str(row["child_document"]))].append(_pair(row))
    columns = [
        (lineage.whose(takers[key], "child") or key, key, str(takers[key]["child_title"] or key))
        for key in order
    ]
    return Goals(columns, list(lines.values()))


def _pair(row: Row) -> TargetPair:
    changes = tables.said("changes", row["changes"])
    return TargetPair(
        str(row["child_subject"] or ""),
        _target(row, "parent"),
        _target(row, "child"),
        "" if row["ratio"] is None else f"{row['ratio']:.3g}",
        changes.replace("时限", "时限延后") if row["later"] else changes,
        bool(row["later"]),
        row["ground"] == "presumed",
    )


def _target(row: Row, end: str) -> TargetSide:
    place = f"{lineage.whose(row, end)} {row[f'{end}_path']}".strip()
    quote = str(row[f"{end}_quote"] or "")
    return TargetSide(lineage.in_words(row, end), quote, place, node_url("Clause", str(row[end])))
