"""What the API answers: one model a resource, every field told in Chinese and English."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Item = TypeVar("Item")
Words = Annotated[
    list[str], BeforeValidator(lambda value: value or [])
]  # a list that the graph does not hold is empty


class Failure(BaseModel):
    """失败的原因。What went wrong, where, and what to do."""

    code: str = Field(description="错误代码 · a stable code", examples=["not_found"])
    message: str = Field(description="发生了什么 · what happened, one line")
    where: str = Field(default="", description="何处：查询、参数或标识 · the query, parameter or id")
    hint: str = Field(default="", description="如何处理 · what to do")


class ErrorBody(BaseModel):
    """所有失败的统一形式。The one shape of every failure."""

    error: Failure


class Page(BaseModel, Generic[Item]):
    """一页结果。A page of rows."""

    rows: list[Item] = Field(description="结果行 · the rows, in a fixed order")
    truncated: bool = Field(description="此后还有 · True where more rows exist than are given here")
    limit: int = Field(description="行数上限 · the row cap that applied")
    offset: int = Field(default=0, description="跳过的行数 · rows skipped")


class Resource(BaseModel):
    """Fields that a query does not give are null; fields that no model knows are dropped."""

    model_config = ConfigDict(extra="ignore")


class Health(BaseModel):
    """服务状态。Whether the service works, and what it serves."""

    status: str = Field(description="正常为 ok · ok where the store answers")
    engine: str = Field(description="图引擎 · the graph engine: kglite or neo4j")
    version: str = Field(description="程序版本 · the version of zhengmai")
    ontology: int = Field(description="本体版本 · the version of the ontology")
    nodes: dict[str, int] = Field(description="各类节点数 · nodes by label")
    edges: dict[str, int] = Field(description="各类关系数 · edges by kind")


class Document(Resource):
    """政策文件。A policy document."""

    id: str = Field(description="标识 · id, percent-encode it in a path")
    title: str | None = Field(default=None, description="标题 · title")
    number: str | None = Field(default=None, description="发文字号 · document number as printed")
    date: str | None = Field(default=None, description="成文日期 · date, YYYY-MM-DD")
    status: str | None = Field(
        default=None, description="状态：印发、征求意见稿… · issued, draft_for_comment, …"
    )
    level: str | None = Field(default=None, description="层级 · national, province, city, county, town")
    region: str | None = Field(default=None, description="地区全称 · the region's full name")
    province: str | None = Field(default=None, description="省份 · the province's full name")
    file: str | None = Field(default=None, description="来源文件 · the file that it was read from")
    stub: bool = Field(default=False, description="被引用而未载入 · cited, but not loaded")


class Part(Resource):
    """大纲中的一项：章节或条款。A line of the outline: a section or a clause."""

    id: str = Field(description="标识 · id")
    part: str = Field(description="章节或条款 · section or clause")
    depth: int = Field(description="层次，自 1 起 · 1 right under the document")
    printed: str | None = Field(default=None, description="编号 · printed number")
    path: str | None = Field(default=None, description="编号路径 · number path")
    heading: str | None = Field(default=None, description="标题 · heading")
    kind: str | None = Field(
        default=None, description="条款类别 · task, goal, principle, safeguard, annex_task"
    )


class Citation(Resource):
    """引用与被引用。A document that this one cites (out), or that cites it (in)."""

    direction: str = Field(description="out 引用，in 被引用 · out: cited here; in: cites this one")
    relation: str | None = Field(
        default=None, description="依据、提及、废止、附于 · basis, mention, repeal, attachment"
    )
    other: str = Field(description="另一文件的标识 · id of the other document")
    other_title: str | None = Field(default=None, description="标题 · its title")
    other_number: str | None = Field(default=None, description="发文字号 · its number")
    loaded: bool = Field(description="已载入 · whether it is loaded")
    quote: str | None = Field(default=None, description="原句 · the words that cite it")
    start: int | None = Field(
        default=None, description="起始偏移 · first character in the citing document's text"
    )
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")


class AgencyRef(Resource):
    """机构。An agency by id and name."""

    id: str = Field(description="标识 · id")
    name: str | None = Field(default=None, description="名称 · name")


class Finding(Resource):
    """质量问题。A repair or a doubt that the reading of a document left."""

    kind: str = Field(description="问题代码 · which kind of finding")
    severity: str = Field(description="repaired 已修复，doubt 存疑 · what became of it")
    message_zh: str = Field(description="问题 · the kind in Chinese")
    message_en: str = Field(description="英文说明 · the kind in English")
    message: str = Field(description="具体说明 · what was found here")
    line: int | None = Field(default=None, description="行 · line of the text, from 1")
    start: int | None = Field(default=None, description="起始偏移 · first character")
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")
    quote: str | None = Field(default=None, description="原文 · the words there")


class Quality(BaseModel):
    """一份文件的质量报告。The quality report of a document."""

    document: str = Field(description="文件标识 · id of the document")
    title: str | None = Field(default=None, description="文件标题 · its title")
    file: str | None = Field(default=None, description="来源文件 · the file it was read from")
    repaired: int = Field(description="已修复的处数 · how many places were repaired")
    doubts: int = Field(description="存疑的处数 · how many are in doubt")
    findings: list[Finding] = Field(description="按文中次序 · in the document's order")
    truncated: bool = Field(description="未尽列 · True where they go on")


class DocumentDetail(Document):
    """文件的题头、大纲与引用。A document with its header, outline and citations."""

    format: str | None = Field(default=None, description="格式与编码 · format and encoding")
    text_length: int | None = Field(default=None, description="字数 · characters")
    sections: int = Field(description="章节数 · sections")
    clauses: int = Field(description="条款数 · clauses")
    tasks: int = Field(description="任务数 · clauses that give somebody something to do")
    issuers: list[AgencyRef] = Field(description="发文机关 · who issued it")
    outline: list[Part] = Field(description="大纲 · sections and clauses in order")
    citations: list[Citation] = Field(description="引用与被引用 · citations, both ways")
    findings: list[Finding] = Field(description="修复与存疑之处 · repairs and doubts")
    truncated: bool = Field(
        description="大纲、引用或问题未尽列 · True where the outline, citations or findings go on"
    )


class ClauseLine(Resource):
    """条款。A clause as a line of a list."""

    id: str = Field(description="标识 · id")
    number: str | None = Field(default=None, description="编号 · printed number")
    path: str | None = Field(default=None, description="编号路径 · number path")
    heading: str | None = Field(default=None, description="标题 · heading")
    kind: str | None = Field(default=None, description="类别 · task, goal, principle, safeguard, annex_task")
    text: str | None = Field(default=None, description="原文 · the clause's own text")
    start: int | None = Field(default=None, description="起始偏移 · first character in the document's text")
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")
    deadlines: Words = Field(default_factory=list, description="时限 · YYYY or YYYY-MM-DD")
    document: str | None = Field(default=None, description="所属文件 · id of its document")


class Assignment(Resource):
    """责任分工及其原句。An agency's part in a clause, with the sentence that says so."""

    role: str = Field(description="牵头、配合、负责 · lead, cooperate, responsible")
    agency: str = Field(description="机构标识 · id of the agency")
    name: str | None = Field(default=None, description="机构名称 · name of the agency")
    group: bool = Field(default=False, description="机构群 · a group of agencies")
    surface: str | None = Field(default=None, description="文中名称 · the name as the document means it")
    open_list: bool = Field(default=False, description="以“等”结尾 · the list ends in 等")
    quote: str | None = Field(default=None, description="原句 · the sentence that says so")
    start: int | None = Field(default=None, description="起始偏移 · first character in the document's text")
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")


class Mention(Resource):
    """条款涉及的政策概念及其原句。A programme that a clause mentions, with the sentence that says so."""

    programme: str = Field(description="概念标识 · id of the programme")
    name: str = Field(description="规范名称 · canonical name")
    field: str | None = Field(
        default=None, description="领域 · field of policy, where it is a known programme"
    )
    surface: str | None = Field(default=None, description="文中名称 · the name in the text")
    quote: str | None = Field(default=None, description="原句 · the sentence that says so")
    start: int | None = Field(default=None, description="起始偏移 · first character in the document's text")
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")


class ClauseDetail(ClauseLine):
    """条款全文、分工与涉及的政策概念。A clause with its assignments and the programmes that it mentions."""

    document_title: str | None = Field(default=None, description="文件标题 · title of its document")
    assignments: list[Assignment] = Field(description="责任分工 · assignments")
    programmes: list[Mention] = Field(description="政策概念 · programmes mentioned")
    truncated: bool = Field(description="分工未尽列 · True where the assignments go on")


class Agency(AgencyRef):
    """责任主体。A body that can be given a task."""

    function: str | None = Field(default=None, description="职能 · the name without its region")
    region: str | None = Field(default=None, description="地区全称 · the region's full name")
    level: str | None = Field(default=None, description="层级 · level")
    kind: str | None = Field(default=None, description="类别 · kind")
    valid_from: str | None = Field(default=None, description="最早可能存在之日 · not there before")
    valid_to: str | None = Field(default=None, description="最晚可能存在之日 · gone after")
    doubt: str | None = Field(default=None, description="存疑原因 · why it could not be placed")
    group: bool = Field(default=False, description="机构群 · a group of agencies")
    unresolved: bool = Field(default=False, description="未能确认 · not placed with certainty")
    clauses: int | None = Field(
        default=None, description="涉及的条款数 · clauses that it has a part in (in lists)"
    )


class AgencyTask(Resource):
    """机构的一项任务。A clause that gives the agency something to do."""

    role: str = Field(description="角色 · lead, cooperate, responsible")
    clause: str = Field(description="条款标识 · id of the clause")
    heading: str | None = Field(default=None, description="条款标题 · heading of the clause")
    path: str | None = Field(default=None, description="编号路径 · number path")
    surface: str | None = Field(default=None, description="文中名称 · the name as the document means it")
    open_list: bool = Field(default=False, description="以“等”结尾 · the list ends in 等")
    quote: str | None = Field(default=None, description="原句 · the sentence that says so")
    start: int | None = Field(default=None, description="起始偏移 · first character")
    end: int | None = Field(default=None, description="结束偏移 · offset after the last character")
    document: str | None = Field(default=None, description="文件标识 · id of the document")
    title: str | None = Field(default=None, description="文件标题 · title of the document")
    number: str | None = Field(default=None, description="发文字号 · its number")


class Hit(Resource):
    """检索结果。Something that the search found."""

    label: str = Field(description="类别 · Document, Agency or Clause")
    id: str = Field(description="标识 · id")
    name: str | None = Field(default=None, description="名称或标题 · name or title")
    text: str | None = Field(default=None, description="条款原文 · the clause's text")
    where: str | None = Field(default=None, description="文件、字号或地区 · its document, number or region")
    score: int = Field(description="得分，同类之内可比 · score, comparable within a label")


class Found(BaseModel):
    """检索结果，按类分组。What a search found, by kind."""

    q: str = Field(description="检索词 · the words")
    documents: list[Hit] = Field(description="文件 · documents")
    agencies: list[Hit] = Field(description="机构 · agencies")
    clauses: list[Hit] = Field(description="条款 · clauses")
    truncated: bool = Field(description="某类未尽列 · True where one of the kinds goes on")
    limit: int = Field(description="每类的行数上限 · the row cap for each kind")


class Parameter(BaseModel):
    """查询的参数。A parameter of a named query."""

    name: str = Field(description="参数名 · name in the query string")
    type: str = Field(
        description="类型：agency、document 等接受名称或标识 · type; agency, document, … take names or ids"
    )
    required: bool = Field(description="必填 · required")
    default: str | int | None = Field(default=None, description="缺省值 · default")
    zh: str = Field(description="中文名 · name in Chinese")
    en: str = Field(description="英文名 · name in English")
    choices: dict[str, str] = Field(
        default_factory=dict, description="可取的值及其中文 · the values, with Chinese names"
    )


class QueryColumn(BaseModel):
    """查询的结果列。A column of a named query."""

    name: str = Field(description="列名 · key in each row")
    zh: str = Field(description="中文名 · name in Chinese")
    en: str = Field(description="英文名 · name in English")


class QueryInfo(BaseModel):
    """一个预置查询。A named query."""

    name: str = Field(description="名称 · name")
    zh: str = Field(description="中文标题 · title in Chinese")
    en: str = Field(description="英文标题 · title in English")
    view: str = Field(description="适合的展示方式 · table, network, bar, timeline, outline, record")
    parameters: list[Parameter] = Field(description="参数 · parameters")
    columns: list[QueryColumn] = Field(description="结果列 · columns")
    example: dict[str, str] = Field(description="示例参数 · parameters to start from")


class QueryAnswer(BaseModel):
    """查询的结果。The rows of a named query."""

    query: str = Field(description="查询名 · the query")
    params: dict[str, Any] = Field(description="实际使用的参数 · the parameters as used")
    columns: list[str] = Field(description="结果列 · columns")
    rows: list[dict[str, Any]] = Field(description="结果行 · rows")
    truncated: bool = Field(description="还有更多 · True where more rows exist")
    limit: int = Field(description="行数上限 · the row cap that applied")
    elapsed: float = Field(description="用时（秒）· seconds")
