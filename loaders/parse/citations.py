"""Documents that a document names: in 《》 with their numbers, or by number alone; and whether they are its ground or end with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ids import number_key, title_key
from kg.records import Citation, Relation, Span
from loaders.parse.folded import Folded
from loaders.parse.header import NUMBER

# words that make a document the ground of this one: 根据《…》 · 按照《…》《…》要求 · 为贯彻落实《…》
_GROUND = re.compile(r"根据|按照|依据|依照|遵照|贯彻|落实|执行|对照|围绕")
_MARKS = re.compile(r"[《》。]")  # what opens and closes a title, and what no title holds
_OTHER = re.compile(
    r"参考|参照|借鉴|结合|印发|制定|通过|修订|现将"
)  # words that make it something else: 参考《…》
_NUMBERS = re.compile(
    r"[（〔][^（）]{4,160}?号[^（）]{0,20}）"
)  # （皖政办〔2017〕8号、皖政办秘〔2019〕12号）
_BETWEEN = re.compile(r"[、和及与]?")  # between two titles that one bracket numbers: 《…》《…》（…号、…号）
_YEAR = re.compile(r"〔(?:19|20)\d{2}〕(?:第)?\d{1,4}号")  # 〔2020〕3号 of 国办发〔2020〕3号
# what stands in front of a number and is no part of it: 根据国办发〔2020〕3号, 落实皖政办〔2017〕8号
_BEFORE_CODE = re.compile(
    r"[\u4e00-\u9fff]*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|对照|围绕|参照|参考|结合|学习|传达|印发|下发|转发|出台|制定|发布|公布|废止|修订|修改|符合|详见"
    r"|文件|通知|意见|关于|[以按与及在对见由的了为至即]|和(?![政县田平顺林]))"
)
_CODE = re.compile(r"[\u4e00-\u9fff]{2,5}$")  # 国办发, 皖政办秘, 人社部发
_CODE_REACH = 12
# 《…》自本意见施行之日起废止 · 《…》（…号）、《…》同时废止; not 《…》第三条同时废止
_REPEALED = re.compile(
    r"(?:[^（）《》。]{0,80}）)?(?:[、和及与]?《[^《》。]{1,120}》(?:（[^（）。]{1,80}）)?){0,12}+"
    r"(?:[，,]|等(?:\d{1,3}[个件份]|[一二三四五六七八九十]{1,3}[个件份])?文件|自本?[\u4e00-\u9fff]{1,8}之日起|自\d{4}年\d{1,2}月\d{1,2}日起|即行|即日起"
    r"|同时|一并|相应|现|予以|均|宣布|失效|并|、){0,8}+废止"
)
_REACH = (
    300  # characters: no sentence says its ground farther ahead, and a line without a stop must not cost more
)
_RANK: dict[Relation, int] = {"mention": 0, "basis": 1, "repeal": 2}  # what is said once holds: repealed


def parse(
    text: str, folded: Folded, ground_until: int, own_title: str, own_number: str | None = None
) -> list[Citation]:
    """Every document that a piece of `text` names, each once, in order. Those before `ground_until` may be a ground (basis).

    The document's own name in its own notice or body is a mention; its own number is none.
    """
    found: dict[str, Citation] = {}
    by_title: dict[str, str] = {}
    own = title_key(own_title)
    titles = _titles(folded.text)
    numbers = _numbers(folded.text, titles)
    for start, end in titles:
        behind, code = numbers.get(end, (end, None))
        place = folded.span(start, behind)
        name = _printed(place.quote(text), folded.text[start + 1 : end - 1])
        may = place.start < ground_until and title_key(name) not in own
        citation = Citation(name, code, _relation(folded.text, start, behind, may), place)
        key = code or title_key(name)
        known = key if key in found else by_title.get(title_key(name))
        if known is None:
            by_title.setdefault(title_key(name), key)
            found[key] = citation
        elif _RANK[citation.relation] > _RANK[found[known].relation]:
            found[known] = _risen(found[known], citation)
    for one in _bare(text, folded, ground_until):
        if one.number not in found and one.number != (own_number and number_key(own_number)):
            found[str(one.number)] = one
    return sorted(found.values(), key=lambda one: one.span)


def _risen(earlier: Citation, later: Citation) -> Citation:
    """A mention that turns out to be the ground keeps its place; a repeal stands where it is said."""
    span = later.span if later.relation == "repeal" else earlier.span
    return Citation(earlier.title, earlier.number or later.number, later.relation, span)


def _printed(quote: str, folded: str) -> str:
    """The title as printed; where a page's end cut it, as folded, for what stands there is no part of it."""
    name = re.sub(r"\s", "", quote[1 : quote.rfind("》")])
    return folded if len(name) > len(folded) else name


def _relation(text: str, start: int, end: int, may_be_ground: bool) -> Relation:
    if _REPEALED.match(text, end) or text.endswith("决定废止", 0, start):
        return "repeal"
    return "basis" if may_be_ground and _is_ground(text, start) else "mention"


def _titles(text: str) -> list[tuple[int, int]]:
    """The outermost 《…》 as (start, end); a title may hold another: 《…印发〈…〉的通知》 or 《关于印发《…》的通知》."""
    titles: list[tuple[int, int]] = []
    depth, start = 0, 0
    for mark in _MARKS.finditer(text):
        if mark[0] == "《":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif mark[0] == "》" and depth:
            depth -= 1
            if depth == 0 and 2 <= mark.start() - start - 1 <= 120:
                titles.append((start, mark.end()))
        elif mark[0] == "。":
            depth = 0
    return titles


def _numbers(text: str, titles: list[tuple[int, int]]) -> dict[int, tuple[int, str]]:
    """Where the number of each title ends, by the title's end: those of neighbours may share a bracket, in their order."""
    numbers: dict[int, tuple[int, str]] = {}
    run: list[int] = []  # the ends of titles that stand side by side
    for start, end in titles:
        run = [*run, end] if run and _BETWEEN.fullmatch(text, run[-1], start) else [end]
        if text[end : end + 1] not in ("（", "〔") or not (first := NUMBER.match(text, end + 1)):
            continue
        told = [(first.end(), first[0])]
        if bracket := _NUMBERS.match(text, end):
            told = [(m.end(), m[0]) for m in NUMBER.finditer(text, end + 1, bracket.end())]
        if len(told) == len(run) > 1:
            for title, (_, number) in zip(run, told, strict=True):
                numbers[title] = (title, number_key(number))
        last, number = told[-1] if len(told) == len(run) else told[0]
        numbers[end] = (last, number_key(number))
        run = []
    return numbers


def _bare(text: str, folded: Folded, ground_until: int) -> Iterator[Citation]:
    """Numbers without a title: 按照国办发〔2020〕3号文件要求. One alone on its line is a header's."""
    for year in _YEAR.finditer(folded.text):
        front = folded.text[max(0, year.start() - _CODE_REACH) : year.start()]
        cut = _BEFORE_CODE.match(front[_break(front) :])
        code = _CODE.fullmatch(front[_break(front) + (cut.end() if cut else 0) :])
        if not code:
            continue
        start = year.start() - len(code[0])
        place = folded.span(start, year.end())
        if _is_alone(text, place):
            continue
        number = number_key(folded.text[start : year.end()])
        ground = place.start < ground_until and _is_ground(folded.text, start)
        yield Citation(number, number, "basis" if ground else "mention", place)


def _break(front: str) -> int:
    """Behind the last sign that is no Chinese character: 、皖政办秘 → 1."""
    return next((at for at in range(len(front), 0, -1) if not "\u4e00" <= front[at - 1] <= "\u9fff"), 0)


def _is_alone(text: str, place: Span) -> bool:
    """True for a number that fills its line, with or without brackets."""
    before = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    end = text.find("\n", place.end)
    behind = text[place.end : end if end >= 0 else len(text)][:4]
    return not (before[-4:] + behind).strip(" \u3000（）()〔〕[]")


def _is_ground(text: str, start: int) -> bool:
    """True where 根据 and the like stand before it in the same sentence."""
    low = max(0, start - _REACH)
    stops = (text.rfind("。", low, start) + 1, text.rfind("；", low, start) + 1)
    sentence = text[max(low, *stops) : start]
    nearest = sentence[sentence.rfind("，") + 1 :]
    return bool(_GROUND.search(sentence)) and (bool(_GROUND.search(nearest)) or not _OTHER.search(nearest))
