"""PDF files with a text layer: lines put together to paragraphs, tables to rows, page numbers left out.

A line that reaches the right margin goes on in the next one, over a page's end too. A scanned PDF has no text: it is
refused with the word that it needs OCR.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.records import Finding, Source
from loaders.parse.header import NUMBER
from loaders.parse.numbering import marker
from loaders.parse.separators import part_names
from loaders.read.layout import Layout

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MAX_PAGES = 1000
_MAX_UNPACKED = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_STREAM = re.compile(rb"\bstream\r?\n")  # where something packed begins
Rows = list[list[str | None]]  # cells of a table; None where a cell above or to the left goes on
_PAGE_NUMBER = re.compile(r"[—–\-－\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?[—–\-－\s·]*(?:共\s*\d+\s*页)?")  # — 3 —
# CJK radicals that Unicode does not decompose, as fonts of PDF writers use them
_RADICALS = dict(
    zip(
        "⺠⻓⻋⻔⻛⻢⻅⻉⻚⻜⻝⻥⻦⻩⻬⻰⻄⺟⻘⻆⻨⻮⻤⻣⻁⻑",
        "民长车门风马见贝页飞食鱼鸟黄齐龙西母青角麦齿鬼骨虎长",
        strict=True,
    )
)
# where the title at the top ends, however far its line reaches: …的通知; …的通知⏎的通知 goes on
_TITLE_ENDS = re.compile(r"关于.{2,200}的(?:通知|意见|决定|通报|公告|通告|批复|函)")
_SLACK = 2.2  # characters: a line that ends nearer to the margin than this may go on


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, how far it reaches, the size of its type, its height, whether it is at the edge."""

    words: str
    left: float
    right: float
    size: float
    top: float
    bold: bool
    edge: bool


def matches(data: bytes) -> bool:
    """True for a PDF."""
    return data.startswith(b"%PDF")


def read(data: bytes, path: Path) -> Source:
    """The text of a PDF. InputError where it is broken, locked, too long, or only pictures."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts that do not matter here
    _check(data, path)
    layout = Layout()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > _MAX_PAGES:
                raise InputError(f"{len(pdf.pages)} pages; at most {_MAX_PAGES} are read 页数过多", str(path))
            _Pages(layout).run([_sheet(page) for page in pdf.pages])
    except (PdfminerException, PSException, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, PdfminerException) and isinstance(error.args[0], PDFPasswordIncorrect):
            hint = "save it without one 请去除密码"
            raise InputError("the PDF is locked by a password PDF 已加密", str(path), hint) from error
        raise InputError(f"broken PDF: {error or type(error).__name__} PDF 损坏", str(path)) from error
    source = layout.source(path.name, "pdf")
    if not re.search(r"[\u4e00-\u9fff]", source.text):
        raise InputError(
            "no text layer: these are pictures of pages 没有文字层", str(path), "run OCR first 需先做 OCR"
        )
    return source


def _check(data: bytes, path: Path) -> None:
    """InputError where what is packed in the file, its pictures apart, unpacks to more than is reasonable."""
    size = 0
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 500) : match.start()]
        if b"/Image" not in head[head.rfind(b" obj") + 1 :]:
            size += _unpacked(data, match.end(), _MAX_UNPACKED - size)
        if size > _MAX_UNPACKED:
            raise InputError(f"unpacks to more than {_MAX_UNPACKED:,} bytes 解压后过大", str(path))


def _unpacked(data: bytes, start: int, most: int) -> int:
    """To how many bytes the stream at `start` unpacks; no more is unpacked than a little over `most`."""
    unpacker, size, rest = zlib.decompressobj(), 0, b""
    try:
        while size <= most and not unpacker.eof:
            given = rest or data[start : start + _CHUNK]
            start += 0 if rest else _CHUNK
            made = len(unpacker.decompress(given, _CHUNK))
            if not given and not made:
                break
            size, rest = size + made, unpacker.unconsumed_tail
    except zlib.error:
        pass  # not packed, or packed in another way
    return size


@dataclass(slots=True)
class Sheet:
    """A page as it is needed: its lines, its tables' rows with their height, whether it shows pictures alone."""

    lines: list[Line]
    tables: list[tuple[float, Rows]]
    picture: bool


class _Pages:
    """Puts lines together to paragraphs, and rows of tables that go on over pages."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.open: list[tuple[str, bool]] = []
        self.last: Line | None = None
        self.left = self.margin = 0.0
        self.titled = False  # once a paragraph with 关于 is closed, what follows is no title
        self.rows: list[Row] = []

    def run(self, sheets: list[Sheet]) -> None:
        """All pages; what stands at the edge of every one of them is no text."""
        running = _running(sheets)
        for number, sheet in enumerate(sheets, start=1):
            if sheet.picture:
                message = f"page {number} is a picture: it needs OCR first 第 {number} 页为图片，需先做 OCR"
                self.layout.findings.append(Finding("page-without-text", message))
            lines = [line for line in sheet.lines if not (line.edge and _plain(line.words) in running)]
            self.margin = max((line.right for line in lines), default=self.margin)
            self.left = min((line.left for line in lines), default=self.left)
            things: list[tuple[float, Any]] = [(line.top, line) for line in lines]
            for _, thing in sorted([*things, *sheet.tables], key=lambda pair: pair[0]):
                if isinstance(thing, Line):
                    self._line(thing)
                else:
                    self._table(thing)
        self._close()
        self._close_table()

    def _line(self, line: Line) -> None:
        self._close_table()
        if self.last and not self._goes_on(self.last, line):
            self._close()
        self.open.append((line.words, line.bold))
        self.last = line

    def _goes_on(self, before: Line, line: Line) -> bool:
        """True where `line` is the rest of the paragraph of `before`."""
        full = before.right >= self.margin - _SLACK * before.size
        ended = len(self.open) > 1 or before.words.endswith(("。", "；", "：", "！", "？"))
        indented = line.left > self.left + 1.2 * line.size and ended
        alike = full and not indented and abs(before.size - line.size) < 1 and marker(line.words) is None
        return alike and not self._apart(before, line)

    def _apart(self, before: Line, line: Line) -> bool:
        """True about a 发文字号 on a line of its own, and behind the title, which may reach the margin by chance."""
        numbers = NUMBER.fullmatch(line.words.strip("（）() ")) or (
            len(self.open) == 1 and NUMBER.fullmatch(before.words.strip("（）() "))
        )
        if numbers or self.titled:
            return bool(numbers)
        title = "".join(words for words, _ in self.open)
        return bool(_TITLE_ENDS.fullmatch(title)) and not line.words.startswith(("的", "》"))

    def _close(self) -> None:
        self.titled = self.titled or any("关于" in words for words, _ in self.open)
        self.layout.paragraph(self.open)
        self.open, self.last = [], None

    def _table(self, rows: Rows) -> None:
        """The rows of a table, or of the next page's part of the table above: its header there is left out."""
        self._close()
        for place, row in enumerate(rows):
            cells = [None if cell is None else _on_one_line(cell) for cell in row]
            above = self.rows[-1] if self.rows and len(self.rows[-1].cells) == len(cells) else None
            if self.rows and place == 0 and cells == self.rows[0].cells:
                continue
            if above and place == 0 and cells and cells[0] == "" and above.cells[0]:
                above.go_on(cells)
            elif above:
                self.rows.append(
                    Row([held if c is None else c for held, c in zip(above.cells, cells, strict=True)])
                )
            else:
                self.rows.append(Row([cell or "" for cell in cells]))

    def _close_table(self) -> None:
        """Writes the rows of the open table, with what is in doubt about them."""
        for place, row in enumerate(self.rows):
            span = self.layout.row([(cell, False)] for cell in row.cells)
            if span and row.joined:
                message = "a row that a page's end had cut was joined 分页断开的表格行已接合"
                self.layout.findings.append(Finding("row-joined", message, span, "repaired"))
            elif span and place and not row.cells[0]:
                message = "a row without a number goes on with the one above 无序号行，可能为上一行的续行"
                self.layout.findings.append(Finding("row-continued", message, span))
        self.rows = []


@dataclass(slots=True)
class Row:
    """A row of a table; `joined` where its rest stood on the next page."""

    cells: list[str]
    joined: bool = False

    def go_on(self, cells: list[str | None]) -> None:
        """Adds the rest of each cell: its number is empty there."""
        self.cells = [above + (cell or "") for above, cell in zip(self.cells, cells, strict=True)]
        self.joined = True


def _on_one_line(cell: str) -> str:
    """The printed lines of a cell as one; where one name ends and the next starts with its level, they stay two."""
    lines = ["".join(line.split()) for line in cell.splitlines()]
    whole = "".join(lines)
    joints = accumulate(map(len, lines))
    return "".join(
        f"{line}\n" if part_names(whole, end, end) else line for line, end in zip(lines, joints, strict=True)
    )


def _sheet(page: Page) -> Sheet:
    """What is needed of a page; the page itself is let go."""
    tables = page.find_tables()
    lines = list(_lines(page, [table.bbox for table in tables]))
    sheet = Sheet(
        lines, [(table.bbox[1], table.extract()) for table in tables], bool(page.images) and not page.chars
    )
    page.close()
    return sheet


def _running(sheets: list[Sheet]) -> set[str]:
    """The words, numbers apart, that stand at the edge of every page or of three: running heads and feet."""
    seen = Counter(
        words for sheet in sheets for words in {_plain(line.words) for line in sheet.lines if line.edge}
    )
    enough = min(3, len(sheets)) if len(sheets) > 1 else 2
    return {words for words, times in seen.items() if times >= enough}


def _plain(words: str) -> str:
    return re.sub(r"[\d\s]+", "", words)


def _lines(page: Page, tables: list[tuple[float, float, float, float]]) -> Iterator[Line]:
    """The lines of a page outside of its tables, page numbers left out."""
    outside = page
    for box in tables:
        outside = outside.outside_bbox(_within(box, page.bbox), strict=False)
    for found in outside.extract_text_lines(layout=False, return_chars=True):
        words = re.sub(
            r"(?<=[\u4e00-\u9fff，。、；：）（]) +(?=[\u4e00-\u9fff，。、；：）（])",
            "",
            found["text"].strip(),
        )
        edge = found["top"] < 0.09 * page.height or found["bottom"] > 0.9 * page.height
        words = "".join(map(_whole, words))
        if not words or (edge and _PAGE_NUMBER.fullmatch(words)):
            continue
        first = found["chars"][0]
        bold = all("Bold" in c["fontname"] or "Hei" in c["fontname"] for c in found["chars"])
        yield Line(words, found["x0"], found["x1"], float(first["size"]), found["top"], bold, edge)


def _whole(char: str) -> str:
    """A radical that a font put in place of the character: ⼈ (U+2F08) → 人, ⺠ (U+2EA0) → 民."""
    if "\u2f00" <= char <= "\u2fd5":
        return unicodedata.normalize("NFKC", char)
    return _RADICALS.get(char, char)


def _within(
    box: tuple[float, float, float, float], page: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A table's box, cut to the page: some reach over its edge by a hair."""
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])
