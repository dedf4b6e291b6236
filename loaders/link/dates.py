"""A document dated before what it cites: its own date, or the cited number, is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Document, Finding

_YEAR = re.compile(r"[〔\[［](\d{4})[〕\]］]")  # 浙政发〔2024〕8号


def findings(document: Document) -> Iterator[Finding]:
    """A doubt for each cited number of a later year than the document's date, at its first place."""
    date = document.header.stated.get("date", document.header.date) or ""
    seen: set[str] = set()
    for citation in document.citations:
        year = _YEAR.search(citation.number or "")
        if not year or not date or year[1] <= date[:4] or citation.number in seen:
            continue
        seen.add(str(citation.number))
        yield Finding("citation-date", f"{citation.number}: dated {date} 本文件日期为{date}", citation.span)
