"""What the built site tells machines: those who share a page, search for it, follow it or keep its icon."""

from __future__ import annotations

import functools
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.output.validate import inspect_file, validate_site
from tests import project, schema_org
from tests.conftest import Visit
from tests.small import TREATMENT, person
from tools.preview.static_server import serve_static

URL = "https://clinic.example/blog/"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SHARED = {
    *("og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale"),
    *("og:image", "og:image:width", "og:image:height", "og:image:alt"),
    *("twitter:card", "twitter:image:alt"),  # the rest falls back to OpenGraph's
}
BOARD = "\n  - name: Example Board of Examples\n    verify: https://board.example/ada"
REVIEW = """
  by: ada
  on: 2026-11-20
  every: 12"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up clinic's content and some awkward articles, below a sub-path."""
    folder = project.copy(tmp_path_factory.mktemp("machines"))
    clinic = folder / "content/clinic.yaml"
    text = clinic.read_text("utf-8")
    text = text.replace("site_url: https://clinic.example", f"site_url: {URL}")
    text = text.replace("    note: formerly RAAF\n", "    note: formerly RAAF\n    holder: Harbor Skin Clinic\n")
    clinic.write_text(text, "utf-8")
    (folder / "content/people/ada.md").write_text(person("Ada Example", boards=BOARD), "utf-8")
    Image.effect_noise((1600, 900), 80).convert("RGB").save(folder / "content/images/handpiece.jpg")
    write(folder, "reviewed", title="Reviewed by Ada", author="ada", review=REVIEW, **TREATMENT)
    with (folder / "content/photos.yaml").open("a") as photos:
        photos.write("handpiece.jpg:\n  kind: thing\n")
    write(folder, "pictured", title="With a picture", image="handpiece.jpg", image_alt="A laser's handpiece")
    write(folder, "long", title="A title of four hundred letters " * 12)
    write(folder, "arabic", title="إزالة الشعر بالليزر")
    write(folder, "quoted", title='Tom\'s <peel> & "more" ]]>', summary="A 'quoted' & <odd> \"summary\" ]]>.")
    write(folder, "moved", title="It moved", redirect_from="\n  - /2019/old/")
    for number in range(20):
        write(folder, f"more-{number}", title=f"More of it, {number}", date=f"2025-10-{number + 1:02}")
    done = project.build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "output"


def write(folder: Path, slug: str, **header: str) -> None:
    fields = {
        "summary": f"What to know of {slug}.",
        "date": "2026-11-10",
        "category": "recovery",
        "kind": "advice",
        "status": "published",
    }
    lines = [f"{name}: {value}" for name, value in (fields | header).items()]
    text = "\n".join(["---", *lines, "---", "", "Some text, [a link](#more) and more.", "", "## More", "", "Text."])
    (folder / f"content/articles/{slug}.md").write_text(text + "\n", "utf-8")


@functools.cache
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Every page but those that only lead on, by its file."""
    found = {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
    return {name: soup for name, soup in found.items() if not soup.select('meta[http-equiv="refresh"]')}


def shared(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What a page tells those who share it, by name, in its order."""
    told: dict[str, list[str]] = {}
    for tag in soup.select("head meta[property], head meta[name^='twitter:']"):
        told.setdefault(str(tag.get("property") or tag["name"]), []).append(str(tag["content"]))
    return told


def canonical(soup: BeautifulSoup) -> str:
    link = soup.select_one('link[rel="canonical"]')
    return str(link["href"]) if link else ""


def description(soup: BeautifulSoup) -> str:
    return str(soup.select('meta[name="description"]')[0]["content"])


def indexable(site: Path) -> dict[str, BeautifulSoup]:
    """Pages that may be found, by their address."""
    found = {canonical(soup): soup for soup in soups(site).values() if not soup.select('meta[name="robots"]')}
    assert len(found) == len(soups(site)) - 1  # all but 404
    return found


def data(soup: BeautifulSoup) -> dict[str, Any]:
    (script,) = soup.select('script[type="application/ld+json"]')
    return dict(json.loads(script.get_text()))


def local(site: Path, address: str) -> Path:
    """The file behind an absolute address of the site."""
    assert address.startswith(URL), address
    path = site / address.removeprefix(URL)
    return path / "index.html" if address.endswith("/") else path


# where a page is shared


def test_every_page_is_told_whole_where_it_is_shared(site: Path) -> None:
    for name, soup in soups(site).items():
        told = shared(soup)
        assert told.keys() >= SHARED, name
        assert [key for key in SHARED if len(told[key]) != 1 or not told[key][0].strip()] == [], name
        one = {key: values[0] for key, values in told.items()}
        assert str(soup.title and soup.title.string).startswith(one["og:title"]), name
        assert one["og:description"] == description(soup), name
        assert one["og:url"] == (canonical(soup) or URL), name
        assert one["og:site_name"] == "Harbor Skin Journal", name
        assert one["og:locale"].startswith(str(soup.html and soup.html["lang"])), name
        assert one["twitter:card"] == "summary_large_image", name
        assert one["twitter:image:alt"] == one["og:image:alt"], name
        postings = schema_org.of(data(soup), "BlogPosting") if name != "404.html" else []
        assert told.get("article:published_time", []) == [posting["datePublished"] for posting in postings], name


def test_the_card_of_every_page_is_there_in_its_size(site: Path) -> None:
    seen = {shared(soup)["og:image"][0] for soup in soups(site).values()}
    for address in seen:
        file = local(site, address)
        with Image.open(file) as picture:
            assert picture.size == (1200, 630), address
            assert f"image/{picture.format}".lower() in ("image/png", "image/jpeg")
        assert file.stat().st_size <= 60_000, address
    assert {local(site, address) for address in seen} == {*(site / "cards").iterdir()}


def test_articles_and_topics_have_cards_of_their_own_and_other_pages_the_sites(site: Path) -> None:
    metas = {name: shared(soup)["og:image"][0] for name, soup in soups(site).items()}
    own = ["lumo-laser-treatment", "es/tratamiento-laser-lumo", "reviewed", "long", "pictured", "quoted"]
    own += ["topic/recovery", "topic/laser-and-skin", "es/topic/laser-and-skin"]
    assert len({metas[f"{name}/index.html"] for name in own}) == len(own)
    assert metas["arabic/index.html"] == metas["topic/recovery/index.html"]
    for name in ("contact/index.html", "tag/safety/index.html", "archive/index.html", "404.html"):
        assert metas[name] == metas["index.html"], name
    assert metas["es/index.html"] != metas["index.html"]
    assert metas["pictured/index.html"].endswith(".jpg")
    assert shared(soups(site)["pictured/index.html"])["og:image:alt"][0].endswith(". A laser's handpiece")


def test_a_page_in_two_languages_names_both(site: Path) -> None:
    for name, other in (("lumo-laser-treatment/index.html", "es"), ("index.html", "es"), ("es/index.html", "en")):
        soup = soups(site)[name]
        links = {str(link["hreflang"]): str(link["href"]) for link in soup.select('link[rel="alternate"][hreflang]')}
        assert set(links) == {"en", "es"} and canonical(soup) in links.values(), name
        assert [locale[:2] for locale in shared(soup)["og:locale:alternate"]] == [other], name
    assert "og:locale:alternate" not in shared(soups(site)["reviewed/index.html"])


# where it is searched for


def test_no_two_pages_have_the_same_title_or_description(site: Path) -> None:
    for what in (lambda soup: str(soup.title.string), description):
        said = [what(soup) for soup in indexable(site).values()]
        assert len(said) == len(set(said))


def test_structured_data_is_in_schema_orgs_words(site: Path) -> None:
    for name, soup in soups(site).items():
        if name != "404.html":
            told = json.dumps(data(soup)).replace("<peel> ", "").replace("<odd> ", "")  # no markup, words of ours
            assert schema_org.faults(json.loads(told)) == [], name


def test_every_kind_of_page_is_told_as_what_it_is(site: Path) -> None:
    kinds = {
        "index.html": {"WebPage", "MedicalClinic", "PostalAddress"},
        "lumo-laser-treatment/index.html": {"MedicalWebPage", "BlogPosting", "MedicalTherapy", "BreadcrumbList"},
        "reviewed/index.html": {"MedicalWebPage", "Person"},
        "contact/index.html": {"ContactPage", "MedicalClinic", "Certification"},
        "about/index.html": {"AboutPage", "BreadcrumbList"},
        "topic/recovery/index.html": {"CollectionPage", "ItemList"},
        "people/ada/index.html": {"ProfilePage", "Person", "EducationalOccupationalCredential"},
        "people/index.html": {"CollectionPage", "ItemList"},
        "author/ada/index.html": {"CollectionPage", "ItemList"},
    }
    for name, wanted in kinds.items():
        told = {node["@type"] for node in schema_org.nodes(data(soups(site)[name]))}
        assert wanted | {"MedicalOrganization", "WebSite", "ImageObject"} <= told, name
    assert shared(soups(site)["people/ada/index.html"])["og:type"] == ["profile"]


def test_what_google_recommends_is_there(site: Path) -> None:
    for name, soup in soups(site).items():
        if name == "404.html":
            continue
        graph = data(soup)
        by_id = {node["@id"]: node for node in schema_org.nodes(graph) if "@id" in node}
        for clinic in schema_org.of(graph, "MedicalClinic"):
            assert {"name", "url", "address", "telephone"} <= clinic.keys(), name
        for trail in schema_org.of(graph, "BreadcrumbList"):
            assert len(trail["itemListElement"]) >= 2, name
            assert all({"position", "name", "item"} <= item.keys() for item in trail["itemListElement"]), name
            assert all(local(site, item["item"]).is_file() for item in trail["itemListElement"]), name
        for article in schema_org.of(graph, "BlogPosting"):
            assert {"headline", "image", "datePublished", "dateModified", "author"} <= article.keys(), name
            author = by_id.get(str(article["author"].get("@id"))) or article["author"]
            assert {"name", "url"} <= author.keys(), name
            assert local(site, article["image"]["url"]).is_file(), name
        for entries in schema_org.of(graph, "ItemList"):
            listed = [str(link["href"]) for link in soup.select("main .row__title a, main .people-list a")]
            assert [item["url"] for item in entries["itemListElement"]] == [urljoin(URL, one) for one in listed], name
    pictures = schema_org.of(data(soups(site)["index.html"]), "ImageObject")
    assert all(local(site, picture["url"]).is_file() for picture in pictures)


def test_data_says_only_what_the_page_shows(site: Path) -> None:
    for name, soup in soups(site).items():
        if name == "404.html":
            continue
        graph = data(soup)
        for mark in soup.select('a[href^="#r_"], script'):
            mark.extract()
        text = " ".join(soup.get_text(" ").split())
        shown = re.sub(r" (?=[.,;:?!)])", "", text)
        told = [node.get("name", "") for node in schema_org.nodes(graph) if node["@type"] not in ("WebSite", "WebPage")]
        for therapy in schema_org.of(graph, "MedicalTherapy"):
            told += therapy.get("contraindication", [])
        told += [node["headline"] for node in schema_org.of(graph, "BlogPosting")]
        page = graph["@graph"][0]
        told = [one for one in told if one not in (page["name"], "Harbor Skin Journal")]
        for one in [*told, " ".join(str(page["name"]).split())]:
            assert " ".join(one.split()) in shown, f"{name}: {one}"
    soups.cache_clear()


def test_the_sitemap_follows_its_schema(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SITEMAP}urlset" and not root.attrib
    pages, seen = indexable(site), {}
    for place in root:
        assert place.tag == f"{SITEMAP}url" and not place.attrib
        order = [child.tag for child in place]
        assert order[:2] == [f"{SITEMAP}loc", f"{SITEMAP}lastmod"] and set(order[2:]) <= {f"{XHTML}link"}
        address, changed = (str(child.text) for child in place[:2])
        assert date.fromisoformat(changed) <= date.fromisoformat(project.DAY)
        assert 12 <= len(address) <= 2048
        seen[address] = {link.get("hreflang"): link.get("href") for link in place.iter(f"{XHTML}link")}
        assert all(link.get("rel") == "alternate" for link in place.iter(f"{XHTML}link"))
    assert seen.keys() == pages.keys() and len(seen) == len(root)
    for address, others in seen.items():
        links = pages[address].select('link[rel="alternate"][hreflang]')
        assert others == {str(link["hreflang"]): str(link["href"]) for link in links}
        assert all(seen[other] == others for other in others.values() if other)  # each leads back
    assert seen[f"{URL}lumo-laser-treatment/"].keys() == {"en", "es"}


def test_robots_are_shown_the_sitemap(site: Path) -> None:
    lines = (site / "robots.txt").read_text().splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {URL}sitemap.xml"]


# where it is followed


TOPIC_FEEDS = ["topic/recovery/", "topic/choosing-care/", "topic/laser-and-skin/", "es/topic/laser-and-skin/"]


@pytest.fixture(params=["", "es/", *TOPIC_FEEDS])
def feed(site: Path, request: pytest.FixtureRequest) -> tuple[str, ElementTree.Element]:
    """The address of the feed of each language and of each topic, and the feed."""
    return f"{URL}{request.param}feed.xml", ElementTree.parse(site / request.param / "feed.xml").getroot()


def test_the_feed_is_as_the_standard_wants_it(feed: tuple[str, ElementTree.Element]) -> None:
    address, root = feed
    links = {link.get("rel"): link.attrib for link in root.findall(f"{ATOM}link")}
    assert root.findtext(f"{ATOM}id") == links["self"]["href"] == address
    assert links["self"]["type"] == "application/atom+xml"
    assert links["alternate"]["href"] == address.removesuffix("feed.xml")
    entries = root.findall(f"{ATOM}entry")
    assert 1 <= len(entries) <= 20
    moments = []
    for one in [root, *entries]:
        for name in ("id", "title", "updated", "author"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert one.findtext(f"{ATOM}author/{ATOM}name")
        stamps = [one.findtext(f"{ATOM}{name}") for name in ("updated", "published")]
        moments.append([datetime.fromisoformat(stamp) for stamp in stamps if stamp])
        assert all(moment.tzinfo for moment in moments[-1])
    assert moments[0][0] == max(moment for one in moments[1:] for moment in one)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    tags = [child.tag for child in root]
    assert tags.index(f"{ATOM}entry") > tags.index(f"{XHTML}main")  # what is not Atom's comes first


def test_the_feed_holds_the_risks_with_the_benefits(site: Path, feed: tuple[str, ElementTree.Element]) -> None:
    _, root = feed
    for entry in root.findall(f"{ATOM}entry"):
        address = str(entry.findtext(f"{ATOM}id"))
        content = BeautifulSoup(str(entry.findtext(f"{ATOM}content")), "html.parser")
        page = BeautifulSoup(local(site, address).read_text("utf-8"), "html.parser")
        held = " ".join(content.get_text().split())
        for part in page.select("main .screen, nav"):
            part.extract()  # of the page, not of the article
        for part in page.select("main section[id] h2, main section[id] li, main section[id] dd, main .text > p"):
            if not part.select("p, time"):
                words = " ".join(part.get_text().split())
                assert words in held, f"{address}: {words}"


def test_addresses_in_the_feed_are_whole(site: Path, feed: tuple[str, ElementTree.Element]) -> None:
    for content in feed[1].iter(f"{ATOM}content"):
        soup = BeautifulSoup(content.text or "", "html.parser")
        links = [str(tag[name]) for name in ("href", "src", "srcset") for tag in soup.select(f"[{name}]")]
        assert [link for link in links if not link.startswith(("https://", "http://", "tel:", "mailto:"))] == []
        for link in links:
            if link.startswith(URL):
                assert local(site, link.split("#")[0].split(" ")[0]).is_file(), link


def test_every_page_leads_to_the_feed_of_its_language_and_that_of_a_topic_to_its_own(site: Path) -> None:
    for name, soup in soups(site).items():
        links = [str(link["href"]) for link in soup.select('link[rel="alternate"][type="application/atom+xml"]')]
        own = re.match("(es/)?topic/[^/]*/", name)
        wanted = [f"/blog/{own[0]}feed.xml"] if own else []
        assert [str(link["href"]) for link in soup.select("main a[href$='feed.xml']")] == wanted, name
        is_spanish = soup.html and soup.html["lang"] == "es"
        assert links == [*wanted, "/blog/es/feed.xml" if is_spanish else "/blog/feed.xml"], name
    assert {path.relative_to(site).as_posix() for path in site.glob("**/topic/*/feed.xml")} == {
        f"{topic}feed.xml" for topic in TOPIC_FEEDS
    }


def test_the_feed_of_a_topic_holds_its_newest_articles(site: Path) -> None:
    for topic in TOPIC_FEEDS:
        root = ElementTree.parse(site / topic / "feed.xml").getroot()
        page = soups(site)[f"{topic}index.html"]
        listed = [urljoin(URL, str(link["href"])) for link in page.select("main .row__title a")]
        assert [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")] == listed[:20]
        assert root.findtext(f"{ATOM}title") == page.title.string  # type: ignore[union-attr]
        assert root.findtext(f"{ATOM}subtitle") == description(page)


def test_what_was_changed_stands_at_an_articles_end_and_in_the_feeds(site: Path) -> None:
    wanted = [
        "November 22, 2026: The times are those of a newer source.",
        "November 20, 2026: Says that redness may not show on brown or black skin.",
    ]
    name = "healing-after-a-laser"
    page = soups(site)[f"{name}/index.html"]
    assert [item.get_text() for item in page.select("#changes + ul > li")] == wanted
    assert [str(one["datetime"]) for one in page.select("main article > .line time")] == ["2026-11-22"]
    assert schema_org.of(data(page), "BlogPosting")[0]["dateModified"] == "2026-11-22"
    for feed in ("feed.xml", "topic/recovery/feed.xml"):
        entries = ElementTree.parse(site / feed).getroot().findall(f"{ATOM}entry")
        (entry,) = [entry for entry in entries if str(entry.findtext(f"{ATOM}id")).endswith(f"/{name}/")]
        content = BeautifulSoup(str(entry.findtext(f"{ATOM}content")), "html.parser")
        assert [item.get_text() for item in content.select("#changes + ul > li")] == wanted
        assert str(entry.findtext(f"{ATOM}updated")).startswith("2026-11-22T00:00:00")


def test_the_list_of_all_articles_says_of_what(site: Path) -> None:
    said = description(soups(site)["archive/index.html"])
    assert said == (
        "Every article of Harbor Skin Journal, newest first, on these topics: Laser and skin, Recovery, Choosing care."
    )
    assert "sobre estos temas: El láser y la piel." in description(soups(site)["es/archive/index.html"])


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The site at the address that it is made for, but for the origin."""
    with serve_static(site, "/blog/") as url:
        yield url


@pytest.mark.parametrize("width", [320, 1280])
def test_people_who_open_the_feed_can_read_it(host: str, visit: Visit, width: int) -> None:
    seen = visit(f"{host}feed.xml", viewport={"width": width, "height": 800}, is_mobile=width < 400)
    assert seen.title() == "Harbor Skin Journal"
    assert seen.get_by_role("heading", level=1).inner_text() == "Harbor Skin Journal"
    assert seen.get_by_role("main").get_by_role("link").count() == 21
    assert seen.get_by_role("link", name="Lumo laser treatment").is_visible()
    assert not seen.locator("xslt-warning-banner").count()  # what a browser says of a feed that needs XSLT
    shown = "[...document.documentElement.children].filter(e => e.getClientRects().length).map(e => e.localName)"
    assert seen.evaluate(shown) == ["main"]  # and nothing of Atom's own
    assert seen.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width]
    assert "sans-serif" in seen.evaluate("getComputedStyle(document.querySelector('main')).fontFamily")
    seen.keyboard.press("Tab")
    assert seen.evaluate("document.activeElement.textContent") == "To the blog"


# where its icon is kept


def test_there_is_an_icon_for_every_place(site: Path) -> None:
    with Image.open(site / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    assert {"name", "short_name", "start_url", "theme_color", "background_color"} <= manifest.keys()
    sizes = {}
    for icon in manifest["icons"]:
        file = local(site, urljoin(URL, icon["src"]))
        if icon["type"] == "image/png":
            with Image.open(io.BytesIO(file.read_bytes())) as picture:
                assert icon["sizes"] == f"{picture.width}x{picture.height}"
                sizes[icon["sizes"], icon.get("purpose", "any")] = picture.mode
    assert sizes == {("192x192", "any"): "RGBA", ("512x512", "any"): "RGBA", ("512x512", "maskable"): "RGB"}
    with Image.open(site / "apple-touch-icon.png") as picture:
        assert (picture.size, picture.mode) == ((180, 180), "RGB")  # a corner left empty would turn black
    for soup in soups(site).values():
        for link in soup.select('link[rel~="icon"], link[rel="apple-touch-icon"], link[rel="manifest"]'):
            assert local(site, urljoin(URL, str(link["href"]))).is_file()


def test_no_phone_cuts_off_a_part_of_the_mark(site: Path) -> None:
    with Image.open(site / "icon-maskable.png") as picture:
        paper = picture.convert("L").point(lambda value: 255 * (value > 200))
    middle = picture.width / 2
    left, top, right, bottom = paper.getbbox() or (0, 0, 0, 0)
    for x in (left, right):
        for y in (top, bottom):
            if paper.crop((min(x, int(x) - 4), min(y, int(y) - 4), x + 4, y + 4)).getbbox():
                assert ((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 <= 0.4 * picture.width


def test_the_last_look_sees_a_card_that_is_not_there() -> None:
    page = f'<h1>x</h1><meta property="og:image" content="{URL}cards/1.png">'
    errors = validate_site({"index.html": inspect_file("index.html", page.encode(), URL)})
    assert [one.message for one in errors if "cards" in one.message] == ["the link to /cards/1.png leads nowhere"]
