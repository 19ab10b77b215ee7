"""Two folders change places, and nobody who looks sees anything but the one or the other."""

from __future__ import annotations

import ctypes
import errno
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from plugins.output.swap import recover_swap, swap_folders
from tools.preview.static_server import serve_static

SWAPS = 100
LETTERS = 200_000  # in a page: enough for a swap to happen while it is read
FILES = ("index.html", "halo/index.html", "theme/a.css")


def fill(folder: Path, version: int) -> None:
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f"{version:03}" * (LETTERS // 3))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    staged, live = tmp_path / ".build/output.spare", tmp_path / "output"
    fill(staged, 1)
    fill(live, 0)
    return staged, live


def version(folder: Path) -> int:
    return int((folder / "index.html").read_text()[:3])


def test_no_visitor_meets_a_missing_or_mixed_file_in_a_hundred_swaps(folders: tuple[Path, Path]) -> None:
    staged, live = folders
    wrong: list[str] = []
    asked, done = 0, Event()

    def visit(port: int) -> None:
        nonlocal asked
        while not done.is_set():
            for name in FILES:
                connection = HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("GET", f"/{name}")
                answer = connection.getresponse()
                body = answer.read().decode()
                connection.close()
                asked += 1
                if answer.status != 200 or body != body[:3] * (LETTERS // 3):
                    wrong.append(f"{name}: {answer.status}, {len(body)} letters, {sorted(set(body))}")

    with serve_static(live) as url:
        visitor = Thread(target=visit, args=(int(url.rsplit(":", 1)[1].strip("/")),))
        visitor.start()
        swaps = 0
        while swaps < SWAPS or (asked < SWAPS and visitor.is_alive()):
            swaps += 1
            fill(staged, swaps % 1000)
            swap_folders(staged, live)
        done.set()
        visitor.join()
    assert wrong == [] and asked >= SWAPS
    assert version(live) == swaps % 1000


def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system whose C library has no renameat2."""
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())


def test_where_there_is_no_exchange_two_renames_do(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    without_exchange(monkeypatch)
    swap_folders(*folders)
    assert [version(folder) for folder in folders] == [0, 1]


def test_a_second_rename_that_fails_puts_the_first_back(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_exchange(monkeypatch)
    staged, live = folders
    staged.rename(staged.with_name("gone"))
    with pytest.raises(OSError):
        swap_folders(staged, live)
    assert version(live) == 0


@pytest.mark.parametrize("cut", ["before", "between", "after"])
def test_an_exchange_that_was_cut_off_is_made_good(folders: tuple[Path, Path], cut: str) -> None:
    staged, live = folders
    aside = staged.with_name("output.spare.aside")
    if cut != "before":
        live.rename(aside)
    if cut == "after":
        staged.rename(live)
    recover_swap(staged, live)
    assert version(live) == (1 if cut == "after" else 0)
    assert not aside.exists()


def test_the_first_site_has_nothing_to_change_places_with(folders: tuple[Path, Path]) -> None:
    staged, live = folders
    live.rename(live.with_name("gone"))
    swap_folders(staged, live)
    assert version(live) == 1 and not staged.exists()


def fail_with(code: int) -> int:
    ctypes.set_errno(code)
    return -1


@pytest.mark.parametrize(
    ("code", "swapped"),
    [(errno.EINVAL, True), (errno.ENOSYS, True), (errno.EACCES, False), (errno.ENOSPC, False), (errno.EXDEV, False)],
)
def test_two_renames_do_only_where_the_kernel_has_no_exchange(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, code: int, swapped: bool
) -> None:
    kernel = SimpleNamespace(renameat2=lambda *_: fail_with(code))
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: kernel)
    if swapped:
        swap_folders(*folders)
    else:
        with pytest.raises(OSError) as raised:
            swap_folders(*folders)
        assert (raised.value.errno, raised.value.filename) == (code, str(folders[1]))
    assert [version(folder) for folder in folders] == ([0, 1] if swapped else [1, 0])
