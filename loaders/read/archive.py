"""Zip files of documents: unpacked into a scratch folder, within bounds, under names that stay inside it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from kg.errors import InputError

_MAX_FILES = 20_000
_MAX_UNPACKED = 1024 * 1024 * 1024
_MAX_DEPTH = 3  # a zip in a zip in a zip
_MAX_RATIO = 200  # text packs 3 to 10 times; what packs better than this is made to harm


class Budget:
    """What one archive may unpack to, with all that is in it."""

    def __init__(self, path: Path) -> None:
        self.packed = max(1, path.stat().st_size)
        self.files = self.size = 0

    def spend(self, archive: zipfile.ZipFile, path: Path) -> None:
        """InputError where the archive would unpack to more than is left."""
        items = archive.infolist()
        self.files += len(items)
        self.size += sum(item.file_size for item in items)
        bomb = self.size > 10_000_000 and self.size > _MAX_RATIO * self.packed
        if self.files > _MAX_FILES or self.size > _MAX_UNPACKED or bomb:
            raise InputError(f"unpacks to {self.size:,} bytes in {self.files:,} files 解压后过大", str(path))


def matches(path: Path) -> bool:
    """True for a zip file that is no Word document (a .docx is a zip too)."""
    if path.suffix.lower() in (".docx", ".docm") or not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix.lower() == ".zip"  # unpacking it says what is wrong


def unpack(path: Path, scratch: Path, budget: Budget | None = None, depth: int = 1) -> Path:
    """A new folder under `scratch` that holds the archive's files. InputError where it is broken, locked or a bomb."""
    if depth > _MAX_DEPTH:
        raise InputError(f"zip files are nested more than {_MAX_DEPTH} deep 压缩包嵌套过深", str(path))
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=scratch)) / path.name
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            (budget or Budget(path)).spend(archive, path)
            for item in archive.infolist():
                if not item.is_dir():
                    _write(archive, item, folder)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise InputError(f"can't be unpacked: {error} 压缩包无法解开", str(path)) from error
    return folder


def _write(archive: zipfile.ZipFile, item: zipfile.ZipInfo, folder: Path) -> None:
    """One file, under its name without '..' and drive; a name that is not UTF-8 is read as GB18030."""
    name = item.filename
    if not item.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = item.filename
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    if not parts or any("\0" in part or ":" in part for part in parts):
        raise InputError("a file in it has no usable name 包内文件名有误", item.filename)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(item) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out)
