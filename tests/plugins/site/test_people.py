from __future__ import annotations

from datetime import date

import pytest

from plugins.documents.document import DocumentMeta, make_document
from plugins.site.people import find_hidden_people
from tests.small import article, person, strip_rule_ids

REVIEW = "\n  by: {}\n  on: 2026-05-01\n  every: 12"
DRAFT = "Ann Doe is a draft, and this text would name somebody whom visitors do not see"
PUBLISH = "publish content/people/ann-doe.md, or take the name out here"


def read(path: str, text: str) -> DocumentMeta:
    made, errors = make_document(path, text.encode(), {})
    assert made, errors
    return made.meta


def find_messages(people: dict[str, dict[str, str]], fields: dict[str, str]) -> list[str]:
    """What is told of an article with these fields, on June 1, where these are the people."""
    metas = [read(f"people/{path}", person(**given)) for path, given in people.items()]
    found = find_hidden_people([*metas, read("articles/one.md", article(**fields))], date(2026, 6, 1), "content")
    return [strip_rule_ids(str(one)).removeprefix("content/articles/one.md:") for one in found]


@pytest.mark.parametrize(
    ("people", "fields", "lines"),
    [
        ({"ann-doe.md": {}}, {"author": "ann-doe", "review": REVIEW.format("ann-doe")}, []),
        ({"ann-doe.md": {"status": "draft"}}, {}, []),
        ({"ann-doe.md": {"status": "draft"}}, {"author": "ann-doe"}, [f"8: author: {DRAFT}; {PUBLISH}"]),
        (
            {"ann-doe.md": {"status": "draft"}},
            {"review": REVIEW.format("ann-doe")},
            [f"8: review by: {DRAFT}; {PUBLISH}"],
        ),
        ({"ann-doe.md": {"status": "draft"}}, {"author": "ann-doe", "status": "draft"}, []),
        (
            {"ann-doe.md": {"status": "draft"}, "es/ann-doe.md": {"lang": "es", "translates": "ann-doe"}},
            {"author": "ann-doe"},
            [],
        ),
        (
            {
                "ann-doe.md": {"status": "draft"},
                "es/la-doctora.md": {"lang": "es", "translates": "ann-doe", "status": "draft"},
            },
            {"author": "la-doctora"},
            [f"8: author: {DRAFT}; {PUBLISH}"],
        ),
        (
            {"ann-doe.md": {"date": "2026-06-02"}},
            {"author": "ann-doe"},
            [
                "8: author: visitors see Ann Doe from 2026-06-02 on, and this text before; "
                "write an earlier date in content/people/ann-doe.md, or a later one here"
            ],
        ),
        ({"ann-doe.md": {"date": "2026-06-02"}}, {"author": "ann-doe", "date": "2026-06-02"}, []),
    ],
)
def test_a_text_names_nobody_whom_visitors_do_not_see(
    people: dict[str, dict[str, str]], fields: dict[str, str], lines: list[str]
) -> None:
    assert find_messages(people, fields) == lines
