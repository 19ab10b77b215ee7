"""Pages on paper: as PDF, the way a reader's browser prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests import awkward
from tools.preview.static_server import serve_static

TELEPHONE = "707-555-0142"


# Marks each name and the beginning of what belongs to it, and finds both on paper.
MARK = """() => {
  const pairs = [...document.querySelectorAll("main :is(h2, h3, h4, dt, summary), main p:not(.lede):has(+ ul)")];
  const isShown = (one) => one && one.checkVisibility() && one.getClientRects().length;
  const marked = pairs.map((name) => [name, name.nextElementSibling]).filter((pair) => pair.every(isShown));
  marked.forEach(([name, value], n) => {
    name.prepend(`N${n}Q `);
    (value.querySelector(":is(li, dd, p, td, b)") ?? value).prepend(`V${n}Q `);
  });
  return marked.length;
}"""


class Printer(Protocol):
    def __call__(self, name: str, is_awkward: bool = False) -> list[str]: ...


@pytest.fixture(scope="module")
def printer(browser: Browser, own_site: Path, awkward_site: Path) -> Iterator[Printer]:
    """Prints a page of the made-up clinic, or an awkward one: the text of each sheet, every space as one."""
    page = browser.new_page()
    with serve_static(own_site) as own, serve_static(awkward_site, awkward.BASE) as others:

        @cache
        def sheets(name: str, is_awkward: bool = False) -> list[str]:
            page.goto((others if is_awkward else own) + name)
            pdf = PdfReader(BytesIO(page.pdf(format="Letter")))
            return [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]

        yield sheets
    page.close()


def test_the_article_is_printed_whole(printer: Printer) -> None:
    printed = printer("lumo-laser-treatment/")
    text = " ".join(printed)
    assert printed[0].count("Lumo laser treatment")
    for words in (
        "Questions to ask us",
        "Does it hurt?",
        "even with numbing cream",
        "A clinician has not reviewed this page yet",
    ):
        assert words in text, words
    # Addresses are longer than a line, and broken where it ends.
    assert (
        "https://www.skin-weekly.example/view/hybrid-laser-allows-simultaneous-ablative-nonablative-treatments"
        in text.replace(" ", "")
    )
    assert len(printed) <= 12


@pytest.mark.parametrize("name", ["lumo-laser-treatment/handout/", "es/tratamiento-laser-lumo/handout/"])
def test_what_a_patient_takes_home_is_one_sheet(name: str, printer: Printer) -> None:
    (sheet,) = printer(name)
    assert TELEPHONE in sheet and "911" in sheet
    for number in ("2", "4", "7"):
        assert re.search(rf"[Dd](ays|ías) .*{number}", sheet)


@pytest.mark.parametrize("name", ["lumo-laser-treatment/", "contact/", "index.html", "archive/", "404.html"])
def test_every_sheet_has_the_telephone_number(printer: Printer, name: str) -> None:
    for number, sheet in enumerate(printer(name), 1):
        assert TELEPHONE in sheet, f"sheet {number}"


@pytest.mark.parametrize("name", ["lumo-laser-treatment/", "contact/", "index.html", "archive/"])
def test_what_leads_elsewhere_is_not_printed(printer: Printer, name: str) -> None:
    text = " ".join(printer(name))
    for words in (
        "Skip to main content",
        "On this page",
        "Get directions",
        "Atom feed",
        "Read next",
        "More articles Previous",
    ):
        assert words not in text, words


@pytest.mark.parametrize(("name", "least"), [("lumo-laser-treatment/", 20), ("contact/", 8), ("people/jo-vance/", 5)])
def test_no_sheet_ends_between_a_name_and_its_value(name: str, least: int, browser: Browser, own_site: Path) -> None:
    """Wherever a sheet ends: what stands before the text gets longer and longer."""
    page = browser.new_page()
    with serve_static(own_site) as url:
        page.goto(url + name)
        page.emulate_media(media="print")
        count = page.evaluate(MARK)
        assert count >= least
        for height in range(0, 1000, 35):
            page.evaluate("(height) => { document.querySelector('h1').style.marginTop = `${height}px` }", height)
            sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="Letter"))).pages]
            where = {mark: n for n, sheet in enumerate(sheets) for mark in re.findall(r"[NV]\d+Q", sheet)}
            cut = [n for n in range(count) if where[f"N{n}Q"] != where[f"V{n}Q"]]
            assert cut == [], f"{height}: {[sheet[-300:] for sheet in sheets]}"
    page.close()


def test_everything_is_printed_within_one_margin(browser: Browser, own_site: Path) -> None:
    page = browser.new_page()
    with serve_static(own_site) as url:
        page.goto(f"{url}lumo-laser-treatment/")
        pdf = PdfReader(BytesIO(page.pdf(format="Letter")))
    page.close()
    for sheet in pdf.pages:
        lefts: dict[str, float] = {}

        def note_left(text: str, cm: list[float], tm: list[float], *_: object, found: dict[str, float] = lefts) -> None:
            found.setdefault(text.strip(), cm[0] * tm[4] + cm[4])

        sheet.extract_text(visitor_text=note_left)
        left = lefts["Harbor Skin Clinic, Port Ellery"]
        assert left == pytest.approx(1.2 / 2.54 * 72, abs=1)
        assert left == pytest.approx(min(where for text, where in lefts.items() if text), abs=1)


@pytest.mark.parametrize("name", ["long-table/", "wide-table/", "five-pictures/", "reviewed/", "arabic/"])
def test_what_is_awkward_is_printed_too(printer: Printer, name: str) -> None:
    printed = printer(name, is_awkward=True)
    assert all(TELEPHONE in sheet for sheet in printed)
    assert "Pneumono" in " ".join(printed) or name != "reviewed/"  # who reviewed it
