"""What the papers say can be typed, and what CI types; of the editor's guide test_generated_docs.py says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import ROOT

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_command_in_the_papers_is_one_of_the_makefiles(name: str) -> None:
    assert_commands_exist((ROOT / name).read_text("utf-8"))


def assert_commands_exist(text: str) -> None:
    named = re.findall(r"(?:^|`)make ([a-z]+(?: [a-z]+)*)", text, re.MULTILINE)
    assert named
    assert {word for words in named for word in words.split()} <= TARGETS


def test_ci_types_what_the_readme_says() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make lint test"]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "`make test`, `make lint`" in readme


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_the_papers_link_to_is_there(name: str) -> None:
    assert_links_exist((ROOT / name).read_text("utf-8"), ROOT)


def assert_links_exist(text: str, folder: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^){}#:]+)\)", text) if "/" in link]
    assert links
    assert [link for link in links if not (folder / link).exists()] == []
