"""A document: the result of one content file, and of nothing else.

Its inputs are the file's path and bytes, and the names that front matter may use. The same inputs give the same
document on any day: the site decides whether it is published.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day
from math import ceil
from typing import Any, NamedTuple

from markupsafe import Markup

from plugins.documents.content_hash import wording
from plugins.documents.draft import Draft, Heading, Shown, Use
from plugins.documents.front_matter import ArticleHeader, PageHeader, Parts, Reviewed
from plugins.documents.markdown import FILE_NAME, PAGE_IDS, PART_IDS, PART_PLACES, UNSPOKEN, inline, to_html
from plugins.documents.required import missing
from plugins.documents.source import Source, split
from plugins.schema.types import Group, past_days, typed
from plugins.schema.yaml_reader import Fault, Place, place_name, read

WORDS_A_MINUTE = 200  # a careful reader of unfamiliar matter
LEAD = re.compile(r"<p>.*?</p>\n?", re.DOTALL)
UNWRITTEN = "✎"  # what `make new` puts where an editor has to write
# The parts that stand before the text on the page, so that their citations come first.
FIRST_PARTS = ("key_points",)


class Face(NamedTuple):
    """A document as lists show it. `minutes` is the reading time."""

    slug: str
    lang: str
    title: str
    summary: str
    topic: str
    date: Day
    minutes: int


class Card(NamedTuple):
    """What other documents and the site may know of a document.

    `path` is relative to content/, `slug` the last part of its URL. `ids` are the anchors of its page, `headings` the
    texts of its headings and common questions, `uncited` the numbers of references that nothing cites, `latest` is the
    last past day in its front matter, and `lines` has the line of each top-level field. Of a reviewed article, `due` is
    the day by which it is to be reviewed again, and `since_review` says whether its words are the `same` since then,
    `changed`, or `unknown`, where the review has no hash of them.
    """

    path: str
    slug: str
    title: str
    summary: str
    date: Day
    modified: Day | None
    draft: bool
    lang: str
    translates: str
    redirect_from: tuple[str, ...]
    ids: frozenset[str]
    links: tuple[Use, ...]
    images: tuple[Shown, ...]
    minutes: int
    headings: tuple[str, ...] = ()
    topic: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    kind: str = ""
    image: str = ""
    image_alt: str = ""
    reviewed: Day | None = None
    due: Day | None = None
    reviewer: str = ""
    since_review: str = ""
    uncited: tuple[int, ...] = ()
    latest: Day | None = None
    lines: Mapping[str, int] = {}

    def face(self) -> Face:
        return Face(self.slug, self.lang, self.title, self.summary, self.topic, self.date, self.minutes)


@dataclass(frozen=True, slots=True)
class Document:
    """A content file's document. `lead` is the first paragraph and `body` the rest, as HTML.

    Links to other content files are as written. `cited` are the numbers of the references that the text cites.
    """

    card: Card
    header: ArticleHeader | PageHeader
    lead: Markup
    body: Markup
    headings: tuple[Heading, ...]
    parts: Parts
    cited: tuple[int, ...]

    def cited_at(self, number: int) -> str:
        """Return the id of the first citation of reference `number`, or "" where nothing cites it."""
        return f"c_{number}" if number in self.cited else ""

    def wording(self) -> str:
        """Hash the words of the document."""
        return wording(self.header, self.lead + self.body, self.parts)

    def waived(self) -> tuple[Day, Day]:
        """Return the first and the last day on which its waivers count.

        They count from a review until the next is due; without a review, for a year from the last change.
        """
        if self.card.reviewed and self.card.due:
            return self.card.reviewed, self.card.due
        since = self.header.modified or self.header.date
        return since, _months_after(since, 12)


def _months_after(day: Day, months: int) -> Day:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return Day(year, month, min(day.day, monthrange(year, month)[1]))


def make(path: str, data: bytes, names: Mapping[str, Any]) -> tuple[Document | None, list[Fault]]:
    """Make the document of a content file. Return None, and every fault, where there are any.

    `path` is relative to content/, `data` the bytes of the file, and `names` the context of `parse_model`.
    """
    source, faults = split(data)
    if source is None:
        return None, faults
    reading = read(source.header, 2)
    model = ArticleHeader if path.startswith("articles/") else PageHeader
    header, header_faults = typed(model, reading, names)
    references = getattr(header, "references", None)
    count = len(references) if references is not None else len(reading.values.get("references", ()))
    ids = PART_IDS if model is ArticleHeader else PAGE_IDS
    conversion = Draft(source.body, source.body_line, count, ids, frozenset(names.get("drawings", ())))
    # Rendered in the order of the page, so that the first citation of each reference there gets its id.
    first = _marked_parts(header, FIRST_PARTS, conversion, reading.lines)
    html = to_html(conversion)
    others = [name for name in Parts.model_fields if name not in FIRST_PARTS]
    parts = Parts.model_construct(**first, **_marked_parts(header, others, conversion, reading.lines))
    if not source.body.strip():
        conversion.fault(source.body_line, "there is no text below the header", "write it there")
    faults += [*header_faults, *conversion.faults]
    if header:
        faults += _faults_between_fields(header, reading.lines)
        faults += [*missing(header, reading.lines, names.get("sellers", ())), *_unwritten(header, source)]
    if header is None or faults:
        return None, faults
    lines = {place_name(place): line for place, line in reading.lines.items() if len(place) == 1}
    return _document(path, header, html, parts, conversion, lines), []


def _faults_between_fields(header: ArticleHeader | PageHeader, lines: Mapping[Place, int]) -> Iterator[Fault]:
    """Find fields that are valid by themselves but contradict each other."""
    if header.modified and header.modified < header.date:
        yield Fault(lines[("modified",)], "modified", f"is before the date, {header.date}", "write the later day")
    image, alt = getattr(header, "image", None), getattr(header, "image_alt", None)
    if image and not alt:
        yield Fault(lines[("image",)], "image_alt", "is missing", "write what the picture shows")
    elif alt and FILE_NAME.fullmatch(alt):
        yield Fault(lines[("image_alt",)], "image_alt", f"{alt!r} is a file's name", "write what the picture shows")
    for number, waiver in enumerate(getattr(header, "claims", ())):
        if waiver.reference > len(getattr(header, "references", ())):
            place = ("claims", number, "reference")
            what = f"there is no reference {waiver.reference}"
            yield Fault(lines[place], place_name(place), what, "add it under references, or mend the number")


def _unwritten(header: PageHeader, source: Source) -> Iterator[Fault]:
    """Find the placeholders of `make new` that are left in a text that is not a draft."""
    if header.status == "draft" or UNWRITTEN not in source.header + source.body:
        return
    for first, text in ((2, source.header), (source.body_line, source.body)):
        for number, line in enumerate(text.split("\n"), first):
            if UNWRITTEN in line:
                what = f"{UNWRITTEN} marks what is not written yet"
                yield Fault(number, "", what, "write it, or delete the line; a draft may keep it")


def _marked_parts(header: Any, names: Any, conversion: Draft, lines: Mapping[Place, int]) -> dict[str, Any]:
    return {name: _marked(getattr(header, name), conversion, lines, (name,)) for name in names if hasattr(header, name)}


def _marked(value: Any, conversion: Draft, lines: Mapping[Place, int], place: Place) -> Any:
    """Render every text in a part as HTML. The shape of the part is unchanged."""
    if isinstance(value, str):
        return inline(value, conversion, lines.get(place, 1))
    if isinstance(value, tuple):
        return tuple(_marked(item, conversion, lines, (*place, n)) for n, item in enumerate(value))
    if isinstance(value, Group):
        inner = {
            name: _marked(getattr(value, name), conversion, lines, (*place, name)) for name in type(value).model_fields
        }
        return value.model_construct(**inner)
    return value


def _document(
    path: str, header: ArticleHeader | PageHeader, html: str, parts: Parts, conversion: Draft, lines: Mapping[str, int]
) -> Document:
    """Put the document together from its front matter and its rendered text. `lines` has the line of each field."""
    lead = LEAD.match(html)
    cut = lead.end() if lead else 0
    card = Card(
        path=path,
        slug=path.rpartition("/")[2].removesuffix(".md"),
        title=header.title,
        summary=header.summary,
        date=header.date,
        modified=header.modified,
        draft=header.status == "draft",
        lang=header.lang,
        translates=header.translates or "",
        redirect_from=header.redirect_from,
        ids=frozenset({"main", *(heading.id for heading in conversion.headings), *_part_ids(header)}),
        links=tuple(conversion.links),
        images=tuple(conversion.images),
        lines=lines,
        latest=max((day for _, day in past_days(header)), default=None),
        headings=(
            *(heading.text for heading in conversion.headings),
            *(one.question for one in getattr(header, "faq", ())),
        ),
        minutes=max(1, ceil(len(_words(html, parts)) / WORDS_A_MINUTE)),
        **_article_facts(header, html, parts, conversion) if isinstance(header, ArticleHeader) else {},
    )
    return Document(
        card,
        header,
        Markup(html[:cut]),
        Markup(html[cut:]),
        tuple(conversion.headings),
        parts,
        tuple(sorted(conversion.cited)),
    )


def _part_ids(header: ArticleHeader | PageHeader) -> Iterator[str]:
    """Yield the ids that the parts of the front matter have on the page."""
    for name, place in PART_PLACES.items():
        if getattr(header, name, None):
            yield place


def _article_facts(header: ArticleHeader, html: str, parts: Parts, conversion: Draft) -> dict[str, Any]:
    """Collect the metadata that only articles have."""
    cited = conversion.cited.union(waiver.reference for waiver in header.claims)
    return {
        "topic": header.category,
        "tags": tuple(dict.fromkeys(header.tags)),
        "author": header.author or "",
        "kind": header.kind,
        "image": header.image or "",
        "image_alt": header.image_alt or "",
        "uncited": tuple(number for number in range(1, conversion.references + 1) if number not in cited),
        **(_review_facts(header.review, wording(header, html, parts)) if isinstance(header.review, Reviewed) else {}),
    }


def _review_facts(review: Reviewed, words: str) -> dict[str, Any]:
    """Collect the metadata of a review. `words` is the hash of the article's words today."""
    return {
        "reviewed": review.on,
        "due": _months_after(review.on, review.every),
        "reviewer": review.by,
        "since_review": ("same" if review.text == words else "changed") if review.text else "unknown",
    }


def _words(html: str, parts: Parts) -> list[str]:
    """List the words of the text and of its parts that a visitor reads, without citations and tags."""
    return UNSPOKEN.sub(" ", " ".join([html, *_strings(parts)])).split()


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Group):
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    return [text for item in value for text in _strings(item)] if isinstance(value, tuple) else []
