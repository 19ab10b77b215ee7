from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.documents.document import DocumentMeta, make_document
from plugins.lint.notices.catalog import load_notices
from plugins.lint.notices.placement import index_pages, lint_notices
from plugins.output.validate import FileFacts, validate_site
from tests.small import CLINIC, PAGE, build, document, person, put, strip_rule_ids, told
from tests.small import make as make_small

TEXTS = {
    "privacy": {},
    "chat": {},
    "privacidad": {"lang": "es", "translates": "privacy"},
    "later": {"date": "2026-06-02"},
    "unfinished": {"status": "draft"},
}
PRIVACY, PRIVACIDAD = "privacy/index.html", "es/privacidad/index.html"
LISTED = ", ".join(load_notices())
PUBLISH = "and this notice applies; publish that page first, or write no if it does not apply"


PEOPLE_NONE = (
    "content/clinic.yaml:3: notices licenses: no page in content/people/ that visitors see has a license; "
    "write one for each person with a license, or name a page that lists them"
)
# That on messages by a program counts while there is a chat, and there is none.
NOTICES = "notices:\n  privacy: contact\n  estimate: terms\n  ai-messages: chat\n"
LOST = ": there is no page people; write its text as a page first, or no if it does not apply"


def meta(name: str, **fields: str) -> DocumentMeta:
    text = document({**PAGE, "title": name, "summary": f"On {name}.", **fields})
    made, faults = make_document(f"pages/{name}.md", text.encode(), {})
    assert made, faults
    return made.meta


CARDS = [meta(name, **fields) for name, fields in TEXTS.items()]


def somebody(**fields: str) -> DocumentMeta:
    made, faults = make_document("people/ann-doe.md", person(**fields).encode(), {})
    assert made, faults
    return made.meta


LICENSE = "\n  - type: Nurse\n    number: 1\n    state: California"


@pytest.mark.parametrize(
    ("people", "lines"),
    [
        ([somebody(licenses=LICENSE)], []),
        ([somebody(licenses=LICENSE), somebody(degree="")], []),
        ([], [PEOPLE_NONE]),
        ([somebody()], [PEOPLE_NONE]),
        ([somebody(licenses=LICENSE, status="draft")], [PEOPLE_NONE]),
        (
            [somebody(licenses=LICENSE, degree="")],
            [
                "content/people/ann-doe.md:8: degree: is missing, and the notice licenses needs it; "
                "write the highest degree, as in MD"
            ],
        ),
    ],
)
def test_the_pages_of_people_hold_the_notice_of_their_licenses(
    people: list[DocumentMeta], lines: list[str], tmp_path: Path
) -> None:
    assert faults(tmp_path, people, licenses="people") == lines
    assert faults(tmp_path, people, board="people") == [
        PEOPLE_NONE.replace("licenses", "board").split(": no ")[0] + LOST
    ]


def faults(tmp_path: Path, people: Sequence[DocumentMeta] = (), /, **given: str) -> list[str]:
    notices = {name.replace("_", "-"): page for name, page in given.items()}
    lines = "".join(f"  {name}: {page}\n" for name, page in notices.items())
    put(tmp_path, {"content/clinic.yaml": f"name: A\nnotices:\n{lines}"})
    there = index_pages([*CARDS, *people], {"content/pages/broken.md"}, "en", date(2026, 6, 1))
    return [strip_rule_ids(str(one)) for one in lint_notices(tmp_path / "content", notices, load_notices(), there)]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"privacy": "no", "privvacy": "privacy"},
            ":4: notices privvacy: there is no such notice; did you mean privacy?",
        ),
        ({"zzz": "no"}, f":3: notices zzz: there is no such notice; write one of {LISTED}"),
        ({"privacy": "privcy"}, ":3: notices privacy: there is no page privcy; did you mean privacy?"),
        (
            {"estimate": "money"},
            ":3: notices estimate: there is no page money; write its text as a page first, or no if it does not apply",
        ),
        (
            {"privacy": "privacidad"},
            ":3: notices privacy: privacidad is a page in es; "
            "write the page that it translates; translations are found by it",
        ),
        ({"estimate": "unfinished"}, f":3: notices estimate: unfinished is a draft, {PUBLISH}"),
        ({"estimate": "later"}, f":3: notices estimate: later appears on 2026-06-02, {PUBLISH}"),
        (
            {"ai_messages": "privacy"},
            ":3: notices ai-messages: stands where the chat begins, not on privacy; "
            "write its text on the page chat, and chat here",
        ),
        (
            {"estimate": "chat"},
            ":3: notices estimate: stands on the page chat, which visitors see only while there is a chat; "
            "write its text on another page",
        ),
    ],
)
def test_what_is_wrong_with_a_notice_is_told_with_its_line(given: dict[str, str], line: str, tmp_path: Path) -> None:
    assert faults(tmp_path, **given) == [f"content/clinic.yaml{line}"]


def test_one_page_may_hold_several_notices_and_a_broken_page_is_told_of_once(tmp_path: Path) -> None:
    assert faults(tmp_path, privacy="privacy", health_privacy="privacy", ai_messages="chat", board="no") == []
    assert faults(tmp_path, privacy="broken") == []


# The finished site


def test_a_page_that_does_not_lead_to_a_notice_is_found() -> None:
    there = {name: FileFacts(files=(PRIVACY,)) for name in ("404.html", PRIVACY, PRIVACIDAD)}
    old, lost = FileFacts(files=("index.html",), leaves=True), FileFacts(files=("index.html",))

    def found(**more: FileFacts) -> list[tuple[str, str]]:
        site = {**there, **{f"{name}/index.html": facts for name, facts in more.items()}}
        notices = {"privacy": {PRIVACY, PRIVACIDAD}}
        return [(one.file, one.message) for one in validate_site(site, notices) if "notice" in one.message]

    assert found(old=old) == []
    assert found(lost=lost) == [("lost/index.html", "does not link to the page with the notice privacy")]
    assert found(lost=lost._replace(files=(PRIVACIDAD,))) == []
    del there[PRIVACY], there[PRIVACIDAD]
    assert found() == [("index.html", "the page with the notice privacy is missing")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic in two languages, whose notices stand on pages that the header leads to, or nothing does."""
    folder = make_small(tmp_path)
    contact = {**PAGE, "title": "Contact", "summary": "Whom to call.", "redirect_from": "\n  - /call/"}
    terms = {**PAGE, "title": "Terms", "summary": "What it costs."}
    chat = {**PAGE, "title": "Chat", "summary": "Who answers."}
    spanish = {**PAGE, "lang": "es", "translates": "contact", "title": "Contacto", "summary": "A quién llamar."}
    put(
        folder,
        {
            "content/clinic.yaml": f"{CLINIC}navigation:\n  - contact\n  - chat\n{NOTICES}",
            "content/pages/contact.md": document(contact),
            "content/pages/chat.md": document(chat),
            "content/pages/terms.md": document(terms),
            "content/pages/contacto.md": document(spanish),
        },
    )
    return folder


def test_every_page_in_every_language_leads_to_every_notice(folder: Path) -> None:
    assert build(folder).returncode == 0
    seen = set()
    for path in (folder / "output").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        if soup.select('meta[http-equiv="refresh"]'):
            continue
        assert soup.html
        lang = str(soup.html["lang"])
        links = [(str(link["href"]), link.get("lang")) for link in soup.select("body > footer nav a")]
        assert len(links) == len(set(links)), path
        wanted = (
            {("/contact/", None), ("/terms/", None)} if lang == "en" else {("/es/contacto/", None), ("/terms/", "en")}
        )
        assert wanted <= set(links), path
        seen.add(lang)
    assert seen == {"en", "es"}


def test_a_site_with_a_page_that_leads_to_no_notice_is_refused(folder: Path) -> None:
    footer = folder / "theme/templates/partials/footer.html"
    text = footer.read_text("utf-8")
    footer.write_text(text.replace("for link in site.footer", "for link in site.footer[:1]"), "utf-8")
    lines = told(folder)
    assert "404.html: does not link to the page with the notice estimate; " in "\n".join(lines)
    assert not any(line.startswith("call/") for line in lines)


def test_a_site_without_the_page_of_a_notice_is_refused(folder: Path) -> None:
    (folder / "content/pages/terms.md").unlink()
    assert told(folder)[0].startswith("content/clinic.yaml:26: notices estimate: there is no page terms; ")
