"""The pages, read with a parser: what is there, what is escaped, where links lead."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from api.headers import POLICY
from kg.store.base import Store, cited_only
from queries.registry import all_queries
from tests.api import sample

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

VOID = {"br", "img", "input", "link", "meta", "circle"}


class Reader(HTMLParser):
    """Tags with their attributes, and the text; fails on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def addresses(self) -> list[str]:
        found = [attrs.get(name) for _, attrs in self.tags for name in ("href", "src", "action")]
        return [address for address in found if address]


PAGES = [
    "/",
    f"/view/lineage/{quote(sample.PROVINCE)}",
    f"/view/coverage/{quote(sample.PROVINCE)}",
    f"/view/coverage/{quote(sample.CITY)}",
    f"/view/targets/{quote(sample.CITY)}",
    f"/view/clauses/{quote(sample.PROVINCE_CLAUSE)}",
    f"/view/graph/lineage/{quote(sample.PROVINCE)}",
    "/?agency=教育",
    "/docs",
    "/view/search?q=教育",
    "/view/search?q=a",
    "/view/search?q=%22%3E%3Cscript%3E",
    f"/view/documents/{quote(sample.CITY)}",
    f"/view/documents/{quote(sample.LIST)}",
    f"/view/documents/{quote(sample.HOSTILE)}",
    f"/view/documents/{quote('国发〔2019〕4号')}",
    f"/view/clauses/{quote(sample.LEAD_CLAUSE)}",
    f"/view/clauses/{quote(sample.HOSTILE_CLAUSE)}",
    f"/view/agencies/{quote(sample.EDUCATION)}?role=lead",
    f"/view/agencies/{quote(sample.EVIL)}",
    f"/view/graph/agency/{quote(sample.EDUCATION)}",
    f"/view/graph/agency/{quote(sample.EVIL)}",
    f"/view/graph/document/{quote(sample.LIST)}",
    f"/view/graph/document/{quote(sample.HOSTILE)}",
    "/view/graph/cooperation",
    *(f"/view/queries/{query.name}" for query in all_queries()),
]


def page(client: TestClient, path: str, status: int = 200) -> Reader:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == status, response.text
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    return Reader(response.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: TestClient, path: str) -> None:
    read = page(client, path)
    assert all(not urlsplit(one).netloc and not urlsplit(one).scheme for one in read.addresses())
    for tag, attrs in read.tags:
        assert not [name for name in attrs if name.startswith("on")], f"a handler on {tag}"
        assert "style" not in attrs
        if tag == "script":
            assert attrs.get("src") or attrs.get("type") == "application/json"
    assert [attrs.get("alt") for tag, attrs in read.tags if tag == "img"] == [""], "the logo only"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    links = {one for one in page(client, path).addresses() if not one.startswith("#")}
    for link in sorted(links)[:25]:
        status = client.get(link, headers={"accept": "text/html"}).status_code
        required = link.startswith(("/view/queries/", "/api/queries/"))
        assert status == 200 or (required and status == 400), link


def test_home_shows_counts_documents_agencies_and_forms(client: TestClient) -> None:
    read = page(client, "/")
    for words in ("栖山市职业教育改革实施方案", "栖山市教育局", "某机构牵头的任务", "文件", "Document"):
        assert words in read.text
    actions = {attrs["action"] for tag, attrs in read.tags if tag == "form"}
    assert {f"/view/queries/{query.name}" for query in all_queries()} <= actions


def test_home_filters_agencies(client: TestClient) -> None:
    read = page(client, "/?agency=教育厅")
    assert "岚山省教育厅" in read.text
    assert "栖山市财政局" not in read.text


def test_clause_page_marks_the_sentence_inside_the_text(client: TestClient) -> None:
    response = client.get(f"/view/clauses/{quote(sample.LEAD_CLAUSE)}", headers={"accept": "text/html"})
    own = response.text.partition('<div class="text">')[2].partition("</div>")[0]
    marks = re.findall(r"<mark[^>]*>(.*?)</mark>", own)
    assert marks == [sample.QUOTE]
    assert "建成10个实训基地。<mark" in response.text


def test_clause_page_links_each_programme_to_all_that_mention_it(client: TestClient) -> None:
    read = page(client, f"/view/clauses/{quote(sample.LEAD_CLAUSE)}")
    links = [
        attrs["href"] for tag, attrs in read.tags if tag == "a" and "programme=" in (attrs["href"] or "")
    ]
    assert links == [f"/view/queries/programme_mentions?programme={quote('产教融合')}"]
    assert "产教融合" in page(client, links[0]).text


def test_query_page_asks_for_what_is_missing_and_shows_what_is_there(client: TestClient) -> None:
    read = page(client, "/view/queries/agency_roles")
    assert "rows" not in read.text
    read = page(client, "/view/queries/agency_roles?agency=栖山市财政局&role=cooperate")
    assert sample.QUOTE in read.text
    assert any(
        "selected" in attrs and attrs["value"] == "cooperate" for tag, attrs in read.tags if tag == "option"
    )
    read = page(client, "/view/queries/agency_roles?agency=无此机构", 400)
    assert "未找到" in read.text


def test_query_page_of_documents_links_their_titles(client: TestClient) -> None:
    read = page(client, "/view/queries/documents?level=province")
    assert f"/view/documents/{quote(sample.PROVINCE)}" in read.addresses()


def test_the_quality_report_is_on_the_page_of_its_document(client: TestClient) -> None:
    read = page(client, f"/view/documents/{quote(sample.CITY)}")
    for words in ("质量问题", "已修复", "句中分页已接合", "a page break in mid-sentence was closed", "规模"):
        assert words in read.text


def test_tables_are_cut_with_a_notice(client: TestClient) -> None:
    read = page(client, "/view/search?q=实训")
    assert "每类只显示前 50 条" in read.text


def test_docs_are_rendered_without_any_script(client: TestClient) -> None:
    read = page(client, "/docs")
    assert not [tag for tag, _ in read.tags if tag == "script"]
    for words in (
        "/api/clauses/{clause}",
        "/api/queries/agency_leads",
        "Only this role",
        "行数上限 · row cap",
    ):
        assert words in read.text


def graph_of(client: TestClient, path: str) -> dict[str, list[dict[str, str]]]:
    text = client.get(path, headers={"accept": "text/html"}).text
    found = re.search(r'<script type="application/json" id="graph-data">(.*?)</script>', text, re.S)
    assert found
    data: dict[str, list[dict[str, str]]] = json.loads(found[1])
    return data


def test_graph_of_a_document_has_edges_with_sentences_and_nodes_with_pages(client: TestClient) -> None:
    data = graph_of(client, f"/view/graph/document/{quote(sample.CITY)}")
    nodes = {node["id"]: node for node in data["nodes"]}
    assert nodes[f"Agency {sample.EDUCATION}"]["url"] == f"/view/agencies/{quote(sample.EDUCATION)}"
    lead = next(edge for edge in data["edges"] if edge["kind"] == "LEADS")
    assert (lead["from"], lead["to"]) == (f"Agency {sample.EDUCATION}", f"Clause {sample.LEAD_CLAUSE}")
    assert lead["title"] == f"牵头 leads\n{sample.QUOTE}"
    assert {edge["kind"] for edge in data["edges"]} >= {
        "LEADS",
        "COOPERATES_ON",
        "HAS_PART",
        "CITES",
        "ISSUED_BY",
    }


def test_graph_colours_nodes_by_label_and_sizes_them_by_centrality(client: TestClient) -> None:
    nodes = {n["id"]: n for n in graph_of(client, f"/view/graph/document/{quote(sample.CITY)}")["nodes"]}
    document, clause = nodes[f"Document {sample.CITY}"], nodes[f"Clause {sample.LEAD_CLAUSE}"]
    agency = nodes[f"Agency {sample.EDUCATION}"]
    assert len({document["color"], clause["color"], agency["color"]}) == 3
    assert document["size"] > clause["size"] > agency["size"]


def test_a_large_graph_is_cut_with_a_notice(client: TestClient) -> None:
    path = f"/view/graph/agency/{quote(sample.EDUCATION)}"
    assert len(graph_of(client, path)["nodes"]) == 120
    assert "只画其中联系最密的 120 个" in page(client, path).text


def test_a_hostile_name_stays_data_inside_the_graph(client: TestClient) -> None:
    path = f"/view/graph/agency/{quote(sample.EVIL)}"
    data = graph_of(client, path)
    assert sample.EVIL_NAME in {node["title"] for node in data["nodes"]}
    assert sample.EVIL_TITLE in {node["title"] for node in data["nodes"]}
    text = client.get(path, headers={"accept": "text/html"}).text
    assert "<img src=x" not in text
    assert "<script>window" not in text
    assert "49" not in Reader(text).text, "a template inside a title is not run"


def test_the_library_of_the_graph_comes_from_here(client: TestClient) -> None:
    for path in (
        "/static/vis/vis-network.min.js",
        "/static/graph.js",
        "/static/zhengmai.css",
        "/static/favicon.svg",
    ):
        assert client.get(path).status_code == 200


def test_what_is_only_cited_is_counted_apart(client: TestClient, store: Store) -> None:
    assert f"{cited_only(store)}仅被引用的文件" in page(client, "/").text


def test_an_error_page_is_chinese_first(client: TestClient) -> None:
    answer = client.get("/view/documents/none", headers={"accept": "text/html"})
    assert "<h1>未找到 none" in answer.text
    assert "document_header" not in answer.text
    assert "没有这个地址" in client.get("/nowhere", headers={"accept": "text/html"}).text
