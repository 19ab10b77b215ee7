"""Every message of the project by its rule id, under the heading of docs/MESSAGES.md that lists it.

A message says what is wrong, its hint what to do. {name} is filled in by `diagnose`. The rules that search texts for
claims are in plugins/lint/claims/rules.yaml.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Rule(NamedTuple):
    message: str
    hint: str
    severity: Severity = "error"


HEADINGS: dict[str, dict[str, Rule]] = {
    "The header of a text": {
        "field-missing": Rule("is missing", "write {field}: and its text"),
        "field-empty": Rule("is empty", "write {field}: and its text"),
        "text-empty": Rule("is empty", "write the text or delete the line"),
        "field-unknown": Rule("no such field", "write one of {fields}"),
        "field-misspelled": Rule("no such field", "did you mean {near}?"),
        "field-unfit": Rule("{error}", "see the field in content/README.md"),
        "choice-unknown": Rule("{value!r} is not one of the choices", "write {choices}"),
        "text-cut-by-colon": Rule("a colon in the text cuts it", "put the text in quotes: {quoted}"),
        "text-not-one": Rule("is not one text", "write one text, in quotes if it holds [ or {{ or a colon"),
        "list-expected": Rule("is not a list", "write each item on a line of its own, after two spaces and a hyphen"),
        "fields-expected": Rule(
            "has no fields of its own", "write its fields below it, each after two spaces, as name: value"
        ),
        "day-unreal": Rule("{text} is no day of the calendar", "write a real day, year-month-day, as in 2026-04-03"),
        "day-year": Rule("the year {year} cannot be right", "write a year from 2000 to 2099, as in 2026-04-03"),
        "day-ambiguous": Rule("{text} can be read two ways", "write {days}"),
        "day-order": Rule("{text} is not year-month-day", "write {days}"),
        "day-unread": Rule("{text!r} is not a date", "write year-month-day, as in 2026-04-03"),
        "web-address": Rule("{text!r} is not a web address", "write it whole, as in https://example.org/page"),
        "name-misspelled": Rule("{text!r} is not known", "did you mean {near}?"),
        "name-unknown": Rule("{text!r} is not known", "write one of {names}, or add it to {file}"),
        "name-first": Rule("{text!r} is not known", "add it first to {file}"),
    },
    "How the header is written down": {
        "yaml-tab": Rule("there is a tab", "write spaces"),
        "yaml-list-deep": Rule("lists are nested too deeply", "write a plain list"),
        "yaml-colon-space": Rule("there is no space after the colon", "write one"),
        "yaml-line-stray": Rule(
            "the line belongs to no field",
            "write the field's name and a colon first, or two spaces where it goes on from the line above",
        ),
        "yaml-long": Rule("there are over {longest:,} characters", "keep it shorter"),
        "yaml-more": Rule("there may be more", "mend these first"),
        "yaml-backslash": Rule("a \\ in quotes has a meaning of its own", "write \\\\ for it"),
        "yaml-quotes": Rule("the quotes do not match", 'put the text between " and ", and write \\" for a " inside it'),
        "yaml-colon": Rule("a colon in the text cuts it", "put the text in quotes: {quoted}"),
        "yaml-bracket": Rule(
            "{sign} is not closed, or text follows it",
            "put a text in quotes, or write a list with one - item on each line",
        ),
        "yaml-sign": Rule("the text starts with {sign}", "put it in quotes: {quoted}"),
        "yaml-unread": Rule("cannot be read", "check the spaces at the start of the line and put the text in quotes"),
        "yaml-not-fields": Rule("the header is not a list of fields", "write name: value on each line"),
        "yaml-anchor": Rule("a text that starts with & or * or ! means something else", "put it in quotes"),
        "yaml-unseen": Rule("there is an unseen character ({code})", "delete it"),
        "yaml-field-name": Rule("a field's name is not a word", "write name: value"),
        "yaml-twice": Rule("is given twice", "keep one"),
        "yaml-comment": Rule("everything after # is lost: {lost!r}", "put the text in quotes: {quoted}"),
    },
    "The text": {},
    "What may not be said, reviews and sources": {},
    "Links": {},
    "Pictures": {},
    "Files, their names and their addresses": {
        "file-missing": Rule("there is no such file", "check the name"),
        "file-link": Rule("is a link to another file", "put the file itself here"),
        "file-special": Rule("is not a plain file", "remove it"),
        "file-unreadable": Rule("may not be read", "give yourself permission to read it"),
        "file-encoding": Rule("is not UTF-8 text", "save the file as UTF-8"),
        "file-empty": Rule("the file is empty", "put back what stood there, or copy the example in content/README.md"),
        "file-unseen": Rule(
            "there is an unseen character ({code}) after {before!r}", "delete it and type the text again"
        ),
        "file-conflict": Rule("git left a conflict here", "keep one version and delete the marks"),
    },
    "content/clinic.yaml and the lists beside it": {},
    "The site, the theme and the machine": {
        "words-missing": Rule("holds no words", "put back what stood there: git checkout {file}"),
        "system-denied": Rule(
            "{error}",
            "give yourself permission (chmod -R u+w .), or work in a copy of your own (git clone . ../copy)",
        ),
        "system-error": Rule("{error}", "mend that and build again"),
    },
}
RULES = {rule_id: rule for rules in HEADINGS.values() for rule_id, rule in rules.items()}
