"""Pictures that documents name, fit to be published.

Reads:  content.card.images, content/images
Writes: content.pictures, from each picture as written to what pages show of it; context["files"]: the pictures
"""

import difflib
import os
import posixpath
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican import signals

from plugins import digest
from plugins.documents.document import Card
from plugins.documents.draft import Use
from plugins.documents.scan import shown
from plugins.images.picture import Fault, Picture
from plugins.images.store import CODE, Store
from plugins.pipeline import all_contents
from plugins.problem import Problem, Refused, tell
from plugins.textfile import unfit
from plugins.tree import File, add

FOLDER = "images"
KEPT = Path(".build/images")
FEW = 3  # are made before anyone wonders
MOST_AT_ONCE = 4  # a large one needs 600 MB for a moment


def attach(generators: list[Any]) -> None:
    context, folder = generators[0].context, Path(generators[0].path, FOLDER)
    contents, store = all_contents(generators), Store(KEPT)
    uses = {content.card.path: _uses(content.card) for content in contents}
    named = {file_name(use.target) for own in uses.values() for use in own}
    files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    faults = {name: fault for name in named if (fault := _fault(name, files))}
    pictures = _made(store, {name: files[name] for name in named - set(faults)}) | faults
    store.save()
    for content in contents:
        content.pictures = {}
        for use in uses[content.card.path]:
            picture = pictures[file_name(use.target)]
            if isinstance(picture, Picture):
                content.pictures[use.target] = picture
            else:
                where, (what, write) = shown(folder.parent, content.card.path), picture
                tell(context, [Problem(where, use.line, "", f"the picture {use.target[:60]} {what}", write)])
    for name, picture in pictures.items():
        if isinstance(picture, Picture):
            add(context, _published(store, files[name], picture, shown(folder.parent, f"{FOLDER}/{name}")))


def _published(store: Store, source: Path, picture: Picture, where: str) -> Iterator[File]:
    for name in picture.files():
        yield File(f"{FOLDER}/{name}", digest.of(name, CODE), partial(_data, store, source, name, where))


def _data(store: Store, source: Path, name: str, where: str) -> bytes:
    try:
        return store.files(source)[name]
    except (KeyError, FileNotFoundError):
        raise Refused([Problem(where, 0, "", "was changed while the site was made", "build again")]) from None


def _uses(card: Card) -> list[Use]:
    """The pictures of the text and of the header."""
    return [*card.images, *([Use(card.image, card.lines["image"])] if card.image else [])]


def file_name(target: str) -> str:
    """The path of a picture in content/images, from any of the ways in which editors write it."""
    path = posixpath.normpath(re.sub(r"^\{\w+\}", "", unquote(target)).lstrip("/"))
    while path.startswith("../"):
        path = path[3:]
    return path.removeprefix(f"{FOLDER}/")


def _files(folder: Path) -> Iterable[Path]:
    return (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)


def _fault(name: str, files: dict[str, Path]) -> Fault | None:
    """Why no file of this name can be opened. Letters large and small are told apart on every machine."""
    if name in files:
        return unfit(files[name])
    if re.match(r"[a-z]+:", name):
        return "is not ours", "put a picture into content/images/ and write its name"
    by_stem = {Path(path).stem.lower(): path for path in sorted(files) if path.isprintable()}
    near = difflib.get_close_matches(Path(name).stem.lower(), by_stem, 1, 0.7)
    write = f"did you mean {by_stem[near[0]]}?" if near else "put it there, or mend its name"
    return "is not in content/images/", write


def _made(store: Store, sources: dict[str, Path]) -> dict[str, Picture | Fault]:
    """Each picture; those that are new are made side by side, in threads, which Pillow leaves free to run."""
    made: dict[str, Picture | Fault] = {}
    for name, source in sources.items():
        if picture := store.known(source):
            made[name] = picture
    new = sorted(set(sources) - set(made))
    if not new:
        return made
    from concurrent.futures import ThreadPoolExecutor, as_completed  # most builds make none

    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with a picture becomes a problem
            jobs = {pool.submit(store.make, sources[name]): name for name in new}
            _show(0, len(new))
            for count, job in enumerate(as_completed(jobs), 1):
                made[jobs[job]] = job.result()
                _show(count, len(new))
    finally:
        pool.shutdown(cancel_futures=True)
    return made


def _show(done: int, total: int) -> None:
    """A bar for a person who waits, here or at `make serve`; it is wiped out at the end."""
    if total > FEW and (sys.stderr.isatty() or os.environ.get("PROGRESS")):
        bar = f"[{'#' * (30 * done // total):<30}] {done} of {total} new pictures"
        wiped = f"\r{' ' * len(bar)}\r" if done == total else ""
        print(f"\r{bar}{wiped}", end="", file=sys.stderr, flush=True)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
