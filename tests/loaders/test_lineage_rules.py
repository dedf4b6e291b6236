"""Who may carry out whose document, and which targets are one: one rule, one test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.link import citations, targets
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


def test_what_a_document_ends_it_does_not_carry_out() -> None:
    assert found(replace(CITY, ends=CITY.cites), PROVINCE) == []


@pytest.mark.parametrize(
    ("relation", "sentence", "says"),
    [
        ("basis", "根据《甲省水网方案》（甲政发〔2021〕3号），制定本方案。", "ground"),
        ("mention", "《甲省水网方案》（甲政发〔2021〕3号）在本市不再适用。", "ended"),
        ("mention", "《甲省水网方案》同时废止。", "ended"),
        ("mention", "停止执行《甲省水网方案》。", "ended"),
        ("basis", "按照国家要求，《甲省水网方案》废止。", "ended"),
        ("mention", "《乙市旧方案》废止，按照《甲省水网方案》执行。", "ground"),
        ("mention", "补助标准按照《甲省水网方案》执行。", "ground"),
        ("mention", "学习借鉴《甲省水网方案》做法，抓好落实。", None),
        ("mention", "《甲省水网方案》刊载于公报。", None),
    ],
)
def test_what_a_citation_says_of_the_cited_document(relation: str, sentence: str, says: str | None) -> None:
    assert citations.meaning(relation, "甲省水网方案", sentence, "乙市水网方案") == says


def test_a_document_whose_title_names_another_carries_it_out() -> None:
    own = "乙市关于《甲省水网方案》的实施意见"
    assert citations.meaning("mention", "甲省水网方案", "《甲省水网方案》刊载于公报。", own) == "ground"


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


def often(name: str, text: str, value: float = 1, unit: str = "次") -> Target:
    return Target(name, "clause", text, text, value, unit, True)


@pytest.mark.parametrize(
    ("low", "times", "high", "others", "ratio"),
    [
        ("每半年召开一次会议", 1, "每年召开两次会议", 2, 1.0),
        ("每季度召开一次会议", 1, "每半年召开一次会议", 1, 2.0),
        ("每两年评选一次", 1, "每年评选一次", 1, 0.5),
        ("每3个月检查1次", 1, "每个季度检查1次", 1, 1.0),
        ("召开一次会议", 1, "每半年召开一次会议", 1, None),
    ],
)
def test_how_often_is_compared_by_the_year(
    low: str, times: float, high: str, others: float, ratio: float | None
) -> None:
    (pair,) = targets.pairs([often("a", low, times)], [often("b", high, others)])
    assert pair.ratio == ratio


def test_a_cycle_of_years_has_no_ratio() -> None:
    (pair,) = targets.pairs([often("a", "5年一周期", 5, "年")], [often("b", "3年一周期", 3, "年")])
    assert pair.ratio is None


def test_persons_are_persons_by_either_word() -> None:
    one, other = target("a", "选派骨干20人", 20, "人"), target("b", "选派骨干300名", 300, "名")
    assert [pair.ratio for pair in targets.pairs([one], [other])] == [0.066667]


def test_a_target_has_one_partner_in_a_document_and_direct_clauses_come_first() -> None:
    high = target("a", "简易项目审批不超过15个工作日", 15, "个工作日")
    near, far = (
        target("b", "项目审批不超过10个工作日", 10, "工作日"),
        target("c", "登记审批平均3.5个工作日", 3.5, "个工作日"),
    )
    clauses = [targets.Clauses([far], [high], False), targets.Clauses([near], [high], True)]
    assert [(pair.child, pair.parent) for pair in targets.between(clauses)] == [("b", "a")]


def test_more_is_asked_where_the_clauses_cover_each_other_in_part() -> None:
    one, other = target("a", "办理环节压减至3个", 3), target("b", "审批事项的办理环节压减到3个", 3)
    assert targets.between([targets.Clauses([one], [other], True)])
    assert not targets.between([targets.Clauses([one], [other], False)])
