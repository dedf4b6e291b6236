"""A document's record as JSON, in the form of the gold annotations, each fact with its span and quote."""

from __future__ import annotations

import re
from typing import Any

from kg.records import Clause, Document, Indicator, Span
from loaders.resolve import doubts
from loaders.resolve.agencies import Resolver
from loaders.resolve.regions import Divisions


def as_json(document: Document, divisions: Divisions) -> dict[str, Any]:
    """The record as plain values. Spans are [start, end] in the text as read."""
    head, text = document.header, document.source.text
    resolver = Resolver.of(head, divisions, "", text=document.source.text)
    return {
        "file": document.source.file,
        "format": document.source.format,
        "document": {
            "title": head.title,
            "issuer": "、".join(head.issuers) or None,
            "doc_number": head.number,
            "date": head.date,
            "status": head.status,
            "level": head.level,
            "region": head.region,
            "province": head.province,
            "attachments": list(head.attachments),
            "spans": {key: _span(span) for key, span in head.spans.items()},
        },
        "stated": {key: value for key, value in head.stated.items() if key != "file"},
        "citations": [
            {
                "title": c.title,
                "doc_number": c.number,
                "relation": "mention" if c.relation == "repeal" else c.relation,  # the form knows these two
                **({"repealed": True} if c.relation == "repeal" else {}),
                **_place(c.span, text),
            }
            for c in document.citations
        ],
        "sections": [{"id": s.id, "heading": s.heading, "span": _span(s.span)} for s in document.sections],
        "clauses": [_clause(clause, text, resolver) for clause in document.clauses],
        "people": [
            {"name": p.name, "post": p.post, "role": p.role, **_place(p.span, text)} for p in document.people
        ],
        "findings": [
            {
                "code": f.code,
                "message": f.message,
                "severity": f.severity,
                "span": _span(f.span) if f.span else None,
            }
            for f in (*document.findings, *doubts.findings(document, resolver))
        ],
    }


def _clause(clause: Clause, text: str, resolver: Resolver) -> dict[str, Any]:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": clause.heading,
        "section": clause.section,
        "kind": clause.kind,
        "starts": re.sub(r"\s", "", clause.body.quote(text))[:15],
        "span": _span(clause.span),
        "assignments": [
            {
                "surface": a.surface,
                "agency": resolver.resolve(a).full,
                "role": a.role,
                "group": a.group,
                "open_list": a.open_list,
                "shares_office_with": a.shares_office_with,
                **_place(a.span, text),
                "statement": _span(a.statement),
            }
            for a in clause.assignments
        ],
        "indicators": [_indicator(i, text) for i in clause.indicators],
        "organizations": [
            {"surface": o.name, "type": o.kind, **_place(o.span, text)} for o in clause.organizations
        ],
        "programmes": [
            {"surface": p.surface, "name": p.name, "field": p.field, **_place(p.span, text)}
            for p in clause.programmes
        ],
        "deadlines": [d.when for d in clause.deadlines],
        "deadline_spans": [_span(d.span) for d in clause.deadlines],
    }


def _indicator(indicator: Indicator, text: str) -> dict[str, Any]:
    return {
        "text": re.sub(r"\s", "", indicator.span.quote(text)),
        "subject": indicator.subject,
        "value": [int(value) if value == int(value) else value for value in indicator.value],
        "comparator": indicator.comparator,
        "unit": indicator.unit,
        "deadline": indicator.deadline,
        "kind": indicator.kind,
        "modality": indicator.modality,
        "scope": indicator.scope,
        **_place(indicator.span, text),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _place(span: Span, text: str) -> dict[str, Any]:
    return {"span": _span(span), "quote": span.quote(text)}
