"""Text as rules match it: no white space, one width of punctuation, each character still knowing its place."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Span

_WIDE = str.maketrans(
    {
        "(": "（", ")": "）", "﹙": "（", "﹚": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕", "﹝": "〔", "﹞": "〕",
        "【": "〔", "】": "〕", ",": "，", ":": "：", ";": "；", "?": "？", "﹑": "、", "､": "、", "︰": "：", "﹕": "：",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)  # fmt: skip
OPENING = "（〔"
CLOSING = "）〕"


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded form; `places[i]` is where its character i stands in the document."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place in the document of the folded characters `start` to `end` (exclusive, at least one)."""
        return Span(self.places[start], self.places[end - 1] + 1)


def fold(text: str, span: Span, skip: tuple[Span, ...] = ()) -> Folded:
    """Folds `text[span]`, leaving `skip` (page numbers and other noise) out.

    >>> fold("（责任单位:市 教育局)", Span(0, 12)).text
    '（责任单位：市教育局）'
    """
    dropped = {place for hole in skip for place in range(hole.start, hole.end)}
    places = [
        place
        for place in range(span.start, span.end)
        if not text[place].isspace() and text[place] not in "\u200b\ufeff" and place not in dropped
    ]
    return Folded("".join(text[place] for place in places).translate(_WIDE), tuple(places))


def closing(text: str, start: int) -> int:
    """The place of the bracket that closes the one at `start`, whatever the pair looks like; -1 where none does.

    Pairs may be mixed: 〔市委教育工委）.
    """
    depth = 0
    for place in range(start, len(text)):
        if text[place] in OPENING:
            depth += 1
        elif text[place] in CLOSING:
            depth -= 1
            if depth == 0:
                return place
    return -1


def split_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """The pieces of `text` between separators that stand outside of brackets, as (start, end); empty ones left out."""
    pieces: list[tuple[int, int]] = []
    depth, start = 0, 0
    for place, char in enumerate(text):
        depth += (char in OPENING) - (char in CLOSING)
        if depth <= 0 and char in separators:
            pieces.append((start, place))
            start = place + 1
    pieces.append((start, len(text)))
    return [(a, b) for a, b in pieces if b > a]
