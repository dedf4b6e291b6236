"""Which files are documents, and which reader takes each: told by content, not by name alone."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.records import Source
from loaders.read import archive, docx, html, office, pdf, txt

ENDINGS = frozenset(
    {".txt", ".text", ".md", "", ".docx", ".docm", ".html", ".htm", ".shtml", ".pdf", ".doc", ".wps", ".rtf"}
)
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 1_000_000  # twenty times the longest plan: what is longer is a book, or made to harm
MAX_TEXT_BYTES = 4 * MAX_CHARACTERS  # UTF-32; nothing that is longer has fewer characters
_SPLIT = "one document a file 请按文件拆分"
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
            f"{len(source.text):,} characters; at most {MAX_CHARACTERS:,} are read 文字过长",
            str(path),
            _SPLIT,
        )
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a name that is not UTF-8
    return replace(source, file=name)


def _bytes(path: Path) -> bytes:
    """What is in a file, within bounds. InputError where it can't be read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a device or a pipe has no end
            raise InputError("is no regular file 不是普通文件", str(path))
        if found.st_size > MAX_BYTES:
            raise InputError(
                f"{found.st_size:,} bytes; at most {MAX_BYTES:,} are read 文件过大", str(path), _SPLIT
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror} 无法读取", str(path)) from error
    if not data.strip():
        raise InputError("the file is empty 文件为空", str(path))
    return data


def _read(path: Path) -> Source:
    data = _bytes(path)
    if docx.matches(data):
        return docx.read(data, path)
    if pdf.matches(data):
        return pdf.read(data, path)
    if office.matches(data):
        return office.read(data, path)
    if html.matches(data):
        return html.read(data, path)
    if docx.is_cut(data):
        raise docx.damaged(path, "Word or zip file")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(
                f"this is {what}, not a text file 不是文本文件",
                str(path),
                "convert it to .txt or .docx first",
            )
    if (size := len(data)) > MAX_TEXT_BYTES:
        raise InputError(
            f"{size:,} bytes of text; at most {MAX_TEXT_BYTES:,} are read 文本过大", str(path), _SPLIT
        )
    return txt.read(data, path)


def fail(_: Path, error: InputError) -> None:
    """Ends the walk at what can't be read."""
    raise error


def walk(
    paths: Iterable[Path],
    scratch: archive.Scratch | None = None,
    refuse: Callable[[Path, InputError], None] = fail,
) -> Iterator[Path]:
    """The document files under `paths`, folders in sorted order; a file that is named is always taken.

    Zip files, and those inside them, are unpacked into `scratch`, where one is given; one that can't be is told to
    `refuse`. InputError where a path is not there, or a folder holds no document.
    """
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder 没有该文件或文件夹", str(path))
        if path.is_dir():
            yield from _folder(path, scratch, refuse)
        elif scratch and archive.matches(path):
            yield from _unpacked(path, scratch, refuse, archive.Budget(path))
        else:
            yield path


def _folder(
    path: Path, scratch: archive.Scratch | None, refuse: Callable[[Path, InputError], None]
) -> Iterator[Path]:
    """The documents of a folder. A link that leads back up is not followed."""
    empty = True
    for entry in sorted(path.rglob("*")):
        if _is_hidden(entry, path):
            continue
        if scratch and entry.suffix.lower() == ".zip" and archive.matches(entry):
            empty = False
            yield from _unpacked(entry, scratch, refuse, archive.Budget(entry))
        elif _is_document(entry):
            empty = False
            yield entry
    if empty:
        raise InputError("the folder holds no document 文件夹中没有可读的文件", str(path))


def _unpacked(
    path: Path,
    scratch: archive.Scratch,
    refuse: Callable[[Path, InputError], None],
    budget: archive.Budget,
    depth: int = 1,
) -> Iterator[Path]:
    """The documents in a zip file, and in the zip files in it; all of them share its budget."""
    try:
        folder = archive.unpack(path, scratch, budget, depth)
    except InputError as error:
        refuse(path, error)
        return
    for entry in sorted(folder.rglob("*")):
        if _is_hidden(entry, folder):
            continue
        if entry.suffix.lower() == ".zip" and archive.matches(entry):
            yield from _unpacked(entry, scratch, refuse, budget, depth + 1)
        elif _is_document(entry):
            yield entry


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.relative_to(root).parts)


def _is_document(path: Path) -> bool:
    notes = path.stem.upper() in {"README", "LICENSE", "CHANGELOG"}
    return not notes and path.suffix.lower() in ENDINGS and path.is_file()
