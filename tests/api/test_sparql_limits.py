"""The processes behind /sparql: what is late, too large or too much; and that nothing of them is left behind."""

from __future__ import annotations

import gc
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store as Triples

from kg.errors import BusyError, LimitError, QueryError
from kg.rdf import asking, scratch, sparql
from kg.rdf.sparql import Endpoint, Worker, confine
from kg.rdf.terms import Names
from kg.store.base import Store
from tests.api.conftest import client_of

ASK = "ASK {}"


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """Pyoxigraph's iterators must end in the thread that made them: none is left for another's garbage collection."""
    yield
    gc.collect()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks /proc where a worker writes to")
def test_what_the_engine_writes_when_it_ends_is_not_in_the_log(store: Store) -> None:
    """Such as Rust's note on how to get a backtrace, after a query that needed too much memory."""
    endpoint = Endpoint(store, Names("https://example.org/"))
    with endpoint._worker(endpoint._current()) as worker:
        assert worker.ask(asking.Question(ASK), 60).media
        assert Path(f"/proc/{worker._process.pid}/fd/2").readlink() == Path(os.devnull)
    endpoint.close()


SLOW = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j && ?c != ?l) } ORDER BY ?a ?d ?f ?i"
)


def test_a_late_query_ends_and_the_next_is_answered(store: Store) -> None:
    endpoint = Endpoint(store, Names("https://example.org/"), timeout=1.5)
    try:
        with pytest.raises(LimitError, match=r"more than 1.5 s|too much memory"):
            endpoint.ask(asking.Question(SLOW))
        assert endpoint.ask(asking.Question(ASK)).media
    finally:
        endpoint.close()


def _scratches() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"{scratch.PREFIX}*"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory of this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_nothing_is_left_of_a_closed_endpoint(store: Store, temporary: Path) -> None:
    endpoint = Endpoint(store, Names("https://example.org/"))
    with ThreadPoolExecutor(2) as asking_:
        waiting = [asking_.submit(endpoint.ask, asking.Question(SLOW)) for _ in range(2)]
        while len(multiprocessing.active_children()) < 2:
            time.sleep(0.02)
        assert _scratches()
        start = time.monotonic()
        endpoint.close()
        assert time.monotonic() - start < 10  # not as long as the queries would have taken
        for one in waiting:
            with pytest.raises((LimitError, BusyError)):
                one.result()
    assert not list(temporary.iterdir())


def test_the_application_closes_its_endpoint(store: Store, temporary: Path) -> None:
    with client_of(store) as running:
        assert running.get("/sparql", params={"query": ASK}).status_code == 200
        assert _scratches()
    assert not list(temporary.iterdir())


_ABANDON = "import os; from kg.rdf.scratch import Scratch; kept = Scratch(); print(kept.path, flush=True); "


def test_what_a_killed_process_left_is_swept_up(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    start = partial(
        subprocess.Popen, stdout=subprocess.PIPE, stdin=subprocess.PIPE, env=environment, text=True
    )
    dead = start([sys.executable, "-c", f"{_ABANDON} os._exit(0)"])
    dead.communicate()
    live = start([sys.executable, "-c", f"{_ABANDON} input()"])
    assert live.stdout
    folder = Path(live.stdout.readline().strip())
    own, stranger = scratch.Scratch(), temporary / f"{scratch.PREFIX}stranger"
    stranger.mkdir()
    assert len(_scratches()) == 4
    assert scratch.sweep() == 1
    assert _scratches() == {folder.parent, own.path.parent, stranger}
    live.communicate("\n")
    own.close()


def test_a_busy_service_says_so_and_when_to_come_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql, "WAIT", 0.1)
    client = client_of(store)
    endpoint: Endpoint = client.app.state.endpoint  # type: ignore[attr-defined]
    with endpoint._worker(endpoint._current()), endpoint._worker(endpoint._current()):
        answer = client.get("/sparql", params={"query": ASK})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["error"]["code"] == "busy"
    assert "正忙" in answer.json()["error"]["message"]
    assert client.get("/sparql", params={"query": ASK}).status_code == 200
    endpoint.close()


def test_no_more_wait_than_there_is_room_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql, "WAITING", 0)
    endpoint = Endpoint(store, Names("https://example.org/"))
    for _ in range(sparql.WORKERS):
        endpoint._room.acquire()
    start = time.monotonic()
    with pytest.raises(BusyError):
        endpoint.ask(asking.Question(ASK))
    assert time.monotonic() - start < sparql.WAIT / 2


def test_a_late_query_is_not_called_a_bad_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql.Worker, "ask", _late)
    client = client_of(store)
    answer = client.get("/sparql", params={"query": ASK})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "query_limit")
    assert "retry-after" not in answer.headers  # the same query would be as late again
    client.app.state.endpoint.close()  # type: ignore[attr-defined]


def _late(*_: object) -> None:
    raise LimitError("查询超过30秒，已中止 · the query took more than 30 s")


def _reach_out(port: int, folder: str, pipe: Any) -> None:
    triples = Triples.read_only(folder)
    confine()
    try:
        list(triples.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        pipe.send("answered")
    except OSError as error:
        pipe.send(f"refused: {error}")


def test_a_worker_has_no_sockets_to_open() -> None:
    """Even where a SERVICE came past the check."""
    with socket.create_server(("127.0.0.1", 0)) as listening, tempfile.TemporaryDirectory() as folder:
        Triples(folder).flush()
        listening.settimeout(0.2)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_reach_out, args=(listening.getsockname()[1], folder, theirs))
        process.start()
        assert ours.poll(60)
        assert ours.recv().startswith("refused")
        process.join()
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_worker_that_is_gone_is_an_error(tmp_path: Any) -> None:
    Triples(str(tmp_path)).flush()
    worker = Worker(str(tmp_path))
    worker.end()
    with pytest.raises(QueryError):
        worker.ask(asking.Question(ASK), 1)
