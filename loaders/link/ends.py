"""Which clause people mean in decisions.toml: the document by any of its names, the clause by its path."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from kg.graph import Value
from loaders import decisions

Ask = Callable[[str, Mapping[str, Value]], Iterable[Any]]

_DOCUMENTS = (
    "MATCH (d:Document) WHERE d.stub IS NULL RETURN d.id AS id, d.title AS title, d.number AS number, d.file AS file "
    "ORDER BY id"
)
_PATHS = "MATCH (c:Clause {document: $document}) RETURN c.path AS path, c.ordinal AS ordinal ORDER BY ordinal"


class End(NamedTuple):
    """A clause that is loaded."""

    document: str
    path: str


class Ends:
    """Looks clauses up in a store; `ask` runs a query on it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._named: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for row in ask(_DOCUMENTS, {}):
            key = str(row["id"])
            for name in decisions.keys(key, row["title"], row["number"], row["file"]):
                self._named[name].add(key)
            self._parts[decisions.first_part(row["file"] or "")].add(key)
        self._paths: dict[str, dict[str, str]] = {}

    def find(self, written: str) -> End | str:
        """The clause of `document#path`, or what is wrong with it."""
        name, _, path = written.partition("#")
        found = self._documents(name)
        if len(found) > 1:
            return f"{name} fits {len(found)} documents, {', '.join(sorted(found)[:2])} 有多个匹配文件"
        for document in found:
            if known := self._of(document).get(_fold(path)):
                return End(document, known)
        return f"there is no clause {written} 未匹配到条款"

    def _documents(self, name: str) -> set[str]:
        found = (self._named.get(key, set()) for key in (name, *sorted(decisions.keys(name))))
        return next((one for one in found if one), self._parts.get(name, set()) if name else set())

    def _of(self, document: str) -> dict[str, str]:
        """The paths of a document by their folded form."""
        if document not in self._paths:
            rows = self._ask(_PATHS, {"document": document})
            self._paths[document] = {_fold(row["path"]): row["path"] for row in rows}
        return self._paths[document]


def _fold(path: str) -> str:
    """二/(一) and 二/（一） are one path."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", path))
