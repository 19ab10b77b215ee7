"""Measure the built site with Lighthouse, as on a phone with a slow connection, and print a table.

    python -m tools.quality.lighthouse

The table has the median of three runs for each page, served compressed from this machine. Milliseconds mean little on
a busy machine. Audits that failed are listed below the table. It needs Node.js, and says so where there is none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from plugins.clinic.model import load_clinic
from tools.preview.static_server import serve_static
from tools.quality.chromium_setup import find_chromium

VERSION = "13.5.0"
SITE = Path("output")
RUNS = 3
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
SCORES = {"performance": "perf", "accessibility": "a11y", "best-practices": "best", "seo": "seo"}
TIMES = {"first-contentful-paint": "FCP ms", "largest-contentful-paint": "LCP ms", "total-blocking-time": "TBT ms"}
COLUMNS = ("page", *SCORES.values(), *TIMES.values(), "CLS", "kB", "requests")
# decimal places of the columns after the first
DECIMALS = (*(0 for _ in SCORES), *(0 for _ in TIMES), 3, 1, 0)

Report = dict[str, Any]


def choose_pages() -> list[str]:
    """Choose what to measure: the home page, the largest page of an article or about us, contact and archive."""
    largest = max(SITE.glob("*/index.html"), key=lambda path: path.stat().st_size)
    wanted = ("", f"{largest.parent.name}/", "contact/", "archive/")
    return [page for page in dict.fromkeys(wanted) if (SITE / page / "index.html").exists()]


def measure(url: str, chromium: str) -> Report:
    """Run Lighthouse on a page, and return its report."""
    command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium})
    if run.returncode:
        raise SystemExit(f"Lighthouse {VERSION} did not run on {url}:\n{run.stderr[-1500:]}")
    report: Report = json.loads(run.stdout)
    return report


def extract_numbers(report: Report) -> list[float]:
    """Extract the values of all columns after the first."""
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    return [
        *((report["categories"][name]["score"] or 0) * 100 for name in SCORES),
        *(audits[name]["numericValue"] for name in TIMES),
        audits["cumulative-layout-shift"]["numericValue"],
        sum(request.get("transferSize", 0) for request in requests) / 1000,
        len(requests),
    ]


def format_medians(reports: list[Report]) -> list[str]:
    """Format the median of each column after the first, over the reports of one page."""
    columns = zip(*map(extract_numbers, reports), strict=True)
    return [f"{median(numbers):.{decimals}f}" for numbers, decimals in zip(columns, DECIMALS, strict=True)]


def find_failed_audits(report: Report) -> list[str]:
    """Find the audits that cost a score points."""
    refs = [ref for category in report["categories"].values() for ref in category["auditRefs"]]
    audits = [report["audits"][name] for name in sorted({ref["id"] for ref in refs if ref["weight"]})]
    return [f"{one['title']} ({one['score']})" for one in audits if one["score"] is not None and one["score"] < 0.9]


def format_table(rows: list[list[str]]) -> str:
    widths = [max(len(line[n]) for line in rows) for n in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in rows)


def measure_pages(url: str, chromium: str) -> tuple[list[list[str]], list[str]]:
    """Measure pages of the site at `url`; return a row of the table for each, and the audits that failed."""
    rows, failures = [], []
    for page in choose_pages():
        reports = [measure(url + page, chromium) for _ in range(RUNS)]
        rows.append([f"/{page}", *format_medians(reports)])
        failed = dict.fromkeys(audit for report in reports for audit in find_failed_audits(report))  # each once
        failures += [f"/{page}: {audit}" for audit in failed]
    return rows, failures


def main() -> int:
    """Measure the built site, print a table, and return the exit code."""
    clinic, _ = load_clinic(Path("content"))
    chromium = find_chromium()
    if not shutil.which("npx"):
        print("Lighthouse needs Node.js, which is not here: https://nodejs.org/", file=sys.stderr)
        return 1
    if not chromium or not clinic or not (SITE / "index.html").exists():
        print("Lighthouse needs a Chromium and a built site: make site", file=sys.stderr)
        return 1
    with serve_static(SITE, clinic.base) as url:
        rows, failures = measure_pages(url, chromium)
    print(format_table([list(COLUMNS), *rows]), *failures, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
