"""Whatever stands in content/ makes a site that may be published. No other test reads what editors write."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests import project


@pytest.mark.parametrize("words", [(), ("--preview",)], ids=["production", "preview"])
def test_what_stands_in_content_makes_a_site(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Build on this day, and on no day before the other tests': what is published by then has appeared."""
    project.copy_code(tmp_path)
    shutil.copytree(project.ROOT / "content", tmp_path / "content")
    done = project.build(tmp_path, *words, SITE_DATE=max(project.DAY, date.today().isoformat()))
    assert done.returncode == 0, done.stderr
