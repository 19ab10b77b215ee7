"""Changes of what is said once for all pages: the clinic, synonyms, the day. As in `content`."""

from __future__ import annotations

from random import Random

from tests.rebuild.content import WORDS
from tests.rebuild.sources import FIRST_DAY, SOON, TODAY, Sources, another
from tests.small import PATIENT

DAYS = (FIRST_DAY, TODAY, SOON, "2026-06-21", "2026-07-15")


def edit_telephone(sources: Sources, random: Random) -> str:
    sources.clinic.telephone = f"707-555-{random.randrange(1000, 9999)}"
    quietly = random.random() < 0.5
    sources.write(quietly=quietly)
    return f"the telephone number{', quietly' * quietly}"


def move_clinic(sources: Sources, random: Random) -> str:
    sources.clinic.timezone = f"Etc/GMT+{random.randrange(1, 10)}"
    return f"the time zone {sources.clinic.timezone}"


def rename_topic(sources: Sources, random: Random) -> str:
    name = random.choice(sorted(sources.clinic.topics))
    sources.clinic.topics[name] = f"{name.title()} {random.randrange(1000)}"
    return f"the name of topic {name}"


def add_topic(sources: Sources, random: Random) -> str:
    name = f"topic-{random.choice('abcdefgh')}"
    sources.clinic.topics = {name: name.title()} | sources.clinic.topics
    return f"{name} is new" + (", with " + _turned(sources, random, name) if random.random() < 0.5 else "")


def rename_author(sources: Sources, random: Random) -> str:
    name = random.choice(sorted(sources.clinic.authors))
    sources.clinic.authors[name] = f"{name.title()} {random.randrange(1000)}"
    return f"the name of author {name}"


def change_first_author(sources: Sources, random: Random) -> str:
    """Who wrote what names nobody."""
    first, *others = sources.clinic.authors.items()
    sources.clinic.authors = dict([*others, first])
    return "the order of authors"


def change_badge(sources: Sources, random: Random) -> str:
    sources.clinic.until = another(random, DAYS, sources.clinic.until)
    return f"the badge is shown until {sources.clinic.until}"


def change_closure(sources: Sources, random: Random) -> str:
    sources.clinic.closed = another(random, DAYS, sources.clinic.closed)
    return f"the clinic is closed until {sources.clinic.closed}"


def change_chat(sources: Sources, random: Random) -> str:
    sources.clinic.chat = another(random, ("none", "link", "livechat"), sources.clinic.chat)
    return f"chat is {sources.clinic.chat}"


def change_announcement(sources: Sources, random: Random) -> str:
    sources.clinic.announced = another(random, ("", *DAYS), sources.clinic.announced)
    return f"what is announced until {sources.clinic.announced}"


def change_privacy(sources: Sources, random: Random) -> str:
    sources.clinic.privacy = another(random, ("no", "contact", "about"), sources.clinic.privacy)
    return f"the page that holds the notice on privacy: {sources.clinic.privacy}"


def change_sellers(sources: Sources, random: Random) -> str:
    """What headers may name: every document is made again, and no page."""
    sources.clinic.sellers = ("maker.example", f"shop-{random.randrange(10)}.example")
    return "the sellers"


def edit_synonyms(sources: Sources, random: Random) -> str:
    first, second, third = random.sample(WORDS, 3)
    sources.synonyms = [f"{first}, {second}", f"{third}, other"][: random.randrange(1, 3)]
    return "synonyms"


def edit_vocabulary(sources: Sources, random: Random) -> str:
    sources.vocabulary = random.sample(WORDS, 2)
    return "the words that are spelled right"


def list_addresses(sources: Sources, random: Random) -> str:
    sources.listed = (sources.listed + random.randrange(1, 4)) % 4
    return f"{sources.listed} old addresses are on the list of those that were published"


def change_record(sources: Sources, random: Random) -> str:
    """Of the person on a picture; a consent that ends soon is a note, on some of the days."""
    weeks, ends = random.randrange(1, 99), random.choice(("2026-07-16", "2026-08-10", "2027-01-05"))
    patient = {**PATIENT, "expires": ends, "before_after": PATIENT["before_after"].replace("12", str(weeks))}
    sources.person = random.choice((patient, patient, {"kind": "model", "consent": "c-0150", "expires": ends}))
    return f"a picture of a {sources.person['kind']}, {weeks} weeks, until {ends}"


def set_clock(sources: Sources, random: Random) -> str:
    """By SITE_DATE, or by the clock, which then goes on, back or forward within that day too."""
    sources.by_clock = random.random() < 0.8
    sources.today = another(random, DAYS, "" if sources.by_clock else sources.today)
    sources.time = f"{random.randrange(24):02}:{random.randrange(58):02}"
    return f"it is {sources.today} {f'{sources.time} by the clock' if sources.by_clock else ''}"


def _turned(sources: Sources, random: Random, topic: str) -> str:
    article = sources.any(random)
    article.topic = topic
    return article.name
