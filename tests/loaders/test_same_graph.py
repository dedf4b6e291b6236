"""The same document as plain text, as Word (numbers typed, or counted by Word) and as a page gives the same graph."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Fragment
from loaders import manifest, pipeline
from tests.loaders.formats import as_docx, as_html

SAMPLE = Path(pipeline.__file__).parent / "sample"
DOCUMENTS = Path(__file__).parents[1] / "golden" / "documents"
REFERENCE = Path(__file__).parents[3] / "shared" / "corpus" / "reference"
# where it stands and how it was read: another layout moves the words, and may have nothing to repair
PLACES = re.compile(r".*(?:start|end)s?$|file|format|text_length|ordinal|line")


def graph(path: Path, stated: manifest.Stated) -> set[str]:
    """All nodes and edges without places and findings."""
    made = pipeline.fragment(path, stated)
    assert isinstance(made, Fragment), made
    nodes = {
        f"{n.label}{sorted(n.labels)} {n.id} {told(n.props)}"
        for n in made.nodes
        if n.label not in ("Finding", "Person")
    }
    people = {
        f"{n.label} {told(n.props)}" for n in made.nodes if n.label == "Person"
    }  # their ids hold the place
    edges = {
        f"{e.kind} {e.source.id} {e.target.id} {told(e.props)}"
        for e in made.edges
        if e.kind not in ("HAS_FINDING", "HOLDS")
    }
    return nodes | people | edges


def told(props: Any) -> str:
    """Properties without places; layout's white space does not count."""
    kept = {key: re.sub(r"\s", "", str(value)) for key, value in props.items() if not PLACES.fullmatch(key)}
    return str(sorted(kept.items()))


FORMATS: dict[str, Callable[[str, Path], Path]] = {
    "docx": lambda text, folder: as_docx(text, folder / "d.docx"),
    "docx-automatic": lambda text, folder: as_docx(text, folder / "d.docx", automatic=True),
    "html": lambda text, folder: as_html(text, folder / "d.html"),
}


def check(source: Path, form: str, folder: Path) -> None:
    stated = manifest.load(source.parent).about(source.name)
    wanted = graph(source, stated)
    found = graph(FORMATS[form](source.read_text("utf-8"), folder), stated)
    assert sorted(found - wanted) == []
    assert sorted(wanted - found) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("source", sorted(SAMPLE.glob("0*.txt")), ids=lambda path: path.name[:2])
def test_the_sample_gives_the_same_graph_in_every_format(source: Path, form: str, tmp_path: Path) -> None:
    check(source, form, tmp_path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["statement-10-table", "statement-10-table-columns", "structure-08-roster"])
def test_tables_and_rosters_give_the_same_graph_in_every_format(name: str, form: str, tmp_path: Path) -> None:
    check(DOCUMENTS / f"{name}.txt", form, tmp_path)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"no corpus at {REFERENCE}")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("code", ["000", "001", "003"])
def test_real_documents_give_the_same_graph_in_every_format(code: str, form: str, tmp_path: Path) -> None:
    check(next(REFERENCE.glob(f"{code}_*.txt")), form, tmp_path)
