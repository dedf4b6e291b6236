"""Lists of agencies: 市发展改革委、教育局〔市委教育工委〕，各县（市、区）人民政府 → names with ellipsis undone.

Everything works on folded text (folded.py); offsets are the caller's.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kg.records import Role
from loaders.parse.folded import angled, closing, split_outside
from loaders.resolve import zones
from loaders.resolve.regions import Divisions
from loaders.resolve.usual import is_department
from ontology.vocab.load import vocabulary

_PREFIX = re.compile(
    r"自治区(?!.{0,3}域)|[省市区县州旗盟](?!场|域|际|属|直|级|政府有关)(?=.)"
)  # 市 of 市教育局, not of 市场监管局
# 各市 · 省 · 县（市、区） · 各地级以上市 · 市州: a level without a body, which shares the body named next
_BARE = re.compile(
    r"各?(?:地级以上|设区)?(?:自治[区州县]|[省市区县州旗盟])+(?:（[省市区县州旗盟、特]+）)*[省市区县州旗盟]?"
)
_LEVEL_ENDS = frozenset("省市区县州旗盟）")  # its last character: 市 of 各市
# 县（市、区）人民政府 · 区政府 · 县人民政府: a body shared with the levels before it
_SHARED = re.compile(
    r"(?:[省市区县州旗盟]+（[省市区县州旗盟、特]+）.*|[市区县州旗盟]+级?(?:（[^）]*）)?(?:人民政府|政府|党委|管委会|人大|政协).*)"
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
# bodies that are named after their task: 省推进工业互联网创新发展专项工作组成员单位
_STANDING = re.compile(r"^.{2,30}(?:工作组|领导小组|专班|联席会议|指挥部|委员会)(?:办公室|成员单位)?$")
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
_COLLECTIVE = re.compile(
    r"(?:县|区|市|旗|州|镇|乡|街道|开发区|高新区|园区|经开区|功能区|（[市区县、旗州]+）)+(?:人民政府|政府|管委会|管委|党工委)?"
)  # 县区政府 · 开发区管委会: no name of its own
_COLLECTIVE_END = re.compile(
    r"(?:部门|单位|机构|院校|高校|企业|学校|(?<=[乡镇])街道|乡镇|行业协会)$"
)  # 有关行业主管部门 · 沿线乡镇街道; not 城南街道
_ONE_ZONE = re.compile(r"(?:高新|经开)区(?:管委会|管委|党工委)")  # a city has one: 高新区管委会
# 城南街道, 桥头镇人民政府, 溪龙乡 · 基础教育处: no level is left out in front
_ONE_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:镇|乡|街道)(?:人民政府|政府|办事处|党委|党工委)?"
    r"|[\u4e00-\u9fff]{2,8}(?<!管理)(?<!办事)(?<!联络)[处科股]"
)
_CERTAIN = (
    "厅",
    "局",
    "委",
    "办",
    "部",
    "政府",
    "委员会",
    "办公室",
    "管委会",
    "院",
    "行",
    "署",
    "海关",
    "公司",
    "集团",
)
_LEVELS = re.compile(r"[省市县区、]+县（|[市县区旗州]、")  # 县（市、区）人民政府 · 市、县人大
_SHARED_LEVELS = re.compile(
    r"((?:[省市区县州]、)+[省市区县州]+(?:（[^）]*）)?)(?=.)"
)  # 省、市、县（市、区）人大
_EACH = re.compile(r"各[省市区县州旗盟、（）]{1,12}")  # 各县（市、区）教育局
_ETC = re.compile(r"(?<=[^平同])等(?!级)")  # 省农业农村厅等 · 市税务局等部门
_OPENED = re.compile(r"[（〔]")  # 教育局（市委教育工委）
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,5}[旗县]")  # 科左后旗, 威县: a place of its own
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:高新|经开|开发|新|示范|度假|保税|产业园|工业园|试验)区(?=管委会$|$)"
)  # 高新区 · 长春新区
_IN_BRACKETS = re.compile(
    r"[（〔][^（〔）〕]{0,40}[）〕]$"
)  # what stands behind the name: 教育局（市委教育工委）
_SENTENCE = re.compile(
    r"[由对将把并其的]|进行|实施|加强|推进|建立|完善|《|》|。|："
)  # words of a sentence, not of a name


class Name(NamedTuple):
    """One agency of a list. `start`, `end` are places in the folded text."""

    surface: str
    start: int
    end: int
    group: bool = False
    open_list: bool = False
    host: str | None = None
    after_comma: bool = False
    said: Role | None = None

    def moved(self, by: int) -> Name:
        """The same name `by` characters further on."""
        surface, start, end, group, open_list, host, after_comma, said = self
        return Name(surface, start + by, end + by, group, open_list, host, after_comma, said)


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(vocabulary("agencies")[key])


@cache
def _ends() -> tuple[str, ...]:
    return (*_words("endings"), *_words("whole_endings"))


@lru_cache(maxsize=4096)
def is_agency(surface: str) -> bool:
    """True for what ends like a body and reads like a name: 市教育局, 各县区人民政府; not for a piece of a sentence."""
    bare = _IN_BRACKETS.sub("", surface)
    body = _STANDING.sub("", surface)
    if not 2 <= len(surface) <= 45 or _SENTENCE.search(body) or "\ufffd" in surface or "？" in surface:
        return False
    return bare.endswith(_ends()) or bool(_BARE.fullmatch(surface))


def is_certain(surface: str) -> bool:
    """True for a name that can be nothing but a body: 省农业农村厅, 市教育局, 各县（市、区）人民政府."""
    bare = _IN_BRACKETS.sub("", surface)
    return bool(bare.endswith(_CERTAIN)) and is_agency(surface)


@cache
def _group_word() -> re.Pattern[str]:
    """Any word of a collective: 有关 · 成员单位."""
    return re.compile("|".join(word for word in _words("group_words") if len(word) > 1))


@lru_cache(maxsize=4096)
def is_group(surface: str) -> bool:
    """True for a collective: 各县（市、区）人民政府, 有关行业主管部门, 市属开发区管委会."""
    return (
        bool(_group_word().search(surface))
        or surface.startswith(("各", "驻", "在"))
        or (bool(_COLLECTIVE.fullmatch(surface)) and not _ONE_ZONE.fullmatch(surface))
        or bool(_COLLECTIVE_END.search(surface))
        or bool(_LEVELS.match(surface))
    )


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
    names = _undo_ellipsis(_shared_prefix(_shared_body(printed, divisions)), divisions, carry)
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
            if left.endswith(_words("endings")) and left.count("（") == left.count("）"):
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
                and _BARE.fullmatch(before.rpartition("、")[2])
                and (_SHARED.fullmatch(words) or _BARE.fullmatch(words))
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
    tail = text[closed + 1 : piece.end] if closed > 0 else ""
    if role := _SAID.get(inner):
        return [_name(host + tail, piece.start, piece.end, piece)._replace(said=role)] if host else []
    if _REMARK.match(inner) or tail or not host or depth >= _DEEP:
        return [_name(host + tail if tail else host, piece.start, piece.end, piece)]
    inside, _ = parse(text, opening + 1, opening + 1 + len(inner), divisions, _prefix(host), depth + 1)
    return [_name(host, piece.start, opening, piece), *(name._replace(host=host) for name in inside)]


def _name(surface: str, start: int, end: int, piece: _Piece) -> Name:
    return Name(surface, start, end, is_group(surface), after_comma=piece.after_comma)


def _prefix(surface: str) -> str:
    match = _PREFIX.match(surface)
    return match[0] if match else ""


def _shared_body(names: list[Name], divisions: Divisions) -> list[Name]:
    """普洱市、临沧市、保山市人民政府 → the body named last holds for the places before it.

    So does 管委会 for the zones: 高新区、经开区管委会.
    """
    if not any(name.surface.endswith(("政府", "管委会")) for name in names):
        return names
    result: list[Name] = []
    body = ""
    for name in reversed(names):
        place = _place(name.surface, divisions)
        if place == name.surface and body:
            result.append(name._replace(surface=name.surface + body))
            continue
        body = name.surface[len(place) :] if place else ""
        shared = body in ("人民政府", "政府", "管委会") and name.surface[:1] != "各"
        body = body if shared else ""
        result.append(name)
    return result[::-1]


def _place(surface: str, divisions: Divisions) -> str:
    """The division or zone that a name starts with, or '': 普洱市 of 普洱市人民政府, 经开区 of 经开区管委会."""
    zone = _ZONE.match(surface)
    return zone[0] if zone else surface[: divisions.prefix(surface)[1]]


def _shared_prefix(names: list[Name]) -> list[Name]:
    """省、市、县（市、区）人大、政协 → the levels hold for 政协 too."""
    if not any("、" in name.surface for name in names):
        return names
    shared = ""
    result: list[Name] = []
    for name in names:
        match = _SHARED_LEVELS.match(name.surface)
        if match:
            shared = match[1]
        elif not shared or _PREFIX.match(name.surface) or name.group or len(name.surface) > 4:
            shared = ""
        levels = shared if not match else ""
        result.append(name._replace(surface=levels + name.surface, group=True) if levels else name)
    return result


def _undo_ellipsis(names: list[Name], divisions: Divisions, carry: str) -> list[Name]:
    """市发展改革委、教育局 → 市发展改革委、市教育局; not over bodies that stand for themselves."""
    result: list[Name] = []
    region = ""  # 临浦区 of 临浦区教育局: left out in front of departments alone
    for name in names:
        left_out = ""
        if name.group:
            carry = "" if name.surface.startswith("各") else carry
            region = _each(name.surface)
        elif prefix := _prefix(name.surface):
            carry, region = prefix, ""
        elif not _stands_alone(name.surface, divisions):
            left_out = carry or (region if is_department(name.surface) else "")
        else:
            region = _region_of_department(name.surface, divisions)
        host = name.host and next((other.surface for other in reversed(result) if not other.host), name.host)
        changed = left_out or host != name.host
        group = name.group or left_out[:1] == "各"
        result.append(
            name._replace(surface=left_out + name.surface, host=host, group=group) if changed else name
        )
    return result


def _each(surface: str) -> str:
    """各市 of 各市教育局, '' for 各市人民政府: departments behind it are those of the cities too."""
    each = _EACH.match(surface)
    return each[0] if each and is_department(surface[each.end() :]) else ""


def _region_of_department(surface: str, divisions: Divisions) -> str:
    """临浦区 of 临浦区教育局; '' for a body that is no department, and where several are named."""
    length = divisions.prefix(surface)[1]
    return surface[:length] if length and is_department(surface[length:]) else ""


def _stands_alone(surface: str, divisions: Divisions) -> bool:
    """人民银行威海市中心支行, 金昌经开区管委会, 省电力公司: nothing is left out in front of these."""
    return (
        surface.startswith(_words("own_name"))
        or bool(divisions.prefix(surface)[0])
        or divisions.starts_with_place(surface)
        or zones.has_own_name(surface)
        or _COUNTY.fullmatch(surface) is not None
        or _ONE_TOWN.fullmatch(surface) is not None
        or _ONE_ZONE.fullmatch(surface) is not None
        or surface.endswith(("公司", "集团", "海关", "军分区", "分行", "支行", "学院", "大学", "银行"))
    )


def ends_like_agency(text: str) -> bool:
    """True where a list of agencies may stop here: a line's end in a table cell."""
    return text.endswith(_words("endings"))


def starts_list(text: str, divisions: Divisions) -> bool:
    """True where a list of agencies may start: 市教育局, 各县（市、区）政府, 人民银行…; not for 教育局 or 管理中心."""
    return bool(
        text.startswith(
            ("各", "中国", "国家", "全国", "人民银行", "人行", "国网", "共青团", "团市委", "团省委", "团区委")
        )
        or _PREFIX.match(text)
        or divisions.prefix(text)[0]
        or divisions.starts_with_place(text)
    )


__all__ = ["Name", "ends_like_agency", "is_agency", "is_group", "parse", "starts_list"]
