"""Pictures made of points and drawings, as files that may be published, and their HTML."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any
from zlib import crc32

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageCms, ImageFilter, PngImagePlugin

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.media.images import encode
from plugins.media.images import svg as drawing
from plugins.media.images.element import SIZES, render_img, render_picture
from plugins.media.images.picture import Picture, PictureData
from plugins.media.images.picture_uses import parse_picture_path
from tests.project import ROOT

SMALL = (90, 60)
TURNED = 0x0112
MAKER = 0x010F
TRACE = "Camera of Jane Doe"
EXPORT = "export it as a plain SVG"
HEIC = ("is a HEIC picture, which most browsers do not show", "save it as JPEG (.jpg)")


def points(size: tuple[int, int] = SMALL, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue at the bottom."""
    across, down = Image.linear_gradient("L").rotate(90).resize(size), Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (across, Image.new("L", size, 80), down)).convert(mode)


def encoded(kind: str, image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or points()).save(out, kind, **more)
    return out.getvalue()


def published(data: bytes, ending: str) -> PictureData | Diagnostic:
    return drawing.sanitize_svg(data) if ending == "svg" else encode.publishable(io.BytesIO(data), ending)


def made(data: bytes, ending: str = "jpg") -> PictureData:
    made = published(data, ending)
    assert isinstance(made, PictureData), made
    return made


def opened(made: PictureData, ending: str, width: int = 0) -> Image.Image:
    name = made.picture.format_name(width or made.picture.width, ending)
    return Image.open(io.BytesIO(made.files[name]))


def traces() -> dict[str, Any]:
    """What cameras and programs hide in a file, as Pillow writes it."""
    exif = Image.Exif()
    exif[MAKER] = TRACE
    exif.get_ifd(0x8825)[1] = "N"  # a place
    return {
        "exif": exif,
        "xmp": f"<x:xmpmeta>{TRACE}</x:xmpmeta>".encode(),
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_nothing_that_a_file_hides_is_published(kind: str, ending: str) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", TRACE)
    data = encoded(kind, **traces(), comment=TRACE, pnginfo=notes)
    assert TRACE.encode() in data
    files = made(data, ending).files
    for name, part in files.items():
        image = Image.open(io.BytesIO(part))
        image.load()
        assert TRACE.encode() not in part
        assert not image.getexif(), name
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment", "Author"}, name
    assert {name.rpartition(".")[2] for name in files} >= {ending}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[TURNED] = orientation
    upright = points()
    back = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90"}
    back |= {7: "TRANSVERSE", 8: "ROTATE_270"}
    held = upright.transpose(Image.Transpose[back[orientation]]) if orientation > 1 else upright
    for ending, kind in (("jpg", "JPEG"), ("png", "PNG")):
        encode = made(encoded(kind, held, exif=exif), ending)
        assert (encode.picture.width, encode.picture.height) == SMALL
        image = opened(encode, ending)
        for corner in ((5, 5), (85, 5), (5, 55)):
            assert near(image.getpixel(corner), upright.getpixel(corner))


def near(one: Any, other: Any, most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("own", "widths"),
    [
        (90, (90,)),
        (400, (400,)),
        (450, (450,)),
        (500, (400, 500)),
        (900, (400, 900)),
        (1000, (400, 800, 1000)),
        (1600, (400, 800, 1200, 1600)),
        (3000, (400, 800, 1200, 1600)),
    ],
)
def test_no_width_is_beyond_the_original_or_of_little_use(own: int, widths: tuple[int, ...]) -> None:
    picture = made(encoded("JPEG", Image.new("RGB", (own, 8)))).picture
    assert (picture.widths, picture.width) == (widths, widths[-1])


def test_every_file_is_what_its_name_says() -> None:
    encode = made(encoded("JPEG", points((500, 250))))
    kinds = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
    assert set(encode.files) == {f"{encode.picture.name}-{width}.{ending}" for width in (400, 500) for ending in kinds}
    for ending, kind in kinds.items():
        for width in (400, 500):
            image = opened(encode, ending, width)
            assert (image.format, image.size) == (kind, (width, width // 2))
            assert near(
                image.convert("RGB").getpixel((width // 4, 50)), points((width, width // 2)).getpixel((width // 4, 50))
            )


@pytest.mark.parametrize("image", [points((900, 600)), Image.effect_noise((900, 600), 60).convert("RGB")])
@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_format_is_offered_only_where_it_is_smaller_than_those_after_it(
    kind: str, ending: str, image: Image.Image
) -> None:
    encode = made(encoded(kind, image), ending)
    for width in encode.picture.widths:
        sizes = [len(encode.files[encode.picture.format_name(width, one)]) for one in encode.picture.formats]
        assert sizes == sorted(set(sizes))


def test_a_photograph_comes_in_avif_and_a_plain_ground_does_not() -> None:
    photograph = Image.effect_noise((900, 600), 120).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    assert made(encoded("JPEG", photograph)).picture.formats == ("avif", "webp", "jpg")
    assert "avif" not in made(encoded("JPEG", Image.new("RGB", (900, 600), "tan"))).picture.formats


def test_names_say_nothing_but_the_bytes() -> None:
    first, again, other = (made(encoded("JPEG", points((side, 40)))) for side in (60, 60, 61))
    assert first == again
    assert first.picture.name != other.picture.name


@pytest.mark.parametrize("size", [(1, 9_000), (9_000, 1), (1, 1), (30, 20_000)])
def test_thin_pictures_can_be_published(size: tuple[int, int]) -> None:
    encode = made(encoded("PNG", Image.new("RGB", size)), "png")
    sizes = {opened(encode, ending).size for ending in encode.picture.formats}
    assert sizes == {(encode.picture.width, encode.picture.height)}


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_every_jpeg_is_one_that_browsers_show(mode: str) -> None:
    image = opened(made(encoded("JPEG", points(mode=mode)), "jpeg"), "jpg")
    assert image.mode == "RGB"
    assert near(image.getpixel((45, 30)), points(mode=mode).convert("RGB").getpixel((45, 30)))


def test_colours_are_those_of_the_profile() -> None:
    """In a space where red and green have changed places, what is stored as green is red."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    data = encoded("PNG", Image.new("RGB", SMALL, (0, 255, 0)), icc_profile=bytes(swapped))
    assert near(opened(made(data, "png"), "png").getpixel((9, 9)), (255, 0, 0))


def test_a_broken_profile_or_note_of_a_camera_is_no_fault() -> None:
    made(encoded("JPEG", icc_profile=b"nothing"))
    made(encoded("JPEG", exif=b"Exif\0\0nothing at all"))


def test_sixteen_bits_are_made_eight() -> None:
    image = Image.new("I;16", SMALL, 128 * 256)
    assert near(opened(made(encoded("PNG", image), "png"), "png").getpixel((9, 9)), (128, 128, 128), 1)


@pytest.mark.parametrize(("mode", "kept"), [("RGBA", "RGB"), ("LA", "RGB"), ("P", "RGB"), ("1", "RGB"), ("RGB", "RGB")])
def test_what_is_not_clear_is_made_of_three_colours(mode: str, kept: str) -> None:
    image = opened(made(encoded("PNG", points(mode=mode)), "png"), "png")
    assert image.mode == kept
    assert near(image.getpixel((45, 30)), points(mode=mode).convert("RGB").getpixel((45, 30)))


def test_what_is_clear_stays_clear_and_has_no_tone() -> None:
    image = points(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 45, 60))
    for data in (encoded("PNG", image), encoded("PNG", image.quantize(8))):
        encode = made(data, "png")
        assert encode.picture.tone == ""
        for ending in encode.picture.formats:
            found = opened(encode, ending).convert("RGBA")
            assert [found.getchannel("A").getpixel((x, 9)) for x in (9, 80)] == [0, 255]


def test_the_tone_is_the_average_colour() -> None:
    image = Image.new("RGB", SMALL, (255, 0, 0))
    image.paste((0, 0, 255), (0, 0, 45, 60))
    assert made(encoded("PNG", image), "png").picture.tone == "707"


def test_a_phones_photo_with_a_second_picture_behind_it_does_not_move() -> None:
    made(encoded("MPO", save_all=True, append_images=[points()]))


def png_header(width: int, height: int) -> bytes:
    """A small PNG that says that it is large."""
    small = encoded("PNG")
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    return small[:12] + header + crc32(header).to_bytes(4, "big") + small[33:]


def jpeg_header(width: int, height: int) -> bytes:
    small = encoded("JPEG")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + small[at + 4 :]


FRAMES: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", SMALL)]}
SMALLER = "make it smaller, below 40 million points"


@pytest.mark.parametrize(
    ("ending", "data", "fault"),
    [
        ("jpg", encoded("JPEG")[:-200], ("is damaged", "save or copy it again")),
        ("jpg", encoded("JPEG")[:20], ("is damaged", "save or copy it again")),
        ("png", encoded("PNG")[:-50], ("is damaged", "save or copy it again")),
        ("webp", encoded("WEBP")[:-50], ("is damaged", "save or copy it again")),
        ("jpg", b"", ("is empty", "save or copy it again")),
        (
            "jpg",
            b"\n<!doctype html><title>Sign in</title>",
            ("holds text, as a web page does, and no picture", "save the picture itself again"),
        ),
        (
            "jpg",
            b"GARBAGE" * 9,
            ("is not a JPEG picture, whatever its name says", "save it again under its right ending"),
        ),
        (
            "jpg",
            encoded("PNG"),
            ("is a PNG picture, whatever its name says", "change the ending of its name to .png"),
        ),
        (
            "png",
            encoded("JPEG"),
            ("is a JPEG picture, whatever its name says", "change the ending of its name to .jpg"),
        ),
        ("png", encoded("GIF"), ("is a GIF picture, whatever its name says", "save it as .jpg, .png or .webp")),
        (
            "gif",
            encoded("GIF"),
            ("is not a kind of picture that the site can publish", "save it as .jpg, .png, .webp or .svg"),
        ),
        ("heic", b"\0\0\0\x18ftypheic", HEIC),
        ("jpg", b"\0\0\0\x18ftypheic" + bytes(99), HEIC),
        ("png", encoded("PNG", **FRAMES), ("moves", "use a still picture")),
        ("webp", encoded("WEBP", **FRAMES), ("moves", "use a still picture")),
        ("png", png_header(10_000, 5_000), ("has 50 million points", SMALLER)),
        ("jpg", jpeg_header(12_000, 9_000), ("has 108 million points", SMALLER)),
        ("png", png_header(30_000, 30_000), ("unpacks to too many points", SMALLER)),
        ("jpg", jpeg_header(60_000, 60_000), ("unpacks to too many points", SMALLER)),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning", "ignore:Corrupt EXIF data")
def test_what_cannot_be_published_is_named_with_its_cure(ending: str, data: bytes, fault: tuple[str, str]) -> None:
    found = published(data, ending)
    assert isinstance(found, Diagnostic)
    assert (found.message, found.hint) == fault


def test_a_picture_that_unpacks_to_too_much_is_not_unpacked() -> None:
    code = (
        "import io, resource, sys, warnings; warnings.simplefilter('ignore')\n"
        "from plugins.diagnostics.diagnostic import Diagnostic\n"
        "from plugins.media.images.encode import publishable\n"
        "assert isinstance(publishable(io.BytesIO(sys.stdin.buffer.read()), sys.argv[1]), Diagnostic)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform == 'darwin' else 1 / 1024))"
    )
    for ending, data in (("png", png_header(39_000, 39_000)), ("jpg", jpeg_header(65_000, 65_000))):
        done = subprocess.run([sys.executable, "-c", code, ending], cwd=ROOT, input=data, capture_output=True)
        assert float(done.stdout) < 300e6, done.stderr


def svg(inside: str = "", root: str = 'viewBox="0 0 8.4 4"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


def test_a_drawing_stays_one_and_loses_the_traces_of_its_maker() -> None:
    data = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd">'
        b'<!-- Jane Doe --><svg xmlns="http://www.w3.org/2000/svg" xmlns:k="urn:inkscape" width="8.4" height="4px"'
        b' k:file="/home/jane/x.svg"><metadata>Jane</metadata><title>Jane</title><k:view who="Jane"/>'
        b'<g xml:space="preserve" fill="url( \'#a\')"><use xmlns:x="http://www.w3.org/1999/xlink" x:href="#b"/>'
        b"<text>Skin &amp; light</text></g></svg>"
    )
    (file,) = made(data, "svg").files.values()
    assert file.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8.4" height="4px">'
        '<g xml:space="preserve" fill="url( \'#a\')"><use xlink:href="#b" /><text>Skin &amp; light</text></g></svg>'
    )


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="8.4" height="4px"', (8, 4)),
        ('width="8.4" height="4" viewBox="0 0 1 1"', (8, 4)),
        ('viewBox="0 0 40 10"', (800, 200)),
        ('viewBox="-5,-5,40,10" width="100%"', (800, 200)),
    ],
)
def test_a_drawing_has_the_size_that_it_says(root: str, size: tuple[int, int]) -> None:
    picture = made(svg(root=root), "svg").picture
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>a</script>", "holds '<script>', which can act or call elsewhere"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg">a</s:script>', "holds '<script>', which can act"),
        ("<foreignObject/>", "holds '<foreignObject>', which can act or call elsewhere"),
        ('<g OnLoad = "a"/>', "holds 'onload=a', which can act or call elsewhere"),
        ('<a href="java&#115;cript:a"/>', "holds 'href=javascript:a', which can act or call elsewhere"),
        ('<a href="https://x.example/"/>', "holds 'href=https://x.example/', which can act or call elsewhere"),
        (
            '<use x:href="b.svg#c" xmlns:x="http://www.w3.org/1999/xlink"/>',
            "holds 'href=b.svg#c', which can act or call elsewhere",
        ),
        ("<style>@import 'a.css'</style>", "holds '@import', which can act or call elsewhere"),
        ("<style>g{fill:u\\72l(a)}</style>", "holds '\\\\', which can act or call elsewhere"),
        ('<g style="fill:url(https://x.example/a)"/>', "holds 'fill:url(https://x.example/a)', which can act"),
        ("<g fill='url( \"a.svg#b\")'/>", "holds 'url( \"a.svg#b\")', which can act or call elsewhere"),
        ("<?xml-stylesheet href='a.css'?>", "holds '<?xml-stylesheet', which can act or call elsewhere"),
    ],
)
def test_a_drawing_that_acts_or_calls_is_refused(inside: str, fault: str) -> None:
    refused = published(svg(inside), "svg")
    assert isinstance(refused, Diagnostic)
    assert refused.message.startswith(fault)
    assert refused.hint == EXPORT


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
            ("holds '<!ENTITY', which can act or call elsewhere", EXPORT),
        ),
        (
            svg('<image href="data:image/png;base64,AA"/>'),
            ("holds another picture", "export the drawing without it, or the whole as PNG"),
        ),
        (svg("<animate/>"), ("moves", "use a still drawing")),
        (svg("<style>@keyframes a{}</style>"), ("moves", "use a still drawing")),
        (svg()[:-3], ("is damaged", "save or copy it again")),
        (svg().decode().encode("utf-16"), ("is damaged", "save or copy it again")),
        (svg("<g>" * 20_000 + "</g>" * 20_000), ("is damaged", "save or copy it again")),
        (b"<html></html>", ("is not an SVG drawing, whatever its name says", "export it again as SVG")),
        (svg(root=""), ("does not say its size", "export it with a viewBox")),
        (svg(root='viewBox="0 0 0 4"'), ("does not say its size", "export it with a viewBox")),
        (svg("<g/>" * 60_000), ("is a drawing of 240 kB", "export it as PNG, or simplify it")),
    ],
)
def test_a_drawing_that_cannot_be_published_is_named_with_its_cure(data: bytes, fault: tuple[str, str]) -> None:
    found = published(data, "svg")
    assert isinstance(found, Diagnostic)
    assert (found.message, found.hint) == fault


PHOTO = Picture("d1", 1000, 500, (400, 800, 1000), ("avif", "webp", "jpg"), "f80")


def test_a_browser_may_choose_the_best_format_and_width() -> None:
    soup = BeautifulSoup(render_picture(PHOTO, "A &quot;hand&quot;", "/b/images/"), "html.parser")
    choices = [(tag.get("type"), tag["srcset"], tag["sizes"]) for tag in soup.select("picture > source, picture > img")]
    assert choices == [
        (kind, f"/b/images/d1-400.{end} 400w,/b/images/d1-800.{end} 800w,/b/images/d1-1000.{end} 1000w", SIZES)
        for kind, end in (("image/avif", "avif"), ("image/webp", "webp"), (None, "jpg"))
    ]
    image = soup.select_one("picture > img:last-child")
    assert image
    assert {name: image[name] for name in image.attrs if name not in ("srcset", "sizes")} == {
        "alt": 'A "hand"',
        "src": "/b/images/d1-800.jpg",
        "width": "1000",
        "height": "500",
        "class": ["high-180", "tone-f80"],
        "loading": "lazy",
        "decoding": "async",
    }


def test_the_first_picture_is_not_waited_for() -> None:
    assert 'fetchpriority="high"' in render_picture(PHOTO, "A", "/", first=True)
    assert "lazy" not in render_picture(PHOTO, "A", "/", first=True)


def test_what_there_is_no_choice_of_is_said_shortly() -> None:
    small = Picture("d1", 90, 60, (90,), ("avif", "webp", "png"))
    assert render_picture(small, "A", "/") == (
        '<picture><source type="image/avif" srcset="/d1-90.avif"><source type="image/webp" srcset="/d1-90.webp">'
        '<img alt="A" src="/d1-90.png" width="90" height="60" class="high-135" loading="lazy" decoding="async">'
        "</picture>"
    )
    drawn = Picture("d1", 90, 60, (90,), ("svg",))
    assert render_picture(drawn, "A", "/") == (
        '<img alt="A" src="/d1-90.svg" width="90" height="60" class="high-135" loading="lazy" decoding="async">'
    )


def test_feed_readers_get_one_file() -> None:
    assert render_img(PHOTO, "A", "/") == '<img alt="A" src="/d1-800.jpg" width="1000" height="500">'


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
    assert parse_picture_path(target) == name


@pytest.mark.parametrize("widths", [(400,), (400, 800), (400, 800, 1000)])
def test_every_width_that_there_is_can_be_chosen(widths: tuple[int, ...]) -> None:
    picture = Picture("d1", widths[-1], 500, widths, ("avif", "jpg"))
    soup = BeautifulSoup(render_picture(picture, "A", "/"), "html.parser")
    offered = [
        {one.split()[0] for one in str(tag.get("srcset", tag.get("src"))).split(",")}
        for tag in soup.select("source, img")
    ]
    assert offered == [{f"/d1-{width}.{end}" for width in widths} for end in ("avif", "jpg")]
