"""On a fresh machine every question has an answer: each named query, with its own example, on the bundled sample."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from queries import registry
from queries.run import run


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    loaded = EmbeddedStore(tmp_path_factory.mktemp("sample") / "g.kgl")
    report = pipeline.load([Path(loaders.__file__).parent / "sample"], loaded)
    assert not report.errors
    return loaded


@pytest.mark.parametrize("name", [query.name for query in registry.all_queries()])
def test_every_question_has_an_answer(store: EmbeddedStore, name: str) -> None:
    query = registry.get(name)
    assert run(store, query, query.example).rows
