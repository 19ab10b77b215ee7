from __future__ import annotations

import pytest

from plugins.clinic.model import load_clinic
from plugins.documents.document import make_document
from plugins.schema.interface_words import load_words
from plugins.site.search.facts import list_clinic_facts, list_person_facts
from tests import project

WORDS = load_words(project.ROOT / "theme")


@pytest.mark.parametrize(
    ("lang", "parking", "day", "closure", "note"),
    [
        ("en", "Free, behind the building.", "Tuesday", "December 31, 2026", "formerly RAAF"),
        ("es", "Gratis, detrás", "martes", "31 de diciembre de 2026", "antes RAAF"),
    ],
)
def test_the_clinic_is_found_by_its_facts(lang: str, parking: str, day: str, closure: str, note: str) -> None:
    clinic, _ = load_clinic(project.SITE)
    assert clinic
    found = list_clinic_facts(clinic, WORDS[lang], lang)
    for location in clinic.locations.values():
        assert {location.address.first_line, location.address.last_line} <= {*found}
    assert {clinic.telephone.text, clinic.accreditations[-1].name, day, closure, note} <= {*found}
    assert any(fact.startswith(parking) for fact in found)
    assert WORDS[lang]["contact"]["directions"] in found
    assert all(found)


def test_a_person_is_found_by_what_the_page_says() -> None:
    path = project.SITE / "people/mira-soto.md"
    document, errors = make_document("people/mira-soto.md", path.read_bytes(), {})
    assert document and document.meta.person, errors
    person = document.meta.person
    found = list_person_facts(person, WORDS["en"])
    for fact in (person.role, person.degree, person.licenses[0].number, *person.languages):
        assert fact in found
