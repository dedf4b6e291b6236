"""The drawing of lineage: a column for each level, in it the documents one under the other, each with its clauses in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import networkx as nx

from api.views import palette, tables
from api.views.graph import Drawing, Told, drawing
from api.views.links import node_url
from kg.records import RANKS
from kg.store.base import Row, Store
from ontology import schema
from queries import lineage
from queries.lineage import ISSUED, Link, Side, marked

NODES = 120  # clauses that a page draws
DISTANCE = 4  # levels between the nation and a town
LABEL = 17  # characters of a heading that fit into a node
TITLE = 24  # characters of a document's title above its clauses
GRADES = tables.WORDS["grade"]
COLOURS = {"direct": "#3d7f6b", "partial": "#c79a3c"}
LEVEL_COLOURS = {
    "national": "#b5452c",
    "province": "#2f5d8c",
    "city": "#8a7a4b",
    "county": "#7b5ea7",
    "town": "#5a7d2a",
}
COLUMN, ROW, GAP = 500, 40, 44  # pixels between levels, clauses of one document, and documents
BOX = 260  # pixels that a clause is wide
LEAST = 0.5  # score of the thinnest edge: no pair is linked much below
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "zoomView": False},
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
        "smooth": {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
    },
}


class Whose(NamedTuple):
    """What the drawing says of a document: its level, and whose it is."""

    level: str
    name: str


def whose(rows: Iterable[Row]) -> dict[str, Whose]:
    """Level and name of each document, from the rows of `_documents`: 湖州市（征求意见稿）."""
    return {
        str(row["id"]): Whose(
            str(row["level"] or ""), f"{row['region'] or ''}{marked(str(row['status'] or ISSUED))}"
        )
        for row in rows
    }


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


def draw(links: Sequence[Link], documents: Mapping[str, Whose]) -> Drawing:
    """Clauses from left (nation) to right (county), each under its document; an edge is the wider the higher its score.

    Dashed: presumed. The best links stay where there are more clauses than can be drawn.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    sides: dict[str, Side] = {}
    everything = {clause for link in links for clause in _key(link)}
    told: list[Told] = []
    for link in sorted(links, key=lambda one: (-one.score, one.above.clause, one.below.clause)):
        if len({*sides, *_key(link)}) <= NODES:
            for side in (link.above, link.below):
                sides[side.clause] = side
                graph.add_node(side.clause, **_node(side, documents))
            graph.add_edge(link.above.clause, link.below.clause, **_edge(link))
            told.append(_told(link))
    _place(graph, sides, documents)
    found = drawing(graph, OPTIONS, _legend(graph), len(everything), told)
    return replace(found, shown=len(sides))


def _place(graph: nx.DiGraph[str], sides: Mapping[str, Side], documents: Mapping[str, Whose]) -> None:
    """Columns by level; in each the documents one under the other, a heading above the clauses in their order."""
    columns: dict[int, dict[str, list[Side]]] = {}
    for side in sides.values():
        level = graph.nodes[side.clause]["level"]
        columns.setdefault(level, {}).setdefault(side.document, []).append(side)
    for place, level in enumerate(sorted(columns)):
        top = 0
        for document in sorted(columns[level], key=lambda one: (_name(one, documents), one)):
            clauses = sorted(columns[level][document], key=lambda side: (side.start, side.clause))
            graph.add_node(f"document:{document}", **_heading(clauses[0], documents))
            for line, name in enumerate((f"document:{document}", *(side.clause for side in clauses))):
                graph.nodes[name].update(x=place * COLUMN, y=top + line * ROW, level=level)
            top += (len(clauses) + 1) * ROW + GAP


def _name(document: str, documents: Mapping[str, Whose]) -> str:
    return documents[document].name if document in documents else ""


def _level(document: str, documents: Mapping[str, Whose]) -> str:
    return documents[document].level if document in documents else ""


def _heading(side: Side, documents: Mapping[str, Whose]) -> dict[str, Any]:
    """The node that stands above the clauses of a document."""
    name, title = _name(side.document, documents), side.title or side.document
    cut = title if len(title) <= TITLE else title[: TITLE - 1] + "…"
    return {
        "label": f"{name}\n{cut}" if name else cut,
        "title": title,
        "shape": "text",
        "widthConstraint": {"maximum": COLUMN - 120},
        "color": LEVEL_COLOURS.get(_level(side.document, documents), "#888888"),
        "url": node_url("Document", side.document),
    }


def _legend(graph: nx.DiGraph[str]) -> list[palette.Key]:
    """The levels that are drawn, from left to right."""
    seen = {data["level"] for _, data in graph.nodes(data=True)}
    names = schema.load().enums["Level"]
    return [
        palette.Key(name, names[name], name, LEVEL_COLOURS[name])
        for name, place in RANKS.items()
        if place in seen
    ]


def _node(side: Side, documents: Mapping[str, Whose]) -> dict[str, Any]:
    name = f"{side.path.rpartition('/')[2]} {side.heading}".strip()
    level = _level(side.document, documents)
    return {
        "label": name if len(name) <= LABEL else name[: LABEL - 1] + "…",
        "shape": "box",
        "widthConstraint": {"minimum": BOX, "maximum": BOX},
        "title": f"{_name(side.document, documents)} {side.title}\n{side.path} {side.heading}".strip(),
        "color": {"border": LEVEL_COLOURS.get(level, "#888888")},
        "borderWidth": 2,
        "level": RANKS.get(level, len(RANKS)),
        "url": node_url("Clause", side.clause),
    }


def _edge(link: Link) -> dict[str, Any]:
    said = f"{GRADES.get(link.grade, link.grade)} {link.grade} {link.score:.2f}\n{'、'.join(link.reason)}"
    above = max(0.0, link.score - LEAST) / (1 - LEAST)
    return {
        "title": said,
        "weight": round(0.5 + 3 * above**3, 1),  # pyvis makes it the width; most scores lie near 1
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
