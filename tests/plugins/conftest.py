"""A small project that is built, and one with every wrong file; see tests/wrong_files.py."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cache.database import Cache
from tests.plugins.documents import test_front_matter, test_html_policy, test_raw_markup
from tests.plugins.documents import test_stage as documents
from tests.plugins.media import test_stage as media
from tests.plugins.site import test_stage as site
from tests.small import build, make, refusal, strip_rule_ids
from tests.wrong_files import put_wrong

ROWS = [
    *(row for module in (test_front_matter, test_html_policy, test_raw_markup) for row in module.ROWS),
    *(row for module in (documents, site, media) for row in module.ROWS),
]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its site in output/. To be copied, not changed."""
    folder = make(tmp_path_factory.mktemp("small") / "a project")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """An empty cache, in a folder that was not there."""
    with contextlib.closing(Cache(tmp_path / "cache/cache.db")) as opened:
        yield opened


@pytest.fixture(scope="session")
def printed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines that a build prints of a project that holds every wrong file."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("wrong") / "project")
    put_wrong(folder, ROWS)
    return refusal(folder).splitlines()


@pytest.fixture(scope="session")
def refused(printed: list[str]) -> list[str]:
    """The same lines without their rule ids."""
    return [strip_rule_ids(line) for line in printed]
