"""Linked data: /id/… by content negotiation, and the data set's description."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Triple
from starlette.exceptions import HTTPException

from api.deps import StoreDep, TemplatesDep
from api.routers.sparql import EndpointDep, charset
from api.views import resource as views
from api.views.links import node_url
from kg.errors import NotFoundError
from kg.graph import Edge, Node, Ref
from kg.rdf import description
from kg.rdf.results import GRAPHS, graph, negotiate
from kg.rdf.sparql import Endpoint
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from kg.store import reading
from kg.store.base import Store, cited_only
from ontology import schema

router = APIRouter(include_in_schema=False)

HTML = "text/html"
NEAR = 200  # edges of each kind and direction that a resource is told with
VARY = {"Vary": "Accept"}
INFERENCE = ("Activity", "inference")  # the one resource that is neither a node nor an edge


@router.get("/id/{kind}/{key:path}")
def resource(
    request: Request, kind: str, key: str, store: StoreDep, endpoint: EndpointDep, templates: TemplatesDep
) -> Response:
    """A node or an edge: its page for people, its triples for programs."""
    key, names = _exact(request, kind) or key, endpoint.names
    media = negotiate(request.headers.get("accept", ""), ["text/turtle", HTML, *list(GRAPHS)[1:]])
    if media is None:
        raise HTTPException(406)
    if (kind, key) == INFERENCE:
        items: list[Node | Edge] = []
        triples = list(Projection(names).head())
    else:
        items = _items(store, kind, key)
        triples = _triples(names, items)
    if media != HTML:
        return Response(graph(media, triples), media_type=charset(media), headers=VARY)
    if page := node_url(kind, key):
        return RedirectResponse(page, 303, VARY)
    context = {"iri": names.iri(kind, key), **(_told(store, items) if items else _inference())}
    return templates.TemplateResponse(request, "resource.html", context, headers=VARY)


def _exact(request: Request, kind: str) -> str:
    """The id as the address spells it: a server may have taken %2F for a part of the path."""
    raw: bytes = request.scope.get("raw_path") or b""
    return unquote(raw.decode("ascii", "replace").partition(f"/id/{kind}/")[2])


def _items(store: Store, kind: str, key: str) -> list[Node | Edge]:
    """A resource, and the edges at it if it is a node. NotFoundError where the graph does not hold it."""
    ref = Ref(kind, key)
    if found := reading.node(store, ref):
        return [found, *reading.touching(store, ref, NEAR)]
    if stated := reading.edge(store, kind, key):
        return [stated]
    raise NotFoundError("未找到 · no such resource", f"{kind} {key}", "标识须完整 · give the whole id")


def _triples(names: Names, items: list[Node | Edge]) -> list[Triple]:
    """All that is said of them, the evidence and the rows of lists included."""
    projection = Projection(names)
    made = (projection.node(one) if isinstance(one, Node) else projection.edge(one) for one in items)
    return list(dict.fromkeys(triple for group in made for triple in group))


def _told(store: Store, items: list[Node | Edge]) -> dict[str, Any]:
    """What the page of a node or an edge says."""
    first = items[0]
    told: dict[str, Any] = {
        "classes": views.classes(first),
        "about": "",
        "evidence": views.evidence(first),
        "facts": views.facts(first),
    }
    if isinstance(first, Node):
        known = schema.load().nodes[first.label]
        edges = [one for one in items[1:] if isinstance(one, Edge)]
        own = {"name": views.name(first), "en": known.en, "said": None, "origin": None}
        return told | own | {"statements": views.statements(edges)}
    said = views.statement(first, *(reading.node(store, end) for end in (first.source, first.target)))
    name = f"{said.source.text} {said.zh} {said.target.text}"
    return told | {"name": name, "en": said.en, "said": said, "origin": _origin(first), "statements": []}


def _origin(edge: Edge) -> views.Link:
    """What the edge comes from: the reading of its document, or the computation."""
    if document := edge.props.get("document"):
        return views.Link(f"读取 extraction {document}", node_url("Document", str(document)) or "")
    return views.Link("推断 inference", views.address(*INFERENCE))


def _inference() -> dict[str, Any]:
    """The page of the activity that every inferred edge comes from."""
    by = views.Fact(
        "执行者", "by", "prov:wasAssociatedWith", views.Link("政脉 Zhengmai", "/ontology#software")
    )
    about = (
        "由规则推出关系，可重复，不用语言模型。 "
        "The rules that infer edges from what documents state; repeatable, without a language model."
    )
    lists: dict[str, Any] = {"facts": [by], "statements": [], "classes": [views.Link("活动 prov:Activity")]}
    return lists | {
        "name": "推断",
        "en": "Inference",
        "about": about,
        "said": None,
        "evidence": None,
        "origin": None,
    }


@router.get("/.well-known/void")
def well_known() -> Response:
    """Where VoID is looked for."""
    return RedirectResponse("/dataset", 303)


@router.get("/dataset")
def dataset(request: Request, store: StoreDep, endpoint: EndpointDep, templates: TemplatesDep) -> Response:
    """The data set: its page for people, VoID and DCAT for programs."""
    media = negotiate(request.headers.get("accept", ""), ["text/turtle", HTML, *list(GRAPHS)[1:]])
    if media != HTML:
        return _described(request, endpoint, media or "text/turtle")
    counts = store.counts()
    context = {
        "iri": description.dataset_iri(endpoint.names),
        "nodes": [(one, counts["nodes"].get(one.name, 0)) for one in schema.load().nodes.values()],
        "edges": [(one, counts["edges"].get(one.kind, 0)) for one in schema.load().edges.values()],
        "cited": cited_only(store),
        "sparql": f"{request.base_url}sparql",
        "names": endpoint.names,
    }
    return templates.TemplateResponse(request, "dataset.html", context, headers=VARY)


@router.get("/dataset.ttl")
@router.get("/dataset.jsonld")
def dataset_file(request: Request, endpoint: EndpointDep) -> Response:
    """The data set's description in one form, for whoever can't ask by Accept."""
    media = "application/ld+json" if request.url.path.endswith("ld") else "text/turtle"
    return _described(request, endpoint, media)


def _described(request: Request, endpoint: Endpoint, media: str) -> Response:
    told = list(description.dataset(endpoint.names, str(request.base_url), endpoint.size()))
    return Response(graph(media, told), media_type=charset(media), headers=VARY)
