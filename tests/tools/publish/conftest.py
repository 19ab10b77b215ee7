"""Real git on local remotes, for the tests of publishing and rolling back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.clone import Clone
from tests.project import ROOT, SITE


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """The clone, as the current folder; nothing of the machine's own git settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("DRY_RUN", "SHRINK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EMAIL", "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    new = Clone(tmp_path / "a clone", tmp_path / "remote.git")
    (new.folder / "content").mkdir(parents=True)
    monkeypatch.chdir(new.folder)
    shutil.copy(SITE / "clinic.yaml", "content")
    shutil.copy(ROOT / ".gitignore", ".gitignore")
    new.git("init", "--quiet", "--bare", "--initial-branch=main", str(new.remote))
    new.git("init", "--quiet", "--initial-branch=main")
    new.git("config", "user.name", "Élodie Editor")
    new.git("config", "user.email", "elodie@example.org")
    new.git("remote", "add", "origin", str(new.remote))
    new.commit()
    new.build()
    return new
