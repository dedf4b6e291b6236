"""Blanks and slashes that stand where a list of bodies has no comma: 市发改委 市经信局 · 市发改委/市经信局.

A blank parts two names where one is whole and the next starts with the level that it belongs to; any other blank in a
name is damage (市 教育局), and is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Finding, Span

LEVELS = frozenset("市省县区州各国自")  # how a name starts that says whose it is
_BODY = "局委办厅府会部院处室署"
# the end of a name, with no blank in its last characters: 发改委
_ENDS = re.compile(rf"[\u4e00-\u9fff]{{2}}[{_BODY}]")
# a name that starts with its level, up to where a body may end: 市经信局, 各县（市、区）人民政府; not 市直机关, 国资委
_STARTS = re.compile(
    rf"(?:[市省县州各]|区(?!域)|国家|自治[区州县旗]|自然资源)(?!直机关)[\u4e00-\u9fff（）()、]{{0,20}}?[{_BODY}门位行关心队]"
)
_SLASH = re.compile(r"[/／](?=[市省县区州各国自])")  # 市发改委/市经信局
_BLANK = re.compile(r"[^\S\n](?=[市省县区州各国自])")  # the last one of 市发改委  市经信局
_SAYS_WHO = re.compile(r"单位|部门|牵头|负责|配合")  # a line that says who answers: 责任单位：
_LONGEST = 30  # characters: what is looked at behind a blank
_WIDEST = 100  # characters: no blank is wider


def part_names(text: str, before: int, after: int) -> bool:
    """True where a name ends at `before` and another one starts at `after`.

    >>> part_names("市发改委 市经信局", 4, 5), part_names("市教育局 市场", 4, 5), part_names("市 教育局", 1, 2)
    (True, False, False)
    """
    ends = before > 2 and _ENDS.match(text, before - 3, before)
    return bool(ends and _STARTS.match(text, after, after + _LONGEST))


def is_blank(gap: str) -> bool:
    """True for spaces, tabs and wide spaces on one line."""
    return gap.isspace() and "\n" not in gap


def without_slashes(text: str) -> str:
    """The text with 、 for each slash between two names, as long as before."""
    return _SLASH.sub(lambda slash: "、" if part_names(text, *slash.span()) else slash[0], text)


def find(text: str) -> Iterator[Finding]:
    """Each blank that was read as a comma, in a line that says who answers."""
    for blank in _BLANK.finditer(text):
        end = blank.end()
        first = max(0, end - _WIDEST)
        start = first + len(text[first:end].rstrip())
        if part_names(text, start, end) and _SAYS_WHO.search(text, *_line(text, start)):
            message = "a blank between two names was read as a comma 名称之间的空格已按顿号处理"
            yield Finding("separator-implied", message, Span(start, end), "repaired")


def _line(text: str, place: int) -> tuple[int, int]:
    """Where the line around a place starts and ends."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)
