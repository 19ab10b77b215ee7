"""Pictures that documents name, fit to be published.

Reads:  content.card.images, content/images
Writes: content.pictures, from each picture as written to its address and size; their files
"""

import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican import signals

from plugins.documents.scan import shown
from plugins.images.picture import Picture, publishable
from plugins.pipeline import all_contents
from plugins.problem import Problem, tell
from plugins.textfile import unfit

FOLDER = "images"


def attach(generators: list[Any]) -> None:
    context, content_folder = generators[0].context, Path(generators[0].path)
    made: dict[str, Picture | tuple[str, str]] = {}
    for content in all_contents(generators):
        content.pictures = {}
        uses = [(use.target, use.line) for use in content.card.images]
        if content.card.image:
            uses.append((content.card.image, content.card.lines.get("image", 0)))
        for target, line in uses:
            name = file_name(target)
            if name not in made:
                made[name] = _make(content_folder, name)
            picture = made[name]
            if isinstance(picture, Picture):
                content.pictures[target] = picture
            else:
                what, write = f"the picture {target[:60]} {picture[0]}", picture[1]
                tell(context, [Problem(shown(content_folder, content.card.path), line, "", what, write)])
    context["pictures"] = {one.name: one for one in made.values() if isinstance(one, Picture)}


def file_name(target: str) -> str:
    """The path of a picture in content/images, from any of the ways in which editors write it."""
    path = posixpath.normpath(unquote(target).removeprefix("{static}").removeprefix("{attach}").lstrip("/"))
    while path.startswith("../"):
        path = path[3:]
    return path.removeprefix(f"{FOLDER}/")


def _make(content: Path, name: str) -> Picture | tuple[str, str]:
    path = content / FOLDER / name
    if ":" in name or ".." in name:
        return "is not ours", f"put a picture into {content.name}/{FOLDER}/ and write its name"
    fault = unfit(path)
    if fault and not path.exists():
        return f"is not in {content.name}/{FOLDER}/", "put it there, or mend its name"
    return fault or publishable(name, path.read_bytes())


def register() -> None:
    signals.all_generators_finalized.connect(attach)
