from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from plugins.schema.interface_words import load_words
from plugins.site.search import index
from plugins.site.search.index import BLOCK, MOST_PAGES, PASSAGES, Language, SearchPage
from plugins.site.search.passages import Passage
from plugins.site.search.synonyms import make_synonym_table
from plugins.site.search.tokens import tokenize
from tests import project

WORDS = load_words(project.ROOT / "theme")
PLAIN = Language()
Places = dict[str, dict[int, dict[int, int]]]  # by stem, page and passage: the weight


def page(number: int = 1, **changed: Any) -> SearchPage:
    return SearchPage(**{"href": f"/{number}/", "title": "Title", "summary": "Summary", **changed})


def many(count: int) -> list[SearchPage]:
    """Pages whose words are as common and as rare as words are; each differs from the others alone."""
    made = []
    for number in range(count):
        random = Random(number)
        text = [f"w{int(random.paretovariate(0.6)) % 20_000:x}" for _ in range(330)]
        passages = tuple(
            Passage(" ".join(text[start : start + 4]), " ".join(text[start + 4 : start + 30]), f"{number}/#p{start}")
            for start in range(30, 330, 30)
        )
        made.append(SearchPage(f"/{number}/", " ".join(text[:6]), " ".join(text[6:22]), "Topic", (text[22],), passages))
    return made


def join(pages: Sequence[SearchPage], language: Language = PLAIN, slots: int = 1) -> dict[int, bytes]:
    """The files of places of these pages, all words in one group."""
    find_stem = language.make_stemmer()
    pieces = [index.make_words(one, language, find_stem, 1).get_group(0) for one in pages]
    return index.join_words(pieces, slots).places


def read_rows(files: dict[int, bytes]) -> dict[str, list[int]]:
    return {stem: row for data in files.values() for stem, *row in json.loads(data)}


def read_places(files: dict[int, bytes]) -> Places:
    found: Places = {}
    for stem, (_, _, *pairs) in read_rows(files).items():
        place = 0
        for distance, weight in zip(pairs[::2], pairs[1::2], strict=True):
            place += distance
            found.setdefault(stem, {}).setdefault(place // PASSAGES, {})[place % PASSAGES] = weight
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Halo: day 1, at-home care", ["halo", "day", "1", "at", "home", "care"]),
        ("Cirugía de PÁRPADOS, año", ["cirugia", "de", "parpados", "ano"]),
        ("the surgeon's and the surgeon’s", ["the", "surgeons", "and", "the", "surgeons"]),
        ("ﬁller Ⅳ", ["filler", "iv"]),
        ("العناية بَشَرة", ["العناية", "بشرة"]),
        ("snake_case 👃 —", ["snake", "case"]),
    ],
)
def test_words_are_small_and_bare(text: str, found: list[str]) -> None:
    assert tokenize(text) == found


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
        ("es", "cicatriz cicatrices"),
        ("es", "arruga arrugas"),
        ("es", "embarazo embarazada embarazadas"),
        ("es", "infeccion infecciones infectado infectada"),
        ("es", "hinchazon hinchado hinchada"),
    ],
)
def test_the_forms_of_a_word_have_one_stem_and_others_another(lang: str, forms: str) -> None:
    find_stem = Language(endings=index.parse_endings(WORDS[lang]["search"]["endings"])).make_stemmer()
    (stem,) = {find_stem(form) for form in forms.split()}
    assert stem not in {find_stem(word) for word in ("skin", "man", "many", "number", "piel", "mano")}


def test_a_word_says_more_in_the_title_than_below() -> None:
    passages = (Passage("Creams", "Burns hurt.", "1/#creams"),)
    whole = page(title="Scars", tags=("acne",), summary="Shade", topic="Recovery", passages=passages)
    found = {stem: max(pages[0].values()) for stem, pages in read_places(join([whole])).items()}
    assert sorted(found, key=lambda word: -found[word])[:3] == ["scars", "acne", "creams"]
    assert found["recovery"] < found["burns"] < found["shade"]


def test_a_word_that_is_only_meant_says_less() -> None:
    language = Language(synonyms=make_synonym_table(["rhinoplasty, nose job"]))
    found = read_places(join([page(title="Rhinoplasty")], language))
    assert found["rhinoplasty"][0][0] > found["nose"][0][0] == found["job"][0][0] > 0


def test_a_word_that_says_too_little_is_found_in_titles_and_headings_alone() -> None:
    whole = page(title="About us", summary="About all", passages=(Passage("About you", "About it", "1/#you"),))
    assert read_places(join([whole], Language(ignored=frozenset({"about"}))))["about"][0].keys() == {0, 1}


def test_every_word_leads_to_the_passages_that_say_most_of_it() -> None:
    pages = many(40)
    found = read_places(join(pages, slots=8))
    for number, one in enumerate(pages):
        texts = [one.title, *(f"{passage.heading} {passage.text}" for passage in one.passages)]
        for word in {word for text in texts for word in tokenize(text)}:
            having = {nth for nth, text in enumerate(texts) if word in tokenize(text)}
            kept = found[word][number]
            assert kept.keys() - {0} <= having
            assert len(kept.keys() - {0}) == min(2, len(having - {0}))


def test_every_stem_is_in_its_slot() -> None:
    files = join(many(20), slots=16)
    assert len(files) == 16
    for slot, data in files.items():
        assert all(index.find_slot(stem, 16) == slot for stem, *_ in json.loads(data))


def test_a_word_of_very_many_pages_is_looked_for_where_it_weighs_most() -> None:
    pages = [page(n, title="Scars" if n % 10 == 0 else "Title", summary="scars") for n in range(MOST_PAGES * 3)]
    files = join(pages)
    assert read_rows(files)["scars"][0] == len(pages)
    found = read_places(files)["scars"]
    assert len(found) == MOST_PAGES
    assert {n for n in range(len(pages)) if n % 10 == 0} <= found.keys()


@pytest.mark.parametrize(("urgent", "plain", "is_urgent"), [(0, 1, False), (1, 0, True), (1, 3, True), (1, 9, False)])
def test_a_word_is_urgent_that_care_cards_say_more_than_others(urgent: int, plain: int, is_urgent: bool) -> None:
    passages = [Passage("", "swelling", "1/", urgent=n < urgent) for n in range(urgent + plain)]
    assert read_rows(join([page(passages=tuple(passages))]))["swelling"][1] == is_urgent


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, PASSAGES - 1, PASSAGES + 30])
def test_texts_hold_every_passage_in_order(count: int) -> None:
    passages = tuple(Passage(f"Heading {n}", f"Text {n}", f"1/#h{n}") for n in range(count))
    files = [json.loads(data) for data in index.make_texts(page(passages=passages))]
    rows = [row for *_, rows in files for row in rows]
    assert {tuple(head) for *head, _ in files} == {("/1/", "Title", "")}
    assert all(len(rows) == BLOCK for *_, rows in files[:-1])
    assert len(rows) == min(count + 1, PASSAGES)
    assert rows[0] == ["", "", "Summary"]
    said = "\n".join(f"{heading}\n{text}" for _, heading, text in rows[1:])
    assert said == "\n".join(f"Heading {n}\nText {n}" for n in range(count))


def test_a_query_fetches_little_of_a_large_index() -> None:
    pages = many(1_000)
    files = join(pages, slots=index.count_slots(len(pages)))
    sizes = [len(gzip.compress(data, 6)) for data in files.values()]
    assert sum(sizes) / len(sizes) < 600
    assert max(sizes) < 2_500
    texts = [len(gzip.compress(data, 6)) for one in pages[:50] for data in index.make_texts(one)]
    assert max(texts) < 2_000


def test_a_new_sentence_changes_few_groups_of_words() -> None:
    (before,) = many(1)
    first, *others = before.passages
    after = before._replace(passages=(first._replace(text=f"{first.text}\nA new sentence."), *others))
    one, other = (index.make_words(page, PLAIN, PLAIN.make_stemmer(), 128) for page in (before, after))
    changed = [group for group in range(128) if one.get_group(group) != other.get_group(group)]
    assert 0 < len(changed) <= 3


@pytest.mark.parametrize("count", [10, 100, 1_000, 10_000, 100_000])
def test_slots_are_few_and_seldom_other_ones(count: int) -> None:
    slots = index.count_slots(count)
    assert slots & (slots - 1) == 0
    assert 10 * count**0.5 < slots < 24 * count**0.5
    assert index.count_slots(count + 1) == slots


def test_words_are_split_into_runs_of_neighbors() -> None:
    words = {f"{'abcxyz'[n % 6]}{n:x}": 9 for n in range(3_000)}
    runs = list(index.split_into_runs(words))
    starts = [start for start, _ in runs]
    assert len(runs) > 1
    assert starts == sorted(starts)
    assert [word for _, run in runs for word in run] == sorted(words)
    for at, (start, run) in enumerate(runs):
        assert start <= run[0]
        assert at + 1 == len(runs) or run[-1] < starts[at + 1]
    later = list(index.split_into_runs(words | {"new": 9}))
    assert sum(run in later for run in runs) >= len(runs) - 2
