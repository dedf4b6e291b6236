"""The types of parameters: what a user may type for each, and what a query gets. No store is asked here."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from kg.errors import QueryError
from ontology import schema

ParamType = Literal[
    "text", "integer", "year", "role", "level", "document", "clause", "agency", "region", "search"
]
View = Literal["table", "network", "bar", "timeline", "outline", "record"]

LONGEST = 300  # characters that one value may have: longer than any title, shorter than a page
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_INTEGER = re.compile(r"-?[0-9]{1,9}")  # 20; ２０ after NFKC
_YEAR = re.compile(r"([0-9]{4})年?")  # 2025, 2025年


def clean(value: str | int | None) -> str | None:
    """The value as typed without outer white space; None for nothing. QueryError where it is too long."""
    text = "" if value is None else str(value).strip()
    if len(text) > LONGEST:
        raise QueryError(
            f"内容有{len(text)}个字符，过长 · the value has {len(text)} characters",
            hint=f"至多{LONGEST} · at most {LONGEST}",
        )
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise QueryError(
            "内容含控制字符 · the value holds control characters",
            hint="一行普通文字 · type plain text on one line",
        )
    return text or None


def integer(text: str) -> int:
    """'20', '２０' → 20. QueryError otherwise."""
    folded = unicodedata.normalize("NFKC", text)
    if not _INTEGER.fullmatch(folded):
        raise QueryError(f"不是整数 · {text!r} is not an integer", hint="如 20 · such as 20")
    return int(folded)


def year(text: str) -> int:
    """'2025', '2025年' → 2025. QueryError outside 1949 to 2100."""
    match = _YEAR.fullmatch(unicodedata.normalize("NFKC", text))
    if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        raise QueryError(
            f"不是年份 · {text!r} is not a year", hint=f"{_FIRST_YEAR}–{_LAST_YEAR}，如 2025 · such as 2025"
        )
    return int(match[1])


def choice(enum: str, text: str) -> str:
    """A value of the ontology's enum, by key or Chinese name: 牵头, lead → lead. QueryError otherwise."""
    values = schema.load().enums[enum]
    for key, zh in values.items():
        if text.lower() in (key, zh):
            return key
    known = ", ".join(f"{key} {zh}" for key, zh in values.items())
    raise QueryError(f"没有这个取值 · {text!r} is not a {enum.lower()}", hint=known)


def search(text: str) -> str:
    """The words of a search. QueryError unless one has two letters: the indexes hold pairs of characters."""
    words = re.findall(r"[^\W_]+", text)
    if all(len(word) < 2 for word in words):
        raise QueryError(
            f"没有可检索的词 · {text!r} holds no word to search for",
            hint="至少两个字，如 实训基地 · two characters or more",
        )
    return text


def plain(kind: str, text: str) -> str | int:
    """The value of a parameter whose type needs no store. QueryError where it is off."""
    match kind:
        case "integer":
            return integer(text)
        case "year":
            return year(text)
        case "role" | "level":
            return choice(kind.capitalize(), text)
        case "search":
            return search(text)
        case _:
            return text


def parse_default(kind: str, text: str) -> str | int:
    """A default from a query's header. QueryError where its type takes none or the value is off."""
    if kind not in ("text", "integer", "year", "role", "level"):
        raise QueryError(f"a parameter of type {kind!r} takes no default")
    return plain(kind, text)
