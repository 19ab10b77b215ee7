"""A text means on the site what GitHub shows of it. The HTML of both is read by a parser of its own and compared."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from comrak import ExtensionOptions, RenderOptions, markdown_to_html
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.documents.conversion import Conversion
from plugins.documents.markdown import PART_IDS, convert_to_html
from plugins.documents.source_habits import read_habits
from tests.project import SITE

GFM = ExtensionOptions(table=True, strikethrough=True, autolink=True)
SPEC = "commonmark-spec@0.31.2"
FENCE = "`" * 32
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
UNSEEN = {"div", "span", "thead", "tbody", "figure"}  # what this site adds
INLINE = {"a", "code", "em", "img", "s", "strong"}
ALIKE = {"del": "s"}
ATTRIBUTES = ("href", "src", "alt", "start")


def read_as_github(text: str) -> str:
    return markdown_to_html(text, GFM, None, RenderOptions(unsafe_=True))


def convert(text: str) -> tuple[str, Conversion]:
    draft = Conversion(text, 1, 3, PART_IDS)
    return convert_to_html(draft), draft


def describe(html: str) -> str:
    """The words of HTML, and the elements that matter to a reader."""
    described = " ".join("".join(_describe(BeautifulSoup(html, "html.parser"))).split())
    described = re.sub(r"(<code>) +| +(</code>)", r"\1\2", described).replace("<strong><em>", "<em><strong>")
    described = described.replace("</em></strong>", "</strong></em>").replace("[1-3]", "[1][2][3]")
    return re.sub(r"\[(\d)(?:, |;|–)(\d)\]", r"[\1][\2]", described)


def _describe(parent: Tag) -> list[str]:
    parts = []
    for child in parent.children:
        if isinstance(child, NavigableString):
            parts.append(str(child).translate(STRAIGHT))
        elif isinstance(child, Tag) and child.name != "figcaption":
            name = "p" if child.name == "figure" else ALIKE.get(child.name, child.name)
            is_unseen = name in UNSEEN or str(child.get("href", "")).startswith("#r_")
            space = " " if name not in INLINE else ""
            if (name, parent.name) == ("p", "li") or is_unseen:
                parts += [space if name == "p" else "", *_describe(child), space if name == "p" else ""]
            else:
                given = "".join(f" {one}={unquote(str(child[one]))}" for one in ATTRIBUTES if child.get(one))
                parts += [f"{space}<{name}{given}>{space}", *_describe(child), f"{space}</{name}>{space}"]
    return parts


@pytest.mark.parametrize(
    "text",
    [
        # lists
        "After it you may see:\n- **Redness**, for a week\n- **Swelling**",
        "You may see:\n - redness\n - swelling",
        "   - three spaces\n   - before a marker",
        "- Day 1\n  - **Rest**\n  - **Ice**\n- Day 2",
        "- Day 1\n   - Rest\n      - Deeper\n- Day 2",
        "- Day 1\n    - Rest\n        - Deeper\n- Day 2",
        "1. Day 1\n   - **Rest**\n2. Day 2\n   1. Wash\n   2. Dry",
        "- one\n\n  Its second paragraph.\n- two\n    \n    Another.",
        "1. one\n\n   Its second paragraph.\n\n   > Quoted.\n\n2. two",
        "1) wash\n2) dry\n3) rest",
        "5. five\n6. six",
        "+ plus\n+ more\n\n* star\n* more\n\n- dash",
        "- one\n* another list",
        "- one\nthat goes on\n- two",
        "- one\n\n\n- two",
        "-\tone\n-\ttwo",
        "* one\n\n\tits paragraph",
        # line breaks, escapes, struck words
        "Big Street 1\\\nSuite 2",
        "Big Street 1  \nSuite 2",
        "It costs \\$1,000, \\~5 days, \\<b\\>, \\& \\&copy; \\{x\\} 1\\. \\- \\\\",
        "It costs ~~100~~ 80 dollars, ~really~.",
        # links
        "See https://x.example/a_b?c=d&e=f, www.x.example/(a), (www.x.example) and mail me@x.example.",
        "See **https://x.example/a**.",
        "[one][a], [a] and [a][], of which each is a link of its own, and more words\n\n[a]: https://x.example 'Title'",
        "- [one]\n\n  [one]: https://x.example",
        # tables
        "See:\n| day | what |\n|---|---|\n| 1 | rest |",
        "day | what\n--- | ---\n1 | rest\n2 |",
        "| a | b | c |\n|:--|:-:|--:|\n| 1 | *2* | `3` |\nText below.\n\nMore.",
        "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 \\| 3 |",
        # code
        "```\nmake <b>\n\n  *site*\n```",
        "~~~sh\n# a comment\n~~~\nText.",
        "Text\n```\ncode\n```\n\n- item\n\n  ```\n  code\n  ```\n- ```\n  code\n  ```",
        "`` a`b `` and ` c `",
        # quotations
        "> quoted\n>\nOur own words.",
        "> quoted\nlazily\n\n> another",
        "> one\n\n> two\n\n> three",
        "> - a list\n>   - in it\n>\n> 1. and\n> 2. another",
        "> quoted\n---\nText",
        # headings
        " ## Care\nText",
        "Text\n## Care ##\nMore\n\nBelow\n-----\nText",
        "## C#\n\n## C # #\n\n### \\#",
        # emphasis
        "***both*** **a *b* c** *a **b** c* _a_ __b__ a_b_c 5 * 3",
        "**bold**: text (*so*), **bold**text",
        "*a [link](/b/) `c`*",
        "&copy; &amp; &lt;b&gt; &#169; AT&T",
    ],
)
def test_what_editors_write_means_what_github_shows(text: str) -> None:
    html, draft = convert(text)
    assert draft.errors == []
    assert describe(html) == describe(read_as_github(text))


@pytest.mark.parametrize(
    ("text", "as_if"),
    [
        ("Bring:\n\n• card\n• list", "Bring:\n\n- card\n- list"),
        ("• one\n   ◦ two\n• three", "- one\n   - two\n- three"),
        ("Bring:\n•\tcard\n·\xa0\xa0 list", "Bring:\n- card\n- list"),
        ("-\xa0card\n-\xa0list", "- card\n- list"),
        ("1.\xa0card\n2.\xa0 list", "1. card\n2. list"),
        ("##\xa0Care", "## Care"),
        ("```\n• code\n```", "```\n• code\n```"),
        ("5\xa0mg • 3\xa0mg", "5\xa0mg • 3\xa0mg"),
    ],
)
def test_what_word_processors_paste_is_read_as_meant(text: str, as_if: str) -> None:
    html, draft = convert(text)
    assert draft.errors == []
    assert describe(html) == describe(read_as_github(as_if))


@pytest.mark.parametrize(
    ("cited", "numbers"),
    [("[1-3]", "[1][2][3]"), ("[1–3]", "[1][2][3]"), ("[1;2]", "[1][2]"), ("[1, 3]", "[1][3]"), ("[3-1]", "[1][2][3]")],
)
def test_several_references_are_cited_as_people_write_them(cited: str, numbers: str) -> None:
    html, draft = convert(f"Most heal {cited}.")
    assert draft.errors == []
    assert BeautifulSoup(html, "html.parser").get_text() == f"Most heal {numbers}."
    assert convert(f"Most heal `{cited}`.")[0] == f"<p>Most heal <code>{cited}</code>.</p>"


def test_a_range_is_refused_once_with_its_first_number_that_is_no_reference() -> None:
    [error] = convert("Most heal [2-900].")[1].errors
    assert error.message == "[4] cites a reference that is not there"


def test_definitions_stay_what_only_this_site_reads() -> None:
    html, draft = convert("Intro:\n- a\n\nTerm\n:   Meaning\n\nOther\n\n:   *Its* meaning")
    assert draft.errors == []
    assert html.replace("\n", "").endswith(
        "<dl><dt>Term</dt><dd>Meaning</dd><dt>Other</dt><dd><p><em>Its</em> meaning</p></dd></dl>"
    )


# Of the texts in tests/fixtures/habits/, what is told of each that is refused: lines and rules.
REFUSED = {
    "refused-attributes": [(1, "braces-raw"), (3, "braces-raw"), (3, "braces-raw"), (5, "braces-raw")],
    "refused-boxes": [(1, "directive-raw"), (4, "directive-raw"), (7, "directive-raw"), (11, "directive-raw")],
    "refused-dose": [(3, "table-cell-lost")],
    "refused-empty": [(1, "heading-empty"), (4, "item-empty")],
    "refused-link": [(1, "link-otherwise")],
    "refused-marks": [(1, "marks-raw"), (1, "marks-raw"), (3, "marks-raw")],
    "refused-review-marks": [(1, "braces-raw"), (1, "braces-raw"), (1, "braces-raw")],
    "refused-second-header": [(1, "header-second")],
    "refused-templates": [
        *((1, "braces-raw"), (3, "braces-raw"), (3, "braces-raw")),
        *((5, "shortcode-raw"), (5, "shortcode-raw")),
    ],
}


@pytest.mark.parametrize("path", sorted((SITE.parent / "habits").iterdir()), ids=lambda path: path.stem)
def test_texts_with_habits_of_other_programs_are_published_as_meant_or_refused(path: Path) -> None:
    text = path.read_text("utf-8")
    html, draft = convert(text)
    assert sorted((error.line, error.rule) for error in draft.errors) == REFUSED.get(path.stem, [])
    if not draft.errors:
        assert describe(html) == describe(read_as_github(read_habits(text)))


PIECES = [
    *(":   d\n", "Term\n", "a", "b ", "\n", "\n", "\n\n", "\n\n", "  ", "    ", "\t", "  \n", "\\\n", "é", '"q"'),
    *("*", "**", "_", "`", "~~", "\\", "[", "]", "(", ")", "|", "&", "<", ">", "{", "}", "!", "\\*", "\\&"),
    *("- ", "  - ", "    - ", "1. ", "1) ", "10. ", "+ ", "* ", "- - ", "-\n", "> ", ">", "## ", "### ", "#"),
    *("---\n", "***\n", "===\n", "| a | b |\n", "|---|:-:|\n", "| 1 | 2 |\n", "```\n", "~~~\n", "```a<b\n"),
    *("[x](y)", '[x](/y "t")', "![alt](p.jpg)", "[r]", "[r]: /z\n", "[1]", "[1, 2]", "https://x.org/a_b", "www.x.org"),
    *("m@x.org", "<https://x.org>", "<m@x.org>", "&copy;", "*a*", "**b**", "***c***", "`c`", "~s~", "5 * 3", "a_b_c"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1_500, database=None, derandomize=True)
def test_nothing_is_published_that_means_something_else(text: str) -> None:
    html, draft = convert(text)
    if not draft.errors and "<dl>" not in html:  # which GFM does not read
        assert describe(html) == describe(read_as_github(text.expandtabs(4)))


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("Text with **bold** [link](/a/) and [1].\n\n", 400),
        ("Text:\n- a\n  - **b**\n\n", 400),
        ("> quoted\n\n> again\n\n", 400),
        ("1) a\n\n   b\n", 400),
        ("- a\n", 1_000),
        ("- a\n  - b\n", 900),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nText.\n\n", 400),
        ("```\ncode\n```\n\n", 800),
        ("**a *b ", 1_000),
        ("a {b} **d ~~e\n\n", 2_000),
        ("a {b} [TOC]\n", 100),
        ("Term\n:   [a]\n[a]: /b\n\n", 400),
        ("https://x.example/(((a)))) ", 120),
        ("• a\n", 1_800),
        ("– a\n", 1_800),
        ("| a |\n", 1_800),
        ("---\na: b\n---\n\n", 300),
        ("[1 1 ", 100),
        ("^a $$a <% \u3010 ++a {{ {% ", 350),
        ("## #  # ", 900),
        (" ", 7_900),
        ("| a ", 38),
    ],
)
def test_twice_the_text_takes_twice_the_time(piece: str, times: int) -> None:
    def measure(count: int) -> float:
        begun = time.process_time()
        convert(f"# {piece * count}")
        return time.process_time() - begun

    once, twice = (min(measure(count) for _ in range(3)) for count in (times // 2, times))
    assert twice <= 2.5 * once + 0.002


def _load_examples(folder: Path) -> list[tuple[str, str]]:
    """The examples of CommonMark, as Markdown and HTML, from npm."""
    if not shutil.which("npm"):
        pytest.skip("npm is not there")
    done = subprocess.run(["npm", "pack", "--silent", SPEC], cwd=folder, capture_output=True, text=True, timeout=120)
    if done.returncode:
        pytest.skip(f"npm cannot be reached: {done.stderr[:200]}")
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as package:
        spec = package.extractfile("package/spec.txt")
        assert spec
        text = spec.read().decode().replace("→", "\t")
    return re.findall(rf"^{FENCE} example\n(.*?)^\.\n(.*?)^{FENCE}$", text, re.DOTALL | re.MULTILINE)


def test_no_example_of_commonmark_is_published_with_another_meaning(tmp_path: Path) -> None:
    examples = _load_examples(tmp_path)
    assert len(examples) == 652
    published = [(text, html) for text, _ in examples for html, draft in [convert(text)] if not draft.errors]
    assert len(published) > 400
    on_purpose = ("*\xa0a\xa0*\n", "&MadeUpEntity;\n")  # a pasted list, and what Beautiful Soup does not read
    wrong = [text for text, html in published if describe(html) != describe(read_as_github(text))]
    assert [text for text in wrong if text not in on_purpose] == []
