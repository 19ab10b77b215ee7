"""The caption that must stand below a photograph of a patient or a model, made from its record."""

from __future__ import annotations

from typing import NamedTuple

from plugins.media.consent.records import Photo
from plugins.schema.interface_words import Words


class Caption(NamedTuple):
    """`label` says who is on the photograph, `text` what else a reader must know.

    `after` says when the second view of a pair was taken, "" where the photograph is no part of a comparison.
    """

    label: str
    text: str = ""
    after: str = ""


def make_caption(photo: Photo, lang: str, words: Words) -> Caption | None:
    """Make a caption in `lang`, from that language's `words`; None where the record has none for it."""
    said = words["photos"]
    if photo.kind == "model":
        return Caption(said["model"])
    if photo.kind != "patient" or not photo.procedures or lang not in photo.procedures:
        return None
    parts = [said["procedures"].format(procedures=photo.procedures[lang].rstrip("."))]
    after = ""
    if photo.before_after:
        parts.append(said["before_after"].format(weeks=photo.before_after.weeks))
        after = said["after"].format(weeks=photo.before_after.weeks)
    return Caption(said["patient"], " ".join([*parts, said["unaltered"]]), after)
