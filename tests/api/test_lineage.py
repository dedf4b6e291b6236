"""Lineage over HTTP: pairs, coverage, targets, a clause's chain; and what the pages show of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from api.views import lineage as views
from api.views import lineage_graph as picture
from api.views.lineage_graph import Whose
from kg.store.embedded import EmbeddedStore
from queries.lineage import Link, Side
from tests.api import sample
from tests.api.conftest import client_of
from tests.queries import line_graph

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def got(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, path: str) -> str:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200, response.text
    return response.text


def test_a_documents_pairs(client: TestClient) -> None:
    pairs = got(client, f"/api/documents/{quote(sample.CITY)}/lineage")["pairs"]
    assert [(pair["from"], pair["to"], pair["grade"], pair["score"]) for pair in pairs] == [
        ("02 二/（一）", "04 二/（一）", 2, 0.8)
    ]
    assert pairs[0]["reason"] == ["扩大办学规模"]
    assert pairs[0]["from_sentence"] == "（一）扩大办学规模。"
    assert pairs == got(client, "/api/documents/栖山市职业教育改革实施方案/lineage")["pairs"]


def test_a_clauses_chain(client: TestClient) -> None:
    pairs = got(client, f"/api/clauses/{quote(sample.PROVINCE_CLAUSE)}/lineage")["pairs"]
    assert {(pair["to_clause"], pair["direction"], pair["ground"]) for pair in pairs} == {
        (sample.LEAD_CLAUSE, "down", "cited"),
        (sample.HOSTILE_CLAUSE, "down", "presumed"),
    }


def test_coverage(client: TestClient) -> None:
    told = got(client, f"/api/documents/{quote(sample.PROVINCE)}/coverage")
    assert [one["document"] for one in told["documents"]] == sorted([sample.CITY, sample.HOSTILE])
    assert [cell["grade"] for cell in told["tasks"][0]["taken_up"]] == ["direct", "partial"]
    assert told["not_found"] == []
    alone = got(client, f"/api/documents/{quote(sample.CITY)}/coverage")
    assert alone["documents"] == []
    assert alone["not_found"] == [sample.LEAD_CLAUSE, f"{sample.CITY}#二/（二）"]


def test_targets(client: TestClient) -> None:
    told = got(client, f"/api/documents/{quote(sample.CITY)}/targets")
    assert told == {"document": sample.CITY, "pairs": [], "sums": []}


@pytest.mark.parametrize(
    "part", ["documents/{}/lineage", "documents/{}/coverage", "documents/{}/targets", "clauses/{}/lineage"]
)
def test_what_is_not_there(client: TestClient, part: str) -> None:
    response = client.get(f"/api/{part.format('没有')}")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_a_documents_page_counts_and_links(client: TestClient) -> None:
    text = page(client, f"/view/documents/{quote(sample.PROVINCE)}")
    assert text.count("下级落实") == 2
    assert "推定 presumed" in text
    for kind in ("lineage", "coverage", "targets", "graph/lineage"):
        assert f'href="/view/{kind}/{quote(sample.PROVINCE)}"' in text


def test_a_clauses_page_marks_the_phrases_on_both_sides(client: TestClient) -> None:
    text = page(client, f"/view/clauses/{quote(sample.LEAD_CLAUSE)}")
    section = text.partition('id="lineage"')[2]
    assert re.findall(r"<mark>(.*?)</mark>", section) == ["扩大办学规模", "扩大办学规模"]
    assert f'id="with-{sample.PROVINCE_CLAUSE}"' in section
    assert "直接 direct 0.80" in section
    assert "推定" not in section


def test_a_cell_of_the_matrix_leads_to_the_pair(client: TestClient) -> None:
    text = page(client, f"/view/coverage/{quote(sample.PROVINCE)}")
    address = views.pair_url(sample.LEAD_CLAUSE, sample.PROVINCE_CLAUSE)
    assert f'<td class="cell direct"><a href="{address}">' in text
    assert '<td class="cell partial presumed">' in text
    assert "在已载入文件中未找到" in text


def test_nobody_is_said_not_to_have_done_it(client: TestClient) -> None:
    text = page(client, f"/view/coverage/{quote(sample.CITY)}")
    assert "在已载入文件中未找到" in text
    assert "不等于未落实" in text


def side(clause: str, document: str) -> Side:
    return Side(clause, "一", "", document, document, "", "全文", 0, (), ())


def test_the_drawing_goes_from_left_to_right() -> None:
    up, middle, down = (side(name, name.upper()) for name in "abc")
    links = [
        Link("implements", "up", 1, up, middle, "direct", 0.9, "cited", "", False, ()),
        Link("implements", "down", 1, middle, down, "partial", 0.5, "presumed", "", False, ()),
    ]
    drawing = picture.draw(links, documents(A="national", B="province", C="city"))
    places = {node["id"]: node["x"] for node in drawing.data["nodes"]}
    assert places["a"] < places["b"] < places["c"]
    first, second = drawing.data["edges"]
    assert first["width"] > second["width"]
    assert (first["dashes"], second["dashes"]) == (False, True)
    assert [key.label for key in drawing.legend] == ["national", "province", "city"]


def documents(**levels: str) -> dict[str, Whose]:
    return {document: Whose(level, f"{document}地") for document, level in levels.items()}


def test_clauses_stand_under_their_document_in_its_order() -> None:
    top = side("p", "P")
    children = [
        Side(f"{document}{start}", "一", "", document, document, "", "全文", start, (), ())
        for document in "BA"
        for start in (30, 10, 20)
    ]
    links = [
        Link("implements", "down", 1, top, child, "direct", 0.99 - place / 100, "cited", "", False, ())
        for place, child in enumerate(children)
    ]
    drawing = picture.draw(links, documents(P="province", A="city", B="city"))
    column = sorted((node for node in drawing.data["nodes"] if node["x"]), key=lambda node: node["y"])
    assert [node["id"] for node in column] == [
        "document:A", "A10", "A20", "A30", "document:B", "B10", "B20", "B30",
    ]  # fmt: skip
    assert column[0]["label"] == "A地\nA"
    assert (drawing.shown, drawing.total) == (7, 7)
    assert len({edge["width"] for edge in drawing.data["edges"]}) > 3


def test_the_best_links_stay_where_not_all_can_be_drawn() -> None:
    top = side("top", "A")
    links = [
        Link("implements", "down", 1, top, side(f"c{n:03}", "B"), "direct", n / 1000, "cited", "", False, ())
        for n in range(picture.NODES + 50)
    ]
    drawing = picture.draw(links, documents(A="national", B="province"))
    assert (drawing.shown, drawing.total) == (picture.NODES, picture.NODES + 51)
    assert f"c{picture.NODES + 49:03}" in {node["id"] for node in drawing.data["nodes"]}


def test_a_long_clause_is_shown_by_the_sentences_that_are_aligned() -> None:
    text = (
        "甲" * 90
        + "。"
        + "乙" * 90
        + "。办好助餐服务。"
        + "丙" * 90
        + "。"
        + "丁" * 90
        + "。"
        + "戊" * 90
        + "。"
    )
    place = text.index("助餐")
    long = Side("x", "一", "", "X", "X", "", text, 0, (place,), (place + 2,))
    link = Link("implements", "up", 1, side("p", "P"), long, "direct", 0.9, "cited", "", False, ())
    shown = "".join(piece.text for piece in views.pairs([link], "x")[0].below.pieces)
    assert "办好助餐服务。" in shown
    assert "…" in shown
    assert "丁" not in shown


def test_with_another_document(client: TestClient) -> None:
    path = f"/api/documents/{quote(sample.PROVINCE)}/lineage"
    told = got(client, f"{path}?with={quote(sample.CITY)}")["pairs"]
    assert {pair["to_clause"] for pair in told} == {sample.LEAD_CLAUSE}
    assert client.get(f"{path}?with=没有").status_code == 404


def test_coverage_has_what_the_command_gives(client: TestClient) -> None:
    told = got(client, f"/api/documents/{quote(sample.PROVINCE)}/coverage")
    assert told["additions"][sample.CITY] == [f"{sample.CITY}#二/（二）"]
    assert told["draft_only"] == []
    found = next(one for one in told["added_within"][sample.CITY] if one["clause"] == sample.LEAD_CLAUSE)
    assert "建成10个实训基地" in found["sentence"]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The line of authority of tests/queries: a draft beside its plan, a city that only cites."""
    store = EmbeddedStore(tmp_path_factory.mktemp("line") / "line.kgl")
    with store.writer() as writer:
        for fragment in line_graph.fragments():
            writer.replace(fragment)
        for document, edges in line_graph.inferred().items():
            writer.infer(document, edges)
    yield client_of(store)
    store.close()


def test_pages_tell_drafts_and_mere_citations(line: TestClient) -> None:
    text = page(line, f"/view/coverage/{quote(line_graph.PROVINCE)}")
    assert "云浦市（征求意见稿）" in text
    assert "仅见于草案" in text
    assert "引用了该文件，未能对应到条款" in text
    assert "推定比对，未能对应到条款" in text
    assert "推定比对，未能对应到条款" in page(line, f"/view/lineage/{quote(line_graph.COUNTY)}")
    for kind in ("lineage", "documents"):
        told = page(line, f"/view/{kind}/{quote(line_graph.THIRD)}")
        assert "未能对应到条款" in told
        assert "未找到上下级对应" not in told


def test_the_targets_page_has_a_column_for_each_document_below(line: TestClient) -> None:
    text = page(line, f"/view/targets/{quote(line_graph.PROVINCE)}")
    head = text.partition("<thead>")[2].partition("</thead>")[0]
    assert re.findall(r'title="[^"]*">([^<]*)</a>', head) == ["云浦市", "栖山市", "云浦市（征求意见稿）"]
    assert "时限延后" in text
    assert text.count("<summary>原句 sentence</summary>") >= 6


def test_a_clauses_page_begins_with_those_above_and_below(line: TestClient) -> None:
    text = page(line, f"/view/clauses/{quote(f'{line_graph.FIRST}#一')}")
    assert text.index('id="lineage"') < text.index("责任分工")
