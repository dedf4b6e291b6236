"""The embedded engine: kglite, one file. Readers query frozen snapshots in any thread, one writer publishes.

Kglite invents `title`, `type` and `name` on whole nodes, and cuts no Chinese words: both end here.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, cast

import kglite

from kg.errors import LimitError, QueryError, StoreError
from kg.graph import Edge, Fragment, Node, Value
from kg.store import cypher, reading, writing
from kg.store.base import Change, Entry, Result, Row
from kg.store.rows import grams, plain_edge, plain_node, terms
from ontology import schema as ontology
from ontology.schema import Schema

_NODE = {"id", "labels", "properties"}
_EDGE = {"id", "start", "end", "type", "properties"}
_FAULTS = (kglite.KgError, ValueError, TypeError, KeyError, OSError)  # kglite raises Python's own errors, too


class Stamp(NamedTuple):
    """Tells one published file from the next, even where the clock is coarse."""

    mtime: int
    size: int
    inode: int


class Snapshot:
    """A published graph, and the file that it came from (None: there was none).

    Its full-text indexes are built at the first search: kglite reads saved ones several times slower than it
    builds them, and most commands never search.
    """

    def __init__(self, stamp: Stamp | None, graph: kglite.KnowledgeGraph, schema: Schema) -> None:
        self.stamp = stamp
        self.graph = graph.freeze()
        self._source: kglite.KnowledgeGraph | None = graph
        self._schema = schema
        self._building = threading.Lock()

    def for_query(self, text: str) -> kglite.FrozenGraph:
        """The graph for this query; safe in any thread."""
        if self._source is not None and "fulltext" in text.lower():
            with self._building:
                self._build()
        return self.graph

    def _build(self) -> None:
        if self._source is None:  # another thread was quicker
            return
        for statement in cypher.gram_indexes(self._schema):
            self._source.cypher(statement)
        self.graph, self._source = self._source.freeze(), None


class EmbeddedStore:
    """A graph in one file. A missing file reads as an empty graph; nothing is read before a query."""

    engine = "embedded"

    def __init__(self, path: Path) -> None:
        kglite.set_query_warning_policy(
            "silent"
        )  # a label that nothing carries yet: an empty answer, no news
        # A large graph whose lists and rewritten texts could not be read in place by a mapped load. We map none: the
        # file is whole, and is read into memory whatever its columns are.
        warnings.filterwarnings("ignore", category=kglite.MappedFallbackWarning)
        self.path = path
        self._schema = ontology.load()
        self._loading = threading.Lock()
        self._current: Snapshot | None = None

    def query(
        self,
        text: str,
        params: Mapping[str, Value] | None = None,
        *,
        limit: int | None = None,
        timeout: float = 30.0,
    ) -> Result:
        """Rows of a query on the newest published graph. QueryError where it fails, writes or is late."""
        graph = self._snapshot().for_query(text)
        budget = max(1, round(timeout * 1000))
        asked = None if limit is None else limit + 1
        try:
            view = graph.cypher(text, params=dict(params or {}), timeout_ms=budget, row_limit=asked)
            rows = view.to_list()
        except _FAULTS as error:
            raise query_error(error, timeout) from error
        plain = tuple(cast("Row", {k: self._plain(v) for k, v in row.items()}) for row in rows[:limit])
        return Result(tuple(view.columns), plain, len(rows) > len(plain))

    def search_terms(self, text: str) -> str:
        """The bigrams and words of the text, any of which matches. There is no syntax to escape."""
        return " ".join(terms(text))

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        """One session, one atomic save when it ends; after an error the file is as it was, to the byte.

        A session that changed nothing saves nothing. StoreError where another process or thread is writing.
        """
        graph = self._leased()
        try:
            with graph:  # saves when it ends well, and lets go of the lease in any case
                session = EmbeddedWriter(graph, self._schema, str(self.path))
                yield session
                session.finish()
        except _UnchangedError:
            pass
        except kglite.FileIoError as error:
            raise StoreError(f"can't be saved: {error}", str(self.path)) from error
        finally:
            with (
                self._loading
            ):  # whoever loads the old file now is waited for: this thread reads what it wrote
                self._current = None

    def counts(self) -> dict[str, dict[str, int]]:
        """How many nodes and edges, by label and kind."""
        return writing.counts(_runner(self._snapshot().graph))

    def nodes(self) -> Iterator[Node]:
        """Every node of the snapshot that is published now."""
        return reading.nodes(self._reader(), self._schema)

    def edges(self) -> Iterator[Edge]:
        """Every edge, likewise."""
        return reading.edges(self._reader(), self._schema)

    def close(self) -> None:
        """Lets the snapshot go; another query would read the file again."""
        self._current = None

    def _reader(self) -> writing.Run:
        """Reads of one snapshot, with plain values."""
        run = _runner(self._snapshot().graph)

        def read(text: str, params: Mapping[str, object]) -> list[dict[str, object]]:
            return [{k: self._plain(v) for k, v in row.items()} for row in run(text, params)]

        return read

    def _leased(self) -> kglite.KnowledgeGraph:
        """The file's graph with the one writer's lease. StoreError says who holds it, or what the file is."""
        self._check_folder()
        self._check_rights()
        try:
            return kglite.open(str(self.path), durable="off", lock=True)
        except kglite.WriterLeaseHeldError as error:
            what = f"is being written by process {error.holder.get('pid') or 'unknown'}"
            raise StoreError(what, str(self.path), "wait until it has ended") from error
        except _FAULTS as error:
            raise self._unreadable(error) from error

    def _snapshot(self) -> Snapshot:
        """The newest graph. While one thread loads a newer file, others go on with the graph they have."""
        current = self._current
        if current is not None and current.stamp == self._stamp():
            return current
        if not self._loading.acquire(blocking=current is None):
            assert current is not None
            return current
        try:
            return self._load()
        finally:
            self._loading.release()

    def _load(self) -> Snapshot:
        stamp, current = self._stamp(), self._current
        if current is not None and current.stamp == stamp:  # another thread was quicker
            return current
        graph = kglite.KnowledgeGraph() if stamp is None else self._read()
        self._current = Snapshot(stamp, graph, self._schema)
        return self._current

    def _read(self) -> kglite.KnowledgeGraph:
        try:
            graph = kglite.load(str(self.path))
        except _FAULTS as error:
            raise self._unreadable(error) from error
        writing.read_ddl(_runner(graph), str(self.path))
        return graph

    def _stamp(self) -> Stamp | None:
        """What the file is now; None where there is none. StoreError where there is not even a folder."""
        try:
            found = os.stat(self.path)  # noqa: PTH116  (on every query: Path.stat is slower)
        except FileNotFoundError:
            self._check_folder()
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)

    def _check_folder(self) -> None:
        if not self.path.parent.is_dir():
            raise StoreError("the folder does not exist", str(self.path), "make it, or set KG_STORE")

    def _check_rights(self) -> None:
        """The folder too is written to: a file beside the graph keeps other writers out."""
        for place in (self.path, self.path.parent):
            if place.exists() and not os.access(place, os.W_OK):
                raise StoreError(
                    "can't be written: no permission 没有写入权限", str(place), "or set KG_STORE"
                )

    def _unreadable(self, error: Exception) -> StoreError:
        hint = "KG_STORE names the file of a graph"
        return StoreError(f"can't be read as a graph: {error}", str(self.path), hint)

    def _plain(self, value: object) -> object:
        """A value without what kglite invents."""
        if isinstance(value, list):
            nested = bool(value) and isinstance(value[0], dict | list)
            return [self._plain(item) for item in value] if nested else value
        if not isinstance(value, dict):
            return value
        if value.keys() == _NODE:
            return plain_node(self._schema, value["labels"], value["properties"])
        if value.keys() == _EDGE:
            return plain_edge(value["type"], value["properties"])
        return {k: self._plain(v) for k, v in value.items()}


class EmbeddedWriter:
    """The write session: in memory, one transaction a document."""

    def __init__(self, graph: kglite.KnowledgeGraph, schema: Schema, where: str) -> None:
        self._graph, self._schema, self._where = graph, schema, where
        self._texts = cypher.fulltext_slots(schema)
        ddl = [*cypher.constraints(schema), *cypher.lookups(schema)]
        self._changed = writing.read_ddl(_runner(graph), where) != writing.ddl_digest(ddl)
        for text in ddl:
            graph.cypher(text)
        writing.sign(_runner(graph), schema, ddl)

    def catalogue(self) -> list[Entry]:
        """All documents and stubs, by id."""
        return writing.catalogue(_runner(self._graph))

    def replace(self, fragment: Fragment) -> Change:
        """One transaction: a document that can't be stored leaves the others as they are."""
        with self._transaction() as run:
            change = writing.replace(run, self._schema, fragment, self._grams)
        self._changed |= change != "unchanged"
        return change

    def infer(self, document: str, edges: Sequence[Edge], sealed: str | None = None) -> bool:
        """One transaction for all that is inferred from a document."""
        with self._transaction() as run:
            changed = writing.infer(run, self._schema, document, edges, sealed)
        self._changed |= changed
        return changed

    def rows(self, text: str, params: Mapping[str, Value]) -> list[Row]:
        """Rows of a read on the graph as written so far."""
        return _runner(self._graph)(text, params)

    def note(self, fragment: Fragment) -> None:
        """Adds what a load learned of a stored document."""
        with self._transaction() as run:
            self._changed |= writing.note(run, self._schema, fragment)

    def redirect(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Moves what ends in stubs to loaded documents."""
        if pairs:
            with self._transaction() as run:
                writing.redirect(run, self._schema, pairs)
            self._changed = True

    def sweep(self) -> None:
        """Drops shared nodes and stubs that nothing states any more."""
        with self._transaction() as run:
            self._changed |= writing.sweep(run, self._schema) > 0

    def finish(self) -> None:
        """_UnchangedError where there is nothing to save."""
        if not self._changed:
            raise _UnchangedError

    @contextmanager
    def _transaction(self) -> Iterator[writing.Run]:
        try:
            with self._graph.begin(timeout_ms=0) as transaction:
                yield _runner(transaction)
        except kglite.KgError as error:
            raise StoreError(f"can't be written: {error}", self._where) from error

    def _grams(self, node: Node) -> dict[str, str]:
        """The bigrams of a node's full-text slots; "" where they are empty, since kglite wants some text."""
        slots = self._texts.get(node.label)
        if slots is None:
            return {}
        return {cypher.GRAMS: " ".join(g for s in slots for g in grams(str(node.props.get(s.name) or "")))}


class _UnchangedError(Exception):
    """Ends a session without a save: nothing was written."""


def query_error(error: Exception, timeout: float) -> QueryError:
    """What kglite says, as an error of ours."""
    if isinstance(error, kglite.CypherTimeoutError):
        told = f"查询超过{timeout:g}秒，已中止 · the query took more than {timeout:g} s"
        return LimitError(told, hint="缩小范围后再问 · ask for less")
    if isinstance(error, kglite.ReadOnlyError):
        return QueryError("the query writes, and queries only read")
    return QueryError(f"the query failed: {error}")


def _runner(graph: kglite.KnowledgeGraph | kglite.FrozenGraph | kglite.Transaction) -> writing.Run:
    """Statements on a graph, a snapshot or a transaction, without a deadline."""

    def run(text: str, params: Mapping[str, object]) -> list[dict[str, object]]:
        view = cast("kglite.ResultView", graph.cypher(text, params=dict(params), timeout_ms=0))
        return view.to_list()

    return run
