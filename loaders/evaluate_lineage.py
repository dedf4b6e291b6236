"""Precision, recall and F1 of clause-to-clause lineage against pairs annotated by reading, with the baseline beside them.

A gold file is `lineage-*.json`: `[{"from": "003 附件/7", "to": "000 二/（二）", "grade": 2}]`; what stands before the space is the first
part of a file's name. Where both ends are of one document, the annex is measured against the body.

Direct pairs are those of grade 2: a predicted direct pair that the annotation calls partial (grade 1) is neither right nor
wrong. All pairs: of either grade. `best` counts the parents with a direct partner whose best-scored pair is one.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from kg.errors import InputError
from kg.records import Document
from loaders import evaluate, pipeline
from loaders.evaluate import Score
from loaders.link import lineage
from loaders.link.alignment import measures
from loaders.link.alignment.grams import profile
from loaders.link.alignment.measures import Measure
from loaders.read import registry

Pair = tuple[str, str]
Measures = Sequence[Measure]
Method = Callable[[Measures, Measures], list["Predicted"]]

BASELINE_Z = 5.6  # robust z from which the baseline calls a pair related
_BRACKETS = str.maketrans("（）", "()")


class Predicted(NamedTuple):
    """A pair of clause ids with its grade (2 direct, 1 partial) and score."""

    parent: str
    child: str
    grade: int
    score: float


class Hits(NamedTuple):
    """How many parents with a direct partner have one as their best."""

    right: int
    parents: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One method's scores on one pair of documents."""

    direct: Score
    all: Score
    best: Hits


@dataclass(frozen=True, slots=True)
class Measured:
    """One gold file: our figures, the baseline's, and the pairs in which we differ from the annotation."""

    name: str
    ours: Figures
    baseline: Figures
    missed: tuple[Pair, ...]
    extra: tuple[Pair, ...]


class Annotated(NamedTuple):
    """A gold file: its name, the two documents' codes, and the grade of each pair of folded ids."""

    name: str
    parent: str
    child: str
    grades: dict[Pair, int]

    def grade(self, parent: str, child: str) -> int:
        """The grade of two clauses by their ids inside the documents; 0 where they are not annotated."""
        return self.grades.get((fold(f"{self.parent} {parent}"), fold(f"{self.child} {child}")), 0)


def measure(gold: Path, paths: Iterable[Path]) -> list[Measured]:
    """Each gold file (one, or all of a folder) whose documents are under `paths`. InputError where there is none."""
    files = {path.name.split("_")[0]: path for path in registry.walk(paths)}
    golds = sorted(gold.glob("lineage-*.json")) if gold.is_dir() else [gold]
    found = []
    for path in golds:
        annotated = read(path)
        parent, child = annotated.parent, annotated.child
        if parent in files and child in files:
            found.append(_measured(annotated, *sides(files[parent], files[child])))
    if not found:
        raise InputError("no annotated pair of documents is here 没有与沿袭标注对应的文件", str(gold))
    return found


def sides(parent: Path, child: Path) -> tuple[Measures, Measures]:
    """What is aligned: two documents' clauses, or one document's annex rows and body clauses."""
    above: Document = pipeline.record(parent)[0]
    if parent == child:
        return measures.facing(*measures.annex_and_body(above))
    return measures.facing(measures.of_document(above), measures.of_document(pipeline.record(child)[0]))


def ours(parents: Measures, children: Measures) -> list[Predicted]:
    """What the lineage method finds."""
    found = lineage.align(profile(parents), profile(children))
    return [Predicted(one.parent, one.child, 2 if one.grade == "direct" else 1, one.score) for one in found]


def baseline(parents: Measures, children: Measures) -> list[Predicted]:
    """Character bigrams, sublinear TF-IDF, cosine; every pair whose robust z over all pairs is 5.6 or more, as direct."""
    vectors = _vectors([*parents, *children])
    below = vectors[len(parents) :]
    table = [[_dot(one, other) for other in below] for one in vectors[: len(parents)]]
    values = [value for row in table for value in row]
    middle = median(values)
    spread = 1.4826 * median(abs(value - middle) for value in values) or 1e-9
    return [
        Predicted(parents[i].id, children[j].id, 2, value)
        for i, row in enumerate(table)
        for j, value in enumerate(row)
        if (value - middle) / spread >= BASELINE_Z
    ]


def _vectors(clauses: Measures) -> list[dict[str, float]]:
    counts = [Counter(_bigrams("".join(one.text for one in clause.sentences))) for clause in clauses]
    often = Counter(gram for count in counts for gram in count)
    rare = {gram: math.log((1 + len(counts)) / (1 + times)) + 1 for gram, times in often.items()}
    return [
        _unit({gram: (1 + math.log(times)) * rare[gram] for gram, times in count.items()}) for count in counts
    ]


def _bigrams(text: str) -> list[str]:
    solid = re.sub(r"\s", "", text)
    return [solid[start : start + 2] for start in range(len(solid) - 1)]


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {gram: value / length for gram, value in vector.items()}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other[gram] for gram, value in one.items() if gram in other)


def figures(gold: Mapping[Pair, int], predicted: Iterable[Predicted]) -> Figures:
    """The scores of predicted pairs, the better score counting where a pair is there twice."""
    out: dict[Pair, tuple[float, int]] = {}
    for one in predicted:
        key = (fold(one.parent), fold(one.child))
        out[key] = max(out.get(key, (0.0, 0)), (one.score, one.grade))
    wanted = {pair for pair, grade in gold.items() if grade == 2}
    direct = {pair for pair, (_, grade) in out.items() if grade == 2 and gold.get(pair) != 1}
    best: dict[str, tuple[float, str]] = {}
    for (parent, child), (score, _) in out.items():
        if parent not in best or score > best[parent][0]:
            best[parent] = (score, child)
    parents = {parent for parent, _ in wanted}
    right = sum((parent, best[parent][1]) in wanted for parent in parents if parent in best)
    return Figures(
        Score(len(wanted & direct), len(wanted), len(direct)),
        Score(len(gold.keys() & out.keys()), len(gold), len(out)),
        Hits(right, len(parents)),
    )


def fold(clause: str) -> str:
    """A clause id whose dots, white space and widths of brackets do not count: '000 二/（一）' is '000二/(一)'."""
    return re.sub(r"[\s、.．]", "", clause).translate(_BRACKETS)


def _measured(gold: Annotated, parents: Measures, children: Measures) -> Measured:
    def run(method: Method) -> list[Predicted]:
        return [
            Predicted(f"{gold.parent} {one.parent}", f"{gold.child} {one.child}", one.grade, one.score)
            for one in method(parents, children)
        ]

    found = run(ours)
    pairs = {(fold(one.parent), fold(one.child)) for one in found}
    return Measured(
        gold.name,
        figures(gold.grades, found),
        figures(gold.grades, run(baseline)),
        tuple(pair for pair in gold.grades if pair not in pairs),
        tuple(sorted(pairs - gold.grades.keys())),
    )


def read(path: Path) -> Annotated:
    """One gold file. InputError where it is not what it should be."""
    try:
        given = json.loads(path.read_text("utf-8"))
        rows = given["pairs"] if isinstance(given, dict) else given
        parent, child = (rows[0][end].split(" ")[0] for end in ("from", "to"))
        grades = {(fold(row["from"]), fold(row["to"])): int(row["grade"]) for row in rows}
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"no valid lineage annotation: {error} 沿袭标注文件格式有误", str(path)) from error
    return Annotated(path.stem, parent, child, grades)


def everything(gold: Path, paths: Sequence[Path]) -> list[evaluate.Measured]:
    """All annotations of a folder: documents against their extraction, pairs of documents against their lineage.

    InputError where the folder holds neither, or none of its documents is under `paths`.
    """
    pairs = sorted(gold.glob("lineage-*.json")) if gold.is_dir() else []
    others = [path for path in gold.glob("*.json") if path not in pairs] if gold.is_dir() else []
    documents = evaluate.measure(gold, paths) if others or not pairs else []
    return [*documents, *(_in_rows(one) for one in (measure(gold, paths) if pairs else []))]


def _in_rows(one: Measured) -> evaluate.Measured:
    """A pair of documents as rows of the table: direct and all, and the baseline beside each."""
    scores = {
        "lineage_direct": one.ours.direct,
        "lineage_direct_baseline": one.baseline.direct,
        "lineage_all": one.ours.all,
        "lineage_all_baseline": one.baseline.all,
    }
    return evaluate.Measured(
        one.name, scores, {"lineage_all": list(one.missed)}, {"lineage_all": list(one.extra)}
    )
