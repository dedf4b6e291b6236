"""What the tests of loaders share: an invented province, and documents made of one clause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.records import Document
from loaders.parse import document as parser
from loaders.read import txt
from loaders.resolve.regions import Divisions, Region, divisions

PROVINCE = Region("岚江省", "province")
CITY = Region("云浦市", "city", None, PROVINCE)
DISTRICT = Region("临浦区", "county", None, CITY)
TITLE = "云浦市人民政府关于稳岗的实施意见\n云政发〔2022〕1号\n\n"


@pytest.fixture(scope="session")
def places() -> Divisions:
    """The national table and three invented places."""
    return divisions((PROVINCE, CITY, DISTRICT))


@pytest.fixture(scope="session")
def city() -> Region:
    return CITY


@pytest.fixture(scope="session")
def parse(places: Divisions) -> Callable[[str], Document]:
    """Text → record, under a title of 云浦市 unless the text brings `whole=True`."""

    def run(text: str, *, whole: bool = False) -> Document:
        read = txt.read((text if whole else TITLE + text).encode(), Path("x.txt"))
        return parser.parse(read, {}, places)

    return run
