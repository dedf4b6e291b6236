"""Precision, recall and F1 of extraction against annotations made by reading. The instrument: it must stay honest.

A fact counts as found where its key is in both; keys fold white space, bracket widths and well-known short names.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from loaders import extract, pipeline
from loaders.read import registry
from ontology.vocab.load import vocabulary

Facts = dict[str, Counter[tuple[Any, ...]]]
KINDS = (
    "clause", "assignment", "assignment_surface", "indicator", "indicator_full", "organization", "citation",
    "deadline", "person", "document", "programme",
)  # fmt: skip
_HEADER = ("title", "issuer", "doc_number", "date", "status", "level", "region", "province")
_HELD = (
    "document",
    "citation",
    "assignment",
    "indicator",
    "indicator_full",
)  # what a held-out annotation counts
_BRACKETS = str.maketrans("（）〔〕[]［］【】〈〉", "()()()()()()")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind: found and right, in the gold, found in all."""

    hit: int
    gold: int
    out: int

    @property
    def precision(self) -> float:
        """Right among the found; 1 where nothing was found and nothing was there."""
        return self.hit / self.out if self.out else float(not self.gold)

    @property
    def recall(self) -> float:
        """Found among what is there; 1 where nothing is."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        """Counts of two documents together."""
        return Score(self.hit + other.hit, self.gold + other.gold, self.out + other.out)


@dataclass(frozen=True, slots=True)
class Measured:
    """One document's scores by kind, and what differs: missed (in gold alone) and extra (found alone)."""

    code: str
    scores: Mapping[str, Score]
    missed: Mapping[str, list[tuple[Any, ...]]]
    extra: Mapping[str, list[tuple[Any, ...]]]


def measure(gold: Path, paths: Iterable[Path]) -> list[Measured]:
    """Each annotation of the folder `gold` against the extraction of its document under `paths`.

    InputError where the folder has no annotation, or none of its documents is there; an annotated document that is
    not among the files counts as an empty extraction.
    """
    annotations = _annotations(gold)
    files = {path.name.split("_")[0]: path for path in registry.walk(paths)}
    by_name = {path.name: path for path in files.values()}
    if not any(code in files for code in annotations):
        raise InputError("none of the annotated documents is here 没有与标注对应的文件", str(gold))
    measured = []
    for code, annotation in annotations.items():
        path = files.get(code) or by_name.get(annotation.get("file", ""))
        found = extract.as_json(*pipeline.record(path)) if path else {}
        measured.append(compare(code, annotation, found))
    return measured


def _annotations(gold: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(gold.glob("*.json")) if gold.is_dir() else []:
        if path.stem.startswith("lineage"):
            continue
        try:
            found[path.stem] = json.loads(path.read_text("utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"no valid JSON: {error} 标注文件格式有误", str(path)) from error
    if not found:
        raise InputError("the folder holds no annotation 没有标注文件", str(gold))
    return found


def compare(code: str, gold: Mapping[str, Any], found: Mapping[str, Any]) -> Measured:
    """One annotation against one extraction. An annotation that says `complete` counts what it holds and no more."""
    kinds: tuple[str, ...] = _HELD if "statements" in gold else KINDS
    if "complete" in gold:
        found = _within(gold, found)
        kinds = tuple(kind for kind in kinds if _annotated(gold, kind))
    elif not _annotated(gold, "programme"):  # the shared form of annotations has none
        kinds = tuple(kind for kind in kinds if kind != "programme")
    right, ours = facts(gold), facts(found)
    return Measured(
        code,
        {
            kind: Score((right[kind] & ours[kind]).total(), right[kind].total(), ours[kind].total())
            for kind in kinds
        },
        {kind: list((right[kind] - ours[kind]).elements()) for kind in kinds},
        {kind: list((ours[kind] - right[kind]).elements()) for kind in kinds},
    )


def _within(gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The extraction, of a partial annotation's clauses only."""
    known = {path_key(clause["id"]) for clause in gold["clauses"]}
    clauses = found.get("clauses", [])
    if not gold["complete"]:
        clauses = [clause for clause in clauses if path_key(clause["id"]) in known]
    return {**found, "clauses": clauses}


def _annotated(gold: Mapping[str, Any], kind: str) -> bool:
    """True where the annotation has the field that a kind is read from."""
    whole = {"document": "document", "citation": "citations", "person": "people"}
    if kind in whole:
        return whole[kind] in gold
    field = {"assignment_surface": "assignment", "indicator_full": "indicator"}.get(kind, kind) + "s"
    return kind == "clause" or any(field in clause for clause in gold["clauses"])


def total(measured: Iterable[Measured]) -> dict[str, Score]:
    """The sums over documents, by kind."""
    sums: dict[str, Score] = {}
    for document in measured:
        for kind, score in document.scores.items():
            sums[kind] = sums.get(kind, Score(0, 0, 0)) + score
    return sums


def facts(record: Mapping[str, Any]) -> Facts:
    """The comparable keys of a record, by kind."""
    found: Facts = {kind: Counter() for kind in KINDS}
    head = record.get("document", {})
    found["document"].update((key, fold(head.get(key))) for key in _HEADER if key in head)
    found["citation"].update(
        (fold(c.get("doc_number")) or fold(c.get("title")), c.get("relation"))
        for c in record.get("citations", [])
    )
    found["person"].update((fold(p.get("name")), fold(p.get("post"))) for p in record.get("people") or [])
    for clause in record.get("clauses", []):
        _clause(found, clause)
    for statement in record.get("statements", []):  # a held-out annotation lists statements, not clauses
        _assignments(found, path_key(statement["clause"]), statement["assignments"])
    if "statements" in record:
        for indicator in record.get("indicators", []):
            _indicator(found, path_key(indicator["clause"]), indicator)
    return found


def _clause(found: Facts, clause: Mapping[str, Any]) -> None:
    key = path_key(clause["id"])
    found["clause"][(key,)] += 1
    _assignments(found, key, clause.get("assignments") or [])
    for indicator in clause.get("indicators") or []:
        _indicator(found, key, indicator)
    found["organization"].update((key, fold(o.get("surface"))) for o in clause.get("organizations") or [])
    found["programme"].update((key, fold(p.get("name"))) for p in clause.get("programmes") or [])
    found["deadline"].update((key, str(when)[:4]) for when in clause.get("deadlines") or [])


def _assignments(found: Facts, key: str, assignments: Iterable[Mapping[str, Any]]) -> None:
    for one in assignments:
        found["assignment"][(key, agency_key(one.get("agency")), one.get("role"))] += 1
        found["assignment_surface"][(key, fold(one.get("surface")), one.get("role"))] += 1


def _indicator(found: Facts, key: str, indicator: Mapping[str, Any]) -> None:
    raw = indicator.get("value")
    values = tuple(float(value) for value in (raw if isinstance(raw, list) else [raw]) if value is not None)
    unit = fold(indicator.get("unit") or "")
    deadline = str(indicator["deadline"])[:4] if indicator.get("deadline") else None
    found["indicator"][(key, values, unit)] += 1
    found["indicator_full"][(key, values, unit, indicator.get("comparator"), deadline)] += 1


def fold(text: object) -> str | None:
    """Without white space, 《》 and quotes, in one width of brackets; None stays None."""
    if text is None:
        return None
    return re.sub(r"[\s《》“”\"]", "", str(text)).translate(_BRACKETS)


def path_key(path: str) -> str:
    """A clause id whose dots and brackets do not count: '二/1.' is '二/1'."""
    return re.sub(r"[、.．]", "", fold(path) or "")


def agency_key(name: object) -> str | None:
    """An agency's name in one spelling: 市发展改革委 and 市发改委 are one."""
    folded = fold(name)
    if folded:
        for pattern, short in _same():
            folded = pattern.sub(short, folded)
    return folded


@cache
def _same() -> tuple[tuple[re.Pattern[str], str], ...]:
    groups: list[list[str]] = vocabulary("agencies")["same"]
    spellings = [(re.compile("|".join(group[:-1])), group[-1]) for group in groups]
    return (*spellings, (re.compile(r"^中国共产党|^中共|^国家(?=税务|金融)"), ""))  # 国家税务总局 is 税务总局
