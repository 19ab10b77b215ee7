"""All that is wrong is told in one run, and a stage that is not there or does not load is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.plugins.conftest import ROWS
from tests.plugins.documents import test_stage as documents
from tests.project import tree
from tests.small import CLINIC, article, build, put, told
from tests.wrong_files import NOTHING, picture, put_wrong


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


def test_a_preview_shows_what_can_be_read_of_every_wrong_text(project: Path) -> None:
    before = tree(project / "output")
    put_wrong(project, ROWS)
    done = build(project, "--preview")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith(
        " problems. .build/preview/ shows what can be shown; output/ is as it was."
    )
    assert tree(project / "output") == before
    shown = {path.parent.name for path in (project / ".build/preview").glob("*/index.html")}
    names = {Path(name).stem for row in documents.TEXTS for name in row.files}
    assert {"good", "about", *names} - shown == {"not-utf-8", "utf-16", "empty", "blank", "large"}  # no text


def test_a_preview_shows_the_readable_parts_of_a_text_and_the_next_one_all_of_it(project: Path) -> None:
    text = (
        "One **bold** {x}.\n\n## What {#y}\n\n<div>Two</div>\n\n![Three](gone.jpg) [four](javascript:4)\n\n<b>five\n\n"
        "Six</b> [7](/gone/)"
    )
    file = "content/articles/one.md"
    put(project, {file: article(text, date="31 Feb", key_points="\n  - Eight.", category="car", title="One")})
    assert build(project, "--preview").returncode == 2
    page = BeautifulSoup((project / ".build/preview/one/index.html").read_bytes(), "html.parser").main
    assert page
    for words in (
        "One",
        "bold",
        "What {#y}",
        "<div>Two</div>",
        "[Three]",
        "four",
        "<b>five",
        "Six</b> 7",
        "Eight.",
    ):
        assert words in page.get_text()
    assert page.find("div", string="Two") is None
    assert all(not str(link["href"]).startswith("javascript") for link in page.find_all("a"))
    put(project, {file: article("Mended.", title="One", summary="Two.")})
    done = build(project, "--preview")
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / ".build/preview/one/index.html").read_text().count("Mended.") == 1


@pytest.mark.parametrize("text", [b"No header.\n\n## But words", b"---\ntitle: One\n\nNo header.\n\n## But words\n"])
def test_a_preview_shows_the_words_of_a_text_without_a_whole_header(text: bytes, project: Path) -> None:
    put(project, {"content/pages/one.md": text})
    done = build(project, "--preview")
    assert (done.returncode, done.stderr.count("\n")) == (2, 2)
    page = (project / ".build/preview/one/index.html").read_text()
    assert "No header." in page and "But words</a></h2>" in page


def test_a_wrong_clinic_leaves_the_preview_as_it_was(project: Path) -> None:
    assert build(project, "--preview").returncode == 0
    before = tree(project / ".build/preview")
    put(
        project,
        {
            "content/clinic.yaml": CLINIC.replace("telephone", "telefone"),
            "content/articles/one.md": article("{x}", title="One", summary="Two."),
        },
    )
    done = build(project, "--preview")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, f"3 problems. {NOTHING}"), done.stderr
    assert tree(project / ".build/preview") == before


def test_the_claims_links_and_clashes_of_a_wrong_text_are_told_with_its_other_mistakes(project: Path) -> None:
    wrong = article("The best clinic {x}.\n\nSee [it](/gone/).\n\n![A face](IMG_2041.JPG)", date="soon", title="One")
    put(project, {"content/articles/one.md": wrong, "content/images/IMG_2041.JPG": picture("JPEG")})
    told_of_it = [line.removeprefix("content/articles/one.md:").partition("; ")[0] for line in told(project)]
    assert told_of_it == [
        "3: summary: is the same as in content/articles/good.md",
        "4: date: 'soon' is not a date",
        "10: “best clinic”: it says that nothing is better, which needs objective proof (California B&P 651(b)(6))",
        "10: '{x}' would be shown as it stands",
        "12: the link /gone/ leads nowhere",
        "14: the picture IMG_2041.JPG has no record in content/photos.yaml",
        "14: the picture IMG_2041.JPG has a name that tells a day, a camera or a case",
        "7 problems. Nothing was written",
    ]
