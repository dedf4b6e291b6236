"""How a command ends where its output, its store or its user stops it: one line, and a code that means no check."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store.embedded import EmbeddedStore

ROOT = Path(__file__).parents[2]
ENV = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
SAMPLE = ROOT / "loaders" / "sample"


def shell(line: str, store: Path) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", f"set -o pipefail; kg() {{ '{sys.executable}' -m kg.cli \"$@\"; }}; {line}"]
    env = ENV | {"KG_STORE": str(store)}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=env, check=False, timeout=120, cwd=ROOT
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    done = shell("kg queries > /dev/full", tmp_path / "g.kgl")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["kg: stdout: No space left on device 无法读写"]


@pytest.mark.parametrize("line", [f"kg load '{SAMPLE}' 2>/dev/null | true", "kg queries | true"])
def test_a_reader_that_leaves_is_no_failure(line: str, tmp_path: Path) -> None:
    done = shell(line, tmp_path / "g.kgl")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "from kg import cli\n"
        "cli.open_store = lambda store: os.kill(os.getpid(), signal.SIGINT)\n"
        "import sys; sys.argv = ['kg', 'load', '.']\n"
        "cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=ENV, check=False,
        cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.splitlines() == [
        "kg: interrupted, nothing half done is kept 已中断，未完成的写入不保留"
    ]


def test_a_store_without_the_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with (
        pytest.raises(StoreError, match="can't be written: no permission"),
        EmbeddedStore(tmp_path / "g").writer(),
    ):
        pass
