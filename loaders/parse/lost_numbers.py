"""Headings whose number was lost in the source get the number that the order implies, with a finding.

Two signs are asked for: the line looks like its numbered neighbours, and the numbers around it leave room for it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from loaders.parse.numbering import Marker, marker, to_han

_SECTION = re.compile(r"[\u4e00-\u9fff“”]{4,16}")  # a section's heading alone on its line: 基本原则
_HEADING = re.compile(r"[^，。；：\d]{4,18}。")  # a clause's heading alone on its line: 注重开放共享。
_RUN_IN = re.compile(
    r"[^，。；：\d]{4,18}。(?=.{20})"
)  # a heading that runs into its text: 畅通升学渠道。拓宽…
_TEXT = 30  # characters: what follows a heading is longer than that


class Line(NamedTuple):
    """A block of running text with its place in the document and the number that it shows."""

    block: int
    words: str
    mark: Marker | None


def implied(lines: list[Line]) -> dict[int, Marker]:
    """The markers that lines without a number must have had, by block index."""
    return {**_sections(lines), **_gaps(lines), **_clauses(lines)}


def _sections(lines: list[Line]) -> dict[int, Marker]:
    """一、 … 基本原则 … 三、: one short line before （一） fills the gap of one."""
    found = {}
    tops = [place for place, line in enumerate(lines) if line.mark and line.mark.level == 2]
    for first, second in pairwise(tops):
        low, high = lines[first].mark, lines[second].mark
        if not low or not high or high.value != low.value + 2:
            continue
        fits = [
            place
            for place in range(first + 1, second)
            if not lines[place].mark and _SECTION.fullmatch(lines[place].words) and _opens(lines, place)
        ]
        if len(fits) == 1:
            found[lines[fits[0]].block] = Marker(2, low.value + 1, to_han(low.value + 1), 0)
    return found


def _gaps(lines: list[Line]) -> dict[int, Marker]:
    """（四）… / 畅通升学渠道。拓宽… / （六）…: the one line between that opens like its neighbours fills the gap of one."""
    found = {}
    marked = [place for place, line in enumerate(lines) if line.mark and line.mark.level <= 4]
    for first, second in pairwise(marked):
        low, high = lines[first].mark, lines[second].mark
        if not low or not high or low.level != high.level or low.level < 3 or high.value != low.value + 2:
            continue
        fits = [place for place in range(first + 1, second) if _RUN_IN.match(lines[place].words)]
        if len(fits) == 1:
            value = low.value + 1
            label = f"（{to_han(value)}）" if low.level == 3 else str(value)
            found[lines[fits[0]].block] = Marker(low.level, value, label, 0)
    return found


def _opens(lines: list[Line], place: int) -> bool:
    following = lines[place + 1].mark if place + 1 < len(lines) else None
    return following is not None and following.level == 3 and following.value == 1


def _clauses(lines: list[Line]) -> dict[int, Marker]:
    """（一）X。/ text / Y。/ text / 四、: Y was （二）. A number that follows must agree."""
    found: dict[int, Marker] = {}
    last: Marker | None = None
    pending: list[tuple[int, Marker]] = []
    for place, line in enumerate(lines):
        if line.mark and line.mark.level <= 3:
            if line.mark.level < 3 or last is None or line.mark.value == last.value + 1:
                found.update(pending)
            pending = []
            alone = line.mark.level == 3 and _followed(lines, place)
            last = line.mark if alone and _HEADING.fullmatch(line.words, line.mark.length) else None
        elif last and not line.mark and _followed(lines, place) and _HEADING.fullmatch(line.words):
            value = last.value + 1
            last = Marker(3, value, f"（{to_han(value)}）", 0)
            pending.append((line.block, last))
    return found | dict(pending)


def _followed(lines: list[Line], place: int) -> bool:
    """True where running text follows a heading."""
    return place + 1 < len(lines) and lines[place + 1].mark is None and len(lines[place + 1].words) > _TEXT


def read(texts: dict[int, str]) -> list[Line]:
    """The lines of a document from its blocks' words by index."""
    return [Line(index, words, marker(words)) for index, words in texts.items()]
