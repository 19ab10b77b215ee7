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
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from pelicanconf import HEAVY_PAGE
from plugins.diagnostics.diagnostic import Problem

LEAST_RATIO = 2  # of compression; measured are 2.7 to 5, so a page below HEAVY_PAGE times this need not be compressed
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MEND = "mend the text or the template that makes it"
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

    `faults` are its own. Title and description are empty on a page that search engines shall not list. `leaves` marks a
    page that redirects its reader. `size` is the compressed size in bytes of a heavy page; else 0.
    """

    faults: tuple[str, ...] = ()
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
    faults: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


class HtmlTag(NamedTuple):
    """What one HTML tag says: an id, links, something of the page, or what is wrong with it."""

    level: int = 0  # of a heading
    id: str | None = None
    links: tuple[str, ...] = ()
    meta: tuple[str, str] = ("", "")  # name, or the header that it stands for, and content
    faults: tuple[str, ...] = ()


def inspect_file(name: str, data: bytes, url: str) -> FileFacts:
    """Inspect the file `name` of a site that will stand at `url`."""
    if not data:
        return FileFacts(("is empty",))
    if name.endswith(".html"):
        return _inspect_page(name, parse_page(data.decode("utf-8")), url)._replace(size=_measure_heavy(data))
    if name.endswith((".xml", ".svg", ".webmanifest", ".json")):
        return FileFacts(tuple(_find_syntax_faults(name, data.decode("utf-8"))))
    return FileFacts()


def _measure_heavy(data: bytes) -> int:
    """Compute the compressed size of a page, in bytes; 0 where it is not over HEAVY_PAGE."""
    size = len(zlib.compress(data, 6, wbits=zlib.MAX_WBITS | 16)) if len(data) > LEAST_RATIO * HEAVY_PAGE else 0
    return size if size > HEAVY_PAGE else 0


def find_heavy_pages(sizes: Mapping[str, int], texts: Mapping[str, str]) -> Iterator[Problem]:
    """Find the heavy pages. Each is noted under the source file of its text, which `texts` has by page."""
    for name, size in sizes.items():
        what = f"is {size / 1000:.1f} kB compressed, over {HEAVY_PAGE / 1000:g} kB, and slow on an old phone"
        if name in texts:
            yield Problem(texts[name], 0, name, what, "shorten the text, or leave out some of its parts")
        else:
            yield Problem(name, 0, "", what, "shorten the titles and summaries of what it lists")


def locate_in_texts(problems: Iterable[Problem], texts: Mapping[str, str]) -> list[Problem]:
    """Point each problem of a page at the source file of its text, where there is one."""
    return [replace(one, file=texts[one.file], field=one.file) if one.file in texts else one for one in problems]


def validate_site(site: Mapping[str, FileFacts], notices: Mapping[str, Collection[str]] | None = None) -> list[Problem]:
    """Find everything wrong with a site of these files. `notices` has the files that hold each notice."""
    problems = [_make_problem(name, "is missing") for name in NEEDED if name not in site]
    for name, facts in site.items():
        problems += [_make_problem(name, fault) for fault in facts.faults]
        problems += [
            _make_problem(name, f"the link to /{file} leads nowhere") for file in facts.files if file not in site
        ]
        for file, place in facts.places:
            if file in site and place not in site[file].ids:
                problems.append(_make_problem(name, f"the link to /{file}#{place} leads to no place on its page"))
    return problems + _find_duplicates(site) + list(find_unlinked_notices(site, site, notices or {}))


def find_unlinked_notices(
    site: Mapping[str, FileFacts], names: Collection[str], notices: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
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
                    yield _make_problem(name, f"does not link to the page with the notice {notice}")
    for notice, held in there.items():
        if not held:
            yield _make_problem("index.html", f"the page with the notice {notice} is missing")


def _make_problem(name: str, what: str) -> Problem:
    return Problem(name, 0, "", what, MEND)


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
    seen.faults += [f"<{name}> is not closed" for name in open_tags[1:]]
    return seen


@lru_cache(maxsize=20_000)
def _parse_tag(inside: str) -> tuple[str, int, HtmlTag | None]:
    """Parse what stands between < and >.

    Return the tag's name; 1, -1 or 0 as it opens, closes or stands alone; and what it says, None where it is nothing.
    """
    match = TAG.fullmatch(inside)
    if not match:
        tag = HtmlTag(faults=() if inside == DOCTYPE else (f"<{inside[:40]}> is no plain tag",))
        return "", 0, tag if tag.faults else None
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
        (f"<{name}> has an attribute twice",) if len(said) < len(given) else (),
    )
    return name, opens, tag if tag != HtmlTag() else None


def _close_tag(name: str, open_tags: list[str], seen: ParsedPage) -> None:
    """Close a tag that is not the last one opened, and record the fault."""
    if name in open_tags:
        seen.faults.append(f"<{open_tags[-1]}> is not closed before </{name}>")
        while open_tags.pop() != name:
            pass
    else:
        seen.faults.append(f"</{name}> closes nothing")


def _record_tag(tag: HtmlTag, seen: ParsedPage) -> None:
    """Add what a tag says to what is known of its page."""
    seen.faults += tag.faults
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
    """Work out the facts of a parsed page: its faults, and the files and places that its links lead to."""
    here = urljoin(url, name.removesuffix("index.html"))
    faults, places = [*seen.faults, *_find_page_faults(seen)], []
    files: dict[str, None] = {}
    for link in dict.fromkeys(seen.links):
        if link.startswith("#"):
            file, fragment, fault = name, unquote(link[1:]), ""
        else:  # what starts at the root leads to the same from everywhere
            file, fragment, fault = _resolve_target(url if link.startswith("/") else here, link, url)
        if fault:
            faults.append(fault)
        elif file == name and fragment and fragment not in seen.ids:
            faults.append(f"the link {link!r} leads to no place on its page")
        elif file:
            files[file] = None
            if fragment and file != name:
                places.append((file, fragment))
    said = ("", "") if seen.noindex else (seen.title, seen.description)
    return FileFacts(tuple(faults), *said, tuple(seen.ids), tuple(files), tuple(places), seen.leaves)


@lru_cache(maxsize=20_000)
def _resolve_target(here: str, link: str, url: str) -> tuple[str, str, str]:
    """Resolve a link on the page `here` to a file of the site at `url` and a place in it, or say what is wrong with it.

    File and place are empty where the link leaves the site.
    """
    start = url if link.startswith(url) else urlsplit(url).path
    if link.startswith(start) and (plain := PLAIN.fullmatch(link, len(start))):
        target, fragment = plain[1], plain[2] or ""
        return target + ("index.html" if target.endswith("/") or not target else ""), fragment, ""
    whole, fragment = urldefrag(urljoin(here, link))
    parts, site = urlsplit(whole), urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return "", "", "" if parts.scheme in ("mailto", "tel") else f"the link {link!r} is not a web address"
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return "", "", ""
    if not whole.startswith(url):
        return "", "", f"the link {link!r} leaves the site's folder {site.path}"
    target = unquote(whole.removeprefix(url))
    return target + ("index.html" if target.endswith("/") or not target else ""), unquote(fragment), ""


def _find_syntax_faults(name: str, text: str) -> Iterator[str]:
    """Find a syntax error in XML or, where the name has no XML ending, JSON."""
    try:
        if name.endswith((".xml", ".svg")):
            ElementTree.fromstring(text)
        else:
            json.loads(text)
    except (ElementTree.ParseError, ValueError) as error:
        yield f"is not well formed: {error}"


def _find_page_faults(seen: ParsedPage) -> Iterator[str]:
    """Find faults in a page by itself: headings, title, description, ids, structured data."""
    if seen.headings.count(1) != 1:
        yield f"has {seen.headings.count(1)} main headings (h1) in place of one"
    for before, after in pairwise(seen.headings):
        if after > before + 1:
            yield f"a heading h{after} follows h{before}"
    if not seen.title.strip():
        yield "has no title"
    if not seen.description.strip():
        yield "has no description"
    for name, count in Counter(seen.ids).items():
        if count > 1:
            yield f"the id {name!r} stands {count} times"
    for data in seen.data:
        if data.strip():
            yield from _find_syntax_faults("structured data", data)


def _find_duplicates(site: Mapping[str, FileFacts]) -> list[Problem]:
    """Find pages that have the same title or the same description."""
    problems = []
    for what in ("title", "description"):
        names: dict[str, list[str]] = defaultdict(list)
        for name, facts in site.items():
            names[getattr(facts, what)].append(name)
        for text, twins in names.items():
            if text and len(twins) > 1:
                problems.append(_make_problem(twins[1], f"has the same {what} as {twins[0]}: {text!r}"))
    return problems
