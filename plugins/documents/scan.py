"""Find the content files without opening any.

Symbolic links are not followed. Links, FIFOs, stray and unreadable files are reported as errors.
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
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.text_file import diagnose_file

DOWNLOADS = "files"  # the folder of what texts offer to download, and where it stands on the site
PEOPLE = "people"  # the folder of the people's files, and the URL of the page that lists them
# What editors and desktops leave beside the files that somebody works on.
SIDE_FILE = re.compile(
    r"\..*|.*~|~\$.*|#.*#|4913|.*\.(?:tmp|swp|crdownload)|desktop\.ini|(?:eh)?thumbs\.db|icon\r", re.IGNORECASE
)
LARGEST = 1_000_000  # bytes of a Markdown file
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
# First parts of URL paths that the site itself uses.
RESERVED = {
    *("index", "page", "topic", "tag", "author", "archive", "articles", "pages", "images", "theme", "static"),
    *(
        "people",
        DOWNLOADS,
        "feed",
        "sitemap",
        "robots",
        "search",
        "admin",
        "404",
        "version",
        "well-known",
        "site",
        "cards",
        "cname",
    ),
    *("favicon", "icon", "icon-192", "icon-512", "icon-maskable", "apple-touch-icon", "_headers", "_redirects"),
}
# Slugs of pages that the theme adds something to.
CHAT = "chat"
CONTACT = "contact"
PAGES_ONLY = {CHAT, CONTACT}


# The names that may stand in the content folder.
CONTENT_NAMES = {
    *("articles", "pages", "people", "images", DOWNLOADS, "README.md"),
    *("clinic.yaml", "photos.yaml", "synonyms.yaml", "addresses.txt", "withdrawn.txt", "words.txt"),
}


ScannedTexts = tuple[dict[str, bytes], list[Diagnostic]]  # as find_markdown_files returns them


def scan_texts(content: Path) -> ScannedTexts:
    """Find the Markdown files of articles, pages and people, and what is wrong with other files there."""
    found = [find_markdown_files(content, folder) for folder in ("articles", "pages", PEOPLE)]
    files = {path: stat for texts, _ in found for path, stat in texts.items()}
    return files, [error for _, errors in found for error in errors]


def find_slug(path: str) -> str:
    """Find the slug of a text by its path from the content folder: that of a person is below people/."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    return f"{PEOPLE}/{stem}" if is_person(path) else stem


def is_person(path: str) -> bool:
    """Return whether the text at this path from the content folder is about a person."""
    return path.startswith(f"{PEOPLE}/")


def find_markdown_files(content: Path, folder: str) -> ScannedTexts:
    """Find the Markdown files below `content/folder`, in order, and what is wrong with the other files there.

    Return the packed stat of each file (`plugins.cache.file_stat`), by its path relative to `content`.
    """
    found, errors = {}, []
    start = len(f"{content}/")
    for entry in _walk(content / folder):
        path = entry.path[start:].replace(os.sep, "/")
        status = entry.stat(follow_symlinks=False)
        if error := _diagnose_entry(entry, status) or diagnose_name(entry.name, folder):
            errors.append(error.locate(format_path(content, path)))
        else:
            found[path] = pack_file_stat(status)
    return found, errors


def find_strays(content: Path) -> list[Diagnostic]:
    """Find what nothing reads in the content folder, links that lead out of it, and pictures that cannot be opened."""
    errors = []
    for path in sorted(content.iterdir()):
        if SIDE_FILE.fullmatch(path.name):
            continue
        if path.is_symlink():
            errors.append(diagnose("content-link", format_path(content, path.name)))
        elif path.name not in CONTENT_NAMES:
            errors.append(diagnose("content-stray", format_path(content, path.name), content=content.name))
    for entry in _walk(content / "images"):
        if error := diagnose_file(Path(entry.path)):
            errors.append(error.locate(format_path(content, Path(entry.path).relative_to(content).as_posix())))
    return [*errors, *_find_other_downloads(content)]


def _find_other_downloads(content: Path) -> Iterator[Diagnostic]:
    """Find what is in the folder of downloads and is no PDF with a plain name, or cannot be opened."""
    for entry in _walk(content / DOWNLOADS):
        path = Path(entry.path).relative_to(content)
        stem = path.name.removesuffix(".pdf")
        if error := diagnose_file(Path(entry.path)):
            yield error.locate(format_path(content, path.as_posix()))
        elif stem == path.name or len(path.parts) > 2 or not SLUG.fullmatch(stem):
            yield diagnose(
                "download-unfit", format_path(content, path.as_posix()), slug=make_slug(Path(path.name).stem)
            )


def format_path(content: Path, path: str) -> str:
    """Format the path of a content file for a message, with escapes for what is not printable."""
    text = f"{content.name}/{path}".encode("utf-8", "backslashreplace").decode()
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every entry below `folder`, ordered by name, but for folders, hidden files and side files of editors."""
    if folder.is_symlink() or not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if SIDE_FILE.fullmatch(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            else:
                yield entry


def _diagnose_entry(entry: os.DirEntry[str], status: os.stat_result) -> Diagnostic | None:
    if not stat.S_ISREG(status.st_mode) or not os.access(entry.path, os.R_OK):
        return diagnose_file(Path(entry.path))
    if status.st_size > LARGEST:
        return diagnose("text-large", megabytes=status.st_size / 1e6)
    return None


def diagnose_name(name: str, folder: str) -> Diagnostic | None:
    """Find why a file in `folder` may not have this name. Return None for a good name."""
    stem, _, ending = name.rpartition(".")
    if ending != "md" or not stem:
        return diagnose("name-not-markdown", folder=folder, slug=make_slug(Path(name).stem))
    if not SLUG.fullmatch(stem):
        return diagnose("name-unfit", slug=make_slug(stem))
    if len(stem) > LONGEST_SLUG:
        return diagnose("name-long", length=len(stem), longest=LONGEST_SLUG)
    if stem in DEVICES or len(stem) == 2:
        return diagnose("name-of-device", name=stem)
    if stem in RESERVED or (folder == "articles" and stem in PAGES_ONLY):
        return diagnose("name-reserved", name=stem)
    return None


@lru_cache(maxsize=10_000)
def make_slug(text: str) -> str:
    """Make a part of a URL from `text`: small ASCII letters and digits with hyphens between.

    A text without such letters (Arabic, an emoji) becomes a checksum, always the same.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"x{crc32(text.encode('utf-8', 'surrogateescape')):08x}"
