"""The comparisons: each work is done in turn by ours and by another, and a row has the medians of what it cost."""

from __future__ import annotations

import compileall
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks import sites, visible
from benchmarks.corpus import Article, articles
from benchmarks.measure import Cost, cost, peak_memory
from benchmarks.sites import Failed, Site

FEW = 40  # articles of a young blog
WAITS = 3  # edits for each round: what a server waits for, it waits for by chance
# What is asked for: by work and number of articles, the most that a ratio of ours to theirs may be.
BARS: dict[tuple[str, int], dict[str, float]] = {
    ("body", 1_000): {"cpu": 0.35},
    ("body", 10_000): {"cpu": 0.12},
    ("title", 10_000): {"cpu": 0.15},
    ("nothing", 1_000): {"cpu": 0.2},
    ("clean", 1_000): {"cpu": 1.0, "wall": 0.6},
    ("save", 1_000): {"wall": 0.6},
    ("shown", FEW): {"wall": 0.5},
    ("memory", 10_000): {"memory": 0.25},
    ("growth", 10_000): {"cpu": 11},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a work, and what it costs ours and another.

    `ratios` are of ours to theirs, by cpu, wall and memory; `bars` are the most that they may be.
    """

    work: str
    against: str
    ours: str
    theirs: str
    ratios: dict[str, float]
    bars: dict[str, float]


class Bench:
    """The three sites of `number` articles in `folder`, and the works that are measured on them."""

    def __init__(self, number: int, folder: Path, tell: Callable[[str], None]) -> None:
        self.number, self.tell = number, tell
        self.rounds = 1 if number <= 100 else 5 if number <= 1_000 else 3
        tell(f"writing {number:,} articles, three times")
        self.corpus = list(articles(number))
        self.hugo = sites.hugo(folder / "hugo", self.corpus)
        self.stock = sites.stock(folder / "stock", self.corpus)
        self.ours = sites.ours(folder / "ours", self.corpus)
        few = list(articles(FEW))
        self.few = sites.ours(folder / "few", few), sites.stock(folder / "few-stock", few)
        self.small = sites.ours(folder / "small", self.corpus[: number // 10]) if number >= 1_000 else None
        self.words = (f"mended{n}x" for n in count(1))
        self.edited = (self.corpus[number // 2 + n % (number // 2)] for n in count())

    def rows(self) -> Iterator[Row]:
        """Do all works, and yield a row for each."""
        cold = self.first_builds()
        yield self.compared("nothing", "nothing changed", self.untouched)
        yield self.compared("body", "one body edit", self.edits(Article.reworded))
        yield self.compared("title", "one title edit", self.edits(Article.retitled))
        yield self.save_to_visible()
        yield self.save_to_shown()
        yield self.memory()
        yield from self.clean(cold)

    def first_builds(self) -> Cost:
        """Build everything once, so that what follows is warm; return the cost of our cold build.

        Ours is built twice, since it has two output folders.
        """
        self.tell("first builds")
        for project in filter(None, (self.ours, self.small)):
            compileall.compile_dir(project.folder, quiet=2)
        cold = cost(self.ours)
        peers: list[Site] = [self.ours, self.stock, self.hugo]
        for site in peers:
            cost(site)
            if site.pages() < self.number:
                raise Failed(f"{site.name} made {site.pages()} pages of {self.number} articles.")
        if self.small:
            cost(self.small)
        return cold

    def compared(self, name: str, work: str, do: Callable[[], Callable[[Site], Cost]]) -> Row:
        """Compare a rebuild of ours with Hugo's, in turn.

        `do` makes the change for a round, and returns what builds a site with it.
        """
        self.tell(work)
        found = []
        for _ in range(self.rounds):
            build = do()
            found.append((build(self.ours), build(self.hugo)))
        ours, theirs = zip(*found, strict=True)
        return self.row(name, f"{work}, cold process", "Hugo's rebuild", ours, theirs)

    def untouched(self) -> Callable[[Site], Cost]:
        """Change nothing: return what only builds a site."""
        return cost

    def edits(self, change: Callable[[Article, str], Article]) -> Callable[[], Callable[[Site], Cost]]:
        """Make a function that edits another article in each round, and returns what builds a site with the edit."""

        def edit() -> Callable[[Site], Cost]:
            word = next(self.words)
            article = change(next(self.edited), word)

            def build(site: Site) -> Cost:
                site.put(article)
                found = cost(site)
                if word not in site.page(article).read_text("utf-8"):
                    raise Failed(f"{site.name} was built, and {site.page(article).name} does not show the edit.")
                return found

            return build

        return edit

    def save_to_visible(self) -> Row:
        """Measure the time from a save until the servers, ours and Hugo's, answer with the new words."""
        self.tell("save to visible")
        edits = ((article.reworded(word), word) for article, word in zip(self.edited, self.words, strict=False))
        found = visible.answered(self.ours, self.hugo, edits, WAITS * self.rounds)
        return _waited("save to visible, server running", "Hugo's server", found, self.bars("save"))

    def save_to_shown(self) -> Row:
        """Measure the time from a save until Chromium shows the new words, always with FEW articles."""
        work = f"save to shown in Chromium, {FEW} articles"
        self.tell(work)
        edits = ((self.corpus[0].reworded(word), word) for word in self.words)
        found = visible.shown(*self.few, edits, WAITS * self.rounds)
        return _waited(work, "`pelican -lr`, to its file", found, BARS["shown", FEW])

    def memory(self) -> Row:
        """Measure the peak memory of a clean build."""
        self.tell("memory")
        peaks = []
        for site in (self.ours, self.hugo):
            site.forget()
            peaks.append(peak_memory(site))
        ours, theirs = (f"{one:,.0f} MB" if one else "not measured" for one in peaks)
        ratios = {"memory": peaks[0] / peaks[1]} if all(peaks) else {}
        return Row("peak memory of a clean build", "Hugo", ours, theirs, ratios, self.bars("memory"))

    def clean(self, cold: Cost) -> Iterator[Row]:
        """Measure clean builds of all sites in turn; only ours keeps something: pictures and social cards."""
        self.tell("clean builds")
        all_sites = [self.ours, self.stock, self.hugo, *filter(None, [self.small])]
        found: list[list[Cost]] = [[] for _ in all_sites]
        for _ in range(self.rounds):
            for site, costs in zip(all_sites, found, strict=True):
                site.forget()
                costs.append(cost(site))
        ours, stock, hugo, *small = found
        yield self.row("clean", "clean build, pictures and cards warm", "stock Pelican", ours, stock)
        yield self.row("information", "clean build, pictures and cards warm", "Hugo", ours, hugo)
        yield self.row("information", "clean build, pictures and cards cold (once)", "the same, warm", [cold], ours)
        for costs in small:
            work = f"growth of a clean build, {self.number // 10:,} to {self.number:,}"
            yield self.row("growth", work, f"itself at {self.number // 10:,}", ours, costs)

    def row(self, name: str, work: str, against: str, ours: Sequence[Cost], theirs: Sequence[Cost]) -> Row:
        pairs = list(zip(ours, theirs, strict=False))
        ratios = {
            "cpu": median(one.cpu / other.cpu for one, other in pairs),
            "wall": median(one.wall / other.wall for one, other in pairs),
        }
        return Row(work, against, _said(ours), _said(theirs), ratios, self.bars(name))

    def bars(self, name: str) -> dict[str, float]:
        return BARS.get((name, self.number), {})


def _waited(work: str, against: str, found: Sequence[tuple[float, float]], bars: dict[str, float]) -> Row:
    ours, theirs = (f"{median(one) * 1000:,.0f} ms" for one in zip(*found, strict=True))
    return Row(work, against, ours, theirs, {"wall": median(one / other for one, other in found)}, bars)


def _said(costs: Sequence[Cost]) -> str:
    return f"{median(one.cpu for one in costs):.2f} s CPU, {median(one.wall for one in costs):.2f} s"
