"""The small graph of graph.py in an embedded store, loaded once."""

from collections.abc import Iterator

import pytest

from kg.store.base import Store
from kg.store.embedded import EmbeddedStore
from tests.queries.graph import fragments


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two documents; tests only read it."""
    store = EmbeddedStore(tmp_path_factory.mktemp("small") / "small.kgl")
    with store.writer() as writer:
        for fragment in fragments():
            writer.replace(fragment)
    yield store
    store.close()
