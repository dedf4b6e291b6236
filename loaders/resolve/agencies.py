"""Surface names → agencies: region + function. 市人社局 in a 丹东 document is 丹东市人力资源社会保障局."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.records import Assignment, Level
from loaders.resolve.regions import Divisions, Region
from ontology.vocab.names import canonical

_LEVEL_OF: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city", "区": "county", "县": "county", "旗": "county",
}  # fmt: skip
_PREFIX = re.compile(r"(自治区|[省市区县州旗盟])(?!场|域|际)(.+)")  # 市 + 教育局
_YOUTH = re.compile(r"团([省市区县州旗])委")  # 团市委
_NATIONAL = re.compile(
    r"国务院|国家|中国|中央|全国|人民银行|国网|银保监会|证监会|[\u4e00-\u9fff]{2,12}(?:部|总局)$"
)  # 教育部
_OPEN = re.compile(
    r"各|有关|相关|其他|驻|在|成员单位|所属|直属"
)  # a collective whose members this file does not list


@dataclass(frozen=True, slots=True)
class Agency:
    """A body with an identity. `id` has the regions from the province down, so that no two bodies share one."""

    id: str
    name: str
    function: str
    region: Region | None
    level: Level | None
    group: bool = False
    unresolved: bool = False

    @property
    def kind(self) -> str:
        """group, party, court, government or other: for colours and filters."""
        if self.group:
            return "group"
        if re.search(r"委办|组织部|宣传部|统战部|政法委|编办|工委|党|纪委|团.?委|共青团", self.name):
            return "party"
        return "court" if self.name.endswith(("法院", "检察院")) else "government"


@dataclass(slots=True)
class Resolver:
    """Resolves the names of one document. `home` is its region, None for a national or unplaced one.

    `scope` (the document's id) keeps what can't be placed apart from the same words elsewhere.
    """

    home: Region | None
    divisions: Divisions
    scope: str = ""
    _known: dict[tuple[str, bool], Agency] = field(default_factory=dict)

    def resolve(self, assignment: Assignment) -> Agency:
        """The agency behind an assignment."""
        return self.name(assignment.surface, assignment.group)

    def name(self, surface: str, group: bool = False) -> Agency:
        """The agency behind a name; `unresolved` where the region that its level asks for is unknown."""
        found = self._known.get((surface, group))
        if found is None:
            found = _resolve(surface, self.home, self.divisions, group)
            if found.unresolved or (found.group and not self.home):
                found = replace(found, id=f"{self.scope}?{found.name}")
            self._known[surface, group] = found
        return found


def _resolve(surface: str, home: Region | None, divisions: Divisions, group: bool) -> Agency:
    youth = _YOUTH.fullmatch(surface)
    if youth:
        region = _region(youth[1], home)
        name = f"共青团{region.name}委" if region else surface
        return _agency(name, "共青团委", region, unresolved=region is None)
    if group:
        return _collective(surface, home)
    named, length = divisions.prefix(surface, home)
    if named:
        return _agency(named.name + canonical(surface[length:]), canonical(surface[length:]), named)
    prefix = _PREFIX.fullmatch(surface)
    if prefix:
        region = _region(prefix[1], home)
        function = canonical(prefix[2])
        return _agency(
            (region.name if region else prefix[1]) + function, function, region, unresolved=region is None
        )
    whole = canonical(surface)
    known = bool(_NATIONAL.match(whole)) or divisions.starts_with_place(surface)
    return _agency(whole, whole, None, unresolved=not known)


def _agency(name: str, function: str, region: Region | None, unresolved: bool = False) -> Agency:
    above = region.within.id if region and region.within else ""
    level: Level | None = region.level if region else None if unresolved else "national"
    return Agency(above + name, name, function, region, level, unresolved=unresolved)


def _collective(surface: str, home: Region | None) -> Agency:
    """各县（市、区）人民政府 of 聊城市 is not that of 威海市: the id says whose."""
    prefix = re.match(
        r"(省|市|区|县|自治区|州|旗)(?=属|直|级|政府|委|[^场域（、区县市州旗])", surface
    )  # 市属开发区管委会
    region = _region(prefix[1], home) if prefix else None
    name = region.name + surface[len(prefix[1]) :] if prefix and region else surface
    compound = re.match(r"省、", surface)  # 省、市、县（市、区）人大
    if compound and home:
        name = home.province + surface[1:]
    level = home.level if home else None
    whose = home.id if home else ""
    return Agency(f"{whose}：{name}", name, surface, home, level, group=True, unresolved=False)


def is_open(agency: Agency) -> bool:
    """True where the members of a collective can't all be listed from the name."""
    return bool(_OPEN.search(agency.function))


def _region(level_word: str, home: Region | None) -> Region | None:
    """Which region 省, 市, 区 means in a document of `home`: its own, or the one above. 市 in 上海 is 上海市."""
    if home is None:
        return None
    found = home.at(_LEVEL_OF[level_word])
    if found is None and level_word == "市":
        province = home.at("province")
        return province if province and province.name.endswith("市") else None
    if found is None and level_word in "区县旗":
        return None
    return found
