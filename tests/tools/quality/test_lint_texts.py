"""The second reader: what `make check`, `make site` and `make claims` say of a small clinic's texts."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.lint.notices.catalog import load_notices
from tests import small
from tests.small import CLINIC, TODAY, article

SOURCE = "\n  - title: A, trial\n    publisher: Two\n    url: https://x.example/1\n    accessed: 2026-01-01"
WAIVER = "\n  - rule: CL010\n    words: Most people\n    reference: 1\n    by: clinic"
EASY = "The cat sat on the mat with a dog. " * 20
DRAFT, SOON = {"status": "draft"}, {"date": "2027-01-01"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.make(tmp_path / "a clinic")


def check(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.quality.lint_texts", *words],
        cwd=folder,
        env={**os.environ, "SITE_DATE": TODAY, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def put(folder: Path, body: str, **fields: str | None) -> None:
    small.put(
        folder,
        {"content/articles/bad.md": article(body, **{"title": "Another", "summary": "Another thing.", **fields})},
    )


def test_good_texts_are_a_reminder_and_a_total(folder: Path) -> None:
    done = check(folder)
    assert (done.returncode, done.stderr) == (0, "")
    *told, total, first, rest = done.stdout.splitlines()
    assert told == ["A reminder, not legal advice.", ""]
    assert total == "2 texts: 0 errors, 0 warnings, 0 notes, 0 waived. 0 may not be published as they are."
    assert f"{first} {rest}" == f"Notices not decided on in content/clinic.yaml: {', '.join(load_notices())}."


def test_a_notice_is_named_until_it_is_decided_on(folder: Path) -> None:
    *first, second, last = load_notices()
    decided = "".join(f"  {name}: no\n" for name in first)
    small.put(folder, {"content/clinic.yaml": f"{CLINIC}notices:\n{decided}"})
    done = check(folder)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        f"Notices not decided on in content/clinic.yaml: {second}, {last}.",
    )
    small.put(folder, {"content/clinic.yaml": f"{CLINIC}notices:\n{decided}  {second}: about\n  {last}: no\n"})
    assert "Notices" not in check(folder).stdout


@pytest.mark.parametrize(("fields", "code"), [({}, 1), (SOON, 1), (DRAFT, 0)], ids=["published", "soon", "draft"])
def test_an_error_stops_what_is_published_and_no_draft(folder: Path, fields: dict[str, str], code: int) -> None:
    put(folder, "A painless laser.", **fields)
    checked, built = check(folder), small.build(folder)
    assert (checked.returncode, built.returncode) == (code, code)
    assert "10:3 “painless”" in checked.stdout
    assert ("content/articles/bad.md:10: “painless”: " in built.stderr) == bool(code)
    assert (folder / "output").exists() != bool(code)


def test_a_preview_tells_the_same_errors_but_not_of_a_draft(folder: Path) -> None:
    put(folder, "A painless laser.", **DRAFT)
    assert small.build(folder, "--preview").returncode == 0
    put(folder, "A painless laser.")
    assert small.build(folder, "--preview").returncode == 2


def test_a_warning_is_printed_at_every_build_until_it_is_waived(folder: Path) -> None:
    put(folder, "Most people rest.", references=SOURCE)
    told = [small.build(folder) for _ in range(2)]
    assert [one.returncode for one in told] == [0, 0]
    assert told[0].stderr.startswith("Note: content/articles/bad.md:15: “Most people”: ")
    assert told[0].stderr == told[1].stderr
    put(folder, "Most people rest.", references=SOURCE, claims=WAIVER)
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "CL010: 20:1 “Most people”, [1], by clinic" in check(folder).stdout
    later = small.build(folder, SITE_DATE="2027-06-01")
    assert "lapsed on 2027-01-02" in later.stderr, later.stdout


def test_a_preview_tells_of_drafts_what_would_stop_them(folder: Path) -> None:
    put(folder, "A painless laser.", status="draft")
    line = "Note: content/articles/bad.md:10: “painless”: "
    for text in ("", "Another sentence."):  # the second build makes the changed page alone
        put(folder, f"A painless laser.\n\n{text}", status="draft")
        preview = small.build(folder, "--preview")
        assert preview.returncode == 0
        assert any(one.startswith(line) for one in preview.stderr.splitlines()), preview.stderr
    assert "painless" not in small.build(folder).stderr


def test_a_change_of_a_rule_is_seen(folder: Path) -> None:
    put(folder, "A wobbly laser.")
    assert check(folder).returncode == 0
    rules = folder / "plugins/lint/claims/rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace(r"\bpainless(?:ly)?\b", r"\bwobbly\b"), "utf-8")
    assert check(folder).returncode == 1


def test_a_hint_stops_nothing_and_goes_when_the_word_is_listed(folder: Path) -> None:
    put(folder, "You recieve it.")
    done, built = check(folder), small.build(folder)
    assert (done.returncode, built.returncode, built.stderr) == (0, 0, "")
    assert "10:5 “recieve (receive, relieve?)”" in done.stdout
    small.put(folder, {"content/words.txt": "Recieve\n"})
    assert "recieve" not in check(folder).stdout
    small.put(folder, {"content/words.txt": "to recieve\n"})
    done = check(folder)
    assert done.returncode == 1
    assert "content/words.txt:1: 'to recieve' is not one word" in done.stdout
    assert "words.txt:1" in small.build(folder, "--preview").stderr


def test_the_grade_and_the_hardest_sentences_are_shown_on_a_screen(folder: Path) -> None:
    long = "A sentence of many words, " + "and many more, " * 20 + "ends here."
    put(folder, f"{EASY}\n\n{long}")
    told = check(folder).stdout.splitlines()
    at = told.index("  reading: grade 1.8, very easy; its hardest sentences")
    assert told[at + 1].startswith("    12:1      26.2  A sentence of many words, and many more")
    assert told[at + 1].endswith(" …")
    assert [line[:7] for line in told[at + 2 : at + 7]] == ["    10:"] * 4 + [""]
    assert max(map(len, told)) <= 100
    texts = json.loads(check(folder, FORM="json").stdout)["texts"]
    reading = next(text["reading"] for text in texts if text["file"].endswith("bad.md"))
    assert (reading["figure"], reading["limit"], len(reading["hardest"])) == (1.8, 9, 5)
    assert reading["hardest"][0] == {"line": 12, "column": 1, "figure": 26.2, "text": long}
    assert check(folder, FORM="annotations").stdout == ""


def test_the_dictionary_is_loaded_where_there_is_a_word_to_look_up_and_never_for_visitors(folder: Path) -> None:
    def loaded(tool: str, *words: str) -> set[str]:
        call = f"importlib.import_module({tool!r}).main({list(words)})"
        code = f"import importlib, sys; {call}; print(*sys.modules, file=sys.stderr)"
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
        return {"spellchecker", "plugins.lint.readability.results"}.intersection(done.stderr.split())

    assert loaded("tools.build") == set()
    assert loaded("tools.quality.lint_texts") == {"spellchecker", "plugins.lint.readability.results"}
    assert loaded("tools.quality.lint_texts") == {"plugins.lint.readability.results"}
    put(folder, "One sentence.")
    assert loaded("tools.quality.lint_texts") == {
        "spellchecker",
        "plugins.lint.readability.results",
    }  # “another” is said nowhere else
    put(folder, "One sentence. One thing.")
    assert loaded("tools.build", "--preview") == {"plugins.lint.readability.results"}


def test_a_text_that_cannot_be_read_is_told_with_the_others(folder: Path) -> None:
    put(folder, "A painless laser.", date=None)
    small.put(folder, {"content/articles/worse.md": article("Most people rest.", title="Worse")})
    done = check(folder)
    assert done.returncode == 1
    assert "content/articles/bad.md:1: date: is missing" in done.stdout
    assert "CL010" in done.stdout


def test_programs_are_told_the_same(folder: Path) -> None:
    small.put(folder, {"content/articles/draft.md": article("It rests.", title="Draft", summary="A draft.", **DRAFT)})
    put(folder, "A painless laser.\n\nMost people rest.", references=SOURCE, claims=WAIVER)
    done = check(folder, FORM="json")
    texts = {text["file"]: text for text in json.loads(done.stdout)["texts"]}
    told = texts["content/articles/bad.md"]
    assert done.returncode == 1
    assert {file: text["published"] for file, text in texts.items()} == {
        "content/articles/bad.md": True,
        "content/articles/draft.md": False,
        "content/articles/good.md": True,
        "content/pages/about.md": True,
    }
    assert [(one["rule"], one["line"], one["column"]) for one in told["diagnostics"]] == [("CL003", 20, 3)]
    assert [(one["rule"], one["waiver"]["by"]) for one in told["waived"]] == [("CL010", "clinic")]


def test_annotations_stand_on_one_line_and_name_their_place(folder: Path) -> None:
    put(folder, "We do 100% painless care.")
    small.put(folder, {"content/articles/draft.md": article("A painless laser.", title="Draft", **DRAFT)})
    lines = check(folder, FORM="annotations").stdout.splitlines()
    assert [line.split("::")[1] for line in lines] == [
        "error file=content/articles/bad.md,line=10,col=12,title=CL003",
        "warning file=content/articles/draft.md,line=10,col=3,title=CL003",
    ]


def test_annotations_name_a_file_that_cannot_be_read_and_a_day_that_is_none(folder: Path) -> None:
    put(folder, "Words.", date="31 Feb")
    [line] = check(folder, FORM="annotations").stdout.splitlines()
    assert line.startswith("::error file=content/articles/bad.md,line=4,title=day-unread::date: '31 Feb' ")
    done = check(folder, FORM="annotations", SITE_DATE="soon")
    assert done.returncode == 1
    assert done.stdout == "::error::SITE_DATE: 'soon' is not a day; write it as in 2026-04-03 [site-date-unfit]\n"


def test_no_ledger_is_written_while_a_text_cannot_be_read(folder: Path) -> None:
    ledger = folder / "claims.csv"
    ledger.write_text("as it was")
    put(folder, "Most people rest [1].", references=SOURCE, claims=WAIVER, date="31 Feb")
    done = check(folder, "--ledger", "claims.csv")
    assert (done.returncode, done.stdout, ledger.read_text()) == (1, "", "as it was")
    assert "content/articles/bad.md:4: date: " in done.stderr


def test_the_ledger_holds_every_waived_claim_of_published_texts(folder: Path) -> None:
    put(folder, "Most people rest.", references=SOURCE, claims=WAIVER)
    text = article("Most people rest.", title="Draft", references=SOURCE, claims=WAIVER, **DRAFT)
    small.put(folder, {"content/articles/draft.md": text})
    assert check(folder, "--ledger", "claims.csv").stdout.startswith("1 waived claim in claims.csv.")
    with (folder / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {
            "page": "content/articles/bad.md",
            "line": "20",
            "sentence": "Most people rest.",
            "words": "Most people",
            "rule": "CL010",
            "reference": "[1] A, trial",
            "url": "https://x.example/1",
            "by": "clinic",
            "date": "2026-01-02",
            "until": "2027-01-02",
        }
    ]


def test_no_page_is_built_and_no_pelican_loaded(folder: Path) -> None:
    words = (
        "import sys; from tools.quality import lint_texts; lint_texts.main([]); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not {"pelican.generators", "jinja2"}.intersection(done.stderr.split())
    assert not (folder / "output").exists()


def test_what_only_the_clinic_knows_is_listed_with_its_file(folder: Path) -> None:
    assert "Ask the clinic" not in check(folder).stdout
    put(folder, "Text.", ask="\n  - What does it cost?")
    small.put(folder, {"content/clinic.yaml": f"{CLINIC}ask:\n  - Who answers at night?\n"})
    assert check(folder).stdout.splitlines()[-3:] == [
        "Ask the clinic:",
        "  content/clinic.yaml: Who answers at night?",
        "  content/articles/bad.md: What does it cost?",
    ]
