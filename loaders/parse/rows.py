"""Rows of an annex table: which column is the task, which names who answers for it, which says until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from kg.records import Assignment, Block, Finding, Role, Span
from loaders.parse import cell_names, names, naming, who
from loaders.parse.folded import Folded, fold, fold_words
from loaders.resolve.regions import Divisions

# 牵头部门 · 配合单位 · 责任 部门 · 责任主体
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"牵头|主办|主责"), "lead"),
    (re.compile(r"配合|协办|协同|参加|参与"), "cooperate"),
    (re.compile(r"责任|负责|承办|落实|实施(?:单位|部门)"), "responsible"),
)
_WHO = frozenset(role for _, role in _ROLES)
_ORDINAL = re.compile(r"序号|编号|^项$")  # 序 号
_ORDINAL_TITLE = re.compile(r"(?:任务|项目|总)?(?:序号|编号)|项次?")  # nothing but that: 序号 · 任务编号
_TASK = re.compile(r"任务|内容|事项|措施|举措|项目|工作|要求")  # 工作任务 · 主要内容
_CATEGORY = re.compile(r"领域|类别|分类|板块|类型|方面")  # 领域: what the tasks of several rows belong to
_DUE = re.compile(r"时限|时间|期限")  # 完成时限
_NEW_NAME = re.compile(r"[省市区县州各有相中国]")  # how a name on a new line starts: '各县（市）政府'


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says: its task's place, who answers, where a deadline stands, what was not understood.

    `parts` are the pieces of the task where a page's end cut it; else (). `cells` are the task's, where it has several.
    """

    body: Span
    assignments: tuple[Assignment, ...]
    due: Span | None = None
    findings: tuple[Finding, ...] = ()
    parts: tuple[Span, ...] = ()
    cells: tuple[Span, ...] = ()


Pieces = tuple[Span, ...]


def parse(text: str, row: Block, header: Block | None, divisions: Divisions) -> Row | None:
    """A row by its header; without one, the last cell that holds nothing but agencies names who answers."""
    columns = _columns(text, row, header, divisions)
    tasks = [piece for cell, kind in columns if kind == "task" for piece in cell if own(row, piece)]
    if not row.more and tasks != sorted(tasks):  # a cell held from the row above stands behind an own one
        tasks = [piece for piece in tasks if piece.start >= row.span.start]
    if not tasks:
        return None
    assignments: list[Assignment] = []
    findings: list[Finding] = []
    for cell, kind in columns:
        if kind in _WHO:
            words = _folded(text, cell, row.wrapped)
            given, refused = cell_names.read(words, kind, divisions)
            for name, role in given:
                span = words.span(name.start, name.end)
                said = _said(cell, span)
                assignments.append(
                    Assignment(name.surface, role, span, said, name.group, name.open_list, name.host)
                )
            message = "not understood as an agency 未识别为机构"
            findings += [
                Finding("agency-not-understood", f"{message}: {words}", cell[0]) for words in refused
            ]
    due = next((cell[0] for cell, kind in columns if kind == "due"), None)
    parts = tuple(sorted(tasks)) if row.more else ()
    body = Span(min(tasks).start, max(tasks).end) if row.more else Span(tasks[0].start, tasks[-1].end)
    several = () if parts or len(tasks) == 1 else tuple(dict.fromkeys(tasks))
    return Row(body, tuple(assignments), due, tuple(findings), parts, several)


def filled(text: str, row: Block, header: Block, above: Block) -> Block:
    """The row with what the row above it holds, where a cell for who answers or until when says 同上."""
    if not len(row.cells) == len(above.cells) == len(header.cells):
        return row
    asked = [cell is not None and cell_names.is_as_above(text[cell.start : cell.end]) for cell in row.cells]
    if not any(asked):
        return row
    kinds = _kinds_under(_printed(text, header))
    cells = tuple(
        held if says and (kind in _WHO or kind == "due") else cell
        for cell, held, says, kind in zip(row.cells, above.cells, asked, kinds, strict=True)
    )
    return replace(row, cells=cells)


def own(row: Block, piece: Span) -> bool:
    """False for a cell that a row put together from lines holds from the rows above."""
    return not row.wrapped or piece.start >= row.span.start


def _said(cell: Pieces, name: Span) -> Span:
    """The statement that a name stands in: its cell, or the pieces of it that a page's end left around the name."""
    if len(cell) == 1:
        return cell[0]
    around = [piece for piece in cell if piece.start < name.end and name.start < piece.end]
    return Span(around[0].start, around[-1].end)


def _columns(text: str, row: Block, header: Block | None, divisions: Divisions) -> list[tuple[Pieces, str]]:
    """Each cell with what its column is: ordinal, category, task, lead, cooperate, responsible, due."""
    cells = [row.pieces(index) for index in range(len(row.cells))]
    if header and len(header.cells) == len(row.cells):
        kinds = _kinds_under(_printed(text, header))
        return [(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if cell]
    cells = [cell for cell in cells if cell]
    guessed = ["ordinal", *["task"] * (len(cells) - 1)] if len(cells) > 1 else ["task"]
    if len(cells) > 2 and _only_agencies(text, cells[-1], divisions):
        guessed[-1] = "responsible"
    return list(zip(cells, guessed, strict=True))


def _printed(text: str, header: Block) -> tuple[str, ...]:
    return tuple(text[cell.start : cell.end] if cell else "" for cell in header.cells)


@lru_cache(maxsize=256)
def _kinds_under(printed: tuple[str, ...]) -> tuple[str, ...]:
    """What each column is under titles as printed, told once for all rows of a table."""
    return tuple(_kinds([fold_words(title) for title in printed]))


def _kinds(titles: Sequence[str]) -> list[str]:
    """What each column is. What stands before the ordinal, or is called so, is the tasks' category, no task.

    领域 | 序号 | 工作任务 | 牵头单位 → category, ordinal, task, lead
    """
    kinds = [what(title) for title in titles]
    at = ordinal_column(titles)
    narrow = [
        "category" if kind == "task" and (_CATEGORY.search(title) if at is None else place < at) else kind
        for place, (title, kind) in enumerate(zip(titles, kinds, strict=True))
    ]
    return narrow if "task" in narrow else kinds


def titles(text: str, header: Block) -> tuple[str, ...]:
    """The folded titles of a header, '' for an empty one."""
    return tuple(fold_words(title) for title in _printed(text, header))


def ordinal_column(titles: Sequence[str]) -> int | None:
    """Where the numbers stand, by the folded titles: 类别 | 序号 | 任务 → 1; None where no title says so."""
    return next((place for place, title in enumerate(titles) if _ORDINAL_TITLE.fullmatch(title)), None)


def tells_who_does_what(titles: Sequence[str]) -> bool:
    """True where one title is that of tasks and another that of who answers: 任务 | 牵头单位 | 时限."""
    kinds = _kinds(titles)
    tasks = any(kind == "task" and _TASK.search(title) for title, kind in zip(titles, kinds, strict=True))
    return tasks and any(kind in _WHO for kind in kinds)


def says(titles: Sequence[str], row: Block, what_of: str) -> bool:
    """True where a row under these titles holds something of its 'task' or of 'who' answers."""
    wanted = _WHO if what_of == "who" else {what_of}
    return any(
        kind in wanted and cell is not None for kind, cell in zip(_kinds(titles), row.cells, strict=True)
    )


def what(title: str) -> str:
    """What a column holds by its folded title: ordinal, task, lead, cooperate, responsible, due."""
    if _ORDINAL.search(title):
        return "ordinal"
    if _DUE.search(title):
        return "due"
    return next((role for pattern, role in _ROLES if pattern.search(title)), "task")


def _only_agencies(text: str, cell: Pieces, divisions: Divisions) -> bool:
    words = _folded(text, cell, wrapped=False).text
    given, refused = names.parse(words, 0, len(words), divisions)
    return bool(given) and not refused


def _folded(text: str, cell: Pieces, wrapped: bool) -> Folded:
    """The folded cell. A line's end parts two names where one ends and another starts there."""
    return _on_one_line(text, cell) if wrapped else _with_breaks(text, cell[0])


def _on_one_line(text: str, cell: Pieces) -> Folded:
    """The folded cell of a page's printed lines: '市发展⏎改革委'."""
    pieces = [fold(text, piece) for piece in cell]
    return Folded("".join(p.text for p in pieces), tuple(chain.from_iterable(p.places for p in pieces)))


def _with_breaks(text: str, cell: Span) -> Folded:
    """The folded cell, with 、 for each line end that parts two names: '市教育局⏎各县（市）政府'."""
    printed = text[cell.start : cell.end]
    if "\n" not in printed:
        return fold(text, cell)
    words: list[str] = []
    places: list[int] = []
    for line in re.finditer(r"[^\n]+", printed):
        if not line[0].strip():
            continue
        folded = fold(text, Span(cell.start + line.start(), cell.start + line.end()))
        before = "".join(words)
        ends = naming.ends_like_agency(before) or who.says_role(before)
        if before and ends and _NEW_NAME.match(folded.text):
            words.append("、")
            places.append(folded.places[0])
        words.append(folded.text)
        places += folded.places
    return Folded("".join(words), tuple(places))
