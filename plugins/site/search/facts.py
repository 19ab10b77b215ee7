"""The clinic's facts as a search finds them on the page that shows them."""

from __future__ import annotations

from plugins.clinic.model import Clinic
from plugins.schema.interface_words import Words


def list_clinic_facts(clinic: Clinic, words: Words) -> list[str]:
    """List the clinic's facts that its contact page shows, each as a text."""
    names, address = words["contact"], clinic.address
    place = (address.street, address.suite, address.city, address.state, address.postal_code)
    badges = [text for one in clinic.accreditations for text in (one.name, one.note, one.holder)]
    hours = [f"{hours.days}: {hours.times}" for hours in clinic.hours]
    facts = [clinic.name, *place, names["directions"], names["call"], clinic.telephone, clinic.mail]
    named = [names["hours"], *hours] if hours else []
    return list(filter(None, [*facts, *named, *badges]))
