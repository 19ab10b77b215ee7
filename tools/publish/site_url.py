"""Print the address of the site, or refuse while content/clinic.yaml has none.

    python -m tools.publish.site_url

Where photographs of people have records, it refuses a shallow clone, too: what was taken back is not known there.
For whoever publishes output/ without `make publish`, which checks it by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.clinic.model import load_clinic
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.media.consent import history


def main() -> int:
    """Print the address of the site, or what is missing; return the exit code."""
    clinic, errors = load_clinic(Path("content"))
    if clinic and not clinic.has_real_url():
        errors = [diagnose("site-address-unreal", "content/clinic.yaml", 0, "site_url", url=clinic.site_url)]
    errors += find_history_gaps()
    if clinic and not errors:
        print(f"The site will be at {clinic.url}")
    else:
        print(*errors, sep="\n", file=sys.stderr)
    return bool(errors)


def find_history_gaps() -> list[Diagnostic]:
    """Find why the history cannot tell which photographs of people were taken back."""
    photos = Path(history.PHOTOS)
    if not photos.is_file() or not any(history.find_people(photos.read_bytes())):
        return []
    try:
        head = history.read_head()
    except history.UnreadableHistory as error:
        return [error.diagnostic.locate(history.IMAGES)]
    if head and not head.boundary:
        return []
    return [diagnose("history-shallow" if head else "history-missing", history.IMAGES)]


if __name__ == "__main__":
    sys.exit(main())
