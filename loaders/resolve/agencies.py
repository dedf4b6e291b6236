"""Surface names → agencies: region + function. 市人社局 in a 丹东 document is 丹东市人力资源社会保障局."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.records import Assignment, Header, Level
from loaders.decisions import AgencyDecision, Decisions, first_part
from loaders.resolve import elsewhere, groups, parts, placing, reforms, zones
from loaders.resolve.bodies import Agency, Day, body, national_body
from loaders.resolve.regions import Divisions, Region, short_name
from loaders.resolve.usual import is_usual
from ontology.vocab.names import canonical, identity, national

_LEVEL_OF: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city", "区": "county", "县": "county", "旗": "county",
}  # fmt: skip
_PREFIX = re.compile(r"(自治区|[省市区县州旗盟])(?!场|域|际)(.+)")  # 市 + 教育局
_YOUTH = re.compile(r"团([省市区县州旗])委")  # 团市委
_YOUTH_OF = re.compile(r"(?:中国)?(?:共产主义青年团|共青团)(.+)委(?:员会)?")  # 共青团云浦市委
_PARTY = re.compile(r"(?:中共|中国共产党)(?=.*委)")  # 中共通辽市委办公室
_TOWN = re.compile(
    r"([\u4e00-\u9fff]{1,8}?(?:镇|乡|街道))(人民政府|政府|办事处|党委|党工委|人大)?"
)  # 桥头镇人民政府
_NATIONAL = re.compile(r"国务院|国家|中国|中央|全国|中华|最高人民")
_MINISTRY = re.compile(r"(?:部|总局|总署)$")  # in a document of the nation
_GROUP_PREFIX = re.compile(
    r"(省|市|区|县|自治区|州|旗)(?=属|直|级|政府|委|[^场域（、区县市州旗])"
)  # 市属开发区管委会


@dataclass(slots=True)
class Resolver:
    """Resolves the names of one document. `home` is its region, None for a national or unplaced one.

    `scope` (the document's id) keeps what can't be placed apart from the same words elsewhere; `nation` says that
    the document is the nation's, `day` when it was made and `issuers` by whom; `decisions` what people have decided about
    documents of those `names`, `text` what it says.
    """

    home: Region | None
    divisions: Divisions
    scope: str = ""
    nation: bool = False
    day: Day | None = None
    decisions: Decisions = field(default_factory=Decisions)
    names: frozenset[str] = frozenset()
    issuers: tuple[str, ...] = ()
    text: str = ""
    _known: dict[tuple[str, bool, str], Agency] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        head: Header,
        divisions: Divisions,
        scope: str,
        decisions: Decisions | None = None,
        file: str = "",
        text: str = "",
    ) -> Resolver:
        """The resolver for a document with that header; `file` and `scope` are the names that decisions know it by."""
        home = divisions.home(head.stated.get("region", head.region), head.province, head.place)
        names = frozenset(
            name
            for name in (scope, file, first_part(file), head.number, head.stated.get("number"), head.title)
            if name
        )
        day = reforms.day(head.stated.get("date", head.date), head.stated.get("number", head.number))
        return cls(
            home,
            divisions,
            scope,
            head.level == "national",
            day,
            decisions or Decisions(),
            names,
            head.issuers,
            text,
        )

    def resolve(self, assignment: Assignment, clause: str = "") -> Agency:
        """The agency behind an assignment of a clause."""
        return self.name(assignment.surface, assignment.group, clause)

    def name(self, surface: str, group: bool = False, clause: str = "") -> Agency:
        """The agency behind a name; `unresolved` where the region that its level asks for is unknown."""
        key = (surface, group, clause if self.decisions.agencies else "")
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._decided(self._placed(surface, group), surface, clause)
        return found

    def known(self) -> list[Agency]:
        """What was resolved so far, in the order of the document."""
        return list(self._known.values())

    def _placed(self, surface: str, group: bool) -> Agency:
        """What the rules find, with the document's own name beside it."""
        full = _in_full(surface, self.home, self.divisions, group)
        found = self._collective(surface) if group else self._single(surface)
        if found is None:
            found = Agency(
                "", full, canonical(surface), None, None, unresolved=True, doubt=self._why(surface)
            )
        key = found.id or f"{self.scope}?{found.name}"  # what has no identity of its own is the document's
        return found._replace(id=key, full=found.full or full)

    def _why(self, surface: str) -> str:
        if _PREFIX.fullmatch(surface) or _YOUTH.fullmatch(surface):
            return "which region is meant is not known 地区不明"
        return "no rule places it 未能归入某一地区或体系"

    # --- one body ----------------------------------------------------------------------------------------------------

    def _single(self, surface: str) -> Agency | None:
        """The rules, the surest first."""
        return (
            self._youth(surface)
            or self._of_region(_PARTY.sub("", surface, count=1) if "共" in surface else surface)
            or elsewhere.by_county(surface, self.divisions, self.home, self.text)
            or placing.by_head(surface, self.divisions, self.home)
            or (surface.startswith("市中") and self._of_place(surface))  # 市中公安分局 of a 市中区
            or self._of_issuer(surface)
            or self._of_level(surface)
            or self._of_nation(surface)
            or self._of_place(surface)
            or self._town(surface, self.home)
            or self._park(surface)
            or self._unsaid(surface)
        )

    def _youth(self, surface: str) -> Agency | None:
        """团市委, 共青团云浦市委 → 共青团云浦市委."""
        if "团" not in surface:
            return None
        if match := _YOUTH.fullmatch(surface):
            region = self._region(match[1])
        elif match := _YOUTH_OF.fullmatch(surface):
            region, length = self.divisions.prefix(match[1], self.home)
            region = region if length == len(match[1]) else None
        else:
            return None
        return body(region, "共青团委") if region else None

    def _of_region(self, surface: str) -> Agency | None:
        """云浦市教育局, 临浦区 (its government), 临浦区桥头镇人民政府."""
        region, length = self.divisions.prefix(surface, self.home)
        if region is None or elsewhere.is_far(region, length, self.home):
            return None
        rest = surface[length:]
        if rest and region.within and zones.of_zone(region.name, rest):
            return body(region.within, region.name + rest)
        if (town := self._town(rest, region)) is not None:
            return town
        return self._dated(region, rest) if rest else body(region, "人民政府")

    def _of_level(self, surface: str) -> Agency | None:
        """市教育局: the city of the document."""
        match = _PREFIX.fullmatch(surface)
        region = self._region(match[1]) if match else None
        return self._dated(region, match[2]) if match and region else None

    def _of_issuer(self, surface: str) -> Agency | None:
        """法规处 in a document of 岚江省教育厅: a part of the department that issues."""
        of = self._issuer() if parts.is_part(surface) else None
        return parts.part(surface, of) if of else None

    def _issuer(self) -> Agency | None:
        """The department that issues; a part can't be its own whole."""
        apart = Resolver(self.home, self.divisions, self.scope, self.nation, self.day)
        return parts.issuer(self.issuers, apart.name)

    def _dated(self, region: Region, rest: str) -> Agency:
        """The body with that function; a short form that meant several bodies is told by the document's date."""
        function = identity(rest, region.level)
        meant = reforms.meanings(function, region)
        if not meant:
            return body(region, function)
        one = reforms.picked(meant, self.day)
        if one:
            return body(region, one.function)
        might = tuple(body(region, meaning.function).id for meaning in meant)
        why = "two bodies may bear the name on that date 该日期前后两个机构都可能用此名"
        return Agency(
            "", region.name + function, function, None, None, unresolved=True, doubt=why, candidates=might
        )

    def _of_nation(self, surface: str) -> Agency | None:
        """国家医疗保障局, 教育部; 医疗保障局 in a document of the nation."""
        found = national(surface, self.nation)
        if found is None and (_NATIONAL.match(surface) or (self.nation and _MINISTRY.search(surface))):
            found = canonical(surface)
        return national_body(found) if found else None

    def _of_place(self, surface: str) -> Agency | None:
        """安徽银保监局, 金昌经开区管委会: the place in short."""
        return placing.by_place(surface, self.divisions, self.home, self.day)

    def _town(self, surface: str, county: Region | None) -> Agency | None:
        """桥头镇人民政府 in a document of its county; a city without counties has towns of its own."""
        match = _TOWN.fullmatch(surface)
        if not match or county is None or county.level == "province":
            return None
        if county.level == "city" and self.divisions.below(county):
            return None
        seat = match[2] or ("办事处" if match[1].endswith("街道") else "人民政府")
        return body(Region(match[1], "town", None, county), identity(seat))

    def _park(self, surface: str) -> Agency | None:
        """甘眉工业园区管委会 in a document of 眉山市: one of its own zones, whose name says no place that the table knows."""
        home = self.home
        of_city = bool(home and home.level == "city" and zones.OF_CITY.fullmatch(surface))
        return body(home, surface) if home and (of_city or zones.has_own_name(surface)) else None

    def _unsaid(self, surface: str) -> Agency | None:
        """教育厅 in a document of 四川省, 财政局 in one of 云浦市: the region of the document is left out."""
        return self._dated(self.home, surface) if self.home and is_usual(surface, self.home) else None

    def _region(self, level_word: str) -> Region | None:
        return region_of(level_word, self.home)

    # --- collectives -----------------------------------------------------------------------------------------------

    def _collective(self, surface: str) -> Agency:
        """各县（市、区）人民政府 of 聊城市 is not that of 威海市: the id says whose."""
        surface = groups.canonical(surface)
        home = groups.owner(surface, self.home)
        name = _in_full(surface, home, self.divisions, group=True)
        level = home.level if home else "national" if self.nation else None
        whole = home or (self.nation and groups.members(surface, None, self.divisions))
        of = self._issuer() if "机关各" in surface or "处室" in surface else None
        key = f"{parts.whose(surface, home, of)}：{name}" if whole else ""
        return Agency(key, name, surface, home, level, group=True)

    # --- decisions of people -----------------------------------------------------------------------------------------

    def _decided(self, found: Agency, surface: str, clause: str) -> Agency:
        """What a person decided about the name, in place of what the rules found."""
        decision = self.decisions.about({surface, found.full, found.name, found.id}, self.names, clause)
        if decision is None:
            return found
        if decision.distinct:
            key = f"{decision.scope(self.scope)}={found.name}"
            apart = found._replace(id=key, unresolved=False, doubt=None, candidates=())
            return apart._replace(decided=decision.tag, own=True)
        return self._meant(decision)._replace(full=found.full, decided=decision.tag)

    def _meant(self, decision: AgencyDecision) -> Agency:
        """The body that a decision names; one without a known region stands for itself."""
        name = decision.body
        region = self.divisions.named(decision.region) if decision.region else None
        if region:
            rest = name.removeprefix(region.name).removeprefix(short_name(region))
            return body(region, identity(rest, region.level))
        apart = Resolver(None, self.divisions, self.scope, nation=True, day=self.day)
        found = apart.name(name)
        return found._replace(id=name, unresolved=False, doubt=None) if found.unresolved else found


def _in_full(surface: str, home: Region | None, divisions: Divisions, group: bool) -> str:
    """The document's own name, with the region in place of 市 and short forms undone; nothing else is touched."""
    if group:
        compound = re.match(r"省、", surface)  # 省、市、县（市、区）人大
        if compound and home:
            return home.province + surface[1:]
        prefix = _GROUP_PREFIX.match(surface)
        region = region_of(prefix[1], home) if prefix else None
        return region.name + surface[len(prefix[1]) :] if prefix and region else surface
    if "团" in surface and (youth := _YOUTH.fullmatch(surface)):
        region = region_of(youth[1], home)
        return f"共青团{region.name}委" if region else surface
    named, length = divisions.prefix(surface, home)
    if named:
        return named.name + canonical(surface[length:])
    if match := _PREFIX.fullmatch(surface):
        region = region_of(match[1], home)
        return (region.name if region else match[1]) + canonical(match[2])
    if home and is_usual(surface, home):
        return home.name + canonical(surface)
    return canonical(surface)


def region_of(level_word: str, home: Region | None) -> Region | None:
    """Which region 省, 市, 区 means in a document of `home`: its own, or the one above. 市 in 上海 is 上海市."""
    if home is None:
        return None
    if level_word == home.name[-1]:  # 市 in a document of 临清市, which is a county-level city
        return home
    found = home.at(_LEVEL_OF[level_word])
    if found is None and level_word == "市":
        province = home.at("province")
        return province if province and province.name.endswith("市") else None
    return found


__all__ = ["Agency", "Resolver", "region_of"]
