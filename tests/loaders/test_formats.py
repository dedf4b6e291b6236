"""The same document as text, as Word and as a page gives the same facts; what only a format shows is used."""

from __future__ import annotations

import html as escape
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from loaders import extract, pipeline
from loaders.read import registry
from loaders.read.archive import Scratch, unpack

SAMPLE = Path(pipeline.__file__).parent / "sample"
TITLE = "云浦市人民政府关于节水的意见"


def facts(path: Path) -> list[tuple[str, str, str]]:
    """(clause, agency, role) of a file."""
    record = extract.as_json(*pipeline.record(path))
    return [(c["id"], a["agency"], a["role"]) for c in record["clauses"] for a in c["assignments"]]


def word(path: Path, *lines: str) -> docx.document.Document:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return document


@pytest.mark.parametrize("source", sorted(SAMPLE.glob("0[1-5]*.txt")), ids=lambda path: path.name[:2])
def test_word_and_page_say_what_the_text_says(source: Path, tmp_path: Path) -> None:
    text = source.read_text("utf-8")
    manifest = (SAMPLE / "corpus.toml").read_text("utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("\t")]
    plain, page, paper = (tmp_path / f"d.{ending}" for ending in ("txt", "html", "docx"))
    plain.write_text("\n".join(lines), "utf-8")
    page.write_text(
        "<html><body>" + "".join(f"<p>{escape.escape(line)}</p>" for line in lines) + "</body></html>",
        "utf-8",
    )
    word(paper, *lines)
    for path in (plain, page, paper):
        (tmp_path / "corpus.toml").write_text(manifest.replace(source.name, path.name), "utf-8")
        if path is plain:
            wanted = facts(path)
        assert facts(path) == wanted


def test_merged_cells_of_word_hold_for_each_row(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("云浦市节水任务清单")
    table = document.add_table(rows=4, cols=3)
    rows = [
        ("序号", "工作任务", "责任部门"),
        ("1", "修管", "市水利局"),
        ("2", "换表", ""),
        ("3", "种树", "市林业局"),
    ]
    for row, words in zip(table.rows, rows, strict=True):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    table.cell(1, 2).merge(table.cell(2, 2)).text = "市水利局"
    document.save(str(tmp_path / "t.docx"))
    found = facts(tmp_path / "t.docx")
    assert [(path, name[-3:]) for path, name, _ in found] == [
        ("1", "水利局"),
        ("2", "水利局"),
        ("3", "林业局"),
    ]


def test_automatic_numbers_are_seen(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, shown) in enumerate((("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("start", "1"), ("numFmt", form), ("lvlText", shown)):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "78")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)
    for depth, words in (
        (0, "任务"),
        (1, "修管。漏水即修。（责任单位：市水利局）"),
        (1, "换表。（责任单位：市财政局）"),
        (0, "保障"),
        (1, "督查。（责任单位：市审计局）"),
    ):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        listed = OxmlElement("w:numPr")
        for name, value in (("ilvl", str(depth)), ("numId", "78")):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            listed.append(element)
        properties.append(listed)
    document.save(str(tmp_path / "n.docx"))
    assert [path for path, *_ in facts(tmp_path / "n.docx")] == ["一/（一）", "一/（二）", "二/（一）"]


def test_bold_type_tells_the_lead(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("一、任务")
    paragraph = document.add_paragraph("（一）修管。漏水即修。（责任单位：")
    paragraph.add_run("市水利局").bold = True
    paragraph.add_run("、财政局，标黑体字为牵头单位，下同）")
    document.save(str(tmp_path / "b.docx"))
    assert [(name[-3:], role) for _, name, role in facts(tmp_path / "b.docx")] == [
        ("水利局", "lead"),
        ("财政局", "responsible"),
    ]


def test_tracked_changes_give_the_final_text(tmp_path: Path) -> None:
    document = word(tmp_path / "c.docx", TITLE, "一、任务", "（一）修管。漏水即修。（责任单位：市水利局）")
    deleted = OxmlElement("w:del")
    run = document.paragraphs[-1].runs[0]._r
    run.addprevious(deleted)
    deleted.append(run)
    document.paragraphs[-1].add_run("（一）修管。漏水即修。（责任单位：市财政局）")
    document.save(str(tmp_path / "c.docx"))
    assert [name[-3:] for _, name, _ in facts(tmp_path / "c.docx")] == ["财政局"]


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    document = word(tmp_path / "c.docx", TITLE, "一、任务", "（一）修管。漏水即修。")
    document.paragraphs[-1].add_run("（责任单位：市财政局）").font.hidden = True
    document.paragraphs[-1].add_run("（责任单位：市水利局）").font.hidden = False
    document.save(str(tmp_path / "c.docx"))
    assert [name[-3:] for _, name, _ in facts(tmp_path / "c.docx")] == ["水利局"]
    [told] = [one for one in registry.read(tmp_path / "c.docx").findings if one.code == "hidden-text"]
    assert told.message.endswith("（责任单位：市财政局）")


def test_the_metadata_table_of_a_page_is_the_header(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_text(
        "<html><body><nav>首页 导航</nav><table><tr><td>发文字号：</td><td>云政发〔2022〕5号</td>"
        "<td>成文日期：</td><td>2022年3月8日</td></tr></table><div id='zoom'>"
        f"<p>{TITLE}</p><p>一、任务</p><p>（一）修管。漏水即修。（责任单位：<b>市水利局</b>）</p>{'<p>水是根本。</p>' * 40}</div>"
        "<div class='share'>分享到微信</div></body></html>",
        "utf-8",
    )
    record = extract.as_json(*pipeline.record(path))
    assert (record["document"]["doc_number"], record["document"]["date"]) == (
        "云政发〔2022〕5号",
        "2022-03-08",
    )
    assert "分享" not in registry.read(path).text
    assert "首页" not in registry.read(path).text


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    (tmp_path / "bomb.docx").write_bytes(data.getvalue())
    with pytest.raises(InputError, match="unpacks"):
        registry.read(tmp_path / "bomb.docx")


def test_external_entities_are_not_followed(tmp_path: Path) -> None:
    word(tmp_path / "e.docx", TITLE, "一、任务", "（一）修管。（责任单位：市水利局）")
    secret = tmp_path / "secret"
    secret.write_text("机密", "utf-8")
    data = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "e.docx") as old, zipfile.ZipFile(data, "w") as new:
        for item in old.infolist():
            body = old.read(item)
            if item.filename == "word/document.xml":
                head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'.encode()
                body = head + body.split(b"?>", 1)[1].replace("修管".encode(), b"&s;", 1)
            new.writestr(item, body)
    (tmp_path / "e.docx").write_bytes(data.getvalue())
    with pytest.raises(InputError, match="entities"):
        registry.read(tmp_path / "e.docx")


@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_a_damaged_word_file_is_called_so(harm: str, tmp_path: Path) -> None:
    document = docx.Document()
    for _ in range(200):
        document.add_paragraph("（一）修管。漏水即修。（责任单位：市水利局）")
    path = tmp_path / "x.docx"
    document.save(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("word/document.xml")
    middle = part.header_offset + 80 + part.compress_size // 2
    path.write_bytes(
        data[:middle] if harm == "cut" else data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
    )
    with pytest.raises(InputError, match="文件已损坏"):
        registry.read(path)


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"PK\x03\x04 broken", b"<html><body></body></html>"])
def test_broken_files_are_one_clear_error(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(data)
    with pytest.raises(InputError):
        registry.read(tmp_path / "x.bin")


def test_a_zip_is_a_folder_of_documents(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in SAMPLE.iterdir():
            if path.suffix in (".txt", ".toml"):
                archive.write(path, path.name)
    report = pipeline.load([tmp_path / "all.zip"], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes()["added"] == len(list(SAMPLE.glob("*.txt")))


def test_names_in_a_zip_stay_inside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../out.txt", "x")
        archive.writestr("/abs.txt", "x")
    scratch = tmp_path / "scratch"
    folder = unpack(tmp_path / "slip.zip", Scratch(scratch))
    assert sorted(tmp_path.rglob("*.txt")) == [folder / "abs.txt", folder / "out.txt"]
    assert folder.is_relative_to(scratch)


def test_a_zip_bomb_of_texts_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(50 * 1024 * 1024))
    with pytest.raises(InputError, match="unpacks"):
        unpack(tmp_path / "bomb.zip", Scratch(tmp_path / "scratch"))


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_an_old_word_file_asks_for_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(OLD + "WordDocument".encode("utf-16-le"))
    with pytest.raises(InputError, match="LibreOffice"):
        registry.read(tmp_path / "a.doc")


def test_an_old_office_file_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(OLD + "Workbook".encode("utf-16-le"))
    with pytest.raises(InputError, match="without a Word document"):
        registry.read(tmp_path / "a.doc")


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/'
    'markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r>'
    "<w:t>（二）换表。表要常换。（责任单位：市财政局）</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>（二）换表。表要常换。（责任单位：市财政局）</w:t></w:r></w:p></w:txbxContent></v:textbox></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_is_text_once(tmp_path: Path) -> None:
    document = word(tmp_path / "x.docx", TITLE, "一、任务", "（一）修管。漏水即修。（责任单位：市水利局）")
    document.paragraphs[-1]._p.append(parse_xml(BOX))
    document.save(str(tmp_path / "x.docx"))
    assert [(path, name[-3:]) for path, name, _ in facts(tmp_path / "x.docx")] == [
        ("一/（一）", "水利局"),
        ("一/（二）", "财政局"),
    ]


def test_headers_and_footers_are_no_text(tmp_path: Path) -> None:
    document = word(tmp_path / "x.docx", TITLE, "一、任务", "（一）修管。漏水即修。（责任单位：市水利局）")
    document.sections[0].header.paragraphs[0].text = "云浦市人民政府公报"
    document.sections[0].footer.paragraphs[0].text = "第 3 页"
    document.save(str(tmp_path / "x.docx"))
    text = registry.read(tmp_path / "x.docx").text
    assert "公报" not in text
    assert "页" not in text


def test_footnotes_stand_behind_the_text(tmp_path: Path) -> None:
    word(tmp_path / "x.docx", TITLE, "一、任务", "（一）修管。漏水即修。（责任单位：市水利局）")
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>漏损率按月统计。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document = docx.Document(str(tmp_path / "x.docx"))
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, relation)
    document.save(str(tmp_path / "x.docx"))
    assert registry.read(tmp_path / "x.docx").text.endswith("注：漏损率按月统计。\n")


def test_cells_merged_over_columns_hold_for_each(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("云浦市节水任务清单")
    table = document.add_table(rows=2, cols=4)
    for row, words in zip(
        table.rows, [("序号", "工作任务", "牵头部门", "责任部门"), ("1", "修管", "", "")], strict=True
    ):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    table.cell(1, 2).merge(table.cell(1, 3)).text = "市水利局"
    document.save(str(tmp_path / "t.docx"))
    assert [(name[-3:], role) for _, name, role in facts(tmp_path / "t.docx")] == [
        ("水利局", "lead"),
        ("水利局", "responsible"),
    ]
