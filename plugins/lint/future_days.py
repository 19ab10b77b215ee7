"""Days in the future on which, as the front matter says, something has happened.

Only the `date` of a text may be in the future: the text appears on that day. Nothing can have been changed, reviewed or
looked up then. The answer depends on the day of the build, so it is found here and not when a document is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.source import split_front_matter
from plugins.schema.types import find_past_days
from plugins.schema.yaml_reader import format_field_path, parse_yaml


def find_future_days(meta: DocumentMeta, library: Library, today: date) -> Iterator[Diagnostic]:
    """Find each day after `today` on which, as the front matter says, something has happened."""
    if meta.latest_past_day is None or meta.latest_past_day <= today:
        return
    source, _ = split_front_matter(library.read_source(meta.path))
    lines = parse_yaml(source.header, 2).lines if source else {}
    for place, day in find_past_days(library.load_document(meta.path).header):
        if day > today:
            unpublished = place == ("modified",) and meta.date > today
            rule = "modified-before-publication" if unpublished else "day-to-come"
            found = diagnose(rule, "", lines.get(place, 1), field=format_field_path(place))
            yield replace(found, column=1, words=str(day))
