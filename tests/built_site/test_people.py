"""The people of the made-up clinic, as a visitor meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests import project, small
from tests.conftest import built

AUTHOR_TWICE = small.CLINIC.replace(
    "name: Test Clinic\nbefore", "name: Test Clinic\n  ann-doe:\n    name: Ann Doe\nbefore"
)


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_text("utf-8"), "html.parser")


def links(tag: Tag | BeautifulSoup) -> dict[str, str]:
    return {" ".join(link.get_text().split()): str(link["href"]) for link in tag.select("main a[href]")}


def test_a_page_says_who_somebody_is_and_where_to_check_it(own_site: Path) -> None:
    soup = page(own_site, "people/jo-vance")
    terms = [term.get_text() for term in soup.select("dt")]
    assert dict(zip(terms, (found.get_text(" ") for found in soup.select("dd")), strict=True)) == {
        "Degree": "MD",
        "License": "Physician and surgeon, California, A 000142 Check this license",
        "Board certification": "American Board of Skin Surgery Check this certificate",
        "Languages": "English, Spanish",
        "Interests to declare": "None. No maker of a laser or a medicine pays Jo Vance.",
    }
    leads = links(soup)
    assert leads["Check this license"] == "https://search.dca.ca.gov/"
    assert leads["Check this certificate"] == "https://skin-surgeons.example/members/jo-vance"
    assert leads["Scars and time"] == "/scars-and-time/"
    assert [str(picture["alt"]) for picture in soup.select("main .person img")] == ["Jo Vance"]
    graph = json.loads(soup.select('script[type="application/ld+json"]')[0].get_text())["@graph"]
    assert graph[0]["@type"] == "ProfilePage"
    assert graph[0]["mainEntity"]["image"].startswith("https://clinic.example/images/")


def test_what_somebody_wrote_and_reviewed_is_listed_there(own_site: Path) -> None:
    headings = {
        name: [heading.get_text() for heading in page(own_site, f"people/{name}").select("main h2")]
        for name in ("jo-vance", "ana-calder", "mira-soto")
    }
    assert "Articles reviewed" in headings["jo-vance"] and "Articles written" not in headings["jo-vance"]
    assert "Articles written" in headings["ana-calder"] and "Articles reviewed" not in headings["ana-calder"]
    assert not {"Articles written", "Articles reviewed"} & {*headings["mira-soto"]}
    assert links(page(own_site, "people/ana-calder"))["All of these articles"] == "/author/ana-calder/"


def test_an_article_leads_to_who_wrote_and_who_reviewed_it(own_site: Path) -> None:
    found = links(page(own_site, "scars-and-time"))
    assert (found["Ana Calder"], found["Jo Vance"]) == ("/people/ana-calder/", "/people/jo-vance/")
    review = page(own_site, "scars-and-time").select("#review")[0].get_text(" ")
    assert "Jo Vance , MD, certified by the American Board of Skin Surgery" in " ".join(review.split())


@pytest.mark.parametrize("name", [".", "about", "people"])
def test_everybody_is_on_the_home_page_on_the_one_about_us_and_in_the_list(own_site: Path, name: str) -> None:
    people = page(own_site, name).select(".people-list > li")
    assert [person.select("a")[0].get_text() for person in people] == [
        "Jo Vance",
        "Mira Soto",
        "Lee Park",
        "Ana Calder",
    ]


def test_in_another_language_somebody_is_described_in_it_or_marked(own_site: Path) -> None:
    jo, mira, *_ = page(own_site, "es").select(".people-list > li")
    assert (jo.get("lang"), jo.select("a")[0]["href"]) == (None, "/es/people/jo-vance/")
    assert (mira.get("lang"), mira.select("a")[0]["href"]) == ("en", "/people/mira-soto/")
    assert "Cirujana de la piel" in jo.get_text()
    other = page(own_site, "people/jo-vance").select('link[rel="alternate"][hreflang="es"]')
    assert [str(link["href"]) for link in other] == ["https://clinic.example/es/people/jo-vance/"]


def test_every_page_leads_to_the_people(own_site: Path) -> None:
    for path in own_site.rglob("index.html"):
        text = path.read_text("utf-8")
        assert 'http-equiv="refresh"' in text or 'href="/people/"' in text or 'href="/es/people/"' in text, path


def test_a_clinic_without_people_says_nothing_of_them(single_site: Path) -> None:
    assert not (single_site / "people").exists()
    for path in single_site.rglob("*.html"):
        assert "Our people" not in path.read_text("utf-8"), path


def test_a_translation_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    folder = small.make(tmp_path)
    spanish = {"lang": "es", "translates": "ann-doe", "role": "Cirujana", "summary": "Opera."}
    topic = "    about: About care.\n"
    names = f"{topic}    translations:\n      es:\n        name: Cuidados\n        about: Sobre cuidados.\n"
    small.put(
        folder,
        {
            "content/clinic.yaml": small.CLINIC.replace(topic, names),
            "content/people/ann-doe.md": small.person(),
            "content/people/la-doctora.md": small.person(**spanish),
            "content/articles/uno.md": small.article(author="ann-doe", lang="es", title="Uno", summary="Dice uno."),
        },
    )
    assert small.build(folder).stderr == ""
    soup = page(folder / "output", "es/people/la-doctora")
    assert links(soup)["Todos estos artículos"] == "/es/author/ann-doe/"
    assert links(page(folder / "output", "es/uno"))["Ann Doe"] == "/es/people/la-doctora/"


def test_an_author_with_a_file_is_named_once(tmp_path: Path) -> None:
    folder = small.make(tmp_path)
    small.put(
        folder,
        {
            "content/people/ann-doe.md": small.person(),
            "content/clinic.yaml": AUTHOR_TWICE,
        },
    )
    assert small.told(folder)[0] == (
        "content/clinic.yaml:20: authors ann-doe: 'ann-doe' has a file in content/people/; "
        "delete it here: that file says who it is"
    )


MISTAKES = """\
navigation:
  - contact
  - costs
next_steps:
  costs:
    to: prices
    then:
      en: Shows our list of prices.
notices:
  estimate: prices
"""


@pytest.mark.parametrize("more", ["", "phone: 1\n"])
def test_all_mistakes_of_people_and_places_are_told_in_one_round_each_with_its_line(tmp_path: Path, more: str) -> None:
    """Where the file of the clinic has other mistakes, too, of which there is then no clinic."""
    folder = small.make(tmp_path)
    small.put(
        folder,
        {
            "content/people/ann-doe.md": small.person(),
            "content/people/Bea Roe.md": small.person("Bea Roe", portrait="bea.jpg", role=""),
            "content/people/cleo-poe.md": small.person("Cleo Poe", portrait="cleo.jpg", languages="\n  - es"),
            "content/people/dana-fox.md": small.person("Dana Fox", status="draft"),
            "content/pages/contact.md": small.document(
                {**small.PAGE, "title": "Contact", "summary": "Where.", "dat": "1"}
            ),
            "content/articles/good.md": small.article(author="dana-fox"),
            "content/articles/better.md": small.article(author="bea-roe", title="Better", summary="Better."),
            "content/clinic.yaml": AUTHOR_TWICE + MISTAKES + more,
        },
    )
    places = [": ".join(line.split(": ")[:2]) for line in small.told(folder)]
    assert places == [
        "content/articles/good.md:8: author",
        "content/clinic.yaml:20: authors ann-doe",
        "content/clinic.yaml:25: navigation 2",
        "content/clinic.yaml:28: next_steps costs to",
        "content/clinic.yaml:32: notices estimate",
        *(["content/clinic.yaml:33: phone"] if more else []),
        "content/pages/contact.md:6: dat",
        "content/people/Bea Roe.md: the name is the address, in small letters, digits and hyphens; name it bea-roe.md",
        "content/people/Bea Roe.md:3: role",
        "content/people/Bea Roe.md:8: the picture bea.jpg is not in content/images/; put it there, or mend its name",
        "content/people/cleo-poe.md:8: the picture cleo.jpg is not in content/images/; put it there, or mend its name",
        "content/people/cleo-poe.md:10: languages 1",
        f"{12 if more else 11} problems. Nothing was written; the site is as it was.",
    ]


def test_whoever_is_of_the_clinic_may_sign_and_write(tmp_path: Path) -> None:
    site = built(project.copy(tmp_path))
    assert page(site, "author/ana-calder").select("h1")[0].get_text() == "Articles by Ana Calder"
