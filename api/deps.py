"""What a router gets: the store that create_app was given, the named queries, the row cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.templating import Jinja2Templates

from kg.errors import NotFoundError
from kg.store.base import Row, Store
from queries import registry
from queries.run import Answer, run

DEFAULT_ROWS = 1000
MOST_ROWS = 10_000

Values = Mapping[str, str | int | None]


def the_store(request: Request) -> Store:
    """The store of this application."""
    store: Store = request.app.state.store
    return store


def the_templates(request: Request) -> Jinja2Templates:
    """The page templates of this application."""
    templates: Jinja2Templates = request.app.state.templates
    return templates


StoreDep = Annotated[Store, Depends(the_store)]
TemplatesDep = Annotated[Jinja2Templates, Depends(the_templates)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="行数上限 · row cap")]
Offset = Annotated[int, Query(ge=0, le=MOST_ROWS, description="跳过的行数 · rows to skip")]


@dataclass(frozen=True, slots=True)
class Window:
    """A page of rows: at most `limit` after `offset`."""

    limit: int
    offset: int


def window(limit: Limit = DEFAULT_ROWS, offset: Offset = 0) -> Window:
    """The page that the query string asks for."""
    return Window(limit, offset)


WindowDep = Annotated[Window, Depends(window)]


_KINDS = {"document": "文件", "clause": "条款", "agency": "机构", "region": "地区"}


def ask(store: Store, name: str, values: Values, limit: int = DEFAULT_ROWS) -> Answer:
    """Runs a query by name; a name that starts with `_` is one of the machinery's own."""
    query = registry.internal(name[1:]) if name.startswith("_") else registry.get(name)
    return run(store, query, values, limit)


def one(store: Store, name: str, kind: str, identifier: str) -> Row:
    """The one row of a query by `id`. NotFoundError where the graph has no such `kind`."""
    rows = ask(store, name, {"id": identifier}, 1).rows
    if not rows:
        hint = "标识须完整，并经百分号编码 · give the whole id, percent-encoded"
        called = _KINDS.get(kind, kind)
        raise NotFoundError(f"未找到该{called} · no such {kind}", identifier, hint)
    return rows[0]


def page(store: Store, name: str, values: Values, asked: Window) -> dict[str, Any]:
    """The rows of a query after `offset`, as schemas.Page wants them."""
    answer = ask(store, name, values, asked.offset + asked.limit)
    rows = answer.rows[asked.offset :]
    return {"rows": rows, "truncated": answer.truncated, "limit": asked.limit, "offset": asked.offset}
