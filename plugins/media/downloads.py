"""PDFs that texts offer to download, from content/files/: small, readable, and without names in their metadata."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.file_stat import is_settled, read_file_stat
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.scan import DOWNLOADS
from plugins.output.output_dir import File

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST = 5_000_000  # bytes
# What a PDF may say of itself: nothing of who made it.
IMPERSONAL = {"/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"}


class Download(NamedTuple):
    """A PDF: the digest and the number of its bytes, and what is wrong with it."""

    digest: bytes
    size: int
    diagnostics: tuple[Diagnostic, ...]

    def format_label(self) -> str:
        """Format what a link says of the file."""
        size = f"{self.size / 1e6:.1f} MB" if self.size >= 1e6 else f"{max(1, round(self.size / 1000))} kB"
        return f"PDF, {size}"


def find_names(urls: Iterable[str], base: str) -> dict[str, str]:
    """Find the names of the files that URLs of the site lead to, by URL; `base` is the path of the site."""
    start = f"{base}{DOWNLOADS}/"
    return {url: url.removeprefix(start).partition("#")[0] for url in urls if url.startswith(start)}


def load_downloads(content: Path, cache: Cache) -> dict[str, Download]:
    """Load every PDF in content/files/, by its name. A file that has not changed is not read again."""
    return {path.name: _load(path, cache) for path in sorted((content / DOWNLOADS).glob("*.pdf")) if path.is_file()}


def list_files(content: Path, loaded: Mapping[str, Download], names: Iterable[str]) -> Iterator[File]:
    """List the output files of the PDFs with these names."""
    for name in sorted(names):
        path = content / DOWNLOADS / name
        yield File(f"{DOWNLOADS}/{name}", loaded[name].digest, path.read_bytes)


def _load(path: Path, cache: Cache) -> Download:
    file_stat, inspect = read_file_stat(str(path)), partial(_inspect, path)
    if not is_settled(file_stat):
        return inspect()
    key = fingerprint.hash_values(file_stat.hex(), fingerprint.hash_code("media/downloads.py"))
    return cache.memoize(f"download {path.name}", key, inspect)


def _inspect(path: Path) -> Download:
    data = path.read_bytes()
    return Download(blake2b(data, digest_size=16).digest(), len(data), tuple(find_mistakes(data)))


def find_mistakes(data: bytes) -> Iterator[Diagnostic]:
    """Find why a file may not be offered, and note whether it is not made for screen readers."""
    if len(data) > LARGEST:
        yield diagnose("pdf-large", size=len(data) / 1e6, most=LARGEST / 1e6)
        return
    try:
        yield from _find_mistakes(data)
    except Exception:  # a parser of broken files raises whatever it meets
        yield diagnose("pdf-unread")


def _find_mistakes(data: bytes) -> Iterator[Diagnostic]:
    from pypdf import PdfReader  # most builds read none

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        yield diagnose("pdf-locked")
        return
    len(reader.pages)  # raises where there are none to be read
    if names := sorted(_list_personal(reader)):
        yield diagnose("pdf-personal", names=", ".join(names))
    marks: Any = reader.root_object.get("/MarkInfo")
    if not (marks and marks.get_object().get("/Marked")):
        yield diagnose("pdf-untagged")


def _list_personal(reader: PdfReader) -> set[str]:
    """List what the metadata says of people, by the names of its fields."""
    named = {
        str(name).removeprefix("/")
        for name, value in (reader.metadata or {}).items()
        if value and name not in IMPERSONAL
    }
    return named | ({"creator"} if reader.xmp_metadata and reader.xmp_metadata.dc_creator else set())
