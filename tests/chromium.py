"""The one Chromium that the tests start, and how."""

from __future__ import annotations

from tools.quality.chromium_setup import find_chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    # Without these it calls home at every start, which a closed network answers with noise.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable_path() -> str:
    """Its path. Where there is none the test fails: a skipped browser test proves nothing."""
    path = find_chromium()
    assert path, "no Chromium: run python -m tools.quality.chromium_setup, as `make test` does"
    return path
