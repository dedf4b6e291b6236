"""Linked data: /id/… by content negotiation, the data set's description, the ontology and its page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.exceptions import HTTPException

import ontology as home
from api.deps import StoreDep, TemplatesDep
from api.routers.sparql import EndpointDep, charset
from api.views import ontology as drawing
from api.views.links import node_url
from kg.errors import NotFoundError
from kg.graph import Edge, Node, Ref
from kg.rdf import description, terms
from kg.rdf.formats import prefixes
from kg.rdf.results import GRAPHS, graph, negotiate
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from kg.store import reading
from kg.store.base import Store
from ontology import schema

router = APIRouter(include_in_schema=False)

HTML = "text/html"
NEAR = 200  # edges of each kind and direction that a resource is told with
FILES = {"ontology.ttl": "policy.ttl", "shapes.ttl": "shapes.ttl", "context.jsonld": "context.jsonld"}
VARY = {"Vary": "Accept"}
EXAMPLE = (
    Node("Agency", "云浦市教育局", {"name": "云浦市教育局"}),
    Edge(
        "LEADS",
        Ref("Agency", "云浦市教育局"),
        Ref("Clause", "甲#1"),
        "e1",
        {"document": "甲", "start": 3, "end": 9, "quote": "云浦市教育局牵头"},
    ),
)


@router.get("/id/{kind}/{key:path}")
def resource(
    request: Request, kind: str, key: str, store: StoreDep, endpoint: EndpointDep, templates: TemplatesDep
) -> Response:
    """A node or an edge: its page for people, its triples for programs."""
    key = _exact(request, kind) or key
    media = negotiate(request.headers.get("accept", ""), ["text/turtle", HTML, *list(GRAPHS)[1:]])
    if media is None:
        raise HTTPException(406)
    triples = _triples(store, endpoint.names, kind, key)
    if media != HTML:
        return Response(graph(media, triples), media_type=charset(media), headers=VARY)
    if page := node_url(kind, key):
        return RedirectResponse(page, 303, VARY)
    iri = endpoint.names.iri(kind, key)
    rows = [_row(triple, endpoint.names) for triple in triples if triple.subject == NamedNode(iri)]
    context = {"iri": iri, "name": key, "kind": kind, "rows": rows}
    return templates.TemplateResponse(request, "resource.html", context, headers=VARY)


def _exact(request: Request, kind: str) -> str:
    """The id as the address spells it: a server may have taken %2F for a part of the path."""
    raw: bytes = request.scope.get("raw_path") or b""
    return unquote(raw.decode("ascii", "replace").partition(f"/id/{kind}/")[2])


def _triples(store: Store, names: Names, kind: str, key: str) -> list[Triple]:
    """All that is said of a resource. NotFoundError where the graph does not hold it."""
    projection, ref = Projection(names), Ref(kind, key)
    items: list[Node | Edge] = []
    if found := reading.node(store, ref):
        items = [found, *reading.touching(store, ref, NEAR)]
    elif stated := reading.edge(store, kind, key):
        items = [stated]
    if not items:
        raise NotFoundError("未找到 · no such resource", f"{kind} {key}", "标识须完整 · give the whole id")
    made = (projection.node(one) if isinstance(one, Node) else projection.edge(one) for one in items)
    return list(dict.fromkeys(triple for group in made for triple in group))


def _row(triple: Triple, names: Names) -> tuple[str, str, str]:
    """A property, a link where the value is a resource of ours, and the value."""
    said = triple.predicate.value.rpartition("/")[2].rpartition("#")[2]
    if isinstance(triple.object, Literal):
        return said, "", triple.object.value
    iri = str(triple.object.value)  # type: ignore[union-attr]  # nothing of ours is a triple term
    inside = iri.startswith(f"{names.base}id/") and "#" not in iri
    return (said, iri.removeprefix(names.base.rstrip("/")), terms.ref(iri).id) if inside else (said, "", iri)


@router.get("/.well-known/void")
def well_known() -> Response:
    """Where VoID is looked for."""
    return RedirectResponse("/dataset", 303)


@router.get("/dataset")
def dataset(request: Request, store: StoreDep, endpoint: EndpointDep) -> Response:
    """The data set in VoID and DCAT."""
    media = negotiate(request.headers.get("accept", ""), list(GRAPHS)) or "text/turtle"
    told = list(description.dataset(endpoint.names, str(request.base_url), store.counts()))
    return Response(graph(media, told), media_type=charset(media), headers=VARY)


@router.get("/ontology")
@router.get("/ontology/{term}")
def ontology(request: Request, templates: TemplatesDep, term: str = "") -> Response:
    """The ontology: its page for people, OWL for programs."""
    if negotiate(request.headers.get("accept", ""), [HTML, "text/turtle"]) == "text/turtle":
        return FileResponse(
            Path(home.__file__).with_name("policy.ttl"), media_type="text/turtle", headers=VARY
        )
    if term:
        return RedirectResponse(f"/ontology#{term}", 303, VARY)
    context = {
        "schema": schema.load(),
        "places": drawing.places(),
        "arcs": drawing.arcs(),
        "example": _example(),
    }
    return templates.TemplateResponse(request, "ontology.html", context, headers=VARY)


def _example() -> str:
    """A few triples as Turtle."""
    projection = Projection(Names("https://example.org/"))
    made = [projection.node(one) if isinstance(one, Node) else projection.edge(one) for one in EXAMPLE]
    told = serialize([t for group in made for t in group], format=RdfFormat.TURTLE, prefixes=prefixes())
    return (told or b"").decode()


@router.get("/ontology.ttl")
@router.get("/shapes.ttl")
@router.get("/context.jsonld")
def file(request: Request) -> Response:
    """The ontology's files."""
    name = request.url.path.strip("/")
    media = "application/ld+json" if name.endswith("ld") else "text/turtle"
    return FileResponse(Path(home.__file__).with_name(FILES[name]), media_type=media)
