"""A small clinic's blog as values that a test changes, and as the files that they make.

What a change leaves is always a site that can be published: an address, a heading or a file that others name is
changed for them too. What cannot be published is put beside the model, and mended (`Sources.mend`).
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PIL import Image

from plugins.documents.scan import make_slug
from tests.small import PATIENT, TREATMENT, document, make, person, record

TODAY = "2026-06-01"
SOON = "2026-06-10"  # on which an article appears
PERSON = "p-1a2b3c4d.png"
FIRST_DAY = "2026-05-15"  # the clock is never set to an earlier one; what others link to is older


@dataclass
class Article:
    """`links` names articles whose heading this one links to; `photo` and `drawing` are what its text shows."""

    name: str
    title: str
    summary: str
    lang: str = "en"
    date: str = "2026-01-05"
    modified: str = ""
    topic: str = "care"
    tags: tuple[str, ...] = ("skin",)
    author: str = ""
    kind: str = "advice"
    draft: bool = False
    translates: str = ""
    redirects: tuple[str, ...] = ()
    image: str = ""
    shown: tuple[str, ...] = ()
    heading: str = "What helps"
    version: int = 10
    words: int = 20
    links: set[str] = field(default_factory=set)
    parts: int = 0  # how many key points and common questions
    reviewed: str = ""
    wording: str = ""  # of the words that were reviewed

    def text(self, others: dict[str, Article]) -> str:
        told = [f"What to know, in version {self.version}. " + "Rest well. " * self.words]
        told += [f"![A picture of {name}]({name})" for name in self.shown]
        told += [f"## {self.heading}", f"Rest, and ask us in version {self.version}."]
        for name in sorted(self.links):
            other = others[name]
            told.append(f"Read [what {name} says]({{filename}}/articles/{name}.md#{make_slug(other.heading)}) too.")
        return document(self._header(), "\n\n".join(told))

    def _header(self) -> dict[str, str | None]:
        points = [f"Point {n} of {self.name}." for n in range(self.parts)]
        asked = [f"What of {n}?\n    answer: Ask us {n} times." for n in range(self.parts)]
        return {
            "title": self.title,
            "summary": self.summary,
            "date": self.date,
            "modified": self.modified or None,
            "status": "draft" if self.draft else "published",
            "lang": self.lang,
            "category": self.topic,
            "tags": _lines(self.tags),
            "author": self.author or None,
            "kind": self.kind,
            "translates": self.translates or None,
            "redirect_from": _lines(self.redirects),
            "image": self.image or None,
            "image_alt": "A calm room" if self.image else None,
            "key_points": _lines(points),
            "faq": _lines(f"question: {one}" for one in asked),
            **(TREATMENT if self.kind == "treatment" else {}),
            "review": self._review() if self.reviewed else "pending",
        }

    def _review(self) -> str:
        text = f"\n  text: {self.wording}" if self.wording else ""
        return f"\n  by: doctor\n  on: {self.reviewed}\n  every: 12{text}"


def _lines(items: Iterable[str]) -> str | None:
    return "".join(f"\n  - {item}" for item in items) or None


@dataclass
class Clinic:
    telephone: str = "707-555-0100"
    timezone: str = "America/Los_Angeles"
    topics: dict[str, str] = field(default_factory=lambda: {"care": "Care", "skin": "Skin"})
    authors: dict[str, str] = field(default_factory=lambda: {"clinic": "Test Clinic", "writer": "Ben Roe"})
    badge: str = "Board of Tests"
    until: str = "2026-06-20"
    closed: str = "2026-06-20"  # the last day of a closure
    chat: str = "link"
    announced: str = ""  # the last day of an announcement
    privacy: str = ""  # the page that holds this notice
    sellers: tuple[str, ...] = ("maker.example",)

    def text(self) -> str:
        topics = "".join(
            f"  {name}:\n    name: {said}\n    about: About {said}.\n    translations:\n"
            f"      es:\n        name: {said} (es)\n        about: Sobre {said}.\n"
            for name, said in self.topics.items()
        )
        authors = "".join(f"  {name}:\n    name: {said}\n" for name, said in self.authors.items())
        says = f"  - text:\n      en: We move on {self.announced}.\n    first: 2026-05-01\n    last: {self.announced}\n"
        announced = f"announcements:\n{says}    place: every page\n" if self.announced else ""
        notices = f"notices:\n  privacy: {self.privacy}\n" if self.privacy else ""
        return f"""\
name: Test Clinic
blog: Test Blog
site_url: https://test.example
telephone: {self.telephone}
timezone: {self.timezone}
before_after: true
locations:
  main:
    address:
      street: 1 Main St
      city: Port Ellery
      state: CA
      postal_code: "94999"
    hours:
      monday: 8:30-17:00
    closures:
      - first: 2026-05-01
        last: {self.closed}
topics:
{topics}authors:
{authors}accreditations:
  - name: {self.badge}
    until: {self.until}
sellers: [{", ".join(self.sellers)}]
chat:
  provider: {self.chat}
  license: "1234567"
{announced}{notices}"""


class Sources:
    """The project at `folder`: its content as a model, what was edited in its code and theme, and the day it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today, self.time, self.by_clock = TODAY, "12:00", False
        self.clinic = Clinic()
        self.articles = {article.name: article for article in _articles()}
        self.people = {"doctor": "Surgeon"}  # roles
        self.pages = {"about": 10, "contact": 10, "chat": 10}
        self.pictures = {"photo.png": 1, "drawing.svg": 1, PERSON: 1}
        self.person = {**PATIENT}
        self.listed = 1  # of the old addresses that readers find, how many are on the list
        self.synonyms = ["rest, sleep", "skin, derma"]
        self.vocabulary = ["keloid"]
        self.edited: dict[str, bytes] = {}
        self.originals: dict[str, str] = {}
        self.edits = 0
        self._written: dict[str, bytes] = {}

    def make(self) -> None:
        make(self.folder)
        for name in ("articles/good.md", "pages/about.md"):
            (self.folder / "content" / name).unlink()
        self.write()

    def files(self) -> dict[str, bytes]:
        texts = {f"articles/{name}.md": article.text(self.articles) for name, article in self.articles.items()}
        for name, version in self.pages.items():
            fields = {"title": f"On {name}", "summary": f"It says what {name} is.", "date": "2026-01-02"}
            texts[f"pages/{name}.md"] = document({**fields, "status": "published"}, f"This is version {version}.")
        for name, role in self.people.items():
            texts[f"people/{name}.md"] = person(name.title(), role=role)
        texts["clinic.yaml"] = self.clinic.text()
        photos = {name: {"kind": "thing"} for name in self.pictures if name.endswith(".png")}
        texts["photos.yaml"] = "".join(record(*one) for one in (photos | {PERSON: self.person}).items())
        texts["synonyms.yaml"] = "en:\n" + "".join(f"  - {line}\n" for line in self.synonyms)
        texts["words.txt"] = "".join(f"{word}\n" for word in self.vocabulary)
        old = sorted(address for article in self.visible() for address in article.redirects)
        texts["addresses.txt"] = "".join(f"{address}\n" for address in old[: self.listed])
        pictures = {f"content/images/{name}": picture(name, version) for name, version in self.pictures.items()}
        return {f"content/{name}": text.encode() for name, text in texts.items()} | pictures | self.edited

    def write(self, *, quietly: bool = False) -> None:
        """Bring the folder up to date. Quietly: what changes keeps its size and its time."""
        files = self.files()
        for name in self._written.keys() - files.keys():
            (self.folder / name).unlink()
        for name, data in files.items():
            if self._written.get(name) != data:
                self._put(name, data, quietly)
        self._written = files

    def _put(self, name: str, data: bytes, quietly: bool) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat() if quietly else None
        path.write_bytes(data)
        if before:
            assert before.st_size == len(data), f"{name} is of another size"
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def original(self, name: str) -> str:
        """A file of the theme or the code as it was before any edit."""
        if name not in self.originals:
            self.originals[name] = (self.folder / name).read_text("utf-8")
        return self.originals[name]

    def edit(self, name: str, text: str) -> None:
        self.original(name)
        self.edited[name] = text.encode()
        self.write()

    def mend(self, names: Iterable[str]) -> None:
        """Put these files back as the model has them, and take away those that it has not."""
        files = self.files()
        for name in names:
            if name in files:
                self._put(name, files[name], quietly=False)
            elif name in self.originals:
                self._put(name, self.originals[name].encode(), quietly=False)
            else:
                (self.folder / name).unlink()

    def any(self, random: Random) -> Article:
        return self.articles[random.choice(sorted(self.articles))]

    def visible(self) -> list[Article]:
        """What is published today."""
        return [one for one in self.articles.values() if not one.draft and one.date <= self.today]

    def find_linked(self) -> set[str]:
        """Find the articles to which published ones link."""
        return set().union(*(article.links for article in self.visible()))

    def linked(self) -> set[str]:
        """Articles that others link to."""
        return set().union(*(article.links for article in self.articles.values()))

    def unlink(self, name: str) -> None:
        """Take out every link to this article, so that it may go."""
        for article in self.articles.values():
            article.links.discard(name)

    def add(self, article: Article) -> None:
        self.articles[article.name] = article


def another(random: Random, choice: Iterable[str], now: str) -> str:
    return random.choice(sorted(set(choice) - {now}))


def picture(name: str, version: int) -> bytes:
    """A picture whose bytes are as many in every version from 1 to 9."""
    if name.endswith(".svg"):
        box = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
        return f'{box}<path fill="#{version}8{version}" d="M0 0h8v8z"/></svg>'.encode()
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (25 * version, 90, 120)).save(out, "PNG", compress_level=0)
    return out.getvalue()


def _articles() -> list[Article]:
    return [
        Article("one", "The first", "One is said.", shown=("photo.png",), redirects=("/old/one/",), parts=2),
        Article("two", "The second", "Two is said.", links={"one"}, tags=("skin", "rest"), image="photo.png"),
        Article("three", "The third", "Three is said.", links={"one"}, topic="skin", author="doctor", shown=(PERSON,)),
        Article("four", "The fourth", "Four is said.", date="2025-12-05", shown=("drawing.svg",), tags=("alone",)),
        Article("five", "The fifth", "Five is said.", date="2025-11-05", kind="treatment", reviewed="2026-01-09"),
        Article("six", "The sixth", "Six is said.", draft=True, links={"four"}),
        Article("seven", "The seventh", "Seven is said.", date=SOON, tags=("rest", "later")),
        Article("uno", "El primero", "Se dice uno.", lang="es", translates="one", date="2026-02-05"),
        Article("dos", "El segundo", "Se dice dos.", lang="es", links={"uno"}, topic="skin", shown=(PERSON,)),
    ]
