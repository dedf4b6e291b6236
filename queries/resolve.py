"""What people type for a document, clause, agency or region → the id that queries take: the one place.

An exact id comes first, then an exact name, then the one name that starts with the text, then the one that
contains it. NotFoundError where nothing fits; QueryError, with up to five of them, where several do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.errors import NotFoundError, QueryError
from kg.graph import Value
from kg.ids import number_key, title_key
from kg.store.base import Row, Store
from ontology.vocab.names import in_full
from queries import registry

SHOWN = 5  # candidates that an error lists
TIMEOUT = 30.0  # seconds

_WORD = re.compile(r"[^\W_]+")  # 003 of 003_鲁政发.txt
_HINTS = {
    "document": "an id, a 文号, a title, or the first part of a file's name",
    "clause": "an id such as 文号#二/（一）, or a heading",
    "agency": "a full name such as 云浦市教育局; the query search_agencies finds names",
    "region": "a full name such as 云浦市",
}


class Candidate(NamedTuple):
    """Something that a user may have meant: its id, and its names, the one to show first."""

    id: str
    names: tuple[str, ...]


Tier = Callable[[Candidate], bool]


def resolve(store: Store, kind: str, text: str, timeout: float = TIMEOUT) -> str:
    """The id (of a region: its full name) that `text` stands for; `kind` is a type that needs a store."""
    finders = {"document": document, "clause": clause, "agency": agency, "region": region}
    return finders[kind](store, text, timeout)


def document(store: Store, text: str, timeout: float = TIMEOUT) -> str:
    """By id, 文号 (any brackets), title (any quotes), file name, or the first part of a file's name: 003.

    A part of a title means a loaded document where it can; a stub only where nothing else fits.
    """
    rows = _find(store, "find_documents", {}, timeout)
    found = [_candidate(row, "title", "number", "file") for row in rows]
    parts = {str(row["id"]): first_part(str(row["file"] or "")) for row in rows}
    loaded = {str(row["id"]) for row in rows if not row["stub"]}
    keys, part = {number_key(text), title_key(text)}, title_key(text)
    tiers: list[Tier] = [
        lambda c: text == c.id,
        lambda c: c.id in keys,
        lambda c: text in c.names or any(keys & {number_key(name), title_key(name)} for name in c.names),
        lambda c: text == parts[c.id],
        lambda c: c.id in loaded and any(title_key(name).startswith(part) for name in c.names),
        lambda c: c.id in loaded and any(part in title_key(name) for name in c.names),
        lambda c: any(part in title_key(name) for name in c.names),
    ]
    return _pick("document", text, found, tiers if part else tiers[:1])


def agency(store: Store, text: str, timeout: float = TIMEOUT) -> str:
    """By id, name, or a part of a name that only one agency has; short forms (省医保局) count as the full name."""
    full = in_full(text)
    for words in dict.fromkeys((text, full)):
        rows = _find(store, "find_agencies", {"words": words}, timeout)
        if rows or words == full:
            return _pick("agency", text, [_candidate(row, "name") for row in rows], _tiers(words))
    raise AssertionError("unreachable")


def region(store: Store, text: str, timeout: float = TIMEOUT) -> str:
    """The full name, by itself or by a part that only one region has: 云浦 → 云浦市."""
    rows = _find(store, "find_regions", {}, timeout)
    return _pick("region", text, [_candidate(row, "name") for row in rows], _tiers(text))


def clause(store: Store, text: str, timeout: float = TIMEOUT) -> str:
    """By id, by document#path with whatever stands for the document (003#二/（一）), or by heading."""
    rows = _find(store, "find_clauses", {"document": None, "words": text}, timeout)
    found = [_candidate(row, "name") for row in rows]
    owner, sign, path = text.rpartition("#")
    if any(text == c.id for c in found) or not (sign and owner and path):
        return _pick("clause", text, found, _tiers(text))
    within = {"document": document(store, owner, timeout), "words": text}
    inside = [_candidate(row, "path") for row in _find(store, "find_clauses", within, timeout)]
    return _pick("clause", text, inside, [lambda c: any(_fold(path) == _fold(name) for name in c.names)])


def first_part(file: str) -> str:
    """The first word of a file's name: 003_鲁政发.txt → 003."""
    match = _WORD.match(file)
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
            raise QueryError(f"{text!r} fits {len(hits)} of kind {kind} 有多个匹配", hint=_choices(hits))
    raise NotFoundError(f"未找到 {text} · no {kind} is called that", hint=_HINTS[kind])


def _choices(hits: Sequence[Candidate]) -> str:
    """`choose one: id name; id name; … and 3 more`."""
    shown = [" ".join(dict.fromkeys([hit.id, *hit.names[:1]])) for hit in hits[:SHOWN]]
    more = f"; and {len(hits) - SHOWN} more" if len(hits) > SHOWN else ""
    return f"choose one: {'; '.join(shown)}{more}"


def _find(store: Store, name: str, params: Mapping[str, Value], timeout: float) -> tuple[Row, ...]:
    return store.query(registry.internal(name).text, params, timeout=timeout).rows


def _candidate(row: Row, *columns: str) -> Candidate:
    return Candidate(str(row["id"]), tuple(str(row[column]) for column in columns if row[column]))


def _fold(path: str) -> str:
    """二/(一) and 二/（一） are one path."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", path))
