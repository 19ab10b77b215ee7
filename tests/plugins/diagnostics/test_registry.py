"""Every message is registered, used and filled in whole."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from plugins.diagnostics import registry
from plugins.diagnostics.registry import RULES
from plugins.lint.claims.rules import load_rules
from tests.plugins.conftest import ROWS

ROOT = Path(__file__).parents[3]
MAKERS = ("diagnose", "refuse", "_Mistake")  # functions that take a rule id
ID = re.compile(r"[a-z]+(-[a-z]+)+")
CLAIMS = load_rules().rules
MODULES = {
    file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8"))
    for folder in ("plugins", "tools")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file.name != "registry.py"
}


def find_places(text: str) -> set[str]:
    """Find the names of the values that a message needs."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def find_calls() -> Iterator[tuple[str, ast.Call]]:
    """Find every call that makes a diagnostic, with its place."""
    for name, module in MODULES.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in MAKERS:
                    yield f"{name}:{node.lineno}", node


def find_texts(node: ast.AST) -> set[str]:
    """Find the texts in a syntax tree that may be rule ids."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


CALLS = dict(find_calls())
USED = set().union(*map(find_texts, MODULES.values()))


def test_no_two_rules_share_an_id() -> None:
    module = ast.parse(Path(registry.__file__).read_text("utf-8"))
    keys = [
        key.value
        for one in ast.walk(module)
        if isinstance(one, ast.Dict)
        for key in one.keys
        if isinstance(key, ast.Constant)
    ]
    assert [one for one, count in Counter(keys).items() if count > 1] == []
    assert not RULES.keys() & CLAIMS.keys()
    assert [one for one in RULES if not ID.fullmatch(one)] == []


def test_no_two_rules_say_the_same() -> None:
    texts = Counter((rule.message, rule.hint) for rule in RULES.values())
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("rule_id", [*RULES, *CLAIMS])
def test_a_rule_says_what_is_wrong_and_what_to_do(rule_id: str) -> None:
    rule = RULES.get(rule_id) or CLAIMS[rule_id]
    for text in (rule.message, rule.hint):
        assert text.strip() == text != ""
        assert not text.endswith((".", "!"))


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_is_used(rule_id: str) -> None:
    assert rule_id in USED


@pytest.mark.parametrize("place", CALLS)
def test_a_call_gives_each_value_that_its_rule_needs(place: str) -> None:
    call = CALLS[place]
    named = find_texts(call.args[0]) if call.args else set()
    assert {one for one in named if ID.fullmatch(one)} <= RULES.keys()
    given = {one.arg for one in call.keywords}
    for rule_id in named & RULES.keys() if None not in given else ():  # None: a dictionary of values
        assert find_places(RULES[rule_id].message + RULES[rule_id].hint) <= given, rule_id


def compile_message(rule_id: str) -> re.Pattern[str]:
    """Compile a pattern of the line that is printed of a rule."""
    rule = RULES.get(rule_id) or CLAIMS[rule_id]
    parts = (
        Formatter().parse(f"{rule.message}; {rule.hint} ")
        if rule_id in RULES
        else [(f"{rule.message}; {rule.hint} ", None)]
    )
    text = "".join(re.escape(before) + ("" if name is None else ".*") for before, name, *_ in parts)
    return re.compile(rf".*?: (the picture .* |“.*”: )?{text}\[{rule_id}\]", re.DOTALL)


def test_what_a_build_prints_is_what_the_registry_says(printed: list[str]) -> None:
    lines = [line for line in printed if re.search(r"\[[\w-]+\]$", line)]
    assert len(lines) > len(ROWS) > 150
    assert [line for line in lines if not compile_message(line[line.rindex("[") + 1 : -1]).fullmatch(line)] == []
