"""How .venv comes about, with real Pythons, pip and uv, from wheels in a folder in place of an index."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.project import ROOT
from tools.setup_venv import NEEDS

BASE = Path(sys.base_prefix, "bin", f"python{sysconfig.get_python_version()}")
UV = Path(sys.prefix, "bin/uv")
LOCKS = ("site", "test", "bench", "lint", "locking")
FILES = 300  # in the wheel of the site: enough to be killed among them
SLOW = 5000  # files of a package whose installation takes a while


def wheel(folder: Path, name: str, files: int = 1, content: str = "") -> str:
    """Make a wheel of a package; the lock that pins it."""
    path, made = folder / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    texts = {f"{name}/part{number}.py": content for number in range(files)} | {f"{name}/__init__.py": ""}
    texts |= {
        f"{made}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{made}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = (
        f"{file},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}"
        for file, text in texts.items()
    )
    texts[f"{made}/RECORD"] = "\n".join([*rows, f"{made}/RECORD,,", ""])
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in texts.items():
            archive.writestr(file, text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@dataclass
class Project:
    """A checkout that can be set up, and a machine whose only Python is the one of these tests."""

    folder: Path
    machine: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("Makefile", "tools/setup_venv.py"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.folder / name)
        (self.folder / "requirements").mkdir()
        (self.machine / "bin").mkdir(parents=True)
        (self.machine / "bin/python3.14").symlink_to(BASE)
        wheels = self.machine / "wheels"
        wheels.mkdir()
        for name in LOCKS:
            lock = wheel(wheels, f"for_{name}", FILES, "#" * 5000) if name == "site" else wheel(wheels, f"for_{name}")
            (self.folder / f"requirements/{name}.lock").write_text(lock)
        self.configure("pip/pip.conf", f"[global]\nno-index = true\nfind-links = {wheels}\n")
        self.configure("uv/uv.toml", f'no-index = true\nfind-links = ["{wheels}"]\n')

    def configure(self, name: str, text: str) -> None:
        path = self.machine / "home/.config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add_uv(self) -> None:
        (self.machine / "bin/uv").symlink_to(UV)

    def env(self) -> dict[str, str]:
        """Where an installation that goes astray can be seen."""
        path = f"{self.machine / 'bin'}:/usr/bin:/bin"
        return {"PATH": path, "HOME": str(self.machine / "home"), **self.environment}

    def make(self, name: str = "site", *more: str) -> subprocess.CompletedProcess[str]:
        words = ["make", f"needs-{name}", *more]
        return subprocess.run(words, cwd=self.folder, env=self.env(), capture_output=True, text=True, timeout=120)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command that Ctrl-C reaches, also where the tests run in the background, which ignores it."""
        return subprocess.Popen(
            words,
            cwd=self.folder,
            env=self.env(),
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def packages(self) -> Path:
        return self.folder / ".venv/lib" / f"python{sysconfig.get_python_version()}" / "site-packages"

    def has(self, name: str = "site") -> bool:
        """Whether every file of what a command needs is there, and nothing is left to set up."""
        for lock in NEEDS[name]:
            python = self.folder / ".venv/bin/python"
            code = f"import for_{lock}.part0, os; print(len(os.listdir(os.path.dirname(for_{lock}.__file__))))"
            said = subprocess.run([python, "-B", "-c", code], capture_output=True, text=True).stdout
            if said.strip() not in {str(files + 1) for files in (1, FILES, SLOW)}:
                return False
        again = self.make(name)
        return (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / 'it\'s a "folder" ✓', tmp_path / "machine")


@pytest.fixture
def quick(project: Project) -> Project:
    """A project on a machine with uv, which sets up in a moment."""
    project.add_uv()
    return project


def steps(run: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said of each step, but for its seconds."""
    return [line.rpartition(": ")[0] if line.endswith(" s") else line for line in run.stderr.splitlines()]


VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def test_a_command_gets_what_it_needs_when_it_is_first_asked_for(project: Project) -> None:
    run = project.make()
    assert (run.returncode, run.stdout) == (0, "")
    new = [f"Setting up .venv with Python {VERSION}", "Adding pip", "Installing requirements/site.lock"]
    assert steps(run) == new
    assert project.has()
    assert not (project.packages() / "for_test").exists()
    more = project.make("lint")
    assert steps(more) == ["Installing requirements/test.lock", "Installing requirements/lint.lock"]
    assert project.has("lint") and project.has()


def test_uv_is_used_where_it_is_on_path(quick: Project) -> None:
    run = quick.make("bench")
    names = ("site", "bench")
    assert steps(run)[1:] == [f"Installing requirements/{name}.lock with uv" for name in names]
    assert quick.has("bench")
    assert not (quick.packages() / "pip").exists()


@pytest.mark.parametrize("fault", ["another hash", "no hash"])
def test_what_is_not_what_its_hash_says_is_installed_by_neither(project: Project, fault: str) -> None:
    project.add_uv()
    project.environment["UV_NO_VERIFY_HASHES"] = "1"
    lock = project.folder / "requirements/site.lock"
    lock.write_text(lock.read_text()[:-5] + "0000\n" if fault == "another hash" else "for_site==1.0\n")
    run = project.make()
    assert run.returncode == 2
    assert "Traceback" not in run.stderr and "pip is asked instead." in run.stderr
    assert run.stderr.splitlines()[-2].startswith(".venv is not set up.")
    assert not (project.packages() / "for_site").exists()
    assert not (project.folder / ".venv/state").exists()


ELSEWHERE = {"target": "$", "prefix": "$", "root": "$", "user": "yes", "python": str(BASE), "dry-run": "yes"}


@pytest.fixture(scope="module")
def pip_ready(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose .venv holds pip, and nothing else."""
    made = Project(tmp_path_factory.mktemp("pip") / "project", tmp_path_factory.mktemp("machine") / "one")
    subprocess.run([BASE, "-m", "venv", ".venv"], cwd=made.folder, check=True)
    return made


@pytest.mark.parametrize("how", [*ELSEWHERE, "[global]", "[install]"])
def test_no_setting_of_pip_puts_packages_elsewhere(pip_ready: Project, tmp_path: Path, how: str) -> None:
    """Each in the environment, and all at once in each section of the configuration that counts."""
    folder, home = tmp_path / "project", tmp_path / "home"
    shutil.copytree(pip_ready.folder, folder, symlinks=True)
    shutil.copytree(pip_ready.machine / "home", home)
    values = {name: value.replace("$", str(tmp_path / "elsewhere")) for name, value in ELSEWHERE.items()}
    env = {**pip_ready.env(), "HOME": str(home), "PYTHONUSERBASE": str(tmp_path / "elsewhere")}
    if how in values:
        env[f"PIP_{how.upper().replace('-', '_')}"] = values[how]
    else:
        with (home / ".config/pip/pip.conf").open("a") as file:
            file.write("[install]\n" if how == "[install]" else "")
            file.write("".join(f"{name} = {value}\n" for name, value in values.items() if name != "python"))
    before = {path for path in tmp_path.rglob("*") if folder not in path.parents}
    words = [str(BASE), "-c", "import setup_venv; setup_venv.install_lock('site')"]
    run = subprocess.run(words, cwd=folder, env=env | {"PYTHONPATH": "tools"}, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert next(folder.glob(".venv/lib/python*/site-packages/for_site/part0.py")).exists()
    assert {path for path in tmp_path.rglob("*") if folder not in path.parents and "cache" not in str(path)} == before


@pytest.mark.parametrize("name", ["UV_SYSTEM_PYTHON", "UV_PYTHON", "UV_PROJECT", "UV_WORKING_DIR", "VIRTUAL_ENV"])
def test_no_variable_of_uv_puts_packages_elsewhere(quick: Project, name: str) -> None:
    elsewhere = quick.machine / "elsewhere"
    elsewhere.mkdir()
    quick.environment[name] = {"UV_SYSTEM_PYTHON": "1", "UV_PYTHON": str(BASE)}.get(name, str(elsewhere))
    run = quick.make()
    assert steps(run)[1:] == ["Installing requirements/site.lock with uv"]
    assert quick.has()
    assert list(elsewhere.iterdir()) == []


def test_pip_is_asked_where_uv_puts_packages_elsewhere(project: Project) -> None:
    """As a setting in uv's own configuration has it, for which uv knows no word against."""
    project.add_uv()
    with (project.machine / "home/.config/uv/uv.toml").open("a") as file:
        file.write(f'[pip]\ntarget = "{project.machine}/elsewhere"\n')
    run = project.make()
    assert run.returncode == 0
    assert "did not put into .venv: for_site 1.0\npip is asked instead." in run.stderr
    assert steps(run)[-1] == "Installing requirements/site.lock"
    assert project.has()


def link_to_nothing(folder: Path) -> None:
    (folder / ".venv/bin/python").unlink()
    (folder / ".venv/bin/python").symlink_to("/gone/python3")


def upgrade_python(folder: Path) -> None:
    """As the system does it: then .venv's packages are in a folder that its Python does not look into."""
    lib = folder / ".venv/lib"
    next(lib.iterdir()).rename(lib / "python3.99")


def remove(*names: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        for path in (path for name in names for path in folder.glob(f".venv/{name}")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return do


def write_state(state: bytes) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        (folder / ".venv/state").write_bytes(state)

    return do


DAMAGE: dict[str, Callable[[Path], None]] = {
    "no .venv": lambda folder: shutil.rmtree(folder / ".venv"),
    "no state": remove("state"),
    "a state that is no state": write_state(b"1.0"),
    "an empty state": write_state(b""),
    "a state alone": remove("bin", "lib"),
    "no packages": remove("lib"),
    "a package gone": remove("lib/*/*/for_site"),
    "a Python that is gone": link_to_nothing,
    "another Python": upgrade_python,
    "no longer a venv": remove("pyvenv.cfg"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_venv_that_is_not_whole_is_made_anew(quick: Project, name: str) -> None:
    assert quick.make().returncode == 0
    DAMAGE[name](quick.folder)
    run = quick.make()
    assert (run.returncode, steps(run)[0]) == (0, f"Setting up .venv with Python {VERSION}")
    assert quick.has()


def test_another_lock_is_installed_and_what_the_old_one_had_is_gone(quick: Project) -> None:
    assert quick.make("test").returncode == 0
    lock, old = quick.folder / "requirements/test.lock", quick.packages() / "for_test"
    os.utime(lock, (0, 0))
    assert quick.has("test") and old.exists()
    lock.write_text((quick.folder / "requirements/lint.lock").read_text())
    assert quick.make("test").returncode == 0
    assert (quick.packages() / "for_lint").exists() and not old.exists()


def test_a_python_that_is_named_is_the_one_that_runs(quick: Project) -> None:
    others = quick.machine / "other python"
    others.symlink_to(BASE)
    assert quick.make().returncode == 0
    same = quick.make("site", f"PYTHON={others}")
    assert (same.returncode, same.stderr) == (0, ""), "it is that Python"
    other = quick.machine / "another"
    other.write_text(f'#!/bin/sh\ncase "$*" in *base_prefix*) echo another;; *) exec "{BASE}" "$@";; esac\n')
    other.chmod(0o755)
    run = quick.make("site", f"PYTHON={other}")
    assert (run.returncode, steps(run)[0]) == (0, f"Setting up .venv with Python {VERSION}")


def test_several_commands_at_once_set_up_once(quick: Project) -> None:
    both = [quick.begin("make", "-j8", "needs-site", "needs-test", "needs-bench") for _ in range(3)]
    said = b"".join(one.communicate(timeout=60)[1] for one in both).decode()
    assert [one.returncode for one in both] == [0, 0, 0]
    assert said.count("Setting up .venv") == 1
    assert all(said.count(f"Installing requirements/{name}.lock") == 1 for name in NEEDS["test"])
    assert quick.has("test") and quick.has("bench")


def is_installed(project: Project) -> bool:
    return any(project.folder.glob(".venv/lib/*/site-packages/for_site/part1*.py"))


def test_killed_at_any_moment_the_next_command_sets_up_the_whole(quick: Project) -> None:
    begun = time.monotonic()
    assert quick.make().returncode == 0
    took = time.monotonic() - begun
    cut = 0
    for number in range(16):
        shutil.rmtree(quick.folder / ".venv")
        process = quick.begin("make", "needs-site")
        time.sleep(took * number / 14)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        cut += process.returncode != 0
        run = quick.make()
        assert run.returncode == 0, run.stderr
        assert quick.has()
    assert cut > 4


def test_stopped_while_pip_installs_the_next_command_sets_up_the_whole(project: Project) -> None:
    lock = wheel(project.machine / "wheels", "for_site", SLOW)  # so that pip takes a while
    (project.folder / "requirements/site.lock").write_text(lock)
    process = project.begin("make", "needs-site")
    while not is_installed(project) and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)  # Ctrl-C
    said = process.communicate()[1].decode()
    assert process.returncode != 0, said
    assert not (project.folder / ".venv/state").exists()
    assert "Traceback" not in said
    project.add_uv()
    run = project.make()
    assert run.returncode == 0 and f"Setting up .venv with Python {VERSION}" in steps(run)  # once pip has ended, too
    assert project.has()


def test_while_a_killed_set_up_left_pip_behind_the_next_command_waits_for_it(project: Project) -> None:
    lock = wheel(project.machine / "wheels", "for_site", SLOW)
    (project.folder / "requirements/site.lock").write_text(lock)
    process = project.begin(str(BASE), "-I", "tools/setup_venv.py", "site")
    while not is_installed(project) and process.poll() is None:
        time.sleep(0.002)
    process.kill()  # and not pip, which it started
    process.wait()
    assert process.stderr
    process.stderr.close()
    project.add_uv()
    run = project.make()
    assert (run.returncode, steps(run)[0]) == (0, "Another command is setting up .venv; this one waits for it.")
    assert len(list((project.packages() / "for_site").glob("*.py"))) == 5001


def test_a_tool_that_is_added_and_killed_leaves_nothing_half_installed(quick: Project) -> None:
    assert quick.make().returncode == 0
    lock = quick.folder / "requirements/test.lock"
    lock.write_text(wheel(quick.machine / "wheels", "for_test", 2000))
    process = quick.begin("make", "needs-test")
    while not (quick.packages() / "for_test").exists() and process.poll() is None:
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    lock.write_text(wheel(quick.machine / "wheels", "for_test", 1))
    run = quick.make("test")
    assert run.returncode == 0
    assert quick.has("test")


def test_without_a_network_that_is_said_and_the_next_command_tries_again(project: Project) -> None:
    good = (project.machine / "home/.config/pip/pip.conf").read_text()
    project.configure("pip/pip.conf", "[global]\nindex-url = http://127.0.0.1:9/\nretries = 1\n")
    run = project.make()
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert lines[-2] == ".venv is not set up. When that is mended, type the same command again."
    assert "Traceback" not in run.stderr and "refused" in run.stderr
    project.configure("pip/pip.conf", good)
    project.add_uv()
    assert project.make().returncode == 0
    assert project.has()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk needs root, who may mount one")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_that_is_said_and_the_next_command_sets_up_the_whole(disk: Path, tmp_path: Path) -> None:
    project = Project(disk / "project", tmp_path / "machine")
    project.add_uv()
    used = sum(path.stat().st_blocks * 512 for path in disk.rglob("*"))
    for more in (0, 40_000, 400_000):
        subprocess.run(["mount", "-o", f"remount,size={used + more}", str(disk)], check=True)
        run = project.make()
        assert run.returncode == 2
        assert "Traceback" not in run.stderr and ".venv is not set up. When" in run.stderr
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert project.make().returncode == 0
    assert project.has()


@pytest.mark.parametrize(
    "name", ["two words", "it's", 'say "x"', "-x", "$(touch x)", "`touch x`", "ü ✓", "%s", "a=b", "~"]
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path / name, tmp_path / "machine of this")
    project.add_uv()
    assert project.make().returncode == 0
    assert project.has()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "machine of this"])


def test_a_folder_that_cannot_hold_a_venv_is_told(tmp_path: Path) -> None:
    run = Project(tmp_path / "a:b", tmp_path / "machine").make()
    assert run.returncode == 2
    assert "Traceback" not in run.stderr and "PATH separator" in run.stderr


@pytest.mark.parametrize(("home", "uv"), [(["-u", "HOME"], "#!/bin/sh\nexit 127\n"), (["HOME=/proc"], "")])
def test_neither_a_home_nor_a_uv_that_runs_is_needed(project: Project, home: list[str], uv: str) -> None:
    """Where pip and uv cannot keep what they fetch, or what answers to uv is no uv."""
    wheels = str(project.machine / "wheels")
    project.environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "UV_NO_INDEX": "1", "UV_FIND_LINKS": wheels}
    project.add_uv()
    if uv:
        (project.machine / "bin/uv").unlink()
        (project.machine / "bin/uv").write_text(uv)
        (project.machine / "bin/uv").chmod(0o755)
    words = ["env", *home, "make", "needs-site"]
    run = subprocess.run(words, cwd=project.folder, env=project.env(), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "pip is asked instead." in run.stderr and "Traceback" not in run.stderr
    assert project.has()
