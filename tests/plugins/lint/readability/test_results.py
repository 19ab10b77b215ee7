"""How hard a text is to read, and what may be misspelled in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cache.database import Cache
from plugins.documents.library import Library
from plugins.documents.scan import find_markdown_files
from plugins.lint.readability.grade import ReadingLevel, measure_reading_level
from plugins.lint.readability.hints import find_misspelled, lint_readability
from plugins.lint.readability.results import ReadabilityResult, UnknownWord, measure_readability
from plugins.lint.readability.syllables import count_english_syllables, count_spanish_syllables
from plugins.lint.sentences import make_locator, split_blocks
from plugins.lint.spelling import spelling
from plugins.lint.spelling.vocabulary import Vocabulary, load_vocabulary
from tests.small import article, put, strip_rule_ids

ENGLISH = {
    1: """skin heal smooth through scar face rest days week eye used asked healed changed please breathe clothes closed
        bruise loose breast nurse cleared risk price shade mole whole guide""",
    2: """laser surgeon treated needed swelling wrinkle wrinkles redness treatment treatments bandage doctor patient
        patients careful likely safely creases faces blister being going doing seeing lion people little science quiet
        sunscreen something someone react create diet acne fever ointment itching breathing noticed bleeding bruises
        gently shower water clothing disease pressure herpes virus viral pregnant nursing question questions decide
        office nurses license licensed local sutures stitches dissolve drainage implant result results wavelength carbon
        device approved prices advice oily layer layers outer tissue tighten texture sunburn hydrate lotion cancer
        eyelid forehead elsewhere therefore movement amused client language fluid ruin poem""",
    3: """collagen surgery recover procedure medicine medical infection injection condition radius physician animal
        serious previous usual area idea video created reaction appointment ablative fractional period violet obvious
        various recipe exercise alcohol aspirin allergy allergic allergies pregnancy decision hospital general sedation
        incision revision permanent visible possible capable energy dioxide erbium devices benefit insurance estimate
        vitamin peroxide eczema melanin biopsy whenever quality""",
    4: """emergency radiation usually experience material complication temporary television consultation pigmentation
        anesthesia resurfacing moisturizer alternative evaluate associate especially bacteria diabetes influenza
        certificate operation anesthetic invisible responsible comfortable microscopic nanometer millimeter retinoid
        psoriasis rosacea melanoma botulinum rhinoplasty society variety anxiety cooperate""",
    5: "dermatologist antibiotic individual immediately hyaluronic",
    6: "hyperpigmentation isotretinoin",
}
SPANISH = {
    1: "piel que muy hoy sol hay quien bien",
    2: "láser cara día causa ciudad llame leer rojo agua riesgos",
    3: "cuidado médico ayuda paciente semana heridas hinchazón",
    4: "cirugía tratamiento cicatrices averigüe operación colágeno prohibido infecciones",
    5: "recuperación medicamento",
    6: "enrojecimiento",
}
EASY = "We will call you by noon on the day. You can rest at home with a good book. " * 6
HARD = "Fractional resurfacing necessitates considerable individual evaluation of pigmentation characteristics. " * 15


def told(body: str, lang: str = "en", **fields: str) -> ReadingLevel | None:
    text = article(body, **fields)
    return measure_reading_level(list(split_blocks(text)), lang, make_locator(text))


def figure(body: str, **fields: str) -> float:
    found = told(body, **fields)
    assert found
    return found.figure


def odd(body: str) -> list[str]:
    text = article(body)
    found = spelling.find_words(split_blocks(text), make_locator(text))
    return [word for word, where in found.items() if not where.name and spelling.find_suggestions(word)]


# Syllables


def test_english_syllables_are_counted_nearly() -> None:
    words = [(word, count) for count, words in ENGLISH.items() for word in words.split()]
    wrong = [
        (word, count_english_syllables(word) - count) for word, count in words if count_english_syllables(word) != count
    ]
    assert (len(words), len(wrong)) == (231, 13), wrong
    assert {abs(by) for _, by in wrong} == {1}


def test_spanish_syllables_are_counted_as_they_are_spelled() -> None:
    words = [(word, count) for count, words in SPANISH.items() for word in words.split()]
    assert [
        (word, count_spanish_syllables(word), count) for word, count in words if count_spanish_syllables(word) != count
    ] == []


@given(st.text())
def test_every_word_has_a_syllable(word: str) -> None:
    assert count_english_syllables(word) >= 1
    assert count_spanish_syllables(word) >= 1


# Grade


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    found = told("The cat sat on the mat with a dog. " * 12, summary="Not a sentence")
    assert found
    assert found.figure == round(0.39 * 9 + 11.8 * 1 - 15.59, 1)
    assert str(found) == "grade -0.3, very easy"


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    easy, hard = told(EASY), told(HARD)
    assert easy and hard
    assert (easy.is_hard, hard.is_hard) == (False, True)


def test_spanish_has_an_index_in_which_more_is_easier() -> None:
    easy, hard = (
        told(text * 12, "es") for text in ("El sol da en la piel de la cara. ", "Recuperación medicamentosa. ")
    )
    assert hard is None  # 24 words
    assert easy and (easy.name, easy.is_hard) == ("INFLESZ", False)
    hard = told("La recuperación posoperatoria individualizada necesita medicamentos antiinflamatorios. " * 15, "es")
    assert hard and hard.is_hard
    assert hard.figure < hard.limit < easy.figure


def test_of_other_languages_and_of_a_few_words_nothing_is_said() -> None:
    assert told(EASY, "ko") is None
    assert told("We will call you on the day.") is None


def test_headings_items_and_cells_do_not_change_the_grade() -> None:
    plain = figure(EASY)
    assert figure(f"## Considerable individual evaluation\n\n{EASY}") == plain
    assert figure(f"{EASY}\n\n- considerable individual evaluation\n- pigmentation") == plain
    assert figure(f"{EASY}\n\n| considerable | evaluation |\n|---|---|\n| a | b |") == plain
    assert figure(EASY, key_points="\n  - considerable individual evaluation") == plain


def test_citations_and_marks_do_not_change_the_grade() -> None:
    assert figure(EASY.replace("the day.", "**the** [day](https://x.example/a-long-way) [1, 2].")) == figure(EASY)


def test_the_five_hardest_sentences_come_hardest_first_with_their_places() -> None:
    first = "We do a considerable individual evaluation of pigmentation."
    second = "Wait for the examination of the whole individual, then rest"
    found = told(f"{EASY}\n\n{first} So rest.\n\nAn evaluation. {second} [1].")
    assert found
    assert len(found.hardest) == 5
    assert [(one.line, one.column, one.text) for one in found.hardest][:2] == [
        (12, 1, first),
        (14, 16, f"{second}."),
    ]
    assert [one.figure for one in found.hardest] == sorted((one.figure for one in found.hardest), reverse=True)


# Spelling


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("You will recieve a call.", ["recieve"]),
        ("It is **sw**eling.", ["sweling"]),
        ("Swellling goes. The swellling stays.", ["Swellling", "swellling"]),
        ("The nurse's apointment isn't today’s.", ["apointment"]),
        ("Write to recieve@x.example, or see recieve.example and `recieve`.", []),
        ("Take 24hrs, CO2 and a FDAA.", []),
        ("We use Purell and Steri strips.", []),  # names
        ("IPL helps. LiveChet does.", []),
        ("We use adapalene.", []),  # near to no other word
        ("It is melasma.", []),  # near to “melisma”, which nobody writes
    ],
)
def test_a_word_near_to_a_common_one_is_odd(body: str, found: list[str]) -> None:
    assert odd(body) == found


def test_what_was_meant_comes_first() -> None:
    assert (spelling.find_suggestions("apointment") or ("",))[0] == "appointment"
    assert spelling.find_suggestions("appointment") is None


def test_the_clinics_words_are_right_and_meant() -> None:
    reading = ReadabilityResult(
        None,
        (
            UnknownWord("sciton", 1, 1, ("scion",)),
            UnknownWord("Keloids", 2, 1, ()),
            UnknownWord("Scition", 3, 1, ()),
            UnknownWord("kelodi", 4, 1, ("kelp",)),
            UnknownWord("adapalene", 5, 1, ()),
        ),
    )
    found = find_misspelled(reading, Vocabulary(["Sciton", "keloid"]))
    assert [(one.word, one.near) for one in found] == [("Scition", ("Sciton",)), ("kelodi", ("keloid", "kelp"))]


@given(st.text("abc", min_size=3, max_size=6), st.data())
def test_a_word_with_one_slip_is_near(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slips = (word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :])
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for slip in (*slips, swapped):
        assert Vocabulary([word]).find_similar(slip) == [word]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# Names\nSciton\n\nkeloid\n", []),
        ("", []),
        ("two words\n", ["1: 'two words' is not one word; write one word a line, # before a note"]),
        ("keloid # a scar\n", ["1: 'keloid # a scar' is not one word; write one word a line, # before a note"]),
        ("keloid\nSciton\nkeloid\n", ["3: keloid stands in line 1 too; delete one of the two"]),
        ("<<<<<<< HEAD\nkeloid\n", ["1: git left a conflict here; keep one version and delete the marks"]),
    ],
)
def test_the_list_of_words_is_read_strictly(tmp_path: Path, text: str, lines: list[str]) -> None:
    (tmp_path / "words.txt").write_text(text, "utf-8")
    assert [strip_rule_ids(str(one)).split("words.txt:")[1] for one in load_vocabulary(tmp_path)[1]] == lines


def test_there_need_be_no_list_and_it_is_no_link(tmp_path: Path) -> None:
    assert load_vocabulary(tmp_path)[1] == []
    (tmp_path / "words.txt").symlink_to("/dev/zero")
    assert "is a link to another file" in str(load_vocabulary(tmp_path)[1][0])


# What is told, and what is kept


def test_hints_say_where_and_what_to_do(tmp_path: Path) -> None:
    texts = {"one": f"{HARD}\n\nYou recieve it with Purell.", "two": EASY}
    put(tmp_path, {f"content/articles/{name}.md": article(text) for name, text in texts.items()})
    cache = Cache(tmp_path / "cache.db")
    library = Library(tmp_path / "content", {}, cache)
    metas, _ = library.load_metadata(find_markdown_files(tmp_path / "content", "articles")[0])
    read = measure_readability(library, metas, cache)
    cache.close()
    found, none = (list(lint_readability(meta, read[meta.path], Vocabulary())) for meta in metas)
    assert none == []
    assert [(one.rule, one.severity, one.line, one.column, one.words) for one in found] == [
        ("text-hard-to-read", "note", 2, 1, "A good article"),
        ("word-misspelled", "note", 12, 5, "recieve (receive, relieve?)"),
    ]


def test_a_reading_is_made_again_only_where_its_text_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    for name in ("one", "two"):
        put(tmp_path, {f"content/articles/{name}.md": article("You recieve it.")})
    cache = Cache(tmp_path / "cache.db")
    looked_up, seen = spelling.find_suggestions, []

    def noted(word: str) -> tuple[str, ...] | None:
        seen.append(word)
        return looked_up(word)

    monkeypatch.setattr(spelling, "find_suggestions", noted)

    def words() -> list[list[str]]:
        library = Library(content, {}, cache)
        metas, _ = library.load_metadata(find_markdown_files(content, "articles")[0])
        return [[one.word for one in reading.odd] for reading in measure_readability(library, metas, cache).values()]

    assert words() == [["recieve"], ["recieve"]]
    assert seen.count("recieve") == 1
    seen.clear()
    put(tmp_path, {"content/articles/two.md": article("You recieve it untill then.")})
    assert sorted(words()) == [["recieve"], ["recieve", "untill"]]
    assert sorted(seen) == ["then", "untill"]
    (content / "articles/one.md").unlink()
    assert words() == [["recieve", "untill"]]
    cache.close()


def test_a_word_of_another_language_is_not_looked_up() -> None:
    text = article("The [curandra](lang:es) said: the [curandra said](/more/).")
    found = spelling.find_words(split_blocks(text), make_locator(text))
    assert (found["curandra"].line, found["curandra"].column) == (10, 36)
