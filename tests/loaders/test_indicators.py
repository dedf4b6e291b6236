"""Numbers that a policy sets: one row, one rule of loaders/parse/indicators.py."""

from __future__ import annotations

import pytest

from kg.records import Indicator, Span
from loaders.parse import deadlines, indicators
from loaders.parse.folded import fold


def found(text: str, due: str | None = None) -> list[Indicator]:
    body = fold(text, Span(0, len(text)))
    dates = deadlines.dates(body, "2023-01-20")
    return indicators.parse(body, dates, due or deadlines.limit(body, dates))


@pytest.mark.parametrize(
    ("text", "values", "comparator", "unit"),
    [
        ("建设3个市级中心", (3,), "=", "个"),
        ("培训职工10万人次以上", (100_000,), ">=", "人次"),
        ("培训不少于50名骨干", (50,), ">=", "名"),
        ("覆盖率不低于30%", (30,), ">=", "%"),
        ("占比超过65％", (65,), ">=", "%"),
        ("月销售额未超过10万元的", (100_000,), "<=", "元"),
        ("贷款最高不超过50万元", (500_000,), "<=", "元"),
        ("按每户14400元为限额扣减", (14_400,), "<=", "元"),
        ("带动就业约3万人", (30_000,), "~", "人"),
        ("建成3—5所学校", (3, 5), "range", "所"),
        ("面积20%至30%", (20, 30), "range", "%"),
        ("所得额超过100万元但不超过300万元的部分", (1_000_000, 3_000_000), "range", "元"),
        ("办理时限压减至1个工作日", (1,), "=", "个工作日"),
        ("由原来的45个工作日压缩至25个工作日", (25,), "=", "个工作日"),
        ("在15个工作日内办结", (15,), "<=", "个工作日"),
        ("实行不低于5折优惠", (5,), ">=", "折"),
        ("共享调度达到2900万条次以上", (29_000_000,), ">=", "条次"),
        ("失业率由20%提高至40%", (40,), "=", "%"),
        ("至少三次", (3,), ">=", "次"),
        ("新增里程≥300公里", (300,), ">=", "公里"),
        ("合格率>95%", (95,), ">=", "%"),
        ("优良率＞90%", (90,), ">=", "%"),
        ("差错率<1%", (1,), "<=", "%"),
        ("给予≤500万元奖励", (5_000_000,), "<=", "元"),
        ("按每个5000元标准给予一次性建设补助", (5000,), "=", "元"),
    ],
)
def test_value_comparator_and_unit(text: str, values: tuple[float, ...], comparator: str, unit: str) -> None:
    (one,) = found(text)
    assert (one.value, one.comparator, one.unit) == (values, comparator, unit)


@pytest.mark.parametrize(
    "text",
    [
        "推行1+X证书制度",
        "实施“3+2”贯通培养",
        "贯彻党的十九大精神",
        "引入第三方评价",
        "落实国发〔2019〕4号文件",
        "做好等4个环节的工作",
        "落实最高人民检察院13条检察政策",
        "进入全国10所重点学校行列",
        "执行《规划（2021—2025年）》",
        "第3条规定",
    ],
)
def test_what_is_no_target(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "deadlines_"),
    [
        ("到2025年，建设3个中心、5个基地。建设2所学校。", ["2025", "2025", "2025"]),
        ("加快建设。到2025年，建设3个中心。建设2所学校。", ["2025", None]),
        ("延续至2023年4月30日。其中，费率按1%实施。另建2所学校。", ["2023-04-30", None]),
        ("建设3个中心。\n完成时限：2023年12月底前", ["2023-12-31"]),
        ("建设3个中心。\n完成时间：2023年9月至2024年8月", ["2024-08-31"]),
        ("到2025年，实现以下目标：\n——建设3个中心。\n——建设2所学校。覆盖率达到50%。", ["2025"] * 3),
        (
            "到2025年，主要目标如下：建设3个中心。2024年底前建设2所学校。再建5个基地。",
            ["2025", "2024", "2025"],
        ),
        ("加强领导。到2025年，做好：宣传。建设3个中心。", [None]),
        ("2024年底前建设3个中心。\n完成时限：2025年12月底前", ["2024"]),
    ],
)
def test_the_date_that_governs(text: str, deadlines_: list[str | None]) -> None:
    assert [one.deadline for one in found(text)] == deadlines_


@pytest.mark.parametrize(
    ("text", "comparators"),
    [
        ("专用教室不少于4间、劳动教室2间", [">=", "="]),
        ("培训不少于50名教师、20名校长", [">=", ">="]),
        ("每年奖励上限为零售企业100万元、餐饮企业50万元", ["<=", "<="]),
        ("每年至少为幼儿园、中小学校配备3名教师", [">="]),
    ],
)
def test_a_bound_holds_for_its_own_item(text: str, comparators: list[str]) -> None:
    assert [one.comparator for one in found(text)] == comparators


@pytest.mark.parametrize(
    ("text", "deadlines_"),
    [
        ("覆盖率2023年、2024年、2025年分别达到60%、80%、100%", ["2023", "2024", "2025"]),
        ("到2025年、2030年，城区分别达到6%、7%，农村分别达到5%、6%", ["2025", "2030", "2025", "2030"]),
        ("到2025年和2030年，分别达到60%、70%、80%", [None, None, None]),
        ("到2025年，城区、农村分别达到60%、70%", ["2025", "2025"]),
        ("2022年、2023年分别达到60%、80%", [None, "2023"]),
    ],
)
def test_values_that_share_out_the_dates(text: str, deadlines_: list[str | None]) -> None:
    assert [one.deadline for one in found(text)] == deadlines_


@pytest.mark.parametrize(
    ("text", "subjects_"),
    [
        ("2023年改造220个、2024年改造350个", ["改造", "改造"]),
        ("建成示范中心10个、社区站点200个", ["建成示范中心", "社区站点"]),
        ("建成示范中心、社区站点200个", ["建成示范中心、社区站点"]),
        ("从业人员持证上岗率2023年达到95%、2025年达到98%", ["从业人员持证上岗率", "从业人员持证上岗率"]),
        ("力争到2025年全市绿化覆盖率由40%提高到75%", ["绿化覆盖率"]),
        ("给予一次性奖补50万元、100万元", ["给予一次性奖补", "给予一次性奖补"]),
        ("职工（其中专业技术人才≥20名）", ["专业技术人才"]),
        ("建设3个中心（含1个市级中心）", ["中心（含1个市级中心）"]),
        ("新增里程≥300公里", ["新增里程"]),
    ],
)
def test_what_is_counted(text: str, subjects_: list[str]) -> None:
    assert [one.subject for one in found(text)] == subjects_


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("本方案自2023年9月10日起施行，有效期至2025年12月31日。", []),
        ("各部门抓好落实。本意见自2023年9月10日起施行，有效期2年。", []),
        ("自2023年3月1日起施行。", []),
        ("本办法有效期至2025年12月31日。", []),
        ("自2023年3月1日起，减半征收。", ["2023-03-01"]),
        ("自2023年3月1日起实施新标准。", ["2023-03-01"]),
        ("该项补贴自2023年3月1日起执行。", ["2023-03-01"]),
        ("完成时间：2023年9月至2024年8月", ["2024-08-31"]),
        ("自2023年1月1日至2023年12月31日，免征。", ["2023-01-01", "2023-12-31"]),
    ],
)
def test_dates_of_a_clause(text: str, dates: list[str]) -> None:
    body = fold(text, Span(0, len(text)))
    assert [one.when for one in deadlines.dates(body, "2023-01-20")] == dates


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("每半年督查一次", "frequency"),
        ("5年一周期", "frequency"),
        ("建设3个中心", "target"),
        ("按1%征收", "standard"),
        ("到2025年，高新技术企业占比不低于60%", "target"),
        ("到2025年，补贴比例不低于60%", "standard"),
        ("失业保险基金支出占比不低于60%", "standard"),
        ("补助总额不超过800万元", "standard"),
        ("给予≤500万元奖励", "standard"),
        ("对收入首次突破10亿元的企业，给予表彰奖励", "standard"),
        ("用工达到50人的，给予奖励", "standard"),
        ("产值达到10亿元", "target"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [one.kind for one in found(text)] == [kind]


def test_modality_and_scope() -> None:
    (one,) = found("每个县（市、区）力争建成1所学校")
    assert (one.modality, one.scope) == ("力争", "每个县（市、区）")
