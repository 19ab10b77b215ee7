"""Run the tests, or a part of them.

    python -m tools.quality.run_tests

FILES in the environment names files or folders below tests/, with spaces between them, or single tests as
tests/test_docs.py::test_name. MATCH is an expression of pytest's -k. Without them, every test runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

TESTS = Path("tests")


def main() -> int:
    files, match = os.environ.pop("FILES", ""), os.environ.pop("MATCH", "")  # which are not for the tests
    try:
        arguments = list(_find_tests(files.split()))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if match.strip():
        arguments.append(f"-k{match}")  # as one argument, so that a hyphen in front begins no other option
    return pytest.main(arguments)


def _find_tests(names: Iterable[str]) -> Iterator[str]:
    """Name each as pytest does, by a path from here; raise ValueError for one that is not in tests/."""
    for name in names:
        file, separator, test = name.partition("::")
        path = Path(file).resolve()
        if not path.exists() or not path.is_relative_to(TESTS.resolve()):
            raise ValueError(
                f"FILES: {name} is not in {TESTS}/; write files or folders, as in FILES=tests/plugins/lint"
            )
        yield f"{path.relative_to(Path.cwd())}{separator}{test}"


if __name__ == "__main__":
    sys.exit(main())
