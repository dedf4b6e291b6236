"""Old Office files (.doc, .wps, .rtf): turned into .docx by LibreOffice where it is installed, else a clear error."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kg.errors import InputError
from kg.records import Source

_OLE = b"\xd0\xcf\x11\xe0"
_WORD_STREAM = "WordDocument".encode("utf-16-le")  # what the folder of a .doc or .wps file lists
SECONDS = 120.0


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
        _run(command, path)
        made = folder / "in.docx"
        if not made.is_file():
            raise InputError("LibreOffice can't open it 无法转换", str(path))
        source = docx.read(made.read_bytes(), path)
    form = "doc" if data.startswith(_OLE) else "rtf"
    return Source(path.name, form, source.text, source.blocks, source.findings, source.bold, source.stated)


def _run(command: list[str], path: Path) -> None:
    """Runs LibreOffice in a group of its own: its command is a script, and what that starts must end with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise InputError(f"LibreOffice took more than {SECONDS:g} s 转换超时", str(path)) from error
