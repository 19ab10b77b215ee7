"""Work spread over the processors that there are, where that is sooner done."""

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

DEATH_SIGNAL = 1  # prctl's name for the signal that a process gets when the one that started it is gone


def processors() -> int:
    """How many may be used; one where a process cannot safely be copied (macOS, Windows)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def spread(work: Callable[[Item], Result], items: Sequence[Item], worthwhile: int) -> Iterator[Result]:
    """`work` done on each of `items`, in their order, by one process for each `worthwhile` of them at most.

    The processes are copies of this one: `work` may use all that is here, but what it changes is lost. Raises what
    `work` raises, and OSError when one of the processes is ended from outside.
    """
    count = min(processors(), len(items) // worthwhile)
    if count < 2:
        yield from map(work, items)
        return
    size = len(items) // (count * 16) or 1  # of a block: what a copy touches, it no longer shares with this process
    running: dict[int, IO[bytes]] = {}
    with contextlib.ExitStack() as files:
        try:
            for number in range(count):
                results = files.enter_context(tempfile.TemporaryFile())
                own = [item for n, item in enumerate(items) if n // size % count == number]
                running[_start(work, own, results)] = results
            finished = []
            for pid in list(running):
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                finished.append(running.pop(pid))
                if code > 0:
                    raise OSError(code, os.strerror(code), tempfile.gettempdir())
                finished[-1].seek(0)
            for number in range(len(items)):
                yield _next(finished[number // size % count])
        finally:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _start(work: Callable[[Item], Result], items: Sequence[Item], results: IO[bytes]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    code = 0
    try:
        import ctypes  # what only a copy needs

        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
        for item in items:
            pickle.dump(_answer(work, item), results)
        results.flush()
    except KeyboardInterrupt:
        pass
    except OSError as error:  # what was done cannot be written down
        code = error.errno or 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _answer(work: Callable[[Item], Result], item: Item) -> tuple[Result | None, Exception | None]:
    try:
        return work(item), None
    except Exception as error:
        return None, error


def _next(results: IO[bytes]) -> Any:
    try:
        result, error = pickle.load(results)
    except (EOFError, pickle.UnpicklingError):
        raise OSError(0, "one of the build's processes was ended", "the system") from None
    if error:
        raise error
    return result
