"""The people of the clinic as templates see them, in one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape

from markupsafe import Markup

from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import PersonFrontMatter
from plugins.documents.scan import PEOPLE
from plugins.media.images.element import render_picture
from plugins.media.images.picture import Picture
from plugins.pages import context as values
from plugins.schema.interface_words import Words
from plugins.site.urls import UrlScheme

THUMBNAIL = "5.5rem"  # how wide a portrait is shown in a list
PORTRAIT = "14rem"  # and on the page of its person

Pictures = Mapping[str, Picture]  # by their names as written


def make_people(
    metas: Iterable[DocumentMeta],
    pictures: Mapping[str, Pictures],
    clinic: Clinic,
    scheme: UrlScheme,
    words: Words,
    lang: str,
) -> dict[str, values.Person]:
    """Make the values of all people, by each name that front matter may use, in the order of lists.

    `metas` are those of the people who are shown; `pictures` has the pictures of each text by its path. A person is
    described in `lang` where that is written, else as in the original.
    """
    versions: dict[str, list[DocumentMeta]] = defaultdict(list)
    for meta in sorted(metas, key=lambda meta: (bool(meta.translates), meta.date, meta.slug)):
        versions[meta.original].append(meta)
    people = {}
    for group in versions.values():
        best = max(group, key=lambda meta: meta.lang == lang)
        person = _make_person(best, pictures[best.path], clinic, scheme, words, lang)
        people.update({meta.slug.removeprefix(f"{PEOPLE}/"): person for meta in group})
    return people


def _make_person(
    meta: DocumentMeta, pictures: Pictures, clinic: Clinic, scheme: UrlScheme, words: Words, lang: str
) -> values.Person:
    assert meta.person
    url = scheme.make_document_url(meta)
    return values.Person(
        name=meta.title,
        href=clinic.base + url,
        url=clinic.url + url,
        lang="" if meta.lang == lang else meta.lang,
        role=meta.person.role,
        degree=meta.person.degree or "",
        credentials=format_credentials(meta.person, words),
        licenses=tuple(
            values.License(one.type, one.number, one.state, one.verify or "") for one in meta.person.licenses
        ),
        boards=tuple(values.Link(one.name, one.verify) for one in meta.person.boards),
        languages=", ".join(meta.person.languages),
        interests=meta.person.interests or "",
        thumbnail=render_portrait(meta, pictures, clinic.base, THUMBNAIL),
    )


def format_credentials(person: PersonFrontMatter, words: Words) -> str:
    """Format the degree and the boards, each by its whole name, in one line."""
    certified = (words["people"]["certified"].format(board=board.name) for board in person.boards)
    return ", ".join(filter(None, (person.degree, *certified)))


def render_portrait(meta: DocumentMeta, pictures: Pictures, base: str, size: str) -> Markup:
    """Render a portrait that is shown in this size; a small one, beside the name, says nothing to those who listen."""
    if not (picture := pictures.get(meta.image)):
        return Markup()
    alt = "" if size == THUMBNAIL else escape(meta.title)
    return Markup(render_picture(picture, alt, f"{base}images/", size == PORTRAIT, size, "portrait"))
