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
from plugins.documents.document import Card
from plugins.documents.draft import Use
from plugins.documents.markdown import SCHEMES
from plugins.site.schedule import hidden
from plugins.site.urls import Scheme


@dataclass(frozen=True, slots=True)
class Targets:
    """What a link can lead to: documents by path and by URL, the URLs of lists, and files that could not be read."""

    content: str
    base: str
    today: date
    scheme: Scheme
    cards: Mapping[str, Card]
    by_address: Mapping[str, Card]
    addresses: Collection[str]
    broken: Collection[str]


def lists(cards: Iterable[Card], scheme: Scheme, author: str) -> Iterator[str]:
    """Find the URLs of all lists and feeds that hold these documents; `author` wrote those that name nobody."""
    cards = list(cards)
    articles = [card for card in cards if card.topic]
    for lang in {card.lang for card in cards}:
        yield scheme.home(lang)
    for lang in {card.lang for card in articles}:
        yield from (scheme.archive(lang), scheme.feed(lang))
    for year, lang in {(card.date.year, card.lang) for card in articles}:
        yield scheme.year(year, lang)
    for topic, lang in {(card.topic, card.lang) for card in articles}:
        yield scheme.topic(topic, lang)
    for name, lang in {(card.author or author, card.lang) for card in articles}:
        yield scheme.author(name, lang)
    for tag, lang in {(tag, card.lang) for card in articles for tag in card.tags}:
        yield scheme.tag(tag, lang)


def resolve(card: Card, targets: Targets) -> tuple[dict[str, str], list[Problem]]:
    """Resolve each link of `card`, as written, to a URL, and find the links that lead nowhere."""
    found, problems = {}, []
    for use in card.links:
        if use.target.lower().startswith(SCHEMES):
            continue
        href, fault = _one(use, card, targets)
        found[use.target] = href
        if fault:
            problems.append(Problem(f"{targets.content}/{card.path}", use.line, "", *fault))
    return found, problems


def file_of(path: str, source: str) -> str:
    """Find the file, from content/, that a link in the file `source` names as `path`."""
    file = path.removeprefix("{filename}")
    return posixpath.normpath(
        file.lstrip("/") if file.startswith("/") else posixpath.join(posixpath.dirname(source), file)
    )


def _one(use: Use, card: Card, targets: Targets) -> tuple[str, tuple[str, str] | None]:
    """Resolve one link to a URL, or to "" and what is wrong with it.

    A wrong fragment is a fault, too, but has a URL. A link between two hidden texts is none.
    """
    path, _, fragment = unquote(use.target).partition("#")
    if not path:
        return use.target, _fragment_fault(fragment, card)
    if path.startswith("/"):
        if path.lstrip("/") in targets.addresses or path.strip("/") + "/" in targets.addresses or path == "/":
            return targets.base + path.lstrip("/") + (f"#{fragment}" if fragment else ""), None
        other = targets.by_address.get(path.strip("/") + "/")
    else:
        file = file_of(path, card.path)
        if f"{targets.content}/{file}" in targets.broken:
            return "", None
        other = targets.cards.get(file)
    if not other:
        return "", (f"the link {use.target} leads nowhere", _nearest(path, targets))
    if reason := hidden(other, targets.today):
        when = "is a draft" if reason == "draft" else f"appears on {reason}"
        if not hidden(card, targets.today):
            return "", (
                f"the link {use.target} leads to {other.title!r}, which {when}",
                "take the link out, or publish that first",
            )
    address = f"{targets.base}{targets.scheme.document(other)}"
    return address + (f"#{fragment}" if fragment else ""), _fragment_fault(fragment, other)


def _fragment_fault(fragment: str, card: Card) -> tuple[str, str] | None:
    """Find out whether a document lacks the place that a link names, and suggest the likeliest."""
    if not fragment or fragment in card.ids:
        return None
    near = difflib.get_close_matches(fragment, sorted(card.ids), 1, 0.3)
    hint = f"did you mean #{near[0]}?" if near else "take the # and what follows out"
    return f"{card.title!r} has no place called #{fragment}", hint


def _nearest(path: str, targets: Targets) -> str:
    """Suggest what to write in place of a path that leads nowhere."""
    names = {posixpath.basename(file): file for file in sorted(targets.cards)}
    wanted = posixpath.basename(path.rstrip("/"))
    near = difflib.get_close_matches(wanted if wanted.endswith(".md") else f"{wanted}.md", list(names), 1, 0.75)
    return (
        f"did you mean {{filename}}/{names[near[0]]}?"
        if near
        else "write {filename}/ and a path from content/, as in {filename}/pages/contact.md"
    )


def replace(html: str, attribute: str, found: Mapping[str, str]) -> str:
    """Replace in `html` each value of `attribute` (href or src) that `found` has a URL for."""

    def put(match: re.Match[str]) -> str:
        target = unescape(match[1])
        return f'{attribute}="{escape(found[target])}"' if target in found else match[0]

    return re.sub(rf'{attribute}="([^"]*)"', put, html)
