"""The graph as tables, streamed: a folder of CSV files, one for each label and each kind between two labels.

`csv` is for people and programs (lists as JSON); `neo4j-csv` is what `neo4j-admin database import` reads, with its
arguments in `neo4j-admin.args`, and in `schema.cypher` what to run afterwards: constraints, indexes, empty lists.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from kg.errors import InputError
from kg.graph import Value
from kg.store import cypher
from kg.store.base import Store
from kg.store.reading import all_slots
from ontology import schema as ontology
from ontology.schema import Slot

ITEM = "\x1f"  # parts the items of a list: U+001F, the unit separator, which no printed text holds
NEO4J_TYPES = {"integer": "long", "float": "double", "boolean": "boolean"}

Cell = Callable[[Value], str]


def export(store: Store, form: str, folder: Path) -> None:
    """Writes the tables. InputError where the folder is there already, or a text holds what parts items."""
    with _replacing(folder) as part:
        tables = _Neo4jTables(part) if form == "neo4j-csv" else _Tables(part)
        with tables.files:
            for node in store.nodes():
                labels = (node.label, *node.labels)
                tables.node(node.label, {**node.props, "id": node.id}, labels)
            for edge in store.edges():
                ends = (edge.source.label, edge.target.label)
                tables.edge(edge.kind, ends, (edge.source.id, edge.target.id), {**edge.props, "id": edge.id})
        tables.finish()


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder that comes into being when it is whole."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("is there already and not an empty folder 已存在且非空文件夹", str(folder))
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        yield part
        if folder.is_dir():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise InputError(f"can't be written: {error.strerror} 无法写入", str(folder)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


class _Tables:
    """Plain CSV: `Clause.csv` with its labels; `LEADS.Agency.Clause.csv` with source and target."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, ExitStack()
        self._open: dict[str, TextIO] = {}
        self._schema = ontology.load()
        self._slots: dict[str, list[Slot]] = {}

    def node(self, label: str, props: Mapping[str, Value], labels: Sequence[str]) -> None:
        """One row of a label's table."""
        if label not in self._slots:
            self._slots[label] = all_slots(self._schema, label)
            self._head(label, ["id", "labels", *(slot.name for slot in self._slots[label])])
        cells = [self._cell(slot, props.get(slot.name)) for slot in self._slots[label]]
        self._row(label, [self._text(props["id"]), self._labels(labels), *cells])

    def edge(
        self, kind: str, labels: tuple[str, str], ends: tuple[str, str], props: Mapping[str, Value]
    ) -> None:
        """One row of a relationship's table."""
        name = ".".join((kind, *labels))
        if name not in self._slots:
            self._slots[name] = [slot for slot in self._schema.edges[kind].slots if slot.name != "id"]
            self._head(name, ["source", "target", "id", *(slot.name for slot in self._slots[name])])
        cells = [self._cell(slot, props.get(slot.name)) for slot in self._slots[name]]
        self._row(name, [*map(self._text, ends), self._text(props["id"]), *cells])

    def finish(self) -> None:
        """What else belongs into the folder."""

    def _head(self, name: str, columns: Sequence[str]) -> None:
        path = self.folder / f"{name}.csv"
        self._open[name] = self.files.enter_context(path.open("w", encoding="utf-8", newline=""))
        csv.writer(self._open[name]).writerow(columns)

    def _row(self, name: str, cells: Sequence[str]) -> None:
        csv.writer(self._open[name]).writerow(cells)

    def _text(self, value: Value) -> str:
        return str(value)

    def _labels(self, labels: Sequence[str]) -> str:
        return json.dumps(list(labels))

    def _cell(self, slot: Slot, value: Value) -> str:  # noqa: ARG002  the other form needs the slot
        if value is None:
            return ""
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        return str(value).lower() if isinstance(value, bool) else str(value)


class _Neo4jTables(_Tables):
    """Headers with types and id spaces; "" is an empty text, and nothing at all is none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._after = self.files.enter_context((folder / "schema.cypher").open("w", encoding="utf-8"))
        for text in (*cypher.constraints(self._schema), *cypher.lookups(self._schema)):
            self._after.write(f"{text};\n")
        for text in cypher.cjk_indexes(self._schema):
            self._after.write(f"{text};\n")

    def node(self, label: str, props: Mapping[str, Value], labels: Sequence[str]) -> None:
        """A row; its empty lists are set afterwards, since the importer takes them for none."""
        super().node(label, props, labels)
        self._empty(f"(n:{label} {{id: {_quoted(props['id'])}}})", props)

    def edge(
        self, kind: str, labels: tuple[str, str], ends: tuple[str, str], props: Mapping[str, Value]
    ) -> None:
        """A row, likewise."""
        super().edge(kind, labels, ends, props)
        source = f"(:{labels[0]} {{id: {_quoted(ends[0])}}})"
        self._empty(f"{source}-[n:{kind} {{id: {_quoted(props['id'])}}}]->()", props)

    def _empty(self, pattern: str, props: Mapping[str, Value]) -> None:
        for name, value in props.items():
            if value == []:
                self._after.write(f"MATCH {pattern} SET n.`{name}` = [];\n")

    def _head(self, name: str, columns: Sequence[str]) -> None:
        kind, *ends = name.split(".")
        typed = {slot.name: f"{slot.name}:{_neo4j_type(slot)}" for slot in self._slots[name]}
        fixed = {"id": f"id:ID({kind})", "labels": ":LABEL"}
        if ends:
            fixed = {"source": f":START_ID({ends[0]})", "target": f":END_ID({ends[1]})", "id": "id:string"}
        super()._head(name, [{**typed, **fixed}[column] for column in columns])

    def _row(self, name: str, cells: Sequence[str]) -> None:
        self._open[name].write(",".join(cells) + "\n")

    def _text(self, value: Value) -> str:
        return '"' + str(value).replace('"', '""') + '"'

    def _labels(self, labels: Sequence[str]) -> str:
        return self._text(ITEM.join(labels))

    def _cell(self, slot: Slot, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, list):
            if any(ITEM in str(item) for item in value):
                raise InputError(
                    "a text holds U+001F, which parts the items of a list 文字含分隔符 U+001F", slot.name
                )
            return self._text(ITEM.join(map(str, value)))
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, int | float) else self._text(value)

    def finish(self) -> None:
        """The importer's arguments."""
        (self.folder / "neo4j-admin.args").write_text("\n".join(neo4j_arguments(self.folder)) + "\n", "utf-8")


def _quoted(value: Value) -> str:
    """A text as Cypher has it, on one line."""
    return json.dumps(str(value))


def neo4j_arguments(folder: Path) -> list[str]:
    """What `neo4j-admin database import full` is to be told, run inside the folder."""
    files = sorted(path.name for path in folder.glob("*.csv"))
    nodes = [f"--nodes=./{name}" for name in files if name.count(".") == 1]
    edges = [f"--relationships={name.partition('.')[0]}=./{name}" for name in files if name.count(".") > 1]
    return ["--array-delimiter=U+001F", "--multiline-fields=true", *nodes, *edges]


def _neo4j_type(slot: Slot) -> str:
    return NEO4J_TYPES.get(slot.range, "string") + ("[]" if slot.many else "")
