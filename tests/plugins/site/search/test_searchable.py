from __future__ import annotations

from typing import Any

import pytest

from plugins.schema.interface_words import load_words
from plugins.site.search.searchable import Language, SearchPage, weigh_stems
from plugins.site.search.synonyms import SynonymTable, make_synonym_table
from tests import project

WORDS = load_words(project.ROOT / "theme")
PLAIN = Language()


def weigh(language: Language = PLAIN, **fields: Any) -> dict[str, float]:
    """The weight of each stem of a page with these fields, without what says that a stem is urgent."""
    page = SearchPage(**{"title": "Title", **fields})
    return {stem: weight // 2 for stem, weight in weigh_stems(page, language).items()}


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", "wrinkle wrinkles wrinkled"),
        ("en", "infection infections infected infecting"),
        ("en", "allergy allergies allergic"),
        ("en", "pregnancy pregnant"),
        ("en", "heal heals healed healing"),
        ("en", "scar scars scarring scarred"),
        ("en", "itch itchy itches itching"),
        ("en", "dry dries dried drying"),
        ("en", "red redness"),
        ("en", "sag sags sagging saggy"),
        ("en", "dermatology dermatologist dermatologists"),
        ("es", "cicatriz cicatrices"),
        ("es", "sol soles"),
        ("es", "abrir abren abre"),
        ("es", "arruga arrugas"),
        ("es", "embarazo embarazada embarazadas"),
        ("es", "infeccion infecciones infectado infectada"),
        ("es", "hinchazon hinchado hinchada hincharse"),
        ("es", "hipertension hipertencion"),
        ("es", "operar operarme operarse operada"),
        ("es", "fumar fumo fumas"),
        ("es", "tratamiento tratar trato"),
    ],
)
def test_the_forms_of_a_word_have_one_stem_and_others_another(lang: str, forms: str) -> None:
    language = Language.parse(WORDS[lang]["search"], SynonymTable({}, {}))
    (stem,) = language.find_stems(forms.split())
    assert stem not in language.find_stems(["skin", "man", "many", "number", "piel", "mano"])


@pytest.mark.parametrize(
    ("lang", "words"), [("es", "sol solo"), ("es", "mal malo"), ("es", "mes mesa"), ("es", "enfermera enfermedad")]
)
def test_words_of_different_meaning_have_different_stems(lang: str, words: str) -> None:
    language = Language.parse(WORDS[lang]["search"], SynonymTable({}, {}))
    assert len(language.find_stems(words.split())) == 2


def test_a_word_says_more_in_the_title_than_below() -> None:
    found = weigh(
        title="Scars",
        tags=("acne",),
        headings=("Creams",),
        summary="Shade",
        topic="Recovery",
        words=["burns"],
    )
    assert sorted(found, key=lambda word: -found[word])[:2] == ["scars", "acne"]
    assert found["acne"] > found["creams"] >= found["shade"] > found["recovery"] >= found["burns"] > 0


def test_the_most_that_a_word_can_weigh_fits_a_digit() -> None:
    (weight,) = weigh_stems(SearchPage("a", "a", "a", ("a",), ("a",), ["a"], ["a"]), PLAIN).values()
    assert weight < 64


def test_a_word_that_is_only_meant_says_less() -> None:
    language = Language(synonyms=make_synonym_table(["rhinoplasty, nose job"]))
    found = weigh(language, title="Rhinoplasty")
    assert found["rhinoplasty"] > found["nose"] == found["job"] > 0
    assert weigh(language, title="A nose job")["rhinoplasty"] == found["nose"]
    assert weigh(language, words=["rhinoplasty"])["nose"] < found["nose"]


def test_a_word_that_says_too_little_is_found_in_titles_and_headings_alone() -> None:
    language = Language(ignored=frozenset({"about"}))
    for name, value in {"summary": "About", "topic": "About", "tags": ("about",), "words": ["about"]}.items():
        assert "about" not in weigh(language, **{name: value})
    assert weigh(language, title="About")["about"] > weigh(language, headings=("About",))["about"] > 0


def test_urgent_words_are_marked() -> None:
    found = weigh_stems(SearchPage("Title", words=["fever", "skin"], urgent=["fever"]), PLAIN)
    assert {stem for stem, weight in found.items() if weight % 2} == {"fever"}


def test_other_names_of_urgent_words_are_marked_too() -> None:
    language = Language(synonyms=make_synonym_table(["pain, hurt, ache"]))
    found = weigh_stems(SearchPage("Title", words=["pain", "hurt", "skin"], urgent=["pain"]), language)
    assert {stem for stem, weight in found.items() if weight % 2} == {"pain", "hurt", "ache"}
