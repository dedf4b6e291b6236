"""Old Office files through a real LibreOffice: what it saves as .doc and .rtf is read back as the same facts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kg.errors import InputError
from loaders import extract, manifest, pipeline
from loaders.read import office, registry
from tests.loaders.formats import as_docx
from tests.requirements import unavailable

SAMPLE = Path(pipeline.__file__).parent / "sample"
SOURCE = next(SAMPLE.glob("03_*.txt"))


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice's command; the tests are left where it is not installed, and fail where it is required."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or unavailable("libreoffice", "no soffice in PATH: apt-get install libreoffice-writer-nogui")


def saved(soffice: str, form: str, folder: Path) -> Path:
    """The sample document as LibreOffice saves it."""
    as_docx(SOURCE.read_text("utf-8"), folder / "x.docx", automatic=form == "doc")  # RTF loses 、 of a list
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        soffice,
        "--headless",
        profile,
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(folder / "x.docx"),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return folder / f"x.{form}"


def facts(path: Path) -> list[tuple[str, str, str]]:
    record = extract.as_json(*pipeline.record(path, manifest.load(SAMPLE).about(SOURCE.name)))
    return [(c["id"], a["agency"], a["role"]) for c in record["clauses"] for a in c["assignments"]]


@pytest.mark.parametrize(
    ("form", "name"), [("doc", "x.doc"), ("doc", "x.wps"), ("doc", "x.txt"), ("rtf", "x.rtf")]
)
def test_an_old_file_says_what_the_text_says(form: str, name: str, soffice: str, tmp_path: Path) -> None:
    made = saved(soffice, form, tmp_path)
    path = made.rename(tmp_path / name)
    assert facts(path) == facts(SOURCE)
    assert registry.read(path).format == form


def test_a_truncated_old_file_is_one_clear_error(soffice: str, tmp_path: Path) -> None:
    path = saved(soffice, "doc", tmp_path)
    path.write_bytes(path.read_bytes()[:6000])
    made = pipeline.fragment(path)
    assert isinstance(made, InputError)
    assert "x.doc" in str(made)


def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 & wait\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "SECONDS", 0.2)
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"))
    with pytest.raises(InputError, match="took more than"):
        registry.read(tmp_path / "a.doc")
