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
        "field-foreign": Rule("no such field", "{mend}"),
        "language-code-unfit": Rule("{text!r} is no code of a language", "write its code, as in es for Spanish"),
        "markup-in-field": Rule("{text!r} would be shown as it stands", "delete the marks: this text is plain words"),
        "language-mark-open": Rule(
            "the mark of a language is not closed, or has no words",
            "write the words and their language on one line, as in [curandera](lang:es)",
        ),
        "language-mark-nested": Rule(
            "the mark of a language has another in its words", "write them one after the other, as in [a](lang:es)"
        ),
        "language-mark-unread": Rule("the mark of a language is not read here", "write the words alone: {plain}"),
        "field-unfit": Rule("{error}", "see the field in content/README.md"),
        "choice-unknown": Rule("{value!r} is not one of the choices", "write {choices}"),
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
        "translation-of-nothing": Rule(
            "the text is no translation", "write translates: and the name of the original, or delete the line"
        ),
        "modified-before-date": Rule("is before the date, {date}", "write the later day"),
        "image-alt-missing": Rule("is missing", "write what the picture shows"),
        "image-alt-file-name": Rule("{alt!r} is a file's name", "write what the picture shows"),
        "picture-name-unfit": Rule(
            "{text!r} is not a picture's name", "write the name of a file in content/images/, as in halo-handpiece.jpg"
        ),
        "old-address-coded": Rule("{text!r} has codes in place of letters", "write the letters: {plain}"),
        "old-address-unfit": Rule(
            "{text!r} is not an old address of this site", "write it from the first slash, as in /2019/05/halo/"
        ),
        "tag-not-word": Rule("{text!r} is not a word", "write the tag in words"),
        "months-unfit": Rule("{text!r} is not a number of months", "write a whole number from 3 to 24"),
        "likelihood-unfit": Rule("{text!r} is not a number of 100", "write a whole number from 0 to 100"),
        "likelihood-uncited": Rule(
            "a number needs the study that counted it", "cite its reference at the end, as in [2], or delete the number"
        ),
        "question-cites": Rule("cites a reference", "cite it in the answer: the question itself is pressed to open it"),
        "license-unverified": Rule(
            "nothing says where a license of {state} can be looked up",
            "write verify: and the address of its look-up on the web",
        ),
        "board-abbreviated": Rule(
            "{text!r} is not a whole name", "write all of it, as in American Board of Dermatology"
        ),
        "review-unfit": Rule(
            "{value!r} says nothing of a review", "write pending, the planned day, or below it by, on and every"
        ),
        "review-hash-unfit": Rule(
            "{text!r} is nothing that make review wrote", "delete the line, and have make review write it"
        ),
        "reference-number-unfit": Rule("{text!r} is not the number of a reference", "write the number of one, as in 2"),
        "reference-missing": Rule("there is no reference {number}", "add it under references, or mend the number"),
        "placeholder-left": Rule(
            "✎ marks what is not written yet", "write it, or delete the line; a draft may keep it"
        ),
        "body-missing": Rule("there is no text below the header", "write it there"),
        "treatment-common-risks": Rule(
            "is missing from a treatment article",
            "write below risks, after common, what many patients get: a line for each",
        ),
        "treatment-serious-risks": Rule(
            "is missing from a treatment article",
            "write below risks, after serious, what is rare and grave: a line for each",
        ),
        "treatment-for-whom": Rule(
            "is missing from a treatment article", "write who the page is for, and what it helps them to do"
        ),
        "treatment-not-for": Rule("is missing from a treatment article", "write who it may not suit: a line for each"),
        "treatment-timeline": Rule(
            "is missing from a treatment article", "write how recovery goes: when and what, for each of its days"
        ),
        "treatment-alternatives": Rule(
            "is missing from a treatment article",
            "write what else there is, no treatment too: name, what, benefit, risk and recovery of each",
        ),
        "treatment-when-to-call": Rule(
            "is missing from a treatment article",
            "write below get_help, after call, for what a patient should call us",
        ),
        "treatment-emergency": Rule(
            "is missing from a treatment article", "write below get_help, after emergency, for what to call 911"
        ),
        "treatment-sources": Rule(
            "a treatment article needs {fewest} sources", "add one, with title, publisher, url and accessed"
        ),
        "treatment-sources-dependent": Rule(
            "all lead to those who make or sell the treatment",
            "add a source that sells nothing of it, such as a journal or a medical society",
        ),
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
        "header-missing": Rule("the header is missing", "make the first line ---"),
        "header-open": Rule("the header is not closed", "write --- on a line of its own after the last field"),
    },
    "The text": {
        "markdown-deep": Rule("lists, quotations or emphasis are nested too deeply", "write it more plainly"),
        "quotation-deep": Rule("quotations are nested too deeply", "write one >"),
        "list-deep": Rule("lists are nested too deeply", "write one mark"),
        "marks-deep": Rule("brackets or marks are nested too deeply", "delete them"),
        "line-indented": Rule("the line is indented too deeply", "start it further left"),
        "line-long": Rule("the line has over 8,000 characters", "make paragraphs of it"),
        "table-wide": Rule("the table has too many columns", "make several tables of it"),
        "block-long": Rule("the paragraph, list or table is too long", "make several of it"),
        "tags-unclosed": Rule("there are too many < without >", "write &lt; for the sign"),
        "footnote-used": Rule("footnotes are not used here", "list the source under references and cite it as [1]"),
        "heading-title": Rule("# is the page's title, and the header has it", "write ##"),
        "heading-underlined": Rule("a line of === makes a second title", "write ## before the heading"),
        "heading-level": Rule("the heading {heading!r} leaves out a level", "write {signs} {heading}"),
        "heading-space": Rule("{text!r} is no heading yet", "write a space after the #"),
        "heading-empty": Rule("the heading has no words", "write them after the #, or delete the line"),
        "item-empty": Rule("the list item has no words", "write them, or delete the line"),
        "list-otherwise": Rule(
            "a list at {words!r} can be read in two ways",
            "start each item on a line of its own with - or 1. and a space, write what belongs to it below, after 4 "
            "spaces, and leave an empty line before and after the list",
        ),
        "table-otherwise": Rule(
            "a table at {words!r} can be read in two ways",
            "write | between the cells of each row, |---| for each column below the first, and empty lines around it",
        ),
        "table-cell-lost": Rule(
            "the cell {cell!r} is outside the table, which has {columns} columns",
            "add a column to its first two rows, or write \\| for a sign that parts no cells",
        ),
        "quotation-otherwise": Rule(
            "a quotation at {words!r} can be read in two ways",
            "write > before each of its lines, and leave an empty line before and after it",
        ),
        "heading-otherwise": Rule(
            "a heading at {words!r} can be read in two ways",
            "write ## and a space before it, and leave an empty line before and after it",
        ),
        "code-otherwise": Rule(
            "{words!r} can be read as code", "start the line further left; put code between lines of ```"
        ),
        "code-open": Rule(
            "code begins here and does not end", "write {fence} on a line of its own after it, or delete the line"
        ),
        "link-otherwise": Rule(
            "a link or picture at {words!r} can be read in two ways",
            'write [words](address) or [words](address "title"), and <address> where it holds spaces or brackets',
        ),
        "marks-otherwise": Rule(
            "the marks at {words!r} can be read in two ways",
            "put them between a space and a letter, as in **words**: more words, and write \\* for the sign itself",
        ),
        "block-otherwise": Rule(
            "{words!r} can be read in two ways",
            "write it more plainly, with an empty line before and after it, and \\ before a sign that is meant as such",
        ),
        "directive-raw": Rule(
            "{text!r} would be shown as it stands", "delete it: boxes and contents are not made so here"
        ),
        "braces-raw": Rule(
            "{text!r} would be shown as it stands",
            "delete it: what stands in braces is not read; \\{{ is the sign itself",
        ),
        "shortcode-raw": Rule("{text!r} would be shown as it stands", "delete it: short codes are not read here"),
        "checkbox-raw": Rule("{text!r} would be shown as it stands", "delete it: lists have no boxes to tick here"),
        "emoji-raw": Rule("{text!r} would be shown as it stands", "delete it, or paste the sign itself"),
        "marks-raw": Rule(
            "the marks at {text!r} would be shown as they stand",
            "write them right at the words, a pair of them, or \\ before a sign that is meant as such",
        ),
        "items-joined": Rule(
            "{text!r} and the line below it would be one line",
            "write - or 1. and a space before each item, with an empty line above the first",
        ),
        "table-unread": Rule(
            "{text!r} would be shown as it stands: it belongs to no table",
            "write |---| for each column below the first row, and | between the cells of each row",
        ),
        "citation-unread": Rule(
            "{text!r} cites no reference", "list the source under references and cite it as [1], [1, 3] or [1-3]"
        ),
        "formula-raw": Rule("the formula {text!r} would be shown as it stands", "write it in words, or as a picture"),
        "header-second": Rule("a second header begins in the text", "write its fields into the one at the top"),
        "picture-pasted": Rule(
            "a picture is pasted into the text as letters",
            "save it as a file in content/images/ and write ![what it shows](its-name.jpg)",
        ),
        "citation-unknown": Rule(
            "[{number}] cites a reference that is not there", "add it under references, or mend the number"
        ),
        "drawing-misspelled": Rule("there is no drawing {name!r}", "did you mean {near}?"),
        "drawing-unknown": Rule("there is no drawing {name!r}", "write one of {names}"),
        "drawing-in-text": Rule(
            "the drawing {name} stands in the middle of a text", "leave an empty line before it and after it"
        ),
        "picture-undescribed": Rule("the picture {target} has no description", "write what it shows: ![…]({target})"),
        "caption-in-text": Rule(
            "a picture with a caption stands in the middle of a text", "leave an empty line before it and after it"
        ),
        "link-empty": Rule("the link {words!r} leads nowhere", "write its address in the brackets"),
        "link-scheme": Rule("the link {target!r} is not a web address", "write one with https://, mailto: or tel:"),
        "link-wordless": Rule("the link to {target} has no words", "write them between [ and ]"),
        "link-with-citation": Rule("the link to {target} has a citation in it", "put the [1] after the link"),
        "link-unclosed": Rule("[{text}] is no link yet", "write [words](address), closed on one line"),
        "html-refused": Rule("{tag} is HTML", "delete it, or write &lt; where the sign < is meant"),
        "html-comment": Rule("a comment would be published", "delete it and write plain Markdown"),
        "html-end-tag": Rule("{tag} closes no tag that is open here", "delete it, or put it where the words end"),
        "html-unclosed": Rule("<{tag}> is not closed", "write </{tag}> after the words"),
    },
    "What may not be said, reviews and sources": {
        "waiver-unused": Rule(
            "a waiver covers words of the text, and these were not found in it",
            "write the words as they stand in the text, or delete the waiver",
            "warning",
        ),
        "waiver-lapsed": Rule(
            "the waiver by {by} lapsed on {day}; {message}", "{hint}; or have the text reviewed again", "warning"
        ),
        "waiver-of-error": Rule("{message}", "{hint}; an error cannot be waived"),
        "text-over-limit": Rule("has {length} characters, and lists show {most}", "say it in fewer words", "warning"),
        "tags-many": Rule("there are {count} tags", "keep the {most} by which readers look for it", "warning"),
        "telephone-other": Rule(
            "is not a number of the clinic", "mend it, unless it is meant to be somebody else's", "warning"
        ),
        "review-overdue": Rule(
            "its review was due again by {due}, and what it says may be out of date",
            "have it read again, then: {command}",
            "warning",
        ),
        "review-planned-past": Rule(
            "its review was planned for {due}, and nobody has noted one",
            "have it read, then: {command}; or plan another day",
            "warning",
        ),
        "review-text-changed": Rule(
            "the text was changed after this review, and its page says so",
            "have it read again, then: {command}",
            "warning",
        ),
        "review-text-unknown": Rule(
            "nobody can tell which words were reviewed, as text is missing below review",
            "have it read, then: {command}",
            "note",
        ),
        "review-by-author": Rule(
            "the author reviewed the text, and few see their own mistakes", "have somebody else review it", "warning"
        ),
        "reference-uncited": Rule(
            "nothing in the text rests on this source", "cite it where it is used, or take it out", "note"
        ),
        "day-to-come": Rule(
            "{field} says what has happened, and this day is still to come", "write the day on which it happened"
        ),
        "modified-before-publication": Rule(
            "{field} says what has happened, and this day is still to come",
            "delete the line: the text has not appeared yet",
        ),
        "text-hard-to-read": Rule(
            "the text is hard to read: {scale} {figure:g}, beyond {limit:g}",
            "split its longest sentences, and take shorter words",
            "note",
        ),
        "word-misspelled": Rule(
            "the dictionary has words like this one, and not this one",
            "mend it, or if it is right, add it to content/{file}",
            "note",
        ),
    },
    "Links": {
        "download-missing": Rule(
            "the file of the link {target} is not in content/files/", "put it there, or mend its name"
        ),
        "download-misspelled": Rule(
            "the file of the link {target} is not in content/files/", "did you mean files/{near}?"
        ),
        "download-unfit": Rule(
            "only PDFs with plain names can be offered here", "make a PDF of it, and name it {slug}.pdf"
        ),
        "pdf-large": Rule("has {size:.1f} MB, over {most:.0f} MB", "export it for screens, in a smaller size"),
        "pdf-unread": Rule("is no PDF that can be read", "export it again"),
        "pdf-locked": Rule("needs a password", "export it without one"),
        "pdf-personal": Rule("its properties name people or machines ({names})", "export it without its properties"),
        "pdf-untagged": Rule(
            "is not tagged, so screen readers cannot tell its headings and tables",
            "export it as a tagged PDF, or say the same on a page",
            "note",
        ),
        "link-schemeless": Rule("the link {target} leads nowhere", "did you mean {url}?"),
        "link-misspelled": Rule("the link {target} leads nowhere", "did you mean {{filename}}/{near}?"),
        "link-nowhere": Rule(
            "the link {target} leads nowhere",
            "write {{filename}}/ and a path from content/, as in {{filename}}/pages/contact.md",
        ),
        "link-to-draft": Rule(
            "the link {target} leads to {title!r}, which is a draft", "take the link out, or publish that first"
        ),
        "link-to-come": Rule(
            "the link {target} leads to {title!r}, which appears on {day}", "take the link out, or publish that first"
        ),
        "link-to-chat": Rule(
            "the link {target} leads to {title!r}, and there is no chat",
            "take the link out, or write provider and license under chat in content/clinic.yaml",
        ),
        "link-translated": Rule(
            "the link {target} leads to another language, and there is a translation into that of this text ({lang})",
            "write {{filename}}/{near}",
            "note",
        ),
        "fragment-misspelled": Rule("{title!r} has no place called #{fragment}", "did you mean #{near}?"),
        "fragment-unknown": Rule("{title!r} has no place called #{fragment}", "take the # and what follows out"),
    },
    "Pictures": {
        "picture-missing": Rule("is not in content/images/", "put it there, or mend its name"),
        "picture-misspelled": Rule("is not in content/images/", "did you mean {near}?"),
        "picture-not-ours": Rule("is not ours", "put a picture into content/images/ and write its name"),
        "picture-damaged": Rule("is damaged", "save or copy it again"),
        "picture-empty": Rule("is empty", "save or copy it again"),
        "picture-of-text": Rule("holds text, as a web page does, and no picture", "save the picture itself again"),
        "picture-lfs-pointer": Rule("stands here only as a pointer of Git LFS", "type git lfs pull"),
        "picture-kind": Rule(
            "is not a kind of picture that the site can publish", "save it as .jpg, .png, .webp or .svg"
        ),
        "picture-heic": Rule("is a HEIC picture, which most browsers do not show", "save it as JPEG (.jpg)"),
        "picture-ending": Rule(
            "is a {format} picture, whatever its name says", "change the ending of its name to .{ending}"
        ),
        "picture-format": Rule("is a {format} picture, whatever its name says", "save it as .jpg, .png or .webp"),
        "picture-other": Rule(
            "is not a {format} picture, whatever its name says", "save it again under its right ending"
        ),
        "picture-large": Rule("has {points:.3g} million points", "make it smaller, below {most} million points"),
        "picture-unpacks-large": Rule("unpacks to too many points", "make it smaller, below {most} million points"),
        "picture-moving": Rule("moves", "use a still picture"),
        "picture-withdrawn": Rule(
            "was withdrawn, as line {line} of {file} says", "delete it, and take it out of what shows it"
        ),
        "svg-large": Rule("is a drawing of {kilobytes} kB", "export it as PNG, or simplify it"),
        "svg-other": Rule("is not an SVG drawing, whatever its name says", "export it again as SVG"),
        "svg-unsized": Rule("does not say its size", "export it with a viewBox"),
        "svg-active": Rule("holds {part!r}, which can act or call elsewhere", "export it as a plain SVG"),
        "svg-with-picture": Rule("holds another picture", "export the drawing without it, or the whole as PNG"),
        "svg-moving": Rule("moves", "use a still drawing"),
        "photo-without-record": Rule(
            "has no record in content/photos.yaml",
            "write there {name}: and, below it after two spaces, kind: thing if nobody is on it; or use make photo",
        ),
        "record-unfinished": Rule(
            "has a record that is not finished, in line {record_line} of content/photos.yaml",
            "write what the mark asks for",
        ),
        "photo-compares": Rule(
            "has words of before and after, and a record that says nothing of it",
            "say in other words what it shows, or give its record kind: patient and before_after",
        ),
        "before-after-unwanted": Rule(
            "shows before and after, which this clinic does not show",
            "take the picture out, or write before_after: true into content/clinic.yaml",
        ),
        "pair-unlike": Rule(
            "stands beside a picture that is not of the same comparison",
            "leave an empty line between the two, or give both records the same consent, procedures and before_after",
        ),
        "picture-name-telling": Rule(
            "has a name that tells a day, a camera or a case", "name it after what it shows, as in halo-handpiece.jpg"
        ),
        "photo-name-identifies": Rule(
            "has a name that may tell who is on it",
            "type make photo FILE=content/images/{name} KIND={kind}, and show what that makes instead",
        ),
        "photo-metadata": Rule(
            "holds {metadata}, which may tell who is on it and stays in git",
            "type make photo FILE=content/images/{name} KIND={kind}, and show what that makes instead",
        ),
        "picture-metadata": Rule(
            "holds {metadata}, which may tell more than it shows and stays in git",
            "type make photo FILE=content/images/{name} KIND={kind}, and show what that makes instead",
            "warning",
        ),
        "photo-in-text": Rule(
            "shows a {kind} in the middle of a text, with no place for what must stand below",
            "leave an empty line before it and after it",
        ),
        "photo-in-header": Rule(
            "shows a {kind}, and shared links have no place for what must stand below",
            "take another picture for the header, and show this one in the text",
        ),
        "record-language": Rule(
            "has a record that does not say in the language of this text ({lang}) what was done",
            "write it in content/photos.yaml, below procedures, after {lang}:",
        ),
        "consent-ended": Rule(
            "shows a {kind} whose consent ended on {day}",
            "ask for a new one and write its days, or take the picture out",
        ),
        "consent-ends-soon": Rule(
            "shows a {kind} whose consent ends on {day}", "ask for a new one, or take the picture out before", "note"
        ),
        "photo-revoked": Rule(
            "the consent was taken back on {day}, and the picture is still here",
            "delete the picture and what shows it",
        ),
        "consent-revoked": Rule(
            "is a person's whose consent was taken back, or whose record was removed",
            "delete it and what shows it; or, if its consent stands, take revoked out of {file}",
        ),
        "consent-removed": Rule(
            "is a person's whose consent was taken back, or whose record was removed",
            "delete it and what shows it; or, if its consent stands, add to content/withdrawn.txt the line "
            "keep {digest} {day} and why",
        ),
        "history-shallow": Rule(
            "what was taken back earlier is not known in a shallow clone",
            "git fetch --unshallow, so that no such photograph is shown again",
        ),
        "history-missing": Rule(
            "what was taken back earlier is not known in a folder without git",
            "build in a clone, so that no such photograph is shown again",
        ),
        "history-without-git": Rule("what was taken back earlier cannot be read: {error}", "install git"),
        "history-untrusted": Rule("what was taken back earlier cannot be read: {why}", "{command}"),
        "history-unreadable": Rule("what was taken back earlier cannot be read: {why}", "mend that, then try again"),
        "history-incomplete": Rule(
            "what was taken back earlier cannot be read: a part of the history is not here",
            "go online, so that git can fetch it, then try again",
        ),
    },
    "Files, their names and their addresses": {
        "content-link": Rule("is a link to elsewhere", "put the files here"),
        "content-stray": Rule("nothing reads this", "move it into {content}/articles/, or away"),
        "text-large": Rule("is {megabytes:.1f} MB", "keep a text below 1 MB; pictures belong in content/images/"),
        "name-not-markdown": Rule(
            "is not a Markdown file (.md), so nothing in {folder}/ reads it",
            "move it away or save its text as {slug}.md",
        ),
        "name-unfit": Rule("the name is the address, in small letters, digits and hyphens", "name it {slug}.md"),
        "name-long": Rule("the name is {length} characters long", "keep it below {longest}"),
        "name-of-device": Rule("{name} is a name that computers or languages use", "choose a longer name"),
        "name-reserved": Rule("the address /{name}/ belongs to the site itself", "choose another name"),
        "changed-meanwhile": Rule("was changed while the site was made", "build again"),
        "file-missing": Rule("there is no such file", "check the name"),
        "file-link": Rule("is a link to another file", "put the file itself here"),
        "file-special": Rule("is not a plain file", "remove it"),
        "file-unreadable": Rule("may not be read", "give yourself permission to read it"),
        "file-encoding": Rule("is not UTF-8 text", "save the file as UTF-8"),
        "file-empty": Rule("the file is empty", "put back what stood there, or copy the example in content/README.md"),
        "file-unseen": Rule("there is an unseen character ({code}) {place}", "delete it and type the text again"),
        "file-conflict": Rule("git left a conflict here", "keep one version and delete the marks"),
        "url-twice": Rule("has the address /{url}, and so has {other}", "rename one of them"),
        "text-twice": Rule("is the same as in {other}", "write another"),
        "tag-twice": Rule("{tag!r} has the same address as {other!r}, which another article uses", "write {other}"),
        "redirect-of-site": Rule("{address} is an address of the site itself", "take it out"),
        "redirect-in-use": Rule("{address} is the address of {title!r} already", "take it out"),
        "redirect-twice": Rule("{address} is given twice", "take it out"),
        "original-missing": Rule(
            "no text in another language has the file name {name}.md", "write the original's file name, without .md"
        ),
        "translation-twice": Rule("{name} is translated into this language already, by {other}", "keep one of them"),
        "translation-outdated": Rule(
            "the original, {original}, was changed after this text, on {day}",
            "bring this text up to date, then write that day or a later one after modified:",
            "note",
        ),
        "address-unfit": Rule(
            "{line!r} is not an address of this site", "write it from the first slash, as in /laser-treatment/"
        ),
        "address-of-draft": Rule(
            "{address} was published, and {text} is a draft", "publish that again, or delete this line"
        ),
        "address-to-come": Rule(
            "{address} was published, and {text} appears on {day}",
            "give that a day that has come, or delete this line",
        ),
        "address-lost": Rule(
            "{address} was published and leads nowhere now",
            'write "- {address}" under redirect_from in {text}, or delete this line if it is gone for good',
        ),
        "address-unlisted": Rule(
            "{address} is not on the list of published addresses",
            "once it is published: make addresses, then commit it",
            "note",
        ),
        "addresses-unlisted": Rule(
            "{address} and {more} more are not on the list of published addresses",
            "once they are published: make addresses, then commit it",
            "note",
        ),
    },
    "content/clinic.yaml and the lists beside it": {
        "telephone-unfit": Rule(
            "{text!r} is not a telephone number",
            "write it as in {example}, or that of another country with + and its code",
        ),
        "country-unfit": Rule("{text!r} is no country", "write its two letters, as in US, CA or MX"),
        "hours-unfit": Rule("{text!r} are no hours", "write them as in 8:30-17:00, or with am and pm, or closed"),
        "hours-backward": Rule("{closes} is not after {opens}", "write them as in 8:30-17:00, or with am and pm"),
        "hours-overlap": Rule("{opens} is before {closes}", "write the hours of a day in their order"),
        "last-day-early": Rule("is before the first day, {first}", "write the later day"),
        "tagline-long": Rule(
            "has {length} characters, and searches show the first {most} of a title", "say it in fewer words", "note"
        ),
        "language-missing": Rule(
            "does not say in which language it is", "write it below, after two spaces and en: or another language"
        ),
        "map-streetless": Rule("names no street", "write one on its side of the building, as in south: Mill St"),
        "street-long": Rule(
            "{text!r} has over {longest} characters, too many for the map", "write it shorter, as in Mill St"
        ),
        "mail-unfit": Rule("{text!r} is not a mail address", "write it as front.desk@example.org"),
        "degrees-unfit": Rule("{text!r} is not a number of degrees", "write it with a decimal point, as in 40.7128"),
        "timezone-unfit": Rule(
            "{text!r} is not a time zone", "write its name in the tz database, as in America/Denver"
        ),
        "next-step-unfit": Rule(
            "{text!r} is no place to lead to",
            "write an address that starts with https://, or the file name of a page in content/pages/, without .md",
        ),
        "host-unfit": Rule(
            "{text!r} is not a web host", "write what stands between https:// and the next slash, as in example.org"
        ),
        "site-url-unfit": Rule(
            "{text!r} is no address of a site",
            "write one that starts with https:// and a name, as in https://example.org/",
        ),
        "id-unfit": Rule("{name!r} cannot be an address", "write small letters, digits and hyphens"),
        "consent-not-number": Rule(
            "is not the plain number of a form, and may tell who it is",
            "write its number: a letter, a hyphen and three to five digits, as in c-0148",
        ),
        "weeks-unfit": Rule("{text!r} is not a number of weeks", "write a whole number of them, 1 or more"),
        "photo-altered": Rule(
            "misleads unless it is no: only a cut or a mask may have changed the picture", "take another picture"
        ),
        "photo-not-comparable": Rule("misleads unless it is yes: two views must be comparable", "take another picture"),
        "photo-not-typical": Rule(
            "misleads unless it is yes: a reader takes the result for what is usual", "take another picture"
        ),
        "portrait-of-thing": Rule(
            "is somebody's portrait, and its record says that nobody is on it",
            "write kind: staff in the record, and the number of the consent",
        ),
        "photo-identifiable": Rule(
            "leaves open whether the patient agreed to be known by the picture",
            "write no, or agreed where the signed form says so",
        ),
        "record-field-unfit": Rule("does not belong to a picture of kind {kind}", "delete the line, or mend the kind"),
        "record-day-to-come": Rule(
            "{day} is still to come, and the record says what has happened", "write the day on which it happened"
        ),
        "record-unused": Rule(
            "there is no such picture in content/images/", "delete the record, or mend its name", "note"
        ),
        "consent-expires-early": Rule("is not after {signed}, when it was signed", "write the later day"),
        "withdrawn-unfit": Rule(
            "a line begins with a SHA-256: 64 digits and letters from a to f",
            "mend that line; sha256sum FILE prints one",
        ),
        "withdrawn-keep-unfit": Rule(
            "a line of keep has a SHA-256 and a day, at most a week ahead",
            "write it as in keep 64-DIGITS 2027-01-31 and then why",
        ),
        "notice-misspelled": Rule("there is no such notice", "did you mean {near}?"),
        "notice-unknown": Rule("there is no such notice", "write one of {names}"),
        "notice-page-misspelled": Rule("there is no page {page}", "did you mean {near}?"),
        "notice-page-unknown": Rule(
            "there is no page {page}", "write its text as a page first, or no if it does not apply"
        ),
        "notice-people-none": Rule(
            "no page in content/people/ that visitors see has a license",
            "write one for each person with a license, or name a page that lists them",
        ),
        "notice-person-degree": Rule(
            "is missing, and the notice licenses needs it", "write the highest degree, as in MD"
        ),
        "notice-page-language": Rule(
            "{page} is a page in {lang}", "write the page that it translates; translations are found by it"
        ),
        "notice-not-in-chat": Rule(
            "stands where the chat begins, not on {page}", "write its text on the page {chat}, and {chat} here"
        ),
        "notice-in-chat": Rule(
            "stands on the page {page}, which visitors see only while there is a chat", "write its text on another page"
        ),
        "notice-page-draft": Rule(
            "{page} is a draft, and this notice applies", "publish that page first, or write no if it does not apply"
        ),
        "notice-page-to-come": Rule(
            "{page} appears on {day}, and this notice applies",
            "publish that page first, or write no if it does not apply",
        ),
        "word-not-one": Rule("{line!r} is not one word", "write one word a line, # before a note"),
        "word-twice": Rule("{word} stands in line {other} too", "delete one of the two"),
        "language-unknown": Rule(
            "is no language of this site", "write one of {languages}, or add it first to theme/words/"
        ),
        "synonyms-not-names": Rule(
            "{line!r} is not two or more names of one thing", "write each once, with a comma between"
        ),
        "synonym-twice": Rule("{words!r} stands in line {other} already", "put all names of one thing into one line"),
    },
    "The site, the theme and the machine": {
        "words-missing": Rule("holds no words", "put back what stood there: git checkout {file}"),
        "lint-form-unknown": Rule("is no form of what is found", "write {choices}"),
        "system-denied": Rule(
            "{error}",
            "give yourself permission (chmod -R u+w .), or work in a copy of your own (git clone . ../copy)",
        ),
        "system-error": Rule("{error}", "mend that and build again"),
        "folder-missing": Rule("is not there", "put it back: git checkout {folder}"),
        "build-crash": Rule("{error}", "mend that; {traceback} tells how it was met"),
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
        "author-twice": Rule("{name!r} has a file in content/people/", "delete it here: that file says who it is"),
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
        "site-date-unfit": Rule("{given!r} is not a day", "write it as in 2026-04-03"),
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
