from __future__ import annotations

import pytest

from plugins.clinic.model import load_clinic
from plugins.schema.interface_words import load_words
from plugins.site.search.facts import list_clinic_facts
from tests import project


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_clinic_is_found_by_its_facts(lang: str) -> None:
    words = load_words(project.ROOT / "theme")[lang]
    clinic, _ = load_clinic(project.SITE)
    assert clinic
    found = list_clinic_facts(clinic, words)
    for fact in (clinic.address.street, clinic.address.city, clinic.telephone, clinic.accreditations[-1].name):
        assert fact in found
    assert words["contact"]["directions"] in found
    assert all(found)
