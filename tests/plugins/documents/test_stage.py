"""Wrong files and texts are refused: each is a row with the exact words that its editor reads."""

from __future__ import annotations

import os
from pathlib import Path

from tests.small import PAGE, article, document
from tests.wrong_files import each, entry_rows, file_rows, lines_of, text_rows

WEB = "is not a web address; write one with https://, mailto: or tel:"
CONFLICT = "git left a conflict here; keep one version and delete the marks"
UNSEEN = "delete it and type the text again"
ADDRESS = "the name is the address, in small letters, digits and hyphens"


def lock(path: Path) -> None:
    path.write_text(article())
    path.chmod(0)


TEXTS = text_rows(
    [
        # bytes
        ("not-utf-8", article("Caf\xe9").encode("latin-1"), [":10: is not UTF-8 text; save the file as UTF-8"]),
        ("utf-16", article().encode("utf-16"), [":1: is not UTF-8 text; save the file as UTF-8"]),
        ("nul-byte", article("One\0two"), [f":10: there is an unseen character (U+0000) after 'One'; {UNSEEN}"]),
        ("control", article("One\x1btwo"), [f":10: there is an unseen character (U+001B) after 'One'; {UNSEEN}"]),
        (
            "bidi",
            article(title="One\u202etwo"),
            [f":2: there is an unseen character (U+202E) after 'title: One'; {UNSEEN}"],
        ),
        ("empty", b"", [":1: the file is empty; put back what stood there, or copy the example in content/README.md"]),
        (
            "blank",
            "\n\n",
            [":1: the file is empty; put back what stood there, or copy the example in content/README.md"],
        ),
        (
            "large",
            article("word " * 210_000),
            [": is 1.1 MB; keep a text below 1 MB; pictures belong in content/images/"],
        ),
        (
            "conflict",
            article("One\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> theirs"),
            [f":11: {CONFLICT}", f":15: {CONFLICT}"],
        ),
        # the header and the text
        (
            "header-unclosed",
            "---\ntitle: One\n\nText.\n",
            [":1: the header is not closed; write --- on a line of its own after the last field"],
        ),
        ("header-missing", "title: One\n\nText.\n", [":1: the header is missing; make the first line ---"]),
        ("no-text", article(""), [":9: there is no text below the header; write it there"]),
        # links
        ("javascript", article("[one](javascript:alert(1))"), [f":10: the link 'javascript:alert(1)' {WEB}"]),
        ("javascript-case", article("[one](JavaScript:alert(1))"), [f":10: the link 'JavaScript:alert(1)' {WEB}"]),
        (
            "javascript-entity",
            article("[one](java&#115;cript:alert(1))"),
            [f":10: the link 'javascript:alert(1)' {WEB}"],
        ),
        (
            "javascript-named",
            article("[one][two]\n\n[two]: javascript:alert(1)"),
            [f":12: the link 'javascript:alert(1)' {WEB}"],
        ),
        ("data", article("[one](data:text/html,two)"), [f":10: the link 'data:text/html,two' {WEB}"]),
        ("link-empty", article("[one]()"), [":10: the link 'one' leads nowhere; write its address in the brackets"]),
        (
            "link-wordless",
            article("[](good.md)"),
            [":10: the link to good.md has no words; write them between [ and ]"],
        ),
        ("link-elsewhere", article("[one](//x.example)"), [f":10: the link '//x.example' {WEB}"]),
        (
            "link-unread",
            article("See [one] (https://x.example) and [two][three]."),
            [
                ":10: [one] is no link yet; write [words](address), closed on one line",
                ":10: [two] is no link yet; write [words](address), closed on one line",
            ],
        ),
        (
            "link-cites",
            article(
                "See [one [1]](good.md).",
                references="\n  - title: One\n    publisher: Two\n    url: https://x.example\n    accessed: 2026-01-01",
            ),
            [":15: the link to good.md has a citation in it; put the [1] after the link"],
        ),
        # citations and pictures
        (
            "cited",
            article("It helps [1]."),
            [":10: [1] cites a reference that is not there; add it under references, or mend the number"],
        ),
        (
            "alt-missing",
            article("![](fine.png)"),
            [":10: the picture fine.png has no description; write what it shows: ![…](fine.png)"],
        ),
        ("alt-of-header", article(image="fine.png"), [":8: image_alt: is missing; write what the picture shows"]),
        (
            "alt-a-name",
            article("![fine.png](fine.png)", image="fine.png", image_alt="fine.png"),
            [
                ":9: image_alt: 'fine.png' is a file's name; write what the picture shows",
                ":12: the picture fine.png has no description; write what it shows: ![…](fine.png)",
            ],
        ),
        (
            "alt-a-name-of-header",
            article(image="fine.png", image_alt="fine.png"),
            [":9: image_alt: 'fine.png' is a file's name; write what the picture shows"],
        ),
        # Markdown that would not come out as it was meant
        ("title-twice", article("# One"), [":10: # is the page's title, and the header has it; write ##"]),
        (
            "title-underlined",
            article("One\n==="),
            [":10: a line of === makes a second title; write ## before the heading"],
        ),
        (
            "heading-skipped",
            article("## One\n\n#### Two"),
            [":12: the heading 'Two' leaves out a level; write ### Two"],
        ),
        (
            "footnote",
            article("One [^1]."),
            [":10: footnotes are not used here; list the source under references and cite it as [1]"],
        ),
        (
            "fence",
            article("```"),
            [":10: code begins here and does not end; write ``` on a line of its own after it, or delete the line"],
        ),
    ]
)
FILES = file_rows(
    [
        # names
        ({"content/articles/Flu.md": article()}, [f"content/articles/Flu.md: {ADDRESS}; name it flu.md"]),
        (
            {"content/articles/Cafe\u0301.md": article()},
            [f"content/articles/Cafe\u0301.md: {ADDRESS}; name it cafe.md"],
        ),
        (
            {"content/articles/flu shot.md": article()},
            [f"content/articles/flu shot.md: {ADDRESS}; name it flu-shot.md"],
        ),
        (
            {"content/articles/2026_flu.md": article()},
            [f"content/articles/2026_flu.md: {ADDRESS}; name it 2026-flu.md"],
        ),
        (
            {"content/articles/one\ntwo.md": article()},
            [f"content/articles/one\\ntwo.md: {ADDRESS}; name it one-two.md"],
        ),
        (
            {"content/articles/-rf.md": article()},
            [f"content/articles/-rf.md: {ADDRESS}; name it rf.md"],
        ),
        *(
            (
                {f"content/articles/{name}.md": article()},
                [f"content/articles/{name}.md: the address /{name}/ belongs to the site itself; choose another name"],
            )
            for name in ("index", "topic", "tag", "author", "archive", "page", "feed", "images", "theme", "404", "chat")
        ),
        (
            {"content/pages/topic.md": document(PAGE)},
            ["content/pages/topic.md: the address /topic/ belongs to the site itself; choose another name"],
        ),
        *(
            (
                {f"content/articles/{name}.md": article()},
                [f"content/articles/{name}.md: {name} is a name that computers or languages use; choose a longer name"],
            )
            for name in ("con", "es")
        ),
        (
            {f"content/articles/{'a' * 120}.md": article()},
            [f"content/articles/{'a' * 120}.md: the name is 120 characters long; keep it below 100"],
        ),
        # stray files
        *(
            (
                {f"content/{folder}/{name}": article()},
                [
                    f"content/{folder}/{name}: is not a Markdown file (.md), so nothing in {folder}/ reads it; "
                    f"move it away or save its text as {slug}.md"
                ],
            )
            for folder, name, slug in (
                ("articles", "shout.MD", "shout"),
                ("articles", "plain.txt", "plain"),
                ("articles", "My notes.docx", "my-notes"),
                ("articles", "photo.jpg", "photo"),
                ("pages", "other.markdown", "other"),
            )
        ),
        (
            {"content/article/lost.md": article()},
            ["content/article: nothing reads this; move it into content/articles/, or away"],
        ),
        (
            {"content/lost.md": article()},
            ["content/lost.md: nothing reads this; move it into content/articles/, or away"],
        ),
    ]
)
ENTRIES = entry_rows(
    [
        (
            "content/articles/link.md",
            lambda path: path.symlink_to("good.md"),
            "is a link to another file; put the file itself here",
        ),
        (
            "content/articles/linked",
            lambda path: path.symlink_to("../pages", target_is_directory=True),
            "is a link to another file; put the file itself here",
        ),
        (
            "content/articles/loop",
            lambda path: path.symlink_to("."),
            "is a link to another file; put the file itself here",
        ),
        (
            "content/articles/dangling.md",
            lambda path: path.symlink_to("nowhere.md"),
            "is a link to another file; put the file itself here",
        ),
        ("content/articles/pipe.md", os.mkfifo, "is not a plain file; remove it"),
        (
            "content/articles/locked.md",
            lock,
            "may not be read; give yourself permission to read it",
        ),
        (
            "content/images/link.png",
            lambda path: path.symlink_to("/etc/hostname"),
            "is a link to another file; put the file itself here",
        ),
        (
            "content/other",
            lambda path: path.symlink_to("articles"),
            "is a link to elsewhere; put the files here",
        ),
    ]
)
ROWS = [*TEXTS, *FILES, *ENTRIES]


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines
