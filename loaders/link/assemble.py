"""A document's record → its fragment of the graph. One function an edge, its pattern beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import ids
from kg.graph import Fragment, Ref
from kg.records import (
    Assignment,
    Citation,
    Clause,
    Deadline,
    Document,
    Header,
    Indicator,
    Organization,
    Person,
    Programme,
    Span,
)
from loaders.decisions import METHOD, Decisions
from loaders.link import dates, findings
from loaders.link.shared import Collected, Props, told
from loaders.parse import people
from loaders.resolve import doubts
from loaders.resolve.agencies import Agency, Resolver
from loaders.resolve.regions import Divisions
from loaders.resolve.schools import school_kind

_KIND_OF_ROLE = {"lead": "LEADS", "cooperate": "COOPERATES_ON", "responsible": "RESPONSIBLE_FOR"}
_LABEL_OF_KIND = {
    "school": "School",
    "company": "Company",
    "base": "Base",
    "group": "VocationalGroup",
    "research": "Institute",
    "finance": "FinancialInstitution",
    "institution": "Facility",
}
_TASKS = frozenset({"task", "annex_task"})

# 国务院, 国家职业教育改革实施方案, 中共中央, 教育部等九部门, 财政部 国家税务总局: no other has a body of that name
_OF_NATION = re.compile(
    r"国务院|国家|中央|中共中央|中华人民|全国|最高人民|(?!关于|印发|[省市县区])[\u4e00-\u9fff]{2,8}部(?:等|办公厅|[、 ]|关于|$)"
)

_SENTENCE_END = re.compile("[。；\n]")  # 。 in 建设基地。到2025年
_REACH = 600  # characters: a quote goes no farther from what it proves, however long the sentence is


def assemble(document: Document, divisions: Divisions, decisions: Decisions | None = None) -> Fragment:
    """All that the document says, as nodes and edges. Citations end in stubs; citations.py ties them."""
    return _Assembly(document, divisions, decisions).run()


class _Assembly(Collected):
    """Collects what one document says."""

    def __init__(self, document: Document, divisions: Divisions, decisions: Decisions | None) -> None:
        super().__init__(divisions)
        self.document, self.decided = document, decisions or Decisions()
        head = document.header
        self.text = document.source.text
        self.title = head.stated.get("title", head.title)
        self.number = head.stated.get("number", head.number)
        self.parent = head.stated.get("attachment_of")
        self.status = head.stated.get("status", head.status)
        self.id = ids.document_id(
            self.title, self.number, self.status, self.parent, *_whose(self.title, head, divisions)
        )
        self.resolver = Resolver.of(head, divisions, self.id, decisions, document.source.file, self.text)
        self.findings = (
            *document.findings,
            *doubts.findings(document, self.resolver),
            *dates.findings(document),
        )
        self.own = Ref("Document", self.id)
        self.quotes: dict[Span, str] = {}
        self.sections: dict[str, Ref] = {}
        self.meant: dict[tuple[str, bool], tuple[Ref, Props]] = {}

    def run(self) -> Fragment:
        self._document()
        self._issuers()
        self._sections()
        for ordinal, clause in enumerate(self.document.clauses):
            self._clause(ordinal, clause)
        for citation in self.document.citations:
            self._citation(citation)
        self._attachment()
        for person in self.document.people:
            self._person(person)
        self._findings()
        return Fragment(self.id, tuple(self.nodes.values()), tuple(self.edges.values()))

    # --- helpers ---------------------------------------------------------------------------------------------------

    def _said(self, span: Span, quote: Span) -> Props:
        """Where it stands and the words that say so."""
        start, end = span
        place = quote if quote[1] - quote[0] <= _REACH else _around(span, quote)
        if (words := self.quotes.get(place)) is None:
            words = self.quotes[place] = " ".join(place.quote(self.text).split())
        return {"document": self.id, "start": start, "end": end, "quote": words}

    # --- the document ----------------------------------------------------------------------------------------------

    def _document(self) -> None:
        head, source = self.document.header, self.document.source
        self.node(
            "Document",
            self.id,
            {
                "title": self.title,
                "number": self.number,
                "date": head.stated.get("date", head.date),
                "status": self.status,
                "level": head.level,
                "region": head.region,
                "province": head.province,
                "region_line": self._line(),
                "file": source.file,
                "format": source.format,
                "text_length": len(self.text),
                "decisions": self.decided.on_links_of(source.file, self.id, self.title, self.number) or None,
                "document": self.id,
            },
        )

    def _line(self) -> list[str] | None:
        """The document's region and those that it lies in, upward, by id; None where its name alone does not tell which."""
        home, head = self.resolver.home, self.document.header
        known = home and (head.place == home.id or (head.region or head.province) == home.name)
        return [region.id for region in home.line()] if home and known else None

    def _issuers(self) -> None:
        """(Document)-[:ISSUED_BY]->(Agency)."""
        head = self.document.header
        stated = head.stated.get("issuer")
        names = stated.split("、") if stated else head.issuers
        place = None if stated else head.spans.get("issuer") or head.spans.get("title")
        for name in names:
            agency = self.resolver.name(name)
            said = self._said(place, place) if place else {"document": self.id, "quote": "corpus.toml"}
            said |= {"surface": name, **_decision(agency)}
            self.edge("ISSUED_BY", self.own, self._agency(agency), said)

    def _sections(self) -> None:
        """(Document)-[:HAS_PART]->(Section), (Section)-[:HAS_PART]->(Section). A clause of the same number stands for it."""
        leaves = {clause.id for clause in self.document.clauses}
        for ordinal, section in enumerate(self.document.sections):
            if section.id in leaves:
                continue
            ref = self.node(
                "Section",
                ids.clause_id(self.id, section.id),
                {
                    "number": section.number,
                    "path": section.id,
                    "heading": section.heading,
                    "text": section.span.quote(self.text),
                    "ordinal": ordinal,
                    "start": section.span.start,
                    "end": section.span.end,
                    "document": self.id,
                },
            )
            self.edge("HAS_PART", self._above(section.id), ref, {"document": self.id})
            self.sections[section.id] = ref

    def _above(self, path: str) -> Ref:
        """The nearest section that the path hangs under, or the document."""
        above = path.rpartition("/")[0]
        while above:
            if ref := self.sections.get(above):
                return ref
            above = above.rpartition("/")[0]
        return self.own

    # --- clauses ---------------------------------------------------------------------------------------------------

    def _clause(self, ordinal: int, clause: Clause) -> None:
        """(Document|Section)-[:HAS_PART]->(Clause:Task)."""
        task = clause.kind in _TASKS or bool(clause.assignments)
        ref = self.node(
            "Clause",
            ids.clause_id(self.id, clause.id),
            {
                **told({"number": clause.number, "path": clause.id, "heading": clause.heading}),
                "text": clause.span.quote(self.text),
                "kind": clause.kind,
                "ordinal": ordinal,
                "start": clause.span.start,
                "end": clause.span.end,
                "body_start": clause.body.start,
                **(_statements(clause.assignments) if clause.assignments else {}),
                **(_due(clause.deadlines, self.text) if clause.deadlines else {}),
                "document": self.id,
            },
            ("Task",) if task else (),
        )
        self.edge("HAS_PART", self._above(clause.id), ref, {"document": self.id})
        if clause.assignments:
            self._assignments(clause, ref)
        for organization in clause.organizations:
            self._organization(organization, ref)
        for programme in clause.programmes:
            self._programme(programme, ref)
        for place, indicator in enumerate(clause.indicators, start=1):
            self._indicator(place, indicator, ref)

    def _assignments(self, clause: Clause, ref: Ref) -> None:
        """(Agency)-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(Clause), (Agency)-[:CO_LOCATED_WITH]->(Agency)."""
        if self.decided.agencies:  # a decision may hold for one clause alone
            self.meant.clear()
        hosts: dict[str, Ref] = {}
        known = self.meant
        for surface, role, span, statement, group, open_list, shares_office_with in clause.assignments:
            agency, decided = known.get((surface, group)) or self._meant(surface, group, clause.id)
            said = self._said(span, statement)
            said["surface"] = surface
            if decided:
                said |= decided
            if shares_office_with and (host := hosts.get(shares_office_with)) and host != agency:
                self.edge("CO_LOCATED_WITH", agency, host, dict(said))
            if open_list:
                said["open_list"] = True
            self.edge(_KIND_OF_ROLE[role], agency, ref, said)
            hosts[surface] = agency

    def _meant(self, surface: str, group: bool, path: str) -> tuple[Ref, Props]:
        """The agency that a name means in a clause, and who decided so; kept for the clauses that follow."""
        found = self.resolver.name(surface, group, path)
        self.meant[surface, group] = meant = self._agency(found), _decision(found)
        return meant

    def _agency(self, agency: Agency) -> Ref:
        """The node of an agency; an unresolved one carries what it might be."""
        if (known := Ref("Agency", agency.id)) in self.nodes:
            return known
        return self.agency(agency, doubts.candidates(agency, self.resolver) if agency.unresolved else ())

    def _organization(self, organization: Organization, clause: Ref) -> None:
        """(Clause)-[:NAMES]->(Organization:School), (Organization)-[:LOCATED_IN]->(Region)."""
        ref = self.node(
            "Organization",
            organization.name,
            {
                "name": organization.name,
                "kind": organization.kind,
                "school_kind": school_kind(organization.name) if organization.kind == "school" else None,
            },
            (_LABEL_OF_KIND[organization.kind],),
        )
        said = self._said(organization.span, self._sentence(organization.span))
        said["surface"] = organization.name
        self.edge("NAMES", clause, ref, said)
        if place := self.divisions.place_of(organization.name):
            self.edge("LOCATED_IN", ref, self.region(place), {})

    def _programme(self, programme: Programme, clause: Ref) -> None:
        """(Clause)-[:MENTIONS]->(Programme)."""
        ref = self.node("Programme", programme.name, {"name": programme.name, "field": programme.field})
        said = self._said(programme.span, self._sentence(programme.span))
        said["surface"] = programme.surface
        self.edge("MENTIONS", clause, ref, said)

    def _indicator(self, place: int, indicator: Indicator, clause: Ref) -> None:
        """(Clause)-[:SETS]->(Indicator:Target)."""
        low, high = indicator.value[0], indicator.value[1] if len(indicator.value) > 1 else None
        said = self._said(indicator.span, self._sentence(indicator.span))
        said["surface"] = indicator.span.quote(self.text)
        ref = self.node(
            "Indicator",
            f"{clause.id}@{place}",
            {
                "subject_text": indicator.subject,
                "value": low,
                "value_max": high,
                "comparator": indicator.comparator,
                "unit": indicator.unit,
                "deadline": indicator.deadline,
                "kind": indicator.kind,
                "modality": indicator.modality,
                "scope": indicator.scope,
                "text": said["surface"],
                "start": indicator.span.start,
                "end": indicator.span.end,
                "document": self.id,
            },
            ("Target",) if indicator.kind == "target" else (),
        )
        self.edge("SETS", clause, ref, said)

    def _sentence(self, span: Span) -> Span:
        """The sentence around a span."""
        text, (start, end) = self.text, span
        low, high = max(0, start - _REACH), min(len(text), end + _REACH)
        before = max(text.rfind("。", low, start), text.rfind("；", low, start), text.rfind("\n", low, start))
        after = _SENTENCE_END.search(text, end, high)
        return Span(max(before + 1, low), after.end() if after else high)

    # --- other documents and people ----------------------------------------------------------------------------------

    def _citation(self, citation: Citation) -> None:
        """(Document)-[:CITES]->(Document {stub: true})."""
        target = self._stub(citation.title, citation.number)
        if target.id != self.id:
            said = self._said(citation.span, self._sentence(citation.span))
            cited: Props = {"surface": citation.title, "cited_title": citation.title}
            known = told({**said, **cited, "cited_number": citation.number, "relation": citation.relation})
            self.edge("CITES", self.own, target, known)

    def _attachment(self) -> None:
        """(Document)-[:ATTACHED_TO]->(Document), stated by a manifest."""
        if self.parent:
            title = self.document.header.stated.get("title_of_parent", self.parent)
            said: Props = {
                "document": self.id,
                "quote": "corpus.toml",
                "cited_title": title,
                "cited_number": self.parent,
            }
            self.edge("ATTACHED_TO", self.own, self._stub(title, self.parent), said)

    def _stub(self, title: str, number: str | None) -> Ref:
        key = ids.document_id(title, number)
        if key == self.id:
            return self.own
        return self.node("Document", key, {"title": title, "number": number, "stub": True}, stub=True)

    def _person(self, person: Person) -> None:
        """(Person)-[:HOLDS]->(Agency), where the post names its agency."""
        said = self._said(person.span, person.span)
        key = f"{self.id}#{person.name}@{person.span.start}"
        ref = self.node(
            "Person", key, {"name": person.name, "post": person.post, "role": person.role, **said}
        )
        if held_at := people.office(person.post):
            agency = self.resolver.name(held_at)
            held: Props = {"post": person.post, "role": person.role, **_decision(agency)}
            self.edge("HOLDS", ref, self._agency(agency), {**said, **held})

    def _findings(self) -> None:
        """(Document)-[:HAS_FINDING]->(Finding)."""
        for finding in findings.nodes(self.findings, self.text, self.id):
            self.nodes[finding.ref] = finding
            self.edge("HAS_FINDING", self.own, finding.ref, {"document": self.id})


def _whose(title: str, head: Header, divisions: Divisions) -> tuple[str, str | None]:
    """Issuer and date, where the title begins with no place and no body: 关于做好春耕生产工作的通知 is of many counties and years."""
    issuer = head.stated.get("issuer", "".join(head.issuers[:1])).partition("、")[0]
    if (issuer and title.startswith(issuer)) or _says_whose(title, divisions):
        return "", None
    region = "" if _says_whose(issuer, divisions) else head.region or ""
    return region + issuer, head.stated.get("date", head.date)


def _says_whose(words: str, divisions: Divisions) -> bool:
    """True where a title or an issuer says whose it is: 云浦市…, 威海…, 国家…, 教育部…; not 关于…, 县农业农村局."""
    return bool(divisions.starts_with_place(words) or divisions.prefix(words)[0] or _OF_NATION.match(words))


def _statements(assignments: Sequence[Assignment]) -> Props:
    """Where the statements of responsibility stand."""
    said = sorted({assignment.statement for assignment in assignments})
    return {
        "statement_starts": [span.start for span in said],
        "statement_ends": [span.end for span in said],
    }


def _due(deadlines: Sequence[Deadline], text: str) -> Props:
    """The deadlines of a clause, with their words and places."""
    return {
        "deadlines": [due.when for due in deadlines],
        "deadline_quotes": [due.span.quote(text) for due in deadlines],
        "deadline_starts": [due.span.start for due in deadlines],
        "deadline_ends": [due.span.end for due in deadlines],
    }


def _around(span: Span, quote: Span) -> Span:
    """What of a long quote stands near the span: a list of thousands of names is not repeated for each."""
    start, end = max(quote.start, span.start - _REACH), min(quote.end, span.end + _REACH)
    return Span(start, end) if start < end else span


def _decision(agency: Agency) -> Props:
    """That a person decided which body is meant, and by which entry; or on what ground it is presumed."""
    if agency.decided:
        return {"method": METHOD, "basis": agency.decided}
    return {"method": "presumed", "basis": agency.presumed} if agency.presumed else {}
