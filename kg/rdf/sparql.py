"""The SPARQL endpoint behind /sparql: a projection of the published graph on disk, asked in processes that can be ended.

The engine has no time limit of its own and holds the interpreter while it works, so each query runs in a worker
process; one that is late is ended with its worker. A worker has its files open before the first query and may then
open no further one, sockets included.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import queue
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from pyoxigraph import Store as Triples

from kg.errors import QueryError, StoreError
from kg.rdf import read
from kg.rdf.asking import Question, Reply, answer
from kg.rdf.results import GRAPHS, TABLES
from kg.rdf.terms import Names
from kg.store.base import Store

TIMEOUT = 30.0  # seconds a query may take
WORKERS = 2
FRESH = 5.0  # seconds before the store is asked again whether it has changed
MEMORY = 4 << 30  # bytes that a worker may ask for
_VERSION = "MATCH (d:Document) RETURN d.id AS id, d.digest AS digest, d.inferred AS inferred ORDER BY id"


class Worker:
    """One process on one folder of triples."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, folder), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, question: Question, timeout: float) -> Reply:
        """The answer. QueryError where the query is off or late; after a late one the worker is gone."""
        try:
            self._ours.send(question)
            if not self._ours.poll(timeout):
                self.end()
                raise QueryError(f"the query took more than {timeout:g} s", hint="ask for less")
            found = self._ours.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise QueryError("the query needed too much memory", hint="ask for less") from error
        if isinstance(found, QueryError):
            raise found
        assert isinstance(found, Reply)
        return found

    @property
    def alive(self) -> bool:
        """False after a query that was late."""
        return self._process.is_alive()

    def end(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _work(pipe: Connection, folder: str) -> None:
    """The worker's life: one question after another."""
    triples = Triples.read_only(folder)
    for media in TABLES:  # whatever an answer imports is imported now
        answer(triples, Question("SELECT * { ?s ?p ?o } LIMIT 1", media))
    for media in GRAPHS:
        answer(triples, Question("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", media))
    confine()
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(answer(triples, Question(*question)))
        except QueryError as error:
            pipe.send(QueryError(error.what, error.where, error.hint))


def confine() -> None:
    """No new files or sockets, and so much memory: whatever this process is asked for from here on."""
    import os
    import resource

    opened = max(int(path.name) for path in Path("/dev/fd").iterdir()) + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened, opened))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with suppress(OSError):
        while True:  # numbers below the limit that were given back would be free for sockets
            os.open(os.devnull, os.O_RDONLY)


class Endpoint:
    """Answers queries about what a store holds; builds its triples at the first query, and anew when the store changed."""

    def __init__(self, store: Store, names: Names, timeout: float = TIMEOUT) -> None:
        self.names, self._store, self._timeout = names, store, timeout
        self._building = threading.Lock()
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(WORKERS):
            self._free.put(None)
        self._folder = ""
        self._drops: list[weakref.finalize[..., Endpoint]] = []
        self._version, self._checked = "", 0.0

    def ask(self, question: Question) -> Reply:
        """The answer. QueryError where the query is off or late; StoreError where all workers are busy for long."""
        folder = self._current()
        with self._worker(folder) as worker:
            return worker.ask(question, self._timeout)

    @contextmanager
    def _worker(self, folder: str) -> Iterator[Worker]:
        try:
            worker = self._free.get(timeout=self._timeout)
        except queue.Empty as error:
            raise StoreError("all workers are busy", hint="try again") from error
        try:
            if worker is None or not worker.alive or worker.folder != folder:
                if worker is not None:
                    worker.end()
                worker = Worker(folder)
            yield worker
        finally:
            self._free.put(worker)

    def _current(self) -> str:
        """The folder with the triples of the newest graph."""
        with self._building:
            if not self._folder or time.monotonic() - self._checked > FRESH:
                version = self._stamp()
                if not self._folder or version != self._version:
                    self._build()
                self._version, self._checked = version, time.monotonic()
            return self._folder

    def _stamp(self) -> str:
        rows = self._store.query(_VERSION).rows
        return hashlib.sha256(repr([tuple(row.values()) for row in rows]).encode()).hexdigest()

    def _build(self) -> None:
        folder = tempfile.mkdtemp(prefix="zhengmai-sparql-")
        for drop in self._drops[:-1]:  # queries may still run on the last one
            drop()
        self._drops = [*self._drops[-1:], weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)]
        triples = Triples(folder)
        read.project(self._store, self.names, triples)
        triples.flush()
        self._folder = folder

    def close(self) -> None:
        """Ends the workers and drops the triples."""
        for _ in range(WORKERS):
            if (worker := self._free.get()) is not None and worker.alive:
                worker.end()
            self._free.put(None)
        for drop in self._drops:
            drop()
        self._folder, self._drops = "", []
