"""Add every address of the last good build to `content/addresses.txt`; none is removed.

python -m tools.publish.record_permalinks
"""

from __future__ import annotations

import json
from pathlib import Path

from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.output.manifest import MANIFEST
from plugins.site import permalinks

CONTENT = Path("content")


def main() -> None:
    """Add the new addresses to the list, and print them."""
    found: list[str] = json.loads(MANIFEST.read_text("utf-8"))["addresses"]
    listed, _ = permalinks.load_permalinks(CONTENT)  # it was fit to build with
    new = sorted(set(found) - set(listed or ()))
    path = CONTENT / permalinks.FILE
    path.write_text(permalinks.format_permalinks([*(listed or ()), *new]), "utf-8")
    print(f"New in {path}: {', '.join(new)}. Commit it." if new else f"{path} has every address.")


if __name__ == "__main__":
    with refuse_os_errors():
        main()
