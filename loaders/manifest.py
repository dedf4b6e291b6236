"""corpus.toml: what the files themselves do not say. Anything stated there wins over what was read.

[[document]]
file = "003_….txt"
attachment_of = "鲁政发〔2020〕3号"      # also: title, number, issuer, date, status, level, province, title_of_parent
region = "山东省聊城市"                   # the full name, or a chain of names where several places share it

[[region]]                                # places that the division table does not hold
name = "岚江省"
level = "province"                        # city and county with: within = "…"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kg.errors import InputError
from kg.records import Header, Level, Status
from loaders.resolve.regions import Divisions, Region

NAME = "corpus.toml"
_FIELDS = frozenset(
    {
        "file", "title", "number", "issuer", "date", "status", "level", "region", "province",
        "attachment_of", "title_of_parent",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """What a manifest says about one file."""

    facts: dict[str, str] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Stated facts by file name, and regions of its own."""

    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()

    def of(self, file: str) -> dict[str, str]:
        """What is stated about one file."""
        return self.entries.get(file, {})

    def about(self, file: str) -> Stated:
        """What is stated about one file, and the regions that hold for all."""
        return Stated(self.of(file), self.regions)


def load(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none. InputError where it is ill-formed."""
    path = folder / NAME
    if not path.is_file():
        return Manifest()
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"ill-formed TOML: {error} 清单格式有误", str(path)) from error
    documents = [_entry(entry, path) for entry in _rows(raw, "document", path)]
    return Manifest({entry["file"]: entry for entry in documents}, _regions(_rows(raw, "region", path), path))


def check(header: Header, known: Divisions, where: str) -> None:
    """InputError where the stated region or province is in no table, or the one does not lie in the other."""
    stated, province = header.stated, header.stated.get("province")
    hint = "a place of your own is declared under [[region]] 自设地区请写入 [[region]]"
    for name in ("province", "region"):
        if name in stated and not known.holds(stated[name]):
            raise InputError(f"{name} = {stated[name]!r}: no such place is known 未知的地区", where, hint)
    if province and header.region and not known.holds(header.region, province):
        raise InputError(f"province = {province!r}: {header.region} does not lie there 地区不属于该省", where)


def _rows(raw: dict[str, Any], key: str, path: Path) -> list[dict[str, str]]:
    """The tables under [[key]], each with nothing but text in it."""
    rows = raw.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"[[{key}]] must be a list of tables 应为 [[{key}]] 表", str(path))
    for row in rows:
        odd = [name for name, value in row.items() if not isinstance(value, str)]
        if odd:
            raise InputError(
                f"[[{key}]] {', '.join(odd)}: text in quotes is asked for 应为带引号的文字", str(path)
            )
    return rows


def _entry(entry: dict[str, str], path: Path) -> dict[str, str]:
    """A [[document]] table, checked field by field."""
    unknown = sorted(set(entry) - _FIELDS)
    if unknown or "file" not in entry:
        raise InputError(
            f"[[document]] takes {', '.join(sorted(_FIELDS))}, not {unknown} 清单字段有误", str(path)
        )
    for name, allowed in (("status", get_args(Status)), ("level", get_args(Level))):
        if entry.get(name, allowed[0]) not in allowed:
            raise InputError(f"{name} = {entry[name]!r}: one of {', '.join(allowed)} 取值有误", str(path))
    if "date" in entry and not re.fullmatch(r"\d{4}-(?:0\d|1[0-2])-[0-3]\d", entry["date"]):  # 2020-04-07
        raise InputError(f"date = {entry['date']!r}: YYYY-MM-DD is asked for 日期格式有误", str(path))
    return entry


def _regions(rows: list[dict[str, str]], path: Path) -> tuple[Region, ...]:
    made: dict[str, Region] = {}
    for row in rows:
        name, level, within = row.get("name"), row.get("level"), row.get("within")
        if not name or level not in get_args(Level) or (within and within not in made):
            raise InputError(
                f"[[region]] {row}: name, level, within (stated above it) 地区条目有误", str(path)
            )
        made[name] = Region(name, level, None, made[within] if within else None)  # type: ignore[arg-type]
    return tuple(made.values())
