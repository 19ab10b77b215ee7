"""What pages show beside the text of their document, as a search finds it: facts of the clinic and of its people."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.clinic.locations import Location
from plugins.clinic.model import Clinic
from plugins.clinic.spoken import speak
from plugins.documents.front_matter import PersonFrontMatter
from plugins.schema.interface_words import Words, format_days

DETAILS = ("parking", "transit", "entrance")


def list_clinic_facts(clinic: Clinic, words: Words, lang: str) -> list[str]:
    """List the texts of the clinic's facts that its contact page shows."""
    names = words["contact"]
    facts = [clinic.name, names["call"], clinic.telephone.text, names["directions"], clinic.mail]
    places = [text for location in clinic.locations.values() for text in _list_place(location, words, lang)]
    badges = [text for one in clinic.accreditations for text in (one.name, one.holder)]
    notes = [speak(one.note, lang).text for one in clinic.accreditations if one.note]
    return list(filter(None, [*facts, *places, *badges, *notes]))


def list_person_facts(person: PersonFrontMatter, words: Words) -> list[str]:
    """List the texts of the facts that the page of a person shows."""
    names = words["people"]
    licenses = [text for one in person.licenses for text in (names["license"], one.type, one.number, one.state)]
    boards = [text for one in person.boards for text in (names["board"], one.name)]
    facts = [person.role, person.degree, *licenses, *boards, *person.languages, person.interests]
    return list(filter(None, facts))


def _list_place(location: Location, words: Words, lang: str) -> Iterator[str | None]:
    """List the texts of one place. Its hours name each day of the week."""
    names, address = words["contact"], location.address
    yield from (location.get_short_name(lang), address.first_line, address.last_line)
    if location.telephone:
        yield location.telephone.text
    if location.hours:
        yield from (names["hours"], names["closed"], *words["dates"]["weekdays"])
    for name in DETAILS:
        if texts := getattr(location, name):
            yield from (names[name], speak(texts, lang).text)
    for closure in location.closures:
        days = format_days(words, closure.first, closure.final)
        yield from (names["closures"], days, speak(closure.why, lang).text if closure.why else None)
