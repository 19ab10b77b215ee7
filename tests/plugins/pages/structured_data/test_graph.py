"""The data that pages hold for machines: true, plain, and in schema.org's own words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_args

import pytest
from schema_org.registry import ENUM_MEMBERS

from plugins.clinic.model import Clinic, Kind, Specialty
from plugins.documents.document import Document, make_document
from plugins.pages.structured_data.graph import GraphMaker, make_image_node, strip_markup
from plugins.pages.structured_data.opening_hours import parse_opening_hours
from tests import schema_org

URL = "https://clinic.example/blog/halo/"
CARD = make_image_node("https://clinic.example/blog/cards/1.png")
TOPIC = ("Laser and skin", "https://clinic.example/blog/topic/laser/")
CLINIC = Clinic.model_validate(
    {
        "name": "Harbor Skin Clinic",
        "blog": "Harbor Skin Journal",
        "timezone": "America/Los_Angeles",
        "site_url": "https://clinic.example/blog/",
        "telephone": "707-555-0142",
        "address": {
            "street": "12 Lighthouse Road",
            "suite": "Floor 2",
            "city": "Port Ellery",
            "state": "CA",
            "postal_code": "94999",
        },
        "position": {"latitude": "38.4", "longitude": "-121.4"},
        "mail": "desk@clinic.example",
        "hours": [
            {"days": "Monday to Friday", "times": "8:30 am to 5 pm"},
            {"days": "Holidays", "times": "by appointment"},
        ],
        "topics": {"laser": {"name": "Laser and skin", "about": "Lasers."}},
        "authors": {
            "clinic": {"name": "Harbor Skin Clinic"},
            "ada": {"name": "Ada Example"},
            "agency": {"name": "Example Writers"},
        },
        "people": {
            "ada": {"name": "Ada Example", "credentials": "MD, certified by the Example Board of Examples"},
        },
        "accreditations": [
            {"name": "Nobody's board"},
            {"name": "A board", "holder": "Ada Example", "verify": "https://board.example/ada"},
            {"name": "A facility body", "holder": "Harbor Skin Clinic", "until": "2027-01-31"},
            {"name": "A lapsed body", "holder": "Harbor Skin Clinic", "until": "2026-01-31"},
        ],
    }
)
GRAPHS = GraphMaker(CLINIC.drop_expired(date(2026, 12, 1)), "en", ("Home", CLINIC.url))
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
not_for:
  - You have active acne [1].
  - You get "cold sores" & the like.
risks:
  common:
    - Heat & redness [1]
  uncommon:
    - Dark patches
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
    made, faults = make_document("articles/halo.md", text.encode(), CLINIC.collect_names())
    assert made, faults
    return made


def article(author: str = "clinic", **header: str) -> dict[str, Any]:
    where = f"https://clinic.example/blog/author/{author}/"
    return GRAPHS.describe_article(document(author=author, **header), URL, TOPIC, (author, where), CARD)


def about_us(slug: str, translates: str = "") -> dict[str, Any]:
    header = f"title: A page\nsummary: About it.\ndate: 2026-11-16\nstatus: published\ntranslates: {translates}\n"
    made, faults = make_document(
        f"pages/{slug}.md", f"---\n{header}---\n\nSome text.\n".encode(), CLINIC.collect_names()
    )
    assert made, faults
    return GRAPHS.describe_clinic_page(made.meta, f"https://clinic.example/blog/{slug}/", CARD)


def listing() -> dict[str, Any]:
    entries = [("Halo & you", URL), ("Another", "https://clinic.example/blog/another/")]
    return GRAPHS.describe_list("https://clinic.example/blog/archive/", "All articles", "Every one.", CARD, entries)


def person_page() -> dict[str, Any]:
    return GRAPHS.describe_profile("https://clinic.example/blog/author/ada/", "Ada", "Her articles.", CARD, "ada")


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
    "the page of a person": person_page(),
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
    assert profile["mainEntity"]["name"] == "Ada Example"


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
        assert clinic["openingHoursSpecification"] == [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "opens": "08:30",
                "closes": "17:00",
            }
        ]
    assert "geo" not in only(EVERY["about"], "MedicalClinic")
    assert "desk@" not in json.dumps([*EVERY.values()])  # collectors of addresses read data first


def test_the_clinic_is_what_its_facts_say() -> None:
    dentist = CLINIC.model_copy(update={"kind": "Dentist", "specialty": "Dentistry"})
    home = GraphMaker(dentist, "en", ("Home", CLINIC.url)).describe_home("Home", "All.", CARD)
    assert only(home, "Dentist")["medicalSpecialty"] == "https://schema.org/Dentistry"
    assert schema_org.faults(home) == []


def test_every_kind_and_specialty_is_one_of_schema_org() -> None:
    members = {name.removeprefix(schema_org.SITE) for name in ENUM_MEMBERS["MedicalSpecialty"]}
    assert set(get_args(Specialty)) == members
    assert all({"MedicalOrganization", "Place"} <= schema_org.lineage(kind) for kind in get_args(Kind))


@pytest.mark.parametrize(
    ("days", "times", "meant"),
    [
        ("Saturday", "9 am to 12 pm", (("Saturday",), "09:00", "12:00")),
        ("saturday – sunday", "09:00–13:30", (("Saturday", "Sunday"), "09:00", "13:30")),
        ("Monday", "8 a.m. - 4:15 p.m.", (("Monday",), "08:00", "16:15")),
        ("Monday", "8 to 5", None),
        ("Monday", "5 pm to 8 am", None),
        ("Friday to Monday", "8 am to 5 pm", None),
        ("Weekdays", "8 am to 5 pm", None),
        ("Monday", "13 am to 15 pm", None),
        ("Monday", "24:00 to 25:00", None),
        ("Monday", "closed", None),
    ],
)
def test_hours_are_told_only_where_they_are_plain(days: str, times: str, meant: Any) -> None:
    assert parse_opening_hours(days, times) == meant


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
