"""Install git-lfs for the tests that need it: as root, where apt is there. Elsewhere they are skipped, and say so.

python -m tools.quality.git_lfs_setup
"""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.quality.chromium_setup import APT


def main() -> None:
    if shutil.which("git-lfs") or os.geteuid() or not shutil.which("apt-get"):
        return
    print("Installing Debian's git-lfs for the tests, once.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ((*APT, "update"), (*APT, "install", "git-lfs")):
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
