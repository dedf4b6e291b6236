"""Puts the web application together: store, routers, pages, errors, headers. Nothing imports it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors, head, headers
from api.routers import (
    agencies,
    clauses,
    documents,
    graphs,
    health,
    lineage,
    lineage_pages,
    linked,
    pages,
    queries,
    reference,
    search,
    sparql,
    vocabulary,
)
from api.schemas import ErrorBody
from api.views import graph
from api.views.templates import templates
from kg.rdf import scratch
from kg.rdf.sparql import Endpoint
from kg.rdf.terms import Names
from kg.settings import BASE_IRI
from kg.store.base import Store
from queries.registry import all_queries

STATIC = Path(__file__).with_name("static")
ABOUT = (
    "政策文件知识图谱，只读。Chinese policy documents as a graph, read-only; every fact with its sentence."
)
FAILURES: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 404, 422, 503)}


def create_app(store: Store, base_iri: str = BASE_IRI) -> FastAPI:
    """The application that serves `store`; whoever calls closes it. QueryError where a query file is off.

    `base_iri` is what the addresses of its resources start with in RDF.
    """
    app = FastAPI(
        title="政脉 Zhengmai",
        version=health.zhengmai_version(),
        description=ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.store = store
    app.state.endpoint = Endpoint(store, Names(base_iri))
    app.state.templates = templates()
    headers.install(app)
    head.install(app)
    errors.install(app)
    app.include_router(_api())
    for part in (reference, lineage_pages, graphs, sparql, linked, vocabulary, pages):
        app.include_router(part.router)
    app.mount("/static/vis", StaticFiles(directory=graph.assets()))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Sweeps up after servers that were killed; at the end nothing of this one is left: processes, folders."""
    scratch.sweep()
    try:
        yield
    finally:
        app.state.endpoint.close()


def _api() -> APIRouter:
    """Everything under /api."""
    api = APIRouter(prefix="/api", responses=FAILURES)
    for part in (health, lineage, documents, clauses, agencies, search):
        api.include_router(part.router)
    api.include_router(queries.router(all_queries()))
    return api
