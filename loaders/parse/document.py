"""One file's blocks → its record: header, outline, and each clause with its facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.errors import InputError
from kg.records import (
    Assignment,
    Block,
    Citation,
    Clause,
    Deadline,
    Document,
    Finding,
    Header,
    Indicator,
    Section,
    Source,
    Span,
)
from loaders.parse import (
    citations,
    conventions,
    damage,
    deadlines,
    figures,
    flattened,
    header,
    indicators,
    organizations,
    outline,
    people,
    programmes,
    rows,
    statements,
    unread,
)
from loaders.parse.folded import Folded, fold
from loaders.resolve.regions import Divisions


def parse(source: Source, stated: dict[str, str], divisions: Divisions) -> Document:
    """The record of a document. InputError where it has no numbered part, no table, and names nobody."""
    source = flattened.recover(source, divisions)
    head, frame = header.parse(source, stated, divisions)
    tree = outline.parse(source, frame, head.attachments)
    rules = _Rules(source, tree, head, divisions)
    clauses = [rules.facts(clause) for clause in tree.clauses]
    roster = people.parse(source.text, tree.roster)
    named = (*roster, *people.in_prose(rules.folded, roster))
    if not (rules.numbered or named or any(clause.assignments for clause in clauses)):
        raise InputError("no numbered section, clause or table row 没有编号的章节、条款或表格行", source.file)
    findings = [
        *source.findings,
        *damage.find(source.text),
        *tree.findings,
        *unread.find(source, tree),
        *_once(rules.findings),
    ]
    return Document(
        source=source,
        header=head,
        sections=tuple(tree.sections),
        clauses=tuple(clauses),
        citations=tuple(rules.citations(clauses)),
        people=named,
        findings=tuple(sorted(findings, key=lambda f: (f.span.start if f.span else -1, f.code))),
    )


def _each_once(dates: list[Deadline]) -> tuple[Deadline, ...]:
    """Each date at its first place, in the order of the text."""
    once = {deadline.when: deadline for deadline in reversed(dates)}
    return tuple(sorted(once.values(), key=lambda deadline: deadline.span))


_HABITS = frozenset({"role-not-said", "remark-includes"})


def _once(findings: list[Finding]) -> list[Finding]:
    """The findings with what is a habit of the document told at its first place alone."""
    first = {(one.code, one.message): one for one in reversed(findings) if one.code in _HABITS}
    return [one for one in findings if first.get((one.code, one.message), one) is one]


# （牵头单位：…, （…牵头）, （…负责）, 由…会同… or …按职责分工负责: a statement that the rules should have read
_UNREAD = re.compile(
    r"(?:牵头|责任|配合)(?:单位|部门)[：:]|牵头[，；）〕]|负责[）〕](?![，、\u4e00-\u9fff])|按职责分工负责|由[^，。；由]{2,40}会同"
)

_FIGURE = re.compile(r"[\d０-９]|[一二三四五六七八九十百两]|年[底内]")  # 建成500个 · 每县至少一所
_WORD = re.compile(r"[^\s。：；]")  # where the text behind a heading begins: 。到


class _Rules:
    """The rules for facts, over one document: its text is folded once, its conventions are found once."""

    def __init__(self, source: Source, tree: outline.Outline, head: Header, divisions: Divisions) -> None:
        self.source, self.tree, self.head, self.divisions = source, tree, head, divisions
        self.numbered = any(clause.number for clause in tree.clauses)
        noise = tuple(sorted(tree.noise))
        self.folded = fold(source.text, Span(0, len(source.text)), noise)
        self.agreed = conventions.find(self.folded)
        named = f"{head.stated.get('number') or head.number or ''} {head.title}"
        year = re.search(r"20\d{2}(?=年|\D)", named)  # 云政发〔2022〕1号 · 数字山东2019行动方案
        self.issued = head.stated.get("date") or head.date or (year[0] if year else None)
        self.findings: list[Finding] = self.agreed.findings(source.bold)
        self.handed = self._handed_down()
        self.above: tuple[Block, Block] | None = None  # the row before, under its table's header

    def facts(self, clause: Clause) -> Clause:
        """The clause with its assignments, deadlines, organizations and programmes."""
        row = self.tree.rows.get(clause.id)
        told = self._row(clause, row) if row else None
        if told is None:
            own = not row and (clause.number or not self.numbered)  # a preamble is no clause of anybody's
            who = self._statements(clause) if own else ()
            told = rows.Row(clause.body, who)
        body = self._folded(told)
        dates = [date for date in deadlines.dates(body, self.issued) if not self._is_issue(date.span)]
        cell = self.folded.part(told.due) if told.due else None
        due = deadlines.parse(cell, self.issued) if cell else []
        limit = deadlines.limit(body, dates) or (due[-1].when if due else None)
        undated = deadlines.unread(body, dates) + (deadlines.unread(cell, due, cell=True) if cell else [])
        message = "a limit that is no date 有完成时限而未识别出日期"
        self.findings += [Finding("deadline-not-read", message, place) for place in undated]
        told_of = self._indicators(clause, row, body, dates, limit)
        if clause.heading and (head := self._heading(clause)):
            first = deadlines.dates(head, self.issued)
            told_of = indicators.not_repeated(indicators.parse(head, first, limit), told_of)
            dates = first + dates
        words = body if row else self.folded.part(clause.span)
        unsaid = words if told.parts else _unsaid(words, told.assignments)  # parts hold no statement
        return clause._replace(
            body=told.body,
            parts=told.parts,
            assignments=told.assignments,
            deadlines=_each_once(dates + due) if dates or due else (),
            organizations=tuple(organizations.parse(unsaid, self.divisions)),
            programmes=tuple(programmes.parse(unsaid)),
            indicators=tuple(told_of),
        )

    def _folded(self, told: rows.Row) -> Folded:
        """The folded text of a clause; that of a row without the cells between those of its task."""
        if told.cells:
            return self.folded.cells(told.cells)
        return self.folded.parts(told.parts) if told.parts else self.folded.part(told.body)

    def _indicators(
        self, clause: Clause, row: Block | None, body: Folded, dates: list[Deadline], limit: str | None
    ) -> list[Indicator]:
        """The numbers of its text; those of a row of a table of indicators by the table's columns."""
        header = self.tree.headers.get(clause.id)
        found = figures.under(self.source.text, row, header, self.issued) if row else None
        if row is None or found is None:
            return indicators.parse(body, dates, limit)
        told, doubts = figures.read(self.source.text, row, found, limit)
        self.findings += doubts
        return list(told)

    def _heading(self, clause: Clause) -> Folded | None:
        """The words of a heading that gives figures: 1．建成充电桩500个，推动试点。"""
        if not (clause.heading and _FIGURE.search(clause.heading)):
            return None
        start = self.source.text.find(clause.heading, clause.span.start, clause.body.start)
        return self.folded.part(Span(start, start + len(clause.heading))) if start >= 0 else None

    def _is_issue(self, place: Span) -> bool:
        """True for the 成文日期, which is nobody's deadline, wherever the signature stands."""
        issue = self.head.spans.get("date")
        return bool(issue and issue.start <= place.start < issue.end)

    def _row(self, clause: Clause, row: Block) -> rows.Row | None:
        """What a table's row says, None where its columns are not understood."""
        header = self.tree.headers.get(clause.id)
        if header and self.above and self.above[0] is header:
            row = rows.filled(self.source.text, row, header, self.above[1])
        self.above = (header, row) if header else None
        told = rows.parse(self.source.text, row, header, self.divisions)
        self.findings += told.findings if told else []
        return told

    def _statements(self, clause: Clause) -> tuple[Assignment, ...]:
        """Its own statements, and those on the headings above it."""
        part = self.folded.part(clause.span)
        found = statements.find(part, self.divisions, self.agreed)
        self.findings += found.findings
        if not found.assignments and (sign := _UNREAD.search(part.text)):
            message = "words of a responsibility statement, and nobody was read 有责任表述而未识别出主体"
            self.findings.append(Finding("statement-not-read", message, part.span(*sign.span())))
        own = self.agreed.by_bold(found.assignments, self.source.bold)
        above = self._from_above(clause.id)
        if _leads(own) and (told := _leads(above) - _leads(own)):
            message = f"its own lead, and of a heading above: {'、'.join(sorted(told))} 自有牵头单位，标题的牵头单位一并计入"
            self.findings.append(Finding("lead-of-heading", message, clause.span))
        return (*own, *above)

    def _from_above(self, path: str) -> list[Assignment]:
        """What the headings above a clause say, the outermost first."""
        steps = path.split("/")
        above = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
        return [assignment for section in above for assignment in self.handed.get(section, ())]

    def _handed_down(self) -> dict[str, list[Assignment]]:
        """Statements on a heading hold for all that hangs under it: （五）…（牵头部门：市A局）."""
        leaves = {clause.id for clause in self.tree.clauses}
        handed = {}
        for section in self.tree.sections:
            if section.id not in leaves and section.number != "附件":
                found = statements.find(self.folded.part(section.span), self.divisions, self.agreed)
                self.findings += [one for one in found.findings if one.code == "role-not-said"]
                if found.assignments:
                    handed[section.id] = found.assignments
                self._untold(section, bool(found.assignments))
        return handed

    def _untold(self, section: Section, handed: bool) -> None:
        """A doubt where a section's own text, which is no clause, holds figures or a statement that nobody hands down."""
        at = self.source.text.find(section.heading, *section.span)
        behind = max(at, section.span.start) + len(section.heading)
        first = _WORD.search(self.source.text, behind, section.span.end)
        if first is None:
            return
        words = self.folded.part(Span(first.start(), section.span.end))
        if indicators.parse(words, []) or (not handed and _UNREAD.search(words.text)):
            message = f"the text of {section.id} in front of its items is no clause 条目前的文字未作为条款，其中的数据未计入"
            self.findings.append(Finding("section-text-not-read", message, words.span(0, len(words.text))))

    def citations(self, clauses: list[Clause]) -> list[Citation]:
        """A ground stands in the preamble, or in a section of principles and aims."""
        grounds = [c.span.end for c in clauses if c.kind in ("principle", "goal") and "/" not in c.id]
        first = next((clause.span.start for clause in clauses if clause.number), 0)
        title = self.head.spans.get("title")
        start = title.end if title and title.start == self.source.blocks[0].span.start else 0
        piece = self.folded.part(Span(start, len(self.source.text)))
        if cut := [Span(a.end, b.start) for clause in clauses for a, b in pairwise(clause.parts)]:
            piece = piece.cut(cut)
        until, head = max([first, *grounds]), self.head
        number = head.stated.get("number", head.number)
        return citations.parse(self.source.text, piece, until, head.title, number)


def _leads(assignments: Sequence[Assignment]) -> set[str]:
    return {one.surface for one in assignments if one.role == "lead"}


def _unsaid(words: Folded, assignments: Sequence[Assignment]) -> Folded:
    """The folded words without their responsibility statements: who answers is no organization that is named."""
    low, high = words.places[0], words.places[-1]
    said = {one.statement for one in assignments if low <= one.statement.start <= high}
    return words.without(sorted(said)) if said else words
