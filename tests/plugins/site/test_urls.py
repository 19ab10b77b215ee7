from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pelicanconf
from plugins.documents.document import DocumentMeta
from plugins.site.urls import UrlScheme, find_collisions, find_translation_errors, normalize_url
from tests.small import strip_rule_ids

SCHEME = UrlScheme.parse(vars(pelicanconf))


def meta(slug: str, **facts: Any) -> DocumentMeta:
    plain = {
        "path": f"articles/{slug}.md",
        "slug": slug,
        "title": slug,
        "summary": f"About {slug}.",
        "date": date(2026, 1, 2),
        "modified": None,
        "draft": False,
        "lang": "en",
        "translates": "",
        "redirect_from": (),
        "ids": frozenset(),
        "links": (),
        "images": (),
        "minutes": 1,
    }
    return DocumentMeta(**{**plain, **facts})


def list_collisions(*metas: DocumentMeta) -> list[str]:
    return [strip_rule_ids(str(one)) for one in find_collisions(metas, SCHEME, "content")]


def test_an_address_is_the_slug_and_another_languages_stands_below_its_name() -> None:
    assert SCHEME.make_document_url(meta("halo")) == "halo/"
    assert SCHEME.make_document_url(meta("halo", lang="es")) == "es/halo/"
    assert (SCHEME.make_topic_url("care", "es"), SCHEME.make_tag_url("After Care", "en")) == (
        "es/topic/care/",
        "tag/after-care/",
    )


def test_one_slug_in_two_languages_is_two_addresses() -> None:
    assert (
        list_collisions(
            meta("halo"), meta("halo", path="articles/es/halo.md", lang="es", title="Halo", summary="De halo.")
        )
        == []
    )


def test_one_title_in_two_languages_is_fine() -> None:
    assert list_collisions(meta("halo"), meta("laser", lang="es", title="halo", summary="About halo.")) == []


@pytest.mark.parametrize("old", ["/old/", "/old", "/Old", "/old.html", "/haloindex.html", "/2019/05/halo/", "/es/old/"])
def test_an_old_address_may_be_any_that_is_free(old: str) -> None:
    assert list_collisions(meta("halo", redirect_from=(old,)), meta("uno", lang="es")) == []


@pytest.mark.parametrize("old", ["/halo/", "/halo", "/halo/index.html", "/Halo/", "/HALO", "/halo/INDEX.HTML"])
def test_an_old_address_is_not_the_new_one(old: str) -> None:
    assert list_collisions(meta("halo", redirect_from=(old,))) == [
        f"content/articles/halo.md: redirect_from: {old} is the address of 'halo' already; take it out"
    ]


def test_an_old_address_leads_to_one_place() -> None:
    assert list_collisions(
        meta("a", redirect_from=("/old/",)), meta("b", redirect_from=("/old",), lines={"redirect_from": 7})
    ) == ["content/articles/b.md:7: redirect_from: /old is the address of 'a' already; take it out"]


@pytest.mark.parametrize("again", ["/old/", "/old", "/Old/", "/old/index.html"])
def test_an_old_address_is_given_once(again: str) -> None:
    assert list_collisions(meta("halo", redirect_from=("/older/", "/old/", again))) == [
        f"content/articles/halo.md: redirect_from: {again} is given twice; take it out"
    ]


OLD = ("/a", "/a/", "/A/index.html", "/b/", "/es/a", "/c", "/C/", "/c.html")


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(("en", "es")), st.sets(st.sampled_from(OLD))), max_size=4
    )
)
def test_what_is_accepted_leads_on_once_and_to_an_article(texts: list[tuple[str, str, set[str]]]) -> None:
    """So there is no loop and no chain, and no address that leads to two places."""
    metas = [
        meta(slug, lang=lang, redirect_from=tuple(sorted(old)), title=f"{n}", summary=f"{n}")
        for n, (slug, lang, old) in enumerate(texts)
    ]
    places = [normalize_url(SCHEME.make_document_url(one)) for one in metas]
    places += [normalize_url(old) for one in metas for old in one.redirect_from]
    assert (list_collisions(*metas) == []) == (len(set(places)) == len(places))


@pytest.mark.parametrize(
    "old",
    [
        *("/feed.xml", "/sitemap.xml", "/404.html", "/topic/x/", "/Topic/x/", "/index.html", "/images/a.jpg"),
        *("/es/", "/es/index.html", "/es/feed.xml", "/es/topic/x/", "/icon-192.png", "/apple-touch-icon.png"),
        *("/site.webmanifest", "/CNAME", "/cards/x.png"),
    ],
)
def test_an_old_address_is_none_of_the_sites_own(old: str) -> None:
    assert list_collisions(meta("halo", redirect_from=(old,)), meta("uno", lang="es")) == [
        f"content/articles/halo.md: redirect_from: {old} is an address of the site itself; take it out"
    ]


def test_a_translation_names_a_text_in_another_language() -> None:
    spanish = meta("halo-es", lang="es", translates="halo")
    assert list(find_translation_errors([meta("halo"), spanish], (), "content")) == []
    assert len(list(find_translation_errors([meta("halo", lang="es"), spanish], (), "content"))) == 1


def test_a_translation_of_a_text_that_cannot_be_read_is_no_mistake() -> None:
    spanish = meta("halo-es", lang="es", translates="halo")
    assert list(find_translation_errors([spanish], ["content/articles/halo.md"], "content")) == []


def test_a_text_is_translated_into_a_language_once() -> None:
    translations = [meta(slug, lang="es", translates="halo") for slug in ("uno", "dos")]
    assert [
        strip_rule_ids(str(one)) for one in find_translation_errors([meta("halo"), *translations], (), "content")
    ] == [
        "content/articles/dos.md: translates: halo is translated into this language already, by "
        "content/articles/uno.md; keep one of them"
    ]
