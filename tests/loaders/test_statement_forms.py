"""Forms of statements met in other provinces: each one line, and who must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import pipeline

HEAD = "云南省人民政府关于湿地保护的实施意见\n云政发〔2024〕5号\n\n一、任务\n"
FORMS = [
    pytest.param(
        "（省林草局牵头，省民政厅、省残联配合，2025年4月30日前完成）",
        ["省林草局 lead", "省民政厅 cooperate", "省残联 cooperate"],
        id="date-inside",
    ),
    pytest.param(
        "（分工：省林草局总牵头，省水利厅参与，2024年完成）",
        ["省林草局 lead", "省水利厅 cooperate"],
        id="scheme",
    ),
    pytest.param(
        "（责任单位：省农业农村厅（牵头），省水利厅、各市、县级政府）",
        ["省农业农村厅 lead", "省水利厅 responsible", "各市、县级政府 responsible"],
        id="role-behind-a-name",
    ),
    pytest.param(
        "省林草局牵头，省自然资源厅配合。", ["省林草局 lead", "省自然资源厅 cooperate"], id="a-sentence"
    ),
    pytest.param(
        "（普洱市、临沧市人民政府负责）",
        ["普洱市人民政府 responsible", "临沧市人民政府 responsible"],
        id="shared-body",
    ),
    pytest.param(
        "（省林草局、省水利厅，列第一位者为牵头单位，下同）",
        ["省林草局 lead", "省水利厅 responsible"],
        id="bare-list",
    ),
    pytest.param("由住房城乡建设部门牵头，对规划、土地实行联合验收。", [], id="who-does-what"),
    pytest.param("（昆明理工大学、云南大学）", [], id="bare-list-without-a-convention"),
]


@pytest.mark.parametrize(("statement", "wanted"), FORMS)
def test_who_answers(statement: str, wanted: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HEAD}（一）护湿地。好好保护湿地。{statement}\n", "utf-8")
    document, _ = pipeline.record(tmp_path / "a.txt")
    assert [f"{a.surface} {a.role}" for c in document.clauses for a in c.assignments] == wanted


def test_a_statement_that_nobody_was_read_from_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HEAD}（一）护湿地。好好保护。（责任单位：另行通知）\n", "utf-8")
    document, _ = pipeline.record(tmp_path / "a.txt")
    assert "statement-not-read" in {finding.code for finding in document.findings}


@pytest.mark.parametrize(
    ("lead", "quotes"),
    [
        ("到2025年，建成湿地公园100个。", ["到2025年，建成湿地公园100个。"]),
        ("好好保护。（责任单位：另行通知）", ["好好保护。（责任单位：另行通知）"]),
        ("好好保护湿地。", []),
        ("好好保护湿地。（责任单位：省林草局）", []),
        ("", []),
    ],
)
def test_a_section_s_own_figures_are_told(lead: str, quotes: list[str], tmp_path: Path) -> None:
    text = f"{HEAD}（一）护湿地。{lead}\n1．立标志。立好标志。\n2．勤巡护。勤于巡护。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    document, _ = pipeline.record(tmp_path / "a.txt")
    told = [f for f in document.findings if f.code == "section-text-not-read"]
    assert [f.span.quote(text) for f in told if f.span] == quotes


def test_another_document_does_not_take_a_loaded_one_s_place(tmp_path: Path) -> None:
    from kg.store.embedded import EmbeddedStore

    store = EmbeddedStore(tmp_path / "g.kgl")
    for name, words in (("a", "护湿地。好好保护湿地。"), ("b", "种果树。年年种果树。")):
        (tmp_path / f"{name}.txt").write_text(f"{HEAD}（一）{words}（责任单位：省林草局）\n", "utf-8")
    assert pipeline.load([tmp_path / "a.txt"], store).changes()["added"] == 1
    report = pipeline.load([tmp_path / "b.txt"], store)
    assert "reads differently" in str(report.errors[0])
    assert "护湿地" in str(store.query("MATCH (c:Clause) RETURN c.text AS text").rows)
