"""Surfaces → agencies with a region of their own; names → divisions; corpus.toml → what files do not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.graph import Ref
from loaders import manifest
from loaders.link.shared import Collected
from loaders.resolve.agencies import Resolver, canonical
from loaders.resolve.regions import Divisions, Region, national


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("发改委", "发展改革委"), ("发展和改革委员会", "发展改革委"), ("发改局", "发展改革局"), ("人社局", "人力资源社会保障局"),
        ("人力资源和社会保障厅", "人力资源社会保障厅"), ("人力资源保障厅", "人力资源社会保障厅"), ("工信局", "工业和信息化局"),
        ("住建局", "住房城乡建设局"), ("卫健委", "卫生健康委"), ("市监局", "市场监管局"), ("市场监督管理局", "市场监管局"),
        ("自规局", "自然资源和规划局"), ("人行云浦中心支行", "人民银行云浦中心支行"), ("教育局", "教育局"), ("市场监管局", "市场监管局"),
        ("文旅局", "文化和旅游局"), ("医保局", "医疗保障局"), ("城管局", "城市管理局"), ("", ""),
    ],
)  # fmt: skip
def test_canonical(short: str, full: str) -> None:
    assert canonical(short) == full
    assert canonical(full) == full


@pytest.mark.parametrize(
    ("surface", "name", "region"),
    [
        ("市教育局", "云浦市教育局", "云浦市"),
        ("省教育厅", "岚江省教育厅", "岚江省"),
        ("市市场监管局", "云浦市市场监管局", "云浦市"),
        ("云浦市人力资源和社会保障局", "云浦市人力资源社会保障局", "云浦市"),
        ("市人社局", "云浦市人力资源社会保障局", "云浦市"),
        ("市委教育工委", "云浦市委教育工委", "云浦市"),
        ("团市委", "共青团云浦市委", "云浦市"),
        ("团省委", "共青团岚江省委", "岚江省"),
        ("临浦区教育局", "临浦区教育局", "临浦区"),
        ("云浦市临浦区教育局", "临浦区教育局", "临浦区"),
        ("教育部", "教育部", None),
        ("云浦海关", "云浦海关", "云浦市"),
    ],
)
def test_resolver(surface: str, name: str, region: str | None, places: Divisions, city: Region) -> None:
    agency = Resolver(city, places, "文").name(surface)
    assert (agency.name, agency.region and agency.region.name, agency.unresolved) == (name, region, False)


def test_one_body_has_one_id_whatever_it_is_called(places: Divisions, city: Region) -> None:
    resolver = Resolver(city, places, "文")
    ids = {resolver.name(s).id for s in ("市人社局", "市人力资源和社会保障局", "云浦市人力资源社会保障局")}
    assert ids == {"岚江省云浦市人力资源社会保障局"}


def test_what_has_no_region_stays_apart_by_document(places: Divisions) -> None:
    agencies = [Resolver(None, places, scope).name("市教育局") for scope in ("甲", "乙")]
    assert all(agency.unresolved for agency in agencies)
    assert agencies[0].id != agencies[1].id


def test_collectives_of_two_cities_are_two(places: Divisions, city: Region) -> None:
    other = Region("栖山市", "city", None, city.within)
    found = [
        Resolver(home, places, "文").name("各县（市、区）人民政府", group=True) for home in (city, other)
    ]
    assert found[0].id != found[1].id
    assert {agency.name for agency in found} == {"各县（市、区）人民政府"}


@pytest.mark.parametrize(
    ("text", "name", "length"),
    [
        ("云浦市教育局", "云浦市", 3), ("岚江省云浦市临浦区教育局", "临浦区", 9), ("重庆市綦江区教育委员会", "綦江区", 6),
        ("鼓楼区教育局", None, 0), ("教育局", None, 0), ("", None, 0),
    ],
)  # fmt: skip
def test_prefix(text: str, name: str | None, length: int, places: Divisions) -> None:
    region, found = places.prefix(text)
    assert (region and region.name, found) == (name, length)


def test_a_shared_name_is_taken_where_the_region_tells_which(places: Divisions) -> None:
    jiangsu = places.named("江苏省")
    region, _ = places.prefix("鼓楼区教育局", places.named("南京市", jiangsu))
    assert region is not None
    assert region.id == "江苏省南京市鼓楼区"


@pytest.mark.parametrize(
    ("text", "starts"), [("威海技师学院", True), ("云浦学院", True), ("公安局", False), ("教育局", False)]
)
def test_starts_with_place(text: str, starts: bool, places: Divisions) -> None:
    assert places.starts_with_place(text) is starts


def test_region_line_and_levels(city: Region) -> None:
    assert [region.name for region in city.line()] == ["云浦市", "岚江省"]
    assert (city.id, city.province) == ("岚江省云浦市", "岚江省")
    assert city.at("county") is None


def test_the_national_table_has_each_id_once() -> None:
    ids = [region.id for region in national()]
    assert len(ids) > 3000
    assert len(set(ids)) == len(ids)


# --- corpus.toml -----------------------------------------------------------------------------------------------------


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert manifest.load(tmp_path) == manifest.Manifest()


def test_manifest_states_facts_by_file_and_regions(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        '[[document]]\nfile="a.txt"\nnumber="云政发〔2022〕1号"\n'
        '[[region]]\nname="岚江省"\nlevel="province"\n[[region]]\nname="云浦市"\nlevel="city"\nwithin="岚江省"\n',
        "utf-8",
    )
    found = manifest.load(tmp_path)
    assert found.of("a.txt")["number"] == "云政发〔2022〕1号"
    assert found.of("b.txt") == {}
    assert [region.id for region in found.regions] == ["岚江省", "岚江省云浦市"]


ILL_FORMED = [
    pytest.param("[[document", "ill-formed TOML", id="no-toml"),
    pytest.param('[[document]]\ntitle="甲"', "takes", id="no-file"),
    pytest.param('[[document]]\nfile="a.txt"\ncolour="red"', "colour", id="unknown-field"),
    pytest.param(
        '[[region]]\nname="云浦市"\nlevel="city"\nwithin="岚江省"', "stated above", id="within-unknown"
    ),
    pytest.param('[[region]]\nname="云浦市"\nlevel="galaxy"', "level", id="level-unknown"),
    pytest.param('[[region]]\nlevel="city"', "name", id="no-name"),
    pytest.param('document = "a.txt"', "a.txt|document", id="document-is-text"),
    pytest.param('region = "云浦市"', "region", id="region-is-text"),
    pytest.param("[document]\nfile = 'a.txt'", "document", id="document-is-one-table"),
    pytest.param('[[region]]\nname=["云浦市"]\nlevel="city"', "name", id="name-is-a-list"),
    pytest.param('[[document]]\nfile="a.txt"\nstatus="final"', "status", id="status-unknown"),
    pytest.param('[[document]]\nfile="a.txt"\ndate="May"', "date", id="date-is-none"),
]


@pytest.mark.parametrize(("text", "says"), ILL_FORMED)
def test_ill_formed_manifest_is_refused(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        manifest.load(tmp_path)


def test_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes('[[region]]\nname="云浦市"'.encode("gb18030"))
    with pytest.raises(InputError, match="ill-formed"):
        manifest.load(tmp_path)


def test_a_college_that_answers_and_is_named_has_two_nodes_in_one_place(places: Divisions) -> None:
    found = Collected(places)
    for label in ("Agency", "Organization"):
        found.edge("LOCATED_IN", Ref(label, "云浦职业学院"), Ref("Region", "岚江省云浦市"), {})
    assert len(found.edges) == 2


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("教育厅", "岚江省教育厅"), ("人社厅", "岚江省人力资源社会保障厅"), ("发展改革委", "岚江省发展改革委"),
        ("市场监管局", "岚江省市场监管局"), ("教育部", "教育部"),
    ],
)  # fmt: skip
def test_a_province_s_departments_need_no_level(surface: str, name: str, places: Divisions) -> None:
    agency = Resolver(places.named("岚江省"), places, "文").name(surface)
    assert (agency.name, agency.unresolved) == (name, False)


@pytest.mark.parametrize("surface", ["教育局", "办公厅", "城发集团", "法规处"])
def test_what_a_province_may_not_have_stays_open(surface: str, places: Divisions) -> None:
    assert Resolver(places.named("岚江省"), places, "文").name(surface).unresolved


def test_a_city_s_departments_need_no_level(places: Divisions, city: Region) -> None:
    named = Resolver(city, places, "文").name("财政局")
    assert (named.name, named.full) == ("云浦市财政局", "云浦市财政局")
    assert Resolver(city, places, "文").name("财政厅").unresolved


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("市资规局", "云浦市自然资源和规划局"),
        ("市教体局", "云浦市教育体育局"),
        ("市文广旅游局", "云浦市文化广电和旅游局"),
    ],
)
def test_short_forms_of_joined_departments(surface: str, name: str, places: Divisions, city: Region) -> None:
    assert Resolver(city, places, "文").name(surface).name == name
