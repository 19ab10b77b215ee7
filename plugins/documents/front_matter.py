"""The models of front matter. The editor's guide and the JSON Schemas are made from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from plugins.documents.citations import CITATION
from plugins.documents.scan import DEVICES, LONGEST_SLUG
from plugins.schema import us_states
from plugins.schema.languages import is_short_code
from plugins.schema.types import (
    Day,
    FrozenModel,
    MarkedText,
    MarkedTexts,
    Quotation,
    Text,
    Texts,
    WebAddress,
    lower_text,
    make_tuple_type,
    parse_day,
    refuse,
    require_list,
    require_listed,
    require_mapping,
    require_marked_text,
    require_plain_text,
    require_text,
)

LanguageCode = Annotated[str, require_listed("languages", "theme/words/")]
PersonId = Annotated[str, require_listed("people", "content/people/")]


def is_url_path(text: str) -> bool:
    """Return whether this is a URL path, from the first slash, that a page of the site other than its home may have."""
    plain = re.fullmatch(r"/([^\s/?#\\:*<>|\"%]+/)*[^\s/?#\\:*<>|\"%]*", text)
    parts = text.strip("/").split("/")
    fit = all(part.partition(".")[0].lower() not in DEVICES and len(part) <= LONGEST_SLUG for part in parts)
    return bool(plain) and fit and ".." not in text and text != "/"


def _parse_old_path(value: Any) -> Any:
    text = require_text(value)
    if is_url_path(text):
        return text
    if is_url_path(plain := unquote(text)):
        refuse("old-address-coded", text=text, plain=plain)
    refuse("old-address-unfit", text=text)


def _normalize_tag(value: Any) -> Any:
    text = " ".join(require_text(value).lower().replace("\xad", "").replace("'", "’").split())
    if re.search(r"\w", text):
        return text
    refuse("tag-not-word", text=text)


def _parse_picture_name(value: Any) -> Any:
    text = require_text(value)
    if re.fullmatch(r"[\w-][\w .()-]*(/[\w-][\w .()-]*)*\.(jpg|jpeg|png|webp|avif|gif|svg)", text, re.IGNORECASE):
        return text
    refuse("picture-name-unfit", text=text)


def _parse_months(value: Any) -> Any:
    text = require_text(value)
    if text.isdigit() and 3 <= int(text) <= 24:
        return int(text)
    refuse("months-unfit", text=text)


class Fact(FrozenModel):
    name: MarkedText
    value: MarkedText


class TimelineItem(FrozenModel):
    when: MarkedText
    what: MarkedText


class GetHelp(FrozenModel):
    call: MarkedTexts = ()
    emergency: MarkedTexts = ()


class Aftercare(FrozenModel):
    do: MarkedTexts = ()
    dont: MarkedTexts = ()


class Risks(FrozenModel):
    common: MarkedTexts = ()
    uncommon: MarkedTexts = ()
    serious: MarkedTexts = ()


class Alternative(FrozenModel):
    name: MarkedText
    what: MarkedText
    benefit: MarkedText | None = None
    risk: MarkedText | None = None
    recovery: MarkedText


def _parse_of_100(value: Any) -> Any:
    text = require_text(value)
    if text.isascii() and text.isdigit() and int(text) <= 100:
        return int(text)
    refuse("likelihood-unfit", text=text)


def _require_citation(value: Any) -> Any:
    text = require_marked_text(value)
    if re.search(CITATION, text):
        return text
    refuse("likelihood-uncited")


class Likelihood(FrozenModel):
    """How many of 100 had something; the words go on after the number, and cite who counted."""

    of_100: Annotated[int, BeforeValidator(_parse_of_100)]
    what: Annotated[MarkedText, BeforeValidator(_require_citation)]

    @property
    def dots(self) -> str:
        """The number as ten dots, each full, half or empty; only none and all are without a half."""
        halves = round(self.of_100 / 5)
        if 0 < self.of_100 < 100:
            halves = min(max(halves, 1), 19)
        full, half = divmod(halves, 2)
        return "●" * full + "◐" * half + "○" * (10 - full - half)


def _refuse_citation(value: Any) -> Any:
    text = require_marked_text(value)
    if not re.search(r"\[ ?\d", text):
        return text
    refuse("question-cites")


class Question(FrozenModel):
    question: Annotated[MarkedText, BeforeValidator(_refuse_citation)]
    answer: MarkedText


class Resource(FrozenModel):
    """Where a reader learns more."""

    title: MarkedText
    url: WebAddress


class Reference(FrozenModel):
    title: MarkedText
    publisher: MarkedText
    url: WebAddress
    accessed: Day


def _parse_words_hash(value: Any) -> Any:
    text = require_text(value)
    if re.fullmatch(r"[0-9a-f]{12}", text):
        return text
    refuse("review-hash-unfit", text=text)


class ReviewRecord(FrozenModel):
    """`text` is what plugins.documents.content_hash gave of the words that were reviewed."""

    by: PersonId
    on: Day
    every: Annotated[int, BeforeValidator(_parse_months)]
    text: Annotated[str, BeforeValidator(_parse_words_hash)] | None = None


def _parse_reference_number(value: Any) -> Any:
    text = require_text(value).strip("[]")
    if re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        return int(text)
    refuse("reference-number-unfit", text=text)


class Waiver(FrozenModel):
    """Words that a rule asks about and that stand all the same: where that is proven, and who says so."""

    rule: Annotated[str, require_listed("rules", "plugins/lint/claims/rules.yaml")]
    words: Quotation
    reference: Annotated[int, BeforeValidator(_parse_reference_number)]
    by: Annotated[str, require_listed("signers", "content/people/")]


def _parse_review(value: Any) -> Any:
    """Accept `pending`, a mapping or what begins like a day, so that the union of the three has one clear error."""
    if value == "pending" or isinstance(value, dict):
        return value
    if isinstance(value, str) and value[:1].isdigit():
        return parse_day(value)
    refuse("review-unfit", value=value)


def _make_field(says: str, example: str = "", **more: Any) -> Any:
    """Make a field with its row in the editor's guide: a description and an example.

    An empty example means none. Without a `default` in `more`, the field is required.
    """
    return Field(description=says, examples=[example] if example else None, **more)


# What other systems call a field, and what to write here in its place.
FOREIGN_FIELDS = {
    **dict.fromkeys(("draft", "published", "post_status", "visibility"), "write status: draft, or status: published"),
    **dict.fromkeys(
        ("description", "excerpt", "subtitle", "abstract", "lead", "post_excerpt"), "write summary: and its text"
    ),
    **dict.fromkeys(("categories", "topic", "topics", "section"), "write category: and one topic"),
    **dict.fromkeys(("tag", "keywords"), "write tags: and a list"),
    **dict.fromkeys(("slug", "permalink", "url", "path"), "delete it: the name of the file is the address"),
    **dict.fromkeys(("aliases", "alias", "redirects", "redirect"), "write redirect_from: and a list"),
    **dict.fromkeys(
        ("lastmod", "updated", "last_modified_at", "last_updated", "updated_at"), "write modified: and a day"
    ),
    **dict.fromkeys(
        ("created", "created_at", "pubdate", "publishdate", "published_at", "post_date"), "write date: and a day"
    ),
    **dict.fromkeys(("authors", "byline", "writer"), "write author: and one name"),
    **dict.fromkeys(
        ("cover", "thumbnail", "featured_image", "feature_image", "hero", "banner"), "write image: and its name"
    ),
    **dict.fromkeys(("alt", "image_description", "cover_alt"), "write image_alt: and what the picture shows"),
    **dict.fromkeys(("language", "locale"), "write lang: and its code"),
    **dict.fromkeys(("heading", "name", "post_title", "seo_title"), "write title: and its text"),
    **dict.fromkeys(("sources", "bibliography"), "write references: and a list"),
    **dict.fromkeys(
        ("layout", "template", "type", "post_type", "weight", "order", "toc", "comments", "math", "format", "sitemap"),
        "delete it: nothing here needs it",
    ),
}


class PageFrontMatter(FrozenModel):
    """A page about us."""

    foreign_fields: ClassVar[Mapping[str, str]] = FOREIGN_FIELDS
    title: MarkedText = _make_field("The heading of the page, and what a search shows.", "About this blog")
    summary: MarkedText = _make_field("One plain sentence for lists and searches, at most 160 characters.")
    date: Day = _make_field("The day it was first published.", "2026-11-16")
    modified: Day | None = _make_field("The day it was last changed.", "2026-11-20", default=None)
    status: Annotated[Literal["draft", "published"], BeforeValidator(lower_text)] = _make_field(
        "`draft` until it may be seen.", "draft"
    )
    lang: LanguageCode = _make_field("The language, if it is not English.", "es", default="en")
    translates: Text | None = _make_field(
        "The file name, without .md, of the text that this one translates.", "sun-after-a-laser", default=None
    )
    translation: Annotated[Literal["pending"], BeforeValidator(lower_text)] | None = _make_field(
        "`pending` until somebody who speaks the language well has checked the translation.", "pending", default=None
    )
    redirect_from: Annotated[
        tuple[Annotated[str, BeforeValidator(_parse_old_path)], ...], BeforeValidator(require_list)
    ] = _make_field("Old addresses that must still lead here.", "- /2019/05/halo/", default=())


# Where anyone can look up the licenses of a state. Of another state, the file says it. California: the search of its
# Department of Consumer Affairs, to which the Medical Board's page "License Verification" (mbc.ca.gov) leads; for
# nurses, physician assistants and the other licenses of that department, too.
LICENSE_LOOKUPS = {"California": "https://search.dca.ca.gov/"}
ABBREVIATED = re.compile(r"[A-Z.]{2,8}")


def _require_state(value: Any, info: ValidationInfo) -> Any:
    """Require the whole name of a state, where the context has no other country than the United States."""
    text = require_plain_text(value)
    countries = (info.context or {}).get("countries")
    return us_states.require_state_name(text) if text and countries == [us_states.COUNTRY] else text


def _require_lookup(value: str | None, info: ValidationInfo) -> str | None:
    """Return where a license can be looked up: the address in the file, else that of its state."""
    state = info.data.get("state")
    if value or not state:  # a missing state is an error of its own
        return value
    if state in LICENSE_LOOKUPS:
        return LICENSE_LOOKUPS[state]
    refuse("license-unverified", state=state)


def _require_language_name(value: Any) -> Any:
    text = require_plain_text(value)
    return refuse("language-is-code", text=text) if is_short_code(text.lower()) else text


def _parse_board_name(value: Any) -> Any:
    """Parse the whole name of a board, without its article."""
    text = require_text(value).removeprefix("The ").removeprefix("the ")
    if ABBREVIATED.fullmatch(text):
        refuse("board-abbreviated", text=text)
    return text


LanguageName = Annotated[Text, BeforeValidator(_require_language_name)]


class License(FrozenModel):
    """A license to practice. `verify` is where anyone can look it up."""

    type: Text
    number: Text
    state: Annotated[Text, BeforeValidator(_require_state)]
    verify: Annotated[WebAddress | None, AfterValidator(_require_lookup), Field(validate_default=True)] = None


class Board(FrozenModel):
    """A board that has certified somebody. `verify` is where anyone can check that."""

    name: Annotated[Text, BeforeValidator(_parse_board_name)]
    verify: WebAddress


class PersonFrontMatter(PageFrontMatter):
    """Somebody of the clinic: who may write and review, and has a page below /people/."""

    title: Text = _make_field("The whole name.", "Dr. Example Name", alias="name")
    summary: MarkedText = _make_field("One plain sentence on what this person does here, at most 160 characters.")
    date: Day = _make_field("The day on which the page appears. Lists have the earliest first.", "2026-11-16")
    role: Text = _make_field("What this person is here, in a word or two.", "Plastic surgeon")
    degree: Text | None = _make_field("The highest degree.", "MD", default=None)
    licenses: make_tuple_type(License) = _make_field(  # type: ignore[valid-type]
        "Each license: its `type`, its `number`, the whole name of its `state` and, as `verify`, where on the web to "
        "look it up; California's look-up is known.",
        default=(),
    )
    boards: make_tuple_type(Board) = _make_field(  # type: ignore[valid-type]
        "Each board that has certified this person: its whole `name` and, as `verify`, where on the web to check that.",
        default=(),
    )
    languages: Annotated[tuple[LanguageName, ...], BeforeValidator(require_list)] = _make_field(
        "The languages that this person speaks with patients, by their names.", "- Spanish", default=()
    )
    interests: Text | None = _make_field(
        "Payments from makers of devices or medicines, and other interests; or that there are none.",
        "None.",
        default=None,
    )
    portrait: Annotated[str, BeforeValidator(_parse_picture_name)] | None = _make_field(
        "A picture in content/images/, with a record of the kind `staff`.", "dr-example.jpg", default=None
    )


class Change(FrozenModel):
    """What was changed in an article, for those who have read it."""

    day: Day
    what: MarkedText


class ArticleFields(PageFrontMatter):
    """What lists and machines are told of an article."""

    title: MarkedText = _make_field("The heading, at best below 65 characters.", "Sun after a laser treatment")
    category: Annotated[str, require_listed("topics", "topics in content/clinic.yaml")] = _make_field(
        "The topic: one that content/clinic.yaml lists.", "laser-and-skin"
    )
    tags: Annotated[tuple[Annotated[str, BeforeValidator(_normalize_tag)], ...], BeforeValidator(require_list)] = (
        _make_field("Two to four plain words to find it by.", "- aftercare", default=())
    )
    author: Annotated[str, require_listed("authors", "authors in content/clinic.yaml")] | None = _make_field(
        "Who wrote it: a file of content/people/, without .md, or one that content/clinic.yaml lists; else the clinic.",
        "dr-example",
        default=None,
    )
    kind: Annotated[Literal["treatment", "advice", "news"], BeforeValidator(lower_text)] = _make_field(
        "`treatment`, `advice` or `news`.", "treatment"
    )
    image: Annotated[str, BeforeValidator(_parse_picture_name)] | None = _make_field(
        "A picture in content/images/, for lists, beside the title and for shared links, in place of the drawn one.",
        "halo-handpiece.jpg",
        default=None,
    )
    image_alt: Text | None = _make_field("What the picture shows, for those who do not see it.", default=None)
    review: Annotated[Literal["pending"] | date | ReviewRecord, BeforeValidator(_parse_review)] = _make_field(
        "`pending`, the day for which the review is planned, or what `make review` writes: who checked it (`by`), "
        "when (`on`), after how many months again (`every`), and which words (`text`).",
        "pending",
        default="pending",
    )
    references: make_tuple_type(Reference) = _make_field(  # type: ignore[valid-type]
        "The sources, in the order of their numbers: `title`, `publisher`, `url`, `accessed`. Cite them as [1].",
        default=(),
    )
    learn_more: make_tuple_type(Resource) = _make_field(  # type: ignore[valid-type]
        "Where a reader learns more: `title` and `url` of each.", default=()
    )
    changes: make_tuple_type(Change) = _make_field(  # type: ignore[valid-type]
        "What readers should know was changed: the `day` and `what`. It stands at the article's end and in the feed.",
        default=(),
    )
    claims: make_tuple_type(Waiver) = _make_field(  # type: ignore[valid-type]
        "What `make check` asks about and stays: its `rule`, the `words`, the `reference` that proves it, `by` whom.",
        default=(),
    )
    ask: Texts = _make_field(
        "What only the clinic knows and the text lacks. `make check` lists it; visitors do not see it.",
        "- What does a session cost?",
        default=(),
    )


class Parts(FrozenModel):
    """What a patient looks for beside the text, each drawn by a component of the theme."""

    key_points: MarkedTexts = _make_field("What to know if you read nothing else.", default=())
    for_whom: MarkedText | None = _make_field(
        "Who the page is for, and what it helps them to do.", "adults who think about this treatment.", default=None
    )
    facts: make_tuple_type(Fact) = _make_field("The facts box: `name` and `value`.", default=())  # type: ignore[valid-type]
    not_for: MarkedTexts = _make_field("Who it may not suit.", default=())
    timeline: make_tuple_type(TimelineItem) = _make_field("Recovery: `when` and `what`.", default=())  # type: ignore[valid-type]
    do: MarkedTexts = _make_field("What to do.", default=())
    dont: MarkedTexts = _make_field("What not to do; the page prints “do not” in front.", default=())
    aftercare: Annotated[Aftercare, BeforeValidator(require_mapping)] | None = _make_field(
        "What to `do` and what not (`dont`) after the treatment. The page has it after the lines above; the sheet to "
        "take home, which every article with this field has, prints it alone.",
        default=None,
    )
    get_help: Annotated[GetHelp, BeforeValidator(require_mapping)] | None = _make_field(
        "When to `call` us, and what is an `emergency`.", default=None
    )
    risks: Annotated[Risks, BeforeValidator(require_mapping)] | None = _make_field(
        "`common`, `uncommon` and `serious`.", default=None
    )
    likelihoods: make_tuple_type(Likelihood) = _make_field(  # type: ignore[valid-type]
        "What studies counted: how many `of_100`, and `what` they had, with the reference.", default=()
    )
    alternatives: make_tuple_type(Alternative) = _make_field(  # type: ignore[valid-type]
        "Other options: `name`, `what`, `benefit`, `risk`, `recovery`.", default=()
    )
    questions: MarkedTexts = _make_field("Questions to take to the appointment.", default=())
    faq: make_tuple_type(Question) = _make_field("`question` and `answer`.", default=())  # type: ignore[valid-type]


class ArticleFrontMatter(Parts, ArticleFields):
    """An article: advice, with its sources and its review."""
