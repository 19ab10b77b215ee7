"""The models of front matter. The editor's guide and the JSON Schemas are made from them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import BeforeValidator, Field

from plugins.documents.scan import DEVICES, LONGEST_SLUG
from plugins.schema.types import (
    Day,
    Group,
    Text,
    Texts,
    WebAddress,
    all_of,
    group,
    items,
    known,
    text_only,
    word,
    wrong,
)

Language = Annotated[str, known("languages", "theme/words/")]
Person = Annotated[str, known("people", "people in content/clinic.yaml")]


def is_address(text: str) -> bool:
    """Return whether this is a URL path, from the first slash, that a page of the site other than its home may have."""
    plain = re.fullmatch(r"/([^\s/?#\\:*<>|\"%]+/)*[^\s/?#\\:*<>|\"%]*", text)
    parts = text.strip("/").split("/")
    fit = all(part.partition(".")[0].lower() not in DEVICES and len(part) <= LONGEST_SLUG for part in parts)
    return bool(plain) and fit and ".." not in text and text != "/"


def _old_address(value: Any) -> Any:
    text = text_only(value)
    if is_address(text):
        return text
    if is_address(plain := unquote(text)):
        wrong(f"{text!r} has codes in place of letters", f"write the letters: {plain}")
    wrong(f"{text!r} is not an old address of this site", "write it from the first slash, as in /2019/05/halo/")


def _tag(value: Any) -> Any:
    text = " ".join(text_only(value).lower().split())
    if re.search(r"\w", text):
        return text
    wrong(f"{text!r} is not a word", "write the tag in words")


def _image(value: Any) -> Any:
    text = text_only(value)
    if re.fullmatch(r"[\w-]+(/[\w-]+)*\.(jpg|jpeg|png|webp|avif|gif|svg)", text, re.ASCII):
        return text
    wrong(f"{text!r} is not a picture's name", "write the name of a file in content/images/, as in halo-handpiece.jpg")


def _months(value: Any) -> Any:
    text = text_only(value)
    if text.isdigit() and 3 <= int(text) <= 24:
        return int(text)
    wrong(f"{text!r} is not a number of months", "write a whole number from 3 to 24")


class Fact(Group):
    name: Text
    value: Text


class Moment(Group):
    when: Text
    what: Text


class GetHelp(Group):
    call: Texts = ()
    emergency: Texts = ()


class Risks(Group):
    common: Texts = ()
    uncommon: Texts = ()
    serious: Texts = ()


class Alternative(Group):
    name: Text
    what: Text
    recovery: Text


def _uncited(value: Any) -> Any:
    text = text_only(value)
    if not re.search(r"\[\d", text):
        return text
    wrong("cites a reference", "cite it in the answer: the question itself is pressed to open it")


class Question(Group):
    question: Annotated[Text, BeforeValidator(_uncited)]
    answer: Text


class Reference(Group):
    title: Text
    publisher: Text
    url: WebAddress
    accessed: Day


def _wording(value: Any) -> Any:
    text = text_only(value)
    if re.fullmatch(r"[0-9a-f]{12}", text):
        return text
    wrong(f"{text!r} is nothing that make review wrote", "delete the line, and have make review write it")


class Reviewed(Group):
    """`text` is what plugins.documents.content_hash gave of the words that were reviewed."""

    by: Person
    on: Day
    every: Annotated[int, BeforeValidator(_months)]
    text: Annotated[str, BeforeValidator(_wording)] | None = None


def _number(value: Any) -> Any:
    text = text_only(value).strip("[]")
    if re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        return int(text)
    wrong(f"{text!r} is not the number of a reference", "write the number of one, as in 2")


class Waiver(Group):
    """Words that a rule asks about and that stand all the same: where that is proven, and who says so."""

    rule: Annotated[str, known("rules", "plugins/lint/claims/rules.yaml")]
    words: Text
    reference: Annotated[int, BeforeValidator(_number)]
    by: Annotated[str, known("signers", "people in content/clinic.yaml")]


def _review(value: Any) -> Any:
    """Accept `pending` or a mapping, so that the union of the two has one clear error."""
    if value == "pending" or isinstance(value, dict):
        return value
    wrong(f"{value!r} says nothing of a review", "write pending, or below it by, on and every")


def _field(says: str, example: str = "", **more: Any) -> Any:
    """Make a field with its row in the editor's guide: a description and an example.

    An empty example means none. Without a `default` in `more`, the field is required.
    """
    return Field(description=says, examples=[example] if example else None, **more)


class PageHeader(Group):
    """A page about us."""

    title: Text = _field("The heading of the page, and what a search shows.", "About this blog")
    summary: Text = _field("One plain sentence for lists and searches, at most 160 characters.")
    date: Day = _field("The day it was first published.", "2026-11-16")
    modified: Day | None = _field("The day it was last changed.", "2026-11-20", default=None)
    status: Annotated[Literal["draft", "published"], BeforeValidator(word)] = _field(
        "`draft` until it may be seen.", "draft"
    )
    lang: Language = _field("The language, if it is not English.", "es", default="en")
    translates: Text | None = _field(
        "The file name, without .md, of the text that this one translates.", "sun-after-a-laser", default=None
    )
    redirect_from: Annotated[tuple[Annotated[str, BeforeValidator(_old_address)], ...], BeforeValidator(items)] = (
        _field("Old addresses that must still lead here.", "- /2019/05/halo/", default=())
    )


class ArticleFacts(PageHeader):
    """What lists and machines are told of an article."""

    title: Text = _field("The heading, at best below 65 characters.", "Sun after a laser treatment")
    category: Annotated[str, known("topics", "topics in content/clinic.yaml")] = _field(
        "The topic: one that content/clinic.yaml lists.", "laser-and-skin"
    )
    tags: Annotated[tuple[Annotated[str, BeforeValidator(_tag)], ...], BeforeValidator(items)] = _field(
        "Two to four plain words to find it by.", "- aftercare", default=()
    )
    author: Annotated[str, known("authors", "authors in content/clinic.yaml")] | None = _field(
        "Who wrote it: one that content/clinic.yaml lists; else the clinic.", "dr-example", default=None
    )
    kind: Annotated[Literal["treatment", "advice", "news"], BeforeValidator(word)] = _field(
        "`treatment`, `advice` or `news`.", "treatment"
    )
    image: Annotated[str, BeforeValidator(_image)] | None = _field(
        "A picture in content/images/ for lists and shared links.", "halo-handpiece.jpg", default=None
    )
    image_alt: Text | None = _field("What the picture shows, for those who do not see it.", default=None)
    review: Annotated[Literal["pending"] | Reviewed, BeforeValidator(_review)] = _field(
        "`pending`, or what `make review` writes: who checked it (`by`), when (`on`), after how many months again "
        "(`every`), and which words (`text`).",
        "pending",
        default="pending",
    )
    references: all_of(Reference) = _field(  # type: ignore[valid-type]
        "The sources, in the order of their numbers: `title`, `publisher`, `url`, `accessed`. Cite them as [1].",
        default=(),
    )
    claims: all_of(Waiver) = _field(  # type: ignore[valid-type]
        "What `make check` asks about and stays: its `rule`, the `words`, the `reference` that proves it, `by` whom.",
        default=(),
    )


class Parts(Group):
    """What a patient looks for beside the text, each drawn by a component of the theme."""

    key_points: Texts = _field("What to know if you read nothing else.", default=())
    facts: all_of(Fact) = _field("The facts box: `name` and `value`.", default=())  # type: ignore[valid-type]
    not_for: Texts = _field("Who it may not suit.", default=())
    timeline: all_of(Moment) = _field("Recovery: `when` and `what`.", default=())  # type: ignore[valid-type]
    do: Texts = _field("What to do.", default=())
    dont: Texts = _field("What not to do; the page prints “do not” in front.", default=())
    get_help: Annotated[GetHelp, BeforeValidator(group)] | None = _field(
        "When to `call` us, and what is an `emergency`.", default=None
    )
    risks: Annotated[Risks, BeforeValidator(group)] | None = _field("`common`, `uncommon` and `serious`.", default=None)
    alternatives: all_of(Alternative) = _field("Other options: `name`, `what`, `recovery`.", default=())  # type: ignore[valid-type]
    questions: Texts = _field("Questions to take to the appointment.", default=())
    faq: all_of(Question) = _field("`question` and `answer`.", default=())  # type: ignore[valid-type]


class ArticleHeader(Parts, ArticleFacts):
    """An article: advice, with its sources and its review."""
