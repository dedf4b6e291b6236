"""Which date of a text governs a number in it: 到2025年，建设3个…、5个…。"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from kg.records import Deadline
from loaders.parse.folded import Folded

_SENTENCE = re.compile(r"[。！？]")
# 到2025年，实现以下目标： · 主要目标如下：
_LISTS = re.compile(r"[^。！？；：]{0,100}：(?:(?<=目标：)|(?<=如下：)|(?<=任务：))")
_COLON = re.compile(r"[^。！？；：]{0,100}：")  # 到2025年，全省要做到：⏎
_OF_IT = re.compile(r"其中[，：]")  # goes on with what the sentence before began: 其中，失业保险…
# 2020年、2021年、2022年分别达到60%、80%、100% · 到2025年、2030年，覆盖率分别…
_LISTED = re.compile(r"20\d{2}年[底末]?前?(?:[、和及与][到至]?20\d{2}年[底末]?前?){1,9}(?=[^。；]{0,60}分别)")
_YEAR = re.compile(r"20\d{2}(?=年)")  # 2020年
_EACH = re.compile(r"分别[^，。；]{0,200}")  # 分别达到60%、80%、100%


class Calendar:
    """The dates of a text, and which of them governs a place."""

    def __init__(self, folded: Folded, deadlines: list[Deadline], due: str | None) -> None:
        self.folded, self.places, self.due = folded, folded.places, due
        self.stops = [match.end() for match in _SENTENCE.finditer(folded.text)]
        self.dates = sorted(deadlines, key=lambda deadline: deadline.span.start)
        self.lists = self._lists() if "：" in folded.text else []
        self.shared: dict[int, str | None] = {}
        self.starts = [deadline.span.start for deadline in self.dates]

    def share(self, places: list[int]) -> None:
        """2020年、2021年分别达到60%、80%: the numbers at these places take the years in order, none where they do not fit."""
        text = self.folded.text
        if "分别" not in text:
            return
        ahead = {date.when for date in self.dates}
        for listed in _LISTED.finditer(text):
            years = [year if year in ahead else None for year in _YEAR.findall(listed[0])]
            stop = bisect_right(self.stops, listed.start())
            end = self.stops[stop] if stop < len(self.stops) else len(text)
            for each in _EACH.finditer(text, listed.end(), end):
                values = places[bisect_left(places, each.start()) : bisect_left(places, each.end())]
                fit = len(values) == len(years)
                self.shared |= zip(values, years if fit else [None] * len(values), strict=True)

    def governs(self, place: int) -> str | None:
        """到2022年 rules the list behind it up to the full stop, and the whole line where that opens with it."""
        if place in self.shared:
            return self.shared[place]
        stop = bisect_right(self.stops, place)
        sentence = self.stops[stop - 1] if stop else 0
        if stop and _OF_IT.match(self.folded.text, sentence):
            sentence = self.stops[stop - 2] if stop > 1 else 0
        last = bisect_right(self.starts, self.places[place])
        if last and self.starts[last - 1] >= self.places[sentence]:
            return self.dates[last - 1].when
        line = next((date.when for date in self.dates[:last] if self._opens_line_of(place, date)), None)
        return line or self._list_of(place) or self.due

    def _lists(self) -> list[tuple[int, str]]:
        """Where a list starts that a date rules to the clause's end: 到2025年，实现以下目标：⏎——…90%。⏎——…80%。"""
        found = []
        for date in self.dates:
            end = bisect_left(self.places, date.span.end)
            colon = _COLON.match(self.folded.text, end)
            if colon and (_LISTS.match(self.folded.text, end) or self._ends_line(colon.end())):
                found.append((colon.end(), date.when))
        return found

    def _ends_line(self, place: int) -> bool:
        """True where the next line starts at `place`."""
        return place < len(self.places) and self.places[place] - self.places[place - 1] > 1

    def _list_of(self, place: int) -> str | None:
        """The date of the last list that starts before `place`."""
        return next((when for start, when in reversed(self.lists) if start <= place), None)

    def _opens_line_of(self, place: int, date: Deadline) -> bool:
        """到2024年底，全面实现…目标。 at a line's start, and no other line starts up to `place`."""
        start = bisect_left(self.places, date.span.start)
        opens = start == 0 or self.places[start] - self.places[start - 1] > 1
        one_line = self.places[place] - self.places[start] == place - start
        return opens and one_line and self.folded.text[start] in "到至"
