"""The rows of the lineage queries as people and programs want them: links with both sides, and the matrix of coverage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from kg.store.base import Row, Store
from ontology import schema
from queries import registry
from queries.resolve import first_part
from queries.run import run

Kind = Literal["implements", "details"]
GRADES = {"direct": 2, "partial": 1}
NOT_FOUND = "在已载入文件中未找到 not found in the loaded documents"
UNMATCHED = {
    "cited": "引用了该文件，未能对应到条款 cites the plan; no clause could be matched",
    "presumed": "推定比对，未能对应到条款 presumed by subject, region and date; no clause could be matched",
}  # by the ground of the comparison
DRAFT_ONLY = "仅见于草案 found in a draft only"
ISSUED = "issued"
_ENDS = re.compile(r"[。；\n]")  # 建立专业预警机制；


class Side(NamedTuple):
    """One end of a link. `starts` and `ends` are the places of the aligned phrases in the document's text."""

    clause: str
    path: str
    heading: str
    document: str
    title: str
    file: str
    text: str
    start: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def code(self) -> str:
        """The first part of the file's name and the number path: 003 附件/7; without a file, the document's id."""
        return f"{first_part(self.file) or self.document} {self.path}"

    @property
    def sentence(self) -> str:
        """The sentence of the longest aligned phrase, on one line; the beginning of the clause where there is none."""
        spans = [
            (a - self.start, b - self.start)
            for a, b in zip(self.starts, self.ends, strict=True)
            if 0 <= a - self.start < b - self.start <= len(self.text)
        ]
        low, high = max(spans, key=lambda span: span[1] - span[0], default=(0, 0))
        begin = max((mark.end() for mark in _ENDS.finditer(self.text, 0, low)), default=0)
        mark = _ENDS.search(self.text, high)
        return " ".join(self.text[begin : mark.end() if mark else len(self.text)].split())


class Link(NamedTuple):
    """Two clauses of which the lower carries out the higher; of details, `above` is the annex row and `below` the body.

    `direction` is seen from what was asked for: up towards a higher level, down, or inside the document;
    `hops` is the distance from the clause that was asked for, 1 for a document.
    """

    kind: Kind
    direction: str
    hops: int
    above: Side
    below: Side
    grade: str
    score: float
    ground: str
    method: str
    decided: bool
    reason: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The pair as the command line and the API give it; grade 2 is direct, 1 partial."""
        return {
            "from": self.above.code,
            "to": self.below.code,
            "grade": GRADES[self.grade],
            "score": self.score,
            "kind": self.kind,
            "direction": self.direction,
            "hops": self.hops,
            "ground": self.ground,
            "method": self.method,
            "decided": self.decided,
            "reason": list(dict.fromkeys(self.reason)),
            "from_clause": self.above.clause,
            "to_clause": self.below.clause,
            "from_sentence": self.above.sentence,
            "to_sentence": self.below.sentence,
        }


def of_document(store: Store, document: str, other: str | None = None) -> list[Link]:
    """What a document carries out, what carries it out, and its annex rows; `other` leaves what ties it to that document."""
    if other == document:
        return details(store, document)
    told = ask(store, "lineage", document=document, other=other)
    links = [_link("implements", row, str(row["direction"]), 1) for row in told]
    return links if other else [*links, *details(store, document)]


def details(store: Store, document: str) -> list[Link]:
    """Its annex rows, with the body clauses that they break down."""
    return [_detail(row) for row in ask(store, "details", document=document)]


def of_clause(store: Store, clause: str) -> list[Link]:
    """A clause's chain, up to the nation and down to the county; then its annex rows, or the body that it breaks down."""
    rows = ask(store, "clause_lineage", clause=clause)
    chain = [_link("implements", row, str(row["direction"]), cast("int", row["hops"])) for row in rows]
    owners = run(store, registry.internal("clause"), {"id": clause}).rows
    inside = [link for row in owners for link in details(store, str(row["document"]))]
    return [*chain, *(link for link in inside if clause in (link.above.clause, link.below.clause))]


def ask(store: Store, name: str, **values: str | None) -> tuple[Row, ...]:
    """All rows of a named query."""
    return run(store, registry.get(name), values, limit=None).rows


def _link(kind: Kind, row: Row, direction: str, hops: int) -> Link:
    return Link(
        kind, direction, hops, _side(row, "parent"), _side(row, "child"),
        str(row["grade"]), cast("float", row["score"]), str(row["ground"]), str(row["method"]),
        bool(row["decided"]), _texts(row["reason"]),
    )  # fmt: skip


def _detail(row: Row) -> Link:
    """An annex row and its body clause, as the two sides of a link."""
    owner = {f"{end}_{name}": row[name] for end in ("row", "body") for name in ("document", "title", "file")}
    both: Row = {**row, **owner}
    return Link(
        "details", "inside", 1, _side(both, "row"), _side(both, "body"),
        str(row["grade"]), cast("float", row["score"]), str(row["ground"]), str(row["method"]),
        bool(row["decided"]), _texts(row["reason"]),
    )  # fmt: skip


def _side(row: Mapping[str, Any], end: str) -> Side:
    return Side(
        clause=str(row[end]),
        path=str(row[f"{end}_path"] or ""),
        heading=str(row[f"{end}_heading"] or ""),
        document=str(row[f"{end}_document"]),
        title=str(row[f"{end}_title"] or ""),
        file=str(row[f"{end}_file"] or ""),
        text=str(row[f"{end}_text"] or ""),
        start=int(row[f"{end}_start"] or 0),
        starts=tuple(row[f"{end}_starts"] or ()),
        ends=tuple(row[f"{end}_ends"] or ()),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


# ── coverage ─────────────────────────────────────────────────────────────────────────────────────────────────


class Task(NamedTuple):
    """A task of the document that is covered."""

    clause: str
    path: str
    heading: str
    text: str

    @property
    def name(self) -> str:
        """Its heading, or its text without the number: a row of an annex has no heading."""
        return self.heading or " ".join(self.text.split()).removeprefix(self.path.rpartition("/")[2]).strip()

    @property
    def brief(self) -> str:
        """The name, cut to what fits on a page or a terminal."""
        words = self.name
        return words if len(words) <= _NAME else words[: _NAME - 1] + "…"


_NAME = 30  # characters of a task's name where it has no heading


class Taker(NamedTuple):
    """A document that takes up some of the tasks; not `matched`: it was compared, and no clause could be paired.

    `ground` tells why they were compared; it is empty where only a person's decision ties the two.
    """

    document: str
    title: str
    region: str
    level: str
    status: str = ISSUED
    matched: bool = True
    ground: str = ""

    @property
    def draft(self) -> bool:
        """True for what is not issued yet: 征求意见稿, 讨论稿, 送审稿."""
        return self.status != ISSUED

    @property
    def name(self) -> str:
        """Whose it is, and which kind of draft: 湖州市, 湖州市（征求意见稿）."""
        return (self.region or self.title or self.document) + marked(self.status)


def marked(status: str) -> str:
    """What stands behind the name of a draft: （征求意见稿）; nothing for what was issued."""
    return "" if status == ISSUED else f"（{schema.load().enums['Status'].get(status, status)}）"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tasks × documents; a cell is the row of the best clause, and is missing where none was found."""

    tasks: tuple[Task, ...]
    takers: tuple[Taker, ...]
    cells: Mapping[tuple[str, str], Row]

    @property
    def not_found(self) -> tuple[Task, ...]:
        """The tasks that no loaded document takes up, as far as was found."""
        return tuple(task for task in self.tasks if not any(self.of(task)))

    @property
    def draft_only(self) -> tuple[Task, ...]:
        """The tasks that drafts take up, and nothing issued."""
        return tuple(task for task in self.tasks if self.in_draft_only(task))

    @property
    def unmatched(self) -> tuple[Taker, ...]:
        """The documents that were compared with this one, and of which no clause could be paired."""
        return tuple(taker for taker in self.takers if not taker.matched)

    def in_draft_only(self, task: Task) -> bool:
        """True where a draft takes the task up, and nothing issued."""
        drafts = {taker.draft for taker in self.takers if (task.clause, taker.document) in self.cells}
        return drafts == {True}

    def of(self, task: Task) -> list[Row | None]:
        """The task's cells, document by document."""
        return [self.cells.get((task.clause, taker.document)) for taker in self.takers]

    def taken(self, document: str) -> int:
        """How many of the tasks a document takes up."""
        return sum((task.clause, document) in self.cells for task in self.tasks)


def coverage(store: Store, document: str) -> Coverage:
    """Which loaded documents take up which tasks of a document, what is issued first; and which were compared in vain."""
    rows = ask(store, "coverage", document=document)
    tasks = dict.fromkeys(_task(row) for row in rows)
    cells = {(str(row["clause"]), str(row["child_document"])): row for row in rows if row["child"]}
    takers = {taker.document: taker for taker in _takers(rows)}
    for row in held_against(store, document, "down"):
        known = takers.get(str(row["other"])) or _taker(row, "other", matched=False)
        takers[known.document] = known._replace(ground=str(row["ground"]))
    ordered = sorted(takers.values(), key=lambda one: (one.draft, one.level, one.document))
    return Coverage(tuple(tasks), tuple(ordered), cells)


def held_against(store: Store, document: str, direction: str) -> list[Row]:
    """The documents above (up) or below (down) that were compared with this one."""
    return [row for row in ask(store, "held_against", document=document) if row["direction"] == direction]


def unmatched(store: Store, document: str) -> list[Row]:
    """The documents above and below that were compared with this one, and of which no clause could be paired."""
    return [row for row in ask(store, "held_against", document=document) if not row["aligned"]]


def _task(row: Row) -> Task:
    return Task(str(row["clause"]), str(row["path"]), str(row["heading"] or ""), str(row["quote"] or ""))


def _takers(rows: Sequence[Row]) -> Iterator[Taker]:
    for row in rows:
        if row["child_document"]:
            yield _taker({**row, "child": row["child_document"]}, "child", matched=True)


def _taker(row: Row, end: str, *, matched: bool) -> Taker:
    title, region, level = (str(row[f"{end}_{name}"] or "") for name in ("title", "region", "level"))
    return Taker(str(row[end]), title, region, level, str(row[f"{end}_status"] or ISSUED), matched)


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────


def whose(row: Mapping[str, Any], end: str) -> str:
    """The region of one side of a row of `target_pairs`, and which kind of draft it is: 湖州市（征求意见稿）."""
    return f"{row[f'{end}_region'] or ''}{marked(row[f'{end}_status'] or ISSUED)}"


_SIGNS = {">=": "≥", "<=": "≤", "~": "约", "=": "", "range": ""}


def in_words(row: Mapping[str, Any], end: str) -> str:
    """A target of a row of `target_pairs` in short, `end` being parent or child: 力争 ≥ 10–12个，2025."""
    names = ("modality", "scope", "comparator", "value", "value_max", "unit", "deadline")
    modality, scope, comparator, value, most, unit, deadline = (row[f"{end}_{name}"] for name in names)
    number = _number(value) + (f"–{_number(most)}" if most is not None else "")
    said = " ".join(filter(None, (modality, scope, _SIGNS.get(comparator, comparator), number)))
    return f"{said}{unit or ''}" + (f"，{deadline}" if deadline else "")


def _number(value: float) -> str:
    return f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"
