"""The search index of the built site: all that a reader can read, and places that are there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from plugins.documents.front_matter import Parts
from plugins.site.search.tokens import tokenize
from tests import project

TEXTS = sorted((project.SITE / "articles").glob("*.md"))


def read_texts(site: Path) -> dict[str, list[list[str]]]:
    """The rows of all texts of the index, by the address of their page: fragment, heading, sentences."""
    found: dict[str, list[list[str]]] = {}
    for path in sorted(site.glob("**/search/*.json")):
        data = json.loads(path.read_bytes())
        if isinstance(data, list) and len(data) == 4 and isinstance(data[0], str):
            found.setdefault(data[0], []).extend(data[3])
    return found


def list_strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in list_strings(one)] if isinstance(value, list) else [str(value)]


def test_every_result_leads_to_a_place_on_its_page(own_site: Path) -> None:
    texts = read_texts(own_site)
    assert texts
    for address, rows in texts.items():
        page = BeautifulSoup((own_site / address.strip("/") / "index.html").read_bytes(), "html.parser")
        ids = {one["id"] for one in page.select("main [id]")}
        assert {fragment for fragment, *_ in rows if fragment} <= ids, address


def test_the_answer_to_a_common_question_is_where_a_link_opens_it(own_site: Path) -> None:
    fragments = [(address, row[0]) for address, rows in read_texts(own_site).items() for row in rows if "faq" in row[0]]
    assert fragments
    for address, fragment in fragments:
        page = BeautifulSoup((own_site / address.strip("/") / "index.html").read_bytes(), "html.parser")
        assert page.select_one(f"details > [id={fragment}]"), address  # browsers open what holds a link's target


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_word_of_an_article_is_searched(own_site: Path, path: Path) -> None:
    _, header, body = path.read_text("utf-8").split("---\n", 2)
    fields = yaml.safe_load(header)
    said = [text for name in Parts.model_fields for text in list_strings(fields.get(name, []))]
    said += [fields["summary"], *(reference["title"] for reference in fields.get("references", []))]
    said.append(re.sub(r"!\[.*?\]\(.*?\)|\]\(.*?\)", " ", body))
    wanted = {word for text in said for word in tokenize(re.sub(r"\[\d+\]", "", text))}
    lang = fields.get("lang", "en")
    address = f"/{path.stem}/" if lang == "en" else f"/{lang}/{path.stem}/"
    found = {word for row in read_texts(own_site)[address] for text in row[1:] for word in tokenize(text)}
    assert wanted <= found
