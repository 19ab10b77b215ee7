"""Languages, as a visitor meets them: the way from one to the other, translations, and words of another language."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests import awkward, project, small

SPANISH = {"lang": "es", "summary": "Dice algo."}
TOPIC = (
    "    about: About care.\n    translations:\n      es:\n        name: Cuidados\n        about: Sobre los cuidados.\n"
)
CLINIC = small.CLINIC.replace("    about: About care.\n", TOPIC).replace("test.example", "test.example/blog")
SAYS = {"en": ("English", "English home page"), "es": ("Español", "Inicio en español")}


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")


def switches(soup: BeautifulSoup) -> list[Tag]:
    return soup.select("body > header .language-switch a")


def texts(site: Path) -> dict[str, BeautifulSoup]:
    """Every page but those that only lead on."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    found = {name: page(site, name) for name in names}
    return {name: soup for name, soup in found.items() if not soup.select('meta[http-equiv="refresh"]')}


def language(soup: BeautifulSoup) -> str:
    return str(soup.html and soup.html["lang"])


@pytest.mark.parametrize(("fixture", "base"), [("own_site", "/"), ("awkward_site", awkward.BASE)])
def test_every_page_leads_to_the_other_language(fixture: str, base: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(fixture)
    soups, kinds = texts(site), Counter[str]()
    for name, soup in soups.items():
        (link,) = switches(soup)
        here, there = language(soup), str(link["lang"])
        assert {here, there} == {"en", "es"} and link["hreflang"] == there, name
        assert str(link["href"]).startswith(base), name
        target = f"{str(link['href']).removeprefix(base)}index.html"
        assert language(soups[target]) == there, name
        alternates = {str(one["hreflang"]): urlsplit(str(one["href"])).path for one in soup.select("head [hreflang]")}
        assert link["href"] == alternates.get(there, link["href"]), name
        language_name, home = SAYS[there]
        assert link.get_text() == language_name, name
        assert link.get("aria-label") in (None, home), name
        assert not link.get("aria-label") or target == {"en": "index.html", "es": "es/index.html"}[there], name
        kinds[str(link.get("aria-label", language_name))] += 1
    assert kinds.keys() == {text for said in SAYS.values() for text in said}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("index.html", "/es/"),
        ("es/index.html", "/"),
        ("search/index.html", "/es/search/"),
        ("archive/index.html", "/es/archive/"),
        ("es/topic/laser-and-skin/index.html", "/topic/laser-and-skin/"),
        ("topic/recovery/index.html", "/es/"),
        ("people/index.html", "/es/people/"),
        ("people/jo-vance/index.html", "/es/people/jo-vance/"),
        ("contact/index.html", "/es/contacto/"),
        ("privacy/index.html", "/es/"),
        ("404.html", "/es/"),
    ],
)
def test_a_list_and_a_text_lead_to_the_same_in_the_other_language(name: str, target: str, own_site: Path) -> None:
    assert [link["href"] for link in switches(page(own_site, name))] == [target]


@pytest.mark.parametrize("fixture", ["single_site", "bare_site"])
def test_where_there_is_one_language_nothing_leads_to_another(fixture: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(fixture)
    assert {name for name, soup in texts(site).items() if soup.select("a[hreflang], .language-switch")} == set()


def test_a_translation_says_that_nobody_has_checked_it(own_site: Path) -> None:
    said = {name for name, soup in texts(own_site).items() if soup.select("main .translation-line")}
    assert said == {"es/contacto/index.html", "es/tratamiento-laser-lumo/index.html"}
    line = page(own_site, "es/contacto/index.html").select_one(".translation-line")
    assert line and line.get_text().startswith("Nadie que hable bien español ha revisado todavía")


def test_a_language_that_is_written_the_other_way_says_so(tmp_path: Path) -> None:
    folder = small.make(tmp_path)
    arabic = (folder / "theme/words/es.yaml").read_text("utf-8").replace("direction: ltr", "direction: rtl")
    fields = {**small.PAGE, "title": "A", "summary": "B", "lang": "ar", "translates": "about"}
    small.put(folder, {"theme/words/ar.yaml": arabic, "content/pages/arabic.md": small.document(fields)})
    assert small.build(folder).returncode == 0
    for name, direction in (("about/index.html", "rtl"), ("ar/arabic/index.html", "ltr")):
        assert [link["dir"] for link in switches(page(folder / "output", name))] == [direction]


# words of another language


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with words of another language wherever they may stand."""
    folder = small.make(tmp_path_factory.mktemp("marked"))
    fields = {
        "title": "'\"A\" [título](lang:es) & more'",
        "summary": "A [resumen](lang:es) in one line.",
        "key_points": '\n  - "[Punto](lang:es)"',
        "faq": "\n  - question: Is it [pregunta](lang:es)?\n    answer: It is a [جواب](lang:ar).",
        "changes": '\n  - day: 2026-03-01\n    what: "[Cambio](lang:es)"',
        "references": small.SOURCES.replace("One", '"[Uno](lang:es)"').replace("A society", "A [sociedad](lang:es)"),
    }
    body = "See [cuerpo](lang:es) [1].\n\n## The [parte](lang:es)\n\nMore."
    spanish = small.article(translates="good", title="Bueno", **SPANISH)
    about = small.document({**small.PAGE, "title": "About [nos](lang:es)", "summary": "Of [todo](lang:es)."})
    files = {
        "content/clinic.yaml": CLINIC,
        "content/articles/marked.md": small.article(body, **fields),
        "content/articles/bueno.md": spanish,
        "content/pages/about.md": about,
        "content/people/ann-doe.md": small.person(summary="She says [hola](lang:es)."),
    }
    small.put(folder, files)
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


def words(soup: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """The words that say their language, with it and its direction."""
    spans = soup.select("main span[lang]")
    return {span.get_text(): (str(span["lang"]), str(span.get("dir", ""))) for span in spans}


def test_foreign_words_say_their_language_where_a_text_is_read(marked: Path) -> None:
    found = words(page(marked, "marked/index.html"))
    assert found.pop("جواب") == ("ar", "rtl")
    assert found.keys() == {"título", "resumen", "Punto", "pregunta", "Uno", "sociedad", "cuerpo", "parte", "Cambio"}
    assert set(found.values()) == {("es", "")}
    assert words(page(marked, "about/index.html")).keys() == {"nos", "todo"}
    assert words(page(marked, "people/ann-doe/index.html")).keys() == {"hola"}


def test_elsewhere_they_are_plain(marked: Path) -> None:
    title, summary = '"A" título & more', "A resumen in one line."
    soup = page(marked, "marked/index.html")
    assert soup.title and soup.title.get_text() == f"{title} | Test Blog"
    said = {str(meta["content"]) for meta in soup.select("head meta[content]")}
    assert {title, summary} <= said and any(title in text for text in said - {title})  # the card's description
    graph = json.loads(soup.select('script[type="application/ld+json"]')[0].get_text())["@graph"]
    assert {title, summary} <= {str(value) for node in graph for value in node.values()}
    listed = page(marked, "archive/index.html").get_text()
    assert title in listed and summary in listed
    entries = ElementTree.parse(marked / "feed.xml").getroot().findall("{*}entry")
    assert (title, summary) in [(entry.findtext("{*}title"), entry.findtext("{*}summary")) for entry in entries]
    assert any("título & more" in path.read_text("utf-8") for path in (marked / "search").rglob("*.json"))


def test_no_mark_is_left_anywhere(marked: Path) -> None:
    files = project.tree(marked)
    assert [name for name, data in files.items() if b"(lang:" in data or b"lang:es" in data] == []


# titles


@pytest.mark.parametrize(
    ("tagline", "title"),
    [
        ("A" * 53, f"{'A' * 53} | Test Blog"),  # 65 characters
        ("A" * 52, f"{'A' * 52} | Test Blog"),
        ("A" * 64, "A" * 64),
        ("A" * 65, "A" * 65),
    ],
)
def test_the_title_of_a_home_page_fits_a_search(tagline: str, title: str, tmp_path: Path) -> None:
    folder = small.make(tmp_path)
    small.put(folder, {"content/clinic.yaml": f"{small.CLINIC}tagline:\n  en: {tagline}\n"})
    done = small.build(folder)
    assert done.returncode == 0
    soup = page(folder / "output", "index.html")
    expected = title if len(title) < 65 else tagline
    assert soup.title and soup.title.get_text() == expected
    noted = "content/clinic.yaml:21: tagline en: has 65 characters, and searches show the first 64 of a title"
    assert (noted in done.stderr) == (len(tagline) > 64)
