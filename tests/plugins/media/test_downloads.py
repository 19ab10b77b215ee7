"""PDFs that texts offer: what links say of them, which are refused, and that only what is linked is published."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject

from plugins.media.downloads import find_mistakes
from tests.small import article, build, put, told
from tests.wrong_files import NOTHING


def pdf(metadata: dict[str, Any] | None = None, *, tagged: bool = True, password: str = "", padding: int = 0) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Title": "A form", "/Producer": "Tests", "/Subject": "x" * padding, **(metadata or {})})
    if tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (pdf(), []),
        (pdf(tagged=False), ["pdf-untagged"]),
        (pdf({"/Author": "Jane Doe"}), ["pdf-personal"]),
        (pdf({"/Author": ""}), []),
        (pdf({"/Company": "Doe"}), ["pdf-personal"]),
        (pdf(password="x"), ["pdf-locked"]),
        (pdf(padding=5_000_000), ["pdf-large"]),
        (pdf()[:200], ["pdf-unread"]),
        (b"<html>", ["pdf-unread"]),
        (b"", ["pdf-unread"]),
    ],
    ids=range(10),
)
def test_what_is_wrong_with_a_pdf_is_found(data: bytes, rules: list[str]) -> None:
    assert [one.rule for one in find_mistakes(data)] == rules


def test_a_link_says_what_it_leads_to_and_only_what_is_linked_is_published(project: Path) -> None:
    text = article(
        "Take [the *form*](files/form.pdf) or [page 2]({filename}/files/form.pdf#page=2).", title="One", summary="S."
    )
    files = {f"content/files/{name}.pdf": pdf(padding=size) for name, size in (("form", 40_000), ("other", 0))}
    put(project, {"content/articles/one.md": text, **files})
    done = build(project)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((project / "output/one/index.html").read_bytes(), "html.parser")
    links = {str(link["href"]): link.get_text() for link in page.select("main a") if "files" in str(link["href"])}
    assert links == {"/files/form.pdf": "the form (PDF, 41 kB)", "/files/form.pdf#page=2": "page 2 (PDF, 41 kB)"}
    assert [path.name for path in (project / "output/files").iterdir()] == ["form.pdf"]
    put(project, {"content/files/form.pdf": pdf(padding=1_240_000)})
    assert build(project).returncode == 0
    assert "(PDF, 1.2 MB)" in (project / "output/one/index.html").read_text()


def test_what_cannot_be_offered_is_told(project: Path) -> None:
    wrong = {"Form 1.pdf": pdf(), "list.docx": b"PK", "sub/a.pdf": pdf(), "jane.pdf": pdf({"/Author": "Jane"})}
    put(project, {f"content/files/{name}": data for name, data in wrong.items()})
    put(project, {"content/articles/one.md": article("[a](files/jan.pdf) [b](files/x.pdf)", title="One", summary="S.")})
    missing = "is not in content/files/"
    offer = "only PDFs with plain names can be offered here; make a PDF of it, and name it"
    assert told(project) == [
        f"content/articles/one.md:10: the file of the link files/x.pdf {missing}; put it there, or mend its name",
        f"content/articles/one.md:10: the file of the link files/jan.pdf {missing}; did you mean files/jane.pdf?",
        f"content/files/Form 1.pdf: {offer} form-1.pdf",
        "content/files/jane.pdf: its properties name people or machines (Author); export it without its properties",
        f"content/files/list.docx: {offer} list.pdf",
        f"content/files/sub/a.pdf: {offer} a.pdf",
        f"6 problems. {NOTHING}",
    ]
