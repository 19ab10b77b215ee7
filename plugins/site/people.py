"""Texts that name somebody of the clinic whom visitors do not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import PEOPLE
from plugins.site.schedule import is_hidden


def find_hidden_people(metas: Collection[DocumentMeta], today: date, content: str) -> Iterator[Diagnostic]:
    """Find the articles that name a person who is hidden on the day on which the article is seen.

    A draft may name anybody. `content` is the name of the content folder.
    """
    fit = [meta for meta in metas if meta.unfit.isdisjoint({"status", "date", "author", "review"})]
    people = _group_people(fit)
    for meta in fit:
        for field, name in (("author", meta.author), ("review by", meta.reviewer)):
            versions = people.get(name, ())
            if versions and not meta.draft and all(is_hidden(one, max(today, meta.date)) for one in versions):
                file, line = f"{content}/{meta.path}", meta.lines[field.split()[0]]
                yield _diagnose_hidden_person(versions[0], content).locate(file, line, field)


def _group_people(metas: Collection[DocumentMeta]) -> Mapping[str, Sequence[DocumentMeta]]:
    """Group the files of each person, the original first, by each name that front matter may use."""
    versions: dict[str, list[DocumentMeta]] = defaultdict(list)
    for meta in sorted((meta for meta in metas if meta.person), key=lambda meta: bool(meta.translates)):
        versions[meta.original].append(meta)
    return {meta.slug.removeprefix(f"{PEOPLE}/"): group for group in versions.values() for meta in group}


def _diagnose_hidden_person(person: DocumentMeta, content: str) -> Diagnostic:
    """Make the diagnostic, without its place, of a text that names a hidden person."""
    rule = "person-draft" if person.draft else "person-to-come"
    return diagnose(rule, name=person.title, file=f"{content}/{person.path}", day=person.date)
