"""The data that pages hold for machines: true, plain, and in schema.org's own words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_args

import pytest
from markupsafe import Markup
from schema_org.registry import ENUM_MEMBERS

from plugins.clinic.model import Clinic, Kind, Specialty
from plugins.documents.document import Document, DocumentMeta, make_document
from plugins.pages.context import License, Link, Person
from plugins.pages.structured_data.graph import GraphMaker, make_image_node, strip_markup
from tests import schema_org

URL = "https://clinic.example/blog/halo/"
CARD = make_image_node("https://clinic.example/blog/cards/1.png")
TOPIC = ("Laser and skin", "https://clinic.example/blog/topic/laser/")
PLACE = {
    "address": {
        "street": "12 Lighthouse Road",
        "suite": "Floor 2",
        "city": "Port Ellery",
        "state": "CA",
        "postal_code": "94999",
    },
    "position": {"latitude": "38.4", "longitude": "-121.4"},
    "hours": {
        **dict.fromkeys(("monday", "tuesday", "thursday"), "8:30 am to 5 pm"),
        "friday": "8:30-12:00, 13:00-17:00",
    },
    "closures": [
        {"first": "2026-11-26"},
        {"first": "2026-12-24", "last": "2026-12-26", "why": {"en": "Christmas"}},
        {"first": "2026-12-31", "hours": "9:00-12:00"},
    ],
}
FACTS: dict[str, Any] = {
    "name": "Harbor Skin Clinic",
    "blog": "Harbor Skin Journal",
    "timezone": "America/Los_Angeles",
    "site_url": "https://clinic.example/blog/",
    "telephone": "707-555-0142",
    "locations": {"main": PLACE},
    "mail": "desk@clinic.example",
    "topics": {"laser": {"name": "Laser and skin", "about": "Lasers."}},
    "authors": {
        "clinic": {"name": "Harbor Skin Clinic"},
        "agency": {"name": "Example Writers"},
    },
    "accreditations": [
        {"name": "Nobody's board"},
        {"name": "A board", "holder": "Ada Example", "verify": "https://board.example/ada"},
        {"name": "A facility body", "holder": "Harbor Skin Clinic", "until": "2027-01-31"},
        {"name": "A lapsed body", "holder": "Harbor Skin Clinic", "until": "2026-01-31"},
    ],
}
CLINIC = Clinic.model_validate(FACTS)
ADA_URL = "https://clinic.example/blog/people/ada/"
ADA = Person(
    name="Ada Example",
    href="/blog/people/ada/",
    url=ADA_URL,
    lang="",
    role="Surgeon",
    degree="MD",
    credentials="MD, certified by the Example Board of Examples",
    licenses=(License("Physician and surgeon", "A 000000", "California", "https://lookup.example/"),),
    boards=(Link("Example Board of Examples", "https://board.example/ada"),),
    languages="English",
    interests="None.",
    thumbnail=Markup(),
)
GRAPHS = GraphMaker(CLINIC.select_shown(date(2026, 12, 1)), "en", ("Home", CLINIC.url), {"ada": ADA})
ARTICLE = """---
title: Halo & you
summary: What it "does", and what it does not.
date: 2026-11-16
modified: 2026-11-20
category: laser
tags:
  - safety
author: {author}
kind: {kind}
status: published
review: {review}
references:
  - title: A source
    publisher: A journal
    url: https://journal.example/1?a=1&b=2
    accessed: 2026-11-20
  - title: Another source
    publisher: A society
    url: https://society.example/2
    accessed: 2026-11-20
timeline:
  - when: Day 1
    what: Rest.
get_help:
  call:
    - it hurts more, not less
  emergency:
    - you faint
alternatives:
  - name: No treatment
    what: Wait.
    recovery: None.
for_whom: Adults.
not_for:
  - You have active acne [1].
  - You get "cold sores" & the like.
risks:
  common:
    - Heat & redness [1]
  uncommon:
    - Dark patches. Call us early, and stay out of the sun.
  serious:
    - Permanent scars [1, 1]
---

Some text [1].
"""
REVIEWED = """
  by: ada
  on: 2026-11-20
  every: 12"""


def document(kind: str = "treatment", review: str = REVIEWED, author: str = "clinic") -> Document:
    text = ARTICLE.format(kind=kind, review=review, author=author)
    made, faults = make_document("articles/halo.md", text.encode(), CLINIC.collect_names(["ada"]))
    assert made, faults
    return made


def article(author: str = "clinic", **header: str) -> dict[str, Any]:
    where = f"https://clinic.example/blog/author/{author}/"
    return GRAPHS.describe_article(document(author=author, **header), URL, TOPIC, (author, where), CARD)


def about_us(slug: str, translates: str = "") -> dict[str, Any]:
    return GRAPHS.describe_clinic_page(about_us_meta(slug, translates), f"https://clinic.example/blog/{slug}/", CARD)


def about_us_meta(slug: str, translates: str = "") -> DocumentMeta:
    header = f"title: A page\nsummary: About it.\ndate: 2026-11-16\nstatus: published\ntranslates: {translates}\n"
    made, faults = make_document(
        f"pages/{slug}.md", f"---\n{header}---\n\nSome text.\n".encode(), CLINIC.collect_names(["ada"])
    )
    assert made, faults
    return made.meta


def listing() -> dict[str, Any]:
    entries = [("Halo & you", URL), ("Another", "https://clinic.example/blog/another/")]
    return GRAPHS.describe_list("https://clinic.example/blog/archive/", "All articles", "Every one.", CARD, entries)


EVERY = {
    "a reviewed treatment": article(),
    "advice pending review": article(kind="advice", review="pending"),
    "an article that was changed since": article(review=f"{REVIEWED}\n  text: 0123456789ab"),
    "news": article(kind="news"),
    "an article by a person": article(author="ada"),
    "an article by others": article(author="agency"),
    "contact": about_us("contact"),
    "about": about_us("about"),
    "another page": about_us("privacy"),
    "a list": listing(),
    "a list of nothing": GRAPHS.describe_list("https://clinic.example/blog/tag/x/", "Tag", "None.", CARD),
    "the page of a person": GRAPHS.describe_person(
        "ada", ADA_URL, about_us_meta("ada"), CARD, "https://clinic.example/blog/images/ada.jpg"
    ),
    "home": GRAPHS.describe_home("Clear answers", "For patients.", CARD),
}


def only(data: dict[str, Any], kind: str) -> schema_org.Node:
    found = schema_org.of(data, kind)
    assert len(found) == 1, kind
    return found[0]


@pytest.mark.parametrize("data", EVERY.values(), ids=EVERY.keys())
def test_every_type_and_property_is_schema_orgs(data: dict[str, Any]) -> None:
    assert schema_org.faults(data) == []


@pytest.mark.parametrize("data", EVERY.values(), ids=EVERY.keys())
def test_nothing_is_rated_and_no_questions_are_claimed(data: dict[str, Any]) -> None:
    assert not {"AggregateRating", "Review", "FAQPage"} & {node["@type"] for node in schema_org.nodes(data)}


def test_the_vocabulary_is_looked_at() -> None:
    def graph(**properties: Any) -> dict[str, Any]:
        return {"@context": "https://schema.org", "@graph": [{"@type": "MedicalTherapy", **properties}]}

    assert schema_org.faults(graph(name="Halo")) == []
    mistakes: tuple[dict[str, Any], ...] = (
        {"@type": "Laser"},
        {"headline": "not of a therapy"},
        {"name": ""},
        {"name": "with <b>markup</b>"},
        {"name": "cited [1]"},
        {"adverseOutcome": "a text"},
        {"adverseOutcome": {"@type": "Person", "name": "x"}},
        {"adverseOutcome": {"@id": "https://clinic.example/#nowhere"}},
        {"url": "/relative/"},
        {"contraindication": []},
    )
    for mistake in mistakes:
        assert schema_org.faults(graph(**mistake)), mistake


def test_a_treatment_tells_its_risks_in_plain_words() -> None:
    therapy = only(EVERY["a reviewed treatment"], "MedicalTherapy")
    assert therapy["contraindication"] == [
        "You have active acne.",
        "You get “cold sores” & the like.",
    ]
    assert [one["name"] for one in therapy["adverseOutcome"]] == ["Heat & redness", "Dark patches"]
    assert [one["name"] for one in therapy["seriousAdverseOutcome"]] == ["Permanent scars"]
    assert schema_org.of(EVERY["advice pending review"], "MedicalTherapy") == []


def test_only_a_review_that_was_done_is_told() -> None:
    page = only(EVERY["a reviewed treatment"], "MedicalWebPage")
    assert (page["lastReviewed"], page["reviewedBy"]["name"]) == ("2026-11-20", "Ada Example")
    assert page["reviewedBy"]["hasCredential"][0]["recognizedBy"]["name"] == "Example Board of Examples"
    posting = only(EVERY["a reviewed treatment"], "BlogPosting")
    assert (posting["dateModified"], posting["expires"]) == ("2026-11-20", "2027-11-20")
    for name in ("advice pending review", "an article that was changed since"):
        told = json.dumps(EVERY[name])
        assert not any(word in told for word in ("lastReviewed", "reviewedBy", "expires", "Person"))


def test_an_author_is_a_person_only_if_the_clinic_says_so() -> None:
    assert only(EVERY["an article by a person"], "BlogPosting")["author"]["@type"] == "Person"
    assert only(EVERY["an article by others"], "BlogPosting")["author"] == {
        "@type": "Organization",
        "name": "Example Writers",
        "url": "https://clinic.example/blog/author/agency/",
    }
    assert only(EVERY["a reviewed treatment"], "BlogPosting")["author"] == {"@id": f"{CLINIC.url}#clinic"}
    profile = only(EVERY["the page of a person"], "ProfilePage")
    assert profile["mainEntity"] == {
        "@type": "Person",
        "@id": f"{ADA_URL}#person",
        "name": "Ada Example",
        "url": ADA_URL,
        "hasCertification": [{"@type": "Certification", "name": "A board", "url": "https://board.example/ada"}],
        "image": "https://clinic.example/blog/images/ada.jpg",
        "jobTitle": "Surgeon",
        "honorificSuffix": "MD",
        "worksFor": {"@id": f"{CLINIC.url}#clinic"},
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": "Physician and surgeon",
                "credentialCategory": "license",
                "identifier": "A 000000",
                "validIn": {"@type": "AdministrativeArea", "name": "California"},
                "url": "https://lookup.example/",
            },
            {
                "@type": "EducationalOccupationalCredential",
                "credentialCategory": "certification",
                "recognizedBy": {"@type": "Organization", "name": "Example Board of Examples"},
                "url": "https://board.example/ada",
            },
        ],
    }


def test_a_certification_is_its_holders_and_of_today() -> None:
    home = EVERY["home"]
    assert [one["name"] for one in only(home, "MedicalClinic")["hasCertification"]] == ["A facility body"]
    assert [one["name"] for one in schema_org.of(EVERY["a reviewed treatment"], "Certification")] == ["A board"]
    assert "Nobody's board" not in json.dumps([*EVERY.values()])


def test_a_breadcrumb_leads_from_home_to_the_page() -> None:
    for name, data in EVERY.items():
        for trail in schema_org.of(data, "BreadcrumbList"):
            items = trail["itemListElement"]
            assert len(items) >= 2, name
            assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
            assert items[0]["item"] == CLINIC.url
            assert items[-1]["item"] == data["@graph"][0]["url"]
    assert schema_org.of(EVERY["home"], "BreadcrumbList") == []


def test_a_translated_contact_page_is_one_too() -> None:
    assert only(about_us("contacto", translates="contact"), "ContactPage")["mainEntity"]["@id"].endswith("#clinic")


def test_the_clinic_is_told_whole_where_it_is_shown_whole() -> None:
    for name in ("home", "contact"):
        clinic = only(EVERY[name], "MedicalClinic")
        assert "medicalSpecialty" not in clinic
        assert clinic["geo"]["latitude"] == 38.4
        assert [(one["dayOfWeek"], one["opens"], one["closes"]) for one in clinic["openingHoursSpecification"]] == [
            (["Monday", "Tuesday", "Thursday"], "08:30", "17:00"),
            (["Friday"], "08:30", "12:00"),
            (["Friday"], "13:00", "17:00"),
        ]
        assert [
            (one["validFrom"], one["validThrough"], one["opens"], one["closes"])
            for one in clinic["specialOpeningHoursSpecification"]
        ] == [
            ("2026-12-24", "2026-12-26", "00:00", "00:00"),
            ("2026-12-31", "2026-12-31", "09:00", "12:00"),
        ]
    assert "geo" not in only(EVERY["about"], "MedicalClinic")
    assert "desk@" not in json.dumps([*EVERY.values()])  # collectors of addresses read data first


def test_a_clinic_stands_nowhere_without_its_address() -> None:
    for name, data in EVERY.items():
        clinic = only(data, "MedicalClinic")
        assert clinic["address"]["postalCode"] == "94999", name
        assert clinic["telephone"] == "+17075550142", name


def test_each_of_several_places_is_a_clinic_with_its_own_address() -> None:
    berlin = {"telephone": "+49 30 23125 000", "address": {"country": "DE", "street": "Allee 1", "city": "Berlin"}}
    both = Clinic.model_validate(FACTS | {"locations": {"main": PLACE, "berlin": berlin}})
    graphs = GraphMaker(both, "en", ("Home", both.url), {})
    home = graphs.describe_home("Home", "All.", CARD)
    assert schema_org.faults(home) == []
    clinic = only(home, "MedicalOrganization")
    assert [(one["name"], one["telephone"], one["address"]["addressCountry"]) for one in clinic["location"]] == [
        ("Harbor Skin Clinic, Port Ellery", "+17075550142", "US"),
        ("Harbor Skin Clinic, Berlin", "+493023125000", "DE"),
    ]
    assert "MedicalClinic" not in json.dumps(graphs.describe_list(both.url, "All", "All.", CARD))


def test_the_clinic_is_what_its_facts_say() -> None:
    dentist = CLINIC.model_copy(update={"kind": "Dentist", "specialty": "Dentistry"})
    home = GraphMaker(dentist, "en", ("Home", CLINIC.url), {}).describe_home("Home", "All.", CARD)
    assert only(home, "Dentist")["medicalSpecialty"] == "https://schema.org/Dentistry"
    assert schema_org.faults(home) == []


def test_every_kind_and_specialty_is_one_of_schema_org() -> None:
    members = {name.removeprefix(schema_org.SITE) for name in ENUM_MEMBERS["MedicalSpecialty"]}
    assert set(get_args(Specialty)) == members
    assert all({"MedicalOrganization", "Place"} <= schema_org.lineage(kind) for kind in get_args(Kind))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('Heat <span><a href="#r_1" id="c_1">[1]</a><a href="#r_2">[2]</a></span>.', "Heat."),
        ("<em>Fish</em> &amp; &lt;chips&gt;\n", "Fish & <chips>"),
        ("", ""),
    ],
)
def test_plain_words_have_no_marks(html: str, words: str) -> None:
    assert strip_markup(html) == words
