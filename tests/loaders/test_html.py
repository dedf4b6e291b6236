"""Pages in the style of several sites: the metadata is the header, navigation is no text, bold type is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import extract, pipeline
from loaders.read import registry

TITLE, NUMBER = "云浦市人民政府关于节水的意见", "云政发〔2022〕5号"
BODY = (
    "<p>一、任务</p><p>（一）修管。漏水即修。（责任单位：<strong>市水利局</strong>、财政局）</p>"
    + "<p>水是根本。</p>" * 40
)
HEADED = f"<p align=center><b>{TITLE}</b></p>{BODY}"
AROUND = "<div class='crumb'>首页 &gt; 政策</div><div>您现在的位置：首页 &gt; 政策文件</div>"
BEHIND = (
    "<div>【打印】【关闭】</div><p>分享到：微信</p><p>上一篇：关于用电的意见</p><p>扫一扫在手机打开当前页</p><p>责任编辑：赵某</p>"
    "<div class='share'>微博</div><footer>主办：云浦市</footer>"
)
TABLE = (
    "<table><tr><td>索 引 号：</td><td>111/2022-01</td><td>主题分类：</td><td>水利</td></tr><tr><td><b>发文字号：</b></td>"
    f"<td>{NUMBER}</td><td>成文日期：</td><td>2022年3月8日</td></tr><tr><td>标　　题：</td><td colspan=3>{TITLE}</td></tr></table>"
)
SPANS = f"<ul class='info'><li><span>索引号：</span>111</li><li><span>文号：</span>{NUMBER}</li><li><span>标题：</span>{TITLE}</li><li><span>成文日期：</span>2022-03-08</li></ul>"  # noqa: E501
LINES = f"<ul><li>发文字号：{NUMBER}</li><li>成文日期：2022年03月08日</li><li>名称：{TITLE}</li></ul>"
LIST = (
    f"<dl><dt>名称</dt><dd>{TITLE}</dd><dt>文号</dt><dd>{NUMBER}</dd><dt>成文时间</dt><dd>2022/3/8</dd></dl>"
)
DIVISIONS = (
    f"<div class=xxgk><div><label>标题：</label><span>{TITLE}</span></div><div><label>发文字号：</label><span>{NUMBER}</span></div>"
    "<div><label>发文日期：</label><span>2022-3-8</span></div><div><label>发布日期：</label><span>2022-03-15</span></div></div>"
)
METADATA = {"table": TABLE, "spans": SPANS, "lines": LINES, "dl": LIST, "divisions": DIVISIONS}


def record(page: str, folder: Path) -> dict:  # type: ignore[type-arg]
    (folder / "p.html").write_text(page, "utf-8")
    return extract.as_json(*pipeline.record(folder / "p.html"))


@pytest.mark.parametrize("article", [HEADED, BODY], ids=["titled", "untitled"])
@pytest.mark.parametrize("inside", [False, True], ids=["before", "inside"])
@pytest.mark.parametrize("style", METADATA)
def test_the_metadata_is_the_header(style: str, inside: bool, article: str, tmp_path: Path) -> None:
    meta = METADATA[style]
    before, within = ("", meta) if inside else (meta, "")
    page = f"<html><body>{AROUND}{before}<div id='zoom'>{within}{article}</div>{BEHIND}</body></html>"
    found = record(page, tmp_path)
    head = found["document"]
    assert (head["title"], head["doc_number"], head["date"]) == (TITLE, NUMBER, "2022-03-08")
    assert head["issuer"] == "云浦市人民政府"
    check_text(registry.read(tmp_path / "p.html").text)
    assert [(c["id"], [a["surface"] for a in c["assignments"]]) for c in found["clauses"]] == [
        ("一/（一）", ["市水利局", "市财政局"])
    ]


def check_text(text: str) -> None:
    for word in (
        "索引号",
        "成文",
        "位置",
        "打印",
        "分享",
        "上一篇",
        "扫一扫",
        "微博",
        "主办",
        "责任编辑",
        "首页",
    ):
        assert word not in text
    assert text.count(TITLE) == 1


@pytest.mark.parametrize("page", [HEADED, f"<div>{AROUND}{HEADED}{BEHIND}</div>"], ids=["bare", "division"])
def test_a_fragment_is_a_page(page: str, tmp_path: Path) -> None:
    assert record(page, tmp_path)["document"]["title"] == TITLE
    check_text(registry.read(tmp_path / "p.html").text)


def test_the_title_by_the_national_standard(tmp_path: Path) -> None:
    meta = f"<meta name='ArticleTitle' content='{TITLE}'><meta name='PubDate' content='2022-03-15 10:00'>"
    head = record(f"<html><head>{meta}</head><body>{BODY}</body></html>", tmp_path)["document"]
    assert (head["title"], head["issuer"]) == (TITLE, "云浦市人民政府")
    assert head["date"] is None  # when it was published is not when it was signed


def test_a_label_alone_is_a_line_of_the_text(tmp_path: Path) -> None:
    page = f"<html><body><p>{TITLE}</p>{BODY}<p>文件名称：用水台账</p></body></html>"
    record(page, tmp_path)
    assert "文件名称：用水台账" in registry.read(tmp_path / "p.html").text


def test_bold_type_is_kept(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(f"<html><body>{HEADED}</body></html>", "utf-8")
    source = registry.read(tmp_path / "p.html")
    assert [span.quote(source.text) for span in source.bold] == [TITLE, "市水利局"]


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "gb18030", "utf-8"])
def test_the_declared_encoding_holds(charset: str, tmp_path: Path) -> None:
    page = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'></head><body>{HEADED}</body></html>"
    (tmp_path / "p.html").write_bytes(page.encode(charset))
    assert TITLE in registry.read(tmp_path / "p.html").text


@pytest.mark.parametrize(
    "crumbs",
    ["首页&gt;政务公开&gt;政策文件", "<a>网站首页</a> » <a>政策</a>", "政务公开 &gt; 政策 &gt; 文件"],
)
def test_where_a_page_stands_is_no_part_of_its_title(crumbs: str, tmp_path: Path) -> None:
    said = record(f"<html><body><div>{crumbs}</div><div>{HEADED}</div></body></html>", tmp_path)
    assert said["document"]["title"] == TITLE
