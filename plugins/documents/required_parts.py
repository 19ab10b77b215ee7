"""What a published treatment article must tell a patient, and which sources it needs.

Leaving out a risk misleads as much as a false sentence does (California B&P 651(b)(2)). Drafts may lack these parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugins.documents.front_matter import ArticleFrontMatter, PageFrontMatter
from plugins.schema.yaml_reader import Fault, Place, format_field_path

MISSING = "is missing from a treatment article"
# Each part, what is wrong without it, and what to write.
REQUIRED_PARTS: tuple[tuple[Place, str, str], ...] = (
    (("risks", "common"), MISSING, "write below risks, after common, what many patients get: a line for each"),
    (("risks", "serious"), MISSING, "write below risks, after serious, what is rare and grave: a line for each"),
    (("not_for",), MISSING, "write who it may not suit: a line for each"),
    (("timeline",), MISSING, "write how recovery goes: when and what, for each of its days"),
    (("alternatives",), MISSING, "write what else there is, no treatment too: name, what and recovery of each"),
    (("get_help", "call"), MISSING, "write below get_help, after call, for what a patient should call us"),
    (("get_help", "emergency"), MISSING, "write below get_help, after emergency, for what to call 911"),
)
FEWEST_SOURCES = 2
HOST = re.compile(r"https?://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)


def find_missing_parts(
    header: ArticleFrontMatter | PageFrontMatter, lines: Mapping[Place, int], sellers: Collection[str]
) -> Iterator[Fault]:
    """Find what a treatment article lacks. `sellers` are the web hosts of those who make or sell the treatment."""
    if not isinstance(header, ArticleFrontMatter) or header.kind != "treatment" or header.status == "draft":
        return
    for place, what, write in REQUIRED_PARTS:
        if not _get_value(header, place):
            yield Fault(_find_line(place, lines), format_field_path(place), what, write)
    line, urls = _find_line(("references",), lines), {one.url for one in header.references}
    if len(urls) < FEWEST_SOURCES:
        what = f"a treatment article needs {FEWEST_SOURCES} sources"
        yield Fault(line, "references", what, "add one, with title, publisher, url and accessed")
    if urls and not any(is_independent(url, sellers) for url in urls):
        what = "all lead to those who make or sell the treatment"
        write = "add a source that sells nothing of it, such as a journal or a medical society"
        yield Fault(line, "references", what, write)


def is_independent(url: str, sellers: Collection[str]) -> bool:
    """Return whether a URL is at none of the sellers' web hosts, nor at a subdomain of one."""
    found = HOST.match(url)
    host = found[1].lower().rstrip(".") if found else ""
    return not any(f".{host}".endswith(f".{seller}") for seller in sellers)


def _get_value(header: ArticleFrontMatter, place: Place) -> Any:
    value: Any = header
    for name in place:
        value = getattr(value, str(name), None)
    return value


def _find_line(place: Place, lines: Mapping[Place, int]) -> int:
    """Find the line of a field; else of its top-level field; else of `kind`, which makes it required."""
    return lines.get(place) or lines.get(place[:1]) or lines[("kind",)]
