"""The claim rules: `rules.yaml` as typed values."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from plugins.diagnostics.diagnostic import Refused
from plugins.diagnostics.registry import Severity
from plugins.schema.text_file import decode_text
from plugins.schema.types import (
    FrozenModel,
    Quotation,
    Text,
    lower_text,
    parse_model,
    require_list,
    require_mapping,
)
from plugins.schema.yaml_reader import parse_yaml

FILE = Path(__file__).with_name("rules.yaml")
LONGEST = 500_000  # characters


Quotations = Annotated[tuple[Quotation, ...], BeforeValidator(require_list)]


class RuleWording(FrozenModel):
    """The patterns of a rule in one language, with sentences in which it must and must not find something."""

    match: Quotations
    passes_in: Quotations = ()
    fires: Quotations
    passes: Quotations


class Rule(FrozenModel):
    """A claim rule. With `cited: passes` it exempts sentences that cite a reference."""

    severity: Annotated[Severity, BeforeValidator(lower_text)]
    about: Text
    message: Text
    hint: Text
    cited: Annotated[Literal["passes"] | None, BeforeValidator(lower_text)] = None
    wording: dict[str, Annotated[RuleWording, BeforeValidator(require_mapping)]]


class Language(FrozenModel):
    """What exempts words from every rule of a language. `sets` are words that patterns refer to as <set>."""

    negations: Quotations
    refuted_by: Quotations
    turns: Quotations
    asks: Quotations
    sets: dict[str, Quotation] = Field(default_factory=dict)


class Rules(FrozenModel):
    languages: dict[str, Annotated[Language, BeforeValidator(require_mapping)]]
    rules: dict[str, Annotated[Rule, BeforeValidator(require_mapping)]]


def load_rules() -> Rules:
    """Load the rules. Raises Refused with every mistake in the file."""
    text, errors = decode_text(FILE.read_bytes())
    rules, more = parse_model(Rules, parse_yaml(text, longest=LONGEST), {})
    if rules is None or errors:
        raise Refused(error.locate(f"plugins/lint/claims/{FILE.name}") for error in [*errors, *more])
    return rules


def list_rule_ids() -> list[str]:
    """List the rule ids without parsing the file."""
    return re.findall(r"^  (CL\d{3}):$", FILE.read_text("utf-8"), re.MULTILINE)


@cache
def compile_any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern that matches what any of these patterns matches."""
    return re.compile("|".join(patterns), re.IGNORECASE)
