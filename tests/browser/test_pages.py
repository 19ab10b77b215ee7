"""Every page of the made-up clinic's site, and of one of awkward articles, keeps every rule of the survey."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import awkward
from tests.browser.survey import MODES, NARROW, RULES, Survey, all_modes, html_pages, some_modes, survey
from tools.preview.static_server import serve_static

FAULTY = Path(__file__).parent / "faulty"
# What is to be heard of the faulty page, for each rule.
HEARD = {
    "axe": ("image-alt: ", "document-title: ", "html-has-lang: "),
    "targets": ("px, at least 24: main > button.small", "at least 44: li > a"),
    "focus": (
        "has no ring: p > button.ringless",
        "has a faint ring: p > button.faint",
        "is covered: ",
        "is out of turn: ",
    ),
    "skip": ("the first stop is ", "Enter does not lead to main", "the stop after it is "),
    "landmarks": (
        "the page says no language",
        "0 of contentinfo",
        "2 of h1",
        "a nav has no name",
        "two navs have one name",
        "h3 after h1",
    ),
    "sideways": ("px wide in 320: main > p.wide",),
    "cut": ("is cut off: main > p.clipped", "leaves its box: main > p.narrow", "is outside the window: main > p.left"),
    "grows": ("from 20 to 20: h3 > span.pixels",),
    "dark": ("in both schemes",),
    "motion": ("moves: main > button.small", "glides when it is scrolled"),
    "shift": ("p.under “covered”",),
    "errors": ("404 http", "failed: https://other.example/pixel.png", "a console error", "an uncaught error"),
    "private": ("https://other.example/pixel.png", "cookie visitor", "localStorage", "indexedDB"),
    "blocking": ("/style.css",),
    "print": (
        "the telephone number is not printed",
        "the review line is not printed",
        "navigation is printed",
        "a button is printed",
        "what is fixed is printed",
        "its address is not printed",
        "a number to call is not black",
        "a number to call is 16 px large",
        "the footer is not as wide as the text: ",
    ),
}


@pytest.fixture(scope="session")
def faulty() -> Survey:
    with serve_static(FAULTY) as url:
        return survey(url, {"index.html": [NARROW]})


@pytest.fixture(scope="session")
def ours(own_site: Path) -> Survey:
    """Our own pages, each in every mode."""
    with serve_static(own_site) as url:
        return survey(url, all_modes(html_pages(own_site)))


@pytest.fixture(scope="session")
def others(awkward_site: Path) -> Survey:
    """The awkward articles, each in one of the modes by turns; of the tags, of which there are as many, one in five."""
    names = html_pages(awkward_site)
    tags = [name for name in names if name.startswith("tag/")]
    with serve_static(awkward_site, awkward.BASE) as url:
        return survey(url, some_modes([name for name in names if name not in tags] + tags[::5]))


@pytest.mark.parametrize("rule", RULES)
def test_what_breaks_the_rule_is_heard_of(faulty: Survey, rule: str) -> None:
    heard = "\n".join(faulty.faults[rule])
    assert [what for what in HEARD[rule] if what not in heard] == [], heard


@pytest.mark.parametrize("rule", RULES)
def test_every_page_of_ours_keeps_the_rule(ours: Survey, rule: str) -> None:
    assert ours.faults[rule] == [], RULES[rule]


@pytest.mark.parametrize("rule", RULES)
def test_every_awkward_page_keeps_the_rule(others: Survey, rule: str) -> None:
    assert others.faults[rule] == [], RULES[rule]


def test_no_page_and_no_mode_is_left_out(ours: Survey, others: Survey, own_site: Path, awkward_site: Path) -> None:
    assert ours.seen == {(name, mode) for name in html_pages(own_site) for mode in MODES}
    articles = {f"{slug}/index.html" for slug, header, _ in awkward.articles() if header.get("lang") != "es"}
    assert {name for name, _ in others.seen} >= articles | {
        "index.html",
        "404.html",
        "es/index.html",
        "chat/index.html",
    }
    assert {mode for _, mode in others.seen} == set(MODES)
