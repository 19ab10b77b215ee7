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
        emergency=tuple(map(_strip_citations, parts.get_help.emergency)) if parts.get_help else (),
        call=tuple(map(_strip_citations, parts.get_help.call)) if parts.get_help else (),
        days=tuple((_strip_citations(moment.when), _strip_citations(moment.what)) for moment in parts.timeline),
        do=tuple(map(_strip_citations, care.do)),
        dont=tuple(map(_strip_citations, care.dont)),
    )


def _strip_citations(text: str) -> Markup:
    return Markup(CITATION.sub("", text))
