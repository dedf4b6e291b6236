"""The sentences behind a clause's assignments: numbered, and placed in the clause's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from api.views.highlight import Mark, Piece, pieces, place

Clause = Mapping[str, Any]


class Shown(NamedTuple):
    """A piece of the clause's text; `opens` is the number of the sentence that begins here, 0 for none."""

    text: str
    marks: tuple[int, ...]
    opens: int


def marked(clause: Clause) -> list[Shown]:
    """The clause's text with the place of every sentence."""
    return list(_opened(pieces(str(clause["text"] or ""), _sentences(clause).values())))


def numbered(clause: Clause) -> list[dict[str, Any]]:
    """The assignments; `mark` is the number of the sentence in the text, 0 where it stands elsewhere.

    `spans` says for how many rows, from this one on, the quote is the same; 0 where the row above has said it.
    """
    found = _sentences(clause)
    told: list[dict[str, Any]] = []
    for _, same in groupby(clause["assignments"], key=_key):
        rows = list(same)
        mark = found[key].number if (key := _key(rows[0])) in found else 0
        told += [{**row, "mark": mark, "spans": 0 if at else len(rows)} for at, row in enumerate(rows)]
    return told


def _key(row: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return row["start"], row["end"], row["quote"]


def _sentences(clause: Clause) -> dict[tuple[Any, Any, Any], Mark]:
    """Each sentence once, however many agencies it names."""
    text, offset = str(clause["text"] or ""), clause["start"] or 0
    found: dict[tuple[Any, Any, Any], Mark] = {}
    for row in clause["assignments"]:
        mark = place(len(found) + 1, text, offset, row["start"], row["end"], row["quote"])
        if mark is not None:
            found.setdefault(_key(row), mark)
    return found


def _opened(cut: list[Piece]) -> Iterator[Shown]:
    """Says at which piece each sentence begins, so that links can lead there."""
    seen: set[int] = set()
    for piece in cut:
        fresh = sorted(set(piece.marks) - seen)
        seen.update(fresh)
        yield Shown(piece.text, piece.marks, fresh[0] if fresh else 0)
