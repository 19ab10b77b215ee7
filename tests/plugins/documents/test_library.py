"""Documents that are kept are those that would be made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins.cache.fingerprint import PLUGINS
from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Refused
from plugins.documents import library
from plugins.documents.document import make_document
from plugins.documents.library import CODE, Library
from plugins.documents.scan import find_markdown_files
from tests.small import article

NAMES: Mapping[str, Any] = {"topics": ["care"], "authors": [], "people": [], "languages": ["en"], "drawings": []}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.db")
    yield opened
    opened.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/good.md").write_text(article("One [word](#there).\n\n## There\n\nRest."))
    return tmp_path / "content"


def read(content: Path, store: Store, names: Mapping[str, Any] = NAMES) -> Library:
    found = Library(content, names, store)
    found.load_metadata(find_markdown_files(content, "articles")[0])
    found.forget_deleted()
    return found


def test_a_kept_document_is_the_one_that_would_be_made(content: Path, store: Store) -> None:
    data = (content / "articles/good.md").read_bytes()
    for _ in range(2):
        assert (
            read(content, store).load_document("articles/good.md") == make_document("articles/good.md", data, NAMES)[0]
        )


def test_a_document_is_made_once(content: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read(content, store)
    (content / "articles/good.md").touch()
    monkeypatch.setattr(library, "make_document", None)
    assert read(content, store).load_document("articles/good.md").meta.title == "A good article"


def test_names_that_headers_may_use_are_part_of_the_key(content: Path, store: Store) -> None:
    keys = {
        read(content, store, {**NAMES, "topics": topics}).keys["articles/good.md"]
        for topics in (["care"], ["care", "b"])
    }
    assert len(keys) == 2


def test_a_file_that_is_gone_is_forgotten(content: Path, store: Store) -> None:
    read(content, store)
    assert store.names("documents") == ["articles/good.md"]
    (content / "articles/good.md").unlink()
    assert not read(content, store).keys
    assert store.names("documents") == []


def test_a_file_that_changes_meanwhile_is_told(content: Path, store: Store) -> None:
    found = read(content, store)
    store.drop("documents", ["articles/good.md"])
    (content / "articles/good.md").write_text(article("Another."))
    with pytest.raises(Refused, match="was changed while the site was made; build again"):
        found.load_document("articles/good.md")


def test_the_code_that_makes_a_document_is_part_of_its_key() -> None:
    """CODE names all of our modules that the library imports."""
    words = "import sys, plugins.documents.library; print(*[m for m in sys.modules if m.startswith('plugins.')])"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, cwd=PLUGINS.parent)
    known = {path.relative_to(PLUGINS.parent).with_suffix("").as_posix() for one in CODE for path in PLUGINS.glob(one)}
    used = {name.replace(".", "/") for name in said.stdout.split()}
    used -= {path.parent.as_posix() for path in map(Path, known)}  # the packages themselves
    assert used <= known
