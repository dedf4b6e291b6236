"""Reforms (ontology/vocab/reforms.yaml): when a body was there, and what it became. A function of level and function alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from loaders.resolve.regions import MUNICIPALITIES, Region
from ontology.vocab.load import vocabulary

_ENDING = {"national": "部", "province": "厅"}  # 自然资源部, 自然资源厅; 自然资源局 everywhere else


@dataclass(frozen=True, slots=True)
class Successor:
    """What a body became: `date` the first day, `date_by` the last day by which it was done; `up` one region above.

    `stated` where the source names that very body; else its name follows the pattern of the plan and is presumed.
    """

    function: str
    kind: str
    date: str
    date_by: str
    source: str
    stated: bool
    up: bool = False


@dataclass(slots=True)
class Life:
    """From when to when a body may have been there (None: not known), and what it became."""

    valid_from: str | None = None
    valid_to: str | None = None
    successors: list[Successor] = field(default_factory=list)


_UNKNOWN = Life()


def life(function: str, region: Region | None) -> Life:
    """The life of the body with that function in that region; an empty one where nothing is known of it."""
    found = _lives().get(function)
    if found is None:  # most bodies have met no reform
        return _UNKNOWN
    for level in tiers(region):
        if known := found.get(level) or found.get(f"{level} {region and region.id}"):
            return known
    return _UNKNOWN


def span(function: str, region: Region | None) -> tuple[str | None, str | None]:
    """From when to when that body may have been there: by its own reforms, and those of its region."""
    known = life(function, region)
    if known is _UNKNOWN:
        return (region.valid_from, region.valid_to) if region else (None, None)
    first = [day for day in (known.valid_from, region and region.valid_from) if day]
    last = [day for day in (known.valid_to, region and region.valid_to) if day]
    return max(first, default=None), min(last, default=None)


def tiers(region: Region | None) -> tuple[str, ...]:
    """The levels that a region's bodies are listed under, the closest first."""
    if region is None:
        return ("national",)
    if region.level == "province":
        return ("municipality",) if region.name in MUNICIPALITIES else ("province",)
    if region.level == "city":
        capital = region.code is not None and region.code[2:] == "0100"  # the first city of a province
        return ("capital", "city") if capital else ("city",)
    if region.level == "county":
        return ("district",) if region.within and region.within.name in MUNICIPALITIES else ("county",)
    return (region.level,)


_Lives = dict[str, dict[str, Life]]  # by function, then by level, or level and place: "city 山东省威海市"


@cache
def _lives() -> _Lives:
    known = vocabulary("reforms")
    lives: _Lives = defaultdict(lambda: defaultdict(Life))
    for reform in known["reforms"]:
        plan = known["plans"][reform["plan"]]
        place = f" {reform['region']}" if "region" in reform else ""
        _olds(lives, reform, plan, place)
        _news(lives, reform, plan, place)
    return {function: dict(found) for function, found in lives.items()}


def _olds(lives: _Lives, reform: Mapping[str, Any], plan: Any, place: str) -> None:
    """The last day of what went, and its successors."""
    new = _by_level(reform, "new")
    for level, functions in _by_level(reform, "old").items():
        last = _last(plan, level)
        made = new.get("province" if reform.get("up") else level, [])
        for function in functions:
            body = lives[function][level + place]
            if level not in reform.get("stays", ()):
                body.valid_to = last
            vague = level in reform.get("vague", ())
            body.successors += [] if vague else [_successor(to, level, reform, plan) for to in made]


def _news(lives: _Lives, reform: Mapping[str, Any], plan: Any, place: str) -> None:
    """The first day of what came, at levels where the name was not met before."""
    for level, functions in _by_level(reform, "new").items():
        if level not in reform.get("early", ()):
            for function in functions:
                lives[function][level + place].valid_from = _first(plan, level)


def _successor(function: str, level: str, reform: Mapping[str, Any], plan: Any) -> Successor:
    return Successor(
        function,
        reform["kind"],
        _first(plan, level),
        _last(plan, level),
        f"{plan['issuer']}：{plan['title']}，{plan['date']}",
        level == "national" or reform.get("fixed", False),
        reform.get("up", False),
    )


def _first(plan: Any, level: str) -> str:
    return str(plan.get("starts", {}).get(level, plan["from"]))


def _last(plan: Any, level: str) -> str:
    """The time limit of the plan; a district's is a county's, a capital's is a city's."""
    by = plan["by"]
    other = {"district": "county", "capital": "city"}.get(level, level)
    return str(by.get(level) or by.get(other) or max(by.values()))


def _by_level(reform: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    """The functions of `old` or `new` by level, `~` written out."""
    stated = reform.get(key, {})
    by_level = dict.fromkeys(reform["levels"], stated) if isinstance(stated, list) else stated
    return {
        level: [name.replace("~", _ENDING.get(level, "局")) for name in names]
        for level, names in by_level.items()
    }


# --- one short form, different bodies at different times -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meaning:
    """A body that a short form may mean, in documents from `since` to `until` (None: without end)."""

    function: str
    since: str | None
    until: str | None


def meanings(short: str, region: Region | None) -> tuple[Meaning, ...]:
    """The bodies that a short form (金融监管局) may mean in that region; none where it means itself."""
    found = _meanings().get(short)
    if found is None:  # most names have one meaning
        return ()
    return tuple(meaning for level in tiers(region) for meaning in found.get(level, ()))


@cache
def _meanings() -> dict[str, dict[str, list[Meaning]]]:
    """The meanings of each short form, by level."""
    found: dict[str, dict[str, list[Meaning]]] = defaultdict(lambda: defaultdict(list))
    for row in vocabulary("reforms")["meanings"]:
        for body in row["bodies"]:
            meant = Meaning(body["name"], body.get("from"), body.get("to"))
            for level in body.get("levels", row["levels"]):
                for short in row["short"]:
                    found[short][level].append(meant)
    return dict(found)


def picked(found: Iterable[Meaning], day: tuple[str, str] | None) -> Meaning | None:
    """The one meaning whose time holds the document's day (first and last that it can be); None where it is open."""
    if day is None:
        return None
    fitting = [m for m in found if (m.since or "") <= day[0] and day[1] <= (m.until or "9999")]
    return fitting[0] if len(fitting) == 1 else None


_YEAR = re.compile(r"[〔\[［(（﹝【](\d{4})[〕\]］)）﹞】]")  # 鲁政发〔2020〕3号


def day(date: str | None, number: str | None) -> tuple[str, str] | None:
    """The first and the last day that a document can be of: by its date, or the year of its number; None without both."""
    if date:
        return date, date
    match = _YEAR.search(number or "")
    return (f"{match[1]}-01-01", f"{match[1]}-12-31") if match else None
