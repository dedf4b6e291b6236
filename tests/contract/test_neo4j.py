"""What only a server can do wrong, and what Neo4j's write session promises less."""

from __future__ import annotations

import socket

import pytest

from kg.errors import StoreError
from kg.settings import Settings
from kg.store.factory import open_store
from kg.store.neo4j import Neo4jStore
from scripts.neo4j.server import Server
from tests.contract.conftest import on, wipe
from tests.contract.graphs import document, ids


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_is_not_there_is_named() -> None:
    uri = f"bolt://127.0.0.1:{closed_port()}"
    store = Neo4jStore(uri, "neo4j", "x" * 8)
    with pytest.raises(StoreError, match=r"127\.0\.0\.1.*make neo4j"):
        store.query("RETURN 1 AS one")
    with pytest.raises(StoreError, match=r"127\.0\.0\.1.*make neo4j"), store.writer():
        pass
    store.close()


@pytest.mark.parametrize("flaw", [{"neo4j_password": "wrong-password"}, {"neo4j_database": "nowhere"}])
def test_a_server_that_does_not_let_us_in(neo4j_server: Server, flaw: dict[str, str]) -> None:
    right = on(neo4j_server)
    given = {"neo4j_password": right.neo4j_password} | flaw
    store = open_store(Settings(right.store, right.neo4j_user, **given))
    with pytest.raises(StoreError, match="KG_NEO4J_"):
        store.counts()
    with pytest.raises(StoreError, match="KG_NEO4J_"), store.writer():
        pass
    store.close()


def test_each_document_is_published_as_it_is_written(neo4j_server: Server) -> None:
    wipe(neo4j_server)
    store = open_store(on(neo4j_server))
    with pytest.raises(KeyError), store.writer() as writer:
        writer.replace(document("甲"))
        assert ids(store, "Document") == ["甲"]
        with pytest.raises(StoreError, match="being written"), store.writer():
            pass
        raise KeyError
    assert ids(store, "Document") == ["甲"]
    store.close()


def test_what_the_ontology_wants_is_there(neo4j_server: Server) -> None:
    store = open_store(on(neo4j_server))
    with store.writer() as writer:
        writer.sweep()
    rows = store.query("SHOW INDEXES YIELD name, type, state, options RETURN name, type, state, options").rows
    found = {row["name"]: row for row in rows}
    assert {row["state"] for row in rows} == {"ONLINE"}
    assert {"clause_id", "clause_document", "leads_document", "clause_search"} <= found.keys()
    assert "'fulltext.analyzer': 'cjk'" in str(found["clause_search"]["options"])
    store.close()
