"""What the search page looks things up in.

Reads:  card and url of all that is shown, context["clinic"], content/synonyms.yaml, theme/words, STORE
Writes: context["search"], by language the address of the index's first file; context["files"]: the index
"""

from collections import defaultdict
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pelican import signals

from plugins import digest, words
from plugins.clinic.model import Clinic
from plugins.pipeline import all_contents
from plugins.problem import tell
from plugins.search import text
from plugins.search.index import Entry, index
from plugins.search.synonyms import Names, known
from plugins.tree import File, add


def attach(generators: list[Any]) -> None:
    context, default = generators[0].context, generators[0].settings["DEFAULT_LANG"]
    store = generators[0].settings["STORE"]
    languages = words.load(Path(generators[0].theme))
    names, problems = known(Path(generators[0].path), languages, store)
    tell(context, problems)
    context["search"] = {}
    if not (clinic := context["clinic"]):
        return
    entries: dict[str, list[Entry]] = defaultdict(list, {default: []})
    for content in sorted(all_contents(generators), key=lambda one: (one.card.date, one.card.path)):
        entries[content.lang].append(_entry(content, clinic))
    for lang, own in entries.items():
        ignored = sorted(set(text.words(languages[lang]["search"]["ignored"])))
        given = own, names.get(lang, Names({})), ignored
        key = digest.of(given, digest.of_code())
        made = store.once(f"search {lang}", key, partial(index, *given))
        folder = context["scheme"].search(lang)
        context["search"][lang] = f"{folder}{made.manifest}.json"
        files = ((f"{folder}{name}.json", data) for name, data in made.files.items())
        add(context, (File(name, sha256(data).digest(), partial(bytes, data)) for name, data in files))


def _entry(content: Any, clinic: Clinic) -> Entry:
    card = content.card
    topic = clinic.topics[card.topic].said(card.lang).name if card.topic else ""
    return Entry(clinic.base + content.url, card.title, card.summary, topic, card.tags, card.headings)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
