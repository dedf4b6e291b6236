"""Which files are documents, and which reader takes each: told by content, not by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.records import Source
from loaders.read import docx, html, pdf, txt

ENDINGS = frozenset({".txt", ".text", ".md", "", ".docx", ".docm", ".html", ".htm", ".shtml", ".pdf"})
MAX_BYTES = 64 * 1024 * 1024
_MAGIC = {
    b"\x89PNG": "a PNG picture 图片",
    b"\xff\xd8\xff": "a JPEG picture 图片",
    b"GIF8": "a GIF picture 图片",
    b"PK\x03\x04": "a zip file without a Word document in it",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc/.wps)",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip file",
}


def read(path: Path) -> Source:
    """Reads one file. InputError, naming the file, where it is none that can be understood."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{size:,} bytes; at most {MAX_BYTES:,} are read 文件过大", str(path))
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror} 无法读取", str(path)) from error
    if not data.strip():
        raise InputError("the file is empty 文件为空", str(path))
    if docx.matches(data):
        return docx.read(data, path)
    if pdf.matches(data):
        return pdf.read(data, path)
    if html.matches(data):
        return html.read(data, path)
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(
                f"this is {what}, not a text file 不是文本文件",
                str(path),
                "convert it to .txt or .docx first",
            )
    return txt.read(data, path)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The document files under `paths`, folders in sorted order; a file that is named is always taken.

    InputError where a path is not there, or a folder holds no document.
    """
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder 没有该文件或文件夹", str(path))
        if not path.is_dir():
            yield path
            continue
        found = [entry for entry in sorted(path.rglob("*")) if _is_document(entry, path)]
        if not found:
            raise InputError("the folder holds no text document 文件夹中没有文本文件", str(path))
        yield from found


def _is_document(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    notes = path.stem.upper() in {"README", "LICENSE", "CHANGELOG"}
    return path.is_file() and not hidden and not notes and path.suffix.lower() in ENDINGS
