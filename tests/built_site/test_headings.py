"""Headings lead to themselves, on pages only: not in the feed, nor in what is searched."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests.browser.survey import html_pages

CONTENT = "{http://www.w3.org/2005/Atom}content"


def headings(soup: BeautifulSoup | Tag) -> list[tuple[Tag, str]]:
    """The headings that have an address, with that: their own id, or that of the section that they begin."""
    found = [(one, str(one["id"])) for one in soup.select("h2[id], h3[id], h4[id], h5[id], h6[id]")]
    return found + [(one, str(one.parent["id"])) for one in soup.select("section[id] > h2:first-child") if one.parent]


@pytest.mark.parametrize(("fixture", "least"), [("own_site", 60), ("awkward_site", 300)])
def test_every_heading_with_an_address_leads_there(fixture: str, least: int, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(fixture)
    seen = 0
    for name in html_pages(site):
        main = BeautifulSoup((site / name).read_text("utf-8"), "html.parser").select("main article")
        for heading, address in headings(main[0]) if main else ():
            (link,) = heading.select(":scope > .self")
            assert link["href"] == f"#{address}", name
            assert link.get_text().strip() and not link.select("a"), name
            assert "".join(map(str, heading.contents)).startswith('<a class="self"'), name
            seen += 1
    assert seen >= least


@pytest.mark.parametrize("fixture", ["own_site", "awkward_site"])
def test_readers_of_the_feed_and_the_search_get_headings_without_links(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(fixture)
    contents = [one.text or "" for one in ElementTree.parse(site / "feed.xml").getroot().iter(CONTENT)]
    assert sum(content.count("<h2") for content in contents) > 10
    for content in contents:
        assert 'class="self"' not in content
        for heading in BeautifulSoup(content, "html.parser").select("h2, h3"):
            assert not heading.select("a[href*='#']:not([href*='#r_'])"), heading
    assert not [path for path in (site / "search").glob("*.json") if "class=" in path.read_text("utf-8")]
