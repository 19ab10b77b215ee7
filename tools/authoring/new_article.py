"""Start an article: a file with a complete header and the sections that its kind needs, to be filled in.

python -m tools.authoring.new_article    asks for what TITLE, KIND, TOPIC and FILE do not say, unless TITLE and KIND are
                                         given
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

from plugins.clinic.clock import find_today
from plugins.clinic.model import Clinic, load_clinic
from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.documents.document import PLACEHOLDER, make_document
from plugins.documents.front_matter import ArticleFrontMatter
from plugins.documents.scan import diagnose_name, make_slug
from plugins.schema.yaml_reader import quote_yaml
from tools.quality import git_hook

CONTENT = Path("content")
KINDS: tuple[str, ...] = get_args(ArticleFrontMatter.model_fields["kind"].annotation)
MAX_NAME_LENGTH = 60  # characters of a proposed file name
MAX_TITLE_LENGTH = 60  # characters of a title that a proposed summary repeats whole
PLAIN = re.compile(r"\w[\w ,.?!'’()–-]*")  # text that YAML reads without quotes

# The first lines of every article's header.
FIELDS_OF_ALL = """\
---
title: {title}
summary: {summary}
date: {day}
category: {topic}
tags:
  - ✎ a plain word to find it by
kind: {kind}
status: draft
review: pending
"""
# What each kind's header and text ask for; <day> becomes the day.
REFERENCES = """\
references:
  - title: ✎ the source's own title; at least one that does not sell what you write of
    publisher: ✎ who publishes it
    url: https://example.org/✎
    accessed: <day>
  - title: ✎ a second source
    publisher: ✎ who publishes it
    url: https://example.org/✎
    accessed: <day>
key_points:
  - ✎ what to know if you read nothing else, with its source [1]
  - ✎ what it cannot do [2]
"""
GET_HELP = """\
get_help:
  call:
    - ✎ a sign for which a patient should call us
  emergency:
    - ✎ a sign for which a patient should call 911
"""
HEADERS = {
    "treatment": f"""\
{REFERENCES}\
for_whom: ✎ who the page is for, and what it helps them to do
facts:
  - name: May help with
    value: ✎ in a few words, with the source [1]
  - name: Healing
    value: ✎ how long, with the source [1]
not_for:
  - ✎ who it may not suit, one line for each [1]
timeline:
  - when: Day 0
    what: ✎ what a patient feels and sees [1]
  - when: ✎ which days
    what: ✎ what a patient feels and sees then [1]
do:
  - ✎ what helps, as in “wear a hat with a wide brim”
dont:
  - ✎ what harms, as in “use a tanning bed”
{GET_HELP}\
risks:
  common:
    - ✎ what many patients get [1]
  uncommon:
    - ✎ what some patients get [1]
  serious:
    - ✎ what is rare and grave [1]
likelihoods:
  - of_100: 0
    what: ✎ mend the number, and write who or what had which effect, as a study counted [1]
alternatives:
  - name: No treatment
    what: ✎ what happens if nothing is done
    benefit: ✎ what is good about it
    risk: ✎ what may get worse [2]
    recovery: None.
  - name: ✎ another treatment
    what: ✎ what it is [2]
    benefit: ✎ what it may do [2]
    risk: ✎ what can go wrong [2]
    recovery: ✎ how long [2]
questions:
  - ✎ a question to take to the appointment?
faq:
  - question: ✎ what patients ask?
    answer: ✎ the answer, with its source [1]
learn_more:
  - title: ✎ who says more, and on what
    url: https://example.org/✎
ask:
  - ✎ what only the clinic knows, as what a session costs
""",
    "advice": f"""\
{REFERENCES}\
do:
  - ✎ what helps, as in “wear a hat with a wide brim”
dont:
  - ✎ what harms, as in “use a tanning bed”
{GET_HELP}""",
    "news": REFERENCES.partition("  - title: ✎ a second")[0],
}
LEAD = "✎ Begin with what matters most to the reader, in one or two sentences [1]."
BODIES = {
    "treatment": f"""\
{LEAD}

A clinician needs to see you to say what may suit you.

## How it works

✎ What is done, in plain words [1].

## What it may help

✎ What it can do, and what it cannot [2].

## What is not known

✎ What has not been studied, or not well.

## On the day

✎ What happens, in the order in which it happens.

## What it costs

✎ What the cost depends on.
""",
    "advice": f"""\
{LEAD}

## What helps

✎ What to do, and why [1].

## What to leave

✎ What does harm, and why [2].

## When to ask us

✎ When this page is not enough.
""",
    "news": """\
✎ What is new, since when, and for whom [1].

## What it means for you

✎ What a reader can do with it, or that there is nothing to do.
""",
}


def make_skeleton(title: str, kind: str, topic: str, day: date) -> str:
    """Make the text of a draft, with header and sections as its kind needs. PLACEHOLDER marks what is to be written."""
    summary = f"{PLACEHOLDER} In one sentence, what a reader learns here: {_shorten_title(title)}"
    fields_of_all = FIELDS_OF_ALL.format(
        title=quote_value(title), summary=quote_value(summary), day=day, topic=topic, kind=kind
    )
    rest_of_kind = f"{HEADERS[kind]}---\n\n{BODIES[kind]}".replace("<day>", str(day))
    return fields_of_all + rest_of_kind


def _shorten_title(title: str) -> str:
    """Return a title, cut after a word where it is longer than MAX_TITLE_LENGTH."""
    if len(title) <= MAX_TITLE_LENGTH:
        return title
    return f"{title[:MAX_TITLE_LENGTH].rsplit(' ', 1)[0]} …"


def quote_value(text: str) -> str:
    """Write `text` as a value of the header, in quotes where YAML needs them."""
    return text if PLAIN.fullmatch(text) else quote_yaml(text)


def propose_name(title: str, content: Path) -> str:
    """Propose a file name, without .md, for an article of this title: one that no text has."""
    name = make_slug(title)
    if len(name) > MAX_NAME_LENGTH:
        whole_words = name[: MAX_NAME_LENGTH + 1].rpartition("-")[0]
        name = whole_words or name[:MAX_NAME_LENGTH]
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(one for one in names if not any(content.rglob(f"{one}.md")))


def check_title(title: str) -> str:
    """Return the title without superfluous spaces. Raises Refused where a header cannot hold it."""
    title = " ".join(title.split())
    if not title:
        raise Refused([diagnose("title-missing")])
    text = make_skeleton(title, KINDS[0], "any", date(2026, 1, 1))
    _, errors = make_document("articles/new.md", text.encode("utf-8", "surrogateescape"), {})
    if errors:
        raise Refused(error.locate("", 0, "") for error in errors)
    return title


def check_name(name: str, content: Path) -> str:
    """Return the file name without .md. Raises Refused where it cannot be an address, or a text has it."""
    name = name.strip().removesuffix(".md")
    if error := diagnose_name(f"{name}.md", "articles"):
        raise Refused([error])
    if taken := sorted(content.rglob(f"{name}.md")):
        raise Refused([diagnose("name-taken", file=taken[0])])
    return name


def make_choice_check(choices: Collection[str]) -> Callable[[str], str]:
    """Make a function that returns the choice whose name, or first letters, it is given; it raises Refused."""

    def fit(answer: str) -> str:
        answer = answer.strip().lower()
        meant = [choice for choice in choices if choice == answer] or [
            choice for choice in choices if answer and choice.startswith(answer)
        ]
        if len(meant) != 1:
            raise Refused([diagnose("answer-unknown", answer=answer, choices=", ".join(choices))])
        return meant[0]

    return fit


class Answers:
    """Takes answers from the environment, or else asks for them."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = said
        self.quiet = bool(said.get("TITLE") and said.get("KIND"))  # then no question is asked

    def ask(self, name: str, question: str, fit: Callable[[str], str], default: str = "") -> str:
        """Return what `fit` makes of the answer, which is asked for until it can be used.

        Raises Refused where the environment gives an answer, or nothing may be asked.
        """
        if answer := self.said.get(name, ""):
            return self._check_named(name, answer, fit)
        if self.quiet:
            return self._check_named(name, default, fit)
        while True:
            answer = input(f"{question} [{default}]: " if default else f"{question}: ")
            try:
                return fit(answer if answer.strip() else default)
            except Refused as refused:
                print(*refused.diagnostics, sep="\n")

    def _check_named(self, name: str, answer: str, fit: Callable[[str], str]) -> str:
        """Return what `fit` makes of the answer; a Refused names the variable."""
        try:
            return fit(answer)
        except Refused as refused:
            raise Refused(one.locate(name) for one in refused.diagnostics) from None


def prepare_article(answers: Answers, clinic: Clinic, day: date) -> tuple[Path, str]:
    """Ask for what an article needs; return the path of the new file, and its text."""
    topics = list(clinic.topics)
    title = answers.ask("TITLE", "Title", check_title)
    kind = answers.ask("KIND", f"Kind ({', '.join(KINDS)})", make_choice_check(KINDS), "advice")
    topic = topics[0]
    if len(topics) > 1 or answers.said.get("TOPIC"):
        topic = answers.ask("TOPIC", f"Topic ({', '.join(topics)})", make_choice_check(topics), topics[0])
    name = answers.ask("FILE", "File name", lambda name: check_name(name, CONTENT), propose_name(title, CONTENT))
    return CONTENT / f"articles/{name}.md", make_skeleton(title, kind, topic, day)


def main() -> int:
    """Write the draft of a new article, print where it is, and return the exit code."""
    clinic, errors = load_clinic(CONTENT)
    return try_to_start(clinic) if clinic else report_failure(Refused(errors))


def try_to_start(clinic: Clinic) -> int:
    """Write the draft of a new article, or print why nothing was written; return the exit code."""
    try:
        start_article(clinic)
    except KeyboardInterrupt:
        return report_failure("\nStopped; nothing was written.", code=130)
    except EOFError:  # nobody is there to answer; with TITLE and KIND, nothing is asked
        return report_failure("\nNothing was written. Without questions: make new TITLE='…' KIND=news")
    except Refused as refused:
        return report_failure(*refused.diagnostics, "Nothing was written.")
    except OSError as error:
        return report_failure(f"{error}. Nothing was written.")
    return 0


def start_article(clinic: Clinic) -> None:
    """Write the draft of a new article, and print where it is."""
    path, text = prepare_article(Answers(os.environ), clinic, find_today(os.environ, clinic.timezone))
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    print(f"{path} is a draft. Write where {PLACEHOLDER} stands; make serve shows it at {clinic.base}{path.stem}/")
    if not git_hook.is_installed():
        print("To have every commit checked first: make hook")


def report_failure(*lines: object, code: int = 1) -> int:
    """Print why nothing was written, and return the exit code."""
    print(*lines, sep="\n", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
