"""PDF files of our own for the tests: Chinese text at chosen places, rulings, pictures. Nothing but the format itself.

The font is one of Adobe's that every reader knows by name, each character as wide as it is high.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

WIDTH, HEIGHT = 595, 842  # A4 in points
LEFT, TOP, BOTTOM, SIZE = 80, 740, 110, 16
PER_LINE = 27  # characters: from margin to margin
PER_PAGE = 22  # lines

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 752"
    b"/Descent -271/ItalicAngle 0/CapHeight 737/StemV 58/FontBBox[-25 -254 1000 880]>>>>]>>"
)


class Page:
    """One page, drawn from its lower left corner."""

    def __init__(self) -> None:
        self._drawn: list[str] = []
        self.picture = False

    def text(self, words: str, x: float, y: float, size: float = SIZE) -> None:
        """Words from (x, y) on."""
        self._drawn.append(f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET")

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A thin line."""
        self._drawn.append(f"0.5 w {x} {y} m {to_x} {to_y} l S")

    def table(self, top: float, widths: list[float], rows: list[list[str]], height: float = 24) -> None:
        """A ruled table; words that do not fit into their cell go on in its next line."""
        x, y = [LEFT + sum(widths[:n]) for n in range(len(widths) + 1)], top
        self.rule(x[0], y, x[-1], y)
        for row in rows:
            cut = [
                [cell[i : i + int(w // 10)] for i in range(0, len(cell), int(w // 10))]
                for cell, w in zip(row, widths, strict=True)
            ]
            deep = max(height, 14 * max(map(len, cut)) + 8)
            for left, lines in zip(x, cut, strict=False):
                for number, line in enumerate(lines):
                    self.text(line, left + 2, y - 14 - 14 * number, 9)
            for place in x:
                self.rule(place, y, place, y - deep)
            y -= deep
            self.rule(x[0], y, x[-1], y)

    def content(self) -> bytes:
        """The page's drawing operators."""
        return "\n".join(
            [*self._drawn, *(["q 400 0 0 600 90 100 cm /I1 Do Q"] if self.picture else [])]
        ).encode()


def typeset(paragraphs: Iterable[str], head: str = "", foot: str = "— {} —") -> list[Page]:
    """Paragraphs over pages as Word lays them out: two characters of indent, lines and pages cut where they are full."""
    lines: list[tuple[int, str]] = []
    for words in paragraphs:
        indent = 2 if words.endswith("。") or len(words) > PER_LINE else 0
        first, rest = words[: PER_LINE - indent], words[PER_LINE - indent :]
        lines += [(indent, first), *((0, rest[i : i + PER_LINE]) for i in range(0, len(rest), PER_LINE))]
    pages = []
    for start in range(0, len(lines), PER_PAGE):
        page = Page()
        for number, (indent, words) in enumerate(lines[start : start + PER_PAGE]):
            page.text(words, LEFT + indent * SIZE, TOP - number * 28)
        if head:
            page.text(head, LEFT, HEIGHT - 40, 10)
        page.text(foot.format(len(pages) + 1), 270, 50, 12)
        pages.append(page)
    return pages


def save(pages: list[Page], path: Path, *, locked: bool = False) -> Path:
    """Writes the file; `locked` says that it is encrypted by a password that nobody knows."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _FONT, _picture()]
    kids = []
    for page in pages:
        content = zlib.compress(page.content())
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>/XObject<</I1 4 0 R>>>>>>" % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"ab" * 32, b"cd" * 32)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    more = b"/ID[<%s><%s>]" % (b"00" * 16, b"00" * 16) + (lock if locked else b"")
    data += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, more, start)
    path.write_bytes(data)
    return path


def _picture() -> bytes:
    """A grey square."""
    return b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
