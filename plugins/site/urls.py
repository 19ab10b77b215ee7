"""URLs: where each document and list stands, and that no two share one. The patterns are pelicanconf.py's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import PEOPLE, RESERVED, make_slug


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

    def make_document_url(self, meta: DocumentMeta) -> str:
        return self.make_text_url(meta.slug, meta.lang)

    def make_file_path(self, meta: DocumentMeta) -> str:
        return f"{self.make_document_url(meta)}index.html"

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

    def make_people_url(self, lang: str) -> str:
        return self.make_text_url(PEOPLE, lang)

    def make_search_url(self, lang: str) -> str:
        return self.make_home_url(lang) + self.settings["SEARCH_URL"]

    def make_feed_url(self, lang: str, topic: str = "") -> str:
        """Make the URL of the feed of all articles, or of those of a topic."""
        return (self.make_topic_url(topic, lang) if topic else self.make_home_url(lang)) + self.settings["FEED_URL"]


def normalize_url(address: str) -> str:
    """Normalize an address: hosts take /Halo, /halo/ and /halo/index.html for one."""
    plain = address.strip("/").casefold()
    return re.sub(r"(^|/)index\.html$", "", plain) if plain.endswith("index.html") else plain


def find_collisions(metas: Collection[DocumentMeta], scheme: UrlScheme, content: str) -> list[Diagnostic]:
    """Find documents that share a URL, title or summary, redirects from URLs in use, and tags that share a URL."""
    by_address: dict[str, list[DocumentMeta]] = defaultdict(list)
    for meta in metas:
        by_address[normalize_url(scheme.make_document_url(meta))].append(meta)
    owners = {address: first for address, (first, *_) in by_address.items()}
    home_urls = {scheme.make_home_url(meta.lang) for meta in metas} - {""}
    return [
        *_find_shared_urls(by_address, scheme, content),
        *_find_redirect_errors(metas, owners, home_urls, content),
        *_find_duplicate_texts(metas, content),
        *_find_tag_collisions(metas, content),
    ]


def _find_shared_urls(
    by_address: Mapping[str, Sequence[DocumentMeta]], scheme: UrlScheme, content: str
) -> Iterator[Diagnostic]:
    """Find the documents at an address that another document has already."""
    for first, *others in by_address.values():
        for meta in others:
            url = scheme.make_document_url(meta)
            yield diagnose("url-twice", f"{content}/{meta.path}", url=url, other=f"{content}/{first.path}")


def _find_redirect_errors(
    metas: Iterable[DocumentMeta], owners: Mapping[str, DocumentMeta], home_urls: Collection[str], content: str
) -> Iterator[Diagnostic]:
    """Find the old addresses that are reserved, given twice or in use. `owners` has the document at each URL."""
    earlier: dict[str, DocumentMeta] = {}  # the document that each old address was given by
    for meta, written in ((one, address) for one in metas for address in one.redirect_from):
        address = normalize_url(written)
        if _is_reserved(address, home_urls):
            yield _diagnose_redirect("redirect-of-site", written, meta, content)
        elif earlier.get(address) == meta:
            yield _diagnose_redirect("redirect-twice", written, meta, content)
        elif holder := owners.get(address) or earlier.get(address):
            yield _diagnose_redirect("redirect-in-use", written, meta, content, title=holder.title)
        else:
            earlier[address] = meta


def _diagnose_redirect(rule: str, written: str, meta: DocumentMeta, content: str, **values: str) -> Diagnostic:
    """Make the diagnostic of an old address, at the field `redirect_from` of its document."""
    file, line = f"{content}/{meta.path}", meta.lines.get("redirect_from", 0)
    return diagnose(rule, file, line, "redirect_from", address=written, **values)


def _is_reserved(address: str, home_urls: Collection[str]) -> bool:
    """Check whether an address is a home page's, or begins with a name that the site itself uses, in any language.

    `home_urls` are those of all languages but the default, whose home page is the root.
    """
    path = f"{address}/"
    home_url = next((url for url in home_urls if path.startswith(url)), "")
    first_name = re.split("[/.]", path.removeprefix(home_url))[0]
    return not first_name or first_name in RESERVED


def _find_duplicate_texts(metas: Iterable[DocumentMeta], content: str) -> Iterator[Diagnostic]:
    """Find titles and summaries that two documents share: nobody could tell them apart in a list or a search."""
    seen: dict[tuple[str, str, str], DocumentMeta] = {}
    for meta in metas:
        for field, text in (("title", meta.title), ("summary", meta.summary)):
            first = seen.setdefault((meta.lang, field, text), meta)
            if first is not meta:
                file, other = f"{content}/{meta.path}", f"{content}/{first.path}"
                name = "name" if meta.person and field == "title" else field
                yield diagnose("text-twice", file, meta.lines.get(name, 0), name, other=other)


def _find_tag_collisions(metas: Collection[DocumentMeta], content: str) -> Iterator[Diagnostic]:
    """Find the tags that are written differently but have the same URL: each that is not the most used of these."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for meta in metas:
        for tag in meta.tags:
            counts[make_slug(tag)][tag] += 1
    usual = {slug: found.most_common(1)[0][0] for slug, found in counts.items() if len(found) > 1}
    for meta in metas if usual else ():
        for tag in meta.tags:
            if (other := usual.get(make_slug(tag), tag)) != tag:
                file, line = f"{content}/{meta.path}", meta.lines.get("tags", 0)
                yield diagnose("tag-twice", file, line, "tags", tag=tag, other=other)


def find_translation_errors(
    metas: Collection[DocumentMeta], broken: Iterable[str], content: str
) -> Iterator[Diagnostic]:
    """Find translations without an original in another language, and those into a language that has one already."""
    languages = _list_languages(metas)
    broken_slugs = {PurePath(file).stem for file in broken}  # of files with errors: these may be originals
    first_translations: dict[tuple[str, str], DocumentMeta] = {}  # by the slug of the original and the language
    for meta in filter(attrgetter("translates"), metas):
        first = first_translations.setdefault((meta.translates, meta.lang), meta)
        other_languages = languages.get(meta.translates, set()) - {meta.lang}
        if not other_languages and meta.translates not in broken_slugs:
            yield _diagnose_translation("original-missing", meta, content)
        elif first is not meta:
            yield _diagnose_translation("translation-twice", meta, content, other=f"{content}/{first.path}")


def _list_languages(metas: Iterable[DocumentMeta]) -> dict[str, set[str]]:
    """List the languages of the texts that share each slug."""
    languages: dict[str, set[str]] = defaultdict(set)
    for meta in metas:
        languages[meta.slug].add(meta.lang)
    return languages


def _diagnose_translation(rule: str, meta: DocumentMeta, content: str, **values: str) -> Diagnostic:
    """Make the diagnostic of a translation, at its field `translates`."""
    file, line = f"{content}/{meta.path}", meta.lines.get("translates", 0)
    return diagnose(rule, file, line, "translates", name=meta.translates, **values)
