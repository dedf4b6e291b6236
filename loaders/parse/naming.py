"""One agency's name as printed: whether it is one at all, a collective, beyond doubt."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kg.records import Role
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

# bodies that are named after their task: 省推进工业互联网创新发展专项工作组成员单位
_STANDING = re.compile(r"^.{2,30}(?:工作组|领导小组|专班|联席会议|指挥部|委员会)(?:办公室|成员单位)?$")
_COLLECTIVE = re.compile(
    r"(?:县|区|市|旗|州|镇|乡|街道|开发区|高新区|园区|经开区|功能区|（[市区县、旗州]+）)+(?:人民政府|政府|管委会|管委|党工委)?"
)  # 县区政府 · 开发区管委会: no name of its own
_COLLECTIVE_END = re.compile(
    r"(?:部门|单位|机构|院校|高校|企业|学校|(?<=[乡镇])街道|乡镇|行业协会)$"
)  # 有关行业主管部门 · 沿线乡镇街道; not 城南街道
ONE_ZONE = re.compile(r"(?:高新|经开)区(?:管委会|管委|党工委)")  # a city has one: 高新区管委会
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
    "总队",
    "支队",
    "大队",
)
_EVERY_PART = re.compile(r"[厅局委部]?(?:机关)?各[处科]室")  # 厅机关各处室（局）
_LEVELS = re.compile(r"[省市县区、]+县（|[市县区旗州]、")  # 县（市、区）人民政府 · 市、县人大
_IN_BRACKETS = re.compile(
    r"[（〔][^（〔）〕]{0,40}[）〕]$"
)  # what stands behind the name: 教育局（市委教育工委）
_SENTENCE = re.compile(
    r"[由对将把并其的]|进行|实施|加强|推进|建立|完善|《|》|。|："
)  # words of a sentence, not of a name


# 各市 · 省 · 县（市、区） · 各地级以上市 · 市州: a level without a body, which shares the body named next
BARE = re.compile(
    r"各?(?:地级以上|设区)?(?:自治[区州县]|直辖市|[省市区县州旗盟])+(?:（[省市区县州旗盟、特]+）)*[省市区县州旗盟]?"
)
PREFIX = re.compile(
    r"自治区(?!.{0,3}域)|[省市区县州旗盟](?!场|域|际|属|直|级|政府有关)(?=.)"
)  # 市 of 市教育局, not of 市场监管局


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
def words(key: str) -> tuple[str, ...]:
    """The words of `vocab/agencies.yaml` under a key, as a tuple for `endswith`."""
    return tuple(vocabulary("agencies")[key])


def endings() -> tuple[str, ...]:
    """What a body's name ends in: 局, 委, 人民政府."""
    return words("endings")


@cache
def _ends() -> tuple[str, ...]:
    return (*endings(), *words("whole_endings"))


@lru_cache(maxsize=4096)
def is_agency(surface: str) -> bool:
    """True for what ends like a body and reads like a name: 市教育局, 各县区人民政府; not for a piece of a sentence."""
    bare = _IN_BRACKETS.sub("", surface)
    body = _STANDING.sub("", surface)
    if not 2 <= len(surface) <= 45 or _SENTENCE.search(body) or "\ufffd" in surface or "？" in surface:
        return False
    return bare.endswith(_ends()) or bool(BARE.fullmatch(surface))


def is_certain(surface: str) -> bool:
    """True for a name that can be nothing but a body: 省农业农村厅, 市教育局, 各县（市、区）人民政府."""
    bare = _IN_BRACKETS.sub("", surface)
    return bool(bare.endswith(_CERTAIN)) and is_agency(surface)


@cache
def _group_word() -> re.Pattern[str]:
    """Any word of a collective: 有关 · 成员单位."""
    return re.compile("|".join(word for word in words("group_words") if len(word) > 1))


@lru_cache(maxsize=4096)
def is_group(surface: str) -> bool:
    """True for a collective: 各县（市、区）人民政府, 有关行业主管部门, 市属开发区管委会."""
    return (
        bool(_group_word().search(surface))
        or surface.startswith(("各", "驻", "在"))
        or (bool(_COLLECTIVE.fullmatch(surface)) and not ONE_ZONE.fullmatch(surface))
        or bool(_COLLECTIVE_END.search(surface))
        or bool(_LEVELS.match(surface))
        or _EVERY_PART.match(surface) is not None
    )


def level_of(surface: str) -> str:
    """市 of 市教育局, '' of 教育局 and of 市场监管局."""
    match = PREFIX.match(surface)
    return match[0] if match else ""


def is_prose(told: str) -> bool:
    """True for words of a sentence, which name nobody: 进一步加强管理; not for 襄阳车务段."""
    return _SENTENCE.search(told) is not None


def ends_like_agency(text: str) -> bool:
    """True where a list of agencies may stop here: a line's end in a table cell."""
    return text.endswith(endings())


def starts_list(text: str, divisions: Divisions) -> bool:
    """True where a list of agencies may start: 市教育局, 各县（市、区）政府, 人民银行…; not for 教育局 or 管理中心."""
    return bool(
        text.startswith(
            ("各", "中国", "国家", "全国", "人民银行", "人行", "国网", "共青团", "团市委", "团省委", "团区委")
        )
        or PREFIX.match(text)
        or divisions.prefix(text)[0]
        or divisions.starts_with_place(text)
    )
