"""Development zones: 经开区管委会 is that of the city before it; 甘眉工业园区管委会 has a name of its own."""

from __future__ import annotations

import re

_ZONE = (
    r"(?:城乡一体化|产城融合|国家级|经济技术|经济|高新技术产业|高新|综合|自由贸易|自贸|工业|产业|化工|物流|旅游|生态|农业|现代|风景)*"
    r"(?:开发区|经开区|高新区|新片区|新区|园区|产业园|科技园|示范区|保税区|度假区|集聚区|商务区|试验区|合作区|功能区|片区|科学城|科技城|新城|港区|景区|名胜区)"
    r"(?:管委会?|管理委员会|党工委)"
)
# 甘眉工业园区管委会, 临港新片区管委会; not 经济技术开发区管委会
OWN = re.compile(rf"(?!{_ZONE}$)[\u4e00-\u9fff]{{2,8}}{_ZONE}")
# 经开区管委会, 高新技术产业开发区管委会, 新区管委会: a zone that is named by its city in short, 金昌经开区管委会
OF_CITY = re.compile(
    r"(?:国家级?)?(?:经济(?:技术)?|高新(?:技术)?(?:产业)?|经|高)?(?:开发|新|开|保税)区(?:管委会?|管理委员会|党工委)"
)


def of_zone(place: str, rest: str) -> bool:
    """两江新区 + 管委会 is the zone of that name, which was there before a district got it."""
    return place.endswith(("新区", "开发区")) and rest in ("管委会", "管理委员会", "党工委")


def has_own_name(name: str) -> bool:
    """True for a zone with a name of its own: no 市 is left out in front of it."""
    return name.endswith(("会", "管委", "党工委")) and bool(OWN.fullmatch(name))
