"""One rule, one table: what each module of loaders/parse makes of a piece of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError, SpanError
from kg.records import Block, Document, Span
from loaders.parse import (
    citations,
    conventions,
    deadlines,
    header,
    names,
    numbering,
    organizations,
    people,
    rows,
    statements,
)
from loaders.parse.folded import Folded, closing, fold, fold_words, split_outside
from loaders.read import txt
from loaders.resolve.regions import Divisions

Parse = Callable[..., Document]


def folded(text: str) -> Folded:
    return fold(text, Span(0, len(text)))


# --- numbering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一章 总则", (0, 1, "第一章")),
        ("第十二条 各级机关", (1, 12, "第十二条")),
        ("一、总体要求", (2, 1, "一")),
        ("十二、保障", (2, 12, "十二")),
        ("二．目标", (2, 2, "二")),
        ("（一）完善", (3, 1, "（一）")),
        ("(二十三) 完善", (3, 23, "（二十三）")),
        ("﹙三﹚完善", (3, 3, "（三）")),
        ("〔四〕完善", (3, 4, "（四）")),
        ("（ 五 ）完善", (3, 5, "（五）")),
        ("1.构建", (4, 1, "1")),
        ("2．推动", (4, 2, "2")),
        ("3、强化", (4, 3, "3")),
        ("16 .改革", (4, 16, "16")),
        ("１２．改革", (4, 12, "12")),
        ("（1）建立", (5, 1, "（1）")),
        ("(12)推行", (5, 12, "（12）")),
        ("1.5亿元投入", None),
        ("2.5%的增幅", None),
        ("2023年底前", None),
        ("一方面加强", None),
        ("（含技工院校）", None),
        ("（2022年）", None),
        ("0.说明", None),
        ("", None),
    ],
)
def test_marker(text: str, expected: tuple[int, int, str] | None) -> None:
    found = numbering.marker(text)
    assert (found[:3] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "length"), [("（十二）抓好", 4), ("1. 抓好", 3), ("一、 抓好", 3), ("第三条　抓好", 4)]
)
def test_marker_takes_number_and_spaces(text: str, length: int) -> None:
    found = numbering.marker(text)
    assert found is not None
    assert found.length == length


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百二十", 120),
        ("7", 7),
        ("１２", 12),
        ("", 0),
        ("甲", 0),
    ],
)
def test_to_int(text: str, value: int) -> None:
    assert numbering.to_int(text) == value


# --- folded ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(责任单位:市 教育局)", "（责任单位：市教育局）"),
        ("[责任]［单位］【市】﹝局﹞", "〔责任〕〔单位〕〔市〕〔局〕"),
        ("２０２３年\n１２月", "2023年12月"),
        ("甲,乙;丙､丁﹑戊", "甲，乙；丙、丁、戊"),
        ("甲\u200b\u3000\ufeff乙", "甲乙"),
        (" \n ", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert folded(text).text == fold_words(text) == expected


def test_fold_keeps_the_places_of_a_very_long_text() -> None:
    text = "一 回\u200b收。\n" * 20_000
    long = folded(text)
    assert long.text == "一回收。" * 20_000
    assert all(text[place] == char for place, char in zip(long.places, long.text, strict=True))


def test_fold_leaves_noise_out_and_keeps_places() -> None:
    text = "旧表统\n— 3 —\n一回收"
    cut = fold(text, Span(0, len(text)), (Span(4, 9),))
    assert cut.text == "旧表统一回收"
    assert cut.span(2, 4).quote(text) == "统\n— 3 —\n一"


def test_part_of_a_folded_text_is_the_fold_of_the_part() -> None:
    text = "甲 乙 (丙) 丁"
    whole = folded(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert whole.part(Span(start, end)) == fold(text, Span(start, end))


@pytest.mark.parametrize(
    ("text", "place"), [("（甲）", 2), ("（甲〔乙〕丙）", 6), ("〔甲）", 2), ("（甲（乙）", -1), ("（", -1)]
)
def test_closing(text: str, place: int) -> None:
    assert closing(text, 0) == place


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲、乙", ["甲", "乙"]),
        ("各县（市、区）、乙", ["各县（市、区）", "乙"]),
        ("、甲、、乙、", ["甲", "乙"]),
        ("甲）、乙", ["甲）", "乙"]),
        ("", []),
    ],
)
def test_split_outside(text: str, pieces: list[str]) -> None:
    assert [text[a:b] for a, b in split_outside(text, "、")] == pieces


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 3)])
def test_span_refuses_bounds_that_hold_nothing(start: int, end: int) -> None:
    with pytest.raises(SpanError):
        Span(start, end)


def test_span_past_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="3 characters"):
        Span(1, 4).quote("三个字")


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("市发展改革委、教育局", ["市发展改革委", "市教育局"]),
        ("市教育局，财政局；司法局", ["市教育局", "市财政局", "市司法局"]),
        ("省教育厅及有关行业主管部门", ["省教育厅", "有关行业主管部门"]),
        ("市司法局和市财政局", ["市司法局", "市财政局"]),
        ("市文化和旅游局", ["市文化和旅游局"]),
        ("市教育局〔市委教育工委〕、财政局", ["市教育局", "市委教育工委", "市财政局"]),
        ("市教育局（市委教育工委）", ["市教育局", "市委教育工委"]),
        ("各县（市、区）人民政府", ["各县（市、区）人民政府"]),
        ("各市、县（市、区）人民政府", ["各市、县（市、区）人民政府"]),
        ("市教育局，各县（市、区）人民政府", ["市教育局", "各县（市、区）人民政府"]),
        ("市直有关部门、单位", ["市直有关部门、单位"]),
        ("市教育局、云浦海关、财政局", ["市教育局", "云浦海关", "市财政局"]),
        ("市教育局、人民银行云浦市中心支行", ["市教育局", "人民银行云浦市中心支行"]),
        ("省、市、县（市、区）人大、政协", ["省、市、县（市、区）人大", "省、市、县（市、区）政协"]),
        ("市市场监管局、公安局", ["市市场监管局", "市公安局"]),
        ("市教育局（含市直园区）", ["市教育局"]),
        (
            "市教育局，各县市区政府、高新区、经开区管委会",
            ["市教育局", "各县市区政府", "高新区管委会", "经开区管委会"],
        ),
        ("市直有关部门，科左后旗、威县", ["市直有关部门", "科左后旗", "威县"]),
        ("市水务局等行业主管部门", ["市水务局"]),
        ("自治区教育厅、财政厅", ["自治区教育厅", "自治区财政厅"]),
        ("", []),
        ("、、", []),
    ],
)
def test_names(text: str, surfaces: list[str], places: Divisions) -> None:
    found, refused = names.parse(text, 0, len(text), places)
    assert [name.surface for name in found] == surfaces
    assert refused == []


@pytest.mark.parametrize("text", ["建立工作机制", "由学校自主确定", "《水表手册》", "水表更换工作"])
def test_words_that_name_no_agency_are_refused(text: str, places: Divisions) -> None:
    assert names.parse(text, 0, len(text), places) == ([], [text])


@pytest.mark.parametrize(
    ("text", "opens"),
    [("市教育局等", [True]), ("市教育局、财政局等部门", [False, True]), ("市教育局", [False])],
)
def test_an_open_list_is_marked_at_its_last_name(text: str, opens: list[bool], places: Divisions) -> None:
    assert [name.open_list for name in names.parse(text, 0, len(text), places)[0]] == opens


@pytest.mark.parametrize(
    ("surface", "group"),
    [("各县（市、区）人民政府", True), ("有关行业主管部门", True), ("市属开发区管委会", True), ("各职业院校", True), ("县区政府", True),
     ("市教育局", False), ("省发展改革委", False), ("云浦海关", False), ("人民银行云浦市中心支行", False)],
)  # fmt: skip
def test_is_group(surface: str, group: bool) -> None:
    assert names.is_group(surface) is group


def test_the_level_of_a_list_before_goes_on(places: Divisions) -> None:
    assert [name.surface for name in names.parse("财政局", 0, 3, places, "市")[0]] == ["市财政局"]


# --- statements and conventions --------------------------------------------------------------------------------------


def spoken(text: str, places: Divisions) -> list[str]:
    found = statements.find(folded(text), places, conventions.Conventions())
    return [f"{a.role} {a.surface}" for a in found.assignments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好。（责任单位：市教育局）", ["responsible 市教育局"]),
        ("好。（牵头单位：市教育局；配合单位：财政局）", ["lead 市教育局", "cooperate 市财政局"]),
        ("好。（主办单位：市教育局；协办单位：市财政局）", ["lead 市教育局", "cooperate 市财政局"]),
        ("好。（责任处室：市教育局）", ["responsible 市教育局"]),
        ("好。（市教育局牵头，市财政局参与）", ["lead 市教育局", "cooperate 市财政局"]),
        ("好。（市教育局、市财政局分别负责）", ["responsible 市教育局", "responsible 市财政局"]),
        ("好。（由市教育局负责）好", []),
        ("好。（市教育局会同市财政局负责）", ["responsible 市教育局", "cooperate 市财政局"]),
        ("好。（责任单位：）", []),
        ("好（含技工院校，下同）。", []),
        ("责任单位：市教育局", ["responsible 市教育局"]),
        ("好的责任单位：市教育局", []),
        ("好。（责任单位：市教育局、市教育局）", ["responsible 市教育局"]),
        ("好。（此件公开发布）", []),
    ],
)
def test_statements(text: str, expected: list[str], places: Divisions) -> None:
    assert spoken(text, places) == expected


def test_a_body_in_brackets_tells_its_host(places: Divisions) -> None:
    found = statements.find(
        folded("（责任单位：市教育局〔市委教育工委〕）"), places, conventions.Conventions()
    )
    assert [a.shares_office_with for a in found.assignments] == [None, "市教育局"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("（责任单位：市教育局，列第一位者为牵头部门，下同）", "first"),
        ("排在首位的为牵头单位", "first"),
        ("列在第一位的单位为牵头单位", "first"),
        ("第一个责任单位为牵头单位", "first"),
        ("标黑体字为牵头单位，下同", "bold"),
        ("加粗的为牵头部门", "bold"),
        ("逗号前为牵头单位", "comma"),
        ("市教育局为牵头单位", None),
        ("（牵头单位：市教育局）", None),
    ],
)
def test_conventions(text: str, kind: str | None) -> None:
    assert conventions.find(folded(text)).kind == kind


def test_a_convention_holds_from_its_own_statement_on(parse: Parse) -> None:
    text = (
        "一、任务\n（一）开窗。（责任单位：市教育局）\n"
        "（二）关门。（责任单位：市财政局、市司法局，列第一位者为牵头单位，下同）\n"
        "（三）开灯。（责任单位：市民政局）"
    )
    roles = [[a.role for a in clause.assignments] for clause in parse(text).clauses]
    assert roles == [["responsible"], ["lead", "responsible"], ["lead"]]


# --- citations and deadlines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《甲办法》（国发〔2019〕4号），", [("甲办法", "国发〔2019〕4号", "basis")]),
        ("根据《甲办法》(国发[2019]4号),", [("甲办法", "国发〔2019〕4号", "basis")]),
        ("根据《甲 办\n法》，", [("甲办法", None, "basis")]),
        ("见《甲办法》。", [("甲办法", None, "mention")]),
        ("按照《甲办法》《乙办法》要求，", [("甲办法", None, "basis"), ("乙办法", None, "basis")]),
        ("根据《关于印发〈甲办法〉的通知》，", [("关于印发〈甲办法〉的通知", None, "basis")]),
        ("根据《关于印发《甲办法》的通知》，", [("关于印发《甲办法》的通知", None, "basis")]),
        ("根据要求。见《甲办法》。", [("甲办法", None, "mention")]),
        ("见《甲办法》。根据《甲办法》，", [("甲办法", None, "basis")]),
        ("根据《稳岗意见》，", [("稳岗意见", None, "mention")]),
        ("《未关闭", []),
        ("》《", []),
        ("《甲》", []),
    ],
)
def test_citations(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = citations.parse(text, folded(text), len(text), "云浦市稳岗意见")
    assert [(c.title, c.number, c.relation) for c in found] == expected


def test_behind_the_grounds_all_is_mention() -> None:
    text = "根据《甲办法》，"
    assert citations.parse(text, folded(text), 0, "")[0].relation == "mention"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2022年，", ["2022"]),
        ("2023年底前", ["2023"]),
        ("2020年6月底前", ["2020-06-30"]),
        ("2024年2月底前", ["2024-02-29"]),
        ("2023年2月", ["2023-02-28"]),
        ("2020年4月20日前", ["2020-04-20"]),
        ("自2021年起", ["2021"]),
        ("2023年上半年", ["2023-06-30"]),
        ("２０２３年６月底前", ["2023-06-30"]),
        ("20 23 年底前", ["2023"]),
        ("到2022年，再到2022年", ["2022"]),
        ("2018年以来", []),
        ("2018年改造", []),
        ("国发〔2019〕4号", []),
        ("《规划（2021—2025年）》", []),
        ("2021年度报告", []),
        ("1999年", []),
        ("12023年", []),
        ("无日期", []),
    ],
)
def test_deadlines(text: str, expected: list[str]) -> None:
    assert [deadline.when for deadline in deadlines.parse(folded(text), "2019-05-01")] == expected


@pytest.mark.parametrize(
    ("text", "quote"), [("到 2022年，好", "到 2022年"), ("于2023年底前好", "2023年底前")]
)
def test_a_deadline_is_quoted_with_its_word(text: str, quote: str) -> None:
    assert deadlines.parse(folded(text), None)[0].span.quote(text) == quote


# --- organizations and people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持云浦职业技术学院扩建", [("云浦职业技术学院", "school")]),
        ("云浦技师学院、云浦开放大学", [("云浦技师学院", "school"), ("云浦开放大学", "school")]),
        ("由云浦铜材有限公司牵头", [("云浦铜材有限公司", "company")]),
        ("组建云浦职业教育集团", [("云浦职业教育集团", "group")]),
        ("依托云浦海洋研究院", [("云浦海洋研究院", "research")]),
        ("建设云浦公共实训基地", [("云浦公共实训基地", "base")]),
        ("支持云浦技师学院，云浦技师学院扩建", [("云浦技师学院", "school")]),
        ("建设一批高水平职业学院", []),
        ("各职业学院", []),
        ("3所技师学院", []),
        ("公安局技师学院", []),
    ],
)
def test_organizations(text: str, expected: list[tuple[str, str]], places: Divisions) -> None:
    assert [(o.name, o.kind) for o in organizations.parse(folded(text), places)] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["组 长：闻一舟 副市长"], [("闻一舟", "副市长", "组长")]),
        (["副组长：柏 松 市水利局局长"], [("柏松", "市水利局局长", "副组长")]),
        (["成 员：路遥之 财政局副局长", "祝 青 司法局副局长"], [("路遥之", "财政局副局长", "成员"), ("祝青", "司法局副局长", "成员")]),
        (["成员：谢华市 外办主任"], [("谢华", "市外办主任", "成员")]),
        (["办公室主任由市教育局局长王福祥担任。"], [("王福祥", "市教育局局长", "办公室主任")]),
        (["成 员：陈  望  市教育局副局长", "        张  帆  外办主任"], [("陈望", "市教育局副局长", "成员"), ("张帆", "外办主任", "成员")]),
        (["闻一舟 副市长"], []),
        (["组长："], []),
    ],
)  # fmt: skip
def test_people(lines: list[str], expected: list[tuple[str, str, str]]) -> None:
    text = "\n".join(lines)
    found = people.parse(text, txt.lines(text))
    assert [(p.name, p.post, p.role) for p in found] == expected


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ("市教育局局长", "市教育局"), ("市委组织部副部长", "市委组织部"), ("市财政局总会计师", "市财政局"),
        ("市政府副秘书长", "市政府"), ("市政府副市长", "市政府"), ("临浦区副区长", "临浦区"), ("市政府办公室主任", "市政府办公室"),
        ("副市长", None), ("市委常委、市教育局局长", None), ("市长", None),
    ],
)  # fmt: skip
def test_whose_post(post: str, body: str | None) -> None:
    assert people.office(post) == body


# --- header ----------------------------------------------------------------------------------------------------------

BODY = "\n一、任务\n（一）开灯。灯要常亮。\n"


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("云浦市节水方案", "title", "云浦市节水方案"),
        ("云浦市人民政府关于\n节水的意见", "title", "云浦市人民政府关于节水的意见"),
        ("云浦市节水方案（试行）", "title", "云浦市节水方案（试行）"),
        ("云浦市节水方案\n云政发[2022]3号", "number", "云政发〔2022〕3号"),
        ("云浦市节水方案\n云政办字﹝2022﹞ 46 号", "number", "云政办字〔2022〕46号"),
        ("云浦市节水方案\n2022年3月8日", "date", "2022-03-08"),
        ("云浦市节水方案\n2022 年3 月8 日", "date", "2022-03-08"),
        ("云浦市节水方案\n二〇二二年十二月三十日", "date", "2022-12-30"),
        ("云浦市节水方案\n2022年13月8日", "date", None),
        ("云浦市节水方案\n（讨 论 稿）", "status", "discussion_draft"),
        ("云浦市节水方案（征求意见稿）", "status", "draft_for_comment"),
        ("云浦市节水方案（送审稿）", "status", "draft_for_review"),
        ("云浦市节水方案", "status", "issued"),
        ("云浦市节水方案", "region", "云浦市"),
        ("云浦市节水方案", "level", "city"),
        ("云浦市节水方案", "province", "岚江省"),
        ("云浦市临浦区节水方案", "region", "临浦区"),
        ("岚江省节水方案", "level", "province"),
        ("国务院关于节水的意见", "level", "national"),
        ("国务院关于节水的意见", "issuers", ("国务院",)),
        ("北京市人民政府关于节水的意见", "level", "province"),
        ("云浦市教育局 云浦市财政局关于节水的通知", "issuers", ("云浦市教育局", "云浦市财政局")),
        ("云浦市节水方案\n云浦市水利局\n2022年3月8日", "issuers", ("云浦市水利局",)),
        (
            "教育部等五部门关于节水的通知\n教育部  国家发展改革委  财政部\n人力资源社会保障部  国务院国资委\n2022年3月8日",
            "issuers",
            ("教育部", "国家发展改革委", "财政部", "人力资源社会保障部", "国务院国资委"),
        ),
        ("云浦市节水方案\n由水利部\n云浦市水利局\n2022年3月8日", "issuers", ("云浦市水利局",)),
        ("云浦市节水方案\n附件：1.甲组名单\n2.乙组名单", "attachments", ("甲组名单", "乙组名单")),
    ],
)
def test_header(text: str, field: str, expected: object, places: Divisions) -> None:
    source = txt.read((text + "\n" + BODY).encode(), Path("x.txt"))
    assert getattr(header.parse(source, {}, places)[0], field) == expected


def test_the_date_of_a_document_is_no_deadline_of_its_preamble(parse: Parse) -> None:
    glued = (
        "云浦市政府办公室关于印发云浦市推进节约用水高质量发展实施方案的通知云政办发〔2022〕36号\n各区、县政府：\n"
        "《云浦市节水方案》已经市政府同意，现印发给你们。\n云浦市人民政府\n2022年3月8日\n云浦市节水方案\n为节水，2025年底前完成。\n"
    )
    preamble = parse(glued + BODY, whole=True).clauses[0]
    assert (preamble.id, [due.when for due in preamble.deadlines]) == ("0", ["2025"])


def test_a_lost_title_is_said(parse: Parse) -> None:
    assert [f.code for f in parse(BODY, whole=True).findings] == ["title-lost"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附件", ("", "")),
        ("附件2", ("2", "")),
        ("附 件：名单", ("", "名单")),
        ("附件１：", ("１", "")),
        ("附则", None),
        ("", None),
    ],
)
def test_annex_number(text: str, expected: tuple[str, str] | None) -> None:
    assert header.annex_number(text) == expected


# --- outline ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("一、甲\n（一）乙。丙。\n（二）丁。戊。", ["一/（一）", "一/（二）"]),
        ("一、甲\n1.乙。丙。\n2.丁。戊。", ["一/1", "一/2"]),
        ("1.乙。丙。\n2.丁。戊。", ["1", "2"]),
        ("（一）乙。丙。\n（一）丁。戊。", ["（一）", "（一）·2"]),
        ("一、甲\n（一）乙。丙。\n30.5亿元用于戊。", ["一/（一）"]),
        ("一、甲\n（一）乙。丙\n99.己。", ["一/（一）"]),
        ("一、甲\n— 3 —\n（一）乙。丙。\n第 3 页 共 9 页", ["一/（一）"]),
    ],
)
def test_outline(text: str, ids: list[str], parse: Parse) -> None:
    assert [clause.id for clause in parse(text).clauses] == ids


def test_numbers_may_run_through_the_document(parse: Parse) -> None:
    items = "".join(f"{number}.任务。做好。\n" for number in range(1, 41))
    ids = [clause.id for clause in parse(f"（一）甲\n{items}（二）乙\n41.任务。做好。").clauses]
    assert ids[-2:] == ["（一）/40", "（二）/41"]


@pytest.mark.parametrize(
    "said", ["（省财政厅负责）", "\n牵头单位：省财政厅", "〔省财政厅牵头，省教育厅配合〕"]
)
def test_a_sentence_before_its_statement_is_no_heading(said: str, parse: Parse) -> None:
    (clause,) = parse(f"1.建设基站5000个。{said}").clauses
    assert clause.heading is None
    assert clause.indicators[0].value == (5000,)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("总体要求", "principle"),
        ("主要目标", "goal"),
        ("保障措施", "safeguard"),
        ("组织实施", "safeguard"),
        ("重点任务", "task"),
    ],
)
def test_kind_of_a_clause(heading: str, kind: str, parse: Parse) -> None:
    assert [c.kind for c in parse(f"一、{heading}\n（一）乙。丙。").clauses] == [kind]


@pytest.mark.parametrize("text", ["没有编号的一段话。", "关于天气的几点想法\n\n今日有雨。"])
def test_a_text_without_structure_is_refused(text: str, parse: Parse) -> None:
    with pytest.raises(InputError, match="no numbered section"):
        parse(text, whole=True)


# --- rows ------------------------------------------------------------------------------------------------------------


def row(*cells: str) -> tuple[str, Block]:
    text = "\n".join(cells)
    spans = []
    start = 0
    for cell in cells:
        spans.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return text, Block(Span(0, len(text)), "row", tuple(spans))


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        (("序号", "任务", "责任部门"), ("1", "开灯", "市教育局、财政局"), ["responsible 市教育局", "responsible 市财政局"]),
        (("序号", "任务", "牵头部门", "配合单位"), ("1", "开灯", "市教育局", "市财政局"), ["lead 市教育局", "cooperate 市财政局"]),
        (("序号", "任务", "责任 单位"), ("1", "开灯", "市教育局\n各县（市）政府"), ["responsible 市教育局", "responsible 各县（市）政府"]),
        (None, ("1", "开灯", "市教育局"), ["responsible 市教育局"]),
        (None, ("1", "开灯", "灯要常亮"), []),
    ],
)  # fmt: skip
def test_rows(
    titles: tuple[str, ...] | None, cells: tuple[str, ...], expected: list[str], places: Divisions
) -> None:
    head = "\n".join(titles) if titles else ""
    text, block = row(*(titles or ()), *cells)
    split = len(titles or ())
    first = Block(Span(0, len(head)), "row", block.cells[:split]) if titles else None
    told = rows.parse(text, Block(Span(len(head), len(text)), "row", block.cells[split:]), first, places)
    assert told is not None
    assert [f"{a.role} {a.surface}" for a in told.assignments] == expected
