"""The embedded engine: kglite, one file. Readers query frozen snapshots from any thread; one writer publishes a file.

kglite invents `title`, `type` and `name` on whole nodes and has no analyzer for Chinese: both end here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

import kglite

from kg.errors import QueryError, StoreError
from kg.graph import Fragment, Node, Value
from kg.store import cypher, writing
from kg.store.base import Change, Entry, Result, Row
from kg.store.rows import grams, plain_edge, plain_node
from ontology import schema as ontology
from ontology.schema import Schema

_NODE = {"id", "labels", "properties"}
_EDGE = {"id", "start", "end", "type", "properties"}
_PATH = {"nodes", "relationships"}


class Stamp(NamedTuple):
    """Tells one published file from the next, even where the clock is coarse."""

    mtime: int
    size: int
    inode: int


class EmbeddedStore:
    """A graph in one file (a missing one reads as an empty graph). Keeps the promises of `kg.store.base.Store`."""

    engine = "embedded"

    def __init__(self, path: Path) -> None:
        kglite.set_query_warning_policy("silent")  # a label that nothing carries yet is an empty answer, not news
        self.path = path
        self._schema = ontology.load()
        self._loading = threading.Lock()
        self._current: tuple[Stamp | None, kglite.FrozenGraph] | None = None

    def query(
        self, text: str, params: Mapping[str, Value] | None = None, *, limit: int | None = None, timeout: float = 30.0
    ) -> Result:
        """Rows of a read-only query on the newest published graph. QueryError where it fails, writes, or is late."""
        graph = self._snapshot()
        asked = None if limit is None else limit + 1
        try:
            view = graph.cypher(
                text, params=dict(params or {}), timeout_ms=max(1, round(timeout * 1000)), row_limit=asked
            )
            rows = view.to_list()
        except (kglite.KgError, ValueError, TypeError) as error:
            raise query_error(error, timeout) from error
        kept = rows if limit is None else rows[:limit]
        plain = tuple(cast("Row", {k: self._plain(v) for k, v in row.items()}) for row in kept)
        return Result(tuple(view.columns), plain, len(rows) > len(kept))

    def search_terms(self, text: str) -> str:
        """The bigrams and words of the text; kglite's index has no query syntax. Any of them matches."""
        return " ".join(dict.fromkeys(grams(text)))

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        """One write session: a single atomic save when it ends; after an error the file is as it was, to the byte."""
        try:
            with self._leased() as graph:
                session = EmbeddedWriter(graph, self._schema, str(self.path))
                yield session
                if not session.changed:
                    raise _Unchanged
                session.index()
        except _Unchanged:
            pass
        except kglite.FileIoError as error:
            raise StoreError(f"can't be saved: {error}", str(self.path)) from error
        finally:
            self._current = None

    def counts(self) -> dict[str, dict[str, int]]:
        """How many nodes and edges, by label and kind."""
        return writing.counts(_runner(self._snapshot()))

    def close(self) -> None:
        """Lets the snapshot go; the next query reads the file again."""
        self._current = None

    def _leased(self) -> kglite.KnowledgeGraph:
        """The graph of the file with the one writer's lease. StoreError says who holds it, or what the file is."""
        self._check_folder()
        try:
            return kglite.open(str(self.path), durable="off", lock=True)
        except kglite.WriterLeaseHeldError as error:
            pid = error.holder.get("pid")
            hint = "wait for it to end, or stop it"
            raise StoreError(f"is being written by process {pid or 'unknown'}", str(self.path), hint) from error
        except (kglite.KgError, ValueError, OSError) as error:
            raise self._unreadable(error) from error

    def _snapshot(self) -> kglite.FrozenGraph:
        """The newest published graph. While one thread loads a newer file, the others go on with the one they have."""
        stamp, current = self._stamp(), self._current
        if current is not None and current[0] == stamp:
            return current[1]
        if not self._loading.acquire(blocking=current is None):
            assert current is not None
            return current[1]
        try:
            return self._load()
        finally:
            self._loading.release()

    def _load(self) -> kglite.FrozenGraph:
        stamp, current = self._stamp(), self._current
        if current is not None and current[0] == stamp:  # another thread was quicker
            return current[1]
        graph = blank(self._schema) if stamp is None else self._read()
        self._current = (stamp, graph)
        return graph

    def _read(self) -> kglite.FrozenGraph:
        try:
            graph = kglite.load(str(self.path)).freeze()
        except (kglite.KgError, ValueError, OSError) as error:
            raise self._unreadable(error) from error
        writing.check_format(_runner(graph), str(self.path))
        return graph

    def _stamp(self) -> Stamp | None:
        """What the file is now; None where there is none. StoreError where there is not even a folder."""
        try:
            found = os.stat(self.path)  # noqa: PTH116  (Path.stat costs twice as much, on every query)
        except FileNotFoundError:
            self._check_folder()
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)

    def _check_folder(self) -> None:
        if not self.path.parent.is_dir():
            raise StoreError("the folder does not exist", str(self.path), "make it, or set KG_STORE")

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(f"is no store that can be read: {error}", str(self.path), "KG_STORE names another file?")

    def _plain(self, value: Any) -> Any:
        """kglite's values without what kglite invents."""
        if isinstance(value, dict):
            return self._plain_map(value)
        if isinstance(value, list):
            return [self._plain(item) for item in value] if value and isinstance(value[0], dict | list) else value
        return value

    def _plain_map(self, value: dict[str, Any]) -> dict[str, Any]:
        keys = value.keys()
        if keys == _NODE:
            return plain_node(self._schema, value["labels"], value["properties"])
        if keys == _EDGE:
            return plain_edge(value["type"], value["properties"])
        return {k: self._plain(v) for k, v in value.items()}


class EmbeddedWriter:
    """The write session: in memory, one transaction a document; `changed` says whether there is anything to save."""

    def __init__(self, graph: kglite.KnowledgeGraph, schema: Schema, where: str) -> None:
        self.changed = writing.check_format(_runner(graph), where) is None
        self._graph, self._schema, self._where = graph, schema, where
        self._texts = cypher.fulltext_slots(schema)
        for label in self._texts:
            graph.drop_text_index(label, cypher.GRAMS)  # built once, at the end
        declare(graph, schema)

    def catalogue(self) -> list[Entry]:
        """All documents and stubs, by id."""
        return writing.catalogue(_runner(self._graph))

    def replace(self, fragment: Fragment) -> Change:
        """One transaction: a document that can't be stored leaves the others as they are."""
        with self._transaction() as run:
            change = writing.replace(run, self._schema, fragment, self._grams)
        self.changed |= change != "unchanged"
        return change

    def redirect(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Moves what ends in stubs to loaded documents."""
        if pairs:
            with self._transaction() as run:
                writing.redirect(run, self._schema, pairs)
            self.changed = True

    def sweep(self) -> None:
        """Drops shared nodes and stubs that nothing states any more."""
        with self._transaction() as run:
            dropped = writing.sweep(run, self._schema)
        self.changed |= dropped > 0

    def index(self) -> None:
        """Builds the full-text indexes, before the file is saved: kglite's own catching up would come too late."""
        for text in cypher.gram_indexes(self._schema):
            self._graph.cypher(text)

    @contextmanager
    def _transaction(self) -> Iterator[writing.Run]:
        try:
            with self._graph.begin(timeout_ms=0) as transaction:
                yield _runner(transaction)
        except kglite.KgError as error:
            raise StoreError(f"can't be written: {error}", self._where) from error

    def _grams(self, node: Node) -> dict[str, str]:
        """The bigrams of a node's full-text slots; an empty text keeps kglite's index whole."""
        slots = self._texts.get(node.label)
        if slots is None:
            return {}
        texts = (str(node.props.get(slot.name) or "") for slot in slots)
        return {cypher.GRAMS: " ".join(gram for text in texts for gram in grams(text))}


class _Unchanged(Exception):  # noqa: N818
    """Ends a session without a save: nothing was written."""


def declare(graph: kglite.KnowledgeGraph, schema: Schema) -> None:
    """Constraints, indexes and the node that says who wrote the file."""
    statements = [*cypher.constraints(schema), *cypher.lookups(schema)]
    for text in statements:
        graph.cypher(text)
    writing.sign(_runner(graph), schema, [*statements, *cypher.gram_indexes(schema)])


def blank(schema: Schema) -> kglite.FrozenGraph:
    """What a missing file reads as: nothing in it, but full-text search works."""
    graph = kglite.KnowledgeGraph()
    for text in cypher.gram_indexes(schema):
        graph.cypher(text)
    return graph.freeze()


def query_error(error: Exception, timeout: float) -> QueryError:
    """kglite's complaint as ours."""
    if isinstance(error, kglite.CypherTimeoutError):
        return QueryError(f"the query took more than {timeout:g} s", hint="ask for less")
    if isinstance(error, kglite.ReadOnlyError):
        return QueryError("the query writes, and queries only read")
    return QueryError(f"the query failed: {error}")


def _runner(graph: Any) -> writing.Run:
    """Statements on a graph, a snapshot or a transaction, without a deadline."""

    def run(text: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = graph.cypher(text, params=dict(params), timeout_ms=0).to_list()
        return rows

    return run
