"""What a published treatment article must say, and that nothing else has to."""

from __future__ import annotations

import pytest

from plugins.clinic.model import Clinic
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import make_document
from plugins.documents.required_parts import is_independent
from plugins.schema.types import parse_model
from plugins.schema.yaml_reader import parse_yaml
from tests.small import CLINIC, SOURCES, TREATMENT, article

NAMES = {"sellers": ["maker.example"]}
GET_HELP = "\n  call:\n    - it hurts"


def faults(**fields: str | None) -> list[Diagnostic]:
    return make_document("articles/one.md", article("One sentence.", **{**TREATMENT, **fields}).encode(), NAMES)[1]


def places(**fields: str | None) -> list[tuple[int, str]]:
    return [(fault.line, fault.field) for fault in faults(**fields)]


def test_a_treatment_with_all_parts_is_good() -> None:
    assert faults() == []


def test_all_that_is_missing_is_told_at_once() -> None:
    nothing = dict.fromkeys(TREATMENT.keys() - {"kind"})
    assert places(**nothing) == [
        (7, "risks common"),
        (7, "risks serious"),
        (7, "for_whom"),
        (7, "not_for"),
        (7, "timeline"),
        (7, "alternatives"),
        (7, "get_help call"),
        (7, "get_help emergency"),
        (7, "references"),
    ]
    assert places(**nothing, status="draft") == []
    for kind in ("advice", "news"):
        assert places(**{**nothing, "kind": kind}) == []


@pytest.mark.parametrize(
    ("field", "value", "missing"),
    [
        ("get_help", GET_HELP, (23, "get_help emergency")),
        ("risks", "\n  serious:\n    - scars", (28, "risks common")),
        ("risks", "\n  uncommon:\n    - spots\n  common:\n    - heat", (28, "risks serious")),
        ("risks", "\n  serious:\n    - scars\n  common: []", (31, "risks common")),
        ("not_for", "", (18, "not_for")),
    ],
)
def test_what_is_there_in_part_is_told_at_its_line(field: str, value: str, missing: tuple[int, str]) -> None:
    assert places(**{field: value}) == [missing]


def test_one_source_is_too_few_however_often_it_is_named() -> None:
    first = SOURCES.partition("\n  - title: Two")[0]
    once = {"references": first, "risks": "\n  common:\n    - Heat [1]\n  serious:\n    - Scars"}
    assert [fault.message for fault in faults(**once)] == ["a treatment article needs 2 sources"]
    assert places(**{**once, "references": first + first.replace("One", "One, again")}) == [(8, "references")]


def test_one_source_has_to_be_of_somebody_who_sells_nothing() -> None:
    (fault,) = faults(references=SOURCES.replace("society.example", "shop.maker.example"))
    assert (fault.line, fault.message) == (8, "all lead to those who make or sell the treatment")
    bare = {"references": SOURCES.partition("\n  - title: Two")[0].replace("society", "maker"), "risks": None}
    assert len([one for one in faults(**bare) if one.field == "references"]) == 2


@pytest.mark.parametrize(
    ("url", "independent"),
    [
        ("https://maker.example", False),
        ("HTTP://WWW.Maker.Example:8080/a?b#c", False),
        ("https://somebody@maker.example./", False),
        ("https://a.b.maker.example/", False),
        ("https://notmaker.example/", True),
        ("https://maker.example.org/", True),
        ("https://journal.example/maker.example", True),
        ("https://journal.example?of=maker.example", True),
    ],
)
def test_a_sellers_host_counts_with_all_below_it(url: str, independent: bool) -> None:
    assert is_independent(url, ["maker.example"]) == independent


def test_our_own_site_is_not_independent() -> None:
    text = CLINIC.replace("https://test.example", "https://www.Test.example/blog/")
    clinic, _ = parse_model(Clinic, parse_yaml(f"{text}sellers:\n  - Maker.example\n"), {})
    assert clinic
    assert clinic.collect_names()["sellers"] == ["maker.example", "test.example"]
