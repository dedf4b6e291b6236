"""Bodies that a document names by a place: 人民银行威海市中心支行, 安徽银保监局, 国网临沂供电公司, 金昌经开区管委会."""

from __future__ import annotations

from loaders.resolve import reforms, zones
from loaders.resolve.bodies import Agency, Day, body, rules_by_first
from loaders.resolve.regions import Divisions, Region
from ontology.vocab.load import vocabulary
from ontology.vocab.names import identity


def by_head(surface: str, divisions: Divisions, home: Region | None) -> Agency | None:
    """国家税务总局广东省税务局 → 广东省税务局, 人行合肥中心支行 → 人民银行合肥中心支行; None for other names."""
    for rule in rules_by_first().get(surface[:2], ()):
        if not surface.startswith(rule.head):
            continue
        region, rest = _split(surface[len(rule.head) :], divisions, home)
        tail = rule.tails.get(rest) if region else None
        if region and tail:
            return body(region, rule.stands + tail)
    return None


def by_place(surface: str, divisions: Divisions, home: Region | None, day: Day | None) -> Agency | None:
    """安徽银保监局, 商丘军分区, 金昌经开区管委会; another name that begins with a place (威海技师学院) stands for itself."""
    found, length = divisions.places(surface)
    if not found:
        stands = surface.endswith("海关") or divisions.starts_with_place(surface)
        return Agency(surface, surface, surface, None, None) if stands else None
    region, rest = _nearest(found, home), surface[length:]
    if region is None:
        return Agency(surface, surface, surface, None, None)
    known = vocabulary("agencies")
    if alias := known["short_alias"].get(rest):
        local = rest == "金融监管局" and not _there(alias, region, day)
        return body(region, "地方金融监管局" if local else alias)
    function = identity(rest, region.level)
    named = function in known["short_named"] or function in known["plain_named"]
    if named or zones.OF_CITY.fullmatch(rest):
        return body(region, function)
    return Agency(
        surface, surface, rest or surface, *((region, region.level) if len(found) == 1 else (None, None))
    )


def _there(function: str, region: Region, day: Day | None) -> bool:
    """False where the document is older than the body."""
    since = reforms.life(function, region).valid_from
    return not (day and since and day[1] < since)


def _split(text: str, divisions: Divisions, home: Region | None) -> tuple[Region | None, str]:
    """威海市中心支行 → (威海市, 中心支行), 合肥中心支行 → (合肥市, 中心支行)."""
    region, length = divisions.prefix(text, home)
    if region:
        return region, text[length:]
    found, length = divisions.places(text)
    return _nearest(found, home), text[length:]


def _nearest(found: list[Region], home: Region | None) -> Region | None:
    """The one region, or the one on the document's own line where several share the short name (吉林)."""
    if len(found) == 1:
        return found[0]
    near = [region for region in found if home and region in home.line()]
    return near[-1] if near else None
