"""Builds as pyproject.toml says; with ZHENGMAI_COMPILE set (`make wheel`), the rules are compiled with mypyc as well.

Interpreted and compiled rules are the same files and give the same graph: what is compiled only runs faster.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from setuptools import setup

# what each document goes through: its rules, its names, and the making of its nodes and edges
FOLDERS = ("loaders/parse", "loaders/resolve")
FILES = (
    "kg/ids.py",
    "loaders/link/assemble.py",
    "loaders/link/findings.py",
    "loaders/link/history.py",
    "loaders/link/members.py",
    "loaders/link/shared.py",
)


def compiled() -> list[Any]:
    """The extension modules to build: none unless they were asked for."""
    if not os.environ.get("ZHENGMAI_COMPILE"):
        return []
    from mypyc.build import mypycify

    rules = (str(path) for folder in FOLDERS for path in sorted(Path(folder).glob("*.py")))
    return mypycify([*(path for path in rules if not path.endswith("__init__.py")), *FILES], opt_level="2")


setup(ext_modules=compiled())
