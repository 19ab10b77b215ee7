"""Drafts and what is to come: editors see them, visitors do not until their day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.project import tree
from tests.small import build, put
from tests.wrong_files import TARGETS

SECRETS = ("a-draft", "a-future", "A draft", "The future")


@pytest.fixture(scope="module")
def secret(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a draft and an article of next month, built for visitors and for editors."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("secret") / "project")
    put(folder, TARGETS)
    for words in ([], ["--preview"]):
        done = build(folder, *words)
        assert done.returncode == 0, done.stderr
    return folder


def test_visitors_find_no_draft_and_nothing_of_the_future(secret: Path, built: Path) -> None:
    site = tree(secret / "output")
    assert [
        (name, word) for name, data in site.items() for word in SECRETS if word in name or word.encode() in data
    ] == []
    assert sorted(site) == sorted(tree(built / "output"))


@pytest.mark.parametrize(("slug", "says"), [("a-draft", "a draft"), ("a-future", "July 1, 2026")])
def test_editors_see_them_under_a_banner(slug: str, says: str, secret: Path) -> None:
    page = BeautifulSoup((secret / f".build/preview/{slug}/index.html").read_text(), "html.parser")
    banner = page.select_one(".banner")
    assert banner and says in banner.get_text()
    good = BeautifulSoup((secret / ".build/preview/good/index.html").read_text(), "html.parser")
    assert good.select_one(".banner") is None


def test_an_article_appears_on_its_day(secret: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(secret, tmp_path / "project")
    assert build(folder, SITE_DATE="2026-07-01").returncode == 0
    site = tree(folder / "output")
    assert (
        b"The future" in site["index.html"]
        and b"/a-future/" in site["sitemap.xml"]
        and b"The future" in site["feed.xml"]
    )
    assert "a-draft/index.html" not in site
