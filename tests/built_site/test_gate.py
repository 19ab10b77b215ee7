# ruff: noqa: E501 (what an editor reads stays on one line)
"""What must not be published is refused: each bad input is a row with the exact words that its editor reads.

The rows are many wrong files in one project, built once by the real command: that every problem in every file is
told in one run is itself a promise. What one file's fault would hide in others has a build of its own.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zlib import crc32

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.pages.stage import VALUES
from tests.project import tree
from tests.small import CLINIC, PAGE, PATIENT, SOURCES, TREATMENT, article, build, document, make, put, record, told

NOTHING = "Nothing was written; the site is as it was."
FIELDS = (
    "title, summary, date, modified, status, lang, translates, redirect_from, category, tags, author, kind, image, "
    "image_alt, review, references, claims, key_points, facts, not_for, timeline, do, dont, get_help, risks, alternatives, "
    "questions, faq"
)
MISSING = "is missing from a treatment article"
QUOTES = 'put the text between " and ", and write \\" for a " inside it'
AMPERSAND = "a text that starts with & or * or ! means something else; put it in quotes"
BRACKETS = "brackets or marks are nested too deeply; delete them"
NOT_HTML = "delete it, or write &lt; where the sign < is meant"
WEB = "is not a web address; write one with https://, mailto: or tel:"
COMMENT = "a comment would be published; delete it and write plain Markdown"
CONFLICT = "git left a conflict here; keep one version and delete the marks"
UNSEEN = "delete it and type the text again"
BY_HAND = "write {filename}/ and a path from content/, as in {filename}/pages/contact.md"
ADDRESS = "the name is the address, in small letters, digits and hyphens"


def picture(kind: str, mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (8, 8), "white").save(out, kind, **more)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A small PNG that says that it is large."""
    small = picture("PNG")
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    return small[:12] + header + crc32(header).to_bytes(4, "big") + small[33:]


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{inside}</svg>'


# Each: a name, the text of content/articles/<name>.md, and what is told of it, after the file's name.
TEXTS: list[tuple[str, str | bytes, list[str]]] = [
    # what must be there
    ("no-title", article(title=None), [":1: title: is missing; write title: and its text"]),
    ("no-summary", article(summary=None), [":1: summary: is missing; write summary: and its text"]),
    ("no-date", article(date=None), [":1: date: is missing; write date: and its text"]),
    ("empty-title", article(title=""), [":2: title: is empty; write title: and its text"]),
    ("blank-title", article(title='" "'), [":2: title: is empty; write title: and its text"]),
    ("empty-summary", article(summary="''"), [":3: summary: is empty; write summary: and its text"]),
    ("empty-date", article(date=""), [":4: date: is empty; write date: and its text"]),
    ("no-text", article(""), [":9: there is no text below the header; write it there"]),
    ("empty-item", article(tags="\n  - one\n  -"), [":10: tags 2: '' is not a word; write the tag in words"]),
    (
        "empty-risk",
        article(risks="\n  common:\n    -"),
        [":10: risks common 1: is empty; write the text or delete the line"],
    ),
    # dates
    (
        "date-two-ways",
        article(date="03/04/2026"),
        [":4: date: 03/04/2026 can be read two ways; write 2026-03-04 or 2026-04-03"],
    ),
    ("date-one-way", article(date="30.4.2026"), [":4: date: 30.4.2026 is not year-month-day; write 2026-04-30"]),
    ("date-short", article(date="2026-4-3"), [":4: date: 2026-4-3 is not year-month-day; write 2026-04-03"]),
    (
        "date-in-words",
        article(date="3 April 2026"),
        [":4: date: '3 April 2026' is not a date; write year-month-day, as in 2026-04-03"],
    ),
    (
        "date-with-time",
        article(date="2026-04-03 10:00 ZZZ"),
        [":4: date: '2026-04-03 10:00 ZZZ' is not a date; write year-month-day, as in 2026-04-03"],
    ),
    (
        "date-not-real",
        article(date="2026-02-30"),
        [":4: date: 2026-02-30 is no day of the calendar; write a real day, year-month-day, as in 2026-04-03"],
    ),
    (
        "date-digits",
        article(date="٢٠٢٦-٠٤-٠٣"),
        [":4: date: '٢٠٢٦-٠٤-٠٣' is not a date; write year-month-day, as in 2026-04-03"],
    ),
    (
        "date-year-0202",
        article(date="0202-04-03"),
        [":4: date: the year 0202 cannot be right; write a year from 2000 to 2099, as in 2026-04-03"],
    ),
    (
        "date-of-change",
        article(modified="2025-12-31"),
        [":8: modified: is before the date, 2026-01-02; write the later day"],
    ),
    # fields
    ("field-misspelt", article(reveiw="pending"), [":8: reveiw: no such field; did you mean review?"]),
    ("field-unknown", article(colour="red"), [f":8: colour: no such field; write one of {FIELDS}"]),
    (
        "field-of-a-page",
        article(save_as="index.html"),
        [f":8: save_as: no such field; write one of {FIELDS}"],
    ),
    ("field-inside", article(risks="\n  comon:\n    - pain"), [":9: risks comon: no such field; did you mean common?"]),
    ("field-twice", article().replace("summary:", "title: Another\nsummary:"), [":3: title: is given twice; keep one"]),
    (
        "field-no-list",
        article(tags="laser, skin"),
        [":8: tags: is not a list; write each item on a line of its own, after two spaces and a hyphen"],
    ),
    (
        "field-no-group",
        article(risks="pain"),
        [":8: risks: has no fields of its own; write its fields below it, each after two spaces, as name: value"],
    ),
    (
        "field-list",
        article(title="[One]"),
        [":2: title: is not one text; write one text, in quotes if it holds [ or { or a colon"],
    ),
    # YAML
    (
        "header-unclosed",
        "---\ntitle: One\n\nText.\n",
        [":1: the header is not closed; write --- on a line of its own after the last field"],
    ),
    ("header-missing", "title: One\n\nText.\n", [":1: the header is missing; make the first line ---"]),
    (
        "header-cut-line",
        article(summary="One\nand two."),
        [
            ":4: summary: the line belongs to no field; write the field's name and a colon first, or two spaces where it goes on from the line above"
        ],
    ),
    ("tab", article(title="One\ttwo"), [":2: title: there is a tab; write spaces"]),
    ("tab-in-list", article(tags="\n\t- one"), [":9: tags: there is a tab; write spaces"]),
    ("quote-open", article(title='"One'), [f":2: title: the quotes do not match; {QUOTES}"]),
    ("quote-inside", article(title='"Say "one" now"'), [f":2: title: the quotes do not match; {QUOTES}"]),
    ("quote-apostrophe", article(title="'Tis the season"), [f":2: title: the quotes do not match; {QUOTES}"]),
    (
        "quote-backslash",
        article(title='"C:\\dir"'),
        [":2: title: a \\ in quotes has a meaning of its own; write \\\\ for it"],
    ),
    ("quote-control", article(title='"One\\x00two"'), [":2: title: there is an unseen character (U+0000); delete it"]),
    (
        "colon",
        article(title='Flu: the "what"'),
        [':2: title: a colon in the text cuts it; put the text in quotes: title: "Flu: the \\"what\\""'],
    ),
    (
        "colon-in-list",
        article(key_points="\n  - One: two\n  - three\n  - Four: five: six"),
        [
            ':9: key_points 1: a colon in the text cuts it; put the text in quotes: "One: two"',
            ':11: key_points: a colon in the text cuts it; put the text in quotes: "Four: five: six"',
        ],
    ),
    (
        "colon-in-groups",
        article(faq="\n  - question: One: two?\n    answer: Yes.\n  - question: Two?\n    answer: No: never."),
        [
            ':9: faq: a colon in the text cuts it; put the text in quotes: question: "One: two?"',
            ':12: faq: a colon in the text cuts it; put the text in quotes: answer: "No: never."',
        ],
    ),
    (
        "colon-tight",
        article().replace("title: ", "title:"),
        [":2: title: there is no space after the colon; write one"],
    ),
    (
        "hash",
        article(title="Dose #5"),
        [":2: title: everything after # is lost: '#5'; put the text in quotes: \"Dose #5\""],
    ),
    (
        "hash-after-quotes",
        article(title='"Dose" #5'),
        [":2: title: everything after # is lost: '#5'; put the text in quotes: \"Dose #5\""],
    ),
    (
        "hash-alone",
        article(title="#5"),
        [":2: title: everything after # is lost: '#5'; put the text in quotes: \"#5\""],
    ),
    ("alias", article(author="*one"), [f":8: author: {AMPERSAND}"]),
    ("anchor", article(title="&one Two"), [f":2: title: {AMPERSAND}"]),
    ("yaml-tag", article(title="!!python/object/apply:os.system [true]"), [f":2: title: {AMPERSAND}"]),
    (
        "alias-bomb",
        article(tags="&a [x, x]", key_points="[*a, *a]"),
        [f":8: tags: {AMPERSAND}", f":9: key_points: {AMPERSAND}"],
    ),
    ("percent", article(title="%50 off"), [':2: title: the text starts with %; put it in quotes: title: "%50 off"']),
    ("greater", article(title="> 5 days"), [':2: title: the text starts with >; put it in quotes: title: "> 5 days"']),
    (
        "bracket-open",
        article(tags="[one, two"),
        [
            ":8: tags: [ is not closed, or text follows it; put a text in quotes, or write a list with one - item on each line"
        ],
    ),
    ("nested-lists", article(tags="[" * 20_000), [":8: tags: lists are nested too deeply; write a plain list"]),
    ("nested-fields", article(tags="{a: " * 5_000), [":8: tags: lists are nested too deeply; write a plain list"]),
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
    ("blank", "\n\n", [":1: the file is empty; put back what stood there, or copy the example in content/README.md"]),
    ("large", article("word " * 210_000), [": is 1.1 MB; keep a text below 1 MB; pictures belong in content/images/"]),
    (
        "conflict",
        article("One\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> theirs"),
        [f":11: {CONFLICT}", f":15: {CONFLICT}"],
    ),
    # nesting
    (
        "nested-brackets",
        article("[" * 20_000),
        [
            f":10: {BRACKETS}",
            ":10: the line has over 8,000 characters; make paragraphs of it",
            ":10: the paragraph, list or table is too long; make several of it",
        ],
    ),
    ("nested-quotes", article(">" * 3_000), [":10: quotations are nested too deeply; write one >"]),
    ("nested-items", article("- " * 3_000 + "one"), [":10: lists are nested too deeply; write one mark"]),
    ("open-tags", article("<a \n\n" * 60), [":110: there are too many < without >; write &lt; for the sign"]),
    ("long-list", article("- one\n" * 2_100), [":2009: the paragraph, list or table is too long; make several of it"]),
    # names that the clinic or the header lists
    ("topic-near", article(category="car"), [":6: category: 'car' is not known; did you mean care?"]),
    (
        "topic-unlisted",
        article(category="teeth"),
        [":6: category: 'teeth' is not known; write one of care, or add it to topics in content/clinic.yaml"],
    ),
    (
        "author-unlisted",
        article(author="nobody"),
        [":8: author: 'nobody' is not known; write one of clinic, or add it to authors in content/clinic.yaml"],
    ),
    (
        "status",
        article(status="publshed"),
        [":5: status: 'publshed' is not one of the choices; write draft or published"],
    ),
    ("kind", article(kind="story"), [":7: kind: 'story' is not one of the choices; write treatment, advice or news"]),
    (
        "treatment",
        article(kind="treatment"),
        [
            f":7: {line}"
            for line in (
                f"alternatives: {MISSING}; write what else there is, no treatment too: name, what and recovery of each",
                f"get_help call: {MISSING}; write below get_help, after call, for what a patient should call us",
                f"get_help emergency: {MISSING}; write below get_help, after emergency, for what to call 911",
                f"not_for: {MISSING}; write who it may not suit: a line for each",
                "references: a treatment article needs 2 sources; add one, with title, publisher, url and accessed",
                f"risks common: {MISSING}; write below risks, after common, what many patients get: a line for each",
                f"risks serious: {MISSING}; write below risks, after serious, what is rare and grave: a line for each",
                f"timeline: {MISSING}; write how recovery goes: when and what, for each of its days",
            )
        ],
    ),
    (
        "treatment-sold",
        article(**{**TREATMENT, "references": re.sub("society|maker", "test", SOURCES)}),
        [
            ":8: references: all lead to those who make or sell the treatment; add a source that sells nothing of it, "
            "such as a journal or a medical society"
        ],
    ),
    ("treatment-planned", article(kind="treatment", status="draft"), []),
    ("language", article(lang="xx"), [":8: lang: 'xx' is not known; write one of en, es, or add it to theme/words/"]),
    (
        "review",
        article(review="done"),
        [":8: review: 'done' says nothing of a review; write pending, or below it by, on and every"],
    ),
    (
        "reviewer",
        article(review="\n  by: somebody\n  on: 2026-01-03\n  every: 60"),
        [
            ":9: review by: 'somebody' is not known; add it first to people in content/clinic.yaml",
            ":11: review every: '60' is not a number of months; write a whole number from 3 to 24",
        ],
    ),
    (
        "reference",
        article(references="\n  - title: One\n    publisher: Two\n    url: ftp://x.example\n"),
        [
            ":9: references 1 accessed: is missing; write accessed: and its text",
            ":11: references 1 url: 'ftp://x.example' is not a web address; write it whole, as in https://example.org/page",
        ],
    ),
    (
        "cited",
        article("It helps [1]."),
        [":10: [1] cites a reference that is not there; add it under references, or mend the number"],
    ),
    (
        "translates",
        article(translates="nothing"),
        [
            ":8: translates: no text in another language has the file name nothing.md; write the original's file name, without .md"
        ],
    ),
    (
        "old-address",
        article(redirect_from="\n  - old"),
        [
            ":9: redirect_from 1: 'old' is not an old address of this site; write it from the first slash, as in /2019/05/halo/"
        ],
    ),
    (
        "old-address-up",
        article(redirect_from="\n  - /../old/"),
        [
            ":9: redirect_from 1: '/../old/' is not an old address of this site; write it from the first slash, as in /2019/05/halo/"
        ],
    ),
    (
        "old-address-of-a-device",
        article(redirect_from="\n  - /2019/con.html"),
        [
            ":9: redirect_from 1: '/2019/con.html' is not an old address of this site; write it from the first slash, as in /2019/05/halo/"
        ],
    ),
    (
        "old-address-coded",
        article(redirect_from="\n  - /2019/caf%C3%A9/"),
        [":9: redirect_from 1: '/2019/caf%C3%A9/' has codes in place of letters; write the letters: /2019/café/"],
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
        [":8: tags: 'after care' has the same address as 'after-care', which another article uses; write after-care"],
    ),
    # HTML
    ("script", article("One <script>alert(1)</script>"), [f":10: <script> is HTML; {NOT_HTML}"]),
    ("script-open", article("<SCRIPT SRC=x>"), [f":10: <SCRIPT SRC=x> is HTML; {NOT_HTML}"]),
    ("handler", article("One <b onclick=alert(1)>two</b>"), [f":10: <b onclick=alert(1)> is HTML; {NOT_HTML}"]),
    (
        "iframe",
        article('One\n\n<iframe src="https://x.example"></iframe>'),
        [f':12: <iframe src="https://x.example"> is HTML; {NOT_HTML}'],
    ),
    ("style", article("<style>p{}</style>"), [f":10: <style> is HTML; {NOT_HTML}"]),
    ("style-attribute", article('<p style="color:red">One</p>'), [f':10: <p style="color:red"> is HTML; {NOT_HTML}']),
    ("form", article("<form>\n\n<form>"), [f":10: <form> is HTML; {NOT_HTML}", f":12: <form> is HTML; {NOT_HTML}"]),
    ("comment", article("One <!-- J. Smith --> two"), [f":10: {COMMENT}"]),
    ("comment-block", article("One\n\n<!-- J.\n\nSmith -->"), [f":12: {COMMENT}"]),
    ("comment-open", article("One <!-- J. Smith\n\ntwo"), [f":10: {COMMENT}"]),
    ("unclosed", article("One <b>two"), [":10: <b> is not closed; write </b> after the words"]),
    (
        "closed-twice",
        article("One two</b>"),
        [":10: </b> closes no tag that is open here; delete it, or put it where the words end"],
    ),
    # links
    ("javascript", article("[one](javascript:alert(1))"), [f":10: the link 'javascript:alert(1)' {WEB}"]),
    ("javascript-case", article("[one](JavaScript:alert(1))"), [f":10: the link 'JavaScript:alert(1)' {WEB}"]),
    ("javascript-entity", article("[one](java&#115;cript:alert(1))"), [f":10: the link 'javascript:alert(1)' {WEB}"]),
    (
        "javascript-named",
        article("[one][two]\n\n[two]: javascript:alert(1)"),
        [f":12: the link 'javascript:alert(1)' {WEB}"],
    ),
    ("data", article("[one](data:text/html,two)"), [f":10: the link 'data:text/html,two' {WEB}"]),
    ("link-empty", article("[one]()"), [":10: the link 'one' leads nowhere; write its address in the brackets"]),
    ("link-wordless", article("[](good.md)"), [":10: the link to good.md has no words; write them between [ and ]"]),
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
    ("link-elsewhere", article("[one](//x.example)"), [f":10: the link '//x.example' {WEB}"]),
    (
        "link-static",
        article("[one]({static}/files/plan.pdf)"),
        [f":10: the link {{static}}/files/plan.pdf leads nowhere; {BY_HAND}"],
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
    # pictures
    (
        "picture-missing",
        article("![One](none.jpg)"),
        [":10: the picture none.jpg is not in content/images/; put it there, or mend its name"],
    ),
    (
        "picture-of-header",
        article(image="none-too.jpg", image_alt="One"),
        [":8: the picture none-too.jpg is not in content/images/; put it there, or mend its name"],
    ),
    (
        "picture-near",
        article("![One](Fine.jpg)"),
        [":10: the picture Fine.jpg is not in content/images/; did you mean fine.png?"],
    ),
    (
        "picture-elsewhere",
        article("![One](https://x.example/a.jpg)"),
        [":10: the picture https://x.example/a.jpg is not ours; put a picture into content/images/ and write its name"],
    ),
    (
        "picture-above",
        article("![One](../../clinic.yaml)"),
        [":10: the picture ../../clinic.yaml is not in content/images/; put it there, or mend its name"],
    ),
    (
        "picture-data",
        article("![One](data:image/png;base64,AAAA)"),
        [
            ":10: the picture data:image/png;base64,AAAA is not ours; put a picture into content/images/ and write its name"
        ],
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
    # photographs and their records
    (
        "no-record",
        article("![One](unrecorded.png)"),
        [
            ":10: the picture unrecorded.png has no record in content/photos.yaml; write there unrecorded.png: and, below it after two spaces, kind: thing if nobody is on it; or use make photo"
        ],
    ),
    (
        "begun-record",
        article("![One](begun.jpg)"),
        [
            ":10: the picture begun.jpg has a record that is not finished, in line 2 of content/photos.yaml; write what the mark asks for"
        ],
    ),
    (
        "cameras-name",
        article("![One](IMG_0001.png)"),
        [
            ":10: the picture IMG_0001.png has a name that tells a day, a camera or a case; name it after what it shows, as in halo-handpiece.jpg"
        ],
    ),
    (
        "patients-name",
        article("![One](doe.jpg)"),
        [
            ":10: the picture doe.jpg has a name that may tell who is on it; type make photo FILE=content/images/doe.jpg KIND=patient, and show what that makes instead"
        ],
    ),
    (
        "cameras-notes",
        article("![One](p-2b3c4d5e.jpg)"),
        [
            ":10: the picture p-2b3c4d5e.jpg holds a comment, which may tell who is on it and stays in git; type make photo FILE=content/images/p-2b3c4d5e.jpg KIND=patient, and show what that makes instead"
        ],
    ),
    (
        "before-and-after",
        article("![Before and after a peel](fine.png)"),
        [
            ":10: the picture fine.png has words of before and after, and a record that says nothing of it; say in other words what it shows, or give its record kind: patient and before_after"
        ],
    ),
    (
        "patient-in-header",
        article(image="p-1a2b3c4d.jpg", image_alt="One"),
        [
            ":8: the picture p-1a2b3c4d.jpg shows a patient, and shared links have no place for what must stand below; take another picture for the header, and show this one in the text"
        ],
    ),
    (
        "patient-in-line",
        article("Look at ![one](p-1a2b3c4d.jpg)"),
        [
            ":10: the picture p-1a2b3c4d.jpg shows a patient in the middle of a text, with no place for what must stand below; leave an empty line before it and after it"
        ],
    ),
    (
        "patient-to-come",
        article("![One](p-1a2b3c4d.jpg)", date="2027-02-01"),
        [
            ":10: the picture p-1a2b3c4d.jpg shows a patient whose consent ended on 2027-01-05; ask for a new one and write its days, or take the picture out"
        ],
    ),
    ("a-draft-with-anyone", article("![Before](unrecorded.png) and ![after](doe.jpg)", status="draft"), []),
    # Markdown that would not come out as it was meant
    ("title-twice", article("# One"), [":10: # is the page's title, and the header has it; write ##"]),
    ("title-underlined", article("One\n==="), [":10: a line of === makes a second title; write ## before the heading"]),
    ("heading-skipped", article("## One\n\n#### Two"), [":12: the heading 'Two' leaves out a level; write ### Two"]),
    (
        "footnote",
        article("One [^1]."),
        [":10: footnotes are not used here; list the source under references and cite it as [1]"],
    ),
    ("fence", article("```"), [":10: blocks of code are not used here; delete the line"]),
    (
        "list-tight",
        article("Bring:\n- a list\n- a friend"),
        [":11: a list begins right below a text; leave an empty line between them"],
    ),
    (
        "list-deep",
        article("- one\n        - two"),
        [
            ":11: a list item after 8 spaces is not read as one inside the item above; write 4 spaces before it for each level"
        ],
    ),
    (
        "list-flat",
        article("- one\n  - two"),
        [
            ":11: a list item after 2 spaces is not read as one inside the item above; write 4 spaces before it for each level"
        ],
    ),
]

# Each: files, and all that is told of them.
FILES: list[tuple[Mapping[str, str | bytes], list[str]]] = [
    # addresses
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
    ({"content/articles/Flu.md": article()}, [f"content/articles/Flu.md: {ADDRESS}; name it flu.md"]),
    ({"content/articles/Cafe\u0301.md": article()}, [f"content/articles/Cafe\u0301.md: {ADDRESS}; name it cafe.md"]),
    ({"content/articles/flu shot.md": article()}, [f"content/articles/flu shot.md: {ADDRESS}; name it flu-shot.md"]),
    ({"content/articles/2026_flu.md": article()}, [f"content/articles/2026_flu.md: {ADDRESS}; name it 2026-flu.md"]),
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
    ({"content/lost.md": article()}, ["content/lost.md: nothing reads this; move it into content/articles/, or away"]),
    # pictures
    *(
        (
            {f"content/images/{name}": data, f"content/articles/{article_name}.md": article(f"![One]({name})")},
            [f"content/articles/{article_name}.md:10: the picture {name} {told}"],
        )
        for article_name, name, data, told in (
            ("cut", "cut.jpg", picture("JPEG")[:-200], "is damaged; save or copy it again"),
            (
                "renamed",
                "renamed.jpg",
                picture("PNG"),
                "is a PNG picture, whatever its name says; change the ending of its name to .png",
            ),
            (
                "web-page",
                "web-page.jpg",
                "<html>",
                "holds text, as a web page does, and no picture; save the picture itself again",
            ),
            (
                "bomb",
                "bomb.png",
                png_header(30_000, 30_000),
                "unpacks to too many points; make it smaller, below 40 million points",
            ),
            (
                "wide",
                "wide.png",
                png_header(10_000, 5_000),
                "has 50 million points; make it smaller, below 40 million points",
            ),
            (
                "kind-of-picture",
                "photo.heic",
                b"ftypheic",
                "is a HEIC picture, which most browsers do not show; save it as JPEG (.jpg)",
            ),
            (
                "animated",
                "animated.gif",
                picture("GIF"),
                "is not a kind of picture that the site can publish; save it as .jpg, .png, .webp or .svg",
            ),
            (
                "moving",
                "moving.webp",
                picture("WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "black")]),
                "moves; use a still picture",
            ),
            (
                "svg-script",
                "script.svg",
                svg("<script>alert(1)</script>"),
                "holds '<script>', which can act or call elsewhere; export it as a plain SVG",
            ),
            (
                "svg-handler",
                "handler.svg",
                svg('<g onload="alert(1)"/>'),
                "holds 'onload=alert(1)', which can act or call elsewhere; export it as a plain SVG",
            ),
            (
                "svg-link",
                "link.svg",
                svg('<use href="https://x.example/a.svg#b"/>'),
                "holds 'href=https://x.example/a.svg#b', which can act or call elsewhere; export it as a plain SVG",
            ),
            (
                "svg-foreign",
                "foreign.svg",
                svg("<foreignObject/>"),
                "holds '<foreignObject>', which can act or call elsewhere; export it as a plain SVG",
            ),
            (
                "svg-no-size",
                "no-size.svg",
                '<svg xmlns="http://www.w3.org/2000/svg"/>',
                "does not say its size; export it with a viewBox",
            ),
            ("svg-broken", "broken.svg", svg("<g>"), "is damaged; save or copy it again"),
        )
    ),
]


def lock(path: Path) -> None:
    path.write_text(article())
    path.chmod(0)


# Each: what makes an entry that is no plain file, and what is told of it.
ENTRIES: list[tuple[str, Callable[[Path], object], str]] = [
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

THINGS = ("fine.png", "IMG_0001.png", "cut.jpg", "renamed.jpg", "web-page.jpg", "bomb.png", "wide.png", "moving.webp")
PEOPLE: dict[str, dict[str, Any]] = {"p-1a2b3c4d.jpg": {}, "p-2b3c4d5e.jpg": {"comment": b"Jane"}, "doe.jpg": {}}
# Good, and there for others to name.
TARGETS: dict[str, str | bytes] = {
    "content/articles/a-draft.md": article(title="A draft", summary="Not yet.", status="draft"),
    "content/articles/a-future.md": article(title="The future", summary="Soon.", date="2026-07-01"),
    "content/images/fine.png": picture("PNG"),
    "content/images/IMG_0001.png": picture("PNG"),
    "content/images/unrecorded.png": picture("PNG"),
    "content/images/begun.jpg": picture("JPEG"),
    **{f"content/images/{name}": picture("JPEG", **how) for name, how in PEOPLE.items()},
    "content/photos.yaml": "".join(
        [
            record("begun.jpg", {"kind": "✎ thing, staff, model or patient"}),
            *(record(name, {"kind": "thing"}) for name in THINGS),
            *(record(name, PATIENT) for name in PEOPLE),
        ]
    ),
}

EXPECTED: list[tuple[str, list[str]]] = [
    *((name, [f"content/articles/{name}.md{line}" for line in lines]) for name, _, lines in TEXTS if lines),
    *((next(iter(files)), lines) for files, lines in FILES),
    *((name, [f"{name}: {line}"]) for name, _, line in ENTRIES),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its site in output/. To be copied, not changed."""
    folder = make(tmp_path_factory.mktemp("small") / "a project")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture(scope="module")
def refused(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is told of a project that holds every wrong file."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("wrong") / "project")
    files: dict[str, str | bytes] = {f"content/articles/{name}.md": text for name, text, _ in TEXTS}
    for more, _ in FILES:
        files.update(more)
    put(folder, {name: distinct(text, number) for number, (name, text) in enumerate(files.items())})
    put(folder, TARGETS)
    for name, make_entry, _ in ENTRIES:
        make_entry(folder / name)
    return told(folder)


def distinct(text: str | bytes, number: int) -> str | bytes:
    """The text with a title and a summary that no other has, unless it has its own."""
    if isinstance(text, bytes):
        return text
    for line in (
        "title: A good article",
        "title: About us",
        "summary: It says one thing.",
        "summary: It says who we are.",
    ):
        text = text.replace(line, f"{line} {number}")
    return text


@pytest.mark.parametrize("lines", [lines for _, lines in EXPECTED], ids=[name[-40:] for name, _ in EXPECTED])
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    file = lines[0].split(":")[0]
    assert [line for line in refused if line.split(":")[0] == file] == lines


def test_all_mistakes_are_told_at_once_and_nothing_else_is(refused: list[str]) -> None:
    expected = [line for _, lines in EXPECTED for line in lines]
    assert sorted(refused) == sorted([*expected, f"{len(expected)} problems. {NOTHING}"])


def test_a_wrong_clinic_hides_no_mistake_of_an_article(project: Path) -> None:
    put(project, {"content/articles/one.md": article(title=None)})
    (project / "content/clinic.yaml").unlink()
    assert told(project) == [
        "content/articles/one.md:1: title: is missing; write title: and its text",
        "content/clinic.yaml: there is no such file; check the name",
        f"2 problems. {NOTHING}",
    ]


def test_the_first_error_of_each_template_is_told(project: Path) -> None:
    put(
        project,
        {
            "theme/templates/home.html": "{% if home %}\n{{ home.newest }\n{% endif %}",
            "theme/templates/listing.html": "{% if false %}\n{{ lisitng }}\n{{ another }}{% endif %}",
            "theme/templates/page.html": '{% if false %}\n{% include "partials/none.html" %}\n{% endif %}',
            "theme/components/row/row.html": "{% macro row(words, item) %}\n{{ itme }}\n{% endmacro %}",
            "content/articles/one.md": article(title=None),
        },
    )
    given = ", ".join(sorted(VALUES))
    assert told(project) == [
        "content/articles/one.md:1: title: is missing; write title: and its text",
        f"theme/components/row/row.html:2: itme: no such value is given to a template; write one of {given}",
        "theme/templates/home.html:2: unexpected '}'; mend the template",
        f"theme/templates/listing.html:2: lisitng: no such value is given to a template; write one of {given}",
        "theme/templates/page.html:2: there is no template partials/none.html; mend its name",
        f"5 problems. {NOTHING}",
    ]


def test_an_unknown_attribute_is_told_for_each_template(project: Path) -> None:
    put(
        project,
        {
            "theme/templates/home.html": "{{ home.nothing }}",
            "theme/templates/page.html": "one\n{{ page.titel }}",
            "theme/templates/listing.html": "{{ words.lists.nothing.more }}",
        },
    )
    assert told(project) == [
        "theme/templates/home.html:1: 'plugins.pages.context.Home object' has no attribute 'nothing'; mend the template",
        "theme/templates/listing.html:1: 'dict object' has no attribute 'nothing'; mend the template",
        "theme/templates/page.html:2: 'plugins.pages.context.Page object' has no attribute 'titel'; mend the template",
        f"3 problems. {NOTHING}",
    ]


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        ("import nothing_like_this\n", ":1: ModuleNotFoundError: No module named 'nothing_like_this'; mend that"),
        (
            "def register() -> None:\n    1 / 0\n",
            ":2: the stage plugins.lint does not load: ZeroDivisionError: division by zero; mend it",
        ),
        ("def register(:\n", ":1: SyntaxError: "),
    ],
    ids=["import", "register", "syntax"],
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


def test_a_wrong_day_is_told(project: Path) -> None:
    assert told(project, SITE_DATE="1 June") == [
        "SITE_DATE: '1 June' is not a day; write it as in 2026-04-03",
        f"1 problem. {NOTHING}",
    ]


SECRETS = ("a-draft", "a-future", "A draft", "The future")


@pytest.fixture(scope="module")
def secret(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a draft and an article of next month, built for visitors and for editors."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("secret") / "project")
    put(folder, TARGETS)
    for words in ([], ["--preview"]):
        done = build(folder, *words)
        assert done.returncode == 0, done.stderr
    return folder


def test_visitors_find_no_draft_and_nothing_of_the_future(secret: Path, built: Path) -> None:
    site = tree(secret / "output")
    assert [
        (name, word) for name, data in site.items() for word in SECRETS if word in name or word.encode() in data
    ] == []
    assert sorted(site) == sorted(tree(built / "output"))


@pytest.mark.parametrize(("slug", "says"), [("a-draft", "a draft"), ("a-future", "July 1, 2026")])
def test_editors_see_them_under_a_banner(slug: str, says: str, secret: Path) -> None:
    page = BeautifulSoup((secret / f".build/preview/{slug}/index.html").read_text(), "html.parser")
    banner = page.select_one(".banner")
    assert banner and says in banner.get_text()
    good = BeautifulSoup((secret / ".build/preview/good/index.html").read_text(), "html.parser")
    assert good.select_one(".banner") is None


def test_an_article_appears_on_its_day(secret: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(secret, tmp_path / "project")
    assert build(folder, SITE_DATE="2026-07-01").returncode == 0
    site = tree(folder / "output")
    assert (
        b"The future" in site["index.html"]
        and b"/a-future/" in site["sitemap.xml"]
        and b"The future" in site["feed.xml"]
    )
    assert "a-draft/index.html" not in site


HOSTILE = """Laser <peel> & "care" </script><b>it's</b> <!-- {{ 7 * 7 }} ]]>"""


@pytest.fixture(scope="module")
def hostile(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose texts are full of what means something in HTML, XML and JSON."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("hostile") / "project")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    clinic = CLINIC.replace("name: Care", f"name: {quoted[:-1]} topic'").replace("blog: Test Blog", f"blog: {quoted}")
    fields = {"title": quoted, "summary": quoted, "tags": f"\n  - {quoted}", "key_points": f"\n  - {quoted}"}
    put(folder, {"content/clinic.yaml": clinic, "content/articles/one.md": article(**fields)})
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "output"


def soup(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text(), "html.parser")


def test_markup_in_a_title_stays_text_on_its_page(hostile: Path) -> None:
    page = soup(hostile, "one/index.html")
    heading = page.select_one("h1")
    assert heading and heading.get_text() == HOSTILE and not heading.find()
    assert page.title and page.title.get_text() == f"{HOSTILE} | {HOSTILE}"
    for selector in ('meta[name="description"]', 'meta[property="og:description"]'):
        assert [meta["content"] for meta in page.select(selector)] == [HOSTILE]


def test_markup_in_a_title_stays_text_in_lists(hostile: Path) -> None:
    [tag] = (hostile / "tag").iterdir()
    [topic] = (hostile / "topic").iterdir()
    for name in ("index.html", "archive/index.html", f"tag/{tag.name}/index.html", f"topic/{topic.name}/index.html"):
        page = soup(hostile, name)
        assert HOSTILE in page.get_text(), name
        assert not page.select("main b, peel, main script"), name


def test_markup_in_a_title_stays_text_in_structured_data(hostile: Path) -> None:
    [script] = soup(hostile, "one/index.html").select('script[type="application/ld+json"]')
    nodes = {node["@type"]: node for node in json.loads(script.get_text())["@graph"]}
    assert nodes["BlogPosting"]["headline"] == nodes["BlogPosting"]["description"] == HOSTILE
    assert nodes["WebSite"]["name"] == HOSTILE


def test_markup_in_a_title_stays_text_in_the_feed(hostile: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(hostile / "feed.xml").getroot()
    entry = next(one for one in feed.iter(f"{atom}entry") if str(one.findtext(f"{atom}id")).endswith("/one/"))
    assert entry.findtext(f"{atom}title") == entry.findtext(f"{atom}summary") == HOSTILE
    assert feed.findtext(f"{atom}title") == HOSTILE
    ElementTree.parse(hostile / "sitemap.xml")


def test_mail_addresses_are_there_for_people_only(tmp_path: Path) -> None:
    folder = make(tmp_path / "project")
    body = "Write to <front.desk+1@clinic.example>, or [by mail](mailto:a@b.example)."
    put(
        folder,
        {"content/clinic.yaml": f"{CLINIC}mail: desk@clinic.example\n", "content/articles/good.md": article(body)},
    )
    assert build(folder).returncode == 0
    for path in (folder / "output").rglob("*.html"):
        assert not re.search(r"[\w.]@|mailto:[^?]", path.read_text("utf-8")), path
    page = BeautifulSoup((folder / "output/good/index.html").read_bytes(), "html.parser")
    links = {str(link["href"]): link.get_text() for link in page.select('a[href^="mailto:"]:not([href*="?"])')}
    assert links == {
        "mailto:front.desk+1@clinic.example": "front.desk+1@clinic.example",
        "mailto:a@b.example": "by mail",
        "mailto:desk@clinic.example": "Email desk@clinic.example",
    }
