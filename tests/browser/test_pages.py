"""The pages in a real browser: nothing from elsewhere, no console error, the graph drawn, names that stay names."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
import uvicorn
from playwright.sync_api import Page

from api.app import create_app
from tests.api import sample
from tests.browser.chromium import Chromium, WatchedPage

PAGES = [
    "/",
    f"/view/lineage/{quote(sample.PROVINCE)}",
    f"/view/coverage/{quote(sample.PROVINCE)}",
    f"/view/coverage/{quote(sample.CITY)}",
    f"/view/targets/{quote(sample.CITY)}",
    f"/view/clauses/{quote(sample.PROVINCE_CLAUSE)}",
    f"/view/graph/lineage/{quote(sample.PROVINCE)}",
    "/docs",
    "/ontology",
    "/dataset",
    "/id/Activity/inference",
    "/view/search?q=教育",
    f"/view/documents/{quote(sample.CITY)}",
    f"/view/documents/{quote(sample.HOSTILE)}",
    f"/view/clauses/{quote(sample.HOSTILE_CLAUSE)}",
    f"/view/agencies/{quote(sample.EVIL)}",
    "/view/queries/agency_roles?agency=栖山市财政局",
    "/view/graph/cooperation",
    f"/view/graph/document/{quote(sample.HOSTILE)}",
    f"/view/graph/agency/{quote(sample.EDUCATION)}",
]
DRAWN = "#graph[data-drawn=true]"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on a free port of 127.0.0.1; stopped, and waited for, at the end."""
    store = sample.build(tmp_path_factory.mktemp("browser") / "sample.kgl")
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(create_app(store), log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        wait(running)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(timeout=20)
        listening.close()
        store.close()


def wait(running: uvicorn.Server) -> None:
    end = time.monotonic() + 20
    while not running.started:
        assert time.monotonic() < end, "the server does not start"
        time.sleep(0.02)


def clean(watched: WatchedPage, server: str) -> None:
    """Every request went to the page's own server, and the console has no error (a CSP breach is one)."""
    assert watched.requests
    assert [url for url in watched.requests if not url.startswith(f"{server}/")] == []
    assert watched.errors == []
    assert watched.page.evaluate("window.hacked") is None


def graph(page: Page) -> None:
    """Waits until the graph stands still."""
    page.wait_for_selector(DRAWN, timeout=30_000)
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_fits(chromium: Chromium, server: str, path: str, width: int) -> None:
    with chromium.open(server + path, width=width) as watched:
        if "/graph/" in path:
            graph(watched.page)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Han')
        clean(watched, server)


def test_a_wide_table_takes_the_window(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/queries/targets", width=1600) as watched:
        wide = watched.page.evaluate("document.querySelector('.scroll').getBoundingClientRect().width")
        assert wide > 1200
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 1600
        assert watched.page.evaluate("document.querySelector('main form').offsetWidth") <= 1100


@pytest.mark.parametrize("width", [1280, 390])
def test_the_words_of_the_ontologys_drawing_can_be_read(chromium: Chromium, server: str, width: int) -> None:
    script = (
        """[...document.querySelectorAll('.drawing .words')].map(one => one.getBoundingClientRect().height)"""
    )
    with chromium.open(f"{server}/ontology", width=width) as watched:
        heights = watched.page.evaluate(script)
        assert min(heights) >= 12


PAINTED = """() => {
  const canvas = document.querySelector('#graph canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] === 255) seen.add([pixels[i], pixels[i + 1], pixels[i + 2]].join());
  }
  return [...seen];
}"""


def test_the_graph_is_painted_in_the_colours_of_its_legend(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/graph/document/{quote(sample.CITY)}") as watched:
        graph(watched.page)
        painted = watched.page.evaluate(PAINTED)
        fills = watched.page.eval_on_selector_all(
            ".legend circle", "all => all.map(one => getComputedStyle(one).fill.match(/\\d+/g).join())"
        )
        assert len(fills) == 3
        assert set(fills) <= set(painted)
        clean(watched, server)


def test_the_lineage_graph_is_shown_whole(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/graph/lineage/{quote(sample.PROVINCE)}") as watched:
        graph(watched.page)
        high = watched.page.evaluate("document.getElementById('graph').clientHeight")
        for clause in (sample.PROVINCE_CLAUSE, sample.LEAD_CLAUSE, sample.HOSTILE_CLAUSE):
            place = watched.page.evaluate("id => document.getElementById('graph').positionOf(id)", clause)
            assert 0 < place["y"] < high
        clean(watched, server)


def at(page: Page, node: str) -> tuple[float, float]:
    """Where a node stands in the window."""
    page.locator("#graph").scroll_into_view_if_needed()
    found = page.evaluate(
        """id => {
          const box = document.getElementById('graph');
          const frame = box.getBoundingClientRect(), place = box.positionOf(id);
          return [frame.left + place.x, frame.top + place.y];
        }""",
        node,
    )
    return found[0], found[1]


@pytest.mark.parametrize(
    ("node", "address"),
    [
        (f"Agency {sample.EDUCATION}", f"/view/agencies/{sample.EDUCATION}"),
        (f"Clause {sample.LEAD_CLAUSE}", f"/view/clauses/{sample.LEAD_CLAUSE}"),
        (f"Document {sample.PROVINCE}", f"/view/documents/{sample.PROVINCE}"),
    ],
)
def test_a_click_on_a_node_opens_its_page(chromium: Chromium, server: str, node: str, address: str) -> None:
    with chromium.open(f"{server}/view/graph/document/{quote(sample.CITY)}") as watched:
        graph(watched.page)
        watched.page.mouse.click(*at(watched.page, node))
        watched.page.wait_for_url(lambda url: unquote(url) == server + address, timeout=10_000)
        assert watched.page.locator("h1").is_visible()
        clean(watched, server)


def test_pointing_at_an_edge_shows_the_sentence(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/graph/agency/{quote(sample.EVIL)}") as watched:
        graph(watched.page)
        watched.page.evaluate("document.getElementById('graph').straighten()")
        one = at(watched.page, f"Agency {sample.EVIL}")
        other = at(watched.page, f"Clause {sample.HOSTILE_CLAUSE}")
        watched.page.mouse.move(one[0], one[1] - 90)
        watched.page.mouse.move((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, steps=8)
        tip = watched.page.locator(".vis-tooltip")
        tip.wait_for(state="visible", timeout=5_000)
        assert tip.inner_text() == "牵头 leads\n<img src=x onerror=alert(2)>局牵头。"
        assert tip.locator("img").count() == 0
        clean(watched, server)


def test_a_hostile_name_is_shown_as_it_is_written(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/graph/agency/{quote(sample.EVIL)}") as watched:
        graph(watched.page)
        watched.page.mouse.move(*at(watched.page, f"Agency {sample.EVIL}"), steps=4)
        tip = watched.page.locator(".vis-tooltip")
        tip.wait_for(state="visible", timeout=5_000)
        assert tip.inner_text() == sample.EVIL_NAME
        assert tip.locator("img").count() == 0
        assert watched.page.locator("h1").inner_text().startswith(sample.EVIL_NAME)
        clean(watched, server)


def test_from_search_to_the_sentence(chromium: Chromium, server: str) -> None:
    with chromium.open(server) as watched:
        page = watched.page
        page.get_by_role("searchbox", name="检索 Search").fill("办学规模")
        page.get_by_role("button", name="检索").click()
        page.locator(f'main a[href="/view/clauses/{quote(sample.LEAD_CLAUSE)}"]').click()
        assert page.locator(".text mark").all_inner_texts() == [sample.QUOTE]
        page.get_by_role("link", name="栖山市教育局").click()
        page.get_by_role("link", name="牵头", exact=True).click()
        assert page.url.endswith("?role=lead")
        assert page.locator("td.quote", has_text=sample.QUOTE).count() == 1
        clean(watched, server)


def test_a_query_is_asked_through_its_form(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/queries/agency_roles") as watched:
        page = watched.page
        page.locator("input[name=agency]").fill("栖山市财政局")
        page.locator("select[name=role]").select_option("cooperate")
        page.get_by_role("button", name="查询").click()
        assert page.locator("tbody tr").count() == 1
        assert sample.QUOTE in page.locator("tbody").inner_text()
        clean(watched, server)


def test_from_the_matrix_to_the_pair(chromium: Chromium, server: str) -> None:
    with chromium.open(f"{server}/view/documents/{quote(sample.PROVINCE)}") as watched:
        page = watched.page
        page.get_by_role("link", name="任务承接 Coverage").click()
        fill = "getComputedStyle(document.querySelector('td.cell.{}')).backgroundColor"
        assert page.evaluate(fill.format("direct")) != page.evaluate(fill.format("partial"))
        page.locator("td.cell.direct a").click()
        pair = page.locator("section.pair:target")
        assert pair.locator("mark").all_inner_texts() == ["扩大办学规模", "扩大办学规模"]
        page.get_by_role("link", name="岚山省职业教育改革实施方案").first.click()
        page.get_by_role("link", name="沿袭图 Lineage graph").click()
        graph(page)
        assert at(page, sample.PROVINCE_CLAUSE)[0] < at(page, sample.LEAD_CLAUSE)[0]
        clean(watched, server)


def test_dark_mode_changes_the_paper(chromium: Chromium, server: str) -> None:
    with chromium.open(server) as watched:
        background = "getComputedStyle(document.body).backgroundColor"
        light = watched.page.evaluate(background)
        watched.page.emulate_media(color_scheme="dark")
        assert watched.page.evaluate(background) != light
        clean(watched, server)
