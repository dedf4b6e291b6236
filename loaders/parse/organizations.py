"""Named schools, companies, bases, groups and institutes: a proper word in front, the kind behind.

聊城职业技术学院 and 孔祖中等专业学校 are names; 优质中职学校 and 产教融合实训基地 are kinds of things, and left out.
"""

from __future__ import annotations

import re
from functools import cache

from kg.records import Organization, OrganizationKind
from loaders.parse.folded import Folded
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

_WINDOW = 20  # characters: no name is longer in front of its kind
_BOUNDARY = re.compile(r"[，。；：、（）〔〕《》“”！？\d+]")  # what no name goes over: '、'
# 大学生, 学院路, 公司制, 基地建设: the kind is part of another word
_NOT_KIND = re.compile(r"生(?!态)|制(?!造)|化|路|法|层|及(?=其)|城")
# a list of companies goes on to its end: 曙光集团、五一八公司等知名企业
_COMPANIES = re.compile(r"(?:、[\u4e00-\u9fff]{2,12}(?:公司|集团)){0,12}等(?:知名|重点|龙头|骨干|大型)?企业")
_LEVEL = re.compile(
    r"[省市县区](?![级属场内外域直区县])"
)  # 市职教中心, 省交投集团: the one of its kind at that level


@cache
def _kinds() -> re.Pattern[str]:
    """Any kind, longest first: 职业技术学院 · 有限公司 · 实训基地."""
    words = {word: kind for kind, listed in vocabulary("organizations")["kinds"].items() for word in listed}
    ordered = sorted(words, key=lambda word: -len(word))
    return re.compile("|".join(map(re.escape, ordered)))


@cache
def _kind_of(word: str) -> OrganizationKind:
    kinds = vocabulary("organizations")["kinds"]
    found: OrganizationKind = next(kind for kind, listed in kinds.items() if word in listed)
    return found


@cache
def _any_of(group: str, behind: str = "") -> re.Pattern[str]:
    """Any word of a list of the vocabulary: 支持 · 一批."""
    words = sorted(vocabulary("organizations")[group], key=lambda word: -len(word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){behind}")


def parse(folded: Folded, divisions: Divisions) -> list[Organization]:
    """Each named organization of a clause once, in order. A school inside a base's name is part of that name."""
    text = folded.text
    spans: list[tuple[int, int, str]] = []
    for match in _kinds().finditer(text):
        if _NOT_KIND.match(text, match.end()):
            continue
        low = _low(text, match.start())
        if spans and spans[-1][1] > low and text[spans[-1][1]] in "和与及":
            low = spans[-1][1] + 1  # 商丘技师学院和市职教中心
        start = _at_place(text, low, match, divisions)
        if start is None and _is_listed(text, low, match, spans):
            start = low
        if start is None:
            continue
        if spans and spans[-1][0] == start:
            spans.pop()
        spans.append((start, match.end(), match[0]))
    named: dict[str, Organization] = {}
    for start, end, kind in spans:
        named.setdefault(
            text[start:end], Organization(text[start:end], _kind_of(kind), folded.span(start, end))
        )
    return sorted(named.values(), key=lambda organization: organization.span)


def _low(text: str, end: int) -> int:
    """The earliest place where the name that runs up to `end` may start: behind the last punctuation or verb."""
    low = max(0, end - _WINDOW)
    for stop in _BOUNDARY.finditer(text, low, end):
        low = stop.end()
    for verb in _any_of("verbs").finditer(text, low, end):
        low = verb.end()
    return low


def _at_place(text: str, low: int, kind: re.Match[str], divisions: Divisions) -> int | None:
    """The start of a name that opens with a place (聊城职业技术学院) or a level (市职教中心), or None."""
    for place in range(low, kind.start()):
        if text.startswith("中国", place) or divisions.starts_with_place(text[place : kind.end()]):
            return place if kind.start() - place >= 2 and _proper(text[place : kind.start()]) else None
    joined = text.rfind("和", low, kind.start())
    for place in {low, joined + 1}:
        if _LEVEL.match(text, place) and kind.start() - place <= 6 and place < kind.start():
            return place
    return None


def _proper(front: str) -> bool:
    """False for 吉林省各: a place, and then any of its kind."""
    return not re.search(r"各|一批|(?<![中高初])等|有关|我市|的", front[2:])


def _is_listed(text: str, low: int, kind: re.Match[str], before: list[tuple[int, int, str]]) -> bool:
    """A name without a place: in a list behind one that has it, or being founded, or among 等知名企业."""
    front = text[low : kind.start()]
    quantified = _any_of("quantified").match(front) or _any_of("quantified", "$").search(
        text[max(0, low - 3) : low]
    )
    if len(front) < 2 or quantified or _any_of("generic").match(front):
        return False
    if _kind_of(kind[0]) == "company":
        return bool(_COMPANIES.match(text, kind.end()))
    in_list = bool(before) and 0 < low - before[-1][1] <= 2 and text[before[-1][1]] in "、，"
    return in_list or bool(_any_of("founding", "$").search(text[max(0, low - 2) : low]))
