"""Settings of one run: environment variables, or flags of the same names, read when a command runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import StoreError

BASE_IRI = "https://w3id.org/zhengmai/"
SERVERS = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph is, and how to get in. `store` is a file's path or a server's address.

    `decisions` is a file of decisions that holds for all that is loaded; empty: the one beside the documents.
    `base_iri` is what the addresses of documents and facts start with in RDF.
    """

    store: str = "./zhengmai.kgl"
    neo4j_user: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    decisions: str = ""
    base_iri: str = BASE_IRI

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **flags: str | None) -> Settings:
        """KG_STORE, KG_NEO4J_USER, … and flags, which come first; an empty value counts as none.

        Flags are named as the fields: store, neo4j_user, … StoreError says which value can't be meant.
        """
        names = ("store", "neo4j_user", "neo4j_password", "neo4j_database", "decisions", "base_iri")
        if unknown := flags.keys() - set(names):
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        given = {name: flags.get(name) or environ.get(f"KG_{name.upper()}") for name in names}
        settings = cls(**{name: value for name, value in given.items() if value})
        settings.check()
        return settings

    @property
    def server(self) -> bool:
        """True where `store` is an address and not a path."""
        return "://" in self.store

    def check(self) -> None:
        """StoreError where the values can't be meant."""
        if "\0" in self.store:
            raise StoreError("KG_STORE is no path", repr(self.store))
        if self.server:
            self._check_server()
        self._check_base()

    def _check_base(self) -> None:
        """An absolute IRI without query or fragment: paths are added to it."""
        fits = re.fullmatch(r"https?://[^\s<>\"{}|^`\\?#]+", self.base_iri)  # https://example.org/policy/
        if not fits:
            raise StoreError("KG_BASE_IRI is no address", self.base_iri, "https://example.org/policy/")

    def _check_server(self) -> None:
        try:
            parts = urlsplit(self.store)
            host = parts.hostname
            parts.port  # noqa: B018  (checks that it is a number)
        except ValueError as error:
            raise StoreError(f"KG_STORE is no address: {error}", self.store) from error
        if parts.scheme not in SERVERS:
            hint = "a file, or bolt://host:7687, neo4j://host:7687"
            raise StoreError(f"KG_STORE has the unknown scheme {parts.scheme}", self.store, hint)
        if not host:
            raise StoreError("KG_STORE names no host", self.store, "bolt://localhost:7687")
        if parts.username or parts.password:
            hint = "KG_NEO4J_USER, KG_NEO4J_PASSWORD"
            raise StoreError("KG_STORE holds a user or password", f"{parts.scheme}://{host}", hint)
        if not self.neo4j_password:
            raise StoreError("KG_NEO4J_PASSWORD is not set", self.store)
