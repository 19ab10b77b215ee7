"""A small clinic's blog, built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rebuild.builds import finish, start
from tests.rebuild.sources import Sources


@pytest.fixture(scope="package")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as `Sources` has it, built twice, so that there are two trees. Copy it, and change nothing."""
    sources = Sources(tmp_path_factory.mktemp("first") / "project")
    sources.make()
    for _ in range(2):
        done = finish(start(sources.folder, sources.today))
        assert done.code == 0, done.err
    return sources.folder
