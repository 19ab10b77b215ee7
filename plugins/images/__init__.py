"""Pictures that documents name, fit to be published.

Reads:  content.card.images, content/images
Writes: content.pictures, from each picture as written to what pages show of it; context["files"]: the pictures;
        context["originals"], every file that there is; context["pictures"], by their names what was made of those named
"""

import difflib
import os
import re
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Problem, Refused, tell
from plugins.documents.scan import shown
from plugins.media.images.cache import CODE, KEPT, Store
from plugins.media.images.picture import Fault, Picture
from plugins.media.images.uses import FOLDER, file_name, originals, uses
from plugins.output.output_dir import File, add
from plugins.pipeline import all_contents
from plugins.schema.text_file import unfit

FEW = 3  # are made before anyone wonders
MOST_AT_ONCE = 4  # a large one needs 600 MB for a moment


def attach(generators: list[Any]) -> None:
    context, root = generators[0].context, Path(generators[0].path)
    contents, store = all_contents(generators), Store(KEPT)
    shown_in = {content.card.path: uses(content.card) for content in contents}
    named = {file_name(use.target) for own in shown_in.values() for use in own}
    files = context["originals"] = originals(root)
    faults = {name: fault for name in named if (fault := _fault(name, files))}
    pictures = context["pictures"] = _made(store, {name: files[name] for name in named - set(faults)}) | faults
    store.save()
    for content in contents:
        content.pictures = {}
        for use in shown_in[content.card.path]:
            picture = pictures[file_name(use.target)]
            if isinstance(picture, Picture):
                content.pictures[use.target] = picture
            else:
                where, (what, write) = shown(root, content.card.path), picture
                tell(context, [Problem(where, use.line, "", f"the picture {use.target[:60]} {what}", write)])
    published = {picture.name: (name, picture) for name, picture in pictures.items() if isinstance(picture, Picture)}
    for name, picture in published.values():  # a file and its copy are one picture
        add(context, _published(store, files[name], picture, shown(root, f"{FOLDER}/{name}")))


def _published(store: Store, source: Path, picture: Picture, where: str) -> Iterator[File]:
    for name in picture.files():
        yield File(f"{FOLDER}/{name}", fingerprint.of(name, CODE), partial(_data, store, source, name, where))


def _data(store: Store, source: Path, name: str, where: str) -> bytes:
    try:
        return store.files(source)[name]
    except (KeyError, FileNotFoundError):
        raise Refused([Problem(where, 0, "", "was changed while the site was made", "build again")]) from None


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
