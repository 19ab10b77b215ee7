"""The HTML of a picture, with which a browser chooses among its files."""

from __future__ import annotations

from pelicanconf import PICTURE_WIDTHS
from plugins.media.images.picture import Picture

# How wide a picture is shown: the column's --measure, or on a narrow screen all but the padding of .width.
SIZES = "(min-width:40rem) 38rem,calc(100vw - 2rem)"
MOST_HEIGHT = 90  # of 100 parts of a screen


def render_picture(
    picture: Picture, alt: str, folder: str, first: bool = False, sizes: str = SIZES, name: str = ""
) -> str:
    """Render a <picture>, or an <img> for a drawing; `first` on its page is loaded at once. `alt` is escaped already.

    `sizes` says how wide it is shown. `name` is the class of a picture that is cut to a place; any other is at most a
    screen high. What differs from picture to picture is a class because the page's policy allows no style attributes:
    plugins.pages.styles writes the rule.
    """
    *others, own = picture.formats
    sources = "".join(
        f'<source type="image/{ending}"{_render_srcset(picture, folder, ending, sizes)}>' for ending in others
    )
    choice = _render_srcset(picture, folder, own, sizes) if len(picture.widths) > 1 else ""
    tone = f"tone-{picture.tone}" if picture.tone else ""
    classes = " ".join(filter(None, (name or f"high-{MOST_HEIGHT * picture.width // picture.height}", tone)))
    when = ' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'
    image = f'{render_img(picture, alt, folder)[:-1]}{choice} class="{classes}"{when}>'
    return f"<picture>{sources}{image}</picture>" if others else image


def render_img(picture: Picture, alt: str, folder: str) -> str:
    """Render an <img> with one file, for feed readers and old browsers."""
    width = max(width for width in picture.widths if width <= max(PICTURE_WIDTHS[1], picture.widths[0]))
    source = folder + picture.format_name(width, picture.formats[-1])
    return f'<img alt="{alt}" src="{source}" width="{picture.width}" height="{picture.height}">'


def _render_srcset(picture: Picture, folder: str, ending: str, sizes: str) -> str:
    files = [(folder + picture.format_name(width, ending), width) for width in picture.widths]
    if len(files) == 1:
        return f' srcset="{files[0][0]}"'
    return f' srcset="{",".join(f"{file} {width}w" for file, width in files)}" sizes="{sizes}"'
