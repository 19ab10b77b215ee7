"""The built site, met as a visitor meets it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests import project

ORIGIN = "https://clinic.example"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up clinic."""
    folder = project.copy(tmp_path_factory.mktemp("site") / "a clinic's blog")
    done = project.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of many articles below a sub-path, with an old address."""
    folder = project.copy(tmp_path_factory.mktemp("large"))
    for number in range(45):
        day = date(2026, 11, 1) - timedelta(days=10 * number)
        write_article(folder, f"article-{number}", title=f"Article {number}", date=day.isoformat())
    write_article(folder, "moved-here", title="It moved", redirect_from="\n  - /2019/05/old/\n  - /old.html")
    edit(folder, "site_url: https://clinic.example", "site_url: https://clinic.example/blog/")
    done = project.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project of the made-up clinic, to be changed and built."""
    return project.copy(tmp_path)


def write_article(folder: Path, slug: str, **header: str) -> None:
    fields = {"title": slug, "summary": f"About {slug}.", "date": "2026-11-01", "category": "recovery"}
    lines = [
        f"{name}: {value}" for name, value in (fields | {"kind": "advice", "status": "published"} | header).items()
    ]
    path = folder / "content/articles" / f"{slug}.md"
    path.write_text("\n".join(["---", *lines, "---", "", "Some text.", ""]), "utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "content/clinic.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")


def pages(site: Path, *, moved: bool = False) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page, with those that only lead on where `moved` asks for them."""
    for path in sorted(site.rglob("*.html")):
        soup = page(site, path.relative_to(site).as_posix())
        if moved or not soup.select('meta[http-equiv="refresh"]'):
            yield path.relative_to(site).as_posix(), soup


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def listed(site: Path, name: str) -> list[str]:
    """Addresses of the articles that a list shows."""
    return [str(link["href"]) for link in page(site, name).select("main .row__title a, main h2 a, main h3 a")]


def test_every_address_of_the_plan_is_there(site: Path) -> None:
    there = set(project.tree(site))
    assert there >= {
        "index.html",
        "404.html",
        "lumo-laser-treatment/index.html",
        "contact/index.html",
        "chat/index.html",
        "about/index.html",
        "privacy/index.html",
        "accessibility/index.html",
        "topic/laser-and-skin/index.html",
        "tag/aftercare/index.html",
        "author/harbor-skin/index.html",
        "archive/index.html",
        "archive/2026/index.html",
        "search/index.html",
        "es/search/index.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "site.webmanifest",
        "favicon.ico",
        "icon.svg",
        "apple-touch-icon.png",
        "icon-192.png",
        "icon-512.png",
    }


def test_titles_name_the_site_where_a_search_shows_the_whole_of_them(site: Path) -> None:
    seen = set()
    for name, soup in pages(site):
        title = str(one(soup, 'meta[property="og:title"]')["content"])
        fitting = [end for end in (" | Harbor Skin Journal", " | Harbor Skin Clinic") if len(title + end) < 65]
        assert one(soup, "head > title").get_text() == title + (fitting or [""])[0], name
        seen.add(len(fitting))
    assert seen == {0, 1, 2}


def test_the_first_link_of_every_page_skips_to_its_text(site: Path) -> None:
    skip = {"en": "Skip to main content", "es": "Saltar al contenido principal"}
    for name, soup in pages(site):
        first = soup.select("a[href], button, input, summary")[0]
        assert (first.get_text(), first["href"]) == (skip[str(one(soup, "html")["lang"])], "#main"), name
        assert one(soup, "main#main")["tabindex"] == "-1", name


def test_every_page_says_whom_to_call_and_where_to_come(site: Path) -> None:
    for name, soup in pages(site):
        footer = one(soup, "body > footer")
        numbers = [link["href"] for link in footer.select('a[href^="tel:"]')]
        assert numbers == ["tel:+17075550142", "tel:+17075550187"], name
        text = " ".join(footer.get_text(" ").split())
        assert "12 Lighthouse Road, Floor 2 Port Ellery, CA 94999" in text, name
        assert "707-555-0142" in text, name
        for badge in ("The American Board of Skin Surgery, Inc.", "American Society of Skin Surgeons", "ROOM A"):
            assert badge in text, name


def test_the_contact_page_leads_there(site: Path) -> None:
    main = one(page(site, "contact/index.html"), "main")
    assert [str(link["href"]).rpartition("//")[2] for link in main.select('a[href*="/maps/"]')] == [
        "38.4229%2C-121.4208/",
        "3+Orchard+Lane+94998/",
    ]
    assert main.select('a[href="tel:+17075550142"]')


def test_the_contact_page_says_of_each_place_when_it_is_open(site: Path) -> None:
    main = one(page(site, "contact/index.html"), "main")
    harbor, hill = main.select(".locations--several > section")
    assert one(harbor, "h2#place_port-ellery").get_text() == "Port Ellery"
    rows = harbor.select(".opening-hours > div")
    week = {one(row, "dt").get_text(): one(row, "dd").get_text() for row in rows}
    assert week["Thursday"].replace("\u00a0", " ") == "8:30 am to 12 pm, 1 pm to 5 pm"
    assert week["Saturday to Sunday"] == "Closed"
    assert "December 24, 2026 to December 27, 2026: Closed (winter holidays)" in " ".join(harbor.get_text().split())
    assert "Holidays and closures" not in hill.get_text()
    assert one(harbor, "svg[role=img]")["aria-label"] == "Where the clinic is"
    assert one(harbor, "figcaption").get_text().startswith("South: Mill Street. West: Lighthouse Road.")


def test_a_closure_is_gone_the_day_after(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    for day, is_shown in (("2026-12-27", True), ("2026-12-28", False)):
        assert project.build(folder, SITE_DATE=day).returncode == 0
        text = page(folder / "output", "contact/index.html").get_text()
        assert ("winter holidays" in text) is is_shown


def test_the_article_is_whole(site: Path) -> None:
    main = one(page(site, "lumo-laser-treatment/index.html"), "main")
    ids = {str(tag["id"]) for tag in main.select("[id]")}
    assert ids >= {
        "not-for",
        "recovery",
        "care",
        "risks",
        "likelihoods",
        "get-help",
        "alternatives",
        "questions",
        "faq",
    }
    assert ids >= {"learn-more", "references", "review"}
    for link in main.select('a[href^="#r_"]'):
        assert str(link["href"])[1:] in ids
    for link in main.select('#references a[href^="#c"]'):
        assert str(link["href"])[1:] in ids
    assert "A clinician has not reviewed this page yet" in main.get_text()


def test_an_article_ends_with_whom_to_ask_and_what_to_read_next(site: Path) -> None:
    soup = page(site, "lumo-laser-treatment/index.html")
    ask = one(soup, "main .ask")
    assert one(ask, "a.telephone-button")["href"] == "tel:+17075550142"
    assert one(ask, 'a[href="/chat/"]').get_text() == "Chat with us"
    rows = soup.select("main .row")
    assert rows and all(one(row, "svg.picture") and one(row, "h3 a")["href"] for row in rows)


@pytest.mark.parametrize(("mail", "links"), [("", []), ("mail: hello@clinic.example\n", ["Lumo%20laser%20treatment"])])
def test_a_mistake_is_told_by_telephone_or_mail_with_the_title(mail: str, links: list[str], folder: Path) -> None:
    edit(folder, "telephone: 707-555-0142\n", f"telephone: 707-555-0142\n{mail}")
    assert project.build(folder).returncode == 0
    cite = one(page(folder / "output", "lumo-laser-treatment/index.html"), "main cite")
    assert cite.parent and cite.get_text() == "Lumo laser treatment"
    assert one(cite.parent, 'a[href^="tel:"]')["href"] == "tel:+17075550142"
    told = [str(link["href"]) for link in cite.parent.select('a[href^="mailto:"]')]
    assert told == [f"mailto:hello@clinic.example?subject={subject}" for subject in links]


def test_the_page_for_what_is_not_there_leads_on(site: Path) -> None:
    main = one(page(site, "404.html"), "main")
    assert [str(link["href"]) for link in main.select("a")] == [
        "/before-you-choose-a-clinic/",  # the newest article
        "tel:+17075550142",
        "tel:911",
    ]
    assert main.select("form[role=search]") and not main.select("nav")


def test_an_article_says_how_it_was_made_and_a_treatments_that_it_is_sold(site: Path) -> None:
    box = one(page(site, "lumo-laser-treatment/index.html"), "#review").get_text()
    for said in ("Written by Harbor Skin Clinic", "pays for this blog", "sells the treatment", "No patient has helped"):
        assert said in box
    assert "sells" not in one(page(site, "healing-after-a-laser/index.html"), "#review").get_text()
    spanish = one(page(site, "es/tratamiento-laser-lumo/index.html"), "#review")
    assert "vende el tratamiento" in spanish.get_text()
    assert one(spanish, "[lang=en]").get_text() == "No patient has helped to write this page yet."


def test_a_number_of_100_is_named_once_beside_its_dots(site: Path) -> None:
    numbers = page(site, "lumo-laser-treatment/index.html").select(".likelihoods [role=img]")
    assert [number["aria-label"] for number in numbers] == ["52 of 100", "4 of 100"]
    assert [number.get_text() for number in numbers] == ["●●●●●○○○○○ 52 of 100", "◐○○○○○○○○○ 4 of 100"]


def test_nothing_is_fetched_from_others_and_articles_run_no_script(site: Path) -> None:
    for name, soup in pages(site, moved=True):
        fetched = [str(tag.get("src")) for tag in soup.select("script[src], img, iframe, source, video, audio")]
        fetched += [
            str(tag["href"]) for tag in soup.select('link[rel="stylesheet"], link[rel="icon"], link[rel="manifest"]')
        ]
        assert all(urlsplit(address).netloc == "" for address in fetched), name
        scripts = [script["src"] for script in soup.select('script:not([type="application/ld+json"])')]
        own = [f"/theme/{script}.js" for script in ("search", "chat") if f"{script}/" in name]
        assert scripts == own, name


def test_an_expired_badge_is_not_shown(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    edit(folder, "    note: formerly RAAF\n", "    note: formerly RAAF\n    until: 2026-11-30\n")
    assert project.build(folder, SITE_DATE="2026-11-30").returncode == 0
    assert "ROOM A" in one(page(folder / "output", "contact/index.html"), "body > footer").get_text()
    assert project.build(folder, SITE_DATE="2026-12-01").returncode == 0
    assert "ROOM A" not in one(page(folder / "output", "contact/index.html"), "body > footer").get_text()


def test_an_announcement_stands_above_the_home_page_or_if_urgent_above_every_page(site: Path) -> None:
    for name, soup in pages(site):
        said = [strip.get_text() for strip in soup.select(".notices .announcement")]
        is_home, is_spanish = name in ("index.html", "es/index.html"), name.startswith("es/")
        assert len(said) == (2 if is_home else 1), name
        assert said[0].startswith("Cerramos el 2" if is_spanish else "We are closed on December 2"), name
    assert page(site, "es/index.html").select('.announcement[lang="en"]')


@pytest.mark.parametrize(
    ("day", "count"), [("2026-11-28", 0), ("2026-11-29", 1), ("2026-11-30", 2), ("2026-12-02", 2), ("2026-12-03", 1)]
)
def test_an_announcement_comes_on_its_first_day_and_is_gone_after_its_last(day: str, count: int, folder: Path) -> None:
    assert project.build(folder, SITE_DATE=day).returncode == 0
    assert len(page(folder / "output", "index.html").select(".notices .announcement")) == count


def test_a_next_step_is_a_plain_link_that_says_what_happens_then(site: Path) -> None:
    for name in ("index.html", "contact/index.html", "lumo-laser-treatment/index.html"):
        soup = page(site, name)
        links = {str(link["href"]): link.parent.get_text() for link in soup.select("main .box a") if link.parent}
        assert "which asks for your name" in links["https://book.example/harbor-skin"], name
        assert {"https://portal.example/harbor-skin", "https://video.example/harbor-skin"} <= links.keys(), name
        assert not soup.select("main form:not([role=search])"), name


def test_a_next_step_leads_to_a_page_of_ours_or_is_told(folder: Path) -> None:
    step = "  costs:\n    to: {}\n    then:\n      en: Shows our prices.\n"
    edit(folder, "next_steps:\n", "next_steps:\n" + step.format("about"))
    assert project.build(folder).returncode == 0
    links = page(folder / "output", "contact/index.html").select('main .box a[href="/about/"]')
    assert [link.get_text() for link in links] == ["What it costs"]
    edit(folder, "to: about", "to: prices")
    done = project.build(folder)
    assert "content/clinic.yaml: next_steps costs to: 'prices' is no page; " in done.stderr


def test_the_sitemap_lists_every_page_that_may_be_found(site: Path) -> None:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    places = {place.findtext(f"{SITEMAP}loc"): place.findtext(f"{SITEMAP}lastmod") for place in root}
    found = {str(one(soup, 'link[rel="canonical"]')["href"]) for name, soup in pages(site) if name != "404.html"}
    assert set(places) == found
    assert places[f"{ORIGIN}/lumo-laser-treatment/"] == "2026-11-22"
    assert places[f"{ORIGIN}/contact/"] == "2026-11-16"
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in (site / "robots.txt").read_text()


def test_a_site_without_an_article_is_finished(bare_site: Path) -> None:
    for name in ("index.html", "archive/index.html", "search/index.html", "404.html"):
        assert one(page(bare_site, name), "main").get_text().strip(), name
    assert "The first article is on its way" in page(bare_site, "index.html").get_text()
    root = ElementTree.parse(bare_site / "sitemap.xml").getroot()
    assert root.findtext(f"{SITEMAP}url/{SITEMAP}loc") == "https://test.example/"
    assert ElementTree.parse(bare_site / "feed.xml").getroot().findall(f"{ATOM}entry") == []


def test_the_feed_holds_whole_articles(site: Path) -> None:
    feed = ElementTree.parse(site / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries][-1] == f"{ORIGIN}/lumo-laser-treatment/"
    content = BeautifulSoup(entries[-1].findtext(f"{ATOM}content") or "", "html.parser")
    assert "ablation" in content.get_text()
    assert all(str(link["href"]).startswith(("https://", "http://", "tel:")) for link in content.select("a"))
    assert entries[-1].findtext(f"{ATOM}published") == "2026-11-16T00:00:00-08:00"


def test_structured_data_says_what_the_page_says(site: Path) -> None:
    soup = page(site, "lumo-laser-treatment/index.html")
    graph = json.loads(one(soup, 'script[type="application/ld+json"]').get_text())["@graph"]
    by_type = {node["@type"]: node for node in graph}
    assert by_type["BlogPosting"]["headline"] == one(soup, "h1").get_text()
    assert "lastReviewed" not in by_type["MedicalWebPage"]
    known = {node.get("@id") for node in graph}
    named = [value["@id"] for node in graph for value in node.values() if isinstance(value, dict) and "@id" in value]
    assert set(named) <= known


def test_long_lists_have_pages(large: Path) -> None:
    assert (large / "topic/recovery/page/2/index.html").is_file()
    first = page(large, "archive/index.html")
    assert one(first, 'nav a[href="/blog/archive/page/2/"]')
    shown = [name for number in ("", "page/2/", "page/3/") for name in listed(large, f"archive/{number}index.html")]
    assert len(shown) == len(set(shown)) == 45 + 4 + 1
    assert not (large / "archive/page/4").exists()
    assert listed(large, "archive/2025/index.html")[0].startswith("/blog/article-")


def test_a_link_says_when_it_leads_to_another_language(site: Path) -> None:
    links = page(site, "es/tratamiento-laser-lumo/index.html").select("header nav a, footer nav a")
    langs = {link.get_text(): link.get("lang") for link in links}
    assert (langs["Chat"], langs["Contacto"], langs["Artículos"]) == ("en", None, None)
    assert not page(site, "contact/index.html").select("nav li:not(.language-switch) a[lang]")


def test_another_language_has_its_own_place(large: Path) -> None:
    soup = page(large, "es/tratamiento-laser-lumo/index.html")
    assert one(soup, "html")["lang"] == "es"
    assert "/blog/es/tratamiento-laser-lumo/" in listed(large, "es/index.html")
    assert "/blog/es/tratamiento-laser-lumo/" not in listed(large, "archive/index.html")
    for name in ("es/tratamiento-laser-lumo/index.html", "lumo-laser-treatment/index.html"):
        links = page(large, name).select('link[rel="alternate"][hreflang]')
        assert {str(link["hreflang"]): str(link["href"]) for link in links} == {
            "en": f"{ORIGIN}/blog/lumo-laser-treatment/",
            "es": f"{ORIGIN}/blog/es/tratamiento-laser-lumo/",
        }


@pytest.mark.parametrize("name", ["2019/05/old/index.html", "old.html"])
def test_an_old_address_leads_on(large: Path, name: str) -> None:
    soup = page(large, name)
    assert one(soup, 'meta[http-equiv="refresh"]')["content"] == "0; url=/blog/moved-here/"
    assert one(soup, "main a")["href"] == "/blog/moved-here/"
    assert one(soup, 'link[rel="canonical"]')["href"] == f"{ORIGIN}/blog/moved-here/"


def test_below_a_sub_path_every_address_starts_with_it(large: Path) -> None:
    for name, soup in pages(large, moved=True):
        for tag in soup.select("[href], [src]"):
            address = str(tag.get("href") or tag.get("src"))
            assert not address.startswith("/") or address.startswith("/blog/"), f"{name}: {address}"


def test_the_same_day_and_commit_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    elsewhere = project.copy(tmp_path / "Ünïcode folder")
    for path in elsewhere.rglob("*.md"):
        path.touch()
    done = project.build(elsewhere, TZ="Pacific/Kiritimati", LC_ALL="C", LANG="C", PYTHONHASHSEED="7", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert project.tree(elsewhere / "output") == project.tree(site)


def breaks(folder: Path) -> dict[str, Callable[[], object]]:
    """Ways to break a project that only show while pages are written or looked at."""
    article = folder / "theme/templates/article.html"
    return {
        "a template that fails half way": lambda: article.write_text(
            article.read_text().replace("{{ article.lead }}", "{{ 1 / 0 }}")
        ),
        "a page without a heading": lambda: article.write_text("<html><title>x</title></html>"),
    }


@pytest.mark.parametrize("what", ["a template that fails half way", "a page without a heading"])
def test_a_site_that_fails_is_not_put_in_place(tmp_path: Path, what: str) -> None:
    folder = project.copy(tmp_path)
    assert project.build(folder).returncode == 0
    before = project.tree(folder / "output")
    breaks(folder)[what]()
    done = project.build(folder)
    assert done.returncode == 1
    assert "Nothing was written; the site is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert project.tree(folder / "output") == before


def test_a_translation_older_than_its_original_is_told_and_published(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    original = folder / "content/articles/lumo-laser-treatment.md"
    original.write_text(original.read_text("utf-8").replace("modified: 2026-11-22", "modified: 2026-11-25"), "utf-8")
    done = project.build(folder)
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            "Note: content/articles/tratamiento-laser-lumo.md:5: modified: the original, "
            "content/articles/lumo-laser-treatment.md, was changed after this text, on 2026-11-25; "
            "bring this text up to date, then write that day or a later one after modified: [translation-outdated]"
        ],
    )
    assert (folder / "output/es/tratamiento-laser-lumo/index.html").is_file()
