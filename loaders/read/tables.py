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
from itertools import pairwise

from kg.records import Block, Finding, Span

_ORDINAL = re.compile(r"\d{1,3}")  # a row's number: '12'
_ORDINAL_TITLE = re.compile(r"序\s*号|编\s*号")  # the title of the column of numbers: '序 号'
_EMPTY = re.compile(r"(?<=\n)\t+[ \t]*(?=\n)")  # a cell without words: '⇥'


def recover(text: str, blocks: list[Block], findings: list[Finding]) -> Iterator[Block]:
    """The blocks with each flattened table put together to rows; other blocks as they are.

    An empty cell holds what the cell above it holds, as merged cells do; that is told, since it may be a gap.
    """
    run: list[Span | None] = []
    last: Span | None = None
    for block in blocks:
        if _is_cell(text, block):
            run += [None] * (len(_EMPTY.findall(text, last.end, block.span.start)) if last else 0)
            run.append(block.span)
        elif last and run and _goes_on(text, last, block):
            run[-1] = Span(last.start, block.span.end)
        else:
            yield from _rows(text, run, findings)
            run = []
            yield block
        last = run[-1] if run else None
    yield from _rows(text, run, findings)


def _is_cell(text: str, block: Block) -> bool:
    """True for a line that starts with a tab."""
    line_start = text.rfind("\n", 0, block.span.start) + 1
    return text.startswith("\t", line_start)


def _goes_on(text: str, cell: Span, block: Block) -> bool:
    """A line right under a cell, without a tab or an indent, belongs to it: '市教育局' / '各县（市）政府'."""
    between = text[cell.end : block.span.start]
    return between.count("\n") == 1 and not between.rpartition("\n")[2]


def _rows(text: str, cells: list[Span | None], findings: list[Finding]) -> Iterator[Block]:
    """Cells → rows. A row starts where the next number is due, or before it as far as the header has titles before 序号.

    Before the first row stands the header.
    """
    if not cells:
        return
    starts = [0]
    due = 1
    ahead = 0
    for place, cell in enumerate(cells):
        if cell and cell.quote(text) == str(due) and _ORDINAL.fullmatch(cell.quote(text)):
            ahead = _ahead(text, cells[:place]) if due == 1 else ahead
            starts.append(max(place - ahead, starts[-1]))
            due += 1
    above: tuple[Span | None, ...] = ()
    for first, after in pairwise([*starts, len(cells)]):
        row = tuple(cells[first:after])
        words = [cell for cell in row if cell]
        if words:
            above = _filled(row, above, words[0], findings)
            yield Block(Span(words[0].start, words[-1].end), "row", above)


def _ahead(text: str, header: list[Span | None]) -> int:
    """How many columns stand before the numbers: 1 for 领域, 序号, 任务 and the first row's 领域."""
    titles = [cell.quote(text) if cell else "" for cell in header]
    at = next((place for place, title in enumerate(titles) if _ORDINAL_TITLE.fullmatch(title)), 0)
    return at if 2 * at < len(titles) else 0


def _filled(
    row: tuple[Span | None, ...], above: tuple[Span | None, ...], first: Span, findings: list[Finding]
) -> tuple[Span | None, ...]:
    """The row with its empty cells held by the row above."""
    if all(row) or len(row) != len(above):
        return row
    message = "an empty cell is taken as merged with the one above it 空单元格按与上一行合并处理"
    findings.append(Finding("cell-merged", message, first))
    return tuple(cell or held for cell, held in zip(row, above, strict=True))
