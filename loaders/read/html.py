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
from kg.ids import title_key
from kg.records import Source
from loaders.read.layout import Layout, Run
from loaders.read.txt import decode

_SNIFF = re.compile(
    rb"<(?:!doctype\s+html|html|body|div|p|table|article)[\s>]", re.IGNORECASE
)  # <div class=…
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)  # <meta charset="gbk">
_META = {
    **dict.fromkeys(("发文机关", "发文单位", "制发机关", "制定机关"), "issuer"),
    **dict.fromkeys(("发文字号", "文号", "发文文号", "文件编号"), "number"),
    **dict.fromkeys(("成文日期", "成文时间", "发文日期", "发文时间"), "date"),
    **dict.fromkeys(("标题", "名称", "文件名称", "信息名称"), "title"),
}  # 发文字号：云政发〔2022〕5号, in whatever a site puts it: table, list, lines
# other labels beside them: what shows them too is the metadata, not the text. 发布日期 is no 成文日期.
_BESIDE = frozenset(
    ("索引号", "主题分类", "发布日期", "发布机构", "公开方式", "有效性", "公文种类", "信息分类", "主题词")
)
_LABELLED = re.compile(rf"({'|'.join((*_META, *_BESIDE))})[：:](.{{2,200}})")  # 发文字号：云政发〔2022〕5号
# lines of a page that are no text: 【打印】【关闭】 · 您现在的位置：首页 > 政策 · 上一篇：…
_PAGE_LINE = re.compile(
    r"(?:[【〖\[]?(?:打印|关闭|关闭窗口|打印本页|返回顶部|返回列表|收藏|分享|分享到|字体|字号|大|中|小|微信|微博|复制链接)"
    r"[】〗\]：:|｜]{1,3})+(?:大|中|小|打印|关闭|微信|微博)?|打印本页|关闭窗口|分享到|返回顶部|扫一扫.{0,20}"
    r"|[您你]?(?:当前|现在)的?(?:所在)?位置[：:是].{0,80}|[上下]一篇[：:].{0,80}|浏览(?:次数|量)[：:]?\d{0,9}次?|责任编辑[：:].{0,20}"
    # where the page stands, in links: 首页>政务公开>政策文件 · 政务公开»通知公告»文件
    r"|(?:网站|本站)?(?:首页|主页)[>＞»›→/].{0,80}|(?:[\u4e00-\u9fff]{2,15}[>＞»›]){2,8}.{0,80}"
)
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
_LABELS_IN = ("td", "th", "li", "dt", "p", "div", "span", "b", "strong", "label", "em", "i", "font")
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
    article = _article(page)
    _header(stated, article, layout)
    _walk(article, layout)
    source = layout.source(path.name, "html", stated)
    if not re.search(r"[\u4e00-\u9fff]", source.text):
        raise InputError("no Chinese text in it 没有中文内容", str(path))
    return source


def _metadata(page: lxml_html.HtmlElement) -> dict[str, str]:
    """What the page says beside its text: issuer, number, date, title. Where it stands is taken out of the page."""
    found: dict[str, str] = {}
    places = []
    for element in page.iter(*_LABELS_IN):
        label, value = _labelled(element)
        if label and value:
            places.append(element)
            key = _META.get(label)
            words = _iso(value) if key == "date" else value
            if key and words:
                found.setdefault(key, words)
    if len(places) < 2:  # one label alone is a line of the text
        found = {}
    for place in places if found else ():
        _take_out(place, len(places))
    title = page.find(".//meta[@name='ArticleTitle']")  # by the national standard for government sites
    if title is not None and (words := " ".join(title.get("content", "").split())):
        found.setdefault("title", words)
    return found


def _labelled(element: lxml_html.HtmlElement) -> tuple[str, str]:
    """(发文字号, its value), where the element is such a label, or a line with label and value; else empty."""
    own = re.sub(r"[\s　]", "", (element.text or "")[:300])
    if match := _LABELLED.fullmatch(own):
        return match[1], match[2]
    label = own.rstrip("：:")
    return (label, _beside(element)) if label in _META or label in _BESIDE else ("", "")


def _beside(element: lxml_html.HtmlElement) -> str:
    """What stands right behind a label: text, or the next element, over up to two levels."""
    for _ in range(3):
        if words := " ".join((element.tail or "").split()):
            return words[:200]
        following = element.getnext()
        if following is not None:
            return " ".join(following.text_content().split())[:200]
        element = element.getparent()
        if element is None or element.tag in ("table", "ul", "dl", "body"):
            break
    return ""


def _iso(words: str) -> str:
    date = _DATE.search(words)
    return f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" if date else ""


def _take_out(place: lxml_html.HtmlElement, labels: int) -> None:
    """Empties the smallest list, table or division around a label that holds little more than labels."""
    around = next(
        (above for above in place.iterancestors("table", "ul", "ol", "dl", "div") if len(above)), None
    )
    if around is not None and len("".join(around.itertext())) < 300 + 200 * labels:
        tail = around.tail
        around.clear()
        around.tail = tail


def _header(stated: dict[str, str], article: lxml_html.HtmlElement, layout: Layout) -> None:
    """The title as the first line, where the article leaves it to the metadata: what is said of it has its place then."""
    title = stated.get("title")
    if title and title_key(title) not in title_key("".join(article.itertext())[:3000]):
        layout.paragraph([(title, False)])


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
                _paragraph(waiting, layout)
                waiting = []
                _table(child, layout)
            elif child.tag in _BLOCKS or child.tag in ("table", "tbody", "tr", "td", "th"):
                _paragraph(waiting, layout)
                waiting = []
                _walk(child, layout, depth + 1)
            else:
                waiting += list(_inline(child, _is_bold(element)))
        waiting.append((child.tail or "", _is_bold(element)))
    _paragraph(waiting, layout)


def _paragraph(runs: list[Run], layout: Layout) -> None:
    """A paragraph; a line of the page around the text is left out."""
    words = re.sub(r"\s", "", "".join(words for words, _ in runs)[:200])
    if not _PAGE_LINE.fullmatch(words):
        layout.paragraph(runs)


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
