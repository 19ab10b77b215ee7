"""Old addresses lead on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import Visit
from tests.small import CLINIC, PAGE, article, build, document, make, put
from tools.host import hosted

URL = "https://test.example/blog/"
# Old addresses, by the article's path from content/.
MOVED = {
    "articles/one.md": ("/2019/05/One", "/one.html", "/2019/café/", "/2019/a&b's/", "/old.php"),
    "articles/uno.md": ("/es/viejo/",),
    "pages/about.md": ("/us/index.html",),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site below a sub-path, with old addresses in two languages and those of a draft."""
    folder = make(tmp_path_factory.mktemp("moved"))
    old = {path: "".join(f"\n  - {one}" for one in listed) for path, listed in MOVED.items()}
    topic = "    translations:\n      es:\n        name: Cuidado\n        about: Sobre.\n"
    clinic = CLINIC.replace("https://test.example", URL).replace("care.\n", f"care.\n{topic}")
    spanish = {"title": "Uno <b>", "summary": "Se dice uno.", "lang": "es", "redirect_from": old["articles/uno.md"]}
    put(
        folder,
        {
            "content/clinic.yaml": clinic,
            "content/articles/one.md": article(title="One", summary="Said.", redirect_from=old["articles/one.md"]),
            "content/articles/uno.md": article(**spanish),
            "content/articles/draft.md": article(
                title="Not yet", summary="No.", status="draft", redirect_from="[/not]"
            ),
            "content/pages/about.md": document({**PAGE, "redirect_from": old["pages/about.md"]}),
        },
    )
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


@pytest.mark.parametrize(
    ("file", "leads", "lang", "title"),
    [
        ("2019/05/One/index.html", "one/", "en", "This page has moved: One"),
        ("one.html", "one/", "en", "This page has moved: One"),
        ("2019/café/index.html", "one/", "en", "This page has moved: One"),
        ("old.php/index.html", "one/", "en", "This page has moved: One"),
        ("es/viejo/index.html", "es/uno/", "es", "Esta página cambió de dirección: Uno <b>"),
        ("us/index.html", "about/", "en", "This page has moved: About us"),
    ],
)
def test_an_old_address_has_a_page_that_leads_on(site: Path, file: str, leads: str, lang: str, title: str) -> None:
    soup = BeautifulSoup((site / file).read_text("utf-8"), "html.parser")
    html, heading, link = soup.select("html")[0], soup.select("h1")[0], soup.select("main a")[0]
    assert (html["lang"], html["dir"], heading.get_text()) == (lang, "ltr", title)
    assert soup.title and soup.title.get_text() == f"{title} | Test Blog"
    assert (link["href"], link.get_text()) == (f"/blog/{leads}", title.partition(": ")[2])
    assert [tag["content"] for tag in soup.select('meta[http-equiv="refresh"]')] == [f"0; url=/blog/{leads}"]
    assert [tag["href"] for tag in soup.select('link[rel="canonical"]')] == [f"{URL}{leads}"]
    assert [tag["content"] for tag in soup.select('meta[name="robots"]')] == ["noindex"]


def test_a_host_that_reads_a_list_of_redirects_has_one(site: Path) -> None:
    assert (site / "_redirects").read_text("utf-8").splitlines() == [
        "/blog/2019/05/One /blog/one/ 301",
        "/blog/2019/05/One/ /blog/one/ 301",
        "/blog/2019/a&b's /blog/one/ 301",
        "/blog/2019/a&b's/ /blog/one/ 301",
        "/blog/2019/caf%C3%A9 /blog/one/ 301",
        "/blog/2019/caf%C3%A9/ /blog/one/ 301",
        "/blog/es/viejo /blog/es/uno/ 301",
        "/blog/es/viejo/ /blog/es/uno/ 301",
        "/blog/old.php /blog/one/ 301",
        "/blog/old.php/ /blog/one/ 301",
        "/blog/one.html /blog/one/ 301",
        "/blog/us /blog/about/ 301",
        "/blog/us/ /blog/about/ 301",
    ]


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    with hosted(site, "/blog/") as url:
        yield url


def test_who_comes_by_an_old_address_finds_the_article(host: str, visit: Visit) -> None:
    seen = visit(f"{host}2019/caf%C3%A9/")
    seen.wait_for_url(f"{host}one/")
    assert seen.get_by_role("heading", level=1).inner_text() == "One"
