"""The cells of a table row that a PDF or a docx-to-text run flattened to lines: which line belongs to which column.

A reading gives each column its lines, in the columns' order. It is taken where it is the only one that makes sense:
texts end like sentences, lists of agencies hold nothing but agencies, a line ends in mid-cell only where the column
is full or a comma says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice, pairwise, product
from typing import NamedTuple

from kg.records import Span
from loaders.parse import names, naming
from loaders.resolve.regions import Divisions

_ENDED = re.compile(r"[。；！？…][”’）》」]?$|）$")  # how a text ends: '便利化水平。' · '最后一公里”。'
_SENTENCE = re.compile(r"[。；！？][”’）》」]?$")  # how a sentence ends: '提升效率。'
_NARROW = re.compile(r"[\x00-\x7e]")  # what is printed half as wide: '2'
JOINED = ("、", "，", "；", "：")  # a line that ends so goes on: '市财政局、'
_GOES_ON = ("、", "，", "）", "〕")  # so does one before a line that starts so: '、市财政局'
MARK = frozenset({"—", "——", "―", "－", "-", "--", "/", "／", "无", "\\"})  # an empty cell as printed: '—'
# 2023年6月底前 · 长期坚持 · 每季度 · 2023年12月31日
_DATES = re.compile(
    r"(?:20\d\d年?|\d{1,2}月(?:份|\d{1,2}日)?|全年|长期|常年|持续|立即|即时|每[年月季]|[上下]半年|第?[一二三四]季度)"
    r"[\d年月日底末前起至到—～~.、，上下半中旬第一二三四季度每完成推进坚持实施开展长期持续。]{0,30}"
)
_BODY = re.compile(
    r"(?:人民政府|政府|办公[室厅]|委员会|管委会|管理中心|中心|[分支]行|有关|成员)"
)  # the rest of a name: '办公室'
_LEVELS = frozenset("省市区县州旗盟")  # how a name starts, cut by its line's end: '市' of '市财⏎政局'
_ROLES = frozenset({"lead", "cooperate", "responsible"})
_SLACK = 2.0  # characters: a full line may be that much shorter than its column, as no line starts with 、
_MOST_TRIED = 600  # readings of one row that are looked at; beyond, it counts as doubtful
_MOST_LINES = 80  # of one row


@dataclass(slots=True)
class Line:
    """A line, or a sentence's part of one: its place, its words without white space, the block it stands in.

    `length` is how wide it is printed, in Chinese characters; `ends_sentence` what no list of agencies does: '提升效率。'.
    """

    span: Span
    words: str
    block: int
    after_gap: bool = False
    length: float = field(init=False)
    ends_sentence: bool = field(init=False)

    def __post_init__(self) -> None:
        """Looked at once: a search for the one reading of a row asks again and again."""
        self.length = len(self.words) - len(_NARROW.findall(self.words)) / 2
        self.ends_sentence = _SENTENCE.search(self.words) is not None


class Run(NamedTuple):
    """Neighbouring columns of a kind: all that is said of texts side by side, one list of agencies, one deadline."""

    kind: str
    columns: tuple[int, ...]


Parts = Sequence[Sequence[Line]]  # a row's lines, cut where a page ends
Reading = tuple[tuple[tuple[int, int], ...], ...]  # for each run and part, the lines from … to


class Reader:
    """Reads rows of one table. `widths` are the columns' widths by run, None where they are not known.

    `strict` where each list of agencies must start with a name of its own: 市教育局, not 教育局.
    """

    def __init__(self, runs: Sequence[Run], divisions: Divisions) -> None:
        self.runs, self.divisions = runs, divisions
        self.widths: list[float | None] = [None] * len(runs)
        self.led = any(run.kind == "lead" for run in runs)
        self.strict = False
        self._tried = 0

    def only(self, parts: Parts, spare: bool = False) -> Reading | None:
        """The one reading of a row, None where there is none or more than one.

        With `spare`, cells that are often left empty (配合单位 beside 牵头单位, 完成时限) may be.
        """
        if not sum(map(len, parts)) <= _MOST_LINES:
            return None
        self._tried = 0
        ended = _any_ends(parts)
        strict, self.strict = self.strict, self.strict or not ended
        found = list(islice(self._search(parts, 0, tuple(0 for _ in parts), ended, spare), 2))
        self.strict = strict
        return found[0] if len(found) == 1 and self._tried < _MOST_TRIED else None

    def still(self, parts: Parts, reading: Reading) -> bool:
        """Whether the one reading of a row holds by what was learnt since: that only rules out, so no other can come."""
        ended = _any_ends(parts)
        strict, self.strict = self.strict, self.strict or not ended
        holds = all(self._fits(parts, place, cell, ended, False) for place, cell in enumerate(reading))
        self.strict = strict
        return holds

    def learn(self, read: Sequence[tuple[Parts, Reading]]) -> None:
        """Takes the columns' widths from rows that were read, where their lines were wrapped at all."""
        for place in range(len(self.runs)):
            cells = [lines_of(parts, reading[place]) for parts, reading in read]
            wrapped = any(not _comma(a, b) and not a.ends_sentence for c in cells for a, b in pairwise(c))
            if wrapped and len(read) > 2:
                self.widths[place] = max(length for cell in cells for length in _printed(cell))
        lists = [
            lines_of(parts, cell)
            for parts, reading in read
            for run, cell in zip(self.runs, reading, strict=True)
            if run.kind in _ROLES
        ]
        self.strict = len(read) > 2 and all(
            self.strong(cell[0].words) for cell in lists if cell and cell[0].words not in MARK
        )

    def strong(self, words: str) -> bool:
        """True where a name starts that stands for itself: '市教育局', '人民银行天津分行', '各区人民政府'."""
        return not _BODY.match(words) and naming.starts_list(words, self.divisions)

    # --- the search --------------------------------------------------------------------------------------------------

    def _search(
        self, parts: Parts, place: int, starts: tuple[int, ...], ended: bool, spare: bool
    ) -> Iterator[Reading]:
        """The readings of the runs from `place` on, given where each part was left."""
        if place == len(self.runs):
            if all(start == len(part) for start, part in zip(starts, parts, strict=True)):
                yield ()
            return
        for ends in product(*self._ends(parts, place, starts, ended)):
            self._tried += 1
            if self._tried >= _MOST_TRIED:
                return
            cell = tuple(zip(starts, ends, strict=True))
            if self._fits(parts, place, cell, ended, spare):
                for rest in self._search(parts, place + 1, ends, ended, spare):
                    yield (cell, *rest)

    def _ends(self, parts: Parts, place: int, starts: tuple[int, ...], ended: bool) -> list[range]:
        """Where a run may end in each part. The last run takes what is left; a text ends behind its last sentence."""
        if place == len(self.runs) - 1:
            return [range(len(part), len(part) + 1) for part in parts]
        last_text = self.runs[place].kind == "task" and all(r.kind != "task" for r in self.runs[place + 1 :])
        ranges = []
        for number, (part, start) in enumerate(zip(parts, starts, strict=True)):
            low, high = start, len(part)
            if self.runs[place].kind in _ROLES:
                high = next((n for n in range(start, high) if part[n].ends_sentence), high)
            if last_text and ended:
                low = max((n + 1 for n in range(start, high) if part[n].ends_sentence), default=start)
                high = low if number == len(parts) - 1 else high
            ranges.append(range(low, high + 1))
        return ranges

    def _fits(
        self, parts: Parts, place: int, cell: tuple[tuple[int, int], ...], ended: bool, spare: bool
    ) -> bool:
        lines = lines_of(parts, cell)
        kind, width = self.runs[place].kind, self.widths[place]
        if width and any(line.length > width + 1 for line in lines):
            return False
        if not lines:
            return kind == "other" or (spare and (kind == "due" or (kind == "cooperate" and self.led)))
        if len(lines) == 1 and lines[0].words in MARK:
            return kind != "task"
        if kind == "task":
            return self._text(parts, cell, lines, width) if ended else self._short_text(lines)
        if kind == "due":
            return bool(_DATES.fullmatch("".join(line.words for line in lines)))
        return kind != "other" and self._agencies(lines, width, spare)

    def _text(
        self, parts: Parts, cell: tuple[tuple[int, int], ...], lines: Sequence[Line], width: float | None
    ) -> bool:
        """A text that ends like one, and at a page's end only where its column is full."""
        for part, (start, end) in zip(parts[:-1], cell, strict=False):
            if not width or end == start or part[end - 1] is lines[-1]:
                continue
            if not part[end - 1].ends_sentence and not full(part[start:end], width):
                return False
        return bool(_ENDED.search(lines[-1].words))

    def _short_text(self, lines: Sequence[Line]) -> bool:
        """A task without a full stop: '设立代办窗口'; no line of it could be a list of agencies."""
        return not any(self.strong(line.words) and naming.is_agency(line.words) for line in lines)

    def _agencies(self, lines: Sequence[Line], width: float | None, spare: bool) -> bool:
        """A list of agencies whose every line's end is a comma or stands in mid-name, where the column is full.

        With `spare`, a name of no known kind may stand in it, if it starts like one: '天津滨海国际机场'.
        """
        words = "".join(line.words for line in lines)
        if any(line.ends_sentence for line in lines) or words.endswith(JOINED):
            return False
        last = _last_name(words)
        if not (naming.is_agency(last) or (spare and self.strong(last))) or (
            self.strict and not self.strong(words)
        ):
            return False
        if not all(self._joint(lines[: end + 1], lines[end + 1], width) for end in range(len(lines) - 1)):
            return False
        given, refused = names.parse(words, 0, len(words), self.divisions)
        return bool(given) and (not refused or (spare and all(map(self.strong, refused))))

    def _joint(self, before: Sequence[Line], after: Line, width: float | None) -> bool:
        """Whether a cell may go on from a line to the next: not where one name is whole and the next one starts."""
        if _comma(before[-1], after):
            return True
        tail = _last_name("".join(line.words for line in before))
        whole = tail in _LEVELS or naming.is_agency(tail)
        if whole and not tail.endswith("等") and self.strong(after.words):
            return False
        return width is None or full(before, width)


def lines_of(parts: Parts, cell: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines of a cell, over all parts of its row."""
    return [line for part, (start, end) in zip(parts, cell, strict=True) for line in part[start:end]]


def _any_ends(parts: Parts) -> bool:
    """True where a line of the row ends a sentence."""
    return any(line.ends_sentence for part in parts for line in part)


def _printed(lines: Sequence[Line]) -> Iterator[float]:
    """The widths of lines as printed: the sentences of one block stand on one line."""
    for _, same in groupby(lines, key=lambda line: line.block):
        yield sum(line.length for line in same)


def _last_name(words: str) -> str:
    return words[max(map(words.rfind, "、，；")) + 1 :]


def _comma(line: Line, after: Line) -> bool:
    return line.words.endswith(JOINED) or after.words.startswith(_GOES_ON)


def full(lines: Sequence[Line], width: float) -> bool:
    """True where the last of the lines fills its column: what stands behind a comma may be the same printed line."""
    length = lines[-1].length
    for line, after in zip(lines[-2::-1], lines[:0:-1], strict=True):
        printed = line.block == after.block or line.words.endswith(JOINED)
        if not printed or length + line.length > width + 1:
            break
        length += line.length
    return length >= width - _SLACK
