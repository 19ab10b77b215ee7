"""The values of what machines read: feed, sitemap, robots, web manifest."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from markupsafe import Markup

from plugins.pages.context import Article

ADDRESS = re.compile(r'(?<=\s)(href|src)="([^"]*)"')


class Entry(NamedTuple):
    """An article in the feed: its absolute address, and times as RFC 3339 asks."""

    url: str
    published: str
    updated: str
    article: Article


class Place(NamedTuple):
    """An address in the sitemap, and the day (ISO) on which what it shows was last changed.

    `alternates` are the same text in each of its languages.
    """

    url: str
    changed: str
    alternates: tuple[tuple[str, str], ...]


def moment(day: date, timezone: str) -> str:
    """The start of `day` at the clinic."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).isoformat()


def absolute(html: str, page: str) -> Markup:
    """`html` of the page at `page` with whole addresses, to be seen elsewhere."""
    # as plain text: a Markup would escape what is put in
    return Markup(ADDRESS.sub(lambda match: f'{match[1]}="{urljoin(page, match[2])}"', str(html)))
