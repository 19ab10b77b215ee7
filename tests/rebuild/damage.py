"""What happens to a site and to a cache between two builds, by accident or by hand."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.rebuild.sources import Sources

TREES = ("output", ".build/output.spare")


def damage_page(sources: Sources, random: Random) -> str:
    """One byte, and the file keeps its size and its time."""
    file = _built_file(sources, random)
    if not file or not (data := bytearray(file.read_bytes())):
        return "nothing"
    before = file.stat()
    data[random.randrange(len(data))] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"a byte of {file.relative_to(sources.folder)}"


def lengthen_page(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.write_bytes(file.read_bytes() + b"<p>and more")
    return f"the end of {file.relative_to(sources.folder)}"


def delete_page(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.unlink()
    return f"{file.relative_to(sources.folder)} is gone"


def link_page(sources: Sources, random: Random) -> str:
    """A link to a file of the same bytes, elsewhere."""
    file, elsewhere = _built_file(sources, random), sources.folder / "elsewhere"
    if not file:
        return "nothing"
    shutil.copy2(file, elsewhere)
    file.unlink()
    file.symlink_to(elsewhere)
    return f"{file.relative_to(sources.folder)} is a link"


def turn_page_into_folder(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.unlink()
    (file / "within").mkdir(parents=True)
    return f"{file.relative_to(sources.folder)} is a folder"


def add_foreign_file(sources: Sources, random: Random) -> str:
    tree = random.choice(_trees(sources))
    file = tree / random.choice(("foreign.txt", "one/foreign.html", "gone/deep/foreign.js"))
    if file.parent.exists() and not file.parent.is_dir():
        return "nothing"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("foreign", "utf-8")
    return f"{file.relative_to(sources.folder)} is foreign"


def delete_folder(sources: Sources, random: Random) -> str:
    folders = [path for tree in _trees(sources) for path in (tree, *tree.iterdir())]
    folder = random.choice(sorted(path for path in folders if path.is_dir() and not path.is_symlink()))
    shutil.rmtree(folder)
    return f"{folder.relative_to(sources.folder)}/ is gone"


def exchange_trees(sources: Sources, random: Random) -> str:
    live, spare, aside = (sources.folder / name for name in (*TREES, "aside"))
    if not (live.is_dir() and spare.is_dir()):
        return "nothing"
    for source, target in ((live, aside), (spare, live), (aside, spare)):
        source.rename(target)
    return "output/ and the spare tree have changed places"


# The cache


def damage_cache(sources: Sources, random: Random) -> str:
    files = cache_files(sources.folder)
    if not files:
        return "nothing"
    file, (how, damaged) = random.choice(files), random.choice(sorted(DAMAGES.items()))
    file.write_bytes(damaged(file.read_bytes(), random))
    return f"{file.relative_to(sources.folder)} is {how}"


def delete_cache_file(sources: Sources, random: Random) -> str:
    files = cache_files(sources.folder)
    if not files:
        return "nothing"
    file = random.choice(files)
    file.unlink()
    return f"{file.relative_to(sources.folder)} is gone"


def delete_cache(sources: Sources, random: Random) -> str:
    shutil.rmtree(sources.folder / ".build", ignore_errors=True)
    return ".build/ is gone"


def bring_back_cache(sources: Sources, random: Random) -> str:
    """What a backup does, or a cache of CI: an earlier .build/ beside a later output/."""
    cache, kept = sources.folder / ".build", sources.folder / "backup"
    if not kept.exists():
        if cache.exists():
            shutil.copytree(cache, kept, symlinks=True)
        return ".build/ is kept for later"
    shutil.rmtree(cache, ignore_errors=True)
    kept.rename(cache)
    return "an earlier .build/ is back"


def cache_files(folder: Path) -> list[Path]:
    """Files in .build/, but for the trees."""
    cache = folder / ".build"
    found = sorted(path for path in cache.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if not re.search(r"^preview|\.spare$", path.relative_to(cache).parts[0])]


DAMAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "cut in half": lambda data, random: data[: len(data) // 2],
    "empty": lambda data, random: b"",
    "noise": lambda data, random: random.randbytes(len(data)),
    "of an older version": lambda data, random: b"0" + data,
    "garbled": lambda data, random: bytes(
        byte ^ 1 if random.random() < 10 / (len(data) + 1) else byte for byte in data
    ),
}


def _built_file(sources: Sources, random: Random) -> Path | None:
    """A file of output/ or of the spare tree; a page more often than others."""
    tree = random.choice(_trees(sources))
    pattern = random.choice(("*.html", "*.html", "*.*"))
    files = sorted(path for path in tree.rglob(pattern) if path.is_file() and not path.is_symlink())
    return random.choice(files) if files else None


def _trees(sources: Sources) -> list[Path]:
    """Those of the two that are there; output/ where a change before this one took both away."""
    found = [sources.folder / name for name in TREES if (sources.folder / name).is_dir()]
    if not found:
        (sources.folder / TREES[0]).mkdir()
    return found or [sources.folder / TREES[0]]
