"""Text as rules match it: no white space, one width of punctuation, each character still knowing its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate, chain
from typing import NamedTuple

from kg.records import Span
from loaders.parse import separators

_WIDE = (
    {
        "(": "（", ")": "）", "﹙": "（", "﹚": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕", "﹝": "〔", "﹞": "〕",
        "【": "〔", "】": "〕", ",": "，", ":": "：", ";": "；", "?": "？", "﹑": "、", "､": "、", "︰": "：", "﹕": "：",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)  # fmt: skip
_OTHER = re.compile(f"[{re.escape(''.join(_WIDE))}]")  # what is written in another width: '(', '３'
_ZERO_WIDTH = ("\u200b", "\ufeff")
_ORDINARY = 1 << 16  # characters: documents are seldom longer
_MARKS = "，。；：、！？"
OPENING = "（〔"
CLOSING = "）〕"
_ANY_BRACKET = re.compile(f"[{OPENING}{CLOSING}]")  # any half: （


class Folded(NamedTuple):
    """`text` is the folded form; `places[i]` is where its character i stands in the document."""

    text: str
    places: tuple[int, ...]

    def part(self, span: Span) -> Folded:
        """The folded form of a piece of the document, cut out of this one."""
        start, end = bisect_left(self.places, span.start), bisect_left(self.places, span.end)
        return Folded(self.text[start:end], self.places[start:end])

    def parts(self, spans: Iterable[Span]) -> Folded:
        """The folded form of several pieces of the document, one right behind the other."""
        cut = [self.part(span) for span in spans]
        return Folded("".join(part.text for part in cut), tuple(chain.from_iterable(p.places for p in cut)))

    def cells(self, spans: Iterable[Span]) -> Folded:
        """The folded form of neighbouring cells, with ， in the gap behind each that ends without a mark of its own."""
        text, end = "", 0
        places: list[int] = []
        for span in spans:
            piece = self.part(span)
            if text and text[-1] not in _MARKS and end < span.start:
                text += "，"
                places.append(end)
            text += piece.text
            places += piece.places
            end = span.end
        return Folded(text, tuple(places))

    def cut(self, holes: Iterable[Span]) -> Folded:
        """The folded form with pieces of the document left out: what stands around them stands together."""
        places = [(hole.start, hole.end) for hole in sorted(holes)]
        starts = [0, *(end for _, end in places)]
        ends = [*(start for start, _ in places), self.places[-1] + 1 if self.places else 0]
        return self.parts(Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b)

    def without(self, holes: list[Span]) -> Folded:
        """The folded form with pieces of the document blanked out by 。: nothing is found in or across them."""
        text = self.text
        for hole in holes:
            start, end = bisect_left(self.places, hole.start), bisect_left(self.places, hole.end)
            text = text[:start] + "。" * (end - start) + text[end:]
        return Folded(text, self.places)

    def span(self, start: int, end: int) -> Span:
        """The place in the document of the folded characters `start` to `end` (exclusive, at least one)."""
        return Span(self.places[start], self.places[end - 1] + 1)


def fold(text: str, span: Span, skip: tuple[Span, ...] = ()) -> Folded:
    """Folds `text[span]`, leaving `skip` (page numbers and other noise, in order) out.

    A blank that parts two names becomes 、 and has its first character's place.

    >>> fold("（责任单位:市 教育局)", Span(0, 12)).text
    '（责任单位：市教育局）'
    >>> fold("市教育局  市财政局", Span(0, 10)).text
    '市教育局、市财政局'
    """
    numbers = _numbers() if span.end <= _ORDINARY else range(span.end)
    places: list[int] = []
    pieces: list[str] = []
    start = span.start
    for hole in (*skip, Span(span.end, span.end + 1)):
        at, stop = start, min(hole.start, span.end)
        for run in _solid(text[start:stop]):
            end, at = at, text.index(run, at)
            if run[0] in separators.LEVELS and end > start and _is_comma(text, end, at):
                places.append(end)
                pieces.append("、")
            end = at + len(run)
            places += numbers[at:end]
            pieces.append(run)
            at = end
        start = max(start, hole.end)
    return Folded(_one_width("".join(pieces)), tuple(places))


def fold_words(text: str) -> str:
    """The folded words alone, for who asks for no places.

    >>> fold_words("牵头 单位(部门)")
    '牵头单位（部门）'
    """
    return _one_width("".join(_solid(text)))


def _solid(text: str) -> list[str]:
    """The runs of a text that hold neither white space nor zero-width characters."""
    for blank in _ZERO_WIDTH:
        text = text.replace(blank, " ")
    return text.split()


def _is_comma(text: str, start: int, end: int) -> bool:
    """True for a gap on one line that parts two names."""
    return separators.is_blank(text[start:end]) and separators.part_names(text, start, end)


def _one_width(text: str) -> str:
    folded = _OTHER.sub(lambda match: _WIDE[match[0]], text)
    return separators.without_slashes(folded) if "/" in text or "／" in text else folded


@cache
def _numbers() -> tuple[int, ...]:
    """The places of a document, made once for all: a number for each character costs more than the folding."""
    return tuple(range(_ORDINARY))


_LONGEST = 3000  # characters: no statement is longer, and what is never closed must not cost more


def angled(words: str) -> str:
    """A list of bodies with 〈〉 as the brackets that they are there: 各区人民政府〈含开发区管委会〉."""
    return words.replace("〈", "（").replace("〉", "）") if "〈" in words else words


def closing(text: str, start: int) -> int:
    """The place of the bracket that closes the one at `start`, whatever the pair looks like; -1 where none does.

    Pairs may be mixed: 〔市委教育工委）.
    """
    depth = 0
    for place in range(start, min(len(text), start + _LONGEST)):
        if text[place] in OPENING:
            depth += 1
        elif text[place] in CLOSING:
            depth -= 1
            if depth == 0:
                return place
    return -1


def closings(text: str) -> dict[int, int]:
    """Each opening bracket in order, and where it is closed (-1: nowhere): one walk, whatever the pairs look like."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _ANY_BRACKET.finditer(text):
        place = match.start()
        if text[place] in OPENING:
            pairs[place] = -1
            opened.append(place)
        elif opened:
            pairs[opened.pop()] = place
    return pairs


def covering(spans: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Whether a place lies in one of the spans, however many there are."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    ends = list(accumulate((end for _, end in ordered), max))

    def inside(place: int) -> bool:
        before = bisect_right(starts, place)
        return before > 0 and place < ends[before - 1]

    return inside


_ENCLOSING = re.compile(f"[{OPENING}{CLOSING}“”]")  # what keeps a list together: （ of 县（市、区）


@cache
def _cut_at(separators: str) -> re.Pattern[str]:
    """Where a list may be cut, and what forbids it: '、' outside of '（…）'."""
    return re.compile(f"[{OPENING}{CLOSING}“”{separators}]")


@cache
def _between(separators: str) -> re.Pattern[str]:
    """What stands between two separators: 市教育局 of 市教育局、市财政局."""
    return re.compile(f"[^{separators}]+")


def split_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """The pieces of `text` between separators outside of brackets and “…”, as (start, end); empty ones left out."""
    if not _ENCLOSING.search(text):
        return [match.span() for match in _between(separators).finditer(text)]
    pieces: list[tuple[int, int]] = []
    depth, start = 0, 0
    quoted = text.count("“") == text.count("”")  # one that is never closed encloses nothing
    opening, closing = (OPENING + "“", CLOSING + "”") if quoted else (OPENING, CLOSING)
    for match in _cut_at(separators).finditer(text):
        char = match[0]
        depth += (char in opening) - (char in closing)
        if depth <= 0 and char in separators:
            pieces.append((start, match.start()))
            start = match.end()
    pieces.append((start, len(text)))
    return [(a, b) for a, b in pieces if b > a]
