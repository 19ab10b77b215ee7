"""Going back to what was published before, with real git on local bare remotes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clone import REFUSED, SITE, Clone
from tests.project import ROOT
from tools.publish import publish
from tools.publish.repository import run_on_branch
from tools.publish.rollback import AGAIN, rollback


def main(*arguments: str) -> int:
    return run_on_branch(rollback, list(arguments), AGAIN)


def published(clone: Clone, home: str) -> tuple[str, str]:
    """Publish a new home page from a new commit: that commit, and the one on the site's branch."""
    source = clone.commit()
    clone.build({**SITE, "index.html": home})
    assert publish.main([]) == 0
    return source, clone.tip()


def trailers(clone: Clone) -> str:
    return clone.git("log", "-1", "--format=%(trailers:only,unfold,separator=|)", "gh-pages", folder=clone.remote)


def tree(clone: Clone, commit: str) -> str:
    return clone.tip(f"{commit}^{{tree}}")


def test_the_site_before_is_put_on_top(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    first, site = published(clone, "First")
    second = published(clone, "Second")
    heads = clone.git("for-each-ref", "refs/heads")
    clone.git("config", "receive.denyNonFastForwards", "true", folder=clone.remote)
    (clone.folder / "content/half-written.md").touch()
    clone.git("checkout", "--quiet", "--detach", first)
    capsys.readouterr()
    assert main() == 0
    assert capsys.readouterr() == (
        f"Rolled back: gh-pages on origin holds the site of commit {first[:12]} again.\n"
        "No file that the site shows was changed in between, so there is nothing to take out of the sources.\n",
        "",
    )
    assert tree(clone, "gh-pages") == tree(clone, site)
    assert clone.tip("gh-pages^") == second[1]
    assert trailers(clone) == f"Source-Commit: {first}|Rollback-Of: {second[1]}"
    told = clone.git("log", "-1", "--format=%an <%ae> %cn <%ce>", "gh-pages", folder=clone.remote)
    assert told == "Élodie Editor <elodie@example.org> Élodie Editor <elodie@example.org>"
    assert clone.git("for-each-ref", "refs/heads") == heads


def test_twice_goes_one_further_back_and_the_first_stays(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    (_, first), (_, second), (last, _) = (published(clone, home) for home in ("First", "Second", "Third"))
    assert main() == 0
    assert tree(clone, "gh-pages") == tree(clone, second)
    assert main() == 0
    assert tree(clone, "gh-pages") == tree(clone, first)
    before = clone.tip()
    capsys.readouterr()
    assert main() == 1
    why = f"{first[:12]}, which is live, is the first site that make publish put there."
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  mend the sources, then make publish\n")
    assert clone.tip() == before
    clone.build({**SITE, "index.html": "Third"})
    assert publish.main([]) == 0
    assert clone.live()["index.html"] == "Third", "the next publish brings it back"
    assert trailers(clone) == f"Source-Commit: {last}"


def test_after_a_rollback_the_next_goes_back_to_what_was_live(clone: Clone) -> None:
    (_, first), _ = published(clone, "First"), published(clone, "Second")
    assert main() == 0
    third = published(clone, "Third")[1]
    assert main() == 0
    assert tree(clone, "gh-pages") == tree(clone, first), "Second was rolled back, and is not what was before Third"
    assert trailers(clone).endswith(f"Rollback-Of: {third}")
    assert main() == 1


def test_a_rollback_works_where_what_to_type_cannot_be_told(
    clone: Clone, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shallow clone, which does not have what the site was made of."""
    published(clone, "First")
    (_, site), _ = published(clone, "Second"), published(clone, "Third")
    clone.git("clone", "--quiet", "--depth=1", clone.remote.as_uri(), str(tmp_path / "shallow"))
    shutil.copy(clone.folder / ".git/config", tmp_path / "shallow/.git/config")
    monkeypatch.chdir(tmp_path / "shallow")
    capsys.readouterr()
    assert main() == 0
    assert tree(clone, "gh-pages") == tree(clone, site)
    assert "What to take out of the sources cannot be told here, where commit " in capsys.readouterr().out


def test_what_a_clock_of_another_year_published_is_not_put_back(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may show what is not to be seen yet."""
    published(clone, "First")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2098-01-01T12:00:00Z")
    monkeypatch.setattr("tools.publish.publish.check_clock", lambda head, url: None)
    published(clone, "Second, ahead")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    published(clone, "Third")
    before = clone.tip()
    capsys.readouterr()
    assert main() == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{REFUSED}\nWhy: what was live before was published at 2098-01-01 12:00 UTC, and the clock")
    assert clone.tip() == before


def test_what_was_pushed_by_hand_is_rolled_back(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    _, site = published(clone, "First")
    foreign = clone.git("commit-tree", "main^{tree}", "-p", site, "-m", "By hand")
    clone.git("push", "--quiet", "origin", f"{foreign}:refs/heads/gh-pages")
    assert main() == 0
    assert tree(clone, "gh-pages") == tree(clone, site)
    assert "not put there by make publish" in capsys.readouterr().out


def test_what_was_not_published_from_a_commit_does_not_come_back(clone: Clone) -> None:
    foreign = clone.git("commit-tree", "-m", "By hand", "main^{tree}")
    clone.git("push", "--quiet", "origin", f"{foreign}:refs/heads/gh-pages")
    published(clone, "First")
    before = clone.tip()
    assert main() == 1
    assert clone.tip() == before


@pytest.mark.parametrize(
    ("where", "photograph"), [("here", "content/images/smile.jpg"), ("at origin", "output/images/ä smile.webp")]
)
def test_a_withdrawn_photograph_does_not_come_back(
    clone: Clone,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    photograph: str,
) -> None:
    """Withdrawn a moment ago and not committed; or by a colleague, while this clone is behind."""
    original = clone.folder / "content/images/smile.jpg"
    original.parent.mkdir()
    original.write_bytes(bytes(range(256)) * 9)
    clone.commit()
    clone.build({**SITE, "images/ä smile.webp": "RIFF – not for the eyes of others\n" * 9})
    assert publish.main([]) == 0
    other = clone.another(tmp_path / "other")
    line = f"{hashlib.sha256((clone.folder / photograph).read_bytes()).hexdigest()}  {photograph}"
    original.unlink()
    published(clone, "Without it")
    (clone.folder / "content/withdrawn.txt").write_text(f"# 2026\n{line}\n", "utf-8")
    if where == "at origin":
        clone.commit()
        monkeypatch.chdir(other.folder)
    before = clone.tip()
    capsys.readouterr()
    assert main() == 1
    why = f"{photograph.removeprefix('output/')} was withdrawn. content/withdrawn.txt:2: {line}"
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  mend the sources, then make publish\n")
    assert clone.tip() == before


def test_what_a_site_was_made_of_is_known_before_it_comes_back(
    clone: Clone, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = clone.commit()
    clone.build({**SITE, "images/smile.webp": "RIFF"})
    assert publish.main([]) == 0
    published(clone, "Second")
    clone.git("checkout", "--quiet", "--orphan", "new")
    (clone.folder / "content/withdrawn.txt").write_text("0" * 64)
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message", "Anew")
    clone.git("push", "--quiet", "--force", "origin", "new:main")
    monkeypatch.chdir(clone.another(tmp_path / "other").folder)
    before = clone.tip()
    assert main() == 1
    assert f"Why: the site was made of commit {first[:12]}, which is not here" in capsys.readouterr().err
    assert clone.tip() == before


def test_a_dry_run_tells_what_would_change(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(clone, "First"), published(clone, "Second")
    before = clone.tip()
    capsys.readouterr()
    monkeypatch.setenv("DRY_RUN", "1")
    assert main() == 0
    said = "Dry run: nothing was published. On gh-pages on origin: 0 added, 1 changed, 0 removed.\nchanged index.html\n"
    assert capsys.readouterr() == (said, "")
    assert clone.tip() == before


def test_who_publishes_meanwhile_is_not_rolled_back(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    published(clone, "First"), published(clone, "Second")
    theirs = 'rm "$0"; git push --quiet --no-verify --force origin main:refs/heads/gh-pages'
    clone.hook(clone.folder / ".git", "pre-push", theirs)
    assert main() == 1
    assert "somebody else published at the same time" in capsys.readouterr().err
    assert clone.tip() == clone.tip("main")


def test_a_line_that_breaks_warns_of_going_back_twice(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    published(clone, "First"), published(clone, "Second")
    clone.hook(clone.remote, "post-receive", f"mv '{clone.remote}' '{clone.remote}.away'")
    capsys.readouterr()
    assert main() == 1
    assert capsys.readouterr().err.endswith(f"\nDo:  {AGAIN}\n")


@pytest.mark.parametrize(
    ("branch", "why"),
    [
        ("main", "publishing replaces everything on its branch, and main holds the sources."),
        ("gh-pages", "origin has no branch gh-pages: nothing was published."),
    ],
)
def test_as_a_command_it_refuses_in_words(clone: Clone, branch: str, why: str) -> None:
    command = [sys.executable, "-m", "tools.publish.rollback", branch]
    run = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{REFUSED}\nWhy: {why}\nDo:  ")


SETTINGS = {
    "trailer.separators": "#",
    "i18n.logOutputEncoding": "UTF-16",
    "log.date": "relative",
    "log.decorate": "full",
    "log.follow": "true",
    "format.pretty": "oneline",
    "core.quotePath": "true",
    "color.ui": "always",
    "color.diff": "always",
    "color.status": "always",
    "diff.noprefix": "true",
    "diff.relative": "true",
    "diff.renames": "copies",
    "status.branch": "true",
    "status.short": "true",
}


@pytest.mark.parametrize("setting", SETTINGS.items(), ids=SETTINGS)
def test_a_users_own_settings_of_git_change_nothing(
    clone: Clone, setting: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in a file nor in the environment, of which the others are left."""
    clone.git("config", *setting)
    first, _ = published(clone, "One")
    published(clone, "Two")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", setting[0])
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", setting[1])
    assert main() == 0
    assert clone.live()["index.html"] == "One"
    assert f"\nSource-Commit: {first}\n" in clone.git("cat-file", "commit", "gh-pages", folder=clone.remote)
