"""Collectives: whose they are, who belongs to them on a day, and that members are written once a load."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from loaders.resolve import groups
from loaders.resolve.agencies import Resolver
from loaders.resolve.regions import Divisions, Region, divisions
from queries import registry
from queries.run import run
from tests.loaders.conftest import CITY, DISTRICT, PROVINCE

DOCUMENTS = Path(__file__).parents[1] / "golden" / "documents"
TABLE = divisions()

MEMBERS = [
    # whose, the words, how many on 2022-01-01, closed, one of them
    ("聊城市", "各县（市、区）人民政府", 8, True, "茌平区"),
    ("聊城市", "各县〔市、区〕人民政府", 8, True, "临清市"),
    ("聊城市", "各县市区", 8, True, "莘县"),
    ("聊城市", "县、区政府", 7, True, "冠县"),
    ("聊城市", "各区人民政府", 2, True, "东昌府区"),
    ("聊城市", "市、县（市、区）人民政府", 9, True, "聊城市"),
    ("聊城市", "各县（市、区）党委和政府", 16, True, "莘县"),
    ("德州市", "各县（市、区）政府（管委会）", 11, False, "乐陵市"),
    ("山东省", "各市人民政府", 16, True, "济南市"),
    ("山东省", "各设区市人民政府", 16, True, "威海市"),
    ("山东省", "各市、县（市、区）人民政府", 152, True, "临清市"),
    ("山东省", "省、市、县（市、区）人大", 153, True, "山东省"),
    ("广东省", "各地级以上市政府", 21, True, "东莞市"),
    ("陕西省", "各市（区）", 10, False, "咸阳市"),
    ("甘肃省", "各市州政府", 14, True, "嘉峪关市"),
    ("湖北省", "各市、州、县人民政府", 116, True, "恩施土家族苗族自治州"),
    ("内蒙古自治区", "各旗县（市、区）人民政府", 103, True, "开鲁县"),
    ("重庆市", "各区县人民政府", 38, True, "渝北区"),
    ("重庆市", "各区县（自治县）人民政府", 38, True, "石柱土家族自治县"),
    ("上海市", "各区政府", 16, True, "黄浦区"),
    (None, "各省、自治区、直辖市人民政府", 31, True, "西藏自治区"),
    (None, "各省（区、市）人民政府", 31, True, "北京市"),
    (None, "各省级人民政府", 31, True, "山东省"),
]  # fmt: skip


@pytest.mark.parametrize(("whose", "words", "number", "closed", "one"), MEMBERS)
def test_members(whose: str | None, words: str, number: int, closed: bool, one: str) -> None:
    region = TABLE.named(whose) if whose else None
    found = groups.members(words, region, TABLE)
    assert found is not None
    on = [r for r in found.regions if (r.valid_from or "") <= "2022-01-01" <= (r.valid_to or "9999")]
    assert (len(on) * len(found.functions), found.closed) == (number, closed)
    assert one in {region.name for region in on}


OPEN = [
    ("聊城市", "各职业院校"),
    ("聊城市", "有关部门"),
    ("聊城市", "各市人民政府"),
    ("聊城市", "各乡镇人民政府"),
    ("聊城市", "市直有关部门"),
    ("阳谷县", "各县（市、区）人民政府"),
    ("阳谷县", "各乡镇（街道）"),
    ("东莞市", "各县（市、区）人民政府"),
    ("山东省", "相关市人民政府"),
    ("山东省", "省、市、县（市、区）组织部"),
    ("重庆市", "各市人民政府"),
    (None, "地方各级人民政府"),
    (None, "各市、县人民政府"),
]


@pytest.mark.parametrize(("whose", "words"), OPEN)
def test_what_the_table_can_not_tell_stays_open(whose: str | None, words: str) -> None:
    assert groups.members(words, TABLE.named(whose) if whose else None, TABLE) is None


def test_a_collective_of_cities_in_a_citys_document_is_the_provinces() -> None:
    city = Resolver(TABLE.named("广州市"), TABLE, "文").name("各地级以上市政府", group=True)
    assert city.id == "广东省：各地级以上市政府"
    assert (
        Resolver(TABLE.named("广州市"), TABLE, "文").name("各区政府", group=True).id
        == "广东省广州市：各区人民政府"
    )


def test_the_nations_collective_is_one_in_all_its_documents() -> None:
    found = [
        Resolver(None, TABLE, scope, nation=True).name("各省级人民政府", group=True).id for scope in "甲乙"
    ]
    assert found == ["全国：各省级人民政府"] * 2
    others = [Resolver(None, TABLE, scope, nation=True).name("有关部门", group=True).id for scope in "甲乙"]
    assert others == ["甲?有关部门", "乙?有关部门"]


@pytest.mark.parametrize(
    "words", ["各" + "县级市" * 5000 + "甲", "各" + "地级以上市" * 5000 + "甲", "各" + "（、）" * 5000]
)
def test_long_lists_of_levels_take_no_time(words: str) -> None:
    started = time.perf_counter()
    assert groups.members(words, TABLE.named("山东省"), TABLE) is None
    assert time.perf_counter() - started < 1


def test_members_are_of_the_day() -> None:
    """莱芜市 was a city of 山东省 until the end of 2018."""
    found = groups.members("各市人民政府", TABLE.named("山东省"), TABLE)
    assert found is not None
    (gone,) = [region for region in found.regions if region.valid_to]
    assert (gone.name, gone.valid_to, len(found)) == ("莱芜市", "2018-12-26", 17)


# --- in the graph ----------------------------------------------------------------------------------------------------

TEXT = (
    "云浦市人民政府关于节水的意见\n云政发〔2021〕{}号\n\n一、任务\n"
    "（一）修管。漏水即修。（责任单位：市水利局，各县（市、区）人民政府，各职业院校）\n"
)
WHO = {"agency": "岚江省云浦市：各县（市、区）人民政府"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "corpus"
    place.mkdir()
    shutil.copy(DOCUMENTS / "corpus.toml", place)
    for number in (5, 6):
        (place / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    return place


def members_of(store: EmbeddedStore) -> list[object]:
    return [row["name"] for row in run(store, registry.get("group_members"), WHO).rows]


def test_members_come_with_the_first_document_that_names_the_group(folder: Path, tmp_path: Path) -> None:
    together, apart = EmbeddedStore(tmp_path / "one.kgl"), EmbeddedStore(tmp_path / "two.kgl")
    pipeline.load([folder], together)
    for name in ("6.txt", "5.txt"):
        pipeline.load([folder / name], apart)
    assert members_of(together) == members_of(apart) == ["临浦区人民政府", "石渡县人民政府"]
    assert together.counts() == apart.counts()
    assert together.counts()["edges"]["HAS_MEMBER"] == 2
    assert pipeline.load([folder], together).changes()["unchanged"] == 2


def test_open_groups_say_so(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    pipeline.load([folder], store)
    text = "MATCH (g:AgencyGroup) RETURN g.name AS name, g.open AS open, g.members AS members ORDER BY name"
    assert [tuple(row.values()) for row in store.query(text).rows] == [
        ("各县（市、区）人民政府", False, 2), ("各职业院校", True, None),
    ]  # fmt: skip


def test_members_go_with_the_last_document_that_names_the_group(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    pipeline.load([folder], store)
    for left, number in ((2, 5), (0, 6)):
        (folder / f"{number}.txt").write_text(
            TEXT.format(number).replace("，各县（市、区）人民政府", ""), "utf-8"
        )
        pipeline.load([folder / f"{number}.txt"], store)
        assert store.counts()["edges"].get("HAS_MEMBER", 0) == left
    names = {row["name"] for row in store.query("MATCH (a:Agency) RETURN a.name AS name").rows}
    assert names == {"云浦市人民政府", "云浦市水利局", "各职业院校"}


def test_own_places_have_members_too(places: Divisions) -> None:
    found = groups.members(
        "各市人民政府",
        PROVINCE,
        Divisions([PROVINCE, CITY, DISTRICT, Region("栖山市", "city", None, PROVINCE)]),
    )
    assert found is not None
    assert [region.name for region in found.regions] == ["云浦市", "栖山市"]
    assert places.by_id("岚江省云浦市") == CITY


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("各区政府", "各区人民政府"),
        ("各县(市、区)政府", "各县（市、区）人民政府"),
        ("各县〔市、区〕人民政府", "各县（市、区）人民政府"),
        ("各县（市、区）党委政府", "各县（市、区）党委政府"),
        ("各市政府部门", "各市政府部门"),
    ],
)
def test_a_collective_has_one_form(surface: str, form: str) -> None:
    assert groups.canonical(surface) == form


def test_one_collective_said_twice_is_one_node() -> None:
    table = divisions()
    names = Resolver(table.named("广州市"), table, "文")
    found = [names.name(surface, group=True) for surface in ("各区政府", "各区人民政府")]
    assert {(one.id, one.name) for one in found} == {("广东省广州市：各区人民政府", "各区人民政府")}
