"""Run a function on many items in several processes, where that is faster."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl: which signal a process gets when its parent is gone
BLOCKS = 16  # that each process works on, one after another, so that none waits long for the others
_job: tuple[Callable[[Any], Any], Sequence[Any]]  # in a forked process: what it does, and all items


def count_processors() -> int:
    """Count the processors that this process may use: one where it cannot safely fork (macOS, Windows)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def parallel_map(work: Callable[[Item], Result], items: Sequence[Item], worthwhile: int) -> Iterator[Result]:
    """Yield the result of `work` for each item, in the order of the items, computed in forked processes.

    At most one process is started for each `worthwhile` items. `work` may read everything in this process, but what it
    changes is lost. Raises what `work` raises, and OSError when a process is killed.
    """
    count = min(count_processors(), len(items) // worthwhile)
    yield from map(work, items) if count < 2 else _map_in_processes(work, items, count)


def _map_in_processes(work: Callable[[Item], Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    """Yield the result of `work` for each item from `count` processes, which are killed if anything goes wrong."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # most builds start no other process
    from multiprocessing import active_children, get_context

    size = len(items) // (count * BLOCKS) or 1
    blocks = [slice(start, start + size) for start in range(0, len(items), size)]
    # A forked process inherits what its initializer gets, so `work` and the items need not be pickled.
    with ProcessPoolExecutor(count, get_context("fork"), _begin_process, (work, items)) as pool:
        results = [pool.submit(_work_on, block) for block in blocks]
        try:
            for result in results:
                yield from result.result()
        except BrokenExecutor:
            raise OSError(0, "one of the build's processes was ended", "the system") from None
        except BaseException:
            for process in active_children():
                process.kill()
            raise


def _begin_process(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Prepare a forked process: it ends with its parent, which alone answers Ctrl-C."""
    global _job
    import ctypes  # only forked processes need it

    _job = work, items
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)


def _work_on(block: slice) -> list[Any]:
    """Return the results for a block of the items."""
    work, items = _job
    return list(map(work, items[block]))
