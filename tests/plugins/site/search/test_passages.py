from __future__ import annotations

import pytest

from plugins.clinic.model import load_clinic
from plugins.documents.document import make_document
from plugins.schema.interface_words import load_words
from plugins.site.search.passages import LONGEST, Passage, list_clinic_passages, list_document_passages
from tests import project

WORDS = load_words(project.ROOT / "theme")["en"]
HEADER = """---
title: Good
summary: What is good.
date: 2026-11-01
status: published
category: recovery
kind: advice
"""


def read(text: str, parts: str = "") -> list[Passage]:
    data = f"{HEADER}{parts}---\n\n{text}\n".encode()
    document, errors = make_document("articles/good.md", data, {"topics": ["recovery"]})
    assert document, errors
    return list(list_document_passages(document, "good/", WORDS))


def test_a_text_is_split_at_its_headings() -> None:
    text = "First *one*.\nStill one. Two!\n\n## What *it* is\n\n- a\n- b [link](https://a.example)"
    assert read(f"{text}\n\n### And more\n\nEnd.") == [
        Passage("", "First one.\nStill one.\nTwo!", "good/"),
        Passage("What it is", "a\nb link", "good/#what-it-is"),
        Passage("And more", "End.", "good/#and-more"),
    ]


def test_a_table_has_a_line_for_each_cell_and_nothing_is_marked_up() -> None:
    (found,) = read("| A & B | C |\n| --- | --- |\n| one < two | three |")
    assert found.text == "A & B\nC\none < two\nthree"


@pytest.mark.parametrize(
    ("part", "passage"),
    [
        ("key_points: [Rest]", Passage("Key points", "Rest", "good/#key-points")),
        ("facts:\n  - name: Cost\n    value: It depends", Passage("At a glance", "Cost: It depends", "good/#facts")),
        ("not_for: [You have acne.]", Passage("Who it may not suit", "You have acne.", "good/#not-for")),
        (
            "timeline:\n  - when: Day 1\n    what: It is hot. It is red.",
            Passage("Recovery, step by step", "Day 1: It is hot. It is red.", "good/#recovery"),
        ),
        ("do: [rest]", Passage("Before and after care", "rest", "good/#care")),
        ("dont: [scratch]", Passage("Before and after care", "do not scratch", "good/#care")),
        (
            "risks:\n  common: [Heat]\n  serious: [Scars]",
            Passage("What can go wrong", "Heat\nScars", "good/#risks", urgent=True),
        ),
        (
            "get_help:\n  call: [you have a fever]\n  emergency: [you faint]",
            Passage("When to get help", "you have a fever\nyou faint", "good/#get-help", urgent=True),
        ),
        (
            "alternatives:\n  - name: None\n    what: Wait.\n    recovery: None needed.",
            Passage("Other ways to treat it", "None: Wait. None needed.", "good/#alternatives"),
        ),
        ("questions: [Who does it?]", Passage("Questions to ask us", "Who does it?", "good/#questions")),
        (
            "faq:\n  - question: Does it hurt?\n    answer: A bit. Not for long.",
            Passage("Does it hurt?", "A bit.\nNot for long.", "good/#faq_1"),
        ),
        (
            "references:\n  - title: On skin\n    publisher: P\n    url: https://a.example/\n    accessed: 2026-01-01",
            Passage("References", "On skin", "good/#references", weight=1),
        ),
    ],
)
def test_every_part_is_a_passage_at_its_place(part: str, passage: Passage) -> None:
    assert read("Text.", f"{part}\n")[1:] == [passage]


def test_a_long_section_is_several_passages_at_one_place() -> None:
    text = " ".join(f"Sentence number {n} is here." for n in range(60))
    found = read(f"## Long\n\n{text}")
    assert {(one.heading, one.url) for one in found} == {("Long", "good/#long")}
    assert max(len(one.text) for one in found) <= LONGEST + 60
    assert " ".join(one.text.replace("\n", " ") for one in found) == text


def test_the_clinic_is_found_by_its_facts() -> None:
    clinic, _ = load_clinic(project.SITE)
    assert clinic
    found = list(list_clinic_passages(clinic, WORDS, "contact/"))
    said = "\n".join(one.text for one in found)
    assert {one.url for one in found} == {"contact/"}
    for fact in (clinic.address.street, clinic.address.city, clinic.telephone, clinic.accreditations[-1].name):
        assert fact in said
