"""Documents that a document names in 《》, with the number behind, and whether they are its ground."""

from __future__ import annotations

import re

from kg.ids import number_key, title_key
from kg.records import Citation
from loaders.parse.folded import Folded
from loaders.parse.header import NUMBER

# words that make a document the ground of this one: 根据《…》 · 按照《…》《…》要求 · 为贯彻落实《…》
_GROUND = re.compile(r"根据|按照|依据|依照|遵照|贯彻|落实|执行|对照|围绕")
_MARKS = re.compile(r"[《》。]")  # what opens and closes a title, and what no title holds
_OTHER = re.compile(
    r"参考|参照|借鉴|结合|印发|制定|通过|修订|现将"
)  # words that make it something else: 参考《…》
_NUMBERED = re.compile(r"[（〔]" + NUMBER.pattern)  # 《…》（国发〔2019〕4号

_REACH = (
    300  # characters: no sentence says its ground farther ahead, and a line without a stop must not cost more
)


def parse(text: str, folded: Folded, ground_until: int, own_title: str) -> list[Citation]:
    """Every 《…》 of a piece of `text`, each document once. Those before `ground_until` may be a ground (basis).

    The document's own name in its own notice or body is a mention.
    """
    found: dict[str, Citation] = {}
    by_title: dict[str, str] = {}
    own = title_key(own_title)
    for start, end in _titles(folded.text):
        title = folded.text[start + 1 : end - 1]
        number = _NUMBERED.match(folded.text, end)
        place = folded.span(start, number.end() if number else end)
        grounded = (
            place.start < ground_until and title_key(title) not in own and _is_ground(folded.text, start)
        )
        printed = place.quote(text)
        name = re.sub(r"\s", "", printed[1 : printed.rfind("》")])
        name = (
            title if len(name) > len(title) else name
        )  # a page's end in a title: what stands there is no part of it
        code = number_key(number[0].lstrip("（〔")) if number else None
        citation = Citation(name, code, "basis" if grounded else "mention", place)
        key = code or title_key(title)
        known = key if key in found else by_title.get(title_key(title))
        if known is None:
            by_title.setdefault(title_key(title), key)
            found[key] = citation
        elif (earlier := found[known]).relation == "mention" and grounded:
            found[known] = Citation(earlier.title, earlier.number or code, "basis", earlier.span)
    return list(found.values())


def _titles(text: str) -> list[tuple[int, int]]:
    """The outermost 《…》 as (start, end); a title may hold another: 《…印发〈…〉的通知》 or 《关于印发《…》的通知》."""
    titles: list[tuple[int, int]] = []
    start = text.find("《")
    while start >= 0:
        end, closed = _end(text, start)
        if closed and 4 <= end - start <= 122:
            titles.append((start, end))
        start = text.find("《", end)
    return titles


def _end(text: str, start: int) -> tuple[int, bool]:
    """Behind the 》 that closes the 《 at `start`, and True; behind the 。 or at the text's end where none does, and False."""
    depth = 0
    for mark in _MARKS.finditer(text, start):
        depth += (mark[0] == "《") - (mark[0] == "》")
        if depth == 0 or mark[0] == "。":
            return mark.end(), depth == 0
    return len(text), False


def _is_ground(text: str, start: int) -> bool:
    """True where 根据 and the like stand before it in the same sentence."""
    low = max(0, start - _REACH)
    stops = (text.rfind("。", low, start) + 1, text.rfind("；", low, start) + 1)
    sentence = text[max(low, *stops) : start]
    nearest = sentence[sentence.rfind("，") + 1 :]
    return bool(_GROUND.search(sentence)) and (bool(_GROUND.search(nearest)) or not _OTHER.search(nearest))
