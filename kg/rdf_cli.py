"""`kg export`, `kg import`, `kg validate`: the graph as RDF and as tables, and back."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.store.base import Store

FORMATS = ("turtle", "trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv", "neo4j-csv")
NAMED = 5  # unknown terms that are named
Opener = Callable[[str | None], "Store"]
StoreFlag = Annotated[str | None, typer.Option("--store", help="The graph (else KG_STORE). 图库位置。")]
Base = Annotated[
    str | None, typer.Option("--base-iri", help="What IRIs start with (else KG_BASE_IRI). 地址前缀。")
]


def register(app: typer.Typer, opened: Opener, loaded: Opener) -> None:
    """Adds the commands. `opened` gives a store to write, `loaded` one that must be there."""

    @app.command(name="export")
    def export_graph(
        form: Annotated[str, typer.Option("--format", "-f", help=f"{', '.join(FORMATS)}. 格式。")],
        output: Annotated[
            Path,
            typer.Option(
                "--output", "-o", help="A file; a folder for csv, neo4j-csv. 输出文件（csv 为文件夹）。"
            ),
        ],
        store: StoreFlag = None,
        base_iri: Base = None,
        replace_invalid: Annotated[
            bool,
            typer.Option(
                help="Write U+FFFD for characters that XML can't hold. 以 U+FFFD 代替 XML 不容的字符。"
            ),
        ] = False,
    ) -> None:
        """Writes the whole graph to a file. 导出图谱。"""
        _export(loaded(store), form, output, base_iri, replace_invalid=replace_invalid)

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

        with read.opened(
            file, form
        ) as triples:  # before there is a store: a file that is none of ours makes none
            done = read.take(triples, opened(store))
        counted = ", ".join(f"{number} {change}" for change, number in sorted(done.changes.items()))
        sys.stderr.write(f"kg: {file}: {counted} 已导入\n")
        if done.unknown:
            sys.stderr.write(f"kg: {file}: {left_out(done.unknown)}\n")

    @app.command()
    def validate(
        file: Annotated[
            Path | None, typer.Argument(help="An exported graph, instead of the store. 导出的文件。")
        ] = None,
        form: Annotated[
            str | None, typer.Option("--format", "-f", help="The file's format. 文件格式。")
        ] = None,
        store: StoreFlag = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 以 JSON 输出。")] = False,
    ) -> None:
        """Checks the graph against the ontology and its rules; exit code 1 where something does not fit. 校验图谱。"""
        import logging

        from kg.rdf import read
        from kg.rdf.terms import Names
        from kg.rdf.validate import Validator

        logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # what is no date is told by us
        source = read.opened(file, form) if file else read.projected(loaded(store), Names(_base(None)))
        with source as triples:
            count = 0
            for count, one in enumerate(Validator(triples).violations(), start=1):  # noqa: B007  (told at the end)
                sys.stdout.write(f"{json.dumps(one.as_json(), ensure_ascii=False) if as_json else one}\n")
            sys.stderr.write(
                f"kg: {count} violations 项不符\n" if count else "kg: the graph conforms 图谱符合本体\n"
            )
        if count:
            raise typer.Exit(1)


def left_out(unknown: Counter[str]) -> str:
    """How many statements an import did not know, and by which terms.

    >>> left_out(Counter({"https://w3id.org/zhengmai/ontology/colour": 2}))
    '2 statements left out, of terms unknown here 条陈述未导入，本体中没有其属性或类：https://w3id.org/zhengmai/ontology/colour (2)'
    """
    named = ", ".join(f"{term} ({number})" for term, number in unknown.most_common(NAMED))
    more = f", … {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
    return f"{unknown.total()} statements left out, of terms unknown here 条陈述未导入，本体中没有其属性或类：{named}{more}"


def _export(store: Store, form: str, output: Path, base_iri: str | None, *, replace_invalid: bool) -> None:
    """Writes the graph in one of FORMATS. InputError where there is no such format."""
    from kg import tables, xmlgraphs
    from kg.rdf import formats
    from kg.rdf.terms import Names

    if form not in FORMATS:
        raise InputError(f"--format {form}: {', '.join(FORMATS)} 输出格式有误")
    if form in ("csv", "neo4j-csv"):
        tables.export(store, form, output)
        return
    other = "turtle, nquads, jsonld" if form == "rdfxml" else "csv"
    invalid = formats.Invalid(replace=replace_invalid, hint=f"--replace-invalid, --format {other}")
    source = formats.Fitting(store, invalid) if form in formats.XML else store
    with formats.replacing(output) as out:
        if form in formats.FORMATS:
            formats.export(source, form, Names(_base(base_iri)), out)
        else:
            xmlgraphs.export(source, form, out)
    if invalid.count:
        sys.stderr.write(f"kg: {output}: {invalid.count} characters replaced by U+FFFD 个字符已替换\n")


def _base(flag: str | None) -> str:
    from kg.settings import Settings

    return Settings.from_env(os.environ, base_iri=flag).base_iri
