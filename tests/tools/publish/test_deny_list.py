"""Photographs that were taken back do not return, whoever removed them and however; with real git on local remotes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image

from plugins.cache.database import CACHE_FILE, Cache
from plugins.media.consent import history
from plugins.media.consent.withdrawn import find_clinic_day
from plugins.media.images.cache import PictureCache, make_picture
from plugins.media.images.picture import PictureData
from tests.clone import HOST, REFUSED, SITE, Clone
from tests.git_lfs import lfs_track, needs_lfs
from tests.small import PATIENT, record
from tools.publish import publish
from tools.publish.repository import run_on_branch
from tools.publish.rollback import AGAIN, rollback

FACE, OTHER = "p-1a2b3c4d.png", "p-5e6f7a8b.png"
TAKEN_BACK = "is a person's whose consent was taken back, or whose record was removed."
UNSHALLOW = "git fetch --unshallow"


def picture(number: int = 1, **settings: int) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((48, 32)).convert("RGB").point(lambda one: one * number % 256).save(
        out, "PNG", **settings
    )
    return out.getvalue()


DIGEST = hashlib.sha256(picture()).hexdigest()


class Editor:
    """Writes photographs and their records in a clone, and publishes."""

    def __init__(self, clone: Clone) -> None:
        self.clone, self.images = clone, clone.folder / "content/images"
        self.home = 0

    def put(self, name: str = FACE, data: bytes | None = None) -> None:
        self.images.mkdir(exist_ok=True)
        (self.images / name).write_bytes(picture() if data is None else data)

    def write(self, *records: tuple[str, Mapping[str, str | None]]) -> None:
        (self.clone.folder / "content/photos.yaml").write_text(
            "# Photographs\n" + "".join(record(*one) for one in records)
        )

    def add(self, line: str) -> None:
        with (self.clone.folder / "content/withdrawn.txt").open("a") as file:
            file.write(f"{line}\n")

    def remove(self, name: str = FACE) -> None:
        (self.images / name).unlink()

    def commit(self) -> str:
        return self.clone.commit()

    def build(self, *names: str) -> None:
        """What `make site` leaves, of another home page each time, where a text shows these pictures."""
        self.home += 1
        site: dict[str, str | bytes] = {**SITE, "index.html": f"Home {self.home} {self.clone.folder}"}
        with contextlib.closing(Cache(CACHE_FILE)) as cache:
            for name in names:
                made = make_picture(self.images / name)
                assert isinstance(made, PictureData)
                PictureCache(cache).save(self.images / name, made)
                site |= {f"images/{file}": data for file, data in made.files.items()}
            cache.commit()
        self.clone.build(site)

    def publish(self, *names: str) -> int:
        self.commit()
        self.build(*names)
        return publish.main([])

    def elsewhere(self, clone: Clone, monkeypatch: pytest.MonkeyPatch) -> Editor:
        monkeypatch.chdir(clone.folder)
        return Editor(clone)


def go_back() -> int:
    return run_on_branch(rollback, [], AGAIN)


@pytest.fixture
def editor(clone: Clone, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Published are a site without the photograph, which is here for a draft, and then one that shows it."""
    new, made = Editor(clone), tmp_path_factory.getbasetemp() / "published"
    if made.is_dir():
        for folder in (clone.folder, clone.remote):
            shutil.rmtree(folder)
            shutil.copytree(made / folder.name, folder)
        clone.git("remote", "set-url", "origin", str(clone.remote))
        monkeypatch.chdir(clone.folder)
        return new
    new.put()
    new.write((FACE, PATIENT))
    assert new.publish() == 0
    assert new.publish(FACE) == 0
    for folder in (clone.folder, clone.remote):
        shutil.copytree(folder, made / folder.name)
    return new


# How a photograph is taken back


def delete_both(editor: Editor) -> None:
    editor.remove()
    editor.write()


def delete_records_file(editor: Editor) -> None:
    editor.remove()
    (editor.clone.folder / "content/photos.yaml").unlink()


def delete_one_after_the_other(editor: Editor) -> None:
    editor.remove()
    editor.commit()
    editor.write()


def delete_record(editor: Editor) -> None:
    editor.write()


def revoke(editor: Editor) -> None:
    editor.write((FACE, PATIENT | {"revoked": "2026-05-01"}))


def revoke_and_delete(editor: Editor) -> None:
    editor.remove()
    revoke(editor)


def revoke_and_rename(editor: Editor) -> None:
    """The file and a new record have another name; the record of the old name is revoked."""
    editor.remove()
    editor.put(OTHER)
    editor.write((FACE, PATIENT | {"revoked": "2026-05-01"}), (OTHER, PATIENT))


def revoke_in_capitals(editor: Editor) -> None:
    editor.write((FACE, PATIENT | {"kind": "Patient", "revoked": "2026-05-01"}))


def replace_then_revoke(editor: Editor) -> None:
    """What was shown before under the same name is the same person's."""
    editor.put(FACE, picture(3))
    editor.add(f"keep {DIGEST} 2026-01-01 only cut")
    editor.commit()
    revoke_and_delete(editor)


def call_a_thing(editor: Editor) -> None:
    editor.write((FACE, {"kind": "thing"}))


def rename_as_a_thing(editor: Editor) -> None:
    editor.remove()
    editor.put("room.png")
    editor.write(("room.png", {"kind": "thing"}))


def list_it(editor: Editor) -> None:
    editor.remove()
    editor.add(f"{DIGEST}  as asked")


def delete_on_a_branch(editor: Editor) -> None:
    """And merged, so that no commit of main itself removes it."""
    clone = editor.clone
    clone.git("checkout", "--quiet", "-b", "work")
    delete_both(editor)
    clone.commit(push=False)
    clone.git("checkout", "--quiet", "main")
    (clone.folder / "content/a.md").write_text("meanwhile")
    clone.commit()
    clone.git("merge", "--quiet", "--no-edit", "work")


def delete_in_a_broken_file(editor: Editor) -> None:
    """A commit between has records that are no good YAML."""
    path = editor.clone.folder / "content/photos.yaml"
    path.write_text(f"<<<<<<< HEAD\n{path.read_text()}=======\n>>>>>>> work\n")
    editor.commit()
    delete_both(editor)


WAYS = [
    *(delete_both, delete_records_file, delete_one_after_the_other, delete_record, revoke, revoke_and_delete),
    *(revoke_and_rename, replace_then_revoke, call_a_thing, rename_as_a_thing, list_it, delete_on_a_branch),
    *(delete_in_a_broken_file, revoke_in_capitals),
]
PLACES: dict[str, tuple[str, ...] | None] = {"here": None, "second": (), "shallow": ("--depth=1",)}


@pytest.mark.parametrize("way", WAYS)
def test_no_rollback_brings_it_back(
    editor: Editor, capsys: pytest.CaptureFixture[str], way: Callable[[Editor], None]
) -> None:
    way(editor)
    assert editor.publish() == 0
    before = editor.clone.tip()
    capsys.readouterr()
    assert go_back() == 1
    said = capsys.readouterr().err
    why = f"Why: content/images/{FACE} "
    assert said.startswith(f"{REFUSED}\n{why}{'was withdrawn.' if way is list_it else TAKEN_BACK}"), said
    assert editor.clone.tip() == before


@pytest.mark.parametrize("place", ["second", "shallow"])
@pytest.mark.parametrize("way", [delete_both, revoke_and_delete, revoke_and_rename, call_a_thing, list_it])
def test_it_is_known_in_every_clone(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Editor], None], place: str
) -> None:
    """Once published without it: no rollback from there, and no publication of the older tree."""
    way(editor)
    assert editor.publish() == 0
    other = editor.elsewhere(editor.clone.another(tmp_path / "other", *(PLACES[place] or ())), monkeypatch)
    before = other.clone.tip()
    assert go_back() == 1
    other.put()
    other.write((FACE, PATIENT))
    (other.clone.folder / "content/withdrawn.txt").unlink(missing_ok=True)
    assert other.publish(FACE) == 1
    assert other.clone.tip() == before


def test_a_record_that_says_revoked_is_enough(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    """Here alone, not committed; in a commit that is not published; the mistake in the site is another one."""
    assert editor.publish(FACE) == 0
    revoke(editor)
    assert go_back() == 1
    assert TAKEN_BACK in capsys.readouterr().err
    editor.clone.git("checkout", "--quiet", "--", "content")
    assert go_back() == 0, "nothing was revoked"
    assert editor.publish(FACE) == 0
    revoke_and_delete(editor)
    editor.commit()
    assert go_back() == 1
    assert TAKEN_BACK in capsys.readouterr().err


def test_a_record_that_says_revoked_is_enough_under_another_name(
    editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    """Renamed with its record after it was shown, and revoked here a moment ago."""
    editor.remove()
    editor.put(OTHER)
    editor.write((OTHER, PATIENT))
    assert editor.publish() == 0
    editor.write((OTHER, PATIENT | {"revoked": "2026-05-01"}))
    assert go_back() == 1
    assert f"Why: content/images/{FACE} {TAKEN_BACK}\n" in capsys.readouterr().err


def test_a_record_that_says_revoked_is_enough_for_what_had_its_name_before(
    editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    editor.put(FACE, picture(3))
    editor.add(f"keep {DIGEST} {find_clinic_day()} only cut")
    assert editor.publish(FACE) == 0
    revoke(editor)
    assert go_back() == 1
    assert f"Why: content/images/{FACE} {TAKEN_BACK}\n" in capsys.readouterr().err


def test_a_site_from_before_it_was_shown_comes_back(editor: Editor) -> None:
    """The quickest way to take it off the live site."""
    revoke(editor)
    editor.commit()
    assert go_back() == 0
    assert not any(name.startswith("images/") for name in editor.clone.live())


@pytest.mark.parametrize("place", PLACES)
def test_a_second_rollback_does_not_bring_it_back(
    editor: Editor, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The commit of the first one carries on what is known."""
    delete_both(editor)
    assert editor.publish() == 0
    assert editor.publish() == 0
    if (options := PLACES[place]) is not None:
        editor.elsewhere(editor.clone.another(tmp_path / "other", *options), monkeypatch)
    assert go_back() == 0
    assert DIGEST in editor.clone.git(
        "log", "-1", "--format=%(trailers:key=Denied)", "gh-pages", folder=editor.clone.remote
    )
    assert go_back() == 1
    assert capsys.readouterr().err.startswith(REFUSED)


# How it would return


def as_it_was(editor: Editor) -> str:
    editor.put()
    editor.write((FACE, PATIENT))
    return FACE


def under_another_name(editor: Editor) -> str:
    editor.put(OTHER)
    editor.write((OTHER, PATIENT | {"consent": "c-0999"}))
    return OTHER


def in_a_folder(editor: Editor) -> str:
    (editor.images / "sub").mkdir(parents=True)
    editor.put(f"sub/{OTHER}")
    editor.write((f"sub/{OTHER}", PATIENT))
    return f"sub/{OTHER}"


def of_nobody(editor: Editor) -> str:
    editor.put("room.png")
    editor.write(("room.png", {"kind": "thing"}))
    return "room.png"


def packed_otherwise(editor: Editor) -> str:
    """Other bytes, the same points."""
    data = picture(compress_level=1)
    assert hashlib.sha256(data).hexdigest() != DIGEST
    editor.put(OTHER, data)
    editor.write((OTHER, PATIENT))
    return OTHER


@pytest.mark.parametrize("form", [as_it_was, under_another_name, in_a_folder, of_nobody, packed_otherwise])
@pytest.mark.parametrize("published", [True, False])
def test_no_publication_shows_it_again(
    editor: Editor, capsys: pytest.CaptureFixture[str], form: Callable[[Editor], str], published: bool
) -> None:
    """Whether or not there was a publication without it."""
    delete_both(editor)
    assert editor.publish() == 0 if published else editor.commit()
    name = form(editor)
    before = editor.clone.tip()
    capsys.readouterr()
    assert editor.publish(name) == 1
    own = hashlib.sha256((editor.images / name).read_bytes()).hexdigest()
    then = "git commit and git push, then make publish"
    keep = f"add to content/withdrawn.txt the line keep {own} {find_clinic_day()} and why, {then}"
    assert capsys.readouterr().err == (
        f"{REFUSED}\nWhy: content/images/{name} {TAKEN_BACK}\n"
        f"Do:  take it out of the sources, {then}; or, if its consent stands, {keep}\n"
    )
    assert editor.clone.tip() == before


def test_it_is_no_file_of_the_theme(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    delete_both(editor)
    editor.commit()
    editor.clone.build({**SITE, "theme/wall.png": picture()})
    assert publish.main([]) == 1
    assert f"Why: theme/wall.png {TAKEN_BACK}\n" in capsys.readouterr().err


def test_what_was_listed_once_stays_away_though_nobody_is_on_it(editor: Editor) -> None:
    """The line is gone, as in an older tree."""
    editor.put("room.png", picture(5))
    editor.write((FACE, PATIENT), ("room.png", {"kind": "thing"}))
    assert editor.publish("room.png", FACE) == 0
    editor.remove("room.png")
    editor.add(f"{hashlib.sha256(picture(5)).hexdigest()} a brand")
    editor.commit()
    (editor.clone.folder / "content/withdrawn.txt").unlink()
    editor.put("room.png", picture(5))
    assert editor.publish("room.png", FACE) == 1


def test_an_older_tree_is_not_published(editor: Editor) -> None:
    old = editor.clone.git("rev-parse", "HEAD")
    revoke_and_delete(editor)
    editor.commit()
    editor.clone.git("rm", "--quiet", "-r", "content")
    editor.clone.git("checkout", "--quiet", old, "--", "content")
    assert editor.publish(FACE) == 1


@pytest.mark.parametrize(
    ("before", "after"), [((FACE, FACE), (OTHER, OTHER)), ((FACE, FACE), (FACE, FACE))], ids=["renamed", "repacked"]
)
def test_what_keeps_its_record_was_not_taken_back(
    editor: Editor, before: tuple[str, str], after: tuple[str, str]
) -> None:
    """Renamed with its record; or without what a camera noted, under the same name."""
    editor.remove(before[0])
    editor.put(after[0], picture(compress_level=1 if after == before else 6))
    editor.write((after[1], PATIENT))
    assert editor.publish(after[0]) == 0
    assert editor.publish(after[0]) == 0
    assert go_back() == 0
    assert go_back() == 0


def test_no_rollback_shows_one_whose_consent_has_ended(
    editor: Editor, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a record says that is not committed, or that origin has and another clone has not."""
    ended = f"Why: content/images/{FACE} is a person's whose consent has ended, as its record says.\n"
    other = editor.clone.another(tmp_path / "other")
    assert editor.publish() == 0
    editor.write((FACE, PATIENT | {"expires": "2026-02-01"}))
    assert go_back() == 1
    assert ended in capsys.readouterr().err
    editor.commit()
    editor.elsewhere(other, monkeypatch)
    assert go_back() == 1
    assert ended in capsys.readouterr().err


def test_while_a_record_says_revoked_no_line_of_keep_is_named(
    editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next commit would be newer than it."""
    revoke(editor)
    assert editor.publish(FACE) == 1
    said = capsys.readouterr().err
    assert "if its consent stands, take revoked out of its record in content/photos.yaml, git commit" in said
    editor.write((FACE, PATIENT))
    assert editor.publish(FACE) == 1
    editor.add(f"{re.findall(rf'keep {DIGEST} [^ ]+', capsys.readouterr().err)[0]} given again")
    assert editor.publish(FACE) == 0


def test_the_day_is_the_clinics(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Committed elsewhere, where the next day had begun."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-02T01:00:00+14:00")
    delete_both(editor)
    editor.commit()
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    with history.open_objects() as objects:
        assert history.read_commit(objects, "HEAD").day == "2026-03-01"


def crop(editor: Editor) -> None:
    """Another picture under the same name; its record is the same."""
    editor.put(FACE, picture(3))


def test_a_better_crop_takes_nothing_back(editor: Editor) -> None:
    """Neither a rollback past it nor the old crop is refused."""
    crop(editor)
    assert editor.publish(FACE) == 0
    assert go_back() == 0
    editor.put()
    assert editor.publish(FACE) == 0


@pytest.mark.parametrize("renamed", [False, True])
@pytest.mark.parametrize("way", [delete_both, call_a_thing, revoke_and_delete])
def test_what_is_taken_back_after_a_better_crop_is_gone_in_both(
    editor: Editor, capsys: pytest.CaptureFixture[str], way: Callable[[Editor], None], renamed: bool
) -> None:
    if renamed:
        editor.remove()
        under_another_name(editor)
        assert editor.publish(OTHER) == 0
        editor.remove(OTHER)
        editor.put()
        editor.write((FACE, PATIENT | {"consent": "c-0999"}))
    crop(editor)
    assert editor.publish(FACE) == 0
    way(editor)
    assert editor.publish() == 0
    for _ in range(2):
        assert go_back() == 1
        assert TAKEN_BACK in capsys.readouterr().err
        assert DIGEST in editor.clone.git("log", "-1", "--format=%B", "gh-pages", folder=editor.clone.remote)


def test_another_persons_photograph_under_the_same_name_does_not_stand_for_it(editor: Editor) -> None:
    editor.put(FACE, picture(3))
    editor.write((FACE, PATIENT | {"consent": "c-0200"}))
    assert editor.publish(FACE) == 0
    assert go_back() == 1


def test_one_of_two_copies_takes_nothing_back_while_the_other_has_its_record(editor: Editor) -> None:
    """The same points, other bytes."""
    editor.put(OTHER, picture(compress_level=1))
    editor.write((FACE, PATIENT), (OTHER, PATIENT))
    assert editor.publish(OTHER) == 0
    editor.remove()
    editor.write((OTHER, PATIENT))
    assert editor.publish(OTHER) == 0
    assert go_back() == 0
    editor.remove(OTHER)
    editor.write()
    assert editor.publish() == 0
    assert go_back() == 1


def test_one_line_says_that_a_consent_stands(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    """The one that the message names; what is removed after it is taken back again."""
    delete_both(editor)
    assert editor.publish() == 0
    assert go_back() == 1
    keep = re.findall(rf"keep {DIGEST} \S+", capsys.readouterr().err)[0]
    editor.add(f"{keep} removed by mistake")
    assert go_back() == 1, "it is in no commit"
    editor.commit()
    assert go_back() == 0
    as_it_was(editor)
    assert editor.publish(FACE) == 0
    delete_both(editor)
    assert editor.publish() == 0
    assert go_back() == 1
    as_it_was(editor)
    capsys.readouterr()
    assert editor.publish(FACE) == 1
    editor.add(re.findall(rf"keep {DIGEST} \S+", capsys.readouterr().err)[0])
    assert editor.publish(FACE) == 0, "the line is one of tomorrow"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"keep {DIGEST}", "a line of keep has a SHA-256 and a day, at most a week ahead"),
        (f"keep {DIGEST} 2999-01-01 why", "a line of keep has a SHA-256 and a day, at most a week ahead"),
        (f"keep {DIGEST[:-1]} 2026-01-01", "a line of keep has a SHA-256 and a day, at most a week ahead"),
        ("smile.jpg", "a line begins with a SHA-256: 64 digits and letters from a to f"),
    ],
)
def test_a_mistake_in_the_list_is_told(
    editor: Editor, capsys: pytest.CaptureFixture[str], line: str, what: str
) -> None:
    editor.add(line)
    assert editor.publish() == 1
    assert f"Why: content/withdrawn.txt:1: {what}.\n" in capsys.readouterr().err


# Where it cannot be known


def forget_lists(clone: Clone) -> None:
    """As a site that was published before there were lists."""
    for key in ("user.name", "user.email"):
        clone.git("config", key, "a@example.org", folder=clone.remote)
    trees, tip = (
        clone.git("log", "--reverse", "--format=%T %(trailers:key=Source-Commit)", "gh-pages", folder=clone.remote),
        "",
    )
    for line in trees.splitlines():
        if line:
            tree, _, said = line.partition(" ")
            parent = ["-p", tip] if tip else []
            tip = clone.git("commit-tree", tree, *parent, "-m", f"Publish\n\n{said}", folder=clone.remote)
    clone.git("update-ref", "refs/heads/gh-pages", tip, folder=clone.remote)


def test_a_site_without_a_list_is_known_by_the_history_of_the_sources(
    editor: Editor, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete_both(editor)
    assert editor.publish() == 0
    forget_lists(editor.clone)
    other = editor.elsewhere(editor.clone.another(tmp_path / "other", "--depth=1"), monkeypatch)
    as_it_was(other)
    capsys.readouterr()
    assert other.publish(FACE) == 1
    said = capsys.readouterr().err
    assert "only a part of the history is here" in said
    command = re.findall(r"Do:  (git [^,]*), then make publish", said)[0]
    assert command == UNSHALLOW
    other.clone.git(*command.split()[1:])
    assert other.publish(FACE) == 1
    assert TAKEN_BACK in capsys.readouterr().err
    other.add(f"keep {DIGEST} {find_clinic_day()} removed by mistake")
    assert other.publish(FACE) == 0


def test_a_branch_of_which_the_beginning_is_not_here_may_have_taken_it_back(
    editor: Editor, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is live was made of a commit that is here, and what was merged since has more commits."""
    clone = editor.clone
    clone.git("checkout", "--quiet", "-b", "work", "HEAD^")
    delete_both(editor)
    clone.commit(push=False)
    as_it_was(editor)
    clone.commit(push=False)
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-edit", "--no-ff", "work")
    clone.commit()
    other = editor.elsewhere(clone.another(tmp_path / "other", "--depth=3"), monkeypatch)
    capsys.readouterr()
    assert other.publish(FACE) == 1
    assert f"Do:  {UNSHALLOW}, then make publish\n" in capsys.readouterr().err
    other.clone.git(*UNSHALLOW.split()[1:])
    assert other.publish(FACE) == 1
    assert TAKEN_BACK in capsys.readouterr().err


def test_what_a_history_that_was_written_anew_left_out_is_taken_back(
    editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert editor.publish() == 0
    editor.clone.git("checkout", "--quiet", "--orphan", "new")
    delete_both(editor)
    editor.clone.commit(push=False)
    editor.clone.git("push", "--quiet", "--force", "origin", "new:main")
    assert go_back() == 1
    assert TAKEN_BACK in capsys.readouterr().err


def test_sources_that_origin_lost_are_those_that_are_here(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    delete_both(editor)
    assert editor.publish() == 0
    editor.clone.git("update-ref", "-d", "refs/heads/main", folder=editor.clone.remote)
    assert go_back() == 1
    assert TAKEN_BACK in capsys.readouterr().err


def test_without_a_photograph_nothing_need_be_known(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.commit()
    other = clone.another(tmp_path / "other", "--depth=1")
    monkeypatch.chdir(other.folder)
    assert Editor(other).publish() == 0


def test_a_list_that_cannot_be_read_is_told(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    tip = editor.clone.tip()
    message = editor.clone.git("log", "-1", "--format=%B", tip, folder=editor.clone.remote)
    assert message.count("\nPicture: ") == 1
    bad = editor.clone.git("commit-tree", f"{tip}^{{tree}}", "-p", tip, "-m", re.sub("\nPicture: .*", "", message))
    editor.clone.git("push", "--quiet", "origin", f"{bad}:refs/heads/gh-pages")
    assert editor.publish(FACE) == 1
    said = capsys.readouterr().err
    assert f"Why: the list of what was taken back cannot be read in the message of commit {bad[:12]}.\n" in said
    command = re.findall(r"git push --force .*", said)[0].replace("BRANCH", "gh-pages")
    editor.clone.git(*command.split()[1:])
    assert editor.publish(FACE) == 0


@needs_lfs
@pytest.mark.parametrize("way", [delete_both, revoke_and_delete, call_a_thing, list_it])
@pytest.mark.parametrize("forgotten", [False, True])
def test_with_git_lfs_it_is_the_picture_that_is_known(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Editor], None], forgotten: bool
) -> None:
    """Not its pointer; also in a clone that has but the pointer, and where no list says what was shown."""
    lfs_track(editor.clone.folder)
    assert editor.publish(FACE) == 0, "a picture that is moved to Git LFS is not taken back"
    assert DIGEST in editor.clone.git("log", "-1", "--format=%B", "gh-pages", folder=editor.clone.remote)
    if forgotten:
        forget_lists(editor.clone)
    way(editor)
    assert editor.publish() == 0
    monkeypatch.setenv("GIT_LFS_SKIP_SMUDGE", "1")
    other = editor.elsewhere(editor.clone.another(tmp_path / "other"), monkeypatch)
    assert go_back() == 1
    if way is not call_a_thing:
        as_it_was(other)
        (other.clone.folder / "content/withdrawn.txt").unlink(missing_ok=True)
        assert other.publish(FACE) == 1


def test_the_list_is_not_served(editor: Editor) -> None:
    delete_both(editor)
    assert editor.publish() == 0
    assert editor.clone.live().keys() == SITE.keys() | HOST
    assert all(DIGEST not in text for text in editor.clone.live().values())


def test_a_site_of_a_thousand_pictures_has_a_list(editor: Editor) -> None:
    """Longer than an argument of a command may be."""
    for number in range(1100):
        editor.put(f"{number}.txt", b"%d" % number)
    CACHE_FILE.unlink()
    editor.commit()
    editor.clone.build({**SITE, "images/a.webp": "unknown"})
    assert publish.main([]) == 0
    said = editor.clone.git("log", "-1", "--format=%B", "gh-pages", folder=editor.clone.remote)
    assert said.count("\nPicture: ") == 1101, "of pictures that are not known, all that there are count as shown"
