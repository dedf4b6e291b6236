"""What only a file can promise: nothing half-written, one writer, readers that see the newest graph."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import kglite
import pytest

from kg.errors import QueryError, StoreError
from kg.store.base import FORMAT
from kg.store.embedded import EmbeddedStore
from tests.contract.graphs import clause, document, dump, ids, load, part

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from kg.store.embedded import EmbeddedStore
from tests.contract.graphs import clause, document
with EmbeddedStore(Path(sys.argv[1])).writer() as writer:
    for n in range(20):
        writer.replace(document(f"新{n}", *(clause(f"新{n}", str(i)) for i in range(200))))
    print("written", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.kgl"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, in the middle of a write session on a file that holds document 甲."""
    load(EmbeddedStore(path), document("甲", clause("甲", "1"), part("甲", "1")))
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        yield process
        process.kill()


def test_an_error_in_a_session_leaves_the_file_to_the_byte(path: Path) -> None:
    store = EmbeddedStore(path)
    load(store, document("甲"))
    before, content = path.read_bytes(), dump(store)
    with pytest.raises(KeyError), store.writer() as writer:
        writer.replace(document("乙"))
        raise KeyError
    assert path.read_bytes() == before
    assert dump(store) == content
    assert load(store, document("乙")) == ["added"], "the lease is free again"


def test_a_session_that_changes_nothing_saves_nothing(path: Path) -> None:
    store = EmbeddedStore(path)
    load(store, document("甲"))
    before = path.stat()
    load(store, document("甲"))
    assert path.stat() == before


def test_readers_see_the_old_graph_until_the_session_ends(path: Path) -> None:
    reader, store = EmbeddedStore(path), EmbeddedStore(path)
    assert ids(reader, "Document") == []
    with store.writer() as writer:
        writer.replace(document("甲"))
        assert ids(reader, "Document") == ids(store, "Document") == []
    assert ids(reader, "Document") == ids(store, "Document") == ["甲"]
    path.unlink()
    assert ids(reader, "Document") == []


COUNT = "MATCH (d:Document) OPTIONAL MATCH (d)-[:HAS_PART]->(c:Clause) RETURN count(d) AS d, count(c) AS c"
SEARCH = (
    "CALL db.index.fulltext.queryNodes('clause_search', '教育') YIELD node "
    "MATCH (d)-[:HAS_PART]->(node) RETURN count(DISTINCT d) AS d, count(node) AS c"
)


def watch(store: EmbeddedStore, text: str, stop: threading.Event, wrong: list[object]) -> None:
    """Asks until told to stop. An answer with fewer documents than the last, or no clause for one, is wrong."""
    seen = 0
    while not stop.is_set():
        try:
            row = store.query(text).rows[0]
        except Exception as error:
            wrong.append(error)
            return
        now = int(str(row["d"]))
        if row["c"] != now or now < seen:
            wrong.append((text, row, seen))
        seen = now


def test_readers_in_threads_while_a_writer_publishes(path: Path) -> None:
    store, reader = EmbeddedStore(path), EmbeddedStore(path)
    stop, wrong = threading.Event(), list[object]()
    threads = [
        threading.Thread(target=watch, args=(reader, text, stop, wrong))
        for text in (COUNT, SEARCH)
        for _ in "12"
    ]
    for thread in threads:
        thread.start()
    for n in range(15):
        load(store, document(f"文{n}", clause(f"文{n}", "1"), part(f"文{n}", "1")))
        assert len(ids(store, "Document")) == n + 1, "who wrote reads what it wrote"
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_killed_writer_leaves_the_old_file_and_no_lock(path: Path, holder: subprocess.Popen[str]) -> None:
    before = path.read_bytes()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert path.read_bytes() == before
    store = EmbeddedStore(path)
    assert ids(store, "Document") == ["甲"]
    assert load(store, document("乙")) == ["added"]


def test_a_second_writer_is_told_who_is_writing(path: Path, holder: subprocess.Popen[str]) -> None:
    store = EmbeddedStore(path)
    with pytest.raises(StoreError, match=f"process {holder.pid}"), store.writer():
        pass
    assert ids(store, "Document") == ["甲"], "readers are not kept out"


def test_a_second_writer_in_this_process(path: Path) -> None:
    with (
        EmbeddedStore(path).writer() as writer,
        pytest.raises(StoreError, match=f"process {os.getpid()}"),
        EmbeddedStore(path).writer(),
    ):
        pass
    assert writer


def test_a_newer_format_is_not_touched(path: Path) -> None:
    import kglite

    load(EmbeddedStore(path), document("甲"))
    with kglite.open(str(path), durable="off") as graph:
        graph.cypher("MATCH (s:Store) SET s.format = $format", params={"format": FORMAT + 1})
    before = path.read_bytes()
    store = EmbeddedStore(path)
    with pytest.raises(StoreError, match="newer version"):
        store.query("MATCH (n) RETURN n.id AS id")
    with pytest.raises(StoreError, match="newer version"), store.writer():
        pass
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"RGF", b"RGF\x09" + b"\0" * 400, b"\xff" * 100, "政策".encode() * 1000]
)
def test_a_file_that_is_no_graph_is_named_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    store = EmbeddedStore(path)
    with pytest.raises(StoreError, match=r"graph\.kgl"):
        store.counts()
    with pytest.raises(StoreError, match=r"graph\.kgl"), store.writer():
        pass
    assert path.read_bytes() == content


def test_a_truncated_file_is_named(path: Path) -> None:
    load(EmbeddedStore(path), document("甲", *(clause("甲", str(n)) for n in range(300))))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StoreError, match=r"graph\.kgl"):
        EmbeddedStore(path).counts()


def test_a_missing_folder_and_a_folder_as_file(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "graph.kgl", tmp_path):
        store = EmbeddedStore(path)
        with pytest.raises(StoreError):
            store.counts()
        with pytest.raises(StoreError), store.writer():
            pass
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_index_is_a_query_error(path: Path) -> None:
    with pytest.raises(QueryError, match="kitten_search"):
        EmbeddedStore(path).query(
            "CALL db.index.fulltext.queryNodes('kitten_search', 'x') YIELD node RETURN node.id AS id"
        )


def test_a_part_that_no_mapped_load_could_read_in_place_is_no_news(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        EmbeddedStore(path)
        warnings.warn("save() wrote 5 parts", kglite.MappedFallbackWarning, stacklevel=1)
        with pytest.raises(UserWarning, match="anything else"):
            warnings.warn("anything else", UserWarning, stacklevel=1)
