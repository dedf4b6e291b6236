"""Documents as data: each tests/golden/documents/<name>.txt gives what <name>.json beside it says.

The expectations are written by reading FORMATS, never from the output. `known_fault` says in one line what the
loaders get wrong today: such a case must fail, and tells when it no longer does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loaders import extract, pipeline

FOLDER = Path(__file__).parents[1] / "golden" / "documents"
FLAGS = {"group": "group", "open": "open_list"}  # a flag of the expectation, and what the record calls it


def _cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.json")):
        fault = json.loads(path.read_text("utf-8")).get("known_fault")
        marks = [pytest.mark.xfail(reason=fault, strict=True)] if fault else []
        cases.append(pytest.param(path, id=path.stem, marks=marks))
    return cases


@pytest.mark.parametrize("path", _cases())
def test_document_gives_what_is_written_beside_it(path: Path) -> None:
    expected = json.loads(path.read_text("utf-8"))
    found = extract.as_json(*pipeline.record(path.with_suffix(".txt")))
    for clause in found["clauses"]:
        clause["text"] = path.with_suffix(".txt").read_text("utf-8")[slice(*clause["span"])]
    assert _shown(found, expected) == _wanted(expected)


def test_every_document_has_its_expectation() -> None:
    texts = {path.stem for path in FOLDER.glob("*.txt")}
    assert texts == {path.stem for path in FOLDER.glob("*.json")}
    assert len(texts) > 50


def _wanted(expected: dict[str, Any]) -> dict[str, Any]:
    """The expectation without its own notes."""
    return {key: value for key, value in expected.items() if key not in ("form", "known_fault")}


def _shown(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """What was found, cut down to what the expectation speaks of. The list of clauses is always complete."""
    shown = {
        "document": lambda: {key: found["document"][key] for key in expected["document"]},
        "sections": lambda: [section["id"] for section in found["sections"]],
        "clauses": lambda: {
            c["id"]: _clause(c, expected["clauses"].get(c["id"], {})) for c in found["clauses"]
        },
        "citations": lambda: [[c["title"], c["doc_number"], c["relation"]] for c in found["citations"]],
        "people": lambda: [[p["name"], p["post"], p["role"]] for p in found["people"]],
        "findings": lambda: [finding["code"] for finding in found["findings"]],
    }
    return {key: shown[key]() for key in _wanted(expected)}


def _clause(clause: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    rows = expected.get("assignments", [])
    speaks = [rows[n] if n < len(rows) else {} for n in range(len(clause["assignments"]))]
    assignments = [_assignment(a, row) for a, row in zip(clause["assignments"], speaks, strict=True)]
    special = {"assignments": assignments, "ends": clause["text"][-len(expected.get("ends", "")) :]}
    return {key: special.get(key, clause.get(key)) for key in expected}


def _assignment(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Surface, role and flags always; the agency where the expectation names it."""
    agency = {"agency": found["agency"]} if "agency" in expected else {}
    flags = {flag: True for flag, name in FLAGS.items() if found[name]}
    return {"surface": found["surface"], "role": found["role"], **agency, **flags}
