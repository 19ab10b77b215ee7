"""The pages that hold the clinic's notices, as content/clinic.yaml says, and what is wrong with that."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.clinic.model import FILE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import CHAT, PEOPLE, format_path
from plugins.lint.notices.catalog import Notice
from plugins.schema.text_file import decode_text
from plugins.schema.yaml_reader import parse_yaml
from plugins.site.schedule import is_hidden

LICENSES = "licenses"  # the notice that the pages of people can be
NOT_APPLICABLE = "no"  # the notice does not apply
CHAT_PLACE = "the chat page"  # where the catalog says that a notice belongs


@dataclass(frozen=True, slots=True)
class PageIndex:
    """The pages by name, the people that visitors see, and the names of broken pages.

    A page in the site's own language `lang` has precedence.
    """

    by_name: Mapping[str, DocumentMeta]
    people: Sequence[DocumentMeta]
    broken: Collection[str]
    lang: str
    today: date


def index_pages(metas: Iterable[DocumentMeta], broken: Iterable[str], lang: str, today: date) -> PageIndex:
    """Index the pages among all documents; `broken` are the files that could not be parsed."""
    everything = list(metas)
    found = sorted((meta for meta in everything if meta.path.startswith("pages/")), key=lambda meta: meta.lang == lang)
    people = [meta for meta in everything if meta.person and not is_hidden(meta, today)]
    return PageIndex({meta.slug: meta for meta in found}, people, {Path(file).stem for file in broken}, lang, today)


def lint_notices(
    content: Path, given: Mapping[str, str], catalog: Mapping[str, Notice], pages: PageIndex
) -> Iterator[Diagnostic]:
    """Find what is wrong with the notices of content/clinic.yaml.

    `given` are its entries: notices by name, each with the name of the page that holds it, or no. The pages of people
    hold that of their licenses, where it says people.
    """
    found = {name: _diagnose_notice(name, page_name, catalog, pages) for name, page_name in given.items()}
    errors = {name: error for name, error in found.items() if error}
    lines = parse_yaml(decode_text((content / FILE).read_bytes())[0]).lines if errors else {}
    for name, error in errors.items():
        yield error.locate(f"{content.name}/{FILE}", lines["notices", name], f"notices {name}")
    if given.get(LICENSES) == PEOPLE:
        for meta in pages.people:
            if meta.person and meta.person.licenses and not meta.person.degree:
                where = format_path(content, meta.path)
                yield diagnose("notice-person-degree", where, meta.lines["licenses"], "degree")


def _diagnose_notice(name: str, page_name: str, catalog: Mapping[str, Notice], pages: PageIndex) -> Diagnostic | None:
    """Find what is wrong with the entry `name: page_name` of the clinic's notices."""
    if name not in catalog:
        near = _find_similar(name, catalog)
        return diagnose("notice-misspelled" if near else "notice-unknown", near=near, names=", ".join(catalog))
    if page_name == NOT_APPLICABLE or page_name in pages.broken:
        return None
    if (name, page_name) == (LICENSES, PEOPLE):
        has_license = any(meta.person and meta.person.licenses for meta in pages.people)
        return None if has_license else diagnose("notice-people-none")
    page = pages.by_name.get(page_name)
    if not page:
        near = _find_similar(page_name, pages.by_name)
        return diagnose("notice-page-misspelled" if near else "notice-page-unknown", page=page_name, near=near)
    return _diagnose_page(page, catalog[name], pages)


def _diagnose_page(page: DocumentMeta, notice: Notice, pages: PageIndex) -> Diagnostic | None:
    """Find why a page may not be the one that holds a notice."""
    if page.lang != pages.lang:
        return diagnose("notice-page-language", page=page.slug, lang=page.lang)
    if notice.place == CHAT_PLACE and page.slug != CHAT:
        return diagnose("notice-not-in-chat", page=page.slug, chat=CHAT)
    if notice.place != CHAT_PLACE and page.slug == CHAT:
        return diagnose("notice-in-chat", page=page.slug)
    if is_hidden(page, pages.today):
        rule = "notice-page-draft" if page.draft else "notice-page-to-come"
        return diagnose(rule, page=page.slug, day=page.date)
    return None


def _find_similar(name: str, names: Iterable[str]) -> str:
    """Find the most similar of some names, "" where none is similar."""
    return next(iter(difflib.get_close_matches(name, list(names), 1)), "")
