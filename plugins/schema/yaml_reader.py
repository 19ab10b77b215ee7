"""A YAML parser in which every value is text. It gives the line of each value and reports all mistakes at once.

No type is guessed: `no` stays "no", `0042` stays "0042". Anchors, aliases and tags are refused, and so is nesting that
no front matter needs, before it can cost time.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from plugins.diagnostics.diagnostic import Diagnostic, diagnose

DEEPEST = 6
LONGEST = 100_000  # characters
MOST_ERRORS = 40  # after so many, parsing stops: each may cost another pass over the text
FIELD = re.compile(r"([^\s#'\"\-][^:\n]*?)[^\S\n]*:(?=\s|$)")
# Characters that are never text: control characters, marks of writing direction, what XML forbids.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")

# Slips that the parser would report at another line or late: rule, pattern, and a function that gives the line to go
# on with.
SLIPS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("yaml-tab", re.compile(r"\t", re.MULTILINE), lambda line: line.replace("\t", "  ")),
    ("yaml-list-deep", re.compile(r"^ {40}|[\[{](?:\s*[\[{]){6}", re.MULTILINE), lambda _: ""),
    ("yaml-colon-space", re.compile(r"^[a-z_]+:[^\s/]", re.MULTILINE), lambda line: line.replace(":", ": ", 1)),
    (
        "yaml-line-stray",
        re.compile(r"^(?!(- |-$|[\]}#]|" + FIELD.pattern + r"))\S", re.MULTILINE),
        lambda _: "",
    ),
)

Place = tuple[str | int, ...]

# libyaml is ten times as fast, but explains less: what it cannot parse, the Python parser parses again.
FAST_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class ParsedYaml:
    """A parsed text: nested values, the line of each place, and in `broken` the fields that could not be parsed."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    errors: list[Diagnostic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


class _Mistake(Exception):
    """Something cannot be parsed or is refused. `mended` is the corrected line, where it is clear what was meant.

    `line` counts from 0, from the first line of the text. `values` fill in the message of the rule.
    """

    def __init__(self, line: int, rule: str, mended: str = "", **values: object) -> None:
        self.line, self.mended = line, mended
        self.diagnostic = diagnose(rule, **values)


def parse_yaml(text: str, first_line: int = 1, longest: int = LONGEST) -> ParsedYaml:
    """Parse a mapping. A field with a mistake is left out and named in `broken`; the others are still parsed.

    `first_line` is the line of the file on which `text` starts, `longest` the most characters it may have.
    """
    reading = ParsedYaml()
    if len(text) > longest:
        return ParsedYaml(errors=[diagnose("yaml-long", "", first_line, longest=longest)])
    # Unseen characters are reported by plugins.schema.text_file, and the Python parser accepts none.
    lines = UNSEEN.sub(" ", text).split("\n")
    suspected = any(pattern.search(text) for _, pattern, _ in SLIPS)
    for number, line in enumerate(lines if suspected else ()):
        if len(reading.errors) >= MOST_ERRORS:
            break
        for rule, pattern, mended in SLIPS:
            if pattern.search(line):
                name = _find_field([*lines[:number], mended(line) or line], number)[0]
                reading.errors.append(diagnose(rule, "", first_line + number, name))
                lines[number] = line = mended(line)
                if not line:
                    reading.broken.add(name)
    if not reading.errors:
        attempt = _EventParser(lines, first_line, FAST_LOADER)
        with contextlib.suppress(_Mistake, yaml.YAMLError):
            reading.values, reading.lines = attempt.parse_mapping()
            if not attempt.errors and not attempt.cut:
                return reading
    mended_once: set[int] = set()  # a corrected line that is still wrong is left out
    while len(reading.errors) < MOST_ERRORS:
        attempt = _EventParser(lines, first_line, yaml.BaseLoader)
        try:
            reading.values, reading.lines = attempt.parse_mapping()
        except (_Mistake, yaml.MarkedYAMLError) as error:
            mistake = error if isinstance(error, _Mistake) else _explain_yaml_error(error, lines)
            name, start, end = _find_field(lines, mistake.line)
            reading.errors.append(mistake.diagnostic.locate("", first_line + mistake.line, name))
            if mistake.mended and mistake.line not in mended_once:
                mended_once.add(mistake.line)
                lines[mistake.line] = mistake.mended
                continue
            reading.broken.add(name)
            if not any(lines[start:end]):
                return reading
            lines[start:end] = [""] * (end - start)
        else:
            reading.errors += attempt.errors
            reading.broken |= attempt.cut
            return reading
    return ParsedYaml(errors=[*reading.errors, diagnose("yaml-more", "", first_line)])


def _find_field(lines: list[str], number: int) -> tuple[str, int, int]:
    """Find the top-level field of line `number`: its name, its first line, and the line after its last."""
    number = min(number, len(lines) - 1)
    start = next((n for n in range(number, -1, -1) if FIELD.match(lines[n])), None)
    if start is None:
        return "", number, number + 1
    end = next((n for n in range(start + 1, len(lines)) if FIELD.match(lines[n])), len(lines))
    match = FIELD.match(lines[start])
    return (match[1] if match else ""), start, end


def _explain_yaml_error(error: yaml.MarkedYAMLError, lines: list[str]) -> _Mistake:
    """Turn an error of the YAML parser into a mistake that says to an editor what to write."""
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and ("quoted scalar" in said or "flow" in said):
        mark = error.context_mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    line = lines[number].strip().removeprefix("- ").strip()
    named = re.match(r"([a-z_]+)\s*:(?=\s|$)\s*", line)
    name, value = (f"{named[1]}: ", line[named.end() :]) if named else ("", line)
    goes_on = re.match(r" +(?!- |[a-z_]+:)\S", "".join(lines[number + 1 : number + 2]))
    mended = "" if goes_on else f"{lines[number].removesuffix(value)}{quote_yaml(value)}"
    if "unknown escape character" in said or "escape sequence" in said:
        return _Mistake(number, "yaml-backslash")
    if value.startswith(("'", '"')) or "quoted scalar" in said:
        return _Mistake(number, "yaml-quotes", mended)
    if "mapping values are not allowed" in said:
        return _Mistake(number, "yaml-colon", mended, quoted=f"{name}{quote_yaml(value)}")
    if "flow" in said:
        return _Mistake(number, "yaml-bracket", sign=value[:1])
    if value[:1] in tuple("&*!|>%@`?-{}[],"):
        return _Mistake(number, "yaml-sign", mended, sign=value[:1], quoted=f"{name}{quote_yaml(value)}")
    return _Mistake(number, "yaml-unread")


def format_code_point(character: str) -> str:
    """Format the code point of a character, as in U+200B."""
    return f"U+{ord(character):04X}"


def quote_yaml(text: str) -> str:
    """Put `text` in quotes, so that YAML reads it unchanged."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _EventParser:
    """One pass over the parser's events, which collects values, lines and errors."""

    def __init__(self, lines: list[str], first_line: int, loader: Any) -> None:
        self.source = lines
        self.first_line = first_line
        self.events: Iterator[Any] = yaml.parse("\n".join(lines), Loader=loader)
        self.lines: dict[Place, int] = {}
        self.errors: list[Diagnostic] = []
        self.cut: set[str] = set()  # top-level fields of which a comment sign cuts a part off

    def parse_mapping(self) -> tuple[dict[str, Any], dict[Place, int]]:
        """Parse the whole text. Raises _Mistake or yaml.YAMLError at the first thing that cannot be parsed."""
        start = next(event for event in self.events if not isinstance(event, yaml.StreamStartEvent))
        if isinstance(start, yaml.StreamEndEvent):
            return {}, {}
        first = next(self.events)
        if not isinstance(first, yaml.MappingStartEvent):
            raise _Mistake(first.start_mark.line, "yaml-not-fields")
        values = self._parse_value(first, ())
        next(self.events)
        return values, self.lines

    def _parse_value(self, event: Any, place: Place) -> Any:
        """Parse the value that starts with `event`: a text, or a list or mapping with all that is in it."""
        line = event.start_mark.line
        self.lines[place] = self.first_line + line
        if event.anchor or event.tag not in (None, "!"):
            raise _Mistake(line, "yaml-anchor")
        if len(place) > DEEPEST:
            raise _Mistake(line, "yaml-list-deep")
        if isinstance(event, yaml.SequenceStartEvent):
            return [
                self._parse_value(item, (*place, n)) for n, item in enumerate(self._read_until(yaml.SequenceEndEvent))
            ]
        if isinstance(event, yaml.MappingStartEvent):
            return self._parse_fields(place)
        self._refuse_cut(event, place)
        if (unseen := UNSEEN.search(event.value)) and event.style == '"' and "\\" in self.source[line]:
            raise _Mistake(line, "yaml-unseen", code=format_code_point(unseen[0]))
        return event.value.strip()

    def _parse_fields(self, place: Place) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        key: Any
        for key in self._read_until(yaml.MappingEndEvent):
            line = key.start_mark.line
            if not isinstance(key, yaml.ScalarEvent):
                raise _Mistake(line, "yaml-field-name")
            inside = (*place, key.value)
            value = self._parse_value(next(self.events), inside)
            self.lines[inside] = self.first_line + line
            if key.value in fields:
                self.errors.append(diagnose("yaml-twice", "", self.lines[inside], format_field_path(inside)))
            fields[key.value] = value
        return fields

    def _read_until(self, end: type) -> Iterator[Any]:
        """Yield the events before the next one of type `end`, but for those that are taken in between."""
        while not isinstance(event := next(self.events), end):
            yield event

    def _refuse_cut(self, event: Any, place: Place) -> None:
        """Refuse a text that a # ends early: what follows would be a comment."""
        mark = event.end_mark
        if event.style in ("|", ">") or mark.line >= len(self.source):
            return
        lost = self.source[mark.line][mark.column :]
        if lost.strip().startswith("#"):
            line = self.first_line + mark.line
            whole = f"{event.value}{lost}".strip()
            self.cut.add(str(place[0]))
            values = {"lost": lost.strip(), "quoted": quote_yaml(whole)}
            self.errors.append(diagnose("yaml-comment", "", line, format_field_path(place), **values))


def format_field_path(place: Place) -> str:
    """Format a place for an editor, counting from 1: `references 2 url`."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in place)
