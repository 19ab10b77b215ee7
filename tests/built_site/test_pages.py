"""Every page as bytes: what it weighs, what it may load, whom it leads to."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests import awkward, project
from tests.conftest import built

TREATMENT = "lumo-laser-treatment/index.html"
SITES = ["own_site", "awkward_site"]
CLINIC = {"own_site": "https://clinic.example/", "awkward_site": f"https://clinic.example{awkward.BASE}"}
VENDOR = "https://*.livechatinc.com"


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Path:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Path)
    return found


@cache
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page, parsed once for all tests."""
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in paths}


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def attribute(tag: Tag | None, name: str) -> str:
    return str(tag.get(name, "")) if tag else ""


# Weight: what comes in the first round trip, CSS and all.


def test_a_treatment_article_is_light(own_site: Path) -> None:
    assert weight(own_site / TREATMENT) <= 11_000


@pytest.mark.parametrize(("has_everything", "most"), [(False, 6_700), (True, 7_100)])
def test_a_plain_article_of_600_words_is_light(has_everything: bool, most: int, tmp_path: Path) -> None:
    """Of a clinic with one place or, with an urgent announcement, next steps, people and hours, of two."""
    folder = project.copy(tmp_path)
    if not has_everything:
        awkward.strip_clinic(folder)
    awkward.write_article(folder, awkward.PLAIN)
    path = built(folder) / awkward.PLAIN / "index.html"
    assert len(BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text(" ").split()) > 600
    assert weight(path) <= most


def test_no_page_is_heavy(own_site: Path) -> None:
    """A treatment article, with all its parts, may have ten packets."""
    weights = {name: weight(own_site / name) for name in pages(own_site)}
    assert {name: size for name, size in weights.items() if size > (12_500 if "lumo" in name else 10_000)} == {}


def test_only_the_search_and_the_chat_run_a_script_and_a_small_one(site: Path) -> None:
    for name, soup in pages(site).items():
        scripts = [attribute(script, "src") for script in soup.select("script:not([type='application/ld+json'])")]
        assert not scripts or re.search(r"(^|/)(search|chat)/", name), name
        weights = [weight(site / src.removeprefix(awkward.BASE).lstrip("/")) for src in scripts]
        assert sum(weights) <= 6_000, name


# Policy


def rules(soup: BeautifulSoup) -> dict[str, list[str]]:
    content = attribute(soup.select_one('meta[http-equiv="Content-Security-Policy"]'), "content")
    return {words[0]: words[1:] for rule in content.split(";") if (words := rule.split())}


def test_the_policy_stands_before_all_that_could_load(site: Path) -> None:
    for name, soup in pages(site).items():
        assert soup.head, name
        first = [tag.name + attribute(tag, "http-equiv") for tag in soup.head.find_all(True, limit=2)]
        assert first == ["meta", "metaContent-Security-Policy"], name
        assert len(soup.select('meta[http-equiv="Content-Security-Policy"]')) == 1, name


def test_the_policy_lets_nothing_in_but_what_is_named(site: Path) -> None:
    for name, soup in pages(site).items():
        policy = rules(soup)
        assert policy["default-src"] == ["'none'"], name
        assert policy["connect-src"][0] == "'self'", name
        for rule in ("object-src", "base-uri"):
            assert policy[rule] == ["'none'"], name
        assert policy["form-action"] == (["'self'"] if soup.select("form") else ["'none'"]), name
        assert not {"frame-ancestors", "report-uri", "sandbox"} & set(policy), name
        sources = {source for found in policy.values() for source in found}
        assert not [source for source in sources if re.search(r"unsafe|^\*|^https?:$|^data:|^blob:", source)], name
        others = {source for source in sources if not source.startswith("'")}
        assert others <= ({VENDOR, VENDOR.replace("https", "wss")} if name == "chat/index.html" else set()), name


def test_the_policys_digests_are_those_of_the_page(site: Path) -> None:
    for name, soup in pages(site).items():
        policy = rules(soup)
        for rule, selector in (("style-src", "style"), ("script-src", "script:not([src])")):
            named = {source for source in policy.get(rule, []) if source.startswith("'sha")}
            there = {hashed(tag.get_text()) for tag in soup.select(selector)}
            assert named == there, f"{name}: {rule}"


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_covers_all_that_the_page_asks_for(site: Path) -> None:
    wanted = {"script[src]": "script-src", "img, picture source": "img-src", 'link[rel="manifest"]': "manifest-src"}
    for name, soup in pages(site).items():
        for selector, rule in wanted.items():
            assert not soup.select(selector) or "'self'" in rules(soup)[rule], f"{name}: {rule}"


def test_nothing_is_styled_or_handled_in_an_attribute(site: Path) -> None:
    for name, soup in pages(site).items():
        for tag in soup.find_all(True):
            assert not [given for given in tag.attrs if given == "style" or given.startswith("on")], f"{name}: {tag}"


def test_nobody_is_told_where_a_reader_comes_from(site: Path) -> None:
    for name, soup in pages(site).items():
        assert attribute(soup.select_one('meta[name="referrer"]'), "content") == "no-referrer", name


def test_headers_say_what_only_a_header_can(own_site: Path) -> None:
    lines = (own_site / "_headers").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == ["/*"]
    headers = dict(line.strip().split(": ", 1) for line in lines[1:])
    assert int(headers["Strict-Transport-Security"].removeprefix("max-age=").split(";")[0]) >= 31_536_000
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))


# Links


def test_a_telephone_link_calls_the_number_that_it_shows(site: Path) -> None:
    for name, soup in pages(site).items():
        for link in soup.select('a[href^="tel:"]'):
            number = attribute(link, "href").removeprefix("tel:")
            assert re.fullmatch(r"\+\d{8,15}|911", number), f"{name}: {number}"
            shown = re.sub(r"\D", "", link.get_text())
            assert not shown or number.endswith(shown), f"{name}: {link}"


def test_links_to_others_say_nothing_of_us_and_are_safe(request: pytest.FixtureRequest) -> None:
    for site, clinic in CLINIC.items():
        for name, soup in pages(request.getfixturevalue(site)).items():
            for tag in soup.select("[href], [src]"):
                address = urljoin(clinic + name, attribute(tag, "href") or attribute(tag, "src"))
                assert urlsplit(address).scheme in ("https", "http", "tel", "mailto"), f"{name}: {address}"
                assert tag.get("target") != "_blank" or "noopener" in attribute(tag, "rel"), f"{name}: {tag}"
                ours = address.startswith(clinic) or tag.name == "a" or "canonical" in attribute(tag, "rel")
                assert ours, f"{name}: {tag}"


def test_what_is_hostile_is_only_ever_text(awkward_site: Path) -> None:
    for name, soup in pages(awkward_site).items():
        assert not [
            script
            for script in soup.select("script")
            if "alert(1)" in script.get_text() and not attribute(script, "type")
        ]
        assert not soup.select("title script, h1 b, h1 script"), name
    titles = [soup.h1.get_text() for soup in pages(awkward_site).values() if soup.h1]
    assert awkward.HOSTILE.replace('"two"', "“two”").replace("'one'", "‘one’") in titles or awkward.HOSTILE in titles


def test_there_are_sixty_awkward_articles_the_same_at_every_run(awkward_site: Path) -> None:
    assert len(list(awkward.articles())) >= 60
    assert list(awkward.articles()) == list(awkward.articles())
    parts = set(awkward.parts(1))
    fields = {name for _, header, _ in awkward.articles() for name in header}
    assert parts <= fields
