"""The fixture `neo4j_server`: a real Neo4j for the whole session, on a free port.

A conftest.py offers it with `from tests.contract.neo4j_server import neo4j_server`.
"""

from collections.abc import Iterator

import pytest

from scripts.neo4j.server import Neo4jError, Server, fetch, fetched, tool
from tests.requirements import required, unavailable

NAME = "neo4j"


def _prepare() -> None:
    """See to it that a server could start; 123 MB are fetched only where Neo4j is required."""
    if not fetched() and not required(NAME):
        unavailable(NAME, "the server's jars are not in the cache: run `make neo4j-fetch`")
    try:
        tool("java")
        fetch()
    except Neo4jError as error:
        unavailable(NAME, str(error))


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an empty database; it ends with the session."""
    _prepare()
    with Server(tmp_path_factory.mktemp(NAME)) as server:
        yield server
