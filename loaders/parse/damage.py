"""Damage in a document's text, found and told with its place: what was repaired on the way, and what could not be.

Each rule has an example of what it matches; nothing here changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Finding, Severity, Span
from loaders.parse import separators

_RULES: tuple[tuple[str, re.Pattern[str], Severity, str], ...] = (
    # 市教育?局, ?任部?: a character that was lost
    (
        "lost-character",
        re.compile(
            r"(?<=[\u4e00-\u9fff])(\?)(?=[\u4e00-\u9fff])|(?<![\w?])(\?)(?=[\u4e00-\u9fff]{1,3}[?？]?)"
        ),
        "doubt",
        "a character was lost 字符缺失",
    ),
    # 0402年, 20 23年底: a year that is none
    (
        "odd-year",
        re.compile(r"(?<!\d)(0\d{3}|[3-9]\d{3})(?=年(?!以上|以下))"),
        "doubt",
        "this is no year 年份有误",
    ),
    # 国发〔201419号: a bracket lost in a number
    (
        "odd-number",
        re.compile(r"([\u4e00-\u9fff]{2,8}[〔\[]\d{5,8}号)"),
        "doubt",
        "a bracket is missing in the number 文号括号缺失",
    ),
    # （责任单位：市 教育局）: a space inside a name
    (
        "space-in-name",
        re.compile(
            r"(?:单位|部门) ?[：:][^）)〕\]\n]{0,80}?[\u4e00-\u9fff]([ \u3000]+)(?=[\u4e00-\u9fff])"
            r"|[（(〔\[][^（(〔\[。\n]{0,60}[\u4e00-\u9fff]([ \u3000]+)[\u4e00-\u9fff][^。\n）)]{0,40}(?:负责|牵头|配合)[）)〕\]]"
        ),
        "repaired",
        "a space inside a name was closed 名称中的空格已去除",
    ),
)
# a blank line, or a page number on a line of its own, where a sentence may go on: '⏎⏎', '⏎— 3 —⏎'
_BREAK = re.compile(r"\n(?=\s*(?:\n|[—–－-]))\s*(?:[—–－-]{1,3} ?\d{1,3} ?[—–－-]{1,3}\s*)?")
_BLANKS = 100  # characters: white space at a line's end is no longer
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|附\s*件|第.{1,3}[章条]"
)  # what starts something new: 二、
_PAUSE = re.compile(r"[，、。；]")  # what running text holds: ，
_GOES_ON = re.compile(r"[\u4e00-\u9fff，、]")  # a character inside a sentence
# what a line must hold for a rule to be worth a walk through it; no rule looks past a line's end
_SIGNS = {
    "lost-character": re.compile(r"\?"),  # 市教育?局
    "odd-year": re.compile(
        r"年(?<=[03-9]\d{3}年)"
    ),  # 0402年; 年 first, as a search for one character is fast
    "odd-number": re.compile(r"号(?<=\d{5}号)"),  # 国发〔201419号
    "space-in-name": re.compile(r"[ \u3000](?=[\u4e00-\u9fff])"),  # 市 教育局
}
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "［": "］"}
_BRACKET = re.compile(r"[（(〔\[［）)〕\]］]")  # any bracket that may be half of a mixed pair: 〔…）
_SQUARE = re.compile(r"[〔\[［〕\]］]")  # one of the halves of a mixed pair: 〔
_SAME_WIDTH = {"(": "（", ")": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕"}


def find(text: str) -> Iterator[Finding]:
    """All that the rules find, and brackets whose halves do not match."""
    for code, pattern, severity, message in _RULES:
        for line in _lines(text, _SIGNS[code]):
            for match in pattern.finditer(text, *line):
                group = next(number for number in range(1, len(match.groups()) + 1) if match[number])
                if not separators.part_names(text, *match.span(group)):
                    yield Finding(code, message, Span(*match.span(group)), severity)
    yield from separators.find(text)
    yield from _page_breaks(text)
    yield from _mixed(text)


def _lines(text: str, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The lines that hold a sign, each once."""
    end = 0
    while found := sign.search(text, end):
        start, end = text.rfind("\n", end, found.start()) + 1, text.find("\n", found.end())
        yield start, end if end >= 0 else len(text)
        if end < 0:
            return


def _page_breaks(text: str) -> Iterator[Finding]:
    """市教育局〔市委教育⏎⏎工委: running text before it, and what is behind goes on."""
    for match in _BREAK.finditer(text):
        if match[0].count("\n") < 2:
            continue
        start, end = len(text[max(0, match.start() - _BLANKS) : match.start()].rstrip()), match.end()
        start += max(0, match.start() - _BLANKS)
        line = text[max(text.rfind("\n", 0, start) + 1, start - 300) : start]
        running = len(line) > 8 and _PAUSE.search(line[:-1])
        whole = start and end < len(text) and _GOES_ON.match(text, start - 1) and _GOES_ON.match(text, end)
        if running and whole and not _STARTS.match(text, end):
            message = "a page break in mid-sentence was closed 句中分页已接合"
            yield Finding("page-break", message, Span(start, end), "repaired")


def _mixed(text: str) -> Iterator[Finding]:
    """A pair such as 〔…）: read as one, and told. Widths may differ; kinds may not; a line's end forgets what is open."""
    for line in _lines(text, _SQUARE):
        opened: list[re.Match[str]] = []
        for match in _BRACKET.finditer(text, *line):
            if match[0] in _PAIRS:
                opened.append(match)
            elif opened:
                first = opened.pop()
                left, right = first[0], match[0]
                if _SAME_WIDTH.get(right, right) != _PAIRS[_SAME_WIDTH.get(left, left)]:
                    message = f"mixed brackets {left}…{right} were read as a pair 括号不配对，已按一对处理"
                    yield Finding("mixed-brackets", message, Span(first.start(), match.end()), "repaired")
