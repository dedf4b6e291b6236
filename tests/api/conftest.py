"""A client over a real store file, and ids as a path takes them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from starlette.exceptions import StarletteDeprecationWarning

from api.app import create_app
from kg.store.base import Store
from tests.api import sample

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    built = sample.build(tmp_path_factory.mktemp("store") / "sample.kgl")
    yield built
    built.close()


@pytest.fixture(scope="session")
def client(store: Store) -> Iterator[TestClient]:
    made = client_of(store)
    yield made
    made.app.state.endpoint.close()  # type: ignore[attr-defined]


def client_of(store: Store) -> TestClient:
    """A client whose failures are answers, as over the wire."""
    with warnings.catch_warnings():  # starlette wants httpx2, which the lock does not hold yet
        warnings.simplefilter("ignore", StarletteDeprecationWarning)
        from fastapi.testclient import TestClient

        return TestClient(create_app(store), raise_server_exceptions=False)
