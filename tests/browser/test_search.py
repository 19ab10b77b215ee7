"""The search page in a real browser: what patients ask leads them to the article that answers it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from tests import project
from tests.conftest import Visit
from tools.preview.static_server import serve_static

RESULTS = ".search-results > ol > li"
RIGHT = 0.92  # of all questions and words: as many have the right page first
CORPUS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("search.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the made-up clinic's articles and the corpus answer, below a sub-path, with a slash at its end."""
    root = tmp_path_factory.mktemp("search")
    folder = project.copy(root / "project")
    clinic = folder / "content/clinic.yaml"
    clinic.write_text(clinic.read_text("utf-8").replace("https://clinic.example\n", "https://clinic.example/blog/\n"))
    for lang, corpus in CORPUS.items():
        for number, (slug, article) in enumerate(corpus["articles"].items()):
            write(folder, slug, lang, date(2025, 1, 1) + timedelta(days=number), **article)
    done = project.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    with serve_static(folder / "output", "/blog/") as url:
        yield url


def write(folder: Path, slug: str, lang: str, day: date, *, topic: str, text: str, **header: Any) -> None:
    fields = header | {"lang": lang, "category": topic, "date": day.isoformat(), "kind": "advice"}
    lines = [f"{name}: {json.dumps(value)}" for name, value in fields.items()]
    path = folder / "content/articles" / f"{slug}.md"
    path.write_text("\n".join(["---", *lines, "status: published", "---", "", text]), "utf-8")


def search(page: Page, text: str) -> None:
    """Type `text` and press Enter."""
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("Enter")


def answered(page: Page) -> str:
    """What is announced once the search is over."""
    status = page.get_by_role("status")
    expect(status).not_to_have_text(re.compile("^$|…$"))
    return status.inner_text()


def titles(page: Page) -> list[str]:
    return page.locator(f"{RESULTS} h2").all_inner_texts()


def addresses(page: Page) -> list[str]:
    """Of the results, from the site's root, without the places there."""
    return [place.partition("#")[0] for place in places(page)]


def places(page: Page) -> list[str]:
    """Of the results, from the site's root."""
    links = page.locator(f"{RESULTS} h2 a").all()
    return [(link.get_attribute("href") or "").removeprefix("/blog/") for link in links]


def test_what_patients_ask_leads_to_the_page_that_answers_it(address: str, visit: Visit) -> None:
    asked, wrong = 0, {}
    for lang, home in (("en", ""), ("es", "es/")):
        page = visit(f"{address}{home}search/")
        for text, *right in [*CORPUS[lang]["questions"], *CORPUS[lang]["words"]]:
            search(page, "")
            expect(page.get_by_role("status")).to_have_text("")
            search(page, text)
            answered(page)
            asked += 1
            first = addresses(page)[:1]
            if not {one.removeprefix("es/").strip("/") for one in first} & set(right):
                wrong[text] = first
    assert asked >= 120
    assert len(wrong) <= (1 - RIGHT) * asked, wrong


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("abdomino", "abdominoplasty"),  # the beginning of a word
        ("tattoos", "tattoo-removal"),  # another form of it
        ("hypertention", "blood-pressure"),  # a wrong letter
        ("mealsma", "melasma"),  # two that changed places
        ("roseacea", "rosacea"),  # one too many
        ("rosaea", "rosacea"),  # one too few
        ("elanoma", "moles"),  # the first one missing
        ("anesthesiologist", "anesthesia"),  # the same beginning
        ("Mélasma", "melasma"),  # an accent
        ("MELASMA!", "melasma"),
        ("surgeon’s fee", "cost"),
        ("drain the drain", "drains"),
        ("is it permanent?", "lumo-laser-treatment"),  # one of its common questions
    ],
)
def test_words_need_not_be_written_as_in_the_article(address: str, visit: Visit, text: str, slug: str) -> None:
    page = visit(f"{address}search/")
    search(page, text)
    answered(page)
    assert addresses(page)[0] == f"{slug}/"


@pytest.mark.parametrize(
    ("home", "text", "sentence"),
    [
        ("", "directions", "Get directions"),
        ("", "parking", "Free, behind the building."),
        ("", "opening hours", ""),
        ("", "where are you", ""),
        ("", "elevator", "There is no step, and the elevator goes to our floor."),
        ("", "Orchard Lane", "3 Orchard Lane"),
        ("es/", "cómo llegar", "Cómo llegar"),
        ("es/", "estacionamiento", "Gratis, detrás del edificio."),
        ("es/", "horario", ""),
        ("es/", "dónde están", ""),
    ],
)
def test_where_and_when_the_clinic_is_there_is_answered_by_the_page_that_says_so(
    address: str, visit: Visit, home: str, text: str, sentence: str
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    assert addresses(page)[0] == ("es/contacto/" if home else "contact/")
    assert sentence in page.locator(RESULTS).first.inner_text()


@pytest.mark.parametrize(
    ("home", "text", "place", "says"),
    [
        ("", "opening hours", "port-ellery_hours", "Port Ellery · Opening hours"),
        ("", "open on saturday", "port-ellery_hours", "Saturday to Sunday"),
        ("", "closed christmas", "port-ellery_closures", "Port Ellery · Holidays and closures"),
        ("", "christmas eve", "port-ellery_closures", "December 24"),
        ("", "december", "port-ellery_closures", "December 24"),
        ("", "phone number", "port-ellery", "707-555-0142"),
        ("", "telephone", "port-ellery", "707-555-0142"),
        ("", "hill town telephone", "hill-town", "3 Orchard Lane"),
        ("es/", "cuándo abren", "port-ellery_hours", "Port Ellery · Horario"),
        ("es/", "cierran en navidad", "port-ellery_closures", "24 al 27 de diciembre"),
        ("es/", "diciembre", "port-ellery_closures", "24 al 27 de diciembre"),
        ("es/", "telefono", "port-ellery", "707-555-0142"),
        ("es/", "número de teléfono", "port-ellery", "707-555-0142"),
    ],
)
def test_a_fact_of_the_clinic_is_found_where_it_stands_and_of_the_place_that_it_is_of(
    address: str, visit: Visit, home: str, text: str, place: str, says: str
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    assert places(page)[0] == f"{'es/contacto/' if home else 'contact/'}#place_{place}"
    assert says in page.locator(RESULTS).first.inner_text()


@pytest.mark.parametrize(
    ("home", "text", "slug"),
    [
        ("", "Mira Soto", "mira-soto"),
        ("", "nurse", "mira-soto"),
        ("", "Tagalog", "mira-soto"),
        ("", "RN 000187", "mira-soto"),
        ("", "who speaks tagalog", "mira-soto"),
        ("es/", "Mira Soto", "mira-soto"),
        ("es/", "enfermera", "mira-soto"),
        ("es/", "BSN", "mira-soto"),
        ("es/", "tagalog", "mira-soto"),
        ("es/", "Lee Park", "lee-park"),
        ("es/", "Jo Vance", "es/jo-vance"),
        ("es/", "habla español", "es/jo-vance"),
    ],
)
def test_people_are_found_in_each_language_even_where_their_page_is_in_another(
    address: str, visit: Visit, home: str, text: str, slug: str
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    folder, _, name = slug.rpartition("/")
    assert addresses(page)[0] == f"{folder}{'/' if folder else ''}people/{name}/"
    first = page.locator(RESULTS).first
    foreign = "en" if home and not folder else None
    assert [line.get_attribute("lang") for line in first.locator("p").all()] == [foreign, foreign]
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name.replace("-", " ").title())


@pytest.mark.parametrize(
    ("home", "text", "slug"),
    [
        ("", "sun screen", "sunscreen"),
        ("", "make up", "healing-after-a-laser"),
        ("", "face lift", "facelift"),
        ("", "micro needling at home", "microneedling"),
        ("", "nosejob", "rhinoplasty"),
        ("", "drainbulb", "drains"),
        ("", "testspot", "brown-and-black-skin"),
        ("es/", "anti viral", "es/tratamiento-laser-lumo"),
        ("es/", "preciototal", "es/tratamiento-laser-lumo"),
        ("es/", "cartilago", None),
    ],
)
def test_two_words_may_be_written_as_one_and_one_as_two(
    address: str, visit: Visit, home: str, text: str, slug: str | None
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    assert addresses(page)[:1] == ([f"{slug}/"] if slug else [])


@pytest.mark.parametrize(
    ("home", "text"),
    [
        ("", "enterprise"),  # enter
        ("", "scan"),  # scar: its end makes it another word
        ("es/", "hable"),  # ablación
    ],
)
def test_another_word_is_not_taken_for_one_that_is_like_it(address: str, visit: Visit, home: str, text: str) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    assert re.match("Nothing|No se", answered(page))


@pytest.mark.parametrize(("home", "text"), [("", "scar"), ("", "sun"), ("", "ear"), ("es/", "sol"), ("es/", "piel")])
def test_a_whole_word_is_not_taken_for_a_beginning(address: str, visit: Visit, home: str, text: str) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    number = answered(page)
    found = places(page)
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("searchbox").press_sequentially(text)
    assert answered(page) == number
    assert places(page) == found


def test_the_script_is_small() -> None:
    assert len(gzip.compress((project.ROOT / "theme/static/search.js").read_bytes(), 6)) <= 6_000


def test_results_come_while_the_visitor_types(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    page.get_by_role("searchbox").press_sequentially("gynecom")
    answered(page)
    assert addresses(page)[0] == "gynecomastia/"


def test_the_number_of_results_is_announced_and_their_words_are_marked(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    assert page.get_by_role("status").inner_text() == ""
    search(page, "black eyes, blocked nose")
    assert int(answered(page).split()[0]) >= len(titles(page))
    first = page.locator(RESULTS).first
    assert [line for line in first.inner_text().split("\n") if line] == [
        "The first weeks after rhinoplasty",
        "Recovery · The first week",
        "Black eyes and a blocked nose are usual.",
    ]
    assert first.locator("mark").all_inner_texts() == ["Black", "eyes", "blocked", "nose"]
    assert places(page)[0] == "rhinoplasty-recovery/#the-first-week"
    assert not page.locator("#browse").is_visible()


def test_the_answer_to_a_common_question_is_open_when_it_is_reached(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/?q=is+it+permanent")
    answered(page)
    page.locator(RESULTS).first.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#faq_2$"))
    expect(page.get_by_text("Skin goes on aging")).to_be_in_viewport()
    expect(page.get_by_text("Is the result permanent?")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("home", "text", "says"),
    [
        ("", "swelling", "Call us"),
        ("", "fever after my laser", "Call us"),
        ("", "my cheek aches", "Call us"),
        ("es/", "fiebre", "Llámenos"),
        ("", "wrinkles", ""),
        ("", "skin", ""),
        ("es/", "piel", ""),
    ],
)
def test_a_word_of_a_care_card_says_first_whom_to_call(
    address: str, visit: Visit, home: str, text: str, says: str
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    card = page.locator(".search-results__urgent")
    assert card.is_visible() == bool(says)
    if says:
        assert says in card.inner_text()
        links = [link.get_attribute("href") for link in card.get_by_role("link").all()]
        assert links == ["tel:+17075550142", "tel:911"]
        below = page.locator(RESULTS).first.bounding_box()
        own = card.bounding_box()
        assert own and below and own["y"] < below["y"]


@pytest.mark.parametrize(("home", "text", "other"), [("", "cicatrices", "es/"), ("es/", "wrinkles", "")])
def test_a_word_of_another_language_leads_to_its_search(
    address: str, visit: Visit, home: str, text: str, other: str
) -> None:
    page = visit(f"{address}{home}search/?q={text}")
    answered(page)
    link = page.locator("a[data-index]:visible")
    assert link.get_attribute("lang") == (other.strip("/") or "en")
    link.click()
    expect(page).to_have_url(f"{address}{other}search/?q={text}")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_a_word_that_the_page_s_language_knows_is_not_looked_for_in_another(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/?q=melanoma")
    answered(page)
    assert not page.locator("a[data-index]").is_visible()


def test_a_search_that_finds_nothing_shows_what_there_is(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    search(page, "bicycle 12345")
    assert answered(page).startswith("Nothing was found.")
    assert titles(page) == []
    assert page.locator("#browse").is_visible()
    assert page.locator(".search-results__call a").get_attribute("href") == "tel:+17075550142"


@pytest.mark.parametrize(("text", "topic"), [("xrrecoveri", "Recovery"), ("skinlaserz", "Laser and skin")])
def test_where_nothing_is_found_the_nearest_topic_is_first(address: str, visit: Visit, text: str, topic: str) -> None:
    page = visit(f"{address}search/?q={text}")
    assert answered(page).startswith("Nothing was found.")
    assert page.locator("#browse li a").first.inner_text() == topic


def test_an_empty_search_says_nothing(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/?q=melasma")
    answered(page)
    search(page, "  ")
    expect(page.get_by_role("status")).to_have_text("")
    assert page.locator("#browse").is_visible()
    assert page.url == f"{address}search/"


def test_an_address_leads_to_its_search_and_back_leads_to_the_one_before(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/?q=tummy+tuck")
    answered(page)
    assert page.get_by_role("searchbox").input_value() == "tummy tuck"
    search(page, "sunblock")
    expect(page.locator(RESULTS).first).to_contain_text("sunscreen")
    assert page.url == f"{address}search/?q=sunblock"
    page.get_by_role("searchbox").fill("moles")  # and no Enter: a result is chosen as it is
    page.get_by_role("link", name="When to have a mole checked").click()
    assert page.url.startswith(f"{address}moles/")
    for text, title in [("moles", "mole"), ("sunblock", "sunscreen"), ("tummy tuck", "Abdominoplasty")]:
        page.go_back()
        expect(page.locator(RESULTS).first).to_contain_text(title)
        assert page.get_by_role("searchbox").input_value() == text


def test_the_keyboard_goes_from_the_field_to_the_results(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    page.get_by_label("What are you looking for?").focus()
    page.keyboard.type("rosacea")
    answered(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Search"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rosacea/"))


def test_more_results_are_a_button_away(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    search(page, "operation")
    number = int(answered(page).split()[0])
    assert number > len(titles(page)) == 3
    page.get_by_role("button", name="More results").click()
    expect(page.locator(RESULTS)).to_have_count(min(number, 6))
    assert page.evaluate("document.activeElement.textContent") == titles(page)[3]
    assert len(set(titles(page))) == len(titles(page))


def test_the_newest_search_wins_over_one_that_loads_longer(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/?q=melasma")
    answered(page)
    held: list[Route] = []
    page.route("**/*.json", lambda route: held.append(route))
    search(page, "gynecomastia")
    expect(page.get_by_role("status")).to_have_text("Searching…")
    search(page, "melasma")
    assert answered(page) == "1 result"
    page.route("**/*.json", lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    assert addresses(page) == ["melasma/"]


def test_an_index_that_does_not_load_leaves_the_list(address: str, visit: Visit) -> None:
    page = visit(f"{address}search/")
    page.route("**/*.json", lambda route: route.abort())
    search(page, "melasma")
    assert answered(page).startswith("The search did not load.")
    assert page.locator("#browse").is_visible()
    page.unroute("**/*.json")
    search(page, "melasma ")
    expect(page.get_by_role("status")).to_have_text("1 result")


def test_without_script_the_form_leads_to_the_page_that_lists_topics_and_articles(address: str, visit: Visit) -> None:
    page = visit(f"{address}404.html", java_script_enabled=False)
    search(page, "melasma")
    expect(page).to_have_url(f"{address}search/?q=melasma")
    assert page.locator("noscript p").is_visible()
    assert page.get_by_role("link", name="Laser and skin", exact=True).is_visible()
    assert page.get_by_role("link", name="Lumo laser treatment").is_visible()
    assert page.get_by_role("link", name="All articles").is_visible()


def test_a_visitor_who_is_lost_can_search(address: str, visit: Visit) -> None:
    page = visit(f"{address}404.html")
    search(page, "nose job")
    assert answered(page).endswith(" results")
    assert addresses(page)[0] == "rhinoplasty/"
    assert page.url == f"{address}search/?q=nose+job"


def test_the_page_is_quiet_and_asks_nobody_else(address: str, visit: Visit) -> None:
    page = visit("about:blank")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}search/?q=swollen+nose")
    answered(page)
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert len(asked) == len(set(asked))  # nothing twice: what is preloaded is what the script asks for
