"""What a list of agencies leaves out: 市发展改革委、教育局 → 市教育局, 南沙、天河区政府 → 南沙区政府."""

from __future__ import annotations

import re

from loaders.parse.naming import ONE_ZONE, PREFIX, Name, level_of, words
from loaders.resolve import zones
from loaders.resolve.regions import Divisions
from loaders.resolve.usual import is_department

# 城南街道, 桥头镇人民政府, 溪龙乡 · 基础教育处: no level is left out in front
_ONE_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:镇|乡|街道)(?:人民政府|政府|办事处|党委|党工委)?"
    r"|[\u4e00-\u9fff]{2,8}(?<!管理)(?<!办事)(?<!联络)[处科股]"
)
_SHARED_LEVELS = re.compile(
    r"((?:[省市区县州]、)+[省市区县州]+(?:（[^）]*）)?)(?=.)"
)  # 省、市、县（市、区）人大
_EACH = re.compile(r"各[省市区县州旗盟、（）]{1,12}")  # 各县（市、区）教育局
_DISTRICT = re.compile(
    r"[\u4e00-\u9fff]{2,3}[区县](?=人民政府|政府)"
)  # 南沙区政府: there are two of the name
_EACH_PARTY = re.compile(r"(各?[省市区县州旗盟、（）]{1,12})(?:党委|党工委)")  # 各州（市）党委
_OWN_PART = re.compile(r"[厅局](?=[^、]{2})")  # 厅督查小组, 局机关党委: of the department that issues
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,5}[旗县]")  # 科左后旗, 威县: a place of its own
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:高新|经开|开发|新|示范|度假|保税|产业园|工业园|试验)区(?=管委会$|$)"
)  # 高新区 · 长春新区


def undo(names: list[Name], divisions: Divisions, carry: str) -> list[Name]:
    """The names of a list with what each shares with its neighbours; `carry` is the level that the list before left off with."""
    return _undo_ellipsis(_shared_prefix(_shared_body(names, divisions)), divisions, carry)


def _shared_body(names: list[Name], divisions: Divisions) -> list[Name]:
    """普洱市、临沧市、保山市人民政府 → the body named last holds for the places before it.

    So does 管委会 for the zones: 高新区、经开区管委会; and what the last place is: 南沙、天河区政府 → 南沙区政府.
    """
    if not any(name.surface.endswith(("政府", "管委会")) for name in names):
        return names
    result: list[Name] = []
    body = kind = ""
    for name in reversed(names):
        place = _place(name.surface, divisions)
        if body and (place == name.surface or (kind and _is_short(name.surface, kind, divisions))):
            level = "" if place == name.surface else kind
            result.append(name._replace(surface=name.surface + level + body))
            continue
        kind = place[-1:] if place[-1:] in ("区", "县", "市") else ""
        body = name.surface[len(place) :] if place else ""
        shared = body in ("人民政府", "政府", "管委会") and name.surface[:1] != "各"
        body = body if shared else ""
        result.append(name)
    return result[::-1]


def _is_short(surface: str, kind: str, divisions: Divisions) -> bool:
    """True for a place without its last character: 南沙 in front of 天河区政府."""
    return 2 <= len(surface) <= 3 and surface[-1] != kind and divisions.starts_with_place(surface + kind)


def _place(surface: str, divisions: Divisions) -> str:
    """The division or zone that a name starts with, or '': 普洱市 of 普洱市人民政府, 经开区 of 经开区管委会."""
    if zone := _ZONE.match(surface):
        return zone[0]
    if length := divisions.prefix(surface)[1]:
        return surface[:length]
    shared = _DISTRICT.match(surface)
    return shared[0] if shared and divisions.starts_with_place(shared[0]) else ""


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
        elif not shared or PREFIX.match(name.surface) or name.group or len(name.surface) > 4:
            shared = ""
        levels = shared if not match else ""
        result.append(name._replace(surface=levels + name.surface, group=True) if levels else name)
    return result


def _undo_ellipsis(names: list[Name], divisions: Divisions, carry: str) -> list[Name]:
    """市发展改革委、教育局 → 市发展改革委、市教育局; not over bodies that stand for themselves."""
    result: list[Name] = []
    region = ""  # 临浦区 of 临浦区教育局: left out in front of departments alone
    for name in names:
        left_out = _of_party(name, result[-1]) if result else ""
        if left_out:
            region = ""
        elif name.group:
            carry = "" if name.surface.startswith("各") else carry
            region = _each(name.surface)
        elif prefix := level_of(name.surface):
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


def _of_party(name: Name, before: Name) -> str:
    """各州（市） of 各州（市）党委、人民政府: the government is that of the same levels."""
    levels = _EACH_PARTY.fullmatch(before.surface) if name.surface in ("人民政府", "政府") else None
    return levels[1] if levels else ""


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
        surface.startswith(words("own_name"))
        or bool(divisions.prefix(surface)[0])
        or divisions.starts_with_place(surface)
        or zones.has_own_name(surface)
        or _COUNTY.fullmatch(surface) is not None
        or _OWN_PART.match(surface) is not None
        or _ONE_TOWN.fullmatch(surface) is not None
        or ONE_ZONE.fullmatch(surface) is not None
        or surface.endswith(("公司", "集团", "海关", "军分区", "分行", "支行", "学院", "大学", "银行"))
    )
