"""Find the content files without opening any.

Symbolic links are not followed. Links, FIFOs, stray and unreadable files are reported as problems.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from plugins.cache.file_stat import pack_file_stat
from plugins.diagnostics.diagnostic import Problem
from plugins.schema.text_file import find_file_fault

LARGEST = 1_000_000  # bytes of a Markdown file
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
# First parts of URL paths that the site itself uses.
RESERVED = {
    *("index", "page", "topic", "tag", "author", "archive", "articles", "pages", "images", "theme", "static"),
    *("feed", "sitemap", "robots", "search", "admin", "404", "version", "well-known", "site", "cards", "cname"),
    *("favicon", "icon", "icon-192", "icon-512", "icon-maskable", "apple-touch-icon", "_headers", "_redirects"),
}
# Slugs of pages that the theme adds something to.
PAGES_ONLY = {"chat", "contact"}


# The names that may stand in the content folder.
CONTENT_NAMES = {
    *("articles", "pages", "images", "README.md"),
    *("clinic.yaml", "photos.yaml", "synonyms.yaml", "addresses.txt", "withdrawn.txt", "words.txt"),
}


ScannedTexts = dict[str, tuple[dict[str, bytes], list[Problem]]]  # by folder, as find_markdown_files returns them


def scan_texts(content: Path) -> ScannedTexts:
    """Find the Markdown files of articles and of pages, and what is wrong with other files there."""
    return {folder: find_markdown_files(content, folder) for folder in ("articles", "pages")}


def find_markdown_files(content: Path, folder: str) -> tuple[dict[str, bytes], list[Problem]]:
    """Find the Markdown files below `content/folder`, in order, and what is wrong with the other files there.

    Return the packed stat of each file (`plugins.cache.file_stat`), by its path relative to `content`.
    """
    found, problems = {}, []
    start = len(f"{content}/")
    for entry in _walk(content / folder):
        path = entry.path[start:].replace(os.sep, "/")
        status = entry.stat(follow_symlinks=False)
        if fault := _find_entry_fault(entry, status) or find_name_fault(entry.name, folder):
            problems.append(Problem(format_path(content, path), 0, "", *fault))
        else:
            found[path] = pack_file_stat(status)
    return found, problems


def find_strays(content: Path) -> list[Problem]:
    """Find what nothing reads in the content folder, links that lead out of it, and pictures that cannot be opened."""
    problems = []
    for path in sorted(content.iterdir()):
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.is_symlink():
            problems.append(
                Problem(format_path(content, path.name), 0, "", "is a link to elsewhere", "put the files here")
            )
        elif path.name not in CONTENT_NAMES:
            write = f"move it into {content.name}/articles/, or away"
            problems.append(Problem(format_path(content, path.name), 0, "", "nothing reads this", write))
    for entry in _walk(content / "images"):
        if fault := find_file_fault(Path(entry.path)):
            problems.append(
                Problem(format_path(content, Path(entry.path).relative_to(content).as_posix()), 0, "", *fault)
            )
    return problems


def format_path(content: Path, path: str) -> str:
    """Format the path of a content file for a message, with escapes for what is not printable."""
    text = f"{content.name}/{path}".encode("utf-8", "backslashreplace").decode()
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every entry below `folder`, ordered by name, but for folders, hidden files and editors' backup copies."""
    if folder.is_symlink() or not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            else:
                yield entry


def _find_entry_fault(entry: os.DirEntry[str], status: os.stat_result) -> tuple[str, str] | None:
    if not stat.S_ISREG(status.st_mode) or not os.access(entry.path, os.R_OK):
        return find_file_fault(Path(entry.path))
    if status.st_size > LARGEST:
        return f"is {status.st_size / 1e6:.1f} MB", "keep a text below 1 MB; pictures belong in content/images/"
    return None


def find_name_fault(name: str, folder: str) -> tuple[str, str] | None:
    """Find why a file in `folder` may not have this name, and what to do instead. Return None for a good name."""
    stem, _, ending = name.rpartition(".")
    if ending != "md" or not stem:
        return (
            f"is not a Markdown file (.md), so nothing in {folder}/ reads it",
            f"move it away or save its text as {make_slug(Path(name).stem)}.md",
        )
    if not SLUG.fullmatch(stem):
        return "the name is the address, in small letters, digits and hyphens", f"name it {make_slug(stem)}.md"
    if len(stem) > LONGEST_SLUG:
        return f"the name is {len(stem)} characters long", f"keep it below {LONGEST_SLUG}"
    if stem in DEVICES or len(stem) == 2:
        return f"{stem} is a name that computers or languages use", "choose a longer name"
    if stem in RESERVED or (folder == "articles" and stem in PAGES_ONLY):
        return f"the address /{stem}/ belongs to the site itself", "choose another name"
    return None


@lru_cache(maxsize=10_000)
def make_slug(text: str) -> str:
    """Make a part of a URL from `text`: small ASCII letters and digits with hyphens between.

    A text without such letters (Arabic, an emoji) becomes a checksum, always the same.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"x{crc32(text.encode('utf-8', 'surrogateescape')):08x}"
