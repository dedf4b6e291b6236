"""/search: documents, agencies and clauses in one go."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import DEFAULT_ROWS, Limit, StoreDep, ask
from api.schemas import Found, Hit
from kg.store.base import Row, Store
from queries.run import Answer

router = APIRouter(tags=["search"])

Words = Annotated[
    str,
    Query(min_length=1, max_length=200, description="检索词，空格分隔，须全部出现 · words; all must occur"),
]


@router.get("/search", summary="检索 · search")
def search(store: StoreDep, q: Words, limit: Limit = DEFAULT_ROWS) -> Found:
    """按标题、名称与条款原文检索，各类各自排序。By title, name and text; each kind by score."""
    return find(store, q, limit)


def find(store: Store, q: str, limit: int) -> Found:
    """What the words find, at most `limit` of each kind. QueryError where they hold no word to search for."""
    documents = ask(store, "_search_documents", {"q": q}, limit)
    agencies = ask(store, "search_agencies", {"q": q}, limit)
    clauses = ask(store, "search_clauses", {"q": q}, limit)
    return Found(
        q=q,
        documents=_hits(documents, "Document", ("id", "title", "number")),
        agencies=_hits(agencies, "Agency", ("agency", "name", "region")),
        clauses=_hits(clauses, "Clause", ("clause", "heading", "title")),
        truncated=any(answer.truncated for answer in (documents, agencies, clauses)),
        limit=limit,
    )


def _hits(answer: Answer, label: str, columns: tuple[str, str, str]) -> list[Hit]:
    return [_hit(row, label, columns) for row in answer.rows]


def _hit(row: Row, label: str, columns: tuple[str, str, str]) -> Hit:
    """A row as a hit; `columns` name its id, name and where it stands."""
    identifier, name, where = (row[column] for column in columns)
    text = row["quote"] if label == "Clause" else None
    told = {"id": identifier, "name": name, "where": where, "text": text, "score": row["score"]}
    return Hit.model_validate({"label": label, **told})
