"""Metadata in the file of a photograph, found without decoding the picture.

A camera writes place, time, owner and serial number, and a thumbnail; programs add names and texts. None of it is
published, but git keeps the file. Each part of a file has a type: what is not known to be the picture or its colours is
taken for metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.media.images.lfs_pointer import is_pointer

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
JPEG_NAMES = {0xE1: "EXIF or XMP data", 0xED: "IPTC data", 0xFE: "a comment"}
# Tables and frames of the picture; and how APP0 (JFIF), APP2 (a colour profile) and APP14 (Adobe's colours) begin.
JPEG_PICTURE = {*range(0xC0, 0xD0), 0xDB, 0xDD}
JPEG_COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
NEVER = b"\0" * 20  # longer than what is looked at
JFIF, JFIF_LENGTH = 0xE0, 16  # a longer one has a small copy of the picture
SCAN = 0xDA
END = b"\xff\xd9"
PNG_PICTURE = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"hIST", b"sPLT"),
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"cICP", b"mDCV", b"cLLI"),
}
WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
NAMES = {
    **{b"eXIf": "EXIF data", b"tIME": "a time", b"EXIF": "EXIF data", b"XMP ": "XMP data"},
    **dict.fromkeys((b"tEXt", b"zTXt", b"iTXt"), "words"),
}
BEHIND = "something behind the picture"
OTHER = "data of another program"


def find_metadata(data: bytes) -> tuple[str, ...]:
    """Find the kinds of metadata in a JPEG, PNG or WebP file, each once. A damaged file may give anything."""
    if is_pointer(data):
        return ()
    parts = _scan_jpeg if data.startswith(JPEG) else _scan_png if data.startswith(PNG) else _scan_webp
    return tuple(dict.fromkeys(parts(data)))


def _scan_jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while data[at : at + 1] == b"\xff" and (marker := int.from_bytes(data[at + 1 : at + 2])) != SCAN:
        length, begins = int.from_bytes(data[at + 2 : at + 4]), data[at + 4 : at + 16]
        colours = begins.startswith(JPEG_COLOURS.get(marker, NEVER)) and (marker != JFIF or length == JFIF_LENGTH)
        if marker not in JPEG_PICTURE and not colours:
            yield JPEG_NAMES.get(marker, OTHER)
        at += 2 + length
    if data.find(END, at) != len(data) - len(END):
        yield BEHIND


def _scan_png(data: bytes) -> Iterator[str]:
    at, name = len(PNG), b""
    while at < len(data) and name != b"IEND":
        name = data[at + 4 : at + 8]
        if name not in PNG_PICTURE:
            yield NAMES.get(name, OTHER)
        at += 12 + int.from_bytes(data[at : at + 4])
    if at != len(data):
        yield BEHIND


def _scan_webp(data: bytes) -> Iterator[str]:
    at = 12
    while at < len(data):
        name = data[at : at + 4]
        if name not in WEBP_PICTURE:
            yield NAMES.get(name, OTHER)
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    if at != len(data) or int.from_bytes(data[4:8], "little") != len(data) - 8:
        yield BEHIND
