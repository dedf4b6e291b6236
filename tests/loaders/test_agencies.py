"""Who is who: bodies by region, of the state, of the nation; towns, zones, courts, party; what can't be placed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.records import Document
from loaders.link.assemble import assemble
from loaders.parse import document as parser
from loaders.read import txt
from loaders.resolve import doubts, parts, zones
from loaders.resolve.agencies import Resolver
from loaders.resolve.bodies import body
from loaders.resolve.regions import Divisions, Region, divisions

NOW = ("2022-05-01", "2022-05-01")


def resolver(home: str | None, day: str = "2022-05-01", *, nation: bool = False) -> Resolver:
    table = divisions()
    return Resolver(table.named(home) if home else None, table, "文", nation=nation, day=(day, day))


ONE_BODY = [
    ("聊城市", ["市税务局", "聊城市税务局", "国家税务总局聊城市税务局"], "山东省聊城市税务局", "聊城市税务局"),
    ("威海市", ["人行威海市中心支行", "人民银行威海中心支行", "中国人民银行威海市中心支行"], "山东省威海市人民银行中心支行",
     "人民银行威海市中心支行"),
    ("安徽省", ["人行合肥中支", "中国人民银行合肥中心支行"], "安徽省合肥市人民银行中心支行", "人民银行合肥中心支行"),
    ("广东省", ["广东银保监局", "中国银保监会广东监管局"], "广东省银保监局", "广东银保监局"),
    ("金昌市", ["金昌银保监分局", "银保监会金昌监管分局"], "甘肃省金昌市银保监分局", "金昌银保监分局"),
    ("吉林省", ["吉林银保监局"], "吉林省银保监局", "吉林银保监局"),
    ("金昌市", ["金昌经开区管委会", "市经开区管委会"], "甘肃省金昌市经开区管委会", "金昌经开区管委会"),
    ("眉山市", ["甘眉工业园区管委会", "市甘眉工业园区管委会"], "四川省眉山市甘眉工业园区管委会", "甘眉工业园区管委会"),
    ("临沂市", ["国网临沂供电公司"], "山东省临沂市国网供电公司", "国网临沂供电公司"),
    ("商丘市", ["商丘军分区", "市军分区"], "河南省商丘市军分区", "商丘军分区"),
    ("通辽市", ["市法院", "市中级人民法院", "市中院"], "内蒙古自治区通辽市中级人民法院", "通辽市中级人民法院"),
    ("吉林省", ["省法院", "省高级人民法院"], "吉林省高级人民法院", "吉林省高级人民法院"),
    ("阳谷县", ["县法院", "县人民法院"], "山东省聊城市阳谷县人民法院", "阳谷县人民法院"),
    ("聊城市", ["市委编办", "市编办", "市委机构编制委员会办公室"], "山东省聊城市委编办", "聊城市委编办"),
    ("通辽市", ["市委办公室", "中共通辽市委办公室"], "内蒙古自治区通辽市委办公室", "通辽市委办公室"),
    ("聊城市", ["市政府办公室", "市人民政府办公室", "聊城市政府办公室"], "山东省聊城市人民政府办公室", "聊城市人民政府办公室"),
    ("聊城市", ["团市委", "共青团聊城市委"], "山东省聊城市共青团委", "共青团聊城市委"),
    ("聊城市", ["市残联", "市残疾人联合会"], "山东省聊城市残联", "聊城市残联"),
    ("通辽市", ["开鲁县", "开鲁县人民政府", "开鲁县政府"], "内蒙古自治区通辽市开鲁县人民政府", "开鲁县人民政府"),
    ("临清市", ["市教育局", "临清市教育局", "聊城市临清市教育局"], "山东省聊城市临清市教育局", "临清市教育局"),
    ("黄浦区", ["区建管委", "区建设管理委"], "上海市黄浦区建设和管理委", "黄浦区建设和管理委"),
    ("内蒙古自治区", ["锡林郭勒盟"], "内蒙古自治区锡林郭勒盟人民政府", "锡林郭勒盟行政公署"),
    ("重庆市", ["两江新区管委会"], "重庆市两江新区管委会", "两江新区管委会"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "surfaces", "key", "name"), ONE_BODY)
def test_one_body_under_all_its_names(home: str, surfaces: list[str], key: str, name: str) -> None:
    found = [resolver(home).name(surface) for surface in surfaces]
    assert {(agency.id, agency.name, agency.unresolved) for agency in found} == {(key, name, False)}


def test_the_name_written_in_full_stays_the_documents_own() -> None:
    agency = resolver("临沂市").name("中国人民银行临沂市中心支行")
    assert (agency.full, agency.name) == ("中国人民银行临沂市中心支行", "人民银行临沂市中心支行")


def test_a_county_of_another_province_does_not_win_by_its_bare_name() -> None:
    """滨海新区 is a division of 天津, and the name of a zone in half a dozen cities."""
    home = resolver("绍兴市").home
    own = Resolver(home, resolver("绍兴市").divisions, "文", text="支持绍兴滨海新区发展")
    assert own.name("滨海新区管委会").id == "浙江省绍兴市滨海新区管委会"
    found = resolver("绍兴市").name("滨海新区管委会")
    assert (found.unresolved, found.candidates) == (True, ("天津市滨海新区管委会",))
    assert resolver("绍兴市").name("天津市滨海新区管委会").id == "天津市滨海新区管委会"
    assert resolver("天津市").name("滨海新区管委会").id == "天津市滨海新区管委会"


def test_a_county_name_that_several_cities_bear_is_in_doubt() -> None:
    found = resolver("绍兴市").name("鼓楼区人民政府")
    assert found.unresolved
    assert "江苏省徐州市鼓楼区人民政府" in found.candidates
    assert resolver("徐州市").name("鼓楼区人民政府").id == "江苏省徐州市鼓楼区人民政府"


KINDS = [
    ("市教育局", "government"), ("市委组织部", "party"), ("市委编办", "party"), ("市人大常委会", "congress"), ("市政协", "cppcc"),
    ("市中级人民法院", "court"), ("市检察院", "court"), ("市总工会", "mass"), ("团市委", "mass"), ("市残联", "mass"),
    ("聊城军分区", "military"), ("市税务局", "state"), ("聊城海关", "state"), ("聊城银保监分局", "state"), ("市气象局", "state"),
    ("人民银行聊城市中心支行", "state"), ("国网聊城供电公司", "company"), ("市公共资源交易中心", "institution"), ("人民银行", "government"),
    ("市教育督导委员会", "government"), ("中央宣传部", "party"),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "kind"), KINDS)
def test_kind(surface: str, kind: str) -> None:
    assert resolver("聊城市").name(surface).kind == kind


BARE = [
    ("医疗保障局", "国家医疗保障局"),
    ("医保局", "国家医疗保障局"),
    ("市场监管总局", "国家市场监督管理总局"),
    ("发展改革委", "国家发展改革委"),
    ("国资委", "国务院国资委"),
    ("网信办", "中央网信办"),
    ("能源局", "国家能源局"),
    ("科技部", "科学技术部"),
    ("粮食和储备局", "国家粮食和物资储备局"),
    ("教育部", "教育部"),
]


@pytest.mark.parametrize(("surface", "name"), BARE)
def test_a_document_of_the_nation_leaves_the_nation_out(surface: str, name: str) -> None:
    agency = resolver(None, nation=True).name(surface)
    assert (agency.id, agency.level, agency.unresolved) == (name, "national", False)


@pytest.mark.parametrize("surface", ["能源局", "组织部", "宣传部", "教育厅"])
def test_a_document_of_a_city_does_not(surface: str) -> None:
    assert resolver("聊城市").name(surface).unresolved


@pytest.mark.parametrize("surface", ["医疗保障局", "发展改革委", "教育局"])
def test_in_a_document_of_a_city_it_is_the_city_s(surface: str) -> None:
    assert resolver("聊城市").name(surface).id == f"山东省聊城市{surface}"


def test_towns_lie_in_the_county_of_the_document() -> None:
    town = resolver("阳谷县").name("阿城镇人民政府")
    assert (town.id, town.level) == ("山东省聊城市阳谷县阿城镇人民政府", "town")
    assert town.region is not None
    assert [region.name for region in town.region.line()] == ["阿城镇", "阳谷县", "聊城市", "山东省"]
    street = resolver("聊城市").name("东昌府区柳园街道办事处")
    assert street.id == "山东省聊城市东昌府区柳园街道办事处"
    assert resolver("东莞市").name("虎门镇人民政府").id == "广东省东莞市虎门镇人民政府"


def test_a_town_whose_county_is_not_known_is_not_placed() -> None:
    assert resolver("聊城市").name("阿城镇人民政府").unresolved


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("甘眉工业园区管委会", True),
        ("临港新片区管委会", True),
        ("虹桥国际中央商务区管委会", True),
        ("经济技术开发区管委会", False),
        ("城乡一体化示范区管委会", False),
        ("高新区管委会", False),
        ("开发区管委会", False),
        ("市教育局", False),
        ("高新" * 500 + "管委会", False),
    ],
)
def test_zones_with_a_name_of_their_own(name: str, own: bool) -> None:
    assert zones.has_own_name(name) is own


# --- what can't be placed ----------------------------------------------------------------------------------------------


def test_candidates_are_the_documents_own_region_first() -> None:
    names = resolver("聊城市")
    names.name("市能源管理局")
    found = names.name("能源局")
    assert (found.unresolved, found.doubt) == (True, "no rule places it 未能归入某一地区或体系")
    assert doubts.candidates(found, names)[:3] == [
        "山东省聊城市能源局",
        "山东省能源局",
        "山东省聊城市能源管理局",
    ]


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("法规处", "安徽省住房城乡建设厅法规处"),
        ("城管处", "安徽省住房城乡建设厅城管处"),
        ("厅督查小组", "安徽省住房城乡建设厅督查小组"),
        ("办公室", "安徽省住房城乡建设厅办公室"),
        ("市场处", "安徽省住房城乡建设厅市场处"),
    ],
)
def test_a_part_of_a_department_is_taken_as_that_of_the_issuer(surface: str, name: str) -> None:
    names = resolver("安徽省")
    names.issuers = ("安徽省住房城乡建设厅",)
    found = names.name(surface)
    assert (found.id, found.name, found.full, found.unresolved) == (name, name, name, False)
    assert found.presumed == parts.BASIS
    assert names.name("安徽省住房城乡建设厅" + surface.removeprefix("厅")).id == name


@pytest.mark.parametrize("surface", ["财政局预算处", "公路管理处", "柳园街道办事处", "信息中心"])
def test_what_may_be_another_department_s_is_not(surface: str) -> None:
    names = resolver("安徽省")
    names.issuers = ("安徽省住房城乡建设厅",)
    assert not names.name(surface).presumed


@pytest.mark.parametrize(
    "issuers", [("安徽省人民政府办公厅",), ("安徽省教育厅", "安徽省财政厅"), ("安徽省人民政府",), ()]
)
def test_a_government_s_document_says_nothing_of_parts(issuers: tuple[str, ...]) -> None:
    names = resolver("安徽省")
    names.issuers = issuers
    assert names.name("法规处").unresolved


def test_a_ministry_s_office_issues_for_the_ministry() -> None:
    names = resolver(None, nation=True)
    names.issuers = ("教育部办公厅",)
    assert names.name("职业教育司").id == "教育部职业教育司"


def test_the_parts_of_two_departments_are_two_collectives() -> None:
    ids = []
    for issuer in ("安徽省教育厅", "安徽省财政厅"):
        names = resolver("安徽省")
        names.issuers = (issuer,)
        ids.append(names.name("厅机关各处室（局）", group=True).id)
    assert ids == ["安徽省教育厅：厅机关各处室（局）", "安徽省财政厅：厅机关各处室（局）"]


def test_parts_are_one_finding(parse: Callable[..., Document], places: Divisions) -> None:
    text = (
        "岚江省教育厅关于实训的通知\n岚教〔2022〕5号\n\n一、任务\n（一）建基地。建好基地。（责任单位：法规处、省教育考试院、厅督查小组）\n"
        "（二）管基地。管好基地。（责任单位：厅机关各处室（局）、职教处）\n"
    )
    document = parse(text, whole=True)
    surfaces = [(a.surface, a.group) for c in document.clauses for a in c.assignments]
    assert surfaces[2:] == [("厅督查小组", False), ("厅机关各处室（局）", True), ("职教处", False)]
    names = Resolver.of(document.header, places, "文")
    found = [one for one in doubts.findings(document, names) if one.code == "part-presumed"]
    assert [one.message for one in found] == ["岚江省教育厅法规处、岚江省教育厅督查小组、岚江省教育厅职教处"]
    edges = assemble(document, places).edges
    said = {edge.props.get("method") for edge in edges if edge.props.get("surface") == "职教处"}
    assert said == {"presumed"}


@pytest.mark.parametrize(
    ("home", "surface", "might"),
    [
        ("云南省", "民航云南监管局", []),
        ("赣州市", "人保财险赣州市分公司", []),
        ("通辽市", "科左后旗", ["内蒙古自治区通辽市科尔沁左翼后旗人民政府"]),
        ("通辽市", "通盛集团", ["内蒙古自治区通辽市通盛集团"]),
    ],
)
def test_no_place_is_put_in_front_of_one(home: str, surface: str, might: list[str]) -> None:
    names = resolver(home)
    assert doubts.candidates(names.name(surface), names) == might


SHARED = "鼓楼区人民政府关于稳岗的实施意见\n鼓政发〔2022〕1号\n\n一、任务\n（一）稳岗。稳住岗位。（责任单位：区财政局）\n"


def test_a_document_whose_region_is_not_known_says_so(
    parse: Callable[..., Document], places: Divisions
) -> None:
    document = parse(SHARED, whole=True)
    found = doubts.findings(document, Resolver.of(document.header, places, "文"))
    assert [one.code for one in found] == ["region-unknown"]
    assert "江苏省徐州市鼓楼区" in found[0].message
    assert "corpus.toml" in found[0].message


def test_a_chain_of_names_says_which_region_it_is(places: Divisions) -> None:
    read = txt.read(SHARED.encode(), Path("x.txt"))
    document = parser.parse(read, {"region": "江苏省徐州市鼓楼区"}, places)
    names = Resolver.of(document.header, places, "文")
    assert (document.header.region, document.header.province) == ("鼓楼区", "江苏省")
    assert names.name("区财政局").id == "江苏省徐州市鼓楼区财政局"
    assert doubts.findings(document, names) == []


def test_a_name_like_no_other_has_no_candidates() -> None:
    names = resolver(None)
    assert doubts.candidates(names.name("长三角执委会"), names) == []


def test_an_id_tells_all_of_a_body(places: Divisions, city: Region) -> None:
    """Shared nodes are written by many documents: what they say must follow from the id."""
    homes = [city, places.named("聊城市"), places.named("山东省"), None]
    surfaces = [surface for _, names, _, _ in ONE_BODY for surface in names] + [
        surface for surface, _ in KINDS
    ]
    said: dict[str, set[object]] = {}
    for home in homes:
        for surface in surfaces:
            agency = Resolver(home, places, "文", day=NOW).name(surface)
            if not agency.unresolved:
                facts = (agency.name, agency.function, agency.region, agency.level, agency.kind)
                said.setdefault(agency.id, set()).add(facts)
    assert {key: facts for key, facts in said.items() if len(facts) > 1} == {}


def test_a_body_is_its_region_and_function(city: Region) -> None:
    made = body(city, "教育局")
    assert (made.id, made.name) == ("岚江省云浦市教育局", "云浦市教育局")


def test_a_zone_with_its_own_name_gets_no_level_in_front(parse: Callable[..., Document]) -> None:
    document = parse("一、任务\n（一）建园。开园即用。（责任单位：市教育局、临港新片区管委会、财政局）\n")
    surfaces = [a.surface for clause in document.clauses for a in clause.assignments]
    assert surfaces == ["市教育局", "临港新片区管委会", "市财政局"]
