"""Departments that every province, city or county has: 教育厅 in a document of 四川省 needs no 省 in front."""

from __future__ import annotations

import re
from functools import cache

from kg.records import Level
from loaders.resolve.regions import MUNICIPALITIES, Region
from ontology.vocab.load import vocabulary
from ontology.vocab.names import identity

# 教育厅, 人力资源和社会保障厅: none but a province has one; not 办公厅 (whose?), 展厅
_PROVINCIAL = re.compile(r"[\u4e00-\u9fff]{2,10}(?<!办公)(?<![大展餐客歌舞音])厅")


def is_usual(function: str, region: Region) -> bool:
    """True where a region of that level has a department of that function, so that its name may be left out.

    教育厅 of a province, 教育局 of a city, 市场监管局 of either; not 教育局 in a document of a province, whose own is 厅.
    """
    if region.level == "province" and region.name not in MUNICIPALITIES:
        full = identity(function, "province")
        return bool(_PROVINCIAL.fullmatch(full)) or full in _bodies("province")
    return identity(function, region.level) in _bodies("city")


def is_department(function: str) -> bool:
    """True for a department that a government of any level may have: 财政局, 财政厅, 发展改革委."""
    full = identity(function)
    return full in _bodies("city") or bool(_PROVINCIAL.fullmatch(full))


@cache
def _bodies(level: Level) -> frozenset[str]:
    """The usual departments of a province, or of a city and what lies below it."""
    usual = vocabulary("agencies")["usual"]
    local = () if level == "province" else usual["departments"]
    bureaus = (*local, *usual["bureaus"])
    return frozenset((*(identity(stem + "局") for stem in bureaus), *usual["commissions"]))
