"""A query's header as form fields."""

from __future__ import annotations

from typing import NamedTuple

from ontology import schema
from queries.registry import Param, Query

HINTS = {
    "document": "发文字号、标题或文件名",
    "clause": "文号#编号路径",
    "agency": "机构全称",
    "region": "如 云浦市",
    "search": "检索词",
    "year": "如 2025",
}


class FormField(NamedTuple):
    """One field; `choices` are (value, Chinese name) pairs of a closed list, else empty."""

    name: str
    zh: str
    en: str
    required: bool
    input: str
    placeholder: str
    value: str
    choices: list[tuple[str, str]]


class Form(NamedTuple):
    """A query as a form."""

    name: str
    zh: str
    en: str
    fields: list[FormField]


def form(query: Query, typed: dict[str, str]) -> Form:
    """The form of a query, filled with what was typed, else its defaults."""
    fields = [
        FormField(
            param.name,
            param.zh,
            param.en,
            param.required,
            "number" if param.type in ("integer", "year") else "text",
            query.example.get(param.name, "") or HINTS.get(param.type, ""),
            typed.get(param.name, "" if param.default is None else str(param.default)),
            list(choices(param).items()),
        )
        for param in query.params
    ]
    return Form(query.name, query.title, query.title_en, fields)


def choices(param: Param) -> dict[str, str]:
    """The values that a parameter of an enum's type takes, with their Chinese names; empty for others."""
    return dict(schema.load().enums[param.type.capitalize()]) if param.type in ("role", "level") else {}
