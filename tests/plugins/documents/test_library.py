"""Documents that are kept are those that would be made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins.cache.database import Cache
from plugins.cache.fingerprint import PLUGINS
from plugins.diagnostics.diagnostic import Refused
from plugins.documents import library
from plugins.documents.document import make_document
from plugins.documents.library import CODE, Library
from plugins.documents.scan import find_markdown_files
from tests.small import article

NAMES: Mapping[str, Any] = {"topics": ["care"], "authors": [], "people": [], "languages": ["en"], "drawings": []}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache(tmp_path / "cache.db")
    yield opened
    opened.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/good.md").write_text(article("One [word](#there).\n\n## There\n\nRest."))
    return tmp_path / "content"


def read(content: Path, cache: Cache, names: Mapping[str, Any] = NAMES) -> Library:
    found = Library(content, names, cache)
    found.load_metadata(find_markdown_files(content, "articles")[0])
    return found


def test_a_kept_document_is_the_one_that_would_be_made(content: Path, cache: Cache) -> None:
    data = (content / "articles/good.md").read_bytes()
    for _ in range(2):
        assert (
            read(content, cache).load_document("articles/good.md") == make_document("articles/good.md", data, NAMES)[0]
        )


def test_a_document_is_made_once(content: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    read(content, cache)
    (content / "articles/good.md").touch()
    monkeypatch.setattr(library, "make_document", None)
    assert read(content, cache).load_document("articles/good.md").meta.title == "A good article"


def test_names_that_headers_may_use_are_part_of_the_key(content: Path, cache: Cache) -> None:
    keys = {
        read(content, cache, {**NAMES, "topics": topics}).keys["articles/good.md"]
        for topics in (["care"], ["care", "b"])
    }
    assert len(keys) == 2


def test_a_file_that_is_gone_is_forgotten(content: Path, cache: Cache) -> None:
    read(content, cache)
    assert list(cache.load_inputs("documents")) == ["articles/good.md"]
    (content / "articles/good.md").unlink()
    assert not read(content, cache).keys
    assert cache.load_inputs("documents") == {}


def test_a_file_that_changes_meanwhile_is_told(content: Path, cache: Cache) -> None:
    found = read(content, cache)
    cache.delete("documents", ["articles/good.md"])
    (content / "articles/good.md").write_text(article("Another."))
    with pytest.raises(Refused, match="was changed while the site was made; build again"):
        found.load_document("articles/good.md")


def test_the_code_that_makes_a_document_is_part_of_its_key() -> None:
    """CODE names all of our modules that the library imports."""
    words = "import sys, plugins.documents.library; print(*[m for m in sys.modules if m.startswith('plugins.')])"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, cwd=PLUGINS.parent)
    files = [path.relative_to(PLUGINS.parent) for part in CODE for path in (PLUGINS / part).rglob("*.py")]
    known = {path.with_suffix("").as_posix() for path in files}
    used = {name.replace(".", "/") for name in said.stdout.split()}
    used -= {path.parent.as_posix() for path in map(Path, known)}  # the packages themselves
    assert used <= known
