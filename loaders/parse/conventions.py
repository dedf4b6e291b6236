"""Conventions that a document states once and means from there on (下同): who of a list leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.records import Assignment, Finding, Span
from loaders.parse.folded import CLOSING, OPENING, Folded

if TYPE_CHECKING:
    from loaders.parse.who import Part

Kind = Literal["first", "bold", "comma"]
_WHO = r"(?:的|者)?(?:责任)?(?:单位|部门)?(?:的)?(?:为|是)?牵头(?:责任)?(?:单位|部门)?"
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # 列第一位者为牵头部门，下同 · 排在首位的为牵头单位 · 列在第一位的单位为牵头单位 · 列首位者牵头 · 首位为牵头单位
    ("first", re.compile(r"(?:(?:列|排)(?:在|名)?(?:第一位?|首位?)|(?:第一|首)位)" + _WHO)),
    # 第一个责任单位为牵头单位
    ("first", re.compile(r"第一(?:个|位)?(?:责任)?(?:单位|部门)为牵头(?:单位|部门)?")),
    # 标黑体字为牵头单位，下同 · 加粗的为牵头部门
    ("bold", re.compile(r"(?:标|用)?(?:黑体|加粗|粗体)字?(?:标注|显示)?" + _WHO)),
    # 逗号前为牵头单位，未明确牵头单位的按职责分工负责，下同
    ("comma", re.compile(r"逗号(?:之)?前" + _WHO)),
)
# no convention goes without: …为牵头单位 · 首位者牵头
_LEADS = re.compile(r"牵头(?:(?<=[为是位者的]牵头)|(?<=位单位牵头|位部门牵头))")
_REMARK = re.compile(
    r"[，；。（〔]?[^，；。（〔）〕]{0,12}(?:[为是]|首位[者的]?|第一位[者的]?)牵头(?:责任)?(?:单位|部门)?(?:[^；）〕]*下同)?[）〕]?"
)  # ，标黑体字为牵头单位，下同 · 。列首位者牵头，下同

_BRACKET = re.compile(f"[{OPENING}{CLOSING}]")  # either half: 〔
_REACH = 600  # characters: no statement is longer in front of the convention that closes it
# （责任单位： · 〔牵头部门： · 按职责分工负责） · 配合〕: a statement in brackets
_BRACKETED = re.compile(
    r"[（〔）〕](?:(?<=[（〔])(?:牵头|责任|主办|配合)[\u4e00-\u9fff]{0,4}："
    r"|(?<=(?:负责|牵头|配合|参加|参与|落实)[）〕]))"
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """The convention of a document and where it starts to hold; `kind` is None where there is none.

    `brackets`: the document says in brackets who answers, with labels or verbs, so that a list alone may do so too.
    """

    kind: Kind | None = None
    span: Span | None = None
    since: int = 0
    brackets: bool = False

    def holds(self, place: int) -> bool:
        """True from where the document has said who of a bare list leads."""
        return self.kind is not None and place >= self.since

    def apply(self, parts: Sequence[Part], place: int) -> Sequence[Part]:
        """The roles by the convention; bold leads can't be told from plain text, so they stay responsible."""
        if self.kind not in ("first", "comma") or place < self.since:
            return parts
        leaders = 1
        if self.kind == "comma":
            commas = [index for index, (name, _) in enumerate(parts) if name.after_comma]
            leaders = commas[0] if commas else 0
        return [
            (name, "lead" if index < leaders and role == "responsible" else role)
            for index, (name, role) in enumerate(parts)
        ]

    def by_bold(self, assignments: list[Assignment], bold: tuple[Span, ...]) -> list[Assignment]:
        """标黑体字为牵头单位: responsible bodies in bold type lead. Nothing changes where the type is lost."""
        if self.kind != "bold" or not bold:
            return assignments
        return [
            one._replace(role="lead") if one.role == "responsible" and _is_bold(one.span, bold) else one
            for one in assignments
        ]

    def findings(self, bold: tuple[Span, ...]) -> list[Finding]:
        """What the reader of the report must know."""
        if self.kind != "bold" or bold:
            return []
        message = "bold type marks the lead, and plain text has lost it: leads are unknown 黑体标示的牵头单位在纯文本中已丢失"
        return [Finding("lead-in-bold", message, self.span)]


def _is_bold(span: Span, bold: tuple[Span, ...]) -> bool:
    """True where more than half of a name is in bold type."""
    heavy = sum(max(0, min(span.end, place.end) - max(span.start, place.start)) for place in bold)
    return 2 * heavy > span.end - span.start


def find(folded: Folded) -> Conventions:
    """The first convention that the document's folded text states. It holds from its own statement on."""
    brackets = bool(_BRACKETED.search(folded.text))
    if not _LEADS.search(folded.text):
        return Conventions(brackets=brackets)
    for kind, pattern in _FORMS:
        match = pattern.search(folded.text)
        if match:
            since = _since(folded.text, match.start())
            return Conventions(kind, folded.span(*match.span()), folded.places[since], brackets)
    return Conventions(brackets=brackets)


def _since(text: str, place: int) -> int:
    """Where the statement starts that a convention at `place` closes, or its own sentence."""
    depth = 0
    for mark in reversed([*_BRACKET.finditer(text, max(0, place - _REACH), place)]):
        depth += 1 if mark[0] in CLOSING else -1
        if depth < 0 and "、" in text[mark.end() : place]:
            return mark.start()
    return max(0, *(text.rfind(mark, 0, place) for mark in ("（责任", "〔责任", "。")))


def without_remarks(text: str, start: int, end: int) -> str:
    """`text` with the convention's own words, inside start..end, blanked out by 、: nobody is named there."""
    if not _LEADS.search(text, start, end):
        return text
    inside = _REMARK.sub(lambda match: "、" * len(match[0]), text[start:end])
    return text[:start] + inside + text[end:]
