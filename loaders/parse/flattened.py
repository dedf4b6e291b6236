"""Annex tables that lost their cells: lines of a PDF or a docx-to-text run put together to rows again.

序号            one line each: the columns' titles, their order, and where a page starts again
重点任务
责任单位
1               an ordinal alone on its line starts a row
建立审批管理长   the cells of a row follow each other in the order of the titles, wrapped at the columns' widths
效机制。
市发展改革委、市规
划资源局

Which line belongs to which cell is told by cells.py. Where that is not certain, who answers is left out, with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from kg.records import Block, Finding, Source, Span
from loaders.parse import rows
from loaders.parse.cells import JOINED, MARK, Line, Reader, Reading, Run, full, lines_of
from loaders.parse.folded import fold
from loaders.parse.header import annex_number
from loaders.parse.numbering import marker
from loaders.resolve.regions import Divisions

_MAY_BE = re.compile(r"^[ 　]*(?:序[ 　]*号|编[ 　]*号)[ 　]*$", re.MULTILINE)  # 序号 alone on its line
_WORD = r"[\u4e00-\u9fff、/]"
_ENCLOSED = r"(?:（[^（）]{1,10}）)?"  # 责任单位（部门）
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(r"序号|编号")),
    (
        "other",
        re.compile(rf"备注|说明|{_WORD}{{0,6}}(?:责任人|联系人|电话|领导|签字)"),
    ),  # 责任领导: no agency
    ("due", re.compile(rf"{_WORD}{{0,6}}(?:时限|时间|期限|节点|进度){_ENCLOSED}")),  # 完成时限 · 时间节点
    ("agency", re.compile(rf"{_WORD}{{0,6}}(?:单位|部门|主体|机构|处室|科室){_ENCLOSED}")),  # 牵头部门
    (
        "task",
        re.compile(
            rf"{_WORD}{{0,6}}(?:任务|内容|措施|举措|事项|工作|要求|目标|项目|类别|领域|要点|清单|名称|环节){_ENCLOSED}"
        ),  # 重点任务 · 主要内容
    ),
)
_NUMBER = re.compile(r"(\d{1,3})[.．、]?")  # an ordinal alone: '12'
_PAGE = re.compile(r"[—–\-－]+\d{1,3}[—–\-－]+|第\d+页.{0,10}")  # '—3—', '第3页共9页'
_PIECE = re.compile(
    r"[^。]*。[”’）》」』）)]*|[^。]+"
)  # a sentence's part of a line: '…工作。' of '…工作。市委网信办'
_CLOSING = re.compile(r"抄送|[（(]?联系人|[（(]?联系电话|[（(]?此件|附件")  # behind a table: 抄送：…
_DASHES = tuple([mark] for mark in MARK)  # an empty cell: '—'
_MOST_ENDS = 4  # places that are tried for the end of a row
_LONGEST = 40  # lines: of a last row that can't be read, the rest is taken as text behind the table
_LEAST = 2  # rows: below, lines are no table


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
    """A row while it is put together: its ordinal, its lines in the parts that pages' ends cut, and doubts."""

    value: int
    ordinal: Span
    block: int
    parts: list[list[Line]] = field(default_factory=lambda: [[]])
    doubtful: bool = False

    @property
    def lines(self) -> list[Line]:
        """All its lines."""
        return [line for part in self.parts for line in part]


def recover(source: Source, divisions: Divisions) -> Source:
    """The source with each flattened table's lines as blocks of rows; all else as it is."""
    if not _MAY_BE.search(source.text):
        return source
    found = _Tables(source, divisions)
    blocks = tuple(found.blocks())
    return replace(source, blocks=blocks, findings=(*source.findings, *found.findings))


class _Tables:
    """Walks the blocks of a source and puts tables together."""

    def __init__(self, source: Source, divisions: Divisions) -> None:
        self.text, self.old, self.divisions = source.text, source.blocks, divisions
        self.words = [
            fold(source.text, block.span).text
            if block.kind == "text" and len(block.span.quote(source.text)) < 60
            else ""
            for block in source.blocks
        ]
        self.findings: list[Finding] = []

    def blocks(self) -> Iterator[Block]:
        """All blocks in order, tables as rows."""
        at = 0
        while at < len(self.old):
            header = self._header(at)
            made = self._table(header) if header else None
            if made:
                yield from made[0]
                at = made[1]
            else:
                yield self.old[at]
                at += 1

    # --- titles ------------------------------------------------------------------------------------------------------

    def _header(self, at: int) -> Header | None:
        """The titles that start at a block: 序号, and columns for the task and for who answers."""
        if not _TITLES[0][1].fullmatch(self.words[at]):
            return None
        found: list[tuple[str, str, Span]] = []
        place = at
        while title := self._title(place):
            words, kind, lines = title
            span = Span(self.old[place].span.start, self.old[place + lines - 1].span.end)
            found.append((words, kind, span))
            place += lines
        titles, kinds, cells = zip(*found, strict=True)
        roles = {"lead", "cooperate", "responsible"}
        if kinds.count("ordinal") != 1 or "task" not in kinds or not roles & set(kinds):
            return None
        return Header(titles, kinds, cells, at, place)

    def _title(self, at: int) -> tuple[str, str, int] | None:
        """A title, on one line or wrapped over two: its words, its kind, the lines it takes."""
        for lines in (1, 2):
            pieces = self.words[at : at + lines]
            words = "".join(pieces)
            kind = next((kind for kind, form in _TITLES if form.fullmatch(words)), None)
            if all(pieces) and len(pieces) == lines and kind:
                role = rows.what(words)
                if kind == "agency":
                    kind = role if role in ("lead", "cooperate", "responsible") else "other"
                return words, kind, lines
        return None

    def _again(self, header: Header, at: int) -> int:
        """How many lines the same titles take here, as on a new page; 0 where they don't stand here."""
        count = header.after - header.first
        return count if self.words[at : at + count] == self.words[header.first : header.after] else 0

    # --- rows --------------------------------------------------------------------------------------------------------

    def _table(self, header: Header) -> tuple[list[Block], int] | None:
        """The blocks of a table and the index of the first block behind it; None where it is not understood."""
        table = self._rows(header)
        if len(table) < _LEAST:
            return None
        read = _Reading(header, self.text, self.divisions)
        made = read.run(table)
        if made is None:
            message = "a table without cells could not be put together 表格失去单元格，未能恢复"
            self.findings.append(Finding("table-not-recovered", message, header.block.span))
            return None
        self.findings += read.findings
        blocks, kept = made
        out: list[Block] = [header.block]
        at = header.after
        for block, first, after in blocks:
            out += self._between(header, at, first)
            out.append(block)
            at = after
        return out, max(at, kept)

    def _between(self, header: Header, at: int, stop: int) -> Iterator[Block]:
        """What stands between two rows: titles again, page numbers, a heading over the table's width."""
        while at < stop:
            if lines := self._again(header, at):
                span = Span(self.old[at].span.start, self.old[at + lines - 1].span.end)
                yield replace(header.block, span=span)
                at += lines
            else:
                yield self.old[at]
                at += 1

    def _rows(self, header: Header) -> list[Row]:
        """The rows under the titles, by ordinals, with all lines that may belong to them."""
        table: list[Row] = []
        at = header.after
        while at < len(self.old):
            if lines := self._again(header, at):
                if self.words[at + lines : at + lines + 1] == ["1"] and table:
                    break
                self._page_ends(table, at)
                at += lines
                continue
            if self._hard_end(at):
                break
            if number := _NUMBER.fullmatch(self.words[at]):
                self._number(table, at, number)
            elif _PAGE.fullmatch(self.words[at]):
                self._page_ends(table, at)
            elif table:
                table[-1].parts[-1] += self._lines(at)
            else:
                break
            at += 1
        return table

    def _hard_end(self, at: int) -> bool:
        block = self.old[at]
        words = self.words[at]
        return block.kind == "row" or bool(_TITLES[0][1].fullmatch(words)) or annex_number(words) is not None

    def _number(self, table: list[Row], at: int, number: re.Match[str]) -> None:
        """A number alone on its line: the next row's ordinal, a page's number, or a doubt."""
        value, due = int(number[1]), table[-1].value + 1 if table else 1
        span = self.old[at].span
        if value == due or (table and value == due + 1):
            if value > due:
                table[-1].doubtful = True
            digits = re.match(r"\d+", span.quote(self.text))
            table.append(Row(value, Span(span.start, span.start + (digits.end() if digits else 1)), at))
        elif table:
            table[-1].parts[-1] += self._lines(at)
            table[-1].doubtful = True

    def _page_ends(self, table: list[Row], at: int) -> None:
        """A page ends in or behind the row; a number right above the next page's titles is the page's."""
        if not table:
            return
        row = table[-1]
        if row.parts[-1] and row.parts[-1][-1].block == at - 1 and row.parts[-1][-1].words.isdigit():
            row.parts[-1].pop()
            row.doubtful = any(line.words.isdigit() for line in row.lines)
        if row.parts[-1]:
            row.parts.append([])

    def _lines(self, at: int) -> Iterator[Line]:
        """A block as lines, cut behind each full stop: who answers may stand on the same line as a task's end."""
        block = self.old[at]
        gap = at > 0 and self.text.count("\n", self.old[at - 1].span.end, block.span.start) > 1
        for piece in _PIECE.finditer(self.text, block.span.start, block.span.end):
            words = fold(self.text, Span(*piece.span())).text
            if words:
                yield Line(Span(*piece.span()), words, at, gap)
                gap = False


class _Reading:
    """Reads the rows of one table, certain ones first: they tell the widths of its columns."""

    def __init__(self, header: Header, text: str, divisions: Divisions) -> None:
        self.header, self.text = header, text
        self.runs = header.runs
        self.reader = Reader(self.runs, divisions)
        self.findings: list[Finding] = []
        self.group: Span | None = None
        self.groups, self.narrow = 0, 0.0

    def run(self, table: list[Row]) -> tuple[list[tuple[Block, int, int]], int] | None:
        """Each row as a block with the blocks that it takes the place of, and where the table ends.

        None where most rows can't be read: then it may be no table at all.
        """
        for row in table:
            row.parts = [part for part in row.parts if part] or [[]]
        plain = [row for row in table if len(row.parts) == 1 and not row.doubtful]
        certain = [(row.parts, found) for row in plain if (found := self.reader.only(row.parts))]
        self.reader.learn(certain)
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
        lines = pieces[0]
        if self._opens_group(lines):
            stop = 1
            while (
                stop < len(lines) - 1
                and lines[stop].length <= self.narrow
                and _goes_on(lines[:stop], self.narrow)
            ):
                stop += 1
            if stop < len(lines):
                self.group = Span(lines[0].span.start, lines[stop - 1].span.end)
                self.groups += 1
                pieces = [lines[stop:], *pieces[1:]]
        if self.group:
            cells[run.columns[0]] = [self.group]
        return pieces

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
