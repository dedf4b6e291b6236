"""Folders for a process's own triples in the temporary directory; what a killed process left is swept up later.

A folder holds a file that its process keeps locked. The kernel gives the lock up when the process ends, however it
ends, and tells other processes of it whatever namespace they are in, which a process id would not.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

PREFIX = "zhengmai-sparql-"
_LOCK = "owner.lock"


class Scratch:
    """A new empty folder, `path`; gone at `close`, or with the process."""

    def __init__(self) -> None:
        home = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.path = home / "triples"
        self.path.mkdir()
        held = os.open(home / ".making", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
        (home / ".making").rename(home / _LOCK)  # nobody sees it unlocked
        self.close = weakref.finalize(self, _drop, home, held)
        """Drops the folder; once is enough."""


def _drop(home: Path, held: int) -> None:
    shutil.rmtree(home, ignore_errors=True)
    os.close(held)


def sweep() -> int:
    """Drops the folders of processes that no longer live; how many. Folders of other users are left alone."""
    return sum(_swept(home) for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def _swept(home: Path) -> bool:
    """True where the folder was ours and nobody's any more."""
    with suppress(OSError):
        if home.is_symlink() or home.stat().st_uid != os.getuid():
            return False
        held = os.open(home / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home, ignore_errors=True)
            return True
        finally:
            os.close(held)
    return False
