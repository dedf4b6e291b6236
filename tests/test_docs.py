"""The docs are tested against the code: commands, make targets, paths, settings, and every example with its output."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import typer.main
import yaml

import loaders
from kg.cli import app
from kg.settings import Settings
from kg.store.factory import open_store
from loaders import pipeline
from queries import registry

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCS = (README, ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md")
ADDRESS = "http://127.0.0.1:8000"  # where the docs say that the API is
_ASKS = ("kg ask", "kg lineage", "kg coverage", "kg targets", "kg diff")
OUTPUT = "text"  # the language of a block that shows what the example above it prints

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)  # ```sh … ```
_CODE = re.compile(r"`([^`\n]+)`")  # `kg load PATH…`
_LINK = re.compile(r"\]\(([^)#\s]+)\)")  # [架构](docs/architecture.md)
_COMMAND = re.compile(r"(?<![\w/.-])kg ([a-z]+)")  # kg ask …
_TARGET = re.compile(r"(?<!\w)make ([a-z][a-z0-9-]*)")  # make demo
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")  # kg/store/base.py, docs/, pyproject.toml
_SETTING = re.compile(r"KG_[A-Z0-9_]+")  # KG_STORE
_MADE = (".venv", ".cache", "./zhengmai.kgl")  # made by commands: not in a checkout
_NOT_OURS = {"corpus.toml", "decisions.toml", "utils.py"}  # a user's own file, and the one that must not be


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Language and content of each fenced block."""
    return ((match[1], match[2]) for match in _FENCE.finditer(text))


def code(text: str) -> str:
    """All that is set as code: shell blocks and inline code. Output and diagrams are not."""
    shell = [content for language, content in blocks(text) if language == "sh"]
    return "\n".join([*shell, *_CODE.findall(_FENCE.sub("", text))])


def examples(text: str) -> list[tuple[str, str]]:
    """Each shell block that asks something, with the output shown under it (empty where none is)."""
    found = list(blocks(text))
    after = [*found[1:], ("", "")]
    return [
        (command.strip(), output if language == OUTPUT else "")
        for (shell, command), (language, output) in zip(found, after, strict=True)
        if shell == "sh" and command.startswith(_ASKS)
    ]


def paths(text: str) -> set[str]:
    """Every path that inline code or a link names: what has a slash, or the ending of a file."""
    prose = _FENCE.sub("", text)
    named = [word for word in _CODE.findall(prose) if _PATH.fullmatch(word)]
    named += [link for link in _LINK.findall(prose) if "://" not in link]
    plain = (
        word for word in named if "/" in word or re.search(r"\w\.(?:py|md|yaml|yml|toml|cypher|txt)$", word)
    )
    return {word for word in plain if not word.startswith(_MADE) and word not in _NOT_OURS}


EXAMPLES = [example for path in DOCS for example in examples(path.read_text("utf-8"))]
CURLS = [
    line
    for _, content in blocks(README.read_text("utf-8"))
    for line in content.splitlines()
    if line.startswith("curl ")
]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the bundled sample."""
    path = tmp_path_factory.mktemp("docs") / "sample.kgl"
    store = open_store(Settings(store=str(path)))
    assert not pipeline.load([Path(loaders.__file__).parent / "sample"], store).errors
    store.close()
    return path


@pytest.fixture(scope="session")
def server(sample: Path) -> Iterator[str]:
    """The address of a running `kg serve`."""
    words = [sys.executable, "-m", "kg.cli", "serve", "--store", str(sample), "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip().rstrip("/")
        process.terminate()


def test_readme_names_every_command_and_no_other() -> None:
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a click group
    table = set(re.findall(r"^\| `kg ([a-z]+)", README.read_text("utf-8"), re.M))
    assert table == known, "the table of commands in README.md"
    for path in DOCS:
        assert set(_COMMAND.findall(code(path.read_text("utf-8")))) <= known, path.name


def test_options_named_beside_a_command_are_its_own() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a click group
    for line in code(README.read_text("utf-8")).splitlines():
        for name, rest in re.findall(r"(?<![\w/.-])kg ([a-z]+)([^#|]*)", line):
            known = {option for param in commands[name].params for option in param.opts}
            assert set(re.findall(r"(?<!\S)--?[a-z-]+", rest)) <= known, line


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_make_target_exists(path: Path) -> None:
    known = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(_TARGET.findall(code(path.read_text("utf-8")))) <= known


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_path_exists(path: Path) -> None:
    named = paths(path.read_text("utf-8"))
    assert named, "no path was found: the pattern is off"
    missing = [name for name in named if not (path.parent / name).exists() and not (ROOT / name).exists()]
    assert missing == []


def test_settings_are_told_and_exist() -> None:
    known = {f"KG_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    assert set(_SETTING.findall(README.read_text("utf-8"))) == known
    assert set(_SETTING.findall((ROOT / "docker-compose.yml").read_text("utf-8"))) <= known


def test_queries_that_are_named_exist() -> None:
    known = {query.name for query in registry.all_queries()}
    named = re.findall(r"kg ask ([a-z_]+)|/api/queries/([a-z_]+)", README.read_text("utf-8"))
    assert {one or other for one, other in named} <= known


def test_there_are_examples() -> None:
    assert len([output for _, output in EXAMPLES if output]) >= 3
    assert len(CURLS) >= 3


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example_runs_and_prints_what_is_shown(sample: Path, command: str, output: str) -> None:
    """Cells of the shown output, parted by two spaces or more, are cut with … at most, and in the order of the lines."""
    words = [sys.executable, "-m", "kg.cli", *shlex.split(command, comments=True)[1:]]
    environ = {**os.environ, "KG_STORE": str(sample), "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.splitlines())
    for line in output.splitlines():
        pieces = [piece for cell in re.split(r"\s{2,}", line.strip()) for piece in cell.split("…") if piece]
        assert any(all(piece in row for piece in pieces) for row in printed), (
            f"not printed (any more): {line}"
        )


@pytest.mark.parametrize("line", CURLS)
def test_curl_example_works(server: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    path = next(word for word in words if word.startswith(ADDRESS)).removeprefix(ADDRESS)
    given = [words[at + 1] for at, word in enumerate(words) if word == "--data-urlencode"]
    params = dict(pair.split("=", 1) for pair in given)
    with urlopen(f"{server}{path}?{urlencode(params)}", timeout=30) as answer:
        assert answer.status == 200
        assert isinstance(json.load(answer), dict)


def test_compose_starts_the_right_neo4j_for_this_machine_alone() -> None:
    server = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["neo4j"]
    assert server["image"] == "neo4j:5.26-community"
    assert all(port.startswith("127.0.0.1:") for port in server["ports"])
    assert "${KG_NEO4J_PASSWORD:?" in server["environment"]["NEO4J_AUTH"]
    assert server["healthcheck"]["test"]
