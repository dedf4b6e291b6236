"""Bodies that a document names by a place: 人民银行威海市中心支行, 安徽银保监局, 国网临沂供电公司, 金昌经开区管委会."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loaders.resolve import elsewhere, nearby, reforms, zones
from loaders.resolve.bodies import Agency, Day, Placed, body, rules_by_first
from loaders.resolve.regions import Divisions, Region
from loaders.resolve.usual import is_department
from ontology.vocab.load import vocabulary
from ontology.vocab.names import identity

_WHY = "its place is named in short, lies elsewhere or is one of several 地名为简称，区划在外地或不止一处，归属不明"
# 威海技师学院, 威海银行, 上海票据交易所: a name, not the function of a government's or the state's body
_OWN_NAME = re.compile(
    r"(?:大学|学院|学校|院校|[中小]学|医院|银行|集团|公司|交易所|中心|研究[院所]|[馆台港厂园社]|机场|基地|基金会|[协商学]会|联盟|景区)$"
)


def by_head(surface: str, divisions: Divisions, home: Region | None) -> Agency | None:
    """国家税务总局广东省税务局 → 广东省税务局, 人行合肥中心支行 → 人民银行合肥中心支行; None for other names."""
    for rule in rules_by_first().get(surface[:2], ()):
        if not surface.startswith(rule.head):
            continue
        text = surface[len(rule.head) :]
        county, length = nearby.county(text, divisions, home)
        if county and (tail := rule.tails.get(text[length:])) and nearby.fits(rule.stands + tail, county):
            return body(county, rule.stands + tail)
        region, rest = _split(text, rule, divisions, home)
        if region and (tail := rule.tails.get(rest)):
            return body(region, rule.stands + tail)
    return None


def by_place(surface: str, divisions: Divisions, home: Region | None, day: Day | None) -> Agency | None:
    """安徽银保监局, 商丘军分区, 朝阳公安分局: a place in short and a function; a name of its own (威海技师学院) stands for itself.

    Where several places bear the short name, the document's own region and those on its line and below it come first;
    a place elsewhere is taken for bodies alone that are known by their place everywhere (海关, 银保监局).
    """
    if surface == "海关":  # whose it is, no place says
        return _doubtful(surface, (home,) if home else (), surface)
    county, length = nearby.county(surface, divisions, home)
    if county and is_local(surface[length:]):
        return body(county, identity(surface[length:], county.level))
    found, length = divisions.places(surface)
    if not found:
        stands = surface.endswith("海关") or divisions.starts_with_place(surface)
        return Agency(surface, surface, surface, None, None) if stands else None
    rest = surface[length:]
    if not rest:
        return _doubtful(surface, found, "人民政府")
    if _OWN_NAME.search(rest) and rest not in vocabulary("agencies")["short_named"]:
        return _of_own_name(surface, rest, found, county)
    function = _function(rest, found[0], day)
    fitting = [region for region in found if nearby.fits(function, region)]
    region = nearby.nearest(fitting, home)
    if region is None and not (county and nearby.fits(function, county)):
        known_afar = function in _everywhere() or zones.OF_CITY.fullmatch(rest)
        region = fitting[0] if len(fitting) == 1 and known_afar else None
    if region is None:
        near = (county,) if county and nearby.fits(function, county) else ()
        return _doubtful(surface, (*near, *fitting), function)
    return body(region, _function(rest, region, day))


def _of_own_name(surface: str, rest: str, found: list[Region], county: Region | None) -> Agency:
    """威海技师学院; 朝阳医院 in a document of a 朝阳区 is not that of 朝阳市."""
    if county and not any(one in county.line() for one in found):
        return _doubtful(surface, (), rest)._replace(candidates=(surface,))
    return Agency(surface, surface, rest, *((found[0], found[0].level) if len(found) == 1 else (None, None)))


def _function(rest: str, region: Region, day: Day | None) -> str:
    """Which function the words behind a place in short say: 金融监管局 is the state's, once it was there."""
    if alias := vocabulary("agencies")["short_alias"].get(rest):
        local = rest == "金融监管局" and not _there(alias, region, day)
        return "地方金融监管局" if local else str(alias)
    return identity(rest, region.level)


def _doubtful(surface: str, regions: Sequence[Region], function: str) -> Agency:
    might = tuple(body(region, identity(function, region.level)).id for region in regions)
    return Agency("", surface, surface, None, None, unresolved=True, doubt=_WHY, candidates=might)


def is_local(function: str) -> bool:
    """True for what a district has, so that its name in short may stand in front: 公安分局, 交警大队, 市场监管局.

    >>> is_local("公安分局"), is_local("医院")
    (True, False)
    """
    full = identity(function, "county")
    stem = full.removesuffix("分局")
    return full in vocabulary("agencies")["local_named"] or is_department(
        stem + "局" if stem != full else full
    )


@cache
def _everywhere() -> frozenset[str]:
    """What is known by its place in other provinces too: 海关, 银保监局."""
    known = vocabulary("agencies")
    aliases = known["short_alias"].values()
    return frozenset((*known["short_named"], *aliases)) - {"供电公司"}


def _there(function: str, region: Region, day: Day | None) -> bool:
    """False where the document is older than the body."""
    since = reforms.life(function, region).valid_from
    return not (day and since and day[1] < since)


def _split(text: str, rule: Placed, divisions: Divisions, home: Region | None) -> tuple[Region | None, str]:
    """威海市中心支行 → (威海市, 中心支行), 合肥中心支行 → (合肥市, 中心支行)."""
    region, length = divisions.prefix(text, home)
    if region and not elsewhere.is_far(region, length, home):
        return region, text[length:]
    found, length = divisions.places(text)
    function = rule.stands + rule.tails.get(text[length:], "")
    fitting = [region for region in found if nearby.fits(function, region)]
    return nearby.nearest(fitting, home) or (fitting[0] if len(fitting) == 1 else None), text[length:]
