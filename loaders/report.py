"""What a load did, file by file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ZhengmaiError
from kg.store.base import Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a change to one document, a copy of another file, or an error."""

    path: Path
    document: str | None = None
    change: Change | None = None
    findings: int = 0
    error: ZhengmaiError | None = None
    same_as: Path | None = None


@dataclass(slots=True)
class Report:
    """What a load did, file by file."""

    outcomes: list[Outcome] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # decisions that match nothing

    @property
    def errors(self) -> list[ZhengmaiError]:
        """The errors, in the order of the files."""
        return [outcome.error for outcome in self.outcomes if outcome.error]

    @property
    def moved(self) -> set[str]:
        """The documents that were added or replaced."""
        return {one.document for one in self.outcomes if one.document and one.change in ("added", "replaced")}

    def changes(self) -> dict[str, int]:
        """How many documents were added, replaced, unchanged, merged with a copy, failed."""
        merged = sum(outcome.same_as is not None for outcome in self.outcomes)
        kinds = {"added": 0, "replaced": 0, "unchanged": 0, "merged": merged, "failed": len(self.errors)}
        for outcome in self.outcomes:
            if outcome.change:
                kinds[outcome.change] += 1
        return kinds
