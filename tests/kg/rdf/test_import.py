"""`kg import` and `kg validate` of files that are not what `kg export` makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError

GRAPH = """@prefix zm: <https://w3id.org/zhengmai/ontology/> . @base <https://example.org/id/> .
<Document/a> a zm:Document ; zm:document "a" ."""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<http://a> <http://b> <http://c> .",
        "<https://example.org/id/Document/a> a <https://w3id.org/zhengmai/ontology/Document> ;"
        " <https://w3id.org/zhengmai/ontology/stub> true .",
    ],
)
@pytest.mark.parametrize("command", ["import", "validate"])
def test_a_file_without_a_document_is_one_clear_error(tmp_path: Path, command: str, text: str) -> None:
    path, store = tmp_path / "x.ttl", tmp_path / "new.kgl"
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(app, [command, str(path), "--store", str(store)])
    assert isinstance(done.exception, InputError)
    assert "holds no document of ours 没有本图的文件" in str(done.exception)
    assert [one.name for one in tmp_path.iterdir()] == ["x.ttl"]


def test_what_an_import_does_not_know_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(GRAPH + ' <Document/a> zm:colour "red", "blue" . <Alien/b> a zm:Alien .', "utf-8")
    done = CliRunner().invoke(app, ["import", str(path), "--store", str(tmp_path / "new.kgl")])
    assert done.exit_code == 0, done.exception
    assert "1 added" in done.stderr
    assert "3 statements left out" in done.stderr
    assert "ontology/colour (2), https://w3id.org/zhengmai/ontology/Alien (1)" in done.stderr


def test_an_import_that_knows_everything_says_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(GRAPH, "utf-8")
    done = CliRunner().invoke(app, ["import", str(path), "--store", str(tmp_path / "new.kgl")])
    assert done.exit_code == 0, done.exception
    assert "left out" not in done.stderr


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        GRAPH + ' <Indicator/i> a zm:Indicator ; zm:document "a" ;'
        ' zm:value "NaN"^^<http://www.w3.org/2001/XMLSchema#double> .',
        "utf-8",
    )
    done = CliRunner().invoke(app, ["import", str(path), "--store", str(tmp_path / "new.kgl")])
    assert "value is 'NaN'" in str(done.exception)
