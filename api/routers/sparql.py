"""/sparql: the W3C SPARQL 1.1 Protocol, reading only. Without a query it answers with its own description."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.deps import MOST_ROWS, ask
from kg.errors import BusyError, QueryError
from kg.rdf import description
from kg.rdf.asking import LONGEST, Question
from kg.rdf.results import GRAPHS, graph, negotiate
from kg.rdf.sparql import Endpoint

router = APIRouter(include_in_schema=False)

FORM, PLAIN = "application/x-www-form-urlencoded", "application/sparql-query"
MOST = LONGEST * 12  # bytes of a body: each character of a query may take nine, percent-encoded
TRUNCATED = "X-Zhengmai-Truncated"  # "true" where the answer was cut at the row limit


def the_endpoint(request: Request) -> Endpoint:
    """The endpoint of this application."""
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


EndpointDep = Annotated[Endpoint, Depends(the_endpoint)]
Pairs = list[tuple[str, str]]


@router.api_route("/sparql", methods=["GET", "POST"])
async def protocol(request: Request, endpoint: EndpointDep) -> Response:
    """One address for both ways to ask, so that a refusal of a third names both."""
    return await (post if request.method == "POST" else get)(request, endpoint)


async def get(request: Request, endpoint: Endpoint) -> Response:
    """A query in the address, or the service description."""
    pairs = _pairs(request.url.query)
    if not any(name in ("query", "update") for name, _ in pairs):
        return await run_in_threadpool(described, request, endpoint)
    return await _answer(request, endpoint, pairs)


async def post(request: Request, endpoint: Endpoint) -> Response:
    """A query in a form, or as the body itself."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (FORM, PLAIN):
        raise HTTPException(415, f"{FORM} or {PLAIN}")
    try:
        text = (await _body(request)).decode()
    except UnicodeDecodeError as error:
        raise QueryError("查询不是UTF-8 · the query is not UTF-8") from error
    pairs = _pairs(text) if kind == FORM else [("query", text), *_pairs(request.url.query)]
    return await _answer(request, endpoint, pairs)


async def _body(request: Request) -> bytes:
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > MOST:
            raise HTTPException(413)
    return found


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise QueryError("参数不是UTF-8或过多 · the parameters are not UTF-8, or too many") from error


def question(pairs: Pairs, accept: str) -> Question:
    """The one query of a request. QueryError where there is none, more than one, or an update."""
    if any(name == "update" for name, _ in pairs):
        raise QueryError("只读，不接受更新 · updates are not answered: this endpoint reads only")
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) != 1:
        raise QueryError(
            f"请求中有{len(texts)}个查询 · the request holds {len(texts)} queries",
            hint="恰好一个 · exactly one",
        )
    default, named = (
        tuple(value for name, value in pairs if name == f"{kind}-graph-uri") for kind in ("default", "named")
    )
    return Question(texts[0], accept, default, named)


async def _answer(request: Request, endpoint: Endpoint, pairs: Pairs) -> Response:
    asked = question(pairs, ",".join(request.headers.getlist("accept")))
    try:
        reply = await run_in_threadpool(endpoint.ask, asked)
    except asyncio.CancelledError as error:  # the server waits no longer for it, and this request ends here
        raise BusyError(
            "服务正在停止 · the service is stopping", hint="稍后再试 · try again later"
        ) from error
    if not reply.media:
        raise HTTPException(406)
    headers = {"Vary": "Accept", **({TRUNCATED: "true"} if reply.truncated else {})}
    return Response(reply.body, media_type=charset(reply.media), headers=headers)


def described(request: Request, endpoint: Endpoint) -> Response:
    """The service description (W3C), in the RDF that is wanted."""
    media = negotiate(request.headers.get("accept", ""), list(GRAPHS)) or "text/turtle"
    names, address = endpoint.names, str(request.url.replace(query=""))
    documents = ask(request.app.state.store, "_documents", {}, MOST_ROWS).rows
    graphs = (description.graph_iri(names, str(row["id"])) for row in documents)
    told = graph(media, list(description.service(names, address, graphs)))
    return Response(told, media_type=charset(media), headers={"Vary": "Accept"})


def charset(media: str) -> str:
    """Text says how it is encoded; JSON and XML do so themselves."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
