"""The gates on extraction, and that our instrument measures what shared/tools/score.py measures."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from loaders import evaluate, extract, pipeline

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPORA = [SHARED / "corpus" / "reference", SHARED / "corpus" / "dev"]
ANNOTATIONS = ROOT / "tests" / "golden" / "annotations"
needs_shared = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason=f"no gold at {SHARED}")
needs_score = pytest.mark.skipif(
    not (SHARED / "tools" / "score.py").is_file(), reason=f"no score.py at {SHARED}"
)


@cache
def extracted(code: str) -> dict[str, Any]:
    """The record of a document of the corpora by the first part of its name."""
    path = next(path for corpus in CORPORA for path in corpus.glob(f"{code}_*.txt"))
    return extract.as_json(*pipeline.record(path))


def annotated(path: Path) -> evaluate.Measured:
    """An annotation against its document; one that stops half-way is compared up to there."""
    gold = json.loads(path.read_text("utf-8"))
    found = extracted(path.stem)
    if gold.get("complete") is False:
        ids = {evaluate.path_key(clause["id"]) for clause in gold["clauses"]}
        found = {**found, "clauses": [c for c in found["clauses"] if evaluate.path_key(c["id"]) in ids]}
    return evaluate.compare(path.stem, gold, found)


def unlike(measured: list[evaluate.Measured], kind: str) -> list[str]:
    """What a failing gate shows."""
    return [
        f"{m.code} {sign} {fact}"
        for m in measured
        for sign, facts in (("-", m.missed), ("+", m.extra))
        for fact in facts[kind]
    ]


@needs_shared
def test_gate_on_the_gold_of_the_brief() -> None:
    measured = evaluate.measure(SHARED / "gold", CORPORA[:1])
    totals = evaluate.total(measured)
    assert {m.code for m in measured} >= {"000", "003"}
    assert totals["clause"].f1 >= 0.99, unlike(measured, "clause")
    assert totals["assignment"].f1 >= 0.97, unlike(measured, "assignment")


@needs_shared
def test_gate_on_our_own_annotations() -> None:
    measured = [annotated(path) for path in sorted(ANNOTATIONS.glob("*.json"))]
    assert len(measured) >= 10
    assert evaluate.total(measured)["assignment"].f1 >= 0.97, unlike(measured, "assignment")


@needs_score
@pytest.mark.parametrize("gold", [SHARED / "gold", ANNOTATIONS], ids=["gold", "annotations"])
def test_our_figures_are_those_of_score_py(gold: Path, tmp_path: Path) -> None:
    annotations = [path for path in sorted(gold.glob("*.json")) if whole(path)]
    measured = []
    for path in annotations:
        (tmp_path / "gold").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "gold")
        (tmp_path / path.name).write_text(json.dumps(extracted(path.stem), ensure_ascii=False), "utf-8")
        measured.append(
            evaluate.compare(path.stem, json.loads(path.read_text("utf-8")), extracted(path.stem))
        )
    run = [sys.executable, str(SHARED / "tools" / "score.py"), str(tmp_path / "gold"), str(tmp_path)]
    told = subprocess.run(run, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    rows = re.findall(r"^  (\w+) +([\d.]+) ([\d.]+) ([\d.]+)  \((\d+)/(\d+)/(\d+)\)$", told, re.MULTILINE)
    assert {row[0]: row[4:] for row in rows} == {k: _counts(s) for k, s in evaluate.total(measured).items()}
    for kind, precision, recall, f1, *_ in rows:
        score = evaluate.total(measured)[kind]
        if score.out:  # where nothing is found, score.py says 0 and we say what is true
            assert [f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"] == [
                precision,
                recall,
                f1,
            ]


def whole(path: Path) -> bool:
    """Annotations that say `complete` are cut down by ours alone: score.py knows no such field."""
    return not path.stem.startswith("lineage") and "complete" not in json.loads(path.read_text("utf-8"))


def _counts(score: evaluate.Score) -> tuple[str, ...]:
    return (str(score.hit), str(score.gold), str(score.out))


@pytest.mark.parametrize(
    ("hit", "gold", "out", "figures"),
    [
        (1, 2, 4, (0.25, 0.5, 1 / 3)),
        (0, 0, 0, (1.0, 1.0, 1.0)),
        (0, 3, 0, (0.0, 0.0, 0.0)),
        (0, 0, 3, (0.0, 1.0, 0.0)),
        (5, 5, 5, (1.0, 1.0, 1.0)),
    ],
)
def test_score(hit: int, gold: int, out: int, figures: tuple[float, float, float]) -> None:
    score = evaluate.Score(hit, gold, out)
    assert (score.precision, score.recall, score.f1) == pytest.approx(figures)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("聊城市发展和改革委员会", "聊城市发改委"),
        ("市人力资源和社会保障局", "市人社局"),
        ("国家税务总局", "税务总局"),
        ("县（市、区）", "县(市、区)"),
    ],
)
def test_spellings_of_one_agency_count_as_one(one: str, other: str) -> None:
    assert evaluate.agency_key(one) == evaluate.agency_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("市教育局", "市财政局"), ("威海市教育局", "聊城市教育局"), ("市发展改革委", "市发展改革局")],
)
def test_two_agencies_count_as_two(one: str, other: str) -> None:
    assert evaluate.agency_key(one) != evaluate.agency_key(other)


def test_a_fact_said_twice_must_be_found_twice() -> None:
    row = {"agency": "甲局", "surface": "甲局", "role": "lead"}
    gold = {"clauses": [{"id": "一", "assignments": [row, row]}]}
    found = {"clauses": [{"id": "一、", "assignments": [row]}]}
    assert evaluate.compare("x", gold, found).scores["assignment"] == evaluate.Score(1, 2, 1)


@pytest.mark.parametrize(
    ("files", "says"),
    [({}, "no annotation"), ({"1.json": "{"}, "no valid JSON"), ({"99.json": "{}"}, "none of the annotated")],
)
def test_a_gold_folder_that_measures_nothing_is_refused(
    files: dict[str, str], says: str, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        evaluate.measure(tmp_path, [ROOT / "loaders" / "sample"])
