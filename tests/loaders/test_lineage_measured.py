"""Lineage measured: the figures as gates, the same figures by the shared scorer, and the instrument itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import loaders
from kg.errors import InputError
from kg.records import Span
from loaders import evaluate_lineage as measuring
from loaders.link.alignment.measures import Measure, Sentence

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
if not SHARED.is_dir():
    SHARED = ROOT.parents[1] / "shared"
GOLD = Path(__file__).parents[1] / "golden" / "lineage"
CORPUS = [SHARED / "corpus" / "reference", SHARED / "corpus" / "dev"]
TEXTS = [
    "建立产教融合型企业认证制度。",
    "建设十个省级公共实训基地。",
    "支持民营医院参加医疗联合体。",
    "开展老旧小区加装电梯。",
    "推行河湖长制。",
]

# gold file → least F1 of direct pairs, of all pairs, and least share of best partners that are right
GATES = {
    "lineage-001": (0.98, 0.93, 1.0),
    "lineage-003-000": (0.96, 0.83, 0.93),
    "lineage-R20-R21": (0.97, 0.87, 1.0),
    "lineage-R36-R37": (0.98, 0.95, 1.0),
    "lineage-N01-000": (0.94, 0.68, 0.93),
}


def _gold(name: str) -> Path:
    path = next((f / f"{name}.json" for f in (GOLD, SHARED / "gold") if (f / f"{name}.json").exists()), None)
    if path is None or not all(folder.is_dir() for folder in CORPUS):
        pytest.skip("the real documents are not here")
    return path


@pytest.mark.parametrize("name", GATES)
def test_measured_figures_do_not_fall(name: str) -> None:
    [found] = measuring.measure(_gold(name), CORPUS)
    direct, every, best = GATES[name]
    assert found.ours.direct.f1 >= direct
    assert found.ours.all.f1 >= every
    assert found.ours.best.right / found.ours.best.parents >= best
    assert found.ours.direct.f1 > found.baseline.direct.f1


@pytest.mark.parametrize(
    "pair", [("003", "R20"), ("002", "R20"), ("R56", "R45"), ("P01", "003"), ("R54", "000")]
)
def test_documents_that_have_nothing_to_do_with_each_other_yield_no_direct_pair(
    pair: tuple[str, str],
) -> None:
    _gold("lineage-001")
    files = {path.name.split("_")[0]: path for folder in CORPUS for path in folder.glob("*.txt")}
    parents, children = measuring.sides(*(files[code] for code in pair))
    assert [one for one in measuring.ours(parents, children) if one.grade == 2] == []


@pytest.mark.parametrize("name", ["lineage-001", "lineage-003-000"])
def test_figures_equal_those_of_the_shared_scorer(name: str, tmp_path: Path) -> None:
    path, tool = _gold(name), SHARED / "tools" / "lineage_score.py"
    if not tool.exists():
        pytest.skip("the scorer is not here")
    [found] = measuring.measure(path, CORPUS)
    gold = measuring.read(path)
    files = {file.name.split("_")[0]: file for folder in CORPUS for file in folder.glob("*.txt")}
    rows = [
        {"from": f"{gold.parent} {p}", "to": f"{gold.child} {c}", "grade": g, "score": s}
        for p, c, g, s in measuring.ours(*measuring.sides(files[gold.parent], files[gold.child]))
    ]
    out = tmp_path / "out.json"
    out.write_text(json.dumps({"pairs": rows}), "utf-8")
    said = subprocess.run(
        [sys.executable, tool, path, out], capture_output=True, text=True, check=True, env={"PYTHONUTF8": "1"}
    ).stdout
    ours = found.ours
    assert f"F1 {ours.direct.f1:.3f} ({ours.direct.hit}/{ours.direct.gold}/{ours.direct.out}) | all" in said
    assert f"F1 {ours.all.f1:.3f} ({ours.all.hit}/{ours.all.gold}/{ours.all.out})" in said
    assert f"hit@1 {ours.best.right}/{ours.best.parents}" in said


def test_a_pair_that_the_annotation_calls_partial_is_neither_right_nor_wrong_as_direct() -> None:
    gold = {("a1", "b1"): 2, ("a2", "b2"): 1}
    rows = [measuring.Predicted("a 1", "b 1", 2, 0.9), measuring.Predicted("a 2", "b 2", 2, 0.8)]
    found = measuring.figures(gold, [*rows, measuring.Predicted("a 3", "b 3", 1, 0.6)])
    assert (found.direct.hit, found.direct.gold, found.direct.out) == (1, 1, 1)
    assert (found.all.hit, found.all.gold, found.all.out) == (2, 2, 3)
    assert found.best == (1, 1)


def test_the_better_score_of_a_pair_counts() -> None:
    rows: list[Any] = [measuring.Predicted("a", "b", 1, 0.5), measuring.Predicted("a", "b", 2, 0.9)]
    assert measuring.figures({("a", "b"): 2}, rows).direct.hit == 1


def test_ids_are_compared_without_dots_and_width() -> None:
    assert measuring.fold("000 二/（一）/1.") == measuring.fold("000 二/(一)/1") == "000二/(一)/1"


def test_the_baseline_finds_copies() -> None:
    clauses = [
        Measure(str(number), (Sentence(Span(0, len(text)), text),)) for number, text in enumerate(TEXTS)
    ]
    found = measuring.baseline([*clauses, *clauses], clauses)
    assert {(one.parent, one.child) for one in found} >= {(one.id, one.id) for one in clauses}


def test_kg_eval_prints_the_baseline_beside_us(tmp_path: Path) -> None:
    sample = Path(loaders.__file__).parent / "sample"
    pairs = [{"from": "03 二/（二）", "to": "07 一/（一）", "grade": 2}]
    (tmp_path / "lineage-03-07.json").write_text(json.dumps(pairs, ensure_ascii=False), "utf-8")
    (found,) = measuring.everything(tmp_path, [sample])
    assert set(found.scores) == {
        "lineage_direct",
        "lineage_direct_baseline",
        "lineage_all",
        "lineage_all_baseline",
    }
    assert found.scores["lineage_direct"].hit == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '[{"from": "a 1"}]'])
def test_a_broken_annotation_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "lineage-x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError):
        measuring.read(path)
