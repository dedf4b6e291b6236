"""What readers of laid-out formats build: one text, its blocks, and the bold places in it.

A table row becomes tab-indented lines and a blank line, the form in which plain text has tables, so that a person who
reads the text sees the rows too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.records import Block, Finding, Source, Span

_LINE_END = re.compile(r"(?<![ \t\r])[ \t\r]*\n[ \t\r\n]*")  # a line break inside a paragraph: 'a \n b'
_EDGE = re.compile(
    r"^[\s\u200b\ufeff]+|(?<![\s\u200b\ufeff])[\s\u200b\ufeff]+$"
)  # outer white space, wide and zero-width too

Run = tuple[str, bool]  # words, and whether they are bold


class Layout:
    """Collects paragraphs and rows in reading order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._bold: list[Span] = []
        self.findings: list[Finding] = []

    def paragraph(self, runs: Iterable[Run]) -> None:
        """A paragraph; an empty one leaves no trace."""
        for line in _lines(runs):
            span = self._put(line)
            if span:
                self._blocks.append(Block(span))
                self._add("\n")

    def row(self, cells: Iterable[list[Run]]) -> Span | None:
        """A table row, and where it stands. An empty cell keeps its place as None; a row without any words leaves no trace."""
        spans: list[Span | None] = []
        for cell in cells:
            lines = _lines(cell)
            if not any(words.strip() for line in lines for words, _ in line):
                spans.append(None)
                continue
            self._add("\t")
            places = []
            for number, line in enumerate(lines):
                if number:
                    self._add("\n")
                places.append(self._put(line))
            known = [place for place in places if place]
            spans.append(Span(known[0].start, known[-1].end))
            self._add("\n")
        words = [span for span in spans if span]
        if not words:
            return None
        whole = Span(words[0].start, words[-1].end)
        self._blocks.append(Block(whole, "row", tuple(spans)))
        self._add("\n")
        return whole

    def source(self, file: str, form: str, stated: dict[str, str] | None = None) -> Source:
        """The source with all that was collected. `stated` is what the format says beside its text."""
        text = "".join(self._pieces)
        return Source(
            file, form, text, tuple(self._blocks), tuple(self.findings), tuple(self._bold), stated or {}
        )

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _put(self, line: list[Run]) -> Span | None:
        """Adds a line without outer white space; its span, and the bold places in it."""
        whole = "".join(words for words, _ in line)
        inner = _EDGE.sub("", whole)
        if not inner:
            return None
        skip = whole.index(inner[0])
        start, place = self._length, self._length - skip
        for words, bold in line:
            low, high = max(place, start), min(place + len(words), start + len(inner))
            if bold and high > low:
                self._bold.append(Span(low, high))
            place += len(words)
        self._add(inner)
        return Span(start, start + len(inner))


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs cut at line breaks."""
    lines: list[list[Run]] = [[]]
    for words, bold in runs:
        first, *more = _LINE_END.split(words)
        lines[-1].append((first, bold))
        lines.extend([(line, bold)] for line in more)
    return lines
