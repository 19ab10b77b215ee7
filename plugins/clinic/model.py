"""The clinic's facts: the model of `content/clinic.yaml`, validated like front matter.

A fact that is left out of the file is empty here, and the site does not show it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.clinic.announcements import Announcement, require_different_texts
from plugins.clinic.emergency import EmergencyNumber
from plugins.clinic.locations import Location
from plugins.clinic.next_steps import PAGE_NAME, NextSteps
from plugins.clinic.spoken import Spoken
from plugins.clinic.telephone import DEFAULT_COUNTRY, Country, TelephoneNumber
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.schema.text_file import decode_text, diagnose_file
from plugins.schema.types import (
    Day,
    FrozenModel,
    Text,
    Texts,
    WebAddress,
    lower_text,
    make_tuple_type,
    parse_model,
    refuse,
    require_list,
    require_mapping,
    require_text,
)
from plugins.schema.yaml_reader import Place, parse_yaml

FILE = "clinic.yaml"
# schema.org's names: the types of clinics, and the members of MedicalSpecialty.
Kind = Literal["MedicalClinic", "Dentist", "Hospital", "Physician"]
# What the pictures of a topic and of its articles show (plugins/media/article_pictures).
MotifName = Literal["beams", "contour", "doors", "drops", "shade", "sheets", "stones", "sunrise"]
Specialty = Literal[
    "Anesthesia",
    "Audiology",
    "Cardiovascular",
    "CommunityHealth",
    "Dentistry",
    "Dermatologic",
    "Dermatology",
    "DietNutrition",
    "Emergency",
    "Endocrine",
    "Gastroenterologic",
    "Genetic",
    "Geriatric",
    "Gynecologic",
    "Hematologic",
    "Infectious",
    "LaboratoryScience",
    "Midwifery",
    "Musculoskeletal",
    "Neurologic",
    "Nursing",
    "Obstetric",
    "Oncologic",
    "Ophthalmology",
    "Optometric",
    "Otolaryngologic",
    "Pathology",
    "Pediatric",
    "PharmacySpecialty",
    "Physiotherapy",
    "PlasticSurgery",
    "Podiatric",
    "PrimaryCare",
    "Psychiatric",
    "PublicHealth",
    "Pulmonary",
    "Radiography",
    "Renal",
    "RespiratoryTherapy",
    "Rheumatologic",
    "SpeechPathology",
    "Surgical",
    "Toxicologic",
    "Urologic",
]


def _parse_mail_address(value: Any) -> Any:
    text = require_text(value)
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        return text
    refuse("mail-unfit", text=text)


def _parse_timezone(value: Any) -> Any:
    from zoneinfo import ZoneInfo  # not needed where nothing has changed

    text = require_text(value)
    with contextlib.suppress(KeyError, OSError, ValueError):
        ZoneInfo(text)
        return text
    refuse("timezone-unfit", text=text)


def _parse_host(value: Any) -> Any:
    text = require_text(value).lower()
    if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        return text
    refuse("host-unfit", text=text)


def _parse_site_url(text: str) -> str:
    parts = urlsplit(text)
    _, dot, ending = (parts.hostname or "").rpartition(".")
    if parts.scheme == "https" and dot and not ending.isdigit() and not (parts.query or parts.fragment or "@" in text):
        return text
    refuse("site-url-unfit", text=text)


def _require_id(name: str) -> str:
    return name if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) else refuse("id-unfit", name=name)


Id = Annotated[str, AfterValidator(_require_id)]


def _make_mapping_type(kind: type[FrozenModel]) -> Any:
    """Make the type of a mapping from ids to `kind`. An id is part of a URL."""
    return Annotated[dict[Id, Annotated[kind, BeforeValidator(require_mapping)]], BeforeValidator(require_mapping)]  # type: ignore[valid-type]


class TopicText(FrozenModel):
    """`question` is what a reader may have in mind; the home page begins with links to topics that have one."""

    name: Text
    about: Text
    question: Text | None = None


class Topic(TopicText):
    """`motif` names what the pictures of the topic and of its articles show."""

    motif: Annotated[MotifName, BeforeValidator(lower_text)] = "stones"
    translations: dict[str, Annotated[TopicText, BeforeValidator(require_mapping)]] = Field(default_factory=dict)

    def translate(self, lang: str) -> TopicText:
        """Return the topic's name and description in `lang`, or untranslated where there is no translation."""
        return self.translations.get(lang, self)


class Author(FrozenModel):
    name: Text
    about: Text | None = None


class Accreditation(FrozenModel):
    """`until` is the last day on which the badge is shown."""

    name: Text
    note: Spoken | None = None
    holder: Text | None = None
    verify: WebAddress | None = None
    until: Day | None = None


class Chat(FrozenModel):
    provider: Annotated[Literal["none", "link", "livechat"], BeforeValidator(lower_text)] = "link"
    license: Text | None = None


class Disclosures(FrozenModel):
    """What each article says of how it was made: who `pays`, and how `patients` took part.

    On treatment articles, `sells` says that the clinic sells the treatment.
    """

    pays: Spoken = Field(default_factory=dict)
    sells: Spoken = Field(default_factory=dict)
    patients: Spoken = Field(default_factory=dict)

    def list_texts(self, is_treatment: bool) -> list[Spoken]:
        """List the texts that an article shows."""
        texts = [self.pays, self.sells if is_treatment else {}, self.patients]
        return [text for text in texts if text]


class Clinic(FrozenModel):
    name: Text
    blog: Text
    tagline: Spoken = Field(
        default_factory=dict,
        description="The heading of the home page, in each language; else a general one.",
        examples=["en: Clear answers about skin"],
    )
    site_url: Annotated[WebAddress, AfterValidator(_parse_site_url)]
    timezone: Annotated[str, BeforeValidator(_parse_timezone)] = Field(
        description="The clinic's time zone, by its name in the tz database: a day begins there at midnight.",
        examples=["America/Denver"],
    )
    kind: Kind = Field(
        "MedicalClinic", description="What search engines are told that the clinic is.", examples=["Dentist"]
    )
    specialty: Specialty | None = Field(
        None, description="What search engines are told that the clinic does.", examples=["Dermatology"]
    )
    country: Country = Field(
        DEFAULT_COUNTRY,
        description="The country of its telephone numbers and addresses, in two letters; else the United States.",
        examples=["CA"],
    )
    telephone: TelephoneNumber = Field(
        description="The number to call, as you dial it there, or of another country with + and its code.",
        examples=["707-555-0142"],
    )
    emergency: EmergencyNumber = Field(
        "",
        validate_default=True,
        description="The number to call in an emergency; else that of `country`, where it is known: 911, 112, 999, 000 "
        "or 111.",
        examples=["119"],
    )
    mail: Annotated[str, BeforeValidator(_parse_mail_address)] | None = None
    locations: _make_mapping_type(Location) = Field(  # type: ignore[valid-type]
        description="Where the clinic is, the main place first: see [Places](#places-hours-and-holidays).",
    )
    topics: _make_mapping_type(Topic)  # type: ignore[valid-type]
    authors: _make_mapping_type(Author)  # type: ignore[valid-type]
    accreditations: make_tuple_type(Accreditation) = ()  # type: ignore[valid-type]
    sellers: Annotated[tuple[Annotated[str, BeforeValidator(_parse_host)], ...], BeforeValidator(require_list)] = ()
    disclosures: Annotated[Disclosures, BeforeValidator(require_mapping)] = Field(
        Disclosures(),
        description="What each article says of how it was made: see [How articles are made](#how-articles-are-made).",
    )
    ask: Texts = Field(
        (),
        description="What is still to be asked in the clinic. `make check` lists it; visitors do not see it.",
        examples=["- On which days are you open?"],
    )
    navigation: Annotated[tuple[Text, ...], BeforeValidator(require_list)] = Field(
        ("contact", "chat"),
        description="The pages to which the header of the site leads, by their file names without `.md`; "
        "else `contact` and `chat`. The footer leads to the other pages.",
        examples=["- contact"],
    )
    chat: Annotated[Chat, BeforeValidator(require_mapping)] = Chat()
    announcements: Annotated[make_tuple_type(Announcement), AfterValidator(require_different_texts)] = Field(  # type: ignore[valid-type]
        (),
        description="What stands above the home page for some days, or above every page: "
        "see [Announcements](#announcements-and-next-steps).",
    )
    next_steps: Annotated[NextSteps, BeforeValidator(require_mapping)] = Field(
        NextSteps(),
        description="Where to book a visit, and other links: see [Announcements](#announcements-and-next-steps).",
    )
    before_after: bool = Field(
        False,
        description="`true` where the clinic shows photographs of before and after a treatment. Ask counsel first.",
        examples=["true"],
    )
    notices: Annotated[dict[str, Text], BeforeValidator(require_mapping)] = Field(default_factory=dict)

    @cached_property
    def url(self) -> str:
        """The site's address, with a slash at its end."""
        return self.site_url.rstrip("/") + "/"

    @cached_property
    def base(self) -> str:
        """The path part of `url`: / or, under a sub-path, /blog/."""
        return urlsplit(self.url).path

    def has_real_url(self) -> bool:
        """Return whether `site_url` may exist: names that end in .example never do (RFC 2606)."""
        return not str(urlsplit(self.url).hostname).endswith(".example")

    @property
    def main_location(self) -> Location:
        """The place that is listed first."""
        location: Location = next(iter(self.locations.values()))
        return location

    @property
    def has_chat(self) -> bool:
        """Whether there is a chat to start."""
        return self.chat.provider != "none" and self.chat.license is not None

    def select_shown(self, today: date) -> Clinic:
        """Return a copy with what is shown on `today`: without past accreditations and closures, and announcements."""
        return self.model_copy(
            update={
                "accreditations": tuple(one for one in self.accreditations if one.until is None or one.until >= today),
                "announcements": tuple(one for one in self.announcements if one.is_shown(today)),
                "locations": {name: place.drop_past_closures(today) for name, place in self.locations.items()},
            }
        )

    def collect_names(self, people: Sequence[str] = ()) -> dict[str, list[str]]:
        """Collect the names that front matter may use, by kind. `people` are those of the people's files."""
        authors = [*self.authors, *people]
        own = str(urlsplit(self.url).hostname).removeprefix("www.")
        return {
            **{"topics": list(self.topics), "authors": authors, "people": list(people), "signers": authors},
            "sellers": [*self.sellers, own],
        }


class ClinicFile(NamedTuple):
    """What `content/clinic.yaml` says: the clinic, or None and all errors where it has any.

    `values` are those of the file as they are written, with errors or without; `lines` has the line of each place.
    """

    clinic: Clinic | None
    errors: list[Diagnostic]
    values: Mapping[str, Any]
    lines: Mapping[Place, int]

    def list_countries(self) -> list[str]:
        """List the countries that the file names, of the clinic and of its places, with the default of the clinic's."""
        named = [self.values.get("country", DEFAULT_COUNTRY), *_find_values(self.values.get("locations"), "country")]
        return sorted({name.upper() for name in named if isinstance(name, str)})

    def list_named_pages(self) -> list[tuple[Place, str]]:
        """List what seems to be the name of a page, with its place."""
        navigation, steps = self.values.get("navigation"), self.values.get("next_steps")
        places: list[tuple[Place, Any]] = []
        if isinstance(navigation, list):
            places += [(("navigation", number), name) for number, name in enumerate(navigation)]
        if isinstance(steps, dict):
            places += [
                (("next_steps", name, "to"), step.get("to")) for name, step in steps.items() if isinstance(step, dict)
            ]
        return [(place, name) for place, name in places if isinstance(name, str) and PAGE_NAME.fullmatch(name)]


def load_clinic(content: Path) -> tuple[Clinic | None, list[Diagnostic]]:
    """Load the clinic's facts. Return None, and all errors, where `content/clinic.yaml` has any."""
    return _load_clinic_file(content)[:2]


def _load_clinic_file(content: Path) -> ClinicFile:
    path, file = content / FILE, f"{content.name}/{FILE}"
    if error := diagnose_file(path):
        return ClinicFile(None, [error.locate(file)], {}, {})
    found = _parse_clinic(path.read_bytes())
    return found._replace(errors=[error.locate(file) for error in found.errors])


@lru_cache(maxsize=1)  # one command asks for it in several places
def _parse_clinic(data: bytes) -> ClinicFile:
    text, errors = decode_text(data)
    if not text:
        return ClinicFile(None, errors, {}, {})
    reading = parse_yaml(text)
    clinic, more = parse_model(Clinic, reading, {"country": reading.values.get("country", DEFAULT_COUNTRY)})
    errors += more
    return ClinicFile(None if errors else clinic, errors, reading.values, reading.lines)


def load_timezone(content: Path) -> str:
    """Load the clinic's time zone; UTC where `content/clinic.yaml` has a mistake, which a build reports."""
    clinic, _ = load_clinic(content)
    return get_timezone(clinic)


def get_timezone(clinic: Clinic | None) -> str:
    """Return the time zone of a clinic; UTC where there is none."""
    return clinic.timezone if clinic else "UTC"


def load_clinic_file(content: Path, cache: Cache) -> ClinicFile:
    """Load what the file says of the clinic, from the cache where the file and the code are unchanged."""
    path = content / FILE
    return cache.memoize(
        "clinic",
        fingerprint.hash_values(diagnose_file(path) or path.read_bytes(), fingerprint.hash_code()),
        lambda: _load_clinic_file(content),
    )


def _find_values(value: Any, field: str) -> Iterator[Any]:
    """Find the values of the fields of this name, in mappings within mappings."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if name == field:
            yield inner
        else:
            yield from _find_values(inner, field)
