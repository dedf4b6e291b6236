"""A county's bare name in a document of another place: 滨海新区管委会 of 绍兴 is not that of 天津, 鼓楼区 is in four cities."""

from __future__ import annotations

from loaders.resolve import zones
from loaders.resolve.bodies import Agency, body
from loaders.resolve.regions import Divisions, Region, short_name
from ontology.vocab.names import identity

_WHY = "a division of that name lies elsewhere, or several bear it 同名区划在外省或不止一处，归属不明"
_MOST = 5  # candidates that are worth a person's look


def is_far(region: Region, length: int, home: Region | None) -> bool:
    """True for a county of another province that is named without its province or city: not 上海市浦东新区, not 徐州市."""
    bare = region.level == "county" and length == len(region.name)
    return bool(home and bare and region.province != home.province)


def by_county(surface: str, divisions: Divisions, home: Region | None, text: str) -> Agency | None:
    """The zone of the document's own city, where its text says 绍兴滨海新区; else a name in doubt, with the bodies that it might mean."""
    regions, length = divisions.counties(surface)
    if not regions:
        return None
    name, rest = surface[:length], surface[length:]
    if zones.of_zone(name, rest) and (owner := _owner(name, home, text)):
        return body(owner, surface)
    near = sorted(regions, key=lambda region: (home is None or region.province != home.province, region.id))
    might = tuple(body(r, identity(rest, r.level) if rest else "人民政府").id for r in near[:_MOST])
    return Agency("", surface, surface, None, None, unresolved=True, doubt=_WHY, candidates=might)


def _owner(zone: str, home: Region | None, text: str) -> Region | None:
    """The place on the document's line that its text puts before the zone's name."""
    line = home.line() if home else ()
    return next((one for one in line if short_name(one) + zone in text or one.name + zone in text), None)
