"""The preview as an editor has it: a browser beside an editor, the real server and real builds, below a path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import small
from tests.browser.survey import AXE, RUN_AXE, TAGS
from tests.conftest import Visit
from tests.project import ROOT, tree

PATIENCE = 30_000.0  # milliseconds
BODY = "\n\n".join(f"## Part {n}\n\n{'Many words. ' * 90}" for n in range(1, 9))
GOOD = "content/articles/good.md"
DRAFT = "content/articles/half-done.md"
BUILT = re.compile(r"\d")
TOLD = (
    "1 error\nline 14: “painless”: say what is usual and what can be serious",
    "1 word\nline 14: “recieve” (receive, relieve?)",
)
OVERDUE = "\n  by: dr-a\n  on: 2025-01-02\n  every: 6"
expect.set_options(timeout=PATIENCE)


class Preview:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def save(self, name: str, text: str) -> None:
        small.put(self.folder, {name: text})

    def page(self, path: str) -> bytes:
        """What the server answers, as it is on its way to a browser."""
        with urlopen(self.url + path) as answer:
            return bytes(answer.read())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = small.make(tmp_path_factory.mktemp("live"))
    clinic = small.CLINIC.replace("https://test.example", "https://test.example/blog/")
    small.put(folder, {"content/clinic.yaml": clinic, "content/people/dr-a.md": small.person()})
    command, env = [sys.executable, "-m", "tools.preview.server", "0"], {**os.environ, "SITE_DATE": small.TODAY}
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        said = next(filter(None, (re.match(r"http://\S+", line) for line in server.stdout)))
        yield Preview(folder, said[0])
        server.terminate()
        server.stdout.read()


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """Its content is put back after the test."""
    content = running.folder / "content"
    before = tree(content)
    running.save(GOOD, small.article(BODY))
    yield running
    for name in tree(content).keys() - before.keys():
        (content / name).unlink()
    small.put(content, before)


def mistakes(page: Page) -> Locator:
    return page.get_by_role("alert")


@pytest.mark.parametrize(("ending", "loaded_again"), [("And ends.", False), ("> And ends.", True)])
def test_a_save_shows_by_itself_and_the_reader_stays_where_he_was(
    ending: str, loaded_again: bool, preview: Preview, visit: Visit
) -> None:
    """A text alone is put into the page; what looks otherwise, as the first quotation does, is loaded again."""
    faq = "\n  - question: Does it hurt?\n    answer: A little."
    preview.save(GOOD, small.article(BODY, faq=faq))
    page = visit(f"{preview.url}good/", viewport={"width": 800, "height": 600})
    expect(page.get_by_text("Does it hurt?").first).to_be_attached()
    expect(page.get_by_text("And ends.")).not_to_be_attached()  # it may be the page of the test before
    page.locator("main details summary").last.click()
    page.locator("main a").nth(2).focus()
    focused = page.evaluate("document.activeElement.outerHTML")
    page.evaluate("scrollTo(0, document.getElementById('part-5').offsetTop + 200)")
    at = "document.getElementById('part-5').getBoundingClientRect().top"
    top = page.evaluate(at)
    page.evaluate("window.mine = true")
    preview.save(GOOD, small.article(f"It begins anew.\n\nTwice.\n\n{BODY}\n\n{ending}", faq=faq, title="Renewed"))
    expect(page.get_by_text("And ends.")).to_be_attached()
    expect(page.locator("#make-serve")).to_have_attribute("data-build", BUILT)
    assert abs(page.evaluate(at) - top) < 2
    assert page.evaluate("document.activeElement.outerHTML") == focused
    assert page.locator("main details").last.get_attribute("open") is not None
    assert page.evaluate("window.mine === undefined") is loaded_again
    assert page.title().startswith("Renewed")


def test_a_page_with_a_script_of_its_own_is_loaded_again(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}search/?q=good")
    expect(page.get_by_role("link", name="A good article")).to_be_visible()
    name = "theme/words/en.yaml"
    words = (preview.folder / name).read_text("utf-8")
    preview.save(name, words.replace("What are you looking for?", "What do you seek?"))
    try:
        expect(page.get_by_label("What do you seek?")).to_have_value("good")  # which its script has put there
    finally:
        preview.save(name, words)


def test_a_page_that_did_not_change_is_left_alone(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}about/")
    host = page.locator("#make-serve")
    expect(host).to_have_attribute("data-build", BUILT)
    before = host.get_attribute("data-build")
    page.evaluate("window.mine = true")
    preview.save(GOOD, small.article("Another text.", title="A good article"))
    expect(host).not_to_have_attribute("data-build", str(before))
    assert page.evaluate("window.mine")


def test_a_mistake_lies_over_the_page_until_it_is_mended(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}good/", viewport={"width": 320, "height": 640})
    preview.save(GOOD, small.article("New words.", date="03/04/2026"))
    expect(mistakes(page)).to_contain_text("good.md:4date: 03/04/2026 can be read two ways; write 2026-03-04")
    expect(mistakes(page).locator("strong").first).to_have_text(f"{GOOD}:4")
    expect(page.get_by_role("heading", name="Not published until this is mended")).to_be_visible()
    expect(page.locator("main").get_by_text("New words.")).to_be_attached()  # what can be read is shown
    expect(page.locator("main h2").first).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, [TAGS, ()]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    close = page.get_by_role("button", name="Close").bounding_box()
    assert close and close["width"] > close["height"]  # its word is in one line

    page.keyboard.press("Escape")
    expect(mistakes(page)).to_be_empty()
    preview.save(GOOD, small.article("New words.", date="2026-13-01"))
    expect(mistakes(page)).to_contain_text("2026-13-01")
    preview.save(GOOD, small.article("New words."))
    expect(page.get_by_text("New words.")).to_be_visible()
    expect(mistakes(page)).to_be_empty()


def test_a_page_opened_after_the_mistake_shows_it_too(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}about/")
    preview.save(GOOD, small.article("New words.", date="31/12"))
    expect(page.get_by_text("is not year-month-day")).to_be_hidden()  # it is of another text, and hides nothing here
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("31/12")).to_be_visible()
    expect(mistakes(visit(f"{preview.url}nowhere/"))).to_contain_text("31/12")


def test_mistakes_and_panel_leave_each_other_room_and_the_end_of_a_page_free(preview: Preview, visit: Visit) -> None:
    preview.save(GOOD, small.article(BODY, review=OVERDUE))
    page = visit(f"{preview.url}good/", viewport={"width": 320, "height": 480})
    page.locator("#make-serve summary").click()
    preview.save(GOOD, "\n".join(f"{name}: x" for name in "abcdefgh").join(["---\n", "\n---\n\nText.\n"]))
    expect(mistakes(page)).to_contain_text("output/ is as it was")
    box, panel = mistakes(page).bounding_box(), page.locator("#make-serve details").bounding_box()
    assert box and panel and box["y"] + box["height"] < panel["y"]
    page.keyboard.press("Escape")
    page.locator("#make-serve summary").click()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    footer = page.locator("footer").bounding_box()
    panel = page.locator("#make-serve details").bounding_box()
    assert footer and panel and footer["y"] + footer["height"] <= panel["y"]


def test_a_page_that_lost_the_server_says_so_until_it_is_back(preview: Preview, visit: Visit) -> None:
    page = visit("about:blank")  # no page that may load itself again in between
    events = "**/.live/events*"
    page.route(events, lambda route: route.abort())
    page.goto(f"{preview.url}good/")
    expect(mistakes(page)).to_contain_text("Start make serve again")
    page.unroute(events)
    expect(mistakes(page)).to_be_empty()
    expect(page.locator("#make-serve")).to_have_attribute("data-build", BUILT)


def test_a_mistake_in_a_template_shows_with_its_line(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}good/")
    name = "theme/templates/article.html"
    template = (preview.folder / name).read_text()
    broken = template + "{% if %}\n"
    preview.save(name, broken)
    try:
        expect(mistakes(page).locator("strong")).to_have_text(f"{name}:{len(broken.splitlines())}")
    finally:
        preview.save(name, template)
    expect(mistakes(page)).to_be_empty()


def test_an_editor_sees_the_banner_and_what_to_know_of_a_text(preview: Preview, visit: Visit) -> None:
    panel = visit(f"{preview.url}good/").locator("#make-serve details")
    expect(panel).to_contain_text("Visitors" + "see it" + "Review" + "pending" + "Open flags" + "none")
    expect(panel).to_contain_text("Reading" + "grade")
    text = "A painless text that you recieve."
    preview.save(DRAFT, small.article(text, title="Half done", summary="Half.", status="draft", review=OVERDUE))
    page = visit(f"{preview.url}half-done/")
    expect(page.locator(".banner")).to_contain_text("This is a draft. Visitors do not see it.")
    expect(page.locator("mark")).to_have_text(["Draft", "Review overdue", "Open flags"])  # seen while it is closed
    page.locator("#make-serve summary").click()
    for said in (DRAFT, "visitors do not see it", "2025-01-02", "since 2025-07-02", *TOLD):
        expect(page.get_by_text(said, exact=True)).to_be_visible()
    preview.save(DRAFT, small.article("A text.", title="Half done", summary="Half.", date="2026-07-01"))
    expect(page.locator(".banner")).to_contain_text("Visitors will see this from July 1, 2026 on.")
    expect(page.get_by_text("see it from 2026-07-01 on", exact=True)).to_be_visible()


def test_no_way_of_saving_is_lost(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}good/")
    for number in range(5):
        preview.save(GOOD, small.article(f"Quick {number}."))
        time.sleep(0.05)
    expect(page.get_by_text("Quick 4.")).to_be_visible()

    preview.save(GOOD, small.article("Before."))
    time.sleep(0.1)  # its build has begun
    preview.save(GOOD, small.article("During the build."))
    expect(page.get_by_text("During the build.")).to_be_visible()

    new = preview.folder / "content/articles/.good.md.new"
    new.write_text(small.article("Saved by renaming."))
    new.rename(preview.folder / GOOD)
    expect(page.get_by_text("Saved by renaming.")).to_be_visible()

    other = "content/articles/first/other-one.md"
    preview.save(other, small.article("In a folder.", title="Another", summary="Another."))
    page = visit(f"{preview.url}other-one/")
    page.locator("#make-serve summary").click()
    (preview.folder / other).parent.rename(preview.folder / "content/articles/second")
    expect(page.get_by_text(other.replace("first", "second"))).to_be_visible()

    shutil.rmtree(preview.folder / "content/articles/second")
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    preview.save(other, small.article("It is back.", title="Another", summary="Another."))
    expect(page.get_by_text("It is back.")).to_be_visible()
    (preview.folder / other).rename(preview.folder / "content/articles/other-ones.md")
    page.get_by_role("link", name="/blog/other-ones/").click()
    expect(page.get_by_text("It is back.")).to_be_visible()


def test_a_hidden_page_holds_no_connection_and_catches_up(preview: Preview, visit: Visit) -> None:
    page = visit(f"{preview.url}good/")
    expect(page.locator("#make-serve")).to_have_attribute("data-build", BUILT)
    expect(page.get_by_role("heading", name="Part 8")).to_be_visible()
    turn = "(away) => { Object.defineProperty(document, 'hidden', { value: away, configurable: true });"
    turn += " document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(turn, True)
    other = visit(f"{preview.url}good/")
    preview.save(GOOD, small.article("Meanwhile."))
    expect(other.get_by_text("Meanwhile.")).to_be_visible()
    assert page.get_by_text("Meanwhile.").count() == 0
    page.evaluate(turn, False)
    expect(page.get_by_text("Meanwhile.")).to_be_visible()


def test_no_file_has_any_of_it(preview: Preview, visit: Visit) -> None:
    """Neither the preview's nor the site's: it is added to an answer, and takes nothing from it."""
    expect(visit(f"{preview.url}good/").locator("#make-serve")).to_have_attribute("data-build", BUILT)
    assert small.build(preview.folder).returncode == 0
    for site in (preview.folder / ".build/preview", preview.folder / "output"):
        for name, content in tree(site).items():
            assert not re.search(
                rb"/\.live/|live_reload\.js|make-serve|Review overdue|Open flags|Spelling|very easy", content
            ), name
    file = (preview.folder / ".build/preview/good/index.html").read_bytes()
    answer = re.sub(rb'<script src="/blog/\.live/.*?</script>', b"", preview.page("good/"))
    rule = re.compile(rb'(?<=Content-Security-Policy" content=")[^"]*')
    assert rule.sub(b"", answer) == rule.sub(b"", file) != answer
    assert ROOT.joinpath("tools/preview/live_reload.js").read_bytes() == preview.page(".live/live_reload.js")
