"""Programmes and initiatives that documents share: 1+X证书制度, 双高计划, 证照分离, and those that a clause names itself.

A known one is found by any of its spellings (ontology/vocab/programmes.yaml) and has one canonical name everywhere. Others are
taken where the text marks them as names: in quotes before 行动 or 工程, or as what is carried out (实施…提升计划).
A programme inside 《》 is a title, and so a citation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from kg.records import Programme
from loaders.parse.folded import Folded, covering
from ontology.vocab.load import vocabulary

_TITLE = re.compile(r"《[^《》]{1,80}》")  # 《关于推进“一件事一次办”的通知》
_NOT_NAME = re.compile(r"[局处厅]|部门|办公室|领导小组|专班")  # 乡村振兴局: the body is no programme
_FIGURES = re.compile(r"[“”\d+＋]+")  # “3+2”
_NEAR = 12  # characters before and behind
_QUOTES = '“”"'
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


def parse(folded: Folded) -> list[Programme]:
    """Each programme of a clause once, in order, by its canonical name."""
    text = folded.text
    cited = covering(match.span() for match in _TITLE.finditer(text)) if "《" in text else _nowhere
    found: list[tuple[tuple[int, int], str, str | None]] = [
        (match.span(), *_known()[_plain(match[0])])
        for match in _spelled(text)
        if not _NOT_NAME.match(text, match.end()) and _in_its_field(text, match)
    ]
    taken = covering(span for span, *_ in found)
    found += [
        (span, normalize("NFKC", name), None)
        for span, name in (*_quoted(text), *_carried_out(text))
        if not taken(span[0] + 1)
    ]
    named: dict[str, Programme] = {}
    if not found:
        return []
    for span, name, field in sorted(found, key=lambda one: one[0]):
        if not cited(span[0]):
            named.setdefault(name, Programme(name, text[slice(*span)], field, folded.span(*span)))
    return list(named.values())


def _in_its_field(text: str, match: re.Match[str]) -> bool:
    """False for figures and signs that mean something else: “3+2”工程 of 5G, not “3+2”贯通培养."""
    if not _FIGURES.fullmatch(match[0]):
        return True
    name, field = _known()[_plain(match[0])]
    near = vocabulary("programmes")["fields"][field][name].get("near", ())
    words = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return not near or any(word in words for word in near)


def _nowhere(_: int) -> bool:
    return False


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
    figures = vocabulary("programmes")["figures"]
    return [(span, name) for span, name in (*reforms, *longer, *whole) if not name.startswith(tuple(figures))]


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
def _known() -> dict[str, tuple[str, str]]:
    """Plain spelling → canonical name and field."""
    fields: dict[str, dict[str, dict[str, list[str]]]] = vocabulary("programmes")["fields"]
    return {
        _plain(spelling): (name, field)
        for field, programmes in fields.items()
        for name, entry in programmes.items()
        for spelling in (name, *entry["as"])
    }


def _spelled(text: str) -> Iterator[re.Match[str]]:
    """Every known spelling in the text, the longest at each place: 一件事一次办, not 一件事."""
    end, known = 0, _by_start()
    for start in _starts().finditer(text):
        place = start.start()
        if place < end:
            continue
        longest = known.get(text[place : place + 3]) or known.get(text[place : place + 2])
        match = longest.match(text, place) if longest else None
        if match:
            end = match.end()
            yield match


@cache
def _by_start() -> dict[str, re.Pattern[str]]:
    """The spellings by their first two or three characters, longest first: 双随机 → 双随机、一公开|双随机+信用."""
    by_start: dict[str, list[str]] = defaultdict(list)
    fields = vocabulary("programmes")["fields"]
    spellings = {
        s for known in fields.values() for name, entry in known.items() for s in (name, *entry["as"])
    }
    for spelling in sorted(spellings, key=lambda one: (-len(one), one)):
        bare = spelling if _needs_quotes(spelling) else spelling.lstrip(_QUOTES)
        for second in "+＋" if bare[1] == "+" else bare[1]:
            third = "" if bare[2] in "“”、+X" else bare[2]
            by_start[bare[0] + second + third].append(_pattern(spelling))
    return {start: re.compile("|".join(patterns)) for start, patterns in by_start.items()}


@cache
def _starts() -> re.Pattern[str]:
    """Where a spelling may start: three sets of characters, so that the search costs little."""
    first, second = ("".join(sorted({start[place] for start in _by_start()})) for place in (0, 1))
    third = {start[2] for start in _by_start() if len(start) > 2} | set("“”、+＋XＸx")
    third |= {char for known in _known() if known[:2] in _by_start() for char in known[2:4]}
    sets = (re.escape(chars) for chars in (first, second, "".join(sorted(third))))
    return re.compile("[{}](?=[{}][{}])".format(*sets))


def _needs_quotes(spelling: str) -> bool:
    """True for “一件事”, which means the programme only in quotes; not for “双高”建设."""
    return spelling[0] == "“" and spelling[-1] == "”" and spelling.count("“") == 1


def _pattern(spelling: str) -> str:
    """As a regular expression: quotes inside may be missing, quotes around must be there, signs in either width."""
    whole = _needs_quotes(spelling)
    inner = spelling.strip(_QUOTES) if whole else spelling.lstrip(_QUOTES)
    signs = {"“": "“?", "”": "”?", "+": "[+＋]", "、": "、?", "X": "[XxＸ]"}
    pattern = "".join(signs.get(char) or re.escape(char) for char in inner)
    return f"“{pattern}”" if whole else pattern


def _plain(spelling: str) -> str:
    """Without quotes and 、, in one width: “双随机、一公开” → 双随机一公开."""
    return re.sub(rf"[{_QUOTES}、]", "", spelling).replace("＋", "+").replace("Ｘ", "X").replace("x", "X")


__all__ = ["parse"]
