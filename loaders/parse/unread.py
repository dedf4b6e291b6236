"""What stands in a document and was read as nothing: annexes without items, tables that came as running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.records import Finding, Section, Source, Span
from loaders.parse.outline import Outline

# a table's titles in running text: 序号 重点任务 责任单位
_TITLES = re.compile(
    r"序[ \u3000]?号[^。，；：]{1,40}?(?:任务|内容|事项|项目|措施|举措)[^。，；：]{1,40}?(?:单位|部门)(?![\u4e00-\u9fff])"
)
_WORD = re.compile(r"[^\s。：；]")  # where the text behind a heading begins: 第
_TOLD = frozenset({"table-recovered", "table-not-recovered"})
_LEAST = 40  # characters: less behind an annex's heading is a remark, no annex


def find(source: Source, tree: Outline) -> Iterator[Finding]:
    """Each annex whose text is no clause, and each table in running text that nobody has told of yet."""
    for section in tree.sections:
        if section.number == "附件" and not any(c.id.startswith(f"{section.id}/") for c in tree.clauses):
            yield from _annex(source.text, section)
    if "序" in source.text:
        yield from _tables(source, frozenset(tree.noise))


def _annex(text: str, section: Section) -> Iterator[Finding]:
    at = text.find(section.heading, *section.span)
    behind = max(at, section.span.start) + len(section.heading)
    first = _WORD.search(text, behind, section.span.end)
    if first and section.span.end - first.start() >= _LEAST:
        message = f"the text of {section.id} has no items and was not read 附件没有条目，其文字未识别"
        yield Finding("annex-not-read", message, Span(first.start(), section.span.end))


def _tables(source: Source, noise: frozenset[Span]) -> Iterator[Finding]:
    """Titles of a table in text blocks: its rows were taken as text. What is `noise` (an annex's copy) is told elsewhere."""
    starts = [block.span.start for block in source.blocks]
    told = [one.span for one in source.findings if one.code in _TOLD and one.span]
    for titles in _TITLES.finditer(source.text):
        at = titles.start()
        block = source.blocks[max(0, bisect_right(starts, at) - 1)]
        left_out = block.kind != "text" or block.span in noise
        if not left_out and not any(span.start <= at < span.end for span in told):
            message = "a table without cells was read as running text: who answers in it is not told 表格失去单元格，其中的责任主体未识别"
            yield Finding("table-not-read", message, Span(at, titles.end()))
