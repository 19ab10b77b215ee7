"""What a patient takes home after a treatment, from an article: the values of a page that prints on one sheet."""

from __future__ import annotations

import re

from markupsafe import Markup

from plugins.documents.document import Document
from plugins.documents.markdown import render_marks
from plugins.pages import context as values

# Citations, as plugins.documents.markdown writes them: the sheet has no references.
CITATION = re.compile(r'\s*(?:<span>)?(?:<a href="#r_[^>]*>\[\d+\]</a>)+(?:</span>)?')


def make_handout(document: Document, article: values.Link, changed: values.Day, state: str) -> values.Handout:
    """Make the values of the handout of an article, last `changed` on a day; `state` says how it was reviewed."""
    parts, care = document.parts, document.parts.aftercare
    assert care
    return values.Handout(
        heading=render_marks(document.header.title),
        article=article,
        changed=changed,
        state=state,
        emergency=_strip_citations(parts.get_help.emergency) if parts.get_help else (),
        call=_strip_citations(parts.get_help.call) if parts.get_help else (),
        days=tuple(zip(*(_strip_citations(texts) for texts in zip(*_list_days(document), strict=True)), strict=True)),
        do=_strip_citations(care.do),
        dont=_strip_citations(care.dont),
    )


def _list_days(document: Document) -> list[tuple[str, str]]:
    return [(moment.when, moment.what) for moment in document.parts.timeline]


def _strip_citations(texts: tuple[str, ...]) -> tuple[Markup, ...]:
    return tuple(Markup(CITATION.sub("", text)) for text in texts)
