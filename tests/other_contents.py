"""Contents that the project must bear in place of its own: another clinic's, a single article, and next to nothing.

python -m tests.other_contents    runs every test with those that have articles, in a copy of the project with its guide
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from plugins.documents.document import make_document
from tests.project import ROOT, copy_project
from tests.small import CLINIC, PAGE, PATIENT, TREATMENT, article, document, person, put, record

ANOTHER = """\
name: Fernbrook Dental & Skin
blog: Fernbrook Notes
site_url: https://www.fernbrook.test/blog/
telephone: 415-555-0187
mail: desk@fernbrook.test
locations:
  fernbrook:
    address:
      street: 3 Mill Lane
      city: Fernbrook
      state: OR
      postal_code: "97999"
    hours:
      monday: 8 am to 4 pm
      friday: 8:00-12:00
topics:
  teeth:
    name: Teeth
    about: What to ask of a dentist.
  aftercare-at-home:
    name: Aftercare at home
    about: What to do at home.
authors:
  fernbrook:
    name: Fernbrook Dental & Skin
accreditations:
  - name: Rooms of Oregon
timezone: America/Boise
tagline:
  en: Notes on teeth and skin
kind: Dentist
specialty: Dentistry
announcements:
  - text:
      en: Closed on Friday
    first: 2026-11-01
    last: 2027-01-01
    place: every page
notices:
  privacy: what-we-keep
"""
PICTURES = ("chair.jpg", "p-3fa90b1c.png", "desk.webp", "lamp.png")


def write_another(content: Path) -> None:
    """Write another clinic's facts, two articles with two photographs each, a review, a notice and an old address."""
    old, more = "\n  - /2018/crowns.html", {"category": "teeth", "title": "Crowns", "summary": "What a crown is."}
    body = "![A chair](chair.jpg)\n\nOne sentence.\n\n![A tooth](p-3fa90b1c.png)"
    crowns = article(body, author="lee-marsh", image="chair.jpg", image_alt="A chair", **more)
    made, _ = make_document("articles/crowns.md", crowns.encode(), {})
    assert made
    review = f"\n  by: lee-marsh\n  on: 2026-03-01\n  every: 24\n  text: {made.hash_words()}"
    records = {name: {"kind": "thing"} for name in PICTURES} | {
        "p-3fa90b1c.png": {**PATIENT, "expires": "2096-01-05"},
        "desk.webp": {"kind": "staff", "consent": "s-0001"},
    }
    put(
        content,
        {
            "clinic.yaml": ANOTHER,
            "photos.yaml": "".join(record(*one) for one in records.items()),
            "articles/crowns.md": crowns.replace("---\n\n", f"redirect_from: {old}\nreview: {review}\n---\n\n", 1),
            "articles/at-home.md": article(
                '![A desk](desk.webp "At work")\n\nSee [crowns]({filename}/articles/crowns.md).\n\n![A lamp](lamp.png)',
                **{"title": "At home", "summary": "What to do.", "category": "aftercare-at-home", **TREATMENT},
            ),
            "people/lee-marsh.md": person("Lee Marsh", degree="DDS"),
            "pages/what-we-keep.md": document({**PAGE, "title": "What we keep", "summary": "What we know of you."}),
        },
    )
    (content / "images").mkdir()
    for name in PICTURES:
        Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(content / "images" / name)


def write_single(content: Path) -> None:
    """Write one article and the facts that a site cannot be without."""
    put(content, {"clinic.yaml": CLINIC, "articles/good.md": article("One sentence.\n\n## What helps\n\nRest.")})


def write_bare(content: Path) -> None:
    """Write the facts that a site cannot be without."""
    put(content, {"clinic.yaml": CLINIC})


CONTENTS = {"another": write_another, "single": write_single, "bare": write_bare}


def main() -> int:
    codes = []
    for name in ("another", "single"):
        with tempfile.TemporaryDirectory() as folder:
            project = copy_project(Path(folder) / name)
            CONTENTS[name](project / "content")
            shutil.copy(ROOT / "content/README.md", project / "content")
            (project / ".venv").symlink_to(ROOT / ".venv")
            subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
            print(f"Every test, with the content {name}:", flush=True)
            codes.append(subprocess.run([sys.executable, "-m", "pytest"], cwd=project).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
