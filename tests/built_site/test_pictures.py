"""Pictures on the built site, as visitors and their browsers meet them."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import Popen
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Page

from plugins.cache.database import CACHE_FILE
from plugins.media.images import encode, svg
from plugins.media.images.cache import FILES, PICTURES
from plugins.media.images.element import SIZES
from plugins.media.images.picture import PictureData
from tests import project, small
from tests.conftest import Visit

TRACE = "Camera of Jane Doe"
ATOM = "{http://www.w3.org/2005/Atom}"
MAKER, PLACE = 0x010F, 0x8825
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><title>Jane Doe</title><circle r="9"/></svg>'
HEADER = """\
---
title: Pictures
summary: One article, many pictures.
date: 2026-11-01
category: recovery
kind: advice
status: published
image: lists/row.png
image_alt: A row
---

"""
BODY = """\
![A photo](jane-doe.jpg)

Some text, and ![a small picture](small.webp) in it [1].

![Upright](sub/upright.JPG "What the *caption* says & “cites” [1]")

![A drawing](drawn.svg)

![A clear one](../images/clear.png)

![The photo again](jane-doe.jpg)
"""
OWN = "main img:not(.row img)"  # of the article, without the lists on its page
# What the page shows, in its order.
SHOWN = ("lists/row.png", "jane-doe.jpg", "small.webp", "sub/upright.JPG", "drawn.svg", "clear.png", "jane-doe.jpg")
PHOTOS = ("jane-doe.jpg", "sub/upright.JPG", "small.webp", "clear.png", "lists/row.png")
REFERENCE = (
    "references:\n  - title: A\n    publisher: B\n    url: https://example.org/\n    accessed: 2026-11-01\n---\n"
)


def points(size: tuple[int, int]) -> Image.Image:
    across, down = Image.linear_gradient("L").rotate(90).resize(size), Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (across, Image.new("L", size, 80), down))


def write_pictures(project: Path) -> None:
    folder = project / "content/images"
    for name in ("sub", "lists"):
        (folder / name).mkdir(parents=True)
    exif = Image.Exif()
    exif[MAKER], exif[0x0112] = TRACE, 6
    exif.get_ifd(PLACE)[1] = "N"
    hidden: dict[str, Any] = {"exif": exif, "xmp": f"<x>{TRACE}</x>".encode()}
    Image.blend(points((1000, 600)), Image.effect_noise((1000, 600), 90).convert("RGB"), 0.3).save(
        folder / "jane-doe.jpg", exif=exif.tobytes(), comment=TRACE
    )
    points((900, 1400)).save(folder / "sub/upright.JPG", "JPEG", **hidden)
    points((200, 100)).save(folder / "small.webp", **hidden)
    points((500, 300)).save(folder / "lists/row.png", **hidden)
    points((30, 20)).save(folder / "unused.png")
    clear = points((300, 200)).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    clear.save(folder / "clear.png", **hidden)
    (folder / "drawn.svg").write_text(SVG)
    with (folder.parent / "photos.yaml").open("a") as photos:
        photos.write("".join(f"{name}:\n  kind: thing\n" for name in PHOTOS))
    assert all(TRACE.encode() in (folder / name).read_bytes() for name in ("jane-doe.jpg", "small.webp"))


def write_article(project: Path, body: str = BODY, header: str = HEADER, name: str = "pictures") -> None:
    path = project / f"content/articles/{name}.md"
    path.write_text(header.replace("---\n\n", REFERENCE) + "\n" + body, "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project.copy(tmp_path_factory.mktemp("pictures"))
    write_pictures(folder)
    write_article(folder)
    done = project.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    return built / "output"


@pytest.fixture(scope="module")
def main(site: Path) -> BeautifulSoup:
    html = (site / "pictures/index.html").read_text("utf-8")
    found = BeautifulSoup(html, "html.parser").select_one("main")
    assert found
    return BeautifulSoup(str(found), "html.parser")


class Slow(SimpleHTTPRequestHandler):
    """A host whose pictures come late, so that a page that moves for them is seen to move."""

    def do_GET(self) -> None:
        if self.path.startswith("/images/"):
            time.sleep(0.3)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/pictures/"
        server.shutdown()
        thread.join()


def test_every_picture_has_its_size_and_waits_but_for_the_first(main: BeautifulSoup) -> None:
    images = main.select(OWN)
    assert [image["alt"] for image in images] == [
        *("A row", "A photo", "a small picture", "Upright", "A drawing", "A clear one", "The photo again")
    ]
    # The camera was turned for all but the drawing.
    sizes = [(300, 500), (600, 1000), (100, 200), (1400, 900), (800, 200), (200, 300), (600, 1000)]
    assert [(int(str(image["width"])), int(str(image["height"]))) for image in images] == sizes
    assert [image.get("loading") for image in images] == [None, *["lazy"] * 6]
    assert [image.get("fetchpriority") for image in images] == ["high", *[None] * 6]


def test_every_picture_comes_in_modern_formats_and_its_own(main: BeautifulSoup, built: Path) -> None:
    endings = [
        [str(tag.get("srcset") or tag["src"]).split()[0].rpartition(".")[2] for tag in picture.select("[srcset], img")]
        for picture in main.select("picture:not(.row picture)")
    ]
    made = photos(built)
    several = [formats for name in SHOWN if len(formats := made[name].picture.formats) > 1]
    assert endings == [list(formats) for formats in several]
    assert {len(formats) for formats in several} == {2, 3}


def test_a_caption_stands_below_its_picture_and_may_cite(main: BeautifulSoup) -> None:
    (figure,) = main.select("figure")
    (caption,) = figure.select("figcaption")
    assert caption.get_text() == "What the *caption* says & “cites” [1]"
    assert figure.select("img")[0]["alt"] == "Upright"
    assert figure.find_parent("p") is None
    assert not main.select("[title]")
    assert caption.select("a[href='#r_1']")


def test_nothing_that_cameras_and_names_of_files_tell_is_published(site: Path) -> None:
    for name, data in project.tree(site).items():
        for trace in (TRACE, "Jane Doe", "jane-doe", "Exif\0", "GPS", "<x>", "ICC_PROFILE", "iCCP"):
            assert trace.encode() not in data, f"{trace} in {name}"
    for name, data in project.tree(site / "images").items():
        if not name.endswith(".svg"):
            image = Image.open(io.BytesIO(data))
            image.load()
            assert not image.getexif(), name
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info), name


def test_no_original_is_published(built: Path, site: Path) -> None:
    published = set(project.tree(site).values())
    assert not published & {path.read_bytes() for path in (built / "content").rglob("*.*")}
    shown = [*photos(built).values()]
    assert set(project.tree(site / "images")) == {name for made in shown for name in made.files}


def photos(folder: Path) -> dict[str, PictureData]:
    """Each picture that an article shows, made alone, by its path in content/images/."""
    made = {}
    for name, data in project.tree(folder / "content/images").items():
        if name == "unused.png":
            continue
        ending = name.rpartition(".")[2].lower()
        one = svg.sanitize_svg(data) if ending == "svg" else encode.publishable(io.BytesIO(data), ending)
        assert isinstance(one, PictureData)
        made[name] = one
    return made


def test_pictures_made_side_by_side_are_those_made_one_by_one(built: Path, site: Path) -> None:
    published = project.tree(site / "images")
    for made in photos(built).values():
        assert {name: published[name] for name in made.files} == made.files


def test_feed_readers_get_whole_addresses(site: Path) -> None:
    (content,) = [
        BeautifulSoup(entry.findtext(f"{ATOM}content") or "", "html.parser")
        for entry in ElementTree.parse(site / "feed.xml").getroot().findall(f"{ATOM}entry")
        if entry.findtext(f"{ATOM}title") == "Pictures"
    ]
    images = content.select("img")
    assert len(images) == 7
    assert all(str(image["src"]).startswith("https://clinic.example/images/") for image in images)
    assert not content.select("[srcset], source")


def edit_pictures(folder: Path, change: str) -> list[tuple[str, str, int]]:
    """Make a change to the cached pictures; return kind, name and number of each row. A row saved again has another."""
    with contextlib.closing(sqlite3.connect(folder / CACHE_FILE)) as db:
        db.execute(change, (PICTURES, FILES))
        db.commit()
        return list(db.execute("SELECT kind, name, rowid FROM results WHERE kind IN (?, ?)", (PICTURES, FILES)))


def test_pictures_are_made_once_and_again_when_their_copy_is_damaged(built: Path) -> None:
    before, rows = project.tree(built / "output"), edit_pictures(built, "SELECT ?, ?")
    assert {name for one in photos(built).values() for name in one.files} <= {name for _, name, _ in rows}
    for change, made_again in {
        "SELECT ?, ?": False,
        "UPDATE results SET result = substr(result, 9) WHERE kind IN (?, ?)": True,
        "UPDATE results SET result = '' WHERE kind IN (?, ?)": True,
        "DELETE FROM results WHERE kind IN (?, ?)": True,
    }.items():
        rows = edit_pictures(built, change) or rows
        shutil.rmtree(built / "output")
        shutil.rmtree(built / ".build/output.spare", ignore_errors=True)
        assert project.build(built).returncode == 0
        assert project.tree(built / "output") == before
        after = edit_pictures(built, "SELECT ?, ?")
        assert {row[:2] for row in after} == {row[:2] for row in rows}
        assert set(after).isdisjoint(rows) == made_again


def test_a_picture_and_its_copy_are_shown_and_published_once(tmp_path: Path) -> None:
    folder = small.make(tmp_path / "project")
    body = "![One](one.svg)\n\n![Another](other.svg)"
    files = {f"content/images/{name}.svg": SVG for name in ("one", "other")}
    small.put(folder, {**files, "content/articles/good.md": small.article(body)})
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert len([*(folder / "output/images").iterdir()]) == 1


def test_a_person_who_waits_for_many_pictures_sees_a_bar(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    write_pictures(folder)
    write_article(folder)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "SITE_DATE": project.DAY}
    with Popen([sys.executable, "-m", "tools.build"], cwd=folder, env=environment, stderr=theirs) as build:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # Linux's way to say that nobody writes there any more
            while words := os.read(ours, 1000):
                told += words
    os.close(ours)
    assert build.returncode == 0
    count = str(len(photos(folder))).encode()
    assert told.startswith(b"\r[" + b" " * 30 + b"] 0 of " + count + b" new pictures")
    assert told.rstrip(b" \r").endswith(b"] " + count + b" of " + count + b" new pictures")
    assert re.sub(rb"[^\n]*\r", b"", told) == b""


@pytest.mark.parametrize(("width", "best"), [(320, "400"), (768, "600"), (1280, "600")])
def test_a_browser_takes_the_smallest_file_that_does(
    visit: Visit, address: str, built: Path, width: int, best: str
) -> None:
    page = looked_through(visit(address, viewport={"width": width, "height": 640}))
    taken = page.eval_on_selector_all(OWN, "all => all.map(one => one.currentSrc.split('-').pop())")
    upright = {"400": "400", "600": "800"}[best]
    made = [picture.picture.formats[0] for picture in map(photos(built).get, SHOWN) if picture]
    widths = ["300", best, "100", upright, "800", "200", best]
    assert taken == [f"{width}.{ending}" for width, ending in zip(widths, made, strict=True)]
    shown = page.eval_on_selector_all(OWN, "all => all.map(one => one.complete && one.naturalWidth > 0)")
    assert all(shown)


@pytest.mark.parametrize("width", [320, 660, 768, 1280])
def test_a_page_says_truly_how_wide_its_pictures_are(visit: Visit, address: str, width: int) -> None:
    """A picture as wide as the column is as wide as `sizes` says."""
    page = visit(address, viewport={"width": width, "height": 640})
    wide, said = page.evaluate(
        """sizes => {
            const probe = document.createElement("div")
            const [query, large, small] = sizes.match(/^(\\(.*?\\)) (.*?),(.*)$/).slice(1)
            probe.style.width = matchMedia(query).matches ? large : small
            document.querySelector("article").append(probe)
            return [document.querySelector("main figure img").clientWidth, probe.offsetWidth]
        }""",
        SIZES,
    )
    assert wide == said


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_pictures_come(visit: Visit, address: str, width: int) -> None:
    page = looked_through(visit(address, viewport={"width": width, "height": 640}))
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0
            new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
                .observe({type: "layout-shift", buffered: true})
            setTimeout(() => done(sum), 300)
        })"""
    )
    assert moved == 0


def test_a_picture_is_at_most_a_screen_high(visit: Visit, address: str) -> None:
    for height in (320, 640):
        page = visit(address, viewport={"width": 1280, "height": height})
        sizes = page.eval_on_selector_all(OWN, "all => all.map(one => [one.clientWidth, one.clientHeight])")
        assert max(shown for _, shown in sizes) <= height
        wide, high = sizes[1]  # 600 × 1000
        assert wide / high == pytest.approx(0.6, abs=0.01)


def test_the_picture_of_the_header_takes_the_place_of_the_drawn_one(site: Path) -> None:
    """In the article, lists, the topic's page and the feed; other articles keep theirs."""
    name = photos_name(site)
    for page, selector in (
        ("pictures/index.html", ".head"),
        ("archive/index.html", ".row:has([href='/pictures/'])"),
        ("topic/recovery/index.html", ".row:has([href='/pictures/'])"),
        ("index.html", ".row:has([href='/pictures/'])"),
    ):
        soup = BeautifulSoup((site / page).read_text("utf-8"), "html.parser")
        (place,) = soup.select(selector)
        assert [str(image["src"]) for image in place.select("img.picture")] == [name], page
        assert not place.select("svg.picture"), page
        assert place.select("img.picture")[0]["alt"] == ("A row" if selector == ".head" else ""), page
    assert f"https://clinic.example{name}" in (site / "feed.xml").read_text("utf-8")


def photos_name(site: Path) -> str:
    """The address of the picture of the header, of which the page shows one."""
    soup = BeautifulSoup((site / "pictures/index.html").read_text("utf-8"), "html.parser")
    return str(soup.select(".head img")[0]["src"])


def test_the_average_colour_is_there_before_the_picture(visit: Visit, address: str) -> None:
    page = visit(address, viewport={"width": 1280, "height": 640})
    tones = page.eval_on_selector_all(OWN, "all => all.map(one => getComputedStyle(one).backgroundColor)")
    clear = "rgba(0, 0, 0, 0)"
    assert [tone == clear for tone in tones] == [False, False, False, False, True, True, False]
    assert tones[1] == "rgb(119, 102, 119)"


def looked_through(page: Page) -> Page:
    """The page after a slow walk to its end, with all its pictures."""
    height = page.evaluate("document.body.scrollHeight")
    for top in range(0, height, 300):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    return page
