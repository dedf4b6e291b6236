"""Conventions that a document states once and means from there on (下同): who of a list leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.records import Assignment, Finding, Span
from loaders.parse.folded import Folded

if TYPE_CHECKING:
    from loaders.parse.who import Part

Kind = Literal["first", "bold", "comma"]
_WHO = r"(?:的|者)?(?:单位|部门)?(?:的)?(?:为|是)牵头(?:单位|部门)?"
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # 列第一位者为牵头部门，下同 · 排在首位的为牵头单位 · 列在第一位的单位为牵头单位
    ("first", re.compile(r"(?:列|排)(?:在|名)?(?:第一位?|首位?)(?:的)?" + _WHO)),
    # 第一个责任单位为牵头单位
    ("first", re.compile(r"第一(?:个|位)?(?:责任)?(?:单位|部门)为牵头(?:单位|部门)?")),
    # 标黑体字为牵头单位，下同 · 加粗的为牵头部门
    ("bold", re.compile(r"(?:标|用)?(?:黑体|加粗|粗体)字?(?:标注|显示)?" + _WHO)),
    # 逗号前为牵头单位，未明确牵头单位的按职责分工负责，下同
    ("comma", re.compile(r"逗号(?:之)?前" + _WHO)),
)
_LEADS = re.compile(r"[为是]牵头")  # no convention goes without: …为牵头单位
_REMARK = re.compile(
    r"[，；（〔]?(?:[^，；（〔）〕]{0,12})(?:为|是)牵头(?:单位|部门)?(?:[^；）〕]*下同)?[）〕]?"
)  # ，标黑体字为牵头单位，下同


@dataclass(frozen=True, slots=True)
class Conventions:
    """The convention of a document and where it starts to hold; `kind` is None where there is none."""

    kind: Kind | None = None
    span: Span | None = None
    since: int = 0

    def holds(self, place: int) -> bool:
        """True from where the document has said who of a bare list leads."""
        return self.kind in ("first", "comma") and place >= self.since

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
    if not _LEADS.search(folded.text):
        return Conventions()
    for kind, pattern in _FORMS:
        match = pattern.search(folded.text)
        if match:
            since = max(folded.text.rfind(mark, 0, match.start()) for mark in ("（责任", "〔责任", "。"))
            return Conventions(kind, folded.span(*match.span()), folded.places[max(since, 0)])
    return Conventions()


def without_remarks(text: str, start: int, end: int) -> str:
    """`text` with the convention's own words, inside start..end, blanked out by 、: nobody is named there."""
    if not _LEADS.search(text, start, end):
        return text
    inside = _REMARK.sub(lambda match: "、" * len(match[0]), text[start:end])
    return text[:start] + inside + text[end:]
