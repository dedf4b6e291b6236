"""Values with their units as a text writes them: 3个, 三所, 3—5家, 10万人次以上, 20%至30%, and the bound that its words set."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from loaders.parse.numbering import to_int
from ontology.vocab.load import vocabulary

_MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "": 1}
_AT_LEAST = re.compile(  # 不低于30% · ≥20名
    r"不少于|不低于|不得少于|不得低于|不小于|至少|最少|最低|突破|不短于|(?<![不未])[超逾]$|(?<![不得未])(?:超过|高于|多于|大于)|[≥≧⩾>＞]=?$"
)
_AT_MOST = re.compile(  # 最高…5倍 · ≤500万元
    r"[不未]超过|不高于|不得超过|不得高于|不多于|不大于|最高(?!人民)|最多|最长|至多|上限|控制在|(?<![不得])(?:低于|少于|小于)|[≤≦⩽<＜]=?$"
)
_SAID = re.compile(  # what every bound holds one of, so that most phrases need no closer look: 于, 过, 最
    r"[于过超逾少多最破限控≥≧⩾>＞≤≦⩽<＜]"
)
_ABOUT = re.compile(r"(?:约|近|大约|大致)$")  # 约3万人
_WITHIN = re.compile(r"[\u4e00-\u9fff]{1,4}(?:以内|之内|以下)|(?:为|的)?限额")  # 6个展位以内 · 14400元为限额
_RATE_WITHIN = re.compile(r"[\u4e00-\u9fff]{2,6}内")  # 10%的幅度内
_OWN_NOUN = re.compile(r"[\u4e00-\u9fff]{2}")  # 劳动教室2间
NUMERALS = r"\d一二两三四五六七八九十百"
_BOUNDED = re.compile(rf"为?[{NUMERALS}]")  # right behind the bound: 不少于4间, not 上限为企业4万元
_PHRASE = "，。；：！？"
# characters: what belongs to a number stands nearer, and a line without a comma must not cost more
_LONGEST = 300
# where the words behind a number end: '、', not that of 县（市、区）
_STOP = re.compile(f"[{_PHRASE}]|、(?![市县区州盟旗镇乡街道、]{{1,8}}）)")
_WORDS = r"[一二三四五六七八九十百两]{1,5}"
_POST = r"(?P<post>及?以上|及?以下|以内|之内|左右|上下)?"
# 百分之二十八以内 · 百分之五至百分之十
_PER_CENT = re.compile(
    rf"(?P<unit>百分之)(?P<a>{_WORDS})(?P<am>)(?:(?P<dash>[至到])(?:百分之)?(?P<b>{_WORDS})(?P<bm>))?(?P<more>){_POST}"
)
_DOUBLED = re.compile(
    rf"翻(?P<a>[一两二])(?P<am>)(?P<more>)(?P<unit>番)(?P<dash>)(?P<b>Z)?(?P<bm>){_POST}"
)  # 翻一番


class Number(NamedTuple):
    """A value with its unit, the words before it back to a comma, and those behind it."""

    match: re.Match[str]
    phrase: str
    rest: str


@cache
def _number() -> re.Pattern[str]:
    """A value or range with its unit: 3个 · 三个 · 3—5家 · 10万人次以上 · 20%至30%."""
    units = vocabulary("units")
    words = sorted(
        {u for group in ("counts", "rates", "money", "spans") for u in units[group]}, key=lambda u: -len(u)
    )
    unit = "|".join(map(re.escape, words))
    value = r"\d{1,15}(?:[,，]\d{3}){0,5}(?:\.\d{1,6})?|[一二两三四五六七八九十百]{1,4}"
    scale = r"万亿|[百千万亿]?"
    return re.compile(
        rf"(?<![\d.])(?P<a>{value})(?P<am>{scale})(?:(?:{unit})?(?P<dash>[-—–~～－至到]{{1,2}})(?P<b>{value})(?P<bm>{scale}))?"
        rf"(?P<more>余|多)?(?P<unit>{unit})(?P<post>及?以上|及?以下|以内|之内|左右|上下|内)?"
    )


@cache
def _digits() -> re.Pattern[str]:
    """Digits or numerals in front of what may go on as a value with its unit: 3 of 3个, 十 of 十所."""
    units = vocabulary("units")
    first = {unit[0] for group in ("counts", "rates", "money", "spans") for unit in units[group]}
    return re.compile(
        f"[{NUMERALS}]{{1,20}}(?=[{re.escape(''.join(sorted(first)))}百千万亿余多,，.~～至到—–－-])"
    )


@cache
def units(*groups: str) -> frozenset[str]:
    """The units of some groups of the vocabulary: rates → %, 倍, 成."""
    return frozenset(unit for group in groups for unit in vocabulary("units")[group])


def read(text: str) -> list[re.Match[str]]:
    """Every value with its unit, each character in one value at most."""
    found: list[re.Match[str]] = []
    end, number = 0, _number()
    for digits in _digits().finditer(text):
        for place in range(max(end, digits.start()), digits.end()):
            if match := number.match(text, place):
                end = match.end()
                found.append(match)
                break
    for said, pattern in (("百分之", _PER_CENT), ("番", _DOUBLED)):
        if said in text:
            found += pattern.finditer(text)
            found.sort(key=lambda match: match.start())
    return found


def is_rate(match: re.Match[str]) -> bool:
    """True for a share or a factor: 30%, 百分之三十, 2倍, 翻一番."""
    return match["unit"] in ("百分之", "番") or match["unit"] in units("rates")


def around(text: str, match: re.Match[str]) -> Number:
    """A value with its words: those before it, where a list goes on over 、, and those behind it."""
    start, end = match.span()
    low = max(0, start - _LONGEST)
    for mark in _PHRASE:
        low = text.rfind(mark, low, start) + 1 or low
    stop = _STOP.search(text, end, end + _LONGEST)
    return Number(match, text[low:start], text[end : stop.start() if stop else end + _LONGEST])


def amounts(match: re.Match[str]) -> tuple[tuple[float, ...], str]:
    """One amount or the two of a range, multiplied out, and their unit: 3—5万元 → (30000, 50000), 元."""
    if match["unit"] == "番":
        return (2.0 ** _amount(match["a"], ""),), "倍"
    unit, scale = _scaled_unit(match["unit"])
    low = _amount(match["a"], match["am"] or match["bm"] or "") * scale
    return ((low, _amount(match["b"], match["bm"]) * scale) if match["b"] else (low,)), unit


def _amount(number: str, scale: str) -> float:
    digits = number.replace(",", "").replace("，", "")
    plain = float(digits) if digits[0].isdigit() else float(to_int(digits.replace("两", "二")))
    return plain * _MULTIPLIERS[scale]


@cache
def _scaled_unit(unit: str) -> tuple[str, float]:
    """万元 → 元 × 10000, ％ → %."""
    for scale in ("万亿", "亿", "万"):
        if unit.startswith(scale) and len(unit) > len(scale):
            return unit[len(scale) :], _MULTIPLIERS[scale]
    return ("%" if unit in ("％", "百分之") else unit), 1.0


def comparator(number: Number) -> str:
    """=, >=, <=, ~ or range, from the words around the number."""
    match, phrase, rest = number
    if match["b"]:
        return "range"
    post = match["post"] or ""
    if post in ("左右", "上下") or _ABOUT.search(phrase):
        return "~"
    if "以上" in post or match["more"]:
        return ">="
    rate = match["unit"] in ("%", "％") and _RATE_WITHIN.match(rest)
    if post or rate or _WITHIN.match(rest):
        return "<="
    return bound(phrase) or "="


def bound(phrase: str) -> str | None:
    """The bound that the words before a number set, the last of them where there are several.

    It holds for the items of its list that are a bare number, not for one with a noun of its own: 不少于4间、劳动教室2间.
    """
    if not _SAID.search(phrase):
        return None
    before, _, item = phrase.rpartition("、")
    last = max(_bounds(phrase), default=(0, ""))
    if last[1] and last[0] <= len(before) and _OWN_NOUN.search(item):
        return None if _BOUNDED.match(before, last[0]) else last[1]
    return last[1] or None


def _bounds(phrase: str) -> list[tuple[int, str]]:
    """Where each bound in the words ends: 不少于 → >=, 不超过 → <=."""
    least = [(match.end(), ">=") for match in _AT_LEAST.finditer(phrase)]
    return least + [(match.end(), "<=") for match in _AT_MOST.finditer(phrase)]
