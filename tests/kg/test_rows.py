"""Terms of a search, and rows as plain Python."""

from __future__ import annotations

import pytest

from kg.store.rows import grams, plain_node, terms
from ontology import schema


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("职业教育", ["职业", "业教", "教育"]),
        ("职业、教育", ["职业", "教育"]),
        ("建5G网", ["建", "5g", "网"]),
        ("第12.5条", ["第", "12.5", "条"]),
        ("ＩＳＯ GB/T-9704_x", ["iso", "gb", "t", "9704", "x"]),
        ("㐀𠀀々", ["㐀𠀀", "𠀀々"]),
        ('" OR * \\ ) ^', ["or"]),
        ("", []),
    ],
)
def test_grams(text: str, expected: list[str]) -> None:
    assert grams(text) == expected


def test_terms_come_once() -> None:
    assert terms("教育教育") == ["教育", "育教"]


def test_only_what_is_declared_stays() -> None:
    props = {
        "id": "x",
        "text": "t",
        "title": None,
        "type": "Clause",
        "name": "Clause_x",
        "grams": "g",
        "date": None,
    }
    assert plain_node(schema.load(), ["Task", "Clause"], props) == {
        "id": "x", "labels": ["Clause", "Task"], "text": "t"
    }  # fmt: skip
