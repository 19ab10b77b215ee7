"""The files that builds keep in .build/ beside the cache: each is written whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORK = Path(".build")
MANIFEST = WORK / "manifest.json"
PANEL = WORK / "panel.json"  # what the preview server shows editors beside each page
TRACEBACK = WORK / "traceback.txt"
PREVIEW_SITE = WORK / "preview"


def write_json(file: Path, value: Any) -> None:
    """Write `value` as JSON into one of our own files, whole or not at all."""
    partial = file.with_suffix(".partial")
    for path in (partial, file):
        remove_obstacle(path, is_wanted=Path.is_file)
    partial.write_text(json.dumps(value))
    partial.replace(file)


def remove_obstacle(path: Path, is_wanted: Callable[[Path], bool]) -> None:
    """Remove a file, folder or link of our own that is not of the wanted kind."""
    if path.is_symlink() or (path.exists() and not is_wanted(path)):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
