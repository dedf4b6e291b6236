"""lineage, coverage, targets and diff as scripts and people meet them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from kg.sheets import Sheet, text, write_csv, write_xlsx
from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from tests.kg.test_cli import SAMPLE, kg, refused, said
from tests.queries import line_graph

COUNTY, PLAN = SAMPLE / "05_石政办发2022_21号.txt", SAMPLE / "07_松政办发2022_18号.txt"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, loaded once. Read only."""
    store = tmp_path_factory.mktemp("lineage") / "sample.kgl"
    assert pipeline.load([SAMPLE], EmbeddedStore(store)).errors == []
    return store


def test_lineage_as_json_is_what_scripts_expect(sample: Path) -> None:
    told = json.loads(said("lineage", "07", "--json", store=sample))
    assert list(told) == ["pairs"]
    found = {(pair["from"], pair["to"]): pair for pair in told["pairs"]}
    pair = found["03 二/（七）", "07 一/（三）"]
    assert (pair["grade"], pair["kind"], pair["ground"]) == (2, "implements", "cited")
    assert 0.65 <= pair["score"] <= 1
    assert "推行企业新型学徒制" in pair["reason"]
    assert "学徒" in pair["from_sentence"]
    assert not any(pair["to"] == "07 一/（六）" for pair in told["pairs"])  # the county's own


def test_annex_rows_are_above_and_body_clauses_below(sample: Path) -> None:
    pairs = json.loads(said("lineage", "岚政发〔2021〕12号", "--json", store=sample))["pairs"]
    details = [pair for pair in pairs if pair["kind"] == "details"]
    assert len(details) > 20
    assert all(re.match(r"02 附件/", pair["from"]) and pair["to"].startswith("02 ") for pair in details)
    assert {pair["direction"] for pair in pairs} == {"up", "down", "inside"}


def test_lineage_with_one_other_document(sample: Path) -> None:
    pairs = json.loads(said("lineage", "03", "--with", "07", "--json", store=sample))["pairs"]
    assert {(pair["from"][:2], pair["to"][:2]) for pair in pairs} == {("03", "07")}


def test_lineage_of_a_clause_goes_up_to_the_nation(sample: Path) -> None:
    pairs = json.loads(said("lineage", "07#一/(二)", "--json", store=sample))["pairs"]
    assert [pair["hops"] for pair in pairs] == sorted(pair["hops"] for pair in pairs)
    assert {pair["from"][:2] for pair in pairs} == {"03", "02", "01"}


def test_a_clause_also_has_its_annex_rows(sample: Path) -> None:
    pairs = json.loads(said("lineage", "02#二/（一）", "--json", store=sample))["pairs"]
    rows = {pair["from"] for pair in pairs if pair["kind"] == "details"}
    assert {"02 附件/1", "02 附件/2"} <= rows
    assert all(pair["to"] == "02 二/（一）" for pair in pairs if pair["kind"] == "details")


def test_lineage_for_people_fits_the_page(sample: Path) -> None:
    lines = said("lineage", "07", store=sample).splitlines()
    assert max(map(_width, lines[:-1])) <= 120
    assert "上级依据 above" in lines[0]
    assert lines[-1].startswith(
        "云政办发〔2021〕35号：23项任务中15项在松政办发〔2022〕18号中未找到 · of 23 tasks 15 not found"
    )


def _width(line: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line.rstrip())


def test_excel_also_says_who_answers_above_and_below(sample: Path, tmp_path: Path) -> None:
    kg("lineage", "07", "--xlsx", tmp_path / "a.xlsx", store=sample)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert "2 责任主体 Agencies" in archive.read("xl/workbook.xml").decode()
        words = archive.read("xl/sharedStrings.xml").decode()
    assert "云浦市发展改革委" in words


def test_coverage_says_what_was_not_found(sample: Path) -> None:
    told = json.loads(said("coverage", "02", "--json", store=sample))
    assert {one["region"] for one in told["documents"]} == {"云浦市", "栖山市"}
    by_path = {task["path"]: task for task in told["tasks"]}
    assert by_path["二/（三）"]["taken_up"] == []
    assert by_path["二/（三）"]["clause"] in told["not_found"]
    assert len(by_path["二/（七）"]["taken_up"]) >= 2
    assert "云政办发〔2021〕35号#二/（十六）" in told["additions"]["云政办发〔2021〕35号"]
    last = said("coverage", "02", store=sample).splitlines()[-1]
    assert f"{len(told['tasks'])}项任务中{len(told['not_found'])}项在已载入文件中未找到" in last


def test_targets_beside_each_other(sample: Path) -> None:
    told = json.loads(said("targets", "07", "--json", store=sample))
    rate = next(row for row in told["pairs"] if row["child_subject"] == "培养合格率")
    assert (rate["parent_value"], rate["child_value"], rate["changes"]) == (88, 85, ["value"])
    sums = json.loads(said("targets", "03", "--json", store=sample))["sums"]
    bases = next(row for row in sums if row["subject"].endswith("培养企业新型学徒"))
    assert (bases["regions"], bases["total"], bases["unit"]) == (2, 320, "人")
    assert "数值" in said("targets", "07", store=sample)


def test_diff_of_files_and_of_the_store_are_one(sample: Path) -> None:
    stored = json.loads(said("diff", "05", "07", "--json", store=sample))
    assert stored == json.loads(said("diff", COUNTY, PLAN, "--json"))
    changed = next(one for one in stored["clauses"] if one["after"] == "一/（二）")
    assert (changed["status"], changed["before"]) == ("changed", "二/（四）")
    assert {"-牵头 发展改革局", "+牵头 教育局"} <= set(changed["assignments"])
    assert "[-" in changed["words"]
    assert sum(stored["counts"].values()) == len(stored["clauses"])


def test_a_document_differs_from_itself_in_nothing() -> None:
    told = json.loads(said("diff", COUNTY, COUNTY, "--json"))
    assert {status for status, number in told["counts"].items() if number} == {"kept"}


@pytest.mark.parametrize(
    "command", [("lineage", "03"), ("coverage", "02"), ("targets", "03"), ("diff", "05", "07")]
)
def test_csv_and_excel_hold_the_same_rows(command: tuple[str, ...], sample: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    done = kg(*command, "--csv", "--xlsx", book, store=sample)
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert len(rows) > 1
    with zipfile.ZipFile(book) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<row ") == len(rows)
    assert 'state="frozen"' in page
    assert "<autoFilter " in page
    assert done.stdout.startswith("\ufeff")
    assert re.search(r"[\u4e00-\u9fff] [A-Za-z]", rows[0][0])


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    columns = (("甲", "A", 10), ("乙", "B", 10))
    evil = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "http://x"]
    write_xlsx(tmp_path / "a.xlsx", [Sheet("甲/乙 [x]", columns, [[word, 1.5] for word in evil])])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert page.count('t="s"') == 2 + len(evil)


def test_what_looks_like_a_formula_is_harmless_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(
        Sheet(
            "甲",
            (("甲", "A", 10),),
            [["=1+1"], ["-牵头 市教育局"], ["@a"], ["+x"], ["-3.5%"], [-2.0], ["甲=1"]],
        )
    )
    told = capsys.readouterr().out.removeprefix("\ufeff").splitlines()
    assert told == ["甲 A", "'=1+1", "'-牵头 市教育局", "'@a", "'+x", "-3.5%", "-2", "甲=1"]


def test_the_same_rows_give_the_same_excel_file(tmp_path: Path) -> None:
    sheet = Sheet("甲", (("甲", "A", 10),), [["乙"]])
    for name in "ab":
        write_xlsx(tmp_path / f"{name}.xlsx", [sheet])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_values_as_text() -> None:
    assert [text(value) for value in (None, True, 0.5, 3.0, 2_000_000.0, ["甲", "乙"], "甲\n 乙")] == [
        "", "是 yes", "0.5", "3", "2,000,000", "甲、乙", "甲 乙",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["lineage", "099"], "no document is called"),
        (["lineage", "03#九"], "no clause is called"),
        (["coverage", "县"], "有多个匹配"),
        (["diff", "05", str(PLAN)], "two files"),
        (["lineage", "03", "--json", "--csv"], "not both"),
        (["targets", "03", "--xlsx", "/nowhere/a.xlsx"], "can't be written"),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_is_asked_wrongly_is_one_line(command: list[str], says: str, sample: Path) -> None:
    assert says in refused(*command, store=sample)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The line of authority of tests/queries: a draft beside its plan, a city that only cites. Read only."""
    path = tmp_path_factory.mktemp("line") / "line.kgl"
    store = EmbeddedStore(path)
    with store.writer() as writer:
        for fragment in line_graph.fragments():
            writer.replace(fragment)
        for document, edges in line_graph.inferred().items():
            writer.infer(document, edges)
    store.close()
    return path


def test_a_city_that_only_cites_is_a_column_and_its_tasks_are_additions(line: Path) -> None:
    told = json.loads(said("coverage", line_graph.PROVINCE, "--json", store=line))
    third = next(one for one in told["documents"] if one["document"] == line_graph.THIRD)
    assert third["matched"] is False
    assert told["additions"][line_graph.THIRD] == [f"{line_graph.THIRD}#一"]
    lines = said("coverage", line_graph.PROVINCE, store=line).splitlines()
    assert (
        lines[-2]
        == f"{line_graph.THIRD}：引用了该文件，未能对应到条款 cites the plan; no clause could be matched"
    )
    alone = said("lineage", line_graph.THIRD, store=line)
    assert "引用了该文件，未能对应到条款" in alone
    assert "在已载入文件中未找到" not in alone


def test_what_is_presumed_and_compared_in_vain_is_told_so(line: Path) -> None:
    told = json.loads(said("coverage", line_graph.PROVINCE, "--json", store=line))
    county = next(one for one in told["documents"] if one["document"] == line_graph.COUNTY)
    assert (county["matched"], county["ground"]) == (False, "presumed")
    words = "推定比对，未能对应到条款 presumed by subject, region and date; no clause could be matched"
    lines = said("coverage", line_graph.PROVINCE, store=line).splitlines()
    assert lines[-1] == f"{line_graph.COUNTY}：{words}"
    assert f"{line_graph.COUNTY} → {line_graph.PROVINCE}：{words}" in said(
        "lineage", line_graph.COUNTY, store=line
    )


def test_a_task_of_a_draft_alone_is_told_so(line: Path) -> None:
    told = json.loads(said("coverage", line_graph.PROVINCE, "--json", store=line))
    assert (told["not_found"], told["draft_only"]) == ([], [f"{line_graph.PROVINCE}#三"])
    rows = list(csv.reader(io.StringIO(said("coverage", line_graph.PROVINCE, "--csv", store=line))))
    assert any(head.startswith("云浦市（征求意见稿） ") for head in rows[0])
    assert next(row for row in rows if row[1] == "建设云上课堂")[-1] == "仅见于草案 found in a draft only"
    assert "1项仅见于草案" in said("coverage", line_graph.PROVINCE, store=line)


def test_numbers_of_its_own_inside_a_matched_clause(line: Path) -> None:
    told = json.loads(said("coverage", line_graph.PROVINCE, "--json", store=line))["added_within"]
    found = next(one for one in told[line_graph.FIRST] if one["path"] == "三")
    assert (found["numbers"], found["whole"]) == (["送课上岛30次"], True)


def test_targets_tell_drafts_later_deadlines_and_sentences(line: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(said("targets", line_graph.PROVINCE, "--csv", store=line).lstrip("\ufeff"))
        )
    )
    assert any(row["下级条款 Clause below"].startswith("云浦市（征求意见稿） ") for row in rows)
    later = next(row for row in rows if row["下级条款 Clause below"].startswith("栖山市"))
    assert "时限延后" in later["变化 Changes"]
    assert later["下级原句 Sentence below"] == "建成实训基地12个"
    assert later["下级文件 Document below"] == "栖山市技能方案"
    assert "市 city" in said("targets", line_graph.PROVINCE, store=line)


def test_peers_without_a_line_have_similar_clauses(line: Path) -> None:
    told = said("lineage", line_graph.SECOND, "--with", line_graph.FIRST, store=line)
    assert "同级文件有1对相似条款" in told
    assert (
        f"kg ask similar_clauses --param document={line_graph.SECOND} --param other={line_graph.FIRST}"
        in told
    )
