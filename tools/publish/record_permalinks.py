"""Add to `content/addresses.txt` every address that the last good build published; what it has, it keeps.

python -m tools.publish.record_permalinks
"""

from __future__ import annotations

import json
from pathlib import Path

from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.site import permalinks
from tools.build import MANIFEST

CONTENT = Path("content")


def main() -> None:
    found: list[str] = json.loads(MANIFEST.read_text("utf-8"))["addresses"]
    listed, _ = permalinks.load(CONTENT)  # it was fit to build with
    new = sorted(set(found) - set(listed or ()))
    path = CONTENT / permalinks.FILE
    path.write_text(permalinks.written([*(listed or ()), *new]), "utf-8")
    print(f"New in {path}: {', '.join(new)}. Commit it." if new else f"{path} has every address.")


if __name__ == "__main__":
    with refuse_os_errors():
        main()
