"""What a photograph's file holds beside the picture."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from PIL import Image

from plugins.media.images.metadata import find_metadata

POINTS = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
TRACE = b"Jane"


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = "Jane's camera"
    return found


def saved(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    POINTS.save(out, kind, **how)
    return out.getvalue()


BARE = [
    *(saved("JPEG", **how) for how in ({}, {"progressive": True, "optimize": True}, {"subsampling": 0})),
    *(saved("PNG"), saved("WEBP"), saved("WEBP", lossless=True)),
]
PROFILE = Image.new("RGB", (1, 1)).info.get("icc_profile") or b"\0" * 128


@pytest.mark.parametrize("data", BARE)
def test_a_bare_picture_hides_nothing(data: bytes) -> None:
    assert find_metadata(data) == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_profile_of_colours_is_of_the_picture(kind: str) -> None:
    data = saved(kind, icc_profile=PROFILE)
    assert len(data) > len(saved(kind))
    assert find_metadata(data) == ()


@pytest.mark.parametrize(
    ("kind", "how", "found"),
    [
        ("JPEG", {"exif": exif()}, "EXIF or XMP data"),
        ("JPEG", {"xmp": b"<x>Jane</x>"}, "EXIF or XMP data"),
        ("JPEG", {"comment": TRACE}, "a comment"),
        ("JPEG", {"extra": b"\xff\xed\x00\x06Jane"}, "IPTC data"),
        ("JPEG", {"extra": b"\xff\xeb\x00\x06Jane"}, "data of another program"),
        ("PNG", {"exif": exif()}, "EXIF data"),
        ("WEBP", {"exif": exif()}, "EXIF data"),
        ("WEBP", {"xmp": b"<x>Jane</x>"}, "XMP data"),
    ],
)
def test_what_a_camera_or_a_program_adds_is_found(kind: str, how: dict[str, Any], found: str) -> None:
    data = saved(kind, **how)
    assert b"Jane" in data
    assert find_metadata(data) == (found,)


def test_words_of_a_png_are_found_behind_its_points_too() -> None:
    data = saved("PNG")
    words = b"\x00\x00\x00\x09tEXtName\0Jane\x00\x00\x00\x00"
    assert find_metadata(data[:-12] + words + data[-12:]) == ("words",)


@pytest.mark.parametrize("data", BARE)
def test_what_follows_the_picture_is_found(data: bytes) -> None:
    """A telephone puts a film there, or a second picture."""
    for more in (b"ftypmp42", saved("JPEG"), b"\0"):
        assert "something behind the picture" in find_metadata(data + more)


def test_a_second_picture_of_a_telephone_is_found() -> None:
    data = saved("MPO", save_all=True, append_images=[POINTS])
    assert "data of another program" in find_metadata(data)
    assert "something behind the picture" in find_metadata(data)


@given(st.sampled_from(BARE[:3]), st.sampled_from([*range(0xE0, 0xF0), 0xFE]), st.binary(min_size=15, max_size=30))
@example(BARE[0], 0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1Jan")
@example(BARE[0], 0xE0, b"JFXX\0\x13\1\1Jane and more")
def test_nothing_can_be_put_into_a_jpeg_before_its_points_unseen(data: bytes, marker: int, more: bytes) -> None:
    assume(not more.startswith((b"ICC_PROFILE\0", b"Adobe")))
    segment = bytes([0xFF, marker]) + (len(more) + 2).to_bytes(2) + more
    assert find_metadata(data[:2] + segment + data[2:]) != ()


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]))
@example(b"\xff", b"\xff\xd8")
def test_whatever_a_file_holds_it_is_read_to_an_end(more: bytes, start: bytes) -> None:
    assert isinstance(find_metadata(start + more), tuple)
