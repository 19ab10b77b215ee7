"""What is made from the code is in step with it, and what the editor's guide says is true.

These are the only tests that read a file of content/: its README.md.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.clinic.model import load_clinic
from plugins.documents.document import make_document
from tests import small
from tests.project import ROOT
from tests.test_docs import assert_commands_exist, assert_links_exist
from tools.quality.generated_docs import fill_tables, make_files

MADE = make_files()


@pytest.fixture(scope="module")
def guide() -> str:
    return (ROOT / "content/README.md").read_text("utf-8")


def test_these_files_are_made() -> None:
    schemas = {
        f"docs/schema/{name}.schema.json" for name in ("article", "page", "person", "clinic", "photos", "synonyms")
    }
    assert {str(path) for path in MADE} == {"docs/MESSAGES.md", ".vscode/header.code-snippets", *schemas}


@pytest.mark.parametrize("path", MADE, ids=str)
def test_what_is_made_from_the_code_is_up_to_date(path: Path) -> None:
    assert (ROOT / path).read_text("utf-8") == MADE[path], "make schema"


def test_the_tables_of_the_guide_are_those_of_the_code(guide: str) -> None:
    assert guide == fill_tables(guide), "make schema"
    assert re.findall(r"<!-- table (\w+) -->", guide) == [
        "article",
        "parts",
        "photo",
        "page",
        "clinic",
        "person",
        "notices",
    ]


def test_the_article_to_copy_is_accepted(guide: str, tmp_path: Path) -> None:
    folder = small.make(tmp_path / "project")
    article, _ = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    topic = re.findall("^category: (.*)", article, re.MULTILINE)[0]
    clinic = small.CLINIC.replace("topics:\n", f"topics:\n  {topic}:\n    name: Topic\n    about: About it.\n")
    small.put(folder, {"content/clinic.yaml": clinic, "content/articles/sun-after-a-laser.md": article})
    done = small.build(folder, "--preview", SITE_DATE="2026-12-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / ".build/preview/sun-after-a-laser/index.html").is_file()


def test_the_person_to_copy_is_accepted(guide: str) -> None:
    _, somebody = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    made, errors = make_document("people/ann-doe.md", somebody.encode(), {})
    assert errors == []
    assert made and made.meta.draft


def test_the_place_to_copy_is_accepted(guide: str, tmp_path: Path) -> None:
    [places] = re.findall(r"```yaml\n(locations:\n.*?)```", guide, re.DOTALL)
    clinic = re.sub(r"locations:\n(  .*\n)*", lambda _: places, small.CLINIC)
    small.put(tmp_path, {"content/clinic.yaml": clinic})
    loaded, errors = load_clinic(tmp_path / "content")
    assert errors == []
    assert loaded
    [place] = loaded.locations.values()
    assert [name for name in type(place).model_fields if not getattr(place, name)] == []


def test_every_command_in_the_guide_is_one_of_the_makefiles(guide: str) -> None:
    assert_commands_exist(guide)


def test_every_file_that_the_guide_links_to_is_there(guide: str) -> None:
    assert_links_exist(guide, ROOT / "content")
