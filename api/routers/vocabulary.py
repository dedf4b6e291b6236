"""The ontology: its page, its OWL by content negotiation, its files."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from pyoxigraph import RdfFormat, parse, serialize
from starlette.exceptions import HTTPException

import ontology as home
from api.deps import TemplatesDep
from api.routers.sparql import charset
from api.views import ontology as drawing
from api.views import vocabulary
from kg.errors import NotFoundError
from kg.graph import Edge, Node, Ref
from kg.rdf.formats import prefixes
from kg.rdf.results import GRAPHS, graph, negotiate
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from ontology import schema

router = APIRouter(include_in_schema=False)

HTML = "text/html"
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


@router.get("/ontology")
@router.get("/ontology/{term}")
def ontology(request: Request, templates: TemplatesDep, term: str = "") -> Response:
    """The ontology: its page for people, OWL for programs. NotFoundError where it has no such term."""
    media = negotiate(request.headers.get("accept", ""), [HTML, *GRAPHS])
    if media is None:
        raise HTTPException(406)
    shown = vocabulary.page()
    if term and term not in shown.names():
        raise NotFoundError(
            "本体中没有此项 · the ontology has no such term",
            term,
            "全部见 /ontology · all of them: /ontology",
        )
    if media != HTML:
        return Response(_owl(media), media_type=charset(media), headers=VARY)
    if term:
        return RedirectResponse(f"/ontology#{term}", 303, VARY)
    context = {
        "schema": schema.load(),
        "page": shown,
        "places": drawing.places(),
        "arcs": drawing.arcs(),
        "example": _example(),
    }
    return templates.TemplateResponse(request, "ontology.html", context, headers=VARY)


def _owl(media: str) -> bytes:
    """policy.ttl in one of the forms of RDF."""
    text = Path(home.__file__).with_name("policy.ttl").read_bytes()
    if media == "text/turtle":
        return text
    return graph(media, [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)])


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
