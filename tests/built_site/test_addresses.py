"""Addresses that readers know: the site does not lose one, and old ones lead on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.cache.file_stat import SETTLED
from tests import project
from tests.conftest import Visit
from tests.small import CLINIC, PAGE, article, build, document, make, put, told
from tools.preview.static_server import serve_static

NOTHING = "Nothing was written; the site is as it was."
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
    with serve_static(site, "/blog/") as url:
        yield url


def test_who_comes_by_an_old_address_finds_the_article(host: str, visit: Visit) -> None:
    seen = visit(f"{host}2019/caf%C3%A9/")
    seen.wait_for_url(f"{host}one/")
    assert seen.get_by_role("heading", level=1).inner_text() == "One"


def addresses(folder: Path) -> str:
    """What `make addresses` says, after `make site`."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.publish.record_permalinks"], cwd=folder, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_no_address_that_was_published_is_lost(tmp_path: Path) -> None:
    folder = make(tmp_path / "project")
    content = folder / "content"
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (folder / "output/_redirects").exists()
    assert addresses(folder) == "New in content/addresses.txt: /about/, /good/. Commit it.\n"

    hidden = {"content/articles/later.md": article(title="Later", summary="Then.", date="2026-07-01")}
    put(folder, {"content/articles/new.md": article(title="New", summary="It is new."), **hidden})
    done = build(folder)
    advice = "once it is published: make addresses, then commit it [address-unlisted]"
    note = f"Note: content/addresses.txt: /new/ is not on the list of published addresses; {advice}\n"
    assert (done.returncode, done.stderr) == (0, note)
    assert addresses(folder) == "New in content/addresses.txt: /new/. Commit it.\n"
    assert build(folder).stderr == ""
    assert addresses(folder) == "content/addresses.txt has every address.\n"
    listed = (content / "addresses.txt").read_text().splitlines()
    assert [line for line in listed if not line.startswith("#")] == ["/about/", "/good/", "/new/"]

    text = (content / "articles/good.md").read_text()
    (content / "articles/good.md").rename(content / "articles/goodly.md")
    line = listed.index("/good/") + 1
    assert told(folder) == [
        f'content/addresses.txt:{line}: /good/ was published and leads nowhere now; write "- /good/" under '
        "redirect_from in content/articles/goodly.md, or delete this line if it is gone for good",
        f"1 problem. {NOTHING}",
    ]
    assert build(folder, "--preview").returncode == 0
    put(folder, {"content/articles/goodly.md": text.replace("kind:", "redirect_from:\n  - /good/\nkind:")})
    time.sleep(SETTLED / 1e9)
    for _ in range(2):  # the second sees that nothing has changed since the first
        done = build(folder)
        assert (done.returncode, done.stderr) == (0, note.replace("/new/", "/goodly/"))
        known = json.loads((folder / ".build/manifest.json").read_text())["addresses"]
        assert known == ["/about/", "/good/", "/goodly/", "/new/"]
    assert (folder / "output/_redirects").read_text() == "/good /goodly/ 301\n/good/ /goodly/ 301\n"


def test_what_a_broken_file_would_add_is_not_missed(tmp_path: Path) -> None:
    folder = make(tmp_path / "project")
    put(folder, {"content/addresses.txt": "/good/\nnone\n", "content/articles/good.md": article(title=None)})
    assert told(folder) == [
        "content/addresses.txt:2: 'none' is not an address of this site; write it from the first slash, as in "
        "/laser-treatment/",
        "content/articles/good.md:1: title: is missing; write title: and its text",
        f"2 problems. {NOTHING}",
    ]


def test_a_list_that_is_whole_needs_no_word(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    shutil.copy(project.SITE / "addresses.txt", folder / "content")
    done = project.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
