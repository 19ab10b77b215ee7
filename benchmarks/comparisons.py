"""The comparisons: each work is done in turn by ours and by another, and a row has the medians of what it cost."""

from __future__ import annotations

import compileall
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks import generator_sites, save_latency
from benchmarks.corpus import CorpusArticle, generate_article, generate_articles
from benchmarks.generator_sites import BenchmarkError, BenchmarkSite
from benchmarks.process_cost import Cost, measure_build, measure_peak_memory

Build = Callable[[BenchmarkSite], Cost]
FEW = 40  # articles of a young blog
WAITS = 3  # edits for each round: what a server waits for, it waits for by chance
MOST_PEERS = 1_000  # articles up to which the peers that do the same work are measured
SITE_WIDE = {  # what changes every page: a file of this project, words in it, and what each round writes for them
    "word": ("a word of the interface", "theme/words/en.yaml", "\nblog: Blog", "\nblog: Blog {}"),
    "color": ("a color", "theme/css/tokens.css", "light-dark(#055", "light-dark(#0{}"),
    "fact": ("a clinic's fact", "content/clinic.yaml", "555-0142", "555-01{}"),
}
HUGO, FULL_HUGO, STOCK = "Hugo", "Hugo, same work", "stock Pelican"
# What is asked for: by work, peer and number of articles, the most that a ratio of ours to theirs may be.
EDITS = ("body", "title", "tag", "date", "new", "deleted")
BARS: dict[tuple[str, str, int], dict[str, float]] = {
    ("clean", FULL_HUGO, 30): {"cpu": 2.0},
    ("clean", FULL_HUGO, 100): {"cpu": 1.4},
    ("clean", FULL_HUGO, 1_000): {"cpu": 0.8},
    ("clean", STOCK, 1_000): {"cpu": 1.4},
    **{(edit, FULL_HUGO, 30): {"cpu": 0.7} for edit in EDITS},
    **{(edit, HUGO, 1_000): {"cpu": 0.35} for edit in EDITS},
    **{(edit, HUGO, 10_000): {"cpu": 0.12} for edit in EDITS},
    **{(change, "", 1_000): {"cpu": 0.7} for change in SITE_WIDE},
    ("nothing", HUGO, 30): {"cpu": 0.6},
    ("nothing", HUGO, 1_000): {"cpu": 0.1},
    ("nothing", HUGO, 10_000): {"cpu": 0.04},
    ("save", HUGO, 1_000): {"wall": 0.4},
    ("save", HUGO, 10_000): {"wall": 0.4},
    ("shown", STOCK, FEW): {"wall": 0.5},
    ("memory", HUGO, 10_000): {"memory": 0.22},
    ("growth", "", 10_000): {"cpu": 10},
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
    """The sites of `number` articles in `folder`, and the works that are measured on them."""

    def __init__(self, number: int, folder: Path, tell: Callable[[str], None]) -> None:
        self.number, self.tell = number, tell
        self.rounds = 1 if number < 30 else 5 if number <= 1_000 else 3
        tell(f"writing {number:,} articles for each site")
        self.corpus = list(generate_articles(number))
        self.hugo = generator_sites.write_hugo_site(folder / "hugo", self.corpus)
        self.stock = generator_sites.write_pelican_site(folder / "stock", self.corpus)
        self.ours = generator_sites.write_project_site(folder / "ours", self.corpus)
        self.same_work: list[BenchmarkSite] = []
        if number <= MOST_PEERS:
            self.same_work += [
                generator_sites.write_full_hugo_site(folder / "full-hugo", self.corpus),
                generator_sites.write_plugin_site(folder / "plugged", self.corpus),
            ]
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
        self.added = map(generate_article, count(number))

    def measure_all(self) -> Iterator[Comparison]:
        """Do all works, and yield a row for each."""
        cold = self.prepare_builds()
        yield from self.compare_rebuilds("nothing", "nothing changed", lambda: self.measure_unchanged)
        yield from self.compare_rebuilds("body", "one body edit", self.make_edits(CorpusArticle.reword))
        yield from self.compare_rebuilds("title", "one title edit", self.make_edits(CorpusArticle.retitle))
        yield from self.compare_rebuilds("tag", "one tag edit", self.make_edits(CorpusArticle.retag))
        yield from self.compare_rebuilds("date", "one date edit", self.make_edits(CorpusArticle.redate))
        yield from self.compare_addition_and_deletion()
        yield self.measure_save()
        yield self.measure_save_in_browser()
        yield self.measure_memory()
        clean, rows = self.measure_clean_builds(cold)
        yield from rows
        for name in SITE_WIDE:
            yield self.measure_site_wide_change(name, clean)

    @property
    def rebuilt(self) -> list[BenchmarkSite]:
        """The sites that rebuilds are measured on: ours, Hugo, and Hugo with the same work."""
        return [self.ours, self.hugo, *self.same_work[:1]]

    def prepare_builds(self) -> Cost:
        """Build everything once, so that what follows is warm; return the cost of our cold build.

        Ours is built twice, since it has two output folders.
        """
        self.tell("first builds")
        for project in filter(None, (self.ours, self.small)):
            compileall.compile_dir(project.folder, quiet=2)
        cold = measure_build(self.ours)
        for site in (self.ours, self.stock, self.hugo, *self.same_work):
            measure_build(site)
            if site.count_pages() < self.number:
                raise BenchmarkError(f"{site.name} made {site.count_pages()} pages of {self.number} articles.")
        if self.small:
            measure_build(self.small)
        return cold

    def measure_unchanged(self, site: BenchmarkSite) -> Cost:
        """Measure a build of a site in which nothing has changed."""
        return measure_build(site)

    def compare_rebuilds(self, name: str, work: str, make_change: Callable[[], Build]) -> Iterator[Comparison]:
        """Compare a rebuild of ours with those of Hugo, in turn.

        `make_change` decides on the change of a round, and returns what makes it in a site and builds that.
        """
        self.tell(work)
        found: list[list[Cost]] = [[] for _ in self.rebuilt]
        for _ in range(self.rounds):
            build = make_change()
            for site, costs in zip(self.rebuilt, found, strict=True):
                costs.append(build(site))
        yield from self.compare_with_each(name, f"{work}, cold process", found)

    def compare_addition_and_deletion(self) -> Iterator[Comparison]:
        """Compare builds after an article was added, in each round one more, and after the oldest of them was deleted.

        So no site is as it was before: its pages cannot come from our other output folder.
        """
        articles = [replace(next(self.added), sections=("A text without links.",)) for _ in range(self.rounds)]

        def add(site: BenchmarkSite, article: CorpusArticle) -> Cost:
            site.write_article(article)
            return _measure_visible_change(site, article)

        def delete(site: BenchmarkSite, article: CorpusArticle) -> Cost:
            site.get_source_path(article).unlink()
            site.remove_stale_page(article)
            cost = measure_build(site)
            if site.get_page_path(article).exists():
                raise BenchmarkError(f"{site.name} was built, and the deleted {article.slug} is still there.")
            return cost

        for name, work, change in (("new", "a new article", add), ("deleted", "a deleted article", delete)):
            builds = (partial(change, article=article) for article in articles)
            yield from self.compare_rebuilds(name, work, partial(next, builds))

    def compare_with_each(self, name: str, work: str, found: list[list[Cost]]) -> Iterator[Comparison]:
        """Compare ours, the first of `rebuilt`, with each of the others."""
        for site, costs in zip(self.rebuilt[1:], found[1:], strict=True):
            yield self.make_comparison(name, work, site.name, found[0], costs)

    def make_edits(self, change: Callable[[CorpusArticle, str], CorpusArticle]) -> Callable[[], Build]:
        """Make a function that edits another article in each round, and returns what builds a site with the edit."""

        def edit() -> Build:
            article = change(next(self.edited), next(self.words))

            def build(site: BenchmarkSite) -> Cost:
                site.write_article(article)
                return _measure_visible_change(site, article)

            return build

        return edit

    def measure_site_wide_change(self, name: str, clean: Sequence[Cost]) -> Comparison:
        """Measure our rebuild after a change that every page shows, against our clean builds."""
        work, file, before, after = SITE_WIDE[name]
        self.tell(work)
        path = self.ours.folder / file
        original = path.read_text("utf-8")
        measure_build(self.ours)
        found = []
        for number in range(60, 60 + self.rounds):  # never the same twice: the other output folder may have that
            path.write_text(original.replace(before, after.format(number)), "utf-8")
            found.append(_measure_visible_change(self.ours, self.corpus[0]))
        return self.make_comparison(name, f"{work}, cold process", "", found, clean)

    def measure_save(self) -> Comparison:
        """Measure the time from a save until the servers, ours and Hugo's, answer with the new words."""
        self.tell("save to visible")
        edits = ((article.reword(word), word) for article, word in zip(self.edited, self.words, strict=False))
        found = save_latency.measure_answers(self.ours, self.hugo, edits, WAITS * self.rounds)
        bars = self.find_bars("save", HUGO)
        return _make_wait_comparison("save to visible, server running", "Hugo's server", found, bars)

    def measure_save_in_browser(self) -> Comparison:
        """Measure the time from a save until Chromium shows the new words, always with FEW articles."""
        work = f"save to shown in Chromium, {FEW} articles"
        self.tell(work)
        edits = ((self.corpus[0].reword(word), word) for word in self.words)
        found = save_latency.measure_display(*self.few, edits, WAITS * self.rounds)
        return _make_wait_comparison(work, "`pelican -lr`, to its file", found, BARS["shown", STOCK, FEW])

    def measure_memory(self) -> Comparison:
        """Measure the peak memory of a clean build."""
        self.tell("memory")
        peaks = []
        for site in (self.ours, self.hugo):
            site.remove_builds()
            peaks.append(measure_peak_memory(site))
        ours, theirs = (f"{one:,.0f} MB" if one else "not measured" for one in peaks)
        ratios = {"memory": peaks[0] / peaks[1]} if all(peaks) else {}
        return Comparison("peak memory of a clean build", "Hugo", ours, theirs, ratios, self.find_bars("memory", HUGO))

    def measure_clean_builds(self, cold: Cost) -> tuple[list[Cost], list[Comparison]]:
        """Measure clean builds of all sites in turn; only ours keeps something: pictures and social cards.

        Return the costs of ours, and the rows.
        """
        self.tell("clean builds")
        peers = [self.stock, self.hugo, *self.same_work]
        all_sites = [self.ours, *peers, *filter(None, [self.small])]
        found: list[list[Cost]] = [[] for _ in all_sites]
        for _ in range(self.rounds):
            for site, costs in zip(all_sites, found, strict=True):
                site.remove_builds()
                costs.append(measure_build(site))
        ours, *others = found
        work = "clean build, pictures and cards warm"
        rows = [
            self.make_comparison("clean", work, peer.name, ours, one) for peer, one in zip(peers, others, strict=False)
        ]
        rows.append(
            self.make_comparison("cold", "clean build, pictures and cards cold (once)", "the same, warm", [cold], ours)
        )
        for costs in others[len(peers) :]:
            work = f"growth of a clean build, {self.number // 10:,} to {self.number:,}"
            rows.append(self.make_comparison("growth", work, "", ours, costs))
        return ours, rows

    def make_comparison(
        self, name: str, work: str, against: str, ours: Sequence[Cost], theirs: Sequence[Cost]
    ) -> Comparison:
        pairs = list(zip(ours, theirs, strict=False))
        ratios = {
            "cpu": median(one.cpu / other.cpu for one, other in pairs),
            "wall": median(one.wall / other.wall for one, other in pairs),
        }
        bars = self.find_bars(name, against)
        against = against or (f"itself at {self.number // 10:,}" if name == "growth" else "its own clean build")
        return Comparison(work, against, _format_cost(ours), _format_cost(theirs), ratios, bars)

    def find_bars(self, name: str, against: str) -> dict[str, float]:
        return BARS.get((name, against, self.number), {})


def _measure_visible_change(site: BenchmarkSite, article: CorpusArticle) -> Cost:
    """Measure a build. Raises BenchmarkError where the page of the article is afterwards as it was before."""
    page = site.get_page_path(article)
    before = page.read_bytes() if page.exists() else b""
    cost = measure_build(site)
    if not page.exists() or page.read_bytes() == before:
        raise BenchmarkError(f"{site.name} was built, and the page {article.slug} does not show the change.")
    return cost


def _make_wait_comparison(
    work: str, against: str, found: Sequence[tuple[float, float]], bars: dict[str, float]
) -> Comparison:
    ours, theirs = (f"{median(one) * 1000:,.0f} ms" for one in zip(*found, strict=True))
    return Comparison(work, against, ours, theirs, {"wall": median(one / other for one, other in found)}, bars)


def _format_cost(costs: Sequence[Cost]) -> str:
    return f"{median(one.cpu for one in costs):.2f} s CPU, {median(one.wall for one in costs):.2f} s"
