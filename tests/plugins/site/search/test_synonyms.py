from __future__ import annotations

from pathlib import Path

import pytest

from plugins.documents.tokens import tokenize
from plugins.site.search.synonyms import load_synonyms, make_synonym_table
from tests.project import SITE

LINES = ["rhinoplasty, nose job", "wrinkle, crow's foot, fine line", "face laser, resurfacing"]


def read(folder: Path, text: str) -> list[str]:
    (folder / "synonyms.yaml").write_text(text, "utf-8")
    return [str(problem).split("synonyms.yaml:")[1] for problem in load_synonyms(folder, ["en", "es"])[1]]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rhinoplasty, step by step", {"nose", "job"}),
        ("After a NOSE job", {"rhinoplasty"}),
        ("Wrinkles and lines", {"crows", "foot", "fine", "line"}),
        ("Fine lines", {"wrinkle", "crows", "foot"}),
        ("A laser for the face", set()),  # the words of a name stand together
        ("A nose", set()),
        ("", set()),
    ],
)
def test_a_name_brings_the_words_of_the_others(text: str, meant: set[str]) -> None:
    assert set(make_synonym_table(LINES).find_others(tokenize(text))) == meant


def test_there_need_be_no_synonyms(tmp_path: Path) -> None:
    assert load_synonyms(tmp_path, ["en"]) == ({}, [])


def test_a_long_list_in_two_languages_is_accepted() -> None:
    found, problems = load_synonyms(SITE, ["en", "es"])
    assert problems == []
    assert {"rhinoplasty"} <= set(found["en"].find_others(["nose", "job"]))
    assert {"rinoplastia"} <= set(found["es"].find_others(tokenize("cirugía de nariz")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("en:\n  - nose job\n", "2: en 1: 'nose job' is not two or more names of one thing"),
        ("en:\n  - nose job,\n", "2: en 1: 'nose job,' is not two or more names of one thing"),
        ("en:\n  - nose job, Nose Job\n", "2: en 1: 'nose job, Nose Job' is not two or more names of one thing"),
        ("en:\n  - a, b\n  - c, a\n", "3: en 2: 'a' stands in line 2 already; put all names of one thing"),
        ("fr:\n  - nez, pif\n", "1: fr: is no language of this site; write one of en, es"),
        ("en: nose job, rhinoplasty\n", "1: en: is not a list"),
        ("en:\n  - nose: job\n", "2: en 1: a colon in the text cuts it"),
        ("en:\n  - [a, b]\n", "2: en 1: is not one text"),
        ("- a, b\n", "1: "),
        ("", "1: the file is empty"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    problems = read(tmp_path, text)
    assert problems[0].startswith(told)
    assert len(problems) == 1


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").symlink_to("/dev/zero")
    assert [problem.message for problem in load_synonyms(tmp_path, ["en"])[1]] == ["is a link to another file"]
