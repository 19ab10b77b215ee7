"""Make only those pages again that show a text which was changed, where nothing that others know of it was.

What the last good build knew is its plan (plugins/pages/plan.py). Where anything but texts was changed since, where one
came, went or has another card, or where there is something to mend, no such shortcut is taken.
"""

from __future__ import annotations

import marshal
import os
import pickle
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache.inputs import CONTENT, THEME, InputHashes
from plugins.cache.store import Store
from plugins.clinic.clock import DayBounds, is_today
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import ScannedTexts
from plugins.lint.claims.report import find_claims, report_claims
from plugins.lint.editor_panel import make_panels
from plugins.output.output_dir import FOLDER_KEY, File, Manifest, OutputDir
from plugins.pages import plan
from plugins.pages.plan import Plan
from plugins.pages.rendering import Renderer
from plugins.pages.views import PageViews

MOST = 100  # texts that may have changed since there was a plan


class Made(NamedTuple):
    """What a build made, for the day `today`, which has these `hours`. `shown` is that of its plan.

    A whole build has a plan. An amended one has the paths of the texts that were changed since there was one; its panel
    tells of these alone. The panel is for editors, and worked out when the site is to be seen already.
    """

    tree: OutputDir
    notes: list[Diagnostic]
    panel: Callable[[], dict[str, Any]]
    addresses: list[str]
    notices: dict[str, set[str]]
    today: date
    hours: DayBounds
    shown: Mapping[str, tuple[str, ...]]
    plan: Plan | None = None
    changed: tuple[str, ...] = ()


class _Lost(Exception):
    """What was to be copied is not there as it was written."""


def remember(store: Store, live: Path, found: InputHashes, made: Made) -> None:
    """Keep what the next build can amend, once `made` is what stands in `live`."""
    if made.plan and not found.others_settled:
        store.drop("stands", [live.name])
        return
    if made.plan:
        kept = made.plan, made.addresses, made.notices, made.hours
        store.put("plans", [(live.name, found.others, pickle.dumps(kept, 5))])
    # of which folder the plan is, with which changes
    store.put("stands", [(live.name, made.tree.mark + found.others, marshal.dumps(made.changed))])


def amended(live: Path, spare: Path, store: Store, others: bytes, texts: ScannedTexts) -> Made | None:
    """`spare` brought up to date; None where that takes a whole build."""
    value = store.value("plans", live.name, others)
    if value is None or not live.is_dir():
        return None
    last = OutputDir(live, store)
    before = store.value("stands", live.name, last.mark + others)
    known, addresses, notices, hours = pickle.loads(value)
    if before is None or not is_today(hours, os.environ):
        return None
    library = Library(CONTENT, known.names, store)
    metas = _unchanged(library, texts, known.texts)
    if metas is None:
        return None
    judged = find_claims(library, metas, known.today, store)
    found = list(report_claims(CONTENT, metas, judged, known.preview))
    changed = {path for path, (key, _) in known.texts.items() if library.keys[path] != key} | {*marshal.loads(before)}
    if any(one.severity == "error" for one in found) or len(changed) > MOST:
        return None
    tree = _updated(live, spare, store, known, library, last.noted, changed)
    if tree is None:
        return None
    notes = [*known.notes, *found]

    def lines() -> dict[str, Any]:
        from plugins.lint.readability.results import measure_readability  # what visitors see is made without
        from plugins.lint.spelling.vocabulary import load_vocabulary

        scheme = next(iter(known.views.values())).scheme
        own, read = [meta for meta in metas if meta.path in changed], measure_readability(library, metas, store)
        return make_panels(CONTENT, own, scheme, known.today, judged, known.flags, read, load_vocabulary(CONTENT)[0])

    texts_changed = tuple(sorted(changed))
    return Made(tree, notes, lines, addresses, notices, known.today, hours, known.shown, changed=texts_changed)


def _updated(
    live: Path, spare: Path, store: Store, known: Plan, library: Library, noted: Manifest, changed: Collection[str]
) -> OutputDir | None:
    """`spare` with what `live`, of which this is noted, has, but for the pages that show a changed text."""
    rendering = Renderer(THEME.absolute(), known.static, store)
    views = {lang: _whole(own, library, rendering) for lang, own in known.views.items()}
    files = {name: File(name, key, _lost) for name, (key, _) in noted.items() if key != FOLDER_KEY}
    pages = []
    for name in {name for path in changed for name in known.shown.get(path, ())}:
        page = plan.page(store, live, name, noted[name][0], views)
        if page is None:
            return None
        page = replace(page, given=plan.renewed(page.given, library.keys))
        pages.append((page, known.keys.of(page)))
    files |= {page.save_as: File(page.save_as, key, partial(rendering.render, page)) for page, key in pages}
    tree = OutputDir(spare, store)
    try:
        tree.update(files, live)
    except _Lost:
        return None
    plan.put(store, live, pages)
    return tree


def _unchanged(
    library: Library, texts: ScannedTexts, before: Mapping[str, tuple[bytes, bytes]]
) -> list[DocumentMeta] | None:
    """The cards of all texts, if they are the same texts with the same cards."""
    metas, errors = [], []
    for states, strays in texts.values():
        good, found = library.load_metadata(states)
        metas += good
        errors += [*strays, *found]
    library.forget_deleted()
    marks = library.collect_hashes()
    if errors or marks.keys() != before.keys():
        return None
    return metas if all(marks[path][1] == mark for path, (_, mark) in before.items()) else None


def _whole(views: PageViews, library: Library, rendering: Renderer) -> PageViews:
    """With what was left out when it was kept."""
    return replace(
        views, document=lambda source: library.load_document(source.path), draw=rendering.make_draw(views.words)
    )


def _lost() -> bytes:
    raise _Lost
