"""Addresses of pages and API resources. Ids hold `/`, `#`, 〔〕 and Chinese; only `/` stays as it is."""

from __future__ import annotations

from urllib.parse import quote, urlencode

_PAGES = {
    "Document": "documents",
    "Clause": "clauses",
    "Task": "clauses",
    "Agency": "agencies",
    "AgencyGroup": "agencies",
}


def encoded(identifier: str) -> str:
    """An id as part of a path: 鲁政发〔2020〕3号#二/（一） → …%23…/… ."""
    return quote(identifier, safe="/")


def node_url(label: str, identifier: str) -> str | None:
    """The page of a node, None for a label without a page of its own."""
    kind = _PAGES.get(label)
    return f"/view/{kind}/{encoded(identifier)}" if kind else None


def with_query(path: str, **params: str | int | None) -> str:
    """`path` with a query string of the parameters that are set."""
    known = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{path}?{urlencode(known)}" if known else path
