"""Lists of agencies: 市发展改革委、教育局〔市委教育工委〕，各县（市、区）人民政府 → names with ellipsis undone.

Everything works on folded text (folded.py); offsets are the caller's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.records import Role
from loaders.parse import ellipsis
from loaders.parse.folded import angled, closing, split_outside
from loaders.parse.naming import BARE, Name, endings, is_agency, is_group, level_of
from loaders.resolve.regions import Divisions

_LEVEL_ENDS = frozenset("省市区县州旗盟）")  # its last character: 市 of 各市
# 县（市、区）人民政府 · 区政府 · 县人民政府 · 直辖市人民政府: a body shared with the levels before it
_SHARED = re.compile(
    r"(?:[省市区县州旗盟]+（[省市区县州旗盟、特]+）.*|(?:直辖市|[市区县州旗盟]+)级?(?:（[^）]*）)?(?:人民政府|政府|党委|管委会|人大|政协).*)"
)
# 省农业农村厅（牵头）: a role said behind one name of a list
_SAID: dict[str, Role] = {
    "牵头": "lead",
    "牵头单位": "lead",
    "主办": "lead",
    "配合": "cooperate",
    "协办": "cooperate",
    "负责": "responsible",
}
_DEEP = 3  # brackets inside brackets inside brackets name nobody
_GENERIC = re.compile(r"(?:直属)?(?:单位|部门|机构|企业|企事业单位)")  # the second half of 市直有关部门、单位
_LEVELS_ONLY = re.compile(
    r"[省市区县州旗盟特乡镇街道、]+|管委会?|局|厅|委|单位|部门"
)  # （市、区） of 各县（市、区）, （单位） of 部门（单位）
_REMARK = re.compile(r"含|包括|不含|除|以下|下同|按|详见|视|根据|具体")  # （含市直园区）: a remark, no body
_OPEN = re.compile(
    r"(?:各?(?:有关|相关)?(?:行业|业务)?(?:主管|监管|职能)?(?:部门|单位|机构|方面)|)"
)  # what may follow 等 and add nobody
# bodies joined by a word: 省教育厅及有关行业主管部门 · 市司法局和市财政局 · 联席会议成员单位及驻威高校
_AND = re.compile(r"(?:以及|及|和|与|会同|并)(?=[省市区县州旗各有相其驻在中国所])")
_ETC = re.compile(r"(?<=[^平同])等(?!级)")  # 省农业农村厅等 · 市税务局等部门
_OPENED = re.compile(r"[（〔]")  # 教育局（市委教育工委）


def parse(
    text: str, start: int, end: int, divisions: Divisions, carry: str = "", depth: int = 0
) -> tuple[list[Name], list[str]]:
    """The agencies of `text[start:end]` in order, and the pieces that are none.

    `carry` is the level that a list before this one left off with (市 holds for all).
    """
    comma = start > 0 and text[start - 1] in "，；"
    kept, refused = _listed(angled(text[start:end]), comma, divisions, carry, depth)
    return [name.moved(start) for name in kept] if start else list(kept), list(refused)


@lru_cache(maxsize=4096)
def _listed(
    words: str, comma: bool, divisions: Divisions, carry: str, depth: int
) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """The names of a list, with places from its start; the same lists come again and again in a document."""
    pieces = _compounds(words, _pieces(words))
    if pieces and comma:
        pieces[0] = pieces[0]._replace(after_comma=True)
    printed = [name for piece in pieces for name in _unfold(words, piece, divisions, depth) if name.surface]
    names = ellipsis.undo(printed, divisions, carry)
    kept = tuple(name for name in names if is_agency(name.surface))
    if len(kept) == len(names):
        return kept, ()
    pairs = zip(printed, names, strict=True)
    return kept, tuple(before.surface for before, name in pairs if not is_agency(name.surface))


class _Piece(NamedTuple):
    start: int
    end: int
    after_comma: bool


def _pieces(text: str) -> list[_Piece]:
    """Cuts at 、 ， ； and at 及/和 between two bodies, outside of brackets."""
    cut: list[_Piece] = []
    joined = _AND.search(text)
    for start, end in split_outside(text, "、，；"):
        place = start
        comma = place > 0 and text[place - 1] in "，；"
        for match in _AND.finditer(text, place, end) if joined else ():
            left = text[place : match.start()]
            if left.endswith(endings()) and left.count("（") == left.count("）"):
                cut.append(_Piece(place, match.start(), comma))
                place, comma = match.end(), False
        if end > place:
            cut.append(_Piece(place, end, comma))
    return cut


def _compounds(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Joins what 、 parted wrongly: 各市 + 县（市、区）人民政府, 市直有关部门 + 单位."""
    joined: list[_Piece] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        if joined:
            before = text[joined[-1].start : joined[-1].end]
            shares = (
                before[-1] in _LEVEL_ENDS
                and BARE.fullmatch(before.rpartition("、")[2])
                and (_SHARED.fullmatch(words) or BARE.fullmatch(words))
            )
            generic = before.endswith(("部门", "单位", "机构", "局")) and _GENERIC.fullmatch(words)
            if (shares and not piece.after_comma) or generic:
                joined[-1] = joined[-1]._replace(end=piece.end)
                continue
        joined.append(piece)
    return joined


def _unfold(text: str, piece: _Piece, divisions: Divisions, depth: int) -> list[Name]:
    """One piece as names: the open 等 off, the body in brackets beside its host."""
    words = text[piece.start : piece.end]
    etc = _ETC.search(words) if "等" in words else None
    if etc and words[: etc.start()].count("（") == words[: etc.start()].count("）"):
        return _open_ended(text, piece, etc.start(), divisions, depth)
    opening = _OPENED.search(words)
    if not opening:
        return [_name(words, piece.start, piece.end, piece)]
    return _co_located(text, piece, piece.start + opening.start(), divisions, depth)


def _open_ended(text: str, piece: _Piece, etc: int, divisions: Divisions, depth: int) -> list[Name]:
    """市税务局等 → open; 市税务局等市政府有关部门 → open, and the collective beside it."""
    first = _unfold(text, piece._replace(end=piece.start + etc), divisions, depth) if etc else []
    opened = [name._replace(open_list=True) for name in first]
    rest = text[piece.start + etc + 1 : piece.end]
    if rest and not _OPEN.fullmatch(rest):
        opened.append(_name(rest, piece.start + etc + 1, piece.end, piece))
    return opened


def _co_located(text: str, piece: _Piece, opening: int, divisions: Divisions, depth: int) -> list[Name]:
    """教育局〔市委教育工委〕 → two; 各县（市、区）人民政府 and 部门（单位） → one; remarks are left out."""
    closed = closing(text[: piece.end], opening)
    inner = text[opening + 1 : closed if closed > 0 else piece.end]
    host = text[piece.start : opening]
    whole = text[piece.start : piece.end]
    if _LEVELS_ONLY.fullmatch(inner) and (
        host[:1] == "各" or host[-1:] in "省市区县州旗盟门位府" or not host
    ):
        return [_name(whole, piece.start, piece.end, piece)]
    if host.endswith("处室") and len(inner) <= 3:  # 厅机关各处室（局）
        return [_name(whole, piece.start, piece.end, piece)]
    tail = text[closed + 1 : piece.end] if closed > 0 else ""
    if role := _SAID.get(inner):
        return [_name(host + tail, piece.start, piece.end, piece)._replace(said=role)] if host else []
    if _REMARK.match(inner) or tail or not host or depth >= _DEEP:
        return [_name(host + tail if tail else host, piece.start, piece.end, piece)]
    inside, _ = parse(text, opening + 1, opening + 1 + len(inner), divisions, level_of(host), depth + 1)
    return [_name(host, piece.start, opening, piece), *(name._replace(host=host) for name in inside)]


def _name(surface: str, start: int, end: int, piece: _Piece) -> Name:
    return Name(surface, start, end, is_group(surface), after_comma=piece.after_comma)
