"""What the API answers about lineage; every field told in Chinese and English."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ClausePair(BaseModel):
    """上下级条款对。Two clauses of which the lower carries out the higher, or an annex row and its body clause."""

    model_config = ConfigDict(populate_by_name=True)

    above: str = Field(
        alias="from",
        description="上级条款或附件行 · the higher clause, or annex row: 003 附件/7",
    )
    to: str = Field(description="下级条款或正文条款 · the lower clause, or body clause")
    grade: int = Field(description="2 直接，1 部分 · 2 direct, 1 partial")
    score: float = Field(description="得分，0 至 1 · score, 0 to 1")
    kind: str = Field(description="implements 落实，details 细化 · implements or details")
    direction: str = Field(description="up 上级，down 下级，inside 文件之内 · seen from what was asked for")
    hops: int = Field(description="级数 · distance from the clause that was asked for")
    ground: str = Field(
        description="比对理由：cited 引用，presumed 推定 · why the documents are held against each other"
    )
    method: str = Field(description="方法 · how it was found")
    decided: bool = Field(description="人工确认 · confirmed by a person")
    reason: list[str] = Field(description="对应语句 · the aligned phrases, as in the lower document")
    from_clause: str = Field(description="上级条款标识 · id of the higher clause")
    to_clause: str = Field(description="下级条款标识 · id of the lower clause")
    from_sentence: str = Field(description="上级原句 · the sentence above")
    to_sentence: str = Field(description="下级原句 · the sentence below")


class Lineage(BaseModel):
    """上级依据与落实。What carries out what."""

    pairs: list[ClausePair] = Field(description="条款对 · pairs of clauses")


class Taker(BaseModel):
    """承接任务的文件。A document that takes up tasks."""

    document: str = Field(description="文件标识 · id of the document")
    title: str = Field(description="标题 · title")
    region: str = Field(description="地区 · region")
    level: str = Field(description="层级 · level")
    status: str = Field(
        description="issued 印发，draft_for_comment 征求意见稿… · issued, or which kind of draft"
    )
    matched: bool = Field(
        description="否：比对过，未能对应到条款 · false: compared; no clause could be matched"
    )
    ground: str = Field(
        description="比对理由：cited 引用，presumed 推定；仅由人工决定联系的为空 · why they were compared; empty for a decision alone"
    )


class Added(BaseModel):
    """对应条款中上级没有的语句或指标。What a matched clause says of its own."""

    clause: str = Field(description="条款标识 · id of the clause")
    path: str = Field(description="编号路径 · number path")
    heading: str = Field(description="标题 · heading")
    sentence: str = Field(description="语句 · the sentence")
    start: int = Field(description="起 · where it begins in the document's text")
    end: int = Field(description="止 · where it ends")
    whole: bool = Field(description="整句未对应；否则仅指标 · the whole sentence, or else only its numbers")
    numbers: list[str] = Field(description="上级没有的指标 · numbers that go back to none above")


class TakenUp(BaseModel):
    """某文件对某任务的承接。How a document takes up a task."""

    child: str = Field(description="承接条款标识 · id of the best clause")
    child_document: str = Field(description="文件标识 · id of its document")
    grade: str = Field(description="direct 直接，partial 部分 · grade")
    score: float = Field(description="得分 · score")
    ground: str | None = Field(default=None, description="比对理由 · ground")


class CoveredTask(BaseModel):
    """一项任务与承接它的条款。A task and the clauses that take it up."""

    clause: str = Field(description="任务条款标识 · id of the task")
    path: str = Field(description="编号路径 · number path")
    heading: str = Field(description="标题 · heading")
    taken_up: list[TakenUp] = Field(description="承接情况 · who takes it up, best clause of each document")


class Coverage(BaseModel):
    """任务承接情况。Tasks × documents."""

    document: str = Field(description="文件标识 · id of the document")
    documents: list[Taker] = Field(description="承接的文件 · documents that take up tasks")
    tasks: list[CoveredTask] = Field(description="任务 · the tasks, in order")
    not_found: list[str] = Field(
        description="在已载入文件中未找到承接者 · tasks not found in the loaded documents"
    )
    draft_only: list[str] = Field(description="仅见于草案的任务 · tasks that drafts alone take up")
    additions: dict[str, list[str]] = Field(
        description="各文件自行增加的任务 · for each document, tasks of its own"
    )
    added_within: dict[str, list[Added]] = Field(
        description="各文件在对应条款内增加的语句与指标 · for each document, what its matched clauses say of their own"
    )


class Targets(BaseModel):
    """目标的上下对应。Targets above and below."""

    document: str = Field(description="文件标识 · id of the document")
    pairs: list[dict[str, Any]] = Field(
        description="目标对，列同查询 target_pairs · as the query target_pairs gives them"
    )
    sums: list[dict[str, Any]] = Field(
        description="下级之和，列同查询 target_sums · as the query target_sums gives them"
    )
