"""The benchmark runs, and what it builds from is the same each time. Nothing here asks how long it took."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.comparisons import Comparison
from benchmarks.corpus import FEWEST_WORDS, MOST_WORDS, generate_article, generate_articles
from benchmarks.results_file import format_section, format_table, write_section
from tests.project import ROOT

WORKS = (
    *("nothing changed", "one body edit", "one title edit", "one tag edit", "one date edit", "a new article"),
    *("a deleted article", "a word of the interface", "a color", "a clinic's fact"),
    *("save to visible", "save to shown", "peak memory"),
    *("clean build, pictures and cards warm", "clean build, pictures and cards cold"),
)


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "benchmarks", *words], cwd=ROOT, capture_output=True, text=True)


def test_every_work_is_measured_and_every_edit_is_seen(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    done = bench("20", "--results", str(results))
    assert done.returncode == 0, done.stderr
    text = results.read_text("utf-8")
    assert "## 20 articles" in text
    for work in WORKS:
        assert f"| {work}" in text
        assert f"| {work}" in done.stdout
    for peer in ("stock Pelican", "Hugo", "Hugo, same work", "Pelican, same work"):
        assert re.search(rf"^\| clean build, pictures and cards warm *\| {peer} *\|", text, re.MULTILINE)


def test_a_number_that_is_none_is_told() -> None:
    done = bench("many")
    assert done.returncode == 2
    assert "N is a number of articles from 20 to 50000, not 'many': make bench N=1000" in done.stderr


def test_an_article_is_the_same_however_many_there_are() -> None:
    assert list(generate_articles(30)) == [generate_article(number) for number in range(30)]
    assert list(generate_articles(3, seed=1)) != list(generate_articles(3))


def test_articles_are_as_long_as_is_said_and_none_has_a_twin() -> None:
    corpus = list(generate_articles(300))
    for name in ("slug", "title", "summary"):
        assert len({getattr(one, name) for one in corpus}) == 300
    assert all(FEWEST_WORDS <= len(one.body.split()) <= MOST_WORDS for one in corpus)
    assert 0.3 <= sum("| --- |" in one.body for one in corpus) / 300 <= 0.5


def test_links_lead_to_articles_with_lower_numbers() -> None:
    known: set[str] = set()
    for one in generate_articles(100):
        linked = {part.partition(".md)")[0] for part in one.body.split("({filename}/articles/")[1:]}
        assert linked <= known
        assert len(linked) <= 3
        known.add(one.slug)


def test_a_run_replaces_its_own_section_and_no_other(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    for number, work in ((1000, "old"), (50, "small"), (1000, "new")):
        row = Comparison(work, "Hugo", "1 s", "2 s", {"cpu": 0.5}, {"cpu": 0.6})
        write_section(results, number, format_section(number, [row], ["A machine."]))
    text = results.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## 50 articles", "## 1,000 articles"]
    assert "| old" not in text
    assert text.index("| small") < text.index("| new")


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        ({"cpu": 0.2}, "CPU ≤ 0.35 holds"),
        ({"cpu": 0.4}, "CPU ≤ 0.35 does not hold"),
        ({}, "CPU ≤ 0.35 not measured"),
    ],
)
def test_a_bar_is_judged(ratios: dict[str, float], said: str) -> None:
    assert format_table([Comparison("work", "Hugo", "", "", ratios, {"cpu": 0.35})]).endswith(f"| {said} |")
