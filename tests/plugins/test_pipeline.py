"""All that is wrong is told in one run, and a stage that is not there or does not load is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.conftest import ROWS
from tests.small import article, put, told
from tests.wrong_files import NOTHING


def test_all_mistakes_are_told_at_once_and_nothing_else_is(refused: list[str]) -> None:
    expected = [line for row in ROWS for line in row.lines]
    assert sorted(refused) == sorted([*expected, f"{len(expected)} problems. {NOTHING}"])


def test_a_wrong_clinic_hides_no_mistake_of_an_article(project: Path) -> None:
    put(project, {"content/articles/one.md": article(title=None)})
    (project / "content/clinic.yaml").unlink()
    assert told(project) == [
        "content/articles/one.md:1: title: is missing; write title: and its text",
        "content/clinic.yaml: there is no such file; check the name",
        f"2 problems. {NOTHING}",
    ]


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        ("import nothing_like_this\n", ":1: ModuleNotFoundError: No module named 'nothing_like_this'; mend that"),
        ("def register(:\n", ":1: SyntaxError: "),
    ],
    ids=["import", "syntax"],
)
def test_a_stage_that_does_not_load_is_told(plugin: str, said: str, project: Path) -> None:
    put(project, {"plugins/lint/__init__.py": plugin})
    lines = told(project)
    assert lines[0].startswith(f"plugins/lint/__init__.py{said}")
    assert lines[1:] == [f"1 problem. {NOTHING}"]


def test_a_stage_that_is_not_there_is_told(project: Path) -> None:
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text().replace('"plugins.lint"', '"plugins.lnit"'))
    assert told(project) == [
        "pelicanconf.py: PLUGINS: the stage plugins.lint is missing; put it back between the others",
        f"1 problem. {NOTHING}",
    ]
