"""What a document adds of its own inside clauses that carry out a higher one: sentences and numbers that nothing covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from kg.store.base import Row, Store
from queries import registry
from queries.run import run

_ENDS = re.compile(r"[。；\n]")  # 推广“时间银行”和邻里互助点。
_LEAST = 8  # letters and digits: what is shorter (一是抓落实) is no sentence of its own
_WORDS = re.compile(r"\w")  # 推广时间银行
Place = tuple[int, int]


class Added(NamedTuple):
    """A sentence that says something of its own. `numbers` are targets in it that go back to none above.

    `whole`: no phrase of the sentence was found above; else only the numbers are new. Places count in the document's text.
    """

    clause: str
    path: str
    heading: str
    sentence: str
    start: int
    end: int
    whole: bool
    numbers: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {**self._asdict(), "numbers": list(self.numbers)}


def inside(store: Store, document: str, parent: str) -> list[Added]:
    """What the clauses of `document` that carry out clauses of `parent` say beside that, in order."""
    query = registry.get("added_within")
    rows = run(store, query, {"document": document, "parent": parent}, limit=None).rows
    return [added for row in rows for added in _of_clause(row)]


def _of_clause(row: Row) -> Iterator[Added]:
    text, begin = str(row["quote"] or ""), _whole(row["start"])
    phrases, statements = _places(row, "phrase"), _places(row, "statement")
    numbers = list(zip(_texts(row["numbers"]), _places(row, "number"), strict=True))
    for start, end in _sentences(text, begin, max(begin, _whole(row["body_start"]))):
        words = _without(text, begin, (start, end), statements)
        new = tuple(
            dict.fromkeys("".join(said.split()) for said, place in numbers if start <= place[0] < end)
        )
        whole = len(_WORDS.findall(words)) >= _LEAST and not any(a < end and start < b for a, b in phrases)
        if whole or new:
            yield Added(
                str(row["clause"]), str(row["path"]), str(row["heading"] or ""), words, start, end, whole, new
            )


def _sentences(text: str, begin: int, first: int) -> Iterator[Place]:
    """The places of the sentences from `first` on, counted in the document's text."""
    marks = [first, *(begin + mark.end() for mark in _ENDS.finditer(text, first - begin)), begin + len(text)]
    yield from ((a, b) for a, b in pairwise(dict.fromkeys(marks)) if a < b)


def _without(text: str, begin: int, sentence: Place, holes: list[Place]) -> str:
    """The words of a sentence without the statement of who answers, on one line."""
    start, end = sentence
    pieces, at = [], start
    for a, b in holes:
        if start <= a < end:
            pieces.append(text[at - begin : a - begin])
            at = max(at, min(b, end))
        elif a < start < b:
            at = max(at, min(b, end))
    return " ".join("".join([*pieces, text[at - begin : end - begin]]).split())


def _places(row: Row, name: str) -> list[Place]:
    starts, ends = row[f"{name}_starts"], row[f"{name}_ends"]
    if not isinstance(starts, list | tuple) or not isinstance(ends, list | tuple):
        return []
    return sorted((_whole(a), _whole(b)) for a, b in zip(starts, ends, strict=True))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
