"""The entries of the feed and of the sitemap."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from markupsafe import Markup

from plugins.pages.context import Article

SELF_LINK = re.compile(r'<a class="self" [^>]*>(.*?)</a>', re.DOTALL)
ADDRESS = re.compile(r'(?<=\s)(href|src)="([^"]*)"')


class FeedEntry(NamedTuple):
    """An article in the feed. Its URL is absolute; its times are as RFC 3339 wants them."""

    url: str
    published: str
    updated: str
    article: Article


class SitemapEntry(NamedTuple):
    """A page in the sitemap: its absolute URL, and the ISO date on which what it shows was last changed.

    `alternates` are the translations, with the page itself, as (language, absolute URL).
    """

    url: str
    changed: str
    alternates: tuple[tuple[str, str], ...]


def format_midnight(day: date, timezone: str) -> str:
    """Format midnight at the start of `day`, in the clinic's time zone, as RFC 3339."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).isoformat()


def make_portable(html: str, page: str) -> Markup:
    """Make HTML of the page at the URL `page` fit for feed readers: no links of headings to themselves, whole URLs."""
    text = SELF_LINK.sub(r"\1", str(html))  # as a str: a Markup would escape what is inserted
    return Markup(ADDRESS.sub(lambda match: f'{match[1]}="{urljoin(page, match[2])}"', text))
