"""The reading level of a text, and its hardest sentences.

English texts get the Flesch-Kincaid grade: years of school in the United States (Kincaid et al., 1975). Spanish texts
get the index of Szigriszt Pazos (1993), where a higher figure is easier, with the bands of INFLESZ (Barrio-Cantalejo et
al., An. Sist. Sanit. Navar. 2008; 31:135-152). Texts in other languages get no level.

Only sentences that end with a full stop, ! or ? count: headings, cells and list items would count as short sentences,
or as one very long one. A number is a word of one syllable, and a word with hyphens is one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plugins.documents.citations import BRACKETS
from plugins.lint.readability.syllables import COUNTERS
from plugins.lint.sentences import Block, Locator

MIN_WORDS = 100  # words in whole sentences that a text needs to get a level
MIN_SENTENCE_WORDS = 8  # words of a sentence that gets a figure: a shorter one would be hard by a single word
MAX_HARDEST = 5  # sentences that are listed as the hardest
CITATION = re.compile(f" ?{BRACKETS}")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


class _WholeSentence(NamedTuple):
    """A sentence at a position in its block, and how many words and syllables it has."""

    block: Block
    position: int
    text: str
    words: int
    syllables: int


class Scale(NamedTuple):
    """A readability formula: `start` + `length` x words in a sentence + `words` x syllables in a word.

    `bands` are pairs of the last figure of a band and its name, from easy to hard.
    """

    name: str
    start: float
    length: float
    words: float
    bands: tuple[tuple[float, str], ...]

    @property
    def limit(self) -> float:
        """The figure beyond which a text is hard to read: where the last band ends."""
        return self.bands[-1][0]

    def compute_figure(self, sentences: Sequence[_WholeSentence]) -> float:
        """Compute the figure of these sentences, which says how hard they are to read."""
        words = sum(sentence.words for sentence in sentences)
        syllables = sum(sentence.syllables for sentence in sentences)
        return round(self.start + self.length * words / len(sentences) + self.words * syllables / words, 1)

    def compute_hardness(self, figure: float) -> float:
        """Turn a figure into a number that is higher for a harder text on every scale."""
        return figure if self.length > 0 else -figure

    def find_band(self, figure: float) -> str:
        """Find the name of the band that a figure is in."""
        bands = (name for end, name in self.bands if self.compute_hardness(figure) <= self.compute_hardness(end))
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


class ReadingLevel(NamedTuple):
    """The reading level of a text on the scale `name`. Beyond the figure `limit` a text is hard to read."""

    name: str
    figure: float
    meaning: str
    limit: float
    hardest: tuple[Sentence, ...]

    @property
    def is_hard(self) -> bool:
        return self.meaning == "hard to read"

    def __str__(self) -> str:
        return f"{self.name} {self.figure:g}, {self.meaning}"


def measure_reading_level(blocks: Iterable[Block], lang: str, locate: Locator) -> ReadingLevel | None:
    """Measure the reading level of a text in the language `lang`.

    Return None where the language has no scale, or where the text has too few words in whole sentences.
    """
    scale = SCALES.get(lang)
    if not scale:
        return None
    sentences = list(_find_whole_sentences(blocks, lang))
    if sum(sentence.words for sentence in sentences) < MIN_WORDS:
        return None
    figure = scale.compute_figure(sentences)
    hardest = _find_hardest(sentences, scale, locate)
    return ReadingLevel(scale.name, figure, scale.find_band(figure), scale.limit, hardest)


def _find_hardest(sentences: Iterable[_WholeSentence], scale: Scale, locate: Locator) -> tuple[Sentence, ...]:
    """Find the hardest sentences, with their figures, the hardest first. Short ones get no figure."""
    measured = []
    for sentence in sentences:
        if sentence.words >= MIN_SENTENCE_WORDS:
            line, column = locate(sentence.block.find_position(sentence.position))
            measured.append(Sentence(line, column, scale.compute_figure([sentence]), sentence.text))
    measured.sort(key=lambda sentence: -scale.compute_hardness(sentence.figure))
    return tuple(measured[:MAX_HARDEST])


def _find_whole_sentences(blocks: Iterable[Block], lang: str) -> Iterator[_WholeSentence]:
    """Find the sentences that end with a stop, without citations."""
    for block in blocks:
        for start, end in block.split_sentences():
            text = CITATION.sub("", block.text[start:end]).strip()
            if text.rstrip("\"')").endswith((".", "!", "?", "…")):
                yield _WholeSentence(block, start, text, *_count_words_and_syllables(text, lang))


def _count_words_and_syllables(sentence: str, lang: str) -> tuple[int, int]:
    """Count the words of a sentence, and the syllables of all of them."""
    words = WORD.findall(sentence.lower())
    syllables = COUNTERS[lang]
    return len(words), sum(syllables(part) for word in words for part in word.replace("'", "").split("-"))
