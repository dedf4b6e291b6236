"""Named organizations, rule by rule; as many that look like one as that are one."""

from __future__ import annotations

import pytest

from kg.records import Span
from loaders.parse import organizations
from loaders.parse.folded import fold
from loaders.resolve.regions import Divisions, divisions
from loaders.resolve.schools import school_kind


@pytest.fixture(scope="module")
def places() -> Divisions:
    """The country's own division table: real place names are what the rules stand on."""
    return divisions()


def named(text: str, places: Divisions) -> list[str]:
    return [o.name for o in organizations.parse(fold(text, Span(0, len(text))), places)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a place opens the name, with or without 市; a county's city only at the beginning
        ("支持威海海洋学院与济南中药研究院共建", ["威海海洋学院", "济南中药研究院"]),
        ("曲阜陶艺职业学院扩建", ["曲阜陶艺职业学院"]),
        ("展开平台建设实训基地", []),
        ("在济南、青岛设立创业孵化基地", []),
        ("山东省优质职业学院、上海辖内银行", []),
        ("山东省属企业集团、和县级医院", []),
        ("推动安徽公司改革，广东示范基地", []),
        ("全面提升威海市职业学校水平", []),
        # regions and well-known fronts do as places do
        ("共建粤港澳大湾区船舶联合交易中心", ["粤港澳大湾区船舶联合交易中心"]),
        ("鼓励东北海洋大学、同济大学参与", ["东北海洋大学", "同济大学"]),
        ("中国医药产业园区、山东高等职业学校、中国石油大学", ["中国石油大学"]),
        ("中国特色高水平大学、中国大学先修课", []),
        (
            "由赣南海洋大学牵头，与延边海洋学院、齐鲁海洋大学合作",
            ["赣南海洋大学", "延边海洋学院", "齐鲁海洋大学"],
        ),
        ("加强重大理论研究中心建设", []),
        ("由番禺职业技术学院承办，支持市中职业学院", ["番禺职业技术学院"]),
        # a level opens the name of the one that it has
        ("由市职教中心承办，将省融资担保集团增资", ["市职教中心", "省融资担保集团"]),
        ("争取建设省海洋数据交易中心", ["省海洋数据交易中心"]),
        ("各县职教中心、省级实训基地、省创业孵化示范基地", []),
        ("吸纳我市文化旅游集团，我市骨干企业集团", ["文化旅游集团"]),
        # finance, venues and research
        ("广州河湾期货交易所、北京银行", ["广州河湾期货交易所", "北京银行"]),
        ("强化与国家开发银行、农业银行合作", ["国家开发银行", "农业银行"]),
        ("中国工商银行威海分行", ["中国工商银行威海分行"]),
        ("引导商业银行、上海银行业、村镇银行、银行机构", []),
        ("职业教育学分银行、山东省学分银行", []),
        ("市第二人民医院、威海市图书馆", ["市第二人民医院", "威海市图书馆"]),
        ("县级医院、公共图书馆、中小学", []),
        ("人民银行济南分行、市政务服务中心", []),
        ("建立省“小巨人”企业融资服务中心", ["省“小巨人”企业融资服务中心"]),
        ("建设威海市“双元制”实训基地", ["威海市“双元制”实训基地"]),
        ("建设一批“双师型”教师培训基地", []),
        # lists, and what is known by heart
        ("支持中国移动、中国联通等企业", ["中国移动", "中国联通"]),
        ("嘉禾学院、韩湖师范学院等高校", ["嘉禾学院", "韩湖师范学院"]),
        ("支持碧江学院发展", ["碧江学院"]),
        ("支持老年大学、社区学院、二级学院、职业技术学院", []),
        # foundings and legal forms
        ("组建现代农业职教集团", ["现代农业职教集团"]),
        ("组建职业教育投资集团", ["职业教育投资集团"]),
        ("设立农民学院、筹建渔业学院", ["渔业学院"]),
        ("云浦商贸学校", []),  # no place of the country's table
        ("济南商贸学校并入济南卫生学校", ["济南商贸学校", "济南卫生学校"]),
        ("济南寄宿制学校、青岛民办学校、威海学校", []),
        ("培育10个产业职教集团、示范性职业教育集团", []),
        ("推动万河资产管理（广东）有限公司开业", ["万河资产管理（广东）有限公司"]),
        ("改制为国有独资有限公司", []),
        # a name inside a longer one is part of it
        ("依托威海海洋学院实训基地", ["威海海洋学院实训基地"]),
        ("威海海洋学院附属医院", ["威海海洋学院附属医院"]),
        ("扩大青岛大学生创业，济南学院路", []),
    ],
)
def test_names(text: str, expected: list[str], places: Divisions) -> None:
    assert named(text, places) == expected


def test_a_name_is_read_across_a_line_break(places: Divisions) -> None:
    text = "支持威海海洋\n学院扩建"
    (found,) = organizations.parse(fold(text, Span(0, len(text))), places)
    assert (found.name, found.span.quote(text)) == ("威海海洋学院", "威海海洋\n学院")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("广州河湾期货交易所", "finance"),
        ("威海市图书馆", "institution"),
        ("济南中药研究院", "research"),
        ("青岛工业园区", None),
        ("青岛海湾工业园区", "base"),
        ("国家开发银行", "finance"),
    ],
)
def test_kinds(text: str, kind: str | None, places: Divisions) -> None:
    found = organizations.parse(fold(text, Span(0, len(text))), places)
    assert [o.kind for o in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("岚海大学", "undergraduate"),
        ("云浦理工学院", "undergraduate"),
        ("云浦职业技术大学", "undergraduate"),
        ("云浦职业技术学院", "higher_vocational"),
        ("云浦师范高等专科学校", "higher_vocational"),
        ("云浦中等专业学校", "secondary_vocational"),
        ("石渡县职业教育中心", "secondary_vocational"),
        ("云浦技师学院", "technician"),
        ("云浦高级技工学校", "technician"),
        ("云浦第一中学", "general"),
        ("云浦开放大学", "other"),
    ],
)
def test_school_kind(name: str, kind: str) -> None:
    assert school_kind(name) == kind
