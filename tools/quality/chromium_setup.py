"""Find a Chromium for the browser tests, and install one where there is none.

    python -m tools.quality.chromium_setup

It is one on PATH; else, as root where there is apt, Debian's; else Playwright's own. A Chromium, and Playwright itself,
counts only if it prints its version: a name on PATH may be a stub, a download may lack a library of the system.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome")
APT = ("apt-get", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120")
# Playwright's driver wants libatomic, which a small Debian does not have.
DEBIAN = ((*APT, "update"), (*APT, "install", "chromium", "libatomic1"))
PLAYWRIGHT = (sys.executable, "-m", "playwright")
NONE = "The browser tests cannot run: install chromium or google-chrome and, on Linux, libatomic1."


def find_chromium() -> str | None:
    """Find the path of a Chromium that runs; None where there is none."""
    return next((path for path in _find_candidates() if _is_runnable(path)), None)


def _find_candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    if _is_runnable(*PLAYWRIGHT):
        from playwright.sync_api import sync_playwright  # half a second, seldom needed

        with sync_playwright() as playwright:
            yield playwright.chromium.executable_path


def _is_runnable(*command: str) -> bool:
    try:
        return subprocess.run([*command, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _is_ready() -> bool:
    return bool(find_chromium()) and _is_runnable(*PLAYWRIGHT)


def _list_installers() -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Yield each way to install a Chromium that this machine has, the best first: its name, and its commands."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield "Debian's chromium", DEBIAN
    yield "Playwright's Chromium", ((*PLAYWRIGHT, "install", "chromium"),)


def _install(commands: tuple[tuple[str, ...], ...]) -> None:
    """Run all commands, and print the output of those that fail.

    After a failed update of the package index, the install may still succeed.
    """
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        run = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if run.returncode:
            sys.stderr.buffer.write(run.stdout)


def main() -> int:
    """Install a Chromium where none runs, and return the exit code."""
    if _is_ready():
        return 0
    for name, commands in _list_installers():
        print(f"Installing {name} for the browser tests, once; it takes a minute.", flush=True)
        _install(commands)
        if _is_ready():
            return 0
    print(NONE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
