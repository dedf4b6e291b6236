"""The SPARQL endpoint behind /sparql: a projection of the published graph on disk, asked in processes that can be ended.

The engine has no time limit of its own and holds the interpreter while it works, so each query runs in a worker
process; one that is late is ended with its worker. A worker has its files open before the first query and may then
open no further one, sockets included.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import queue
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from pyoxigraph import Store as Triples

from kg.errors import BusyError, LimitError, QueryError
from kg.rdf import read
from kg.rdf.asking import Question, Reply, answer
from kg.rdf.description import Size, measure
from kg.rdf.results import GRAPHS, TABLES
from kg.rdf.scratch import Scratch
from kg.rdf.terms import Names
from kg.store.base import Store

TIMEOUT = 30.0  # seconds a query may take
WAIT = 3.0  # seconds a query waits for a free worker: two slow ones shall not hold up everybody
WORKERS = 2
WAITING = 8  # queries that may wait; they hold threads that the pages need as well
FRESH = 5.0  # seconds before the store is asked again whether it has changed
MEMORY = 4 << 30  # bytes that a worker may ask for
_LESS = "缩小范围后再问 · ask for less"
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
        """The answer. QueryError where the query is off; LimitError after which the worker is gone."""
        try:
            self._ours.send(question)
            if not self._ours.poll(timeout):
                self.end()
                told = f"查询超过{timeout:g}秒，已中止 · the query took more than {timeout:g} s"
                raise LimitError(told, hint=_LESS)
            found = self._ours.recv()
        except (EOFError, OSError) as error:
            self.end()
            told = "查询所需内存过多，已中止 · the query needed too much memory"
            raise LimitError(told, hint=_LESS) from error
        if isinstance(found, QueryError):
            raise found
        assert isinstance(found, Reply)
        return found

    @property
    def alive(self) -> bool:
        """False after a query that was late."""
        return self._process.is_alive()

    def kill(self) -> None:
        """Ends the process; whoever waits for an answer learns that it is gone."""
        self._process.kill()

    def end(self) -> None:
        """Ends the process and what leads to it."""
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

    sys.stderr = os.fdopen(
        os.dup(2), "w"
    )  # Python's own still tells; what the engine writes when it ends does not
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    os.close(quiet)
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
        self._room = threading.BoundedSemaphore(WORKERS + WAITING)
        self._running: set[Worker] = set()
        self._closing = False
        self._folder, self._size = "", Size(0, {}, {})
        self._kept: list[Scratch] = []
        self._version, self._checked = "", 0.0

    def ask(self, question: Question) -> Reply:
        """The answer. QueryError where the query is off, LimitError where it is late; BusyError where many ask."""
        with self._place(), self._worker(self._current()) as worker:
            return worker.ask(question, self._timeout)

    def size(self) -> Size:
        """How much can be asked about, counted when the triples were built. BusyError where many ask."""
        with self._place():
            self._current()
            return self._size

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places of those who are answered or wait."""
        if self._closing or not self._room.acquire(blocking=False):
            raise _busy()
        try:
            yield
        finally:
            self._room.release()

    @contextmanager
    def _worker(self, folder: str) -> Iterator[Worker]:
        try:
            worker = self._free.get(timeout=WAIT)
        except queue.Empty as error:
            raise _busy() from error
        try:
            if worker is None or not worker.alive or worker.folder != folder:
                worker = self._anew(worker, folder)
            yield worker
        finally:
            self._free.put(worker)

    def _anew(self, worker: Worker | None, folder: str) -> Worker:
        """A worker on the newest triples, instead of this one."""
        if worker is not None:
            worker.end()
            self._running.discard(worker)
        made = Worker(folder)
        self._running.add(made)
        if self._closing:
            made.kill()  # it answers that it is gone, and close() finds it
        return made

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
        scratch = Scratch()
        for old in self._kept[:-1]:  # queries may still run on the last one
            old.close()
        self._kept = [*self._kept[-1:], scratch]
        triples = Triples(str(scratch.path))
        read.project(self._store, self.names, triples)
        triples.flush()
        self._size = measure(triples)
        self._folder = str(scratch.path)

    def close(self) -> None:
        """Ends the workers, whatever they are at, and drops the triples."""
        self._closing = True
        for worker in list(self._running):
            worker.kill()
        for idle in [self._free.get() for _ in range(WORKERS)]:
            if idle is not None:
                idle.end()
            self._free.put(None)
        for scratch in self._kept:
            scratch.close()
        self._folder, self._kept, self._closing = "", [], False
        self._running.clear()


def _busy() -> BusyError:
    return BusyError(
        "查询服务正忙 · the query service is busy",
        hint=f"约{BusyError.after}秒后再试 · try again in about {BusyError.after} seconds",
    )
