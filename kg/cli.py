"""The command line: a contract that scripts depend on. Results go to stdout, progress and messages to stderr.

Exit codes: 0 done, 1 a check found something, 2 bad input or usage, 130 interrupted. Heavy imports wait until a command needs them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kg import lineage_cli, rdf_cli
from kg.errors import InputError, ZhengmaiError
from kg.terminal import AsJson, StoreFlag, loaded, print_json, say
from kg.terminal import opened as open_store

if TYPE_CHECKING:
    from kg.store.base import Store

app = typer.Typer(
    name="kg",
    help="政脉 Zhengmai: who leads what, with the sentence that says so. 政策文件知识图谱。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Paths = Annotated[list[Path], typer.Argument(help="Files and folders. 文件与文件夹。", show_default=False)]

lineage_cli.register(app)


def main() -> NoReturn:
    """Runs a command; every error that a user can mend is one line on stderr and exit code 2."""
    try:
        code = _run()
    except ZhengmaiError as error:
        say(f"kg: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        say("kg: interrupted, nothing half done is kept 已中断，未完成的写入不保留")
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has left: nothing to say
        _let_go()
        sys.exit(0)
    except OSError as error:  # a full disk, a file that went away
        _let_go()
        say(f"kg: {error.filename or 'stdout'}: {error.strerror} 无法读写")
        sys.exit(2)
    sys.exit(code)


def _run() -> str | int | None:
    """A command's exit code, once all that it printed is out. What typer and rich make of signals is undone."""
    try:
        app(standalone_mode=True)
    except SystemExit as ended:
        if isinstance(
            ended.__context__, BrokenPipeError
        ):  # to them exit code 1, here a check that fell short
            raise ended.__context__ from None
        if ended.code == 130:  # ctrl-C
            raise KeyboardInterrupt from None
        sys.stdout.flush()
        return ended.code
    sys.stdout.flush()
    return 0


def _let_go() -> None:
    """What is still to be printed goes nowhere: the interpreter would fail on it again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@app.command()
def load(
    paths: Paths,
    store: StoreFlag = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read. 并行进程数。")] = 1,
    decisions: Annotated[
        Path | None,
        typer.Option(help="Else KG_DECISIONS, else decisions.toml beside the documents. 人工决定文件。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Loads documents into the graph. 载入文件。"""
    from kg.present import load_progress, load_report
    from kg.settings import Settings
    from loaders import pipeline

    opened, given = open_store(store), str(decisions) if decisions else None
    decided = Settings.from_env(os.environ, store=store, decisions=given).decisions
    with load_progress() as progress:
        report = pipeline.load(
            paths, opened, jobs=jobs, progress=progress, decided=Path(decided) if decided else None
        )
    for outcome in report.outcomes:
        if outcome.same_as:
            but = (
                f"; it differs in {outcome.differs} 但 {outcome.differs} 内容有别" if outcome.differs else ""
            )
            say(
                f"kg: {outcome.path}: the same document as {outcome.same_as.name}, counted once 与另一文件为同一文件，只计一次{but}"
            )
    for line in (*report.unused, *report.errors):
        say(f"kg: {line}")
    counts = opened.counts()
    if as_json:
        print_json(
            {"documents": report.changes(), **counts, "errors": [str(error) for error in report.errors]}
        )
    else:
        load_report(report, counts)
    opened.close()
    if report.errors:
        raise typer.Exit(2)


@app.command()
def extract(file: Annotated[Path, typer.Argument(help="One document. 一份文件。")]) -> None:
    """Prints one document's record as JSON, each fact with its span; touches no store. 抽取单个文件。"""
    from loaders import extract as extraction
    from loaders import pipeline

    if file.is_dir():
        raise InputError("is a folder; extract takes one file 需要单个文件", str(file))
    print_json(extraction.as_json(*pipeline.record(file)))


@app.command()
def ask(
    query: Annotated[str, typer.Argument(help="A query's name: kg queries lists them. 查询名称。")],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter. 参数。")
    ] = None,
    store: StoreFlag = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, json or csv. 输出格式。")] = "table",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many rows. 行数上限。")
    ] = 1000,
) -> None:
    """Asks a named query. 执行命名查询。"""
    values: dict[str, str | int | None] = {}
    for pair in param or []:
        key, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"--param {pair} is not KEY=VALUE 参数格式应为 KEY=VALUE")
        values[key.strip()] = value
    _ask(query, values, store, form, limit)


@app.command()
def queries(as_json: AsJson = False) -> None:
    """Lists the named queries and their parameters. 列出命名查询。"""
    from kg.present import query_list
    from queries import registry

    query_list(list(registry.all_queries()), as_json)


@app.command()
def stats(store: StoreFlag = None, as_json: AsJson = False) -> None:
    """Counts nodes by label and edges by kind. 图谱统计。"""
    from kg.present import count_tables
    from kg.store.base import cited_only

    opened = loaded(store)
    counts = opened.counts()
    if as_json:
        print_json({"engine": opened.engine, **counts, "cited_only": cited_only(opened)})
    else:
        count_tables(counts, cited=cited_only(opened))


@app.command()
def quality(
    document: Annotated[
        str | None, typer.Argument(metavar="DOC", help="An id, 文号, title or file. 某份文件。")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Count them by kind. 按类别计数。")] = False,
    store: StoreFlag = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, json or csv. 输出格式。")] = "table",
) -> None:
    """Shows what was repaired or is in doubt, with its place. 质量报告：修复与存疑之处。"""
    name = "finding_counts" if summary else "findings"
    _ask(name, {"document": document} if document else {}, store, form)


@app.command()
def agencies(
    unresolved: Annotated[
        bool, typer.Option("--unresolved", help="Only those that can't be placed. 仅未能确认者。")
    ] = False,
    region: Annotated[str | None, typer.Option(help="Only this region. 只看此地区。")] = None,
    store: StoreFlag = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, json or csv. 输出格式。")] = "table",
) -> None:
    """Lists agencies by their tasks, or the names that could not be placed. 机构列表。"""
    name = "unresolved_names" if unresolved else "busiest_agencies"
    _ask(name, {"region": region} if region else {}, store, form)


def _ask(
    name: str, values: dict[str, str | int | None], store: str | None, form: str, limit: int = 1000
) -> None:
    """Runs a named query and prints its rows."""
    from kg.present import answer
    from queries import registry
    from queries.run import run

    if form not in ("table", "json", "csv"):
        raise InputError(f"--format {form}: table, json or csv 输出格式有误")
    answer(run(loaded(store), registry.get(name), values, limit=limit), form)


@app.command(name="eval")
def evaluate(
    paths: Paths,
    gold: Annotated[Path, typer.Option("--gold", help="The folder of annotations. 标注文件夹。")],
    misses: Annotated[
        str | None, typer.Option("--misses", metavar="KIND", help="List what differs. 列出差异。")
    ] = None,
    least: Annotated[
        str | None,
        typer.Option(
            "--min", metavar="KIND=F1,…", help="Exit 1 where an F1 is lower. 低于此值则退出码为 1。"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measures extraction and lineage against annotations, lineage beside its baseline. 评测抽取与沿袭。"""
    from kg.present import scores, short_of
    from loaders import evaluate as evaluation
    from loaders import evaluate_lineage

    measured = evaluate_lineage.everything(gold, paths)
    totals = evaluation.total(measured)
    short = short_of(totals, least)
    scores(measured, totals, misses, as_json)
    for line in short:
        say(f"kg: {line}")
    if short:
        raise typer.Exit(1)


@app.command()
def serve(
    store: StoreFlag = None,
    host: Annotated[str, typer.Option(help="The address to listen on. 监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port. 端口。")] = 8000,
) -> None:
    """Serves the API and the pages. 启动网页与接口。"""
    _serve(loaded(store), host, port)


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="The address to listen on. 监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port. 端口。")] = 8000,
) -> None:
    """Loads the bundled sample (all invented) and serves it. 载入示例语料并启动服务。"""
    import tempfile

    import loaders
    from kg.present import load_progress, load_report
    from loaders import pipeline

    with tempfile.TemporaryDirectory(prefix="zhengmai-demo-") as folder:
        opened = open_store(str(Path(folder) / "demo.kgl"))
        with load_progress() as progress:
            sample = Path(loaders.__file__).parent / "sample"
            report = pipeline.load([sample], opened, progress=progress)
        load_report(report, opened.counts(), sys.stderr)
        _serve(opened, host, port)


def _serve(store: Store, host: str, port: int) -> None:
    """Runs uvicorn until ctrl-C. InputError where the address is taken."""
    import socket

    import uvicorn

    from api.app import create_app
    from kg.settings import Settings

    base_iri = Settings.from_env(os.environ).base_iri
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise InputError(
            f"{host}:{port} can't be used: {error.strerror} 端口不可用", hint="--port N"
        ) from error
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"http://{shown}:{listening.getsockname()[1]}/\n")
    sys.stdout.flush()
    config = uvicorn.Config(create_app(store, base_iri), log_level="warning", timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[listening])


rdf_cli.register(app, open_store, loaded)


if __name__ == "__main__":
    main()
