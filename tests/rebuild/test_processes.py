"""However many processors make the site, it is the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.rebuild.builds import Done, differences, finish, mirror, site, start
from tests.rebuild.sources import Article, Sources

MANY = 150  # articles, enough for a build to share its work among processes


@contextmanager
def one_processor() -> Iterator[None]:
    """What is started meanwhile may use one of them."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def many(first: Path, folder: Path) -> Sources:
    sources = Sources(shutil.copytree(first, folder))
    for number in range(MANY):
        name, day = f"article-{number}", f"202{number % 6}-0{number % 9 + 1}-1{number % 10}"
        links = {f"article-{number - step}" for step in (1, 7) if number > step}
        tags = (f"tag {number % 11}", f"other {number % 13}")
        sources.add(Article(name, f"Article {number}", f"It is {number}.", date=day, tags=tags, links=links, words=300))
    sources.write()
    return sources


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not say which processors to use")
def test_one_processor_and_all_make_the_same_site(first: Path, tmp_path: Path) -> None:
    sources, other = many(first, tmp_path / "one"), tmp_path / "all"
    with one_processor():
        alone = built(sources.folder, sources.today)
    shutil.copytree(sources.folder / ".build", other / ".build")
    mirror(sources.folder, other)
    together = built(other, sources.today)
    assert together == alone
    assert differences(site(other / "output"), site(sources.folder / "output")) == ""
    with one_processor():  # what many wrote is read by one
        assert built(other, sources.today) == alone
    assert differences(site(other / "output"), site(sources.folder / "output")) == ""


def built(folder: Path, day: str) -> Done:
    done = finish(start(folder, day))
    assert done.code == 0, done.err
    return done
