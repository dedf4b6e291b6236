"""Reforms: which body was there when, what it became, and that a document's own date picks the body."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document
from loaders.link import history
from loaders.resolve import doubts, reforms
from loaders.resolve.agencies import Resolver
from loaders.resolve.bodies import body, national_body
from loaders.resolve.changes import changes, first_day, last_day
from loaders.resolve.regions import Divisions, Region, divisions
from ontology.vocab.load import vocabulary

TABLE = divisions()


def place(name: str) -> Region:
    found = TABLE.named(name)
    assert found is not None
    return found


SUCCESSORS = [
    ("山东省", "国土资源厅", ["自然资源厅"], "2018-03-17", "2018-12-31", "presumed"),
    ("聊城市", "环境保护局", ["生态环境局"], "2018-03-17", "2019-03-31", "presumed"),
    ("聊城市", "国家税务局", ["税务局"], "2018-06-15", "2018-07-05", "stated"),
    ("聊城市", "工商局", ["市场监管局"], "2018-03-17", "2019-03-31", "presumed"),
    ("山东省", "食品药品监管局", ["市场监管局", "药品监督管理局"], "2018-03-17", "2018-12-31", "presumed"),
    ("山东省", "卫生计生委", ["卫生健康委"], "2018-03-17", "2018-12-31", "presumed"),
    ("山东省", "安全生产监管局", ["应急管理厅"], "2018-03-17", "2018-12-31", "presumed"),
    ("阳谷县", "扶贫开发办公室", ["乡村振兴局"], "2021-02-25", "2021-12-31", "presumed"),
    ("阳谷县", "乡村振兴局", ["农业农村局"], "2023-03-10", "2024-12-31", "presumed"),
    ("聊城市", "人民政府法制办公室", ["司法局"], "2018-03-17", "2019-03-31", "presumed"),
    ("安徽省", "银保监局", ["金融监管总局监管局"], "2023-07-20", "2023-07-20", "stated"),
    ("安徽省", "地方金融监管局", ["地方金融管理局"], "2023-03-10", "2024-12-31", "presumed"),
    ("威海市", "人民银行中心支行", ["人民银行分行"], "2023-08-18", "2023-08-18", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "old", "new", "date", "by", "grade"), SUCCESSORS)
def test_successors_of_the_same_region(
    region: str, old: str, new: list[str], date: str, by: str, grade: str
) -> None:
    agency = body(place(region), old)
    steps = list(history.successors(agency, TABLE))
    assert [step.agency.id for step in steps] == [place(region).id + name for name in new]
    assert {(s.props["date"], s.props["date_by"], s.props["grade"]) for s in steps} == {(date, by, grade)}
    assert all("改革" in str(s.props["basis"]) or "改组" in str(s.props["basis"]) for s in steps)
    assert history.properties(agency, TABLE)["valid_to"] == by


NATIONAL = [
    ("国土资源部", ["自然资源部"]), ("文化部", ["文化和旅游部"]), ("国家旅游局", ["文化和旅游部"]), ("银监会", ["银保监会"]),
    ("银保监会", ["国家金融监督管理总局"]), ("国家食品药品监督管理总局", ["国家市场监督管理总局", "国家药品监督管理局"]),
    ("国务院扶贫开发领导小组办公室", ["国家乡村振兴局"]), ("国家乡村振兴局", ["农业农村部"]), ("教育部", []),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), NATIONAL)
def test_successors_of_the_nation(old: str, new: list[str]) -> None:
    assert [step.agency.id for step in history.successors(national_body(old), TABLE)] == new


def test_the_branch_of_a_capital_became_that_of_its_province() -> None:
    (step,) = history.successors(body(place("合肥市"), "人民银行中心支行"), TABLE)
    assert (step.agency.id, step.agency.name) == ("安徽省人民银行分行", "人民银行安徽省分行")


def test_where_local_names_vary_no_successor_is_given() -> None:
    """北京市国土资源局 became 规划和自然资源委员会; the plan says nothing of the name."""
    old = body(place("北京市"), "国土资源局")
    assert list(history.successors(old, TABLE)) == []
    assert history.properties(old, TABLE)["valid_to"] == "2018-12-31"


def test_one_regions_own_reform_is_not_anothers() -> None:
    new = [
        list(history.successors(body(place(p), "政务服务数据管理局"), TABLE)) for p in ("广东省", "山东省")
    ]
    assert [step.agency.function for step in new[0]] == ["政务服务和数据管理局"]
    assert new[1] == []


def test_no_body_comes_back_to_itself() -> None:
    """A ring of successors would never be swept."""
    for region in (
        None,
        *(place(name) for name in ("山东省", "北京市", "合肥市", "威海市", "阳谷县", "黄浦区")),
    ):
        for function in reforms._lives():
            start = body(region, function) if region else national_body(function)
            line, seen = [start], {start.id}
            while line:
                for step in history.successors(line.pop(), TABLE):
                    assert step.agency.id != start.id
                    if step.agency.id not in seen:
                        seen.add(step.agency.id)
                        line.append(step.agency)


def test_every_reform_names_its_source() -> None:
    known = vocabulary("reforms")
    assert all(plan["title"] and plan["issuer"] and plan["date"] for plan in known["plans"].values())
    assert {reform["plan"] for reform in known["reforms"]} == known["plans"].keys()
    kinds = {"renamed", "merged", "split", "took_over", "dissolved", "created"}
    assert {reform["kind"] for reform in known["reforms"]} <= kinds


# --- the document's own date -----------------------------------------------------------------------------------------

PICKED = [
    ("2022-05-01", "安徽省地方金融监管局"),
    ("2023-07-19", "安徽省地方金融监管局"),
    ("2025-06-01", "安徽省金融监管总局监管局"),
]


@pytest.mark.parametrize(("day", "key"), PICKED)
def test_a_short_form_means_the_body_of_its_day(day: str, key: str) -> None:
    assert Resolver(place("安徽省"), TABLE, "文", day=(day, day)).name("省金融监管局").id == key


@pytest.mark.parametrize("day", [("2023-10-01", "2023-10-01"), ("2023-01-01", "2023-12-31"), None])
def test_between_the_two_it_stays_open_with_both_as_candidates(day: tuple[str, str] | None) -> None:
    found = Resolver(place("安徽省"), TABLE, "文", day=day).name("省金融监管局")
    assert found.unresolved
    assert found.candidates == ("安徽省地方金融监管局", "安徽省金融监管总局监管局")


def test_a_place_in_short_means_the_states_body() -> None:
    found = [
        Resolver(place("山东省"), TABLE, "文", day=(d, d)).name("山东金融监管局")
        for d in ("2022-01-01", "2024-01-01")
    ]
    assert [agency.id for agency in found] == ["山东省地方金融监管局", "山东省金融监管总局监管局"]


def test_a_document_is_of_its_date_or_the_year_of_its_number() -> None:
    assert reforms.day("2020-04-07", "鲁政发〔2019〕3号") == ("2020-04-07", "2020-04-07")
    assert reforms.day(None, "鲁政发[2020]3号") == ("2020-01-01", "2020-12-31")
    assert reforms.day(None, None) is None


def dated(parse: Callable[..., Document], year: int, who: str) -> tuple[Document, list[str]]:
    text = f"聊城市人民政府关于节水的意见\n聊政发〔{year}〕5号\n\n一、任务\n（一）修管。漏水即修。（责任单位：{who}）\n"
    document = parse(text, whole=True)
    found = doubts.findings(document, Resolver.of(document.header, TABLE, "文"))
    return document, [document.source.text[f.span.start : f.span.end] for f in found if f.span]


DOUBTED = [
    (2022, "市国土资源局、教育局", ["市国土资源局"]),
    (2017, "市生态环境局、教育局、税务局", ["市生态环境局", "税务局"]),
    (2018, "市国土资源局、生态环境局、国税局、税务局", []),  # the year of the reform: either
    (2019, "市国土资源局、自然资源局", []),
    (2020, "市地税局", ["市地税局"]),
    (2024, "聊城银保监分局、市乡村振兴局", ["聊城银保监分局"]),
    (2020, "市市场监管局、农业农村局、卫生健康委", []),
    (2016, "市市场监管局", []),  # some were there before 2018
    (2022, "莱芜市教育局", ["莱芜市教育局"]),
]


@pytest.mark.parametrize(("year", "who", "doubted"), DOUBTED)
def test_a_body_that_was_not_there_is_a_finding_with_its_place(
    parse: Callable[..., Document], year: int, who: str, doubted: list[str]
) -> None:
    assert dated(parse, year, who)[1] == doubted


# --- divisions of before ---------------------------------------------------------------------------------------------


def test_the_table_of_changes_ends_in_divisions_that_are_there() -> None:
    ends = [key for change in changes() for key in change.new]
    assert [key for key in ends if TABLE.by_id(key) is None or TABLE.by_id(key).valid_to] == []  # type: ignore[union-attr]
    assert [key for change in changes() for key in change.old if TABLE.by_id(key) is None] == []


def test_a_division_that_is_gone_resolves_with_what_it_became() -> None:
    old = Resolver(place("山东省"), TABLE, "文").name("莱芜市教育局")
    assert (old.id, old.level) == ("山东省莱芜市教育局", "city")
    assert old.region is not None
    assert [new.id for new, _ in TABLE.became(old.region)] == ["山东省济南市莱芜区", "山东省济南市钢城区"]
    assert list(history.successors(old, TABLE)) == []  # which of the two took the bureau over is not known
    props = history.properties(old, TABLE)
    assert (props.get("valid_from"), props["valid_to"]) == (None, "2018-12-26")


def test_a_body_of_a_renamed_county_is_that_of_the_new_one() -> None:
    old = body(place("茌平县"), "教育局")
    (step,) = history.successors(old, TABLE)
    assert (step.agency.id, step.props["grade"]) == ("山东省聊城市茌平区教育局", "presumed")
    assert history.properties(step.agency, TABLE)["valid_from"] == "2019-01-01"


def test_a_reform_that_met_no_region_any_more_has_no_successor() -> None:
    """莱芜市 was gone before the time limit of the reform; 茌平区 never had a bureau that the reform had ended."""
    assert list(history.successors(body(place("莱芜市"), "国土资源局"), TABLE)) == []
    (step,) = history.successors(body(place("茌平县"), "食品药品监管局"), TABLE)
    assert step.agency.id == "山东省聊城市茌平县市场监管局"


def test_one_name_of_two_times_is_the_one_of_now_unless_the_region_tells() -> None:
    assert place("钢城区").id == "山东省济南市钢城区"
    before = TABLE.named("钢城区", place("莱芜市"))
    assert before is not None
    assert (before.id, before.valid_to) == ("山东省莱芜市钢城区", "2018-12-26")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2019", "2019-01-01", "2019-12-31"), ("2020-02", "2020-02-01", "2020-02-29"), ("2018-12-26",) * 3],
)
def test_dates_are_as_exact_as_their_source(date: str, first: str, last: str) -> None:
    assert (first_day(date), last_day(date)) == (first, last)


def test_a_city_without_counties_is_a_city(places: Divisions) -> None:
    found = [places.named(name) for name in ("东莞市", "中山市", "儋州市", "嘉峪关市")]
    assert {region.level for region in found if region} == {"city"}
