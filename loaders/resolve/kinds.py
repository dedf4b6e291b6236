"""What sort of body a function names: for colours and filters. One expression a kind; the first that fits holds."""

from __future__ import annotations

import re

from kg.records import AgencyKind

_KINDS: tuple[tuple[AgencyKind, re.Pattern[str]], ...] = (
    ("court", re.compile(r"(?:法院|检察院|法庭)$")),  # 中级人民法院
    ("military", re.compile(r"军分区$|警备区$|人武部$|人民武装部$|武警|省军区$")),  # 商丘军分区
    ("congress", re.compile(r"人大(?:常委会)?$|人民代表大会")),  # 市人大
    ("cppcc", re.compile(r"政协$|政治协商会议")),  # 市政协
    (
        "mass",
        re.compile(
            r"(?:总工会|妇联|残联|工商联|科协|文联|社科联|侨联|台联|记协|红十字会|贸促会|法学会)$|共青团|团委$"
        ),
    ),  # 团市委 · 市残联
    (
        "party",
        re.compile(r"^委(?!员)|^中央(?!广播)|^中共|党组$|党校$|纪委|工委$|编办$|(?:组织|宣传|统战)部$"),
    ),  # 市委编办
    (
        "state",
        re.compile(
            r"税务局$|海关$|海关总署|^人民银行.|银保监|银监|保监|证监|^金融监管总局.|^外汇局|气象局$|邮政管理局$"
            r"|通信管理局$|烟草专卖局$|边检总站$|消防救援|^国家统计局.|出入境检验检疫局$"
        ),
    ),  # 威海市税务局 · 安徽银保监局
    (
        "company",
        re.compile(r"(?:公司|集团|企业|(?<!人民)银行)$|^中国(?:移动|电信|联通|铁塔|广电|邮政)"),
    ),  # 供电公司
    (
        "institution",
        re.compile(r"(?:学校|学院|大学|院校|医院|中心|图书馆|博物馆|电视台|广播台|研究院|科学院)$"),
    ),
)


def kind_of(function: str, name: str) -> AgencyKind:
    """The kind by the function, or the name where the function says nothing; `government` for all the rest."""
    for kind, pattern in _KINDS:
        if pattern.search(function) or (kind != "party" and pattern.search(name)):
            return kind
    return "government"
