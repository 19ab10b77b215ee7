"""Pointers of Git LFS: where a picture was not fetched, a text stands in its place that names its SHA-256."""

from __future__ import annotations

import hashlib
import re

START = b"version https://git-lfs.github.com/spec/v1\n"
POINTER = re.compile(START + rb"(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")
MISSING = ("stands here only as a pointer of Git LFS", "type git lfs pull")


def is_pointer(data: bytes) -> bool:
    return data.startswith(START)


def compute_digest(data: bytes) -> str:
    """Compute the SHA-256 of a picture, from its own bytes or from the pointer that stands for it."""
    found = POINTER.match(data)
    return found[1].decode() if found else hashlib.sha256(data).hexdigest()
