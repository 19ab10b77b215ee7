"""What the search page looks things up in.

Reads:  card and url of all that is shown, context["clinic"], content/synonyms.yaml, theme/words
Writes: context["search"], by language the address of the index's first file; the index, beside the search page
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins import words
from plugins.clinic.model import Clinic
from plugins.pipeline import all_contents
from plugins.problem import tell
from plugins.search import text
from plugins.search.index import Entry, index
from plugins.search.synonyms import Names, load


class Search(Generator):
    def generate_output(self, writer: Any) -> None:
        for save_as, data in self.context["search_files"].items():
            writer.write_bytes(save_as, data)


def attach(generators: list[Any]) -> None:
    context, default = generators[0].context, generators[0].settings["DEFAULT_LANG"]
    languages = words.load(Path(generators[0].theme))
    names, problems = load(Path(generators[0].path), languages)
    tell(context, problems)
    context["search"], context["search_files"] = {}, {}
    if not (clinic := context["clinic"]):
        return
    entries: dict[str, list[Entry]] = defaultdict(list, {default: []})
    for content in sorted(all_contents(generators), key=lambda one: (one.card.date, one.card.path)):
        entries[content.lang].append(_entry(content, clinic))
    for lang, own in entries.items():
        made = index(own, names.get(lang, Names({})), set(text.words(languages[lang]["search"]["ignored"])))
        folder = context["scheme"].search(lang)
        context["search"][lang] = f"{folder}{made.manifest}.json"
        context["search_files"] |= {f"{folder}{name}.json": data for name, data in made.files.items()}


def _entry(content: Any, clinic: Clinic) -> Entry:
    card = content.card
    topic = clinic.topics[card.topic].said(card.lang).name if card.topic else ""
    return Entry(clinic.base + content.url, card.title, card.summary, topic, card.tags, card.headings)


def search(pelican: Any) -> type[Search]:
    return Search


def register() -> None:
    signals.get_generators.connect(search)
    signals.all_generators_finalized.connect(attach)
