"""`make bench`: documents a second for each stage, and the latency of each named query on both engines.

Documents are the bundled sample, and the real corpora where they lie beside the checkout. Neo4j is timed where its
jars and Java are there (`make neo4j-fetch`).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

import loaders
from kg.errors import ZhengmaiError
from kg.store.base import Store
from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from queries import registry as questions
from queries.run import run
from tests.bench import lineage, stages

ROOT = Path(__file__).parents[2]
CONSOLE = Console(width=130, highlight=False)
WARM, RUNS = 5, 60


SAMPLE = Path(loaders.__file__).parent / "sample"


def corpora() -> list[Path]:
    """The folders that are read: the sample, and the real ones where they are."""
    shared = [ROOT.parent / "shared" / "corpus" / name for name in ("reference", "dev")]
    return [SAMPLE, *(folder for folder in shared if folder.is_dir())]


def latency(store: Store, name: str) -> tuple[float, float, int]:
    """p50 and p95 in milliseconds of a query with its own example, as `kg ask` runs it; and how many rows."""
    query = questions.get(name)
    times = []
    for turn in range(WARM + RUNS):
        begun = time.perf_counter()
        rows = run(store, query, query.example).rows
        if turn >= WARM:
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], len(rows)


def overhead(store: EmbeddedStore) -> tuple[float, float]:
    """What we add to the engine: microseconds of a point query by `Store.query`, and by kglite alone."""
    import kglite

    text, params = "MATCH (d:Document {id: $id}) RETURN d.title AS title", {"id": "岚政发〔2021〕12号"}
    raw = kglite.load(str(store.path)).freeze()
    ours = _typical(lambda: store.query(text, params))
    theirs = _typical(lambda: raw.cypher(text, params=params).to_list())
    return ours, theirs


def _typical(call: Callable[[], object]) -> float:
    times = []
    for _ in range(2000):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


@contextmanager
def neo4j(folder: Path) -> Iterator[Store | None]:
    """A Neo4j of our own for the time of the run, or None with the reason on stderr."""
    from scripts.neo4j import server

    try:
        started = server.Server(folder / "neo4j")
        with started as running:
            from kg.store.neo4j import Neo4jStore

            store = Neo4jStore(running.uri, running.user, running.password, "neo4j")
            yield store
            store.close()
    except (OSError, RuntimeError, ZhengmaiError, server.ServerError) as error:
        sys.stderr.write(f"Neo4j is not timed: {error}\n")
        yield None


def compiled(folders: list[Path], scratch: Path) -> list[stages.Stage]:
    """The stages with the rules compiled: by the wheel that `make wheel` made, [] where there is none."""
    wheels = sorted((ROOT / "dist").glob("zhengmai-*.whl"))
    if not wheels:
        return []
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(scratch),
        str(wheels[-1]),
    ]
    subprocess.run(install, check=True)
    told = subprocess.run(
        [sys.executable, "-P", "-m", "tests.bench.stages", *map(str, (SAMPLE, *folders))],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": f"{scratch}{os.pathsep}{ROOT}"},
    )
    return [stages.Stage(*json.loads(line)) for line in told.stdout.splitlines()]


def stage_table(rows: list[stages.Stage], how: str) -> Table:
    table = Table(title=f"stages (one process, {how})", title_justify="left", box=None)
    for heading in ("stage", "documents/s", "8,000-character documents/s", "seconds"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for row in rows:
        table.add_row(
            row.name,
            f"{row.documents / row.seconds:,.0f}",
            f"{row.characters / 8000 / row.seconds:,.0f}",
            f"{row.seconds:.3f}",
        )
    return table


def query_table(embedded: Store, server: Store | None) -> Table:
    table = Table(title=f"queries, {RUNS} runs each (ms)", title_justify="left", box=None)
    for heading in ("query", "rows", "kglite p50", "p95", "neo4j p50", "p95", "ratio of p50"):
        table.add_column(heading, justify="left" if heading == "query" else "right")
    for query in questions.all_queries():
        p50, p95, rows = latency(embedded, query.name)
        cells = [query.name, str(rows), f"{p50:.2f}", f"{p95:.2f}"]
        if server:
            other50, other95, other = latency(server, query.name)
            cells += [
                f"{other50:.2f}",
                f"{other95:.2f}",
                f"{other50 / p50:.0f}×" + ("" if other == rows else " ROWS DIFFER"),
            ]
        table.add_row(*cells)
    return table


def lineage_table(points: list[lineage.Point]) -> Table:
    table = Table(title="lineage: one parent of 50 clauses, two processes", title_justify="left", box=None)
    for heading in ("children", "pairs of clauses", "seconds", "pairs/s", "alignments"):
        table.add_column(heading, justify="right")
    for one in points:
        rate = f"{one.pairs / one.seconds:,.0f}"
        table.add_row(f"{one.children}", f"{one.pairs:,}", f"{one.seconds:.1f}", rate, f"{one.found:,}")
    return table


def main() -> None:
    folders = corpora()
    with tempfile.TemporaryDirectory(prefix="zhengmai-bench-") as name:
        folder = Path(name)
        embedded = EmbeddedStore(folder / "bench.kgl")
        CONSOLE.print(stage_table(stages.measure(folders, embedded, SAMPLE), "interpreted"))
        if rows := compiled(folders, folder / "compiled"):
            CONSOLE.print(stage_table(rows, "compiled: make wheel"))
        CONSOLE.print("where parsing and resolving spend their time")
        for module, share in stages.profile(folders):
            CONSOLE.print(f"  {share:6.1%}  {module}")
        ours, theirs = overhead(embedded)
        CONSOLE.print(f"point query: {ours:.1f} µs through the store, {theirs:.1f} µs by kglite alone\n")
        with neo4j(folder) as server:
            if server:
                begun = time.perf_counter()
                pipeline.load(folders, server)
                CONSOLE.print(f"Neo4j: loaded in {time.perf_counter() - begun:.1f} s\n")
            CONSOLE.print(query_table(embedded, server))
    CONSOLE.print(lineage_table(lineage.curve()))


if __name__ == "__main__":
    main()
