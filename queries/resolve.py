"""What people type for a document, a clause, an agency or a region → the id that queries take. The one place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kg.errors import NotFoundError, QueryError
from kg.ids import number_key, title_key
from kg.store.base import Row, Store
from queries import registry

SHOWN = 5  # candidates that an error lists
MOST = 100_000  # rows that a look-up reads: more than any graph's documents, agencies or regions

_FILE_PART = re.compile(r"[^\W_]+")  # 003_鲁政发.txt → 003


class Candidate(NamedTuple):
    """Something that a user may have meant: its id, and the names that stand for it, the one to show first."""

    id: str
    names: tuple[str, ...]


Tier = Callable[[Candidate], bool]


def resolve(store: Store, kind: str, text: str, *, timeout: float = 30.0) -> str:
    """The id (of a region: its full name) that `text` stands for.

    An exact id comes first, then an exact name, number, title or file, then the one name that starts with the
    text, then the one that contains it. NotFoundError where nothing fits; QueryError where several do.
    """
    match kind:
        case "document":
            return document(store, text, timeout)
        case "clause":
            return clause(store, text, timeout)
        case "agency":
            return agency(store, text, timeout)
        case _:
            return region(store, text, timeout)


def document(store: Store, text: str, timeout: float = 30.0) -> str:
    """By id, 文号 (any brackets), title (any quotes), file name, or the first part of a file's name: 003."""
    rows = _find(store, "find_documents", {}, timeout)
    found = [Candidate(str(row["id"]), _names(row, "title", "number", "file")) for row in rows]
    stubs = {str(row["id"]) for row in rows if row["stub"]}
    number, title = number_key(text), title_key(text)
    tiers: list[Tier] = [
        lambda c: text == c.id,
        lambda c: c.id in (number, title),
        lambda c: any(text == name or title == title_key(name) or number == number_key(name) for name in c.names),
        lambda c: any(text == first_part(name) for name in c.names if name.isascii() or "." in name),
        lambda c: any(title_key(name).startswith(title) for name in c.names) and c.id not in stubs,
        lambda c: any(title in title_key(name) for name in c.names) and c.id not in stubs,
        lambda c: any(title in title_key(name) for name in c.names),
    ]
    return _pick("document", text, found, tiers)


def agency(store: Store, text: str, timeout: float = 30.0) -> str:
    """By id, name, or a part of a name that only one agency has."""
    rows = _find(store, "find_agencies", {"words": text}, timeout)
    return _pick("agency", text, [Candidate(str(row["id"]), _names(row, "name")) for row in rows], _tiers(text))


def region(store: Store, text: str, timeout: float = 30.0) -> str:
    """The full name, by itself or by a part that only one region has: 云浦 → 云浦市."""
    rows = _find(store, "find_regions", {}, timeout)
    return _pick("region", text, [Candidate(str(row["id"]), _names(row, "name")) for row in rows], _tiers(text))


def clause(store: Store, text: str, timeout: float = 30.0) -> str:
    """By id, by document#path with whatever stands for the document (003#二/（一）), or by heading."""
    rows = _find(store, "find_clauses", {"document": None, "words": text}, timeout)
    found = [Candidate(str(row["id"]), _names(row, "name")) for row in rows]
    owner, sign, path = text.rpartition("#")
    if any(text == c.id for c in found) or not (sign and owner and path):
        return _pick("clause", text, found, _tiers(text))
    words = {"document": document(store, owner, timeout), "words": text}
    inside = [Candidate(str(row["id"]), _names(row, "path")) for row in _find(store, "find_clauses", words, timeout)]
    return _pick("clause", text, inside, [lambda c: any(_fold(path) == _fold(name) for name in c.names)])


def first_part(file: str) -> str:
    """The first word of a file's name: 003_鲁政发.txt → 003."""
    match = _FILE_PART.match(file)
    return match[0] if match else ""


def _tiers(text: str) -> list[Tier]:
    return [
        lambda c: text == c.id,
        lambda c: text in c.names,
        lambda c: any(name.startswith(text) for name in c.names),
        lambda c: any(text in name for name in c.names),
    ]


def _pick(kind: str, text: str, found: Sequence[Candidate], tiers: Iterable[Tier]) -> str:
    """The one candidate of the first tier that has any."""
    for fits in tiers:
        hits = [candidate for candidate in found if fits(candidate)]
        if len(hits) == 1:
            return hits[0].id
        if hits:
            listed = "; ".join(_shown(hit) for hit in hits[:SHOWN])
            more = f" and {len(hits) - SHOWN} more" if len(hits) > SHOWN else ""
            raise QueryError(f"{text!r} may be {len(hits)} of kind {kind} 有多个匹配", hint=f"choose one: {listed}{more}")
    raise NotFoundError(f"no {kind} is called {text!r} 未找到", hint=_HINTS[kind])


_HINTS = {
    "document": "an id, a 文号, a title, or the first part of a file's name",
    "clause": "an id such as 文号#二/（一）, or a heading",
    "agency": "a full name such as 云浦市教育局; the query search_agencies finds names",
    "region": "a full name such as 云浦市",
}


def _shown(candidate: Candidate) -> str:
    name = candidate.names[0] if candidate.names else ""
    return candidate.id if name in ("", candidate.id) else f"{candidate.id} {name}"


def _find(store: Store, name: str, params: dict[str, str | None], timeout: float) -> tuple[Row, ...]:
    return store.query(registry.internal(name).text, params, limit=MOST, timeout=timeout).rows


def _names(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in columns if row[column])


def _fold(path: str) -> str:
    """二/(一) and 二/（一） are one path."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", path))
