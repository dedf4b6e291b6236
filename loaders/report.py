"""What a load did, file by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
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
    differs: str | None = None  # the first clause of the copy that reads otherwise


@dataclass(slots=True)
class Report:
    """What a load did, file by file."""

    outcomes: list[Outcome] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # entries of manifests and decisions that match nothing

    def refuse(self, path: Path, error: ZhengmaiError) -> None:
        """Notes a file that can't be loaded."""
        self.outcomes.append(Outcome(path, error=error))

    def finish(self, files: Sequence[Path], told: Callable[[Path], Path]) -> None:
        """Puts the outcomes in the order of the files (what is none of them first), under the names that people know."""
        place = {path: number for number, path in enumerate(files)}
        self.outcomes.sort(key=lambda outcome: place.get(outcome.path, -1))
        for number, outcome in enumerate(self.outcomes):
            path = told(outcome.path)
            if outcome.error and path != outcome.path:
                outcome.error.where = outcome.error.where.replace(str(outcome.path), str(path))
            self.outcomes[number] = replace(outcome, path=path)

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
