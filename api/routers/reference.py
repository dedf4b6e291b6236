"""/docs: the API reference, rendered here from the OpenAPI schema, so that it works offline."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import TemplatesDep
from api.views import reference

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/docs")
def docs(request: Request, templates: TemplatesDep) -> Response:
    """Every endpoint with its parameters and the fields of its answer."""
    openapi = request.app.openapi()
    context = {"schema": openapi, "groups": reference.groups(openapi)}
    return templates.TemplateResponse(request, "docs.html", context)
