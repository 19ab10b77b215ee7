"""Validation of the finished site as a visitor sees it: every page, link, fragment and file.

Mistakes that an editor can fix are reported by earlier stages, with their line; this is the last check before
publishing. `inspect_file` reads one file by itself, and `validate_site` compares what files say of each other.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from pelicanconf import HEAVY_PAGE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose

LEAST_RATIO = 2  # of compression; measured are 2.7 to 5, so a page below HEAVY_PAGE times this need not be compressed
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NEEDED = ("index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", "favicon.ico")
NAME = r"[a-zA-Z][\w:-]*"
TAG = re.compile(rf"(/?)({NAME})((?:\s+{NAME}(?:=\"[^\"]*\")?)*)\s*(/?)")
ATTRIBUTE = re.compile(rf"({NAME})(?:=\"([^\"]*)\")?")
LEADING = ("href", "src", "poster", "action", "data")  # attributes that hold a URL
STYLE_URL = re.compile(r"""url\(["']?(?!data:)([^"')]+)""")
DOCTYPE = "!DOCTYPE html"
HEADING = re.compile("h[1-6]")
PLAIN = re.compile(r"((?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)(?:#([\w-]+))?", re.ASCII)  # a plain URL after the site's own


class FileFacts(NamedTuple):
    """What other files need to know of one: its title and description, its ids, and the files and places it links to.

    `errors` are its own, without its name. Title and description are empty on a page that search engines shall not
    list. `leaves` marks a page that redirects its reader. `size` is the compressed size in bytes of a heavy page, or 0.
    """

    errors: tuple[Diagnostic, ...] = ()
    title: str = ""
    description: str = ""
    ids: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    leaves: bool = False
    size: int = 0


@dataclass(slots=True)
class ParsedPage:
    """What the tags of one HTML page say."""

    title: str = ""
    description: str = ""
    noindex: bool = False
    leaves: bool = False
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


class HtmlTag(NamedTuple):
    """What one HTML tag says: an id, links, something of the page, or what is wrong with it."""

    level: int = 0  # of a heading
    id: str | None = None
    links: tuple[str, ...] = ()
    meta: tuple[str, str] = ("", "")  # name, or the header that it stands for, and content
    errors: tuple[Diagnostic, ...] = ()


def inspect_file(name: str, data: bytes, url: str) -> FileFacts:
    """Inspect the file `name` of a site that will stand at `url`."""
    if not data:
        return FileFacts((diagnose("output-empty"),))
    if name.endswith(".html"):
        return _inspect_page(name, parse_page(data.decode("utf-8")), url)._replace(size=_measure_heavy(data))
    if name.endswith((".xml", ".svg", ".webmanifest", ".json")):
        return FileFacts(tuple(_find_syntax_errors(name, data.decode("utf-8"))))
    return FileFacts()


def _measure_heavy(data: bytes) -> int:
    """Compute the compressed size of a page, in bytes; 0 where it is not over HEAVY_PAGE."""
    size = len(zlib.compress(data, 6, wbits=zlib.MAX_WBITS | 16)) if len(data) > LEAST_RATIO * HEAVY_PAGE else 0
    return size if size > HEAVY_PAGE else 0


def find_heavy_pages(sizes: Mapping[str, int], texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Find the heavy pages. Each is noted under the source file of its text, which `texts` has by page."""
    for name, size in sizes.items():
        kilobytes = {"size": size / 1000, "limit": HEAVY_PAGE / 1000}
        if name in texts:
            yield diagnose("page-heavy", texts[name], 0, name, **kilobytes)
        else:
            yield diagnose("list-heavy", name, **kilobytes)


def locate_in_texts(errors: Iterable[Diagnostic], texts: Mapping[str, str]) -> list[Diagnostic]:
    """Point each error of a page at the source file of its text, where there is one."""
    return [one.locate(texts[one.file], field=one.file) if one.file in texts else one for one in errors]


def validate_site(
    site: Mapping[str, FileFacts], notices: Mapping[str, Collection[str]] | None = None
) -> list[Diagnostic]:
    """Find everything wrong with a site of these files. `notices` has the files that hold each notice."""
    errors = [diagnose("output-missing", name) for name in NEEDED if name not in site]
    for name, facts in site.items():
        errors += [error.locate(name) for error in facts.errors]
        errors += [diagnose("output-link-nowhere", name, file=file) for file in facts.files if file not in site]
        for file, place in facts.places:
            if file in site and place not in site[file].ids:
                errors.append(diagnose("output-place-nowhere", name, file=file, place=place))
    return errors + _find_duplicates(site) + list(find_unlinked_notices(site, site, notices or {}))


def find_unlinked_notices(
    site: Mapping[str, FileFacts], names: Collection[str], notices: Mapping[str, Collection[str]]
) -> Iterator[Diagnostic]:
    """Find notices that are missing, and pages of `site`, which may be a part of the whole, that do not link to one.

    `names` are all files of the whole site.
    """
    there = {notice: {file for file in held if file in names} for notice, held in notices.items()}
    files = set().union(*there.values())
    for name, facts in site.items() if files else ():
        if name.endswith(".html") and not facts.leaves:
            led = files.intersection(facts.files)
            for notice, held in there.items():
                if held and held.isdisjoint(led):
                    yield diagnose("notice-unlinked", name, notice=notice)
    for notice, held in there.items():
        if not held:
            yield diagnose("notice-page-missing", "index.html", notice=notice)


def parse_page(html: str) -> ParsedPage:
    """Parse a page. Every tag must be plain: attributes in double quotation marks, each element closed."""
    seen, open_tags = ParsedPage(), [""]
    for part in html.split("<")[1:]:
        inside, closed, text = part.partition(">")
        name, opens, tag = _parse_tag(inside if closed else f"{inside}<")
        if opens > 0:
            if name == "title" and "svg" not in open_tags:
                seen.title += unescape(text)
            elif name == "script":
                seen.data.append(text)
            elif name == "style":
                seen.links += STYLE_URL.findall(text)
            open_tags.append(name)
        elif opens and open_tags[-1] == name:
            open_tags.pop()
        elif opens:
            _close_tag(name, open_tags, seen)
        if tag:
            _record_tag(tag, seen)
    seen.errors += [diagnose("tag-open", name=name) for name in open_tags[1:]]
    return seen


@lru_cache(maxsize=20_000)
def _parse_tag(inside: str) -> tuple[str, int, HtmlTag | None]:
    """Parse what stands between < and >.

    Return the tag's name; 1, -1 or 0 as it opens, closes or stands alone; and what it says, None where it is nothing.
    """
    match = TAG.fullmatch(inside)
    if not match:
        tag = HtmlTag(errors=() if inside == DOCTYPE else (diagnose("tag-unread", inside=inside[:40]),))
        return "", 0, tag if tag.errors else None
    given = [(name.lower(), unescape(value)) for name, value in ATTRIBUTE.findall(match[3])]
    name, said = match[2].lower(), dict(given)
    opens = -1 if match[1] else 0 if match[4] or name in VOID else 1
    links = [said[key] for key in LEADING if key in said]
    links += [part.split()[0] for part in said.get("srcset", "").split(",") if part.strip()]
    meta = (said.get("name") or said.get("http-equiv", ""), said.get("content", "")) if name == "meta" else ("", "")
    if name == "meta" and said.get("property") == "og:image":
        links.append(meta[1])
    tag = HtmlTag(
        int(name[1]) if opens > 0 and HEADING.fullmatch(name) else 0,
        said.get("id"),
        tuple(links),
        meta,
        (diagnose("tag-attribute-twice", name=name),) if len(said) < len(given) else (),
    )
    return name, opens, tag if tag != HtmlTag() else None


def _close_tag(name: str, open_tags: list[str], seen: ParsedPage) -> None:
    """Close a tag that is not the last one opened, and record the error."""
    if name in open_tags:
        seen.errors.append(diagnose("tag-crossed", name=open_tags[-1], outer=name))
        while open_tags.pop() != name:
            pass
    else:
        seen.errors.append(diagnose("tag-stray", name=name))


def _record_tag(tag: HtmlTag, seen: ParsedPage) -> None:
    """Add what a tag says to what is known of its page."""
    seen.errors += tag.errors
    seen.links += tag.links
    if tag.id is not None:
        seen.ids.append(tag.id)
    if tag.level:
        seen.headings.append(tag.level)
    if tag.meta[0] == "description":
        seen.description = tag.meta[1]
    if tag.meta[0] == "robots":
        seen.noindex = "noindex" in tag.meta[1]
    if tag.meta[0] == "refresh":
        seen.leaves = True


def _inspect_page(name: str, seen: ParsedPage, url: str) -> FileFacts:
    """Work out the facts of a parsed page: its errors, and the files and places that its links lead to."""
    here = urljoin(url, name.removesuffix("index.html"))
    errors, places = [*seen.errors, *_find_page_errors(seen)], []
    files: dict[str, None] = {}
    for link in dict.fromkeys(seen.links):
        if link.startswith("#"):
            file, fragment, error = name, unquote(link[1:]), None
        else:  # what starts at the root leads to the same from everywhere
            file, fragment, error = _resolve_target(url if link.startswith("/") else here, link, url)
        if error:
            errors.append(error)
        elif file == name and fragment and fragment not in seen.ids:
            errors.append(diagnose("output-anchor-nowhere", link=link))
        elif file:
            files[file] = None
            if fragment and file != name:
                places.append((file, fragment))
    said = ("", "") if seen.noindex else (seen.title, seen.description)
    return FileFacts(tuple(errors), *said, tuple(seen.ids), tuple(files), tuple(places), seen.leaves)


@lru_cache(maxsize=20_000)
def _resolve_target(here: str, link: str, url: str) -> tuple[str, str, Diagnostic | None]:
    """Resolve a link on the page `here` to a file of the site at `url` and a place in it, or say what is wrong with it.

    File and place are empty where the link leaves the site.
    """
    start = url if link.startswith(url) else urlsplit(url).path
    if link.startswith(start) and (plain := PLAIN.fullmatch(link, len(start))):
        target, fragment = plain[1], plain[2] or ""
        return target + ("index.html" if target.endswith("/") or not target else ""), fragment, None
    whole, fragment = urldefrag(urljoin(here, link))
    parts, site = urlsplit(whole), urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return "", "", None if parts.scheme in ("mailto", "tel") else diagnose("output-link-scheme", link=link)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return "", "", None
    if not whole.startswith(url):
        return "", "", diagnose("output-link-outside", link=link, folder=site.path)
    target = unquote(whole.removeprefix(url))
    return target + ("index.html" if target.endswith("/") or not target else ""), unquote(fragment), None


def _find_syntax_errors(name: str, text: str) -> Iterator[Diagnostic]:
    """Find a syntax error in XML or, where the name has no XML ending, JSON."""
    try:
        if name.endswith((".xml", ".svg")):
            ElementTree.fromstring(text)
        else:
            json.loads(text)
    except (ElementTree.ParseError, ValueError) as error:
        yield diagnose("output-malformed", error=error)


def _find_page_errors(seen: ParsedPage) -> Iterator[Diagnostic]:
    """Find errors in a page by itself: headings, title, description, ids, structured data."""
    if (count := seen.headings.count(1)) != 1:
        yield diagnose("page-main-heading", count=count)
    for before, after in pairwise(seen.headings):
        if after > before + 1:
            yield diagnose("page-heading-skip", after=after, before=before)
    if not seen.title.strip():
        yield diagnose("page-title-missing")
    if not seen.description.strip():
        yield diagnose("page-description-missing")
    for name, count in Counter(seen.ids).items():
        if count > 1:
            yield diagnose("page-id-twice", id=name, count=count)
    for data in seen.data:
        if data.strip():
            yield from _find_syntax_errors("structured data", data)


def _find_duplicates(site: Mapping[str, FileFacts]) -> list[Diagnostic]:
    """Find pages that have the same title or the same description."""
    errors = []
    for what in ("title", "description"):
        names: dict[str, list[str]] = defaultdict(list)
        for name, facts in site.items():
            names[getattr(facts, what)].append(name)
        for text, twins in names.items():
            if text and len(twins) > 1:
                errors.append(diagnose(f"page-{what}-twice", twins[1], twin=twins[0], text=text))
    return errors
