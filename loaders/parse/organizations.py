"""Named schools, institutes and bases: a place or a proper word in front, the kind behind."""

from __future__ import annotations

import re

from kg.records import Organization, OrganizationKind
from loaders.parse.folded import Folded
from loaders.resolve.regions import Divisions

_SCHOOLS = (
    "职业技术大学|职业大学|职业技术学院|职业学院|技师学院|工程学院|学院|大学|高等专科学校|师范学校|职业技术学校|"
    "职业学校|中等专业学校|技工学校|职业技术教育中心|职业教育中心|职教中心|开放大学"
)
# 职业技术学院 · 技师学院 · 幼儿师范高等专科学校 · 中等专业学校 · 职业教育中心 · 公共实训基地 · 人才研究院
_KINDS: tuple[tuple[re.Pattern[str], OrganizationKind], ...] = (
    (re.compile(rf"(?:{_SCHOOLS})(?!生|附属|教师|等)"), "school"),
    (re.compile(r"(?:研究院|研究所)(?!所|校)"), "research"),
    (re.compile(r"(?:实训基地|培训基地|教育基地|产业园区?|职教园区|示范区（园）)"), "base"),
    (re.compile(r"(?:职业教育集团|职教集团|职业教育联盟)"), "group"),
    (re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司)"), "company"),
)  # fmt: skip
_STOP = re.compile(
    r"[，。；、：（）〔〕《》“”]|以及|或者|支持|推进|建设|依托|加快|鼓励|推动|吸纳|创建|组建|引进|联合|和|与|及|在|由|为|对|将|等"
)
_GENERIC = re.compile(
    r"市级|省级|国家级|县级|各|高水平|示范|一批|公办|民办|优质|骨干|若干|区域|每|本|所|有条件|应用型"
)


def parse(folded: Folded, divisions: Divisions) -> list[Organization]:
    """Each named organization of a clause once. A name starts with a place; what is generic is left out."""
    found: dict[str, Organization] = {}
    for pattern, kind in _KINDS:
        for match in pattern.finditer(folded.text):
            start = _start(folded.text, match.start())
            name = folded.text[start : match.end()]
            if match.start() - start < 2 or _GENERIC.search(name) or not divisions.starts_with_place(name):
                continue
            found.setdefault(name, Organization(name, kind, folded.span(start, match.end())))
    names = [name for name in found if not any(name != other and name in other for other in found)]
    return sorted((found[name] for name in names), key=lambda organization: organization.span)


def _start(text: str, end: int) -> int:
    """Where the name that runs up to `end` starts: behind the last stop word, at most 16 characters back."""
    window = text[max(0, end - 16) : end]
    stops = list(_STOP.finditer(window))
    return end - len(window) + (stops[-1].end() if stops else 0)
