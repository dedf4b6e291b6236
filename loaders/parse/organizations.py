"""Named schools, companies, bases, groups and institutes: a proper word in front, the kind behind.

聊城职业技术学院 and 孔祖中等专业学校 are names; 优质中职学校 and 产教融合实训基地 are kinds of things, and left out.
A name opens with a place (威海技师学院) or a level (市职教中心), or stands in a list behind one that does, or is being
founded (筹建教育和产业人才研究院), or says its legal form (万联资产管理（广东）有限公司).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple

from kg.records import Organization, OrganizationKind
from loaders.parse.folded import Folded
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

_WINDOW = 24  # characters: no name is longer in front of its kind
_BOUNDARY = re.compile(r"[，。；：、（）〔〕《》“”！？\d+的]")  # what no name goes over: '、'
# 大学生, 学院路, 公司制, 银行业, 银行机构: the kind is part of another word
_NOT_KIND = re.compile(
    r"生(?!态|物)|制(?!造)|化|路|法|层|及(?=其)|城|业(?!务)|网点|机构|保险(?!服务)|毕业|本科|贷款|承兑|间|卡|账户|项目$"
)
# a list of companies goes on to its end: 曙光集团、五一八公司等知名企业
_COMPANIES = re.compile(r"(?:、[\u4e00-\u9fff]{2,12}(?:公司|集团)){0,12}等(?:知名|重点|龙头|骨干|大型)?企业")
# a list of schools goes on to its end: 嘉应学院、韩山师范学院等高校
_SCHOOLS = re.compile(
    r"(?:、[\u4e00-\u9fff]{2,12}(?:大学|学院|学校)){0,12}等[^，。、；]{0,6}(?:高校|院校|学校|大学)"
)
_SUPPORT = re.compile(r"(?:支持|依托)$")  # 支持闽江学院
_LEVEL = re.compile(
    r"[省市县区](?![级属场内外域直区县际])"
)  # 省交投集团, not 市场, 省级: a level that opens a name
_AFTER_WORD = re.compile(rf"(?<=[由将与及和对向在以为从把或入]){_LEVEL.pattern}")  # 将省融资担保集团
_RANK = re.compile(r"[级属域内际辖]|外(?![事语国贸经])")  # 和县级医院, 山东省属企业集团, not 山东外事职业大学
_OURS = re.compile(r"[我本](?:[省市县区]|自治区)")  # 我市文化旅游集团
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,6}(?:分行|支行|分公司)")  # 工商银行云浦分行
_PLACED_FORM = re.compile(r"（[\u4e00-\u9fff]{2,6}）$")  # 万联资产管理（广东）有限公司
_AND_MORE = re.compile(r"(?<![中高初])等")  # 北京、上海等地
_LISTED = re.compile(r"[、。；）]|等(?!级)|[和与及]中国")  # a brand among others: 中国移动、华为等
_GLUED = re.compile(r"[重扩最做强广]大")  # 重大理论研究中心 holds no 大理
_HIGHER = ("大学", "学院", "专科学校")
_LEGAL = ("有限公司", "有限责任公司")
_NO_FIRM = re.compile(r"[为或其]|国有|改制")  # 改制为有限公司


class _Name(NamedTuple):
    """A name found: characters `start` to `end` of the folded text."""

    start: int
    end: int
    sort: OrganizationKind


class _Kind:
    """A kind word as it stands in the text, with the place in brackets before it and the branch behind it."""

    def __init__(self, text: str, word: str, end: int) -> None:
        self.word, self.sort = word, _kind_of()[word]
        self.start = end - len(word)
        if word.endswith(_LEGAL) and (
            placed := _PLACED_FORM.search(text, max(0, self.start - 8), self.start)
        ):
            self.start = placed.start()
        branch = _BRANCH.match(text, end) if word.endswith(("银行", "公司")) else None
        self.end = branch.end() if branch else end


Names = list[_Name]


@cache
def _kind_of() -> dict[str, OrganizationKind]:
    listed: dict[OrganizationKind, list[str]] = vocabulary("organizations")["kinds"]
    return {word: kind for kind, words in listed.items() for word in words}


@cache
def _own_names() -> dict[str, OrganizationKind]:
    """Names that need no place: 之江实验室, 农业银行, 华为."""
    whole: dict[OrganizationKind, list[str]] = vocabulary("organizations")["whole"]
    return {name: kind for kind, names in whole.items() for name in names} | dict.fromkeys(
        _words("brands"), "company"
    )


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that end in two characters, longest first: 学院 → 6, 4, 3, 2."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[-2:]].add(len(word))
    return {tail: tuple(sorted(found, reverse=True)) for tail, found in lengths.items()}


@cache
def _kind_lengths() -> dict[str, tuple[int, ...]]:
    return _lengths(_kind_of())


@cache
def _own_lengths() -> dict[str, tuple[int, ...]]:
    return _lengths(_own_names())


@cache
def _tail() -> re.Pattern[str]:
    """The last character of any kind: 院, where 学院 stands. One set to search for, so that it costs little."""
    tails = sorted({*_kind_lengths(), *_own_lengths()})
    return re.compile(f"[{''.join(sorted({tail[-1] for tail in tails}))}](?<={'|'.join(tails)})")


@cache
def _any_of(group: str, behind: str = "") -> re.Pattern[str]:
    """Any word of a list of the vocabulary: 支持 · 一批."""
    words = sorted(vocabulary("organizations")[group], key=lambda word: -len(word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){behind}")


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(vocabulary("organizations")[group])


def parse(folded: Folded, divisions: Divisions) -> list[Organization]:
    """Each named organization of a clause once, in order. A school inside a base's name is part of that name."""
    text = folded.text
    names: Names = []
    for match in _tail().finditer(text):
        if _NOT_KIND.match(text, match.end()):
            continue
        name = _ending_at(text, match.end(), names, divisions)
        if name is None or _any_of("authority").search(text, name.start, name.end):
            continue
        while names and names[-1].start >= name.start:
            names.pop()
        names.append(name)
    if not names:
        return []
    named: dict[str, Organization] = {}
    for name in names:
        surface = text[name.start : name.end]
        named.setdefault(surface, Organization(surface, name.sort, folded.span(name.start, name.end)))
    return sorted(named.values(), key=lambda organization: organization.span)


def _ending_at(text: str, end: int, before: Names, divisions: Divisions) -> _Name | None:
    """The name whose kind ends at `end`, or that is known by heart."""
    word = _longest(text, end, _kind_of(), _kind_lengths())
    if word is not None:
        kind = _Kind(text, word, end)
        start = _start(text, kind, before, divisions)
        if start is not None:
            return _Name(start, kind.end, kind.sort)
    own = _longest(text, end, _own_names(), _own_lengths())
    if own is None or (own in _words("brands") and not _LISTED.match(text, end)):
        return None
    return _Name(end - len(own), end, _own_names()[own])


def _longest(text: str, end: int, words: Container[str], lengths: dict[str, tuple[int, ...]]) -> str | None:
    """The longest of the words that ends at `end`, or None."""
    for length in lengths.get(text[end - 2 : end], ()):
        if (word := text[max(0, end - length) : end]) in words:
            return word
    return None


def _start(text: str, kind: _Kind, before: Names, divisions: Divisions) -> int | None:
    """Where the name with this kind starts, or None where it is none: the rules in turn."""
    low = _low(text, kind.start)
    if before and before[-1].end > low and text[before[-1].end] in "和与及":
        low = before[-1].end + 1  # 商丘技师学院和市职教中心
    if low == kind.start and text[low - 1 : low] != "”":
        return None  # nothing in front of the kind
    start = _at_place(text, low, kind, divisions)
    if start is None:
        start = _at_level(text, low, kind)
    if start is None:
        start = _at_ours(text, low, kind)
    if start is None:
        start = _before_quotes(text, low, kind, divisions)
    if start is None and (_is_listed(text, low, kind, before) or _is_firm(text, low, kind)):
        start = low
    return start


def _low(text: str, end: int) -> int:
    """The earliest place where the name that runs up to `end` may start: behind the last punctuation or verb."""
    low = max(0, end - _WINDOW)
    for stop in _BOUNDARY.finditer(text, low, end):
        low = stop.end()
    for verb in _any_of("verbs").finditer(text, low, end):
        low = verb.end()
    return low


def _at_place(text: str, low: int, kind: _Kind, divisions: Divisions) -> int | None:
    """The start of a name that opens with a place (聊城职业技术学院) or a region (粤港澳大湾区…交易中心), or None."""
    found = None
    for place in range(low, kind.start):
        if found is not None and text[place - 1] not in "和与及":
            continue
        opens = place == low or text[place - 1] in "由与和及向对在以为"
        if not opens and _GLUED.match(text, place - 1):
            continue
        length = _place(text, place, kind.end, divisions, opens and kind.word.endswith(_HIGHER))
        if length and place + length <= kind.start and _proper(text[place : kind.start], length, kind):
            found = place
    return found


def _place(text: str, start: int, end: int, divisions: Divisions, counties: bool) -> int:
    """The length of the place that `text[start:end]` opens with, 0 where it opens with none."""
    region = _regions().match(text, start, end)
    return len(region[0]) if region else divisions.place_length(text[start:end], counties)


@cache
def _regions() -> re.Pattern[str]:
    """What opens a name as a place does: 粤港澳大湾区 · 皖西, 鲁东 · 同济 of 同济大学."""
    provinces = vocabulary("organizations")["provinces"]
    areas, fronts = (_any_of(group).pattern for group in ("areas", "fronts"))
    firsts = "".join(sorted({word[0] for group in ("areas", "fronts") for word in _words(group)}))
    return re.compile(f"(?=[{firsts}{provinces}])(?:{areas}|[{provinces}][东南西北]|{fronts}(?=大学|学院))")


def _proper(front: str, place: int, kind: _Kind) -> bool:
    """False for 吉林省优质, 上海辖内, and for a place and then a kind that it has many of: 安徽公司, 威海市职业学校."""
    own = front[place:].lstrip("省市县区州盟旗")
    if kind.word in _words("weak") and (len(own) > 6 or _is_sort(own)):
        return False
    if own and _is_collective(front[:place], own, kind):
        return False
    if own:
        return not _RANK.match(own) and not _is_many(own)
    if kind.word in _words("plain") or (front == "中国" and kind.sort != "finance"):
        return False
    full = len(front) > place or front[-1] in "县区旗"  # 云浦市 stands for a name or for all of them there
    return kind.word in _words("unique") or not full or (front[-1] != "省" and len(kind.word) >= 5)


def _is_collective(place: str, own: str, kind: _Kind) -> bool:
    """True for 山东高等职业学校 and 中国医药产业园区: a place and a sort of thing."""
    if place == "中国" and kind.sort in ("school", "base"):
        return kind.word in _words("plain") or bool(_any_of("generic").match(own))
    return kind.sort == "school" and bool(_any_of("generic").fullmatch(own))


def _is_many(own: str) -> bool:
    """True where the words say that several are meant: 优质, 深圳等地; not 高等."""
    return bool(_any_of("many").search(own) or _AND_MORE.search(own))


def _is_sort(own: str) -> bool:
    """True where the words say which sort of school: 老年, 寄宿制."""
    return bool(_any_of("common").search(own) or _any_of("generic").match(own))


def _at_level(text: str, low: int, kind: _Kind) -> int | None:
    """The start of a name that opens with a level, as the one of its kind there (市职教中心), or None."""
    first = _LEVEL.match(text, low)
    for level in [first] if first else _AFTER_WORD.finditer(text, low, kind.start):
        own = text[level.end() : kind.start]
        if kind.word in _words("unique"):
            return level.start() if len(own) <= 5 and not _is_many(own) else None
        if kind.word in _words("weak"):
            return None
        named = 2 <= len(own) <= 10 or (not own and kind.word in _words("trades"))
        if named and not _is_general(own) and _may_follow_level(kind):
            return level.start()
    return None


def _may_follow_level(kind: _Kind) -> bool:
    """省交投集团, but not 省创业孵化示范基地, which is a rank."""
    return kind.sort in ("company", "finance") or kind.word not in _words("plain")


def _before_quotes(text: str, low: int, kind: _Kind, divisions: Divisions) -> int | None:
    """The start of a name with a quoted word behind its place or level: 省“专精特新”企业服务中心, or None."""
    opening = text.rfind("“", max(0, low - 10), low) if low and text[low - 1] == "”" else -1
    if opening < 1 or _is_counted(text, low, text[low : kind.start]):
        return None
    start = _low(text, opening)
    front = text[start:opening]
    placed = front.rstrip("省市县区") if len(front) > 2 else front
    return (
        start
        if _LEVEL.fullmatch(front)
        or (placed and _place(front, 0, len(front), divisions, False) == len(placed))
        else None
    )


def _at_ours(text: str, low: int, kind: _Kind) -> int | None:
    """The start of a company that is ours: 吸纳我市文化旅游集团."""
    ours = _OURS.search(text, low, kind.start)
    if ours is None or kind.sort != "company":
        return None
    own = text[ours.end() : kind.start]
    return ours.end() if len(own) >= 3 and not _is_general(own) else None


def _is_general(own: str) -> bool:
    """True for words that say which sort, not which one: 重点, 骨干企业."""
    return bool(_any_of("generic").match(own) or _is_many(own)) or "企业" in own


def _is_listed(text: str, low: int, kind: _Kind, before: Names) -> bool:
    """A name without a place: in a list behind one that has it, or being founded, or among 等知名企业."""
    front = text[low : kind.start]
    if len(front) < 2 or _is_counted(text, low, front):
        return False
    founded = bool(_any_of("founding", "$").search(text[max(0, low - 2) : low]))
    if _is_trade(front, kind, founded):
        return True
    if _any_of("generic").match(front) or kind.word in _words("weak"):
        return False
    if kind.sort == "company":
        return bool(_COMPANIES.match(text, kind.end))
    if kind.word.endswith(_HIGHER) and _is_supported(text, low, kind):
        return True
    if before and 0 < low - before[-1].end <= 2 and text[before[-1].end] in "、，":
        return kind.sort != "institution" and not _is_many(front)
    return founded and kind.sort in _words("founded") and not (kind.sort == "school" and _is_sort(front))


def _is_supported(text: str, low: int, kind: _Kind) -> bool:
    """A school whose name opens with no place of the table: 支持闽江学院, 嘉应学院、韩山师范学院等高校."""
    front = text[low : kind.start]
    if front[0] in "省市县区" or _is_sort(front) or _is_many(front) or len(front) > 8:
        return False
    supported = bool(_SUPPORT.search(text, max(0, low - 2), low)) and len(front) <= 6
    return supported or bool(_SCHOOLS.match(text, kind.end))


def _is_counted(text: str, low: int, front: str) -> bool:
    """True where a number of them is meant: 一批…, 各…, 3个…."""
    ahead = text[max(0, low - 3) : low]
    return bool(_any_of("quantified").match(front) or _any_of("quantified", "$").search(ahead))


def _is_trade(front: str, kind: _Kind, founded: bool) -> bool:
    """A group named after its trade: 现代农业职教集团; 组建职业教育投资集团."""
    if kind.word in _words("trades"):
        return founded
    trade = front.endswith("业") and not front.endswith(("产业", "行业", "企业", "专业"))
    return kind.sort == "group" and trade and 3 <= len(front) <= 10


def _is_firm(text: str, low: int, kind: _Kind) -> bool:
    """A company by its legal form: 万联资产管理（广东）有限公司; not 改制为有限公司."""
    front = text[low : kind.start]
    if not kind.word.endswith(_LEGAL) or len(front) < 4 or _is_counted(text, low, front):
        return False
    return not _is_general(front) and not _NO_FIRM.search(front)
