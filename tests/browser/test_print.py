"""Pages on paper: as PDF, the way a reader's browser prints them."""

from __future__ import annotations

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


@pytest.mark.parametrize("name", ["long-table/", "wide-table/", "five-pictures/", "reviewed/", "arabic/"])
def test_what_is_awkward_is_printed_too(printer: Printer, name: str) -> None:
    printed = printer(name, is_awkward=True)
    assert all(TELEPHONE in sheet for sheet in printed)
    assert "Pneumono" in " ".join(printed) or name != "reviewed/"  # who reviewed it
