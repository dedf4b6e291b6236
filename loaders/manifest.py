"""corpus.toml: what the files themselves do not say. Anything stated there wins over what was read.

[[document]]
file = "003_….txt"
attachment_of = "鲁政发〔2020〕3号"      # also: title, number, issuer, date, status, province, title_of_parent

[[region]]                                # places that the division table does not hold
name = "岚江省"
level = "province"                        # city and county with: within = "…"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from kg.errors import InputError
from kg.records import Level
from loaders.resolve.regions import Region

NAME = "corpus.toml"
_FIELDS = frozenset(
    {
        "file", "title", "number", "issuer", "date", "status", "level", "region", "province",
        "attachment_of", "title_of_parent",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """Stated facts by file name, and regions of its own."""

    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()

    def of(self, file: str) -> dict[str, str]:
        """What is stated about one file."""
        return self.entries.get(file, {})


def load(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none. InputError where it is ill-formed."""
    path = folder / NAME
    if not path.is_file():
        return Manifest()
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"ill-formed TOML: {error} 清单格式有误", str(path)) from error
    entries = {}
    for entry in raw.get("document", []):
        unknown = set(entry) - _FIELDS
        if unknown or not isinstance(entry.get("file"), str):
            raise InputError(
                f"[[document]] takes {sorted(_FIELDS)}, not {sorted(unknown)} 清单字段有误", str(path)
            )
        entries[entry["file"]] = {key: str(value) for key, value in entry.items()}
    return Manifest(entries, _regions(raw.get("region", []), path))


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
