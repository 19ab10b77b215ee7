"""Every message is registered, used and filled in whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from plugins.diagnostics.registry import HEADINGS, RULES
from plugins.lint.claims.rules import load_rules
from tests.plugins.conftest import ROWS

ROOT = Path(__file__).parents[3]
MAKERS = ("diagnose", "refuse", "_Mistake")  # functions that take a rule id


def find_places(text: str) -> set[str]:
    """Find the names of the values that a message needs."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def find_calls() -> Iterator[tuple[str, ast.Call]]:
    """Find every call that makes a diagnostic, with its place."""
    for folder in ("plugins", "tools"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def find_rule_ids(call: ast.Call) -> list[str]:
    """Find the rule ids that a call names itself; none where it is given a variable."""
    return [
        one.value for arg in call.args for one in ast.walk(arg) if isinstance(one, ast.Constant) and one.value in RULES
    ]


CALLS = list(find_calls())
USED = "\n".join(
    file.read_text("utf-8")
    for folder in ("plugins", "tools")
    for file in (ROOT / folder).rglob("*.py")
    if file.name != "registry.py"
)


def test_no_two_rules_share_an_id() -> None:
    ids = [rule for rules in HEADINGS.values() for rule in rules]
    assert len(ids) == len(set(ids))
    assert not set(ids) & load_rules().rules.keys()
    assert [one for one in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)+", one)] == []


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_says_what_is_wrong_and_what_to_do(rule_id: str) -> None:
    message, hint, _ = RULES[rule_id]
    assert message.strip() == message != "", rule_id
    assert hint.strip() == hint != "", rule_id
    assert not (message + hint).endswith((".", "!")), rule_id


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_is_used(rule_id: str) -> None:
    assert f'"{rule_id}"' in USED


@pytest.mark.parametrize("call", [pytest.param(call, id=place) for place, call in CALLS])
def test_a_call_gives_each_value_that_its_rule_needs(call: ast.Call) -> None:
    given = {one.arg for one in call.keywords}
    if None not in given:  # values that come as a dictionary are seen when it runs
        for rule_id in find_rule_ids(call):
            assert find_places(RULES[rule_id].message + RULES[rule_id].hint) <= given, rule_id


def test_a_call_names_a_rule_that_there_is() -> None:
    named = [
        (place, call.args[0].value) for place, call in CALLS if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert [one for one in named if isinstance(one[1], str) and one[1] not in RULES] == []


def compile_message(text: str) -> str:
    parts = Formatter().parse(text)
    return "".join(re.escape(before) + ("" if name is None else ".*") for before, name, *_ in parts)


def test_what_a_build_prints_is_what_the_registry_says(printed: list[str]) -> None:
    lines = [line for line in printed if line.endswith("]")]
    assert len(lines) > len(ROWS)
    for line in lines:
        rule_id = line[line.rindex("[") + 1 : -1]
        rule = RULES.get(rule_id) or load_rules().rules[rule_id]
        assert re.search(f"{compile_message(rule.message)}; {compile_message(rule.hint)} \\[", line), line
