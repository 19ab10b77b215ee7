"""What is made from the header's models is in step with them, and the guide's own example is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import project
from tools.guide import made


@pytest.mark.parametrize(
    "path", ["content/README.md", *(f"content/schema/{n}.schema.json" for n in ("article", "page", "clinic"))]
)
def test_what_is_made_from_the_models_is_up_to_date(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.ROOT)
    assert Path(path).read_text("utf-8") == made()[Path(path)], "make schema"


def test_the_article_to_copy_is_accepted(tmp_path: Path) -> None:
    folder = project.copy(tmp_path)
    guide = (folder / "content/README.md").read_text("utf-8")
    article = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    assert len(article) == 1
    (folder / "content/articles/sun-after-a-laser.md").write_text(article[0], "utf-8")
    done = project.build(folder, "--preview")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / ".build/preview/sun-after-a-laser/index.html").is_file()
