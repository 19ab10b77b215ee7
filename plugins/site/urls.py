"""URLs: where each document and list stands, and that no two share one. The patterns are pelicanconf.py's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import RESERVED, make_slug


@dataclass(frozen=True, slots=True)
class UrlScheme:
    """The URL patterns of the site. URLs are from its root, without a slash in front: `topic/recovery/`."""

    settings: Mapping[str, str]
    default: str  # the language of what stands at the root
    around_slug: tuple[str, str]  # in a text's address

    @classmethod
    def parse(cls, settings: Mapping[str, Any]) -> UrlScheme:
        """Take the URL patterns from the site's settings."""
        own = {name: value for name, value in settings.items() if name.endswith("_URL")}
        before, _, after = own["ARTICLE_URL"].partition("{slug}")
        return cls(own, settings["DEFAULT_LANG"], (before, after))

    def make_document_url(self, card: DocumentMeta) -> str:
        return self.make_text_url(card.slug, card.lang)

    def make_file_path(self, card: DocumentMeta) -> str:
        return f"{self.make_document_url(card)}index.html"

    def make_text_url(self, slug: str, lang: str) -> str:
        before, after = self.around_slug
        return f"{self.make_home_url(lang)}{before}{slug}{after}"

    def make_home_url(self, lang: str) -> str:
        return "" if lang == self.default else f"{lang}/"

    def make_topic_url(self, name: str, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["CATEGORY_URL"].format(slug=name)

    def make_tag_url(self, tag: str, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["TAG_URL"].format(slug=make_slug(tag))

    def make_author_url(self, name: str, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["AUTHOR_URL"].format(slug=name)

    def make_archive_url(self, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["ARCHIVES_URL"]

    def make_year_url(self, year: int, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["YEAR_ARCHIVE_URL"].format(year=year)

    def make_list_page_url(self, url: str, number: int) -> str:
        """Make the URL of one page of the list at `url`; the first has the list's own."""
        return url if number == 1 else self.settings["LIST_PAGE_URL"].format(url=url, number=number)

    def make_search_url(self, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["SEARCH_URL"]

    def make_feed_url(self, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["FEED_URL"]


def normalize_url(address: str) -> str:
    """Normalize an address: hosts take /Halo, /halo/ and /halo/index.html for one."""
    plain = address.strip("/").casefold()
    return re.sub(r"(^|/)index\.html$", "", plain) if plain.endswith("index.html") else plain


def find_collisions(cards: Iterable[DocumentMeta], scheme: UrlScheme, content: str) -> list[Diagnostic]:
    """Find documents that share a URL, title or summary, redirects from URLs in use, and tags that share a URL."""
    cards = list(cards)
    own = [normalize_url(scheme.make_document_url(card)) for card in cards]
    errors = []
    taken: dict[str, DocumentMeta] = {}
    for card, address in zip(cards, own, strict=True):
        first = taken.setdefault(address, card)
        if first is not card:
            file, other, url = f"{content}/{card.path}", f"{content}/{first.path}", scheme.make_document_url(card)
            errors.append(diagnose("url-twice", file, url=url, other=other))
    homes = {scheme.make_home_url(card.lang) for card in cards} - {""}
    for card, address in zip(cards, own, strict=True):
        errors += _find_redirect_errors(card, taken, homes, address, f"{content}/{card.path}")
    return [*errors, *_find_duplicate_texts(cards, content), *_find_tag_collisions(cards, content)]


def _find_redirect_errors(
    card: DocumentMeta, taken: dict[str, DocumentMeta], homes: Collection[str], own: str, file: str
) -> Iterator[Diagnostic]:
    """Find the old addresses of a document that are in use, reserved or given twice.

    `taken` has the URLs of all documents, so a redirect never leads to a redirect. `homes` are the URLs of the other
    languages' home pages, and `own` is the document's URL.
    """
    seen: set[str] = set()
    for old in card.redirect_from:
        address = normalize_url(old)
        below = next((home for home in homes if f"{address}/".startswith(home)), "")
        first = taken.setdefault(address, card)
        rule = ""
        if re.split("[/.]", f"{address}/".removeprefix(below))[0] in RESERVED | {""}:
            rule = "redirect-of-site"
        elif first is not card or address == own:
            rule = "redirect-in-use"
        elif address in seen:
            rule = "redirect-twice"
        seen.add(address)
        if rule:
            line = card.lines.get("redirect_from", 0)
            yield diagnose(rule, file, line, "redirect_from", address=old, title=first.title)


def _find_duplicate_texts(cards: Iterable[DocumentMeta], content: str) -> Iterator[Diagnostic]:
    """Find titles and summaries that two documents share: nobody could tell them apart in a list or a search."""
    seen: dict[tuple[str, str, str], DocumentMeta] = {}
    for card in cards:
        for field, text in (("title", card.title), ("summary", card.summary)):
            first = seen.setdefault((card.lang, field, text), card)
            if first is not card:
                file, other = f"{content}/{card.path}", f"{content}/{first.path}"
                yield diagnose("text-twice", file, card.lines.get(field, 0), field, other=other)


def _find_tag_collisions(cards: Iterable[DocumentMeta], content: str) -> Iterator[Diagnostic]:
    """Find the tags that are written differently but have the same URL."""
    names: dict[str, str] = {}
    for card in cards:
        for tag in card.tags:
            first = names.setdefault(make_slug(tag), tag)
            if first != tag:
                file, line = f"{content}/{card.path}", card.lines.get("tags", 0)
                yield diagnose("tag-twice", file, line, "tags", tag=tag, other=first)


def find_translation_errors(cards: Iterable[DocumentMeta], broken: Iterable[str], content: str) -> Iterator[Diagnostic]:
    """Find translations of no text, of a text in their own language, or into a language that has one already.

    `broken` are files with errors of their own, so a translation of one of these may well be right.
    """
    cards = list(cards)
    spoken: dict[str, set[str]] = defaultdict(set)  # languages by slug
    unread = {PurePath(file).stem for file in broken}
    for card in cards:
        spoken[card.slug].add(card.lang)
    first: dict[tuple[str, str], DocumentMeta] = {}
    for card in cards:
        if not card.translates:
            continue
        file, line = f"{content}/{card.path}", card.lines.get("translates", 0)
        twin = first.setdefault((card.translates, card.lang), card)
        if not spoken[card.translates] - {card.lang} and card.translates not in unread:
            yield diagnose("original-missing", file, line, "translates", name=card.translates)
        elif twin is not card:
            other = f"{content}/{twin.path}"
            yield diagnose("translation-twice", file, line, "translates", name=card.translates, other=other)
