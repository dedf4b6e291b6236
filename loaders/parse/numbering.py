"""The numbers that open a heading or a clause, by GB/T 9704: 第一章, 第一条, 一、, （一）, 1., （1）."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

HAN = "一二三四五六七八九十百〇零"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = "0123456789０１２３４５６７８９"
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


class Marker(NamedTuple):
    """A number at the start of a block: its level (0 outermost), value, id part, and length in characters."""

    level: int
    value: int
    label: str
    length: int


# each form with its level and the characters that it starts with
_FORMS = (
    # 第一章 总则 · 第十二条 各级…
    (0, "第", re.compile(rf"第([{HAN}\d]+)章[ 　]*")),
    (1, "第", re.compile(rf"第([{HAN}\d]+)条[ 　]*")),
    # 一、总体要求 · 十二、保障 · 一. 目标
    (2, HAN, re.compile(rf"([{HAN}]{{1,4}})[ 　]*[、．.](?!\d)[ 　]*")),
    # （一）完善机制 · (十二) · ﹙三﹚
    (3, "（(﹙〔[", re.compile(rf"[（(﹙〔\[][ 　]*([{HAN}]{{1,4}})[ 　]*[）)﹚〕\]][ 　、.．]*")),
    # 1.构建 · 2．推动 · 3、强化 · 16 .改革 (not 1.5亿元, not 2023.4)
    (4, _DIGITS, re.compile(r"([0-9０-９]{1,3})[ 　]*(?:[．、]|\.(?![0-9０-９]{1,2}[%万亿个％]))[ 　]*")),
    # （1）建立 · (12)推行
    (5, "（(", re.compile(r"[（(][ 　]*([0-9０-９]{1,3})[ 　]*[）)][ 　、.．]*")),
    # ①建立 · ⑫推行
    (6, _CIRCLED, re.compile(r"([①-⑳])[ 　、.．]*")),
)
_BY_OPENER = {
    char: tuple((level, form) for level, starts, form in _FORMS if char in starts)
    for _, openers, _ in _FORMS
    for char in openers
}
_LABELS = {0: "第{}章", 1: "第{}条", 3: "（{}）", 5: "（{}）"}  # the others are the bare number


_LONGEST = 24  # characters: no number with its brackets and blanks is longer


def marker(text: str) -> Marker | None:
    """The marker that `text` starts with, or None.

    >>> marker("（十二）抓好试点")
    Marker(level=3, value=12, label='（十二）', length=4)
    """
    return _marker(text[:_LONGEST]) if text[:1] in _BY_OPENER else None


@lru_cache(maxsize=4096)
def _marker(text: str) -> Marker | None:
    for level, form in _BY_OPENER[text[0]]:
        if match := form.match(text):
            value, label = _read(level, match[1])
            if value:
                return Marker(level, value, label, match.end())
    return None


@lru_cache(maxsize=4096)
def _read(level: int, number: str) -> tuple[int, str]:
    """The value and the id part: 二 · （一） · 1 · （1） · 第三条."""
    return to_int(number), _LABELS.get(level, "{}").format(number.translate(_NARROW))


def to_int(number: str) -> int:
    """'二十三' → 23, '１２' → 12, '一百零五' → 105; 0 for what is no number."""
    if number and number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    digits = number.translate(_NARROW)
    if digits.isdigit():
        return int(digits)
    if not digits or any(char not in HAN for char in digits):
        return 0
    total, current = 0, 0
    for char in digits:
        if char in "十百":
            unit = 10 if char == "十" else 100
            total += (current or 1) * unit
            current = 0
        else:
            current = "〇一二三四五六七八九".find(char.replace("零", "〇"))
    return total + current


def to_han(number: int) -> str:
    """12 → 十二, 105 → 一百零五; for 1 to 999."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    gap = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return digits[hundreds] + "百" + gap + (to_han(rest) if rest else "")
