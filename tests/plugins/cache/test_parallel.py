"""Work spread over processes gives what one process gives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from plugins.cache import parallel
from plugins.cache.parallel import count_processors, parallel_map

several = pytest.mark.skipif(count_processors() < 2, reason="there is one processor")


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(parallel_map(lambda n: (n, str(n)), range(1_000), 10)) == [(n, str(n)) for n in range(1_000)]


@several
def test_many_are_done_by_others_and_few_are_not() -> None:
    assert os.getpid() not in set(parallel_map(lambda _: os.getpid(), range(100), 10))
    assert set(parallel_map(lambda _: os.getpid(), range(100), 100)) == {os.getpid()}


@pytest.mark.parametrize("worthwhile", [1, 100])
def test_what_the_work_raises_is_raised(worthwhile: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(parallel_map(lambda n: 1 / (n - 7), range(20), worthwhile))


@several
def test_a_process_that_is_ended_from_outside_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(n: int) -> int:
        if n == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with pytest.raises(OSError, match="was ended"):
        list(parallel_map(work, range(20), 1))
    assert parallel.count_processors() >= 2


@pytest.mark.skipif(sys.platform != "linux", reason="processors are counted on Linux alone")
def test_the_processors_are_those_that_this_process_may_use() -> None:
    code = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])"
    code += "; from plugins.cache.parallel import count_processors; print(count_processors())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
