"""The pages that hold the clinic's notices, as content/clinic.yaml says, and what is wrong with that."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.clinic.model import FILE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.lint.notices.catalog import Notice
from plugins.schema.text_file import decode_text
from plugins.schema.yaml_reader import parse_yaml
from plugins.site.schedule import find_hidden_reason

NOT_APPLICABLE = "no"  # the notice does not apply
CHAT = "chat"


@dataclass(frozen=True, slots=True)
class PageIndex:
    """The pages by name, and the names of broken ones. A page in the site's own language `lang` has precedence."""

    by_name: Mapping[str, DocumentMeta]
    broken: Collection[str]
    lang: str
    today: date


def index_pages(metas: Iterable[DocumentMeta], broken: Iterable[str], lang: str, today: date) -> PageIndex:
    """Index the pages among all documents; `broken` are the files that could not be parsed."""
    found = sorted((meta for meta in metas if meta.path.startswith("pages/")), key=lambda meta: meta.lang == lang)
    return PageIndex({meta.slug: meta for meta in found}, {Path(file).stem for file in broken}, lang, today)


def lint_notices(
    content: Path, given: Mapping[str, str], catalog: Mapping[str, Notice], there: PageIndex
) -> Iterator[Diagnostic]:
    """Find what is wrong with the notices of content/clinic.yaml.

    `given` are its entries: notices by name, each with the name of the page that holds it, or no.
    """
    errors = [(name, error) for name, page in given.items() for error in _lint_notice(name, page, catalog, there)]
    lines = parse_yaml(decode_text((content / FILE).read_bytes())[0]).lines if errors else {}
    for name, error in errors:
        yield error.locate(f"{content.name}/{FILE}", lines["notices", name], f"notices {name}")


def _lint_notice(name: str, page: str, catalog: Mapping[str, Notice], there: PageIndex) -> Iterator[Diagnostic]:
    """Find what is wrong with one entry."""
    meta = there.by_name.get(page)
    if name not in catalog:
        near = _find_similar(name, catalog)
        rule = "notice-misspelled" if near else "notice-unknown"
        yield diagnose(rule, near=near, names=", ".join(catalog))
    elif page == NOT_APPLICABLE or page in there.broken:
        return
    elif not meta:
        near = _find_similar(page, there.by_name)
        yield diagnose("notice-page-misspelled" if near else "notice-page-unknown", page=page, near=near)
    elif meta.lang != there.lang:
        yield diagnose("notice-page-language", page=page, lang=meta.lang)
    elif catalog[name].place == "the chat page" and page != CHAT:
        yield diagnose("notice-not-in-chat", page=page, chat=CHAT)
    elif reason := find_hidden_reason(meta, there.today):
        yield diagnose("notice-page-draft" if reason == "draft" else "notice-page-to-come", page=page, day=reason)


def _find_similar(name: str, names: Iterable[str]) -> str:
    """Find the most similar of some names, "" where none is similar."""
    return next(iter(difflib.get_close_matches(name, list(names), 1)), "")
