"""Rows of an annex table: which column is the task, which names who answers for it, which says until when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.records import Assignment, Block, Finding, Role, Span
from loaders.parse import names
from loaders.parse.folded import Folded, fold
from loaders.resolve.regions import Divisions

# 牵头部门 · 配合单位 · 责任 部门 · 责任主体
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"牵头|主办|主责"), "lead"),
    (re.compile(r"配合|协办|协同|参加|参与"), "cooperate"),
    (re.compile(r"责任|负责|承办|落实|实施(?:单位|部门)"), "responsible"),
)
_ORDINAL = re.compile(r"序号|编号|^项$")  # 序 号
_DUE = re.compile(r"时限|时间|期限")  # 完成时限
_NEW_NAME = re.compile(r"[省市区县州各有相中国]")  # how a name on a new line starts: '各县（市）政府'


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says: its task's place, who answers, where a deadline stands, what was not understood."""

    body: Span
    assignments: tuple[Assignment, ...]
    due: Span | None = None
    findings: tuple[Finding, ...] = ()


def parse(text: str, row: Block, header: Block | None, divisions: Divisions) -> Row | None:
    """A row by its header; without one, the last cell that holds nothing but agencies names who answers."""
    columns = _columns(text, row, header, divisions)
    tasks = [cell for cell, what in columns if what == "task"]
    if not tasks:
        return None
    assignments: list[Assignment] = []
    findings: list[Finding] = []
    for cell, what in columns:
        if what in ("lead", "cooperate", "responsible"):
            given, refused = _names(text, cell, divisions)
            assignments += [
                Assignment(n.surface, what, span, cell, n.group, n.open_list, n.host)  # type: ignore[arg-type]
                for n, span in given
            ]
            message = "not understood as an agency 未识别为机构"
            findings += [Finding("agency-not-understood", f"{message}: {words}", cell) for words in refused]
    due = next((cell for cell, what in columns if what == "due"), None)
    return Row(Span(tasks[0].start, tasks[-1].end), tuple(assignments), due, tuple(findings))


def _columns(text: str, row: Block, header: Block | None, divisions: Divisions) -> list[tuple[Span, str]]:
    """Each cell with what its column is: ordinal, task, lead, cooperate, responsible, due."""
    if header and len(header.cells) == len(row.cells):
        titles = [fold(text, cell).text if cell else "" for cell in header.cells]
        return [(cell, _what(title)) for cell, title in zip(row.cells, titles, strict=True) if cell]
    cells = [cell for cell in row.cells if cell]
    kinds = ["ordinal", *["task"] * (len(cells) - 1)] if len(cells) > 1 else ["task"]
    if len(cells) > 2 and _only_agencies(text, cells[-1], divisions):
        kinds[-1] = "responsible"
    return list(zip(cells, kinds, strict=True))


def _what(title: str) -> str:
    if _ORDINAL.search(title):
        return "ordinal"
    if _DUE.search(title):
        return "due"
    return next((role for pattern, role in _ROLES if pattern.search(title)), "task")


def _only_agencies(text: str, cell: Span, divisions: Divisions) -> bool:
    given, refused = _names(text, cell, divisions)
    return bool(given) and not refused


def _names(text: str, cell: Span, divisions: Divisions) -> tuple[list[tuple[names.Name, Span]], list[str]]:
    """The names of a cell. A line's end parts two names where one ends and another starts there."""
    folded = _with_breaks(text, cell)
    given, refused = names.parse(folded.text, 0, len(folded.text), divisions)
    return [(name, folded.span(name.start, name.end)) for name in given], refused


def _with_breaks(text: str, cell: Span) -> Folded:
    """The folded cell, with 、 for each line end that parts two names: '市教育局⏎各县（市）政府'."""
    words: list[str] = []
    places: list[int] = []
    for line in re.finditer(r"[^\n]+", text[cell.start : cell.end]):
        if not line[0].strip():
            continue
        folded = fold(text, Span(cell.start + line.start(), cell.start + line.end()))
        before = "".join(words)
        if before and names.ends_like_agency(before) and _NEW_NAME.match(folded.text):
            words.append("、")
            places.append(folded.places[0])
        words.append(folded.text)
        places += folded.places
    return Folded("".join(words), tuple(places))
