"""Plain text: UTF-8 with or without BOM, GB18030, UTF-16. Lines are blocks; tab-indented runs are table rows."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kg.errors import InputError
from kg.records import Block, Finding, Source, Span
from loaders.read import tables

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EDGE = re.compile(
    r"^[\s\u200b\ufeff]+|(?<![\s\u200b\ufeff])[\s\u200b\ufeff]+$"
)  # outer white space, wide and zero-width too: '　\u2002'
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # NUL bytes and the like: 'a\x00b'
_HAN = re.compile(r"[\u4e00-\u9fff]")  # a Chinese character: '政'
_REPLACED = re.compile("\ufffd+")  # a character that was lost before the file reached us


def read(data: bytes, path: Path) -> Source:
    """The text of `data`, cut into blocks. InputError where it is not text, or holds no Chinese."""
    text, encoding = decode(data, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _HAN.search(text):
        raise InputError("no Chinese text in it 没有中文内容", str(path))
    findings = [
        Finding("lost-character", "a character was lost before this file was made 字符缺失", Span(*m.span()))
        for m in _REPLACED.finditer(text)
    ]
    return Source(
        path.name,
        f"txt ({encoding})",
        text,
        tuple(tables.recover(text, lines(text), findings)),
        tuple(findings),
    )


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Text and encoding: by BOM, else strict UTF-8, else what a detector makes of it among the usual ones."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, path), encoding.removesuffix("-sig")
    if b"\x00" not in data:
        for encoding in ("utf-8", "gb18030"):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return _guess(data, path)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"broken {encoding} at byte {error.start} 编码损坏", str(path)) from error


def _guess(data: bytes, path: Path) -> tuple[str, str]:
    """UTF-16 without BOM, or text with a few broken bytes; InputError where it is binary."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["utf_16_le", "utf_16_be", "gb18030", "utf_8"]).best()
    text = str(best) if best else ""
    if not best or _CONTROL.search(text):
        raise InputError("not a text file, or its encoding is broken 不是文本文件，或编码损坏", str(path))
    return text, best.encoding.replace("_", "-")


def lines(text: str) -> list[Block]:
    """One block for each line that holds something; its span leaves outer white space out."""
    blocks = []
    position = 0
    for line in text.split("\n"):
        inner = _EDGE.sub("", line)
        if inner:
            start = position + line.index(inner[0])
            blocks.append(Block(Span(start, start + len(inner))))
        position += len(line) + 1
    return blocks
