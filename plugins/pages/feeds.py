"""The values of what machines read: feed, sitemap, robots, web manifest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the feed: absolute addresses, times as RFC 3339 asks."""

    title: str
    url: str
    summary: str
    published: str
    updated: str
    author: str
    topic: str
    content: Markup


@dataclass(frozen=True, slots=True)
class Place:
    """An address in the sitemap, and the day on which what it shows was last changed."""

    url: str
    changed: date


def moment(day: date, timezone: str) -> str:
    """The start of `day` at the clinic."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).isoformat()


def absolute(html: str, url: str, page: str) -> Markup:
    """`html` of the page at `page` with whole addresses, to be seen elsewhere; `url` is the site's origin."""
    whole = str(html).replace('href="/', f'href="{url}/').replace('src="/', f'src="{url}/')
    return Markup(whole.replace('href="#', f'href="{page}#'))
