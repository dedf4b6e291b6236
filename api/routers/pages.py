"""The pages: home, search, one document, clause, agency, query. They show what the API answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import StoreDep, TemplatesDep, ask, one
from api.errors import failure_of
from api.routers import clauses, documents, queries, search
from api.views import evidence, tables
from api.views import lineage as views
from api.views.forms import form
from api.views.links import encoded, node_url, with_query
from kg.errors import NotFoundError, QueryError
from kg.records import Role
from kg.store.base import Store, cited_only
from ontology import schema
from queries import lineage, registry
from queries.run import run

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

LISTED = 50  # rows of each list on the home page
SHOWN = 500  # rows of a table on a page; the API gives more
FACTS = (
    "number",
    "date",
    "status",
    "level",
    "region",
    "province",
    "file",
    "format",
    "text_length",
    "clauses",
    "tasks",
)
IDENTITY = dict.fromkeys(("documents", "document_header", "cited_not_loaded"), "Document")  # what `id` names
BODY = ("function", "region", "level", "kind")

Words = Annotated[str, Query(max_length=200)]


@router.get("/")
def home(request: Request, store: StoreDep, templates: TemplatesDep, agency: Words = "") -> Response:
    """Search box, counts, documents, agencies, and every query as a form."""
    documents_ = ask(store, "_documents", {}, LISTED)
    agencies = ask(store, "_agencies", {"name": agency}, LISTED)
    document_fields = tables.fields(
        _without(documents_.query.columns, "number", "province", "file"), "Document"
    )
    agency_fields = tables.fields(_without(agencies.query.columns, "function", "kind", "group"), "Agency")
    context = {
        "counts": _counts(store),
        "documents": tables.table(document_fields, documents_.rows),
        "document_columns": [field.column for field in document_fields],
        "documents_cut": documents_.truncated,
        "agencies": tables.table(agency_fields, agencies.rows),
        "agency_columns": [field.column for field in agency_fields],
        "agencies_cut": agencies.truncated,
        "agency_name": agency,
        "queries": [form(query, {}) for query in registry.all_queries()],
    }
    return templates.TemplateResponse(request, "home.html", context)


def _without(columns: tuple[registry.Column, ...], *names: str) -> list[registry.Column]:
    return [column for column in columns if column.name not in names]


def _counts(store: Store) -> list[dict[str, Any]]:
    """How many nodes of each kind, named in both languages, in the ontology's order."""
    known = store.counts()["nodes"]
    cited = cited_only(store)
    told = []
    for node in schema.load().nodes.values():
        stubs = cited if node.name == "Document" else 0
        if count := known.get(node.name, 0) - stubs:
            told.append({"zh": node.zh, "en": node.en, "count": count})
        if stubs:
            told.append({"zh": "仅被引用的文件", "en": "Cited only", "count": stubs})
    return told


@router.get("/view/search")
def search_page(request: Request, store: StoreDep, templates: TemplatesDep, q: Words = "") -> Response:
    """What the words find, kind by kind."""
    context: dict[str, Any] = {"q": q.strip(), "groups": [], "truncated": False, "failure": None}
    try:
        if q.strip():
            found = search.find(store, q, LISTED)
            groups = [("文件", "documents", found.documents), ("机构", "agencies", found.agencies)]
            context["groups"] = [*groups, ("条款", "clauses", found.clauses)]
            context["truncated"] = found.truncated
    except QueryError as error:
        context["failure"] = failure_of(error)
    return templates.TemplateResponse(request, "search.html", context)


@router.get("/view/documents/{document:path}")
def document_page(request: Request, store: StoreDep, templates: TemplatesDep, document: str) -> Response:
    """Header, outline, citations and findings of a document."""
    found = documents.detail(store, document)
    columns = registry.get("document_citations").columns
    citations = tables.fields(_without(columns, "document", "title", "number", "cited_title", "cited_number"))
    findings = tables.fields(
        _without(registry.get("findings").columns, "document", "title", "number", "file", "place", "kind")
    )
    context = {
        "document": found,
        "facts": _facts(found, registry.get("document_header").columns, FACTS),
        "outline": found["outline"][:SHOWN],
        "outline_cut": len(found["outline"]) > SHOWN or found["truncated"],
        "citations": tables.table(citations, found["citations"][:SHOWN]),
        "citation_columns": [field.column for field in citations],
        "citations_cut": len(found["citations"]) > SHOWN,
        "findings": tables.table(findings, found["findings"][:SHOWN]),
        "finding_columns": [field.column for field in findings],
        "findings_cut": len(found["findings"]) > SHOWN,
        **_people(store, str(found["id"])),
        "lines": ask(store, "lineage_documents", {"document": str(found["id"])}).rows,
        "unmatched": lineage.unmatched(store, str(found["id"])),
    }
    return templates.TemplateResponse(request, "document.html", context)


def _people(store: Store, document: str) -> dict[str, Any]:
    """The people of a document's rosters, as a table."""
    people = ask(store, "people", {"document": document}, SHOWN)
    shown = tables.fields(_without(people.query.columns, "person", "document", "title", "number"))
    return {
        "people": tables.table(shown, people.rows),
        "people_columns": [field.column for field in shown],
        "people_cut": people.truncated,
    }


def _facts(
    row: dict[str, Any], columns: tuple[registry.Column, ...], names: tuple[str, ...]
) -> list[dict[str, str]]:
    """The named columns that have a value, as label and text."""
    told = (
        (column, tables.said(column.name, row.get(column.name))) for column in columns if column.name in names
    )
    return [{"zh": column.zh, "name": column.en, "text": text} for column, text in told if text]


@router.get("/view/clauses/{clause:path}")
def clause_page(request: Request, store: StoreDep, templates: TemplatesDep, clause: str) -> Response:
    """A clause's text with the evidence marked in it, and who answers for it."""
    found = clauses.detail(store, clause)
    links = lineage.of_clause(store, clause)
    context = {
        "clause": found,
        "pieces": evidence.marked(found),
        "assignments": evidence.numbered(found),
        "assignments_cut": found["truncated"],
        **_named(store, str(found["id"]), "targets"),
        **_named(store, str(found["id"]), "organizations"),
        "pairs": views.pairs((link for link in links if link.hops == 1), str(found["id"])),
        "further": [link for link in links if link.hops > 1],
    }
    return templates.TemplateResponse(request, "clause.html", context)


def _named(store: Store, clause: str, what: str) -> dict[str, Any]:
    """What a clause sets or names, as a table."""
    told = ask(store, f"_clause_{what}", {"id": clause})
    shown = tables.fields(told.query.columns)
    return {what: tables.table(shown, told.rows), f"{what}_columns": [field.column for field in shown]}


@router.get("/view/agencies/{agency:path}")
def agency_page(
    request: Request, store: StoreDep, templates: TemplatesDep, agency: str, role: Role | None = None
) -> Response:
    """An agency and what it has to do, each with its sentence."""
    found = one(store, "_agency", "agency", agency)
    tasks = ask(store, "agency_roles", {"agency": agency, "role": role}, SHOWN)
    shown = tables.fields(_without(tasks.query.columns, "number", "open_list"))
    context = {
        "agency": found,
        "facts": _facts(dict(found), registry.internal("agency").columns, BODY),
        "tasks": tables.table(shown, tasks.rows),
        "task_columns": [field.column for field in shown],
        "tasks_cut": tasks.truncated,
        "role_links": _role_links(agency, role),
    }
    return templates.TemplateResponse(request, "agency.html", context)


def _role_links(agency: str, role: Role | None) -> list[dict[str, Any]]:
    path = node_url("Agency", agency) or ""
    roles: list[tuple[str | None, str]] = [(None, "全部 all"), *schema.load().enums["Role"].items()]
    return [{"url": with_query(path, role=key), "text": zh, "on": key == role} for key, zh in roles]


@router.get("/view/queries/{name}")
def query_page(request: Request, store: StoreDep, templates: TemplatesDep, name: str) -> Response:
    """A query's form, and its rows once the required parameters are there."""
    query = queries.known(name)
    typed = queries.typed(request)
    given = {key: str(value) for key, value in typed.items() if value}
    shown = tables.fields(query.columns, IDENTITY.get(name, ""))
    context: dict[str, Any] = {"query": form(query, given), "answer": None, "failure": None, "rows": []}
    context |= {"columns": [field.column for field in shown], "api_url": api_url(request, name)}
    try:
        if all(param.name in given for param in query.params if param.required):
            context["answer"] = run(store, query, typed, SHOWN)
            context["rows"] = tables.table(shown, context["answer"].rows)
    except (QueryError, NotFoundError) as error:
        context["failure"] = failure_of(error)
    return templates.TemplateResponse(
        request, "query.html", context, status_code=400 if context["failure"] else 200
    )


def api_url(request: Request, name: str) -> str:
    """The same question to the API."""
    path = f"/api/queries/{encoded(name)}"
    return f"{path}?{request.url.query}" if request.url.query else path
