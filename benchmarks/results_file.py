"""Format the results as a table, and write them into RESULTS.md, which has a section for each number of articles."""

from __future__ import annotations

import os
import platform
import re
import sysconfig
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.comparisons import Comparison

HEADS = ("work", "against", "ours", "theirs", "CPU", "wall", "memory", "bar")
PACKAGES = ("pelican", "markdown", "jinja2", "hugo", "pagefind-bin")
INTRODUCTION = """\
# How fast it is

Made by `make bench` (`N=10000` for another number of articles), which replaces the section of that number.

The same generated articles are built in five ways, all with the Python that a section names:

- **this project**, with all that it does: search index, related articles, social cards, structured data, checks of
  every page and link, the exchange of the folder;
- **stock Pelican**: as it comes, with its theme `simple`, lists, feed and sitemap, and no plugin;
- **Hugo**: a small theme that makes the same lists, feed and sitemap;
- **Pelican, same work**: stock Pelican with the plugins sitemap, seo (structured data, OpenGraph), related-posts,
  neighbors, readtime and minify, then Pagefind;
- **Hugo, same work**: the small theme with a search index in JSON, JSON-LD, OpenGraph, related articles, reading time
  and `--minify`, then Pagefind.

The last two have no link checker, no claim rules, no social cards and no exchange of the folder; they are measured up
to 1,000 articles. Hugo removes no page of a deleted article, so that it is removed for Hugo, untimed.

Each build is a whole process; each work is done in turn by one and the other, several times. A cell has the medians:
CPU seconds of all processes, then wall seconds. CPU, wall and memory are the medians of the paired ratios of ours to
theirs: below 1 is better. On a machine with other work, wall seconds say little, and their ratio says more.
"""
SECTION = re.compile(r"^## ([\d,]+) articles$", re.MULTILINE)


def format_table(rows: Sequence[Comparison]) -> str:
    """Format the table as Markdown that is also easy to read as it is."""
    cells = [HEADS, *map(_format_cells, rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _format_cells(row: Comparison) -> tuple[str, ...]:
    ratios = (f"{row.ratios[name]:.2f}" if name in row.ratios else "" for name in ("cpu", "wall", "memory"))
    verdicts = (_format_verdict(name, most, row.ratios.get(name)) for name, most in row.bars.items())
    return row.work, row.against, row.ours, row.theirs, *ratios, "; ".join(verdicts)


def _format_verdict(name: str, most: float, ratio: float | None) -> str:
    shown = {"cpu": "CPU"}.get(name, name)
    verdict = "not measured" if ratio is None else "holds" if ratio <= most else "does not hold"
    return f"{shown} ≤ {most:g} {verdict}"


def describe_machine() -> str:
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = platform.system()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores, {memory:.0f} GiB, {system}, {describe_interpreter()}"


def describe_interpreter() -> str:
    """Name the Python that runs all Python programs, and say whether it was compiled with optimizations."""
    optimized = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    build = "optimized" if optimized else "plain"
    return f"{platform.python_implementation()} {platform.python_version()} ({build} build)"


def list_versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def format_section(number: int, rows: Sequence[Comparison], notes: Sequence[str]) -> str:
    return "\n\n".join([f"## {number:,} articles", *notes, format_table(rows)]) + "\n"


def write_section(file: Path, number: int, text: str) -> None:
    """Write the section of `number` articles into `file`; the others stay as they are."""
    old = file.read_text("utf-8") if file.exists() else ""
    _, *parts = SECTION.split(old)
    sections = {
        int(count.replace(",", "")): f"## {count} articles\n\n{rest.strip()}\n"
        for count, rest in zip(parts[::2], parts[1::2], strict=True)
    }
    sections[number] = text
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([INTRODUCTION, *(sections[key] for key in sorted(sections))]), "utf-8")
