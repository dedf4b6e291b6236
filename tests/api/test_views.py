"""Marks in a text, cells of a table: the parts that decide what a page shows."""

from __future__ import annotations

import pytest

from api.views import ontology
from api.views.evidence import marked, numbered
from api.views.highlight import Mark, pieces, place
from api.views.links import encoded, node_url, with_query
from api.views.palette import COLOURS, colour
from api.views.tables import Field, cell, fields, said
from ontology import schema
from queries.registry import Column

TEXT = "甲局牵头。乙局配合。甲局牵头。"


@pytest.mark.parametrize(
    ("start", "end", "quote", "expected"),
    [
        (105, 110, "乙局配合。", (5, 10)),
        (110, 115, "甲局牵头。", (10, 15)),  # the second of two equal sentences
        (100, 105, "乙局配合。", (5, 10)),  # the span says another thing: the words count
        (None, None, "乙局配合。", (5, 10)),
        (90, 95, "丙局", None),
        (105, 110, None, (5, 10)),
        (114, 120, None, None),
    ],
)
def test_a_sentence_is_placed_by_its_span_else_by_its_words(
    start: int | None, end: int | None, quote: str | None, expected: tuple[int, int] | None
) -> None:
    mark = place(1, TEXT, 100, start, end, quote)
    assert (mark and (mark.start, mark.end)) == expected


def test_pieces_join_to_the_text_and_overlapping_marks_share_a_piece() -> None:
    found = pieces(TEXT, [Mark(1, 0, 10), Mark(2, 5, 15)])
    assert "".join(piece.text for piece in found) == TEXT
    assert [piece.marks for piece in found] == [(1,), (1, 2), (2,)]
    assert pieces("", []) == []


def test_one_sentence_for_many_agencies_is_one_mark() -> None:
    row = {"start": 0, "end": 5, "quote": "甲局牵头。"}
    other = {"start": 5, "end": 10, "quote": "乙局配合。"}
    lost = {"start": 90, "end": 95, "quote": "丙局负责。"}
    clause = {"text": TEXT, "start": 0, "assignments": [row, row, other, lost]}
    assert [one["mark"] for one in numbered(clause)] == [1, 1, 2, 0]
    assert [(piece.text, piece.opens) for piece in marked(clause)] == [
        ("甲局牵头。", 1),
        ("乙局配合。", 2),
        ("甲局牵头。", 0),
    ]


def column(name: str) -> Column:
    return Column(name, name, name)


def test_an_id_becomes_the_link_of_the_name_beside_it() -> None:
    shown = fields([column(name) for name in ("clause", "heading", "quote", "start", "end", "role")])
    assert [field.column.name for field in shown] == ["heading", "quote", "role"]
    row = {"clause": "文#一", "heading": None, "quote": "甲局牵头。", "role": "lead"}
    cells = [cell(field, row) for field in shown]
    assert cells[0][1:3] == ("文#一", "/view/clauses/%E6%96%87%23%E4%B8%80")
    assert [one.text for one in cells[1:]] == ["甲局牵头。", "牵头"]


def test_an_id_alone_is_its_own_link() -> None:
    (field,) = fields([column("document")])
    assert cell(field, {"document": "文"}).url == "/view/documents/%E6%96%87"
    assert cell(field, {"document": None}) == cell(Field(column("document")), {})


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("x", None, ""),
        ("loaded", False, "否"),
        ("open_list", False, ""),
        ("x", True, "是"),
        ("x", 0, "0"),
        ("value", 100000.0, "100000"),
        ("value", 0.5, "0.5"),
        ("issuers", ["甲", "乙"], "甲、乙"),
        ("status", "draft_for_comment", "征求意见稿"),
        ("kind", "LEADS", "牵头 leads"),
        ("relation", "attachment", "附于"),
        ("x", {"甲": 1}, '{"甲": 1}'),
    ],
)
def test_values_are_said_in_chinese(name: str, value: object, text: str) -> None:
    assert said(name, value) == text


def test_ids_are_encoded_for_paths() -> None:
    assert (
        encoded("文〔2020〕3号#二/（一）?%")
        == "%E6%96%87%E3%80%942020%E3%80%953%E5%8F%B7%23%E4%BA%8C/%EF%BC%88%E4%B8%80%EF%BC%89%3F%25"
    )
    assert node_url("Region", "栖山市") is None
    assert with_query("/x", a="甲&", b=None, c="") == "/x?a=%E7%94%B2%26"


def test_every_identity_of_the_ontology_has_a_colour() -> None:
    assert {node.name for node in schema.load().primaries()} <= set(COLOURS)
    assert colour("Task") == colour("Clause")
    assert colour("School") == colour("Organization")


def test_the_drawing_hides_no_words() -> None:
    """Words stand neither on a class nor on other words, and no arc runs through a class that is not its own."""
    places, arcs = ontology.places(), ontology.arcs()
    boxes = [
        (arc.x - 11 * len(arc.words), arc.y - 11, arc.x + 11 * len(arc.words), arc.y + 11) for arc in arcs
    ]
    discs = [
        (p.x - ontology.DISC, p.y - ontology.DISC, p.x + ontology.DISC, p.y + ontology.DISC) for p in places
    ]
    for number, one in enumerate(boxes):
        for other in (*discs, *boxes[:number]):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, arcs[number]
