"""A folder of output files with a manifest, so that an update writes only what differs.

The manifest has a row for each file and folder: a key (what the file was made of), the file stat, and the digest of its
bytes. So a file that somebody changed, deleted or added is noticed, and a folder that a killed build left half written
repairs itself. A manifest belongs to the folder itself, whatever its name: two folders that are swapped keep theirs.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.file_stat import FOLDER_STAT_SIZE, STAT_SIZE, pack_file_stat, read_file_stat
from plugins.cache.parallel import parallel_map
from plugins.diagnostics.diagnostic import Diagnostic, Refused

WORTHWHILE = 60  # files to make, or to inspect, for which one more process saves time
FOLDER_KEY = b"folder"  # the key of a folder, whose stat says when its list of names was last changed
# By the name of a file, or of a folder with a slash at its end ("" is the root): its key, and its stat and digest.
Manifest = dict[str, tuple[bytes, bytes]]


class File(NamedTuple):
    """One file of the site. `make` returns its bytes, the same for the same `key`. It may raise Refused."""

    name: str
    key: bytes
    make: Callable[[], bytes]


class OutputDir:
    """An output folder and its manifest, which is kept in the cache."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.cache = folder, cache
        self.manifest = _load_manifest(folder, cache)

    def list_digests(self) -> dict[str, bytes]:
        """List the SHA-256 of each file as it was written, by name."""
        return {name: value[STAT_SIZE:] for name, (key, value) in self.manifest.items() if key != FOLDER_KEY}

    def is_intact(self) -> bool:
        """Check that no file or folder was touched since it was written."""
        return bool(self.manifest) and not self._find_touched()

    def _find_touched(self) -> set[str]:
        """Find the files and folders of the manifest that are gone or were changed since they were written."""
        rows = self.manifest.items()
        return {name for name, (_, value) in rows if not self._read_stat(name).startswith(value[:STAT_SIZE])}

    def _read_stat(self, name: str) -> bytes:
        return read_file_stat(f"{self.folder}/{name}")

    def update(self, files: Mapping[str, File], twin: Path) -> None:
        """Make the folder hold these files and nothing else.

        A file that `twin`, the other output folder, has with the same key is copied from it. Raises Refused
        with all errors of files that could not be made.
        """
        folders = find_folders(files)
        missing = (files.keys() | folders) - self.manifest.keys()
        doubtful = self._find_touched() | missing  # what is in their place is replaced
        for folder in sorted(doubtful & folders):  # a folder comes before what is in it
            self._prepare_folder(folder, files, folders)
        unwanted = self.manifest.keys() - files.keys() - folders
        for name in sorted(unwanted):
            _remove(self.folder / name)
        stale = [file for file in files.values() if file.name in doubtful or self.manifest[file.name][0] != file.key]
        rows = self._write_files(stale, twin)
        relisted = folders & (doubtful | {_find_parent(name) for name in (*unwanted, *rows)})
        self._record(rows, relisted, unwanted)

    def _record(self, rows: Manifest, relisted: Iterable[str], unwanted: Collection[str]) -> None:
        """Change the manifest: `rows` of written files, folders whose list of names changed, and what was removed."""
        rows = rows | {name: (FOLDER_KEY, self._read_stat(name)[:FOLDER_STAT_SIZE]) for name in relisted}
        if rows:
            self.manifest = {name: row for name, row in self.manifest.items() if name not in unwanted} | rows
            self.cache.save("manifests", [(_identify(self.folder), _hash_code(), marshal.dumps(self.manifest))])
        self.cache.commit()

    def _prepare_folder(self, folder: str, files: Mapping[str, File], folders: set[str]) -> None:
        """Make a folder where there is none, and remove what does not belong in it: nothing is written through that."""
        path = self.folder / folder
        path.mkdir(exist_ok=True)
        with os.scandir(path) as entries:
            for entry in entries:
                name = folder + entry.name
                if not (f"{name}/" in folders if entry.is_dir(follow_symlinks=False) else name in files):
                    _remove(Path(entry.path))

    def _write_files(self, stale: list[File], twin: Path) -> Manifest:
        """Write these files and return their rows. Raises Refused with all errors of files that could not be made."""
        twin_manifest = _load_manifest(twin, self.cache) if stale and twin.is_dir() else {}
        self.cache.commit()  # a pending write would lock the worker processes out
        written = parallel_map(lambda file: self._write_file(file, twin, twin_manifest), stale, WORTHWHILE)
        rows: Manifest = {}
        errors = []
        for file, (value, found) in zip(stale, written, strict=True):
            rows[file.name] = file.key, value
            errors += found
        if errors:
            raise Refused(errors)
        return rows

    def _write_file(self, file: File, twin: Path, twin_manifest: Manifest) -> tuple[bytes, list[Diagnostic]]:
        """Write one file and return its file stat and digest, or the errors that making it raised."""
        try:
            data = _read_copy(file, twin, twin_manifest) or file.make()
        except Refused as refused:
            return b"", refused.diagnostics
        path = self.folder / file.name
        path.unlink(missing_ok=True)
        with path.open("xb") as out:
            out.write(data)
            out.flush()
            return pack_file_stat(os.fstat(out.fileno())) + hashlib.sha256(data).digest(), []


def _read_copy(file: File, twin: Path, twin_manifest: Manifest) -> bytes:
    """Read from `twin` the bytes of a file with the same key; empty where there is none or it was touched."""
    key, value = twin_manifest.get(file.name, (None, b""))
    if key != file.key or value[:STAT_SIZE] != read_file_stat(f"{twin}/{file.name}"):
        return b""
    data = (twin / file.name).read_bytes()
    return data if hashlib.sha256(data).digest() == value[STAT_SIZE:] else b""


def prune_manifests(cache: Cache, folders: Iterable[Path]) -> None:
    """Drop the manifests of all folders but those of `folders` that exist."""
    known = {_identify(folder) for folder in folders if folder.is_dir()}
    cache.delete("manifests", cache.load_inputs("manifests").keys() - known)


def _identify(folder: Path) -> str:
    """Return the name of a folder in the cache: its device and inode."""
    status = folder.stat()
    return f"{status.st_dev}_{status.st_ino}"


def _hash_code() -> bytes:
    """Hash the code that gives a manifest its form."""
    return fingerprint.hash_code("cache", "output/output_dir.py")


def _load_manifest(folder: Path, cache: Cache) -> Manifest:
    value = cache.load("manifests", _identify(folder), _hash_code())
    return marshal.loads(value) if value else {}


def find_folders(names: Iterable[str]) -> set[str]:
    """Find every folder that holds one of these files, directly or below: "" is the root, others end with a slash."""
    found = {""}
    for name in names:
        while (name := _find_parent(name)) not in found:
            found.add(name)
    return found


def _find_parent(name: str) -> str:
    """Find the folder that holds a file or folder."""
    return name[: name.rfind("/", 0, -1) + 1]


def _remove(path: Path) -> None:
    """Remove a file, a link or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
