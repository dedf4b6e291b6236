"""/clauses: one clause with its text and who answers for it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import StoreDep, ask, one
from api.schemas import ClauseDetail
from kg.store.base import Store

router = APIRouter(prefix="/clauses", tags=["clauses"])


@router.get("/{clause:path}", summary="一个条款 · one clause")
def clause(store: StoreDep, clause: str) -> ClauseDetail:
    """原文与责任分工，各附原句及其位置。The text and the assignments, each with its sentence and span."""
    return ClauseDetail.model_validate(detail(store, clause))


def detail(store: Store, clause: str) -> dict[str, Any]:
    """Everything of schemas.ClauseDetail. NotFoundError where the graph holds no such clause."""
    found = one(store, "_clause", "clause", clause)
    assignments = ask(store, "clause_agencies", {"clause": clause})
    programmes = ask(store, "_clause_programmes", {"id": clause})
    return {
        **found,
        "assignments": assignments.rows,
        "programmes": programmes.rows,
        "truncated": assignments.truncated,
    }
