"""Automatic numbering of Word (numbering.xml) made visible: what the page shows in front of a paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from loaders.parse.numbering import to_han

if TYPE_CHECKING:
    from docx.document import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
}


class Numbers:
    """Counts as Word does: one counter a list and level; a deeper level starts again under a new number."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, Any] = {}
        for style in document.styles.element.iter(f"{W}style"):
            props = style.find(f"{W}pPr/{W}numPr")
            if props is not None:
                self._styles[style.get(f"{W}styleId", "")] = props
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId")] = dict(map(_level, abstract.iter(f"{W}lvl")))
        for number in root.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId")] = number.find(f"{W}abstractNumId").get(f"{W}val")
            self._restarts |= _restarts(number)

    def next(self, paragraph: Any) -> str:
        """The number that Word shows in front of this paragraph: '（三）', '2.', or nothing."""
        props = paragraph.find(f"{W}pPr/{W}numPr")
        if props is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            props = self._styles.get(style.get(f"{W}val")) if style is not None else None
        if props is None or not "".join(paragraph.itertext()).strip():
            return ""
        found, depth = props.find(f"{W}numId"), props.find(f"{W}ilvl")
        name = found.get(f"{W}val", "") if found is not None else ""
        abstract = self._abstract.get(name)
        level = _whole(depth.get(f"{W}val", "0")) if depth is not None else 0
        levels = self._levels.get(abstract or "", {})
        if level not in levels:
            return ""
        if (start := self._restarts.pop((name, level), None)) is not None:
            self._counts[abstract or ""][level] = start - 1
        return self._count(abstract or "", level, levels)

    def _count(self, abstract: str, level: int, levels: dict[int, tuple[str, str, int]]) -> str:
        counts = self._counts[abstract]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form, _, start = levels.get(other, ("decimal", "", 1))
            return _written(counts.get(other, start), form)

        return re.sub(r"%(\d)", shown, levels[level][1])  # the level's text: '（%1）'


def _level(level: Any) -> tuple[int, tuple[str, str, int]]:
    """(depth, (format, text, start)) of a level."""

    def value(name: str, default: str) -> str:
        found = level.find(f"{W}{name}")
        return str(found.get(f"{W}val", default)) if found is not None else default

    form = value("numFmt", "decimal")
    text = "" if form in ("bullet", "none") else value("lvlText", "")
    return _whole(level.get(f"{W}ilvl", "0")), (form, text, _whole(value("start", "1")))


def _restarts(number: Any) -> dict[tuple[str, int], int]:
    """Where a list that goes on with another one's levels starts anew: (list, level) → its first number."""
    return {
        (number.get(f"{W}numId"), _whole(override.get(f"{W}ilvl", "0"))): _whole(start.get(f"{W}val", "1"))
        for override in number.iter(f"{W}lvlOverride")
        if (start := override.find(f"{W}startOverride")) is not None
    }


def _whole(value: str) -> int:
    """A count as the file says it, within what a page can show; 0 for what is no number."""
    return min(int(value), 9999) if value.isdecimal() and len(value) < 10 else 0


def _written(number: int, form: str) -> str:
    """3 as 三, ③, 3 …, by the format of the level."""
    if form in _CHINESE:
        return to_han(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)
