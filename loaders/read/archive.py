"""Zip files of documents: unpacked into a scratch folder, within bounds, under names that stay inside it."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from kg.errors import InputError

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # a zip file, an empty one
_MAX_FILES = 20_000
_MAX_UNPACKED = 1024 * 1024 * 1024
_MAX_DEPTH = 3  # a zip in a zip in a zip
_MAX_RATIO = 200  # text packs 3 to 10 times; what packs better than this is made to harm


class Scratch:
    """A folder for what is unpacked, which remembers where each thing comes from."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._origins: dict[Path, Path] = {}

    def folder(self, path: Path) -> Path:
        """A new folder for the files of an archive."""
        made = self._root / str(len(self._origins)) / path.name
        made.mkdir(parents=True)
        self._origins[made] = path
        return made

    def told(self, path: Path) -> Path:
        """A path as people know it: …/papers.zip/a/b.txt for what was unpacked from papers.zip."""
        above = next((folder for folder in path.parents if folder in self._origins), None)
        return self.told(self._origins[above]) / path.relative_to(above) if above else path


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
    if path.suffix.lower() in (".docx", ".docm") or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            if file.read(4) not in _MAGIC:
                return False
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix.lower() == ".zip"  # unpacking it tells what is wrong


def unpack(path: Path, scratch: Scratch, budget: Budget | None = None, depth: int = 1) -> Path:
    """A new folder in `scratch` that holds the archive's files. InputError where it is broken, locked or a bomb."""
    if depth > _MAX_DEPTH:
        raise InputError(f"zip files are nested more than {_MAX_DEPTH} deep 压缩包嵌套过深", str(path))
    folder = scratch.folder(path)
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
