"""Filler text about skin and recovery, which promises nothing and advises nobody."""

from __future__ import annotations

from random import Random

QUALITIES = (
    "calm",
    "gentle",
    "quiet",
    "careful",
    "plain",
    "steady",
    "simple",
    "patient",
    "slow",
    "even",
    "light",
    "warm",
)
SUBJECTS = (
    *("skin", "rest", "shade", "sleep", "cream", "water", "light", "time", "texture", "color", "comfort", "warmth"),
    *("moisture", "planning", "follow-up", "weather", "clothing", "routine", "notes", "questions", "travel", "work"),
)
PLACES = ("the cheeks", "the forehead", "the chin", "the neck", "the hands", "the shoulders", "the eyelids", "the jaw")
TIMES = (
    *("in the morning", "in the evening", "on the first day", "on the third day", "after a week", "after a month"),
    *("before a visit", "after a visit", "in winter", "in summer", "on a free day", "at the end of the day"),
)
THINGS = (
    *("a soft towel", "a glass of water", "a wide hat", "a notebook", "a calendar", "a clean pillow", "a mild soap"),
    *("a loose shirt", "a list of questions", "a photo in daylight", "a cool room", "a short walk", "a quiet hour"),
)
PEOPLE = ("Some people", "Many visitors", "Others", "A few readers", "Most of us", "Friends and family")
DOINGS = (
    *("write down how {place} feel", "keep {thing} nearby", "talk about {subject} with the clinic", "plan {thing}"),
    *("set an hour aside for {subject}", "look at {place} in daylight", "ask what {subject} means for them"),
    *("prefer {thing} to a long list of steps", "find that {subject} takes its own time", "bring {thing} along"),
)
SENTENCES = (
    "{people} {doing} {time}.",
    "{people} {doing}, and {others} {doing2}.",
    "What {subject} means {time} is not the same for everyone, and it need not be.",
    "This section is about {subject} and {subject2}, as they come up {time}.",
    "There is no hurry: {subject} can wait, and {time2} is soon enough for {subject2}.",
    "A *{quality}* plan names {thing}, {thing2} and someone to call.",
    "It helps to **say it in plain words**: “{subject}”, “{subject2}”, or just “{place}”.",
    "Between one visit and the next, {thing} and {thing2} are easy to forget.",
    "The words *{quality}* and *{quality2}* are often used for {subject}; we use them with care.",
    "Ask how {subject} is looked at {time}, and who looks at it.",
    "If {place} look different {time}, note the day and the light, and tell us.",
    "Nothing in this text replaces a visit; it is a {quality} start to a conversation about {subject}.",
    "A page of notes on {place} says more than a memory of them {time2}.",
    "We keep the explanation {quality}, because {subject} is easier to speak about that way.",
)
HEADINGS = (
    *("What {subject} is about", "{Subject} and {subject2}", "How {subject} is planned", "Notes on {subject} {time}"),
    *("A {quality} look at {subject}", "Before you think about {subject}", "{Subject}, step by step"),
    *("Where {thing} comes in", "What to write down {time}", "Talking about {subject} with others"),
)


def fill_pattern(pattern: str, rng: Random) -> str:
    """Fill in a word of each kind where `pattern` names the kind."""
    for _ in range(2):  # what is filled in may have a place of its own
        if "{" not in pattern:
            break
        subject, subject2 = rng.sample(SUBJECTS, 2)
        thing, thing2 = rng.sample(THINGS, 2)
        quality, quality2 = rng.sample(QUALITIES, 2)
        time, time2 = rng.sample(TIMES, 2)
        doing, doing2 = rng.sample(DOINGS, 2)
        pattern = pattern.format(
            subject=subject,
            Subject=subject.capitalize(),
            subject2=subject2,
            thing=thing,
            thing2=thing2,
            quality=quality,
            quality2=quality2,
            time=time,
            time2=time2,
            doing=doing,
            doing2=doing2,
            place=rng.choice(PLACES),
            people=rng.choice(PEOPLE),
            others=rng.choice(("others", "some", "a few")),
        )
    return pattern


def make_sentence(rng: Random) -> str:
    return fill_pattern(rng.choice(SENTENCES), rng)


def make_plain_sentence(rng: Random) -> str:
    """Make a sentence without emphasis, as fields of the front matter have it."""
    return make_sentence(rng).replace("*", "")


def make_paragraph(rng: Random) -> str:
    return " ".join(make_sentence(rng) for _ in range(rng.randint(2, 5)))


def make_heading(rng: Random) -> str:
    return fill_pattern(rng.choice(HEADINGS), rng)


def make_phrase(rng: Random) -> str:
    """Make a few words, as a list has them."""
    return fill_pattern(rng.choice(DOINGS), rng)


def make_bullets(rng: Random) -> str:
    marks = rng.choice((("-",) * 5, ("1.", "2.", "3.", "4.", "5.")))
    return "\n".join(f"{mark} {make_phrase(rng)}" for mark in marks[: rng.randint(3, 5)])


def make_quotation(rng: Random) -> str:
    return "\n>\n".join(f"> {make_sentence(rng)}" for _ in range(rng.randint(1, 2)))


def make_table(rng: Random) -> str:
    rows = [f"| {time.capitalize()} | {rng.choice(THINGS)} | {rng.randint(1, 90)} |" for time in rng.sample(TIMES, 4)]
    return "\n".join(["| When | What | Minutes |", "| --- | --- | ---: |", *rows])
