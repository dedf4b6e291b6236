"""What a store can do. Two engines keep this promise; nothing past kg/store/ sees an engine's own types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from kg.graph import Edge, Fragment, Node, Value

FORMAT = 1  # raised whenever a store written by this version can't be read by the one before
Row = dict[str, Value | dict[str, Value] | list[dict[str, Value]]]
Change = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of a query, in order, at most the asked number; `truncated` where there were more."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False


class Entry(NamedTuple):
    """A document that the store knows: loaded, or a stub that something cites."""

    id: str
    title: str
    number: str | None
    date: str | None
    stub: bool
    status: str | None


class Writer(Protocol):
    """The one writer of a store, inside `Store.writer()`."""

    def catalogue(self) -> list[Entry]:
        """All documents and stubs, by id."""
        ...

    def replace(self, fragment: Fragment) -> Change:
        """Puts the fragment in place of all that its document owned before, in one transaction."""
        ...

    def infer(self, document: str, edges: Sequence[Edge], sealed: str | None = None) -> bool:
        """Puts `edges` in place of all that was inferred from the document's own nodes; False where nothing changed.

        `sealed` is the digest by which another store knows these edges: else they get one of their own.
        """
        ...

    def rows(self, text: str, params: Mapping[str, Value]) -> list[Row]:
        """Rows of a read inside the session: what it has written is there."""
        ...

    def note(self, fragment: Fragment) -> None:
        """Adds what a load learned of a stored document beyond its own words; it lasts until the document is replaced."""
        ...

    def redirect(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Moves each edge that ends in a stub document (first) to a loaded one (second), drops the stub."""
        ...

    def sweep(self) -> None:
        """Drops shared nodes and stubs that nothing states any more."""
        ...


CITED_ONLY = "MATCH (d:Document) WHERE d.stub = true RETURN count(d) AS total"


def cited_only(store: Store) -> int:
    """How many of the documents are only cited by others, not loaded."""
    return int(str(store.query(CITED_ONLY).rows[0]["total"]))


class Store(Protocol):
    """A graph store. Safe to query from any thread; at most one writer at a time."""

    engine: str

    def query(
        self,
        text: str,
        params: Mapping[str, Value] | None = None,
        *,
        limit: int | None = None,
        timeout: float = 30.0,
    ) -> Result:
        """Runs one read-only query. QueryError where it fails or takes more than `timeout` seconds."""
        ...

    def search_terms(self, text: str) -> str:
        """The user's words as this engine's full-text index takes them; never syntax of the user's."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """One write session: published when it ends, dropped whole when it ends in an error."""
        ...

    def counts(self) -> dict[str, dict[str, int]]:
        """How many nodes and edges, by label and kind: {"nodes": {…}, "edges": {…}}."""
        ...

    def nodes(self) -> Iterator[Node]:
        """Every node once, in an order of content alone; memory follows a few documents, never the graph."""
        ...

    def edges(self) -> Iterator[Edge]:
        """Every edge once, likewise."""
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...
