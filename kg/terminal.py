"""What every command needs: the store that it asks, results on stdout, messages on stderr."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.store.base import Store

StoreFlag = Annotated[
    str | None,
    typer.Option(
        "--store", help="A file, or bolt://… / neo4j://… (else KG_STORE, else ./zhengmai.kgl). 图库位置。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON. 以 JSON 输出。")]


def say(line: str) -> None:
    """One line for people, on stderr."""
    sys.stderr.write(line + "\n")


def print_json(value: object) -> None:
    """A value for programs, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def opened(store: str | None) -> Store:
    """The store of the flag or the environment, to write to."""
    from kg.settings import Settings
    from kg.store.factory import open_store

    return open_store(Settings.from_env(os.environ, store=store))


def loaded(store: str | None) -> Store:
    """A store to ask. A file that is not there is an error here: an empty answer would look like a true one."""
    found = opened(store)
    path = getattr(found, "path", None)
    if isinstance(path, Path) and not path.is_file():
        raise InputError("there is no such graph yet 图库尚不存在", str(path), "kg load PATH… or kg demo")
    return found
