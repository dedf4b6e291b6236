"""`kg export`, `kg import`, `kg validate`: the graph as RDF and as tables, and back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.store.base import Store

Opener = Callable[[str | None], "Store"]
StoreFlag = Annotated[str | None, typer.Option("--store", help="The graph (else KG_STORE). 图库位置。")]
Base = Annotated[
    str | None, typer.Option("--base-iri", help="What IRIs start with (else KG_BASE_IRI). 地址前缀。")
]


def register(app: typer.Typer, opened: Opener, loaded: Opener) -> None:
    """Adds the commands. `opened` gives a store to write, `loaded` one that must be there."""

    @app.command(name="export")
    def export_graph(
        form: Annotated[
            str, typer.Option("--format", "-f", help="turtle, trig, nquads, jsonld, rdfxml. 格式。")
        ],
        output: Annotated[Path, typer.Option("--output", "-o", help="A file. 输出文件。")],
        store: StoreFlag = None,
        base_iri: Base = None,
    ) -> None:
        """Writes the whole graph to a file. 导出图谱。"""
        from kg.rdf import formats
        from kg.rdf.terms import Names

        if form not in formats.FORMATS:
            raise InputError(f"--format {form}: {', '.join(formats.FORMATS)} 输出格式有误")
        with formats.replacing(output) as out:
            formats.export(loaded(store), form, Names(_base(base_iri)), out)

    @app.command(name="import")
    def import_graph(
        file: Annotated[Path, typer.Argument(help="What kg export wrote. 导出的文件。")],
        form: Annotated[
            str | None, typer.Option("--format", "-f", help="turtle, trig, nquads or jsonld. 格式。")
        ] = None,
        store: StoreFlag = None,
    ) -> None:
        """Takes an exported graph back. 导入图谱。"""
        from kg.rdf import read

        done = read.load(file, opened(store), form)
        counted = ", ".join(f"{number} {change}" for change, number in sorted(done.changes.items()))
        sys.stderr.write(f"kg: {file}: {counted} 已导入\n")


def _base(flag: str | None) -> str:
    from kg.settings import Settings

    return Settings.from_env(os.environ, base_iri=flag).base_iri
