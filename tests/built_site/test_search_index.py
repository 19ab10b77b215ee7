"""The search index of the built site: all that a reader can read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from plugins.documents.front_matter import Parts
from plugins.documents.tokens import tokenize
from plugins.schema.interface_words import load_words
from plugins.site.search.index import DIGITS
from plugins.site.search.searchable import Language
from plugins.site.search.synonyms import SynonymTable
from tests import project

TEXTS = sorted((project.SITE / "articles").glob("*.md"))
WORDS = load_words(project.ROOT / "theme")


def find_stems_of_page(folder: Path, address: str) -> set[str]:
    """The stems by which the search in `folder` finds the page at an address."""
    pages: dict[str, str] = {}
    for path in folder.glob("pages-*.json"):
        pages |= {page: number for number, (page, *_) in json.loads(path.read_bytes()).items()}
    number = "".join(DIGITS[digit] for digit in divmod(int(pages[address]), len(DIGITS)))
    found = set()
    for path in folder.glob("words-*.json"):
        for stem, records in json.loads(path.read_bytes()).items():
            if number in {records[start : start + 2] for start in range(0, len(records), 3)}:
                found.add(stem)
    return found


def list_strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in list_strings(one)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_word_of_an_article_is_searched(own_site: Path, path: Path) -> None:
    _, header, body = path.read_text("utf-8").split("---\n", 2)
    fields = yaml.safe_load(header)
    said = [text for name in Parts.model_fields for text in list_strings(fields.get(name, []))]
    said += [fields["title"], fields["summary"], *fields.get("tags", [])]
    said += [reference["title"] for reference in fields.get("references", [])]
    said.append(re.sub(r"!\[.*?\]\(.*?\)|\]\(.*?\)|^#+.*$", " ", body, flags=re.MULTILINE))
    lang = fields.get("lang", "en")
    language = Language.parse(WORDS[lang]["search"], SynonymTable({}, {}))
    words = {word for text in said for word in tokenize(re.sub(r"\[\d+\]|\(lang:\w+\)", "", text))}
    home = "" if lang == "en" else f"{lang}/"
    found = find_stems_of_page(own_site / home / "search", f"/{home}{path.stem}/")
    assert language.find_stems(words - language.ignored) <= found


def test_the_answers_to_common_questions_are_where_a_link_opens_them(own_site: Path) -> None:
    answers = 0
    for path in own_site.glob("**/index.html"):
        for item in BeautifulSoup(path.read_bytes(), "html.parser").select("details:has(> p)"):
            assert item.select_one("summary + [id]"), path  # browsers open what holds a link's target
            answers += 1
    assert answers
