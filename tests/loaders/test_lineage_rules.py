"""Who may carry out whose document, and which targets are one: one rule, one test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.link import targets
from loaders.link.authority import Known, peers, relations, same_subject
from loaders.link.targets import Target

PROVINCE = Known(
    "省发〔2020〕3号",
    "甲省深化职业教育改革实施方案",
    "2020-01-10",
    "issued",
    "province",
    ("甲省",),
    "省发〔2020〕3号",
    frozenset(),
)
CITY = Known(
    "市发〔2020〕9号",
    "乙市深化职业教育改革实施方案",
    "2020-04-07",
    "issued",
    "city",
    ("甲省乙市", "甲省"),
    "市发〔2020〕9号",
    frozenset({"省发〔2020〕3号"}),
)


def found(*documents: Known) -> list[tuple[str, str, str]]:
    return [(one.child, one.parent, one.ground) for one in relations(documents)]


def test_a_citation_proves_it() -> None:
    assert found(CITY, PROVINCE) == [(CITY.id, PROVINCE.id, "cited")]


def test_the_same_line_and_subject_let_it_be_presumed() -> None:
    assert found(replace(CITY, cites=frozenset()), PROVINCE) == [(CITY.id, PROVINCE.id, "presumed")]


@pytest.mark.parametrize(
    "city",
    [
        pytest.param(replace(CITY, date="2019-08-18"), id="an earlier document"),
        pytest.param(replace(CITY, date="2019"), id="an earlier year"),
        pytest.param(replace(CITY, line=("丙省丁市", "丙省")), id="another province"),
        pytest.param(replace(CITY, level="province", line=("甲省",)), id="the same level"),
        pytest.param(replace(CITY, level=None), id="no level"),
        pytest.param(replace(CITY, root=PROVINCE.root), id="an attachment of the same notice"),
    ],
)
def test_who_never_carries_it_out(city: Known) -> None:
    assert found(city, PROVINCE) == []


@pytest.mark.parametrize(
    "city",
    [
        pytest.param(replace(CITY, cites=frozenset(), date=None), id="no date"),
        pytest.param(replace(CITY, cites=frozenset(), title="乙市垃圾分类管理办法"), id="another subject"),
        pytest.param(replace(CITY, cites=frozenset(), title="乙市工作方案"), id="no subject"),
    ],
)
def test_what_is_not_even_presumed(city: Known) -> None:
    assert found(city, PROVINCE) == []


def test_a_draft_is_nobody_s_ground() -> None:
    assert found(CITY, replace(PROVINCE, status="draft_for_comment")) == []


def test_a_year_alone_does_not_forbid_the_same_year() -> None:
    assert found(replace(CITY, date="2020"), PROVINCE) == [(CITY.id, PROVINCE.id, "cited")]


def test_an_attached_list_is_carried_out_by_who_cites_its_notice() -> None:
    listed = replace(PROVINCE, id="省发〔2020〕3号/清单", title="清单")
    assert found(CITY, listed) == [(CITY.id, listed.id, "cited")]


def test_an_attachment_cites_what_its_notice_cites() -> None:
    listed = replace(CITY, id="市发〔2020〕9号/清单", cites=frozenset())
    assert (listed.id, PROVINCE.id, "cited") in found(CITY, listed, PROVINCE)


def test_the_nation_is_above_all() -> None:
    nation = replace(PROVINCE, id="国发〔2019〕4号", level="national", line=())
    assert found(replace(CITY, cites=frozenset({nation.id})), nation) == [(CITY.id, nation.id, "cited")]


def test_who_may_not_carry_it_out_may_be_a_peer() -> None:
    other = replace(CITY, id="丁市发〔2020〕1号", root="丁市发〔2020〕1号", line=("甲省丁市", "甲省"))
    far = replace(CITY, id="戊市发〔2020〕1号", root="戊市发〔2020〕1号", line=("己省戊市", "己省"))
    found = peers([CITY, other, far, PROVINCE])
    assert {(CITY.id, other.id), (far.id, other.id), (far.id, CITY.id)} == set(found) - {
        (far.id, PROVINCE.id),
        (PROVINCE.id, far.id),
    }
    assert not {(CITY.id, PROVINCE.id), (PROVINCE.id, CITY.id)} & set(found)


def test_a_document_has_a_few_peers_the_nearest_first() -> None:
    crowd = [
        replace(CITY, id=f"{n}市发〔2020〕1号", root=f"{n}市发〔2020〕1号", line=(f"甲省{n}市", "甲省"))
        for n in range(20)
    ]
    count = {one.id: sum(one.id in pair for pair in peers(crowd)) for one in crowd}
    assert max(count.values()) >= 5
    assert sum(count.values()) <= 2 * 5 * len(crowd)


def test_subject_is_what_issuer_and_form_leave() -> None:
    assert same_subject("甲省人民政府关于印发甲省职业教育改革实施方案的通知", "乙市职业教育改革工作要点")
    assert not same_subject(
        "甲省人民政府关于印发甲省职业教育改革实施方案的通知", "甲省人民政府关于印发甲省垃圾分类实施方案的通知"
    )


# --- targets


def target(name: str, text: str, value: float = 1, unit: str = "个", subject: str = "") -> Target:
    return Target(name, "clause", subject or text, text, value, unit)


def test_targets_are_paired_by_unit_and_words_each_once() -> None:
    low = [target("a", "建设3个市级实训基地", 3), target("b", "培训10万人次", 100_000, "人次")]
    high = [
        target("c", "建设30个实训基地", 30),
        target("d", "培训100万人次", 1_000_000, "人次"),
        target("e", "建设50个实训基地", 50),
    ]
    assert {(pair.child, pair.parent): pair.ratio for pair in targets.pairs(low, high)} == {
        ("a", "c"): 0.1,
        ("b", "d"): 0.1,
    }


def test_another_unit_or_other_words_are_another_target() -> None:
    assert targets.pairs([target("a", "建设3个实训基地")], [target("c", "建设30所学校", 30, "所")]) == []
    assert targets.pairs([target("a", "建设3个实训基地")], [target("c", "评选100个先进集体", 100)]) == []


def test_nothing_is_divided_by_zero() -> None:
    (pair,) = targets.pairs([target("a", "收费降至0元", 0, "元")], [target("c", "收费降至0元", 0, "元")])
    assert pair.ratio is None
