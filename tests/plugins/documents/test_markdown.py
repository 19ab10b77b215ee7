from __future__ import annotations

import re
from typing import Any

import markdown as markdown_package
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.diagnostics.diagnostic import diagnose
from plugins.documents import html_policy
from plugins.documents import markdown as markup
from plugins.documents.conversion import Conversion, LinkUse
from plugins.documents.markdown import PART_IDS, convert_to_html, curl_text, render_inline

CITE = '<a href="#r_{0}" id="c_{0}">[{0}]</a>'
AGAIN = '<a href="#r_{0}">[{0}]</a>'


def made(text: str, references: int = 0) -> tuple[str, Conversion]:
    draft = Conversion(text, 1, references, PART_IDS, frozenset({"line", "skin"}))
    return convert_to_html(draft).replace("\n", ""), draft


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ***c*** a_b_c", "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> a_b_c</p>"),
        ("- a\n    - b\n\n1. c", "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li></ol>"),
        ("- a\n- b\ngoes on\n- c", "<ul><li>a</li><li>bgoes on</li><li>c</li></ul>"),
        ("## A\n- b", '<h2 id="a">A</h2><ul><li>b</li></ul>'),
        ("> a\n>\n> > b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
        ("Term\n:   Meaning", "<dl><dt>Term</dt><dd>Meaning</dd></dl>"),
        ("`<b>` & `a < b` [x]", "<p><code>&lt;b&gt;</code> &amp; <code>a &lt; b</code> [x]</p>"),
        ("`<!-- a -->` `[1](b)`", "<p><code>&lt;!-- a --&gt;</code> <code>[1](b)</code></p>"),
        ("    <script>\n    # a", "<pre><code>&lt;script&gt;# a</code></pre>"),
        ("2 < 3, 5 > 4, a<b, <3, AT&T &copy;", "<p>2 &lt; 3, 5 &gt; 4, a&lt;b, &lt;3, AT&amp;T &copy;</p>"),
        ("$5 to $1,000 & 50%", "<p>$5 to $1,000 &amp; 50%</p>"),
        ("H<sub>2</sub>O<br>x", "<p>H<sub>2</sub>O<br>x</p>"),
        ("<b>Bold</b> starts.", "<p><b>Bold</b> starts.</p>"),
        ("a\n\n* * *\n\n- - - - - - - - -\n\nb", "<p>a</p><hr><hr><p>b</p>"),
        ("Name: ____________________", "<p>Name: ____________________</p>"),
        ("مرحبا 👩🏽‍⚕️ ¿qué?", "<p>مرحبا 👩🏽‍⚕️ ¿qué?</p>"),
        ("x" * 300, f"<p>{'x' * 300}</p>"),
        ("2026. A year.", '<ol start="2026"><li>A year.</li></ol>'),
        ("[2026] [sic] \\[1\\] \\* \\(x)", "<p>[2026] [sic] [1] * (x)</p>"),
    ],
)
def test_good_markdown_is_good_html(text: str, html: str) -> None:
    assert made(text)[0] == html
    assert made(text)[1].errors == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('[a](https://x.example "A title")', "https://x.example"),
        ("[a][b]\n\n[b]: https://x.example/a_b", "https://x.example/a_b"),
        ("[a]\n\n[a]: {filename}/pages/contact.md", "{filename}/pages/contact.md"),
        ("<https://x.example/?a=1&b=2>", "https://x.example/?a=1&b=2"),
        ("[a](https://x.example/?a=1&amp;b=2)", "https://x.example/?a=1&b=2"),
        ("[a](https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("[*a*](mailto:a@x.example)", "mailto:a@x.example"),
        ("[![A face](a.jpg)](tel:911)", "tel:911"),
        ("[a](other.md#part)", "other.md#part"),
    ],
)
def test_links_are_noted_as_meant(text: str, target: str) -> None:
    draft = made(text)[1]
    assert [use.target for use in draft.links] == [target]
    assert draft.errors == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("![A face](a.jpg)", "a.jpg"),
        ('![A face](a.jpg "A title")', "a.jpg"),
        ("![A face](<a b.jpg>)", "a b.jpg"),
        ("![A face](a b.jpg)", "a b.jpg"),
        ("![A face]({static}/images/a.jpg)", "{static}/images/a.jpg"),
    ],
)
def test_pictures_are_noted_as_written(text: str, target: str) -> None:
    draft = made(f"One.\n\n{text}")[1]
    assert [(use.target, use.line) for use in draft.images] == [(target, 3)]
    assert draft.errors == []


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("![A face](a.jpg)", True),
        ('![A face](a.jpg "A caption")', True),
        ("- ![A face](a.jpg)\n\n- b", True),
        ("- ![A face](a.jpg)\n- b", False),
        ("Look: ![A face](a.jpg)", False),
        ("![A face](a.jpg) there", False),
        ("**![A face](a.jpg)**", False),
        ("[![A face](a.jpg)](/contact/)", False),
        ("| a |\n|---|\n| ![A face](a.jpg) |", False),
    ],
)
def test_it_is_noted_whether_a_picture_has_a_paragraph_of_its_own(text: str, alone: bool) -> None:
    assert [use.alone for use in made(text)[1].images] == [alone]


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("![Before and after one peel](a.jpg)", True),
        ("![A cheek, after and before](a.jpg)", True),
        ("![Before](a.jpg)", True),
        ("![“After” two weeks](a.jpg)", True),
        ('![A cheek](a.jpg "After twelve weeks")', True),
        ("![La mejilla antes y después](a.jpg)", True),
        ("![Antes del tratamiento](a.jpg)", True),
        ("![The sheet for the day after a peel](a.jpg)", False),
        ("![What to eat before surgery](a.jpg)", False),
        ("![Aftercare in a box](a.jpg)", False),
        ("![La crema para después del láser](a.jpg)", False),
    ],
)
def test_it_is_noted_whether_a_pictures_words_compare(text: str, compares: bool) -> None:
    assert [use.compares for use in made(text)[1].images] == [compares]


def test_a_caption_stands_below_a_picture_of_its_own() -> None:
    html, draft = made('- ![A [1]](a.jpg "It\'s &lt;b> *so* &amp; [1]")\n\n- b', 1)
    caption = f"It’s &lt;b&gt; *so* &amp; {CITE.format(1)}"
    assert html == (
        f'<ul><li><figure><img alt="A [1]" src="a.jpg"><figcaption>{caption}</figcaption></figure></li>'
        "<li><p>b</p></li></ul>"
    )
    assert draft.errors == []


@pytest.mark.parametrize("text", ['a ![A](a.jpg "b")', '![A](a.jpg "b")\nc', '![A](a.jpg "b") ![C](c.jpg)'])
def test_a_caption_within_a_text_is_refused(text: str) -> None:
    assert made(f"One.\n\n{text}")[1].errors == [diagnose("caption-in-text", "", 3)]


def test_each_link_has_its_own_line() -> None:
    draft = made("See x.md.\n\n[a](x.md)\n[b](y.md)\n\n[c](x.md)\n")[1]
    assert draft.links == [LinkUse("x.md", 3), LinkUse("y.md", 4), LinkUse("x.md", 6)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## Risks\n\n## Risks", ["risks-2", "risks-3"]),
        ("## Steps\n\n### Steps\n\n## Steps 2", ["steps", "steps-2", "steps-2-2"]),
        ("## What's *new*? `x` & [more](/a/)", ["whats-new-x-more"]),
        ("## مخاطر\n\n## 😀", ["x443c2445", "x054db544"]),
        ("## Main", ["main-2"]),
        ("Below\n-----", ["below"]),
    ],
)
def test_headings_have_ids_of_their_own(text: str, ids: list[str]) -> None:
    assert [heading.id for heading in made(text)[1].headings] == ids


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a [1].", f"<p>a {CITE.format(1)}.</p>"),
        ("a [1][2]", f"<p>a {CITE.format(1)}{CITE.format(2)}</p>"),
        ("a [1] [1]", f"<p>a {CITE.format(1)} {AGAIN.format(1)}</p>"),
        ("As in [2]: b", f"<p>As in {CITE.format(2)}: b</p>"),
        ("*a [1]*", f"<p><em>a {CITE.format(1)}</em></p>"),
        ("[1](/a/)", '<p><a href="/a/">1</a></p>'),
    ],
)
def test_numbers_in_brackets_cite(text: str, html: str) -> None:
    assert made(text, references=2)[0] == html


ES = '<span lang="es">{}</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A [promotora](lang:es).", f"<p>A {ES.format('promotora')}.</p>"),
        ("[مترجم](lang:ar)", '<p><span dir="rtl" lang="ar">مترجم</span></p>'),
        ("*[a **b**](lang:es)*", f"<p><em>{ES.format('a <strong>b</strong>')}</em></p>"),
        ("[a [b](/c) d](lang:es)", f"<p>{ES.format('a <a href=&quot;/c&quot;>b</a> d')}</p>".replace("&quot;", '"')),
        ("[a [b](lang:es) d](/c)", f'<p><a href="/c">a {ES.format("b")} d</a></p>'),
        ("[a [b](lang:es) d][c]\n\n[c]: /c", f'<p><a href="/c">a {ES.format("b")} d</a></p>'),
        ("[a\nb](lang:es)", f"<p>{ES.format('ab')}</p>"),
        ("[a [1]](lang:es)", f"<p>{ES.format('a ' + CITE.format(1))}</p>"),
        ("- [a](lang:es)\n- b", f"<ul><li>{ES.format('a')}</li><li>b</li></ul>"),
        ("## La [a](lang:es)", f'<h2 id="la-a">La {ES.format("a")}</h2>'),
        ("`[a](lang:es)` \\[a] `(lang:es`", "<p><code>[a](lang:es)</code> [a] <code>(lang:es</code></p>"),
        ("![An [a](lang:es)](x.jpg)", '<p><img alt="An a" src="x.jpg"></p>'),
        ('["a"](lang:es)', f"<p>{ES.format('“a”')}</p>"),
        ("[<b>](lang:es)</b>", f"<p>{ES.format('<b>')}</b></p>"),
    ],
)
def test_words_in_another_language_say_so(text: str, html: str) -> None:
    found, draft = made(text, references=1)
    assert found == html
    assert draft.errors == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[a](lang:xx)", "language-code-unfit"),
        ("[a](lang:spanish)", "language-code-unfit"),
        ("[a](lang:)", "language-code-unfit"),
        ("[a](lang: es)", "language-code-unfit"),
        ('[a](lang:es "b")', "language-code-unfit"),
        ('[a](lang:es"><script>)', "language-code-unfit"),
        ("[a](lang:es", "language-mark-open"),
        ("[a](lang:\nes)", "language-code-unfit"),
        ("[a] (lang:es)", "language-mark-open"),
        ("a](lang:es)", "language-mark-open"),
        ("a(lang:es)", "language-mark-open"),
        ("[](lang:es)", "language-mark-open"),
        ("[ ](lang:es)", "language-mark-open"),
        ("[a[b(lang:es)", "language-mark-open"),
        ("\\[a\\](lang:es)", "language-mark-open"),
        ("[a [b](lang:fr) c](lang:es)", "language-mark-nested"),
        ("[a](LANG:es)", "link-scheme"),
    ],
)
def test_a_wrong_mark_of_a_language_is_refused_in_its_line(text: str, rule: str) -> None:
    found, draft = made(f"A [b](lang:es).\n\n{text}\n\nC [d](lang:fr).")
    assert [(error.line, error.rule) for error in draft.errors] == [(3, rule)]
    assert "script" not in found


def test_a_mark_of_a_language_in_a_caption_leaves_its_words() -> None:
    html, draft = made('![A](a.jpg "An [a](lang:es)")')
    assert "<figcaption>An a</figcaption>" in html
    assert draft.errors == []
    assert [error.rule for error in made('![A](a.jpg "&#91;b](lang:xx)")')[1].errors] == ["language-mark-open"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"[Sí](lang:es)," [1]', f"“{ES.format('Sí')},” {CITE.format(1)}"),
        ("[<b>](lang:ar)", '<span lang="ar" dir="rtl">&lt;b&gt;</span>'),
        ("[a](lang:xx) [b](/c)", "[a](lang:xx) [b](/c)"),
    ],
)
def test_texts_of_the_header_may_say_a_language(text: str, html: str) -> None:
    assert render_inline(text, Conversion("", 1, 1), 1) == html


def test_several_numbers_cite_at_once() -> None:
    html, draft = made("a [1, 2]", references=2)
    assert html == f"<p>a <span>{CITE.format(1)}{CITE.format(2)}</span></p>"
    assert draft.cited == {1, 2}


def test_texts_of_the_header_are_plain_but_for_citations() -> None:
    draft = Conversion("", 1, 1)
    text = render_inline('*a* <b> & "c" [1] [d](e)', draft, 7)
    assert text.startswith("*a* &lt;b&gt; &amp; “c” <a ")
    assert text.striptags() == "*a* <b> & “c” [1] [d](e)"
    render_inline("[4]", draft, 7)
    assert [fault.line for fault in draft.errors] == [7]


@pytest.mark.parametrize(
    ("text", "curled"),
    [
        ('"Hello," she said.', "“Hello,” she said."),
        ("It's the patients' choice", "It’s the patients’ choice"),
        ("the '90s", "the ’90s"),
        ("'Tis a 'good' day", "’Tis a ‘good’ day"),
        ("(\"a\") ['b']", "(“a”) [‘b’]"),
        ('—"a"', "—“a”"),
    ],
)
def test_quotation_marks_are_those_of_print(text: str, curled: str) -> None:
    assert curl_text(text) == curled


def test_quotation_marks_are_set_across_emphasis_and_not_in_code() -> None:
    assert made('"*a*" `"b"`')[0] == '<p>“<em>a</em>” <code>"b"</code></p>'


def test_a_wide_table_is_a_named_place_to_scroll() -> None:
    html, _ = made("## Doses\n\n| Drug | mg |\n|---|--:|\n| A | 5 |")
    assert '<div aria-labelledby="doses" class="table" role="group" tabindex="0"><table>' in html
    assert '<th scope="col">Drug</th>' in html
    assert '<td class="number">5</td>' in html


def test_the_cells_of_a_table_of_three_columns_name_their_column() -> None:
    html, _ = made("| Drug | How | mg |\n|---|---|--:|\n| A | *slow* & late | 5 |\n| B | fast | |")
    assert 'class="table table--stacked"' in html
    assert re.findall('data-label="(.*?)"', html) == ["Drug", "How", "mg"] * 2
    assert "data-label" not in made("| Drug | mg |\n|---|--:|\n| A | 5 |")[0]


def test_a_drawing_leaves_its_place() -> None:
    html, draft = made('One.\n\n![Skin & "layers"](drawing:skin)\n\nTwo.')
    assert html == '<p>One.</p><figure data-drawing="skin">Skin &amp; "layers"</figure><p>Two.</p>'
    assert (draft.images, draft.errors) == ([], [])


@pytest.mark.parametrize(
    ("text", "what", "write"),
    [
        ("![A](drawing:skim)", "there is no drawing 'skim'", "did you mean skin?"),
        ("![A](drawing:brain)", "there is no drawing 'brain'", "write one of line, skin"),
        ("![](drawing:skin)", "the picture drawing:skin has no description", "write what it shows: ![…](drawing:skin)"),
        (
            "- a ![A](drawing:skin)",
            "the drawing skin stands in the middle of a text",
            "leave an empty line before it and after it",
        ),
    ],
)
def test_a_drawing_that_cannot_be_placed_is_refused(text: str, what: str, write: str) -> None:
    (error,) = made(f"One.\n\n{text}")[1].errors
    assert (error.line, error.message, error.hint) == (3, what, write)


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    made("<b>a\n\n[x]: /a/")
    assert made("Plain. [x]")[0] == "<p>Plain. [x]</p>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## H<sub>2</sub>O & AT&T", "H2O & AT&T"),
        ("## `a<b>` &amp; \\*c\\* &copy;", "a<b> & *c* ©"),
        ("## *One* [two](/a/)\u00a0three", "One two three"),
    ],
)
def test_the_words_of_a_heading_are_plain(text: str, words: str) -> None:
    [heading] = made(text)[1].headings
    assert heading.text == words


def test_emphasis_that_is_nested_too_deeply_is_refused_and_forgotten() -> None:
    _, draft = made("**a *b " * 500 + "c* d** " * 500)
    assert draft.errors[0].message == "lists, quotations or emphasis are nested too deeply"
    assert made("Plain.")[0] == "<p>Plain.</p>"


@pytest.mark.parametrize("mark", ["- ", "1. ", "> - ", "- + * ", ">", ":   "])
def test_deep_nesting_is_refused_whatever_it_is_made_of(mark: str) -> None:
    html, draft = made("Term\n\n" + mark * 1_500 + "a")
    assert html == ""
    assert "too deeply" in draft.errors[0].message


SIGNS = [
    *'*_`\\[]()!<>&#|:-+="',
    *(
        "**",
        "&amp;",
        "  \n",
        "\n",
        "\n\n",
        "\n    ",
        "a",
        "b ",
        "1. ",
        "- ",
        "> ",
        ":   ",
        "|---|\n",
        "===",
        "[1]",
        "[a]: /b",
    ),
    *("<b>", "</b>", "[a](b)", "![c](d)", "[a][a]", "![a][a]", "<x@y.z>"),
]


@given(st.lists(st.sampled_from(SIGNS)).map("".join))
@settings(max_examples=500, database=None, derandomize=True)
def test_the_quicker_way_gives_what_markdown_gives(text: str) -> None:
    extensions: list[Any] = ["tables", "def_list", "sane_lists"]
    plain = markdown_package.Markdown(extensions=extensions)
    quick = markdown_package.Markdown(extensions=[*extensions, markup._FastExtension()])
    assert quick.convert(text) == plain.convert(text)


@pytest.mark.parametrize(
    ("row", "most"),
    [("a [b](/c) ", html_policy.MOST_BRACKETS), ("- a\n", html_policy.MOST_LINES - 1)],
    ids=["links", "lines"],
)
def test_a_paragraph_may_have_so_much_and_the_next_one_counts_anew(row: str, most: int) -> None:
    assert made(f"{row * most}\n\nBetween.\n\n{row * most}")[1].errors == []
    [fault] = made(f"Before.\n\n{row * (most + 1)}")[1].errors
    assert fault.message == "the paragraph, list or table is too long"


def test_a_needle_is_found_once_in_each_place_beginning_with_the_first_sign() -> None:
    draft = Conversion("xx\nx", 5)
    assert [draft.find_line("x") for _ in range(4)] == [5, 5, 6, 6]
    assert draft.find_line("y") == 5
