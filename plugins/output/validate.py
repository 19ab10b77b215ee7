"""Validation of the finished site as a visitor sees it: every page, link, fragment and file.

Mistakes that an editor can fix are reported by earlier stages, with their line; this is the last check before
publishing. `inspect_file` reads one file by itself, and `validate_site` compares what files say of each other.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from pelicanconf import HEAVY_PAGE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose

QUICK = 1  # the level of compression that is quickest, and compresses least
LEAST_RATIO = 2  # of compression; measured are 2.7 to 5, so a page below HEAVY_PAGE times this need not be compressed
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NEEDED = ("index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", "favicon.ico")
NAME = r"[a-zA-Z][\w:-]*"
TAG = re.compile(rf"(?P<end>/?)(?P<name>{NAME})(?P<attributes>(?:\s+{NAME}(?:=\"[^\"]*\")?)*)\s*(?P<alone>/?)")
ATTRIBUTE = re.compile(rf"({NAME})(?:=\"([^\"]*)\")?")
LEADING = ("href", "src", "poster", "action", "data")  # attributes that hold a URL
STYLE_URL = re.compile(r"""url\(["']?(?!data:)([^"')]+)""")
DOCTYPE = "!DOCTYPE html"
HEADING = re.compile("h[1-6]")
# what is after the site's own URL in a URL without escapes and queries
PLAIN = re.compile(r"(?P<path>(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)(?:#(?P<fragment>[\w-]+))?", re.ASCII)
QUOTED_LENGTH = 40  # characters of a tag that an error quotes
# What a file of the site uses: "FILE" or "FILE#PLACE", to which it links, and its "title: TEXT", "description: TEXT".
Use = str


class FileFacts(NamedTuple):
    """What other files need to know of one: its title and description, its ids, and the files and places it links to.

    `errors` are its own, without its name. Title and description are empty on a page that search engines shall not
    list. `leaves` marks a page that redirects its reader. `size` is a heavy page's compressed size in bytes; else 0.
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
    """What the tags of one HTML page say. `headings` are the levels of its headings, `scripts` the texts of scripts."""

    title: str = ""
    description: str = ""
    noindex: bool = False
    leaves: bool = False
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)


class TagFacts(NamedTuple):
    """What one HTML tag says of its page: an id, links, a value of its metadata, or what is wrong with the tag."""

    heading_level: int = 0
    id: str | None = None
    links: tuple[str, ...] = ()
    meta_name: str = ""  # the name of a meta tag, or the header that it stands for
    meta_content: str = ""
    errors: tuple[Diagnostic, ...] = ()


class ParsedTag(NamedTuple):
    """The name of an HTML tag, and whether it opens or closes an element: a tag that stands alone does neither.

    `facts` is None where a tag says nothing of its page.
    """

    name: str
    opens: bool
    closes: bool
    facts: TagFacts | None


class LinkTarget(NamedTuple):
    """The file of the site that a link leads to, and a place in it; both are empty where the link leaves the site."""

    file: str = ""
    fragment: str = ""
    error: Diagnostic | None = None


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
    if len(data) <= LEAST_RATIO * HEAVY_PAGE or _measure_compressed(data, QUICK) <= HEAVY_PAGE:
        return 0
    size = _measure_compressed(data, 6)
    return size if size > HEAVY_PAGE else 0


def _measure_compressed(data: bytes, level: int) -> int:
    """Compute the size of a page that a server compresses at this level."""
    return len(zlib.compress(data, level, wbits=zlib.MAX_WBITS | 16))


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


def count_uses(facts: Iterable[FileFacts]) -> Counter[Use]:
    """Count how many of these files link to a file or to a place in it, and have a title or a description."""
    return Counter(use for one in facts for use in _list_uses(one))


def _list_uses(facts: FileFacts) -> Iterator[Use]:
    yield from facts.files
    yield from (f"{file}#{place}" for file, place in facts.places)
    yield from _list_names(facts)


def _list_names(facts: FileFacts) -> list[Use]:
    """List what no other file of the site may have too: title and description."""
    return [f"{what}: {text}" for what in ("title", "description") if (text := getattr(facts, what))]


class ChangedSite(NamedTuple):
    """A whole site after a change, without the facts of files that need no look.

    `names` are its files. `uses` counts how many of them link to a file or a place, or have a title or a description.
    `find_facts` finds the facts of one file. A notice is a text that every page must link to, such as that on privacy:
    `notices` has the files that hold each.
    """

    names: Collection[str]
    uses: Mapping[Use, int]
    find_facts: Callable[[str], FileFacts]
    notices: Mapping[str, Collection[str]]


def is_change_valid(old: Mapping[str, FileFacts], new: Mapping[str, FileFacts], site: ChangedSite) -> bool:
    """Check whether a valid site is still valid after some of its files were changed, added or deleted.

    `old` and `new` are the facts of these files before and after. Any other file can only be wrong by a link to
    something that is gone.
    """
    return (
        all(name in site.names for name in NEEDED)
        and not any(site.uses.get(target) for target in _list_lost_targets(old, new, site.names))
        and all(_fits_site(facts, site) for facts in new.values())
        and not any(find_unlinked_notices(new, site.names, site.notices))
    )


def _list_lost_targets(
    old: Mapping[str, FileFacts], new: Mapping[str, FileFacts], names: Collection[str]
) -> Iterator[Use]:
    """List what files can no longer link to after a change: deleted files, and ids that changed files had."""
    yield from old.keys() - names
    for file in old.keys() & new.keys():
        yield from (f"{file}#{id}" for id in {*old[file].ids} - {*new[file].ids})


def _fits_site(facts: FileFacts, site: ChangedSite) -> bool:
    """Check that a file has no error, that its links lead somewhere, and that its title and description are unique."""
    return (
        not facts.errors
        and all(file in site.names for file in facts.files)
        and all(place in site.find_facts(file).ids for file, place in facts.places)
        and all(site.uses[name] == 1 for name in _list_names(facts))
    )


def find_unlinked_notices(
    site: Mapping[str, FileFacts], names: Collection[str], notices: Mapping[str, Collection[str]]
) -> Iterator[Diagnostic]:
    """Find the pages of `site`, the whole or a part of it, that do not link to a notice; and notices without a page.

    `names` are all files of the whole site; `notices` has the files that hold each notice, if they are there.
    """
    holders = {notice: {file for file in files if file in names} for notice, files in notices.items()}
    yield from _find_pages_without_link(site, {notice: files for notice, files in holders.items() if files})
    for notice, files in holders.items():
        if not files:
            yield diagnose("notice-page-missing", "index.html", notice=notice)


def _find_pages_without_link(site: Mapping[str, FileFacts], holders: Mapping[str, set[str]]) -> Iterator[Diagnostic]:
    """Find the pages that link to none of the files that hold a notice. Pages that redirect their reader need no link.

    `holders` has these files for each notice.
    """
    all_holders = set[str]().union(*holders.values())
    pages = {name: facts for name, facts in site.items() if name.endswith(".html") and not facts.leaves}
    for name, facts in pages.items():
        linked = all_holders.intersection(facts.files)
        for notice, files in holders.items():
            if files.isdisjoint(linked):
                yield diagnose("notice-unlinked", name, notice=notice)


def parse_page(html: str) -> ParsedPage:
    """Parse a page. Every tag must be plain: attributes in double quotation marks, each element closed."""
    page = ParsedPage()
    open_tags = [""]  # names; the first stands for the page itself, so that there always is a last one
    for part in html.split("<")[1:]:
        inside, closing_sign, text = part.partition(">")
        tag = _parse_tag(inside if closing_sign else f"{inside}<")  # no tag is plain that has a < in it
        if tag.opens:
            _open_element(tag.name, text, open_tags, page)
        elif tag.closes:
            _close_element(tag.name, open_tags, page)
        if tag.facts:
            _record_facts(tag.facts, page)
    page.errors += [diagnose("tag-open", name=name) for name in open_tags[1:]]
    return page


def _open_element(name: str, text: str, open_tags: list[str], page: ParsedPage) -> None:
    """Add an element to `open_tags`, and what its `text` says to `page`: the title, a script, a style's links."""
    if name == "title" and "svg" not in open_tags:  # a drawing has a title of its own
        page.title += unescape(text)
    elif name == "script":
        page.scripts.append(text)
    elif name == "style":
        page.links += STYLE_URL.findall(text)
    open_tags.append(name)


@lru_cache(maxsize=20_000)
def _parse_tag(inside: str) -> ParsedTag:
    """Parse what stands between < and >. A tag that is not plain has no name, and an error in its facts."""
    match = TAG.fullmatch(inside)
    if not match:
        error = diagnose("tag-unread", inside=inside[:QUOTED_LENGTH])
        return ParsedTag("", opens=False, closes=False, facts=None if inside == DOCTYPE else TagFacts(errors=(error,)))
    name = match["name"].lower()
    closes = bool(match["end"])
    opens = not closes and not match["alone"] and name not in VOID
    attributes = [(key.lower(), unescape(value)) for key, value in ATTRIBUTE.findall(match["attributes"])]
    facts = _find_tag_facts(name, attributes, opens)
    return ParsedTag(name, opens, closes, facts if facts != TagFacts() else None)


def _find_tag_facts(name: str, attributes: Sequence[tuple[str, str]], opens: bool) -> TagFacts:
    """Find what a tag says of its page, by its name and attributes. `opens` tells whether it opens an element."""
    values = dict(attributes)
    is_meta = name == "meta"
    is_repeated = len(values) < len(attributes)
    return TagFacts(
        heading_level=int(name[1]) if opens and HEADING.fullmatch(name) else 0,
        id=values.get("id"),
        links=tuple(_list_tag_links(name, values)),
        meta_name=(values.get("name") or values.get("http-equiv", "")) if is_meta else "",
        meta_content=values.get("content", "") if is_meta else "",
        errors=(diagnose("tag-attribute-twice", name=name),) if is_repeated else (),
    )


def _list_tag_links(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """List the URLs in the attributes of a tag: links, files, the pictures of a srcset, and a page's social card."""
    yield from (attributes[key] for key in LEADING if key in attributes)
    yield from (part.split()[0] for part in attributes.get("srcset", "").split(",") if part.strip())
    if name == "meta" and attributes.get("property") == "og:image":
        yield attributes.get("content", "")


def _close_element(name: str, open_tags: list[str], page: ParsedPage) -> None:
    """Take an element out of `open_tags`. Add an error to `page` where it is not the last one opened."""
    if open_tags[-1] == name:
        open_tags.pop()
    elif name in open_tags:
        page.errors.append(diagnose("tag-crossed", name=open_tags[-1], outer=name))
        while open_tags.pop() != name:
            pass
    else:
        page.errors.append(diagnose("tag-stray", name=name))


def _record_facts(facts: TagFacts, page: ParsedPage) -> None:
    """Add what a tag says to what is known of its page."""
    page.errors += facts.errors
    page.links += facts.links
    if facts.id is not None:
        page.ids.append(facts.id)
    if facts.heading_level:
        page.headings.append(facts.heading_level)
    if facts.meta_name == "description":
        page.description = facts.meta_content
    if facts.meta_name == "robots":
        page.noindex = "noindex" in facts.meta_content
    if facts.meta_name == "refresh":
        page.leaves = True


def _inspect_page(name: str, page: ParsedPage, url: str) -> FileFacts:
    """Work out the facts of the parsed page `name`, of a site that will stand at `url`."""
    targets = list(_resolve_links(name, page, url))
    link_errors = [target.error for target in targets if target.error]
    return FileFacts(
        errors=(*page.errors, *_find_page_errors(page), *link_errors),
        title="" if page.noindex else page.title,
        description="" if page.noindex else page.description,
        ids=tuple(page.ids),
        files=tuple(dict.fromkeys(target.file for target in targets if target.file)),  # in order, each once
        places=tuple((target.file, target.fragment) for target in targets if _is_place(target) and target.file != name),
        leaves=page.leaves,
    )


def _is_place(target: LinkTarget) -> bool:
    """Check whether a link leads to a place on a page: of another file, as a PDF, it is a page or a view."""
    return bool(target.fragment) and not target.file.endswith(".pdf")


def _resolve_links(name: str, page: ParsedPage, url: str) -> Iterator[LinkTarget]:
    """Resolve each link of the page `name` once, of a site that will stand at `url`; or say what is wrong with it."""
    page_url = urljoin(url, name.removesuffix("index.html"))
    for link in dict.fromkeys(page.links):
        if link.startswith("#"):
            target = LinkTarget(name, unquote(link[1:]))
        else:  # what starts at the root leads to the same from everywhere
            target = _resolve_target(url if link.startswith("/") else page_url, link, url)
        if target.file == name and target.fragment and target.fragment not in page.ids:
            target = LinkTarget(error=diagnose("output-anchor-nowhere", link=link))
        yield target


@lru_cache(maxsize=20_000)
def _resolve_target(page_url: str, link: str, url: str) -> LinkTarget:
    """Resolve a link on a page of the site at `url`, or say what is wrong with it."""
    # Nearly all links are plain ones into the site, as /halo/#risks: these need no slow parsing.
    start = url if link.startswith(url) else urlsplit(url).path
    if link.startswith(start) and (plain := PLAIN.fullmatch(link, len(start))):
        return LinkTarget(_name_file(plain["path"]), plain["fragment"] or "")
    return _resolve_unusual_target(*urldefrag(urljoin(page_url, link)), link, url)


def _resolve_unusual_target(whole: str, fragment: str, link: str, url: str) -> LinkTarget:
    """Resolve an absolute URL and its fragment, written as `link` on a page of the site at `url`."""
    parts, site = urlsplit(whole), urlsplit(url)
    if parts.scheme in ("mailto", "tel"):
        return LinkTarget()
    if parts.scheme not in ("http", "https"):
        return LinkTarget(error=diagnose("output-link-scheme", link=link))
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return LinkTarget()
    if not whole.startswith(url):
        return LinkTarget(error=diagnose("output-link-outside", link=link, folder=site.path))
    return LinkTarget(_name_file(unquote(whole.removeprefix(url))), unquote(fragment))


def _name_file(path: str) -> str:
    """Name the file that a host shows at a path of the site: index.html where it is a folder."""
    return f"{path}index.html" if path.endswith("/") or not path else path


def _find_syntax_errors(name: str, text: str) -> Iterator[Diagnostic]:
    """Find a syntax error in XML or, where the name has no XML ending, JSON."""
    try:
        if name.endswith((".xml", ".svg")):
            ElementTree.fromstring(text)
        else:
            json.loads(text)
    except (ElementTree.ParseError, ValueError) as error:
        yield diagnose("output-malformed", error=error)


def _find_page_errors(page: ParsedPage) -> Iterator[Diagnostic]:
    """Find errors in a page by itself: headings, title, description, ids, structured data."""
    yield from _find_heading_errors(page.headings)
    if not page.title.strip():
        yield diagnose("page-title-missing")
    if not page.description.strip():
        yield diagnose("page-description-missing")
    for name, count in Counter(page.ids).items():
        if count > 1:
            yield diagnose("page-id-twice", id=name, count=count)
    for script in filter(str.strip, page.scripts):  # any other script is a file, and its element is empty
        yield from _find_syntax_errors("structured data", script)


def _find_heading_errors(levels: Sequence[int]) -> Iterator[Diagnostic]:
    """Find errors in the levels of a page's headings: one main heading is needed, and no level may be left out."""
    if (count := levels.count(1)) != 1:
        yield diagnose("page-main-heading", count=count)
    for before, after in pairwise(levels):
        if after > before + 1:
            yield diagnose("page-heading-skip", after=after, before=before)


def _find_duplicates(site: Mapping[str, FileFacts]) -> list[Diagnostic]:
    """Find pages that have the same title or the same description."""
    errors = []
    for what in ("title", "description"):
        names: dict[str, list[str]] = defaultdict(list)
        for name, facts in site.items():
            names[getattr(facts, what)].append(name)
        for text, twins in names.items():
            if text and len(twins) > 1:
                rule = "page-title-twice" if what == "title" else "page-description-twice"
                errors.append(diagnose(rule, twins[1], twin=twins[0], text=text))
    return errors
