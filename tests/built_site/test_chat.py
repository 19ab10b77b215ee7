"""The chat: where there is one, it waits for the visitor; where there is none, nothing offers it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests import project
from tests.small import CLINIC, PAGE, build, document, make, put, told

CONTACT = {**PAGE, "title": "Contact", "summary": "Whom to call."}
CHAT = {**PAGE, "title": "Chat with us", "summary": "Who answers in the chat.", "redirect_from": "\n  - /live/"}
CHARLA = {
    **CHAT,
    "lang": "es",
    "translates": "chat",
    "title": "Chatee",
    "summary": "Quién responde.",
    "redirect_from": None,
}
TEXTS = {
    "content/pages/chat.md": document(CHAT, "The chat is for simple things.\n\n## Who answers"),
    "content/pages/charla.md": document(CHARLA, "El chat."),
}
# The addresses of the chat, which somebody may have.
KEPT = {"chat/index.html", "live/index.html", "es/charla/index.html"}
OFF = ["", "chat:\n  provider: livechat\n", "chat:\n  provider: link\n", 'chat:\n  provider: none\n  license: "1"\n']


def one(soup: BeautifulSoup, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small clinic with a page of the chat, in two languages."""
    folder = make(tmp_path)
    put(folder, TEXTS)
    return folder


@pytest.mark.parametrize("off", OFF)
def test_nothing_offers_a_chat_that_is_not_there(off: str, folder: Path) -> None:
    put(folder, {"content/clinic.yaml": f"{CLINIC}navigation:\n  - about\n  - chat\n{off}"})
    assert build(folder).returncode == 0
    files = project.tree(folder / "output")
    told = {name for name, data in files.items() if b"chat" in data.lower() and not name.startswith("theme/")}
    assert told == KEPT
    for name in KEPT:
        assert b'content="There is no chat here at this time. Please call us.">' in files[name]
        assert b"Chat with us" not in files[name], name


@pytest.mark.parametrize(("contact", "target"), [(None, "/"), (CONTACT, "/contact/")])
def test_who_has_the_address_of_a_chat_that_is_not_there_is_led_on(
    contact: dict[str, str] | None, target: str, folder: Path
) -> None:
    put(folder, {"content/addresses.txt": "/chat/\n/es/charla/\n/live/\n"})
    put(folder, {"content/pages/contact.md": document(contact)} if contact else {})
    assert build(folder).returncode == 0
    for name in KEPT:
        soup = page(folder / "output", name)
        assert [link["href"] for link in soup.select("a")] == [target], name
    assert "/chat/" not in (folder / "output/sitemap.xml").read_text()
    assert not (folder / "output/_redirects").exists()  # hosts and browsers would remember it when there is a chat


def test_a_text_may_not_link_to_a_chat_that_is_not_there(folder: Path) -> None:
    put(folder, {"content/pages/about.md": document(PAGE, "[Ask]({filename}/pages/chat.md#who-answers).")})
    assert told(folder)[0] == (
        "content/pages/about.md:8: the link {filename}/pages/chat.md#who-answers leads to 'Chat with us', "
        "and there is no chat; take the link out, or write provider and license under chat in content/clinic.yaml"
    )


def test_an_editor_sees_the_page_of_a_chat_that_is_not_there(folder: Path) -> None:
    assert build(folder, "--preview").returncode == 0
    seen = page(folder / ".build/preview", "chat/index.html")
    assert "There is no chat, so visitors do not see this page." in seen.get_text()
    assert seen.select("main h2") and not seen.select("main button, nav a[href='/chat/']")


def test_a_chat_begins_with_its_button_and_explains_after(own_site: Path) -> None:
    assert page(own_site, "lumo-laser-treatment/index.html").select('header a[href="/chat/"]')
    main = one(page(own_site, "chat/index.html"), "main")
    places = [main.decode().index(word) for word in ('class="box chat-panel"', "data-license", "<h2")]
    assert places == sorted(places)
    assert any(b"Chat with us" in path.read_bytes() for path in (own_site / "search").rglob("*.json"))


def test_chat_that_is_switched_on_waits_for_the_visitor(own_site: Path) -> None:
    soup = page(own_site, "chat/index.html")
    assert [script["src"] for script in soup.select("script[src]")] == ["/theme/chat.js"]
    assert one(soup, "main button, main [data-license]")["data-license"] == "1000001"
    runs = [
        path.relative_to(own_site).as_posix() for path in own_site.rglob("*.html") if "/chat.js" in path.read_text()
    ]
    assert runs == ["chat/index.html"]
