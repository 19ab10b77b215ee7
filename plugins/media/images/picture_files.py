"""The pictures that texts show, each made once for publishing."""

from __future__ import annotations

import difflib
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.media.images.cache import PictureCache, make_picture
from plugins.media.images.picture import Picture, PictureData
from plugins.media.images.picture_uses import IMAGES_FOLDER
from plugins.output.output_dir import File
from plugins.schema.text_file import diagnose_file

if TYPE_CHECKING:
    from concurrent.futures import Executor

FEW = 3  # are made before anyone wonders
MOST_AT_ONCE = 4  # a large one needs 600 MB for a moment


def make_pictures(
    named: Iterable[str], originals: Mapping[str, Path], cache: PictureCache
) -> dict[str, Picture | Diagnostic]:
    """Make the picture of each file that texts name, or say why there is none. Both are by name."""
    errors = {name: error for name in named if (error := diagnose_name(name, originals))}
    return _load_or_make(cache, {name: originals[name] for name in named if name not in errors}) | errors


def list_picture_files(picture: Picture, source: Path, where: str, cache: PictureCache) -> Iterator[File]:
    """List the output files of a picture; `where` is the path of its original in messages."""
    for name in picture.list_names():
        yield File(
            f"{IMAGES_FOLDER}/{name}",
            fingerprint.hash_values(name, cache.code.hex()),
            partial(_read_data, cache, source, name, where),
        )


def _read_data(cache: PictureCache, source: Path, name: str, where: str) -> bytes:
    try:
        return cache.read_file(source, name)
    except (KeyError, FileNotFoundError):
        raise Refused([diagnose("changed-meanwhile", where)]) from None


def diagnose_name(name: str, files: Mapping[str, Path]) -> Diagnostic | None:
    """Find why no file of this name can be opened. Names are case-sensitive on every machine."""
    if name in files:
        return diagnose_file(files[name])
    if re.match(r"[a-z]+:", name):
        return diagnose("picture-not-ours")
    by_stem = {Path(path).stem.lower(): path for path in sorted(files) if path.isprintable()}
    if near := difflib.get_close_matches(Path(name).stem.lower(), by_stem, 1, 0.7):
        return diagnose("picture-misspelled", near=by_stem[near[0]])
    return diagnose("picture-missing")


def _load_or_make(cache: PictureCache, sources: dict[str, Path]) -> dict[str, Picture | Diagnostic]:
    """Load each picture from the cache, or make it from its original, several at once. All are by name."""
    loaded: dict[str, Picture | Diagnostic] = {
        name: picture for name, source in sources.items() if (picture := cache.load(source))
    }
    missing = {name: sources[name] for name in sorted(sources.keys() - loaded.keys())}
    if not missing:
        return loaded
    from concurrent.futures import ThreadPoolExecutor  # most builds make none

    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE))  # threads are enough: Pillow releases the lock
    try:
        return loaded | _make_in_pool(pool, missing, cache)
    finally:
        pool.shutdown(cancel_futures=True)


def _make_in_pool(pool: Executor, sources: dict[str, Path], cache: PictureCache) -> dict[str, Picture | Diagnostic]:
    """Make the picture of each original in a pool of threads, save it in the cache, and show how many are done."""
    from concurrent.futures import as_completed

    made: dict[str, Picture | Diagnostic] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is wrong with a picture becomes an error
        names = {pool.submit(make_picture, source): name for name, source in sources.items()}
        _show_progress(0, len(names))
        for count, job in enumerate(as_completed(names), 1):
            name, result = names[job], job.result()
            made[name] = cache.save(sources[name], result) if isinstance(result, PictureData) else result
            _show_progress(count, len(names))
    return made


def _show_progress(done: int, total: int) -> None:
    """Show a progress bar on a terminal, also under `make serve`; it is erased at the end."""
    if total > FEW and (sys.stderr.isatty() or os.environ.get("PROGRESS")):
        bar = f"[{'#' * (30 * done // total):<30}] {done} of {total} new pictures"
        wiped = f"\r{' ' * len(bar)}\r" if done == total else ""
        print(f"\r{bar}{wiped}", end="", file=sys.stderr, flush=True)
