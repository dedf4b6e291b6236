"""The commands about lineage: lineage, coverage, targets, diff. cli.py registers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError, NotFoundError, QueryError
from kg.terminal import AsJson, StoreFlag, loaded, print_json, say

if TYPE_CHECKING:
    from kg.sheets import Sheet
    from kg.store.base import Row, Store
    from loaders.compare import Item
    from queries.lineage import Coverage, Link

Named = Annotated[
    str, typer.Argument(metavar="DOC", help="An id, 文号, title or first part of a file's name. 某份文件。")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV. 以 CSV 输出。")]
Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", metavar="FILE", help="Write an Excel file. 写入 Excel 文件。")
]


def register(app: typer.Typer) -> None:
    """Adds the four commands."""
    for command in (lineage, coverage, targets, diff):
        app.command()(command)


def lineage(
    what: Annotated[
        str, typer.Argument(metavar="DOC|CLAUSE", help="A document, or a clause: 003#附件/7. 文件或条款。")
    ],
    other: Annotated[
        str | None,
        typer.Option("--with", metavar="DOC", help="Only what ties it to this document. 只看与此文件之间。"),
    ] = None,
    store: StoreFlag = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
) -> None:
    """Shows what a document or clause carries out, and what carries it out. 上级依据与落实。"""
    from kg import lineage_present as present
    from queries import lineage as reading

    graph = loaded(store)
    kind, key = _document_or_clause(graph, what)
    notes: list[str] = []
    answering: tuple[Row, ...] = ()
    if kind == "clause":
        links = reading.of_clause(graph, key)
    else:
        partner = _document(graph, other) if other else None
        links = reading.of_document(graph, key, partner)
        notes = [*_not_found(graph, key, links), *_beside(graph, key, partner, links)]
        answering = reading.ask(graph, "lineage_agencies", document=key)
    pairs = {"pairs": [link.as_json() for link in links]}
    tables = present.lineage_tables(links)
    sheets = [present.lineage(links), *([present.agencies(answering)] if answering else [])]
    _give(pairs, sheets, tables, notes, as_json, as_csv, xlsx)


def coverage(
    document: Named,
    store: StoreFlag = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
) -> None:
    """Shows which documents take up which tasks of a document, and what they add. 任务承接情况。"""
    from kg import lineage_present as present
    from queries.covered import covered
    from queries.lineage import UNMATCHED

    graph = loaded(store)
    found = covered(graph, _document(graph, document))
    beside = [
        present.not_found(found.missing),
        *(
            present.tasks(f"{taker.name} 自行增加 Additions", rows)
            for taker, rows in found.own.items()
            if rows
        ),
        *(present.added(taker, rows) for taker, rows in found.inside.items() if rows),
    ]
    full, brief = present.coverage(found.matrix), present.coverage(found.matrix, brief=True)
    notes = [
        _missing(found.matrix, found.document),
        *(f"{taker.document}：{UNMATCHED[taker.ground]}" for taker in found.matrix.unmatched),
    ]
    _give(found.as_json(), [full, *beside], [brief, *beside], notes, as_json, as_csv, xlsx)


def targets(
    document: Named,
    store: StoreFlag = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
) -> None:
    """Shows the targets of a document beside those above and below, and sums. 目标的上下对应。"""
    from kg import lineage_present as present
    from queries import lineage as reading

    graph = loaded(store)
    key = _document(graph, document)
    pairs = reading.ask(graph, "target_pairs", document=key)
    sums = reading.ask(graph, "target_sums", document=key)
    told = {"document": key, "pairs": pairs, "sums": sums}
    full, brief = (
        [present.targets(pairs, short), *([present.sums(sums, short)] if sums else [])]
        for short in (False, True)
    )
    _give(told, full, brief, [], as_json, as_csv, xlsx)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="The older: a DOC, or a file. 旧文件。")],
    after: Annotated[str, typer.Argument(metavar="B", help="The newer: a DOC, or a file. 新文件。")],
    store: StoreFlag = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
) -> None:
    """Compares two documents clause by clause: draft and final, two years, two peers. 逐条比较两份文件。"""
    from kg import lineage_present as present
    from loaders import compare

    read = _reader(before, after, store)
    found = compare.compare(read(before), read(after))
    counts = found.counts()
    told = {
        "counts": counts,
        "changed_and_moved": found.changed_and_moved,
        "clauses": [change.as_json() for change in found.changes],
    }
    line = " · ".join(f"{present.STATUSES[status]} {number}" for status, number in counts.items())
    if found.changed_and_moved:
        line += f"（改动者中{found.changed_and_moved}项也移动了 of the changed {found.changed_and_moved} also moved）"
    full, brief = present.comparison(found), present.comparison(found, brief=True)
    _give(told, [full], [brief], [line], as_json, as_csv, xlsx)


def _reader(before: str, after: str, store: str | None) -> Callable[[str], list[Item]]:
    """How to read the two: both are files, or both are in the store. InputError for one of each."""
    from loaders import compare, pipeline

    files = [Path(name).is_file() for name in (before, after)]
    if all(files):
        return lambda name: compare.items(*pipeline.record(Path(name)))
    if any(files):
        raise InputError(
            "give two files, or two documents of the graph 两个文件，或图库中的两份文件", f"{before} {after}"
        )
    graph = loaded(store)
    return lambda name: _stored(graph, name)


def _stored(graph: Store, name: str) -> list[Item]:
    from loaders import compare
    from queries import registry
    from queries.run import run

    values = {"document": _document(graph, name)}
    parts = ("compare_clauses", "compare_agencies", "compare_indicators")
    return compare.of_rows(*(run(graph, registry.internal(part), values, limit=None).rows for part in parts))


def _document(graph: Store, name: str) -> str:
    from queries.resolve import resolve

    return resolve(graph, "document", name)


def _document_or_clause(graph: Store, name: str) -> tuple[str, str]:
    """What a name means: a document where it can, else a clause. The document's error where it is neither."""
    from queries.resolve import resolve

    try:
        return "document", resolve(graph, "document", name)
    except (NotFoundError, QueryError) as error:
        try:
            return "clause", resolve(graph, "clause", name)
        except (NotFoundError, QueryError) as other:
            raise (other if "#" in name else error) from other


def _not_found(graph: Store, document: str, links: Sequence[Link]) -> list[str]:
    """For the document and each that it carries out: how many tasks found no partner."""
    from queries import lineage as reading

    above = dict.fromkeys(link.above.document for link in links if link.direction == "up")
    lines = [_missing(reading.coverage(graph, parent), parent, document) for parent in above]
    if any(link.direction == "down" for link in links):
        lines.append(_missing(reading.coverage(graph, document), document))
    return lines


def _beside(graph: Store, document: str, other: str | None, links: Sequence[Link]) -> list[str]:
    """What else ties documents: citations of which nothing came, and, where nothing was found, similar clauses of peers."""
    from queries import lineage as reading

    lines = []
    for row in reading.unmatched(graph, document):
        if other in (None, row["other"]):
            ends = (document, row["other"]) if row["direction"] == "up" else (row["other"], document)
            lines.append(f"{ends[0]} → {ends[1]}：{reading.UNMATCHED[str(row['ground'])]}")
    if any(link.kind == "implements" for link in links):
        return lines
    alike = reading.ask(graph, "similar_clauses", document=document, other=other)
    if alike:
        also = f" --param other={other}" if other else ""
        lines.append(
            f"同级文件有{len(alike)}对相似条款 · {len(alike)} pairs of similar clauses of peers: "
            f"kg ask similar_clauses --param document={document}{also}"
        )
    return lines


def _missing(found: Coverage, parent: str, child: str | None = None) -> str:
    """One line: of so many tasks, so many were not found (in one document, or in all that are loaded)."""
    total = len(found.tasks)
    left = len(found.not_found) if child is None else total - found.taken(child)
    where, place = (
        ("在已载入文件中未找到", "the loaded documents") if child is None else (f"在{child}中未找到", child)
    )
    drafts = len(found.draft_only) if child is None else 0
    only = f"；{drafts}项仅见于草案 · {drafts} in drafts only" if drafts else ""
    return f"{parent}：{total}项任务中{left}项{where} · of {total} tasks {left} not found in {place}{only}"


def _give(
    told: object,
    sheets: Sequence[Sheet],
    tables: Sequence[Sheet],
    notes: Sequence[str],
    as_json: bool,
    as_csv: bool,
    xlsx: Path | None,
) -> None:
    """One answer in the form that was asked for: JSON, CSV (the first sheet), an Excel file, or tables for people."""
    from kg import sheets as output

    if as_json and as_csv:
        raise InputError("--json or --csv, not both 只能选一种")
    if xlsx is not None:
        output.write_xlsx(xlsx, sheets)
        say(f"kg: {xlsx}: {sum(len(sheet.rows) for sheet in sheets)} rows 行")
    if as_json:
        print_json(told)
    elif as_csv:
        output.write_csv(sheets[0])
    elif xlsx is None:
        for table in tables:
            output.show(table)
        for note in notes:
            typer.echo(note)
        if not any(table.rows for table in tables) and not notes:
            typer.echo("在已载入文件中未找到 not found in the loaded documents")
