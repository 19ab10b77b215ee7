"""Photographs of people: shown with consent, under a caption made from their record, or not at all.

What was withdrawn, or taken back in the history of the sources, is shown by no text, whoever is on it.

Reads:  context["cards"], context["originals"], context["pictures"], context["today"], content/photos.yaml,
        content/withdrawn.txt, git's history, theme/words, PREVIEW, STORE
Writes: context["captions"], by the path of a document the captions of its pictures by how they are written;
        context["flags"], by path what an editor is told of its photographs; context["problems"], context["notes"]
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import Problem, note, tell
from plugins.documents.document import Card
from plugins.documents.scan import shown
from plugins.lint.claims.matcher import Finding
from plugins.media.consent import history, withdrawn
from plugins.media.consent.caption import Caption, caption
from plugins.media.consent.records import Records
from plugins.media.consent.records import known as known_records
from plugins.media.consent.rules import UNKNOWN, find_future_days, find_taken_back, found, idle, revoked
from plugins.media.images.metadata import hidden
from plugins.media.images.picture import Picture
from plugins.media.images.uses import FOLDER, file_name
from plugins.schema import words


def attach(generators: list[Any]) -> None:
    context, content, settings = generators[0].context, Path(generators[0].path), generators[0].settings
    records, problems = known_records(content, settings["STORE"])
    tell(context, problems)
    cards = [card for card in context["cards"].values() if card.images or card.image]
    context["captions"], context["flags"] = {}, {}
    if records is None:
        return
    spoken = words.load(Path(generators[0].theme))
    originals, pictures = context["originals"], context["pictures"]

    def within(name: str) -> Sequence[str]:
        picture = pictures.get(name)
        return picture.hidden if isinstance(picture, Picture) else hidden(originals[name].read_bytes())

    for card in cards:
        context["captions"][card.path] = tuple(_captions(card, records, spoken[card.lang]))
        context["flags"][card.path] = tuple(found(card, records, originals, within, context["today"]))
        for finding in context["flags"][card.path]:
            if finding.severity == "error" and not card.draft:
                tell(context, [_problem(shown(content, card.path), finding)])
            elif finding.severity != "warning" and (not card.draft or settings["PREVIEW"]):
                note(context, [_problem(shown(content, card.path), finding)])
    made = {name: picture for name, picture in pictures.items() if isinstance(picture, Picture)}
    known = withdrawn.read(withdrawn.here(content))
    tell(context, [*revoked(content.name, records, originals), *withdrawn.shown(content, made, known)])
    refused, noted = find_future_days(content.name, records, context["today"])
    tell(context, refused)
    note(context, [*idle(content.name, records, originals), *noted])
    past = history.load_history(settings["STORE"]) if made else None
    if past:
        tell(context, find_taken_back(content.name, made, records, past, known.kept))
    if past and not past.whole:
        note(context, [Problem(f"{content.name}/{FOLDER}", 0, "", *UNKNOWN)])


def _captions(card: Card, records: Records, spoken: words.Words) -> Iterator[tuple[str, Caption]]:
    for use in card.images:
        person = records.people.get(file_name(use.target))
        if said := person and caption(person, card.lang, spoken):
            yield use.target, said


def _problem(file: str, finding: Finding) -> Problem:
    return Problem(file, finding.line, "", f"the picture {finding.words} {finding.why}", finding.write)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
