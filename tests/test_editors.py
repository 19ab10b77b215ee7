"""What editing programs and GitHub's forms are told agrees with what the gate accepts and prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from plugins.documents.document import MODELS, make_document
from plugins.documents.front_matter import ArticleFrontMatter
from plugins.documents.scan import CONTENT_NAMES
from tests.plugins.conftest import ROWS
from tests.project import ROOT

FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
# What GitHub knows of a part of a form.
PARTS = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder"},
    "textarea": {"label", "description", "placeholder"},
    "dropdown": {"label", "description", "options"},
    "checkboxes": {"label", "options"},
}


def settings(name: str) -> Any:
    """A file of VS Code's: JSON, with comments on lines of their own."""
    text = (ROOT / ".vscode" / name).read_text("utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("folder", ["articles", "people"])
def test_a_header_filled_in_from_the_snippets_is_accepted(folder: str) -> None:
    values = {"redirect_from": "/x/", "image": "x.jpg", "portrait": "x.jpg", "lang": "en", "likelihoods": "x [1]"}
    model, lines = MODELS[folder], ["---"]
    names = [field.alias or name for name, field in model.model_fields.items()]
    snippets = settings("header.code-snippets")
    for name in names:
        for line in snippets[name]["body"]:
            line = line.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-01-02")
            line = re.sub(r"\$\{\d+\|(\w+),.*\|\}", r"\1", line)
            line = re.sub(r"\$\{\d+:(.*)\}", r"\1", line)
            is_address = "url:" in line or "verify:" in line
            value = (
                "https://x.example"
                if is_address
                else "1"
                if re.search("reference:|of_100:", line)
                else values.get(name, "x")
            )
            lines.append(re.sub(r"\$\d+", value, line))
    document, faults = make_document(f"{folder}/one.md", "\n".join([*lines, "---", "", "Text."]).encode(), {})
    assert faults == []
    assert document and set(document.header.model_fields_set) == set(model.model_fields)


def test_mistakes_are_found_in_what_the_check_prints() -> None:
    check, show = settings("tasks.json")["tasks"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for task in (check, show):
        assert re.search(rf"^{task['command'].split()[-1]}:", makefile, re.MULTILINE)
    with_line, without = (matcher["pattern"] for matcher in check["problemMatcher"])
    lines = [line for row in ROWS for line in row.lines]
    for line in lines:
        found = re.search(with_line["regexp"], line)
        assert bool(found) != bool(re.search(without["regexp"], line)), line
        if found:
            named = f"{found[with_line['file']]}:{found[with_line['line']]}: {found[with_line['message']]}"
            assert named == line
    note = re.search(with_line["regexp"], "Note: content/articles/a.md:3: modified: the original was changed; mend it")
    assert note and note[with_line["severity"]] == "Note"  # which VS Code shows as information
    assert not re.search(without["regexp"], "2 problems. Nothing was written; the site is as it was.")


def test_marks_follow_every_save_while_the_site_is_shown() -> None:
    check, show = settings("tasks.json")["tasks"]
    matcher = show["problemMatcher"]
    assert matcher["pattern"] == check["problemMatcher"][0]["pattern"]
    assert re.search(matcher["background"]["beginsPattern"], "Building.")  # tests/tools/preview/test_server.py reads it
    ends = ("33 pages in .build/preview/, each checked.", "1 problem. Nothing", "12 problems. Nothing was written")
    assert all(re.search(matcher["background"]["endsPattern"], line) for line in ends)


def test_nothing_is_recommended_and_nothing_asks_the_network() -> None:
    assert settings("extensions.json")["recommendations"] == []
    told = settings("settings.json")
    assert not told["redhat.telemetry.enabled"] and not told["yaml.schemaStore.enable"]
    assert "http" not in "".join(path.read_text("utf-8") for path in (ROOT / ".vscode").iterdir())


def test_each_file_of_facts_has_its_schema() -> None:
    schemas = settings("settings.json")["yaml.schemas"]
    titles = {
        Path(file).stem: json.loads((ROOT / schema).read_text("utf-8"))["title"] for schema, file in schemas.items()
    }
    assert titles == {"clinic": "Clinic", "photos": "Photos", "synonyms": "Synonyms"}
    assert all(Path(file).name in CONTENT_NAMES and Path(file).parent == Path("content") for file in schemas.values())


@pytest.mark.parametrize("form", FORMS, ids=[form.stem for form in FORMS])
def test_a_form_is_one_that_github_shows(form: Path) -> None:
    given = yaml.safe_load(form.read_text("utf-8"))
    assert given.keys() == {"name", "description", "title", "body"}
    ids = [part["id"] for part in given["body"] if part["type"] != "markdown"]
    assert len(set(ids)) == len(ids) > 3
    for part in given["body"]:
        assert part["attributes"].keys() <= PARTS[part["type"]]
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        assert part["type"] == "markdown" or part["attributes"]["label"]
    assert "nothing about a patient" in given["body"][0]["attributes"]["value"]
    assert given["body"][-1]["attributes"]["options"][0]["required"] is True


def test_the_form_for_an_article_asks_for_a_kind_that_there_is() -> None:
    body = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/article.yml").read_text("utf-8"))["body"]
    [kinds] = [part["attributes"]["options"] for part in body if part.get("id") == "kind"]
    assert tuple(kinds) == get_args(ArticleFrontMatter.model_fields["kind"].annotation)
    ours = {"title", "kind", "summary", "references", "risks", "alternatives"}
    assert ours <= {part.get("id") for part in body} and ours <= ArticleFrontMatter.model_fields.keys()


def test_what_the_pull_request_template_links_to_is_there() -> None:
    text = (ROOT / ".github/PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    links = re.findall(r"\]\(\.\./blob/HEAD/([^)]+)\)", text)
    assert len(links) == 2
    assert all((ROOT / link).is_file() for link in links)
