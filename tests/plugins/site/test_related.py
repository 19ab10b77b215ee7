from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta
from plugins.site.related import find_related


def meta(slug: str, topic: str = "recovery", tags: tuple[str, ...] = (), lang: str = "en") -> DocumentMeta:
    return DocumentMeta(
        path=f"articles/{slug}.md",
        slug=slug,
        title=slug,
        summary=slug,
        date=date(2026, 11, 1),
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


def likest(*metas: DocumentMeta, of: str, most: int = 3) -> list[str]:
    return [path[len("articles/") : -len(".md")] for path in find_related(metas, most)[f"articles/{of}.md"]]


def test_a_rare_tag_says_more_than_a_common_topic() -> None:
    metas = [meta("a", tags=("halo",)), meta("b"), meta("c"), meta("d", topic="laser", tags=("halo",))]
    assert likest(*metas, of="a") == ["d", "b", "c"]


def test_equals_stay_in_the_order_of_the_list() -> None:
    assert likest(meta("a"), meta("c"), meta("b"), of="a") == ["c", "b"]


def test_another_language_is_not_related() -> None:
    assert likest(meta("a"), meta("b", lang="es"), of="a") == []


def test_there_are_at_most_so_many() -> None:
    assert likest(*(meta(f"a{n}") for n in range(9)), of="a4", most=2) == ["a0", "a1"]


def test_an_article_is_not_related_to_itself_however_many_share_its_topic() -> None:
    metas = [meta(f"a{n}") for n in range(300)]
    assert likest(*metas, of="a299", most=1) == ["a0"]
