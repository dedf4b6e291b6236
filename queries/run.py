"""Runs a named query: typed parameters in, rows out. A user's Cypher is never run nor pasted into a query."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import QueryError, ZhengmaiError
from kg.graph import Value
from kg.store.base import Row, Store
from queries import types
from queries.registry import Param, Query
from queries.resolve import resolve

LIMIT = 1000  # rows, unless a caller asks for fewer or more
TIMEOUT = 30.0  # seconds

RESOLVED = ("document", "clause", "agency", "region")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave. `params` are the values as used (ids resolved); `elapsed` is in seconds."""

    query: Query
    params: Mapping[str, Value]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool
    elapsed: float


def run(
    store: Store,
    query: Query,
    values: Mapping[str, str | int | None],
    limit: int | None = LIMIT,
    timeout: float = TIMEOUT,
) -> Answer:
    """Runs `query` with what a user typed; at most `limit` rows, None for all.

    QueryError for a parameter that is unknown, missing, ill-formed or fits several things; NotFoundError for
    a document, clause, agency or region that the graph does not hold.
    """
    if limit is not None and limit < 1:
        raise QueryError(f"limit is {limit}", query.name, "1 or more")
    begun = time.perf_counter()
    params = bind(store, query, values, timeout)
    result = store.query(query.text, {**params, **_words(store, query, params)}, limit=limit, timeout=timeout)
    elapsed = time.perf_counter() - begun
    columns = tuple(column.name for column in query.columns)
    return Answer(query, params, columns, result.rows, result.truncated, elapsed)


def bind(
    store: Store, query: Query, values: Mapping[str, str | int | None], timeout: float = TIMEOUT
) -> dict[str, Value]:
    """The typed value of every parameter, defaults filled in, names resolved to ids. Errors as `run` says."""
    known = {param.name for param in query.params}
    if unknown := sorted(set(values) - known):
        hint = f"it takes {', '.join(sorted(known)) or 'none'}"
        raise QueryError(f"unknown parameter {', '.join(unknown)} 未知参数", query.name, hint)
    return {
        param.name: _value(store, query, param, values.get(param.name), timeout) for param in query.params
    }


def _value(
    store: Store, query: Query, param: Param, typed: str | int | None, timeout: float
) -> str | int | None:
    try:
        text = types.clean(typed)
        if text is None:
            return _missing(param)
        if param.type in RESOLVED:
            return resolve(store, param.type, text, timeout)
        return types.plain(param.type, text)
    except ZhengmaiError as error:
        raise type(error)(error.what, error.where or f"{query.name}, {param.name}", error.hint) from error


def _missing(param: Param) -> str | int | None:
    if param.required:
        raise QueryError(f"the parameter {param.name} is missing 缺少参数", hint=f"{param.zh} | {param.en}")
    return param.default


def _words(store: Store, query: Query, params: Mapping[str, Value]) -> dict[str, Value]:
    """For each `search` parameter: `$q` as this engine's index takes it, and its `$q_words`."""
    found: dict[str, Value] = {}
    for param in query.params:
        if param.type == "search" and isinstance(text := params[param.name], str):
            found[param.name] = store.search_terms(text)
            found[f"{param.name}_words"] = list(dict.fromkeys(text.lower().split()))
    return found
