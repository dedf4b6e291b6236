"""One file's blocks → its record: header, outline, and each clause with its facts."""

from __future__ import annotations

from dataclasses import replace

from kg.errors import InputError
from kg.records import Citation, Clause, Document, Finding, Header, Source, Span
from loaders.parse import citations, conventions, deadlines, header, organizations, outline, people, rows, statements
from loaders.parse.folded import fold
from loaders.resolve.regions import Divisions


def parse(source: Source, stated: dict[str, str], divisions: Divisions) -> Document:
    """The record of a document. InputError where it has no numbered part and no table."""
    head, frame = header.parse(source, stated, divisions)
    tree = outline.parse(source, frame, head.attachments)
    if not any(clause.number for clause in tree.clauses):
        raise InputError("no numbered section, clause or table row 没有编号的章节、条款或表格行", source.file)
    whole = Span(0, len(source.text))
    agreed = conventions.find(fold(source.text, whole))
    handed = _handed_down(source, tree, divisions, agreed)
    findings = [*source.findings, *tree.findings, *agreed.findings()]
    clauses = [_facts(source, tree, clause, head, divisions, agreed, handed, findings) for clause in tree.clauses]
    return Document(
        source=source,
        header=head,
        sections=tuple(tree.sections),
        clauses=tuple(clauses),
        citations=tuple(_citations(source, head, clauses)),
        people=tuple(people.parse(source.text, tree.roster)),
        findings=tuple(sorted(findings, key=lambda f: (f.span.start if f.span else -1, f.code))),
    )


def _facts(
    source: Source,
    tree: outline.Outline,
    clause: Clause,
    head: Header,
    divisions: Divisions,
    agreed: conventions.Conventions,
    handed: dict[str, statements.Found],
    findings: list[Finding],
) -> Clause:
    """The clause with its assignments, deadlines and organizations; findings are added to the list."""
    text = source.text
    row = tree.rows.get(clause.id)
    if row:
        told = rows.parse(text, row, tree.headers.get(clause.id), divisions)
        if told:
            findings += told.findings
            due = deadlines.parse(text, told.due, head.date) if told.due else []
            clause = replace(clause, body=told.body, assignments=told.assignments, deadlines=tuple(due))
    elif clause.number:
        found = statements.find(fold(text, clause.span, tuple(tree.noise)), divisions, agreed)
        findings += found.findings
        above = [a for section, given in handed.items() if clause.id.startswith(section + "/") for a in given.assignments]
        clause = replace(clause, assignments=(*found.assignments, *above))
    if not clause.number:
        return clause
    due = (*deadlines.parse(text, clause.body, head.date), *clause.deadlines)
    once = {deadline.when: deadline for deadline in reversed(due)}
    return replace(
        clause,
        deadlines=tuple(sorted(once.values(), key=lambda deadline: deadline.span)),
        organizations=tuple(organizations.parse(text, clause.body, divisions)),
    )


def _handed_down(
    source: Source, tree: outline.Outline, divisions: Divisions, agreed: conventions.Conventions
) -> dict[str, statements.Found]:
    """Statements on a heading hold for all that hangs under it: （五）…（牵头部门：市A局）."""
    leaves = {clause.id for clause in tree.clauses}
    handed = {}
    for section in tree.sections:
        if section.id not in leaves and section.number != "附件":
            found = statements.find(fold(source.text, section.span, tuple(tree.noise)), divisions, agreed)
            if found.assignments:
                handed[section.id] = found
    return handed


def _citations(source: Source, head: Header, clauses: list[Clause]) -> list[Citation]:
    """A ground stands in the preamble, or in a section of principles and aims."""
    grounds = [clause.span.end for clause in clauses if clause.kind in ("principle", "goal") and "/" not in clause.id]
    first = next((clause.span.start for clause in clauses if clause.number), 0)
    until = max([first, *grounds])
    title = head.spans.get("title")
    start = title.end if title and title.start == source.blocks[0].span.start else 0
    return citations.parse(source.text, Span(start, len(source.text)), until, head.title)
