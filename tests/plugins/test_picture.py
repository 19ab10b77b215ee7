from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from plugins.images import file_name
from plugins.images.picture import WIDEST, Picture, publishable


def encoded(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 4), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def published(name: str, data: bytes) -> Picture:
    picture = publishable(name, data)
    assert isinstance(picture, Picture), picture
    return picture


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def test_what_cameras_hide_in_a_photo_is_not_published() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    for name, kind in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")):
        data = encoded(kind, exif=exif)
        assert b"Camera maker" in data
        picture = published(name, data)
        assert b"Camera maker" not in picture.data
        assert not opened(picture).getexif()
    assert b"taken by" not in published("a.jpg", encoded("JPEG", comment=b"taken by")).data


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = published("a.jpg", encoded("JPEG", exif=exif))
    assert (picture.width, picture.height) == (4, 8) == opened(picture).size


def test_a_large_photo_is_made_smaller() -> None:
    picture = published("a.jpg", encoded("JPEG", size=(4_000, 1_000)))
    assert (picture.width, picture.height) == (WIDEST, 400)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_every_jpeg_is_one_that_browsers_show(mode: str) -> None:
    assert opened(published("a.JPG", encoded("JPEG", mode))).mode == "RGB"


@pytest.mark.parametrize(
    ("mode", "kept"), [("RGBA", "RGBA"), ("LA", "RGBA"), ("P", "RGB"), ("1", "RGB"), ("RGB", "RGB")]
)
def test_what_is_clear_stays_clear(mode: str, kept: str) -> None:
    assert opened(published("a.png", encoded("PNG", mode))).mode == kept


def test_a_pictures_name_holds_a_digest_and_nothing_that_an_address_may_not() -> None:
    first = published("New Photo (1).jpg", encoded("JPEG"))
    again = published("New Photo (1).jpg", encoded("JPEG"))
    other = published("New Photo (1).jpg", encoded("JPEG", size=(9, 4)))
    assert first.name == again.name != other.name
    assert first.name.startswith("new-photo-1.") and first.name.endswith(".jpg")


def test_a_drawing_is_published_as_it_is() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8.4 4"><a href="#b"/></svg>'
    picture = published("a.svg", data)
    assert (picture.data, picture.width, picture.height) == (data, 8, 4)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>a</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">a</s:script>',
        '<g OnLoad = "a"/>',
        '<a href="java&#115;cript:a"/>',
        '<set to="java&#115;cript:a"/>',
        "<image href='data:image/png;base64,AA'/>",
        '<use x:href="b.svg#c" xmlns:x="http://www.w3.org/1999/xlink"/>',
        "<style>@import 'a.css'</style>",
        '<g style="fill:url(https://x.example/a)"/>',
        "<foreignObject/>",
    ],
)
def test_a_drawing_that_acts_or_calls_is_refused(inside: str) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4">{inside}</svg>'.encode()
    refused = publishable("a.svg", data)
    assert isinstance(refused, tuple)
    assert "which can act or call elsewhere" in refused[0]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("a.jpg", "a.jpg"),
        ("{static}/images/a.jpg", "a.jpg"),
        ("../images/sub/a.jpg", "sub/a.jpg"),
        ("/images/a%20b.jpg", "a b.jpg"),
        ("{attach}a.jpg", "a.jpg"),
    ],
)
def test_a_picture_may_be_named_in_any_way(target: str, name: str) -> None:
    assert file_name(target) == name
