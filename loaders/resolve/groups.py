"""Collectives: whose they are, and who their members are where the division table gives them.

各县（市、区）人民政府 of 聊城市 are the governments of its counties; 各市人民政府 of 山东省 those of its cities. Others (各职业院校,
有关部门) stay open. Members carry from when to when they belong: a document sees those of its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from loaders.resolve.regions import MUNICIPALITIES, Divisions, Region

_LEVEL = r"设区的?市|地级以上市?|地级市|县级市|直辖市|自治[区州县]|[省市县区州旗盟]"
# 各县（市、区）人民政府 · 各市、县（市、区）党委和政府 · 县、区政府 · 各地级以上市政府 · 省、市、县（市、区）人大
_GROUP = re.compile(
    rf"(各?)((?:{_LEVEL}|[、（）〔〕(),，]|级)++)(人民政府|政府|党委和政府|党委、政府|党委政府|党委|人大|政协|)((?:（管委会?）)?)"
)
_LEVELS = re.compile(_LEVEL)
_BODIES = {
    "": ("人民政府",), "政府": ("人民政府",), "人民政府": ("人民政府",), "党委": ("委",), "人大": ("人大",), "政协": ("政协",),
    "党委和政府": ("委", "人民政府"), "党委、政府": ("委", "人民政府"), "党委政府": ("委", "人民政府"),
}  # fmt: skip
_CITIES = frozenset({"设区市", "设区的市", "地级以上市", "地级以上", "地级市", "州", "盟", "自治州"})
_PROVINCES = frozenset({"省", "自治区", "直辖市"})
_ELSEWHERE = frozenset(
    {"香港特别行政区", "澳门特别行政区", "台湾省"}
)  # documents of the mainland do not mean these


@dataclass(frozen=True, slots=True)
class Members:
    """The regions and functions whose bodies are the members; `closed` where these are all."""

    regions: tuple[Region, ...]
    functions: tuple[str, ...]
    closed: bool

    def __len__(self) -> int:
        """How many bodies, of today and of before."""
        return len(self.regions) * len(self.functions)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words say: 各 in front, the levels in order, the functions, whether more is meant."""

    every: bool
    levels: tuple[str, ...]
    functions: tuple[str, ...]
    more: bool


@cache
def _read(surface: str) -> _Said | None:
    folded = surface.replace("〔", "（").replace("〕", "）").replace("(", "（").replace(")", "）")
    match = _GROUP.fullmatch(folded)
    levels = tuple(_LEVELS.findall(match[2])) if match else ()
    if not match or not levels or (not match[1] and len(levels) < 2):
        return None
    return _Said(bool(match[1]), levels, _BODIES[match[3]], bool(match[4]))


# 各区政府, 各县（市、区）政府: said in short; not 市政府 alone, 党委政府
_GOVERNMENT = re.compile(r"(各[县市区州旗盟、（）]{1,12})政府")


def canonical(surface: str) -> str:
    """The one form of a collective: 各区政府 is 各区人民政府, 各县〔市、区〕人民政府 is 各县（市、区）人民政府."""
    folded = surface.replace("〔", "（").replace("〕", "）").replace("(", "（").replace(")", "）")
    match = _GOVERNMENT.fullmatch(folded)
    return f"{match[1]}人民政府" if match else folded


def owner(surface: str, home: Region | None) -> Region | None:
    """Whose collective it is: 各地级以上市政府 in a document of 广州市 are those of 广东省."""
    said = _read(surface)
    if said and home and home.level != "province" and set(said.levels) <= _CITIES:
        return home.at("province")
    return home


def members(surface: str, region: Region | None, divisions: Divisions) -> Members | None:
    """The members of a collective of `region` (None: of the nation); None where the table does not give them."""
    said = _read(surface)
    if said is None:
        return None
    found = tuple(_regions(said, region, divisions))
    more = said.more or _leaves_open(said, region, divisions)
    return Members(found, said.functions, not more) if found else None


def _regions(said: _Said, region: Region | None, divisions: Divisions) -> Iterator[Region]:
    if region is None:
        if said.levels[0] == "省" and set(said.levels) <= _PROVINCES | {"区", "市"}:  # 各省（区、市）人民政府
            yield from (one for one in divisions.below(None) if one.name not in _ELSEWHERE and one.code)
        return
    if (
        not said.every and said.levels[0] in region.name[-3:]
    ):  # 省、市、县（市、区）人大: the province's own too
        yield region
    if region.level == "province" and region.name not in MUNICIPALITIES:
        yield from _of_province(said, region, divisions)
    elif region.level in ("province", "city"):
        yield from _ending(divisions.below(region), said.levels)


def _of_province(said: _Said, region: Region, divisions: Divisions) -> Iterator[Region]:
    first = next((level for level in said.levels if level not in _PROVINCES), "")
    below = divisions.below(region)
    counties = _counties(said)
    if first == "市" or _CITIES & set(said.levels):
        yield from (one for one in below if one.level == "city")
    if counties:
        yield from (one for one in below if one.level == "county")
        for city in below:
            if city.level == "city":
                yield from divisions.below(city)


def _counties(said: _Said) -> bool:
    """县（市、区） means all divisions of that level; 区 behind 市 alone may be a development zone."""
    return bool({"县", "县级市", "旗"} & set(said.levels))


def _ending(regions: Iterable[Region], levels: tuple[str, ...]) -> Iterator[Region]:
    """Those that the levels name: 各区 has 区 alone, 各县（市、区） has all three; 各市 alone says nothing of a city."""
    if levels == ("市",):
        return
    asked = {level[-1] for level in levels}
    yield from (region for region in regions if region.name[-1] in asked)


def _leaves_open(said: _Said, region: Region | None, divisions: Divisions) -> bool:
    """True where the words may mean more than the table has: 各市（区）, cities of a province with counties of its own."""
    if region is None or region.level != "province" or region.name in MUNICIPALITIES or _counties(said):
        return False
    return "区" in said.levels or any(one.level == "county" for one in divisions.below(region))
