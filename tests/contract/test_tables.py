"""What `neo4j-admin database import` makes of neo4j-csv is the graph itself, and every query says so."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import neo4j
import networkx
import pytest
from typer.testing import CliRunner

import loaders
from kg import tables, xmlgraphs
from kg.cli import app
from kg.errors import InputError
from kg.graph import Node
from kg.rdf.formats import replacing
from kg.store.base import Store
from kg.store.embedded import EmbeddedStore
from kg.store.factory import open_store
from loaders import pipeline
from scripts.neo4j.server import LIB, Server, tool
from tests.contract.conftest import on
from tests.contract.graphs import document
from tests.contract.neo4j_server import _prepare
from tests.contract.test_queries import LINE, SMALL, differences, load
from tests.kg.rdf.graphs import content
from tests.queries import line_graph
from tests.queries.graph import fragments

SAMPLE = Path(loaders.__file__).parent / "sample"


@pytest.fixture
def sample(tmp_path: Path) -> Store:
    store = EmbeddedStore(tmp_path / "sample.kgl")
    assert not pipeline.load([SAMPLE], store).errors
    return store


def imported(home: Path, folder: Path) -> Server:
    """A server that is not started yet, with the tables in its database."""
    _prepare()
    server = Server(home)
    server._write_conf()
    words = [
        tool("java"),
        "-cp",
        f"{LIB}/*",
        "org.neo4j.server.startup.Neo4jAdminCommand",
        "database",
        "import",
        "full",
    ]
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "PATH": "/usr/bin:/bin"}
    arguments = (folder / "neo4j-admin.args").read_text("utf-8").split()
    done = subprocess.run(
        [*words, "neo4j", *arguments], cwd=folder, env=places, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return server


@pytest.mark.parametrize("graph", ["small", "line", "sample"])
def test_neo4j_takes_the_tables(tmp_path: Path, graph: str) -> None:
    first = EmbeddedStore(tmp_path / "graph.kgl")
    if graph == "small":
        load(first, fragments())
    elif graph == "line":
        load(first, line_graph.fragments(), line_graph.inferred())
    else:
        assert not pipeline.load([SAMPLE], first).errors
    tables.export(first, "neo4j-csv", tmp_path / "tables")
    with imported(tmp_path / "neo4j", tmp_path / "tables") as server:
        store = open_store(on(server))
        with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            for text in (tmp_path / "tables" / "schema.cypher").read_text("utf-8").split(";\n")[:-1]:
                driver.execute_query(text)
            driver.execute_query("CALL db.awaitIndexes(300)")
        for found, expected in zip(content(store), content(first), strict=True):
            assert [one for one in found if one not in expected] == []  # type: ignore[operator]
            assert len(found) == len(expected)
        assert store.counts() == first.counts()
        if graph != "sample":
            assert list(differences(store, SMALL if graph == "small" else LINE)) == []
        store.close()


def test_csv_holds_everything(sample: Store, tmp_path: Path) -> None:
    tables.export(sample, "csv", tmp_path / "tables")
    rows: dict[str, list[dict[str, str]]] = {}
    for path in (tmp_path / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file))
    nodes, edges = content(sample)
    assert sum(len(found) for name, found in rows.items() if "." not in name) == len(nodes)
    assert sum(len(found) for name, found in rows.items() if "." in name) == len(edges)
    clause = next(node for node in nodes if node.label == "Clause" and node.props.get("deadlines"))
    told = next(row for row in rows["Clause"] if row["id"] == clause.id)
    assert json.loads(told["deadlines"]) == clause.props["deadlines"]
    assert (told["text"], int(told["start"])) == (clause.props["text"], clause.props["start"])


def test_a_folder_that_holds_something_is_left_alone(sample: Store, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="not an empty folder"):
        tables.export(sample, "csv", tmp_path / "tables")
    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["mine.txt"]


def _written(store: Store, form: str, path: Path) -> Path:
    with replacing(path) as out:
        xmlgraphs.export(store, form, out)
    return path


@pytest.mark.parametrize(("form", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_networkx_reads_it(sample: Store, tmp_path: Path, form: str, read: Any) -> None:
    found = read(_written(sample, form, tmp_path / f"graph.{form}"))
    nodes, edges = content(sample)
    assert (found.number_of_nodes(), found.number_of_edges()) == (len(nodes), len(edges))
    for node in nodes:
        told = found.nodes[xmlgraphs.key(node.ref)]
        for name, value in node.props.items():
            assert told[name] == (json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value)


def test_no_attribute_is_called_as_a_program_calls_its_own(sample: Store, tmp_path: Path) -> None:
    """Igraph keeps a vertex's id under `id`."""
    tree = ElementTree.parse(_written(sample, "graphml", tmp_path / "graph.graphml"))
    names = {key.get("attr.name") for key in tree.iter("{http://graphml.graphdrawing.org/xmlns}key")}
    assert not names & {"id", "source", "target"}


@pytest.mark.parametrize(
    ("form", "hint"), [("graphml", "csv"), ("gexf", "csv"), ("rdfxml", "turtle, nquads, jsonld")]
)
def test_what_xml_cannot_hold_is_an_error_or_replaced(tmp_path: Path, form: str, hint: str) -> None:
    text = Node("Clause", "甲#1", {"document": "甲", "text": "换页\x0c之后\x01"})
    graph, out = tmp_path / "graph.kgl", tmp_path / "out.xml"
    load(EmbeddedStore(graph), (document("甲", text),))
    command = ["export", "-f", form, "-o", str(out), "--store", str(graph)]
    told = str(CliRunner().invoke(app, command).exception)
    assert "甲 Clause 甲#1 text: U+000C" in told
    assert "换页□之后" in told
    assert f"（--replace-invalid, --format {hint}）" in told
    assert not out.exists()
    done = CliRunner().invoke(app, [*command, "--replace-invalid"])
    assert done.exit_code == 0, done.exception
    assert "2 characters replaced by U+FFFD" in done.stderr
    assert "换页\ufffd之后\ufffd" in "".join(ElementTree.parse(out).getroot().itertext()) + out.read_text(
        "utf-8"
    )
