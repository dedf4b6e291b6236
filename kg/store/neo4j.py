"""The server engine: Neo4j 5.26 over Bolt, with the official driver."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import neo4j
from neo4j import exceptions, graph, unit_of_work

from kg.errors import LimitError, QueryError, StoreError
from kg.graph import Edge, Fragment, Node, Value
from kg.store import cypher, reading, writing
from kg.store.base import Change, Entry, Result, Row
from kg.store.rows import plain_edge, plain_node, terms
from ontology import schema as ontology
from ontology.schema import Schema

T = TypeVar("T")

_LATE = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTerminated",
)
_WRITES = "Neo.ClientError.Statement.AccessMode"
_UNINDEXED = "There is no such fulltext schema index"


class Neo4jStore:
    """A graph in a Neo4j database. Nothing is connected before the first query."""

    engine = "neo4j"

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j") -> None:
        self._uri, self._database = uri, database
        self._schema = ontology.load()
        self._driver = neo4j.GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=10,
            max_transaction_retry_time=20,
            notifications_min_severity="OFF",  # a label that nothing carries yet is an empty answer, no news
        )
        self._writing = threading.Lock()
        self._checked = False

    def query(
        self,
        text: str,
        params: Mapping[str, Value] | None = None,
        *,
        limit: int | None = None,
        timeout: float = 30.0,
    ) -> Result:
        """Rows of a query. QueryError where it fails, writes or is late (the server looks every 2 s)."""

        @unit_of_work(timeout=timeout)
        def work(transaction: neo4j.ManagedTransaction) -> tuple[tuple[str, ...], list[neo4j.Record]]:
            result = transaction.run(text, dict(params or {}))
            records = list(result) if limit is None else result.fetch(limit + 1)
            return tuple(result.keys()), records

        try:
            self._check()
            columns, records = self._read(work)
        except exceptions.Neo4jError as error:
            if _UNINDEXED in str(error):  # nothing was ever loaded
                return Result((), ())
            raise query_error(error, timeout) from error
        except (exceptions.DriverError, TypeError, ValueError) as error:
            raise QueryError(f"the query failed: {error}") from error
        rows = tuple(cast("Row", {k: self._plain(v) for k, v in dict(r).items()}) for r in records[:limit])
        return Result(columns, rows, len(records) > len(rows))

    def search_terms(self, text: str) -> str:
        """The embedded engine's terms, each in quotes, so that nothing is syntax. Any of them matches."""
        return " ".join(f'"{term}"' for term in terms(text))  # letters, digits and .,' only

    @contextmanager
    def writer(self) -> Iterator[Neo4jWriter]:
        """A write session that publishes each document as it is written, each in a transaction of its own.

        Unlike the embedded engine's: after an error the documents before it stay, the one that failed does
        not. Retries what the server calls transient. StoreError where this store is being written already.
        """
        if not self._writing.acquire(blocking=False):
            raise StoreError("is being written by this process", self._uri, "wait until it has ended")
        try:
            self._check()
            with self._reachable(), self._session(neo4j.WRITE_ACCESS) as session:
                yield Neo4jWriter(session, self._schema, self._uri)
        finally:
            self._writing.release()

    def counts(self) -> dict[str, dict[str, int]]:
        """How many nodes and edges, by label and kind."""
        self._check()
        return self._read(lambda transaction: writing.counts(_runner(transaction)))

    def nodes(self) -> Iterator[Node]:
        """Every node; each page is a transaction of its own, so a writer may change what is not yet read."""
        self._check()
        return reading.nodes(self._page, self._schema)

    def edges(self) -> Iterator[Edge]:
        """Every edge, likewise."""
        self._check()
        return reading.edges(self._page, self._schema)

    def _page(self, text: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        def work(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            found = transaction.run(text, dict(params))
            return [{key: self._plain(value) for key, value in dict(record).items()} for record in found]

        return self._read(work)

    def close(self) -> None:
        """Closes the connections."""
        self._driver.close()

    def _check(self) -> None:
        """Once: the server is there and lets us in, and no newer version of ours wrote what it holds."""
        if not self._checked:
            with self._reachable():
                self._driver.verify_connectivity()  # at once: a read would be retried
            self._read(lambda transaction: writing.read_ddl(_runner(transaction), self._uri))
            self._checked = True

    def _read(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        with self._reachable(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode)

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Turns what is wrong between us and the server into a StoreError with its address."""
        try:
            yield
        except exceptions.AuthError as error:
            hint = "KG_NEO4J_USER, KG_NEO4J_PASSWORD"
            raise StoreError(f"does not let us in: {error.message}", self._uri, hint) from error
        except (exceptions.ServiceUnavailable, exceptions.SessionExpired) as error:
            raise StoreError(f"can't be reached: {error}", self._uri, "make neo4j starts one") from error
        except exceptions.ClientError as error:
            if error.code != "Neo.ClientError.Database.DatabaseNotFound":
                raise
            raise StoreError(f"has no database {self._database}", self._uri, "KG_NEO4J_DATABASE") from error

    def _plain(self, value: object) -> object:
        """The driver's values as plain Python."""
        if isinstance(value, graph.Node):
            return plain_node(self._schema, value.labels, dict(value.items()))
        if isinstance(value, graph.Relationship):
            return plain_edge(value.type, dict(value.items()))
        if isinstance(value, graph.Path):
            return {
                "nodes": self._plain(list(value.nodes)),
                "relationships": self._plain(list(value.relationships)),
            }
        if isinstance(value, list):
            return [self._plain(item) for item in value]
        if isinstance(value, dict):
            return {k: self._plain(v) for k, v in value.items()}
        return value.to_native() if hasattr(value, "to_native") else value


class Neo4jWriter:
    """The write session: one retried transaction for each document, each redirect and each sweep."""

    def __init__(self, session: neo4j.Session, schema: Schema, where: str) -> None:
        self._session, self._schema, self._where = session, schema, where
        ddl = [*cypher.constraints(schema), *cypher.lookups(schema), *cypher.cjk_indexes(schema)]
        if session.execute_read(lambda t: writing.read_ddl(_runner(t), where)) != writing.ddl_digest(ddl):
            for text in [*ddl, "CALL db.awaitIndexes(300)"]:
                session.run(text).consume()
            self._write(lambda run: writing.sign(run, schema, ddl))

    def catalogue(self) -> list[Entry]:
        """All documents and stubs, by id."""
        return self._session.execute_read(lambda t: writing.catalogue(_runner(t)))

    def replace(self, fragment: Fragment) -> Change:
        """One transaction: a document that can't be stored leaves the others as they are."""
        return self._write(lambda run: writing.replace(run, self._schema, fragment, lambda _: {}))

    def infer(self, document: str, edges: Sequence[Edge], sealed: str | None = None) -> bool:
        """One transaction for all that is inferred from a document."""
        return self._write(lambda run: writing.infer(run, self._schema, document, edges, sealed))

    def rows(self, text: str, params: Mapping[str, Value]) -> list[Row]:
        """Rows of a read on the graph as written so far."""
        return self._session.execute_read(lambda t: _runner(t)(text, params))

    def note(self, fragment: Fragment) -> None:
        """Adds what a load learned of a stored document."""
        self._write(lambda run: writing.note(run, self._schema, fragment))

    def redirect(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Moves what ends in stubs to loaded documents."""
        if pairs:
            self._write(lambda run: writing.redirect(run, self._schema, pairs))

    def sweep(self) -> None:
        """Drops shared nodes and stubs that nothing states any more."""
        self._write(lambda run: writing.sweep(run, self._schema))

    def _write(self, work: Callable[[writing.Run], T]) -> T:
        try:
            return self._session.execute_write(lambda transaction: work(_runner(transaction)))
        except exceptions.AuthError:
            raise  # about the door, not about the document
        except (exceptions.ClientError, exceptions.DatabaseError, exceptions.TransientError) as error:
            raise StoreError(f"can't be written: {error.message}", self._where) from error


def query_error(error: exceptions.Neo4jError, timeout: float) -> QueryError:
    """What the server says, as an error of ours."""
    if str(error.code).startswith(_LATE):
        told = f"查询超过{timeout:g}秒，已中止 · the query took more than {timeout:g} s"
        return LimitError(told, hint="缩小范围后再问 · ask for less")
    if error.code == _WRITES:
        return QueryError("the query writes, and queries only read")
    return QueryError(f"the query failed: {error.message}")


def _runner(transaction: neo4j.ManagedTransaction) -> writing.Run:
    def run(text: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        return transaction.run(text, dict(params)).data()

    return run
