"""Synonyms, patients' words and doctors' (`content/synonyms.yaml`), typed and checked like front matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.tokens import tokenize
from plugins.schema.text_file import decode_text, diagnose_file
from plugins.schema.types import parse_model, refuse, require_list, require_text
from plugins.schema.yaml_reader import ParsedYaml, parse_yaml

FILE = "synonyms.yaml"

Phrase = tuple[str, ...]


def _check_line(value: Any) -> Any:
    """Accept a line of two or more different names."""
    phrases = split_phrases(require_text(value))
    if len(set(phrases)) == len(phrases) > 1 and all(phrases):
        return value
    refuse("synonyms-not-names", line=value)


class Synonyms(BaseModel):
    """By language: a line for each thing that has several names."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[
        str, Annotated[tuple[Annotated[str, BeforeValidator(_check_line)], ...], BeforeValidator(require_list)]
    ]


@dataclass(frozen=True, slots=True)
class SynonymTable:
    """The synonyms of one language: the words of a thing's other names, by each name without plural endings.

    `names` are of one word; `phrases` of several, by their first word.
    """

    names: Mapping[str, Phrase]
    phrases: Mapping[str, Sequence[tuple[Phrase, Phrase]]]

    def find_others(self, text: Sequence[str]) -> set[str]:
        """Find the words of all other names of the things that a text names, in singular or plural."""
        plain = list(map(_strip_plural, text))
        joined = f" {' '.join(plain)} "
        phrases = [pair for first in self.phrases.keys() & set(plain) for pair in self.phrases[first]]
        found = [others for phrase, others in phrases if f" {' '.join(phrase)} " in joined]
        return self.find_others_of_words(text).union(*found)

    def find_others_of_words(self, words: Iterable[str]) -> set[str]:
        """Find the words of all other names of the things that have one of these words for a name."""
        return set().union(*map(self.names.__getitem__, self.names.keys() & set(map(_strip_plural, words))))


def load_synonyms(content: Path, languages: Collection[str]) -> tuple[dict[str, SynonymTable], list[Diagnostic]]:
    """Load the synonyms by language, none where there is no such file; and the errors of the file."""
    path, file = content / FILE, f"{content.name}/{FILE}"
    if not (path.exists() or path.is_symlink()):
        return {}, []
    if error := diagnose_file(path):
        return {}, [error.locate(file)]
    text, errors = decode_text(path.read_bytes())
    found: dict[str, tuple[str, ...]] = {}
    if text:
        reading = parse_yaml(text)
        synonyms, more = parse_model(Synonyms, reading, {})
        found = synonyms.__pydantic_extra__ if synonyms else {}
        errors += [*more, *_find_language_errors(reading, languages), *_find_duplicates(found, reading)]
    return {lang: make_synonym_table(lines) for lang, lines in found.items()}, [error.locate(file) for error in errors]


def make_synonym_table(lines: Sequence[str]) -> SynonymTable:
    """Make the table of these lines."""
    names: dict[str, set[str]] = defaultdict(set)
    phrases = defaultdict(list)
    for line in lines:
        listed = split_phrases(line)
        for phrase in listed:
            first, *rest = map(_strip_plural, phrase)
            others = {word for other in listed for word in other if other != phrase}
            if rest:
                phrases[first].append(((first, *rest), tuple(sorted(others))))
            else:
                names[first] |= others
    return SynonymTable({name: tuple(sorted(others)) for name, others in names.items()}, dict(phrases))


def split_phrases(line: str) -> list[Phrase]:
    """Split a line at its commas into names, each a tuple of words."""
    return [tuple(tokenize(phrase)) for phrase in line.split(",")]


@lru_cache(maxsize=20_000)
def _strip_plural(word: str) -> str:
    """Strip a plural ending, in a way that is good for comparing and for nothing else."""
    return word.removesuffix("s").removesuffix("e")


def _find_language_errors(reading: ParsedYaml, languages: Collection[str]) -> Iterator[Diagnostic]:
    """Find the languages that the site does not have."""
    for name in reading.values:
        if name not in languages:
            choices = ", ".join(sorted(languages))
            yield diagnose("language-unknown", "", reading.lines[(name,)], name, languages=choices)


def _find_duplicates(found: Mapping[str, Sequence[str]], reading: ParsedYaml) -> Iterator[Diagnostic]:
    """Find the names that stand in two lines of a language."""
    for lang, lines in found.items():
        first: dict[Phrase, int] = {}
        for position, line in enumerate(lines):
            at = reading.lines[lang, position]
            for phrase in split_phrases(line):
                before = first.setdefault(phrase, at)
                if before != at:
                    field, words = f"{lang} {position + 1}", " ".join(phrase)
                    yield diagnose("synonym-twice", "", at, field, words=words, other=before)


def load_cached_synonyms(
    content: Path, languages: Collection[str], cache: Cache
) -> tuple[dict[str, SynonymTable], list[Diagnostic]]:
    """Load the synonyms as `load_synonyms` does, from the cache while the file is the same."""
    path = content / FILE
    found = diagnose_file(path) or path.read_bytes()
    return cache.memoize(
        "synonyms",
        fingerprint.hash_values(found, sorted(languages), fingerprint.hash_code()),
        lambda: load_synonyms(content, languages),
    )
