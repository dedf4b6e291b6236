"""The neighbourhood of an agency or a document, and who works with whom, as drawings."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import StoreDep, TemplatesDep, ask, one
from api.views import graph, near
from api.views.links import node_url
from kg.store.base import Row

router = APIRouter(prefix="/view/graph", default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/agency/{agency:path}")
def agency_graph(request: Request, store: StoreDep, templates: TemplatesDep, agency: str) -> Response:
    """The clauses of an agency, who else works on them, and its other relations."""
    found = one(store, "_agency", "agency", agency)
    around = near.of_agency(store, found)
    context = _context(graph.draw(around.found), around.truncated, found, "Agency", found["name"])
    return templates.TemplateResponse(request, "graph.html", context)


@router.get("/document/{document:path}")
def document_graph(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """Who has a part in a document's clauses; what it cites and what cites it."""
    found = ask(store, "document_header", {"document": document}, 1).rows[0]
    around = near.of_document(store, found)
    context = _context(graph.draw(around.found), around.truncated, found, "Document", found["title"])
    return templates.TemplateResponse(request, "graph.html", context)


@router.get("/cooperation")
def cooperation_graph(
    request: Request,
    store: StoreDep,
    templates: TemplatesDep,
    region: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """The agencies that share most clauses, of one region or all."""
    around = near.cooperating(store, region)
    heading = f"{region or ''}机构合作网络"
    told = {"heading": heading, "kind": "Who works with whom", "back": "/", "truncated": around.truncated}
    drawing = graph.draw(around.found)
    context = {**told, "drawing": drawing, "data": graph.as_json(drawing)}
    return templates.TemplateResponse(request, "graph.html", context)


def _context(drawing: graph.Drawing, truncated: bool, row: Row, label: str, name: object) -> dict[str, Any]:
    key = str(row["id"])
    told = {"heading": str(name or key), "kind": "关系图 Neighbourhood", "back": node_url(label, key)}
    return {**told, "truncated": truncated, "drawing": drawing, "data": graph.as_json(drawing)}
