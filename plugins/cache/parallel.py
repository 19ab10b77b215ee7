"""Run a function on many items in several processes, where that is faster."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl: which signal a process gets when its parent is gone


def count_processors() -> int:
    """Count the processors that this process may use: one where it cannot safely fork (macOS, Windows)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def parallel_map(work: Callable[[Item], Result], items: Sequence[Item], worthwhile: int) -> Iterator[Result]:
    """Yield the result of `work` for each item, in the order of the items, computed in forked processes.

    At most one process is started for each `worthwhile` items. `work` may read everything in this process, but what it
    changes is lost. Raises what `work` raises, and OSError when a process is killed.
    """
    count = min(count_processors(), len(items) // worthwhile)
    if count < 2:
        yield from map(work, items)
        return
    # Items go to the processes in blocks: memory that a process touches is no longer shared with this one.
    block_size = len(items) // (count * 16) or 1
    running: dict[int, IO[bytes]] = {}
    with contextlib.ExitStack() as files:
        try:
            for number in range(count):
                results = files.enter_context(tempfile.TemporaryFile())
                own = [item for n, item in enumerate(items) if n // block_size % count == number]
                running[_start_process(work, own, results)] = results
            finished = []
            for pid in list(running):
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                finished.append(running.pop(pid))
                if code > 0:
                    raise OSError(code, os.strerror(code), tempfile.gettempdir())
                finished[-1].seek(0)
            for number in range(len(items)):
                yield _load_result(finished[number // block_size % count])
        finally:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _start_process(work: Callable[[Item], Result], items: Sequence[Item], results: IO[bytes]) -> int:
    """Fork a process that writes the result of `work` for each item into `results`. Return its id.

    Its exit code is the errno of a failure to write, else 0.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    code = 0
    try:
        import ctypes  # needed only in the forked process

        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
        for item in items:
            pickle.dump(_call_work(work, item), results)
        results.flush()
    except KeyboardInterrupt:
        pass
    except OSError as error:  # the results cannot be written
        code = error.errno or 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _call_work(work: Callable[[Item], Result], item: Item) -> tuple[Result | None, Exception | None]:
    """Return the result of `work` for `item`, or what it raised."""
    try:
        return work(item), None
    except Exception as error:
        return None, error


def _load_result(results: IO[bytes]) -> Any:
    """Read one result. Raises what `work` raised for it, and OSError where the process did not write it."""
    try:
        result, error = pickle.load(results)
    except (EOFError, pickle.UnpicklingError):
        raise OSError(0, "one of the build's processes was ended", "the system") from None
    if error:
        raise error
    return result
