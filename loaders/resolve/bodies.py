"""A body and its one name: both follow from its region and its function. 威海市 + 教育局, 威海市 + 人民银行中心支行."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kg.records import AgencyKind, Level
from loaders.resolve import reforms, zones
from loaders.resolve.kinds import kind_of
from loaders.resolve.regions import Region, short_name
from ontology.vocab.load import vocabulary


class Agency(NamedTuple):
    """A body with an identity; a tuple, as each document names dozens. `id` has the regions from the province down and the function.

    All else but `full`, `doubt`, `candidates`, `decided` and `presumed` follows from the id.
    `full` is the name as the document has it, written in full; `name` the one name of the body. `doubt` says why a
    name could not be placed, `candidates` which bodies it might be; `decided` which decision of a person was taken,
    `own` that it made a body of its own of the name; `presumed` on what ground a rule took it that is not certain.
    """

    id: str
    name: str
    function: str
    region: Region | None
    level: Level | None
    group: bool = False
    unresolved: bool = False
    full: str = ""
    doubt: str | None = None
    candidates: tuple[str, ...] = ()
    decided: str | None = None
    own: bool = False
    presumed: str | None = None

    @property
    def kind(self) -> AgencyKind:
        """For colours and filters: government, party, state, court, …; group for a collective."""
        if self.group:
            return "group"
        kind = kind_of(self.function, self.name)
        return "government" if kind == "state" and self.level == "national" else kind


Day = tuple[str, str]  # the first and the last day that a document's date can mean


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule of agencies.yaml `placed`: 中国人民银行 + place + 中心支行."""

    head: str
    stands: str
    place: str
    tails: dict[str, str]


def body(region: Region, function: str) -> Agency:
    """The body of that region and function, under its one name."""
    return Agency(region.id + function, _name(region, function), function, region, region.level)


def national_body(name: str) -> Agency:
    """A body of the nation, under the one name of agencies.yaml."""
    return Agency(name, name, name, None, "national")


def _name(region: Region, function: str) -> str:
    if _is_plain(function):
        return region.name + function
    if function == "共青团委":
        return f"共青团{region.name}委"
    if region.name.endswith(("盟", "地区")) and function.startswith("人民政府"):  # 锡林郭勒盟行政公署
        return region.name + "行政公署" + function[4:]
    if rule := _rule_of(function):
        return rule.stands + _place(region, rule.place) + function[len(rule.stands) :]
    if function in vocabulary("agencies")["short_named"] or zones.OF_CITY.fullmatch(function):
        return short_name(region) + function
    if zones.has_own_name(function):
        return function
    return region.name + function


@lru_cache(maxsize=4096)
def _is_plain(function: str) -> bool:
    """True for most: 教育局, to which no rule of `_name` applies in any region."""
    own = function == "共青团委" or function in vocabulary("agencies")["short_named"]
    zone = bool(zones.OF_CITY.fullmatch(function)) or zones.has_own_name(function)
    return not (own or zone or function.startswith("人民政府") or _rule_of(function))


def _place(region: Region, how: str) -> str:
    capital = "capital" in reforms.tiers(region)
    return short_name(region) if how == "short" or (how == "bank" and capital) else region.name


@cache
def rules() -> tuple[Placed, ...]:
    """The rules of agencies.yaml, one for each head."""
    rows = vocabulary("agencies")["placed"]
    return tuple(Placed(head, row["is"], row["place"], row["tails"]) for row in rows for head in row["heads"])


@cache
def rules_by_first() -> dict[str, tuple[Placed, ...]]:
    """The rules by the first two characters of their heads."""
    firsts = {rule.head[:2] for rule in rules()}
    return {first: tuple(rule for rule in rules() if rule.head.startswith(first)) for first in firsts}


@cache
def _rule_of(function: str) -> Placed | None:
    """The rule whose functions this is one of: 人民银行中心支行."""
    for rule in rules():
        if rule.stands and function in {rule.stands + tail for tail in rule.tails.values()}:
            return rule
    return None
