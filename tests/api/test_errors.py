"""One shape for every failure, whoever refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.headers import SECURITY
from kg.errors import InputError, NotFoundError, QueryError, SpanError, StoreError
from kg.store.base import Result, Store
from kg.store.embedded import EmbeddedStore
from tests.api.conftest import client_of
from tests.api.sample import CITY

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def failure(client: TestClient, path: str, status: int, code: str, method: str = "GET") -> dict[str, str]:
    response = client.request(method, path)
    assert response.status_code == status, response.text
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "where", "hint"}
    assert body["error"]["code"] == code
    for name, value in SECURITY.items():
        assert response.headers[name] == value
    told: dict[str, str] = body["error"]
    return told


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/nothing", 404, "not_found"),
        ("/api", 404, "not_found"),
        ("/nothing", 404, "not_found"),
        ("/static/nothing.css", 404, "not_found"),
        ("/static/..%2fapp.py", 404, "not_found"),
        ("/api/documents/无此文件", 404, "not_found"),
        ("/api/documents/无此文件/clauses", 404, "not_found"),
        ("/api/clauses/无此条款", 404, "not_found"),
        (f"/api/clauses/{CITY}", 404, "not_found"),
        ("/api/agencies/无此机构", 404, "not_found"),
        ("/api/agencies/无此机构/tasks", 404, "not_found"),
        ("/api/agencies/%00", 400, "bad_query"),
        ("/api/agencies/" + "长" * 301, 400, "bad_query"),
        ("/api/queries/agency_lead", 404, "not_found"),
        ("/api/queries/_agency?id=x", 404, "not_found"),
        ("/api/queries/agency_leads", 400, "bad_query"),
        ("/api/queries/agency_leads?agency=无此机构", 404, "not_found"),
        ("/api/queries/agency_leads?agency=栖山市教育局&agency=x", 400, "bad_query"),
        ("/api/queries/agency_leads?agency=栖山市教育局&year=abc", 400, "bad_query"),
        ("/api/queries/agency_leads?agency=栖山市教育局&other=1", 400, "bad_query"),
        ("/api/queries/agency_leads?agency=栖山市教育局&limit=10001", 422, "invalid"),
        ("/api/documents?limit=0", 422, "invalid"),
        ("/api/documents?limit=10001", 422, "invalid"),
        ("/api/documents?offset=-1", 422, "invalid"),
        ("/api/documents?level=planet", 422, "invalid"),
        ("/api/documents?year=22", 422, "invalid"),
        ("/api/agencies/x/tasks?role=boss", 422, "invalid"),
        ("/api/search", 422, "invalid"),
        ("/api/search?q=a", 400, "bad_query"),
    ],
)
def test_a_refusal_has_the_one_shape(client: TestClient, path: str, status: int, code: str) -> None:
    told = failure(client, path, status, code)
    assert told["message"]
    assert told["hint"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/api/documents?limit=0", "参数 limit 不得小于1 · limit must be 1 or more"),
        ("/api/documents?limit=10001", "参数 limit 不得大于10000 · limit must be 10000 or less"),
        ("/api/documents?limit=x", "参数 limit 应为整数 · limit must be an integer"),
        ("/api/documents?limit=1.5", "参数 limit 应为整数 · limit must be an integer"),
        (f"/api/documents?limit={'9' * 5000}", "参数 limit 数字过大 · limit is too large a number"),
        ("/api/search", "参数 q 缺少此参数 · q is missing"),
        (
            "/api/agencies/x/tasks?role=boss",
            "参数 role 应为下列之一：'lead', 'cooperate', 'responsible'"
            " · role must be one of 'lead', 'cooperate', 'responsible'",
        ),
        (
            f"/view/search?q={'长' * 201}",
            "参数 q 至多200个字符 · q must have 200 characters or fewer",
        ),
    ],
)
def test_a_bad_parameter_is_told_in_both_languages(client: TestClient, path: str, message: str) -> None:
    assert failure(client, path, 422, "invalid")["message"] == message


def test_every_refusal_of_the_frameworks_is_in_both_languages(client: TestClient) -> None:
    """Whatever a parameter of ours may be: none is told in the framework's own words."""
    for path in (
        "/api/documents?level=planet",
        "/api/documents?year=22",
        "/api/documents?offset=-1",
        "/view/agencies/x?role=boss",
        "/view/graph/cooperation?region=" + "长" * 1000,
    ):
        response = client.get(path)
        if response.status_code == 422:
            told = response.json()["error"]["message"]
            assert "Input" not in told
            assert "取值有误" not in told


def test_a_method_that_changes_something_is_refused(client: TestClient) -> None:
    failure(client, "/api/documents", 405, "method_not_allowed", "POST")
    assert client.post("/api/documents").headers["allow"] == "GET, HEAD"
    assert client.put("/sparql").headers["allow"] == "GET, HEAD, POST"


class Broken:
    """A store whose every use fails."""

    engine = "broken"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def query(self, *_: Any, **__: Any) -> Result:
        raise self.error

    def counts(self) -> dict[str, dict[str, int]]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreError("is no store", "/home/somebody/graph.kgl", "set KG_STORE"), 503, "store_unavailable"),
        (QueryError("the query failed"), 400, "bad_query"),
        (InputError("no text"), 400, "bad_input"),
        (NotFoundError("no such thing"), 404, "not_found"),
        (SpanError("a fault of ours"), 500, "internal"),
        (RuntimeError("/home/somebody/secret"), 500, "internal"),
    ],
)
def test_an_error_becomes_its_status_and_tells_no_internals(error: Exception, status: int, code: str) -> None:
    broken: Any = Broken(error)
    told = failure(client_of(broken), "/api/health", status, code)
    assert "somebody" not in str(told)
    assert "fault" not in str(told)


def test_a_file_that_is_no_store_is_503_on_api_and_page(tmp_path: Path) -> None:
    path = tmp_path / "broken.kgl"
    path.write_bytes(b"no graph")
    client = client_of(EmbeddedStore(path))
    told = failure(client, "/api/health", 503, "store_unavailable")
    assert str(tmp_path) not in str(told)
    page = client.get("/", headers={"accept": "text/html"})
    assert page.status_code == 503
    assert "text/html" in page.headers["content-type"]
    assert str(tmp_path) not in page.text


def test_an_empty_store_works(tmp_path: Path) -> None:
    empty: Store = EmbeddedStore(tmp_path / "none.kgl")
    client = client_of(empty)
    assert client.get("/api/documents").json()["rows"] == []
    assert client.get("/api/search", params={"q": "教育"}).json()["clauses"] == []
    for path in ("/", "/view/graph/cooperation", "/view/search?q=教育"):
        assert client.get(path, headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/view/clauses/x", "/view/queries/x", "/view/agencies/x?role=boss"]
)
def test_a_page_that_fails_says_so_in_html(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"accept": "text/html,*/*"})
    assert page.status_code in (404, 422)
    assert page.headers["content-type"].startswith("text/html")
    assert "回到首页" in page.text
