"""What something was made of, in a few bytes."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SAID = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=repr).encode
PLUGINS = Path(__file__).parent.parent


def of(*values: object) -> bytes:
    """A digest of values that JSON can hold, or whose `repr` says all of them: days, dataclasses, models.

    Two that are the same have the same digest; of what says less than all of itself, no two have.
    """
    return hashlib.blake2b(SAID(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def of_files(root: Path, paths: Iterable[Path]) -> bytes:
    """A digest of bytes, and of names from `root`."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(paths):
        data = path.read_bytes()
        whole.update(os.fsencode(f"{path.relative_to(root).as_posix()}\0{len(data)}\0") + data)
    return whole.digest()


@cache
def of_code() -> bytes:
    """A digest of the settings, of all plugins, and of what is installed beside them."""
    root = PLUGINS.parent
    return of(of_files(root, [*root.glob("*conf.py"), *PLUGINS.rglob("*.py")]), installed())


@cache
def installed() -> tuple[str, ...]:
    """Python and every installed package, with their versions."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return (sys.version, *sorted(package.name for package in packages))
