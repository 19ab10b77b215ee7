"""Numbers of pelicanconf.py and navigation of content/clinic.yaml: the next build has them, from whatever is cached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import small

CONTACT = {**small.PAGE, "title": "Contact", "summary": "How to reach us."}
LONG = small.article("\n\n".join(f"## Part {n}\n\nA sentence of seven words stands here." for n in range(7)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small.make(tmp_path)
    others = {
        f"content/articles/other-{n}.md": small.article(title=f"Number {n}", summary=f"It says {n}.") for n in range(4)
    }
    small.put(tmp_path, {"content/articles/good.md": LONG, "content/pages/contact.md": small.document(CONTACT)})
    small.put(tmp_path, others)
    return tmp_path


def built(folder: Path) -> tuple[str, str]:
    """Build, and give an article's page and the home page, with the notes of the build."""
    done = small.build(folder)
    assert done.returncode == 0, done.stderr
    pages = (folder / "output" / name for name in ("good/index.html", "index.html", "search/index.html"))
    return "".join(page.read_text() for page in pages), done.stderr


def set_number(folder: Path, name: str, value: str) -> None:
    settings = folder / "pelicanconf.py"
    text, found = re.subn(rf"^{name} = \S+( |$)", f"{name} = {value} ", settings.read_text(), flags=re.MULTILINE)
    assert found == 1
    # With another size, as Python takes a file of the same size and second for the one that it has compiled.
    settings.write_text(f"{text}# {name} is {value}\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOME_ARTICLES", "2"),
        ("RELATED_ARTICLES", "1"),
        ("SEARCH_ARTICLES", "2"),
        ("CONTENTS_HEADINGS", "9"),
        ("WORDS_A_MINUTE", "5"),
    ],
)
def test_a_number_that_is_changed_shows_in_the_next_build(folder: Path, name: str, value: str) -> None:
    before = built(folder)
    set_number(folder, name, value)
    after = built(folder)
    assert after != before
    (folder / ".build/cache.db").unlink()
    assert built(folder) == after


def test_the_size_of_a_heavy_page_is_a_number_of_the_settings(folder: Path) -> None:
    assert built(folder)[1] == ""
    set_number(folder, "HEAVY_PAGE", "1_000")
    assert "over 1 kB, and slow on an old phone" in built(folder)[1]


def test_the_header_leads_to_the_pages_that_the_clinic_names(folder: Path) -> None:
    def find_links() -> list[str]:
        header = re.search(r"<header.*?</header>", built(folder)[0], re.DOTALL)
        assert header
        return re.findall(r'href="/(about|contact)/"', header[0])

    assert find_links() == ["contact"]
    with (folder / "content/clinic.yaml").open("a") as clinic:
        clinic.write("navigation:\n  - about\n  - contact\n")
    assert find_links() == ["about", "contact"]


def test_a_page_of_the_navigation_that_is_not_there_stops_the_build(folder: Path) -> None:
    with (folder / "content/clinic.yaml").open("a") as clinic:
        clinic.write("navigation:\n  - abuot\n")
    told = small.told(folder)
    write = "write the file name of a published page in content/pages/, without .md"
    assert told[0] == f"content/clinic.yaml:22: navigation 1: 'abuot' is no page; {write}"
