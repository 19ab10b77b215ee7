"""After any history of changes, damage and interrupted builds, a build gives what a clean build gives, byte for byte.

`make test` makes 25 builds, always the same; `make soak` makes 500, of a history that its seed chooses. What fails
prints the steps that led there, and a line that takes the same steps again.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from plugins.cache.file_stat import SETTLED
from tests.fake_clock import Clock
from tests.rebuild import changes
from tests.rebuild.builds import Clean, Done, differences, finish, kill, manifest_faults, site, start, tree_of
from tests.rebuild.mistakes import MISTAKES
from tests.rebuild.sources import Sources

USUAL = 1.0  # seconds that a build takes, before one was measured
Step = list[tuple[str, int]]  # names of changes, and the seed of each


class History(RuleBasedStateMachine):
    """Each step makes one to three changes, builds, and compares. A change is known by its name and a seed."""

    def __init__(self, first: Path, folder: Path, turn: int) -> None:
        super().__init__()
        shutil.rmtree(folder, ignore_errors=True)
        self.sources = Sources(folder / "here")
        self.clean = Clean(self.sources.folder, folder / "clean")
        shutil.copytree(first, self.clean.beside)
        shutil.copytree(first, self.sources.folder)
        self.sources.write()
        self.turn, self.seconds = turn, USUAL
        self.steps: list[Step] = []
        self.told: list[str] = []

    @rule(pick=st.integers(0, 9999), count=st.sampled_from((3, 2, 1)))
    def step(self, pick: int, count: int) -> None:
        """Whatever is picked, the turn counts too, so that the dullest of histories goes through every change."""
        self.take(list(self._next(pick, count)))

    def _next(self, pick: int, count: int) -> Iterator[tuple[str, int]]:
        for number in range(count):
            act = ROUND[(pick + self.turn) % len(ROUND)]
            if act in ALONE and number:
                return
            self.turn += 1
            yield act, pick + self.turn
            if act in ALONE:
                return

    def take(self, step: Step) -> None:
        self.steps.append(step)
        for name, number in step:
            random = Random(f"{name} {number}")
            if name in ACTS:
                self._tell(name, ACTS[name](self.sources, random))
                self.sources.write()
            else:
                MORE[name](self, random)
        self.publish()

    def publish(self, *words: str) -> None:
        done = self.compare(*words)
        self.expect(done.code == 0, f"A change that may be published was refused:\n{done.err}")

    def compare(self, *words: str) -> Done:
        """Build here and, beside it, cleanly elsewhere."""
        folder, tree = self.sources.folder, self.sources.folder / tree_of(words)
        before = site(tree)
        wait = self.clean.start(self.sources.today, *words)
        started = time.monotonic()
        clock: dict[str, str] = {}
        if self.sources.by_clock:
            clock = Clock(self.clean.beside.parent / "clock", f"{self.sources.today}T{self.sources.time}").environment
        done = finish(start(folder, self.sources.today, *words, **clock))
        self.seconds = time.monotonic() - started
        now, (wanted, clean) = site(tree), wait()
        told = f"A build says\n{_said(done)}\na clean one says\n{_said(wanted)}\n"
        self.expect(done == wanted, told + differences(now, clean))
        if done.code:
            self.expect(now == before, f"A refused build changed {tree}:\n{differences(now, before)}")
            return done
        self.expect(now == clean, f"{tree} is another:\n{differences(now, clean)}")
        if not words:
            faults = manifest_faults(folder, self.sources.today)
            self.expect(not faults, f"manifest.json is wrong on {faults}")
        return done

    # Changes that build more than once.

    def mistake(self, random: Random) -> None:
        """Two of them, one after the other, and then the mended site."""
        for make in random.sample(MISTAKES, 2):
            names = make(self.sources, random)
            self._tell(make.__name__, ", ".join(names))
            self.expect(self.compare().code == 1, "The mistake was published.")
            self.sources.mend(names)

    def cut_short(self, random: Random) -> None:
        """What a killed build leaves in output/ is the site of before or the whole of the new one."""
        output = self.sources.folder / "output"
        for _ in range(random.randrange(1, 3)):
            share = random.uniform(0.1, 1.1)
            before = site(output)
            kill(self.sources.folder, self.sources.today, share * self.seconds)
            self._tell("cut_short", f"a build was killed after {share:.2f} of a build's time")
            if (now := site(output)) != before:
                _, clean = self.clean.start(self.sources.today)()
                self.expect(now == clean, f"It left output/ between two sites:\n{differences(now, clean)}")

    def preview(self, random: Random) -> None:
        """The other site that is made of the same sources, and of the same cache."""
        self._tell("preview", "the preview was built")
        self.publish("--preview")

    def there_and_back(self, random: Random) -> None:
        """Words that nothing else knows of, once all files are old enough to be known by their states; and back."""
        one, other = random.sample(self.sources.visible(), 2)
        was = one.version
        time.sleep(SETTLED / 1e9)
        for article, version in ((other, other.version + 100), (one, was + 100), (one, was)):
            article.version = version
            self.sources.write()
            self._tell("there_and_back", f"the text of {article.name}")
            self.publish()

    def _tell(self, name: str, what: str) -> None:
        self.told.append(f"{len(self.steps):4} {name}: {what}")

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            words = " ".join(",".join(f"{name}:{number}" for name, number in step) for step in self.steps)
            steps = "\n".join(self.told)
            again = f"Once more: make soak REPLAY='{words}'\nThe two projects: {self.clean.beside.parent}"
            print(f"\n{otherwise}\n\nSteps that led here:\n{steps}\n{again}")
            raise AssertionError(otherwise)


ACTS = {act.__name__: act for act in (*changes.CONTENT, *changes.DAMAGE, *changes.ALONE)}
MORE = {act.__name__: act for act in (History.cut_short, History.mistake, History.preview, History.there_and_back)}
ALONE = {*(act.__name__ for act in changes.ALONE), "mistake", "preview", "there_and_back"}


def _round() -> Iterator[str]:
    """Every change once: of content, of what was built, and of both, each followed by some that are alone."""
    content = [act.__name__ for act in changes.CONTENT]
    damage = ["cut_short", *(act.__name__ for act in changes.DAMAGE)]
    alone = [act.__name__ for act in changes.ALONE]
    alone[2:2] = ["mistake"]
    alone.insert(6, "there_and_back")
    alone.insert(12, "preview")
    while content or damage or alone:
        for names, count in ((content, 3), (alone, 1), (damage, 2), (alone, 1), (content, 2), (damage, 1), (alone, 2)):
            yield from names[:count]
            del names[:count]


ROUND = tuple(_round())


def _said(done: Done) -> str:
    return f"{done.code} {done.out}{done.err}".rstrip()


def test_any_history_of_changes_gives_the_site_of_a_clean_build(
    first: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    given = os.environ.get("SOAK") and (os.environ.get("BUILDS") or "500")
    for name, value in (("BUILDS", given or ""), ("SEED", os.environ.get("SEED", ""))):
        if value and not value.isdecimal():
            pytest.fail(f"{name} is a number, not {value!r}: make soak BUILDS=500 SEED=1", pytrace=False)
    number = int(os.environ.get("SEED") or SystemRandom().randrange(10**6)) if given else 0

    def begin() -> History:
        return History(first, tmp_path / "history", number)

    if replay := os.environ.get("REPLAY"):
        history = begin()
        for step in _steps(replay):
            history.take(step)
        return
    set_hypothesis_home_dir(tmp_path / "hypothesis")
    if given:
        record_property("soak: SEED", number)
        print(f"SEED={number}")
        seed(number)(begin)
    _run(begin, int(given or 25), fixed=not given)


def _run(begin: Any, count: int, *, fixed: bool) -> None:
    """Histories of at most 25 steps, `count` in all."""
    length = min(count, 25)
    how = settings(
        max_examples=count // length,
        stateful_step_count=length,
        derandomize=fixed,
        database=None,
        phases=(Phase.generate,),  # to shrink a history would take an hour; a person takes steps out of REPLAY
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(begin, settings=how)


def _steps(text: str) -> Sequence[Step]:
    parts = [[change.split(":") for change in step.split(",")] for step in text.split()]
    return [[(name, int(number)) for name, number in step] for step in parts]
