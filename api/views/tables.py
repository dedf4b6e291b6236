"""Rows of a query as table cells: an id becomes a link on the name beside it, values are said in Chinese.

Nothing here writes HTML; the templates do, with autoescape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from api.views.links import node_url
from api.views.palette import edge_names
from kg.store.base import Row
from ontology import schema
from queries.registry import Column

# id column → (label of the node that it names, the column that holds the node's name)
NAMED = {
    "clause": ("Clause", "heading"),
    "agency": ("Agency", "name"),
    "partner": ("Agency", "partner_name"),
    "host": ("Agency", "host_name"),
    "member": ("Agency", "member_name"),
    "document": ("Document", "title"),
    "other": ("Document", "other_title"),
    "parent": ("Clause", "parent_heading"),
    "child": ("Clause", "child_heading"),
    "row": ("Clause", "row_heading"),
    "body": ("Clause", "body_heading"),
    "own": ("Clause", "own_heading"),
    "parent_document": ("Document", "parent_title"),
    "child_document": ("Document", "child_title"),
    "peer": ("Clause", "peer_heading"),
    "peer_document": ("Document", "peer_title"),
}
_SIDES = ("parent", "child", "row", "body", "own", "peer")
HIDDEN = frozenset(
    {"start", "end", "path", "method"}
    | {f"{side}_{name}" for side in _SIDES for name in ("path", "start", "starts", "ends", "file", "text")}
)  # offsets are for programs; a clause's path is in its link
QUIET = frozenset(
    {"decided", "open_list", "unresolved", "group", "open", "stub"}
)  # worth a word only where true
QUOTES = frozenset({"quote", "text", "reason", "basis"})
SHORT = frozenset(
    {"comparator", "unit", "deadline", "kind", "modality", "level", "status", "date"}
)  # one line each
ENUMS = {
    "role": "Role",
    "parent_role": "Role",
    "child_role": "Role",
    "child_level": "Level",
    "parent_level": "Level",
    "level": "Level",
    "status": "Status",
    "relation": "CitationRelation",
    "severity": "Severity",
}
WORDS = {
    "direction": {"out": "引用", "in": "被引用", "up": "上级", "down": "下级"},
    "grade": {"direct": "直接", "partial": "部分"},
    "ground": {"cited": "引用", "presumed": "推定", "same document": "同一文件", "peers": "同级"},
    "changes": {
        "value": "数值",
        "comparator": "比较",
        "deadline": "时限",
        "modality": "语气",
        "scope": "范围",
    },
    "relation": {"attachment": "附于"},
    "comparator": {"=": "等于", ">=": "不低于", "<=": "不高于", "range": "区间", "~": "约"},
    "part": {"section": "章节", "clause": "条款"},
    "kind": {
        "task": "任务",
        "goal": "目标",
        "principle": "原则",
        "safeguard": "保障",
        "annex_task": "附件任务",
        "government": "政府机关",
        "party": "党委机关",
        "court": "法院检察院",
        "congress": "人大",
        "cppcc": "政协",
        "mass": "群团组织",
        "military": "军事机关",
        "state": "垂直管理机构",
        "company": "企业",
        "institution": "事业单位",
        "group": "机构群",
        "target": "目标",
        "standard": "标准",
        "frequency": "频次",
        "school": "学校",
        "finance": "金融机构",
        "base": "基地",
        "research": "研究机构",
    },
}


class Cell(NamedTuple):
    """One cell: its column's Chinese name, what it shows, the page that it leads to, its style."""

    zh: str
    text: str
    url: str | None = None
    style: str = ""


class Field(NamedTuple):
    """A column as shown; `link` gives the id column and label that the cells lead to."""

    column: Column
    link: tuple[str, str] | None = None


def fields(columns: Sequence[Column], identity: str = "") -> list[Field]:
    """The columns that a page shows. `identity` is the label of what a column called `id` names, if any."""
    named = {
        **NAMED,
        **({"id": (identity, "title" if identity == "Document" else "name")} if identity else {}),
    }
    present = {column.name for column in columns}
    links = {name: (key, label) for key, (label, name) in named.items() if key in present}
    dropped = HIDDEN | {key for key, (_, name) in named.items() if name in present}
    shown = [Field(column, links.get(column.name)) for column in columns if column.name not in dropped]
    return [_own_link(field, named) for field in shown]


def _own_link(field: Field, named: dict[str, tuple[str, str]]) -> Field:
    """An id without a name beside it is its own link."""
    if field.link is None and field.column.name in named:
        return Field(field.column, (field.column.name, named[field.column.name][0]))
    return field


def table(shown: Sequence[Field], rows: Iterable[Row]) -> list[list[Cell]]:
    """The rows, cell by cell."""
    return [[cell(field, row) for field in shown] for row in rows]


def cell(field: Field, row: Row) -> Cell:
    """One cell; where a name is missing, the id stands in for it."""
    name, value = field.column.name, row.get(field.column.name)
    text = said(name, value)
    if field.link is not None and (identifier := row.get(field.link[0])):
        key = str(identifier)
        return Cell(field.column.zh, text or key, node_url(field.link[1], key), "name")
    return Cell(field.column.zh, text, None, style(name, value))


def style(name: str, value: object) -> str:
    """The CSS class of a cell: sentences in their own face, numbers to the right."""
    if name in QUOTES:
        return "quote"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "nowrap" if name in SHORT else ""


def said(name: str, value: object) -> str:
    """A value as people read it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else ("" if name in QUIET else "否")
        case float():
            return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
        case list():
            return "、".join(map(partial(said, name), value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case str():
            return word(name, value)
    return str(value)


def word(name: str, value: str) -> str:
    """A code in Chinese where the ontology has a name for it: lead → 牵头, LEADS → 牵头 leads."""
    listed = schema.load().enums.get(ENUMS.get(name, ""), {})
    return listed.get(value) or WORDS.get(name, {}).get(value) or edge_names().get(value, value)
