"""The drawn pictures: small, all alike on every page, and the same as SVG and as pixels."""

from __future__ import annotations

from typing import get_args

import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image, ImageChops

from plugins.clinic.model import MotifName
from plugins.media.article_pictures.motifs import MOTIFS, make_picture
from plugins.media.article_pictures.painter import paint_picture
from plugins.media.article_pictures.shapes import HEIGHT, WIDTH, Path, Segment, Shape
from plugins.media.article_pictures.svg_writer import SvgPicture, draw_picture
from plugins.media.social_cards.draw import TONES
from tests.project import ROOT

SLUGS = [f"article-{number}" for number in range(200)]
THEME = Environment(loader=FileSystemLoader(ROOT / "theme"), autoescape=True, trim_blocks=True)


def render(drawn: SvgPicture) -> str:
    return str(THEME.get_template("components/picture/picture.html").module.picture(drawn)).strip()  # type: ignore[attr-defined]


def test_every_motif_that_a_topic_may_name_is_drawn() -> None:
    assert set(MOTIFS) == set(get_args(MotifName))


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_is_small(motif: MotifName) -> None:
    assert max(len(render(draw_picture(slug, motif)).replace("\n", "")) for slug in SLUGS) <= 600


@pytest.mark.parametrize("motif", MOTIFS)
def test_articles_of_one_topic_differ(motif: MotifName) -> None:
    assert len({make_picture(slug, motif) for slug in SLUGS}) > len(SLUGS) // 2
    assert make_picture("one", motif) == make_picture("one", motif)


@pytest.mark.parametrize("motif", MOTIFS)
def test_what_matters_is_in_the_middle(motif: MotifName) -> None:
    """A list cuts a picture to its middle: accents stay whole, but for a landscape, the sun and a parasol's rim."""
    for slug in SLUGS if motif != "contour" else ():
        for shape in make_picture(slug, motif).shapes:
            if shape.tone in ("accent", "paper") and not (motif == "sunrise" and shape.width > 8):
                for x in (x for path in shape.paths for x in list_xs(path)):
                    assert x - shape.width / 2 >= 14 and x + shape.width / 2 <= 82, (slug, shape)


def list_xs(path: Path) -> list[float]:
    xs = [path.start.real]
    for segment in path.segments:
        xs.append(xs[-1] + segment.points[-1].real)
    return xs


def test_a_curve_that_goes_on_smoothly_is_written_shorter() -> None:
    wave = (Segment("curve", (8 + 3j, 16)), Segment("curve", (8 - 3j, 16)), Segment("curve", (2 + 1j, 16)))
    from plugins.media.article_pictures.svg_writer import _write_path

    assert _write_path(Path(5j, wave), is_open=True) == "M0 5q8 3 16 0t16 0q2 1 16 0"


def test_a_dot_is_painted_round_and_an_area_filled() -> None:
    picture = make_picture("one", "stones")._replace(shapes=(Shape("clay", (Path(48 + 32j),), 40),))
    image = paint_picture(picture, WIDTH, HEIGHT, TONES)
    places = {(48, 32): True, (48, 14): True, (30, 32): True, (33, 17): False, (48, 10): False, (26, 32): False}
    assert {place: image.getpixel(place) == TONES["clay"] for place in places} == places
    assert image.getpixel((1, 1)) == TONES[picture.ground]


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_is_cut_to_its_middle(motif: MotifName) -> None:
    whole = paint_picture(make_picture("one", motif), 960, 640, TONES)
    square = paint_picture(make_picture("one", motif), 640, 640, TONES)
    difference = ImageChops.difference(whole.crop((160, 0, 800, 640)), square).convert("L")
    assert difference.point(lambda value: 255 * (value > 24)).histogram()[255] < 2_000  # of 409,600, at edges


def test_a_card_takes_the_picture_as_it_is() -> None:
    assert isinstance(paint_picture(make_picture("one", "doors"), 560, 630, TONES), Image.Image)
