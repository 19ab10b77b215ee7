# ruff: noqa: E501 (what an editor reads stays on one line)
"""What a header must not be: each wrong one is a row with the exact words that its editor reads."""

from __future__ import annotations

import re

import pytest

from plugins.documents.document import make_document
from plugins.documents.front_matter import Likelihood
from tests.small import SOURCES, TREATMENT, article, person, strip_rule_ids
from tests.wrong_files import each, lines_of, text_rows

FIELDS = (
    "title, summary, date, modified, status, lang, translates, translation, redirect_from, category, tags, author, kind, image, "
    "image_alt, review, references, learn_more, changes, claims, ask, key_points, for_whom, "
    "facts, not_for, timeline, do, dont, get_help, risks, likelihoods, "
    "alternatives, questions, faq"
)
MISSING = "is missing from a treatment article"
QUOTES = 'put the text between " and ", and write \\" for a " inside it'
NO_CODE = "is no code of a language; write its code, as in es for Spanish"
OPEN_MARK = (
    "the mark of a language is not closed, or has no words; "
    "write the words and their language on one line, as in [curandera](lang:es)"
)
AMPERSAND = "a text that starts with & or * or ! means something else; put it in quotes"

ROWS = text_rows(
    [
        # what must be there
        ("no-title", article(title=None), [":1: title: is missing; write title: and its text"]),
        ("no-summary", article(summary=None), [":1: summary: is missing; write summary: and its text"]),
        ("no-date", article(date=None), [":1: date: is missing; write date: and its text"]),
        ("empty-title", article(title=""), [":2: title: is empty; write title: and its text"]),
        ("blank-title", article(title='" "'), [":2: title: is empty; write title: and its text"]),
        ("empty-summary", article(summary="''"), [":3: summary: is empty; write summary: and its text"]),
        ("empty-date", article(date=""), [":4: date: is empty; write date: and its text"]),
        ("title-tilde", article(title="~"), [":2: title: is empty; write title: and its text"]),
        ("title-null", article(title="null"), [":2: title: is empty; write title: and its text"]),
        (
            "tagged-title",
            article(title="! Halo"),
            [":2: title: a text that starts with & or * or ! means something else; put it in quotes"],
        ),
        # fields of other systems
        *(
            (f"foreign-{field}", article(**{field: "x"}), [f":8: {field}: no such field; {mend}"])
            for field, mend in (
                ("draft", "write status: draft, or status: published"),
                ("description", "write summary: and its text"),
                ("categories", "write category: and one topic"),
                ("permalink", "delete it: the name of the file is the address"),
                ("lastmod", "write modified: and a day"),
                ("layout", "delete it: nothing here needs it"),
            )
        ),
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
        (
            "change-before-date",
            article(changes="\n  - day: 2026-03-01\n    what: More.\n  - day: 2025-12-31\n    what: Less."),
            [":11: changes 2 day: is before the date, 2026-01-02; write the later day"],
        ),
        (
            "change-unsaid",
            article(changes="\n  - day: 2026-03-01"),
            [":9: changes 1 what: is missing; write what: and its text"],
        ),
        (
            "change-of-no-day",
            article(changes="\n  - day: March\n    what: More."),
            [":9: changes 1 day: 'March' is not a date; write year-month-day, as in 2026-04-03"],
        ),
        # fields
        ("field-misspelt", article(reveiw="pending"), [":8: reveiw: no such field; did you mean review?"]),
        ("field-unknown", article(colour="red"), [f":8: colour: no such field; write one of {FIELDS}"]),
        (
            "field-of-a-page",
            article(save_as="index.html"),
            [f":8: save_as: no such field; write one of {FIELDS}"],
        ),
        (
            "field-inside",
            article(risks="\n  comon:\n    - pain"),
            [":9: risks comon: no such field; did you mean common?"],
        ),
        (
            "field-twice",
            article().replace("summary:", "title: Another\nsummary:"),
            [":3: title: is given twice; keep one"],
        ),
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
        (
            "quote-control",
            article(title='"One\\x00two"'),
            [":2: title: there is an unseen character (U+0000); delete it"],
        ),
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
        (
            "percent",
            article(title="%50 off"),
            [':2: title: the text starts with %; put it in quotes: title: "%50 off"'],
        ),
        (
            "greater",
            article(title="> 5 days"),
            [':2: title: the text starts with >; put it in quotes: title: "> 5 days"'],
        ),
        (
            "bracket-open",
            article(tags="[one, two"),
            [
                ":8: tags: [ is not closed, or text follows it; put a text in quotes, or write a list with one - item on each line"
            ],
        ),
        ("nested-lists", article(tags="[" * 20_000), [":8: tags: lists are nested too deeply; write a plain list"]),
        ("nested-fields", article(tags="{a: " * 5_000), [":8: tags: lists are nested too deeply; write a plain list"]),
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
        (
            "kind",
            article(kind="story"),
            [":7: kind: 'story' is not one of the choices; write treatment, advice or news"],
        ),
        (
            "treatment",
            article(kind="treatment"),
            [
                f":7: {line}"
                for line in (
                    f"alternatives: {MISSING}; write what else there is, no treatment too: name, what, benefit, risk and recovery of each",
                    f"for_whom: {MISSING}; write who the page is for, and what it helps them to do",
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
        (
            "language",
            article(lang="xx"),
            [":8: lang: 'xx' is not known; write one of en, es, or add it to theme/words/"],
        ),
        (
            "translation-checked",
            article(lang="es", translates="good", translation="done", title="Bueno", summary="Dice algo."),
            [":10: translation: 'done' is not one of the choices; write pending"],
        ),
        (
            "translation-of-nothing",
            article(translation="pending"),
            [
                ":8: translation: the text is no translation; write translates: and the name of the original, or delete the line"
            ],
        ),
        # words in another language
        ("mark-misspelt", article(title="A [promotora](lang:spanish)"), [f":2: title: 'spanish' {NO_CODE}"]),
        ("mark-in-a-list", article(do="\n  - ask a [promotora](lang:xx)"), [f":9: do 1: 'xx' {NO_CODE}"]),
        ("mark-without-a-code", article(summary="A [promotora](lang:)"), [f":3: summary: '' {NO_CODE}"]),
        ("mark-with-a-space", article(summary='"A [promotora](lang: es)"'), [f":3: summary: ' es' {NO_CODE}"]),
        ("mark-open", article(summary="A [promotora](lang:es"), [f":3: summary: {OPEN_MARK}"]),
        ("mark-without-a-bracket", article(summary="A promotora(lang:es)"), [f":3: summary: {OPEN_MARK}"]),
        ("mark-without-words", article(summary="A [](lang:es)"), [f":3: summary: {OPEN_MARK}"]),
        (
            "mark-in-a-tag",
            article(tags="\n  - one [promotora](lang:es)"),
            [":9: tags 1: the mark of a language is not read here; write the words alone: one promotora"],
        ),
        (
            "mark-in-a-question",
            article(faq='\n  - question: Is a [promotora](lang:zz-zz) here?\n    answer: "[Sí](lang:es"'),
            [f":9: faq 1 question: 'zz-zz' {NO_CODE}", f":10: faq 1 answer: {OPEN_MARK}"],
        ),
        (
            "review",
            article(review="done"),
            [
                ":8: review: 'done' says nothing of a review; write pending, the planned day, or below it by, on and every"
            ],
        ),
        (
            "review-planned",
            article(review="2026-02-30"),
            [":8: review: 2026-02-30 is no day of the calendar; write a real day, year-month-day, as in 2026-04-03"],
        ),
        (
            "likelihood",
            article(
                likelihoods="\n  - of_100: 101\n    what: one [1]\n  - of_100: 5%\n    what: two", references=SOURCES
            ),
            [
                ":9: likelihoods 1 of_100: '101' is not a number of 100; write a whole number from 0 to 100",
                ":11: likelihoods 2 of_100: '5%' is not a number of 100; write a whole number from 0 to 100",
                ":12: likelihoods 2 what: a number needs the study that counted it; cite its reference at the end, as in [2], "
                "or delete the number",
            ],
        ),
        (
            "reviewer",
            article(review="\n  by: somebody\n  on: 2026-01-03\n  every: 60"),
            [
                ":9: review by: 'somebody' is not known; add it first to content/people/",
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
        # old addresses
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
    ]
)


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines


PERSON_FIELDS = (
    "write one of name, summary, date, modified, status, lang, translates, translation, redirect_from, role, degree, "
    "licenses, boards, languages, interests, portrait"
)
PEOPLE: dict[str, tuple[dict[str, str], list[str]]] = {
    "no role": ({"role": ""}, [":3: role: is empty; write role: and its text"]),
    "a title": ({"title": "Dr. Doe"}, [":8: title: no such field; " + PERSON_FIELDS]),
    "a board by its letters": (
        {"boards": "\n  - name: ABPS\n    verify: https://board.example"},
        [":9: boards 1 name: 'ABPS' is not a whole name; write all of it, as in American Board of Dermatology"],
    ),
    "a board that nobody can ask": (
        {"boards": "\n  - name: American Board of Tests"},
        [":9: boards 1 verify: is missing; write verify: and its text"],
    ),
    "a license without a number": (
        {"licenses": "\n  - type: Nurse\n    state: California"},
        [":9: licenses 1 number: is missing; write number: and its text"],
    ),
    "a license that nobody can look up": (
        {"licenses": "\n  - type: Nurse\n    number: 1\n    state: Oregon"},
        [
            ":9: licenses 1 verify: nothing says where a license of Oregon can be looked up; "
            "write verify: and the address of its look-up on the web"
        ],
    ),
    "a portrait elsewhere": (
        {"portrait": "https://x.example/me.jpg"},
        [
            ":8: portrait: 'https://x.example/me.jpg' is not a picture's name; "
            "write the name of a file in content/images/, as in halo-handpiece.jpg"
        ],
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_wrong_with_a_person_is_told(name: str) -> None:
    fields, lines = PEOPLE[name]
    _, errors = make_document("people/ann-doe.md", person(**fields).encode(), {})
    assert [strip_rule_ids(str(one)) for one in errors] == lines


def test_a_person_needs_no_text_and_a_license_of_california_no_address() -> None:
    license = "\n  - type: Nurse\n    number: 1\n    state: California"
    board = "\n  - name: The American Board of Tests\n    verify: https://board.example/1"
    text = person(licenses=license, boards=board).replace("One sentence.\n", "")
    made, errors = make_document("people/es/ann-doe.md", text.encode(), {})
    assert errors == []
    assert made and made.meta.person
    assert (made.meta.slug, made.meta.title) == ("people/ann-doe", "Ann Doe")
    assert made.meta.person.licenses[0].verify == "https://search.dca.ca.gov/"
    assert made.meta.person.boards[0].name == "American Board of Tests"


@pytest.mark.parametrize("broad", ["\xa0", "\u2003", "\u202f", " \xa0"])
@pytest.mark.parametrize(
    "written", ["kind:{}advice", "kind{}: advice", "{}kind: advice", "tags:\n  -{}one\nkind: advice"]
)
def test_a_space_of_another_width_beside_a_field_is_a_space(written: str, broad: str) -> None:
    if written[0] == "{" and broad[0] == " ":
        return  # goes on from the line above
    text = article().replace("kind: advice", written.format(broad))
    made, errors = make_document("articles/one.md", text.encode(), {})
    assert errors == []
    assert made and made.meta.kind == "advice"


def test_a_space_that_breaks_no_line_stays_in_a_text() -> None:
    made, _ = make_document("articles/one.md", article(title="5\xa0mg", summary="5\xa0mg a day").encode(), {})
    assert made and (made.meta.title, made.meta.summary) == ("5\xa0mg", "5\xa0mg a day")


@pytest.mark.parametrize("name", ["IMG_2041.JPG", "a hand.jpg", "Día 3 (left).PNG", "sub/One.webp"])
def test_a_picture_may_have_the_name_that_it_has(name: str) -> None:
    made, errors = make_document("articles/one.md", article(image=name, image_alt="A hand").encode(), {})
    assert errors == []
    assert made and made.meta.image == name


def test_tags_are_the_same_with_any_apostrophe_and_without_soft_hyphens() -> None:
    made, _ = make_document("articles/one.md", article(tags="\n  - Don't\n  - don’t\n  - sun\xadscreen").encode(), {})
    assert made and made.meta.tags == ("don’t", "sunscreen")


@pytest.mark.parametrize(
    ("of_100", "dots"),
    [
        (0, "○○○○○"),
        (1, "◐○○○○"),
        (7, "◐○○○○"),
        (8, "●○○○○"),
        (25, "●●◐○○"),
        (52, "●●●●●○"),
        (99, "●●●●●●●●●◐"),
        (100, "●" * 10),
    ],
)
def test_a_number_of_100_is_ten_dots_and_none_or_all_only_where_it_is_so(of_100: int, dots: str) -> None:
    shown = Likelihood.model_construct(of_100=of_100).dots
    assert shown == dots.ljust(10, "○")
