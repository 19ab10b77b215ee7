"""Photographs of people on the built site: under their caption, on the days on which they may be seen."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests import small
from tests.project import tree
from tests.small import PATIENT, article, record

PERSON, MODEL = "p-1a2b3c4d.png", "p-5e6f7a8b.jpg"
RECORDS = {
    PERSON: PATIENT,
    MODEL: {"kind": "model", "consent": "c-0150"},
    "nurse.png": {"kind": "staff", "consent": "c-0151"},
    "room.png": {"kind": "thing"},
}
BODY = f"""\
![Before and after one peel]({PERSON} "A cheek")

![Someone who laughs]({MODEL})

![A nurse](nurse.png "At work")

- ![A cheek]({PERSON})

- A room: ![A room](room.png)
"""
TOPIC = """\
    about: About care.
    translations:
      es:
        name: Cuidado
        about: Sobre el cuidado.
"""
SPANISH = {"lang": "es", "title": "Una mejilla", "summary": "Dice una cosa."}
PATIENTS = (
    "Our patient, shown with written permission. Procedure: One peel. Weeks between the two views, in the same light "
    "and the same pose: 12. Not retouched. Your result may be different."
)
SUYO = (
    "Paciente de la clínica; se muestra con su permiso por escrito. Procedimiento: Un peeling. Semanas entre las dos "
    "imágenes, con la misma luz y la misma postura: 12. Sin retoques. Su resultado puede ser diferente."
)
ENTRY, CONTENT = "{http://www.w3.org/2005/Atom}entry", "{http://www.w3.org/2005/Atom}content"


def picture(number: int, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (number, 90, 120)).save(out, {"jpg": "JPEG", "png": "PNG"}[kind])
    return out.getvalue()


def records(**changes: str | None) -> str:
    """The records, with other words in the patient's."""
    return "".join(record(*one) for one in (RECORDS | {PERSON: PATIENT | changes}).items())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.make(tmp_path_factory.mktemp("photos") / "project")
    small.put(
        folder,
        {
            **{f"content/images/{name}": picture(n, name[-3:]) for n, name in enumerate(RECORDS)},
            "content/photos.yaml": records(),
            "content/clinic.yaml": small.CLINIC.replace("    about: About care.\n", TOPIC),
            "content/articles/good.md": article(BODY),
            "content/articles/mejilla.md": article(f"![Antes y después]({PERSON})", **SPANISH),
        },
    )
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


def figures(html: str) -> list[tuple[str, str]]:
    """The description and the whole caption of each figure."""
    found = BeautifulSoup(html, "html.parser").select("figure")
    return [
        (str(one.select("img")[0]["alt"]), " ".join(one.figcaption.stripped_strings)) for one in found if one.figcaption
    ]


OURS = [
    ("Before and after one peel", f"A cheek {PATIENTS}"),
    ("Someone who laughs", "Model, not a patient."),
    ("A nurse", "At work"),
    ("A cheek", PATIENTS),
]


def test_a_caption_made_of_the_record_stands_with_every_picture_of_a_patient_or_a_model(built: Path) -> None:
    html = (built / "output/good/index.html").read_text("utf-8")
    assert figures(html) == OURS
    assert "figcaption p{" in html
    assert figures((built / "output/es/mejilla/index.html").read_text("utf-8")) == [("Antes y después", SUYO)]


def test_two_views_stand_side_by_side_with_one_caption(folder: Path) -> None:
    second = "p-9c8d7e6f.png"
    small.put(
        folder,
        {
            "content/articles/pair.md": article(
                f"![A cheek]({PERSON})\n![The same cheek]({second})", title="Pair", summary="Two."
            ),
            f"content/images/{second}": picture(9, "png"),
            "content/photos.yaml": records() + record(second, PATIENT),
        },
    )
    assert small.build(folder).returncode == 0
    html = (folder / "output/pair/index.html").read_text("utf-8")
    (pair,) = BeautifulSoup(html, "html.parser").select("main figure")
    assert [one.get_text() for one in pair.select("b")] == ["Before", "12 weeks after"]
    assert [image["alt"] for image in pair.select("img")] == ["A cheek", "The same cheek"]
    assert figures(str(pair)) == [("A cheek", PATIENTS)]
    without = small.CLINIC.replace("before_after: true\n", "")
    small.put(folder, {"content/clinic.yaml": without.replace("    about: About care.\n", TOPIC)})
    said = f"the picture {second} shows before and after, which this clinic does not show; "
    assert f"content/articles/pair.md:11: {said}" in "\n".join(small.told(folder))


def test_it_stands_in_the_feed_too(built: Path) -> None:
    entries = ElementTree.parse(built / "output/feed.xml").getroot().findall(ENTRY)
    assert OURS in [figures(entry.findtext(CONTENT) or "") for entry in entries]


def test_nothing_else_of_a_record_is_published(built: Path) -> None:
    for name, data in tree(built / "output").items():
        for secret in ("c-0148", "c-0150", "c-0151", "2027-01-05", "p-1a2b3c4d", "photos.yaml"):
            assert secret.encode() not in data, f"{secret} in {name}"


def test_a_record_that_says_something_else_changes_the_caption(folder: Path) -> None:
    small.put(folder, {"content/photos.yaml": records(procedures="\n    en: Two peels\n    es: Dos")})
    assert small.build(folder).returncode == 0
    assert "Procedure: Two peels." in (folder / "output/good/index.html").read_text("utf-8")
    assert "Procedimiento: Dos." in (folder / "output/es/mejilla/index.html").read_text("utf-8")


def test_the_day_decides_though_nothing_was_changed(folder: Path) -> None:
    last = small.build(folder, SITE_DATE="2027-01-04")
    assert last.returncode == 0
    assert (
        f"Note: content/articles/good.md:10: the picture {PERSON} shows a patient whose consent ends on" in last.stderr
    )
    lines = small.told(folder, SITE_DATE="2027-01-05")
    assert len(lines) == 4
    assert lines[0].startswith(
        f"content/articles/good.md:10: the picture {PERSON} shows a patient whose consent ended on"
    )


def test_a_consent_that_was_taken_back_stops_all_until_the_picture_is_gone(folder: Path) -> None:
    texts = {"content/articles/good.md": article(), "content/articles/mejilla.md": article("Una frase.", **SPANISH)}
    small.put(folder, {"content/photos.yaml": records(revoked="2026-05-01"), **texts})
    for words in ((), ("--preview",)):
        (told, _) = small.told(folder, *words)
        assert told == (
            f"content/photos.yaml:1: {PERSON} revoked: the consent was taken back on 2026-05-01, "
            "and the picture is still here; delete the picture and what shows it"
        )
    assert check(folder)["errors"]
    (folder / "content/images" / PERSON).unlink()
    done = small.build(folder)
    assert done.returncode == 0
    assert PERSON not in done.stderr


def test_what_was_withdrawn_is_shown_by_no_text(folder: Path) -> None:
    digest = hashlib.sha256((folder / "content/images" / PERSON).read_bytes()).hexdigest()
    small.put(folder, {"content/withdrawn.txt": f"# Never again\n{digest.upper()}  as asked\nsmile.jpg\n"})
    assert small.told(folder)[:-1] == [
        f"content/images/{PERSON}: was withdrawn, as line 2 of content/withdrawn.txt says; "
        "delete it, and take it out of what shows it",
        "content/withdrawn.txt:3: a line begins with a SHA-256: 64 digits and letters from a to f; "
        "mend that line; sha256sum FILE prints one",
    ]


def test_a_record_of_no_picture_is_noted(folder: Path) -> None:
    small.put(folder, {"content/photos.yaml": records() + record("gone.png", {"kind": "thing"})})
    done = small.build(folder)
    assert done.returncode == 0
    assert done.stderr == (
        "Note: content/photos.yaml:24: gone.png: there is no such picture in content/images/; "
        "delete the record, or mend its name [record-unused]\n"
    )


def test_a_draft_is_never_stopped_and_an_editor_is_told(folder: Path) -> None:
    draft = article("![Before](doe.png)", title="A draft", summary="Not yet.", status="draft")
    small.put(folder, {"content/images/doe.png": picture(9, "png"), "content/articles/draft.md": draft})
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert len([*(folder / "output/images").iterdir()]) == len([*(folder / ".build/output.spare/images").iterdir()])
    shown = small.build(folder, "--preview")
    assert shown.returncode == 0
    assert shown.stderr.startswith("Note: content/articles/draft.md:10: the picture doe.png has no record")
    told = check(folder)["texts"]["content/articles/draft.md"]["diagnostics"]
    assert [(one["rule"], one["severity"]) for one in told] == [("photo-without-record", "error")]


def test_mistakes_in_the_records_hide_no_mistake_of_a_text_and_make_no_more(folder: Path) -> None:
    small.put(folder, {"content/photos.yaml": records(altered="yes"), "content/articles/bad.md": article(date=None)})
    assert [line.split(": ")[0] for line in small.told(folder)[:-1]] == [
        "content/articles/bad.md:1",
        "content/photos.yaml:10",
    ]


def test_the_second_reader_tells_the_same(folder: Path) -> None:
    """`make check` makes no picture, and opens each once."""
    bad = f"Look: ![Before]({PERSON})\n\n![A room](none.png)\n\n![Other](other.png)"
    named = picture(1, "png")[:-12] + b"\x00\x00\x00\x04tIMEJane\x00\x00\x00\x00" + picture(1, "png")[-12:]
    small.put(
        folder,
        {
            "content/articles/bad.md": article(bad, title="Bad", summary="Bad.", image=MODEL, image_alt="One"),
            "content/images/none.png": picture(20, "png"),
            f"content/images/{PERSON}": named,
            "content/photos.yaml": records(expires="2026-06-01")
            + record("other.png", {"kind": "thing"})
            + record("IMG_1.png", {"kind": "✎"}),
            "content/images/other.png": picture(21, "png"),
        },
    )
    told = set(small.told(folder)[:-1])
    checked = check(folder)
    seen = {
        f"{file}:{one['line']}: the picture {one['words']} {one['message']}; {one['hint']}"
        for file, text in checked["texts"].items()
        for one in text["diagnostics"]
    }
    assert told == seen
    assert len(told) == 11
    assert {line.split(":")[0] for line in told} == {f"content/articles/{one}.md" for one in ("bad", "good", "mejilla")}


def check(folder: Path) -> dict[str, dict[str, dict[str, list[dict[str, str]]]]]:
    done = subprocess.run(
        [sys.executable, "-m", "tools.quality.lint_texts"],
        cwd=folder,
        env={**os.environ, "SITE_DATE": small.TODAY, "FORM": "json"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = json.loads(done.stdout)
    return {"errors": said["errors"], "texts": {text["file"]: text for text in said["texts"]}}
