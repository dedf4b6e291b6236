"""Numbers that a policy sets: 建设3个…, 不低于30%, 力争3—5所, 10万人次以上, 每半年一次.

A number counts where a unit follows it and nothing says that it is a name, an ordinal, a date or a tally of what came
before (1+X, 第三方, 2022年, 等4个环节).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from kg.records import Deadline, Indicator, IndicatorKind, Span
from loaders.parse.folded import Folded, covering
from loaders.parse.numbering import to_int
from ontology.vocab.load import vocabulary

_MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "": 1}
_AT_LEAST = re.compile(
    r"不少于|不低于|不得少于|不得低于|不小于|至少|最少|最低|突破|不短于|(?<![不得未])(?:超过|高于|多于|大于)"
)  # 不低于30%
_AT_MOST = re.compile(
    r"[不未]超过|不高于|不得超过|不得高于|不多于|不大于|最高(?!人民)|最多|最长|至多|上限|控制在|(?<![不得])(?:低于|少于|小于)"
)  # 最高…5倍
_ABOUT = re.compile(r"(?:约|近|大约|大致)$")  # 约3万人
_MODAL = re.compile(r"力争|争取|争创|努力|确保|原则上")  # 力争建成3所
# what makes a number no target: 第3条, “3+2”, 等4个环节, 以下5个方面, 经过3年努力, 前10名, 12.5G
_BEFORE = re.compile(r"(?:第|[+＋A-Za-z〔.．/]|等|以下|上述|下列|这|前|近|全国|党的|经过|用|含|月|[（(])$")
_AFTER = re.compile(
    r"[+＋]|方面|阶段|环节|确保|意识|自信|维护|关键环节|以来|来|行动|工程(?:建设)?实施|计划(?!单列)|期间|规划|一体|级|届|版|号"
)
_RAISED = re.compile(r"(?:由|从)(?:\d{4}年的?)?$")  # 由20%提高至40%: only what it is raised to counts
_RAISING = re.compile(r"[^，。；]{0,4}(?:提高|提升|增加|降|压|调|缩|升|扩)")  # 提高至
_BOUND = re.compile(
    r"至少|不少于|每"
)  # a numeral in words counts where one of these stands before it: 至少一次
_WITHIN = re.compile(r"[\u4e00-\u9fff]{1,4}(?:以内|之内|以下)|(?:为|的)?限额")  # 6个展位以内 · 14400元为限额
_SET_TO = re.compile(
    r"(?:压|缩|减|降|延长|放宽|调整|设立|设置)[\u4e00-\u9fff]?(?:至|到|为)?$"
)  # 压减至1个工作日
_UP_TO = re.compile(
    r"(?:以上|（不含）)?[，、]?[但且并]?(?:不超过|不高于|不足|低于)"
)  # 超过100万元但不超过300万元
_OF_IT = re.compile(r"其中[，：]")  # goes on with what the sentence before began: 其中，失业保险…
_RATE_WITHIN = re.compile(r"[\u4e00-\u9fff]{2,6}内")  # 10%的幅度内
_REACHED = re.compile(r"达到|达|提高|增长|突破|力争|争取|完成|实现|超过")  # 达到80%
_SCOPE = re.compile(
    r"每(?:个|所|家|名|户)?[\u4e00-\u9fff（）、]{1,12}?(?=力争|重点|规划|依托|至少|建|创|培|设|打造)"
)  # 每个县至少
_RISE = re.compile(
    r"(?:平均|均|应|要|最高)?(?:达到|达|不低于|不少于|不超过|不高于|超过|提高到|提高至|为|至少|突破|完成|新增)$"
)  # …占比达到
_LISTED = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:政策|措施|举措|意见|规定)"
)  # 落实10条政策措施: a tally of another document
_RANKED = re.compile(r"行列|名单|之一")  # 进入省属10所重点建设职业院校行列: a rank, no number to reach
_QUOTED = re.compile(r"《[^》]*》|“[^”]{1,10}”|「[^」]*」")  # 《…（2021—2023年）》, “3+2”
_SENTENCE = re.compile(r"[。！？]")
_NUMERALS = r"\d一二两三四五六七八九十百"
_ANY = re.compile(f"[{_NUMERALS}]")  # no indicator goes without: 3
_PHRASE = "，。；：！？"
# characters: what belongs to a number stands nearer, and a line without a comma must not cost more
_LONGEST = 300
_STOP = re.compile(f"[{_PHRASE}、]")  # where the words behind a number end: '、'
# 每半年督查一次 · 每三个月调度一次 · 每年至少开展2次
_FREQUENCY = re.compile(
    r"每(?:个)?(?:半年|季度|年度|年|月|周|旬|[一二两三四五六七八九十\d]{1,2}(?:个月|年|周|天))[^，。；]{0,14}?(?P<least>至少|不少于)?[^，。；]{0,10}?(?P<times>[一二两三四五六七八九十]|\d{1,2})次"
)
_CYCLE = re.compile(r"(?P<years>[一二三四五六七八九十]|\d{1,2})年(?:为)?(?:一|1)个?周期")  # 5年一周期


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
        f"[{_NUMERALS}]{{1,20}}(?=[{re.escape(''.join(sorted(first)))}百千万亿余多,，.~～至到—–－-])"
    )


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Every value with its unit, each character in one at most."""
    end = 0
    for digits in _digits().finditer(text):
        for place in range(max(end, digits.start()), digits.end()):
            if match := _number().match(text, place):
                end = match.end()
                yield match
                break


def parse(folded: Folded, deadlines: list[Deadline], due: str | None = None) -> list[Indicator]:
    """The indicators of a clause in order, each with the date that governs it by its sentence.

    `due` is when the clause as a whole is due (完成时限：…): it governs what no other date does.
    """
    text = folded.text
    if not _ANY.search(text):
        return []
    closed = [match.span() for match in _QUOTED.finditer(text)]
    calendar = _Calendar(folded, deadlines, due)
    repeated = _FREQUENCY.finditer(text) if "每" in text else ()
    cycles = _CYCLE.finditer(text) if "周期" in text else ()
    regular = [*repeated, *cycles]
    found = [_frequency(folded, match, calendar) for match in regular]
    inside = covering([*closed, *(match.span() for match in regular)])
    before: re.Match[str] | None = None
    for match in _numbers(text):
        if inside(match.start()):
            continue
        number = _Number(match, _phrase(text, match), _rest(text, match.end()))
        if _counts(text, number):
            made = _indicator(folded, number, calendar)
            bounds = before and _UP_TO.fullmatch(text, before.end(), match.start())
            found[-1:] = _one_range(found[-1], made) if bounds else [*found[-1:], made]
            before = match
    return sorted(found, key=lambda indicator: indicator.span)


def _one_range(low: Indicator, high: Indicator) -> list[Indicator]:
    """超过100万元但不超过300万元: two bounds of one value."""
    if low.comparator != ">=" or high.comparator != "<=" or low.unit != high.unit:
        return [low, high]
    values = (low.value[0], high.value[0])
    span = Span(low.span.start, max(low.span.end, high.span.end))
    return [replace(low, value=values, comparator="range", span=span)]


class _Number(NamedTuple):
    """A value with its unit, the words before it back to a comma, and those behind it."""

    match: re.Match[str]
    phrase: str
    rest: str


def _counts(text: str, number: _Number) -> bool:
    """True where the number is one that the policy sets."""
    match, phrase, rest = number
    before = text[max(0, match.start() - 6) : match.start()]
    if _RAISED.search(text[max(0, match.start() - 8) : match.start()]) and _RAISING.match(text, match.end()):
        return False
    if "落实" in phrase and _LISTED.match(text, match.end()):
        return False
    if _BEFORE.search(before) or _AFTER.match(text, match.end()) or _RANKED.search(rest):
        return False
    bounded = bool(
        match["post"] or _AT_LEAST.search(phrase) or _AT_MOST.search(phrase) or _SET_TO.search(phrase)
    )
    if match["unit"] in vocabulary("units")["spans"]:
        term = text.startswith("期", match.end()) or (
            match["unit"] == "年" and match["post"] in ("内", "以内")
        )
        return bounded and not term and not (match["unit"] in ("年", "日") and len(match["a"]) == 4)
    if not match["a"][0].isdigit():
        return bool(_BOUND.search(phrase)) or (bool(match["post"]) and match["post"] != "内")
    return True


def _phrase(text: str, match: re.Match[str]) -> str:
    """The words before the number, back to the last comma or stop; a list goes on over 、."""
    since = max(0, match.start() - _LONGEST)
    words = text[since : match.start()]
    return words[max(map(words.rfind, _PHRASE)) + 1 :]


def _rest(text: str, end: int) -> str:
    """The words behind the number, up to the next comma or stop."""
    stop = _STOP.search(text, end, end + _LONGEST)
    return text[end : stop.start() if stop else end + _LONGEST]


def _value(number: str, scale: str, shared: str) -> float:
    digits = number.replace(",", "").replace("，", "")
    plain = float(digits) if digits[0].isdigit() else float(to_int(digits.replace("两", "二")))
    return plain * _MULTIPLIERS[scale or shared]


def _indicator(folded: Folded, number: _Number, calendar: _Calendar) -> Indicator:
    match, phrase, rest = number
    unit, scale = _scaled_unit(match["unit"])
    shared = match["bm"] or "" if match["b"] else ""
    values = [_value(match["a"], match["am"], shared) * scale]
    if match["b"]:
        values.append(_value(match["b"], match["bm"], "") * scale)
    start = match.start() - len(phrase)
    end = match.end() + len(rest)
    scope = _SCOPE.search(phrase)
    modal = _MODAL.search(phrase)
    return Indicator(
        subject=_subject(number),
        value=tuple(values),
        comparator=_comparator(match, phrase, rest),
        unit=unit,
        deadline=calendar.governs(match.start()),
        kind=_kind(unit, phrase),
        modality=modal[0] if modal else None,
        scope=scope[0] if scope else None,
        span=folded.span(start, end),
    )


def _scaled_unit(unit: str) -> tuple[str, float]:
    """万元 → 元 × 10000, ％ → %."""
    for scale in ("万亿", "亿", "万"):
        if unit.startswith(scale) and len(unit) > len(scale):
            return unit[len(scale) :], _MULTIPLIERS[scale]
    return ("%" if unit == "％" else unit), 1.0


def _comparator(match: re.Match[str], phrase: str, rest: str) -> str:
    """=, >=, <=, ~ or range, from the words around the number."""
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
    least, most = list(_AT_LEAST.finditer(phrase)), list(_AT_MOST.finditer(phrase))
    if least and (not most or least[-1].end() >= most[-1].end()):
        return ">="
    return "<=" if most else "="


def _kind(unit: str, phrase: str) -> IndicatorKind:
    """A rate, span or sum that a rule fixes is a standard; what is to be reached or made is a target."""
    units = vocabulary("units")
    reached = _REACHED.search(phrase)
    fixed = unit in (*units["rates"], *units["spans"], *units["money"])
    return "standard" if fixed and not reached else "target"


def _subject(number: _Number) -> str:
    """What is counted: the noun behind the unit, or the words before 达到 and the like."""
    rest, phrase = number.rest.removeprefix("的"), number.phrase
    if rest and number.match["unit"] not in vocabulary("units")["rates"]:
        return rest
    return _RISE.sub("", phrase) or phrase or rest


def _frequency(folded: Folded, match: re.Match[str], calendar: _Calendar) -> Indicator:
    """每半年督查一次 → 1 次; 5年一周期 → 5 年."""
    groups = match.groupdict()
    times = groups.get("times") or groups.get("years") or "一"
    number = times if times.isdigit() else str(to_int(times.replace("两", "二")))
    return Indicator(
        subject=match[0],
        value=(float(number),),
        comparator=">=" if groups.get("least") else "=",
        unit="次" if groups.get("times") else "年",
        deadline=calendar.governs(match.start()),
        kind="frequency",
        modality=None,
        scope=None,
        span=folded.span(*match.span()),
    )


class _Calendar:
    """The dates of a text, and which of them governs a place."""

    def __init__(self, folded: Folded, deadlines: list[Deadline], due: str | None) -> None:
        self.folded, self.places, self.due = folded, folded.places, due
        self.stops = [match.end() for match in _SENTENCE.finditer(folded.text)]
        self.dates = sorted(deadlines, key=lambda deadline: deadline.span.start)
        self.starts = [deadline.span.start for deadline in self.dates]

    def governs(self, place: int) -> str | None:
        """到2022年 rules the list behind it up to the full stop, and the whole line where that opens with it."""
        stop = bisect_right(self.stops, place)
        sentence = self.stops[stop - 1] if stop else 0
        if stop and _OF_IT.match(self.folded.text, sentence):
            sentence = self.stops[stop - 2] if stop > 1 else 0
        last = bisect_right(self.starts, self.places[place])
        if last and self.starts[last - 1] >= self.places[sentence]:
            return self.dates[last - 1].when
        return next((date.when for date in self.dates[:last] if self._opens_line_of(place, date)), self.due)

    def _opens_line_of(self, place: int, date: Deadline) -> bool:
        """到2024年底，全面实现…目标。 at a line's start, and no other line starts up to `place`."""
        start = bisect_left(self.places, date.span.start)
        opens = start == 0 or self.places[start] - self.places[start - 1] > 1
        one_line = self.places[place] - self.places[start] == place - start
        return opens and one_line and self.folded.text[start] in "到至"
