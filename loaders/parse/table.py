"""A table while its rows are walked: which row is the header, which column holds the ordinal, which rows count.

领域 | 序号 | 工作任务 | 牵头单位      the ordinal stands where the header says, not always first
任务 | 牵头单位 | 时限                no ordinal at all: its rows are counted, and that is told
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.records import Block, Finding, Span
from loaders.parse import figures, rows

_COLUMNS = re.compile(
    r"序\s*号|责任|牵头|任\s*务|内\s*容|单\s*位|部\s*门"
)  # words of a table's header: 责任部门
_LONGEST_TITLE = 15  # characters: 牵头单位（排名第一的为主）


@dataclass(slots=True)
class Table:
    """One table by its header. `ordinal` is the column of the numbers; None where its rows are counted."""

    header: Block
    ordinal: int | None = 0
    rows: int = 0
    left_out: list[Span] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, header: Block) -> Table:
        """The table under a header; what names no ordinal column, nor task and body, has it in the first."""
        titles = rows.titles(text, header)
        at = rows.ordinal_column(titles)
        if at is None and _is_counted(titles):
            return cls(header, None)
        return cls(header, at or 0)

    def number(self, text: str, row: Block) -> str | None:
        """The row's number; None for a sub-heading, a header, or a row that does not fit the header."""
        if self.ordinal == 0:
            return ordinal(text, row)
        if len(row.cells) != len(self.header.cells) or self.is_header(text, row):
            return None
        if self.ordinal is not None:
            return ordinal(text, row, self.ordinal)
        titles = rows.titles(text, self.header)
        if one_cell(row) or not _says_all(titles, row):
            return None
        return ordinal(text, row) or str(self.rows + 1)

    def is_header(self, text: str, row: Block) -> bool:
        """True for a row of titles: a table's header on its next page, or that of the next table."""
        if self.ordinal == 0:
            return bool(_COLUMNS.search(row.span.quote(text)))
        titles = rows.titles(text, row)
        short = all(len(title) <= _LONGEST_TITLE for title in titles)
        return short and (rows.ordinal_column(titles) is not None or _is_counted(titles))

    def repeats_header(self, text: str, row: Block) -> bool:
        """True for the header again, as on the table's next page, where a new table would count from 1."""
        return self.ordinal != 0 and rows.titles(text, row) == rows.titles(text, self.header)

    def findings(self) -> list[Finding]:
        """That its rows were counted, and how many were left out."""
        told = []
        if self.ordinal is None and self.rows:
            message = f"a table without numbers: its {self.rows} rows are counted 表格没有序号，按行次编号，共{self.rows}行"
            told.append(Finding("number-implied", message, self.header.span, "repaired"))
        if count := len(self.left_out):
            message = (
                f"rows of a table without a number were left out: {count} 表格中有{count}行没有序号，未采用"
            )
            told.append(Finding("rows-left-out", message, self.left_out[0]))
        return told


def ordinal(text: str, row: Block, at: int = 0) -> str | None:
    """The number in a cell of a row: '12'; None where there is none."""
    cell = row.cells[at] if at < len(row.cells) else None
    words = cell.quote(text) if cell else ""
    return words if words.isdigit() else None


def one_cell(row: Block) -> bool:
    """True for a sub-heading that spans the table: 一、源头防控."""
    return len({cell for cell in row.cells if cell}) <= 1


def _is_counted(titles: tuple[str, ...]) -> bool:
    """True for the titles of a table whose rows count without numbers: who does what, or which indicator has which target."""
    return rows.tells_who_does_what(titles) or figures.counted(titles) is not None


def _says_all(titles: tuple[str, ...], row: Block) -> bool:
    """True for a row with a task and who answers, or with an indicator and a target."""
    if found := figures.counted(titles):
        return row.cells[found.subject] is not None and any(row.cells[at] for at, _ in found.targets)
    return all(rows.says(titles, row, kind) for kind in ("task", "who"))
