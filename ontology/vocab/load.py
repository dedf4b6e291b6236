"""The vocabularies as Python values, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The content of ontology/vocab/<name>.yaml. FileNotFoundError for a name that is none."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
