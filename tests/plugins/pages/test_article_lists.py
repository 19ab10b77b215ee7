from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.small import CLINIC, article, build, make, put

SAID = re.compile(
    r'<meta name="description" content="Every article of Test Blog, newest first(?:, on these topics: ([^"]*))?\.">'
)


@pytest.mark.parametrize(("length", "least"), [(5, 14), (30, 2), (70, 1), (200, 0)])
def test_the_list_of_all_articles_names_as_many_topics_as_a_search_engine_shows(
    length: int, least: int, tmp_path: Path
) -> None:
    names = [f"{'x' * (length - 2)}{n:02}" for n in range(20)]
    topics = "".join(f"  topic-{n}:\n    name: {name}\n    about: The topic {n}.\n" for n, name in enumerate(names))
    folder = make(tmp_path)
    (folder / "content/articles/good.md").unlink()
    texts = {
        f"content/articles/text-{n}.md": article(title=f"Number {n}", summary=f"On {n}.", category=f"topic-{n}")
        for n in range(20)
    }
    put(folder, {"content/clinic.yaml": re.sub(r"topics:\n(  .*\n)+", f"topics:\n{topics}", CLINIC), **texts})
    assert build(folder).returncode == 0
    said = SAID.search((folder / "output/archive/index.html").read_text())
    assert said
    assert len(said[0]) - len('<meta name="description" content="">') <= 160
    named = said[1].split(", ") if said[1] else []
    assert named == names[: len(named)]
    assert len(named) >= least
