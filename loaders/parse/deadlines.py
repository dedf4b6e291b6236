"""Dates by which something is due: 到2022年, 2023年底前, 2020年6月底前, 自2021年起."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.records import Deadline, Span
from loaders.parse.folded import Folded, covering

# 2020年4月20日前 · 到2022年 · 2023年底前 · 2020年6月底前 · 自2019年1月1日起 · 从2020年起
_DATE = re.compile(
    r"(?P<year>20[1-4]\d)(?<![\d〔（—\-－～].{4})年(?!度|版|以来|第|的)"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<end>底|末))?|(?P<half>上半年|底|末))?"
)
# 6月底前 · 9月30日前 · 年底前 · 年内 · 今年 · 全年: the year is the document's own. How it starts is asked first, which
# costs least where nothing is
_THIS_YEAR = re.compile(
    r"(?=[\d上年今力实])(?<![年\d每])(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<end>底|末))?(?:之|以)?前"
    r"|(?P<half>上半年)前|年底前|(?<![一二三两年])年内|今年|(?:力争|实现)全年)"
)
# no date without a year goes without one of these: 年内, 今年 · 年底前
_SOON = re.compile(r"年(?:内|(?<=[今全]年))")
_UNTIL = re.compile(r"前(?<=[月底末日年之以]前)")
# 完成时限： · 完成时间：2020年9月至
_LABEL = re.compile(
    r"(?:时限|时间|期限|节点|要求|周期)：(?:20\d{2}年[\d月日底末]{0,6}[至到\-—–~～－]{0,2})?$"
)
_PERIOD = re.compile(r"(?:时限|时间|期限|节点|周期)：$")  # 完成时间：2020年9月至2021年8月 is due at its end
_TO = re.compile(r"[至到\-—–~～－]{1,2}20\d{2}年")  # 至2021年8月
# how long the document itself holds: 本方案自2022年9月10日起施行，有效期至2025年12月31日。 · 自2023年1月1日起施行。
_VALIDITY = re.compile(
    r"(?:^|(?<=[。；）〕]))(?:\d{1,2}[.．、])?(?:本(?:行动|实施)?(?:方案|意见|办法|通知|文件|规定|细则|措施|政策|决定|规划|计划|要点|条例|规则|规程|制度|标准)[^。；]{0,20})?"
    r"(?:自|从|于)20\d{2}年[\d月日]{0,6}起?(?:正式)?(?:开始)?(?:施行|实施|执行)(?=[，。；（]|$)[^。；]{0,100}"
    r"|本(?:行动|实施)?(?:方案|意见|办法|通知|文件|规定|细则|措施|政策|决定)[^。；]{0,12}有效期[^。；]{0,40}"
    r"|(?:^|(?<=[。；]))有效期(?:限)?[为至到自][^。；]{0,40}"
)
_PAST = re.compile(r"以来|出台的|印发的|实施的")  # 2018年以来: a date that lies behind
_QUOTED = re.compile(r"《[^》]*》|〔\d{4}〕\d+号")  # a title or number: 《…（2018—2022年）》, 〔2020〕3号


def parse(folded: Folded, issued: str | None = None) -> list[Deadline]:
    """The dates of a clause, each once."""
    found: dict[str, Deadline] = {}
    for deadline in dates(folded, issued):
        found.setdefault(deadline.when, deadline)
    return list(found.values())


def dates(folded: Folded, issued: str | None = None) -> list[Deadline]:
    """Every date in order, a repeated one each time: what governs the numbers behind it.

    `issued` is the document's own year or date: years before it are history, and 6月底前 means that year.
    """
    text = folded.text
    matches = [(match, match["year"]) for match in _DATE.finditer(text)] if "20" in text else []
    if issued and (_UNTIL.search(text) or _SOON.search(text)):
        matches += [(match, issued[:4]) for match in _THIS_YEAR.finditer(text)]
    if not matches:
        return []
    quoted = covering([match.span() for match in (*_QUOTED.finditer(text), *_validity(text))])
    found: list[Deadline] = []
    for match, year in sorted(matches, key=lambda pair: pair[0].start()):
        past = issued is not None and year < issued[:4] and text[match.start() - 1] != "自"
        lies_behind = past or _PAST.match(text, match.end())
        if not (quoted(match.start()) or lies_behind or _begins(text, match)):
            found.append(Deadline(_when(match, int(year)), _wide(folded, match)))
    return found


def _validity(text: str) -> Iterator[re.Match[str]]:
    """Where the text says how long the document itself holds."""
    said = any(word in text for word in ("施行", "起实施", "起执行", "有效期"))
    return _VALIDITY.finditer(text) if said else iter(())


def _begins(text: str, match: re.Match[str]) -> bool:
    """True for the first date of a period that a label opens: its end is what is due."""
    labelled = _PERIOD.search(text, max(0, match.start() - 8), match.start())
    return bool(labelled) and bool(_TO.match(text, match.end()))


def limit(folded: Folded, found: list[Deadline]) -> str | None:
    """The date by which the clause as a whole is due, where a label says so: 完成时限：2023年12月底前."""
    for deadline in reversed(found):
        start = bisect_left(folded.places, deadline.span.start)
        if _LABEL.search(folded.text, max(0, start - 20), start):
            return deadline.when
    return None


def _when(match: re.Match[str], year: int) -> str:
    """The last day that is in time, or the year: 2020年6月底 → 2020-06-30, 2023年底 → 2023."""
    if not match["month"]:
        return f"{year}-06-30" if match["half"] == "上半年" else str(year)
    month = int(match["month"])
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02}-{min(int(match['day'] or last), last):02}"


def _wide(folded: Folded, match: re.Match[str]) -> Span:
    """The date with the word that makes it one: 到2022年, 2023年底前, 自2021年起."""
    start, end = match.span()
    if start and folded.text[start - 1] in "到至自从在":
        start -= 1
    while end < len(folded.text) and folded.text[end] in "前起之以":
        end += 1
    return folded.span(start, end)
