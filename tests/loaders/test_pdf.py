"""PDF with a text layer: wraps, page breaks, running heads and page numbers undone, tables recovered; scans refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.records import Source
from loaders import extract, manifest, pipeline
from loaders.read import registry
from tests.loaders.pdf_file import TOP, Page, save, typeset

SAMPLE = Path(pipeline.__file__).parent / "sample"
TITLE = "云浦市人民政府关于节水的意见"
LONG = (
    "建立漏损台账，逐管登记、逐段核查，漏水即修、修后复查，把管网漏损率降下来、把用水效率提上去，" * 3
    + "形成长效机制。"
)
HEAD = ["序号", "工作任务", "责任部门"]
WIDTHS = [40.0, 260.0, 130.0]


def read(pages: list[Page], folder: Path) -> Source:
    return registry.read(save(pages, folder / "x.pdf"))


def paragraphs(source: Source) -> list[str]:
    return [block.span.quote(source.text) for block in source.blocks if block.kind == "text"]


def rows(source: Source) -> list[list[str]]:
    return [
        [cell.quote(source.text) if cell else "" for cell in block.cells]
        for block in source.blocks
        if block.kind == "row"
    ]


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    words = [TITLE, "一、主要任务", "（一）修管。" + LONG, "（二）换表。" + LONG, LONG]
    assert paragraphs(read(typeset(words), tmp_path)) == words


def test_a_sentence_goes_on_over_a_page_and_its_number(tmp_path: Path) -> None:
    words = [TITLE, *(f"（{number}）修管。{LONG}" for number in "一二三四五六七八")]
    pages = typeset(words)
    assert len(pages) > 2
    assert paragraphs(read(pages, tmp_path)) == words


@pytest.mark.parametrize("foot", ["— {} —", "{}", "第 {} 页", "第{}页 共9页", "- {} -"])
def test_page_numbers_are_no_text(foot: str, tmp_path: Path) -> None:
    words = [TITLE, *(f"（{number}）修管。{LONG}" for number in "一二三四五")]
    assert paragraphs(read(typeset(words, foot=foot), tmp_path)) == words


def test_running_heads_are_no_text(tmp_path: Path) -> None:
    words = [TITLE, *(f"（{number}）修管。{LONG}" for number in "一二三四五六七八")]
    pages = typeset(words, head="云浦市人民政府公报 2021年第6期", foot="云浦市政府办公室印 {}")
    assert paragraphs(read(pages, tmp_path)) == words


def test_a_paragraph_that_fills_its_line_ends_there(tmp_path: Path) -> None:
    full = "漏水即修，修后复查，用水户的用水量按月抄表。"
    full = full[:-1] + "的" * (25 - len(full)) + "。"
    assert paragraphs(read(typeset([TITLE, full, full, LONG]), tmp_path)) == [TITLE, full, full, LONG]


def test_a_title_that_fills_its_line_ends_there_and_its_number_stands_alone(tmp_path: Path) -> None:
    title = "云浦市人民政府办公室关于印发全市城镇供水管网改造方案的通知"
    title = title[:19] + "节" * (27 - len(title)) + title[19:]
    number, to = "云政办发〔2021〕6号", "各区、县（市）人民政府，市政府各部门、各直属单位："
    assert paragraphs(read(typeset([title, number, to, LONG]), tmp_path)) == [title, number, to, LONG]
    assert paragraphs(read(typeset([title, to, LONG]), tmp_path)) == [title, to, LONG]


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("0[1-5]*.txt")), ids=lambda path: path.name[:2])
def test_the_sample_typeset_says_what_the_text_says(path: Path, tmp_path: Path) -> None:
    lines = [
        line for line in path.read_text("utf-8").split("\n") if line.strip() and not line.startswith("\t")
    ]
    (tmp_path / "x.txt").write_text("\n".join(lines), "utf-8")
    save(typeset(line.strip() for line in lines), tmp_path / "x.pdf")
    stated = manifest.load(SAMPLE).about(path.name)
    found, wanted = (
        extract.as_json(*pipeline.record(tmp_path / f"x.{form}", stated)) for form in ("pdf", "txt")
    )
    assert facts(found) == facts(wanted)


def facts(record: dict) -> list[tuple[str, str, str]]:  # type: ignore[type-arg]
    return [(c["id"], a["agency"], a["role"]) for c in record["clauses"] for a in c["assignments"]]


def test_a_ruled_table_is_rows(tmp_path: Path) -> None:
    page = Page()
    page.text(TITLE + "任务清单", 120, TOP + 40)
    table = [
        HEAD,
        ["1", "修复老旧管网，建立漏损台账并逐段核查，漏水即修、修后复查，全年漏损率降到百分之八", "市水利局"],
        ["2", "换表", "市财政局"],
    ]
    page.table(TOP, WIDTHS, table)
    assert rows(read([page], tmp_path)) == table


def test_a_line_of_a_cell_that_is_a_name_stays_one(tmp_path: Path) -> None:
    page = Page()
    page.text(TITLE + "任务清单", 120, TOP + 40)
    row = ["1", "修复老旧管网", "县交通运输局县公路事务中心、县发展改革局"]
    page.table(TOP, [40.0, 260.0, 60.0], [HEAD, row])
    assert rows(read([page], tmp_path))[1][2] == "县交通运输局\n县公路事务中心、县发展改革局"
    record, _ = pipeline.record(tmp_path / "x.pdf", {})
    surfaces = [one.surface for one in record.clauses[0].assignments]
    assert surfaces == ["县交通运输局", "县公路事务中心", "县发展改革局"]


def two_pages(rest: list[list[str]]) -> list[Page]:
    first, second = Page(), Page()
    first.text(TITLE + "任务清单", 120, TOP + 40)
    first.table(
        TOP, WIDTHS, [HEAD, ["1", "修复老旧管网", "市水利局"], ["2", "更换水表，旧表统一", "市财政局、"]]
    )
    second.table(TOP, WIDTHS, rest)
    for number, page in enumerate((first, second), start=1):
        page.text(f"— {number} —", 270, 50, 12)
    return [first, second]


def test_a_table_goes_on_over_pages_and_its_header_counts_once(tmp_path: Path) -> None:
    source = read(two_pages([HEAD, ["3", "种树", "市林业局"]]), tmp_path)
    assert [row[0] for row in rows(source)] == ["序号", "1", "2", "3"]
    assert source.findings == ()


def test_a_row_that_a_page_cuts_is_one_row_and_told(tmp_path: Path) -> None:
    source = read(two_pages([["", "回收", "市水利局"], ["3", "种树", "市林业局"]]), tmp_path)
    assert rows(source)[2] == ["2", "更换水表，旧表统一回收", "市财政局、市水利局"]
    (finding,) = source.findings
    assert (finding.code, finding.severity) == ("row-joined", "repaired")
    assert finding.span is not None
    assert finding.span.quote(source.text).startswith("2")


def picture() -> Page:
    page = Page()
    page.picture = True
    return page


def test_a_scan_asks_for_ocr(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="OCR") as caught:
        read([picture(), picture()], tmp_path)
    assert "x.pdf" in str(caught.value)


def test_a_scanned_page_among_others_is_a_doubt(tmp_path: Path) -> None:
    source = read([*typeset([TITLE, LONG]), picture()], tmp_path)
    assert [(finding.code, finding.severity) for finding in source.findings] == [
        ("page-without-text", "doubt")
    ]


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    save(typeset([TITLE, LONG]), tmp_path / "x.pdf", locked=True)
    with pytest.raises(InputError, match="password"):
        registry.read(tmp_path / "x.pdf")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_read_or_one_clear_error(kept: float, tmp_path: Path) -> None:
    path = save(typeset([TITLE, *[LONG] * 9]), tmp_path / "x.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: int(kept * len(data))])
    made = pipeline.fragment(path)
    assert not isinstance(made, Exception) or "x.pdf" in str(made)


def test_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    class Bomb(Page):
        def content(self) -> bytes:
            return bytes(100 * 1024 * 1024)

    begun = time.process_time()
    with pytest.raises(InputError, match="unpacks"):
        read([Bomb()], tmp_path)
    assert time.process_time() - begun < 5
