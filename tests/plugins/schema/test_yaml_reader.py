from __future__ import annotations

import pytest

from plugins.schema.yaml_reader import LONGEST, MOST_ERRORS, parse_yaml, quote_yaml


@pytest.mark.parametrize("text", ["no", "0042", "12:30", "1e3", "2026-01-02", "0x1F", "It's", "a#b", "-5"])
def test_nothing_is_guessed(text: str) -> None:
    assert parse_yaml(f"title: {text}").values == {"title": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"Flu: what"', "Flu: what"),
        ("'doesn''t'", "doesn't"),
        ('"say \\"hi\\""', 'say "hi"'),
        (">-\n  one\n  two", "one two"),
        ("one\n  two", "one two"),
        ("", ""),
        ("[a, b]", ["a", "b"]),
        ("\n  - a\n  - b", ["a", "b"]),
        ("\n- a\n- b", ["a", "b"]),
        ("\n  # a note\n\n  - a", ["a"]),
        ("\n  - name: a\n    value: b", [{"name": "a", "value": "b"}]),
    ],
)
def test_what_editors_and_their_tools_write_is_read(text: str, value: object) -> None:
    reading = parse_yaml(f"# a comment\n\nfield: {text}\nlast: x\n")
    assert reading.values == {"field": value, "last": "x"}
    assert reading.errors == []


@pytest.mark.parametrize("text", ["Flu: what", 'say "hi"', "C:\\dir", "# one", "'tis", "[x]", "a: b: c"])
def test_what_is_said_to_be_written_is_read(text: str) -> None:
    assert parse_yaml(f"title: {quote_yaml(text)}").values == {"title": text}


def test_every_place_has_its_line() -> None:
    lines = parse_yaml("title: a\nfaq:\n  - question: b\n    answer: c\n", first_line=2).lines
    assert lines["title",] == 2
    assert lines["faq", 0, "question"] == 4
    assert lines["faq", 0, "answer"] == 5


def test_a_mistake_hides_no_other() -> None:
    reading = parse_yaml('one: "a\ntwo: b: c\nthree:\td\nfour: e #f\nfive\nsix: &g h\nseven: i')
    assert [(fault.line, fault.field) for fault in reading.errors] == [
        (3, "three"),
        (5, "four"),
        (1, "one"),
        (2, "two"),
        (6, "six"),
        (4, "four"),
    ]
    assert reading.values["seven"] == "i"


def test_what_was_plainly_meant_is_read_as_meant() -> None:
    reading = parse_yaml("title: Flu: what\nfaq:\n  - question: One: two?\n    answer: c\n")
    assert reading.values == {"title": "Flu: what", "faq": [{"question": "One: two?", "answer": "c"}]}
    assert [fault.line for fault in reading.errors] == [1, 3]
    assert reading.broken == set()


def test_a_text_that_goes_on_below_is_told_once() -> None:
    assert len(parse_yaml("title: Flu: what\n  to do\nlast: x").errors) == 1


def test_a_field_that_cannot_be_read_is_named() -> None:
    assert parse_yaml("title: [a, b\nsummary: c").broken == {"title"}


@pytest.mark.parametrize("text", ["x\n" * 5_000, 'a: "b" c\n' * 5_000, "\t\n" * 5_000])
def test_endless_mistakes_end(text: str) -> None:
    faults = parse_yaml(text).errors
    assert len(faults) <= MOST_ERRORS + 2
    assert (faults[-1].message, faults[-1].hint) == ("there may be more", "mend these first")


def test_a_header_has_a_greatest_length() -> None:
    [fault] = parse_yaml("title: " + "a" * LONGEST).errors
    assert fault.message == "there are over 100,000 characters"


@pytest.mark.parametrize("sign", ["\x0c", "\x00", "\x85", "\ufffe"])
def test_an_unseen_character_stops_no_reading(sign: str) -> None:
    """Which of the two parsers reads it depends on other mistakes."""
    for other in ("last: x", "last:\tx"):
        assert parse_yaml(f"field: a{sign}b\n{other}").values == {"field": "a b", "last": "x"}


@pytest.mark.parametrize("written", ["~", "null", "Null", '""', ""])
def test_what_yaml_reads_as_nothing_is_no_text(written: str) -> None:
    assert parse_yaml(f"title: {written}").values == {"title": ""}
    assert parse_yaml('title: "~"').values == {"title": "~"}
