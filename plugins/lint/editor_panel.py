"""The editor's panel, which the preview shows beside each page. What an editor should know of a text is a line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.registry import SEVERITIES
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import CHAT

if TYPE_CHECKING:
    from plugins.lint.readability.grade import ReadingLevel
    from plugins.lint.readability.results import ReadabilityResult, UnknownWord
    from plugins.lint.spelling.vocabulary import Vocabulary

MAX_ITEMS = 3  # flags or words that a line lists


class PanelLine(NamedTuple):
    """A line of the panel. An `urgent` line is visible also while the panel is closed.

    `text` may have several lines: a summary, then the items that it lists.
    """

    name: str
    text: str
    urgent: bool = False


def make_panel_lines(
    meta: DocumentMeta,
    unseen: str,
    today: date,
    flags: Iterable[Diagnostic],
    reading: ReadabilityResult,
    vocabulary: Vocabulary,
) -> list[PanelLine]:
    """Make the lines of a document's panel. `flags` are what an editor is to look at in the text.

    `unseen` is why visitors do not see it, as for `make_status_lines`.
    """
    from plugins.lint.readability.hints import find_misspelled  # only a preview needs it

    misspelled = list(find_misspelled(reading, vocabulary))
    return [
        *make_status_lines(meta, unseen, today),
        *make_flag_lines(flags),
        *make_reading_lines(reading.level, misspelled),
    ]


def make_status_lines(meta: DocumentMeta, unseen: str, today: date) -> tuple[PanelLine, ...]:
    """Say whether visitors see a text, how its review stands, and that nobody has checked a translation.

    `unseen` is why they do not see it, as `plugins.site.schedule` says: "draft", a day, or "chat"; "" where they do.
    """
    pending = (PanelLine("Translation", "not checked yet by a speaker"),)
    return (
        _make_visibility_line(unseen),
        *(_make_review_lines(meta, today) if meta.may_need_review else ()),
        *(pending if meta.translation_pending else ()),
    )


def _make_visibility_line(unseen: str) -> PanelLine:
    if unseen == "draft":
        return PanelLine("Draft", "visitors do not see it", urgent=True)
    if unseen == CHAT:
        return PanelLine("No chat", "visitors do not see its page", urgent=True)
    return PanelLine("Visitors", f"see it from {unseen} on", urgent=True) if unseen else PanelLine("Visitors", "see it")


def _make_review_lines(meta: DocumentMeta, today: date) -> Iterator[PanelLine]:
    if not meta.reviewed or not meta.due:
        yield PanelLine("Review", f"planned for {meta.due}" if meta.due else "pending")
        return
    yield PanelLine("Reviewed", meta.reviewed.isoformat())
    if meta.since_review == "changed":
        yield PanelLine("Changed since its review", "have it read again", urgent=True)
    if meta.due < today:
        yield PanelLine("Review overdue", f"since {meta.due}", urgent=True)
    else:
        yield PanelLine("Next review", f"by {meta.due}")


def make_flag_lines(flags: Iterable[Diagnostic]) -> Iterator[PanelLine]:
    """Count the flags of each severity, and list the most severe with what to write instead."""
    found = sorted(flags, key=lambda flag: (SEVERITIES.index(flag.severity), flag.line))
    counts = Counter(flag.severity for flag in found)
    summary = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items())
    items = [f"line {flag.line}: “{flag.words}”: {flag.hint}" for flag in found]
    yield PanelLine("Open flags", _append_items(summary or "none", items), urgent=bool(counts["error"]))


def make_reading_lines(level: ReadingLevel | None, odd: Sequence[UnknownWord]) -> Iterator[PanelLine]:
    """Say how hard a text is to read, and list its words that may be misspelled."""
    if level:
        yield PanelLine("Reading", str(level))
    if odd:
        summary = "1 word" if len(odd) == 1 else f"{len(odd)} words"
        items = [f"line {one.line}: “{one.word}” ({', '.join(one.near)}?)" for one in odd]
        yield PanelLine("Spelling", _append_items(summary, items))


def _append_items(summary: str, items: Sequence[str]) -> str:
    """Put the first items below the summary, each on a line of its own."""
    return "\n".join([summary, *items[:MAX_ITEMS], *(["…"] if len(items) > MAX_ITEMS else [])])
