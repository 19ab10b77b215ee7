"""What a published treatment article must tell a patient, and which sources it needs.

Leaving out a risk misleads as much as a false sentence does (California B&P 651(b)(2)). Drafts may lack these parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.front_matter import ArticleFrontMatter, PageFrontMatter
from plugins.schema.yaml_reader import Place, format_field_path

# Each part, and the rule that is broken without it.
REQUIRED_PARTS: tuple[tuple[Place, str], ...] = (
    (("risks", "common"), "treatment-common-risks"),
    (("risks", "serious"), "treatment-serious-risks"),
    (("for_whom",), "treatment-for-whom"),
    (("not_for",), "treatment-not-for"),
    (("timeline",), "treatment-timeline"),
    (("alternatives",), "treatment-alternatives"),
    (("get_help", "call"), "treatment-when-to-call"),
    (("get_help", "emergency"), "treatment-emergency"),
)
FEWEST_SOURCES = 2
HOST = re.compile(r"https?://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)


def find_missing_parts(
    header: ArticleFrontMatter | PageFrontMatter, lines: Mapping[Place, int], sellers: Collection[str]
) -> Iterator[Diagnostic]:
    """Find what a treatment article lacks. `sellers` are the web hosts of those who make or sell the treatment."""
    if not isinstance(header, ArticleFrontMatter) or header.kind != "treatment" or header.status == "draft":
        return
    for place, rule in REQUIRED_PARTS:
        if not _get_value(header, place):
            yield diagnose(rule, "", _find_line(place, lines), format_field_path(place))
    line, urls = _find_line(("references",), lines), {one.url for one in header.references}
    if len(urls) < FEWEST_SOURCES:
        yield diagnose("treatment-sources", "", line, "references", fewest=FEWEST_SOURCES)
    if urls and not any(is_independent(url, sellers) for url in urls):
        yield diagnose("treatment-sources-dependent", "", line, "references")


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
