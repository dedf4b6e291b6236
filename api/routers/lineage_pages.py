"""The pages about lineage: a document's pairs, the matrix of coverage, the table of targets, the drawing."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import StoreDep, TemplatesDep, ask
from api.views import graph, tables
from api.views import lineage as views
from api.views import lineage_graph as picture
from api.views.links import node_url
from kg.store.base import Row, Store
from queries import lineage, registry
from queries.covered import covered

router = APIRouter(prefix="/view", default_response_class=HTMLResponse, include_in_schema=False)

SUMS = (
    "subject", "value", "unit", "deadline", "level", "regions", "documents", "drafts", "total", "share", "latest", "later",
    "clause", "heading", "quote",
)  # fmt: skip


def _header(store: Store, document: str) -> Row:
    return ask(store, "document_header", {"document": document}, 1).rows[0]


@router.get("/lineage/{document:path}")
def lineage_page(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """A document's pairs, grouped by the other document."""
    head = _header(store, document)
    links = lineage.of_document(store, str(head["id"]))
    groups: dict[tuple[str, str], list[Any]] = {}
    for link in links:
        other = link.above if link.direction == "up" else link.below
        groups.setdefault((link.direction, other.document), []).append(link)
    context = {
        "document": head,
        "groups": groups,
        "total": len(links),
        "unmatched": lineage.unmatched(store, str(head["id"])),
        "pair_url": views.pair_url,
    }
    return templates.TemplateResponse(request, "lineage.html", context)


@router.get("/coverage/{document:path}")
def coverage_page(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """Tasks × documents, each cell coloured by its grade; and what each document adds."""
    head = _header(store, document)
    key = str(head["id"])
    found = covered(store, key)
    context = {
        "document": head,
        "covered": found,
        "coverage": found.matrix,
        "lines": views.matrix(found.matrix),
    }
    return templates.TemplateResponse(request, "coverage.html", context)


@router.get("/targets/{document:path}")
def targets_page(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """Targets beside those above and below, and the sums."""
    head = _header(store, document)
    key = str(head["id"])
    shown = tables.fields([one for one in registry.get("target_sums").columns if one.name in SUMS])
    rows = lineage.ask(store, "target_pairs", document=key)
    context = {
        "document": head,
        "above": views.targets(rows, "up"),
        "goals": views.goals(rows),
        "sums": tables.table(shown, lineage.ask(store, "target_sums", document=key)),
        "sum_columns": [field.column for field in shown],
    }
    return templates.TemplateResponse(request, "targets.html", context)


@router.get("/graph/lineage/{document:path}")
def lineage_graph(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """The clauses that are linked with a document's, from the nation on the left to the county on the right."""
    head = _header(store, document)
    documents = picture.whose(ask(store, "_documents", {}, 10_000).rows)
    drawing = picture.draw(picture.chain(store, str(head["id"])), documents)
    context = {
        "heading": str(head["title"] or head["id"]),
        "kind": "沿袭图 Lineage graph",
        "note": "自左至右：国家、省、市、县，各文件的条款依原文次序；线粗者得分高，绿为直接，黄为部分，虚线为推定；可拖动。 From the "
        "nation on the left to the county on the right, clauses in the order of their document; wider: higher score; "
        "green: direct; yellow: partial; dashed: presumed; drag to move.",
        "back": node_url("Document", str(head["id"])),
        "truncated": False,
        "drawing": drawing,
        "data": graph.as_json(drawing),
    }
    return templates.TemplateResponse(request, "graph.html", context)
