"""What a command prints: tables for people, JSON and CSV for programs. Only cli.py uses it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.errors import InputError
from ontology import schema

if TYPE_CHECKING:
    from loaders.evaluate import Measured, Score
    from loaders.report import Report
    from queries.registry import Query
    from queries.run import Answer

_WIDE = 4000  # a pipe has no width: nothing is cut there


def _console(file: TextIO | None = None) -> Console:
    out = file or sys.stdout
    return Console(file=out, width=None if out.isatty() else _WIDE, highlight=False, soft_wrap=False)


def _table(title: str, columns: Sequence[tuple[str, str]]) -> Table:
    """A table; a column is (heading, justify)."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for heading, justify in columns:
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


@contextmanager
def load_progress() -> Iterator[Callable[[Path], None]]:
    """A progress bar on stderr where that is a terminal; else silence."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading 读取", total=None)

        def advance(path: Path) -> None:
            bar.update(task, advance=1, description=escape(path.name))

        yield advance


def load_report(report: Report, counts: Mapping[str, Mapping[str, int]], file: TextIO | None = None) -> None:
    """What a load did: documents by change, then the graph by kind."""
    changes = report.changes()
    names = {"added": "新增", "replaced": "更新", "unchanged": "未变", "merged": "合并", "failed": "失败"}
    line = " · ".join(f"{names[key]} {key} {changes[key]}" for key in names if changes[key] or key == "added")
    doubts = sum(outcome.findings for outcome in report.outcomes)
    console = _console(file)
    console.print(f"文件 documents: {line}" + (f" · 质量提示 findings {doubts}" if doubts else ""))
    count_tables(counts, file)


def count_tables(counts: Mapping[str, Mapping[str, int]], file: TextIO | None = None, cited: int = 0) -> None:
    """Nodes by label and edges by kind, with their Chinese names; `cited` documents are no loaded ones."""
    known = schema.load()
    nodes = _table("节点 nodes", (("label", "left"), ("中文", "left"), ("count", "right")))
    for label, number in counts["nodes"].items():
        nodes.add_row(label, known.nodes[label].zh if label in known.nodes else "", f"{number:,}")
        if label == "Document" and cited:
            nodes.add_row("  loaded", "  已载入", f"{number - cited:,}")
            nodes.add_row("  cited only", "  仅被引用", f"{cited:,}")
    edges = _table("关系 edges", (("kind", "left"), ("中文", "left"), ("count", "right")))
    for kind, number in counts["edges"].items():
        edges.add_row(kind, known.edges[kind].zh if kind in known.edges else "", f"{number:,}")
    console = _console(file)
    console.print(nodes)
    console.print(edges)


def answer(given: Answer, form: str) -> None:
    """The rows of a query as a table, JSON or CSV; a cut answer says so on stderr."""
    if form == "json":
        shown = {
            "query": given.query.name,
            "columns": given.columns,
            "rows": given.rows,
            "truncated": given.truncated,
        }
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(given.columns)
        writer.writerows([_cell(row.get(column)) for column in given.columns] for row in given.rows)
    else:
        table = _table(
            f"{given.query.title} {given.query.title_en}",
            [(f"{c.zh}\n{c.en}", "left") for c in given.query.columns],
        )
        for row in given.rows:
            table.add_row(*(escape(_cell(row.get(column))) for column in given.columns))
        _console().print(table)
    if given.truncated:
        sys.stderr.write(
            f"kg: only the first {len(given.rows)} rows are shown 仅显示前 {len(given.rows)} 行 (--limit)\n"
        )


def _cell(value: Any) -> str:
    """A value as text for people and CSV; lists are joined by 、, line ends become spaces."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(_cell(item) for item in value)
    return " ".join(str(value).split())


def query_list(queries: list[Query], as_json: bool) -> None:
    """The named queries: name, title, parameters, an example."""
    if as_json:
        rows = [
            {
                "name": q.name,
                "title": q.title,
                "title_en": q.title_en,
                "params": [_param(p) for p in q.params],
            }
            for q in queries
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    table = _table(
        "命名查询 named queries", (("name", "left"), ("问题 question", "left"), ("参数 parameters", "left"))
    )
    for query in queries:
        params = ", ".join(f"{p.name}{'' if p.required else '?'}: {p.type}" for p in query.params)
        table.add_row(query.name, escape(f"{query.title}\n{query.title_en}"), escape(params))
    _console().print(table)


def _param(param: Any) -> dict[str, Any]:
    return {
        "name": param.name,
        "type": param.type,
        "required": param.required,
        "default": param.default,
        "zh": param.zh,
        "en": param.en,
    }


def short_of(totals: Mapping[str, Score], least: str | None) -> list[str]:
    """The kinds whose F1 is below what --min asks. InputError where it is not KIND=F1,…"""
    short = []
    for pair in (least or "").split(","):
        kind, equals, value = pair.strip().partition("=")
        if not pair.strip():
            continue
        try:
            asked = float(value) if equals else None
        except ValueError:
            asked = None
        if asked is None or kind not in totals:
            raise InputError(f"--min {pair}: KIND=F1 with a kind of {', '.join(totals)} 参数有误")
        if totals[kind].f1 < asked:
            short.append(f"{kind}: F1 {totals[kind].f1:.3f} < {asked} 低于要求")
    return short


def scores(
    measured: Sequence[Measured], totals: Mapping[str, Score], misses: str | None, as_json: bool
) -> None:
    """F1 per document and kind, the sums with precision and recall, and what differs where asked."""
    if misses and misses not in totals:
        raise InputError(f"--misses {misses}: a kind of {', '.join(totals)} 参数有误")
    if as_json:
        rows = {m.code: {k: _score(s) for k, s in m.scores.items()} for m in measured}
        shown = {"documents": rows, "all": {kind: _score(score) for kind, score in totals.items()}}
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
        return
    table = _table(
        "评测 evaluation",
        (
            ("document", "left"),
            ("kind", "left"),
            ("P", "right"),
            ("R", "right"),
            ("F1", "right"),
            ("hit/gold/out", "right"),
        ),
    )
    for document in measured:
        _score_rows(table, document.code, document.scores)
    _score_rows(table, "ALL", totals)
    console = _console()
    console.print(table)
    for document in measured if misses else ():
        for sign, facts in (("-", document.missed), ("+", document.extra)):
            for fact in facts.get(misses or "", []):
                console.print(f"{sign} {document.code} {escape(' '.join(map(str, fact)))}")


def _score_rows(table: Table, code: str, by_kind: Mapping[str, Score]) -> None:
    """A row a kind; – where the annotation has none and none was found: nothing was measured there."""
    for kind, s in by_kind.items():
        shares = [f"{share:.3f}" if s.gold or s.out else "–" for share in (s.precision, s.recall, s.f1)]
        table.add_row(code, kind, *shares, f"{s.hit}/{s.gold}/{s.out}")


def _score(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "hit": score.hit,
        "gold": score.gold,
        "out": score.out,
    }
