"""What surrounds an agency or a document, as rows that kg.network makes a graph of: named queries only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from api.deps import ask
from kg.network import Neighbourhood, cooperation, neighbourhood
from kg.store.base import Row, Store

NODES = 120  # nodes that a page draws: more can neither be read nor laid out quickly
EDGES = 3000  # rows that are read for it


class Surroundings(NamedTuple):
    """A neighbourhood, and whether more edges exist than were read."""

    found: Neighbourhood
    truncated: bool


def of_agency(store: Store, agency: Mapping[str, Any]) -> Surroundings:
    """An agency's clauses, their documents, who else has a part; its region, members, shared offices."""
    label = "AgencyGroup" if agency["group"] else "Agency"
    centre = {"label": label, "id": str(agency["id"]), "name": str(agency["name"] or agency["id"])}
    return _around(store, centre, "_near_agency_roles", "_near_agency_links")


def of_document(store: Store, document: Mapping[str, Any]) -> Surroundings:
    """A document's clauses with a responsible body, those bodies; issuers and citations."""
    centre = {
        "label": "Document",
        "id": str(document["id"]),
        "name": str(document["title"] or document["id"]),
    }
    return _around(store, centre, "_near_document_roles", "_near_document_links")


def cooperating(store: Store, region: str | None) -> Surroundings:
    """The agencies that share most clauses, of one region (by name) or all."""
    pairs = ask(store, "agency_pairs", {"region": region}, EDGES)
    return Surroundings(cooperation(pairs.rows, NODES), pairs.truncated)


def _around(store: Store, centre: dict[str, str], roles: str, links: str) -> Surroundings:
    parts = ask(store, roles, {"id": centre["id"]}, EDGES)
    others = ask(store, links, {"id": centre["id"]}, EDGES)
    rows = [*others.rows, *parts.rows, *_clauses_of(parts.rows)]
    return Surroundings(neighbourhood(rows, centre, NODES), parts.truncated or others.truncated)


def _clauses_of(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """(document)-[HAS_PART]->(clause) for each clause in `rows`, past the sections between them."""
    for row in rows:
        yield {
            "source": row["document"],
            "source_label": "Document",
            "source_name": row["title"],
            "kind": "HAS_PART",
            "target": row["target"],
            "target_label": "Clause",
            "target_name": row["target_name"],
            "document": row["document"],
        }
