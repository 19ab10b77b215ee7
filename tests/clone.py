"""A clone with a checked site, and the bare repository that is its origin."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugins.clinic.clock import find_day_bounds

SITE = {"index.html": "<h1>Home</h1>", "halo/index.html": "Halo – ✓", "theme/site.css": ""}
HOST = {".nojekyll", "CNAME", "version.json"}
REFUSED = "NOT PUBLISHED. The live site is unchanged."


@dataclass(frozen=True)
class Clone:
    """A clone with a checked site, ready to be published, and the bare repository that is its origin."""

    folder: Path
    remote: Path

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        command = ["git", *arguments]
        run = subprocess.run(command, cwd=folder or self.folder, check=True, capture_output=True, text=True)
        return run.stdout.strip()

    def commit(self, *, push: bool = True) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Content: a change")
        if push:
            self.git("push", "--quiet", "origin", "HEAD")
        return self.git("rev-parse", "HEAD")

    def build(self, files: Mapping[str, str | bytes] = SITE, *, dirty: bool = False, days: int = 0) -> None:
        """What `make site` leaves; or left so many days ago, or will leave."""
        of = datetime.now(UTC).date() + timedelta(days)
        day = {"day": of.isoformat(), "hours": find_day_bounds(of, "Etc/UTC")}
        shutil.rmtree(self.folder / "output", ignore_errors=True)
        digests = {}
        for name, text in files.items():
            path, data = self.folder / "output" / name, text if isinstance(text, bytes) else text.encode()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        manifest = {"commit": self.git("rev-parse", "HEAD"), "dirty": dirty, "files": digests, **day}
        (self.folder / ".build").mkdir(exist_ok=True)
        (self.folder / ".build/manifest.json").write_text(json.dumps(manifest))

    def say_site_url(self, url: str) -> None:
        clinic = self.folder / "content/clinic.yaml"
        clinic.write_text(clinic.read_text("utf-8").replace("https://clinic.example", url), "utf-8")
        self.commit()
        self.build()

    def live(self, branch: str = "gh-pages") -> dict[str, str]:
        """What origin's branch holds."""
        names = self.git("ls-tree", "-r", "--name-only", "-z", branch, folder=self.remote).split("\0")
        return {name: self.git("show", f"{branch}:{name}", folder=self.remote) for name in names if name}

    def another(self, folder: Path, *options: str) -> Clone:
        """One more clone of the same origin, of the same editor."""
        self.git("clone", "--quiet", "--no-local", *options, self.remote.as_uri(), str(folder))
        for key in ("user.name", "user.email"):
            self.git("config", key, self.git("config", key), folder=folder)
        return Clone(folder, self.remote)

    def tip(self, branch: str = "gh-pages") -> str:
        return self.git("rev-parse", branch, folder=self.remote)

    def heads(self, folder: Path) -> str:
        return self.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", folder=folder)

    def hook(self, folder: Path, name: str, script: str) -> None:
        path = folder / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
