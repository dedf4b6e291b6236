"""Rows as plain Python, the same from both engines; the terms of a full-text search, the same for both."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kg.graph import Value
from ontology.schema import Schema

INVENTED = frozenset({"title", "type", "name", "grams"})  # what kglite and our own index add to whole nodes

_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = rf"(?:(?![{_CJK}_])\w)+"
_WORD = re.compile(rf"[{_CJK}]+|{_LATIN}(?:[.,']{_LATIN})*")  # 职业教育 · 5g · 12.5 · gb/t → gb, t
_PAIRED = re.compile(rf"[{_CJK}]{{2}}")  # 职业


def plain_node(schema: Schema, labels: Iterable[str], props: Mapping[str, Any]) -> dict[str, Value]:
    """A whole node: its id, its labels (the primary one first), its properties; nothing invented."""
    known = [schema.nodes[label] for label in labels if label in schema.nodes]
    declared = {slot.name for node in known for slot in node.slots}
    second = {node.name for node in known if node.name != node.primary}
    ordered = sorted(labels, key=lambda label: (label in second, label))
    kept = {k: v for k, v in sorted(props.items()) if v is not None and (k in declared or k not in INVENTED)}
    return {"id": props.get("id"), "labels": ordered, **kept}


def plain_edge(kind: str, props: Mapping[str, Any]) -> dict[str, Value]:
    """A whole relationship: its kind, its id and properties. Its ends are columns of their own in a query."""
    return {"kind": kind, **{k: v for k, v in sorted(props.items()) if v is not None}}


def grams(text: str) -> list[str]:
    """The terms of a text as Lucene's `cjk` analyzer cuts them: Chinese characters in pairs, words whole.

    >>> grams("职业教育，5G")
    ['职业', '业教', '教育', '5g']
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return [term for word in _WORD.findall(folded) for term in _pairs(word)]


def terms(text: str) -> list[str]:
    """The terms of a search, each once."""
    return list(dict.fromkeys(grams(text)))


def _pairs(word: str) -> list[str]:
    """业教, 教育 of 业教育; a lone character stays, and so does a word that is not Chinese."""
    return list(map(operator.add, word, word[1:])) if _PAIRED.match(word) else [word]
