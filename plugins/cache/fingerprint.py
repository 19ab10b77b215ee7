"""Fingerprints: digests of the inputs of a result, by which the cache knows whether it is stale."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

encode_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=repr).encode
PLUGINS = Path(__file__).parent.parent


def hash_values(*values: object) -> bytes:
    """Hash values that JSON can hold, or whose `repr` is complete: dates, dataclasses, models.

    Equal values have equal digests. Two objects whose `repr` shows only their address never have the same one.
    """
    return hashlib.blake2b(encode_json(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def hash_files(root: Path, paths: Iterable[Path]) -> bytes:
    """Hash the bytes of files and their paths relative to `root`, in any order."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(paths):
        data = path.read_bytes()
        digest.update(os.fsencode(f"{path.relative_to(root).as_posix()}\0{len(data)}\0") + data)
    return digest.digest()


@cache
def hash_code(*parts: str) -> bytes:
    """Hash the source files of `parts`, which are files and folders in plugins/, and what is installed.

    Without `parts`, hash all plugins and the settings files. `plugins.cache.bytecode` sees to it that this code runs.
    """
    files = [path for part in parts or ("",) for path in _list_sources(PLUGINS / part)]
    if not parts:
        files += PLUGINS.parent.glob("*conf.py")
    return hash_values(
        [(path.relative_to(PLUGINS.parent).as_posix(), _hash_source(path)) for path in sorted(files)], list_installed()
    )


def has_code_changed() -> bool:
    """Return whether the source files are others than those that this process hashed first."""
    before = hash_code()
    forget_code()
    return hash_code() != before


def forget_code() -> None:
    """Have `hash_code` read the source files again."""
    hash_code.cache_clear()
    _hash_source.cache_clear()


@cache
def _hash_source(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _list_sources(path: Path) -> list[Path]:
    """List the files of a package, with the data beside its modules; of a module, the module."""
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and file.parent.name != "__pycache__"]


@cache
def list_installed() -> tuple[str, ...]:
    """List the version of Python, and each installed package with its version."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return (sys.version, *sorted(package.name for package in packages))
