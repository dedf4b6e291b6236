"""Bodies named by a place in short: the document's own region first, a place elsewhere only for what is known by it."""

from __future__ import annotations

import pytest

from loaders.resolve import nearby
from loaders.resolve.agencies import Resolver
from loaders.resolve.bodies import Agency
from loaders.resolve.regions import Region, divisions


def home(*chain: str) -> Region | None:
    region = None
    for name in chain:
        region = divisions().named(name, region)
    return region


def name(surface: str, *chain: str, scope: str = "文") -> Agency:
    return Resolver(home(*chain), divisions(), scope, day=("2023-01-01", "2023-01-01")).name(surface)


OWN = [
    ("朝阳公安分局", ("北京市", "朝阳区"), "北京市朝阳区公安分局"),
    ("朝阳公安分局", ("吉林省", "长春市", "朝阳区"), "吉林省长春市朝阳区公安分局"),
    ("朝阳公安分局", ("吉林省", "长春市"), "吉林省长春市朝阳区公安分局"),
    ("朝阳交警大队", ("北京市", "朝阳区"), "北京市朝阳区交警大队"),
    ("朝阳消防救援大队", ("吉林省", "长春市", "朝阳区"), "吉林省长春市朝阳区消防救援大队"),
    ("国网朝阳供电公司", ("北京市", "朝阳区"), "北京市朝阳区国网供电公司"),
    ("国网朝阳供电公司", ("辽宁省",), "辽宁省朝阳市国网供电公司"),
    ("海南公安分局", ("内蒙古自治区", "乌海市", "海南区"), "内蒙古自治区乌海市海南区公安分局"),
    ("海南法院", ("内蒙古自治区", "乌海市", "海南区"), "内蒙古自治区乌海市海南区人民法院"),
    ("海南生态环境分局", ("内蒙古自治区", "乌海市", "海南区"), "内蒙古自治区乌海市海南区生态环境分局"),
    ("朝阳法院", ("辽宁省", "朝阳市"), "辽宁省朝阳市中级人民法院"),
    ("聊城公安局", ("山东省", "聊城市"), "山东省聊城市公安局"),
    ("市中公安分局", ("山东省", "济南市"), "山东省济南市市中区公安分局"),
    ("市中级人民法院", ("山东省", "济南市"), "山东省济南市中级人民法院"),
    ("公安局", ("湖北省", "荆州市", "公安县"), "湖北省荆州市公安县公安局"),
    ("长沙公安局", ("湖南省", "长沙市", "长沙县"), "湖南省长沙市公安局"),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "chain", "key"), OWN)
def test_the_documents_own_region_has_the_short_name(surface: str, chain: tuple[str, ...], key: str) -> None:
    found = name(surface, *chain)
    assert (found.id, found.unresolved) == (key, False)


TIERS = [
    ("吉林公安局", ("吉林省",), "吉林省吉林市公安局"),
    ("吉林银保监局", ("吉林省", "吉林市"), "吉林省银保监局"),
    ("吉林银保监分局", ("吉林省",), "吉林省吉林市银保监分局"),
    ("海南银保监局", ("四川省",), "海南省银保监局"),
    ("朝阳银保监分局", ("北京市", "朝阳区"), "辽宁省朝阳市银保监分局"),
    ("人行朝阳中心支行", ("北京市", "朝阳区"), "辽宁省朝阳市人民银行中心支行"),
]


@pytest.mark.parametrize(("surface", "chain", "key"), TIERS)
def test_a_body_lies_where_its_level_has_one(surface: str, chain: tuple[str, ...], key: str) -> None:
    assert name(surface, *chain).id == key


ELSEWHERE = [("上海证监局", "上海市证监局"), ("长春海关", "吉林省长春市海关"), ("天津海事局", "天津市海事局"),
             ("威海银行", "威海银行"), ("黄埔海关", "黄埔海关")]  # fmt: skip


@pytest.mark.parametrize(("surface", "key"), ELSEWHERE)
def test_what_is_known_by_its_place_is_so_everywhere(surface: str, key: str) -> None:
    assert {name(surface, "四川省").id, name(surface).id} == {key}


@pytest.mark.parametrize(
    ("surface", "chain", "might"),
    [
        ("威海公安局", ("四川省",), ("山东省威海市公安局",)),
        ("吉林公安局", ("四川省",), ("吉林省吉林市公安局",)),
        ("海关", ("广东省", "广州市"), ("广东省广州市海关",)),
        ("朝阳海关", ("北京市", "朝阳区"), ("北京市朝阳区海关", "辽宁省朝阳市海关")),
        ("朝阳医院", ("北京市", "朝阳区"), ("朝阳医院",)),
        ("朝阳公安分局", ("辽宁省",), ()),
    ],
)
def test_a_place_in_short_that_is_not_near_is_in_doubt(
    surface: str, chain: tuple[str, ...], might: tuple[str, ...]
) -> None:
    found, other = name(surface, *chain), name(surface, *chain, scope="另")
    assert (found.unresolved, found.candidates) == (True, might)
    assert (found.id, other.id) == (f"文?{surface}", f"另?{surface}")


def test_a_county_in_short_is_one_right_below() -> None:
    changchun = home("吉林省", "长春市")
    assert nearby.county("朝阳公安分局", divisions(), changchun) == (home("吉林省", "长春市", "朝阳区"), 2)
    assert nearby.county("朝阳公安分局", divisions(), home("吉林省")) == (None, 0)
    assert nearby.county("", divisions(), changchun) == (None, 0)
