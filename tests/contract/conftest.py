"""Every engine behind one fixture: a test that takes `stores` or `store` runs once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.store.base import Store
from kg.store.factory import open_store
from scripts.neo4j.server import Server
from tests.contract.neo4j_server import neo4j_server

__all__ = ["neo4j_server"]


@pytest.fixture(params=["embedded", "neo4j"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Gives an empty store at each call. Neo4j's is one database that is wiped: the store before it is gone."""
    opened: list[Store] = []
    numbers = count()
    server = request.getfixturevalue("neo4j_server") if request.param == "neo4j" else None

    def fresh() -> Store:
        settings = on(server) if server else Settings(store=str(tmp_path / f"{next(numbers)}.kgl"))
        if server:
            wipe(server)
        opened.append(open_store(settings))
        return opened[-1]

    yield fresh
    for store in opened:
        store.close()


@pytest.fixture
def store(stores: Callable[[], Store]) -> Store:
    """One empty store."""
    return stores()


def on(server: Server) -> Settings:
    """Settings for the test server."""
    return Settings(server.uri, server.user, server.password)


def wipe(server: Server) -> None:
    """Empties the database; its constraints and indexes stay, and the node that says so."""
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query("MATCH (n) WHERE NOT n:Store DETACH DELETE n")
