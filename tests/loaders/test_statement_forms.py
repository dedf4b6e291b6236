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
    pytest.param(
        "（省林草局、省水利厅负责。列第一位者为牵头单位，下同）",
        ["省林草局 lead", "省水利厅 responsible"],
        id="first-of-those-responsible",
    ),
    pytest.param(
        "（省林草局、省水利厅负责，列首位者牵头）",
        ["省林草局 lead", "省水利厅 responsible"],
        id="first-leads",
    ),
    pytest.param(
        "（各市人民政府负责，列首位者牵头）", ["各市人民政府 responsible"], id="a-group-never-leads"
    ),
    pytest.param(
        "（省林草局、省水利厅，标黑体字为牵头单位，下同）",
        ["省林草局 responsible", "省水利厅 responsible"],
        id="bare-list-with-bold",
    ),
    pytest.param(
        "（省林草局、省水利厅、昆明车务段负责）",
        ["省林草局 responsible", "省水利厅 responsible"],
        id="one-name-not-understood",
    ),
    pytest.param("（企业法定代表人对本单位安全负责）", [], id="a-sentence-in-brackets"),
    pytest.param(
        "（省林草局牵头、省水利厅、省财政厅等配合）",
        ["省林草局 lead", "省水利厅 cooperate", "省财政厅 cooperate"],
        id="a-pause-behind-a-verb",
    ),
    pytest.param(
        "（省林草局负责牵头，省水利厅负责配合）", ["省林草局 lead", "省水利厅 cooperate"], id="two-verbs"
    ),
    pytest.param(
        "（省林草局负责，2024年6月底前完成并长期坚持）", ["省林草局 responsible"], id="when-and-for-good"
    ),
    pytest.param(
        "（教育部、中国残联，各省、自治区、直辖市人民政府负责）",
        ["教育部 responsible", "中国残联 responsible", "各省、自治区、直辖市人民政府 responsible"],
        id="governments-of-the-provinces",
    ),
    pytest.param(
        "（责任单位：省林草局，各州（市）党委、人民政府）",
        ["省林草局 responsible", "各州（市）党委 responsible", "各州（市）人民政府 responsible"],
        id="party-and-government",
    ),
    pytest.param(
        "（南沙、天河区政府负责）",
        ["南沙区政府 responsible", "天河区政府 responsible"],
        id="a-place-without-its-last-character",
    ),
    pytest.param(
        "（天河、黄埔、南沙区政府负责）",
        ["天河区政府 responsible", "黄埔区政府 responsible", "南沙区政府 responsible"],
        id="places-in-front-of-one-whose-name-another-has",
    ),
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


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ("各市教育局、市场监管局", ["各市教育局", "各市市场监管局"]),
        ("昆明市教育局、财政局", ["昆明市教育局", "昆明市财政局"]),
        ("教育厅、财政厅", ["教育厅", "财政厅"]),
        ("昆明市人民政府、财政厅", ["昆明市人民政府", "财政厅"]),
    ],
)
def test_whose_department_follows(listed: str, wanted: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HEAD}（一）护湿地。好好保护。（责任单位：{listed}）\n", "utf-8")
    document, _ = pipeline.record(tmp_path / "a.txt")
    assert [a.surface for c in document.clauses for a in c.assignments] == wanted


def read(clauses: str, folder: Path, head: str = HEAD) -> tuple[list[str], list[str]]:
    """Who answers for the clauses, and the codes of the findings."""
    (folder / "a.txt").write_text(f"{head}{clauses}\n", "utf-8")
    document, _ = pipeline.record(folder / "a.txt")
    said = [f"{a.surface} {a.role}" for c in document.clauses for a in c.assignments]
    return said, [finding.code for finding in document.findings]


OTHER = "（二）种果树。年年种果树。（省林草局负责）"
BOTH = ["省水利厅 responsible", "省财政厅 responsible"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("好好保护湿地。（省水利厅、省财政厅）", BOTH),
        ("好好保护湿地（省水利厅、省财政厅）。", BOTH),
        ("好好保护湿地。（自然资源部、财政部）", ["自然资源部 responsible", "财政部 responsible"]),
        ("好好保护湿地。（省水利厅）", BOTH[:1]),
        ("好好保护湿地（省水利厅）。", []),
        ("成立联合调查组（省水利厅、省财政厅）。", []),
        ("发给有关部门（省水利厅、省财政厅）。", []),
        ("好好保护湿地（省水利厅、省财政厅），年年如此。", []),
        ("好好保护湿地。（农业银行、建设银行）", []),
    ],
)
def test_a_list_alone_is_a_statement_where_others_are(words: str, wanted: list[str], tmp_path: Path) -> None:
    said, codes = read(f"（一）护湿地。{words}\n{OTHER}", tmp_path)
    assert said == [*wanted, "省林草局 responsible"]
    assert ("role-not-said" in codes) == bool(wanted)


def test_a_list_alone_is_told_once_and_not_where_no_other_statement_is(tmp_path: Path) -> None:
    alone = "（一）护湿地。好好保护。（省水利厅、省财政厅）\n（三）护林。好好护林。（省水利厅、省财政厅）"
    assert read(alone, tmp_path) == ([], [])
    assert read(f"{alone}\n{OTHER}", tmp_path)[1].count("role-not-said") == 1


def test_a_convention_holds_for_the_statement_that_says_it(tmp_path: Path) -> None:
    words = "〔责任单位：省水利厅、省财政厅，各市（州）人民政府。列首位的为牵头单位，下同〕"
    assert read(f"（一）护湿地。好好保护。{words}", tmp_path)[0] == [
        "省水利厅 lead",
        "省财政厅 responsible",
        "各市（州）人民政府 responsible",
    ]


def test_one_town_is_no_group_and_takes_no_level(tmp_path: Path) -> None:
    listed = "县水利局、桥头镇、溪龙乡、城南街道、高新区管委会、沿线乡镇街道"
    words = f"（一）护湿地。好好保护。（责任单位：{listed}；责任领导：闻一舟）"
    (tmp_path / "a.txt").write_text(HEAD + words, "utf-8")
    document, _ = pipeline.record(tmp_path / "a.txt")
    said = [(a.surface, a.group) for c in document.clauses for a in c.assignments]
    assert said == [(name, name.startswith("沿线")) for name in listed.split("、")]


def test_a_part_of_a_department_takes_no_level(tmp_path: Path) -> None:
    words = "（一）护湿地。好好保护。（牵头单位：省水利厅；责任处室：水保处）"
    assert read(words, tmp_path)[0] == ["省水利厅 lead", "水保处 responsible"]


@pytest.mark.parametrize("form", ["（责任单位：{}、省水利厅）", "（{}、省水利厅负责）"])
def test_whom_a_remark_includes_is_told_once(form: str, tmp_path: Path) -> None:
    listed = form.format("各区人民政府〈含开发区、风景区管委会，下同〉")
    said, codes = read(f"（一）护湿地。好好保护。{listed}\n（二）护林。好好护林。{listed}", tmp_path)
    assert said[:2] == ["各区人民政府 responsible", "省水利厅 responsible"]
    assert codes.count("remark-includes") == 1


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("由省林草局牵头，省水利厅、省财政厅等部门配合，每季度开会。", ["省林草局 lead", "省水利厅 cooperate", "省财政厅 cooperate"]),
        ("具体由省林草局会同省水利厅负责日常监测。", ["省林草局 responsible", "省水利厅 cooperate"]),
        ("办法由省林草局会同省水利厅、省财政厅制定。", ["省林草局 responsible", "省水利厅 cooperate", "省财政厅 cooperate"]),
        ("办法已由省林草局会同省水利厅制定。", []),
        ("由主管人员牵头，社会各界配合。", []),
        ("由省林草局牵头，抓好落实、加强配合。", []),
    ],
)  # fmt: skip
def test_prose_that_says_who_answers(words: str, wanted: list[str], tmp_path: Path) -> None:
    assert read(f"（一）护湿地。好好保护。{words}", tmp_path)[0] == wanted
