"""`make review`: the list, and reviews that it notes in headers, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.diagnostics.diagnostic import Refused
from plugins.documents.document import make_document
from tests import small
from tests.project import tree
from tests.small import CLINIC, article, obey_file_modes, put, strip_rule_ids
from tools.authoring import front_matter_edit
from tools.authoring.article_reviews import add_review

PEOPLE = {"dr-a": "Ann Doe", "dr-b": "Bea Roe"}
SPANISH = """\
    about: About care.
    translations:
      es:
        name: Cuidados
        about: Sobre los cuidados.
"""
NAME = "content/articles/good.md"
REVIEW = {"by": "dr-a", "on": "2026-06-01", "every": "12", "text": "0123456789ab"}
BLOCK = ["review:", "  by: dr-a", "  on: 2026-06-01", "  every: 12", "  text: 0123456789ab"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = small.make(tmp_path / "a clinic")
    clinic = CLINIC.replace("    about: About care.\n", SPANISH)
    people = {f"content/people/{name}.md": small.person(who) for name, who in PEOPLE.items()}
    put(folder, {"content/clinic.yaml": clinic, **people})
    return folder


def review(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "tools.authoring.article_reviews", *words, **environment)


def run(folder: Path, tool: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", tool, *words],
        cwd=folder,
        env={**os.environ, "SITE_DATE": small.TODAY, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=obey_file_modes,
    )


def write(folder: Path, name: str, on: str = "", body: str = "Rest.", **fields: str) -> None:
    """An article, reviewed on that day as it was when it said Rest."""
    fields = {"title": name, "summary": f"About {name}.", **fields}
    if on:
        before, _ = make_document("articles/one.md", article("Rest.", **fields).encode(), {})
        assert before
        fields["review"] = f"\n  by: dr-a\n  on: {on}\n  every: 12\n  text: {before.hash_words()}"
    put(folder, {f"content/articles/{name}.md": article(body, **fields)})


# the list


def test_what_is_to_be_reviewed_is_listed_by_its_urgency(folder: Path) -> None:
    write(folder, "changed", "2026-05-01", body="Rest twice.")
    write(folder, "changed-and-due", "2025-06-20", body="Rest twice.")
    write(folder, "due-tomorrow", "2025-06-02")
    write(folder, "due-today", "2025-06-01")
    write(folder, "due-in-a-month", "2025-07-01")
    write(folder, "due-later", "2025-07-02")
    write(folder, "overdue", "2025-05-31")
    write(folder, "long-overdue", "2025-01-31", body="Rest twice.")
    write(folder, "older", date="2025-12-31", status="draft")
    write(folder, "planned", review="2026-08-01")
    write(folder, "planned-too-early", review="2026-05-30")
    write(folder, "news", kind="news")
    done = review(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "content/articles/long-overdue.md: review overdue since 2026-01-31, changed since its review on 2025-01-31",
        "content/articles/planned-too-early.md: first review planned for 2026-05-30",
        "content/articles/overdue.md: review overdue since 2026-05-31",
        "content/articles/changed-and-due.md: changed since its review on 2025-06-20, review due by 2026-06-20",
        "content/articles/changed.md: changed since its review on 2026-05-01",
        "content/articles/due-today.md: review due by 2026-06-01",
        "content/articles/due-tomorrow.md: review due by 2026-06-02",
        "content/articles/due-in-a-month.md: review due by 2026-07-01",
        "content/articles/planned.md: first review planned for 2026-08-01",
        "content/articles/older.md: not reviewed yet (a draft)",
        "content/articles/good.md: not reviewed yet",
        "11 of 12 texts to review. To note a review: make review FILE=sun-after-a-laser BY=dr-example EVERY=12",
    ]


def test_translations_that_nobody_has_checked_are_listed_too(folder: Path) -> None:
    spanish = {"lang": "es", "translates": "good", "title": "Bueno", "translation": "pending"}
    write(folder, "bueno", "2026-05-01", **spanish)
    fields = {**small.PAGE, **spanish, "translates": "about", "title": "Nosotros", "summary": "Dice algo."}
    put(folder, {"content/pages/nosotros.md": small.document(fields)})
    assert review(folder).stdout.splitlines() == [
        "content/articles/good.md: not reviewed yet",
        "content/articles/bueno.md: translation not checked yet",
        "content/pages/nosotros.md: translation not checked yet",
        "3 of 3 texts to review. To note a review: make review FILE=sun-after-a-laser BY=dr-example EVERY=12",
        "Who has checked a translation deletes its line translation: pending.",
    ]


def test_a_text_that_cannot_be_read_is_told_with_the_list(folder: Path) -> None:
    put(folder, {"content/articles/bad.md": article(date=None)})
    done = review(folder)
    assert done.returncode == 1
    assert "content/articles/bad.md:1: date: is missing" in done.stdout
    assert "content/articles/good.md: not reviewed yet" in done.stdout


# noting a review


def test_a_review_is_noted_and_holds_until_a_word_is_changed(folder: Path) -> None:
    done = review(folder, "good", "dr-a")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{NAME}: reviewed by dr-a on 2026-06-01, to be read again by 2027-06-01.\n"
    assert review(folder).stdout == "0 of 1 texts to review.\n"
    text = (folder / NAME).read_text("utf-8")
    (folder / NAME).write_text(text.replace("One sentence.", "*One*\nsentence"), "utf-8")
    assert review(folder).stdout == "0 of 1 texts to review.\n"
    (folder / NAME).write_text(text.replace("One sentence.", "Two sentences."), "utf-8")
    assert "good.md: changed since its review on 2026-06-01\n" in review(folder).stdout
    assert review(folder, "content/articles/good.md", "dr-b", "6", SITE_DATE="2026-06-10").returncode == 0
    assert review(folder).stdout == "0 of 1 texts to review.\n"
    again = (folder / NAME).read_text("utf-8")
    assert "review:\n  by: dr-b\n  on: 2026-06-10\n  every: 6\n  text: " in again
    assert review(folder, "good", "dr-b", SITE_DATE="2026-06-11").stdout.endswith("by 2026-12-11.\n")  # 6 months stay


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["title: One", "tags: [a]"], ["title: One", "tags: [a]", *BLOCK]),
        (["review: pending", "title: One"], [*BLOCK, "title: One"]),
        (["review:", "title: One"], [*BLOCK, "title: One"]),
        (["review: {by: dr-b, on: 2026-01-01, every: 3}", "title: One"], [*BLOCK, "title: One"]),
        (["review:", "  by: dr-b", "  on: 2026-01-01", "  every: 3", "title: One"], [*BLOCK, "title: One"]),
        (
            ["review:", "    # whose?", "    every: 3", "", "    by: dr-b", "    on: 2026-01-01", "a: b"],
            ["review:", "    # whose?", "    every: 12", "", *(f"  {BLOCK[n]}" for n in (1, 2, 4)), "a: b"],
        ),
        (
            ["review:", "  by: dr-b", "  text: 111111111111", "  on: 2026-01-01", "  every: 3"],
            ["review:", "  by: dr-a", "  text: 0123456789ab", "  on: 2026-06-01", "  every: 12"],
        ),
    ],
)
def test_only_lines_of_the_review_change(before: list[str], after: list[str], end: str) -> None:
    odd = ["\ufeff---", "summary: Cafe\u0301 "], ["---  ", "", "One\u00a0two  ", "review: pending", "---"]
    assert add_review(end.join([*odd[0], *before, *odd[1]]).encode(), REVIEW) == end.join([*odd[0], *after, *odd[1]])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ("halo", "dr-a"),
            "FILE=halo: there is no such article or page; write the name of its file, as in sun-after-a-laser",
        ),
        (("goo", "dr-a"), "FILE=goo: there is no such article or page; did you mean good?"),
        (("goodd", "dr-a"), "FILE=goodd: there is no such article or page; did you mean good?"),
        (("about", "dr-a"), "FILE=about: is a page about us, and has no review; name an article"),
        (("good", "dr-c"), "BY=dr-c: 'dr-c' is not known; did you mean dr-b?"),
        (
            ("good", "clinic"),
            "BY=clinic: 'clinic' is not known; write one of dr-a, dr-b, or add it to content/people/",
        ),
        (("good", "dr-a", "60"), "EVERY=60: '60' is not a number of months; write a whole number from 3 to 24"),
        (("bad", "dr-a"), "content/articles/bad.md:1: date: is missing; write date: and its text"),
        (
            ("odd", "dr-a"),
            "content/articles/odd.md:8: review: is written in an unusual way; "
            "write by, on, every and text below it, each on a line of its own",
        ),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_is_written(folder: Path, words: tuple[str, ...], line: str) -> None:
    put(folder, {"content/articles/bad.md": article(date=None)})
    write(folder, "odd", review="{by: dr-a, on: 2026-01-01,\n  every: 3}")
    before = tree(folder / "content")
    done = review(folder, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert strip_rule_ids(done.stderr).splitlines()[0] == line
    assert tree(folder / "content") == before


@pytest.mark.parametrize("words", [("good",), ("good", "", "12"), ("", "dr-a")])
def test_half_of_what_is_needed_is_told_with_an_example(folder: Path, words: tuple[str, ...]) -> None:
    done = review(folder, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Write make review FILE=sun-after-a-laser BY=dr-example EVERY=12, with")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (NAME, f"{NAME}: may not be written; give yourself permission"),
        ("content/articles", f"{NAME}: Permission denied; mend that and try again"),
    ],
)
def test_a_file_that_may_not_be_written_is_told_and_stays(folder: Path, path: str, line: str) -> None:
    (folder / path).chmod(0o555)
    done = review(folder, "good", "dr-a")
    (folder / path).chmod(0o755)
    assert strip_rule_ids(done.stderr).splitlines()[0] == line
    assert [one.name for one in (folder / "content/articles").iterdir()] == ["good.md"]
    assert "review" not in (folder / NAME).read_text("utf-8")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    path.write_text("before")
    path.chmod(0o640)
    front_matter_edit.replace_file(path, "after")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("after", 0o640)
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(Refused):
        front_matter_edit.replace_file(tmp_path / "folder.md", "after")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder.md", "one.md"]


def test_a_clinic_that_cannot_be_read_knows_no_reviewer(folder: Path) -> None:
    (folder / "content/clinic.yaml").unlink()
    assert review(folder, "good", "dr-a").stderr.startswith("content/clinic.yaml: there is no such file")


# the second reader, the build, and the page


def test_the_second_reader_and_the_build_say_what_is_due_and_stop_nothing(folder: Path) -> None:
    write(folder, "changed", "2026-05-01", body="Rest twice.")
    write(folder, "overdue", "2024-05-01", author="clinic")
    write(folder, "hidden", "2024-05-01", status="draft")
    by_hand = "\n  by: dr-a\n  on: 2026-05-01\n  every: 12"
    write(folder, "hand", review=by_hand, references=small.SOURCES)
    built = small.build(folder)
    assert built.returncode == 0
    assert [line.split(": “")[0] for line in built.stderr.splitlines()] == [
        "Note: content/articles/changed.md:8",
        "Note: content/articles/overdue.md:9",
    ]
    checked = run(folder, "tools.quality.lint_texts")
    assert checked.returncode == 0
    assert "8 texts: 0 errors, 3 warnings, 3 notes" in checked.stdout


def page(folder: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / f"output/{name}/index.html").read_bytes(), "html.parser")


@pytest.mark.parametrize(
    ("lang", "address", "days", "changed"),
    [
        ("en", "one", "May 1, 2026", "This page was changed after that review"),
        ("es", "es/one", "1 de mayo de 2026", "Esta página se modificó después de esa revisión"),
    ],
)
def test_a_page_shows_both_days_and_does_not_claim_what_was_not_reviewed(
    folder: Path, lang: str, address: str, days: str, changed: str
) -> None:
    write(folder, "one", "2026-05-01", lang=lang)
    done = small.build(folder)
    assert done.returncode == 0, done.stderr
    shown = page(folder, address)
    box = shown.find(id="review")
    assert box and "Ann Doe, MD" in box.get_text()
    assert [time["datetime"] for time in box.find_all("time")] == ["2026-05-01", "2027-05-01"]
    assert changed not in box.get_text()
    byline = shown.find("a", href="#review")
    assert byline and days in byline.get_text()
    assert "lastReviewed" in str(shown)
    write(folder, "one", "2026-05-01", lang=lang, body="Rest twice.")
    assert small.build(folder).returncode == 0
    shown = page(folder, address)
    box = shown.find(id="review")
    assert box and changed in box.get_text()
    assert [time["datetime"] for time in box.find_all("time")] == ["2026-05-01"]
    byline = shown.find("a", href="#review")
    assert byline and days not in byline.get_text()
    assert "lastReviewed" not in str(shown)


def test_a_page_says_for_when_its_first_review_is_planned_and_nothing_of_news(folder: Path) -> None:
    write(folder, "planned", review="2026-08-01")
    write(folder, "news", kind="news")
    assert small.build(folder).returncode == 0
    box = page(folder, "planned").find(id="review")
    assert box and "Medical review planned for August 1, 2026" in box.get_text()
    assert "review" not in page(folder, "news").get_text().lower()
