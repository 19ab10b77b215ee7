"""Encoding of photographs and other bitmaps for publishing: upright, in sRGB, in a few widths, without metadata.

A pure function of the file's bytes: only points are copied, so nothing that a camera or a phone hides in a file
(place, time, device, a small copy of the whole) is published. With the same Pillow, the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

from PIL import Image, ImageCms, UnidentifiedImageError

from pelicanconf import AVIF_QUALITY, JPEG_QUALITY, PICTURE_WIDTHS, WEBP_QUALITY
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture import PictureData, make_picture_data

WIDEST, TALLEST = PICTURE_WIDTHS[-1], 4 * PICTURE_WIDTHS[-1]  # WebP ends at 16,383
MILLION = 10**6
MOST_POINTS = 40 * MILLION
MOST_IMPORTED = 200 * MILLION  # of a photograph that is scaled down on the way in
ENDINGS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Others are known only to be named in a message.
KNOWN = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
STARTS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG", "WEBP": b"RIFF"}
HEIC_STARTS = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1")
# One thread: the number of them would show in the bytes, and pictures are made side by side anyway.
AVIF = {"quality": AVIF_QUALITY, "speed": 6, "max_threads": 1, "autotiling": False}
SETTINGS: dict[str, dict[str, Any]] = {
    "WEBP": {"quality": WEBP_QUALITY},
    "JPEG": {"quality": JPEG_QUALITY, "optimize": True, "progressive": True},
    "PNG": {},
}
SRGB = ImageCms.createProfile("sRGB")
ORIENTATION = 0x0112  # EXIF's tag: how the camera was held
TURN = Image.Transpose
SIDEWAYS = (TURN.TRANSPOSE, TURN.ROTATE_270, TURN.TRANSVERSE, TURN.ROTATE_90)
TURNS = dict(enumerate((TURN.FLIP_LEFT_RIGHT, TURN.ROTATE_180, TURN.FLIP_TOP_BOTTOM, *SIDEWAYS), 2))


def publishable(file: BinaryIO, ending: str) -> PictureData | Diagnostic:
    """Encode the picture in `file`, whose name has this ending, in all widths and formats; or say what is wrong."""
    image = _load_image(file, ending)
    return _encode(image, file, ENDINGS[ending]) if isinstance(image, Image.Image) else image


def strip_metadata(file: BinaryIO, ending: str) -> Image.Image | Diagnostic:
    """Copy only the points of the picture in `file`, upright, at the largest size that is published."""
    with _allow_large_pictures():
        image = _load_image(file, ending, MOST_IMPORTED)
    return _copy_points(image) if isinstance(image, Image.Image) else image


@contextmanager
def _allow_large_pictures() -> Iterator[None]:
    """Have Pillow open pictures that it would take for an attack on memory: their points are counted here."""
    usual, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = usual


def digest_points(file: BinaryIO, ending: str) -> str:
    """Compute the SHA-256 of the points of a picture, "" where it cannot be read.

    It is the same whatever else the file holds, and however it is packed.
    """
    image = _load_image(file, ending)
    return _digest(image) if isinstance(image, Image.Image) else ""


def _digest(image: Image.Image) -> str:
    plain = image.convert("RGB")
    return hashlib.sha256(b"%d %d " % plain.size + plain.tobytes()).hexdigest()


def _load_image(file: BinaryIO, ending: str, most: int = MOST_POINTS) -> Image.Image | Diagnostic:
    """Load the picture in `file`, whose name has this ending, upright and scaled down; or say what is wrong with it.

    It may have `most` points.
    """
    if ending in ("heic", "heif"):
        return diagnose("picture-heic")
    if ending not in ENDINGS:
        return diagnose("picture-kind")
    try:
        return _open_image(file, ENDINGS[ending], most)
    except UnidentifiedImageError:
        return _diagnose_unidentified(file, ENDINGS[ending])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return diagnose("picture-unpacks-large", most=most // MILLION)
    except Exception:  # decoders raise whatever they meet in a broken file
        return diagnose("picture-damaged")


def _open_image(file: BinaryIO, kind: str, most: int) -> Image.Image | Diagnostic:
    """Open a picture of the format `kind`, turn it upright and scale it down; or say why its header forbids that."""
    with Image.open(file, formats=KNOWN) as image:
        return _diagnose_format(image, kind, most) or _orient_and_scale(image)


def _diagnose_format(image: Image.Image, kind: str, most: int) -> Diagnostic | None:
    """Find what is wrong with a picture by its header alone, before its points are unpacked."""
    found = {"MPO": "JPEG"}.get(image.format or "", image.format)  # a phone's JPEG with further pictures behind
    if found != kind:
        ending = next((ending for ending, known in ENDINGS.items() if known == found), "")
        return diagnose("picture-ending" if ending else "picture-format", format=found, ending=ending)
    if (points := image.width * image.height) > most:
        return diagnose("picture-large", points=points / MILLION, most=most // MILLION)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        return diagnose("picture-moving")
    return None


def _diagnose_unidentified(file: BinaryIO, kind: str) -> Diagnostic:
    """Explain what a file is that Pillow does not identify, by its first bytes."""
    file.seek(0)
    head = file.read(200)
    if not head:
        return diagnose("picture-empty")
    if head.startswith(STARTS[kind]):
        return diagnose("picture-damaged")
    if head[4:].startswith(HEIC_STARTS):
        return diagnose("picture-heic")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return diagnose("picture-of-text")
    return diagnose("picture-other", format=kind)


def _orient_and_scale(image: Image.Image) -> Image.Image:
    """Turn a picture upright and scale it down to the largest size that is published, in its own colours."""
    image = _simplify_mode(image)
    turn = _find_turn(image)
    width, height = _fit_size(image, is_sideways=turn in SIDEWAYS)
    # A JPEG is unpacked at about the size that is asked for, so a large one needs little memory.
    drafted = image.draft(None, (2 * width, 2 * height))
    _, area = drafted or (None, None)  # of what is unpacked, the picture itself
    image = image.resize((width, height), Image.Resampling.LANCZOS, area, reducing_gap=2.0)
    return image.transpose(turn) if turn is not None else image


def _simplify_mode(image: Image.Image) -> Image.Image:
    """Convert a picture to grey, CMYK, RGB or, with transparency, RGBA, unless it is in one of these already."""
    if image.mode.startswith("I"):  # 16 bits
        return image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "CMYK", "RGB") else image.convert("RGB")


def _fit_size(image: Image.Image, is_sideways: bool) -> tuple[int, int]:
    """Compute width and height at which a picture fits the largest size that is published, once it is upright."""
    most_width, most_height = (TALLEST, WIDEST) if is_sideways else (WIDEST, TALLEST)
    scale = min(1, most_width / image.width, most_height / image.height)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _copy_points(image: Image.Image) -> Image.Image:
    """Copy the points to a new image in sRGB, which has no metadata."""
    converted = _convert_to_srgb(image)
    if converted.mode == "RGBA" and converted.getchannel("A").getextrema() == (255, 255):
        converted = converted.convert("RGB")
    bare = Image.new(converted.mode, converted.size)
    bare.paste(converted)
    return bare


def _find_turn(image: Image.Image) -> Image.Transpose | None:
    """Find the turn that sets the picture upright; None where it is."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except Exception:  # a camera's notes may be broken in many ways while the picture is whole
        return None


def _convert_to_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            return ImageCms.profileToProfile(image, io.BytesIO(profile), SRGB, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile, or one for other colours: browsers ignore it too
    return image.convert(mode)


def _encode(image: Image.Image, file: BinaryIO, kind: str) -> PictureData:
    """Make the published picture of an image; note the metadata in its `file`, of the format `kind`, and its digest."""
    master = _copy_points(image)
    encoded = make_picture_data(*master.size, _encode_sizes(master, kind), _compute_tone(master))
    file.seek(0)
    picture = encoded.picture._replace(hidden=find_metadata(file.read()), points=_digest(image))
    return replace(encoded, picture=picture)


def _encode_sizes(master: Image.Image, kind: str) -> dict[tuple[int, str], bytes]:
    """Encode an image, whose original has the format `kind`, in each published size: the bytes by width and ending."""
    # Drawings and screenshots come as PNG: their letters need colour at every point.
    avif = AVIF | {"subsampling": "4:4:4" if kind == "PNG" else "4:2:0"}
    settings_by_format = {"AVIF": avif, "WEBP": SETTINGS["WEBP"], kind: SETTINGS[kind]}
    files = {}
    for width in _choose_widths(master.width):
        image = _scale_to_width(master, width)
        for format_name, settings in settings_by_format.items():
            out = io.BytesIO()
            image.save(out, format_name, **settings)
            ending = "jpg" if format_name == "JPEG" else format_name.lower()
            files[width, ending] = out.getvalue()
    return _drop_larger(files)


def _drop_larger(files: dict[tuple[int, str], bytes]) -> dict[tuple[int, str], bytes]:
    """Drop each format that is not smaller, at every width, than all that browsers take where they do not read it."""
    best, *others = dict.fromkeys(ending for _, ending in files)
    kept = [others.pop()]
    for ending in (*reversed(others), best):
        if all(len(files[width, ending]) < min(len(files[width, one]) for one in kept) for width, _ in files):
            kept.append(ending)
    return {key: data for key, data in files.items() if key[1] in kept}


def _scale_to_width(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _choose_widths(own: int) -> tuple[int, ...]:
    """Choose the widths to publish: the picture's own, and the standard ones that are clearly smaller."""
    return (*(width for width in PICTURE_WIDTHS if width <= 0.8 * own), own)


def _compute_tone(image: Image.Image) -> str:
    """Compute the average colour as three hexadecimal digits; "" where the picture is transparent."""
    if image.mode != "RGB":
        return ""
    point = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(point, tuple)
    return "".join(f"{round(value / 17):x}" for value in point)
