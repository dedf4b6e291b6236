"""What sort of body a function names: for colours and filters. One row a kind; the first that fits holds."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.records import AgencyKind


class _Kind(NamedTuple):
    """How names of a kind end, what may stand anywhere in them, and how they begin (regular expressions)."""

    kind: AgencyKind
    ends: tuple[str, ...]
    within: str = ""
    begins: str = ""


_KINDS = (
    _Kind("court", ("法院", "检察院", "法庭")),  # 中级人民法院
    _Kind("military", ("军分区", "警备区", "人武部", "人民武装部", "省军区"), "武警"),  # 商丘军分区
    _Kind("congress", ("人大", "人大常委会"), "人民代表大会"),  # 市人大
    _Kind("cppcc", ("政协",), "政治协商会议"),  # 市政协
    _Kind(
        "mass",
        ("总工会", "妇联", "残联", "工商联", "科协", "文联", "社科联", "侨联", "台联", "记协", "红十字会", "贸促会", "法学会", "团委"),
        "共青团",
    ),  # 团市委 · 市残联
    _Kind(
        "party",
        ("党组", "党校", "工委", "编办", "组织部", "宣传部", "统战部"),
        "纪委",
        "委(?!员)|中央(?!广播)|中共",
    ),  # 市委编办
    _Kind(
        "state",
        ("税务局", "海关", "气象局", "邮政管理局", "通信管理局", "烟草专卖局", "边检总站", "出入境检验检疫局"),
        "海关总署|银保监|银监|保监|证监|消防救援",
        "人民银行.|金融监管总局.|外汇局|国家统计局.",
    ),  # 威海市税务局 · 安徽银保监局
    _Kind("company", ("公司", "集团", "企业"), "银行(?<!人民银行)$", "中国(?:移动|电信|联通|铁塔|广电|邮政)"),  # 供电公司
    _Kind(
        "institution",
        ("学校", "学院", "大学", "院校", "医院", "中心", "图书馆", "博物馆", "电视台", "广播台", "研究院", "科学院"),
    ),
)  # fmt: skip
_ENDS = frozenset(end[-2:] for known in _KINDS for end in known.ends)
_WITHIN = re.compile("|".join(known.within for known in _KINDS if known.within))  # 武警
_BEGINS = re.compile("|".join(known.begins for known in _KINDS if known.begins))  # 委 in 委宣传部


def kind_of(function: str, name: str) -> AgencyKind:
    """The kind by the function, or the name where the function says nothing; `government` for all the rest."""
    if not (_is_marked(function) or _is_marked(name)):
        return "government"
    for known in _KINDS:
        if _fits(known, function) or (known.kind != "party" and _fits(known, name)):
            return known.kind
    return "government"


def _is_marked(name: str) -> bool:
    """False for most, 教育局: none of the kinds."""
    return bool(name[-2:] in _ENDS or _WITHIN.search(name) or _BEGINS.match(name))


def _fits(known: _Kind, name: str) -> bool:
    if name.endswith(known.ends):
        return True
    within = known.within and re.search(known.within, name)
    return bool(within or (known.begins and re.match(known.begins, name)))
