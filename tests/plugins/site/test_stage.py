# ruff: noqa: E501 (what an editor reads stays on one line)
"""Addresses that clash and links that lead nowhere are refused, each with the exact words that its editor reads."""

from __future__ import annotations

from tests.small import PAGE, article, document
from tests.wrong_files import each, file_rows, lines_of, text_rows

BY_HAND = "write {filename}/ and a path from content/, as in {filename}/pages/contact.md"

TEXTS = text_rows(
    [
        # addresses
        (
            "translates",
            article(translates="nothing"),
            [
                ":8: translates: no text in another language has the file name nothing.md; write the original's file name, without .md"
            ],
        ),
        (
            "old-address-taken",
            article(redirect_from="\n  - /good/index.html"),
            [":8: redirect_from: /good/index.html is the address of 'A good article' already; take it out"],
        ),
        (
            "old-address-home",
            article(redirect_from="\n  - /index.html"),
            [":8: redirect_from: /index.html is an address of the site itself; take it out"],
        ),
        ("tag-a", article(tags="\n  - after-care"), []),
        (
            "tag-b",
            article(tags="\n  - after care"),
            [
                ":8: tags: 'after care' has the same address as 'after-care', which another article uses; write after-care"
            ],
        ),
        # links
        (
            "link-broken",
            article("One\n[two]({filename}/articles/god.md)"),
            [":11: the link {filename}/articles/god.md leads nowhere; did you mean {filename}/articles/good.md?"],
        ),
        (
            "link-case",
            article("[one]({filename}/articles/Good.md)"),
            [":10: the link {filename}/articles/Good.md leads nowhere; did you mean {filename}/articles/good.md?"],
        ),
        ("link-address", article("[one](/zzzz/)"), [f":10: the link /zzzz/ leads nowhere; {BY_HAND}"]),
        (
            "link-static",
            article("[one]({static}/files/plan.pdf)"),
            [
                ":10: the file of the link {static}/files/plan.pdf is not in content/files/; put it there, or mend its name"
            ],
        ),
        (
            "link-draft",
            article("[one](a-draft.md)"),
            [":10: the link a-draft.md leads to 'A draft', which is a draft; take the link out, or publish that first"],
        ),
        (
            "link-future",
            article("[one](a-future.md)"),
            [
                ":10: the link a-future.md leads to 'The future', which appears on 2026-07-01; take the link out, or publish that first"
            ],
        ),
        ("link-topic", article("[one](/topic/teeth/)"), [f":10: the link /topic/teeth/ leads nowhere; {BY_HAND}"]),
        (
            "fragment",
            article("## Risks\n\nOne [two](#risk)", title="Some risks"),
            [":12: 'Some risks' has no place called #risk; did you mean #risks-2?"],
        ),
        (
            "fragment-elsewhere",
            article("[one](good.md#what-help) [two](/about/#team)"),
            [
                ":10: 'A good article' has no place called #what-help; did you mean #what-helps?",
                ":10: 'About us' has no place called #team; take the # and what follows out",
            ],
        ),
        (
            "fragment-of-a-part",
            article("[one](#faq)", title="Some answers"),
            [":10: 'Some answers' has no place called #faq; take the # and what follows out"],
        ),
    ]
)
FILES = file_rows(
    [
        (
            {"content/pages/both.md": document(PAGE), "content/articles/both.md": article()},
            ["content/pages/both.md: has the address /both/, and so has content/articles/both.md; rename one of them"],
        ),
        (
            {"content/articles/below/twin.md": article(), "content/articles/twin.md": article()},
            [
                "content/articles/twin.md: has the address /twin/, and so has content/articles/below/twin.md; rename one of them"
            ],
        ),
        (
            {
                "content/articles/same-first.md": article(title="The same", summary="The same, too."),
                "content/articles/same.md": article(title="The same", summary="The same, too."),
            },
            [
                "content/articles/same.md:2: title: is the same as in content/articles/same-first.md; write another",
                "content/articles/same.md:3: summary: is the same as in content/articles/same-first.md; write another",
            ],
        ),
    ]
)
ROWS = [*TEXTS, *FILES]


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines
