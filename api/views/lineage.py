"""Lineage as the pages show it: pairs of clauses with the aligned phrases marked, the matrix, the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import networkx as nx

from api.views import palette, tables
from api.views.graph import Drawing, Told, drawing
from api.views.highlight import Mark, Piece, pieces
from api.views.links import encoded, node_url
from kg.records import RANKS
from kg.store.base import Row, Store
from ontology import schema
from queries import lineage
from queries.lineage import Coverage, Link, Side, Task

NODES = 120  # clauses that a page draws
DISTANCE = 4  # levels between the nation and a town
LABEL = 16  # characters of a heading that fit beside a node
GRADES = tables.WORDS["grade"]
COLOURS = {"direct": "#3d7f6b", "partial": "#c79a3c"}
LEVEL_COLOURS = {
    "national": "#b5452c",
    "province": "#2f5d8c",
    "city": "#8a7a4b",
    "county": "#7b5ea7",
    "town": "#5a7d2a",
}
COLUMN, ROW = 420, 56  # pixels between levels, and between clauses of one level
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120},
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
        "smooth": {"type": "cubicBezier", "forceDirection": "horizontal"},
    },
    "nodes": {"shape": "dot", "borderWidth": 1},
}


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
        pieces(side.text, marks),
    )


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


def matrix(found: Coverage) -> list[Line]:
    """The rows of the matrix."""
    return [
        Line(task, node_url("Clause", task.clause), cells, any(cells))
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

    direction: str
    subject: str
    above: TargetSide
    below: TargetSide
    ratio: str
    changes: str
    presumed: bool


def targets(rows: Iterable[Row]) -> list[TargetPair]:
    """The rows of the query `target_pairs` for a page."""
    return [
        TargetPair(
            tables.said("direction", row["direction"]),
            str(row["child_subject"] or ""),
            _target(row, "parent"),
            _target(row, "child"),
            "" if row["ratio"] is None else f"{row['ratio']:.3g}",
            tables.said("changes", row["changes"]),
            row["ground"] == "presumed",
        )
        for row in rows
    ]


def _target(row: Row, end: str) -> TargetSide:
    place = f"{row[f'{end}_region'] or ''} {row[f'{end}_path']}".strip()
    quote = str(row[f"{end}_quote"] or "")
    return TargetSide(lineage.in_words(row, end), quote, place, node_url("Clause", str(row[end])))


# ── the drawing ──────────────────────────────────────────────────────────────────────────────────────────────


def chain(store: Store, document: str) -> list[Link]:
    """The links of a document and, from clause to clause, those above and below them."""
    links = {_key(link): link for link in lineage.of_document(store, document) if link.kind == "implements"}
    for direction in ("up", "down"):
        edge = {_far(link, direction) for link in links.values() if link.direction == direction}
        for _ in range(DISTANCE):
            found = _next(store, direction, edge)
            edge = {_far(link, direction) for link in found if _key(link) not in links}
            links |= {_key(link): link for link in found}
    return list(links.values())


def _next(store: Store, direction: str, edge: set[tuple[str, str]]) -> list[Link]:
    """One step on from (document, clause)."""
    clauses = {clause for _, clause in edge}
    return [
        link
        for document in sorted({document for document, _ in edge})
        for link in lineage.of_document(store, document)
        if link.direction == direction and (link.below if direction == "up" else link.above).clause in clauses
    ]


def _far(link: Link, direction: str) -> tuple[str, str]:
    side = link.above if direction == "up" else link.below
    return side.document, side.clause


def _key(link: Link) -> tuple[str, str]:
    return link.above.clause, link.below.clause


def draw(links: Sequence[Link], levels: Mapping[str, str]) -> Drawing:
    """Clauses from left (nation) to right (county); an edge is the wider the higher its score, dashed where presumed.

    The best links stay where there are more clauses than can be drawn.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    everything = {clause for link in links for clause in _key(link)}
    told: list[Told] = []
    for link in sorted(links, key=lambda one: (-one.score, one.above.clause, one.below.clause)):
        fresh = {clause for clause in _key(link) if clause not in graph}
        if len(graph) + len(fresh) <= NODES:
            for side in (link.above, link.below):
                graph.add_node(side.clause, **_node(side, levels.get(side.document, "")))
            graph.add_edge(link.above.clause, link.below.clause, **_edge(link))
            told.append(_told(link))
    _place(graph)
    return drawing(graph, OPTIONS, _legend(graph), len(everything), told)


def _place(graph: nx.DiGraph[str]) -> None:
    """Clauses that hang together stand together: one block under the other, in each a column for each level."""
    top = 0
    blocks = sorted(
        map(sorted, nx.weakly_connected_components(graph)), key=lambda block: (-len(block), block)
    )
    for block in blocks:
        columns: dict[int, list[str]] = {}
        for node in block:
            columns.setdefault(graph.nodes[node]["level"], []).append(node)
        height = max(map(len, columns.values()))
        for level, column in columns.items():
            first = top + (height - len(column)) * ROW // 2
            for place, node in enumerate(column):
                graph.nodes[node].update(x=level * COLUMN, y=first + place * ROW)
        top += height * ROW + ROW // 2


def _legend(graph: nx.DiGraph[str]) -> list[palette.Key]:
    """The levels that are drawn, from left to right."""
    seen = {data["level"] for _, data in graph.nodes(data=True)}
    names = schema.load().enums["Level"]
    return [
        palette.Key(name, names[name], name, LEVEL_COLOURS[name])
        for name, place in RANKS.items()
        if place in seen
    ]


def _node(side: Side, level: str) -> dict[str, Any]:
    name = f"{side.path} {side.heading}".strip()
    return {
        "label": name if len(name) <= LABEL else name[: LABEL - 1] + "…",
        "title": f"{side.title}\n{name}",
        "color": LEVEL_COLOURS.get(level, "#888888"),
        "size": 10,
        "level": RANKS.get(level, len(RANKS)),
        "url": node_url("Clause", side.clause),
    }


def _edge(link: Link) -> dict[str, Any]:
    said = f"{GRADES.get(link.grade, link.grade)} {link.grade} {link.score:.2f}\n{'、'.join(link.reason)}"
    return {
        "title": said,
        "weight": round(1 + 4 * link.score, 1),  # pyvis makes it the width
        "color": COLOURS.get(link.grade, "#888888"),
        "dashes": link.ground == "presumed",
    }


def _told(link: Link) -> Told:
    above, below = (f"{side.title} {side.path} {side.heading}".strip() for side in (link.above, link.below))
    return {
        "source": below,
        "source_url": node_url("Clause", link.below.clause) or "",
        "kind": f"落实 {GRADES.get(link.grade, link.grade)} {link.score:.2f}",
        "target": above,
        "target_url": node_url("Clause", link.above.clause) or "",
        "quote": "、".join(link.reason),
    }
