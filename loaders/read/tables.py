"""Tables that a docx-to-text run flattened into lines: one tab-indented line a cell, a blank line between rows.

⇥序号          becomes   row(序号, 政策内容, 责任部门)
⇥政策内容                 row(1, 研究制定…, 省教育厅)
⇥责任部门

⇥1
⇥研究制定…
⇥省教育厅
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Block, Span

_ORDINAL = re.compile(r"\d{1,3}")  # a row's number: '12'


def recover(text: str, blocks: list[Block]) -> Iterator[Block]:
    """The blocks with each flattened table put together to rows; other blocks as they are."""
    run: list[Span] = []
    for block in blocks:
        if _is_cell(text, block):
            run.append(block.span)
        elif run and _goes_on(text, run[-1], block):
            run[-1] = Span(run[-1].start, block.span.end)
        else:
            yield from _rows(text, run)
            run = []
            yield block
    yield from _rows(text, run)


def _is_cell(text: str, block: Block) -> bool:
    """True for a line that starts with a tab."""
    line_start = text.rfind("\n", 0, block.span.start) + 1
    return text.startswith("\t", line_start)


def _goes_on(text: str, cell: Span, block: Block) -> bool:
    """A line right under a cell, without a tab or an indent, belongs to it: '市教育局' / '各县（市）政府'."""
    between = text[cell.end : block.span.start]
    return between.count("\n") == 1 and not between.rpartition("\n")[2]


def _rows(text: str, cells: list[Span]) -> Iterator[Block]:
    """Cells → rows. A row starts where the next number is due; before the first number stands the header."""
    if not cells:
        return
    starts = [0]
    due = 1
    for place, cell in enumerate(cells):
        if cell.quote(text) == str(due) and _ORDINAL.fullmatch(cell.quote(text)):
            starts.append(place)
            due += 1
    for first, after in zip(starts, [*starts[1:], len(cells)], strict=True):
        row = tuple(cells[first:after])
        if row:
            yield Block(Span(row[0].start, row[-1].end), "row", row)
