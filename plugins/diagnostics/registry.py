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


# Texts that several rules share.
RENAME = "rename what makes it"
MEND = "mend the text or the template that makes it"
HEAVY = "is {size:.1f} kB compressed, over {limit:g} kB, and slow on an old phone"

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
        "folder-missing": Rule("is not there", "put it back: git checkout {folder}"),
        "crash": Rule("{error}", "mend that; {traceback} tells how it was met"),
        "log-message": Rule("{message}", "mend what it names"),
        "build-slow": Rule(
            "took longer than {minutes:g} minutes", "take out what is slow, or: make site BUILD_MINUTES=90"
        ),
        "settings-changed": Rule("settings or code have changed", "start Pelican again"),
        "stage-broken": Rule("the stage {stage} does not load: {error}", "mend it"),
        "stage-missing": Rule("the stage {stage} is missing", "put it back between the others"),
        "output-folder-foreign": Rule(
            "is a folder of other files", "name an empty folder, or add -d, which empties it"
        ),
        "site-shrunk": Rule(
            "would have {pages} pages, and has {before}",
            "put back what is missing, or if that is meant: make site SHRINK=1",
        ),
        "site-address-unreal": Rule(
            "{url} is not a real address", "write the one that the site will have, and commit it"
        ),
        "navigation-nowhere": Rule(
            "{slug!r} is no page", "write the file name of a published page in content/pages/, without .md"
        ),
        "template-broken": Rule("{error}", "mend the template"),
        "template-value-unknown": Rule("no such value is given to a template", "write one of {values}"),
        "template-missing": Rule("there is no template {name}", "mend its name"),
        "path-twice": Rule("two pages or files of the site have this name", "rename one of them"),
        "path-nowhere": Rule("leads out of the site, or nowhere", RENAME),
        "path-hidden": Rule("is hidden, and hosts do not publish that", RENAME),
        "path-sign": Rule("has a sign that is no letter", RENAME),
        "path-long": Rule("is too long", RENAME),
        "path-folder": Rule("is the name of a folder too", RENAME),
        "path-twin": Rule("is the same as {twin} where case or accents are not told apart", RENAME),
        "page-heavy": Rule(HEAVY, "shorten the text, or leave out some of its parts", "note"),
        "list-heavy": Rule(HEAVY, "shorten the titles and summaries of what it lists", "note"),
        "output-missing": Rule("is missing", MEND),
        "output-empty": Rule("is empty", MEND),
        "output-malformed": Rule("is not well formed: {error}", MEND),
        "output-link-nowhere": Rule("the link to /{file} leads nowhere", MEND),
        "output-place-nowhere": Rule("the link to /{file}#{place} leads to no place on its page", MEND),
        "output-anchor-nowhere": Rule("the link {link!r} leads to no place on its page", MEND),
        "output-link-scheme": Rule("the link {link!r} is not a web address", MEND),
        "output-link-outside": Rule("the link {link!r} leaves the site's folder {folder}", MEND),
        "notice-unlinked": Rule("does not link to the page with the notice {notice}", MEND),
        "notice-page-missing": Rule("the page with the notice {notice} is missing", MEND),
        "tag-unread": Rule("<{inside}> is no plain tag", MEND),
        "tag-attribute-twice": Rule("<{name}> has an attribute twice", MEND),
        "tag-open": Rule("<{name}> is not closed", MEND),
        "tag-crossed": Rule("<{name}> is not closed before </{outer}>", MEND),
        "tag-stray": Rule("</{name}> closes nothing", MEND),
        "page-main-heading": Rule("has {count} main headings (h1) in place of one", MEND),
        "page-heading-skip": Rule("a heading h{after} follows h{before}", MEND),
        "page-title-missing": Rule("has no title", MEND),
        "page-title-twice": Rule("has the same title as {twin}: {text!r}", MEND),
        "page-description-missing": Rule("has no description", MEND),
        "page-description-twice": Rule("has the same description as {twin}: {text!r}", MEND),
        "page-id-twice": Rule("the id {id!r} stands {count} times", MEND),
    },
    "Commands: what was typed": {
        "form-unknown": Rule("is no form of what is built", "write FORM=annotations, or leave it out"),
        "minutes-unread": Rule("{minutes!r} is no number of minutes", "write it as in 90"),
        "answer-unknown": Rule("{answer!r} is none of {choices}", "write one of them"),
        "title-missing": Rule("an article needs a title", "write one"),
        "name-taken": Rule("{file} has that name", "choose another"),
        "file-unknown": Rule("there is no such article or page", "write the name of its file, as in sun-after-a-laser"),
        "file-misspelled": Rule("there is no such article or page", "did you mean {near}?"),
        "file-ambiguous": Rule("is the name of several files", "write {paths}"),
        "file-taken": Rule("is there already", "choose another name"),
        "file-read-only": Rule("may not be written", "give yourself permission"),
        "file-unwritten": Rule("{error}", "mend that and try again"),
        "file-unmoved": Rule("{error}", "mend that first"),
        "rename-folder": Rule("is in another folder than {path}", "write the new name alone"),
        "rename-fixed": Rule("the site itself leads to this page by its name", "leave it, and change its title"),
        "rename-taken": Rule("there is {file} already", "choose another name"),
        "rename-address-taken": Rule("{file} has this address already", "choose another name"),
        "rename-address-old": Rule("is an old address of {file}", "choose another name, or take it out there first"),
        "redirects-unusual": Rule(
            "is written in an unusual way", "write each old address on a line of its own, as in - /2019/05/halo/"
        ),
        "review-unusual": Rule(
            "is written in an unusual way", "write by, on, every and text below it, each on a line of its own"
        ),
        "review-needless": Rule("is a page about us, and has no review", "name an article"),
        "photo-kind-unknown": Rule("is no kind of photograph", "write {kinds}: who is on it"),
        "photo-missing": Rule("is no file", "write where it is, as in FILE=~/Pictures/face.jpg"),
        "photo-name-unfit": Rule("is not in small letters, digits and hyphens", "write NEW={name}"),
        "photo-name-telling": Rule(
            "has a name that tells a day, a camera or a case",
            "write NEW= and what it shows, as in NEW=halo-handpiece",
        ),
        "photo-record-twice": Rule("has a record of {name} already", "write another NEW="),
    },
}
RULES = {rule_id: rule for rules in HEADINGS.values() for rule_id, rule in rules.items()}
