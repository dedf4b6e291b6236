"""The fixture `chromium`: the system's own browser, watched for what it fetches and complains of.

A conftest.py offers it with
`from tests.browser.chromium import chromium, pytest_collection_modifyitems`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    WebSocket,
    sync_playwright,
)

from tests.requirements import unavailable

NAME = "chromium"
EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass  # not frozen: Playwright ties its wrappers to the object whose methods listen
class WatchedPage:
    """A page, every URL that it asked for and every error that reached its console.

    Playwright does not report the request for a favicon, only the error where there is none.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def note_socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def note_exception(self, error: WebError) -> None:
        self.errors.append(str(error.error))


@dataclass(frozen=True)
class Chromium:
    """A running browser; every page it opens starts without cookies, storage or cache."""

    browser: Browser

    @contextmanager
    def open(self, url: str, width: int = 1280, height: int = 800) -> Iterator[WatchedPage]:
        """Open a page in a Chinese-speaking window, watched from before its first request."""
        context = self.browser.new_context(
            locale="zh-CN", viewport={"width": width, "height": height}, service_workers="block"
        )
        try:
            watched = _watch(context)
            watched.page.goto(url)
            yield watched
        finally:
            context.close()


def _watch(context: BrowserContext) -> WatchedPage:
    """Listen on the context rather than the page, so that pop-ups are heard as well."""
    watched = WatchedPage(context.new_page())
    context.on("request", watched.note_request)
    context.on("console", watched.note_message)
    context.on("weberror", watched.note_exception)
    watched.page.on("websocket", watched.note_socket)
    context.on("page", lambda popup: popup.on("websocket", watched.note_socket))
    return watched


def _executable() -> str:
    found = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    return found or unavailable(
        NAME, f"none of {', '.join(EXECUTABLES)} is on PATH: apt-get install chromium"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One browser for the session; it ends with the session."""
    path = _executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield Chromium(browser)
        browser.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: once started, Playwright leaves its event loop running.

    Until the session ends, `asyncio.run` in any other test would then be refused.
    """
    items.sort(key=lambda item: NAME in getattr(item, "fixturenames", ()))
