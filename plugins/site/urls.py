"""URLs: where each document and list stands, and that no two share one. The patterns are pelicanconf.py's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import Card
from plugins.documents.scan import RESERVED, slug


@dataclass(frozen=True, slots=True)
class Scheme:
    """The URL patterns of the site. URLs are from its root, without a slash in front: `topic/recovery/`."""

    settings: Mapping[str, str]
    default: str  # the language of what stands at the root
    around_slug: tuple[str, str]  # in a text's address

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Scheme:
        """Take the URL patterns from the site's settings."""
        own = {name: value for name, value in settings.items() if name.endswith("_URL")}
        before, _, after = own["ARTICLE_URL"].partition("{slug}")
        return cls(own, settings["DEFAULT_LANG"], (before, after))

    def document(self, card: Card) -> str:
        return self.text(card.slug, card.lang)

    def file(self, card: Card) -> str:
        return f"{self.document(card)}index.html"

    def text(self, slug: str, lang: str) -> str:
        before, after = self.around_slug
        return f"{self.home(lang)}{before}{slug}{after}"

    def home(self, lang: str) -> str:
        return "" if lang == self.default else f"{lang}/"

    def topic(self, name: str, lang: str) -> str:
        return self.home(lang) + self.settings["CATEGORY_URL"].format(slug=name)

    def tag(self, tag: str, lang: str) -> str:
        return self.home(lang) + self.settings["TAG_URL"].format(slug=slug(tag))

    def author(self, name: str, lang: str) -> str:
        return self.home(lang) + self.settings["AUTHOR_URL"].format(slug=name)

    def archive(self, lang: str) -> str:
        return self.home(lang) + self.settings["ARCHIVES_URL"]

    def year(self, year: int, lang: str) -> str:
        return self.home(lang) + self.settings["YEAR_ARCHIVE_URL"].format(year=year)

    def list_page(self, url: str, number: int) -> str:
        """Make the URL of one page of the list at `url`; the first has the list's own."""
        return url if number == 1 else self.settings["LIST_PAGE_URL"].format(url=url, number=number)

    def search(self, lang: str) -> str:
        return self.home(lang) + self.settings["SEARCH_URL"]

    def feed(self, lang: str) -> str:
        return self.home(lang) + self.settings["FEED_URL"]


def same(address: str) -> str:
    """Normalize an address: hosts take /Halo, /halo/ and /halo/index.html for one."""
    plain = address.strip("/").casefold()
    return re.sub(r"(^|/)index\.html$", "", plain) if plain.endswith("index.html") else plain


def collisions(cards: Iterable[Card], scheme: Scheme, content: str) -> list[Problem]:
    """Find documents that share a URL, title or summary, redirects from URLs in use, and tags that share a URL."""
    cards = list(cards)
    own = [same(scheme.document(card)) for card in cards]
    problems = []
    taken: dict[str, Card] = {}
    for card, address in zip(cards, own, strict=True):
        first = taken.setdefault(address, card)
        if first is not card:
            what = f"has the address /{scheme.document(card)}, and so has {content}/{first.path}"
            problems.append(Problem(f"{content}/{card.path}", 0, "", what, "rename one of them"))
    homes = {scheme.home(card.lang) for card in cards} - {""}
    for card, address in zip(cards, own, strict=True):
        problems += _redirect_problems(card, taken, homes, address, f"{content}/{card.path}")
    return [*problems, *_twin_texts(cards, content), *_tag_problems(cards, content)]


def _redirect_problems(
    card: Card, taken: dict[str, Card], homes: Collection[str], own: str, file: str
) -> Iterator[Problem]:
    """Find the old addresses of a document that are in use, reserved or given twice.

    `taken` has the URLs of all documents, so a redirect never leads to a redirect. `homes` are the URLs of the other
    languages' home pages, and `own` is the document's URL.
    """
    seen: set[str] = set()
    for old in card.redirect_from:
        address = same(old)
        below = next((home for home in homes if f"{address}/".startswith(home)), "")
        first = taken.setdefault(address, card)
        what = ""
        if re.split("[/.]", f"{address}/".removeprefix(below))[0] in RESERVED | {""}:
            what = f"{old} is an address of the site itself"
        elif first is not card or address == own:
            what = f"{old} is the address of {first.title!r} already"
        elif address in seen:
            what = f"{old} is given twice"
        seen.add(address)
        if what:
            yield Problem(file, card.lines.get("redirect_from", 0), "redirect_from", what, "take it out")


def _twin_texts(cards: Iterable[Card], content: str) -> Iterator[Problem]:
    """Find titles and summaries that two documents share: nobody could tell them apart in a list or a search."""
    seen: dict[tuple[str, str, str], Card] = {}
    for card in cards:
        for field, text in (("title", card.title), ("summary", card.summary)):
            first = seen.setdefault((card.lang, field, text), card)
            if first is not card:
                what = f"is the same as in {content}/{first.path}"
                yield Problem(f"{content}/{card.path}", card.lines.get(field, 0), field, what, "write another")


def _tag_problems(cards: Iterable[Card], content: str) -> list[Problem]:
    """Find the tags that are written differently but have the same URL."""
    names: dict[str, str] = {}
    problems = []
    for card in cards:
        for tag in card.tags:
            first = names.setdefault(slug(tag), tag)
            if first != tag:
                what = f"{tag!r} has the same address as {first!r}, which another article uses"
                problems.append(
                    Problem(f"{content}/{card.path}", card.lines.get("tags", 0), "tags", what, f"write {first}")
                )
    return problems


def translation_problems(cards: Iterable[Card], broken: Iterable[str], content: str) -> list[Problem]:
    """Find translations of no text, of a text in their own language, or into a language that has one already.

    `broken` are files with problems of their own, so a translation of one of these may well be right.
    """
    cards = list(cards)
    spoken: dict[str, set[str]] = defaultdict(set)  # languages by slug
    unread = {PurePath(file).stem for file in broken}
    for card in cards:
        spoken[card.slug].add(card.lang)
    first: dict[tuple[str, str], Card] = {}
    problems = []
    for card in cards:
        if not card.translates:
            continue
        file, line = f"{content}/{card.path}", card.lines.get("translates", 0)
        twin = first.setdefault((card.translates, card.lang), card)
        if not spoken[card.translates] - {card.lang} and card.translates not in unread:
            what = f"no text in another language has the file name {card.translates}.md"
            problems.append(Problem(file, line, "translates", what, "write the original's file name, without .md"))
        elif twin is not card:
            what = f"{card.translates} is translated into this language already, by {content}/{twin.path}"
            problems.append(Problem(file, line, "translates", what, "keep one of them"))
    return problems
