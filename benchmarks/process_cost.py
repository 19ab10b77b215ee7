"""Measure what a process costs, with all the processes that it starts: time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.generator_sites import BenchmarkError, BenchmarkSite

SAMPLES = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds. `cpu` is user and system time, of the children too, as far as somebody waited for them."""

    cpu: float
    wall: float


def measure_build(site: BenchmarkSite) -> Cost:
    """Build `site` once and measure it.

    Raises BenchmarkError, with the end of its output, where the exit code is not 0.
    """
    with _run_process(site) as (process, said):
        started = time.perf_counter()
        usage = _wait(process)
        wall = time.perf_counter() - started
        _refuse_failure(site, process, said)
    return Cost(usage[0] + usage[1], wall)


def measure_peak_memory(site: BenchmarkSite) -> float:
    """Measure the most memory (MB) that all processes of a build have together, each shared page counted once.

    Reading it disturbs the processes, so this run is not timed. 0.0 where there is no /proc.
    """
    most = 0.0
    with _run_process(site) as (process, said):
        while process.poll() is None:
            most = max(most, _measure_memory(process.pid))
            time.sleep(SAMPLES)
        _refuse_failure(site, process, said)
    return most


@contextmanager
def run_server(site: BenchmarkSite, command: tuple[str, ...]) -> Iterator[Callable[[], None]]:
    """Run a server of `site` while the context lasts.

    Yields a function that raises BenchmarkError if the server has ended by itself.
    """
    with _run_process(site, command) as (process, said):

        def look() -> None:
            if process.poll() is not None:
                raise BenchmarkError(f"The server of {site.name} ended by itself.\n{_read_last_lines(said)}")

        yield look


@contextmanager
def _run_process(
    site: BenchmarkSite, command: tuple[str, ...] = ()
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Start a process in a session of its own, which is ended with the context; yield the process and its output."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command or site.command,
            cwd=site.folder,
            env=site.get_environment(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process, said
        finally:
            for number in (signal.SIGTERM, signal.SIGKILL):
                if process.poll() is None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, number)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(10)


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for the process; return the user and system seconds of it and of all that it waited for."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime, usage.ru_stime


def _refuse_failure(site: BenchmarkSite, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    if process.returncode:
        raise BenchmarkError(
            f"{site.name} did not build, with exit code {process.returncode}.\n{_read_last_lines(said)}"
        )


def _read_last_lines(said: IO[bytes]) -> str:
    said.seek(0)
    return "\n".join(said.read().decode("utf-8", "replace").splitlines()[-20:])


def _measure_memory(session: int) -> float:
    """Measure the memory (MB) of all processes of a session now: the sum of their proportional shares."""
    if sys.platform != "linux":
        return 0.0
    kilobytes = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):  # it may end while it is looked at
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                rollup = (folder / "smaps_rollup").read_text()
                kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024
