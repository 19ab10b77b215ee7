"""Links as editors write them, resolved to URLs.

A link names a file ({filename}/articles/x.md, or x.md beside it), an address of this site (/contact/), a place on
the page (#risks) or another site. Pictures may be named anywhere in content/images.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from urllib.parse import unquote

from plugins.diagnostics.diagnostic import Problem
from plugins.documents.conversion import LinkUse
from plugins.documents.document import DocumentMeta
from plugins.documents.markdown import SCHEMES
from plugins.site.schedule import find_hidden_reason
from plugins.site.urls import UrlScheme


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """What a link can lead to: documents by path and by URL, the URLs of lists, and files that could not be read."""

    content: str
    base: str
    today: date
    scheme: UrlScheme
    cards: Mapping[str, DocumentMeta]
    by_address: Mapping[str, DocumentMeta]
    addresses: Collection[str]
    broken: Collection[str]


def find_list_urls(cards: Iterable[DocumentMeta], scheme: UrlScheme, author: str) -> Iterator[str]:
    """Find the URLs of all lists and feeds that hold these documents; `author` wrote those that name nobody."""
    cards = list(cards)
    articles = [card for card in cards if card.topic]
    for lang in {card.lang for card in cards}:
        yield scheme.make_home_url(lang)
    for lang in {card.lang for card in articles}:
        yield from (scheme.make_archive_url(lang), scheme.make_feed_url(lang))
    for year, lang in {(card.date.year, card.lang) for card in articles}:
        yield scheme.make_year_url(year, lang)
    for topic, lang in {(card.topic, card.lang) for card in articles}:
        yield scheme.make_topic_url(topic, lang)
    for name, lang in {(card.author or author, card.lang) for card in articles}:
        yield scheme.make_author_url(name, lang)
    for tag, lang in {(tag, card.lang) for card in articles for tag in card.tags}:
        yield scheme.make_tag_url(tag, lang)


def resolve_links(card: DocumentMeta, targets: LinkTargets) -> tuple[dict[str, str], list[Problem]]:
    """Resolve each link of `card`, as written, to a URL, and find the links that lead nowhere."""
    found, problems = {}, []
    for use in card.links:
        if use.target.lower().startswith(SCHEMES):
            continue
        href, fault = _resolve_link(use, card, targets)
        found[use.target] = href
        if fault:
            problems.append(Problem(f"{targets.content}/{card.path}", use.line, "", *fault))
    return found, problems


def find_linked_file(path: str, source: str) -> str:
    """Find the file, from content/, that a link in the file `source` names as `path`."""
    file = path.removeprefix("{filename}")
    return posixpath.normpath(
        file.lstrip("/") if file.startswith("/") else posixpath.join(posixpath.dirname(source), file)
    )


def _resolve_link(use: LinkUse, card: DocumentMeta, targets: LinkTargets) -> tuple[str, tuple[str, str] | None]:
    """Resolve one link to a URL, or to "" and what is wrong with it.

    A wrong fragment is a fault, too, but has a URL. A link between two hidden texts is none.
    """
    path, _, fragment = unquote(use.target).partition("#")
    if not path:
        return use.target, _find_fragment_fault(fragment, card)
    if path.startswith("/"):
        if path.lstrip("/") in targets.addresses or path.strip("/") + "/" in targets.addresses or path == "/":
            return targets.base + path.lstrip("/") + (f"#{fragment}" if fragment else ""), None
        other = targets.by_address.get(path.strip("/") + "/")
    else:
        file = find_linked_file(path, card.path)
        if f"{targets.content}/{file}" in targets.broken:
            return "", None
        other = targets.cards.get(file)
    if not other:
        return "", (f"the link {use.target} leads nowhere", _suggest_target(path, targets))
    if reason := find_hidden_reason(other, targets.today):
        when = "is a draft" if reason == "draft" else f"appears on {reason}"
        if not find_hidden_reason(card, targets.today):
            return "", (
                f"the link {use.target} leads to {other.title!r}, which {when}",
                "take the link out, or publish that first",
            )
    address = f"{targets.base}{targets.scheme.make_document_url(other)}"
    return address + (f"#{fragment}" if fragment else ""), _find_fragment_fault(fragment, other)


def _find_fragment_fault(fragment: str, card: DocumentMeta) -> tuple[str, str] | None:
    """Find out whether a document lacks the place that a link names, and suggest the likeliest."""
    if not fragment or fragment in card.ids:
        return None
    near = difflib.get_close_matches(fragment, sorted(card.ids), 1, 0.3)
    hint = f"did you mean #{near[0]}?" if near else "take the # and what follows out"
    return f"{card.title!r} has no place called #{fragment}", hint


def _suggest_target(path: str, targets: LinkTargets) -> str:
    """Suggest what to write in place of a path that leads nowhere."""
    names = {posixpath.basename(file): file for file in sorted(targets.cards)}
    wanted = posixpath.basename(path.rstrip("/"))
    near = difflib.get_close_matches(wanted if wanted.endswith(".md") else f"{wanted}.md", list(names), 1, 0.75)
    return (
        f"did you mean {{filename}}/{names[near[0]]}?"
        if near
        else "write {filename}/ and a path from content/, as in {filename}/pages/contact.md"
    )


def replace_urls(html: str, attribute: str, found: Mapping[str, str]) -> str:
    """Replace in `html` each value of `attribute` (href or src) that `found` has a URL for."""

    def put(match: re.Match[str]) -> str:
        target = unescape(match[1])
        return f'{attribute}="{escape(found[target])}"' if target in found else match[0]

    return re.sub(rf'{attribute}="([^"]*)"', put, html)
