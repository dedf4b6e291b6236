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
from collections.abc import Iterator
from dataclasses import replace

from kg.records import Block, Finding, Source, Span
from loaders.parse import rows
from loaders.parse.cells import Line
from loaders.parse.flattened_rows import Header, Row, Rows
from loaders.parse.folded import fold_words
from loaders.parse.header import annex_number
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
_MOST_COLUMNS = 10
_WIDEST = 60  # characters: no line of a table is longer
_LEAST = 2  # rows: below, lines are no table


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
            fold_words(source.text[block.span.start : block.span.end])
            if block.kind == "text" and block.span.end - block.span.start < _WIDEST
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
            if found and kind == "ordinal":
                break  # the titles once more
            span = Span(self.old[place].span.start, self.old[place + lines - 1].span.end)
            found.append((words, kind, span))
            place += lines
        if not _LEAST < len(found) <= _MOST_COLUMNS:
            return None
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
        if self.words[at] != self.words[header.first]:
            return 0
        return count if self.words[at : at + count] == self.words[header.first : header.after] else 0

    # --- rows --------------------------------------------------------------------------------------------------------

    def _table(self, header: Header) -> tuple[list[Block], int] | None:
        """The blocks of a table and the index of the first block behind it; None where it is not understood."""
        table = self._rows(header)
        if len(table) < _LEAST:
            return None
        read = Rows(header, self.text, self.divisions)
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
                if not table or self.words[at + lines : at + lines + 1] == ["1"]:
                    break
                self._page_ends(table, at)
                at += lines
                continue
            if self._hard_end(at):
                break
            number = _NUMBER.fullmatch(self.words[at])
            if number and (table or number[1] == "1"):
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
        words = self.words[at]
        if words and "。" not in words:
            yield Line(block.span, words, at, gap)
            return
        for piece in _PIECE.finditer(self.text, block.span.start, block.span.end):
            words = fold_words(piece[0])
            if words:
                yield Line(Span(*piece.span()), words, at, gap)
                gap = False
