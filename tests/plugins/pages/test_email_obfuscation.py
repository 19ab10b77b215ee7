"""Mail addresses on pages."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

from tests.small import CLINIC, article, build, make, put


def test_mail_addresses_are_there_for_people_only(tmp_path: Path) -> None:
    folder = make(tmp_path / "project")
    body = "Write to <front.desk+1@clinic.example>, or [by mail](mailto:a@b.example)."
    put(
        folder,
        {"content/clinic.yaml": f"{CLINIC}mail: desk@clinic.example\n", "content/articles/good.md": article(body)},
    )
    assert build(folder).returncode == 0
    for path in (folder / "output").rglob("*.html"):
        assert not re.search(r"[\w.]@|mailto:[^?]", path.read_text("utf-8")), path
    page = BeautifulSoup((folder / "output/good/index.html").read_bytes(), "html.parser")
    links = {str(link["href"]): link.get_text() for link in page.select('a[href^="mailto:"]:not([href*="?"])')}
    assert links == {
        "mailto:front.desk+1@clinic.example": "front.desk+1@clinic.example",
        "mailto:a@b.example": "by mail",
        "mailto:desk@clinic.example": "Email desk@clinic.example",
    }
