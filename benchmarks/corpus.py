"""N articles as a large clinic might have them: the same for the same seed, and each the same whatever N is.

Article k has the number k from 0, and links to lower numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.filler_text import (
    QUALITIES,
    SUBJECTS,
    fill_pattern,
    make_bullets,
    make_heading,
    make_paragraph,
    make_phrase,
    make_plain_sentence,
    make_quotation,
    make_table,
)

SEED = 20260101
FIRST_DAY, DAYS = date(2018, 1, 1), 8 * 365
FEWEST_WORDS, MOST_WORDS = 600, 900
MOST_LINKS = 3
TOPICS = {
    "laser-and-skin": "Laser and skin",
    "recovery": "Recovery",
    "choosing-care": "Choosing care",
    "daily-care": "Daily care",
    "sun-and-shade": "Sun and shade",
    "planning": "Planning a visit",
    "seasons": "Skin through the seasons",
    "clinic-life": "Life at the clinic",
}
AUTHORS = {
    "harbor-skin": "Harbor Skin Clinic",
    "skin-desk": "The Skin Desk",
    "recovery-desk": "The Recovery Desk",
    "front-desk": "The Front Desk",
    "reading-room": "The Reading Room",
}
TAGS = (
    *("aftercare", "appointments", "autumn", "calendar", "clothing", "color", "comfort", "consultation", "costs"),
    *("daylight", "forms", "hydration", "moisture", "notes", "photos", "questions", "redness", "rest", "routine"),
    *("safety", "shade", "skin healing", "sleep", "spring", "summer", "texture", "travel", "warmth", "winter", "work"),
)
KINDS = {"treatment": 0.2, "advice": 0.4, "news": 0.4}  # the share of each


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """`sections` are Markdown, the first one before any heading; links are written {filename}/articles/slug.md.

    `parts` are what the header may hold beside the facts (key_points, faq, ...), in the header's own shape.
    """

    slug: str
    title: str
    summary: str
    date: date
    topic: str
    tags: tuple[str, ...]
    author: str
    kind: str
    sections: tuple[str, ...]
    references: tuple[dict[str, str], ...]
    parts: dict[str, Any]

    @property
    def body(self) -> str:
        return "\n\n".join(self.sections)

    def reword(self, word: str) -> CorpusArticle:
        """Return the article with `word` in a new sentence of the first paragraph: a body edit."""
        return replace(self, sections=(f"{self.sections[0]} Looked through again: {word}.", *self.sections[1:]))

    def retitle(self, word: str) -> CorpusArticle:
        """Return the article with `word` in the title."""
        return replace(self, title=f"{self.title}, {word}")

    def retag(self, _: str) -> CorpusArticle:
        """Return the article with another tag in place of its first one."""
        return replace(self, tags=(next(tag for tag in TAGS if tag not in self.tags), *self.tags[1:]))

    def redate(self, _: str) -> CorpusArticle:
        """Return the article with a date a week later."""
        return replace(self, date=self.date + timedelta(days=7))


def generate_articles(count: int, seed: int = SEED) -> Iterator[CorpusArticle]:
    return (generate_article(number, seed) for number in range(count))


def generate_article(number: int, seed: int = SEED) -> CorpusArticle:
    """Generate article `number`, which is the same for the same seed."""
    rng = Random(f"{seed} article {number}")
    slug, title = _generate_name(number, seed)
    references = tuple(_generate_reference(rng, n) for n in range(1, rng.randint(2, 4) + 1))
    (kind,) = rng.choices(tuple(KINDS), tuple(KINDS.values()))
    return CorpusArticle(
        slug=slug,
        title=title,
        summary=f"{fill_pattern('{people} {doing} {time}', rng)}: what note {number + 1} says about it."[:158],
        date=FIRST_DAY + timedelta(days=rng.randrange(DAYS)),
        topic=rng.choice(tuple(TOPICS)),
        tags=tuple(rng.sample(TAGS, 3)),
        author=rng.choice(tuple(AUTHORS)),
        kind=kind,
        sections=tuple(_generate_sections(rng, number, len(references), seed)),
        references=references,
        parts=_generate_parts(rng, kind),
    )


def _generate_name(number: int, seed: int) -> tuple[str, str]:
    """Generate slug and title, which the number makes unique."""
    rng = Random(f"{seed} name {number}")
    quality, (first, second) = rng.choice(QUALITIES), rng.sample(SUBJECTS, 2)
    return (
        f"{quality}-{first}-and-{second}-{number + 1}",
        f"{quality.capitalize()} {first} and {second}: note {number + 1}",
    )


def _generate_reference(rng: Random, number: int) -> dict[str, str]:
    sheet = rng.randint(1, 999)
    return {
        "title": f"Sheet {sheet}: on {rng.choice(SUBJECTS)} and {rng.choice(SUBJECTS)}",
        "publisher": rng.choice(("Example Library", "Example Journal", "Example Society")),
        "url": f"https://library.example/sheets/{number}-{sheet}/",
        "accessed": "2026-01-15",
    }


def _generate_sections(rng: Random, number: int, references: int, seed: int) -> Iterator[str]:
    """Generate sections until there are words enough: a heading, paragraphs, and what else an editor writes."""
    wanted = rng.randint(FEWEST_WORDS, MOST_WORDS - 140)
    with_table, lead = rng.random() < 0.4, make_paragraph(rng)
    links = iter(_generate_links(rng, number, seed))
    citations = iter(range(1, references + 1))
    yield lead
    words, section = len(lead.split()), 0
    while words < wanted:
        section += 1
        text = f"{'###' if section % 3 == 0 else '##'} {make_heading(rng)}\n\n{make_paragraph(rng)}"
        if cited := next(citations, None):
            text = f"{text[:-1]} [{cited}]."
        if link := next(links, ""):
            text += f" {link}"
        if with_table and section == 2:
            text += f"\n\n{make_table(rng)}"
        elif section % 3 == 1:
            text += f"\n\n{make_bullets(rng)}"
        elif section % 4 == 2:
            text += f"\n\n{make_quotation(rng)}"
        text += f"\n\n{make_paragraph(rng)}"
        words += len(text.split())
        if words <= MOST_WORDS:
            yield text


def _generate_links(rng: Random, number: int, seed: int) -> list[str]:
    others = rng.sample(range(number), min(rng.randint(0, MOST_LINKS), number))
    named = [_generate_name(other, seed) for other in others]
    return [f"See also [{title}]({{filename}}/articles/{slug}.md)." for slug, title in named]


def _drop_repeated(items: Iterable[str]) -> list[str]:
    """Drop what a list has already: no list of an article says a thing twice."""
    return list(dict.fromkeys(items))


def _generate_parts(rng: Random, kind: str) -> dict[str, Any]:
    """Generate what articles have beside their text: each part in its share of them, and all that a treatment needs."""

    def some(least: int, most: int) -> list[str]:
        return _drop_repeated(make_plain_sentence(rng) for _ in range(rng.randint(least, most)))

    def phrases(least: int, most: int) -> list[str]:
        return _drop_repeated(make_phrase(rng) for _ in range(rng.randint(least, most)))

    parts: dict[str, Any] = {}
    if rng.random() < 0.6:
        parts["key_points"] = some(3, 4)
    if rng.random() < 0.3:
        parts["facts"] = [
            {"name": subject.capitalize(), "value": make_phrase(rng)} for subject in rng.sample(SUBJECTS, 4)
        ]
    if rng.random() < 0.25:
        parts |= {"do": phrases(2, 4), "dont": phrases(2, 3)}
    if kind == "treatment":
        options = rng.sample(SUBJECTS, 2)
        parts |= {
            "for_whom": make_plain_sentence(rng),
            "not_for": some(2, 3),
            "timeline": [{"when": f"Day {day}", "what": make_plain_sentence(rng)} for day in (0, 1, 3, 7)],
            "get_help": {"call": phrases(2, 3), "emergency": phrases(1, 2)},
            "risks": {"common": phrases(2, 3), "uncommon": phrases(1, 2), "serious": phrases(1, 2)},
            "alternatives": [
                {"name": one, "what": make_plain_sentence(rng), "recovery": make_phrase(rng)} for one in options
            ],
        }
    if rng.random() < 0.3:
        parts["questions"] = _drop_repeated(f"How do we {make_phrase(rng)}?" for _ in range(4))
    if rng.random() < 0.3:
        parts["faq"] = [
            {"question": f"What about {subject}?", "answer": make_plain_sentence(rng)}
            for subject in rng.sample(SUBJECTS, 3)
        ]
    return parts
