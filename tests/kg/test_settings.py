"""Settings: from the environment, flags first, plain errors for what can't be meant."""

from __future__ import annotations

import pytest

from kg.errors import StoreError
from kg.settings import Settings

SERVER = {"KG_STORE": "bolt://h:7687", "KG_NEO4J_PASSWORD": "secret"}


def test_defaults() -> None:
    assert Settings.from_env({}) == Settings("./zhengmai.kgl", "neo4j", "", "neo4j")
    assert Settings.from_env({"KG_STORE": ""}, store=None) == Settings()


def test_flags_come_before_the_environment() -> None:
    environ = {**SERVER, "KG_NEO4J_USER": "u", "KG_NEO4J_DATABASE": "d", "OTHER": "x"}
    assert Settings.from_env(environ) == Settings("bolt://h:7687", "u", "secret", "d")
    assert Settings.from_env(environ, store="a.kgl").store == "a.kgl"
    assert not Settings.from_env(environ, store="a.kgl").server


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_servers(scheme: str) -> None:
    assert Settings.from_env({**SERVER, "KG_STORE": f"{scheme}://example.org"}).server


@pytest.mark.parametrize(
    ("environ", "what"),
    [
        ({"KG_STORE": "http://h:7474"}, "http"),
        ({"KG_STORE": "bolt://"}, "host"),
        ({"KG_STORE": "bolt://h:port"}, "address"),
        ({"KG_STORE": "bolt://u:p@h:7687"}, "KG_NEO4J_USER"),
        ({"KG_NEO4J_PASSWORD": ""}, "KG_NEO4J_PASSWORD"),
        ({"KG_STORE": "a\0b"}, "path"),
    ],
)
def test_bad_values_are_named(environ: dict[str, str], what: str) -> None:
    with pytest.raises(StoreError, match=what) as caught:
        Settings.from_env(SERVER | environ)
    assert "u:p" not in str(caught.value)


def test_an_unknown_flag_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        Settings.from_env({}, stroe="x")


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Settings.from_env(SERVER))
