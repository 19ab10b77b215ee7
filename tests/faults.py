"""The table of faults: of each in `faults.yaml`, how many tests prove that it is survived, and how many did not pass.

python -m tests.faults    runs them and prints the table
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

TABLE = Path(__file__).with_name("faults.yaml")


def table() -> dict[str, list[str]]:
    """The names of the tests of each fault, as pytest's ids begin."""
    rows = yaml.safe_load(TABLE.read_text("utf-8"))
    return {row["fault"]: [f"{file}::{name}" for file, names in row["tests"].items() for name in names] for row in rows}


class Counts:
    """A plugin of pytest that counts outcomes of each test function."""

    def __init__(self) -> None:
        self.found: dict[str, Counter[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.found.setdefault(report.nodeid.partition("[")[0], Counter())[report.outcome] += 1


def main() -> int:
    rows, counts = table(), Counts()
    code = pytest.main(["-q", *dict.fromkeys(name for names in rows.values() for name in names)], plugins=[counts])
    print("\n| fault | survived | did not | not tried here |\n| --- | --- | --- | --- |")
    for fault, names in rows.items():
        total = sum((counts.found.get(name, Counter()) for name in names), Counter[str]())
        print(f"| {fault} | {total['passed']} | {total['failed']} | {total['skipped']} |")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
