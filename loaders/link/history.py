"""What follows from an agency's id and the vocabularies alone: its properties, what it became, who belongs to it.

Such edges carry no document, like LOCATED_IN: they live while what they hang on does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.graph import Value
from loaders.decisions import METHOD
from loaders.resolve import groups, reforms
from loaders.resolve.bodies import Agency, body, national_body
from loaders.resolve.changes import Change, first_day, last_day
from loaders.resolve.regions import Divisions, Region

Props = dict[str, Value]


class Step(NamedTuple):
    """A body that another became, with the properties of the edge between them."""

    agency: Agency
    props: Props


def properties(agency: Agency, divisions: Divisions) -> Props:
    """All that its node says: a function of the id, apart from what is unresolved or decided (its id is a document's)."""
    first, last = reforms.span(agency.function, agency.region) if not agency.unresolved else (None, None)
    found: Props = {
        "name": agency.name,
        "function": agency.function,
        "region": agency.region.name if agency.region else None,
        "level": agency.level,
        "kind": agency.kind,
        "valid_from": first,
        "valid_to": last,
        "unresolved": True if agency.unresolved else None,
        "doubt": agency.doubt,
        "method": METHOD if agency.decided and agency.own else None,
    }
    if agency.group:
        members = groups.members(agency.function, agency.region, divisions)
        found |= {"open": not (members and members.closed), "members": len(members) if members else None}
    return found


def of_region(region: Region) -> Props:
    """All that a region's node says."""
    days: Props = {"valid_from": region.valid_from, "valid_to": region.valid_to}
    return {"name": region.name, "level": region.level, "code": region.code, **days}


def successors(agency: Agency, divisions: Divisions) -> Iterator[Step]:
    """What a body became: by a reform of its function, or because its region was renamed.

    A reform that was not surely done while the region was there says nothing: who took over is not known then.
    """
    if agency.unresolved or agency.group or agency.own:
        return
    life, region = reforms.life(agency.function, agency.region), agency.region
    for to in life.successors:
        if region is None or (region.valid_to or to.date_by) >= to.date_by:
            above = region.within if to.up and region else region
            made = body(above, to.function) if above else national_body(to.function)
            props: Props = {"date": to.date, "date_by": to.date_by, "reform": to.kind, "basis": to.source}
            yield Step(made, {**props, "grade": "stated" if to.stated else "presumed"})
    for new, change in divisions.became(region) if region else ():
        if change.kind == "renamed" and (life.valid_to is None or life.valid_to > last_day(change.date)):
            yield Step(body(new, agency.function), {**_changed(change), "grade": "presumed"})


def divided(region: Region, divisions: Divisions) -> Iterator[tuple[Region, Props]]:
    """What a division became."""
    for new, change in divisions.became(region):
        yield new, {**_changed(change), "grade": "stated"}


def _changed(change: Change) -> Props:
    days: Props = {"date": first_day(change.date), "date_by": last_day(change.date)}
    return {**days, "reform": change.kind, "basis": change.source}
