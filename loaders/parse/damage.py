"""Damage in a document's text, found and told with its place: what was repaired on the way, and what could not be.

Each rule has an example of what it matches; nothing here changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Finding, Severity, Span

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
_BREAK = re.compile(r"(?<!\s)\s*\n\s*(?:[—–－-]{1,3} ?\d{1,3} ?[—–－-]{1,3}\s*)?")
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|附\s*件|第.{1,3}[章条]"
)  # what starts something new: 二、
_GOES_ON = re.compile(r"[\u4e00-\u9fff，、]")  # a character inside a sentence
# what a text must hold for a rule to be worth a walk through it
_SIGNS = {
    "lost-character": re.compile(r"\?"),  # 市教育?局
    "odd-year": re.compile(r"[03-9]\d{3}年"),  # 0402年
    "odd-number": re.compile(r"[〔\[]\d{5}"),  # 国发〔201419号
    "space-in-name": re.compile(r"[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]"),  # 市 教育局
}
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "［": "］"}
_BRACKET = re.compile(r"[（(〔\[［）)〕\]］\n]")  # any bracket that may be half of a mixed pair: 〔…）
_SAME_WIDTH = {"(": "（", ")": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕"}


def find(text: str) -> Iterator[Finding]:
    """All that the rules find, and brackets whose halves do not match."""
    for code, pattern, severity, message in _RULES:
        if not _SIGNS[code].search(text):
            continue
        for match in pattern.finditer(text):
            group = next(number for number in range(1, len(match.groups()) + 1) if match[number])
            yield Finding(code, message, Span(*match.span(group)), severity)
    yield from _page_breaks(text)
    yield from _mixed(text)


def _page_breaks(text: str) -> Iterator[Finding]:
    """市教育局〔市委教育⏎⏎工委: running text before it, and what is behind goes on."""
    for match in _BREAK.finditer(text):
        start, end = match.span()
        if match[0].count("\n") < 2:
            continue
        line = text[max(text.rfind("\n", 0, start) + 1, start - 300) : start]
        running = len(line) > 8 and re.search(r"[，、。；]", line[:-1])
        whole = start and end < len(text) and _GOES_ON.match(text, start - 1) and _GOES_ON.match(text, end)
        if running and whole and not _STARTS.match(text, end):
            message = "a page break in mid-sentence was closed 句中分页已接合"
            yield Finding("page-break", message, Span(start, end), "repaired")


def _mixed(text: str) -> Iterator[Finding]:
    """A pair such as 〔…）: read as one, and told. Widths may differ; kinds may not; a line's end forgets what is open."""
    opened: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        char = match[0]
        if char == "\n":
            opened.clear()
        elif char in _PAIRS:
            opened.append((char, match.start()))
        elif opened:
            opening, start = opened.pop()
            wanted = _PAIRS[_SAME_WIDTH.get(opening, opening)]
            if _SAME_WIDTH.get(char, char) != wanted:
                message = f"mixed brackets {opening}…{char} were read as a pair 括号不配对，已按一对处理"
                yield Finding("mixed-brackets", message, Span(start, match.end()), "repaired")
