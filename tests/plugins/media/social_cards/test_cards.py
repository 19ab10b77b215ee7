"""The pictures that stand for pages where they are shared."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image, ImageChops

from plugins.cache.database import Cache
from plugins.clinic.model import load_clinic
from plugins.documents.document import DocumentMeta, make_document
from plugins.media.social_cards import draw as drawing
from plugins.media.social_cards import topic_mark, typesetting
from plugins.media.social_cards.cache import SocialCardCache
from plugins.media.social_cards.cards import SocialCards
from plugins.media.social_cards.design import CardDesign
from plugins.media.social_cards.draw import draw_card
from plugins.media.social_cards.font import DRAWABLE
from tests import small
from tests.project import ROOT, SITE

MARKS = Environment(loader=FileSystemLoader(ROOT / "theme"), autoescape=True, trim_blocks=True)
TITLES = [
    "Halo",
    "Recuperación: ¿qué esperar, día por día, “sin prisas”?",
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2,
    "W" * 400,
    "A title that goes on " * 19,
    "i " * 200,
    "And on, " * 2000,
]


def render_topic_mark(name: str) -> str:
    return str(MARKS.get_template("components/topic_mark/topic_mark.html").module.topic_mark(name))  # type: ignore[attr-defined]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def colours(picture: Image.Image) -> set[Any]:
    return {colour for _, colour in picture.getcolors(1 << 20) or []}


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is not paper."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, drawing.PAPER)).getbbox()
    assert box
    return box


@pytest.mark.parametrize("title", TITLES, ids=[title[:12] for title in TITLES])
def test_every_title_fits(title: str) -> None:
    data, ending = draw_card(CardDesign(title, "Laser and skin", "Harbor Skin Journal", render_topic_mark("laser")))
    picture = opened(data)
    assert (picture.size, ending) == ((1200, 630), "png")
    left, top, right, bottom = inked(picture)
    assert left >= drawing.MARGIN - 8 and right <= drawing.WIDTH - drawing.MARGIN + 8
    assert top >= 60 and bottom <= drawing.HEIGHT - 40
    for gap in (slice(drawing.RULE + 6, drawing.TITLE[0] - 4), slice(drawing.TITLE[1] + 14, drawing.FOOT)):
        assert colours(picture.crop((0, gap.start, 1200, gap.stop))) == {drawing.PAPER}  # nothing runs into another
    assert len(data) < 60_000


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
        assert not CardDesign(text, "", "").is_drawable(), text


@pytest.mark.parametrize("name", ["laser", "recovery", "choice", "news", "none of these"])
def test_every_mark_of_the_theme_is_drawn(name: str) -> None:
    mask = drawing.draw_mask(render_topic_mark(name), 72)
    box = mask.getbbox()
    assert box and box[2] - box[0] > 50
    assert {40, 255} <= colours(mask)  # its tint and its stroke
    other = drawing.draw_mask(render_topic_mark("laser" if name != "laser" else "news"), 72)
    assert mask.tobytes() != other.tobytes()


def test_every_topic_has_a_mark_of_its_own() -> None:
    clinic, _ = load_clinic(SITE)
    assert clinic
    names = {topic.mark for topic in clinic.topics.values()}
    drawn = {drawing.draw_mask(render_topic_mark(name), 72).tobytes() for name in names}
    assert len(drawn) == len(names) == len(clinic.topics)


def test_a_path_is_read_as_svg_means_it() -> None:
    assert [*topic_mark.parse_strokes("M1 2h3v4l-1-1z m5,5 1 0M9 9H1V0L2 2")] == [
        [1 + 2j, 4 + 2j, 4 + 6j, 3 + 5j, 1 + 2j],
        [6 + 7j, 7 + 7j],
        [9 + 9j, 1 + 9j, 1 + 0j, 2 + 2j],
    ]
    with pytest.raises(ValueError, match="straight strokes and circles"):
        [*topic_mark.parse_strokes("M0 0c1 1 2 2 3 3")]


def test_a_mark_that_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    project = small.make(tmp_path)
    component = project / "theme/components/topic_mark/topic_mark.html"
    text = component.read_text("utf-8")
    assert '<circle cx="12" cy="12" r="2"/>' in text
    component.write_text(text.replace('<circle cx="12" cy="12" r="2"/>', '<path d="M2 2c1 1 2 2 3 3"/>'), "utf-8")
    assert small.told(project)[0] == (
        "theme/components/topic_mark/topic_mark.html: dot: a mark is drawn of straight strokes and circles; "
        "its path has c; draw it with M, L, H, V, Z and <circle>"
    )


def test_a_photograph_stands_beside_the_title(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.effect_noise((900, 700), 90).convert("RGB").save(photo)
    data, ending = draw_card(
        CardDesign("A title that needs a second line", "Topic", "Blog", picture=photo, picture_name="1")
    )
    picture = opened(data)
    assert (picture.size, ending) == ((1200, 630), "jpg")
    assert len(data) <= 60_000
    assert len(colours(picture.crop((770, 0, 1200, 630)))) > 200
    assert len(colours(picture.crop((720, 0, 750, 630)))) < 10  # paper between title and photograph


def cards(cache: Cache) -> SocialCards:
    clinic, _ = load_clinic(SITE)
    assert clinic
    return SocialCards(
        clinic, {"en": "Clear answers", "es": "Respuestas claras"}, render_topic_mark, SocialCardCache(cache)
    )


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
