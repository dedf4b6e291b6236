"""/documents: the list, one document with its outline and citations, its clauses."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import MOST_ROWS, StoreDep, WindowDep, ask, page
from api.schemas import ClauseLine, Document, DocumentDetail, Page, Quality
from kg.records import Level, Status
from kg.store.base import Store

router = APIRouter(prefix="/documents", tags=["documents"])

Region = Annotated[
    str | None, Query(max_length=60, description="地区或省的全称 · full name of the region or province")
]
LevelName = Annotated[Level | None, Query(description="层级 · level")]
Year = Annotated[int | None, Query(ge=1949, le=2100, description="成文年份 · year of the document")]
StatusName = Annotated[Status | None, Query(description="状态 · status")]


@router.get("", summary="文件列表 · documents")
def documents(
    store: StoreDep,
    asked: WindowDep,
    region: Region = None,
    level: LevelName = None,
    year: Year = None,
    status: StatusName = None,
) -> Page[Document]:
    """已载入的文件，新者在前。Loaded documents, newest first."""
    values = {"region": region, "level": level, "year": year, "status": status}
    return Page[Document].model_validate(page(store, "_documents", values, asked))


@router.get("/{document:path}/clauses", summary="文件的条款 · clauses of a document")
def clauses(store: StoreDep, document: str, asked: WindowDep) -> Page[ClauseLine]:
    """条款及原文，按文中次序。The clauses with their text, in the document's order."""
    known = ask(store, "document_header", {"document": document}, 1).rows[0]["id"]
    found = page(store, "_document_clauses", {"document": str(known)}, asked)
    return Page[ClauseLine].model_validate(found)


@router.get("/{document:path}/quality", summary="文件的质量报告 · quality report of a document")
def quality(store: StoreDep, document: str) -> Quality:
    """每处修复与存疑，附行号、位置与原文。Each repair and doubt, with its line, place and words."""
    header = ask(store, "document_header", {"document": document}, 1).rows[0]
    found = ask(store, "findings", {"document": str(header["id"])}, MOST_ROWS)
    repaired = sum(row["severity"] == "repaired" for row in found.rows)
    told = {
        "document": header["id"],
        "title": header["title"],
        "file": header["file"],
        "repaired": repaired,
        "doubts": len(found.rows) - repaired,
        "findings": found.rows,
        "truncated": found.truncated,
    }
    return Quality.model_validate(told)


@router.get("/{document:path}", summary="一份文件 · one document")
def document(store: StoreDep, document: str) -> DocumentDetail:
    """题头、大纲、引用；可用标识、字号、标题或文件名。By id, number, title or file name."""
    return DocumentDetail.model_validate(detail(store, document))


def detail(store: Store, document: str) -> dict[str, Any]:
    """Everything of schemas.DocumentDetail. NotFoundError where the graph holds no such document."""
    header = ask(store, "document_header", {"document": document}, 1).rows[0]
    known = {"document": str(header["id"])}
    outline = ask(store, "document_outline", known, MOST_ROWS)
    citations = ask(store, "document_citations", known)
    findings = ask(store, "findings", known)
    return {
        **header,
        "issuers": ask(store, "_issuers", known).rows,
        "outline": outline.rows,
        "citations": citations.rows,
        "findings": findings.rows,
        "truncated": outline.truncated or citations.truncated or findings.truncated,
    }
