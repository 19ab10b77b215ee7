"""The pictures that stand for pages where they are shared."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from plugins.cache.database import Cache
from plugins.clinic.model import load_clinic
from plugins.documents.document import DocumentMeta, make_document
from plugins.media.social_cards import draw as drawing
from plugins.media.social_cards import typesetting
from plugins.media.social_cards.cache import SocialCardCache
from plugins.media.social_cards.cards import SocialCards
from plugins.media.social_cards.design import CardDesign, Photograph
from plugins.media.social_cards.draw import draw_card
from plugins.media.social_cards.font import DRAWABLE
from tests import small
from tests.project import ROOT, SITE

UNSEEN = 4  # of 255: so little of a color is another that nobody sees it
TITLES = [
    "Halo",
    "Recuperación: ¿qué esperar, día por día, “sin prisas”?",
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2,
    "W" * 400,
    "A title that goes on " * 19,
    "i " * 200,
    "And on, " * 2000,
]


def design(title: str, photograph: Photograph | None = None) -> CardDesign:
    return CardDesign(title, "Laser and skin", "Harbor Skin Journal", "lumo", "beams", photograph)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def colours(picture: Image.Image) -> set[Any]:
    return {colour for _, colour in picture.getcolors(1 << 20) or []}


def find_inked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that does not look like paper; a card's few colors are nearly those that were drawn."""
    difference = ImageChops.difference(picture, Image.new("RGB", picture.size, drawing.TONES["paper"]))
    return difference.point(lambda value: 255 * (value > UNSEEN)).getbbox()


@pytest.mark.parametrize("title", TITLES, ids=[title[:12] for title in TITLES])
def test_every_title_fits(title: str) -> None:
    data, ending = draw_card(design(title))
    picture = opened(data)
    assert (picture.size, ending) == ((1200, 630), "png")
    texts = picture.crop((0, 0, drawing.WIDTH - drawing.PICTURE_WIDTH, drawing.HEIGHT))
    left, top, right, bottom = find_inked(texts) or pytest.fail("an empty card")
    assert left >= drawing.MARGIN - 8 and right <= texts.width - drawing.MARGIN + 8
    assert top >= drawing.MARGIN and bottom <= drawing.HEIGHT - 24
    for gap in (drawing.TITLE[0] - 4, drawing.FOOT[0] - 4):
        assert not find_inked(texts.crop((0, gap, texts.width, gap + 3)))  # nothing runs into another
    assert len(data) < 60_000


def test_a_card_has_the_colors_of_the_style_sheet() -> None:
    css = (ROOT / "theme/css/tokens.css").read_text("utf-8")
    light = dict(re.findall(r"--color-([a-z]+): light-dark\(#([0-9a-f]+),", css))
    for name, color in (*drawing.TONES.items(), ("ink", drawing.INK), ("quiet", drawing.QUIET)):
        digits = light[name] if len(light[name]) == 6 else "".join(digit * 2 for digit in light[name])
        assert bytes(color).hex() == digits, name


@pytest.mark.parametrize("letter", ["x", "W", "i", "word "])
def test_a_text_of_every_length_fits_some_box(letter: str) -> None:
    for length in range(1, 400, 3):
        for weight, height in (("Regular", drawing.LABEL[1]), ("Semibold", drawing.TITLE[1])):
            fitted = typesetting.fit_text(letter * length, weight, drawing.TEXT_WIDTH, height, 36)
            assert fitted.leading * len(fitted.lines) <= height, (letter, length)


def test_a_long_title_keeps_all_its_words() -> None:
    title = "A title of four hundred letters goes on and on; " * 8
    lines = typesetting.fit_text(title, "Semibold", 1024, 310).lines
    assert " ".join(lines) == title.strip()
    assert typesetting.fit_text("word " * 5000, "Semibold", 1024, 310).lines[-1].endswith("…")


def test_a_word_is_broken_only_where_it_would_be_small() -> None:
    title = "Electroencephalographically and otorhinolaryngologically"
    assert " ".join(typesetting.fit_text(title, "Semibold", 1024, 310).lines) == title
    monster = typesetting.fit_text("Pneumonoultramicroscopicsilicovolcanoconiosis" * 2, "Semibold", 1024, 310)
    assert len(monster.lines) > 1 and monster.size > typesetting.WHOLE_WORDS


def test_the_font_has_every_letter_that_is_drawn_and_no_other_is() -> None:
    letters = typesetting.load_font("Semibold", 64)
    missing = bytes(letters.getmask("\U0010fffd"))
    drawn = [chr(n) for n in range(32, 0x2300) if DRAWABLE.fullmatch(chr(n))]
    assert len(drawn) > 300
    assert [letter for letter in drawn if bytes(letters.getmask(letter)) == missing] == []
    for text in ("ليزر", "激光", "Лазер", "Sun ☀️", "😀", "co\u00adoperate", "e\u0301"):
        assert not design(text).is_drawable(), text


def test_a_photograph_stands_beside_the_title(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.effect_noise((900, 700), 90).convert("RGB").save(photo)
    data, ending = draw_card(design("A title that needs a second line", Photograph(photo, "1", "A room")))
    picture = opened(data)
    assert (picture.size, ending) == ((1200, 630), "jpg")
    assert len(data) <= 60_000
    edge = drawing.WIDTH - drawing.PICTURE_WIDTH
    assert len(colours(picture.crop((edge + 10, 0, 1200, 630)))) > 200
    assert len(colours(picture.crop((edge - 50, 0, edge - 16, 630)))) < 10  # paper between title and photograph


def cards(cache: Cache) -> SocialCards:
    clinic, _ = load_clinic(SITE)
    assert clinic
    return SocialCards(clinic, {"en": "Clear answers", "es": "Respuestas claras"}, SocialCardCache(cache))


def card(title: str) -> DocumentMeta:
    made, faults = make_document("articles/sun.md", small.article().encode(), {})
    assert made, faults
    return made.meta._replace(title=title, topic="recovery")


def test_a_title_that_the_font_lacks_gets_its_topics_card(cache: Cache) -> None:
    made = cards(cache)
    topic = made.make_topic_card("recovery", "en")
    assert topic.alt.startswith("Recovery. ")
    assert made.make_article_card(card("ليزر")) == made.make_article_card(card("Sun ☀️")) == topic
    assert made.make_article_card(card("Sun")).url != topic.url
    assert made.make_topic_card("recovery", "es").url != topic.url != made.make_site_card("en").url


def test_a_card_is_drawn_when_its_design_is_another(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cards(cache).make_article_card(card("Sun"))
    assert cards(cache).make_article_card(card("Shade")).url != first.url
    monkeypatch.setattr(drawing, "draw_card", None)
    assert cards(cache).make_article_card(card("Sun")) == first


def test_a_damaged_card_is_drawn_again(cache: Cache) -> None:
    made = cards(cache)
    name = made.make_article_card(card("Sun")).url.removeprefix("cards/")
    whole = made.cache.read_data(name)
    cache.commit()
    for harm in ("UPDATE results SET result = ? WHERE kind = 'social cards'", "DELETE FROM results WHERE kind > ?"):
        with sqlite3.connect(cache.path) as db:
            db.execute(harm, (b"half" if "UPDATE" in harm else "",))
        db.close()
        assert made.cache.read_data(name) == whole
        assert cards(cache).make_article_card(card("Sun")).url == f"cards/{name}"


def test_the_same_face_gives_the_same_bytes(cache: Cache, tmp_path: Path) -> None:
    with contextlib.closing(Cache(tmp_path / "other.db")) as elsewhere:
        assert_same(cards(cache), cards(elsewhere))


def assert_same(one: SocialCards, other: SocialCards) -> None:
    assert one.make_article_card(card("Sun")) == other.make_article_card(card("Sun"))
    assert re.fullmatch(r"cards/[0-9a-f]{16}\.png", one.make_article_card(card("Sun")).url)
