"""Cuts a text at the spans of its evidence, so that a template can mark the sentences."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text, and the numbers of the marks that cover it (none: plain text)."""

    text: str
    marks: tuple[int, ...]


class Mark(NamedTuple):
    """Evidence number `number`, from `start` to `end` of the clause's own text."""

    number: int
    start: int
    end: int


def place(
    number: int, text: str, offset: int, start: int | None, end: int | None, quote: str | None
) -> Mark | None:
    """Where a quote stands in `text`, which begins at `offset` of its document.

    The span counts where it holds exactly the quote; else the quote's first place in the text; else nowhere.
    """
    if start is not None and end is not None:
        begin, stop = start - offset, end - offset
        if 0 <= begin < stop <= len(text) and quote in (None, text[begin:stop]):
            return Mark(number, begin, stop)
    found = text.find(quote) if quote else -1
    return Mark(number, found, found + len(quote or "")) if found >= 0 else None


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """`text` in order, cut wherever a mark starts or ends; joined, the pieces are the text again."""
    known = list(marks)
    cuts = sorted({0, len(text), *(m.start for m in known), *(m.end for m in known)})
    return [
        Piece(text[a:b], tuple(m.number for m in known if m.start <= a and b <= m.end))
        for a, b in pairwise(cuts)
    ]
