from __future__ import annotations

from datetime import date

import pytest

from plugins.documents.conversion import LinkUse
from plugins.documents.document import DocumentMeta
from plugins.site.links import LinkTargets, find_list_urls, replace_urls, resolve_links
from plugins.site.schedule import find_hidden_reason
from plugins.site.translations import group_translations
from tests.plugins.site.test_urls import SCHEME, meta

HALO = meta("halo", path="articles/laser/halo.md", topic="care", tags=("after care",), ids=frozenset({"main", "risks"}))
ABOUT = meta("about", path="pages/about.md")
DRAFT = meta("draft", draft=True)
FUTURE = meta("future", date=date(2026, 7, 1))
CHAT = meta("chat", path="pages/chat.md", ids=frozenset({"who-runs-it"}))
SPANISH = meta("halo-es", path="articles/halo-es.md", lang="es", translates="halo")
ACERCA = meta("acerca", path="pages/acerca.md", lang="es", translates="about")
CARDS = (HALO, ABOUT, DRAFT, FUTURE, CHAT, SPANISH, ACERCA)
TARGETS = LinkTargets(
    "content",
    "/blog/",
    "https://clinic.example/blog/",
    {one.path: find_hidden_reason(one, date(2026, 6, 1), has_chat=False) for one in CARDS},
    SCHEME,
    {one.path: one for one in CARDS},
    {SCHEME.make_document_url(one): one for one in CARDS},
    set(find_list_urls([HALO, ABOUT], SCHEME, "clinic")),
    {"consent.pdf"},
    {"content/articles/wrong.md"},
    group_translations([HALO, ABOUT, SPANISH, ACERCA]),
)


def resolved(target: str, source: DocumentMeta = HALO) -> tuple[str | None, list[str]]:
    found, problems = resolve_links(
        meta(
            source.slug,
            path=source.path,
            lang=source.lang,
            translates=source.translates,
            draft=source.draft,
            date=source.date,
            ids=source.ids,
            links=(LinkUse(target, 3),),
        ),
        TARGETS,
    )
    return found.get(target), [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("{filename}/pages/about.md", "/blog/about/"),
        ("../../pages/about.md", "/blog/about/"),
        ("{filename}../../pages/about.md", "/blog/about/"),
        ("halo.md#risks", "/blog/halo/#risks"),
        ("{filename}/articles/laser/halo.md#risks", "/blog/halo/#risks"),
        ("/about/", "/blog/about/"),
        ("/about", "/blog/about/"),
        ("/halo/#risks", "/blog/halo/#risks"),
        ("/", "/blog/"),
        ("/topic/care/", "/blog/topic/care/"),
        ("/tag/after-care/", "/blog/tag/after-care/"),
        ("/author/clinic/", "/blog/author/clinic/"),
        ("/archive/", "/blog/archive/"),
        ("/archive/2026/", "/blog/archive/2026/"),
        ("/feed.xml", "/blog/feed.xml"),
        ("/topic/care/feed.xml", "/blog/topic/care/feed.xml"),
        ("#risks", "#risks"),
        ("#main", "#main"),
        ("files/consent.pdf", "/blog/files/consent.pdf"),
        ("{filename}/files/consent.pdf#page=2", "/blog/files/consent.pdf#page=2"),
        ("../../files/consent.pdf", "/blog/files/consent.pdf"),
        ("https://clinic.example/blog/halo/#risks", "/blog/halo/#risks"),
    ],
)
def test_a_link_leads_to_its_address(target: str, href: str) -> None:
    assert resolved(target) == (href, [])


@pytest.mark.parametrize("target", ["https://x.example/a", "HTTPS://x.example", "mailto:a@x.example", "tel:911"])
def test_links_to_others_stay_as_they_are(target: str) -> None:
    assert resolved(target) == (None, [])


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("www.fda.gov", "https://www.fda.gov"),
        ("www.society.example/a?b", "https://www.society.example/a?b"),
        ("fda.gov/a", "https://fda.gov/a"),
        ("me@x.org", "mailto:me@x.org"),
    ],
)
def test_the_address_of_another_site_is_told_whole(target: str, meant: str) -> None:
    _, [error] = resolve_links(HALO._replace(links=(LinkUse(target, 3),)), TARGETS)
    assert (error.message, error.hint) == (f"the link {target} leads nowhere", f"did you mean {meant}?")


def test_a_link_to_a_page_of_ours_that_is_not_there_is_told_by_its_whole_address_too() -> None:
    assert resolved("https://clinic.example/blog/gone/") == ("", ["the link /gone/ leads nowhere"])


def test_a_file_with_problems_of_its_own_is_not_told_twice() -> None:
    assert resolved("{filename}/articles/wrong.md") == ("", [])


@pytest.mark.parametrize(
    "target", ["/archive/2025/", "/author/other/", "/topic/", "about.md", "/pages/about.md", "//x"]
)
def test_what_is_not_there_is_told(target: str) -> None:
    assert resolved(target)[1] == [f"the link {target} leads nowhere"]


@pytest.mark.parametrize("source", [DRAFT, FUTURE])
def test_what_visitors_do_not_see_may_link_to_what_they_do_not_see(source: DocumentMeta) -> None:
    assert resolved("draft.md", source) == ("/blog/draft/", [])
    assert resolved("future.md", source) == ("/blog/future/", [])


@pytest.mark.parametrize("target", ["../../pages/chat.md", "/chat/#who-runs-it"])
def test_a_link_to_a_chat_that_is_not_there_is_told(target: str) -> None:
    assert resolved(target) == ("", [f"the link {target} leads to 'chat', and there is no chat"])


@pytest.mark.parametrize("target", ["{filename}/pages/about.md", "/about/"])
def test_a_link_to_another_language_is_noted_where_there_is_a_translation(target: str) -> None:
    _, notes = resolve_links(SPANISH._replace(links=(LinkUse(target, 3),)), TARGETS)
    assert [str(note) for note in notes] == [
        f"content/articles/halo-es.md:3: the link {target} leads to another language, and there is a translation into "
        "that of this text (es); write {filename}/pages/acerca.md [link-translated]"
    ]


@pytest.mark.parametrize(
    ("target", "source", "href"),
    [
        ("laser/halo.md", SPANISH, "/blog/halo/"),  # the original of the text itself
        ("halo-es.md", SPANISH, "/blog/es/halo-es/"),
        ("{filename}/pages/acerca.md", SPANISH, "/blog/es/acerca/"),
        ("{filename}/articles/halo-es.md", HALO, "/blog/es/halo-es/"),
    ],
)
def test_other_links_to_another_language_are_let_be(target: str, source: DocumentMeta, href: str) -> None:
    assert resolved(target, source) == (href, [])


def test_addresses_are_put_in_place_and_escaped() -> None:
    html = '<a href="a.md">a</a> <a href="x&amp;y">b</a> <a href="https://x.example">c</a> <img src="a.md">'
    assert replace_urls(html, "href", {"a.md": '/a/"', "x&y": "/x&y/"}) == (
        '<a href="/a/&quot;">a</a> <a href="/x&amp;y/">b</a> <a href="https://x.example">c</a> <img src="a.md">'
    )
