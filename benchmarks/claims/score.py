"""Score the claim rules on sentences whose answer is known: recall and false rate, with 95 % intervals.

    python -m benchmarks.claims.score [--results FILE]    the tables replace those at the end of FILE

SHOW=dev in the environment lists the sentences of the dev split that are read wrongly. Of the test split only counts
are printed, so that nobody writes rules towards its sentences.
"""

from __future__ import annotations

import math
import os
import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from plugins.lint.claims.matcher import Matcher, make_matchers
from plugins.lint.claims.rules import load_rules
from plugins.schema.types import FrozenModel, Text

HERE = Path(__file__).parent
SPLITS = ("dev", "test")
SHOWN = "dev"  # the split whose sentences may be printed
RESULTS = "## Results"  # the heading in README.md under which the tables stand
DEVIATIONS = 1.96  # of a normal distribution that hold 95 %
HEADS = ("claims", "recall", "as errors", "honest", "false rate", "of errors")


class Sentence(FrozenModel):
    """A sentence, and whether a careful regulator of each of its jurisdictions would object to it.

    In a `fact`, ` | ` stands between name and value; a `table` has a line for each row, the first for its heads; the
    first line of a `heading_item` is the heading, each other an item of the list below it.
    """

    text: str = Field(min_length=1)
    lang: Literal["en", "es"]
    fires: bool
    kind: Text
    jurisdiction: tuple[Literal["us", "us-ca", "uk", "ie", "es"], ...] = Field(min_length=1)
    form: Literal["body", "fact", "table", "heading_item"] = "body"
    why: Text


class Reading(NamedTuple):
    """A sentence, and whether the rules find something in it that a build reports, and an error."""

    sentence: Sentence
    found: bool
    error: bool


def load_split(path: Path) -> list[Sentence]:
    """Load the sentences of a file. Raises ValueError with every mistake in it."""
    try:
        return TypeAdapter(list[Sentence]).validate_python(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path}: {error}") from error


def write_article(sentence: Sentence) -> str:
    """Write an article that says the sentence in its form and nothing else."""
    first, *others = sentence.text.split("\n")
    if sentence.form == "fact":
        name, value = sentence.text.split(" | ")
        return f'---\nfacts:\n  - name: "{name}"\n    value: "{value}"\n---\n'
    if sentence.form == "table":
        rows = (f"| {row} |" for row in (first, " | ".join("---" for _ in first.split(" | ")), *others))
        return "---\n---\n\n" + "\n".join(rows) + "\n"
    if sentence.form == "heading_item":
        return f"---\n---\n\n## {first}\n\n" + "\n".join(f"- {item}" for item in others) + "\n"
    return f"---\n---\n\n{sentence.text}\n"


def read_sentence(sentence: Sentence) -> Reading:
    """Run a sentence through the linter. Notes do not count: no build reports them."""
    claims = load_matchers()[sentence.lang].find(write_article(sentence))
    severities = {claim.diagnostic.severity for claim in claims}
    return Reading(sentence, bool(severities & {"error", "warning"}), "error" in severities)


@cache
def load_matchers() -> dict[str, Matcher]:
    return make_matchers(load_rules())


def find_interval(part: int, whole: int) -> tuple[float, float]:
    """Find the interval of Wilson's score that holds the true share with 95 %, of `part` in `whole`."""
    share, square = part / whole, DEVIATIONS**2
    middle = share + square / (2 * whole)
    reach = DEVIATIONS * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    scale = 1 + square / whole
    return max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0)  # rounding leaves a trace below 0


def format_tables(name: str, readings: list[Reading]) -> str:
    """Format the counts of a split: of all its sentences, and by kind, language, jurisdiction and form."""
    tables = [format_table(heading, group_readings(readings, find)) for heading, find in GROUPINGS.items()]
    return f"### The {name} split\n\n" + "\n\n".join(tables) + "\n"


# What each table counts by, and how the groups of a sentence are found.
GROUPINGS: dict[str, Callable[[Sentence], Iterable[str]]] = {
    "all": lambda _: ["sentences"],
    "kind": lambda sentence: [sentence.kind],
    "language": lambda sentence: [sentence.lang],
    "jurisdiction": lambda sentence: sentence.jurisdiction,
    "form": lambda sentence: [sentence.form],
}


def group_readings(
    readings: Iterable[Reading], find_groups: Callable[[Sentence], Iterable[str]]
) -> dict[str, list[Reading]]:
    """Group the readings by what `find_groups` says of their sentences."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        for name in find_groups(reading.sentence):
            groups[name].append(reading)
    return dict(sorted(groups.items()))


def format_table(heading: str, groups: dict[str, list[Reading]]) -> str:
    """Format a table with a row for each group."""
    rows = [(heading, *HEADS), ("---",) * (len(HEADS) + 1), *((name, *count(group)) for name, group in groups.items())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def count(readings: list[Reading]) -> Iterator[str]:
    """Yield the cells of a group: how many claims and how many honest sentences are found, and found as errors."""
    for fires in (True, False):
        group = [reading for reading in readings if reading.sentence.fires == fires]
        yield str(len(group))
        yield format_share(sum(reading.found for reading in group), len(group))
        yield format_share(sum(reading.error for reading in group), len(group))


def format_share(part: int, whole: int) -> str:
    """Format a share as a number with its interval, or "" of nothing."""
    if not whole:
        return ""
    low, high = find_interval(part, whole)
    return f"{part / whole:.2f} ({low:.2f} to {high:.2f})"


def list_misreadings(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield a line for each sentence that is read wrongly: claims that are missed, honest sentences that are found."""
    for reading in readings:
        if reading.found != reading.sentence.fires:
            verdict = "missed" if reading.sentence.fires else "false error" if reading.error else "false warning"
            yield f"{verdict}, {reading.sentence.kind}, {reading.sentence.lang}: {reading.sentence.text!r}"


def write_results(file: Path, tables: str) -> None:
    """Write the tables under the last heading of the file."""
    introduction, _, _ = file.read_text("utf-8").partition(f"{RESULTS}\n")
    file.write_text(f"{introduction}{RESULTS}\n\n{tables}", "utf-8")


def main(words: list[str]) -> int:
    """Score each split that is there, print and write the tables, and return the exit code."""
    parser = ArgumentParser(prog="python -m benchmarks.claims.score", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--results", metavar="FILE", type=Path, default=HERE / "README.md")
    results: Path = parser.parse_args(words).results
    shown = os.environ.get("SHOW", "")
    if shown not in ("", SHOWN):
        print(
            f"SHOW={shown} is none: SHOW={SHOWN} lists what is read wrongly. The others stay unseen.", file=sys.stderr
        )
        return 2
    try:
        splits = {path.stem: load_split(path) for name in SPLITS if (path := HERE / f"{name}.yaml").exists()}
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    readings = {name: [read_sentence(sentence) for sentence in split] for name, split in splits.items()}
    tables = "\n".join(format_tables(name, group) for name, group in readings.items())
    write_results(results, tables)
    print(tables)
    for line in list_misreadings(readings.get(shown, [])):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
