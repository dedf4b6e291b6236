"""Opens the store that the settings name; an engine is imported only when it is used."""

from __future__ import annotations

from pathlib import Path

from kg.settings import Settings
from kg.store.base import Store


def open_store(settings: Settings) -> Store:
    """A path opens the embedded engine, an address a server. Nothing is read or connected yet."""
    settings.check()
    if settings.server:
        from kg.store.neo4j import Neo4jStore

        return Neo4jStore(
            settings.store, settings.neo4j_user, settings.neo4j_password, settings.neo4j_database
        )
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(settings.store).expanduser())
