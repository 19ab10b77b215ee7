"""A small clinic's project: the real plugins, theme and tools, with content of a test's own."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.project import copy_code, tree

TODAY = "2026-06-01"
CLINIC = """\
name: Test Clinic
blog: Test Blog
site_url: https://test.example
telephone: 707-555-0100
locations:
  main:
    address:
      street: 1 Main St
      city: Port Ellery
      state: CA
      postal_code: "94999"
topics:
  care:
    name: Care
    about: About care.
timezone: America/Los_Angeles
authors:
  clinic:
    name: Test Clinic
before_after: true
"""
PAGE = {"title": "About us", "summary": "It says who we are.", "date": "2026-01-02", "status": "published"}
ARTICLE = {**PAGE, "title": "A good article", "summary": "It says one thing.", "category": "care", "kind": "advice"}

SOURCES = """
  - title: One
    publisher: A society
    url: https://society.example/1
    accessed: 2026-01-01
  - title: Two
    publisher: The maker
    url: https://www.maker.example/2
    accessed: 2026-01-01"""
# What makes a good article of ARTICLE a good treatment article.
TREATMENT = {
    "kind": "treatment",
    "references": SOURCES,
    "for_whom": "Adults.",
    "not_for": "\n  - You are ill.",
    "timeline": "\n  - when: Day 1\n    what: Rest.",
    "get_help": "\n  call:\n    - it hurts\n  emergency:\n    - you faint",
    "risks": "\n  common:\n    - Heat [1]\n  serious:\n    - Scars [2]",
    "alternatives": "\n  - name: Nothing\n    what: Wait.\n    recovery: None.",
}

PATIENT = {
    "kind": "patient",
    "consent": "c-0148",
    "signed": "2026-01-05",
    "expires": "2027-01-05",
    "procedures": "\n    en: One peel\n    es: Un peeling",
    "identifiable": "no",
    "altered": "no",
    "before_after": "\n    weeks: 12\n    same_light: yes\n    same_pose: yes\n    typical: yes",
}


def record(name: str, fields: Mapping[str, str | None]) -> str:
    """A record of content/photos.yaml; a field that is None is left out."""
    lines = (f"  {field}: {value}" for field, value in fields.items() if value is not None)
    return "\n".join([f"{name}:", *lines, ""])


def document(fields: Mapping[str, str | None], body: str = "One sentence.") -> str:
    """A content file, whose body starts two lines below the header; a field that is None is left out."""
    lines = [f"{name}: {value}".rstrip() for name, value in fields.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body, ""])


def person(name: str = "Ann Doe", **fields: str | None) -> str:
    """A file of somebody who has a degree."""
    plain = {"name": name, "role": "Surgeon", "summary": f"What {name} does.", "date": "2026-01-02", "degree": "MD"}
    return document({**plain, "status": "published", **fields})


def article(body: str = "One sentence.", **fields: str | None) -> str:
    return document({**ARTICLE, **fields}, body)


def make(folder: Path) -> Path:
    """A project with one article and one page, both good."""
    copy_code(folder)
    put(
        folder,
        {
            "content/clinic.yaml": CLINIC,
            "content/articles/good.md": article("One sentence.\n\n## What helps\n\nRest."),
            "content/pages/about.md": document(PAGE),
        },
    )
    return folder


def put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def build(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m tools.build`, on TODAY unless SITE_DATE says otherwise; file modes hold for root too."""
    return subprocess.run(
        [sys.executable, "-m", "tools.build", *words],
        cwd=folder,
        env={**os.environ, "SITE_DATE": TODAY, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=obey_file_modes,
    )


def told(folder: Path, *words: str, **environment: str) -> list[str]:
    """The lines, without rule ids, of a build that has to be refused and to leave the published site as it was."""
    return strip_rule_ids(refusal(folder, *words, **environment)).splitlines()


def refusal(folder: Path, *words: str, **environment: str) -> str:
    """What a build prints that has to be refused and to leave the published site as it was."""
    before = tree(folder / "output")
    done = build(folder, *words, **environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert tree(folder / "output") == before
    return done.stderr


def strip_rule_ids(printed: str) -> str:
    """Take the rule id off the end of each line."""
    return re.sub(r" \[[\w-]*\]$", "", printed, flags=re.MULTILINE)


def obey_file_modes() -> None:
    """Take from root what lets it read everything: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    if sys.platform == "linux" and os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
