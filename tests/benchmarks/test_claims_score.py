"""The score of the claim rules counts rightly, and shows no sentence of the test split."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.claims.score import (
    HERE,
    Reading,
    Sentence,
    count,
    find_interval,
    list_misreadings,
    load_split,
    read_sentence,
    write_article,
)
from tests.project import ROOT

TEST = load_split(HERE / "test.yaml")
FORMS = {
    "body": "{}.",
    "fact": "Result | {}",
    "table": "Step | Result\nOne | {}",
    "heading_item": "Results\nSoft\n{}",
}


def make_sentence(text: str, *, fires: bool = True, form: str = "body") -> Sentence:
    fields = {
        "text": text,
        "lang": "en",
        "fires": fires,
        "kind": "pain",
        "form": form,
        "jurisdiction": ["us"],
        "why": "x",
    }
    return Sentence.model_validate(fields)


def score(results: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.claims.score", "--results", str(results)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (80, 100, 0.711, 0.867)],
)
def test_an_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert find_interval(part, whole) == pytest.approx((low, high), abs=0.001)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("words", "error"), [("Results are guaranteed", True), ("Redness for two days", False)])
def test_a_sentence_is_read_in_each_form(form: str, words: str, error: bool) -> None:
    reading = read_sentence(make_sentence(FORMS[form].format(words), form=form))
    assert (reading.found, reading.error) == (error, error)


def test_headings_lists_and_tables_are_those_of_markdown() -> None:
    assert write_article(make_sentence("A\nb\nc", form="heading_item")) == "---\n---\n\n## A\n\n- b\n- c\n"
    table = make_sentence("A | B\nc | d", form="table")
    assert write_article(table) == "---\n---\n\n| A | B |\n| --- | --- |\n| c | d |\n"


def test_claims_and_honest_sentences_are_counted_apart_and_errors_apart_from_warnings() -> None:
    claim, honest = make_sentence("claim"), make_sentence("honest", fires=False)
    verdicts = [(claim, True, True), (claim, True, False), (claim, False, False), (honest, True, False)]
    cells = list(count([Reading(*verdict) for verdict in verdicts]))
    assert [cell.split(" (")[0] for cell in cells] == ["3", "0.67", "0.33", "1", "1.00", "0.00"]
    assert list(count([Reading(claim, True, True)]))[3:] == ["0", "", ""]


def test_what_is_read_wrongly_is_listed() -> None:
    claim, honest = make_sentence("claim"), make_sentence("honest", fires=False)
    readings = [Reading(claim, True, True), Reading(claim, False, False), Reading(honest, True, True)]
    readings += [Reading(honest, True, False), Reading(honest, False, False)]
    assert list(list_misreadings(readings)) == [
        "missed, pain, en: 'claim'",
        "false error, pain, en: 'honest'",
        "false warning, pain, en: 'honest'",
    ]


def test_a_run_replaces_the_tables_and_shows_no_sentence_of_the_test_split(tmp_path: Path) -> None:
    results = tmp_path / "README.md"
    results.write_text("# Claims\n\n## Results\n\nold\n")
    done = score(results, SHOW="dev")
    assert done.returncode == 0, done.stderr
    text = results.read_text("utf-8")
    assert text.startswith("# Claims\n\n## Results\n\n### The ")
    assert "old" not in text
    assert f"| sentences | {sum(one.fires for one in TEST)} |" in text
    assert not [one.text for one in TEST if len(one.text) > 20 and one.text in done.stdout + text]


def test_no_split_but_dev_can_be_shown(tmp_path: Path) -> None:
    done = score(tmp_path / "README.md", SHOW="test")
    assert (done.returncode, done.stdout) == (2, "")
    assert "SHOW=test" in done.stderr


def test_a_mistake_in_a_split_is_told_with_its_file(tmp_path: Path) -> None:
    split = tmp_path / "dev.yaml"
    split.write_text("- {text: x, lang: fr, fires: true, kind: pain, jurisdiction: [us], why: x}")
    with pytest.raises(ValueError, match=r"dev\.yaml[\s\S]*0\.lang"):
        load_split(split)


def test_the_test_split_has_enough_of_each_kind_and_nothing_twice_or_in_the_dev_split() -> None:
    kinds = {one.kind for one in TEST}
    assert len(kinds) == 25
    for fires in (True, False):
        assert min(Counter(one.kind for one in TEST if one.fires == fires)[kind] for kind in kinds) >= 12
        assert sum(one.lang == "es" for one in TEST if one.fires == fires) >= 60
    dev = load_split(HERE / "dev.yaml") if (HERE / "dev.yaml").exists() else []
    twice = [text for text, times in Counter(one.text.casefold() for one in [*TEST, *dev]).items() if times > 1]
    assert not twice
