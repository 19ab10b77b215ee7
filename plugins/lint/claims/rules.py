"""The claim rules: `rules.yaml` as typed values."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.schema.text_file import clean
from plugins.schema.types import Group, Text, Texts, group, typed, word
from plugins.schema.yaml_reader import read

FILE = Path(__file__).with_name("rules.yaml")
LONGEST = 500_000  # characters
Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Wording(Group):
    """The patterns of a rule in one language, with sentences in which it must and must not find something."""

    match: Texts
    passes_in: Texts = ()
    fires: Texts
    passes: Texts


class Rule(Group):
    """A claim rule. With `cited: passes` it exempts sentences that cite a reference."""

    severity: Annotated[Severity, BeforeValidator(word)]
    about: Text
    why: Text
    write: Text
    cited: Annotated[Literal["passes"] | None, BeforeValidator(word)] = None
    wording: dict[str, Annotated[Wording, BeforeValidator(group)]]


class Language(Group):
    """What exempts words from every rule of a language. `sets` are words that patterns refer to as <set>."""

    negations: Texts
    refuted_by: Texts
    turns: Texts
    asks: Texts
    sets: dict[str, Text] = Field(default_factory=dict)


class Rules(Group):
    languages: dict[str, Annotated[Language, BeforeValidator(group)]]
    rules: dict[str, Annotated[Rule, BeforeValidator(group)]]


def load() -> Rules:
    """Load the rules. Raises Refused with every mistake in the file."""
    text, faults = clean(FILE.read_bytes())
    rules, more = typed(Rules, read(text, longest=LONGEST), {})
    if rules is None or faults:
        where = f"plugins/lint/claims/{FILE.name}"
        raise Refused(Problem(where, one.line, one.field, one.what, one.write) for one in [*faults, *more])
    return rules


def ids() -> list[str]:
    """List the rule ids without parsing the file."""
    return re.findall(r"^  (CL\d{3}):$", FILE.read_text("utf-8"), re.MULTILINE)


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern that matches what any of these patterns matches."""
    return re.compile("|".join(patterns), re.IGNORECASE)
