"""Old Office files (.doc, .wps, .rtf): turned into .docx by LibreOffice where it is installed, else a clear error."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import InputError
from kg.records import Source

_OLE = b"\xd0\xcf\x11\xe0"
_WORD_STREAM = "WordDocument".encode("utf-16-le")  # what the folder of a .doc or .wps file lists
_SECONDS = 120


def matches(data: bytes) -> bool:
    """True for OLE files (.doc, .wps) and RTF."""
    return data.startswith((_OLE, b"{\\rtf"))


def read(data: bytes, path: Path) -> Source:
    """The text of an old Office file. InputError where LibreOffice is missing or can't open it."""
    from loaders.read import docx

    if data.startswith(_OLE) and _WORD_STREAM not in data:
        hint = "save it as .docx 请另存为 .docx"
        raise InputError("an old Office file without a Word document in it 不是 Word 文档", str(path), hint)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        hint = "install LibreOffice, or save it as .docx 请安装 LibreOffice 或另存为 .docx"
        raise InputError("an old Office file needs LibreOffice 旧版 Office 文件", str(path), hint)
    with tempfile.TemporaryDirectory(prefix="zhengmai-office-") as name:
        folder = Path(name)
        given = folder / ("in.doc" if data.startswith(_OLE) else "in.rtf")  # by content, not by name
        given.write_bytes(data)
        command = [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            name,
            str(given),
        ]
        try:
            subprocess.run(
                command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(f"LibreOffice took more than {_SECONDS} s 转换超时", str(path)) from error
        made = folder / "in.docx"
        if not made.is_file():
            raise InputError("LibreOffice can't open it 无法转换", str(path))
        source = docx.read(made.read_bytes(), path)
    return Source(path.name, "doc", source.text, source.blocks, source.findings, source.bold, source.stated)
