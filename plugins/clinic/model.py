"""The clinic's facts: the model of `content/clinic.yaml`, validated like front matter.

A fact that is left out of the file is empty here, and the site does not show it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Problem
from plugins.schema.text_file import clean, unfit
from plugins.schema.types import Day, Group, Text, WebAddress, all_of, group, items, text_only, typed, word, wrong
from plugins.schema.yaml_reader import read

FILE = "clinic.yaml"


def _telephone(value: Any) -> Any:
    text = text_only(value)
    if re.fullmatch(r"\d{3}-\d{3}-\d{4}", text):
        return text
    wrong(f"{text!r} is not a telephone number", "write it as 707-555-0100")


def _mail(value: Any) -> Any:
    text = text_only(value)
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        return text
    wrong(f"{text!r} is not a mail address", "write it as front.desk@example.org")


def _number(value: Any) -> Any:
    text = text_only(value)
    if re.fullmatch(r"-?\d{1,3}(\.\d+)?", text, re.ASCII) and abs(float(text)) <= 180:
        return float(text)
    wrong(f"{text!r} is not a number of degrees", "write it with a decimal point, as in 38.4088")


def _host(value: Any) -> Any:
    text = text_only(value).lower()
    if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        return text
    wrong(f"{text!r} is not a web host", "write what stands between https:// and the next slash, as in example.org")


def _site(text: str) -> str:
    parts = urlsplit(text)
    _, dot, ending = (parts.hostname or "").rpartition(".")
    if parts.scheme == "https" and dot and not ending.isdigit() and not (parts.query or parts.fragment or "@" in text):
        return text
    wrong(
        f"{text!r} is no address of a site",
        "write one that starts with https:// and a name, as in https://example.org/",
    )


def _named(kind: type[Group]) -> Any:
    """Make the type of a mapping from ids to `kind`. An id is part of a URL."""

    def check(value: Any) -> Any:
        for name in group(value):
            if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
                wrong(f"{name!r} cannot be an address", "write small letters, digits and hyphens")
        return value

    return Annotated[dict[str, Annotated[kind, BeforeValidator(group)]], BeforeValidator(check)]  # type: ignore[valid-type]


class Address(Group):
    street: Text
    suite: Text | None = None
    city: Text
    state: Text
    postal_code: Text


class Position(Group):
    """Degrees north and east (WGS 84)."""

    latitude: Annotated[float, BeforeValidator(_number)]
    longitude: Annotated[float, BeforeValidator(_number)]


class Hours(Group):
    days: Text
    times: Text


class Named(Group):
    name: Text
    about: Text


class Topic(Named):
    """`mark` names the drawing that stands for the topic in lists (theme/components/topic_mark)."""

    mark: Text = "dot"
    translations: dict[str, Annotated[Named, BeforeValidator(group)]] = Field(default_factory=dict)

    def said(self, lang: str) -> Named:
        """Return the topic's name and description in `lang`, or untranslated where there is no translation."""
        return self.translations.get(lang, self)


class Author(Group):
    name: Text
    about: Text | None = None


class Person(Group):
    """Someone who may review an article. The board is named in full, as California's rules ask."""

    name: Text
    credentials: Text
    verify: WebAddress | None = None


class Accreditation(Group):
    """`until` is the last day on which the badge is shown."""

    name: Text
    note: Text | None = None
    holder: Text | None = None
    verify: WebAddress | None = None
    until: Day | None = None


class Chat(Group):
    provider: Annotated[Literal["none", "link", "livechat"], BeforeValidator(word)] = "link"
    license: Text | None = None


class Clinic(Group):
    name: Text
    blog: Text
    site_url: Annotated[WebAddress, AfterValidator(_site)]
    telephone: Annotated[str, BeforeValidator(_telephone)]
    address: Annotated[Address, BeforeValidator(group)]
    position: Annotated[Position, BeforeValidator(group)] | None = None
    mail: Annotated[str, BeforeValidator(_mail)] | None = None
    hours: all_of(Hours) = ()  # type: ignore[valid-type]
    topics: _named(Topic)  # type: ignore[valid-type]
    authors: _named(Author)  # type: ignore[valid-type]
    people: _named(Person) = Field(default_factory=dict)  # type: ignore[valid-type]
    accreditations: all_of(Accreditation) = ()  # type: ignore[valid-type]
    sellers: Annotated[tuple[Annotated[str, BeforeValidator(_host)], ...], BeforeValidator(items)] = ()
    chat: Annotated[Chat, BeforeValidator(group)] = Chat()
    notice: Text | None = None
    notices: Annotated[dict[str, Text], BeforeValidator(group)] = Field(default_factory=dict)

    @cached_property
    def url(self) -> str:
        """The site's address, with a slash at its end."""
        return self.site_url.rstrip("/") + "/"

    @cached_property
    def base(self) -> str:
        """The path part of `url`: / or, under a sub-path, /blog/."""
        return urlsplit(self.url).path

    def is_placed(self) -> bool:
        """Return whether `site_url` may exist: names that end in .example never do (RFC 2606)."""
        return not str(urlsplit(self.url).hostname).endswith(".example")

    def on(self, today: date) -> Clinic:
        """Return a copy without the accreditations that ended before `today`."""
        shown = tuple(one for one in self.accreditations if one.until is None or one.until >= today)
        return self.model_copy(update={"accreditations": shown})

    def names(self) -> dict[str, list[str]]:
        """Collect the names that front matter may use, by kind."""
        people, authors = list(self.people), list(self.authors)
        own = str(urlsplit(self.url).hostname).removeprefix("www.")
        return {
            **{"topics": list(self.topics), "authors": authors, "people": people, "signers": [*people, *authors]},
            "sellers": [*self.sellers, own],
        }


def load(content: Path) -> tuple[Clinic | None, list[Problem]]:
    """Load the clinic's facts. Return None, and all problems, where `content/clinic.yaml` has any."""
    path, file = content / FILE, f"{content.name}/{FILE}"
    if fault := unfit(path):
        return None, [Problem(file, 0, "", *fault)]
    text, faults = clean(path.read_bytes())
    clinic = None
    if text:
        clinic, more = typed(Clinic, read(text), {})
        faults += more
    problems = [Problem(file, fault.line, fault.field, fault.what, fault.write) for fault in faults]
    return (None if problems else clinic), problems


def known(content: Path, store: Store) -> tuple[Clinic | None, list[Problem]]:
    """Load the clinic's facts like `load_clinic`, from the cache where the file and the code are unchanged."""
    path = content / FILE
    return store.once(
        "clinic", fingerprint.of(unfit(path) or path.read_bytes(), fingerprint.of_code()), lambda: load(content)
    )
