"""The finished site, looked at as a visitor would: every page, link, fragment and file.

What an editor can mend is told earlier, with its line; what is found here is the last net before publishing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from plugins.problem import Problem

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MEND = "mend the text or the template that makes it"
NEEDED = ("index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", "favicon.ico")


@dataclass(slots=True)
class Seen:
    """What a visitor, or a visitor's browser, meets on one page."""

    title: str = ""
    description: str = ""
    noindex: bool = False
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


def check_site(folder: Path, url: str) -> list[Problem]:
    """Everything wrong with the site in `folder`, which is to stand at `url`."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    problems = [_problem(name, "is missing") for name in NEEDED if name not in files]
    pages: dict[str, Seen] = {}
    for name, path in files.items():
        data = path.read_bytes()
        if not data:
            problems.append(_problem(name, "is empty"))
        elif name.endswith(".html"):
            pages[name] = look(data.decode("utf-8"))
        elif name.endswith((".xml", ".svg", ".webmanifest", ".json")):
            problems += [_problem(name, fault) for fault in _parse_faults(name, data.decode("utf-8"))]
    for name, seen in pages.items():
        problems += [
            _problem(name, fault) for fault in [*_page_faults(seen), *_link_faults(name, seen, pages, files, url)]
        ]
    return problems + _twins(pages)


def look(html: str) -> Seen:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.seen.faults += [f"<{tag}> is not closed" for tag in reader.open]
    return reader.seen


def _problem(name: str, what: str) -> Problem:
    return Problem(name, 0, "", what, MEND)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen, given = self.seen, {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            seen.faults.append(f"<{tag}> has an attribute twice")
        if "id" in given:
            seen.ids.append(given["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            seen.headings.append(int(tag[1]))
        if tag == "meta" and given.get("name") == "description":
            seen.description = given.get("content", "")
        if tag == "meta" and given.get("name") == "robots":
            seen.noindex = "noindex" in given.get("content", "")
        seen.links += [given[name] for name in ("href", "src") if name in given]
        if tag == "meta" and given.get("property") == "og:image":
            seen.links.append(given.get("content", ""))
        seen.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if tag not in VOID and not (self.open and self.open[-1] == "svg" and self.get_starttag_text().endswith("/>")):  # type: ignore[union-attr]
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag and tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            self.seen.faults.append(f"<{self.open[-1]}> is not closed before </{tag}>")
            while self.open.pop() != tag:
                pass
        else:
            self.seen.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.seen.title += data
        if self.open and self.open[-1] == "script":
            self.seen.data.append(data)


def _parse_faults(name: str, text: str) -> Iterator[str]:
    try:
        if name.endswith((".xml", ".svg")):
            ElementTree.fromstring(text)
        else:
            json.loads(text)
    except (ElementTree.ParseError, ValueError) as error:
        yield f"is not well formed: {error}"


def _page_faults(seen: Seen) -> Iterator[str]:
    yield from seen.faults
    if seen.headings.count(1) != 1:
        yield f"has {seen.headings.count(1)} main headings (h1) in place of one"
    for before, after in zip(seen.headings, seen.headings[1:], strict=False):
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
            yield from _parse_faults("structured data", data)


def _link_faults(name: str, seen: Seen, pages: dict[str, Seen], files: dict[str, Path], url: str) -> Iterator[str]:
    here = urljoin(url, name.removesuffix("index.html"))
    for link in dict.fromkeys(seen.links):
        whole, fragment = urldefrag(urljoin(here, link))
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not whole.startswith(_origin(url)):
            if parts.scheme not in ("http", "https", "mailto", "tel"):
                yield f"the link {link!r} is not a web address"
            continue
        if not whole.startswith(url):
            yield f"the link {link!r} leaves the site's folder {urlsplit(url).path}"
            continue
        target = unquote(whole.removeprefix(url))
        target += "index.html" if target.endswith("/") or not target else ""
        if target not in files:
            yield f"the link {link!r} leads nowhere"
        elif fragment and target in pages and unquote(fragment) not in pages[target].ids:
            yield f"the link {link!r} leads to no place on its page"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _twins(pages: dict[str, Seen]) -> list[Problem]:
    problems = []
    for what in ("title", "description"):
        names: dict[str, list[str]] = defaultdict(list)
        for name, seen in pages.items():
            if not seen.noindex:
                names[getattr(seen, what)].append(name)
        for text, twins in names.items():
            if text and len(twins) > 1:
                problems.append(_problem(twins[1], f"has the same {what} as {twins[0]}: {text!r}"))
    return problems
