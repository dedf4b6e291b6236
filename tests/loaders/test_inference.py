"""What follows from loaded documents: edges between clauses and targets, decisions, and when they are made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from loaders import pipeline

PROVINCE = """甲省人民政府关于印发甲省水网建设实施方案的通知

甲政发〔2021〕3号

一、主要任务

（一）建设村镇集中供水站。在全省建设300个村镇集中供水站，推行管网漏损分区计量，完善水质在线监测。（省水利厅负责）

（二）开展老旧管网更新改造。更换使用年限超过30年的铸铁管道，建立管网地理信息系统，实行一户一表。（省住房城乡建设厅负责）

2021年3月1日
"""
CITY = """乙市人民政府关于印发乙市水网建设实施方案的通知

乙政发〔2021〕9号

根据《甲省人民政府关于印发甲省水网建设实施方案的通知》（甲政发〔2021〕3号），制定本方案。

一、主要任务

（一）更新改造老旧管网。更换使用年限超过30年的铸铁管道，建立管网地理信息系统，实行一户一表。（市住房城乡建设局负责）

（二）建设村镇集中供水站。在全市建设30个村镇集中供水站，推行管网漏损分区计量，完善水质在线监测。（市水利局负责）

（三）发展节水灌溉。在灌区推广滴灌和喷灌设备，对农户购置设备给予补贴，培训灌溉管理人员。（市农业农村局负责）

2021年6月1日
"""
REGIONS = """
[[region]]
name = "甲省"
level = "province"
[[region]]
name = "乙市"
level = "city"
within = "甲省"
"""
LINKS = (
    "MATCH (a:Clause)-[r:IMPLEMENTS]->(b:Clause) RETURN a.path AS low, b.path AS high, r.grade AS grade, "
    "r.decided AS decided ORDER BY low, high"
)
UP, DOWN = "甲政发〔2021〕3号", "乙政发〔2021〕9号"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "docs"
    place.mkdir()
    (place / "corpus.toml").write_text(REGIONS, "utf-8")
    (place / "a.txt").write_text(PROVINCE, "utf-8")
    (place / "b.txt").write_text(CITY, "utf-8")
    return place


def load(folder: Path, store: EmbeddedStore, *names: str) -> list[tuple[str, str, str, bool]]:
    report = pipeline.load([folder / name for name in names] or [folder], store)
    assert report.errors == []
    rows: Any = store.query(LINKS).rows
    return [(row["low"], row["high"], row["grade"], bool(row["decided"])) for row in rows]


EXPECTED = [("一/（一）", "一/（二）", "direct", False), ("一/（二）", "一/（一）", "direct", False)]


def test_clauses_find_what_they_carry_out(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    assert load(folder, store) == EXPECTED
    reasons: Any = store.query(
        "MATCH ()-[r:IMPLEMENTS]->() RETURN r.reason AS reason, r.ground AS ground"
    ).rows
    assert {row["ground"] for row in reasons} == {"cited"}
    assert any("管网漏损分区计量" in phrase for row in reasons for phrase in row["reason"])


def test_phrases_stand_where_they_are_said_to_stand(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    rows: Any = store.query(
        "MATCH (a:Clause)-[r:IMPLEMENTS]->(b:Clause) RETURN r.reason AS reason, r.source_starts AS s, r.source_ends AS e, "
        "r.target_starts AS ts, r.target_ends AS te"
    ).rows
    for row in rows:
        for words, start, end in zip(row["reason"], row["s"], row["e"], strict=True):
            assert CITY[start:end] == words
        assert all(len(PROVINCE[start:end]) >= 4 for start, end in zip(row["ts"], row["te"], strict=True))


def test_targets_are_followed_down(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    rows: Any = store.query(
        "MATCH (a:Indicator)-[r:DERIVES_FROM]->(b:Indicator) RETURN a.value AS low, b.value AS high, r.ratio AS ratio"
    ).rows
    assert {"low": 30.0, "high": 300.0, "ratio": 0.1} in list(rows)


def test_the_order_of_loading_does_not_matter(folder: Path, tmp_path: Path) -> None:
    together, apart, turned = (EmbeddedStore(tmp_path / f"{name}.kgl") for name in "xyz")
    load(folder, together)
    assert load(folder, apart, "b.txt") == []
    assert load(folder, apart, "a.txt") == EXPECTED
    load(folder, turned, "a.txt")
    assert load(folder, turned, "b.txt") == EXPECTED
    counts = together.counts()
    assert apart.counts() == counts == turned.counts()


def test_a_changed_parent_changes_what_its_children_carry_out(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    changed = PROVINCE.replace(
        "更换使用年限超过30年的铸铁管道，建立管网地理信息系统，实行一户一表", "表彰先进集体和先进个人"
    )
    (folder / "a.txt").write_text(changed.replace("开展老旧管网更新改造", "做好评比表彰"), "utf-8")
    assert load(folder, store, "a.txt") == [EXPECTED[1]]


def test_loading_again_writes_nothing(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    before = store.path.read_bytes()
    load(folder, store)
    assert store.path.read_bytes() == before


def decide(folder: Path, *entries: tuple[str, str, str]) -> None:
    text = "".join(
        f'[[lineage]]\nfrom = "{DOWN}#{low}"\nto = "{UP}#{high}"\ndecision = "{verdict}"\n'
        for low, high, verdict in entries
    )
    (folder / "decisions.toml").write_text(text, "utf-8")


def test_a_decision_wins_over_the_score(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    decide(
        folder,
        ("一/（一）", "一/（二）", "confirm"),
        ("一/（二）", "一/（一）", "reject"),
        ("一/（三）", "一/（一）", "confirm"),
    )
    assert load(folder, store) == [
        ("一/（一）", "一/（二）", "direct", True),
        ("一/（三）", "一/（一）", "direct", True),
    ]
    rows: Any = store.query("MATCH ()-[r:DERIVES_FROM]->(b:Indicator) RETURN b.value AS high").rows
    assert 300.0 not in {row["high"] for row in rows}


def test_a_decision_that_is_taken_back_is_gone(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    decide(folder, ("一/（二）", "一/（一）", "reject"))
    assert load(folder, store) == EXPECTED[:1]
    (folder / "decisions.toml").unlink()
    assert load(folder, store) == EXPECTED


def test_a_decision_on_a_clause_that_is_not_loaded_waits(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    decide(folder, ("一/（三）", "一/（九）", "confirm"))
    assert load(folder, store) == EXPECTED


# --- lines of authority

DISTRICT = CITY.replace("乙市", "徐州市鼓楼区").replace("乙政发〔2021〕9号", "徐鼓政发〔2021〕4号")
OTHER_CITY = PROVINCE.replace("甲省", "南京市").replace("甲政发〔2021〕3号", "宁政发〔2021〕8号")
OWN_CITY = PROVINCE.replace("甲省", "徐州市").replace("甲政发〔2021〕3号", "徐政发〔2021〕8号")


def plain(text: str) -> str:
    """The text without the sentence that cites."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("根据"))


def grounds(tmp_path: Path, above: str, below: str) -> set[tuple[str, str]]:
    place = tmp_path / "line"
    place.mkdir()
    (place / "a.txt").write_text(above, "utf-8")
    (place / "b.txt").write_text(below, "utf-8")
    store = EmbeddedStore(tmp_path / "line.kgl")
    assert pipeline.load([place], store).errors == []
    rows: Any = store.query(
        "MATCH (a:Clause)-[r:IMPLEMENTS]->(b:Clause) RETURN a.document AS low, r.ground AS ground"
    ).rows
    return {(row["low"], row["ground"]) for row in rows}


def test_a_district_of_another_city_is_not_in_the_line(tmp_path: Path) -> None:
    assert grounds(tmp_path, OTHER_CITY, plain(DISTRICT)) == set()


def test_a_district_whose_name_others_share_is_in_its_city_s_line(tmp_path: Path) -> None:
    assert grounds(tmp_path, OWN_CITY, plain(DISTRICT)) == {("徐鼓政发〔2021〕4号", "presumed")}


def test_a_district_that_does_not_say_its_city_is_in_nobody_s_line(tmp_path: Path) -> None:
    assert grounds(tmp_path, OWN_CITY, plain(DISTRICT).replace("徐州市鼓楼区", "鼓楼区")) == set()
    rows: Any = EmbeddedStore(tmp_path / "line.kgl").query("MATCH (f:Finding) RETURN f.kind AS kind").rows
    assert "region-unknown" in {row["kind"] for row in rows}


# --- decisions


def told(folder: Path, store: EmbeddedStore, text: str) -> tuple[list[str], list[tuple[str, str, str, bool]]]:
    """What a load with these decisions tells, and the links that it leaves."""
    (folder / "decisions.toml").write_text(text, "utf-8")
    report = pipeline.load([folder], store)
    assert report.errors == []
    rows: Any = store.query(LINKS).rows
    return report.unused, [(row["low"], row["high"], row["grade"], bool(row["decided"])) for row in rows]


def entry(one: str, other: str, verdict: str) -> str:
    return f'[[lineage]]\nfrom = "{one}"\nto = "{other}"\ndecision = "{verdict}"\n'


def test_a_decision_may_name_the_higher_clause_first(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    text = entry(f"{UP}#一/（一）", f"{DOWN}#一/（二）", "reject") + entry(
        f"{UP}#一/（一）", f"{DOWN}#一/（三）", "confirm"
    )
    assert told(folder, store, text) == ([], [EXPECTED[0], ("一/（三）", "一/（一）", "direct", True)])


def test_documents_and_clauses_may_be_named_in_any_form(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    text = entry("乙政发[2021]9号#一/(二)", "a#一/（一）", "reject") + entry(
        "b.txt#一/（一）", "甲省人民政府关于印发甲省水网建设实施方案的通知#一/(二)", "confirm"
    )
    assert told(folder, store, text) == ([], [("一/（一）", "一/（二）", "direct", True)])


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        pytest.param(f"{DOWN}#一/（一）", f"{DOWN}#一/（一）", "named twice", id="a clause with itself"),
        pytest.param(f"{DOWN}#一/（一）", f"{DOWN}#一/（二）", "no annex row", id="two clauses of the body"),
    ],
)
def test_a_pair_inside_a_document_that_is_none_is_refused(
    folder: Path, tmp_path: Path, one: str, other: str, says: str
) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    [line], links = told(folder, store, entry(one, other, "confirm"))
    assert line.startswith("decisions.toml lineage 1") and says in line
    assert links == EXPECTED


@pytest.mark.parametrize(
    ("city", "says"),
    [
        (CITY.replace("2021年6月1日", "2021年2月1日").replace("甲政发〔2021〕3号", ""), "earlier"),
        (CITY.replace("乙市", "沈阳市"), "not under"),
    ],
)
def test_a_pair_against_the_line_of_authority_is_refused(
    folder: Path, tmp_path: Path, city: str, says: str
) -> None:
    (folder / "b.txt").write_text(city, "utf-8")
    (folder / "corpus.toml").write_text(REGIONS + '[[region]]\nname = "丙省"\nlevel = "province"\n', "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    lines, links = told(folder, store, entry(f"{DOWN}#一/（三）", f"{UP}#一/（一）", "confirm"))
    assert links == []
    assert [line for line in lines if line.startswith("decisions.toml lineage 1") and says in line]


def test_a_rejection_that_meets_no_pair_says_so(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    [line], links = told(folder, store, entry(f"{DOWN}#一/（三）", f"{UP}#一/（一）", "reject"))
    assert line.startswith("decisions.toml lineage 1") and "nothing to reject" in line
    assert links == EXPECTED


def test_confirming_and_rejecting_one_pair_is_an_error_that_names_both(folder: Path, tmp_path: Path) -> None:
    one, other = f"{DOWN}#一/（一）", f"{UP}#一/（二）"
    text = entry(one, other, "confirm") + entry(other, one.replace("（", "("), "reject")
    (folder / "decisions.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"lineage 1 and decisions\.toml lineage 2"):
        pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"))


def test_a_contradiction_in_other_words_is_told_and_neither_holds(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    text = entry(f"{DOWN}#一/（一）", f"{UP}#一/（二）", "confirm") + entry(
        "a#一/（二）", "b#一/（一）", "reject"
    )
    [line], links = told(folder, store, text)
    assert "lineage 1 and decisions.toml lineage 2" in line
    assert links == EXPECTED


def test_a_pair_that_a_person_adds_brings_its_phrases_and_targets(folder: Path, tmp_path: Path) -> None:
    city = CITY.replace(
        "（二）建设村镇集中供水站。在全市建设30个村镇集中供水站，推行管网漏损分区计量，完善水质在线监测。",
        "（二）让村民喝上好水。三年内建设集中供水站30个。",
    )
    (folder / "b.txt").write_text(city, "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    lines, links = told(folder, store, entry(f"{DOWN}#一/（二）", f"{UP}#一/（一）", "confirm"))
    assert lines == [] and ("一/（二）", "一/（一）", "direct", True) in links
    rows: Any = store.query(
        "MATCH ()-[r:IMPLEMENTS]->(c:Clause) WHERE r.decided = true RETURN r.reason AS reason"
    ).rows
    assert [row["reason"] for row in rows] == [["集中供水站"]]
    rows = store.query(
        "MATCH (a:Indicator)-[r:DERIVES_FROM]->(b:Indicator) RETURN a.value AS low, r.ratio AS ratio"
    ).rows
    assert {"low": 30.0, "ratio": 0.1} in list(rows)


def test_an_edge_that_only_the_higher_folder_decided_goes_with_the_decision(tmp_path: Path) -> None:
    high, low = tmp_path / "high", tmp_path / "low"
    for place, name, text in ((high, "a", PROVINCE), (low, "b", CITY)):
        place.mkdir()
        (place / "corpus.toml").write_text(REGIONS, "utf-8")
        (place / f"{name}.txt").write_text(text, "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    (high / "decisions.toml").write_text(entry("b#一/（三）", "a#一/（一）", "confirm"), "utf-8")
    assert pipeline.load([high, low], store).unused == []
    rows: Any = store.query(LINKS).rows
    assert len(rows) == 3
    (high / "decisions.toml").unlink()
    pipeline.load([high], store)
    rows = store.query(LINKS).rows
    assert len(rows) == 2


def test_a_document_that_says_the_other_holds_no_longer_does_not_carry_it_out(tmp_path: Path) -> None:
    above = PROVINCE.replace("甲省", "江苏省")
    below = plain(CITY).replace("乙市", "徐州市")
    ended = "三、附则\n《江苏省人民政府关于印发江苏省水网建设实施方案的通知》（甲政发〔2021〕3号）在本市不再适用。\n\n2021年6月1日"
    assert grounds(tmp_path, above, below.replace("2021年6月1日", ended)) == set()


COMPARED = (
    "MATCH (a:Document)-[r:HELD_AGAINST]->(b:Document) RETURN a.id AS low, b.id AS high, r.ground AS ground, "
    "r.aligned AS aligned ORDER BY low, high"
)
OTHER = """乙市人民政府关于表彰先进的通知

乙政发〔2021〕11号

根据《甲省人民政府关于印发甲省水网建设实施方案的通知》（甲政发〔2021〕3号），通知如下。

一、表彰先进集体。对先进集体和先进个人给予表彰，颁发奖章和证书。（市总工会负责）

2021年7月1日
"""


def compared(store: EmbeddedStore) -> list[tuple[str, str, str, int]]:
    rows: Any = store.query(COMPARED).rows
    return [(row["low"], row["high"], row["ground"], row["aligned"]) for row in rows]


def test_documents_that_were_compared_in_vain_are_known(folder: Path, tmp_path: Path) -> None:
    (folder / "c.txt").write_text(OTHER, "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    assert compared(store) == [("乙政发〔2021〕11号", UP, "cited", 0), (DOWN, UP, "cited", 2)]


def test_a_presumption_that_nothing_bears_out_is_a_comparison_in_vain(folder: Path, tmp_path: Path) -> None:
    cite = "根据《甲省人民政府关于印发甲省水网建设实施方案的通知》（甲政发〔2021〕3号），制定本方案。"
    (folder / "b.txt").write_text(
        OTHER.replace(cite.replace("制定本方案", "通知如下"), "").replace(
            "关于表彰先进的通知", "关于印发乙市水网建设实施方案的通知"
        ),
        "utf-8",
    )
    store = EmbeddedStore(tmp_path / "g.kgl")
    assert load(folder, store) == []
    assert compared(store) == [("乙政发〔2021〕11号", UP, "presumed", 0)]


def test_a_parent_that_becomes_later_is_no_longer_carried_out(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(folder, store)
    (folder / "a.txt").write_text(PROVINCE.replace("2021年3月1日", "2021年9月1日"), "utf-8")
    assert load(folder, store, "a.txt") == []
    assert compared(store) == []
