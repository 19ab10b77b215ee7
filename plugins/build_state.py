"""One build: the facts that it starts from, and what each of the six stages adds to it.

A stage is a function that takes the Build, reads what earlier stages set, and sets the field that has its own name.
So this module is the map of all data that flows between stages.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache.database import Cache
from plugins.clinic.clock import find_today
from plugins.clinic.model import Clinic, get_timezone, load_cached_clinic
from plugins.diagnostics.diagnostic import Diagnostic, Refused
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import ScannedTexts
from plugins.jinja_environment import Filters
from plugins.media.consent.caption import Caption
from plugins.media.images.picture import Picture
from plugins.media.social_cards.cards import SocialCard, SocialCards
from plugins.output.output_dir import File, OutputDir
from plugins.site.urls import UrlScheme


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that stages use. `output` is the folder to write, `live` the one that visitors see."""

    content: Path
    theme: Path
    output: Path
    live: Path
    static: str  # the folder of the theme's files on the site
    preview: bool  # drafts and articles of the future are shown
    shows_broken: bool  # what can be read of texts with errors is shown, too
    default_lang: str
    timezone: str  # the clinic's
    feed_articles: int
    listed_articles: int  # on one page of a list
    home_articles: int
    related_articles: int
    search_articles: int  # that the search page lists for visitors without JavaScript
    contents_headings: int  # fewer need no table of contents
    scheme: UrlScheme

    @classmethod
    def parse(cls, values: Mapping[str, Any], timezone: str) -> Settings:
        """Take the typed values from a settings module's names."""
        return cls(
            content=Path(values["PATH"]),
            theme=Path(values["THEME"]),
            output=Path(values["OUTPUT_PATH"]),
            live=Path(values["LIVE_PATH"]),
            static=values["THEME_STATIC_DIR"],
            preview=values["PREVIEW"],
            shows_broken=values.get("SHOW_BROKEN", False),
            default_lang=values["DEFAULT_LANG"],
            timezone=timezone,
            feed_articles=values["FEED_MAX_ITEMS"],
            listed_articles=values["DEFAULT_PAGINATION"],
            home_articles=values["HOME_ARTICLES"],
            related_articles=values["RELATED_ARTICLES"],
            search_articles=values["SEARCH_ARTICLES"],
            contents_headings=values["CONTENTS_HEADINGS"],
            scheme=UrlScheme.parse(values),
        )


@dataclass(frozen=True, slots=True)
class Documents:
    """The metadata of every text, by its path in the content folder. `broken` are files that could not be read."""

    clinic: Clinic | None
    library: Library
    metas: Mapping[str, DocumentMeta]
    broken: Collection[str]


class Neighbors(NamedTuple):
    """The articles published before and after one, in its language."""

    previous: DocumentMeta | None
    next: DocumentMeta | None


@dataclass(frozen=True, slots=True)
class Site:
    """What is visible today, newest first but for people, and how documents relate to each other, by path.

    `hidden` says why a visitor does not see a text that a preview shows, "" where one does. `addresses` are permalinks.
    `links` maps each link as written to its URL. `search` has the URL of the search index's first file, by language.
    """

    articles: Sequence[DocumentMeta]
    pages: Sequence[DocumentMeta]
    people: Sequence[DocumentMeta]
    hidden: Mapping[str, str]
    addresses: Sequence[str]  # at which readers find something
    links: Mapping[str, Mapping[str, str]]
    translations: Mapping[str, Sequence[DocumentMeta]]
    neighbors: Mapping[str, Neighbors]
    related: Mapping[str, Sequence[DocumentMeta]]
    search: Mapping[str, str]
    search_files: Sequence[File]

    @property
    def shown_documents(self) -> list[DocumentMeta]:
        return [*self.articles, *self.pages, *self.people]


@dataclass(frozen=True, slots=True)
class Media:
    """Pictures and social cards, by the path of the text that shows them. `pictures` are by their name as written."""

    pictures: Mapping[str, Mapping[str, Picture]]
    captions: Mapping[str, Sequence[tuple[str, Caption]]]
    flags: Mapping[str, Sequence[Diagnostic]]  # what an editor reads of photographs
    downloads: Mapping[str, str]  # what a link to a PDF says of it, by URL
    card_maker: SocialCards | None
    social_cards: Mapping[str, SocialCard]
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class Lint:
    """What lint rules found, besides diagnostics. `notices` has the files that hold each notice, for validation.

    `make_panel` makes what the preview shows an editor beside each page, by URL: when the site is visible already.
    """

    notices: dict[str, set[str]]
    make_panel: Callable[[], dict[str, Any]]


@dataclass(slots=True)
class Build:
    """The state of one build. `texts` are the content files as found, `filters` what other plugins add to Jinja's.

    A stage's field exists once the stage has run.
    """

    settings: Settings
    cache: Cache
    texts: ScannedTexts
    today: date
    diagnostics: list[Diagnostic] = field(default_factory=list)
    filters: Filters = field(default_factory=dict)
    documents: Documents = field(init=False)
    site: Site = field(init=False)
    media: Media = field(init=False)
    lint: Lint = field(init=False)
    pages: Sequence[File] = field(init=False)
    output: OutputDir = field(init=False)

    @classmethod
    def begin(cls, values: Mapping[str, Any], cache: Cache, texts: ScannedTexts) -> Build:
        """Start a build for today, at the clinic's time zone."""
        clinic, _ = load_cached_clinic(Path(values["PATH"]), cache)
        timezone = get_timezone(clinic)
        return cls(Settings.parse(values, timezone), cache, texts, find_today(os.environ, timezone))

    @property
    def errors(self) -> list[Diagnostic]:
        return [one for one in self.diagnostics if one.severity == "error"]

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics. After an error nothing is written; warnings and notes are printed, and the build goes on."""
        self.diagnostics.extend(diagnostics)

    def stop_on_errors(self) -> None:
        """Raise Refused with the whole list of errors, if there are any."""
        if errors := self.errors:
            raise Refused(errors)
