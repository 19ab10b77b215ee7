from __future__ import annotations

from collections.abc import Mapping

from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta, make_document
from plugins.media.images.picture import Picture
from plugins.pages import context as values
from plugins.pages.people import make_people
from plugins.schema.interface_words import load_words
from plugins.schema.yaml_reader import parse_yaml
from tests import small
from tests.plugins.site.test_urls import SCHEME
from tests.project import ROOT

CLINIC = Clinic.model_validate(parse_yaml(small.CLINIC).values)
WORDS = load_words(ROOT / "theme")
BOARDS = "\n  - name: American Board of Tests\n    verify: https://board.example/1"
PICTURE = Picture("0123456789ab", 800, 800, (400, 800), ("avif", "jpg"), "123")


def read(path: str, text: str) -> DocumentMeta:
    made, errors = make_document(path, text.encode(), {})
    assert made, errors
    return made.meta


ANN = read("people/ann-doe.md", small.person(boards=BOARDS, portrait="ann.jpg"))
ANA = read("people/es/ann-doe.md", small.person(lang="es", role="Cirujana", boards=BOARDS))
BEA = read("people/bea-roe.md", small.person("Bea Roe", date="2026-01-01", degree=None))


def make(lang: str = "en", pictures: Mapping[str, Picture] | None = None) -> dict[str, values.Person]:
    shown = {meta.path: pictures or {} for meta in (ANN, ANA, BEA)}
    return make_people((ANN, ANA, BEA), shown, CLINIC, SCHEME, WORDS[lang], lang)


def test_people_stand_in_the_order_of_their_days() -> None:
    assert [*make()] == ["bea-roe", "ann-doe"]


def test_somebody_is_described_in_the_language_of_the_page_where_that_is_written() -> None:
    assert (make()["ann-doe"].role, make()["ann-doe"].href) == ("Surgeon", "/people/ann-doe/")
    spanish = make("es")
    assert (spanish["ann-doe"].role, spanish["ann-doe"].href, spanish["ann-doe"].lang) == (
        "Cirujana",
        "/es/people/ann-doe/",
        "",
    )
    assert (spanish["bea-roe"].href, spanish["bea-roe"].lang) == ("/people/bea-roe/", "en")


def test_a_board_is_named_whole_beside_the_degree() -> None:
    assert make()["ann-doe"].credentials == "MD, certified by the American Board of Tests"
    assert make()["bea-roe"].credentials == ""


def test_a_portrait_beside_the_name_is_small_and_silent() -> None:
    thumbnail = make(pictures={"ann.jpg": PICTURE})["ann-doe"].thumbnail
    assert 'alt=""' in thumbnail
    assert 'sizes="5.5rem"' in thumbnail
    assert make(pictures={"ann.jpg": PICTURE})["bea-roe"].thumbnail == ""
