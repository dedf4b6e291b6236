"""decisions.toml: what people decided is read, applied at each build, and told where it matches nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from loaders import decisions, pipeline
from loaders.decisions import AgencyDecision, Decisions, LineageDecision
from queries import registry
from queries.run import run

DOCUMENTS = Path(__file__).parents[1] / "golden" / "documents"
TEXT = (
    "云浦市人民政府关于节水的意见\n云政发〔2021〕{}号\n\n一、任务\n"
    "（一）修管。漏水即修。（责任单位：市水利局、通水集团）\n（二）换表。表要常换。（责任单位：市水利局）\n"
)

GOOD = """
[[agency]]
name = "通水集团"
is = "云浦市通水集团"
by = "张三"
date = "2026-03-01"
note = "市属企业"
[[agency]]
name = "市水利局"
document = "云政发〔2021〕6号"
clause = "一/（二）"
distinct = true
[[lineage]]
from = "云政发〔2021〕5号#一/（一）"
to = "岚政发〔2021〕12号#一/（一）"
decision = "reject"
"""


def write(folder: Path, text: str, name: str = decisions.NAME) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_both_kinds_are_read_as_frozen_records(tmp_path: Path) -> None:
    found = decisions.load(write(tmp_path, GOOD))
    tag = "decisions.toml agency 1, 张三, 2026-03-01: 市属企业"
    assert found.agencies == (
        AgencyDecision("通水集团", tag, "云浦市通水集团", note="市属企业", by="张三", date="2026-03-01"),
        AgencyDecision(
            "市水利局",
            "decisions.toml agency 2",
            distinct=True,
            document="云政发〔2021〕6号",
            clause="一/（二）",
        ),
    )
    low, high = "云政发〔2021〕5号#一/（一）", "岚政发〔2021〕12号#一/（一）"
    assert found.lineage == (LineageDecision(low, high, "reject", "decisions.toml lineage 1"),)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert decisions.beside(tmp_path) == Decisions()


BAD = [
    ("[[agency", "ill-formed TOML"),
    ("[[agencies]]\nname='甲'", "agencies"),
    ("agency = '甲'", "list of tables"),
    ("[agency]\nname='甲'", "list of tables"),
    ("[[agency]]\nis='乙'", r"agency\]\] 1: name"),
    ("[[agency]]\nname='甲'", r"agency\]\] 1: either"),
    ("[[agency]]\nname='甲'\nis='乙'\ndistinct=true", r"agency\]\] 1: either"),
    ("[[agency]]\nname='甲'\ndistinct=false", r"agency\]\] 1: either"),
    ("[[agency]]\nname='甲'\ndistinct='yes'", r"agency\]\] 1: either"),
    ("[[agency]]\nname='甲'\nis='乙局'\n[[agency]]\nname='甲'\nis=3", r"agency\]\] 2: is"),
    ("[[agency]]\nname=' '\nis='乙'", "name"),
    ("[[agency]]\nname='甲'\nis='乙'\ncolour='red'", "colour"),
    ("[[agency]]\nname='甲'\nis='乙'\ndate='May'", "YYYY-MM-DD"),
    ("[[agency]]\nname='甲'\nis='乙'\nclause='一'", "document"),
    ("[[lineage]]\nfrom='甲'\nto='乙'", r"lineage\]\] 1: decision"),
    ("[[lineage]]\nfrom='甲'\nto='乙'\ndecision='maybe'", "confirm or reject"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), BAD)
def test_bad_input_is_one_error_that_names_file_and_entry(text: str, says: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError, match=says) as caught:
        decisions.load(path)
    assert caught.value.where.startswith(str(path))


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        decisions.load(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes("[[agency]]\nname='甲'".encode("gb18030"))
    with pytest.raises(InputError, match="ill-formed"):
        decisions.load(tmp_path / "x.toml")


def test_the_narrowest_decision_holds_and_of_equals_the_last() -> None:
    every = AgencyDecision("甲", "1", "乙")
    there = AgencyDecision("甲", "2", "丙", document="云政发[2021]5号")
    clause = AgencyDecision("甲", "3", "丁", document="云政发〔2021〕5号", clause="一")
    again = AgencyDecision("甲", "4", "戊")
    known = Decisions((every, clause, there, again))
    here = frozenset({"云政发〔2021〕5号", "x.txt"})
    assert known.about({"甲"}, here, "一") == clause
    assert known.about({"甲"}, here, "二") == there
    assert known.about({"甲", "己"}, frozenset({"别的"}), "一") == again
    assert known.about({"己"}, here, "一") is None


# --- in the graph ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "corpus"
    place.mkdir()
    shutil.copy(DOCUMENTS / "corpus.toml", place)
    for number in (5, 6):
        (place / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    return place


def roles(store: EmbeddedStore) -> list[tuple[object, ...]]:
    text = (
        "MATCH (a:Agency)-[r:RESPONSIBLE_FOR]->(c:Clause) "
        "RETURN c.id AS clause, r.surface AS surface, a.id AS agency, r.method AS method ORDER BY clause, surface"
    )
    return [tuple(row.values()) for row in store.query(text).rows]


def test_decisions_are_replayed_and_say_that_they_are(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    pipeline.load([folder], store)
    assert {row[2] for row in roles(store) if row[1] == "通水集团"} == {
        "云政发〔2021〕5号?通水集团", "云政发〔2021〕6号?通水集团",
    }  # fmt: skip
    write(folder, GOOD)
    assert pipeline.load([folder], store).changes()["replaced"] == 2
    five, six, company = "云政发〔2021〕5号", "云政发〔2021〕6号", "岚江省云浦市通水集团"
    bureau = "岚江省云浦市水利局"
    assert roles(store) == [
        (f"{five}#一/（一）", "市水利局", bureau, None),
        (f"{five}#一/（一）", "通水集团", company, "decision"),
        (f"{five}#一/（二）", "市水利局", bureau, None),
        (f"{six}#一/（一）", "市水利局", bureau, None),
        (f"{six}#一/（一）", "通水集团", company, "decision"),
        (f"{six}#一/（二）", "市水利局", f"{six}#一/（二）=云浦市水利局", "decision"),
    ]
    assert pipeline.load([folder], store).changes()["unchanged"] == 2
    decided = run(store, registry.get("decided"), {"document": six}).rows
    assert [row["basis"] for row in decided] == [
        "decisions.toml agency 1, 张三, 2026-03-01: 市属企业", "decisions.toml agency 2",
    ]  # fmt: skip
    assert run(store, registry.get("unresolved_agencies"), {}).rows == ()


def test_taking_a_decision_back_restores_what_was(folder: Path, tmp_path: Path) -> None:
    plain, changed = EmbeddedStore(tmp_path / "p.kgl"), EmbeddedStore(tmp_path / "c.kgl")
    pipeline.load([folder], plain)
    path = write(folder, GOOD)
    pipeline.load([folder], changed)
    path.unlink()
    pipeline.load([folder], changed)
    assert roles(plain) == roles(changed)
    assert plain.counts() == changed.counts()


def test_a_decision_that_matches_nothing_is_told(folder: Path, tmp_path: Path) -> None:
    given = write(tmp_path, GOOD + "[[agency]]\nname='无名办'\nis='云浦市水利局'\n", "own.toml")
    report = pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"), jobs=2, decided=given)
    assert report.unused == [
        "decisions.toml agency 3: 无名办 matches nothing here 未匹配到任何机构",
        "decisions.toml lineage 1: there is no clause 岚政发〔2021〕12号#一/（一） 未匹配到条款",
    ]
    assert report.errors == []


def test_one_file_of_a_folder_proves_nothing(folder: Path, tmp_path: Path) -> None:
    write(folder, GOOD + "[[agency]]\nname='无名办'\nis='云浦市水利局'\n")
    store = EmbeddedStore(tmp_path / "g.kgl")
    assert pipeline.load([folder / "5.txt"], store).unused == []
    assert len(pipeline.load([folder], store).unused) == 2


def test_ill_formed_decisions_stop_the_load_at_once(folder: Path, tmp_path: Path) -> None:
    write(folder, "[[agency]]\nname='甲'")
    store = EmbeddedStore(tmp_path / "g.kgl")
    with pytest.raises(InputError, match=r"agency\]\] 1"):
        pipeline.load([folder], store)
    assert store.counts()["nodes"] == {}


MEANT = [
    ("云浦市水利局", None, "岚江省云浦市水利局"),
    ("水利局", "云浦市", "岚江省云浦市水利局"),
    ("云浦市水利局", "云浦市", "岚江省云浦市水利局"),
    ("国家发展改革委", None, "国家发展改革委"),
    ("长三角一体化示范区执委会", None, "长三角一体化示范区执委会"),
    ("人民银行威海市中心支行", None, "山东省威海市人民银行中心支行"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "region", "key"), MEANT)
def test_the_body_that_a_decision_names(
    body: str, region: str | None, key: str, folder: Path, tmp_path: Path
) -> None:
    place = f"region = '{region}'\n" if region else ""
    write(folder, f"[[agency]]\nname = '通水集团'\nis = '{body}'\n{place}")
    store = EmbeddedStore(tmp_path / "g.kgl")
    pipeline.load([folder], store)
    assert {row[2] for row in roles(store) if row[1] == "通水集团"} == {key}
