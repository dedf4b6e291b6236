"""Work on many files in several processes, a few files ahead of their turn: memory does not grow with their number."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Made = TypeVar("Made")
_AHEAD = 8  # files a process: what is made before its turn is held in memory


def each(work: Callable[..., Made], calls: Iterable[tuple[object, ...]], jobs: int) -> Iterator[Made]:
    """`work` of each call's arguments, in order; in this process where `jobs` is 1."""
    if jobs <= 1:
        yield from (work(*call) for call in calls)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Made]] = deque()
        for call in calls:
            waiting.append(pool.submit(work, *call))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)
