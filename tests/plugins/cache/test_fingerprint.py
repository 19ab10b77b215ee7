"""A fingerprint of code is that of the source files, for as long as the code that they had may run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cache import fingerprint


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module of a project whose code this process has hashed."""
    monkeypatch.setattr(fingerprint, "PLUGINS", tmp_path / "plugins")
    path = tmp_path / "plugins/module.py"
    path.parent.mkdir()
    path.write_text("ONE = 1\n")
    fingerprint.hash_code.cache_clear()
    fingerprint.hash_code()
    yield path
    fingerprint.hash_code.cache_clear()


def test_code_that_is_the_same_has_not_changed(module: Path) -> None:
    module.touch()
    assert not fingerprint.has_code_changed()
    assert not fingerprint.has_code_changed()


def test_code_that_has_changed_stays_changed(module: Path) -> None:
    before = fingerprint.hash_code()
    module.write_text("TWO = 2\n")
    assert fingerprint.has_code_changed()
    assert fingerprint.has_code_changed()
    assert fingerprint.hash_code() == before
    module.write_text("ONE = 1\n")
    assert not fingerprint.has_code_changed()


def test_a_module_more_is_a_change(module: Path) -> None:
    module.with_name("other.py").write_text("")
    assert fingerprint.has_code_changed()
