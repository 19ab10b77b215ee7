"""Measure this project against stock Pelican and Hugo, with the same N articles.

    python -m benchmarks [N] [--results FILE]    N from the environment where it is not given

Exit code 0 whenever all was measured, whether the bars hold or not: machines differ.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError

from benchmarks.comparisons import Benchmark
from benchmarks.generator_sites import HERE, BenchmarkError, find_hugo
from benchmarks.results_file import describe_machine, format_section, format_table, list_versions, write_section
from benchmarks.save_latency import require_chromium

FEWEST, MOST = 20, 50_000


def parse_number(text: str) -> int:
    """Parse N. Raises ArgumentTypeError."""
    if text.isdecimal() and FEWEST <= int(text) <= MOST:
        return int(text)
    raise ArgumentTypeError(f"N is a number of articles from {FEWEST} to {MOST}, not {text!r}: make bench N=1000")


def print_progress(what: str) -> None:
    """Print what is done now, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """Measure, print the table, write it into the results file, and return the exit code."""
    parser = ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    asked = os.environ.get("N") or "1000"
    parser.add_argument("number", metavar="N", type=parse_number, nargs="?", default=asked, help="how many articles")
    parser.add_argument("--results", metavar="FILE", type=Path, default=HERE / "RESULTS.md")
    given = parser.parse_args(words)
    try:
        find_hugo(), require_chromium()  # told before an hour of work, not after it
        load = os.getloadavg()[0]
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            bench = Benchmark(given.number, Path(folder), print_progress)
            rows = list(bench.measure_all())
    except (BenchmarkError, OSError, CalledProcessError) as failed:
        print(f"{failed}\nNothing was written.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was written.", file=sys.stderr)
        return 130
    how = f"{date.today()}; rounds: {bench.rounds}; load {load:.1f} when it began."
    notes = f"{describe_machine()}; {list_versions()}; {how}"
    print(f"{given.number:,} articles; {notes}\n{format_table(rows)}")
    write_section(given.results, given.number, format_section(given.number, rows, [notes]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
