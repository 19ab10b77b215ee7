"""A document: the result of one content file, and of nothing else.

Its inputs are the file's path and bytes, and the names that front matter may use. The same inputs give the same
document on any day: the site decides whether it is published.
"""

from __future__ import annotations

import posixpath
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day
from html import unescape
from math import ceil
from typing import Any, NamedTuple

from markupsafe import Markup

from pelicanconf import WORDS_A_MINUTE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.content_hash import hash_words
from plugins.documents.conversion import Conversion, Heading, LinkUse, PictureUse
from plugins.documents.front_matter import (
    ArticleFrontMatter,
    PageFrontMatter,
    Parts,
    PersonFrontMatter,
    ReviewRecord,
)
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
from plugins.documents.scan import PEOPLE, find_slug, is_person
from plugins.documents.source import SplitFile, read_without_header, split_front_matter
from plugins.documents.tokens import TextWords
from plugins.schema.languages import strip_marks
from plugins.schema.types import FrozenModel, find_past_days, parse_model, salvage_model
from plugins.schema.yaml_reader import Place, format_field_path, parse_yaml

# By the folder of the file.
MODELS: Mapping[str, type[PageFrontMatter]] = {
    "articles": ArticleFrontMatter,
    "pages": PageFrontMatter,
    PEOPLE: PersonFrontMatter,
}
# With an area code, in one of the ways in which people write it; of a link, whatever it dials. The first test is quick.
TELEPHONE = re.compile(
    r"(?=[(+\d])"
    r"(?:(?<![\w+.,/-])(?:\+?\d{1,3}[ .-]|\+\d{1,3})?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])|(?<=tel:)\+?[\d.-]{7,})"
)
LEAD = re.compile(r"<p>.*?</p>\n?", re.DOTALL)
FRONT_MATTER_LINE = 2  # the line of a file on which it starts: the first is ---
LineNumbers = Mapping[Place, int]  # the line in the file of each place in the front matter
PLACEHOLDER = "✎"  # what `make new` puts where an editor has to write
# Fields without which it cannot be told what others lack, or whether they contradict each other.
DECIDING = {"date", "kind", "references", "status", "translates"}
# The parts that stand before the text on the page, so that their citations come first.
FIRST_PARTS = ("key_points", "for_whom")


class ListItem(NamedTuple):
    """A document as lists show it. `original` is the slug of what it translates, or its own; `minutes` to read it."""

    slug: str
    original: str
    lang: str
    title: str
    summary: str
    topic: str
    date: Day
    minutes: int


class DocumentMeta(NamedTuple):
    """What other documents and the site may know of a document.

    `path` is relative to content/, `slug` the last part of its URL, after people/ where it is a person's. `ids` are the
    anchors of its page, `headings` the texts of its headings and common questions, `uncited` the numbers of references
    that nothing cites, `ask` is what only the clinic knows, `latest_past_day` the last day in its front matter on which
    something happened, and `lines` has the line of each top-level field. `due` is the day by which an article is to be
    reviewed: again or, without `reviewed`, for the first time. Of a reviewed article, `since_review` says whether its
    words are the `same` since then, `changed`, or `unknown`, where the review has no hash of them. `person` is the
    front matter of somebody's page, and `translation_pending` says that nobody who speaks the language has checked the
    translation. `unfit` are the fields that are missing or have errors: those that a page needs have stand-ins.
    `telephones` are the numbers in the file, as written.
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
    ask: tuple[str, ...] = ()
    latest_past_day: Day | None = None
    lines: Mapping[str, int] = {}
    person: PersonFrontMatter | None = None
    has_handout: bool = False
    translation_pending: bool = False
    unfit: frozenset[str] = frozenset()
    telephones: tuple[LinkUse, ...] = ()

    @property
    def original(self) -> str:
        """The slug of the text that it translates, or its own."""
        return self.translates or self.slug

    @property
    def may_need_review(self) -> bool:
        """Whether a clinician is to review it: an article, but for news, which need not be reviewed."""
        return bool(self.kind) and (self.kind != "news" or self.reviewed is not None)

    def make_list_item(self) -> ListItem:
        return ListItem(
            self.slug, self.original, self.lang, self.title, self.summary, self.topic, self.date, self.minutes
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A content file's document. `lead` is the first paragraph and `body` the rest, as HTML.

    Links to other content files are as written. `cited` are the numbers of the references that the text cites. `words`
    are those of the text and the parts.
    """

    meta: DocumentMeta
    header: ArticleFrontMatter | PageFrontMatter
    lead: Markup
    body: Markup
    headings: tuple[Heading, ...]
    parts: Parts
    cited: tuple[int, ...]
    words: TextWords

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
        if self.meta.reviewed and self.meta.due:
            return self.meta.reviewed, self.meta.due
        since = self.meta.modified or self.meta.date
        return since, _add_months(since, 12)


def _add_months(day: Day, months: int) -> Day:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return Day(year, month, min(day.day, monthrange(year, month)[1]))


class _ParsedHeader(NamedTuple):
    """The front matter of a file, as far as it can be read; `header` is None where that is not enough for a page.

    `unfit` are the fields that are missing or have errors, and `lines` has the line of each place. `references` is how
    many references it lists, with errors or without: the text may cite as many.
    """

    header: ArticleFrontMatter | PageFrontMatter | None
    errors: list[Diagnostic]
    unfit: frozenset[str]
    lines: LineNumbers
    references: int


class _RenderedTexts(NamedTuple):
    """All texts of a file as HTML: `html` is its Markdown text, `parts` those of its front matter.

    `conversion` has what was found in both: headings, links, pictures, citations and errors. `spoken` is both as a
    visitor reads them.
    """

    html: str
    parts: Parts
    conversion: Conversion
    spoken: str


def make_document(path: str, data: bytes, names: Mapping[str, Any]) -> tuple[Document | None, list[Diagnostic]]:
    """Make the document of a content file, and find every error in it.

    Where there are any, the document is what can be read of it; None where that is not enough for a page. `path` is
    relative to content/. `names` are those that front matter may use, by kind: topics, authors and so on.
    """
    source, errors = split_front_matter(data)
    if source is None:
        whole = read_without_header(data)
        return (_read_document(path, whole, names)[0] if whole else None), errors
    document, more_errors = _read_document(path, source, names)
    return document, errors + more_errors


def _read_document(path: str, source: SplitFile, names: Mapping[str, Any]) -> tuple[Document | None, list[Diagnostic]]:
    """Read the parts of a content file: all errors of both are found at once."""
    parsed = _parse_header(path, source, names)
    texts = _render_texts(parsed, _make_conversion(path, source, parsed.references, names))
    if not source.body.strip() and not is_person(path):  # of whom the front matter may say all
        texts.conversion.refuse("body-missing", source.body_line)
    errors = [*parsed.errors, *texts.conversion.errors, *_find_header_errors(parsed, source, names)]
    return _assemble_document(path, source, parsed, texts), errors


def _find_telephones(source: SplitFile) -> tuple[LinkUse, ...]:
    """Find the telephone numbers in a file, each with its line."""
    parts = ((source.header, FRONT_MATTER_LINE), (source.body, source.body_line))
    return tuple(
        LinkUse(found[0], first + text.count("\n", 0, found.start()))
        for text, first in parts
        for found in TELEPHONE.finditer(text)
    )


def _parse_header(path: str, source: SplitFile, names: Mapping[str, Any]) -> _ParsedHeader:
    """Parse the front matter of the file at `path`."""
    parsed, model = parse_yaml(source.header, FRONT_MATTER_LINE), MODELS[path.partition("/")[0]]
    unfit: frozenset[str] = frozenset()
    header, errors = parse_model(model, parsed, names)
    if header is None:
        header, unfit = salvage_model(model, parsed, names, _make_stand_ins(path, names))
    references = parsed.values.get("references", ()) if "references" in unfit else getattr(header, "references", ())
    return _ParsedHeader(header, errors, unfit, parsed.lines, len(references))


def _make_stand_ins(path: str, names: Mapping[str, Any]) -> dict[str, str]:
    """Make what stands in a preview for fields that a page needs and that cannot be read."""
    name = posixpath.basename(find_slug(path)).replace("-", " ").capitalize()
    plain = {
        "date": "2000-01-01",
        "status": "published",
        "kind": "news",
        "category": next(iter(names.get("topics", ())), ""),
    }
    return {**dict.fromkeys(("title", "name", "summary", "role"), name), **plain}


def _is_article(path: str) -> bool:
    return path.startswith("articles/")


def _make_conversion(path: str, source: SplitFile, references: int, names: Mapping[str, Any]) -> Conversion:
    """Make what the Markdown text of a file is converted with. It may cite so many `references`."""
    return Conversion(
        text=source.body,
        first_line=source.body_line,
        references=references,
        taken=PART_IDS if _is_article(path) else PAGE_IDS,
        drawings=frozenset(names.get("drawings", ())),
    )


def _render_texts(parsed: _ParsedHeader, conversion: Conversion) -> _RenderedTexts:
    """Render all texts of a file, and add what is found in them to `conversion`.

    They are rendered in the order of the page, so that the first citation of each reference there gets its id.
    """
    last_parts = [name for name in Parts.model_fields if name not in FIRST_PARTS]
    values = _render_parts(parsed.header, FIRST_PARTS, conversion, parsed.lines)
    html = convert_to_html(conversion)
    values |= _render_parts(parsed.header, last_parts, conversion, parsed.lines)
    parts = Parts.model_construct(**values)
    return _RenderedTexts(html, parts, conversion, _extract_text(" ".join([html, *_collect_texts(parts)])))


def _find_header_errors(parsed: _ParsedHeader, source: SplitFile, names: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Find the errors of fields that are each valid: contradictions, missing parts, placeholders."""
    if parsed.header is None or parsed.unfit & DECIDING:
        return
    conflicts = _find_field_conflicts(parsed.header, parsed.lines)
    missing_parts = find_missing_parts(parsed.header, parsed.lines, names.get("sellers", ()))
    yield from (one for one in (*conflicts, *missing_parts) if one.field.split(" ")[0] not in parsed.unfit)
    yield from _find_placeholders(parsed.header, source)


def _find_field_conflicts(header: ArticleFrontMatter | PageFrontMatter, lines: LineNumbers) -> Iterator[Diagnostic]:
    """Find fields that are valid by themselves but contradict each other."""
    if header.modified and header.modified < header.date:
        yield diagnose("modified-before-date", "", lines[("modified",)], "modified", date=header.date)
    if header.translation and not header.translates:
        yield diagnose("translation-of-nothing", "", lines[("translation",)], "translation")
    for position, change in enumerate(getattr(header, "changes", ())):
        if change.day < header.date:
            place = ("changes", position, "day")
            yield diagnose("modified-before-date", "", lines[place], format_field_path(place), date=header.date)
    image, alt = getattr(header, "image", None), getattr(header, "image_alt", None)
    if image and not alt:
        yield diagnose("image-alt-missing", "", lines[("image",)], "image_alt")
    elif alt and PICTURE_NAME.fullmatch(alt):
        yield diagnose("image-alt-file-name", "", lines[("image_alt",)], "image_alt", alt=alt)
    for position, waiver in enumerate(getattr(header, "claims", ())):
        if waiver.reference > len(getattr(header, "references", ())):
            place, number = ("claims", position, "reference"), waiver.reference
            yield diagnose("reference-missing", "", lines[place], format_field_path(place), number=number)


def _find_placeholders(header: PageFrontMatter, source: SplitFile) -> Iterator[Diagnostic]:
    """Find the placeholders of `make new` that are left in a text that is not a draft."""
    if header.status == "draft" or PLACEHOLDER not in source.header + source.body:
        return
    for first, text in ((FRONT_MATTER_LINE, source.header), (source.body_line, source.body)):
        for number, line in enumerate(text.split("\n"), first):
            if PLACEHOLDER in line:
                yield diagnose("placeholder-left", "", number)


def _render_parts(header: Any, names: Any, conversion: Conversion, lines: LineNumbers) -> dict[str, Any]:
    return {
        name: _render_value(getattr(header, name), conversion, lines, (name,))
        for name in names
        if hasattr(header, name)
    }


def _render_value(value: Any, conversion: Conversion, lines: LineNumbers, place: Place) -> Any:
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


def _assemble_document(path: str, source: SplitFile, parsed: _ParsedHeader, texts: _RenderedTexts) -> Document | None:
    """Put the document together from its path, its front matter and its rendered texts; None without front matter."""
    header = parsed.header
    if header is None:
        return None
    meta = _make_meta(path, header, texts, parsed.lines)
    lead, body = _split_lead(texts.html)
    return Document(
        meta=meta._replace(unfit=parsed.unfit, telephones=_find_telephones(source)),
        header=header,
        lead=lead,
        body=body,
        headings=tuple(texts.conversion.headings),
        parts=texts.parts,
        cited=tuple(sorted(texts.conversion.cited)),
        words=_collect_words(header, texts),
    )


def _collect_words(header: PageFrontMatter, texts: _RenderedTexts) -> TextWords:
    """Collect the words of all texts, of the titles of references and of what was changed."""
    titles = [reference.title for reference in getattr(header, "references", ())]
    changes = [change.what for change in getattr(header, "changes", ())]
    urgent = _extract_text(" ".join(_collect_texts((texts.parts.get_help,))))
    return TextWords.collect(" ".join([texts.spoken, *map(strip_marks, (*titles, *changes))]), urgent)


def _split_lead(html: str) -> tuple[Markup, Markup]:
    """Split HTML after its first paragraph; where it begins with something else, that is empty."""
    lead = LEAD.match(html)
    end = lead.end() if lead else 0
    return Markup(html[:end]), Markup(html[end:])


def _make_meta(path: str, header: PageFrontMatter, texts: _RenderedTexts, lines: LineNumbers) -> DocumentMeta:
    """Collect the metadata of a document from its front matter and its rendered texts."""
    return DocumentMeta(
        path=path,
        slug=find_slug(path),
        title=strip_marks(header.title),
        summary=strip_marks(header.summary),
        date=header.date,
        modified=_find_last_change(header),
        draft=header.status == "draft",
        lang=header.lang,
        translates=find_slug(posixpath.join(posixpath.dirname(path), header.translates)) if header.translates else "",
        redirect_from=header.redirect_from,
        ids=_collect_ids(header, texts.conversion.headings),
        links=tuple(texts.conversion.links),
        images=tuple(texts.conversion.images),
        lines=_list_field_lines(lines),
        latest_past_day=_find_latest_past_day(header),
        headings=_list_headings_and_questions(header, texts.conversion.headings),
        translation_pending=header.translation == "pending",
        minutes=_estimate_minutes(texts),
        **_collect_own_fields(header, texts),
    )


def _find_last_change(header: PageFrontMatter) -> Day | None:
    """Find the day of the last change that front matter names; None where it names none."""
    days = [header.modified, *(change.day for change in getattr(header, "changes", ()))]
    return max(filter(None, days), default=None)


def _list_field_lines(lines: LineNumbers) -> dict[str, int]:
    """List the line of each top-level field, whose place is its name alone."""
    return {format_field_path(place): line for place, line in lines.items() if len(place) == 1}


def _find_latest_past_day(header: PageFrontMatter) -> Day | None:
    """Find the latest of the days in front matter on which something happened."""
    return max((day for _, day in find_past_days(header)), default=None)


def _collect_ids(header: PageFrontMatter, headings: Iterable[Heading]) -> frozenset[str]:
    """Collect the ids on the page of a document: those of its headings and of the parts of its front matter."""
    part_ids = {part_id for name, part_id in PART_PLACES.items() if getattr(header, name, None)}
    return PAGE_IDS | part_ids | {heading.id for heading in headings}


def _list_headings_and_questions(header: PageFrontMatter, headings: Iterable[Heading]) -> tuple[str, ...]:
    """List the texts of the headings, then the common questions, which only an article has."""
    questions = [strip_marks(item.question) for item in getattr(header, "faq", ())]
    return (*(heading.text for heading in headings), *questions)


def _estimate_minutes(texts: _RenderedTexts) -> int:
    """Estimate how many whole minutes it takes to read a document, at least one."""
    return max(1, ceil(len(texts.spoken.split()) / WORDS_A_MINUTE))


def _collect_own_fields(header: PageFrontMatter, texts: _RenderedTexts) -> dict[str, Any]:
    """Collect the fields of DocumentMeta that only articles or people have; none for a page."""
    if isinstance(header, PersonFrontMatter):
        return {"image": header.portrait or "", "person": header}
    if not isinstance(header, ArticleFrontMatter):
        return {}
    return {
        "topic": header.category,
        "tags": tuple(dict.fromkeys(header.tags)),  # each once, in their order
        "author": header.author or "",
        "kind": header.kind,
        "has_handout": header.aftercare is not None,
        "image": header.image or "",
        "image_alt": header.image_alt or "",
        "uncited": _find_uncited(header, texts.conversion),
        "ask": header.ask,
        **_collect_review_fields(header, texts),
    }


def _find_uncited(header: ArticleFrontMatter, conversion: Conversion) -> tuple[int, ...]:
    """Find the numbers, from 1, of the references that neither a text nor a waiver of claims cites."""
    cited = conversion.cited | {waiver.reference for waiver in header.claims}
    return tuple(number for number in range(1, conversion.references + 1) if number not in cited)


def _collect_review_fields(header: ArticleFrontMatter, texts: _RenderedTexts) -> dict[str, Any]:
    """Collect the fields of DocumentMeta about an article's review; none where nobody planned one."""
    review = header.review
    if not isinstance(review, ReviewRecord):
        return {"due": review} if isinstance(review, Day) else {}
    return {
        "reviewed": review.on,
        "due": _add_months(review.on, review.every),
        "reviewer": review.by,
        "since_review": _compare_with_review(review, hash_words(header, texts.html, texts.parts)),
    }


def _compare_with_review(review: ReviewRecord, words_hash: str) -> str:
    """Tell whether the words of an article, which hash to `words_hash`, are those that were reviewed."""
    if not review.text:  # the review has no hash of them
        return "unknown"
    return "same" if review.text == words_hash else "changed"


def _extract_text(html: str) -> str:
    """Extract what a visitor reads, without citations and tags."""
    return unescape(UNSPOKEN.sub(" ", html))


def _collect_texts(value: Any) -> list[str]:
    if isinstance(value, str | int):
        return [str(value)]
    if isinstance(value, FrozenModel):
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    return [text for item in value for text in _collect_texts(item)] if isinstance(value, tuple) else []
