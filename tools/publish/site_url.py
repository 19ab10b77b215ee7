"""Print the address of the site, or refuse while content/clinic.yaml has none.

    python -m tools.publish.site_url

Where photographs of people have records, it refuses a shallow clone, too: what was taken back is not known there.
For whoever publishes output/ without `make publish`, which checks it by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.clinic.model import load_clinic
from plugins.diagnostics.diagnostic import Problem
from plugins.media.consent import history, photo_rules


def main() -> int:
    """Print the address of the site, or what is missing; return the exit code."""
    clinic, problems = load_clinic(Path("content"))
    if clinic and not clinic.has_real_url():
        what, write = f"{clinic.site_url} is not a real address", "write the one that the site will have, and commit it"
        problems = [Problem("content/clinic.yaml", 0, "site_url", what, write)]
    problems += find_history_gaps()
    if clinic and not problems:
        print(f"The site will be at {clinic.url}")
    else:
        print(*problems, sep="\n", file=sys.stderr)
    return bool(problems)


def find_history_gaps() -> list[Problem]:
    """Find why the history cannot tell which photographs of people were taken back."""
    photos = Path(history.PHOTOS)
    if not photos.is_file() or not any(history.find_people(photos.read_bytes())):
        return []
    try:
        head = history.read_head()
    except history.UnreadableHistory as error:
        return [Problem(history.IMAGES, 0, "", error.what, error.write)]
    if head and not head.boundary:
        return []
    return [Problem(history.IMAGES, 0, "", *(photo_rules.UNKNOWN if head else photo_rules.NO_HISTORY))]


if __name__ == "__main__":
    sys.exit(main())
