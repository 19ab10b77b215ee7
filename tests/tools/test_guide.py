"""What is made from the code is in step with it, and the guide's own example is true."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from tests import project
from tools.guide import made


@pytest.fixture(scope="module")
def wanted() -> dict[Path, str]:
    with contextlib.chdir(project.ROOT):
        return made()


@pytest.mark.parametrize(
    "path",
    [
        "content/README.md",
        "content/MESSAGES.md",
        ".vscode/header.code-snippets",
        *(f"content/schema/{name}.schema.json" for name in ("article", "page", "clinic", "photos", "synonyms")),
    ],
)
def test_what_is_made_from_the_code_is_up_to_date(path: str, wanted: dict[Path, str]) -> None:
    assert (project.ROOT / path).read_text("utf-8") == wanted[Path(path)], "make schema"


def test_the_article_to_copy_is_accepted(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    guide = (folder / "content/README.md").read_text("utf-8")
    article = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    assert len(article) == 1
    (folder / "content/articles/sun-after-a-laser.md").write_text(article[0], "utf-8")
    done = project.build(folder, "--preview")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / ".build/preview/sun-after-a-laser/index.html").is_file()
