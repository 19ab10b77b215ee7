"""A folder of output files with a manifest, so that an update writes only what differs.

The manifest has each file's key (what the file was made of), digest and file stat. So a file that somebody changed,
deleted or added is noticed, and a folder that a killed build left half written repairs itself. A manifest belongs to
the folder itself, whatever its name: two folders that are swapped keep theirs.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.cache.database import Cache
from plugins.cache.file_stat import STAT_SIZE, pack_file_stat, read_file_stat
from plugins.cache.parallel import parallel_map
from plugins.diagnostics.diagnostic import Diagnostic, Refused

WORTHWHILE = 60  # files to make for which one more process saves time
FOLDER_KEY = b"folder"  # the key of a folder, whose value says when its list of names was last changed
Manifest = dict[str, tuple[bytes, bytes]]  # by name, a key and a value; that of a file is its file stat and its digest


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site. `make` returns its bytes, the same for the same `key`. It may raise Refused."""

    name: str
    key: bytes
    make: Callable[[], bytes]


class OutputDir:
    """An output folder and its manifest, which is kept in the cache."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.cache, self.name = folder, cache, _identify(folder)
        self.noted, self.mark = _load_manifest(
            cache, self.name
        )  # manifest and its digest, which changes with every update

    def list_digests(self) -> dict[str, bytes]:
        """List the SHA-256 of each file as it was written, by name."""
        return {name: value[STAT_SIZE:] for name, (key, value) in self.noted.items() if key != FOLDER_KEY}

    def is_intact(self) -> bool:
        """Check that no file or folder was touched since it was written."""
        return bool(self.noted) and all(self._is_unchanged(name) for name in self.noted)

    def update(self, files: Mapping[str, File], twin: Path) -> None:
        """Make the folder hold these files and nothing else.

        A file that `twin`, the other output folder, has with the same key is copied from it. Raises Refused
        with all errors of files that could not be made.
        """
        if not self.noted:  # there is no manifest of what is there
            _remove(self._list_entries(""))
        self._there: set[Path] = set()  # folders that exist already
        folders = find_folders(files)
        touched = self._remove_stale(files, folders)
        new = [file for file in files.values() if not self._is_up_to_date(file)]
        noted = _load_manifest(self.cache, _identify(twin))[0] if new and twin.is_dir() else {}
        self.cache.commit()  # a pending write would lock the worker processes out
        made = parallel_map(lambda file: self._write_file(file, twin, noted), new, WORTHWHILE)
        notes: Manifest = {}
        errors = []
        for file, (value, found) in zip(new, made, strict=True):
            notes[file.name] = file.key, value
            errors += found
            touched |= find_folders([file.name])
        if errors:
            raise Refused(errors)
        notes |= {f"{name}/": (FOLDER_KEY, self._stat_folder(name)) for name in touched & folders}
        wanted = {*files, *(f"{name}/" for name in folders)}
        if notes or self.noted.keys() != wanted:
            self.noted = {name: note for name, note in self.noted.items() if name in wanted} | notes
            value = marshal.dumps(self.noted)
            self.mark = _digest(value)
            self.cache.save("manifests", [(self.name, b"", value)])
        self.cache.commit()

    def _is_unchanged(self, name: str) -> bool:
        """Check that a file or folder still is as its row of the manifest says."""
        key, value = self.noted[name]
        return (
            value == self._stat_folder(name[:-1])
            if key == FOLDER_KEY
            else value[:STAT_SIZE] == read_file_stat(f"{self.folder}/{name}")
        )

    def _is_up_to_date(self, file: File) -> bool:
        """Check that a file was made of the same key and was not touched since."""
        return file.name in self.noted and self.noted[file.name][0] == file.key and self._is_unchanged(file.name)

    def _remove_stale(self, files: Mapping[str, File], folders: set[str]) -> set[str]:
        """Remove what does not belong, before anything is written through it.

        Return the folders whose list of names has changed: only these are examined.
        """
        vanished = [name for name, (key, _) in self.noted.items() if key != FOLDER_KEY and name not in files]
        for name in vanished:
            if read_file_stat(f"{self.folder}/{name}"):
                _remove([f"{self.folder}/{name}"])
        changed = {name for name in folders if self.noted.get(f"{name}/", (b"", b""))[1] != self._stat_folder(name)}
        gone = {name[:-1] for name, (key, _) in self.noted.items() if key == FOLDER_KEY and name[:-1] not in folders}
        examined = changed | {name.rpartition("/")[0] for name in gone}
        for name in sorted(examined & folders):  # those above come first
            inside = f"{name}/" if name else ""
            _remove(
                entry
                for entry in self._list_entries(name)
                if not (
                    (entry.is_dir(follow_symlinks=False) and inside + entry.name in folders)
                    or (entry.is_file(follow_symlinks=False) and inside + entry.name in files)
                )
            )
        return examined | {name.rpartition("/")[0] for name in vanished}

    def _list_entries(self, name: str) -> list[os.DirEntry[str]]:
        """List what is in a folder, without following a link in its place."""
        path = self.folder / name
        if not path.is_dir() or (name and path.is_symlink()):
            return []
        with os.scandir(path) as entries:
            return list(entries)

    def _stat_folder(self, name: str) -> bytes:
        """Return which folder this is, and when its list of names was last changed."""
        status = read_file_stat(f"{self.folder}/{name}") if name else read_file_stat(str(self.folder))
        return status[:8] + status[16:24]

    def _write_file(self, file: File, twin: Path, noted: Manifest) -> tuple[bytes, list[Diagnostic]]:
        """Write one file and return its file stat and digest, or the errors that making it raised."""
        try:
            data = self._read_copy(file, twin, noted) or file.make()
        except Refused as refused:
            return b"", refused.diagnostics
        path = self.folder / file.name
        if path.parent not in self._there:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._there.add(path.parent)
        if self.noted:
            path.unlink(missing_ok=True)
        with path.open("xb") as out:
            out.write(data)
            out.flush()
            return pack_file_stat(os.fstat(out.fileno())) + hashlib.sha256(data).digest(), []

    def _read_copy(self, file: File, twin: Path, noted: Manifest) -> bytes:
        """Read from `twin` the bytes of a file with the same key; empty where there is none or it was touched."""
        key, value = noted.get(file.name, (b"", b""))
        if not value or key != file.key or value[:STAT_SIZE] != read_file_stat(f"{twin}/{file.name}"):
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


def _load_manifest(cache: Cache, name: str) -> tuple[Manifest, bytes]:
    """Load the manifest of a folder, and its digest."""
    value = cache.load("manifests", name, b"") or b""
    return marshal.loads(value) if value else {}, _digest(value)


def _digest(value: bytes) -> bytes:
    return blake2b(value, digest_size=16).digest()


def find_folders(names: Iterable[str]) -> set[str]:
    """Find every folder that holds one of these files, directly or below. "" is the root."""
    found = {""}
    for name in names:
        while (name := name.rpartition("/")[0]) not in found:
            found.add(name)
    return found


def _remove(paths: Iterable[os.DirEntry[str] | str]) -> None:
    for path in map(Path, paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
