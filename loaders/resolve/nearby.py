"""Which of several places of one short name a document means: 朝阳 is its own 朝阳区 before it is 朝阳市 of 辽宁."""

from __future__ import annotations

from functools import cache

from loaders.resolve.regions import MUNICIPALITIES, Divisions, Region, short_name
from ontology.vocab.load import vocabulary
from ontology.vocab.names import identity

_LEAST = 2  # characters of a county in short: 矿区 has none


def county(text: str, divisions: Divisions, home: Region | None) -> tuple[Region | None, int]:
    """The county that `text` starts with in short, and the length: the document's own, or one right below its region.

    朝阳 of 朝阳公安分局 in a document of 长春市 is its 朝阳区. None where the region above bears the name too: 长沙 is
    长沙市, not 长沙县; nor where two do.
    """
    if home is None or not text:
        return None, 0
    near = (home,) if home.level == "county" else divisions.below(home)
    shorts = {short_name(region) for region in home.line() if region.level != "county"}
    found = [
        (region, len(short))
        for region in near
        if region.name[0] == text[0] and region.level == "county" and not region.valid_to
        if text.startswith(short := _in_short(region)) and len(short) >= _LEAST and short not in shorts
    ]
    return found[0] if len(found) == 1 else (None, 0)


def nearest(found: list[Region], home: Region | None) -> Region | None:
    """The lowest of the places on the document's line, else the one below its region, else the one of its province."""
    if home is None:
        return None
    line = [region for region in home.line() if region in found]
    if line:
        return line[0]
    for above in home.line():
        below = [region for region in found if above in region.line()]
        if below:
            return below[0] if len(below) == 1 else None
    return None


def fits(function: str, region: Region) -> bool:
    """False for a body that a region of that level can't have: 吉林公安局 is the city's, 海南银保监局 the province's."""
    known = vocabulary("agencies")["tiers"]
    if function in known["province"]:
        return region.level == "province" or region.name in known["planned_cities"]
    if function in known["city"]:
        return region.level == "city" or region.name in MUNICIPALITIES
    if function in known["county"]:
        return region.level == "county"
    if region.level == "province" and region.name not in MUNICIPALITIES:
        return function not in _bureaus()
    return function[-1:] != "厅" or function.endswith("办公厅")


@cache
def _bureaus() -> frozenset[str]:
    """教育局, 公安局, 公安分局: a province has 厅 in their place."""
    stems = vocabulary("agencies")["usual"]["departments"]
    return frozenset(identity(stem + end) for stem in stems for end in ("局", "分局"))


def _in_short(region: Region) -> str:
    """朝阳区 → 朝阳, 阳谷县 → 阳谷; an autonomous county keeps its name."""
    plain = region.name[-1] in "区县市旗" and "自治" not in region.name
    return region.name[:-1] if plain else region.name


__all__ = ["county", "fits", "nearest"]
