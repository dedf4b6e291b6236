"""Deterministic ids: the same document gives the same ids on every machine, in every order of loading."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

_BRACKETS = str.maketrans("[［【〔(（〈<]］】〕)）〉>", "〔〔〔〔〔〔〔〔〕〕〕〕〕〕〕〕")


def number_key(number: str) -> str:
    """A 发文字号 in its one form: '鲁政发[2020]3号', '鲁政发 ﹝2020﹞3 号' → '鲁政发〔2020〕3号'."""
    folded = unicodedata.normalize("NFKC", number.replace("﹝", "〔").replace("﹞", "〕"))
    return re.sub(r"\s", "", folded).translate(_BRACKETS)


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """A title in its one form: no white space, no 《》 and quotes; one width of brackets."""
    folded = unicodedata.normalize("NFKC", title)
    return re.sub(r"[\s《》〈〉“”\"'‘’]", "", folded).translate(_BRACKETS)


def document_id(
    title: str,
    number: str | None,
    status: str = "issued",
    within: str | None = None,
    issuer: str = "",
    date: str | None = None,
) -> str:
    """The 发文字号 where there is one, else the title; a draft is not the document that it becomes.

    `issuer` and `date` are given for a title that says not whose it is: each county has its 关于做好春耕生产工作的通知, every year.

    >>> document_id("山东省工作任务清单", None, within="鲁政发〔2020〕3号")
    '鲁政发〔2020〕3号/山东省工作任务清单'
    >>> document_id("关于做好春耕生产工作的通知", None, issuer="栖山县农业农村局", date="2021-03-01")
    '栖山县农业农村局关于做好春耕生产工作的通知·2021-03-01'
    """
    if number:
        base = number_key(number)
    elif within:
        base = f"{number_key(within)}/{title_key(title)}"
    else:
        base = title_key(issuer + title) + (f"·{date}" if date else "")
    return base if status == "issued" else f"{base}@{status}"


def clause_id(document: str, path: str) -> str:
    """The document's id plus the number path: 鲁政发〔2020〕3号#二/（一）."""
    return f"{document}#{path}"


def edge_id(kind: str, source: str, target: str, *more: object) -> str:
    """A short stable id for an edge: equal statements at equal places are one edge."""
    joined = "\x1f".join((kind, source, target, *map(str, more)))
    return sha256(joined.encode()).hexdigest()[:20]


def stated_id(kind: str, source: str, target: str, document: object, start: object) -> str:
    """The `edge_id` of what a document says at a place, each "" where there is none: a document has thousands."""
    return sha256(f"{kind}\x1f{source}\x1f{target}\x1f{document}\x1f{start}".encode()).hexdigest()[:20]
