"""A YAML parser in which every value is text. It gives the line of each value and reports all mistakes at once.

No type is guessed: `no` stays "no", `0042` stays "0042". Anchors, aliases and tags are refused, and so is nesting that
no front matter needs, before it can cost time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from plugins.diagnostics.diagnostic import Diagnostic, diagnose

DEEPEST = 6  # levels of lists and mappings
LONGEST = 100_000  # characters of a text
MOST_ERRORS = 40  # after so many, parsing stops: each may cost another pass over the text
FIELD = re.compile(r"([^\s#'\"\-][^:\n]*?)[^\S\n]*:(?=\s|$)")
# Characters that are never text: control characters, marks of writing direction, spaces without width, those of fonts
# alone (as bullets of word processors), what XML forbids; and between Latin letters what joins signs of other scripts.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff]"
    "(?:(?<![\u200c-\u200f])|(?<=[a-zA-Z0-9].)(?=[a-zA-Z0-9]))"
)
# Spaces that break no line or have another width, where a plain one is meant: around the name of a field, or a dash.
BROAD = "\xa0\u2000-\u200a\u202f\u205f\u3000"
BROAD_SPACES = re.compile(rf"^[ {BROAD}]*(?:-[ {BROAD}]+)?(?:[a-z_]+[ {BROAD}]*:[ {BROAD}]*)?", re.MULTILINE)
NULLS = ("~", "null", "Null", "NULL")  # which YAML reads as nothing


class _Slip(NamedTuple):
    """A mistake on one line. `mend` gives the line to go on with, or "" to leave it out."""

    rule: str
    pattern: re.Pattern[str]
    mend: Callable[[str], str]


# Slips that the parser would report at another line or late.
SLIPS = (
    _Slip("yaml-tab", re.compile(r"\t", re.MULTILINE), lambda line: line.replace("\t", "  ")),
    _Slip("yaml-list-deep", re.compile(r"^ {40}|[\[{](?:\s*[\[{]){6}", re.MULTILINE), lambda _: ""),
    _Slip("yaml-colon-space", re.compile(r"^[a-z_]+:[^\s/]", re.MULTILINE), lambda line: line.replace(":", ": ", 1)),
    _Slip(
        "yaml-line-stray",
        re.compile(r"^(?!(- |-$|[\]}#]|" + FIELD.pattern + r"))\S", re.MULTILINE),
        lambda _: "",
    ),
)

MENDED_BY_QUOTES = ("yaml-quotes", "yaml-colon", "yaml-sign")  # rules that a value in quotes does not break

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
    if len(text) > longest:
        return ParsedYaml(errors=[diagnose("yaml-long", "", first_line, longest=longest)])
    if re.search(f"[{BROAD}]", text):
        text = BROAD_SPACES.sub(lambda start: _write_plain_spaces(start[0]), text)
    # Unseen characters are reported by plugins.schema.text_file, and the Python parser accepts none.
    lines = UNSEEN.sub(" ", text).split("\n")
    parsed = ParsedYaml()
    if any(slip.pattern.search(text) for slip in SLIPS):
        _mend_slips(lines, first_line, parsed)
    without_mistake = None if parsed.errors else _parse_without_mistake(lines, first_line)
    return without_mistake or _parse_around_mistakes(lines, first_line, parsed)


def _write_plain_spaces(start: str) -> str:
    """Write the start of a line with plain spaces: none before a colon, nor in place of a single broad one at first."""
    return re.sub(f" *[{BROAD}]", " ", re.sub(f"^[{BROAD}](?=[a-z])", "", start)).replace(" :", ":")


def _parse_without_mistake(lines: list[str], first_line: int) -> ParsedYaml | None:
    """Parse a text without any mistake, as most are. Return None for another: it needs the parser that explains."""
    parser = _EventParser(lines, first_line, FAST_LOADER)
    try:
        parsed = ParsedYaml(*parser.parse_mapping())
    except (_Mistake, yaml.YAMLError):
        return None
    return None if parser.errors or parser.cut else parsed


def _mend_slips(lines: list[str], first_line: int, parsed: ParsedYaml) -> None:
    """Mend the slips in `lines`, in place, and add their errors and the fields they break to `parsed`."""
    for index, line in enumerate(lines):
        if len(parsed.errors) >= MOST_ERRORS:
            return
        for slip in SLIPS:
            if not slip.pattern.search(line):
                continue
            mended = slip.mend(line)
            name = _find_field([*lines[:index], mended or line], index).name
            parsed.errors.append(diagnose(slip.rule, "", first_line + index, name))
            lines[index] = line = mended
            if not mended:
                parsed.broken.add(name)


def _parse_around_mistakes(lines: list[str], first_line: int, parsed: ParsedYaml) -> ParsedYaml:
    """Parse into `parsed`, take the first mistake out of `lines`, and parse again until there is none.

    Where there are too many mistakes, return nothing but their errors.
    """
    mended_lines: set[int] = set()
    while len(parsed.errors) < MOST_ERRORS:
        mistake = _find_mistake(lines, first_line, parsed)
        if mistake is None:
            return parsed
        span = _find_field(lines, mistake.line)
        parsed.errors.append(mistake.diagnostic.locate("", first_line + mistake.line, span.name))
        if not (_mend_line(mistake, lines, mended_lines) or _leave_out_field(span, lines, parsed)):
            return parsed
    return ParsedYaml(errors=[*parsed.errors, diagnose("yaml-more", "", first_line)])


def _mend_line(mistake: _Mistake, lines: list[str], mended_lines: set[int]) -> bool:
    """Mend the line of a mistake. Return False where it is not clear what was meant, or the line was mended before."""
    if not mistake.mended or mistake.line in mended_lines:
        return False
    lines[mistake.line] = mistake.mended
    mended_lines.add(mistake.line)
    return True


def _leave_out_field(span: _FieldSpan, lines: list[str], parsed: ParsedYaml) -> bool:
    """Empty the lines of a field, so that all other lines keep their numbers, and name it as broken.

    Return False where they are empty already: the mistake is in none of them.
    """
    parsed.broken.add(span.name)
    had_text = any(lines[span.start : span.end])
    lines[span.start : span.end] = [""] * (span.end - span.start)
    return had_text


def _find_mistake(lines: list[str], first_line: int, parsed: ParsedYaml) -> _Mistake | None:
    """Parse the whole text into `parsed`. Return the first mistake that prevents it, None where there is none."""
    parser = _EventParser(lines, first_line, yaml.BaseLoader)
    try:
        parsed.values, parsed.lines = parser.parse_mapping()
    except _Mistake as mistake:
        return mistake
    except yaml.MarkedYAMLError as error:
        return _explain_yaml_error(error, lines)
    parsed.errors += parser.errors
    parsed.broken |= parser.cut
    return None


class _FieldSpan(NamedTuple):
    """The lines of a top-level field, counted from 0. `end` is the line after its last."""

    name: str
    start: int
    end: int


def _find_field(lines: list[str], index: int) -> _FieldSpan:
    """Find the top-level field to which line `index` belongs; one without a name where no field has begun."""
    index = min(index, len(lines) - 1)
    start = next((n for n in range(index, -1, -1) if FIELD.match(lines[n])), None)
    if start is None:
        return _FieldSpan("", index, index + 1)
    end = next((n for n in range(start + 1, len(lines)) if FIELD.match(lines[n])), len(lines))
    match = FIELD.match(lines[start])
    return _FieldSpan(match[1] if match else "", start, end)


def _explain_yaml_error(error: yaml.MarkedYAMLError, lines: list[str]) -> _Mistake:
    """Turn an error of the YAML parser into a mistake that says to an editor what to write."""
    reason = f"{error.context or ''} {error.problem or ''}"
    index = min(_find_error_line(error, reason), len(lines) - 1)
    name, value = _split_field(lines[index])
    first_sign = value[:1]
    rule = _choose_rule(reason, first_sign)
    mended = _quote_value(value, lines, index) if rule in MENDED_BY_QUOTES else ""
    return _Mistake(index, rule, mended, sign=first_sign, quoted=f"{name}{quote_yaml(value)}")


def _choose_rule(reason: str, first_sign: str) -> str:
    """Choose the rule that explains an error: `reason` is what the YAML parser says, `first_sign` begins the value."""
    if "unknown escape character" in reason or "escape sequence" in reason:
        return "yaml-backslash"
    if first_sign in ("'", '"') or "quoted scalar" in reason:
        return "yaml-quotes"
    if "mapping values are not allowed" in reason:
        return "yaml-colon"
    if "flow" in reason:
        return "yaml-bracket"
    return "yaml-sign" if first_sign in tuple("&*!|>%@`?-{}[],") else "yaml-unread"


def _quote_value(value: str, lines: list[str], index: int) -> str:
    """Return line `index` with its `value` in quotes; "" where the value goes on in the next line."""
    next_line = "".join(lines[index + 1 : index + 2])
    if re.match(r" +(?!- |[a-z_]+:)\S", next_line):
        return ""
    return f"{lines[index].removesuffix(value)}{quote_yaml(value)}"


def _find_error_line(error: yaml.MarkedYAMLError, reason: str) -> int:
    """Find the line, from 0, of an error: of quotes and brackets that do not end, the line where they start."""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and ("quoted scalar" in reason or "flow" in reason):
        mark = error.context_mark
    return mark.line if mark else 0


def _split_field(line: str) -> tuple[str, str]:
    """Split a line into the name of its field, as in "title: ", or "", and the rest."""
    text = line.strip().removeprefix("- ").strip()
    if field_name := re.match(r"([a-z_]+)\s*:(?=\s|$)\s*", text):
        return f"{field_name[1]}: ", text[field_name.end() :]
    return "", text


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
        """Parse the value at `place`, which starts with `event`: a text, or a list or mapping with its values."""
        line = event.start_mark.line
        self.lines[place] = self.first_line + line
        if event.anchor or event.tag:
            raise _Mistake(line, "yaml-anchor")
        if len(place) > DEEPEST:
            raise _Mistake(line, "yaml-list-deep")
        if isinstance(event, yaml.SequenceStartEvent):
            items = enumerate(self._read_until(yaml.SequenceEndEvent))
            return [self._parse_value(item, (*place, index)) for index, item in items]
        if isinstance(event, yaml.MappingStartEvent):
            return self._parse_fields(place)
        return self._parse_text(event, place)

    def _parse_text(self, event: Any, place: Place) -> str:
        self._refuse_cut(event, place)
        line = event.start_mark.line
        unseen = UNSEEN.search(event.value)
        if unseen and event.style == '"' and "\\" in self.source[line]:  # written with a backslash, as in "\x00"
            raise _Mistake(line, "yaml-unseen", code=format_code_point(unseen[0]))
        text: str = event.value
        return "" if text in NULLS and not event.style else text.strip()

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
