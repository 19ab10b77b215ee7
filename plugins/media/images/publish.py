"""The pictures that texts show, made fit to be published, each once."""

from __future__ import annotations

import difflib
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.media.images.cache import CODE, Store
from plugins.media.images.picture import Fault, Picture
from plugins.media.images.uses import FOLDER
from plugins.output.output_dir import File
from plugins.schema.text_file import unfit

FEW = 3  # are made before anyone wonders
MOST_AT_ONCE = 4  # a large one needs 600 MB for a moment


def make_pictures(named: Iterable[str], originals: Mapping[str, Path], store: Store) -> dict[str, Picture | Fault]:
    """By the name of each file that texts name, its picture, or why there is none."""
    faults = {name: fault for name in named if (fault := _fault(name, originals))}
    made = _made(store, {name: originals[name] for name in named if name not in faults})
    store.save()
    return made | faults


def picture_files(picture: Picture, source: Path, where: str, store: Store) -> Iterator[File]:
    """The files of a picture; `where` is what messages call its original."""
    for name in picture.files():
        yield File(f"{FOLDER}/{name}", fingerprint.of(name, CODE), partial(_data, store, source, name, where))


def _data(store: Store, source: Path, name: str, where: str) -> bytes:
    try:
        return store.files(source)[name]
    except (KeyError, FileNotFoundError):
        raise Refused([Problem(where, 0, "", "was changed while the site was made", "build again")]) from None


def _fault(name: str, files: Mapping[str, Path]) -> Fault | None:
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
