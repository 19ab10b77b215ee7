"""What is kept of a build so that pages whose text changed can be made again without working out the site.

A page shows texts through their `Source` alone. As long as no text's metadata changed, and nothing but texts did, each
page is given what it was given before, with the sources of today.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.pages.rendering import Page
from plugins.pages.views import DocumentRef, PageViews


class Keys(NamedTuple):
    """Digests of what pages share: by template all that it is made of, by language what every page is given."""

    templates: Mapping[str, bytes]
    views: Mapping[str, bytes]

    def of(self, page: Page) -> bytes:
        """Of all that the page's bytes are made of."""
        return fingerprint.hash_values(
            self.templates[page.template], self.views[page.views.lang], page.view.__name__, page.given
        )


class Plan(NamedTuple):
    """`texts` are the marks of documents by path, made with `names`; `shown` are the files of the pages that show each.

    `notes` are the diagnostics of that severity, to which no text's words led, as `flags` are by path; `static` is the
    folder of the theme's files on the site. `preview` says that drafts are shown.
    """

    today: date
    preview: bool
    names: Mapping[str, Any]
    texts: Mapping[str, tuple[bytes, bytes]]
    shown: Mapping[str, tuple[str, ...]]
    keys: Keys
    views: Mapping[str, PageViews]
    notes: tuple[Diagnostic, ...]
    flags: Mapping[str, Sequence[Diagnostic]]
    static: str


def bare(views: PageViews) -> PageViews:
    """Without what cannot be kept."""
    return replace(views, document=None, draw=None)  # type: ignore[arg-type]


def shown(pages: Iterable[Page]) -> dict[str, tuple[str, ...]]:
    """By path of each text, the files of the pages that show it."""
    found: dict[str, tuple[str, ...]] = {}
    for page in pages:
        for source in sources(page.given):
            found[source.path] = (*found.get(source.path, ()), page.save_as)
    return found


def sources(given: Any) -> Iterator[DocumentRef]:
    parts = [given]
    while parts:
        part = parts.pop()
        if type(part) is DocumentRef:
            yield part
        elif type(part) in (tuple, list):
            parts += part


def renewed(given: Any, keys: Mapping[str, bytes]) -> Any:
    """The same with the keys that texts have today."""
    if isinstance(given, DocumentRef):
        return DocumentRef(given.path, keys[given.path])
    if type(given) in (tuple, list):
        return type(given)(renewed(one, keys) for one in given)
    return given


Keyed = Iterable[tuple[Page, bytes]]  # pages with their keys


def keep(store: Store, live: Path, pages: Keyed) -> None:
    """Keep what all pages of `live` that show texts are given."""
    kept = store.keys(_table(live))
    new = [(page, key) for page, key in pages if kept.pop(page.save_as, b"") != key]
    store.drop(_table(live), kept)
    put(store, live, new)


def put(store: Store, live: Path, pages: Keyed) -> None:
    """Keep what these pages are given."""
    store.put(_table(live), ((page.save_as, key, _given(page)) for page, key in pages))


def _given(page: Page) -> bytes:
    return pickle.dumps((page.template, page.views.lang, page.view.__name__, page.given), 5)


def _table(live: Path) -> str:
    return f"given_{live.name}"


def page(store: Store, live: Path, save_as: str, key: bytes, views: Mapping[str, PageViews]) -> Page | None:
    """The page of `live` in this file, if it was kept under this key."""
    value = store.value(_table(live), save_as, key)
    if value is None:
        return None
    template, lang, view, given = pickle.loads(value)
    return Page(save_as, template, getattr(views[lang], view), given)
