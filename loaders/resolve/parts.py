"""A department's own parts in its own documents: 法规处 in one of 岚江省教育厅 is taken as 岚江省教育厅法规处, and marked so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from loaders.resolve.bodies import Agency, body, national_body
from loaders.resolve.regions import Region

BASIS = "taken as a part of the issuing department 按发文部门内设机构推定"
# 法规处, 人事教育处, 办公室, 职业教育司; not 财政局预算处, 市公路处, 公路管理处, 办事处
_PART = re.compile(
    r"(?![省县国]|市(?!场|政|容)|区(?!划|域))[^局厅委院部（、各]{1,8}(?:(?<!管理)(?<!办事)(?<!联络)(?<!代表)[处科股司]|室)|办公室|机关党委|机关纪委"
)
_OWN = re.compile(r"[厅局](?=[^、]{2})(?!长|级|属)")  # 厅督查小组, 厅机关各处室: 厅 alone is the issuer
_OFFICE = re.compile(r"办公[厅室]$")  # 教育部办公厅 issues for 教育部
_DEPARTMENT = re.compile(r"(?:[厅局部署]|(?<!人民政府)委|委员会)$")  # not 市人民政府, not 市政府办公室


def issuer(names: Sequence[str], named: Callable[[str], Agency]) -> Agency | None:
    """The department that a document is of; None for a government's, for those of several, and where it is not placed."""
    if len(names) != 1:
        return None
    found = named(_OFFICE.sub("", names[0]))
    of_government = found.function.startswith("人民政府") or found.function == "国务院"
    department = _DEPARTMENT.search(found.function) and found.function not in ("委", "中央")
    return found if department and not of_government and not found.unresolved else None


def is_part(surface: str) -> bool:
    """True for what reads like a part of a department, whose own name is left out.

    >>> is_part("人事教育处"), is_part("厅督查小组"), is_part("财政局预算处")
    (True, True, False)
    """
    return bool(_PART.fullmatch(surface) or _OWN.match(surface))


def part(surface: str, of: Agency) -> Agency:
    """The part of that department, under its own words: 城管处 is no 城市管理处."""
    own = _OWN.sub("", surface, count=1)
    made = body(of.region, of.function + own) if of.region else national_body(of.name + own)
    return made._replace(full=made.name, presumed=BASIS)


def whose(surface: str, region: Region | None, of: Agency | None) -> str:
    """Whose collective it is, for its id: 厅机关各处室 are those of the department that issues."""
    if of and (_OWN.match(surface) or surface.startswith(("机关各", "各处室"))):
        return of.id
    return region.id if region else "全国"


__all__ = ["BASIS", "is_part", "issuer", "part", "whose"]
