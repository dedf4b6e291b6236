"""Changes of divisions (ontology/vocab/divisions.yaml): what a name of yesterday was, and what it became."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ontology.vocab.load import vocabulary


@dataclass(frozen=True, slots=True)
class Change:
    """One reform of divisions. `old` and `new` are ids (山东省济南市莱芜区); dates as exact as the source."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    date: str
    kind: str
    source: str
    paths: tuple[tuple[str, ...], ...] = ()


@cache
def changes() -> tuple[Change, ...]:
    """All that the vocabulary knows, in its order."""
    known = vocabulary("divisions")
    return tuple(_change(row, known["source"]) for row in known["changes"])


def _change(row: Mapping[str, object], source: str) -> Change:
    above = tuple(str(row["in"]).split("/"))
    old = [(*above, *name.split("/")) for name in _names(row["old"])]
    new = [(*above, *name.split("/")) for name in _names(row["new"])]
    says = str(row.get("source", source))
    return Change(_ids(old), _ids(new), str(row["date"]), str(row["kind"]), says, tuple(old))


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _ids(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple("".join(path) for path in paths)


def first_day(date: str) -> str:
    """The earliest day that a date can mean: 2019 → 2019-01-01."""
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def last_day(date: str) -> str:
    """The latest day that a date can mean: 2019 → 2019-12-31, 2021-02 → 2021-02-28."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return date
