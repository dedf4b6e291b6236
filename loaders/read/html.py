"""Pages of government sites: the metadata table is the header, the article is the text, the rest of the page is left out.

Saved pages and fragments alike. Bold type is kept as marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from kg.errors import InputError
from kg.records import Source
from loaders.read.layout import Layout, Run
from loaders.read.txt import decode

_SNIFF = re.compile(
    rb"<(?:!doctype\s+html|html|body|div|p|table|article)[\s>]", re.IGNORECASE
)  # <div class=…
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)  # <meta charset="gbk">
_META = {
    "发文机关": "issuer",
    "发文字号": "number",
    "成文日期": "date",
    "标题": "title",
}  # 发文字号： in a metadata table
_DATE = re.compile(r"(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})")  # 2018年11月16日, 2018-11-16
# where sites of the State Council, provinces and cities put the article
_ARTICLE = (
    "UCAP-CONTENT",
    "zoom",
    "Zoom",
    "article",
    "content",
    "TRS_Editor",
    "pages_content",
    "text_content",
    "mainText",
)
_OUTSIDE = {
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "iframe",
    "noscript",
    "select",
    "svg",
}
_BLOCKS = {
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "center",
    "dd",
    "dt",
}
_BOLD = {"b", "strong"}
_CLUTTER = re.compile(
    r"share|qrcode|print|breadcrumb|crumb|toolbar|navi|sitemap|footer|weixin|de_banner", re.IGNORECASE
)
_WEIGHT = re.compile(
    r"font-weight:\s*(?:bold|[6-9]00)|font-family:[^;]{0,100}(?:SimHei|黑体)", re.IGNORECASE
)  # font-weight: bold
_MAX_DEPTH = 200


def matches(data: bytes) -> bool:
    """True for HTML, told by its first tags."""
    return bool(_SNIFF.search(data[:4096]))


def read(data: bytes, path: Path) -> Source:
    """The article of a page. InputError where it holds no Chinese text."""
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode().lower() if declared else ""
    text = (
        data.decode("gb18030", "replace")
        if encoding in ("gbk", "gb2312", "gb18030")
        else decode(data, path)[0]
    )
    try:
        page = lxml_html.document_fromstring(
            text, parser=lxml_html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (etree.ParserError, ValueError) as error:
        raise InputError(f"broken HTML: {error} 网页损坏", str(path)) from error
    stated = _metadata(page)
    layout = Layout()
    _walk(_article(page), layout)
    source = layout.source(path.name, "html", stated)
    if not re.search(r"[\u4e00-\u9fff]", source.text):
        raise InputError("no Chinese text in it 没有中文内容", str(path))
    return source


def _metadata(page: lxml_html.HtmlElement) -> dict[str, str]:
    """What the metadata table says: issuer, number, date, title. Its rows are no text."""
    found: dict[str, str] = {}
    for cell in page.iter("td", "th"):
        if cell.find(".//td") is not None:
            continue
        label = re.sub(r"[\s：:　]", "", cell.text_content())
        value = cell.getnext()
        if label in _META and value is not None and _META[label] not in found:
            words = " ".join(value.text_content().split())
            date = _DATE.search(words)
            if _META[label] == "date":
                words = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" if date else ""
            if words:
                found[_META[label]] = words
    return found


def _article(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The element that holds the text: by the ids and classes of such sites, else the body."""
    for name in _ARTICLE:
        for element in page.xpath(
            "//*[@id=$name or contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name
        ):
            if len(element.text_content().strip()) > 200:
                return element
    body = page.find(".//body")
    return page if body is None else body


def _walk(element: lxml_html.HtmlElement, layout: Layout, depth: int = 0) -> None:
    """Blocks and rows of an element in order; running text between blocks is a paragraph of its own."""
    if depth > _MAX_DEPTH:
        layout.paragraph([(element.text_content(), False)])
        return
    waiting: list[Run] = [(element.text or "", _is_bold(element))]
    for child in element:
        if isinstance(child.tag, str) and not _left_out(child):
            if child.tag == "table" and not _is_frame(child):
                layout.paragraph(waiting)
                waiting = []
                _table(child, layout)
            elif child.tag in _BLOCKS or child.tag in ("table", "tbody", "tr", "td", "th"):
                layout.paragraph(waiting)
                waiting = []
                _walk(child, layout, depth + 1)
            else:
                waiting += list(_inline(child, _is_bold(element)))
        waiting.append((child.tail or "", _is_bold(element)))
    layout.paragraph(waiting)


def _left_out(element: lxml_html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    hidden = "display:none" in element.get("style", "").replace(" ", "")
    return element.tag in _OUTSIDE or hidden or bool(_CLUTTER.search(names))


def _is_frame(table: lxml_html.HtmlElement) -> bool:
    """A table that lays the page out: it holds tables or paragraphs of its own, or a single cell."""
    cells = table.findall(".//td")
    return table.find(".//table") is not None or len(cells) < 2


def _inline(element: lxml_html.HtmlElement, bold: bool) -> Iterator[Run]:
    """The runs inside a paragraph; <br> is a line break."""
    if element.tag == "br":
        yield "\n", False
        return
    heavy = bold or _is_bold(element)
    yield element.text or "", heavy
    for child in element:
        if isinstance(child.tag, str) and not _left_out(child):
            yield from _inline(child, heavy)
        yield child.tail or "", heavy


def _is_bold(element: lxml_html.HtmlElement) -> bool:
    return element.tag in _BOLD or bool(_WEIGHT.search(element.get("style", "")))


def _table(table: lxml_html.HtmlElement, layout: Layout) -> None:
    """Rows with merged cells undone: a cell that spans rows or columns holds for each."""
    pending: dict[int, tuple[int, list[Run]]] = {}
    if any(label in table.text_content() for label in ("索引号", "索 引 号", "发文字号：")):
        return  # the metadata table is the header
    for row in table.iter("tr"):
        cells: list[list[Run]] = []
        for cell in [c for c in row if c.tag in ("td", "th")]:
            _carry(cells, pending)
            runs = list(_inline(cell, False))
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            for _ in range(columns):
                if rows > 1:
                    pending[len(cells)] = (rows - 1, runs)
                cells.append(runs)
        _carry(cells, pending)
        layout.row(cells)


def _carry(cells: list[list[Run]], pending: dict[int, tuple[int, list[Run]]]) -> None:
    """Fills the places that a cell from a row above still holds."""
    while len(cells) in pending:
        left, runs = pending.pop(len(cells))
        if left > 1:
            pending[len(cells)] = (left - 1, runs)
        cells.append(runs)


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    """A rowspan or colspan between 1 and 100, whatever the page says."""
    value = cell.get(name, "1")
    return min(max(int(value), 1), 100) if value.isdigit() else 1
