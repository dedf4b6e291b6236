"""/queries: every query file is an endpoint of its own, typed in OpenAPI from its header."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, Request

from api.deps import DEFAULT_ROWS, Limit, StoreDep
from api.schemas import Parameter, QueryAnswer, QueryColumn, QueryInfo
from api.views.forms import choices
from kg.errors import NotFoundError, QueryError
from queries import registry
from queries.registry import Param, Query
from queries.run import Answer, run

HELD = "limit"  # the one name in the query string that is ours
Endpoint = Callable[..., QueryAnswer]


def router(queries: Iterable[Query]) -> APIRouter:
    """The list, one typed endpoint a query, and a clear 404 for any other name."""
    made = APIRouter(prefix="/queries", tags=["queries"])
    made.add_api_route("", listed, summary="预置查询 · the named queries")
    for query in queries:
        made.add_api_route(
            f"/{query.name}",
            endpoint(query),
            summary=f"{query.title} · {query.title_en}",
            operation_id=f"query_{query.name}",
            openapi_extra={"parameters": [openapi(param) for param in query.params]},
            response_model=QueryAnswer,
        )
    made.add_api_route("/{name:path}", known, response_model=None, include_in_schema=False)
    return made


def listed() -> list[QueryInfo]:
    """全部预置查询及其参数与结果列。All named queries with their parameters and columns."""
    return [info(query) for query in registry.all_queries()]


def known(name: str) -> Query:
    """The query of that name. NotFoundError with the nearest names where there is none."""
    try:
        return registry.get(name)
    except QueryError as error:
        raise NotFoundError(error.what, name, error.hint) from error


def endpoint(query: Query) -> Endpoint:
    """The handler of one query. Its parameters come from the query string and are checked by queries.run."""

    def handler(request: Request, store: StoreDep, limit: Limit = DEFAULT_ROWS) -> QueryAnswer:
        return shaped(run(store, query, typed(request), limit), limit)

    columns = "、".join(f"{column.name} {column.zh}" for column in query.columns)
    handler.__doc__ = f"结果列 columns：{columns}"
    return handler


def typed(request: Request) -> dict[str, str | int | None]:
    """The query string as a query takes it. QueryError where a parameter is given twice."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != HELD]
    if len(dict(pairs)) < len(pairs):
        raise QueryError(
            "参数重复 · a parameter is given more than once", request.url.path, "每个参数一次 · once each"
        )
    return dict(pairs)


def shaped(answer: Answer, limit: int) -> QueryAnswer:
    """An answer as JSON."""
    return QueryAnswer(
        query=answer.query.name,
        params=dict(answer.params),
        columns=list(answer.columns),
        rows=[dict(row) for row in answer.rows],
        truncated=answer.truncated,
        limit=limit,
        elapsed=answer.elapsed,
    )


def info(query: Query) -> QueryInfo:
    """A query without its Cypher."""
    return QueryInfo(
        name=query.name,
        zh=query.title,
        en=query.title_en,
        view=query.view,
        parameters=[parameter(param) for param in query.params],
        columns=[QueryColumn(name=column.name, zh=column.zh, en=column.en) for column in query.columns],
        example=dict(query.example),
    )


def parameter(param: Param) -> Parameter:
    """A parameter as the list of queries tells it."""
    return Parameter(
        name=param.name,
        type=param.type,
        required=param.required,
        default=param.default,
        zh=param.zh,
        en=param.en,
        choices=choices(param),
    )


def openapi(param: Param) -> dict[str, Any]:
    """A parameter as OpenAPI tells it."""
    told: dict[str, Any] = {"type": "integer" if param.type in ("integer", "year") else "string"}
    if param.type == "year":
        told |= {"minimum": 1949, "maximum": 2100}
    if values := choices(param):
        told["enum"] = list(values)
    if param.default is not None:
        told["default"] = param.default
    text = f"{param.zh} · {param.en}" + (f"（{param.type}）" if param.type not in ("text", "integer") else "")
    return {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": text,
        "schema": told,
    }
