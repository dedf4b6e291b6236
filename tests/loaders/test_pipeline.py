"""Whole loads: the corpora, citations in both orders, one document changed, what is refused."""

from __future__ import annotations

import re
import shutil
import tracemalloc
from contextlib import nullcontext
from itertools import permutations
from pathlib import Path
from typing import Any, cast

import pytest

from kg.graph import Fragment
from kg.store.base import Change, Entry, Result, Store
from kg.store.embedded import EmbeddedStore
from loaders import manifest, pipeline
from ontology.vocab.load import vocabulary
from queries import registry
from queries.run import run

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SAMPLE = ROOT / "loaders" / "sample"
DOCUMENTS = ROOT / "tests" / "golden" / "documents"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")

ORIGINAL = "云浦市人民政府关于节水的意见\n云政发〔2021〕5号\n\n一、任务\n（一）修管。漏水即修。（责任单位：市水利局）\n"
BY_NUMBER = (
    "云浦市人民政府关于用水的办法\n云政发〔2022〕6号\n\n"
    "根据《云浦市人民政府关于节水的意见》（云政发〔2021〕5号），制定本办法。\n"
    "一、任务\n（一）换表。表要常换。（责任单位：市水利局）\n"
)
BY_TITLE = "云浦市水价方案\n\n按照《云浦市人民政府关于节水的意见》制定本方案。\n一、任务\n（一）定价。定价听证。（责任单位：市发改委）\n"


def dump(store: EmbeddedStore) -> tuple[list[str], list[str]]:
    nodes = store.query("MATCH (n) RETURN n AS n").rows
    edges = store.query("MATCH (a)-[e]->(b) RETURN a.id AS a, e AS e, b.id AS b").rows
    return sorted(map(str, nodes)), sorted(map(str, edges))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents, two of which cite the third, and the division table of their places."""
    place = tmp_path / "corpus"
    place.mkdir()
    shutil.copy(DOCUMENTS / "corpus.toml", place)
    for name, text in {"original": ORIGINAL, "number": BY_NUMBER, "title": BY_TITLE}.items():
        (place / f"{name}.txt").write_text(text, "utf-8")
    return place


def load(store: EmbeddedStore, *files: Path) -> dict[str, int]:
    report = pipeline.load(files, store)
    assert report.errors == []
    return report.changes()


@pytest.mark.parametrize("place", [SAMPLE, DOCUMENTS], ids=["sample", "golden"])
def test_own_corpora_load_without_errors(place: Path, tmp_path: Path) -> None:
    assert load(EmbeddedStore(tmp_path / "g.kgl"), place)["added"] == len(list(place.glob("*.txt")))


@needs_corpus
@pytest.mark.parametrize("name", ["reference", "dev"])
def test_real_corpora_load_without_errors(name: str, tmp_path: Path) -> None:
    files = [path for path in (CORPUS / name).glob("*.txt") if path.stem != "README"]
    assert load(EmbeddedStore(tmp_path / "g.kgl"), CORPUS / name)["added"] == len(files)


def test_a_cited_document_replaces_its_stub_in_every_order(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.glob("*.txt"))
    dumps = []
    for number, order in enumerate(permutations(files)):
        store = EmbeddedStore(tmp_path / f"{number}.kgl")
        for file in order:
            load(store, file)
        dumps.append(dump(store))
    whole = EmbeddedStore(tmp_path / "whole.kgl")
    load(whole, folder)
    assert all(found == dump(whole) for found in dumps)


def test_citations_end_in_the_loaded_document(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    cited = "MATCH (:Document)-[:CITES]->(d:Document) RETURN d.id AS id, coalesce(d.stub, false) AS stub ORDER BY id"
    load(store, folder / "number.txt")
    assert [(row["id"], row["stub"]) for row in store.query(cited).rows] == [("云政发〔2021〕5号", True)]
    load(store, folder)
    assert [(row["id"], row["stub"]) for row in store.query(cited).rows] == [("云政发〔2021〕5号", False)] * 2


def test_a_changed_document_replaces_its_own_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(store, folder)
    before = dump(store)
    changed = BY_NUMBER.replace(
        "换表。表要常换。（责任单位：市水利局）", "换表。表要勤换。（责任单位：市财政局）"
    )
    (folder / "number.txt").write_text(changed, "utf-8")
    assert load(store, folder) == {"added": 0, "replaced": 1, "unchanged": 2, "merged": 0, "failed": 0}
    gone = [line for line in before[0] if line not in dump(store)[0]]
    assert gone
    assert all("云政发〔2022〕6号" in line for line in gone)
    assert not any("勤换" in line for line in before[0])
    assert any("勤换" in line for line in dump(store)[0])
    (folder / "number.txt").write_text(BY_NUMBER, "utf-8")
    load(store, folder)
    assert dump(store) == before


def test_agencies_that_nobody_names_any_more_are_gone(folder: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(store, folder)
    (folder / "title.txt").write_text(BY_TITLE.replace("市发改委", "市水利局"), "utf-8")
    load(store, folder)
    names = [row["name"] for row in store.query("MATCH (a:Agency) RETURN a.name AS name").rows]
    assert "云浦市发展改革委" not in names
    assert "云浦市水利局" in names


def test_one_bad_file_does_not_keep_the_others_out(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    report = pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes() == {"added": 3, "replaced": 0, "unchanged": 0, "merged": 0, "failed": 1}
    assert [outcome.path.name for outcome in report.outcomes] == [
        "bad.txt",
        "number.txt",
        "original.txt",
        "title.txt",
    ]


def test_progress_tells_every_file(folder: Path, tmp_path: Path) -> None:
    told: list[str] = []
    pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"), progress=lambda path: told.append(path.name))
    assert told == ["number.txt", "original.txt", "title.txt"]


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.name[:2])
def test_every_stated_edge_quotes_the_text(path: Path) -> None:
    made = pipeline.fragment(path)
    assert not isinstance(made, Exception)
    text = "".join(path.read_text("utf-8").split())
    for edge in made.edges:
        quote = edge.props.get("quote")
        assert quote in (None, "corpus.toml") or "".join(str(quote).split()) in text


def test_edges_end_in_nodes_of_the_fragment() -> None:
    for path in SAMPLE.glob("*.txt"):
        made = pipeline.fragment(path)
        assert not isinstance(made, Exception)
        known = {node.ref for node in made.nodes}
        assert all(edge.source in known and edge.target in known for edge in made.edges)
        assert len({edge.id for edge in made.edges}) == len(made.edges)


class Nowhere:
    """A store that keeps nothing, so that what the pipeline itself holds can be measured."""

    engine = "nowhere"

    def query(self, *_: Any, **__: Any) -> Result:
        return Result((), ())

    def writer(self) -> Any:
        return nullcontext(self)

    def catalogue(self) -> list[Entry]:
        return []

    def replace(self, _: Fragment) -> Change:
        return "added"

    def redirect(self, *_: Any) -> None:
        """Nothing to move."""

    def rows(self, *_: Any) -> list[Any]:
        return []

    sweep = note = redirect


def peak(folder: Path, number: int) -> int:
    """The most bytes that loading so many documents held at once."""
    folder.mkdir()
    filler = "水是根本，管网要常修常新。" * 100
    for place in range(number):
        text = ORIGINAL.replace("5号", f"{place + 10}号").replace("漏水即修", filler)
        (folder / f"{place}.txt").write_text(text, "utf-8")
    tracemalloc.start()
    try:
        assert pipeline.load([folder], cast("Store", Nowhere())).changes()["added"] == number
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_flat_in_the_number_of_documents(tmp_path: Path) -> None:
    peak(tmp_path / "warm", 1)
    few, many = peak(tmp_path / "few", 10), peak(tmp_path / "many", 100)
    assert many < few + 90 * 4_000  # the text alone is three times as much


def test_a_manifest_is_read_once_a_run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    plain = manifest.load
    monkeypatch.setattr(manifest, "load", lambda place: read.append(place) or plain(place))
    load(EmbeddedStore(tmp_path / "g.kgl"), folder)
    assert read == [folder]


def test_an_ill_formed_manifest_is_the_error_of_each_of_its_files(folder: Path, tmp_path: Path) -> None:
    (folder / "corpus.toml").write_text("[[document", "utf-8")
    other = tmp_path / "other.txt"
    other.write_text(BY_TITLE, "utf-8")
    report = pipeline.load([folder, other], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes()["failed"] == 3
    assert report.changes()["added"] == 1


def test_a_copy_under_another_name_is_counted_once(folder: Path, tmp_path: Path) -> None:
    (folder / "a-copy.txt").write_text(BY_NUMBER + "\n", "utf-8")
    report = pipeline.load([folder], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes() == {"added": 3, "replaced": 0, "unchanged": 0, "merged": 1, "failed": 0}
    assert [(o.path.name, o.same_as.name) for o in report.outcomes if o.same_as] == [
        ("number.txt", "a-copy.txt")
    ]


def quality(store: EmbeddedStore) -> list[tuple[str, str, str]]:
    found = run(store, registry.get("findings"), {}).rows
    return [(str(row["document"]), str(row["kind"]), str(row["quote"])) for row in found]


def test_a_copy_is_told_in_the_quality_report_of_what_was_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "a-copy.txt").write_text(BY_NUMBER + "\n", "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    pipeline.load([folder], store)
    assert quality(store) == [("云政发〔2022〕6号", "copy-merged", "number.txt")]
    before = (tmp_path / "g.kgl").read_bytes()
    pipeline.load([folder], store)
    assert (tmp_path / "g.kgl").read_bytes() == before
    (folder / "a-copy.txt").write_text(BY_NUMBER.replace("常换", "勤换"), "utf-8")
    (folder / "number.txt").unlink()
    pipeline.load([folder], store)
    assert quality(store) == []


def test_a_copy_with_another_number_in_a_clause_is_told_with_the_clause(folder: Path, tmp_path: Path) -> None:
    lower = BY_NUMBER + "2.电价每度降低4.3%，全年完成。\n"
    (folder / "number.txt").write_text(lower, "utf-8")
    (folder / "zz.txt").write_text(lower.replace("4.3", "4.4"), "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    report = pipeline.load([folder], store)
    (differs,) = [one.differs for one in report.outcomes if one.same_as]
    found = run(store, registry.get("findings"), {}).rows
    (told,) = [row for row in found if row["kind"] == "copy-differs"]
    assert differs
    assert told["severity"] == "doubt"
    assert "4.4%" in str(told["quote"])
    assert differs in str(told["message"])


SPRING = """关于做好春耕生产工作的通知
各镇人民政府：
一、主要任务
（一）抓好播种。完成早稻播种1万亩。（责任单位：县农业农村局）
{issuer}
{date}
"""


def test_a_title_that_says_not_whose_it_is_names_no_document(tmp_path: Path) -> None:
    for name, issuer, date in (
        ("a", "桃源县农业农村局", "2021年3月1日"),
        ("b", "安化县农业农村局", "2021年3月1日"),
        ("c", "桃源县农业农村局", "2022年2月1日"),
        ("d", "桃源县农业农村局", "2021年3月1日"),
    ):
        (tmp_path / f"{name}.txt").write_text(SPRING.format(issuer=issuer, date=date), "utf-8")
    report = pipeline.load([tmp_path], EmbeddedStore(tmp_path / "g.kgl"))
    assert report.changes() == {"added": 3, "replaced": 0, "unchanged": 0, "merged": 1, "failed": 0}
    assert report.outcomes[0].document == "桃源县农业农村局关于做好春耕生产工作的通知·2021-03-01"


def test_an_unnumbered_file_with_another_date_is_no_copy(tmp_path: Path) -> None:
    whole = SPRING.replace("关于", "桃源县关于")
    for name, date in (("a", "2021年3月1日"), ("b", "2022年2月1日")):
        (tmp_path / f"{name}.txt").write_text(whole.format(issuer="桃源县农业农村局", date=date), "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    report = pipeline.load([tmp_path], store)
    assert (report.changes()["added"], report.changes()["failed"]) == (1, 1)
    assert "reads differently" in str(report.errors[0])
    (later,) = pipeline.load([tmp_path / "b.txt"], store).errors
    assert "read from a.txt" in str(later)


def test_findings_have_their_line_place_and_words(folder: Path, tmp_path: Path) -> None:
    (folder / "title.txt").write_text(BY_TITLE.replace("定价。定价", "0402年定价。定价"), "utf-8")
    store = EmbeddedStore(tmp_path / "g.kgl")
    load(store, folder / "title.txt")
    (row,) = run(store, registry.get("findings"), {}).rows
    text = (folder / "title.txt").read_text("utf-8")
    assert (row["kind"], row["severity"], row["line"], row["quote"]) == ("odd-year", "doubt", 5, "0402")
    assert text[int(str(row["start"])) : int(str(row["end"]))] == "0402"


def test_every_kind_of_finding_is_in_the_vocabulary() -> None:
    codes = {
        code
        for path in (ROOT / "loaders").rglob("*.py")
        for code in re.findall(
            r"""Finding\(\s*"([a-z-]+)",|^        "([a-z]+-[a-z-]+)",$""", path.read_text("utf-8"), re.M
        )
        for code in code
        if code
    }
    assert len(codes) > 15
    assert codes <= set(vocabulary("findings"))
