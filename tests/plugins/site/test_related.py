from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.cache.database import Cache
from plugins.documents.document import DocumentMeta
from plugins.site.related import find_related

Likest = Callable[..., list[str]]


def meta(
    slug: str, topic: str = "recovery", tags: tuple[str, ...] = (), lang: str = "en", day: int = 1
) -> DocumentMeta:
    return DocumentMeta(
        path=f"articles/{slug}.md",
        slug=slug,
        title=slug,
        summary=slug,
        date=date(2026, 11, day),
        modified=None,
        draft=False,
        lang=lang,
        translates="",
        redirect_from=(),
        ids=frozenset(),
        links=(),
        images=(),
        minutes=1,
        topic=topic,
        tags=tags,
    )


@pytest.fixture
def likest(cache: Cache) -> Callable[..., list[str]]:
    def find(*metas: DocumentMeta, of: str, most: int = 3) -> list[str]:
        return [path[len("articles/") : -len(".md")] for path in find_related(metas, most, cache)[f"articles/{of}.md"]]

    return find


def test_a_rare_tag_says_more_than_a_common_topic(likest: Likest) -> None:
    metas = [meta("a", tags=("halo",)), meta("b"), meta("c"), meta("d", topic="laser", tags=("halo",))]
    assert likest(*metas, of="a") == ["d", "b", "c"]


def test_equals_stay_in_the_order_of_the_list(likest: Likest) -> None:
    assert likest(meta("a"), meta("c"), meta("b"), of="a") == ["c", "b"]


def test_another_language_is_not_related(likest: Likest) -> None:
    assert likest(meta("a"), meta("b", lang="es"), of="a") == []


def test_there_are_at_most_so_many(likest: Likest) -> None:
    assert likest(*(meta(f"a{n}") for n in range(9)), of="a4", most=2) == ["a0", "a1"]


def test_an_article_is_not_related_to_itself_however_many_share_its_topic(likest: Likest) -> None:
    metas = [meta(f"a{n}") for n in range(300)]
    assert likest(*metas, of="a299", most=1) == ["a0"]


SITES = st.lists(
    st.builds(
        meta,
        st.sampled_from("abcdefgh"),
        topic=st.sampled_from(["laser", "news"]),
        tags=st.sets(st.sampled_from("xyz"), max_size=2).map(lambda tags: tuple(sorted(tags))),
        day=st.integers(1, 3),
    ),
    unique_by=lambda one: one.path,
)


OWN, SAME_TOPIC, SAME_TAG = meta("a", tags=("x",), day=3), meta("b"), meta("c", topic="laser", tags=("x",))


@settings(max_examples=20)  # each makes several databases
@example([[OWN, SAME_TOPIC, SAME_TAG], [OWN, SAME_TOPIC, SAME_TAG._replace(date=date(2026, 11, 2))]])
@given(st.lists(SITES, min_size=2, max_size=4))
def test_what_is_cached_of_another_site_changes_nothing(sites: list[list[DocumentMeta]]) -> None:
    with TemporaryDirectory() as folder, closing(Cache(Path(folder, "cache.db"))) as kept:
        for number, site in enumerate(sites):
            newest_first = sorted(site, key=lambda one: (-one.date.toordinal(), one.slug))
            with closing(Cache(Path(folder, f"{number}.db"))) as empty:
                assert find_related(newest_first, 3, kept) == find_related(newest_first, 3, empty)
