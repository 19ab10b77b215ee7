"""What was taken back in the history of the sources is not built: here, in another clone or on GitHub."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from plugins.cache.file_stat import SETTLED
from plugins.media.consent.withdrawn import find_clinic_day
from tests import small
from tests.git_lfs import lfs_track, needs_lfs
from tests.project import ROOT
from tests.small import PATIENT, article, record

FACE, OTHER = "p-1a2b3c4d.png", "p-5e6f7a8b.png"
PHOTOS = "content/photos.yaml"
UNKNOWN = (
    "Note: content/images: what was taken back earlier is not known in a shallow clone; "
    "git fetch --unshallow, so that no such photograph is shown again\n"
)


def picture(**settings: int) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((48, 32)).convert("RGB").save(out, "PNG", **settings)
    return out.getvalue()


DIGEST = hashlib.sha256(picture()).hexdigest()
Fields = Mapping[str, str | None]


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=E", "-c", "user.email=e@example.org")
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Content: a change")


def show(folder: Path, name: str, fields: Fields, data: bytes | None = None) -> None:
    """Have an article show this picture, with this record, and no other."""
    shutil.rmtree(folder / "content/images", ignore_errors=True)
    files: dict[str, str | bytes] = {f"content/images/{name}": data or picture(), PHOTOS: record(name, fields)}
    small.put(folder, {**files, "content/articles/good.md": article(f"![A cheek]({name})")})


def hide(folder: Path, records: str = "# None\n") -> None:
    """Have no picture, and an article that shows none."""
    shutil.rmtree(folder / "content/images", ignore_errors=True)
    small.put(folder, {"content/articles/good.md": article(), PHOTOS: records})


SINGLE: Fields = {**PATIENT, "before_after": None}
MODEL: Fields = {"kind": "model", "consent": "c-0150"}
THING: Fields = {"kind": "thing"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git whose one commit shows a patient."""
    folder = small.make(tmp_path_factory.mktemp("taken") / "project")
    shutil.copy(ROOT / ".gitignore", folder)
    show(folder, FACE, SINGLE)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


def taken_back(name: str, data: bytes, days: int = 0) -> str:
    """The message, which names a line of the day that is so many days from today."""
    digest, day = hashlib.sha256(data).hexdigest(), find_clinic_day() + timedelta(days)
    return (
        f"content/images/{name}: is a person's whose consent was taken back, or whose record was removed; "
        "delete it and what shows it; or, if its consent stands, add to content/withdrawn.txt the line "
        f"keep {digest} {day} and why"
    )


def delete_both(folder: Path) -> None:
    hide(folder)


def revoke(folder: Path) -> None:
    hide(folder, record(FACE, {**SINGLE, "revoked": "2026-05-01"}))


def revoke_later(folder: Path) -> None:
    """Two commits: the file went first, when nobody had asked yet."""
    hide(folder, record(FACE, SINGLE))
    commit(folder)
    revoke(folder)


def list_it(folder: Path) -> None:
    hide(folder)
    small.put(folder, {"content/withdrawn.txt": f"{DIGEST}\n"})
    commit(folder)
    (folder / "content/withdrawn.txt").unlink()


@pytest.mark.parametrize("way", [delete_both, revoke, revoke_later, list_it])
@pytest.mark.parametrize(
    ("name", "fields", "settings"),
    [(FACE, SINGLE, {}), (OTHER, MODEL, {}), ("room.png", THING, {}), (OTHER, SINGLE, {"compress_level": 1})],
    ids=["as-it-was", "renamed", "thing", "repacked"],
)
def test_what_was_taken_back_is_not_built_again(
    folder: Path, way: Callable[[Path], None], name: str, fields: Fields, settings: dict[str, int]
) -> None:
    way(folder)
    commit(folder)
    data = picture(**settings)
    show(folder, name, fields, data)
    (folder / "content/withdrawn.txt").unlink(missing_ok=True)
    commit(folder)
    assert small.told(folder)[:-1] == [taken_back(name, data)]


def test_neither_another_clone_nor_a_preview_shows_it(folder: Path, tmp_path: Path) -> None:
    """As GitHub builds it, with the whole history and nothing that was built before."""
    first = git(folder, "rev-parse", "HEAD")
    delete_both(folder)
    commit(folder)
    git(folder, "checkout", "--quiet", first, "--", "content")
    commit(folder)
    git(tmp_path, "clone", "--quiet", str(folder), "clone")
    for words in ((), ("--preview",)):
        assert small.told(tmp_path / "clone", *words)[:-1] == [taken_back(FACE, picture())]


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_merge_that_brings_it_back_is_told(folder: Path, side: str) -> None:
    git(folder, "checkout", "--quiet", "-b", "work")
    delete_both(folder)
    commit(folder)
    git(folder, "checkout", "--quiet", "main")
    small.put(folder, {"content/articles/more.md": article(title="More", summary="More.")})
    commit(folder)
    if side == "theirs":
        git(folder, "checkout", "--quiet", "work")
    git(
        folder,
        "merge",
        "--quiet",
        "--strategy=ours" if side == "ours" else "--no-ff",
        "work" if side == "ours" else "main",
    )
    if side == "theirs":
        git(folder, "checkout", "--quiet", "main", "--", "content")
        commit(folder)
    assert small.told(folder)[:-1] == [taken_back(FACE, picture())]


def test_a_branch_that_adds_one_takes_none_back(folder: Path) -> None:
    """The commits of main meanwhile have no record of it."""
    hide(folder)
    git(folder, "checkout", "--quiet", "--orphan", "new")
    commit(folder)
    git(folder, "checkout", "--quiet", "-b", "work")
    show(folder, FACE, SINGLE)
    commit(folder)
    git(folder, "checkout", "--quiet", "new")
    small.put(folder, {"content/images/room.png": picture(compress_level=0), PHOTOS: "# Still none\n"})
    commit(folder)
    git(folder, "merge", "--quiet", "--strategy-option=theirs", "work")
    done = small.build(folder)
    assert done.returncode == 0, done.stderr


def test_a_record_of_nobody_in_place_of_a_persons_is_told_at_once(folder: Path) -> None:
    """Before it is committed; and not where the record has but another name."""
    show(folder, FACE, THING)
    assert small.told(folder)[:-1] == [taken_back(FACE, picture())]
    show(folder, "room.png", THING)
    assert small.told(folder)[:-1] == [taken_back("room.png", picture())]
    show(folder, OTHER, SINGLE)
    for _ in range(2):
        done = small.build(folder)
        assert (done.returncode, done.stderr) == (0, "")
        commit(folder)
    show(folder, FACE, SINGLE)
    small.put(folder, {PHOTOS: record(FACE, SINGLE) + record(OTHER, {**SINGLE, "revoked": "2026-05-01"})})
    assert small.told(folder)[:-1] == [taken_back(FACE, picture())], "another name does not help one that was revoked"


def test_one_line_says_that_the_consent_stands(folder: Path) -> None:
    delete_both(folder)
    commit(folder)
    show(folder, FACE, SINGLE)
    keep = small.told(folder)[0].rpartition("the line ")[2].removesuffix(" and why")
    small.put(folder, {"content/withdrawn.txt": f"{keep} removed by mistake\n"})
    for _ in range(2):
        done = small.build(folder)
        assert (done.returncode, done.stderr) == (0, "")
        commit(folder)
    delete_both(folder)
    commit(folder)
    show(folder, FACE, SINGLE)
    assert small.told(folder)[:-1] == [taken_back(FACE, picture(), 1)], "the line is older than what came after it"
    keep = small.told(folder)[0].rpartition("the line ")[2]
    small.put(folder, {"content/withdrawn.txt": f"{keep}\n"})
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, ""), "though that day has not come"
    small.put(folder, {"content/withdrawn.txt": f"keep {DIGEST} 2999-01-01\n"})
    assert small.told(folder)[1] == (
        "content/withdrawn.txt:1: a line of keep has a SHA-256 and a day, at most a week ahead; "
        "write it as in keep 64-DIGITS 2027-01-31 and then why"
    )


def test_a_clone_with_a_part_of_the_history_says_so(folder: Path, tmp_path: Path) -> None:
    delete_both(folder)
    commit(folder)
    git(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), "clone")
    clone = tmp_path / "clone"
    done = small.build(clone)
    assert (done.returncode, done.stderr) == (0, ""), "no picture is shown"
    show(clone, FACE, SINGLE)
    done = small.build(clone)
    assert (done.returncode, done.stderr) == (0, UNKNOWN)
    git(clone, "fetch", "--quiet", "--unshallow")
    small.put(clone, {"content/articles/more.md": article(title="More", summary="More.")})
    assert small.told(clone)[:-1] == [taken_back(FACE, picture())]


def test_the_part_of_the_history_that_came_since_counts(folder: Path, tmp_path: Path) -> None:
    """The commit of HEAD is the same."""
    delete_both(folder)
    commit(folder)
    show(folder, FACE, SINGLE)
    commit(folder)
    git(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), "clone")
    clone = tmp_path / "clone"
    done = small.build(clone)
    assert (done.returncode, done.stderr) == (0, UNKNOWN)
    git(clone, "fetch", "--quiet", "--deepen=2")
    small.put(clone, {"content/articles/more.md": article(title="More", summary="More.")})
    assert small.told(clone)[:-1] == [taken_back(FACE, picture())]


def put_back(folder: Path) -> None:
    """Commits that take the photograph back and show it again."""
    delete_both(folder)
    commit(folder)
    show(folder, FACE, SINGLE)
    commit(folder)


def test_a_history_that_git_does_not_give_is_refused(folder: Path, tmp_path: Path) -> None:
    put_back(folder)
    cannot = "content/images: what was taken back earlier cannot be read: "
    (line, _) = small.told(folder, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert line.startswith(f"{cannot}fatal: detected dubious ownership"), line
    assert line.endswith(f"; git config --global --add safe.directory {folder}")
    (line, _) = small.told(folder, GIT_DIR=str(tmp_path / "none"))
    assert line == f"{cannot}fatal: not a git repository: '{tmp_path / 'none'}'; mend that, then try again"
    (line, _) = small.told(folder, PATH=str(tmp_path / "none"))
    assert line == f"{cannot}[Errno 2] No such file or directory: 'git'; install git"


def test_a_folder_without_git_is_built_and_knows_nothing_of_earlier(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    small.put(folder, {"content/articles/more.md": article(title="More", summary="More.")})
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_partial_clone_whose_origin_is_away_says_so(folder: Path, tmp_path: Path) -> None:
    put_back(folder)
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", folder.as_uri(), "clone")
    folder.rename(tmp_path / "away")
    assert small.told(tmp_path / "clone")[:-1] == [
        "content/images: what was taken back earlier cannot be read: a part of the history is not here; "
        "go online, so that git can fetch it, then try again"
    ]


def test_make_address_refuses_where_the_history_is_not_whole(folder: Path, tmp_path: Path) -> None:
    """As a host does that builds in a shallow clone."""
    put_back(folder)
    small.put(folder, {"content/clinic.yaml": small.CLINIC.replace("test.example", "harbor.test")})
    commit(folder)
    git(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), "clone")

    def ask(clone: Path) -> tuple[int, str]:
        command = [sys.executable, "-m", "tools.publish.site_url"]
        done = subprocess.run(command, cwd=clone, check=False, capture_output=True, text=True)
        return done.returncode, done.stderr

    clone = tmp_path / "clone"
    assert ask(clone) == (1, UNKNOWN.removeprefix("Note: "))
    git(clone, "fetch", "--quiet", "--unshallow")
    assert ask(clone) == (0, "")
    git(clone, "fetch", "--quiet", "--depth=1")
    hide(clone)
    assert ask(clone) == (0, ""), "nobody has a record"


def asked(folder: Path) -> list[str]:
    """What git is asked in a build."""
    real, path, log = shutil.which("git"), folder.parent / "bin", folder.parent / "asked"
    path.mkdir(exist_ok=True)
    (path / "git").write_text(f'#!/bin/sh\necho "$1" >> "{log}"\nexec {real} "$@"\n')
    (path / "git").chmod(0o755)
    log.write_text("")
    done = small.build(folder, PATH=f"{path}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    return log.read_text().split()


def test_git_is_asked_only_where_there_is_something_to_learn(folder: Path) -> None:
    text = {"content/articles/more.md": article(title="More", summary="More.")}
    time.sleep(SETTLED / 10**9)  # what was written a moment ago may change again
    assert asked(folder) == ["rev-parse", "status"], "the history of this commit is known"
    assert asked(folder) == ["status"], "nothing was changed"
    small.put(folder, text)
    commit(folder)
    assert sorted(asked(folder)) == ["cat-file", "log", "rev-parse", "status"], "it is read once for each commit"
    hide(folder)
    assert asked(folder) == ["status"], "no picture is shown"


@needs_lfs
def test_a_clone_whose_pictures_git_lfs_did_not_fetch_says_what_to_type(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lfs_track(folder)
    commit(folder)
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, ""), "a picture that is moved to Git LFS is not taken back"
    monkeypatch.setenv("GIT_LFS_SKIP_SMUDGE", "1")
    git(tmp_path, "clone", "--quiet", folder.as_uri(), "clone")
    clone = tmp_path / "clone"
    (line, _) = small.told(clone)
    assert line == (
        f"content/articles/good.md:10: the picture {FACE} stands here only as a pointer of Git LFS; type git lfs pull"
    )
    monkeypatch.delenv("GIT_LFS_SKIP_SMUDGE")
    git(clone, "lfs", "install", "--local")
    git(clone, *line.rpartition("type git ")[2].split())
    done = small.build(clone)
    assert (done.returncode, done.stderr) == (0, "")
    delete_both(clone)
    commit(clone)
    (clone / ".gitattributes").unlink()
    show(clone, FACE, SINGLE)
    commit(clone)
    assert small.told(clone)[:-1] == [taken_back(FACE, picture())], "nor does it return out of Git LFS"


def test_a_picture_that_git_lfs_did_not_fetch_is_named(folder: Path) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{DIGEST}\nsize {len(picture())}\n"
    show(folder, FACE, SINGLE, pointer.encode())
    assert small.told(folder)[:-1] == [
        f"content/articles/good.md:10: the picture {FACE} stands here only as a pointer of Git LFS; type git lfs pull"
    ]
