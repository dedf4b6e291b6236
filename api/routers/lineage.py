"""/documents/…/lineage, coverage, targets and /clauses/…/lineage: what carries out what, and what was not found."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import StoreDep, ask, one
from api.schemas_lineage import Coverage, Lineage, Targets
from kg.store.base import Store
from queries import lineage
from queries.covered import covered

router = APIRouter()


def known(store: Store, document: str) -> str:
    """The id of a document by whatever it is called. NotFoundError where the graph holds none."""
    return str(ask(store, "document_header", {"document": document}, 1).rows[0]["id"])


@router.get("/documents/{document:path}/lineage", tags=["documents"], summary="上级依据与落实 · lineage")
def of_document(
    store: StoreDep,
    document: str,
    other: Annotated[
        str | None, Query(alias="with", description="只看与此文件之间 · only what ties it to this document")
    ] = None,
) -> Lineage:
    """条款对：上级条款（或附件行）→ 下级条款，附对应语句。Pairs of clauses with the phrases that align them."""
    found = lineage.of_document(store, known(store, document), known(store, other) if other else None)
    return Lineage.model_validate({"pairs": [link.as_json() for link in found]})


@router.get("/documents/{document:path}/coverage", tags=["documents"], summary="任务承接 · coverage")
def coverage(store: StoreDep, document: str) -> Coverage:
    """各任务由哪些已载入文件承接；未找到不等于未落实。Tasks × loaded documents; not found is not the same as not done."""
    return Coverage.model_validate(covered(store, known(store, document)).as_json())


@router.get("/documents/{document:path}/targets", tags=["documents"], summary="目标对应 · targets")
def targets(store: StoreDep, document: str) -> Targets:
    """上下级目标并列，并列出下级之和。Targets above and below, side by side, and sums of those below."""
    key = known(store, document)
    pairs: list[dict[str, Any]] = [dict(row) for row in lineage.ask(store, "target_pairs", document=key)]
    sums: list[dict[str, Any]] = [dict(row) for row in lineage.ask(store, "target_sums", document=key)]
    return Targets(document=key, pairs=pairs, sums=sums)


@router.get("/clauses/{clause:path}/lineage", tags=["clauses"], summary="条款沿袭 · lineage of a clause")
def of_clause(store: StoreDep, clause: str) -> Lineage:
    """自国家至县的承接链。The chain up to the nation and down to the county."""
    one(store, "_clause", "clause", clause)
    found = lineage.of_clause(store, clause)
    return Lineage.model_validate({"pairs": [link.as_json() for link in found]})
