"""Set up .venv with what a command needs, from hashed locks; do nothing where it is there.

    python -I tools/setup_venv.py check NAME    run by .venv's Python: exit code 0 if .venv has what NAME needs
    python -I tools/setup_venv.py NAME          run by another Python: install what is missing

.venv/state is removed before anything is changed and written last, so that an unfinished set-up is done anew. It holds
the locks that were installed, and the names in site-packages after that.

This runs before every command and before anything is installed: it uses the standard library alone, and `check`
loads next to nothing of that, not even pathlib (10 ms instead of 25).
"""

from __future__ import annotations

import marshal
import os
import site
import sys
from collections.abc import Callable, Mapping, Sequence

NEEDS = {
    "site": ("site",),
    "test": ("site", "test", "bench", "locking"),  # it tries everything but lint
    "lint": ("site", "test", "lint"),  # mypy reads what the tests import
    "bench": ("site", "bench"),
    "locking": ("locking",),
}
VENV = os.path.abspath(".venv")
STATE = f"{VENV}/state"
PYTHON = f"{VENV}/bin/python"
PIP = (PYTHON, "-I", "-m", "pip")
IDENTITY = "import sys; print(sys.base_prefix, sys.version)"
# Settings of a person's pip and uv that are ignored: they decide which packages are installed, and where. Settings on
# how an index is reached (addresses, certificates, proxies) are used.
LEFT_OUT = {
    *(f"PIP_{name}" for name in ("TARGET", "PREFIX", "ROOT", "USER", "PYTHON", "DRY_RUN", "REPORT")),
    *(f"PIP_{name}" for name in ("REQUIREMENT", "EDITABLE", "CONSTRAINT")),
    *(f"PIP_{name}" for name in ("PLATFORM", "PYTHON_VERSION", "IMPLEMENTATION", "ABI")),
    *(f"UV_{name}" for name in ("PYTHON", "SYSTEM_PYTHON", "PROJECT", "WORKING_DIR", "NO_VERIFY_HASHES")),
    *(f"UV_{name}" for name in ("CONSTRAINT", "OVERRIDE", "EXCLUDE")),
}


class SetupError(Exception):
    """A step of a set-up failed; the text is what was printed."""


def main(words: list[str]) -> int:
    """Check .venv, or set it up; return the exit code."""
    if words[0] == "check":
        return 0 if is_ready(words[1:]) else 1
    try:
        set_up(words[0])
    except KeyboardInterrupt:
        print("\nStopped. The next command sets up .venv.", file=sys.stderr)
        return 130
    except (SetupError, OSError, ValueError) as error:
        fix = "When that is mended, type the same command again."
        if isinstance(error, PermissionError):
            fix = "Give yourself permission to write in this folder, or work in a clone of your own."
        print(f"{error}\n.venv is not set up. {fix}", file=sys.stderr)
        return 1
    return 0


def is_ready(names: list[str]) -> bool:
    """Say whether .venv, whose Python runs this, has what these commands need, as it was installed.

    A state that cannot be read is an exception of whatever kind.
    """
    with open(STATE, "rb") as file:
        installed, entries = marshal.loads(file.read())
    return (
        sys.prefix != sys.base_prefix
        and all(lock in installed for name in names for lock in NEEDS[name])
        and all(read_lock(lock) == text for lock, text in installed.items())
        and set(entries) <= set(os.listdir(site.getsitepackages()[0]))
        and is_named_python()
    )


def is_named_python() -> bool:
    """Say whether .venv was made from the Python that PYTHON names; True where it names none."""
    named = os.environ.get("PYTHON")
    return not named or run_command([named, "-c", IDENTITY]) == f"{sys.base_prefix} {sys.version}\n"


def read_lock(name: str) -> bytes:
    with open(f"requirements/{name}.lock", "rb") as file:
        return file.read()


def set_up(name: str) -> None:
    """Add what a command needs to .venv where it is whole, as its last set-up left it; else make .venv anew.

    Raises SetupError, OSError, ValueError.
    """
    hold_lock()
    if has_needs(name):
        return
    installed = load_installed() if is_whole() else {}
    remove_state()
    if not installed:
        run_step(f"Setting up .venv with Python {sys.version_info.major}.{sys.version_info.minor}", create_venv)
    missing = {lock: read_lock(lock) for lock in NEEDS[name] if lock not in installed}
    for lock in missing:
        install_lock(lock)
    save_state(installed | missing)


def hold_lock() -> None:
    """Get the lock for one set-up at a time, and hold it until this process has ended, and pip if it outlives us."""
    import fcntl

    lock = os.open("requirements", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another command is setting up .venv; this one waits for it.", file=sys.stderr)
        fcntl.flock(lock, fcntl.LOCK_EX)
    os.set_inheritable(lock, True)  # pip may outlive us when we are killed, and nobody else may begin before it ends


def load_installed() -> dict[str, bytes]:
    """Load the locks that were installed from .venv/state, by their names."""
    with open(STATE, "rb") as file:
        installed: dict[str, bytes] = marshal.loads(file.read())[0]
    return installed


def remove_state() -> None:
    """Remove .venv/state, without which .venv is not whole: so is one whose set-up is stopped half-way."""
    if os.path.exists(STATE):
        os.remove(STATE)


def save_state(installed: dict[str, bytes]) -> None:
    """Write .venv/state, whole or not at all: the locks that were installed, and the names in site-packages."""
    with open(f"{STATE}.partial", "wb") as file:
        file.write(marshal.dumps((installed, os.listdir(find_site_packages()))))
    os.replace(f"{STATE}.partial", STATE)


def has_needs(name: str) -> bool:
    """Say whether .venv is whole and has what a command needs."""
    return passes_check(name)


def is_whole() -> bool:
    """Say whether .venv is as its last set-up left it, for whatever commands that was."""
    return passes_check()


def passes_check(*names: str) -> bool:
    """Ask .venv's Python whether .venv is whole and has what these commands need."""
    try:
        run_command([PYTHON, "-I", __file__, "check", *names])
    except (SetupError, OSError):
        return False
    return True


def create_venv() -> None:
    import venv

    venv.EnvBuilder(clear=True, symlinks=True).create(VENV)


def install_lock(name: str) -> None:
    """Install a lock with uv, where it is on PATH and works; else with pip. Raises SetupError."""
    import shutil

    title = f"Installing requirements/{name}.lock"
    if uv := shutil.which("uv"):
        command = (uv, "pip", "install", "--quiet", "--python", PYTHON)
        try:
            return run_step(f"{title} with uv", lambda: install_with(command, name, filter_settings(os.environ)))
        except SetupError as failed:
            print(f"{failed}\npip is asked instead.", file=sys.stderr)
    if "pip" not in os.listdir(find_site_packages()):
        run_step("Adding pip", lambda: run_command([PYTHON, "-I", "-m", "ensurepip"]))
    pip_command = (*PIP, "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile")
    run_step(title, lambda: install_with(pip_command, name, read_pip_settings()))


def install_with(command: Sequence[str], name: str, env: Mapping[str, str]) -> None:
    """Install a lock with a command of uv or pip, and check that all of it is in .venv. Raises SetupError."""
    lock = os.path.abspath(f"requirements/{name}.lock")
    run_command([*command, "--require-hashes", "-r", lock], env)
    if lost := find_missing_packages(name):
        raise SetupError(f"{command[0]} did not put into .venv: {', '.join(lost)}")


def read_pip_settings() -> dict[str, str]:
    """Return the environment for pip: the person's own settings, also from files, without those in LEFT_OUT."""
    import ast

    settings = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    lines = run_command([*PIP, "config", "list"]).splitlines()
    for section in ("global.", "install.", ":env:."):  # a later one counts more
        for line in lines:
            name, _, value = line.removeprefix(section).partition("=")
            if line.startswith(section):
                settings[f"PIP_{name.upper().replace('-', '_')}"] = ast.literal_eval(value)
    return filter_settings(settings) | {"PIP_CONFIG_FILE": os.devnull}


def filter_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Remove the settings that are in LEFT_OUT."""
    return {name: value for name, value in settings.items() if name not in LEFT_OUT}


def find_missing_packages(name: str) -> list[str]:
    """Find the packages of a lock that are not in .venv, except those that only some machines need."""
    import re

    def plain(text: str) -> str:
        return re.sub(r"[-_.]+", "-", text).lower()

    there = {plain(entry.removesuffix(".dist-info")) for entry in os.listdir(find_site_packages())}
    pins = re.findall(r"^(\S+)==(\S+) \\$", read_lock(name).decode(), re.MULTILINE)
    return [f"{package} {version}" for package, version in pins if plain(f"{package}-{version}") not in there]


def find_site_packages() -> str:
    """Find the site-packages folder of .venv. One that we made has exactly one."""
    import glob

    return glob.glob(f"{glob.escape(VENV)}/lib/python*/site-packages")[0]


def run_command(words: Sequence[str], env: Mapping[str, str] | None = None) -> str:
    """Run a program and return what it printed. Raises SetupError with the end of its errors."""
    import subprocess

    done = subprocess.run(words, env=env, capture_output=True, text=True, close_fds=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()[-5:]
        raise SetupError("\n".join(lines) or f"{words[0]} failed and did not say why")
    return done.stdout


def run_step(title: str, work: Callable[[], object]) -> None:
    """Run a step of the set-up; print its title, then the seconds that it took."""
    import time

    print(f"{title}: ", end="", file=sys.stderr, flush=True)
    begun = time.monotonic()
    try:
        work()
    except BaseException:
        print("not done", file=sys.stderr)
        raise
    print(f"{time.monotonic() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
