"""Print the address of the site, or refuse while content/clinic.yaml has none.

    python -m tools.publish.site_url

For whoever publishes output/ without `make publish`, which checks it by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.clinic.model import load_clinic
from plugins.diagnostics.diagnostic import Problem


def main() -> int:
    """Print the address of the site, or what is missing; return the exit code."""
    clinic, problems = load_clinic(Path("content"))
    if clinic and not clinic.has_real_url():
        what, write = f"{clinic.site_url} is not a real address", "write the one that the site will have, and commit it"
        problems = [Problem("content/clinic.yaml", 0, "site_url", what, write)]
    if clinic and not problems:
        print(f"The site will be at {clinic.url}")
    else:
        print(*problems, sep="\n", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
