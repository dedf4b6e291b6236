"""The rows of a flattened table (flattened.py): each read into its cells, with the widths that the others tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from kg.records import Block, Finding, Span
from loaders.parse.cells import JOINED, MARK, Line, Reader, Reading, Run, full, lines_of
from loaders.parse.numbering import marker
from loaders.resolve.regions import Divisions

_CLOSING = re.compile(r"抄送|[（(]?联系人|[（(]?联系电话|[（(]?此件|附件")  # behind a table: 抄送：…
_DASHES = tuple([mark] for mark in MARK)  # an empty cell: '—'
_MOST_ENDS = 4  # places that are tried for the end of a row
_LONGEST = 40  # lines: of a last row that can't be read, the rest is taken as text behind the table


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table, each alone on its line: their words, kinds and places, and where they stand."""

    titles: tuple[str, ...]
    kinds: tuple[str, ...]
    cells: tuple[Span, ...]
    first: int
    after: int

    @property
    def block(self) -> Block:
        """The row of titles."""
        return Block(Span(self.cells[0].start, self.cells[-1].end), "row", self.cells)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Neighbouring columns of texts are one run."""
        columns = [(index, kind) for index, kind in enumerate(self.kinds) if kind != "ordinal"]
        grouped = groupby(columns, key=lambda column: (column[1], column[1] != "task" and column[0]))
        return tuple(Run(kind, tuple(index for index, _ in same)) for (kind, _), same in grouped)


@dataclass(slots=True)
class Row:
    """A row while it is put together: its ordinal, its lines in the parts that pages' ends cut, and doubts.

    `first` is its one reading before the columns' widths are known.
    """

    value: int
    ordinal: Span
    block: int
    parts: list[list[Line]] = field(default_factory=lambda: [[]])
    doubtful: bool = False
    first: Reading | None = None

    @property
    def lines(self) -> list[Line]:
        """All its lines."""
        return [line for part in self.parts for line in part]


class Rows:
    """Reads the rows of one table, certain ones first: they tell the widths of its columns."""

    def __init__(self, header: Header, text: str, divisions: Divisions) -> None:
        self.header, self.text = header, text
        self.runs = header.runs
        self.reader = Reader(self.runs, divisions)
        self.findings: list[Finding] = []
        self.group: list[Span] = []
        self.groups, self.narrow = 0, 0.0

    def run(self, table: list[Row]) -> tuple[list[tuple[Block, int, int]], int] | None:
        """Each row as a block with the blocks that it takes the place of, and where the table ends.

        None where most rows can't be read: then it may be no table at all.
        """
        for row in table:
            row.parts = [part for part in row.parts if part] or [[]]
            if len(row.parts) == 1 and not row.doubtful:
                row.first = self.reader.only(row.parts)
        self.reader.learn([(row.parts, row.first) for row in table if row.first])
        self.narrow = self._narrow(table)
        read = [self._read(row, row is table[-1]) for row in table]
        if sum(found is not None for found in read) * 2 <= len(table):
            return None
        blocks = [self._block(row, found) for row, found in zip(table, read, strict=True)]
        message = f"a table without cells was put together again: {len(table)} rows 表格失去单元格，已按列恢复{len(table)}行"
        self.findings.append(Finding("table-recovered", message, self.header.block.span, "repaired"))
        return blocks, blocks[-1][2]

    def _read(self, row: Row, last: bool) -> Reading | None:
        """The row's reading; of the last row, what stands behind a blank line may be behind the table."""
        if row.doubtful or not row.lines:
            return None
        if row.first and self.reader.still(row.parts, row.first):
            return row.first
        if found := self.reader.only(row.parts):
            return found
        if found := self.reader.only(row.parts, spare=True):
            self._tell_empty(row, found)
            return found
        shorter = list(islice(self._shorter(row, last), _MOST_ENDS))
        for parts in shorter:
            if found := self.reader.only(parts):
                row.parts = parts
                return found
        if last:
            row.parts = shorter[0] if shorter else [*row.parts[:-1], row.parts[-1][:_LONGEST]]
        return None

    def _tell_empty(self, row: Row, found: Reading) -> None:
        """A list beside an empty cell is taken for the leads': that is told."""
        for run, cell in zip(self.runs, found, strict=True):
            if run.kind == "cooperate" and not lines_of(row.parts, cell):
                message = f"nobody cooperates in row {row.value}: its cell is taken as empty 第{row.value}行配合单位按空白处理"
                self.findings.append(Finding("cell-taken-as-empty", message, row.ordinal))

    def _shorter(self, row: Row, last: bool) -> Iterator[list[list[Line]]]:
        """The row without what may stand behind it: a heading over the table's width, the text after the table."""
        lines = row.parts[-1]
        for stop, line in enumerate(lines):
            mark = marker(line.words)
            heading = mark is not None and mark.level <= (3 if last else 2)
            if (
                stop
                and line.block > lines[stop - 1].block
                and (heading or (last and (line.after_gap or _CLOSING.match(line.words))))
            ):
                yield [*row.parts[:-1], lines[:stop]]

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _block(self, row: Row, found: Reading | None) -> tuple[Block, int, int]:
        """The row as a block, with the first block that it takes and the one behind it."""
        lines = row.lines
        if found is None:
            message = (
                f"who answers for row {row.value} can't be told 第{row.value}行的责任主体无法确定，未计入"
            )
            self.findings.append(Finding("row-not-recovered", message, row.ordinal))
        cells: dict[int, list[Span]] = {self.header.kinds.index("ordinal"): [row.ordinal]}
        if found is None and lines:
            cells[self._text_column()] = [Span(lines[0].span.start, lines[-1].span.end)]
        for run, cell in zip(self.runs, found or (), strict=False):
            pieces = [part[a:b] for part, (a, b) in zip(row.parts, cell, strict=True) if b > a]
            if run.kind == "task":
                pieces = self._without_group(run, pieces, cells)
            if [line.words for line in lines_of(row.parts, cell)] not in _DASHES:
                cells[run.columns[-1]] = [Span(piece[0].span.start, piece[-1].span.end) for piece in pieces]
        ordered = [cells.get(index, []) for index in range(len(self.header.kinds))]
        more = tuple((index, span) for index, cell in enumerate(ordered) for span in cell[1:])
        end = lines[-1] if lines else None
        whole = Span(row.ordinal.start, end.span.end if end else row.ordinal.end)
        first = tuple(cell[0] if cell else None for cell in ordered)
        return Block(whole, "row", first, more, True), row.block, (end.block if end else row.block) + 1

    def _without_group(
        self, run: Run, pieces: list[list[Line]], cells: dict[int, list[Span]]
    ) -> list[list[Line]]:
        """The text without the numbered group in front of it, a merged cell that holds for the rows that follow."""
        if len(run.columns) < 2 or not pieces:
            return pieces
        if self._opens_group(pieces[0]):
            self.groups += 1
            stops = [self._group_ends(pieces[0]), *(self._group_goes_on(piece) for piece in pieces[1:2])]
            cut = [(piece, stop) for piece, stop in zip(pieces, stops, strict=False)]
            self.group = [Span(piece[0].span.start, piece[stop - 1].span.end) for piece, stop in cut if stop]
            pieces = [*(piece[stop:] for piece, stop in cut if piece[stop:]), *pieces[2:]]
        if self.group:
            cells[run.columns[0]] = self.group
        return pieces

    def _group_ends(self, lines: Sequence[Line]) -> int:
        """How many lines a group takes: they are narrow, and all but the last one fill their column."""
        stop = 1
        while (
            stop < len(lines) - 1
            and lines[stop].length <= self.narrow
            and _goes_on(lines[:stop], self.narrow)
        ):
            joined = lines[stop].words.endswith(JOINED)
            if joined and lines[stop].length + lines[stop + 1].length > self.narrow + 1:
                break  # printed on one line with what follows, wider than the column
            stop += 1
        return stop

    def _group_goes_on(self, lines: Sequence[Line]) -> int:
        """1 where a new page starts with a group's last words: '改革', too short for a line of the text."""
        width = self.reader.widths[next(place for place, run in enumerate(self.runs) if run.kind == "task")]
        if len(lines) < 2 or width is None or lines[0].length > self.narrow or full(lines[:1], width):
            return 0
        first = lines[0].words
        return int(first[-1] not in "、，；：。！？”》）" and lines[1].words[0] not in "《“（")

    def _opens_group(self, lines: Sequence[Line]) -> bool:
        """True where the next number of a group stands in front: '2.提高项目开'."""
        mark = marker(lines[0].words)
        return mark is not None and mark.value == self.groups + 1 and lines[0].length <= self.narrow

    def _narrow(self, table: list[Row]) -> float:
        """The width of the column of groups, by the first lines that carry one number after the other; 0 without."""
        widths: list[float] = []
        for row in table:
            first = row.lines[0] if row.lines else None
            mark = marker(first.words) if first else None
            if first and mark and mark.value == len(widths) + 1:
                widths.append(first.length)
        return max(widths) if len(widths) > 1 else 0

    def _text_column(self) -> int:
        return next(run.columns[-1] for run in self.runs if run.kind == "task")


def _goes_on(lines: Sequence[Line], width: float) -> bool:
    """True where a cell goes on behind its last line: behind a comma, or where the column is full."""
    return lines[-1].words.endswith(JOINED) or full(lines, width)
