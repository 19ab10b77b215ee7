"""The comparisons: each work is done in turn by ours and by another, and a row has the medians of what it cost."""

from __future__ import annotations

import compileall
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks import generator_sites, save_latency
from benchmarks.corpus import CorpusArticle, generate_articles
from benchmarks.generator_sites import BenchmarkError, BenchmarkSite
from benchmarks.process_cost import Cost, measure_build, measure_peak_memory

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
class Comparison:
    """A row of the table: a work, and what it costs ours and another.

    `ratios` are of ours to theirs, by cpu, wall and memory; `bars` are the most that they may be.
    """

    work: str
    against: str
    ours: str
    theirs: str
    ratios: dict[str, float]
    bars: dict[str, float]


class Benchmark:
    """The three sites of `number` articles in `folder`, and the works that are measured on them."""

    def __init__(self, number: int, folder: Path, tell: Callable[[str], None]) -> None:
        self.number, self.tell = number, tell
        self.rounds = 1 if number <= 100 else 5 if number <= 1_000 else 3
        tell(f"writing {number:,} articles, three times")
        self.corpus = list(generate_articles(number))
        self.hugo = generator_sites.write_hugo_site(folder / "hugo", self.corpus)
        self.stock = generator_sites.write_pelican_site(folder / "stock", self.corpus)
        self.ours = generator_sites.write_project_site(folder / "ours", self.corpus)
        few = list(generate_articles(FEW))
        self.few = (
            generator_sites.write_project_site(folder / "few", few),
            generator_sites.write_pelican_site(folder / "few-stock", few),
        )
        self.small = (
            generator_sites.write_project_site(folder / "small", self.corpus[: number // 10])
            if number >= 1_000
            else None
        )
        self.words = (f"mended{n}x" for n in count(1))
        self.edited = (self.corpus[number // 2 + n % (number // 2)] for n in count())

    def measure_all(self) -> Iterator[Comparison]:
        """Do all works, and yield a row for each."""
        cold = self.prepare_builds()
        yield self.compare_rebuilds("nothing", "nothing changed", self.change_nothing)
        yield self.compare_rebuilds("body", "one body edit", self.make_edits(CorpusArticle.reword))
        yield self.compare_rebuilds("title", "one title edit", self.make_edits(CorpusArticle.retitle))
        yield self.measure_save()
        yield self.measure_save_in_browser()
        yield self.measure_memory()
        yield from self.measure_clean_builds(cold)

    def prepare_builds(self) -> Cost:
        """Build everything once, so that what follows is warm; return the cost of our cold build.

        Ours is built twice, since it has two output folders.
        """
        self.tell("first builds")
        for project in filter(None, (self.ours, self.small)):
            compileall.compile_dir(project.folder, quiet=2)
        cold = measure_build(self.ours)
        peers: list[BenchmarkSite] = [self.ours, self.stock, self.hugo]
        for site in peers:
            measure_build(site)
            if site.count_pages() < self.number:
                raise BenchmarkError(f"{site.name} made {site.count_pages()} pages of {self.number} articles.")
        if self.small:
            measure_build(self.small)
        return cold

    def compare_rebuilds(self, name: str, work: str, do: Callable[[], Callable[[BenchmarkSite], Cost]]) -> Comparison:
        """Compare a rebuild of ours with Hugo's, in turn.

        `do` makes the change for a round, and returns what builds a site with it.
        """
        self.tell(work)
        found = []
        for _ in range(self.rounds):
            build = do()
            found.append((build(self.ours), build(self.hugo)))
        ours, theirs = zip(*found, strict=True)
        return self.make_comparison(name, f"{work}, cold process", "Hugo's rebuild", ours, theirs)

    def change_nothing(self) -> Callable[[BenchmarkSite], Cost]:
        """Change nothing: return what only builds a site."""
        return measure_build

    def make_edits(
        self, change: Callable[[CorpusArticle, str], CorpusArticle]
    ) -> Callable[[], Callable[[BenchmarkSite], Cost]]:
        """Make a function that edits another article in each round, and returns what builds a site with the edit."""

        def edit() -> Callable[[BenchmarkSite], Cost]:
            word = next(self.words)
            article = change(next(self.edited), word)

            def build(site: BenchmarkSite) -> Cost:
                site.write_article(article)
                found = measure_build(site)
                if word not in site.get_page_path(article).read_text("utf-8"):
                    raise BenchmarkError(
                        f"{site.name} was built, and {site.get_page_path(article).name} does not show the edit."
                    )
                return found

            return build

        return edit

    def measure_save(self) -> Comparison:
        """Measure the time from a save until the servers, ours and Hugo's, answer with the new words."""
        self.tell("save to visible")
        edits = ((article.reword(word), word) for article, word in zip(self.edited, self.words, strict=False))
        found = save_latency.measure_answers(self.ours, self.hugo, edits, WAITS * self.rounds)
        return _make_wait_comparison("save to visible, server running", "Hugo's server", found, self.find_bars("save"))

    def measure_save_in_browser(self) -> Comparison:
        """Measure the time from a save until Chromium shows the new words, always with FEW articles."""
        work = f"save to shown in Chromium, {FEW} articles"
        self.tell(work)
        edits = ((self.corpus[0].reword(word), word) for word in self.words)
        found = save_latency.measure_display(*self.few, edits, WAITS * self.rounds)
        return _make_wait_comparison(work, "`pelican -lr`, to its file", found, BARS["shown", FEW])

    def measure_memory(self) -> Comparison:
        """Measure the peak memory of a clean build."""
        self.tell("memory")
        peaks = []
        for site in (self.ours, self.hugo):
            site.remove_builds()
            peaks.append(measure_peak_memory(site))
        ours, theirs = (f"{one:,.0f} MB" if one else "not measured" for one in peaks)
        ratios = {"memory": peaks[0] / peaks[1]} if all(peaks) else {}
        return Comparison("peak memory of a clean build", "Hugo", ours, theirs, ratios, self.find_bars("memory"))

    def measure_clean_builds(self, cold: Cost) -> Iterator[Comparison]:
        """Measure clean builds of all sites in turn; only ours keeps something: pictures and social cards."""
        self.tell("clean builds")
        all_sites = [self.ours, self.stock, self.hugo, *filter(None, [self.small])]
        found: list[list[Cost]] = [[] for _ in all_sites]
        for _ in range(self.rounds):
            for site, costs in zip(all_sites, found, strict=True):
                site.remove_builds()
                costs.append(measure_build(site))
        ours, stock, hugo, *small = found
        yield self.make_comparison("clean", "clean build, pictures and cards warm", "stock Pelican", ours, stock)
        yield self.make_comparison("information", "clean build, pictures and cards warm", "Hugo", ours, hugo)
        yield self.make_comparison(
            "information", "clean build, pictures and cards cold (once)", "the same, warm", [cold], ours
        )
        for costs in small:
            work = f"growth of a clean build, {self.number // 10:,} to {self.number:,}"
            yield self.make_comparison("growth", work, f"itself at {self.number // 10:,}", ours, costs)

    def make_comparison(
        self, name: str, work: str, against: str, ours: Sequence[Cost], theirs: Sequence[Cost]
    ) -> Comparison:
        pairs = list(zip(ours, theirs, strict=False))
        ratios = {
            "cpu": median(one.cpu / other.cpu for one, other in pairs),
            "wall": median(one.wall / other.wall for one, other in pairs),
        }
        return Comparison(work, against, _format_cost(ours), _format_cost(theirs), ratios, self.find_bars(name))

    def find_bars(self, name: str) -> dict[str, float]:
        return BARS.get((name, self.number), {})


def _make_wait_comparison(
    work: str, against: str, found: Sequence[tuple[float, float]], bars: dict[str, float]
) -> Comparison:
    ours, theirs = (f"{median(one) * 1000:,.0f} ms" for one in zip(*found, strict=True))
    return Comparison(work, against, ours, theirs, {"wall": median(one / other for one, other in found)}, bars)


def _format_cost(costs: Sequence[Cost]) -> str:
    return f"{median(one.cpu for one in costs):.2f} s CPU, {median(one.wall for one in costs):.2f} s"
