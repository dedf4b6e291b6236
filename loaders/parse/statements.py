"""Responsibility statements: who leads, cooperates and is responsible, in each form that documents use.

Forms (the number is that of the rule's test):  1 （责任单位：省A厅、省B厅） · 2 （牵头单位：市A局；配合单位：市B局）
3 lines 牵头单位：… without brackets · 4 （省A厅牵头，B海关配合，各县落实） · 5 a table's 责任部门 column (rows.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.records import Assignment, Finding, Role, Span
from loaders.parse import names, naming, who
from loaders.parse.conventions import Conventions, without_remarks
from loaders.parse.folded import CLOSING, OPENING, Folded, closings
from loaders.parse.who import Part
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

_AFTER = re.compile(r"[。；，、（〔）〕]|$")  # what may follow a statement without labels
_SCHEME = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:分工方案|分工|方案|任务)："
)  # whose division of work: 市分工方案：…
_SAYS = re.compile(r"牵头|主办|负责|落实|配合|参加|参与|协助|协办|承办|实施")  # some verb of a statement
_LONGEST_NAME = 16  # characters: 襄阳车务段 among names that were understood
_LONGEST_LABEL = 24  # characters: 牵头责任单位（第一责任人）：
_LEADING = re.compile(r"牵头(?:负责)?(?=[，；。]|$)")  # a sentence that says who leads: …牵头，
_NOT_A_STATEMENT = re.compile(
    r"由|含|包括|以下简称|如|即|指|原则上|详见|自(?!然资源|治区)"
)  # how a bracket inside a sentence starts: （由…负责）

# 由省教育厅牵头，省工业和信息化厅、省大数据局配合 · 由市民政局会同市财政局、市卫健委制定 · 由市民政局商市财政局制定; not 已由…
_BY = re.compile(
    r"(?<![已曾自])由(?:[^，；。：（〔由]{2,80}牵头(?:负责|组织)?，(?P<help>[^，；。：（〔由]{2,120}?)(?:配合|参与|参加|协助|协同)(?=[，；。]|$)"
    r"|(?P<both>[^，；。：（〔由]{2,60}?(?:会同|(?<=[局委办厅府会部院署])商请?(?=[省市县区州各]))[^，；。：（〔由]{2,80}?)(?:负责|制定|研究制定|组织实施))"
)
# 〈含开发区、长江新区、风景区管委会，下同〉 · （含市直园区）
_INCLUDES = re.compile(
    r"[（〔〈](?:含|包括)([^（〔〈）〕〉，；。]{2,60}(?<=[区会府局委处位门厅]))(?:[，；]下同)?[）〕〉]"
)
_NAMED = frozenset("组位门关构议室心队员方》”")  # what a bracket behind tells the members of: 调查组（…）

_LAST = frozenset("厅局委办部府会室院署关行司团队）〕")  # the last character of a list of bodies


Parts = tuple[int, Sequence[Part]]  # where the words start, and what they tell


@dataclass(slots=True)
class Found:
    """All statements of a clause, the labels that gave no role (完成时限：…), and what was not understood."""

    assignments: list[Assignment] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@cache
def _label() -> re.Pattern[str]:
    """A label: 牵头单位： · 责任部门： · 配合： · 完成时限：."""
    roles = vocabulary("roles")
    words = sorted(
        (word for role in ("lead", "cooperate", "responsible") for word in roles[role]["label"]), key=len
    )
    units = "|".join(roles["unit"])
    role_words = "|".join(reversed(words))
    other = "|".join(roles["other"])
    return re.compile(rf"(?P<role>{role_words})(?:{units})?(?:（[^）]{{1,8}}）)?：|(?P<other>{other})：")


def read_labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every label in text[start:end], in order: looked for only in front of a colon."""
    search = _label().search
    colon = text.find("：", start, end)
    while colon >= 0:
        if label := search(text, max(start, colon - _LONGEST_LABEL), colon + 1):
            start = label.end()
            yield label
        colon = text.find("：", max(start, colon + 1), end)


def find(folded: Folded, divisions: Divisions, conventions: Conventions) -> Found:
    """Every statement in a clause's folded text, in order."""
    reader = _Reader(folded, divisions, conventions)
    reader.marked()
    if "牵头" in folded.text:
        reader.sentences()
    if "由" in folded.text:
        reader.prose()
    return reader.found


class _Reader:
    """One clause: its brackets and labels are looked for once, and each is read where it stands."""

    def __init__(self, folded: Folded, divisions: Divisions, conventions: Conventions) -> None:
        self.folded, self.divisions, self.conventions = folded, divisions, conventions
        self.text, self.places = folded
        self.brackets = closings(self.text)
        self.labels = list(read_labels(self.text, 0, len(self.text))) if "：" in self.text else []
        self.starts = [label.start() for label in self.labels]
        self.found = Found()

    def marked(self) -> None:
        """What brackets and labels mark, from the first to the last."""
        place = 0
        for start in sorted((*self.brackets, *self.starts)) if self.starts else self.brackets:
            if start < place:
                continue
            if start in self.brackets:
                place = self._bracket(start, self.brackets[start])
            elif self._starts_line(start):
                place = self._line(start)

    def sentences(self) -> None:
        """省A局牵头，省B厅配合。 as a sentence of its own: every word of it is a body or a verb, and one leads."""
        text = self.text
        for match in _LEADING.finditer(text):
            start = max(text.rfind(mark, 0, match.start()) for mark in "。；！") + 1
            stop = text.find("。", match.end())
            end = stop if stop >= 0 else len(text)
            if (
                end - start < 200
                and not self._told_already(start, end)
                and (parts := self._spoken(start, end))
            ):
                self._add(start, end, [parts])

    def prose(self) -> None:
        """…，由省A厅牵头，省B厅配合，… and 由市A局会同市B局制定…: read where every name in it is certain."""
        for match in _BY.finditer(self.text):
            start, end = match.start() + 1, match.end()
            words = match[0][1:] if match["help"] else f"{match['both']}负责"
            parts, refused, _ = who.told(words, None, self.divisions)
            sure = not refused and all(naming.is_certain(name.surface) for name, _ in parts)
            if sure and len(parts) > 1 and not self._told_already(start, end):
                self._add(start, end - 1, [(start, parts)])

    def _bracket(self, place: int, end: int) -> int:
        """A bracket from `place` to `end` (-1: never closed): a statement, or something else. The place after it."""
        labels = self._labels_in(place + 1, end if end > 0 else place + 40)
        if end < 0:
            if not labels:
                return place + 1
            stop = self.text.find("。", place)
            end = stop if stop > 0 else len(self.text)
            self._doubt("bracket-open", "the bracket is never closed 括号未闭合", place, end)
            labels = self._labels_in(place + 1, end)
        if labels and not _in_nested(self.text, place, labels[0].start()):
            self._add(place, end, self._labelled(place + 1, end, labels))
        elif self._ends_sentence(end + 1) and (parts := self._said_in_bracket(place, end)):
            self._add(place, end, [parts])
        elif self.conventions.holds(self.places[place]) and (parts := self._bare(place + 1, end)):
            self._add(place, end, [(parts[0], self.conventions.apply(parts[1], self.places[place]))])
        elif self.conventions.brackets and self._closes(place, end) and (parts := self._plain(place, end)):
            self._add(place, end, [parts])
            message = "role not said, taken as responsible 未写明职责，按责任单位计"
            self._doubt("role-not-said", message, place, end + 1)
        return end + 1

    def _labels_in(self, start: int, end: int) -> list[re.Match[str]]:
        """The labels that stand whole in the piece."""
        within = self.labels[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return within[:-1] if within and within[-1].end() > end else within

    def _doubt(self, code: str, message: str, start: int, end: int) -> None:
        self.found.findings.append(Finding(code, message, self.folded.span(start, end)))

    def _line(self, place: int) -> int:
        """A label without brackets: the statement goes to the end of its line."""
        places = self.places
        end, last = place + 1, len(places)
        while end < last and not (places[end] - places[end - 1] > 1 and self._breaks(end)):
            end += 1
        self._add(place, end - 1, self._labelled(place, end, self._labels_in(place, end)))
        return end

    def _starts_line(self, place: int) -> bool:
        """True at a line's start and after a full stop: where a label without brackets may stand."""
        return place == 0 or self.text[place - 1] in "。；" or self.places[place] - self.places[place - 1] > 1

    def _breaks(self, place: int) -> bool:
        """True where a new line starts something else: the line before is a list that ended, or a label follows."""
        if _label().match(self.text, place):
            return True
        before = self.text[max(0, place - 40) : place]
        return (
            before.endswith(("。", "；"))
            or naming.ends_like_agency(before)
            or before[-1].isdigit()
            or before[-1] in "前底月日年"
        )

    def _ends_sentence(self, place: int) -> bool:
        """True where a sentence, or the line, ends: what is in brackets right before may be a statement."""
        return bool(_AFTER.match(self.text, place)) or self.places[place] - self.places[place - 1] > 1

    def _closes(self, place: int, end: int) -> bool:
        """True for a bracket behind a sentence that ended, or as its last words: 推进互换。（…）, 加强监管（…）。"""
        text, places = self.text, self.places
        if not (end + 1 == len(text) or text[end + 1] in "。；" or places[end + 1] - places[end] > 1):
            return place > 0 and text[place - 1] == "。" and text[end + 1] not in "，、"
        return place > 0 and not (
            text[place - 1] in _NAMED or naming.ends_like_agency(text[max(0, place - 5) : place])
        )

    def _labelled(self, start: int, end: int, labels: list[re.Match[str]]) -> list[Parts]:
        """牵头单位：…；配合单位：…: each label rules to the next one."""
        text = without_remarks(self.text, start, end)
        if text is not self.text:
            labels = list(read_labels(text, start, end))
        parts: list[Parts] = []
        level = ""
        for place, label in enumerate(labels):
            stop = labels[place + 1].start() if place + 1 < len(labels) else end
            word = label["role"]
            if not word:
                continue
            role = who.role_of(word, "label")
            given, refused, level = who.told(text[label.end() : stop], role, self.divisions, level)
            agreed = len(labels) == 1 or role == "responsible"
            parts.append(
                (label.end(), self.conventions.apply(given, self.places[start]) if agreed else given)
            )
            for words in refused:
                self._refuse(words, start, end)
        return parts

    def _spoken(self, start: int, end: int) -> Parts | None:
        """省A厅牵头，B海关配合: words of which each is an agency or a verb; else None."""
        start, told = self._told(start, end)
        return (start, told.parts) if told and told.parts and not told.refused else None

    def _told(self, start: int, end: int) -> tuple[int, who.Told | None]:
        """What the words tell, and where they start behind 市分工方案：; None for what is no statement."""
        scheme = _SCHEME.match(self.text, start, end)
        start = scheme.end() if scheme else start
        if (
            end - start > 400
            or not _SAYS.search(self.text, start, end)
            or _NOT_A_STATEMENT.match(self.text, start)
        ):
            return start, None
        return start, who.told(
            without_remarks(self.text, start, end)[start:end].rstrip("、"), None, self.divisions
        )

    def _said_in_bracket(self, place: int, end: int) -> Parts | None:
        """（省A厅牵头，B海关配合）: one word that is no agency is told, and loses nobody else."""
        start, told = self._told(place + 1, end)
        if not told or not told.parts:
            return None
        if told.refused and not self._is_named(told, self.text[start:end]):
            return None
        for words in told.refused:
            self._refuse(words, place, end)
        plain = all(role == "responsible" for _, role in told.parts) and not told.parts[0][0].group
        return start, self.conventions.apply(told.parts, self.places[place]) if plain else told.parts

    def _is_named(self, told: who.Told, words: str) -> bool:
        """True where the words can be nothing but a statement, though not each of them was understood as an agency."""
        sure = [naming.is_certain(name.surface) for name, _ in told.parts]
        own = any(who.is_unmistakable(name.surface, self.divisions) for name, _ in told.parts)
        short = all(
            len(refused) <= _LONGEST_NAME and not naming.is_prose(refused) for refused in told.refused
        )
        return own and all(sure) and len(told.refused) <= len(sure) and short and who.says_role(words)

    def _refuse(self, words: str, start: int, end: int) -> None:
        message = f"not understood as an agency: {words} 未识别为机构"
        self._doubt("agency-not-understood", message, start, end)

    def _plain(self, place: int, end: int) -> Parts | None:
        """（商务部、司法部、市场监管总局）: nothing but bodies, one of them beyond doubt; one alone behind a full stop."""
        listed = who.without_when(self.text[place + 1 : end])[-1:] in _LAST
        parts = self._bare(place + 1, end) if listed else None
        if parts is None or not any(who.is_unmistakable(one.surface, self.divisions) for one, _ in parts[1]):
            return None
        return parts if len(parts[1]) > 1 or self.text[place - 1] == "。" else None

    def _bare(self, start: int, end: int) -> Parts | None:
        """（省A厅、省B厅）: a bracket of nothing but bodies, where a convention has said who of a list leads."""
        if end - start > 300 or _NOT_A_STATEMENT.match(self.text, start, end):
            return None
        words = who.without_when(without_remarks(self.text, start, end)[start:end].rstrip("、"))
        given, refused = names.parse(words, 0, len(words), self.divisions)
        sure = given and not refused and all(naming.is_certain(name.surface) for name in given)
        return (start, [(name, name.said or "responsible") for name in given]) if sure else None

    def _told_already(self, start: int, end: int) -> bool:
        """True where a statement that was read lies in the piece, or the piece in it."""
        first, last = self.places[start], self.places[end - 1]
        return any(first < s.end and s.start <= last for s in self.found.spans)

    def _add(self, start: int, end: int, parts: Sequence[Parts]) -> None:
        """Turns a statement's parts into assignments; an empty statement leaves nothing but its place."""
        places, assignments = self.places, self.found.assignments
        after = min(end + 1, len(self.text))
        whole = self.folded.span(start, after)
        self.found.spans.append(whole)
        self.found.findings += _included(self.folded, start, after)
        seen: set[tuple[str, Role]] = set()
        for base, given in parts:
            for name, role in given:
                surface, first, last, group, open_list, host, *_ = name
                if (surface, role) in seen:
                    continue
                seen.add((surface, role))
                span = Span(places[base + first], places[base + last - 1] + 1)
                assignments.append(Assignment(surface, role, span, whole, group, open_list, host))


def _in_nested(text: str, outer: int, place: int) -> bool:
    between = text[outer + 1 : place]
    return sum(char in OPENING for char in between) > sum(char in CLOSING for char in between)


def _included(folded: Folded, start: int, end: int) -> Iterator[Finding]:
    """各区人民政府〈含开发区、风景区管委会，下同〉: whom a remark adds to a name is told, for no row of theirs is made."""
    for match in _INCLUDES.finditer(folded.text, start, end):
        message = f"a remark includes: {match[1]}; no row of their own 括注所含主体未单独计入"
        yield Finding("remark-includes", message, folded.span(*match.span()))
