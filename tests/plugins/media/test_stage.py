# ruff: noqa: E501 (what an editor reads stays on one line)
"""Pictures that may not be published are refused, each with the exact words that its editor reads."""

from __future__ import annotations

from zlib import crc32

from PIL import Image

from tests.small import article
from tests.wrong_files import each, file_rows, lines_of, picture, text_rows


def png_header(width: int, height: int) -> bytes:
    """A small PNG that says that it is large."""
    small = picture("PNG")
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    return small[:12] + header + crc32(header).to_bytes(4, "big") + small[33:]


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{inside}</svg>'


TEXTS = text_rows(
    [
        # pictures
        (
            "picture-missing",
            article("![One](none.jpg)"),
            [":10: the picture none.jpg is not in content/images/; put it there, or mend its name"],
        ),
        (
            "picture-of-header",
            article(image="none-too.jpg", image_alt="One"),
            [":8: the picture none-too.jpg is not in content/images/; put it there, or mend its name"],
        ),
        (
            "picture-near",
            article("![One](Fine.jpg)"),
            [":10: the picture Fine.jpg is not in content/images/; did you mean fine.png?"],
        ),
        (
            "picture-elsewhere",
            article("![One](https://x.example/a.jpg)"),
            [
                ":10: the picture https://x.example/a.jpg is not ours; put a picture into content/images/ and write its name"
            ],
        ),
        (
            "picture-above",
            article("![One](../../clinic.yaml)"),
            [":10: the picture ../../clinic.yaml is not in content/images/; put it there, or mend its name"],
        ),
        (
            "picture-data",
            article("![One](data:image/png;base64,AAAA)"),
            [
                ":10: a picture is pasted into the text as letters; save it as a file in content/images/ and write"
                " ![what it shows](its-name.jpg)"
            ],
        ),
        # photographs and their records
        (
            "no-record",
            article("![One](unrecorded.png)"),
            [
                ":10: the picture unrecorded.png has no record in content/photos.yaml; write there unrecorded.png: and, below it after two spaces, kind: thing if nobody is on it; or use make photo"
            ],
        ),
        (
            "begun-record",
            article("![One](begun.jpg)"),
            [
                ":10: the picture begun.jpg has a record that is not finished, in line 2 of content/photos.yaml; write what the mark asks for"
            ],
        ),
        (
            "cameras-name",
            article("![One](IMG_0001.png)"),
            [
                ":10: the picture IMG_0001.png has a name that tells a day, a camera or a case; name it after what it shows, as in halo-handpiece.jpg"
            ],
        ),
        (
            "patients-name",
            article("![One](doe.jpg)"),
            [
                ":10: the picture doe.jpg has a name that may tell who is on it; type make photo FILE=content/images/doe.jpg KIND=patient, and show what that makes instead"
            ],
        ),
        (
            "cameras-notes",
            article("![One](p-2b3c4d5e.jpg)"),
            [
                ":10: the picture p-2b3c4d5e.jpg holds a comment, which may tell who is on it and stays in git; type make photo FILE=content/images/p-2b3c4d5e.jpg KIND=patient, and show what that makes instead"
            ],
        ),
        (
            "before-and-after",
            article("![Before and after a peel](fine.png)"),
            [
                ":10: the picture fine.png has words of before and after, and a record that says nothing of it; say in other words what it shows, or give its record kind: patient and before_after"
            ],
        ),
        (
            "patient-in-header",
            article(image="p-1a2b3c4d.jpg", image_alt="One"),
            [
                ":8: the picture p-1a2b3c4d.jpg shows a patient, and shared links have no place for what must stand below; take another picture for the header, and show this one in the text"
            ],
        ),
        (
            "patient-in-line",
            article("Look at ![one](p-1a2b3c4d.jpg)"),
            [
                ":10: the picture p-1a2b3c4d.jpg shows a patient in the middle of a text, with no place for what must stand below; leave an empty line before it and after it"
            ],
        ),
        (
            "patient-to-come",
            article("![One](p-1a2b3c4d.jpg)", date="2027-02-01"),
            [
                ":10: the picture p-1a2b3c4d.jpg shows a patient whose consent ended on 2027-01-05; ask for a new one and write its days, or take the picture out"
            ],
        ),
        ("a-draft-with-anyone", article("![Before](unrecorded.png) and ![after](doe.jpg)", status="draft"), []),
    ]
)
FILES = file_rows(
    [
        *(
            (
                {f"content/images/{name}": data, f"content/articles/{article_name}.md": article(f"![One]({name})")},
                [f"content/articles/{article_name}.md:10: the picture {name} {told}"],
            )
            for article_name, name, data, told in (
                ("cut", "cut.jpg", picture("JPEG")[:-200], "is damaged; save or copy it again"),
                (
                    "renamed",
                    "renamed.jpg",
                    picture("PNG"),
                    "is a PNG picture, whatever its name says; change the ending of its name to .png",
                ),
                (
                    "web-page",
                    "web-page.jpg",
                    "<html>",
                    "holds text, as a web page does, and no picture; save the picture itself again",
                ),
                (
                    "bomb",
                    "bomb.png",
                    png_header(30_000, 30_000),
                    "unpacks to too many points; make it smaller, below 40 million points",
                ),
                (
                    "wide",
                    "wide.png",
                    png_header(10_000, 5_000),
                    "has 50 million points; make it smaller, below 40 million points",
                ),
                (
                    "kind-of-picture",
                    "photo.heic",
                    b"ftypheic",
                    "is a HEIC picture, which most browsers do not show; save it as JPEG (.jpg)",
                ),
                (
                    "animated",
                    "animated.gif",
                    picture("GIF"),
                    "is not a kind of picture that the site can publish; save it as .jpg, .png, .webp or .svg",
                ),
                (
                    "moving",
                    "moving.webp",
                    picture("WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "black")]),
                    "moves; use a still picture",
                ),
                (
                    "svg-script",
                    "script.svg",
                    svg("<script>alert(1)</script>"),
                    "holds '<script>', which can act or call elsewhere; export it as a plain SVG",
                ),
                (
                    "svg-handler",
                    "handler.svg",
                    svg('<g onload="alert(1)"/>'),
                    "holds 'onload=alert(1)', which can act or call elsewhere; export it as a plain SVG",
                ),
                (
                    "svg-link",
                    "link.svg",
                    svg('<use href="https://x.example/a.svg#b"/>'),
                    "holds 'href=https://x.example/a.svg#b', which can act or call elsewhere; export it as a plain SVG",
                ),
                (
                    "svg-foreign",
                    "foreign.svg",
                    svg("<foreignObject/>"),
                    "holds '<foreignObject>', which can act or call elsewhere; export it as a plain SVG",
                ),
                (
                    "svg-no-size",
                    "no-size.svg",
                    '<svg xmlns="http://www.w3.org/2000/svg"/>',
                    "does not say its size; export it with a viewBox",
                ),
                ("svg-broken", "broken.svg", svg("<g>"), "is damaged; save or copy it again"),
            )
        ),
    ]
)
ROWS = [*TEXTS, *FILES]


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines
