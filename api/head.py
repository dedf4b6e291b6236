"""HEAD on every address that answers GET: the same status and headers, no body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """ASGI middleware that lets a HEAD through as a GET and keeps the body back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything else through as it is."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)


def install(app: FastAPI) -> None:
    """Answers HEAD wherever `app` answers GET."""
    app.add_middleware(HeadAsGet)


def allowed(methods: str) -> str:
    """The methods of an Allow header in a fixed order, with HEAD beside GET.

    >>> allowed("POST, GET")
    'GET, HEAD, POST'
    """
    known = {method.strip() for method in methods.split(",")}
    return ", ".join(sorted(known | ({"HEAD"} if "GET" in known else set())))
