"""Bytes → text → blocks and table rows; what is no text is refused with one line that says why."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kg.errors import InputError
from loaders.read import registry, tables, txt

TEXT = "云浦市节水方案\n一、主要措施\n（一）更换水表。水表五年一换，旧表统一回收。（责任单位：市水利局、市财政局）\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode("utf-8"), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8-bom"),
        pytest.param(TEXT.encode("gb18030"), id="gb18030"),
        pytest.param(TEXT.encode("gbk"), id="gbk"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16-le-bom"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16-be-bom"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), id="utf-32-bom"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="windows-line-ends"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="old-mac-line-ends"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert txt.read(data, Path("x.txt")).text == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t \r\n", "empty", id="spaces"),
        pytest.param("\u3000\u3000\n".encode(), "no Chinese", id="wide-spaces"),
        pytest.param(PNG, "PNG", id="png-named-txt"),
        pytest.param(b"%PDF-1.7\n", "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04rest", "zip", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", "Office", id="doc"),
        pytest.param(bytes(200), "not a text file", id="nul"),
        pytest.param("一、".encode() + b"\x00\x00\x01\x02\xff\xfe" * 9, "not a text file", id="nul-inside"),
        pytest.param(b"1. plain English\n", "no Chinese", id="english"),
        pytest.param(codecs.BOM_UTF8 + b"\xff\xff", "broken", id="broken-utf-8"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "broken", id="broken-utf-16"),
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        registry.read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_lost_character_is_a_finding_with_its_place() -> None:
    source = txt.read("水表五\ufffd\ufffd一换".encode(), Path("x.txt"))
    assert [(f.code, f.span and (f.span.start, f.span.end)) for f in source.findings] == [
        ("lost-character", (3, 5))
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲\n乙", ["甲", "乙"]),
        ("　甲 \n\n\u2002乙\u200b\n", ["甲", "乙"]),
        ("甲 乙", ["甲 乙"]),
        ("甲\n甲", ["甲", "甲"]),
        ("\n", []),
    ],
)
def test_lines(text: str, blocks: list[str]) -> None:
    assert [block.span.quote(text) for block in txt.lines(text)] == blocks


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("\t序号\n\t任务\n\n\t1\n\t开灯\n\n\t2\n\t关门", [["序号", "任务"], ["1", "开灯"], ["2", "关门"]]),
        ("\t1\n\t开灯\n续行\n\n\t2\n\t关门", [["1", "开灯\n续行"], ["2", "关门"]]),
        ("\t1\n\t共\n\t7\n\t个\n\n\t2\n\t关门", [["1", "共", "7", "个"], ["2", "关门"]]),
        ("甲\n乙", []),
    ],
)
def test_flattened_tables_become_rows(text: str, cells: list[list[str]]) -> None:
    rows = [block for block in tables.recover(text, txt.lines(text), []) if block.kind == "row"]
    assert [[cell.quote(text) for cell in row.cells if cell] for row in rows] == cells


def test_a_table_leaves_the_text_around_it_alone() -> None:
    text = "前文\n\t1\n\t开灯\n\n后文"
    assert [(b.kind, b.span.quote(text)) for b in tables.recover(text, txt.lines(text), [])] == [
        ("text", "前文"),
        ("row", "1\n\t开灯"),
        ("text", "后文"),
    ]


def test_walk_takes_documents_in_order_and_leaves_notes_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "README.md", ".hidden.txt", "c.png", "sub/d.md", "corpus.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("一、甲", "utf-8")
    assert [path.name for path in registry.walk([tmp_path])] == ["a.txt", "b.txt", "d.md"]


def test_walk_takes_a_named_file_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.touch()
    assert list(registry.walk([path])) == [path]


@pytest.mark.parametrize(("name", "says"), [("missing", "no such file"), ("", "no document")])
def test_walk_refuses_what_is_not_there(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says):
        list(registry.walk([tmp_path / name]))
