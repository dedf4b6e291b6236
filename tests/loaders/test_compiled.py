"""The rules run as they were asked to: interpreted here, compiled in `make test-compiled`, with the same tests."""

from __future__ import annotations

import os

from loaders.parse import document


def test_the_rules_run_as_asked() -> None:
    compiled = not str(document.__file__).endswith(".py")
    assert compiled == bool(os.environ.get("ZHENGMAI_COMPILED"))
