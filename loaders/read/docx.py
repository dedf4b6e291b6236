"""Word files: what a reader of the page would see. Tables with merged cells undone, automatic numbers made visible.

Bold type and 黑体 are kept as marks; tracked changes give the final text; headers and footers are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.records import Finding, Source
from loaders.read.docx_numbers import Numbers
from loaders.read.layout import Layout, Run

if TYPE_CHECKING:
    from docx.document import Document

_AGAIN = "fetch it again, or open it in Word and save it anew 请重新获取，或用 Word 打开后另存"
# what a file raises that was cut short or changed on its way: in the zip, in what is packed, in the XML, in a part that is gone
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, SyntaxError, AttributeError, NotImplementedError,
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_UNPACKED = 256 * 1024 * 1024
_MAX_PARTS = 5000
_HEAVY = ("黑体", "SimHei")  # 标黑体字为牵头单位
_KEPT = {
    f"{W}{name}"
    for name in ("ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "customXml")
}
_OFF = ("0", "false", "off")  # a property that is there and says no
_SHOWN = 40  # characters of hidden text that a finding quotes
_MAX_DEPTH = 8


def matches(data: bytes) -> bool:
    """True for a zip that holds a Word document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def is_cut(data: bytes) -> bool:
    """True for the start of a zip file whose end, where its parts are listed, is lost."""
    return data.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(io.BytesIO(data))


def damaged(path: Path, what: str = "Word file") -> InputError:
    """That a file was cut short or changed on its way."""
    return InputError(f"the {what} is damaged 文件已损坏", str(path), _AGAIN)


def read(data: bytes, path: Path) -> Source:
    """The text of a Word file. InputError where it is broken, encrypted, or unpacks to more than is reasonable."""
    import docx

    _check(data, path)
    try:
        document = docx.Document(io.BytesIO(data))
        layout = Layout()
        _Reader(document, layout).run()
    except InputError:
        raise
    except _DAMAGE as error:
        raise damaged(path) from error
    source = layout.source(path.name, "docx")
    if not source.text.strip():
        raise InputError("no text in it: scanned pages need OCR first 没有文字，需先识别", str(path))
    return source


def _check(data: bytes, path: Path) -> None:
    """Refuses what would unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if b"<!DOCTYPE" in archive.open("word/document.xml").read(4096):
                raise InputError("declares entities, which Word never does Word 文件含实体声明", str(path))
    except InputError:
        raise
    except _DAMAGE as error:
        raise damaged(path) from error
    size = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or size > _MAX_UNPACKED:
        raise InputError(f"unpacks to {size:,} bytes in {len(parts):,} parts 解压后过大", str(path))


class _Reader:
    """Walks the body in reading order."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self.document, self.layout = document, layout
        self.numbers = Numbers(document)
        self.heavy_styles = _heavy_styles(document)
        self.hidden_styles = _hidden_styles(document)
        self.changed = False
        self.hidden = ""

    def run(self) -> None:
        self._blocks(self.document.element.body, 0)
        for note in self._footnotes():
            self.layout.paragraph([(note, False)])
        if self.changed:
            self.layout.findings.append(
                Finding("tracked-changes", "tracked changes: the final text is taken 含修订，取最终文本")
            )

        if self.hidden:
            message = f"hidden text was left out 隐藏文字未采用: {self.hidden[:_SHOWN]}"
            self.layout.findings.append(Finding("hidden-text", message, None, "repaired"))

    def _blocks(self, parent: Any, depth: int) -> None:
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in _KEPT:
                self._blocks(element, depth)

    def _paragraph(self, element: Any, depth: int) -> None:
        number = self.numbers.next(element)
        runs = list(self._runs(element, self._paragraph_is_heavy(element)))
        if any(words.strip() for words, _ in runs):
            self.layout.paragraph([(number, False), *runs])
        if depth < _MAX_DEPTH:
            for box in element.iter(f"{W}txbxContent"):
                if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                    self._blocks(box, depth + 1)

    def _runs(self, element: Any, heavy: bool) -> Iterator[Run]:
        """The runs of a paragraph, deleted ones left out, with line breaks and tabs."""
        for child in element:
            if child.tag == f"{W}r":
                words = "".join(_words(child))
                if self._is_hidden(child, element):
                    self.hidden += words.strip()
                else:
                    yield words, self._is_heavy(child, heavy)
            elif child.tag in _KEPT:
                self.changed |= child.tag in (f"{W}ins", f"{W}moveTo")
                yield from self._runs(child, heavy)
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self.changed = True

    def _paragraph_is_heavy(self, element: Any) -> bool:
        style = element.find(f"{W}pPr/{W}pStyle")
        return style is not None and style.get(f"{W}val") in self.heavy_styles

    def _is_heavy(self, run: Any, inherited: bool) -> bool:
        """Bold or 黑体, by the run's own properties, its style, or its paragraph's style."""
        props = run.find(f"{W}rPr")
        if props is None:
            return inherited
        bold, style, fonts = props.find(f"{W}b"), props.find(f"{W}rStyle"), props.find(f"{W}rFonts")
        if fonts is not None and any(font in (fonts.get(f"{W}eastAsia") or "") for font in _HEAVY):
            return True
        if bold is not None:
            return bold.get(f"{W}val", "1") not in _OFF
        return inherited or (style is not None and style.get(f"{W}val") in self.heavy_styles)

    def _is_hidden(self, run: Any, parent: Any) -> bool:
        """True for what Word shows to nobody, by the run's own properties, its style, or its paragraph's style."""
        props = run.find(f"{W}rPr")
        own = props.find(f"{W}vanish") if props is not None else None
        if own is not None:
            return own.get(f"{W}val", "1") not in _OFF
        if not self.hidden_styles:
            return False
        styles = (run.find(f"{W}rPr/{W}rStyle"), parent.find(f"{W}pPr/{W}pStyle"))
        return any(style is not None and style.get(f"{W}val") in self.hidden_styles for style in styles)

    def _table(self, table: Any) -> None:
        """Each row with every cell in its place: a cell merged over rows or columns holds for each."""
        above: dict[int, list[Run]] = {}
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells: list[list[Run]] = []
            for cell in row.findall(f"{W}tc"):
                runs = self._cell(cell)
                props = cell.find(f"{W}tcPr")
                merge = props.find(f"{W}vMerge") if props is not None else None
                span = props.find(f"{W}gridSpan") if props is not None else None
                if merge is not None and merge.get(f"{W}val") != "restart":
                    runs = above.get(len(cells), runs)
                for _ in range(min(int(span.get(f"{W}val", "1")) if span is not None else 1, 100)):
                    above[len(cells)] = runs
                    cells.append(runs)
            self.layout.row(cells)

    def _cell(self, cell: Any) -> list[Run]:
        runs: list[Run] = []
        for paragraph in cell.iter(f"{W}p"):
            if runs:
                runs.append(("\n", False))
            number = self.numbers.next(paragraph)
            runs += [(number, False), *self._runs(paragraph, self._paragraph_is_heavy(paragraph))]
        return runs

    def _footnotes(self) -> Iterator[str]:
        """The text of footnotes, after the body."""
        from lxml import etree

        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/footnotes.xml":
                root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
                for note in root.iter(f"{W}footnote"):
                    words = "".join(text.text or "" for text in note.iter(f"{W}t"))
                    if words.strip():
                        yield f"注：{words.strip()}"


def _words(run: Any) -> Iterator[str]:
    """The text of a run: words, tabs as spaces, breaks as line ends; field codes left out."""
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n" if child.get(f"{W}type") in (None, "textWrapping") else ""


def _heavy_styles(document: Document) -> set[str]:
    """The ids of styles that are bold or 黑体."""
    heavy = set()
    for style in document.styles.element.iter(f"{W}style"):
        props = style.find(f"{W}rPr")
        if props is None:
            continue
        bold, fonts = props.find(f"{W}b"), props.find(f"{W}rFonts")
        dark = fonts is not None and any(font in (fonts.get(f"{W}eastAsia") or "") for font in _HEAVY)
        if dark or (bold is not None and bold.get(f"{W}val", "1") not in _OFF):
            heavy.add(style.get(f"{W}styleId", ""))
    return heavy


def _hidden_styles(document: Document) -> set[str]:
    """The ids of styles whose text is hidden."""
    marks = ((style, style.find(f"{W}rPr/{W}vanish")) for style in document.styles.element.iter(f"{W}style"))
    return {
        style.get(f"{W}styleId", "")
        for style, mark in marks
        if mark is not None and mark.get(f"{W}val", "1") not in _OFF
    }
