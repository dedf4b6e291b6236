"""Programmes and initiatives that documents share: 1+X证书制度, 双高计划, 证照分离, and those that a clause names itself.

A known one is found by any of its spellings (ontology/vocab/programmes.yaml) and has one canonical name everywhere. Others are
taken where the text marks them as names: in quotes before 行动 or 工程, or as what is carried out (实施…提升计划).
A programme inside 《》 is a title, and so a citation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

from kg.records import Programme
from loaders.parse.folded import Folded, covering
from ontology.vocab.load import vocabulary

_TITLE = re.compile(r"《[^《》]{1,80}》")  # 《关于推进“一件事一次办”的通知》
# 乡村振兴局, 乡村振兴票据: a body, or what a bank sells under that name, is no programme
_NOT_NAME = re.compile(r"[局处厅]|部门|办公室|领导小组|专班|票据|债(?!务)|基金|贷(?!款难)|保险")
_FIGURES = re.compile(r"[“”\d+＋]+")  # “3+2”
_NEAR = 12  # characters before and behind
_QUOTES = '“”"'
# how a sign of a spelling may stand in a text: in either width, quotes inside and 、 not at all
_WAYS = {"“": ("“", ""), "”": ("”", ""), "、": ("、", ""), "+": ("+", "＋"), "X": ("X", "x", "Ｘ")}
# “信用助企”行动, “高企上市倍增”行动计划, “全程帮办”改革试点
_QUOTED = re.compile(
    r"“([^“”，。；：《》（）]{2,16})”(专项行动|行动计划|三年行动|行动|计划|工程|制度|改革试点|改革|试点)(?!方案)"
)
# “111”创新工程, “1331”高校提质增效工程: a few words between the quotes and what it is
_NUMBERED = re.compile(
    r"“([^“”，。；：《》（）]{2,12})”((?![^，。；：]{0,8}?[等的各入])[\u4e00-\u9fff]{1,8}?(?:行动|计划|工程))(?=[，。；、：（）和及]|$)"
)
_WHOLLY = re.compile(r"“([^“”，。；：《》（）]{3,20}(?:行动|计划|工程))”")  # “百县千镇万村高质量发展工程”
_REFORM = ("改革试点", "改革", "试点")  # “证照联办”改革 is named by what is quoted
# 实施企业技术创新能力提升计划。 开展…专项行动， : the end of a name that fills its phrase
_PLANNED = re.compile(r"(?:行动计划|专项行动|行动|计划|工程)(?=[，。；、：（）和及]|$)")
_WINDOW = 32  # characters: no name is longer
_PAUSE = re.compile(r"[，。；：、！？（）《》“”]")  # what no name goes over
_CARRIED_OUT = re.compile(r"(?:实施|开展|启动|组织|推进|落实)(?:好|了)?")  # 组织实施, 启动实施
_AIM = re.compile(  # 能力提升计划, 质量提升工程: the words in front of 计划 and 工程 that say what it is for
    r"(?:提升|推进|提质|提质培优|培育|培优|培养|培训|倍增|攻坚|引领|领航|振兴|强基|筑基|赋能|引导|促进|突破|跃升|推广|建设|创新|改造)$"
)
_GENERAL = re.compile(  # 专项整治行动, 重大工程: words that every such name may have
    r"专项|整治|联合|执法|集中|专题|宣传|检查|督查|清理|系列|重大|重点|年度|[省市县区国]级|有关|相关|三年|行动|项目|改造|建设|创新"
)
_PHRASE = re.compile(
    r"[的各其该本我等并]|(?:行动|计划|工程)[和及]|一批|若干|以及|[纳列]入|\d{2}"
)  # a sentence goes on there: no name


class _Known(NamedTuple):
    """A programme of the vocabulary; figures and signs mean it only with one of the words `near`."""

    name: str
    field: str
    near: tuple[str, ...]


_Found = tuple[tuple[int, int], str, str | None]  # a place in the text, the name, the field of a known one


def parse(folded: Folded) -> list[Programme]:
    """Each programme of a clause once, in order, by its canonical name."""
    text = folded.text
    found = _spelled(text)
    marked = _quoted(text) + _carried_out(text)
    if marked:
        taken = covering([span for span, *_ in found])
        found += [(span, normalize("NFKC", name), None) for span, name in marked if not taken(span[0] + 1)]
        found.sort(key=lambda one: one[0])
    if not found:
        return []
    cited = covering([match.span() for match in _TITLE.finditer(text)]) if "《" in text else None
    named: dict[str, Programme] = {}
    for (start, end), name, field in found:
        if name not in named and not (cited and cited(start)):
            named[name] = Programme(name, text[start:end], field, folded.span(start, end))
    return list(named.values())


def _quoted(text: str) -> list[tuple[tuple[int, int], str]]:
    """Names in quotes, with the word behind or inside that says what they are: “信用助企”行动."""
    if "“" not in text:
        return []
    reforms = [
        (match.span(), match[1] if match[2] in _REFORM else match[1] + match[2])
        for match in _QUOTED.finditer(text)
    ]
    longer = [(match.span(), match[1] + match[2]) for match in _NUMBERED.finditer(text)]
    whole = [(match.span(), match[1]) for match in _WHOLLY.finditer(text)]
    return [(span, name) for span, name in (*reforms, *longer, *whole) if not name.startswith(_figures())]


def _carried_out(text: str) -> list[tuple[tuple[int, int], str]]:
    """Names without quotes, behind a verb that carries them out: 实施企业技术创新能力提升计划."""
    found: list[tuple[tuple[int, int], str]] = []
    if not ("计划" in text or "行动" in text or "工程" in text):
        return found
    for end in _PLANNED.finditer(text):
        start = max(0, end.start() - _WINDOW)
        for pause in _PAUSE.finditer(text, start, end.start()):
            start = pause.end()
        verbs = [verb.end() for verb in _CARRIED_OUT.finditer(text, start, end.start())]
        named = [verb for verb in verbs if _is_name(text[verb : end.start()], end[0])]
        if named:
            found.append(((named[-1], end.end()), text[named[-1] : end.end()]))
    return found


def _is_name(front: str, suffix: str) -> bool:
    """False for 专项整治行动, 重大工程 and for a phrase that goes on: 实施好党的行动."""
    if _PHRASE.search(front) or len(_GENERAL.sub("", front)) < 4:
        return False
    return suffix not in ("计划", "工程") or bool(_AIM.search(front))


# --- the vocabulary --------------------------------------------------------------------------------------------------


@cache
def _figures() -> tuple[str, ...]:
    """What is quoted before 工程 and the like, and names no programme: 一把手."""
    return tuple(vocabulary("programmes")["figures"])


@cache
def _known() -> dict[str, _Known]:
    """The programmes by their plain spellings."""
    fields: dict[str, dict[str, dict[str, list[str]]]] = vocabulary("programmes")["fields"]
    return {
        _plain(spelling): _Known(name, field, tuple(entry.get("near", ())))
        for field, programmes in fields.items()
        for name, entry in programmes.items()
        for spelling in (name, *entry["as"])
    }


@lru_cache(maxsize=4096)
def _meant(words: str) -> _Known:
    """What a spelling means; figures and signs alone need words near them, other spellings do not."""
    known = _known()[_plain(words)]
    return known if _FIGURES.fullmatch(words) else known._replace(near=())


def _spelled(text: str) -> list[_Found]:
    """Every known spelling that means its programme, the longest at each place: 一件事一次办, not 一件事."""
    found: list[_Found] = []
    end, known = 0, _by_opening().get
    for opening in _openings().finditer(text):
        place = opening.start()
        longest = known(text[place : place + 3])
        if longest is None or place < end or not (match := longest.match(text, place)):
            continue
        end = match.end()
        name, field, near = _meant(match[0])
        if not _NOT_NAME.match(text, end) and _is_near(text, place, end, near):
            found.append(((place, end), name, field))
    return found


def _is_near(text: str, start: int, end: int, near: tuple[str, ...]) -> bool:
    """False for figures and signs that mean something else: “3+2”工程 of 5G, not “3+2”贯通培养."""
    if not near:
        return True
    words = text[max(0, start - _NEAR) : end + _NEAR]
    return any(word in words for word in near)


@cache
def _by_opening() -> dict[str, re.Pattern[str]]:
    """The spellings by each way to write their first three characters, longest first: 双随机 → 双随机、一公开|双随机+信用."""
    by_opening: dict[str, list[str]] = defaultdict(list)
    fields = vocabulary("programmes")["fields"]
    spellings = {
        s for known in fields.values() for name, entry in known.items() for s in (name, *entry["as"])
    }
    for spelling in sorted(spellings, key=lambda one: (-len(one), one)):
        bare = spelling if _needs_quotes(spelling) else spelling.lstrip(_QUOTES)
        ways = product(bare[0], *(_WAYS.get(char, (char,)) for char in bare[1:6]))
        for opening in sorted({"".join(way)[:3] for way in ways}):
            by_opening[opening].append(_pattern(spelling))
    return {opening: re.compile("|".join(patterns)) for opening, patterns in by_opening.items()}


@cache
def _openings() -> re.Pattern[str]:
    """Where a spelling may start: three sets of characters, so that the search costs little."""
    sets = (re.escape("".join(sorted(set(chars)))) for chars in zip(*_by_opening(), strict=True))
    return re.compile("[{}](?=[{}][{}])".format(*sets))


def _needs_quotes(spelling: str) -> bool:
    """True for “一件事”, which means the programme only in quotes; not for “双高”建设."""
    return spelling[0] == "“" and spelling[-1] == "”" and spelling.count("“") == 1


def _pattern(spelling: str) -> str:
    """As a regular expression: quotes inside may be missing, quotes around must be there, signs in either width."""
    whole = _needs_quotes(spelling)
    inner = spelling.strip(_QUOTES) if whole else spelling.lstrip(_QUOTES)
    pattern = "".join(_sign(_WAYS[char]) if char in _WAYS else re.escape(char) for char in inner)
    return f"“{pattern}”" if whole else pattern


def _sign(ways: tuple[str, ...]) -> str:
    """Any of the ways to write a sign: [+＋], “?."""
    return f"[{''.join(ways)}]" + ("?" if "" in ways else "")


def _plain(spelling: str) -> str:
    """Without quotes and 、, in one width: “双随机、一公开” → 双随机一公开."""
    return re.sub(rf"[{_QUOTES}、]", "", spelling).replace("＋", "+").replace("Ｘ", "X").replace("x", "X")


__all__ = ["parse"]
