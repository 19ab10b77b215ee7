"""What a search can find on a page: passages, each a piece of text with its heading and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from plugins.clinic.model import Clinic
from plugins.documents.document import Document
from plugins.documents.front_matter import Parts
from plugins.documents.markdown import PART_PLACES, UNSPOKEN
from plugins.schema.interface_words import Words

TEXT, REFERENCE = 3, 1  # weights of a word in a passage
LONGEST = 600  # characters of a passage, more or less; a longer section is several
URGENT = {"get-help", "risks"}  # parts of a page whose words make a search say first whom to call
CONTACT = "contact"  # the slug of the page that shows the clinic's facts
HEADING = re.compile(r'<h[2-6] id="([^"]*)">(.*?)</h[2-6]>', re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|li|t[dh]|d[td]|figcaption|figure|blockquote|pre)>|<br>")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"“‘'(¿¡]*[^\W_a-zà-ÿ])")


class Passage(NamedTuple):
    """A piece of text with a sentence on each line. `url` is from the site's root, `weight` that of a word in the text.

    The words of an `urgent` passage make a search say first whom to call.
    """

    heading: str
    text: str
    url: str
    weight: int = TEXT
    urgent: bool = False


def list_document_passages(document: Document, url: str, words: Words) -> Iterator[Passage]:
    """List the passages of the page at `url` in the order of the page, but for its title and its summary."""
    names, parts = words["parts"], document.parts
    yield from _split_body(document.lead + document.body, url)
    for name in Parts.model_fields:
        value = getattr(parts, name)
        if not value or name == "faq":
            continue
        place = PART_PLACES[name]
        lines = _list_lines(value)
        if name == "dont":
            lines = [f"{words['do_dont']['prefix']} {line}" for line in lines]
        heading = names["care" if place == "care" else name]
        yield from _split_passage(Passage(heading, "\n".join(lines), f"{url}#{place}", urgent=place in URGENT))
    for number, item in enumerate(parts.faq, 1):
        yield Passage(_extract_lines(item.question), _extract_lines(item.answer), f"{url}#faq_{number}")
    titles = [reference.title for reference in getattr(document.header, "references", ())]
    if titles:
        yield from _split_passage(Passage(names["references"], "\n".join(titles), f"{url}#references", REFERENCE))


def list_clinic_passages(clinic: Clinic, words: Words, url: str) -> Iterator[Passage]:
    """List the clinic's facts that the page at `url` shows."""
    names, address = words["contact"], clinic.address
    place = " ".join(filter(None, (address.street, address.suite, address.city, address.state, address.postal_code)))
    ways = [f"{names['call']} {clinic.telephone}", f"{names['email']} {clinic.mail}" if clinic.mail else ""]
    lines = [clinic.name, place, names["directions"], *filter(None, ways)]
    yield Passage(names["visit"], "\n".join(lines), url)
    if clinic.hours:
        yield Passage(names["hours"], "\n".join(f"{hours.days}: {hours.times}" for hours in clinic.hours), url)
    if clinic.accreditations:
        badges = (" ".join(filter(None, (one.name, one.note, one.holder))) for one in clinic.accreditations)
        yield Passage(names["badges"], "\n".join(badges), url)


def _split_body(html: str, url: str) -> Iterator[Passage]:
    """Split the HTML of a text at its headings. What stands before the first one has no heading."""
    first, *others = HEADING.split(html)
    yield from _split_passage(Passage("", _extract_lines(first), url))
    for anchor, heading, text in zip(others[::3], others[1::3], others[2::3], strict=True):
        yield from _split_passage(Passage(_extract_lines(heading), _extract_lines(text), f"{url}#{anchor}"))


def _split_passage(passage: Passage) -> Iterator[Passage]:
    """Split a long passage between its lines."""
    lines: list[str] = []
    for line in passage.text.split("\n"):
        if lines and sum(map(len, lines)) + len(line) > LONGEST:
            yield passage._replace(text="\n".join(lines))
            lines = []
        lines.append(line)
    if passage.heading or lines != [""]:
        yield passage._replace(text="\n".join(lines))


def _list_lines(value: Any) -> list[str]:
    """List the sentences of a part: of each of its texts, or of each of its items in one line."""
    if isinstance(value, str):
        return _extract_lines(value).split("\n")
    if isinstance(value, tuple):
        return [line for item in value for line in _list_item(item)]
    return [line for name in type(value).model_fields for line in _list_lines(getattr(value, name))]


def _list_item(item: Any) -> Sequence[str]:
    if isinstance(item, str):
        return _extract_lines(item).split("\n")
    first, *others = (_extract_lines(getattr(item, name)).replace("\n", " ") for name in type(item).model_fields)
    return [f"{first}: {' '.join(others)}"]


def _extract_lines(html: str) -> str:
    """Extract what a visitor reads, without citations: a sentence on each line."""
    text = " ".join(html.split())
    if "<" in text or "&" in text:
        text = unescape(UNSPOKEN.sub("", BLOCK_END.sub("\n", text)))
        text = re.sub(r" +([.,;:!?)\n])", r"\1", re.sub(r"[^\S\n]+", " ", text))
    blocks = filter(None, map(str.strip, text.split("\n")))
    return "\n".join(sentence for block in blocks for sentence in SENTENCE_END.split(block))
