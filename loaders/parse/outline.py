"""The tree of sections and clauses: numbers, headings, annexes, table rows.

A leaf of the tree is a clause, whatever its level; what has numbered parts below it is a section. Ids are number paths.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from kg.ids import title_key
from kg.records import Block, Clause, ClauseKind, Finding, Section, Source, Span
from loaders.parse import lost_numbers
from loaders.parse.header import Frame, annex_number
from loaders.parse.numbering import Marker, marker
from loaders.parse.table import Table, one_cell, ordinal

_ANNEX_LEVEL, _PREAMBLE_LEVEL = -1, 9
_STOP = "。！？"
_SHORT = 40  # characters: a page's last line is shorter
_PAGE = re.compile(
    r"[—–\-－\s]*\d{1,3}[—–\-－\s]*|第\s*\d+\s*页.{0,10}"
)  # a page number: '— 3 —', '第 3 页 共 9 页'
# a page's last lines: 抄送：市委办公室 · （联系人：赵某；联系电话：…）
_COLOPHON = re.compile(r"^(?:抄送|主送|印发日期|[（(]?联系人|[（(]?联系电话|[（(]?此件)")
_ROSTER_OPENS = frozenset("组总召主顾副成")  # 召集人：…
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]\s*")  # left by a docx-to-text run: '[bookmark: _GoBack]'
_ROSTER = re.compile(
    r"^(?:组\s*长|总?召集人|副召集人|副?总指挥|主\s*任|顾\s*问|副\s*组\s*长|成\s*员)\s*[：:]"
)  # 组 长：孙某 市委书记
# where a heading that runs into its text ends: '（一）完善管理机制。建立健全…'
_HEADING = re.compile(r"[^。；：？！]{2,60}[。：]")
# nothing but who answers: a sentence in front of it is the text, no heading: （省财政厅负责）
_SAID_ONLY = re.compile(
    r"(?:[（(〔\[［【]|(?:牵头|责任|配合|主责|主办|协办)(?:单位|部门|处室)?[：:])[^。]{1,500}。?"
)
_DATED = re.compile(r"到?\d{4}年")  # 2023年底前，完成…
_KINDS: tuple[tuple[re.Pattern[str], ClauseKind], ...] = (
    (re.compile(r"指导思想|总体要求|基本原则|总体思路|工作原则"), "principle"),  # 一、总体要求
    (re.compile(r"目标"), "goal"),  # 二、主要目标
    (  # 四、保障措施, 五、强化保障; not 保障困难群众基本生活, 强化农产品生产保障支持
        re.compile(
            r"保障(?:措施|机制|体系建设)$|(?:组织|工作|实施|落实|支撑|综合)保障|^(?:强化|加强|健全|完善|政策)?保障$"
            r"|组织实施|组织领导|工作要求|强化落实"
        ),
        "safeguard",
    ),
)
_GOALS = re.compile(r"目标$")  # （三）主要目标, 工作目标


@dataclass(slots=True)
class Part:
    """One numbered part while the tree is built. `own` are the blocks that are its text, heading line included.

    `lead` is how many characters its number takes, `value` the number as such.
    """

    id: str
    number: str | None
    level: int
    parent: Part | None
    own: list[Block] = field(default_factory=list)
    lead: int = 0
    value: int | None = None
    children: list[Part] = field(default_factory=list)
    row: Block | None = None

    @property
    def span(self) -> Span:
        """From its number to the end of its own text."""
        return Span(self.own[0].span.start, self.own[-1].span.end)


@dataclass(slots=True)
class Outline:
    """What the tree gives: sections and clauses in order, headers of tables, roster blocks, noise, findings."""

    sections: list[Section] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    rows: dict[str, Block] = field(default_factory=dict)
    headers: dict[str, Block] = field(default_factory=dict)
    roster: list[Block] = field(default_factory=list)
    noise: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Builder:
    """Walks the blocks once and grows the tree."""

    def __init__(self, source: Source, frame: Frame, attachments: tuple[str, ...]) -> None:
        self.source, self.frame = source, frame
        self.texts = frame.texts
        self.titles = {title_key(title) for title in attachments}
        self.out = Outline(findings=list(frame.findings))
        self.roots: list[Part] = []
        self.open: list[Part] = []
        self.used: defaultdict[str, int] = defaultdict(int)
        self.running: defaultdict[int, int] = defaultdict(int)
        self.annexes: dict[str, str] = {}
        self.table: Table | None = None
        self.skipping = False
        self.in_roster = False
        self.part = 1
        self.shown: dict[int, Marker | None] = {}
        self.lost: dict[int, Marker] = {}
        self.many_annexes = self._annex_count() > 1

    def _annex_count(self) -> int:
        found = (annex_number(words) for words in self.texts if words[:1] == "附")
        return len({one[0] for one in found if one and not one[1]})

    def run(self) -> Outline:
        """The outline of the whole document."""
        blocks, inside = self.source.blocks, self.frame.inside
        texts = {index: words for index, words in enumerate(self.texts) if index not in inside}
        running = {index: words for index, words in texts.items() if blocks[index].kind == "text"}
        lines = lost_numbers.read(running)
        self.lost = lost_numbers.implied(lines)
        self.shown = {line.block: line.mark for line in lines}
        for index, words in texts.items():
            block = blocks[index]
            if (len(words) < _SHORT and _PAGE.fullmatch(words)) or _COLOPHON.match(words):
                self.out.noise.append(block.span)
            else:
                self._take(index, block, words)
        self._end_table()
        for root in self.roots:
            self._emit(root, None)
        return self.out

    def _take(self, index: int, block: Block, words: str) -> None:
        if self._opens_annex(words):
            self._annex(index, block, words)
        elif self.skipping:
            self.out.noise.append(block.span)
        elif block.kind == "row":
            self._row(block)
            return
        elif (words[:1] in _ROSTER_OPENS and _ROSTER.match(words)) or (
            self.in_roster and not self.shown[index]
        ):
            self.in_roster = True
            self.out.roster.append(block)
        else:
            self._text(index, block, words)
        if self.table and self.table.ordinal is None:
            self._end_table()  # rows that are counted end with the first text behind them

    # --- annexes -------------------------------------------------------------------------------------------------

    def _opens_annex(self, words: str) -> bool:
        """附件 alone on its line, or the title of an annex that the text announced (and that is not running text)."""
        if words[:1] == "附" and (found := annex_number(words)):
            return not found[1] or title_key(found[1]) in self.titles
        announced = self.titles and len(words) <= 100 and self.roots and not self._in_annex()
        return bool(announced) and title_key(words) in self.titles

    def _in_annex(self) -> bool:
        return bool(self.open) and self.open[0].level == _ANNEX_LEVEL

    def _annex(self, index: int, block: Block, words: str) -> None:
        """Opens an annex, or skips it where the same one was there already (a table and its PDF copy)."""
        found = annex_number(words)
        heading = self._annex_heading(index, found, words)
        key = title_key(heading)
        label = f"附件{found[0]}" if found and self.many_annexes else "附件"
        if (
            self._in_annex()
            and not self.open[0].children
            and label == self.open[0].id
            and not self.open[0].own[1:]
        ):
            self.open[0].own.append(block)
            return
        if key and self.annexes.get(key) == label:
            self.skipping = True
            self.out.noise.append(block.span)
            message = f"{label}《{heading}》 stands here a second time and is counted once 附件重复，只计一次"
            self.out.findings.append(Finding("duplicate-annex", message, block.span, "repaired"))
            return
        self.annexes[key] = label
        self._end_table()
        self.skipping, self.in_roster = False, False
        part = Part(self._unique(label, block), "附件", _ANNEX_LEVEL, None, [block])
        self.roots.append(part)
        self.open = [part]

    def _annex_heading(self, index: int, found: tuple[str, str] | None, words: str) -> str:
        if found is None:
            return words
        if found[1]:
            return found[1]
        return self.texts[index + 1] if index + 1 < len(self.texts) else ""

    # --- rows and text -------------------------------------------------------------------------------------------

    def _row(self, block: Block) -> None:
        """A row of a table; the first row of a run, without a number, is the header."""
        text, table = self.source.text, self.table
        number = table.number(text, block) if table else ordinal(text, block)
        if number is None:
            if table and table.repeats_header(text, block):
                self.out.noise.append(block.span)
                return
            if table is None or table.is_header(text, block):
                self._end_table()
                self.table = Table.of(text, block)
                return
            self.out.noise.append(block.span)
            if not one_cell(block):
                table.left_out.append(block.span)
            return
        parent = self.open[0] if self._in_annex() else None
        path = f"{parent.id}/{number}" if parent else number
        mark = marker(number + "、")
        value = mark.value if mark else None
        part = Part(self._unique(path, block), number, 4, parent, [block], 0, value, row=block)
        (parent.children if parent else self.roots).append(part)
        if table:
            table.rows += 1
            self.out.headers[part.id] = table.header

    def _end_table(self) -> None:
        if self.table:
            self.out.findings += self.table.findings()
        self.table = None

    def _text(self, index: int, block: Block, words: str) -> None:
        lost, mark = self.lost.get(index), self.shown[index]
        if words[:1] == "[" and (bookmark := _BOOKMARK.match(words)):
            start = block.span.start + bookmark.end()
            self.out.noise.append(Span(block.span.start, start))
            self.out.findings.append(
                Finding("bookmark", "a bookmark was left out 书签残留", self.out.noise[-1], "repaired")
            )
            if start == block.span.end:
                return
            block, words = Block(Span(start, block.span.end)), words[bookmark.end() :]
            mark = marker(words)
        if lost:
            mark = lost
            message = (
                f"a number was lost here; by the order it is {lost.label} 编号缺失，按次序为{lost.label}"
            )
            self.out.findings.append(Finding("number-lost", message, block.span, "repaired"))
        if mark and self._plausible(mark):
            self._numbered(block, mark)
        elif self.open:
            self.open[-1].own.append(block)
        else:
            self._preamble(block, words)

    def _plausible(self, mark: Marker) -> bool:
        """A number far from the one before it at its level is part of the text: '30.5亿元…' at a line's start.

        Numbers may run through the whole document: （十三） … 40. · （十四） 41. …
        """
        before = self._sibling(mark.level)
        if before is None:
            return mark.value <= 40 or 0 < mark.value - self.running[mark.level] <= 9
        return before.value is None or mark.value <= before.value + 9

    def _sibling(self, level: int) -> Part | None:
        """The part before, at this level, under the same parent."""
        for depth, part in enumerate(self.open):
            if part.level >= level:
                above = self.open[depth - 1].children if depth else self.roots
                for sibling in reversed(above):
                    if sibling.level == level:
                        return sibling
                return None
        return None

    def _numbered(self, block: Block, mark: Marker) -> None:
        self.in_roster = False
        self.running[mark.level] = mark.value
        while self.open and self.open[-1].level >= mark.level:
            self.open.pop()
        parent = self.open[-1] if self.open else None
        label = mark.label
        start = block.span.start
        number = self.source.text[start : start + mark.length].strip(" 、.．　") or label
        if parent is None and mark.level == 2 and mark.value == 1 and "一" in self.used:
            self.part += 1
            message = f"the numbers start again: part {self.part} 编号重新开始，视为第{self.part}部分"
            self.out.findings.append(Finding("numbers-restart", message, block.span))
        prefix = f"{parent.id}/" if parent else f"第{self.part}部分/" if self.part > 1 else ""
        path = self._unique(prefix + label, block)
        part = Part(path, number, mark.level, parent, [block], mark.length, mark.value)
        (parent.children if parent else self.roots).append(part)
        self.open.append(part)

    def _preamble(self, block: Block, words: str) -> None:
        """Text before the first number is clause 0; short lines there are titles."""
        goes_on = self.roots and self.roots[0].own and not self._ends(self.roots[0].own[-1])
        if not goes_on and len(words) < 40 and not re.search(r"[，。；：！？]", words):
            self.out.noise.append(block.span)
            return
        if not self.roots:
            self.roots.append(Part(self._unique("0", block), None, _PREAMBLE_LEVEL, None, []))
        self.roots[0].own.append(block)

    def _ends(self, block: Block) -> bool:
        return self.source.text[block.span.end - 1] in _STOP + "；：”）)"

    def _unique(self, path: str, block: Block) -> str:
        """The path, or path·2 where the document uses a number twice, with a finding."""
        self.used[path] += 1
        times = self.used[path]
        unique = path if times == 1 else f"{path}·{times}"
        if times > 1:
            self.out.findings.append(Finding("number-repeated", f"{path} is used again 编号重复", block.span))
        return unique

    # --- the tree, told as sections and clauses --------------------------------------------------------------------

    def _emit(self, part: Part, kind: ClauseKind | None) -> None:
        """A part and what hangs under it; `kind` is what the headings above say, if one does."""
        span = part.span
        heading, body = self._heading(part, span)
        kind = kind or _kind(heading or "")
        top = part.level in (_ANNEX_LEVEL, 0, 2)
        if part.children or (top and part.number):
            self.out.sections.append(Section(part.id, part.number or "", heading or "", span))
        if part.row:
            self.out.rows[part.id] = part.row
        if not part.children and part.level != _ANNEX_LEVEL and body:
            section = part.parent.id if part.parent else part.id if top and part.number else None
            own = "annex_task" if part.row else "principle" if part.number is None else kind or "task"
            if own == "principle" and heading and _GOALS.search(heading):  # 主要目标 under 总体要求
                own = "goal"
            self.out.clauses.append(Clause(part.id, part.number, heading, section, span, body, own))
        for child in part.children:
            self._emit(child, kind)

    def _heading(self, part: Part, span: Span) -> tuple[str | None, Span | None]:
        """The heading and the span of the text after it. A clause whose only sentence is its heading keeps it as text."""
        text, own = self.source.text, part.own
        first = own[0].span
        if part.level == _ANNEX_LEVEL:
            rest = annex_number(first.quote(text))
            lines = [rest[1]] if rest and rest[1] else [block.span.quote(text) for block in own[1:2]]
            return (lines[0] if lines else first.quote(text)), None
        if part.row or part.number is None:
            return None, span
        start = first.start + part.lead
        whole = start if start < span.end else span.start
        line = text[start : first.end]
        match = _HEADING.match(line)
        behind = match.end() if match else len(line)
        if match and _SAID_ONLY.fullmatch(text[start + behind : span.end].strip()):
            return None, Span(whole, span.end)
        if len(own) > 1 and len(line) <= 60 and behind == len(line):
            return line.rstrip("。：:"), Span(own[1].span.start, span.end)
        if match and behind < len(line) and line[behind - 1] != "：" and _is_heading(match[0]):
            return match[0][:-1], Span(start + behind, span.end)
        titled = part.level <= 2 or part.children
        if titled and len(own) == 1 and len(line) <= 40 and not line.endswith("。"):
            return line, None
        return None, Span(whole, span.end)


def _kind(heading: str) -> ClauseKind | None:
    """What kind of clauses a heading says that it holds."""
    for pattern, kind in _KINDS:
        if pattern.search(heading):
            return kind
    return None


def _is_heading(sentence: str) -> bool:
    """A heading is short and gives no figures: '完善职业教育管理机制。', not '2023年底前，完成…。'."""
    return len(sentence) <= 50 and not _DATED.match(sentence)


def parse(source: Source, frame: Frame, attachments: tuple[str, ...]) -> Outline:
    """Sections, clauses and what else the tree holds. Clauses have no facts yet."""
    return Builder(source, frame, attachments).run()
