"""How hard a text is to read, and its hardest sentences.

English has the Flesch-Kincaid grade: years of school in the United States (Kincaid et al., 1975). Spanish has the index
of Szigriszt Pazos (1993), in which more is easier, with the bands of INFLESZ (Barrio-Cantalejo et al., An. Sist. Sanit.
Navar. 2008; 31:135-152). Other languages have none.

Only whole sentences count, those that end with a stop: headings, cells and items of a list would seem to be short
sentences, or one very long one. A number is a word of one syllable, a word with hyphens is one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from plugins.lint.readability.syllables import COUNTERS
from plugins.lint.sentences import Block

ENOUGH = 100  # words: of fewer, nothing is said
LEAST = 8  # words of a sentence: a shorter one is hard by a single word
SHOWN = 5
CITATION = re.compile(r" ?\[\d[\d, ]*\]")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


class Scale(NamedTuple):
    """`start` + `length` x words in a sentence + `words` x syllables in a word. `bands` are named by where they end."""

    name: str
    start: float
    length: float
    words: float
    bands: tuple[tuple[float, str], ...]

    def figure(self, sentences: int, words: int, syllables: int) -> float:
        return round(self.start + self.length * words / sentences + self.words * syllables / words, 1)

    def hardness(self, figure: float) -> float:
        """The more, the harder, whichever way the figures go."""
        return figure if self.length > 0 else -figure

    def meaning(self, figure: float) -> str:
        bands = (name for end, name in self.bands if self.hardness(figure) <= self.hardness(end))
        return next(bands, "hard to read")


SCALES = {
    "en": Scale("grade", -15.59, 0.39, 11.8, ((6, "very easy"), (8, "easy to read"), (9, "could be plainer"))),
    "es": Scale("INFLESZ", 206.835, -1, -62.3, ((80, "very easy"), (65, "easy to read"), (55, "could be plainer"))),
}


class Sentence(NamedTuple):
    line: int
    column: int
    figure: float
    text: str


class Level(NamedTuple):
    """How hard a whole text is. `limit` is the figure beyond which it is hard, on the scale `name`."""

    name: str
    figure: float
    meaning: str
    limit: float
    hardest: tuple[Sentence, ...]

    @property
    def hard(self) -> bool:
        return self.meaning == "hard to read"

    def __str__(self) -> str:
        return f"{self.name} {self.figure:g}, {self.meaning}"


def level(blocks: Iterable[Block], lang: str, place: Callable[[int], tuple[int, int]]) -> Level | None:
    """Of a text in this language, None where too little of it is in whole sentences. `place` as `places` gives it."""
    scale = SCALES.get(lang)
    if not scale:
        return None
    counts, sentences = [0, 0, 0], []
    for block, start, text in _whole_sentences(blocks):
        count = (1, *_counted(text, lang))
        counts = [sum(pair) for pair in zip(counts, count, strict=True)]
        if count[1] >= LEAST:
            sentences.append(Sentence(*place(block.place(start)), scale.figure(*count), text))
    if counts[1] < ENOUGH:
        return None
    figure = scale.figure(*counts)
    hardest = sorted(sentences, key=lambda one: -scale.hardness(one.figure))[:SHOWN]
    return Level(scale.name, figure, scale.meaning(figure), scale.bands[-1][0], tuple(hardest))


def _whole_sentences(blocks: Iterable[Block]) -> Iterator[tuple[Block, int, str]]:
    """Each with the block and the position in it where it stands, without its citations."""
    for block in blocks:
        for start, end in block.sentences():
            text = CITATION.sub("", block.text[start:end]).strip()
            if text.rstrip("\"')").endswith((".", "!", "?", "…")):
                yield block, start, text


def _counted(sentence: str, lang: str) -> tuple[int, int]:
    """Its words and their syllables."""
    words = WORD.findall(sentence.lower())
    syllables = COUNTERS[lang]
    return len(words), sum(syllables(part) for word in words for part in word.replace("'", "").split("-"))
