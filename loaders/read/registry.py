"""Which files are documents, and which reader takes each: told by content, not by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.records import Source
from loaders.read import archive, docx, html, office, pdf, txt

ENDINGS = frozenset(
    {".txt", ".text", ".md", "", ".docx", ".docm", ".html", ".htm", ".shtml", ".pdf", ".doc", ".wps", ".rtf"}
)
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 1_000_000
_MAGIC = {
    b"\x89PNG": "a PNG picture 图片",
    b"\xff\xd8\xff": "a JPEG picture 图片",
    b"GIF8": "a GIF picture 图片",
    b"PK\x03\x04": "a zip file without a Word document in it",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip file",
}


def read(path: Path) -> Source:
    """Reads one file. InputError, naming the file, where it is none that can be understood."""
    source = _read(path)
    if len(source.text) > MAX_CHARACTERS:
        raise InputError(
            f"{len(source.text):,} characters; at most {MAX_CHARACTERS:,} are read 文字过长", str(path)
        )
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a name that is not UTF-8
    return replace(source, file=name)


def _read(path: Path) -> Source:
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
    if office.matches(data):
        return office.read(data, path)
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


def walk(paths: Iterable[Path], scratch: Path | None = None) -> Iterator[Path]:
    """The document files under `paths`, folders in sorted order; a file that is named is always taken.

    Zip files are unpacked under `scratch`, where one is given. InputError where a path is not there, or a folder
    holds no document.
    """
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder 没有该文件或文件夹", str(path))
        if path.is_dir():
            found = [inner for entry in sorted(path.rglob("*")) for inner in _inside(entry, path, scratch)]
            if not found:
                raise InputError("the folder holds no document 文件夹中没有可读的文件", str(path))
            yield from found
        elif scratch and archive.matches(path):
            yield from walk([archive.unpack(path, scratch)], None)
        else:
            yield path


def _inside(entry: Path, root: Path, scratch: Path | None) -> Iterator[Path]:
    """A folder's entry as documents: itself, or what a zip holds."""
    if scratch and entry.suffix.lower() == ".zip" and archive.matches(entry):
        yield from walk([archive.unpack(entry, scratch)], None)
    elif _is_document(entry, root):
        yield entry


def _is_document(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    notes = path.stem.upper() in {"README", "LICENSE", "CHANGELOG"}
    return path.is_file() and not hidden and not notes and path.suffix.lower() in ENDINGS
