"""Files made to harm: bounded time and memory, one clear error that names the file, and the rest of the run goes on."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from loaders.read import registry

GOOD = "云浦市人民政府关于节水的意见\n云政发〔2021〕5号\n\n一、任务\n（一）修管。漏水即修。（责任单位：市水利局）\n"
HTML = "<html><body>{}<p>一、任务</p><p>（一）修管。漏水即修。（责任单位：市水利局）</p>{}</body></html>"


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return data.getvalue()


def word() -> bytes:
    data = io.BytesIO()
    document = docx.Document()
    for line in GOOD.splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def nested_tables(depth: int) -> bytes:
    """A Word file with tables in tables in tables."""
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p>{}</w:tc></w:tr></w:tbl>"
    inner = ""
    for _ in range(depth):
        inner = cell.replace("{}", inner + "<w:p/>")
    return with_body(inner)


def with_body(xml: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            body = old.read(item)
            if item.filename == "word/document.xml":
                body = body.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
            new.writestr(item, body)
    return data.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose member says that it is encrypted."""
    data = bytearray(zipped(a__txt=GOOD.encode()))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def zips(depth: int) -> bytes:
    data = zipped(a__txt=GOOD.encode())
    for _ in range(depth):
        data = zipped(a__zip=data)
    return data


REFUSED: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "nul.txt": lambda: bytes(4096),
    "nul-inside.txt": lambda: GOOD.encode() + bytes(9),
    "long-line.txt": lambda: "甲".encode() * 1_200_000,
    "huge.txt": lambda: b"a" * 5_000_000,
    "noise.txt": lambda: bytes(range(256)) * 4000,
    "truncated.docx": lambda: word()[:4000],
    "bomb.docx": lambda: zipped(**{"word/document.xml": bytes(300 * 1024 * 1024)}),
    "no-parts.docx": lambda: zipped(**{"word/document.xml": b"<w:document/>"}),
    "deep.docx": lambda: with_body("<w:smartTag>" * 3000 + "</w:smartTag>" * 3000),
    "bomb.zip": lambda: zipped(a__txt=bytes(50_000_000)),
    "truncated.zip": lambda: zipped(a__txt=GOOD.encode() * 50)[:-40],
    "locked.zip": encrypted_zip,
    "deep.zip": lambda: zips(4),
    "nothing.pdf": lambda: b"%PDF-1.7\n",
    "broken.pdf": lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    "loop.pdf": lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
    b"/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>",
    "picture.html": lambda: b"<html><body><img src=x></body></html>",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_one_clear_error_and_the_others_are_loaded(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    (folder / name).write_bytes(REFUSED[name]())
    begun = time.monotonic()
    report = pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"))
    assert time.monotonic() - begun < 20
    assert report.changes() == {"added": 1, "replaced": 0, "unchanged": 0, "merged": 0, "failed": 1}
    (error,) = report.errors
    assert name in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HTML.format("<div>" * 100_000, "").encode(), id="html-divs"),
        pytest.param(HTML.format("<b>" * 100_000, "").encode(), id="html-bold"),
        pytest.param(HTML.format("<table><tr><td>" * 5_000, "").encode(), id="html-tables"),
        pytest.param(HTML.format("", "<p>甲</p>" * 20_000).encode(), id="html-paragraphs"),
        pytest.param(HTML.format("<table><tr><td rowspan=9999 colspan=9999>甲</td></tr></table>", "").encode(), id="html-span"),
        pytest.param(nested_tables(60), id="word-tables"),
        pytest.param(GOOD.encode() + "（".encode() * 200_000, id="brackets"),
        pytest.param(GOOD.encode() + "《》“”".encode() * 50_000, id="titles"),
        pytest.param(GOOD.encode() + ("\n甲" * 100_000).encode(), id="lines"),
        pytest.param(GOOD.encode() + b" " * 900_000 + "甲".encode(), id="spaces"),
        pytest.param(GOOD.encode() + b"\n\t1" * 50_000, id="cells"),
    ],
)  # fmt: skip
def test_what_is_deep_or_long_is_read_or_refused_in_time(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    begun = time.process_time()
    pipeline.fragment(tmp_path / "x")
    assert time.process_time() - begun < 10


def test_a_line_of_200_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as out:
        out.truncate(200 * 1024 * 1024)  # a sparse file: nothing is written
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    with pytest.raises(InputError, match="at most"):
        registry.read(path)
    assert time.monotonic() - begun < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_zip_files_in_zip_files_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zips(2))
    assert pipeline.load([tmp_path / "a.zip"], EmbeddedStore(tmp_path / "g.kgl")).changes()["added"] == 1


def test_zip_files_in_a_zip_file_share_one_budget(tmp_path: Path) -> None:
    part = zipped(a__txt=GOOD.encode() * 60_000)  # 10 MB of text
    (tmp_path / "a.zip").write_bytes(zipped(**{f"{n}.zip": part for n in range(8)}))
    report = pipeline.load([tmp_path / "a.zip"], EmbeddedStore(tmp_path / "g.kgl"))
    assert any("unpacks" in str(error) for error in report.errors)


def test_what_is_in_a_zip_file_is_told_by_its_place_there(tmp_path: Path) -> None:
    inner = zipped(**{"b/empty.txt": b" "})
    (tmp_path / "a.zip").write_bytes(zipped(**{"c/inner.zip": inner, "good.txt": GOOD.encode()}))
    report = pipeline.load([tmp_path / "a.zip"], EmbeddedStore(tmp_path / "g.kgl"))
    assert [str(error).split(": ")[0] for error in report.errors] == [
        str(tmp_path / "a.zip/c/inner.zip/b/empty.txt")
    ]


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "good.txt").write_text(GOOD, "utf-8")
    (folder / "deeper" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert [path.name for path in registry.walk([folder])] == ["good.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="no regular file"):
        registry.read(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "a\x1b[31mb.txt", "\u202etxt.a.txt", b"\xff\xfe.txt", "甲'\"$(x).txt", "-x.txt"]
)
def test_a_hostile_name_is_told_in_one_plain_line(name: str | bytes, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / os.fsdecode(name)
    path.write_bytes(b"")
    (folder / "good.txt").write_text(GOOD, "utf-8")
    command = [
        sys.executable,
        "-m",
        "kg.cli",
        "load",
        str(folder),
        "--store",
        str(tmp_path / "g.kgl"),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 2
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert "empty" in line
    assert line.isprintable()


def test_a_document_under_a_hostile_name_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\n\x1b.txt")
    path.write_text(GOOD, "utf-8")
    report = pipeline.load([path], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes()["added"] == 1


def test_regions_in_regions_do_not_run_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(
        GOOD + "（二）甲。（责任单位：" + "山东省" * 5000 + "教育厅）\n" + "山东省" * 5000 + "关于甲的通知",
        "utf-8",
    )
    begun = time.process_time()
    pipeline.fragment(path)
    assert time.process_time() - begun < 10
