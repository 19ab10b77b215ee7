"""Sixty articles that no editor would write all at once, and a clinic that has everything.

    awkward.write(project.copy(folder))

puts them in the place of its articles. A theme that holds them holds what editors will write. They are the same at
every run.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

import yaml
from PIL import Image, ImageDraw

BASE = "/blog/"
LICENSE = "1234567"
# The one that is measured against the budget of a plain article: 600 words, a list, a table, a quotation.
PLAIN = "plain-article"
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosisfollowedbyhyperpigmentationandmoreofthatkind1"
HOSTILE = f"</title><script>alert(1)</script> & \"two\" 'one' <b>{{{{ 7*7 {{% x ]]> --> {LONG_WORD}"
ARABIC = "العناية بالبشرة بعد العلاج بالليزر"
EMOJI = "👩🏽‍⚕️🏳️‍🌈👨‍👩‍👧‍👦 ☀️ 1️⃣"
SPANISH = "La piel es el órgano más grande del cuerpo: guarda el agua dentro y deja los gérmenes fuera."
SENTENCES = (
    """
Skin is the largest organ that people have. It keeps water in and germs out. A small cut heals within days, while a
deep one may take weeks. Sunlight changes skin slowly, and most of that change is not seen for years. A hat with a
wide brim shades the face, the ears and the neck. Shade from a tree lets some light through, so sunscreen still helps
there. Put it on before you leave the house, not when you arrive at the beach. Many people use about half of what they
need. Two fingers full is a fair amount for face and neck. Lips burn as well, and many forget them. Water and sand
send light back from below. Clouds hold back warmth more than they hold back harm. Windows stop one part of the light
and let another through. A driver may see the difference between the left cheek and the right. Dry air indoors takes
water from skin in winter. A plain cream without scent is often enough. Apply it within minutes of washing, while the
skin is damp. Hot water feels good and leaves skin drier than before. Soap with a strong smell can irritate. Wool
scratches, cotton seldom does. New products are best tried one at a time. Wait a week before you add the next. If
something stings for longer than a minute, wash it off. Redness that fades by evening is common. Redness that spreads
is a reason to call. Scars change for a year or more. They start red, grow firm, and become pale and soft. Pulling on
a young scar makes it wider. Tape can take some of that pull away. Some families tend to thick scars, so say so when
you are asked. Ask what will be done, and by whom. Write the questions down, since few remember them all in the room.
Bring someone who listens with you. Take a list of every medicine, and of every plant or powder that you swallow. Say
what you hope for, in your own words. Say also what worries you. A good answer names the chances and the odds of harm.
It should not hurry you. Nobody needs to decide on the same day. Prices differ for reasons that can be explained. Ask
for them in writing. Ask what happens when a second visit is needed. Find out whom to call at night. Keep that number
where you can find it in the dark. Plan a way home, because you may not be allowed to drive. Put soft food and clean
sheets ready. Children and dogs like to jump on people who rest. Sleep with your head a little raised. Cold packs go
on a cloth, never on bare skin. Count the hours between two doses, and write them on paper. Walk a few steps each hour
while you are awake. Drink before you are thirsty. Swelling is most on the second or third day. It often moves
downward before it goes. Bruises turn green and yellow on their way out. Numb spots wake up with tingling. None of
this is strange, but sudden pain on one side is. Fever above the mark on your sheet is too. Trust the feeling that
something is wrong. People who call early are never a bother.
""".replace("\n", " ")
    .strip()
    .split(". ")
)

Header = dict[str, Any]


def write(project: Path) -> None:
    """Put them, their pictures and the clinic into the copy of the project at `project`."""
    content = project / "content"
    for path in (content / "articles").glob("*.md"):
        path.unlink()
    for slug, _, _ in articles():
        write_article(project, slug)
    (content / "images").mkdir(exist_ok=True)
    for name, image in pictures():
        image.save(content / "images" / name, exif=_sideways(image))
    Image.linear_gradient("L").resize((300, 500)).convert("RGB").save(content / "images" / PORTRAIT)
    kinds = {name: "thing" for name, _ in pictures()} | {PORTRAIT: "staff\n  consent: s-0001"}
    records = "".join(f"{name}:\n  kind: {kind}\n" for name, kind in kinds.items())
    (content / "photos.yaml").write_text(records, "utf-8")
    shutil.rmtree(content / "people")
    (content / "people").mkdir()
    for name, person in PEOPLE.items():
        (content / f"people/{name}.md").write_text(f"---\n{_yaml(person)}---\n", "utf-8")
    (content / "images/drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 50h300"/></svg>', "utf-8"
    )
    for page in (content / "pages").glob("*.md"):
        page.write_text(_without_links(page.read_text("utf-8")), "utf-8")
    clinic = yaml.load((content / "clinic.yaml").read_text("utf-8"), yaml.BaseLoader)
    (content / "clinic.yaml").write_text(_yaml(clinic | _clinic(clinic)), "utf-8")


def strip_clinic(project: Path) -> None:
    """Leave the clinic of the copy at `project` one place, without hours, and nothing that it may do without."""
    path = project / "content/clinic.yaml"
    clinic = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    for name in ("announcements", "next_steps"):
        del clinic[name]
    place, *_ = clinic["locations"].values()
    clinic["locations"] = {"main": {"address": place["address"]}}
    path.write_text(_yaml(clinic), "utf-8")


def write_article(project: Path, slug: str) -> None:
    """Put this one into the copy of the project at `project`."""
    header, body = next((header, body) for name, header, body in articles() if name == slug)
    path = project / "content/articles" / f"{slug}.md"
    path.write_text(f"---\n{_yaml(header)}---\n\n{body.strip()}\n", "utf-8")


def articles() -> Iterator[tuple[str, Header, str]]:
    """Name, header and body of each; no two are of one day, so that their order is known."""
    for number, (slug, header, body) in enumerate(_articles()):
        day = date(2026, 11, 20) - timedelta(days=17 * number)
        plain = {
            "title": slug.replace("-", " ").capitalize(),
            "summary": f"What the site does with {slug.replace('-', ' ')}.",
            "date": day.isoformat(),
            "category": "laser-and-skin" if number % 3 else "choosing-care",
            "kind": "advice",
            "status": "published",
        }
        cited = {"references": [_reference(0)]} if "likelihoods" in header else {}
        yield slug, plain | cited | header, body


def pictures() -> Iterator[tuple[str, Image.Image]]:
    sizes = {"photo.jpg": (1600, 1067), "tall.jpg": (300, 1500), "wide.png": (2400, 160), "small.webp": (64, 48)}
    for name, (width, height) in sizes.items():
        image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
        ImageDraw.Draw(image).ellipse((width / 4, height / 4, width / 2, height / 2), fill="darkred")
        yield name, image


def _yaml(fields: dict[str, Any]) -> str:
    """A line for each; JSON is YAML in which every text is quoted."""
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def _sideways(image: Image.Image) -> Image.Exif:
    """What a telephone notes that was held upright: to be turned by a quarter."""
    exif = image.getexif()
    exif[0x0112] = 6
    return exif


def _without_links(text: str) -> str:
    """A page without its links to the articles that are gone."""
    for name in ("lumo-laser-treatment", "healing-after-a-laser", "before-you-choose-a-clinic"):
        text = text.replace(f"{name}.md", f"{PLAIN}.md")
    return text


def _clinic(clinic: dict[str, Any]) -> dict[str, Any]:
    topics = {f"topic-{n}": {"name": f"{SENTENCES[n]} {LONG_WORD}", "about": SENTENCES[n + 1]} for n in range(9)}
    return {
        "blog": "The Journal of Harbor Skin & Friends, Plainly",
        "site_url": f"https://clinic.example{BASE}",
        "mail": f"{LONG_WORD[:40].lower()}@clinic.example",
        "locations": {"main": clinic["locations"]["port-ellery"] | AWKWARD_PLACE, "far": FAR_PLACE},
        "announcements": [
            {
                "text": {"en": f"Closed on Thursday & Friday <because> of smoke ({place}). {LONG_WORD}"},
                "first": "2026-11-01",
                "last": "2027-01-31",
                "place": place,
            }
            for place in ("every page", "home page")
        ],
        "next_steps": {
            step: {"to": f"https://book.example/{LONG_WORD}?a=1&b=2", "then": {"es": f"Abre <eso> & más. {LONG_WORD}"}}
            for step in ("book", "portal", "costs", "telehealth")
        },
        "topics": clinic["topics"] | topics,
        "authors": clinic["authors"] | {"someone-else": {"name": f"Dr. {LONG_WORD}", "about": SENTENCES[0]}},
        "accreditations": [
            {
                "name": f"Board {n} & <Sons>",
                "note": {"es": f"una nota, {LONG_WORD}"},
                "holder": "Ann",
                "verify": f"https://board.example/{n}",
            }
            for n in range(6)
        ],
        "chat": {"provider": "livechat", "license": LICENSE},
    }


PORTRAIT = "portrait.jpg"
PEOPLE: dict[str, Header] = {
    name: {
        "name": f"{first} {LONG_WORD}",
        "role": f"Surgeon & <more> {LONG_WORD}",
        "summary": f"{first} does. {LONG_WORD}",
        "date": "2026-01-01",
        "status": "published",
        "degree": "MD, FACS",
        "licenses": [{"type": LONG_WORD, "number": LONG_WORD, "state": "Nowhere", "verify": "https://look.example/up"}],
        "boards": [
            {"name": f"American Board of {LONG_WORD}", "verify": f"https://board.example/{n}"} for n in range(3)
        ],
        "languages": [LONG_WORD, "Spanish"],
        "interests": SENTENCES[0].removesuffix(" [1]"),
        "portrait": PORTRAIT,
    }
    for name, first in {"a-reviewer": "Ann", "another": "Bea"}.items()
}
AWKWARD_PLACE: dict[str, Any] = {
    "name": f"At the Harbor & <Hill> {LONG_WORD}",
    "position": {"latitude": "38.4229", "longitude": "-121.4208"},
    "hours": dict.fromkeys(("monday", "wednesday", "friday", "sunday"), "8:30 am to noon, 1 pm to 5 pm"),
    "closures": [{"first": "2026-12-24", "last": "2027-01-02", "why": {"es": f"Nochebuena y <más> {LONG_WORD}"}}],
    **{detail: {"en": f"Behind & below. {LONG_WORD}"} for detail in ("parking", "transit", "entrance")},
    "map": dict.fromkeys(("north", "east", "south", "west"), "Wwwwwwwwww Mmmmmmmmmm Street")
    | {"parking": "west", "entrance": "west"},
}
FAR_PLACE: dict[str, Any] = {
    "telephone": "+49 30 23125 000",
    "address": {"country": "DE", "street": LONG_WORD, "city": "Berlin", "postal_code": "10117"},
}


def _prose(words: int, seed: int = 0) -> str:
    """Paragraphs of at least so many words, the sentences in an order of their own."""
    order = Random(seed).sample(SENTENCES, len(SENTENCES)) * ceil(words / 500)
    paragraphs, count = [], 0
    while count < words:
        paragraphs.append(". ".join(order[:5]) + ".")
        count += len(paragraphs[-1].split())
        del order[:5]
    return "\n\n".join(paragraphs)


def _reference(number: int, title: str = "") -> dict[str, str]:
    return {
        "title": title or f"{SENTENCES[number % len(SENTENCES)]} ({number})",
        "publisher": "Journal of Examples",
        "url": f"https://journal.example/{number}/{LONG_WORD}?a=1&b=2",
        "accessed": "2026-11-01",
    }


def parts(items: int, text: str = "") -> Header:
    """Every part, each with so many items; `text` in the place of sentences."""
    said = [f"{n} {text}" if text else SENTENCES[n % len(SENTENCES)] for n in range(items)]
    return {
        "key_points": said,
        "for_whom": said[0],
        "facts": [{"name": f"{n} {one[:60]}", "value": one} for n, one in enumerate(said)],
        "not_for": said,
        "timeline": [{"when": f"Day {n}", "what": one} for n, one in enumerate(said)],
        "do": said,
        "dont": said,
        "aftercare": {"do": said, "dont": said},
        "get_help": {"call": said, "emergency": said},
        "risks": {"common": said, "uncommon": said, "serious": said},
        "likelihoods": [{"of_100": str(n * 100 // items), "what": f"{one} [1]"} for n, one in enumerate(said)],
        "alternatives": [{"name": one[:60], "what": one, "benefit": one, "risk": one, "recovery": one} for one in said],
        "questions": said,
        "faq": [{"question": one.removesuffix(" [1]"), "answer": one} for one in said],
    }


def _table(columns: int, rows: int, cell: str = "cell {}") -> str:
    lines = [[f"Column {n}" for n in range(columns)], ["---"] * columns]
    lines += [[cell.format(f"{row}.{column}") for column in range(columns)] for row in range(rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _articles() -> Iterator[tuple[str, Header, str]]:
    yield from _plain_ones()
    yield from _titles()
    yield from _scripts()
    yield from _bodies()
    yield from _tables_and_pictures()
    yield from _parts()


def _plain_ones() -> Iterator[tuple[str, Header, str]]:
    text = [". ".join(SENTENCES[n : n + 5]) + "." for n in range(0, len(SENTENCES), 5)]
    items = "\n".join(f"- {one.lower()}" for one in ("a list of questions", "the sheet", "a friend", "time"))
    table = "| Day | What |\n|---|---|\n| 1 | rest |\n| 2 | walk |\n| 7 | visit |"
    body = [
        *text[:3],
        "## Before",
        *text[3:5],
        items,
        "## After",
        *text[5:9],
        table,
        "## Later",
        f"> {text[9]}",
        *text[10:],
    ]
    yield PLAIN, {"tags": ["aftercare"]}, "\n\n".join(body)
    chapters = "\n\n".join(
        f"## {SENTENCES[n]}\n\n{_prose(100, n)}\n\n### {SENTENCES[n + 1]}\n\n{_prose(60, n)}" for n in range(36)
    )
    yield "very-long", {"references": [_reference(0)]}, f"{_prose(100)}\n\n{chapters}"
    yield "very-short", {"summary": "Yes."}, "Yes."
    yield "news", {"kind": "news", "author": "someone-else"}, _prose(40)
    yield "old-and-moved", {"date": "2001-02-28", "redirect_from": ["/2001/02/old/", "/old.html"]}, _prose(40)
    changes = [
        {"day": f"2026-11-{day}", "what": what} for day, what in ((21, HOSTILE), (25, LONG_WORD), (23, "B & <c>"))
    ]
    moved = {"date": "2001-02-28", "redirect_from": ["/2001/02/old/", "/old.html"], "changes": changes}
    yield "old-and-moved", moved, _prose(40)
    yield (
        "reviewed",
        {"review": {"by": "a-reviewer", "on": "2026-11-01", "every": "12"}, "modified": "2026-11-25"},
        "Yes.",
    )


def _titles() -> Iterator[tuple[str, Header, str]]:
    yield "one-word-title", {"title": "Sunscreen"}, _prose(60)
    yield "one-letter-title", {"title": "A", "summary": "B"}, "C"
    yield (
        "title-of-400-characters",
        {"title": " ".join(SENTENCES)[:400], "summary": " ".join(SENTENCES)[:600]},
        _prose(60),
    )
    yield (
        "title-of-90-characters-in-a-word",
        {"title": LONG_WORD, "summary": f"{LONG_WORD} again."},
        f"{LONG_WORD} {LONG_WORD}",
    )
    yield "hostile-title", {"title": HOSTILE, "summary": HOSTILE, "tags": [HOSTILE]}, _prose(20)
    yield "title-of-signs", {"title": "?! … — “”", "summary": "100 % & <more>"}, _prose(20)
    yield "twenty-tags", {"tags": [f"{one.split()[0]} {n}" for n, one in enumerate(SENTENCES[:20])]}, _prose(20)
    yield "odd-tags", {"tags": ["c++", "ñandú", "100 %", "a/b", "Ünïcode", LONG_WORD]}, _prose(20)


def _scripts() -> Iterator[tuple[str, Header, str]]:
    said = {
        "arabic": ARABIC,
        "hebrew-and-english": "טיפול בלייזר Halo אחרי 7 ימים",
        "chinese": "激光治疗后的皮肤护理需要避免阳光直射并保持湿润",
        "thai": "การดูแลผิวหลังการรักษาด้วยเลเซอร์ควรหลีกเลี่ยงแสงแดด",
        "greek-and-russian": "Φροντίδα του δέρματος и уход за кожей",
        "emoji": EMOJI,
        "marks-upon-marks": "S" + "\u0301\u0323\u0308\u0330" * 12 + "kin",
        "hidden-signs": "soft\u00adhyphen and no\u00a0break and \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    }
    for slug, text in said.items():
        table = f"| {text} | {text} |\n|---|---|\n| {text} | 2 |"
        body = f"{text} {text}.\n\n## {text}\n\n- {text}\n- {text}\n\n> {text}\n\n{table}"
        header = {"title": f"{text} ({slug})", "summary": f"{text} {text}", "tags": [text]}
        yield slug, header | parts(1, text), body
    plain = {
        "lang": "es",
        "title": "Un artículo llano",
        "summary": SPANISH,
        "translates": PLAIN,
        "modified": "2026-11-20",
    }
    yield "articulo-llano", plain, f"{SPANISH}\n\n{SPANISH}"
    every = {"lang": "es", "title": "Todas las partes", "summary": f"{SPANISH} Y más.", "tags": ["láser"]}
    yield "todas-las-partes", every | parts(2, SPANISH), f"## Aquí\n\n{SPANISH}"


def _bodies() -> Iterator[tuple[str, Header, str]]:
    yield (
        "words-of-90-characters",
        {},
        f"{LONG_WORD} {LONG_WORD}\n\n## {LONG_WORD}\n\n- {LONG_WORD}\n\n> {LONG_WORD}\n\n`{LONG_WORD}`",
    )
    yield "deep-headings", {}, "\n\n".join(f"{'#' * n} Level {n}\n\n{SENTENCES[n]}." for n in (2, 3, 4, 5, 6, 2, 3))
    yield "headings-of-one-name", {}, "\n\n".join(f"## Main\n\n{SENTENCES[n]}." for n in range(8))
    nested = "\n".join(f"{'    ' * depth}- {SENTENCES[depth]}\n{'    ' * depth}- {LONG_WORD}" for depth in range(4))
    yield "nested-lists", {}, f"{nested}\n\n1. one\n2. two\n    - three\n    - four\n3. five"
    yield "definitions", {}, "\n\n".join(f"{one}\n:   {one}. {one}." for one in SENTENCES[:6])
    yield "code", {}, f"    {LONG_WORD} {LONG_WORD} {LONG_WORD}\n    second line\n\nAnd `{LONG_WORD}`, and ``a ` b``."
    tags = (
        "b",
        "i",
        "em",
        "strong",
        "s",
        "small",
        "sub",
        "sup",
        "kbd",
        "mark",
        "q",
        "cite",
        "abbr",
        "code",
        "del",
        "ins",
    )
    yield (
        "small-tags",
        {},
        " ".join(f"<{tag}>{tag} {SENTENCES[0]}</{tag}>" for tag in tags) + "\n\nA line<br>and another",
    )
    yield (
        "quotations",
        {},
        f"> {_prose(60)}\n\n> > {SENTENCES[1]}\n\n> - {SENTENCES[2]}\n> - {LONG_WORD}\n\n---\n\n{SENTENCES[3]}",
    )
    links = [f"[{one}](https://other.example/{LONG_WORD}/{n}?a=1&b=2)" for n, one in enumerate(SENTENCES[:30])]
    yield "many-links", {}, f"{', '.join(links)}.\n\n" + "\n".join(f"- {link}" for link in links)
    yield (
        "bare-links",
        {},
        f"<https://other.example/{LONG_WORD}> and [mail](mailto:a@b.example) and [call](tel:+17075550142)",
    )
    cites = " ".join(f"{SENTENCES[n % 50]} [{n}]." for n in range(1, 61))
    yield "sixty-references", {"references": [_reference(n) for n in range(60)]}, f"{cites} [1, 2, 3, 40, 50, 60]"
    yield "cited-often", {"references": [_reference(1, HOSTILE)]}, " ".join(f"{one} [1]." for one in SENTENCES[:40])
    yield (
        "braces-and-signs",
        {},
        "\\{\\{ 7*7 }} \\{% raw %} $\\{x} %s \\* &lt; &amp; © ™ 5 < 6 > 4\n\n## \\{\\{ title }} & 100 %\n\nText",
    )


def _tables_and_pictures() -> Iterator[tuple[str, Header, str]]:
    yield "wide-table", {}, f"## Wide\n\n{_table(14, 4, 'some words in cell {}')}"
    yield "long-table", {}, f"{SENTENCES[0]}.\n\n{_table(3, 90)}"
    yield "table-of-long-words", {}, _table(3, 3, LONG_WORD)
    yield (
        "table-of-numbers",
        {},
        "## Doses\n\n| What | Count |\n|:---|---:|\n| one | 1,000.00 |\n| two | 2 |\n\n" + _table(2, 2),
    )
    photo = "![A red circle on grey](photo.jpg)"
    yield "one-picture-first", {"image": "photo.jpg", "image_alt": "A red circle"}, f"{photo}\n\n{_prose(60)}"
    yield (
        "five-pictures",
        {},
        f"\n\n{SENTENCES[1]}.\n\n".join(
            [
                SENTENCES[0],
                photo,
                "![Tall](tall.jpg)",
                "![Wide](wide.png)",
                "![Small](small.webp)",
                "![A line](drawing.svg)",
            ]
        ),
    )
    yield (
        "pictures-in-odd-places",
        {},
        f"- item {photo}\n- item\n\n> {photo}\n\nText with ![Small](small.webp) in it.\n\n| a |\n|---|\n| {photo} |",
    )


def _parts() -> Iterator[tuple[str, Header, str]]:
    every = parts(4)
    references = {"references": [_reference(n) for n in range(3)]}
    yield "every-part", {"kind": "treatment", "tags": ["aftercare"]} | references | every, f"{_prose(300)} [1, 2]"
    yield "every-part-once", parts(1), _prose(40)
    yield "every-part-twenty-times", parts(20), _prose(40)
    yield "every-part-in-long-words", parts(2, LONG_WORD), _prose(40)
    yield "every-part-hostile", references | parts(2, f"{HOSTILE} [1]"), _prose(40)
    for name, value in every.items():
        yield f"only-{name.replace('_', '-')}", {name: value}, _prose(40)
