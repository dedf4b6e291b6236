"""Dates by which something is due: 到2022年, 2023年底前, 2020年6月底前, 6月底完成, 2021—2023年, 自2021年起."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.records import Deadline, Span
from loaders.parse.folded import OPENING, Folded, closing, covering

_TO = r"[至到\-—–~～－]{1,2}"  # 2021年1月至12月 · 2021—2023年
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:[12]\d|3[01]|0?[1-9])"
# 1月至12月 · 1月1日至12月31日 · 1—6月: the end is what is due
_WITHIN = rf"(?:(?:(?P<first>{_MONTH}月{_DAY}日)|{_MONTH}月?[底末份]?){_TO})?(?P<month>{_MONTH})月"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度[末底]?"  # 第三季度 · 二季度末
# 2020年4月20日前 · 到2022年 · 2023年底前 · 2021年第二季度 · 自2019年1月1日起 · 2021年1月至2023年12月 · 2021—2023年
_DATE = re.compile(
    rf"(?P<since>20[0-4]\d)(?<![\d/].{{4}})(?:(?:年(?:{_MONTH}月(?:{_DAY}日|[底末])?)?)?{_TO}(?P<year>20[1-4]\d))?年(?!度|版|以来|第(?![一二三四1-4]季度)|的)"
    rf"(?:{_WITHIN}(?:(?P<day>{_DAY})日|(?P<end>底|末))?|{_QUARTER}|(?P<half>上半年|底|末))?"
)
# 2021.6.30前 · 2021-06-30 · 2021.6—2023.12
_FIGURES = re.compile(
    rf"(?<![\d./\-])(?:20[1-4]\d[./\-]{_MONTH}(?:[./\-]{_DAY})?{_TO})?"
    rf"(?P<year>20[1-4]\d)(?P<mark>[./\-])(?P<month>{_MONTH})(?:(?P=mark)(?P<day>{_DAY}))?(?![\d.%])"
)
# 6月底前 · 9月30日前 · 明年6月底前 · 6月底完成 · 第三季度 · 年底前 · 年内 · 今年 · 全年: the year is said elsewhere
_NO_YEAR = re.compile(
    rf"(?:(?P<which>今年|明年|次年)|(?<![年\d每./\-—]))"
    rf"(?:{_WITHIN}(?:(?P<day>{_DAY})日|(?P<end>底|末)|份)?(?P<until>[之以]?前)?"
    rf"|{_QUARTER}(?P<until_quarter>[之以]?前)?|(?P<half>上半年)(?:前|完成)|年底前|(?<=[今明次]年)年?底|(?<=今年)|(?<![一二三两四年])年内"
    r"|(?:力争|实现)全年)"
)
# no date without a year goes without one of these: 6月 · 三季度 · 年内, 今年 · 年底前
_SOON = re.compile(r"月(?<=\d月)|季度|年[内底]|今年|明年|次年|全年|半年")
_FIGURE = re.compile(r"20[1-4]\d[./\-]\d")  # 2021.6
_AROUND = 24, 40  # characters before and behind such a word that belong to the date: 力争1月1日至12月31日前
# 到“十四五”末 · “十四五”期末
_PLAN = re.compile(r"“?十(?P<plan>[三四五六])五”?(?:时期|期)?末")
_PLANS = {"三": "2020", "四": "2025", "五": "2030", "六": "2035"}
_ONE_DAY = re.compile(rf"(?P<year>20[1-4]\d)年(?P<month>{_MONTH})月(?P<day>{_DAY})日")  # 2023年1月1日
# what makes a month alone a date: 6月底完成 · 6月取得阶段性成效
_DONE = re.compile(r"完成|取得|实现|达到|建成|形成|办结|到位")
_PIECE_END = re.compile(r"[，。；）〕]|$")  # （6月底）
_PIECE_START = re.compile(r"(?:^|[，。；：（〔、于在]|(?<!截)[至到]|力争|确保|原则上)$")  # （6月底
_OF_IT = re.compile(r"[的数止已、和及至余]")  # 6月底的余额, 6月底已完成: no date by which anything is due
_NAMED = r"(?:时限|时间|期限|节点|要求|周期)"
_LABEL = re.compile(rf"{_NAMED}[：为]$")  # 完成时限： · 完成时间：2020年9月至
_FIRM = re.compile(r"(?:时限|期限|完成时间|时间节点)(?:要求)?：$")  # 完成时限：6月
# 完成时限：持续推进 · 时限要求：6月底
_TERM = re.compile(r"(?:时限|期限|完成时间|时间节点)(?:要求)?：(?P<words>[^，。；（）〔〕]{1,60})")
# a limit that is no date: 持续推进 · 每季度末 · 20个工作日 · 即办
_OPEN = re.compile(
    r"持续|长期|常态|全年|每|随时|立即|即[时日办]|按|定期|适时|日常|贯穿|\d(?:个)?(?:工作日|日内|天|小时|分钟|年|个月)|^[/无\-—]+$"
)
_CLOSES = re.compile(r"(?:完成)?[，；）〕]")  # （6月底完成，牵头单位：…）
_NOTHING = re.compile(r"[。；]?$")  # behind the bracket that closes a clause
_SENTENCE = re.compile(r"[。！？]")
# how long the document itself holds: 本方案自2022年9月10日起施行，有效期至2025年12月31日。 · 自2023年1月1日起施行。
_VALIDITY = re.compile(
    r"(?:^|(?<=[。；）〕]))(?:\d{1,2}[.．、])?(?:本(?:行动|实施)?(?:方案|意见|办法|通知|文件|规定|细则|措施|政策|决定|规划|计划|要点|条例|规则|规程|制度|标准)[^。；]{0,20})?"
    r"(?:自|从|于)20\d{2}年[\d月日]{0,6}起?(?:正式)?(?:开始)?(?:施行|实施|执行)(?=[，。；（]|$)[^。；]{0,100}"
    r"|本(?:行动|实施)?(?:方案|意见|办法|通知|文件|规定|细则|措施|政策|决定)[^。；]{0,12}有效期[^。；]{0,40}"
    r"|(?:^|(?<=[。；]))有效期(?:限)?[为至到自][^。；]{0,40}"
)
_PAST = re.compile(r"以来|出台的|印发的|实施的|[期之]?间")  # 2018年以来: a date that lies behind
_QUOTED = re.compile(r"《[^》]*》|〔\d{4}〕\d+号")  # a title or number: 《…（2018—2022年）》, 〔2020〕3号
# 2021—2023年行动方案, （2021—2023年）: the years that a plan is named for
_TITLED = re.compile(r"[^，。；、]{0,10}(?:行动|规划|计划|方案|纲要)")
# 2023年数据治理工作要点: the year of a document that is named without 《》; not 2023年制定工作方案
_OF_THE_YEAR = re.compile(
    r"[^，。；、制出编完实建印开推组]{0,12}(?:要点|工作计划|行动计划|实施方案|工作方案)"
)
_HOLDS = re.compile(
    r"(?:[自从]|期限为|期限：)$"
)  # 自2023年1月1日至2023年12月31日, 免征…: a measure's two ends


def parse(folded: Folded, issued: str | None = None) -> list[Deadline]:
    """The dates of a clause, each once."""
    found: dict[str, Deadline] = {}
    for deadline in dates(folded, issued):
        found.setdefault(deadline.when, deadline)
    return list(found.values())


def dates(folded: Folded, issued: str | None = None) -> list[Deadline]:
    """Every date in order, a repeated one each time: what governs the numbers behind it.

    `issued` is the document's own year or date: years before it are history, and 6月底前 means that year where the
    sentence names no other.
    """
    text = folded.text
    matches = _candidates(text)
    if not matches:
        return []
    quoted = covering([match.span() for match in (*_QUOTED.finditer(text), *_validity(text))])
    found: list[Deadline] = []
    years = _Years(text, issued)
    for match in matches:
        year = years.of(match)
        if year is None or quoted(match.start()) or _lies_behind(text, match, year, issued):
            continue
        years.keep(match, year)
        if since := _since(text, match):
            found.append(
                Deadline(_when(since, int(since["year"])), _wide(folded, since.start(), since.end()))
            )
        start = since.end() if since else match.start()
        found.append(Deadline(_when(match, year), _wide(folded, start, match.end())))
    return found


def _candidates(text: str) -> list[re.Match[str]]:
    """What may be a date, in order; none lies in another."""
    found: list[re.Match[str]] = []
    if "20" in text:
        found += _DATE.finditer(text)
        if _FIGURE.search(text):
            found += (match for match in _FIGURES.finditer(text) if _written_out(text, match))
    if "五" in text:
        found += _PLAN.finditer(text)
    found += [match for match in _without_year(text, found) if _is_meant(text, match)]
    return sorted(found, key=lambda match: match.start())


def _without_year(text: str, found: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """What names no year, outside of what was found: looked for around the few words that it goes with."""
    inside = covering([match.span() for match in found])
    ends = sorted(match.end() for match in found)
    end = 0
    for word in _SOON.finditer(text):
        place = word.start()
        if place < end or inside(place):
            continue
        before = bisect_right(ends, place)
        low = max(end, place - _AROUND[0], ends[before - 1] if before else 0)
        match = _NO_YEAR.search(text, low, place + _AROUND[1])
        if match and match.start() <= word.end() and not inside(match.start()):
            end = match.end()
            yield match


class _Years:
    """The year of each date: its own, else that which its sentence named before, else the document's."""

    def __init__(self, text: str, issued: str | None) -> None:
        self.text, self.issued = text, int(issued[:4]) if issued else None
        self.last: tuple[int, int] | None = None  # where a year was named, and which

    def of(self, match: re.Match[str]) -> int | None:
        """None where nothing says it, and for what comes back each year: 每年…次年3月底前."""
        groups = match.groupdict()
        if plan := groups.get("plan"):
            return int(_PLANS[plan])
        if year := groups.get("year") or groups.get("since"):
            return int(year)
        named = self._named(match.start())
        if match["which"] == "今年":
            return self.issued
        if match["which"] is None:
            return named or self.issued
        start = max(map(self.text.rfind, "。！？", [0] * 3, [match.start()] * 3)) + 1
        base = named if match["which"] == "次年" and named else self.issued
        return base + 1 if base and "每" not in self.text[start : match.start()] else None

    def keep(self, match: re.Match[str], year: int) -> None:
        """Remembers a year that months behind it may mean: 2023年6月底前…、12月底前; not the far end of 到2025年."""
        groups = match.groupdict()
        aim = groups.get("half") or self.text[match.start() - 1 : match.start()] in ("到", "至")
        period = groups.get("since") and groups.get("year")
        own = groups.get("year") or groups.get("since")
        if own and (groups.get("month") or not (aim or period)):
            self.last = match.end(), year

    def _named(self, place: int) -> int | None:
        """The year that the sentence has named before `place`."""
        if self.last is None or _SENTENCE.search(self.text, self.last[0], place):
            return None
        return self.last[1]


def _written_out(text: str, match: re.Match[str]) -> bool:
    """2021.6.30前 and a date that is all of its piece; not 2021.6亿元."""
    end = match.end()
    if match["day"]:
        return bool(text.startswith(("前", "之前", "以前"), end) or _PIECE_END.match(text, end))
    if text.startswith(("前", "底前", "底"), end):
        return True
    whole = match.start() == 0 or _FIRM.search(text, max(0, match.start() - 10), match.start())
    return bool(whole and _PIECE_END.match(text, end))


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """A month or quarter without a year is a date with 前, behind a label, and where something is done by it."""
    if match["month"] is None and match["quarter"] is None:
        return True
    if match["until"] or match["until_quarter"] or match["which"]:
        return True
    start, end = match.span()
    if not _PIECE_START.search(text, max(0, start - 3), start):
        return False
    if _FIRM.search(text, max(0, start - 10), start) or _DONE.match(text, end):
        return not _OF_IT.match(text, end)
    last, ends_piece = text[end - 1], bool(_PIECE_END.match(text, end))
    if last in "底末":
        return not _OF_IT.match(text, end)
    if match["quarter"]:
        return ends_piece and match[0].startswith("第")
    return ends_piece and (last == "份" or (start == 0 and end == len(text)))


def _lies_behind(text: str, match: re.Match[str], year: int, issued: str | None) -> bool:
    """Years before the document's own are history, unless something holds since then: 自2019年1月1日起."""
    start, end = match.span()
    if issued and year < int(issued[:4]) and text[max(0, start - 1) : start] != "自":
        return True
    groups = match.groupdict()
    own = groups.get("year") or groups.get("since")
    named = text[max(0, start - 1) : start] in ("（", "〔") and own
    if named and not (groups.get("end") or groups.get("half") or text.startswith(("前", "完成"), end)):
        return True  # （2023年修订）, （2021—2023年）
    if groups.get("since") and groups.get("year") and not groups.get("month") and _TITLED.match(text, end):
        return True
    if (
        text[end - 1] == "年"
        and text[start - 1 : start] not in ("到", "至")
        and _OF_THE_YEAR.match(text, end)
    ):
        return True
    return bool(_PAST.match(text, end))


def _validity(text: str) -> Iterator[re.Match[str]]:
    """Where the text says how long the document itself holds."""
    said = any(word in text for word in ("施行", "起实施", "起执行", "有效期"))
    return _VALIDITY.finditer(text) if said else iter(())


def _since(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The day from which a measure holds that ends on another: 自2023年1月1日至2023年12月31日; not when work began."""
    if not _HOLDS.search(text, max(0, match.start() - 3), match.start()):
        return None
    return _ONE_DAY.match(text, match.start(), match.end() - 1)


def limit(folded: Folded, found: list[Deadline]) -> str | None:
    """The date by which the clause as a whole is due, where a label or a bracket says so.

    完成时限：2023年12月底前 · （6月底完成，牵头单位：市A局）
    """
    text = folded.text
    for deadline, after in zip(reversed(found), [None, *reversed(found)], strict=False):
        start = bisect_left(folded.places, deadline.span.start)
        end = bisect_left(folded.places, deadline.span.end)
        if _LABEL.search(text, max(0, start - 20), start):
            return after.when if after and after.span.start == deadline.span.end else deadline.when
        if start and text[start - 1] in OPENING and _CLOSES.match(text, end):
            close = closing(text, start - 1)
            if close > 0 and _NOTHING.match(text, close + 1):
                return deadline.when
    return None


def unread(folded: Folded, found: list[Deadline], cell: bool = False) -> list[Span]:
    """The words of limits that give no date though they should: 完成时限：汛期前; not 持续推进, 20个工作日.

    `cell`: the whole text is what stands in a column of limits.
    """
    text = folded.text
    if cell:
        places = [(0, len(text))] if text else []
    elif "限" in text or "时间" in text:
        places = [match.span("words") for match in _TERM.finditer(text)]
    else:
        return []
    starts = [deadline.span.start for deadline in found]
    spans = [folded.span(*place) for place in places if not _OPEN.search(text, *place)]
    return [span for span in spans if not any(span.start <= start < span.end for start in starts)]


def _when(match: re.Match[str], year: int) -> str:
    """The last day that is in time, or the year: 2020年6月底 → 2020-06-30, 2023年底 → 2023."""
    groups = match.groupdict()
    quarter = groups.get("quarter")
    if quarter:
        month = 3 * (int(quarter) if quarter.isdigit() else "一二三四".index(quarter) + 1)
    elif groups.get("month"):
        month = int(groups["month"])
    else:
        return f"{year}-06-30" if groups.get("half") == "上半年" else str(year)
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02}-{min(int(groups.get('day') or last), last):02}"


def _wide(folded: Folded, start: int, end: int) -> Span:
    """The date with the word that makes it one: 到2022年, 2023年底前, 自2021年起."""
    if start and folded.text[start - 1] in "到至自从在":
        start -= 1
    while end < len(folded.text) and folded.text[end] in "前起之以":
        end += 1
    return folded.span(start, end)
