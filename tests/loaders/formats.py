"""A document's text as a Word file and as a page: what tests of formats make from plain text.

Lines are paragraphs; tab-indented lines are the cells of a table, its rows parted by empty lines, as plain text has them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from loaders.parse.numbering import to_int
from loaders.read import tables, txt

Piece = str | list[list[str]]  # a paragraph, or the rows of a table


def pieces(text: str) -> Iterator[Piece]:
    """Paragraphs and tables in order."""
    blocks = tables.recover(text, txt.lines(text), [])
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "row":
            yield [[cell.quote(text) if cell else "" for cell in row.cells] for row in group]
        else:
            yield from (block.span.quote(text) for block in group)


def as_docx(text: str, path: Path, *, automatic: bool = False) -> Path:
    """The text as a Word file, tables as tables; with `automatic`, 一、 and （一） are numbers that Word counts."""
    document = docx.Document()
    numbers = (
        Numbers(document, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）")) if automatic else None
    )
    for piece in pieces(text):
        if isinstance(piece, str):
            _paragraph(document, piece, numbers)
        else:
            _table(document, piece)
    document.save(str(path))
    return path


def _paragraph(document: Document, words: str, numbers: Numbers | None) -> None:
    marked = re.match(r"(?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）)(?=\S)", words)
    if numbers and marked:
        made = document.add_paragraph(words[marked.end() :])
        numbers.add(made, 0 if marked[1] else 1, to_int(marked[1] or marked[2]))
    else:
        document.add_paragraph(words)


def _table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, words in zip(made.rows, rows, strict=True):
        for cell, said in zip(row.cells, words, strict=False):
            cell.text = said


class Numbers:
    """A numbered list of (format, text) levels. Where a number is not the next one, the list starts anew there."""

    def __init__(self, document: Document, *levels: tuple[str, str]) -> None:
        self.part = document.part.numbering_part.element
        self.counts = [0] * len(levels)
        self.lists = 900
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "77")
        for depth, (form, shown) in enumerate(levels):
            level = _element("lvl", abstract, ilvl=str(depth))
            for name, value in (("start", "1"), ("numFmt", form), ("lvlText", shown)):
                _element(name, level, val=value)
        self.part.insert(0, abstract)
        self.list = self._list()

    def _list(self) -> Any:
        self.lists += 1
        made = _element("num", self.part, numId=str(self.lists))
        _element("abstractNumId", made, val="77")
        return made

    def add(self, paragraph: Paragraph, depth: int, value: int) -> None:
        """Puts a paragraph into the list, to be shown with this number."""
        if value != self.counts[depth] + 1:
            self.list = self._list()
            _element("startOverride", _element("lvlOverride", self.list, ilvl=str(depth)), val=str(value))
        self.counts[depth:] = [value] + [0] * (len(self.counts) - depth - 1)
        properties = _element("numPr", paragraph._p.get_or_add_pPr())
        _element("ilvl", properties, val=str(depth))
        _element("numId", properties, val=str(self.lists))


def _element(name: str, parent: Any, **attributes: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def as_html(text: str, path: Path) -> Path:
    """The text as a page, tables as tables."""
    parts = []
    for piece in pieces(text):
        if isinstance(piece, str):
            parts.append(f"<p>{html.escape(piece)}</p>")
        else:
            rows = ("".join(f"<td>{_lines(cell)}</td>" for cell in row) for row in piece)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>"
    path.write_text(page, "utf-8")
    return path


def _lines(cell: str) -> str:
    return html.escape(cell).replace("\n", "<br>")
