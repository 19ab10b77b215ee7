"""What GFM reads otherwise, and markup that nothing reads, is refused: each is a row with the words of its message."""

from __future__ import annotations

import pytest

from plugins.documents.conversion import Conversion
from plugins.documents.markdown import convert_to_html
from tests.small import article
from tests.wrong_files import each, lines_of, text_rows

BRACES = r"delete it: what stands in braces is not read; \{ is the sign itself"
BOXES = "delete it: boxes and contents are not made so here"
CODES = "delete it: short codes are not read here"
MARKS = (
    "would be shown as they stand; write them right at the words, a pair of them, or \\ before a sign that is meant as"
    " such"
)
LINK = (
    'can be read in two ways; write [words](address) or [words](address "title"), and <address> where it holds spaces'
    " or brackets"
)
PASTED = (
    "a picture is pasted into the text as letters; save it as a file in content/images/ and write"
    " ![what it shows](its-name.jpg)"
)
SHOWN = "would be shown as it stands"
ITEMS = (
    "and the line below it would be one line; write - or 1. and a space before each item, with an empty line above the"
    " first"
)
TABLE = (
    f"{SHOWN}: it belongs to no table; write |---| for each column below the first row, and | between the cells of each"
    " row"
)
SOURCE = "cites no reference; list the source under references and cite it as [1], [1, 3] or [1-3]"
HEADER = "a second header begins in the text; write its fields into the one at the top"

ROWS = text_rows(
    [
        # attributes, variables and includes
        ("raw-id", article("One.\n\n## Care {#care}"), [f":12: '{{#care}}' {SHOWN}; {BRACES}"]),
        ("raw-class", article("One {: .note}"), [f":10: '{{: .note}}' {SHOWN}; {BRACES}"]),
        ("raw-target", article("[x](/about/){target=_blank}"), [f":10: '{{target=_blank}}' {SHOWN}; {BRACES}"]),
        ("raw-variable", article("One\n{{ site.url }}"), [f":11: '{{{{ site.url }}}}' {SHOWN}; {BRACES}"]),
        ("raw-include", article("{% include x.html %}"), [f":10: '{{% include x.html %}}' {SHOWN}; {BRACES}"]),
        ("raw-critic", article("One {++two++}"), [f":10: '{{++two++}}' {SHOWN}; {BRACES}"]),
        (
            "raw-critic-old",
            article("One {--two--} {>>three<<}"),
            [f":10: '{{--two--}}' {SHOWN}; {BRACES}", f":10: '{{>>three<<}}' {SHOWN}; {BRACES}"],
        ),
        (
            "raw-caption-text",
            article('One.\n\n![A](drawing:x "Two {three}")'),
            [
                f":12: '{{three}}' {SHOWN}; {BRACES}",
                ":12: there is no drawing 'x'; write one of care-steps, recovery-days, skin-layers",
            ],
        ),
        # boxes, contents, short codes
        ("raw-toc", article("[TOC]"), [f":10: '[TOC]' {SHOWN}; {BOXES}"]),
        ("raw-admonition", article("!!! note\n    Care."), [f":10: '!!! note' {SHOWN}; {BOXES}"]),
        ("raw-container", article(":::note\nCare.\n:::"), [f":10: ':::note' {SHOWN}; {BOXES}"]),
        ("raw-alert", article("> [!NOTE]\n> Care."), [f":10: '[!NOTE]' {SHOWN}; {BOXES}"]),
        (
            "raw-caption",
            article('[caption id="a" width="3"]One[/caption]'),
            [f":10: '[/caption]' {SHOWN}; {CODES}", f':10: \'[caption id="a" width="3"]\' {SHOWN}; {CODES}'],
        ),
        ("raw-gallery", article("[gallery ids=1,2]"), [f":10: '[gallery ids=1,2]' {SHOWN}; {CODES}"]),
        ("raw-box", article("- [ ] one"), [f":10: '[ ]' {SHOWN}; delete it: lists have no boxes to tick here"]),
        ("raw-emoji", article("Well done :tada:"), [f":10: ':tada:' {SHOWN}; delete it, or paste the sign itself"]),
        (
            "raw-wiki",
            article("See [[About us]]."),
            [":10: [About us] is no link yet; write [words](address), closed on one line"],
        ),
        # marks
        ("raw-bold", article("One\n** two ** three"), [f":11: the marks at '**' {MARKS}"]),
        ("raw-backslash", article("Suite 2\\"), [f":10: the marks at '2\\\\' {MARKS}"]),
        (
            "bold-letters",
            article("**Note:**see below"),
            [
                ":10: the marks at '**Note:**see below' can be read in two ways; put them between a space and a letter,"
                " as in **words**: more words, and write \\* for the sign itself"
            ],
        ),
        *(
            (f"raw-marks-{number}", article(f"One {marks} two"), [f":10: the marks at {marks!r} {MARKS}"])
            for number, marks in enumerate(("==two==", "++two++", "^2^"))
        ),
        (
            "raw-formula",
            article("So $$x^2$$."),
            [f":10: the formula '$$x^2$$' {SHOWN}; write it in words, or as a picture"],
        ),
        ("raw-erb", article("Of <%= name %>"), [f":10: '<%= name %>' {SHOWN}; {BRACES}"]),
        ("raw-abbreviation", article("*[SPF]: a factor"), [f":10: '*[SPF]: a factor' {SHOWN}; {BOXES}"]),
        ("raw-rest", article(".. note::\n   Care."), [f":10: '.. note::' {SHOWN}; {BOXES}"]),
        # citations
        *(
            (f"raw-citation-{number}", article(f"One {cited}."), [f":10: {cited!r} {SOURCE}"])
            for number, cited in enumerate(("[1 and 2]", "[1 & 2]", "[1, 2 y 3]", "[1.]", "【4†source】"))
        ),
        # lists and tables that are none
        *(
            (
                f"run-on-{number}",
                article(f"Bring:\n{items}"),
                [f":11: {items.partition(chr(10))[0]!r} {ITEMS}"],
            )
            for number, items in enumerate(
                (
                    "– one\n– two\n– three",
                    "a) one\nb) two",
                    "(1) one\n(2) two",
                    "2. one\n3. two",
                    "-one\n-two",
                    "1.one\n2.two",
                )
            )
        ),
        ("no-columns", article("| a | b |\n| 1 | 2 |"), [f":10: '| a | b |' {TABLE}"]),
        ("other-columns", article("a | b\n--|--|--\n1 | 2"), [f":11: '--|--|--' {TABLE}"]),
        ("grid", article("+---+---+\n| a | b |\n+---+---+"), [f":10: '+---+---+' {TABLE}"]),
        # headings and items without words
        ("raw-heading", article("##"), [":10: the heading has no words; write them after the #, or delete the line"]),
        ("heading-joined", article("##Care"), [":10: '##Care' is no heading yet; write a space after the #"]),
        ("raw-item", article("- one\n-\n- two"), [":11: the list item has no words; write them, or delete the line"]),
        # tables
        (
            "lost-cell",
            article("| drug | dose |\n|---|---|\n| a | 5 mg | 2 times a day |"),
            [
                ":12: the cell '2 times a day' is outside the table, which has 2 columns; add a column to its first two"
                " rows, or write \\| for a sign that parts no cells"
            ],
        ),
        # a second header, pasted pictures
        (
            "second-header",
            article("---\ntitle: Two\n---\n\nText."),
            [f":10: {HEADER}"],
        ),
        ("second-header-list", article("---\ntitle: Two\ntags:\n  - one\n---\nText."), [f":10: {HEADER}"]),
        ("second-header-toml", article('+++\ntitle = "Two"\n+++\nText.'), [f":10: {HEADER}"]),
        ("pasted", article(f"![A](data:image/png;base64,{'A' * 9_000})"), [f":10: {PASTED}"]),
        ("pasted-below", article(f"![A][i]\n\n[i]: <data:image/png;base64,{'A' * 90}>"), [f":12: {PASTED}"]),
        # what GFM reads otherwise
        ("title-paren", article("One.\n\n[a](https://x.example/a (Title))"), [f":12: a link or picture at 'a' {LINK}"]),
        (
            "space-in-link",
            article("[a](https://x.example/a b)"),
            [f":10: a link or picture at '[a](https://x.example/a b)' {LINK}"],
        ),
        (
            "joined-rows",
            article("| a | b |\n|---|---|"),
            [
                ":10: a table at 'b' can be read in two ways; write | between the cells of each row, |---| for each"
                " column below the first, and empty lines around it"
            ],
        ),
        # marks in the header
        *(
            (
                f"marked-{number}",
                article(summary=f'"It is {marks}"'),
                [f":3: summary: {marks!r} {SHOWN}; delete the marks: this text is plain words"],
            )
            for number, marks in enumerate(("**bold**", "*so*", "__so__", "`code`", "{{ name }}"))
        ),
        (
            "marked-link",
            article(title='"See [it](/it/)"'),
            [f":2: title: '](' {SHOWN}; delete the marks: this text is plain words"],
        ),
        (
            "marked-item",
            article(key_points="\n  - '# One'"),
            [f":9: key_points 1: '# ' {SHOWN}; delete the marks: this text is plain words"],
        ),
        # characters without width
        (
            "zero-width",
            article("treat\u200bment"),
            [":10: there is an unseen character (U+200B) after 'treat'; delete it and type the text again"],
        ),
        (
            "bullet-of-a-font",
            article("\uf0b7 one"),
            [":10: there is an unseen character (U+F0B7) at the start of the line; delete it and type the text again"],
        ),
    ]
)


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines


@pytest.mark.parametrize(
    "text",
    [
        "\\{x\\} \\[TOC] \\[!NOTE] \\*\\* \\:::",
        "`{x}` `[TOC]` `**` `:tada:`",
        "    {x}\n    [TOC]\n    !!! note",
        "[sic] [2026] {half 10:30:45 a == b, 5 * 3, Name: ____, 2**",
        "| a |\n|---|\n| 1 \\| 2 |",
        "***\n\n## A heading: with a colon",
        "***\n\nNote: that\n\n---\n\nText",
        "a) one  \nb) two\\\nc) three",
        "rojo\no azul\no verde\n0.5 mg\n0.5 mg\n-5 to\n-10 and C++, 2^3, $5 and $$ [5 mg]",
        "*So* it is.\n*So* it was.\n—Hola.\n—Sí.\ne. g. this",
        "\u0646\u0647\u200c\u0647 👩🏽\u200d⚕️",
    ],
)
def test_signs_that_are_meant_as_such_are_published(text: str) -> None:
    draft = Conversion(text, 1)
    convert_to_html(draft)
    assert [error for error in draft.errors if error.rule != "marks-raw" or "2**" not in text] == []


def test_every_place_in_a_text_is_told() -> None:
    draft = Conversion("One {a}\nand {b}\n\n- [TOC]\n- two **\n\n##", 5)
    convert_to_html(draft)
    assert sorted((error.line, error.rule) for error in draft.errors) == [
        (5, "braces-raw"),
        (6, "braces-raw"),
        (8, "directive-raw"),
        (9, "marks-raw"),
        (11, "heading-empty"),
    ]


def test_an_empty_text_has_nothing_of_the_one_before() -> None:
    convert_to_html(Conversion("One {a}", 1))
    draft = Conversion("\n", 1)
    assert (convert_to_html(draft), draft.errors) == ("", [])
