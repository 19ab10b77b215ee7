"""Pelican's own command, with nothing of tools/: the same site, the same list of problems, and plugins of others."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import project, small
from tests.wrong_files import NOTHING

PELICAN = str(Path(sys.executable).with_name("pelican"))
PRODUCTION = ("content", "-s", "publishconf.py", "-o", "../site")
ENVIRONMENT = {**os.environ, "SITE_DATE": small.TODAY, "PYTHONUNBUFFERED": "1"}
COMMANDS = ((PELICAN,), (sys.executable, "-m", "pelican"))


def pelican(
    folder: Path, *words: str, command: tuple[str, ...] = (PELICAN,), day: str = small.TODAY
) -> subprocess.CompletedProcess[str]:
    environment = {**ENVIRONMENT, "SITE_DATE": day}
    return subprocess.run([*command, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.make(tmp_path / "project")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_site_has_the_bytes_of_make_site(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = project.copy(tmp_path / "project")
    assert project.build(folder).returncode == 0
    done = pelican(folder, *PRODUCTION, command=command, day=project.DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert project.tree(tmp_path / "site") == project.tree(folder / "output")


@pytest.mark.parametrize("command", COMMANDS)
def test_builds_from_another_folder(folder: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert small.build(folder).returncode == 0
    settings = ("-s", str(folder / "publishconf.py"))
    for number, content in enumerate(("project/content", str(folder / "content"))):
        done = pelican(tmp_path, content, *settings, "-o", f"site-{number}", command=command)
        assert (done.returncode, done.stderr) == (0, "")
        assert project.tree(tmp_path / f"site-{number}") == project.tree(folder / "output")
    assert {path.name for path in tmp_path.iterdir()} == {"project", "site-0", "site-1"}


def test_without_settings_builds_the_preview(folder: Path) -> None:
    small.put(folder, {"content/articles/draft.md": small.article(title="A draft", summary="To come.", status="draft")})
    assert pelican(folder, "content").returncode == 0
    assert (folder / ".build/preview/draft/index.html").is_file()
    assert pelican(folder, *PRODUCTION).returncode == 0
    assert not (folder.parent / "site/draft").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_mistakes_give_the_list_of_make_site(folder: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    small.put(folder, {"content/articles/a.md": "no header", "content/articles/b.md": small.article(date="1/2/26")})
    told = small.build(folder)
    done = pelican(folder, *PRODUCTION, command=command)
    assert done.returncode == told.returncode == 1
    assert done.stderr == told.stderr
    assert not (tmp_path / "site").exists()


def test_a_folder_of_other_files_is_left_alone(folder: Path, tmp_path: Path) -> None:
    before = project.tree(folder)
    done = pelican(folder, "content", "-o", ".")
    assert (done.returncode, small.strip_rule_ids(done.stderr).splitlines()[0]) == (
        1,
        f"{folder}: is a folder of other files; name an empty folder, or add -d, which empties it",
    )
    small.put(tmp_path, {"site/letter.txt": "mine"})
    assert pelican(folder, *PRODUCTION).returncode == 1
    assert project.tree(folder).items() >= before.items()
    assert (tmp_path / "site/letter.txt").exists()
    assert pelican(folder, *PRODUCTION, "-d").returncode == 0
    assert pelican(folder, *PRODUCTION).returncode == 0
    assert not (tmp_path / "site/letter.txt").exists()


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[str, Path]]:
    """Run `pelican -lr`: the address of its server, and the file of what it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder.parent / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [PELICAN, "-lr", "-p", str(port), *words],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield f"http://127.0.0.1:{port}/", log
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)


def wait_for_builds(number: int, log: Path) -> None:
    """Wait for the end of so many builds, and until Pelican looks at its sources again."""
    wait_for(lambda: log.read_text().count("Done:") >= number, log)
    time.sleep(1)


def shows(url: str, text: str) -> Callable[[], bool]:
    def is_shown() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return text in answer.read().decode()
        except OSError:
            return False

    return is_shown


def save(folder: Path, sentence: str, **fields: str) -> None:
    small.put(folder, {"content/articles/good.md": small.article(sentence, **fields)})


def test_serves_and_builds_again_after_a_save_and_after_a_mistake(folder: Path) -> None:
    with serving(folder) as (address, log):
        url = f"{address}good/"
        wait_for(shows(url, "One sentence."), log)
        wait_for_builds(1, log)
        for builds, sentence in enumerate(("The second sentence.", "The third sentence."), 2):
            save(folder, sentence)
            wait_for(shows(url, sentence), log)
            wait_for_builds(builds, log)
        save(folder, "A mistake.", date="1/2/26")
        wait_for_builds(4, log)
        assert log.read_text().count("1 problem.") == 1  # it waits for a save
        assert shows(url, "The third sentence.")()
        save(folder, "The last sentence.")
        wait_for(shows(url, "The last sentence."), log)
        wait_for_builds(5, log)
        small.put(folder, {"theme/words/en.yaml": (folder / "theme/words/en.yaml").read_text().replace("Skip", "Leap")})
        wait_for(shows(url, "Leap"), log)


def test_begins_with_a_mistake_and_builds_once_it_is_mended(folder: Path) -> None:
    save(folder, "A mistake.", date="1/2/26")
    with serving(folder) as (address, log):
        wait_for_builds(1, log)
        assert "1 problem. Nothing was written" in log.read_text()
        save(folder, "The last sentence.")
        wait_for(shows(f"{address}good/", "The last sentence."), log)


def test_settings_that_change_meanwhile_need_a_new_start(folder: Path) -> None:
    with serving(folder) as (address, log):
        wait_for(shows(f"{address}good/", "One sentence."), log)
        wait_for_builds(1, log)
        with (folder / "pelicanconf.py").open("a") as settings:
            settings.write("FEED_MAX_ITEMS = 1\n")
        wait_for(lambda: "settings or code have changed; start Pelican again" in log.read_text(), log)


def add_plugins(folder: Path) -> None:
    """Two of PyPI: filters for the theme, and a hook on `finalized` that compresses what was built."""
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS += ["pelican.plugins.jinja_filters", "pelican.plugins.precompress"]\n')
        settings.write('JINJA_FILTERS = {"shout": str.upper}\n')
        settings.write("PRECOMPRESS_GZIP, PRECOMPRESS_MIN_SIZE = True, 0\n")
    template = folder / "theme/templates/article.html"
    text = template.read_text()
    assert "<h1>" in text
    template.write_text(text.replace("<h1>", "<h1 title=\"{{ 'a tale' | titlecase | shout }}\">", 1))


def test_plugins_of_others_load_beside_ours(folder: Path) -> None:
    add_plugins(folder)
    done = pelican(folder, *PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    page = folder.parent / "site/good/index.html"
    assert '<h1 title="A TALE">' in page.read_text()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()


@pytest.mark.parametrize(
    "build", [lambda folder: pelican(folder, *PRODUCTION), small.build], ids=["pelican", "make site"]
)
def test_plugins_of_others_are_told_the_clinics_time_zone(folder: Path, build: Callable[[Path], Any]) -> None:
    plugin = "from pelican import signals\n\ndef register():\n    signals.finalized.connect(told)\n\n"
    small.put(folder, {"plugins/zone.py": plugin + "def told(pelican):\n    print(pelican.settings['TIMEZONE'])\n"})
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS += ["plugins.zone"]\n')
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("America/Los_Angeles\n")


def test_make_site_has_plugins_of_others_at_every_build(folder: Path) -> None:
    add_plugins(folder)
    for sentence in ("One sentence.", "Another sentence.", "A third one."):
        save(folder, sentence)
        done = small.build(folder)
        assert (done.returncode, done.stderr) == (0, "")
        page = folder / "output/good/index.html"
        assert '<h1 title="A TALE">' in page.read_text()
        assert sentence in page.read_text()
        assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()


@pytest.mark.parametrize(
    ("broken", "stage"),
    [
        ("lint/stage.py", "lint"),
        ("build_state.py", "documents"),
        ("pipeline.py", "documents"),
        ("lint/claims/rules.py", "documents"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_stage_that_does_not_load_ends_it(
    folder: Path, tmp_path: Path, command: tuple[str, ...], broken: str, stage: str
) -> None:
    small.put(folder, {f"plugins/{broken}": "import nothing_like_this\n"})
    done = pelican(tmp_path, "project/content", "-s", "project/publishconf.py", "-o", "site", command=command)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"plugins/{broken}:1: the stage plugins.{stage} does not load: "
        "ModuleNotFoundError: No module named 'nothing_like_this'; mend it [stage-broken]",
        f"1 problem. {NOTHING}",
    ]
    assert not (tmp_path / "site").exists()
