"""The named queries: one .cypher file each, with a strict header that README.md describes.

Nothing here runs a query; `run.py` does.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, get_args

from kg.errors import QueryError
from queries.types import ParamType, View, parse_default

FOLDER = Path(__file__).parent
PARAM_TYPES: tuple[str, ...] = get_args(ParamType)
VIEWS: tuple[str, ...] = get_args(View)

_NAME = re.compile(r"[a-z][a-z0-9_]*")  # agency_leads
_FIELD = re.compile(r"// (\w+)(?: (\w+))?:(?: (.+))?")  # // column clause: 条款 | Clause
_PARAM = re.compile(r"(\w+) \((required|optional|default ([^()]+))\) (.+)")  # year (default 2025) 年份 | Year
_BOTH = re.compile(r"([^|]+?) \| ([^|]+)")  # 机构名称 | Agency name
_ORDER = ("title", "title_en", "param", "column", "view", "example")
_REPEATED = ("param", "column")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: required, or with a default, or null where nothing is given."""

    name: str
    type: ParamType
    required: bool
    default: str | int | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer, in the order of RETURN."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A named query. `text` is its Cypher without the header; `example` holds values to start from."""

    name: str
    title: str
    title_en: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    view: View
    example: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Field:
    """One header line: `// key name: value`."""

    line: int
    key: str
    name: str
    value: str


def all_queries() -> tuple[Query, ...]:
    """Every query that a user may ask, by name. QueryError where a file's header is off."""
    return tuple(query for name, query in sorted(_all().items()) if not name.startswith("_"))


def get(name: str) -> Query:
    """The query of that name. QueryError with the nearest names where there is none."""
    known = {query.name: query for query in all_queries()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "see `kg queries`"
    raise QueryError(f"no query is called {name!r}", hint=hint)


def internal(name: str) -> Query:
    """A query of the machinery's own, from a file whose name starts with `_`; users never see it."""
    return _all()[f"_{name}"]


@cache
def _all() -> dict[str, Query]:
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.cypher"))}


def read(path: Path) -> Query:
    """The query in one file. QueryError naming file and line where the header breaks the grammar."""
    lines = path.read_text("utf-8").splitlines()
    if not _NAME.fullmatch(path.stem.removeprefix("_")):
        _fail(path, 1, f"the file's name {path.stem!r} must be lower-case ASCII words joined by _")
    size = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    fields = [_field(path, i + 1, line) for i, line in enumerate(lines[:size])]
    _check_order(path, fields)
    text = "\n".join(lines[size:]).strip()
    if not text:
        _fail(path, size + 1, "there is no Cypher under the header")
    return _query(path, fields, text)


def _fail(path: Path, line: int, what: str) -> NoReturn:
    raise QueryError(what, where=f"{path.name}:{line}", hint="the grammar is in queries/README.md")


def _field(path: Path, line: int, raw: str) -> _Field:
    """`// column clause: 条款 | Clause` → (line, column, clause, 条款 | Clause)."""
    match = _FIELD.fullmatch(raw)
    if not match or match[1] not in _ORDER:
        _fail(path, line, f"not a header line: {raw!r}")
    key, name, value = match[1], match[2] or "", match[3] or ""
    if (key in _REPEATED) != bool(name):
        _fail(path, line, f"{key!r} {'needs a' if key in _REPEATED else 'takes no'} name before the colon")
    if name and not _NAME.fullmatch(name):
        _fail(path, line, f"{name!r} must be lower-case ASCII words joined by _")
    if not value or value != value.strip():
        _fail(path, line, f"{key!r} is empty or ends in a space")
    return _Field(line, key, name, value)


def _check_order(path: Path, fields: list[_Field]) -> None:
    """Keys come in one order; only `param` and `column` repeat; only `param` and `example` may be missing."""
    last, seen = -1, set[tuple[str, str]]()
    for field in fields:
        if (place := _ORDER.index(field.key)) < last:
            _fail(path, field.line, f"{field.key!r} must come before {_ORDER[last]!r}")
        if (field.key, field.name) in seen:
            _fail(path, field.line, f"{field.key} {field.name}".strip() + " is given twice")
        last = place
        seen.add((field.key, field.name))
    for key in ("title", "title_en", "column", "view"):
        if not any(field.key == key for field in fields):
            _fail(path, len(fields) + 1, f"the header has no {key!r}")


def _query(path: Path, fields: list[_Field], text: str) -> Query:
    single = {field.key: field for field in fields if field.key not in _REPEATED}
    view = single["view"]
    if view.value not in VIEWS:
        _fail(path, view.line, f"the view {view.value!r} is none of {', '.join(VIEWS)}")
    params = tuple(_param(path, field) for field in fields if field.key == "param")
    return Query(
        name=path.stem,
        title=single["title"].value,
        title_en=single["title_en"].value,
        params=params,
        columns=tuple(_column(path, field) for field in fields if field.key == "column"),
        view=view.value,  # type: ignore[arg-type]  # checked above
        example=_example(path, params, single.get("example"), len(fields) + 1),
        text=text,
    )


def _param(path: Path, field: _Field) -> Param:
    match = _PARAM.fullmatch(field.value)
    if not match:
        _fail(path, field.line, "a param reads `type (required|optional|default …) 中文 | English`")
    kind, need, default, names = match.groups()
    if kind not in PARAM_TYPES:
        _fail(path, field.line, f"the type {kind!r} is none of {', '.join(PARAM_TYPES)}")
    zh, en = _both(path, field.line, names)
    try:
        value = None if default is None else parse_default(kind, default)
    except QueryError as error:
        _fail(path, field.line, error.what)
    return Param(field.name, kind, need == "required", value, zh, en)  # type: ignore[arg-type]  # checked above


def _column(path: Path, field: _Field) -> Column:
    return Column(field.name, *_both(path, field.line, field.value))


def _both(path: Path, line: int, text: str) -> tuple[str, str]:
    match = _BOTH.fullmatch(text)
    if not match:
        _fail(path, line, f"{text!r} does not read `中文 | English`")
    return match[1], match[2].strip()


def _example(path: Path, params: tuple[Param, ...], field: _Field | None, end: int) -> Mapping[str, str]:
    """`agency=云浦市教育局; year=2025`; must give every required parameter and no unknown one."""
    values: dict[str, str] = {}
    line = field.line if field else end
    for part in field.value.split("; ") if field else ():
        name, sign, value = part.partition("=")
        if not (name and sign and value) or name in values:
            _fail(path, line, f"{part!r} does not read name=value")
        values[name] = value
    known = {param.name for param in params}
    if unknown := sorted(set(values) - known):
        _fail(path, line, f"the example gives {', '.join(unknown)}, which is no parameter")
    if missing := [param.name for param in params if param.required and param.name not in values]:
        _fail(path, line, f"the example lacks {', '.join(missing)}")
    return MappingProxyType(values)
