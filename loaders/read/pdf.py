"""PDF files with a text layer: lines put together to paragraphs, tables to rows, page numbers left out.

A line that reaches the right margin goes on in the next one, over a page's end too. A scanned PDF has no text: it is
refused with the word that it needs OCR.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.records import Finding, Source
from loaders.parse.numbering import marker
from loaders.read.layout import Layout

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MAX_PAGES = 1000
_PAGE_NUMBER = re.compile(r"[—–\-－\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?[—–\-－\s·]*(?:共\s*\d+\s*页)?")  # — 3 —
# CJK radicals that Unicode does not decompose, as fonts of PDF writers use them
_RADICALS = dict(
    zip(
        "⺠⻓⻋⻔⻛⻢⻅⻉⻚⻜⻝⻥⻦⻩⻬⻰⻄⺟⻘⻆⻨⻮⻤⻣⻁⻑",
        "民长车门风马见贝页飞食鱼鸟黄齐龙西母青角麦齿鬼骨虎长",
        strict=True,
    )
)
_SLACK = 2.2  # characters: a line that ends nearer to the margin than this may go on


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, how far it reaches, the size of its type, and its height on the page."""

    words: str
    left: float
    right: float
    size: float
    top: float
    bold: bool


def matches(data: bytes) -> bool:
    """True for a PDF."""
    return data.startswith(b"%PDF")


def read(data: bytes, path: Path) -> Source:
    """The text of a PDF. InputError where it is broken, locked, too long, or only pictures."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts that do not matter here
    layout = Layout()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > _MAX_PAGES:
                raise InputError(f"{len(pdf.pages)} pages; at most {_MAX_PAGES} are read 页数过多", str(path))
            _Pages(layout).run(pdf.pages)
    except PDFPasswordIncorrect as error:
        raise InputError(
            "the PDF is locked by a password PDF 已加密", str(path), "save it without one"
        ) from error
    except (PdfminerException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"broken PDF: {error} PDF 损坏", str(path)) from error
    source = layout.source(path.name, "pdf")
    if not re.search(r"[\u4e00-\u9fff]", source.text):
        raise InputError(
            "no text layer: these are pictures of pages 没有文字层", str(path), "run OCR first 需先做 OCR"
        )
    return source


class _Pages:
    """Puts lines together to paragraphs, and rows of tables that go on over pages."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.open: list[tuple[str, bool]] = []
        self.last: Line | None = None
        self.margin = 0.0

    def run(self, pages: list[Page]) -> None:
        for page in pages:
            tables = page.find_tables()
            lines = list(_lines(page, [table.bbox for table in tables]))
            self.margin = max((line.right for line in lines), default=self.margin)
            things: list[tuple[float, Any]] = [(line.top, line) for line in lines]
            things += [(table.bbox[1], table) for table in tables]
            for _, thing in sorted(things, key=lambda pair: pair[0]):
                if isinstance(thing, Line):
                    self._line(thing)
                else:
                    self._table(thing.extract())
            page.close()
        self._close()

    def _line(self, line: Line) -> None:
        if self.last and not self._goes_on(self.last, line):
            self._close()
        self.open.append((line.words, line.bold))
        self.last = line

    def _goes_on(self, before: Line, line: Line) -> bool:
        """True where `line` is the rest of the paragraph of `before`."""
        full = before.right >= self.margin - _SLACK * before.size
        indented = line.left > before.left + 1.2 * line.size and len(self.open) > 1
        return full and not indented and abs(before.size - line.size) < 1 and marker(line.words) is None

    def _close(self) -> None:
        self.layout.paragraph(self.open)
        self.open, self.last = [], None

    def _table(self, rows: list[list[str | None]]) -> None:
        """Rows of a table; a row that only goes on with the one before (its number is empty) is a finding."""
        self._close()
        above: list[str] = []
        for row in rows:
            cells = ["".join((cell or "").split()) if cell is not None else None for cell in row]
            if above and cells and not cells[0] and any(cells):
                message = "a row without a number goes on with the one above 无序号行，可能为上一行的续行"
                self.layout.findings.append(Finding("row-continued", message))
            filled = [
                above[i] if cell is None and i < len(above) else cell or "" for i, cell in enumerate(cells)
            ]
            self.layout.row([(cell, False)] for cell in filled)
            above = filled


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
        yield Line(words, found["x0"], found["x1"], float(first["size"]), found["top"], bold)


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
