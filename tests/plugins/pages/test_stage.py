# ruff: noqa: E501 (what an editor reads stays on one line)
"""Templates that are wrong are told, and what editors write is text wherever it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from plugins.pages.stage import VALUES
from tests.small import CLINIC, article, build, put, told
from tests.wrong_files import NOTHING


def test_the_first_error_of_each_template_is_told(project: Path) -> None:
    put(
        project,
        {
            "theme/templates/home.html": "{% if home %}\n{{ home.newest }\n{% endif %}",
            "theme/templates/listing.html": "{% if false %}\n{{ lisitng }}\n{{ another }}{% endif %}",
            "theme/templates/page.html": '{% if false %}\n{% include "partials/none.html" %}\n{% endif %}',
            "theme/components/row/row.html": "{% macro row(words, item) %}\n{{ itme }}\n{% endmacro %}",
            "content/articles/one.md": article(title=None),
        },
    )
    given = ", ".join(sorted(VALUES))
    assert told(project) == [
        "content/articles/one.md:1: title: is missing; write title: and its text",
        f"theme/components/row/row.html:2: itme: no such value is given to a template; write one of {given}",
        "theme/templates/home.html:2: unexpected '}'; mend the template",
        f"theme/templates/listing.html:2: lisitng: no such value is given to a template; write one of {given}",
        "theme/templates/page.html:2: there is no template partials/none.html; mend its name",
        f"5 problems. {NOTHING}",
    ]


def test_an_unknown_attribute_is_told_for_each_template(project: Path) -> None:
    put(
        project,
        {
            "theme/templates/home.html": "{{ home.nothing }}",
            "theme/templates/page.html": "one\n{{ page.titel }}",
            "theme/templates/listing.html": "{{ words.lists.nothing.more }}",
        },
    )
    assert told(project) == [
        "theme/templates/home.html:1: 'plugins.pages.context.Home object' has no attribute 'nothing'; mend the template",
        "theme/templates/listing.html:1: 'dict object' has no attribute 'nothing'; mend the template",
        "theme/templates/page.html:2: 'plugins.pages.context.ClinicPage object' has no attribute 'titel'; mend the template",
        f"3 problems. {NOTHING}",
    ]


HOSTILE = """Laser <peel> & "care" </script><b>it's</b> <!-- {{ 7 * 7 ]]>"""


@pytest.fixture(scope="module")
def hostile(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose texts are full of what means something in HTML, XML and JSON."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("hostile") / "project")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    clinic = CLINIC.replace("name: Care", f"name: {quoted[:-1]} topic'").replace("blog: Test Blog", f"blog: {quoted}")
    fields = {"title": quoted, "summary": quoted, "tags": f"\n  - {quoted}", "key_points": f"\n  - {quoted}"}
    put(folder, {"content/clinic.yaml": clinic, "content/articles/one.md": article(**fields)})
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "output"


def soup(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text(), "html.parser")


def test_markup_in_a_title_stays_text_on_its_page(hostile: Path) -> None:
    page = soup(hostile, "one/index.html")
    heading = page.select_one("h1")
    assert heading and heading.get_text() == HOSTILE and not heading.find()
    assert page.title and page.title.get_text() == HOSTILE
    for selector in ('meta[name="description"]', 'meta[property="og:description"]'):
        assert [meta["content"] for meta in page.select(selector)] == [HOSTILE]


def test_markup_in_a_title_stays_text_in_lists(hostile: Path) -> None:
    [tag] = (hostile / "tag").iterdir()
    [topic] = (hostile / "topic").iterdir()
    for name in ("index.html", "archive/index.html", f"tag/{tag.name}/index.html", f"topic/{topic.name}/index.html"):
        page = soup(hostile, name)
        assert HOSTILE in page.get_text(), name
        assert not page.select("main b, peel, main script"), name


def test_markup_in_a_title_stays_text_in_structured_data(hostile: Path) -> None:
    [script] = soup(hostile, "one/index.html").select('script[type="application/ld+json"]')
    nodes = {node["@type"]: node for node in json.loads(script.get_text())["@graph"]}
    assert nodes["BlogPosting"]["headline"] == nodes["BlogPosting"]["description"] == HOSTILE
    assert nodes["WebSite"]["name"] == HOSTILE


def test_markup_in_a_title_stays_text_in_the_feed(hostile: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(hostile / "feed.xml").getroot()
    entry = next(one for one in feed.iter(f"{atom}entry") if str(one.findtext(f"{atom}id")).endswith("/one/"))
    assert entry.findtext(f"{atom}title") == entry.findtext(f"{atom}summary") == HOSTILE
    assert feed.findtext(f"{atom}title") == HOSTILE
    ElementTree.parse(hostile / "sitemap.xml")


def test_the_home_page_and_its_card_have_the_clinics_tagline_or_a_general_one(project: Path) -> None:
    spanish = "    translations:\n      es:\n        name: Cuidado\n        about: Sobre el cuidado.\ntimezone:"
    put(
        project,
        {
            "content/clinic.yaml": f"{CLINIC.replace('timezone:', spanish)}tagline:\n  en: Answers about teeth\n",
            "content/articles/uno.md": article(lang="es", title="Uno", summary="Dice uno."),
        },
    )
    assert build(project).returncode == 0
    home, spanish = ((project / "output" / name).read_text("utf-8") for name in ("index.html", "es/index.html"))
    assert "<h1>Answers about teeth</h1>" in home and 'content="Answers about teeth. ' in home
    assert "<h1>Respuestas claras para pacientes</h1>" in spanish
