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

from pelicanconf import WORDS_A_MINUTE
from plugins.documents.content_hash import hash_words
from plugins.documents.conversion import Conversion, Heading, LinkUse, PictureUse
from plugins.documents.front_matter import ArticleFrontMatter, PageFrontMatter, Parts, ReviewRecord
from plugins.documents.markdown import (
    PAGE_IDS,
    PART_IDS,
    PART_PLACES,
    PICTURE_NAME,
    UNSPOKEN,
    convert_to_html,
    render_inline,
)
from plugins.documents.required_parts import find_missing_parts
from plugins.documents.source import SplitFile, split_front_matter
from plugins.schema.types import FrozenModel, find_past_days, parse_model
from plugins.schema.yaml_reader import Fault, Place, format_field_path, parse_yaml

LEAD = re.compile(r"<p>.*?</p>\n?", re.DOTALL)
PLACEHOLDER = "✎"  # what `make new` puts where an editor has to write
# The parts that stand before the text on the page, so that their citations come first.
FIRST_PARTS = ("key_points",)


class ListItem(NamedTuple):
    """A document as lists show it. `minutes` is the reading time."""

    slug: str
    lang: str
    title: str
    summary: str
    topic: str
    date: Day
    minutes: int


class DocumentMeta(NamedTuple):
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
    links: tuple[LinkUse, ...]
    images: tuple[PictureUse, ...]
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

    def make_list_item(self) -> ListItem:
        return ListItem(self.slug, self.lang, self.title, self.summary, self.topic, self.date, self.minutes)


@dataclass(frozen=True, slots=True)
class Document:
    """A content file's document. `lead` is the first paragraph and `body` the rest, as HTML.

    Links to other content files are as written. `cited` are the numbers of the references that the text cites.
    """

    card: DocumentMeta
    header: ArticleFrontMatter | PageFrontMatter
    lead: Markup
    body: Markup
    headings: tuple[Heading, ...]
    parts: Parts
    cited: tuple[int, ...]

    def find_citation_id(self, number: int) -> str:
        """Return the id of the first citation of reference `number`, or "" where nothing cites it."""
        return f"c_{number}" if number in self.cited else ""

    def hash_words(self) -> str:
        """Hash the words of the document."""
        return hash_words(self.header, self.lead + self.body, self.parts)

    def find_waiver_period(self) -> tuple[Day, Day]:
        """Return the first and the last day on which its waivers count.

        They count from a review until the next is due; without a review, for a year from the last change.
        """
        if self.card.reviewed and self.card.due:
            return self.card.reviewed, self.card.due
        since = self.header.modified or self.header.date
        return since, _add_months(since, 12)


def _add_months(day: Day, months: int) -> Day:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return Day(year, month, min(day.day, monthrange(year, month)[1]))


def make_document(path: str, data: bytes, names: Mapping[str, Any]) -> tuple[Document | None, list[Fault]]:
    """Make the document of a content file. Return None, and every fault, where there are any.

    `path` is relative to content/, `data` the bytes of the file, and `names` the context of `parse_model`.
    """
    source, faults = split_front_matter(data)
    if source is None:
        return None, faults
    reading = parse_yaml(source.header, 2)
    model = ArticleFrontMatter if path.startswith("articles/") else PageFrontMatter
    header, header_faults = parse_model(model, reading, names)
    references = getattr(header, "references", None)
    count = len(references) if references is not None else len(reading.values.get("references", ()))
    ids = PART_IDS if model is ArticleFrontMatter else PAGE_IDS
    conversion = Conversion(source.body, source.body_line, count, ids, frozenset(names.get("drawings", ())))
    # Rendered in the order of the page, so that the first citation of each reference there gets its id.
    first = _render_parts(header, FIRST_PARTS, conversion, reading.lines)
    html = convert_to_html(conversion)
    others = [name for name in Parts.model_fields if name not in FIRST_PARTS]
    parts = Parts.model_construct(**first, **_render_parts(header, others, conversion, reading.lines))
    if not source.body.strip():
        conversion.fault(source.body_line, "there is no text below the header", "write it there")
    faults += [*header_faults, *conversion.faults]
    if header:
        faults += _find_field_conflicts(header, reading.lines)
        faults += [
            *find_missing_parts(header, reading.lines, names.get("sellers", ())),
            *_find_placeholders(header, source),
        ]
    if header is None or faults:
        return None, faults
    lines = {format_field_path(place): line for place, line in reading.lines.items() if len(place) == 1}
    return _assemble_document(path, header, html, parts, conversion, lines), []


def _find_field_conflicts(header: ArticleFrontMatter | PageFrontMatter, lines: Mapping[Place, int]) -> Iterator[Fault]:
    """Find fields that are valid by themselves but contradict each other."""
    if header.modified and header.modified < header.date:
        yield Fault(lines[("modified",)], "modified", f"is before the date, {header.date}", "write the later day")
    image, alt = getattr(header, "image", None), getattr(header, "image_alt", None)
    if image and not alt:
        yield Fault(lines[("image",)], "image_alt", "is missing", "write what the picture shows")
    elif alt and PICTURE_NAME.fullmatch(alt):
        yield Fault(lines[("image_alt",)], "image_alt", f"{alt!r} is a file's name", "write what the picture shows")
    for number, waiver in enumerate(getattr(header, "claims", ())):
        if waiver.reference > len(getattr(header, "references", ())):
            place = ("claims", number, "reference")
            what = f"there is no reference {waiver.reference}"
            yield Fault(lines[place], format_field_path(place), what, "add it under references, or mend the number")


def _find_placeholders(header: PageFrontMatter, source: SplitFile) -> Iterator[Fault]:
    """Find the placeholders of `make new` that are left in a text that is not a draft."""
    if header.status == "draft" or PLACEHOLDER not in source.header + source.body:
        return
    for first, text in ((2, source.header), (source.body_line, source.body)):
        for number, line in enumerate(text.split("\n"), first):
            if PLACEHOLDER in line:
                what = f"{PLACEHOLDER} marks what is not written yet"
                yield Fault(number, "", what, "write it, or delete the line; a draft may keep it")


def _render_parts(header: Any, names: Any, conversion: Conversion, lines: Mapping[Place, int]) -> dict[str, Any]:
    return {
        name: _render_value(getattr(header, name), conversion, lines, (name,))
        for name in names
        if hasattr(header, name)
    }


def _render_value(value: Any, conversion: Conversion, lines: Mapping[Place, int], place: Place) -> Any:
    """Render every text in a part as HTML. The shape of the part is unchanged."""
    if isinstance(value, str):
        return render_inline(value, conversion, lines.get(place, 1))
    if isinstance(value, tuple):
        return tuple(_render_value(item, conversion, lines, (*place, n)) for n, item in enumerate(value))
    if isinstance(value, FrozenModel):
        inner = {
            name: _render_value(getattr(value, name), conversion, lines, (*place, name))
            for name in type(value).model_fields
        }
        return value.model_construct(**inner)
    return value


def _assemble_document(
    path: str,
    header: ArticleFrontMatter | PageFrontMatter,
    html: str,
    parts: Parts,
    conversion: Conversion,
    lines: Mapping[str, int],
) -> Document:
    """Put the document together from its front matter and its rendered text. `lines` has the line of each field."""
    lead = LEAD.match(html)
    cut = lead.end() if lead else 0
    card = DocumentMeta(
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
        ids=frozenset({"main", *(heading.id for heading in conversion.headings), *_find_part_ids(header)}),
        links=tuple(conversion.links),
        images=tuple(conversion.images),
        lines=lines,
        latest=max((day for _, day in find_past_days(header)), default=None),
        headings=(
            *(heading.text for heading in conversion.headings),
            *(one.question for one in getattr(header, "faq", ())),
        ),
        minutes=max(1, ceil(len(_split_words(html, parts)) / WORDS_A_MINUTE)),
        **_collect_article_fields(header, html, parts, conversion) if isinstance(header, ArticleFrontMatter) else {},
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


def _find_part_ids(header: ArticleFrontMatter | PageFrontMatter) -> Iterator[str]:
    """Yield the ids that the parts of the front matter have on the page."""
    for name, place in PART_PLACES.items():
        if getattr(header, name, None):
            yield place


def _collect_article_fields(
    header: ArticleFrontMatter, html: str, parts: Parts, conversion: Conversion
) -> dict[str, Any]:
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
        **(
            _collect_review_fields(header.review, hash_words(header, html, parts))
            if isinstance(header.review, ReviewRecord)
            else {}
        ),
    }


def _collect_review_fields(review: ReviewRecord, words: str) -> dict[str, Any]:
    """Collect the metadata of a review. `words` is the hash of the article's words today."""
    return {
        "reviewed": review.on,
        "due": _add_months(review.on, review.every),
        "reviewer": review.by,
        "since_review": ("same" if review.text == words else "changed") if review.text else "unknown",
    }


def _split_words(html: str, parts: Parts) -> list[str]:
    """List the words of the text and of its parts that a visitor reads, without citations and tags."""
    return UNSPOKEN.sub(" ", " ".join([html, *_collect_texts(parts)])).split()


def _collect_texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, FrozenModel):
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    return [text for item in value for text in _collect_texts(item)] if isinstance(value, tuple) else []
