"""Every route of the API over a real store file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from queries.registry import all_queries
from tests.api import sample

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def got(client: TestClient, path: str, **params: Any) -> Any:
    response = client.get(path, params=params or None)
    assert response.status_code == 200, response.text
    return response.json()


def whole(identifier: str) -> str:
    return quote(identifier, safe="")


def test_health_tells_engine_versions_and_counts(client: TestClient) -> None:
    told = got(client, "/api/health")
    assert (told["status"], told["engine"], told["ontology"]) == ("ok", "embedded", 1)
    assert told["nodes"]["Document"] == 5
    assert told["edges"]["LEADS"] == sample.MANY + 3
    assert "Store" not in told["nodes"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/api/health",
        "/api/documents",
        "/api/nothing",
        f"/view/documents/{quote(sample.CITY)}",
        f"/id/Document/{quote(sample.CITY, safe='')}",
        "/sparql",
        "/sparql?query=ASK%20%7B%7D",
        "/ontology",
        "/dataset",
        "/.well-known/void",
        "/static/zhengmai.css",
    ],
)
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    for accept in ("text/html", "*/*"):
        wanted = {"accept": accept}
        full, head = (
            client.request(m, path, headers=wanted, follow_redirects=False) for m in ("GET", "HEAD")
        )
        assert head.status_code == full.status_code
        assert head.content == b""
        for name in ("content-type", "content-length", "location", "vary"):
            assert head.headers.get(name) == full.headers.get(name), name


def test_documents_are_listed_newest_first_without_stubs(client: TestClient) -> None:
    rows = got(client, "/api/documents")["rows"]
    assert [row["id"] for row in rows] == [sample.LIST, sample.CITY, sample.PROVINCE, sample.HOSTILE]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"level": "province"}, [sample.PROVINCE]),
        ({"year": 2022}, [sample.LIST, sample.CITY]),
        ({"status": "draft_for_comment"}, [sample.LIST]),
        ({"region": "栖山市", "status": "issued"}, [sample.CITY]),
        ({"region": "岚山省", "year": 2021}, [sample.PROVINCE]),
        ({"region": "无此市"}, []),
    ],
)
def test_documents_are_filtered(client: TestClient, params: dict[str, Any], expected: list[str]) -> None:
    assert [row["id"] for row in got(client, "/api/documents", **params)["rows"]] == expected


def test_pages_join_to_the_whole_list(client: TestClient) -> None:
    pages = [got(client, "/api/documents", limit=1, offset=n) for n in range(5)]
    assert [page["truncated"] for page in pages] == [True, True, True, False, False]
    joined = [row["id"] for page in pages for row in page["rows"]]
    assert joined == [row["id"] for row in got(client, "/api/documents")["rows"]]


def test_document_has_header_outline_citations_and_findings(client: TestClient) -> None:
    told = got(client, f"/api/documents/{whole(sample.CITY)}")
    assert (told["title"], told["clauses"], told["sections"]) == ("栖山市职业教育改革实施方案", 2, 1)
    assert told["issuers"] == [{"id": sample.CITY_GOVERNMENT, "name": "栖山市人民政府"}]
    assert [(part["part"], part["printed"]) for part in told["outline"]] == [
        ("section", "二"),
        ("clause", "（一）"),
        ("clause", "（二）"),
    ]
    assert {(one["other"], one["relation"], one["loaded"]) for one in told["citations"]} == {
        (sample.PROVINCE, "basis", True),
        ("国发〔2019〕4号", "mention", False),
    }
    assert [(one["kind"], one["severity"], one["line"]) for one in told["findings"]] == [
        ("page-break", "repaired", 9)
    ]
    assert told["truncated"] is False


def test_quality_report_of_a_document(client: TestClient) -> None:
    told = got(client, f"/api/documents/{whole(sample.CITY)}/quality")
    assert (told["document"], told["repaired"], told["doubts"], told["truncated"]) == (
        sample.CITY,
        1,
        0,
        False,
    )
    assert told["findings"] == [
        {
            "kind": "page-break",
            "severity": "repaired",
            "message_zh": "句中分页已接合",
            "message_en": "a page break in mid-sentence was closed",
            "message": "第2页 page 2",
            "line": 9,
            "start": 118,
            "end": 121,
            "quote": "规模",
        }
    ]


def test_document_is_found_by_what_people_type(client: TestClient) -> None:
    assert got(client, "/api/documents/栖政发[2022]8号")["id"] == sample.CITY


@pytest.mark.parametrize("encode", [whole, quote], ids=["all encoded", "slash kept"])
def test_ids_with_slash_hash_and_brackets_reach_their_resource(client: TestClient, encode: Any) -> None:
    assert got(client, f"/api/documents/{encode(sample.LIST)}")["id"] == sample.LIST
    clauses = got(client, f"/api/documents/{encode(sample.LIST)}/clauses", limit=3)
    assert (len(clauses["rows"]), clauses["truncated"]) == (3, True)
    first = clauses["rows"][0]["id"]
    assert first == f"{sample.LIST}#附件/1"
    assert "%23" in encode(first)
    assert got(client, f"/api/clauses/{encode(first)}")["id"] == first
    assert got(client, f"/api/agencies/{encode(sample.EVIL)}")["id"] == sample.EVIL


def test_clause_has_its_text_and_assignments_with_spans(client: TestClient) -> None:
    told = got(client, f"/api/clauses/{whole(sample.LEAD_CLAUSE)}")
    assert (told["text"], told["deadlines"]) == (sample.TEXT, ["2025"])
    assert [(one["role"], one["agency"]) for one in told["assignments"]] == [
        ("lead", sample.EDUCATION),
        ("cooperate", sample.FINANCE),
    ]
    for one in told["assignments"]:
        assert told["text"][one["start"] - told["start"] : one["end"] - told["start"]] == one["quote"]


def test_clause_tells_the_programmes_that_it_mentions(client: TestClient) -> None:
    told = got(client, f"/api/clauses/{whole(sample.LEAD_CLAUSE)}")
    (one,) = told["programmes"]
    assert (one["name"], one["field"], one["surface"]) == ("产教融合", "职业教育", "实训基地")
    assert told["text"][one["start"] - told["start"] : one["end"] - told["start"]] == one["quote"]
    (row,) = got(client, "/api/queries/programme_mentions", programme="产教")["rows"]
    assert row["clause"] == sample.LEAD_CLAUSE


def test_agencies_are_found_by_a_part_of_their_name(client: TestClient) -> None:
    rows = got(client, "/api/agencies", name="教育")["rows"]
    assert [(row["id"], row["clauses"]) for row in rows] == [
        (sample.EDUCATION, sample.MANY + 1),
        (sample.PROVINCE_EDUCATION, 1),
    ]
    assert len(got(client, "/api/agencies", region="栖山市")["rows"]) == 3


def test_tasks_of_an_agency_by_role(client: TestClient) -> None:
    path = f"/api/agencies/{whole(sample.FINANCE)}/tasks"
    assert [row["role"] for row in got(client, path)["rows"]] == ["cooperate", "responsible"]
    (row,) = got(client, path, role="cooperate")["rows"]
    assert (row["clause"], row["quote"]) == (sample.LEAD_CLAUSE, sample.QUOTE)
    assert got(client, path, role="lead")["rows"] == []


def test_search_finds_documents_agencies_and_clauses(client: TestClient) -> None:
    told = got(client, "/api/search", q="实训", limit=2)
    assert (len(told["clauses"]), told["truncated"]) == (2, True)
    assert "实训" in told["clauses"][0]["text"]
    told = got(client, "/api/search", q="财政局")
    assert [hit["id"] for hit in told["agencies"]] == [sample.FINANCE]
    assert got(client, "/api/search", q="改革实施方案")["documents"][0]["label"] == "Document"


def test_queries_are_listed_with_typed_parameters(client: TestClient) -> None:
    listed = {one["name"]: one for one in got(client, "/api/queries")}
    assert set(listed) == {query.name for query in all_queries()}
    assert not any(name.startswith("_") for name in listed)
    role = next(one for one in listed["agency_roles"]["parameters"] if one["name"] == "role")
    assert (role["required"], set(role["choices"])) == (False, {"lead", "cooperate", "responsible"})


def test_query_takes_names_and_says_what_it_used(client: TestClient) -> None:
    told = got(client, "/api/queries/agency_leads", agency="栖山市教育局", limit=2)
    assert (told["params"]["agency"], len(told["rows"]), told["truncated"]) == (sample.EDUCATION, 2, True)
    assert list(told["rows"][0]) == told["columns"]


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_every_query_is_an_endpoint_typed_from_its_header(client: TestClient, query: Any) -> None:
    told = got(client, "/api/openapi.json")["paths"][f"/api/queries/{query.name}"]["get"]
    typed = {one["name"]: one for one in told["parameters"]}
    assert set(typed) == {"limit", *(param.name for param in query.params)}, "`limit` is the API's own"
    for param in query.params:
        assert typed[param.name]["required"] is param.required
        number = param.type in ("integer", "year")
        assert typed[param.name]["schema"]["type"] == ("integer" if number else "string")


def test_openapi_tells_the_error_shape(client: TestClient) -> None:
    told = got(client, "/api/openapi.json")
    responses = told["paths"]["/api/clauses/{clause}"]["get"]["responses"]
    for status in ("400", "404", "422", "503"):
        assert responses[status]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody")


def test_every_field_of_every_answer_is_described_in_both_languages(client: TestClient) -> None:
    models = got(client, "/api/openapi.json")["components"]["schemas"]
    for name, model in models.items():
        for field, told in model.get("properties", {}).items():
            text = told.get("description", "") or models.get(told.get("$ref", "").rsplit("/")[-1], {}).get(
                "description", ""
            )
            assert any("\u4e00" <= char <= "\u9fff" for char in text), f"{name}.{field}"
            assert any(char.isascii() and char.isalpha() for char in text), f"{name}.{field}"
