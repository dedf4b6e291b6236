"""What a test needs and may not find: skipped on a newcomer's machine, demanded in CI.

`ZHENGMAI_REQUIRE=neo4j,chromium,libreoffice` turns the skips for these into failures, so that the full
run cannot stay green by leaving out what it was meant to check.
"""

import os
from typing import NoReturn

import pytest

VARIABLE = "ZHENGMAI_REQUIRE"


def required(name: str) -> bool:
    """Whether this run was told that it must not go without `name`."""
    return name in {word.strip() for word in os.environ.get(VARIABLE, "").split(",")}


def unavailable(name: str, reason: str) -> NoReturn:
    """Leave the test: a skip, or a failure where `name` is required."""
    if required(name):
        pytest.fail(f"{VARIABLE} names {name}, but: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")
