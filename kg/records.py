r"""What a parsed document holds: frozen, typed records, each with its place in the text.

Offsets count characters of `Document.text` (line ends unified to \n, nothing else changed).
What a document has thousands of is a tuple, which is cheaper to make and to compare than a dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Self, get_args

from kg.errors import SpanError

Role = Literal["lead", "cooperate", "responsible"]
Relation = Literal["basis", "mention", "repeal"]
Status = Literal["issued", "draft_for_comment", "discussion_draft", "draft_for_review"]
Level = Literal["national", "province", "city", "county", "town"]
RANKS = {level: rank for rank, level in enumerate(get_args(Level))}  # the nation's is 0
BlockKind = Literal["text", "row"]
Severity = Literal["repaired", "doubt"]
ClauseKind = Literal["task", "goal", "principle", "safeguard", "annex_task"]
IndicatorKind = Literal["target", "standard", "frequency"]
AgencyKind = Literal[
    "government",
    "party",
    "congress",
    "cppcc",
    "court",
    "mass",
    "military",
    "state",
    "company",
    "institution",
    "group",
]
OrganizationKind = Literal["school", "company", "finance", "base", "group", "research", "institution"]
SchoolKind = Literal[
    "undergraduate", "higher_vocational", "secondary_vocational", "technician", "general", "other"
]


class _Bounds(NamedTuple):
    start: int
    end: int


class Span(_Bounds):
    """Characters `start` to `end` (exclusive) of a document's text. Raises SpanError where the bounds are off.

    A tuple, not a dataclass: a document has thousands, and they are compared and looked up.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """Checks the bounds that need no text."""
        if not 0 <= start < end:
            raise SpanError(f"a span from {start} to {end} holds nothing")
        return tuple.__new__(cls, (start, end))

    def quote(self, text: str) -> str:
        """The words of the span. SpanError where the text is too short."""
        if self.end > len(text):
            raise SpanError(f"a span to {self.end} in a text of {len(text)} characters")
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one table row whose `cells` are spans in the text; both without outer white space.

    A cell that a page's end cut has its first piece in `cells` and the others, with the cell's index, in `more`.
    `wrapped` rows come from a page's printed lines: a line's end in a cell parts nothing.
    """

    span: Span
    kind: BlockKind = "text"
    cells: tuple[Span | None, ...] = ()
    more: tuple[tuple[int, Span], ...] = ()
    wrapped: bool = False

    def pieces(self, index: int) -> tuple[Span, ...]:
        """All of a cell, in order; () for an empty one."""
        first = self.cells[index]
        if not self.more:
            return (first,) if first else ()
        rest = tuple(span for place, span in self.more if place == index)
        return (first, *rest) if first else rest


@dataclass(frozen=True, slots=True)
class Finding:
    """A repair or a doubt, with its place: what goes into the quality report."""

    code: str
    message: str
    span: Span | None = None
    severity: Severity = "doubt"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. `text` is complete; `blocks` cover all of it but white space and what findings name.

    `bold` are the places in bold type; `stated` is what the format says beside the text (a page's metadata table).
    """

    file: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    bold: tuple[Span, ...] = ()
    stated: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """What GB/T 9704 puts around the text: 标题, 发文字号, 发文机关, 成文日期, and what follows from them.

    `issuers` are names as printed; `region` and `province` full names ("聊城市", "山东省"), None where unknown. `place` is the
    region's id, from the province down (江苏省徐州市鼓楼区): several cities have a 鼓楼区.
    `stated` is what a manifest says beside the text (number, issuer, date, attachment_of, title_of_parent).
    """

    title: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    date: str | None = None
    status: Status = "issued"
    level: Level | None = None
    region: str | None = None
    province: str | None = None
    attachments: tuple[str, ...] = ()
    spans: dict[str, Span] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    place: str | None = None


class Section(NamedTuple):
    """A numbered heading with parts below it. `id` is the number path: 二, 二/（一）, 附件."""

    id: str
    number: str
    heading: str
    span: Span


class Deadline(NamedTuple):
    """A date by which something is due: `when` is YYYY or YYYY-MM-DD (the last day that is in time)."""

    when: str
    span: Span


class Indicator(NamedTuple):
    """A number that the policy sets. `value` is one number, or two for a range; 万 and 亿 are multiplied out.

    `comparator` is =, >=, <=, ~ (about) or range; `deadline` the date that governs it; `scope` such as 每个县.
    """

    subject: str
    value: tuple[float, ...]
    comparator: str
    unit: str
    deadline: str | None
    kind: IndicatorKind
    modality: str | None
    scope: str | None
    span: Span


class Organization(NamedTuple):
    """A named school, company, bank, base, group, institute or venue; not a public authority."""

    name: str
    kind: OrganizationKind
    span: Span


class Programme(NamedTuple):
    """A programme or initiative that documents share, by its canonical name; `field` is None where it isn't a known one."""

    name: str
    surface: str
    field: str | None
    span: Span


class Assignment(NamedTuple):
    """An agency's part in a clause. A tuple, as there are thousands in a document.

    `surface` is the name with ellipsis undone (市发展改革委、教育局 → 市教育局); `span` the words it was read from;
    `statement` the whole statement, which is the evidence shown. `open_list` where the list ends in 等.
    `shares_office_with` names the host of a body in brackets: 教育局〔市委教育工委〕.
    """

    surface: str
    role: Role
    span: Span
    statement: Span
    group: bool = False
    open_list: bool = False
    shares_office_with: str | None = None


class Clause(NamedTuple):
    """The smallest numbered unit with text of its own. `id` is its number path inside the document: 二/（一）.

    `parts` are the pieces of a `body` that a page's end cut with other cells between them; else ().
    """

    id: str
    number: str | None
    heading: str | None
    section: str | None
    span: Span
    body: Span
    kind: ClauseKind = "task"
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    organizations: tuple[Organization, ...] = ()
    programmes: tuple[Programme, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    parts: tuple[Span, ...] = ()


class Citation(NamedTuple):
    """A document named in 《》, with the number that follows it, or by its number alone, which is its title then."""

    title: str
    number: str | None
    relation: Relation
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a roster: a name, the posts held, the role in the group (组长, 成员)."""

    name: str
    post: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one file."""

    source: Source
    header: Header
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    citations: tuple[Citation, ...] = ()
    people: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()
