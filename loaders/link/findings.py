"""The quality report of a document as nodes: each repair and doubt with its words, its line and its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.graph import Node, Value
from kg.records import Finding, Severity
from ontology.vocab.load import vocabulary

_LINE_END = re.compile("\n")
_LONGEST = 200  # characters of a quote: a report shows the place, not the page


def nodes(found: Sequence[Finding], text: str, owner: str) -> Iterator[Node]:
    """The findings of the document `owner`, in order. Ids say what and where: …!lost-character@120."""
    ends = [match.start() for match in _LINE_END.finditer(text)] if found else []
    used: Counter[str] = Counter()
    for ordinal, finding in enumerate(found, start=1):
        place = f"@{finding.span.start}" if finding.span else ""
        key = f"{owner}!{finding.code}{place}"
        used[key] += 1
        unique = key if used[key] == 1 else f"{key}·{used[key]}"
        props = {**said(finding.code, finding.severity, finding.message, owner), "ordinal": ordinal}
        yield Node("Finding", unique, {**props, **_place(finding, text, ends)})


def said(code: str, severity: Severity, message: str, owner: str) -> dict[str, Value]:
    """What a finding says, without its place: its kind in both languages, and its own words."""
    known = vocabulary("findings").get(code, {"zh": code, "en": code})
    return {
        "kind": code,
        "severity": severity,
        "message": message,
        "message_zh": known["zh"],
        "message_en": known["en"],
        "document": owner,
    }


def _place(finding: Finding, text: str, ends: list[int]) -> dict[str, Value]:
    """Line (from 1), offsets and words; nothing for what concerns the whole document."""
    span = finding.span
    if span is None:
        return {}
    quote = " ".join(text[span.start : min(span.end, span.start + _LONGEST)].split())
    line = bisect_left(ends, span.start) + 1
    place: dict[str, Value] = {"line": line, "start": span.start, "end": span.end}
    return {**place, "quote": quote} if quote else place
