"""What became of a document's tasks in all that was held against it: the matrix, what was not found, and what others add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.store.base import Row, Store
from queries import additions, lineage
from queries.additions import Added
from queries.lineage import Coverage, Taker, Task


@dataclass(frozen=True, slots=True)
class Covered:
    """`missing` are tasks that nothing issued takes up; `own` whole tasks that a document adds, `inside` what it adds in others."""

    document: str
    matrix: Coverage
    missing: tuple[Row, ...]
    own: Mapping[Taker, tuple[Row, ...]]
    inside: Mapping[Taker, list[Added]]

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API give it."""
        return {
            "document": self.document,
            "documents": [taker._asdict() for taker in self.matrix.takers],
            "tasks": [self._task(task) for task in self.matrix.tasks],
            "not_found": [task.clause for task in self.matrix.not_found],
            "draft_only": [task.clause for task in self.matrix.draft_only],
            "additions": {
                taker.document: [row["clause"] for row in rows] for taker, rows in self.own.items()
            },
            "added_within": {
                taker.document: [one.as_json() for one in found]
                for taker, found in self.inside.items()
                if found
            },
        }

    def _task(self, task: Task) -> dict[str, Any]:
        """A task with the best clause of each document."""
        names = ("child", "child_document", "grade", "score", "ground")
        cells = [{name: row[name] for name in names} for row in self.matrix.of(task) if row]
        return {"clause": task.clause, "path": task.path, "heading": task.heading, "taken_up": cells}


def covered(store: Store, document: str) -> Covered:
    """All about the tasks of a document, which is given by its id."""
    matrix = lineage.coverage(store, document)
    return Covered(
        document,
        matrix,
        lineage.ask(store, "tasks_not_found", document=document),
        {
            taker: lineage.ask(store, "additions", document=taker.document, parent=document)
            for taker in matrix.takers
        },
        {taker: additions.inside(store, taker.document, document) for taker in matrix.takers},
    )
