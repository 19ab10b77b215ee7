"""The output files of each language's search index, from the cache as far as the pages are unchanged.

The index is made in two steps. Each page gives its texts and its words, which are in groups by their slot; then the
words of a group are joined over all pages. An edit changes few groups of one page, and these alone are joined again.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from typing import NamedTuple

from plugins.build_state import Documents
from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta
from plugins.output.output_dir import File
from plugins.schema.interface_words import Words
from plugins.site.search import index
from plugins.site.search.index import JoinedWords, Language, PageWords, SearchPage
from plugins.site.search.passages import CONTACT, Passage, list_clinic_passages, list_document_passages
from plugins.site.search.synonyms import SynonymTable
from plugins.site.search.tokens import tokenize
from plugins.site.urls import UrlScheme

GROUPS = 128  # of words, at most
DIGEST = 8  # bytes of the digest of a page's words in one group
WORTHWHILE = 60  # pages that make one more process worthwhile
TEXTS = "search texts"  # the kind of the rows in the cache that have the texts of a page


class PageSummary(NamedTuple):
    """What an index needs of a page whose words are unchanged: their digests, by group, and the names of its texts."""

    digests: bytes
    texts: tuple[str, ...]

    def get_digest(self, group: int) -> bytes:
        return self.digests[group * DIGEST : (group + 1) * DIGEST]


class GroupSummary(NamedTuple):
    """What an index needs of a group whose words are unchanged: the name of its places by slot, and all forms."""

    places: dict[int, str]
    forms: list[str]


class IndexFiles(NamedTuple):
    """The files of an index by name: the bytes of the small ones; of others what `_IndexMaker` loads them by."""

    manifest: str
    small: dict[str, bytes]
    texts: dict[str, tuple[str, int]]  # page, number
    places: dict[str, tuple[int, bytes, int]]  # group, key, slot


def make_search_files(
    shown: Sequence[DocumentMeta],
    documents: Documents,
    scheme: UrlScheme,
    synonyms: Mapping[str, SynonymTable],
    languages: Mapping[str, Words],
    cache: Cache,
) -> tuple[dict[str, str], list[File]]:
    """Make a search index for each language: the URL of its first file by language, and all files.

    `synonyms` and `languages`, which has the words of the interface, are by language.
    """
    assert documents.clinic
    by_language: dict[str, list[DocumentMeta]] = defaultdict(list, {scheme.default: []})
    for meta in sorted(shown, key=lambda meta: (meta.date, meta.path)):
        by_language[meta.lang].append(meta)
    manifest_urls: dict[str, str] = {}
    files: list[File] = []
    rows: set[str] = set(documents.metas)
    for lang, metas in by_language.items():
        facts = _list_facts(lang, by_language, scheme, documents.clinic, languages[lang])
        table = synonyms.get(lang, SynonymTable({}))
        maker = _IndexMaker(lang, metas, facts, documents, scheme, languages[lang], table, cache)
        made = maker.load_index()
        folder = scheme.make_search_url(lang)
        manifest_urls[lang] = f"{folder}{made.manifest}.json"
        files += maker.list_files(made, folder)
        rows |= maker.inputs.keys()
    cache.delete(TEXTS, cache.load_inputs(TEXTS).keys() - rows)
    return manifest_urls, files


def _list_facts(
    lang: str, metas: Mapping[str, Sequence[DocumentMeta]], scheme: UrlScheme, clinic: Clinic, words: Words
) -> list[Passage]:
    """List the passages that do not come from a document. Without a page that shows the clinic's facts there are none.

    That page is the one in this language; else the one in the default language.
    """
    contact = next(
        (one for name in (lang, scheme.default) for one in metas[name] if CONTACT in (one.slug, one.translates)), None
    )
    return list(list_clinic_passages(clinic, words, scheme.make_document_url(contact))) if contact else []


class _IndexMaker:
    """Makes the index of one language from its documents, oldest first, and from the passages of `facts`.

    These belong to the document at their URL; where there is none, to a page of their own. A page is known by the path
    of its document, or by its language and its URL.
    """

    def __init__(
        self,
        lang: str,
        metas: Sequence[DocumentMeta],
        facts: Sequence[Passage],
        documents: Documents,
        scheme: UrlScheme,
        words: Words,
        synonyms: SynonymTable,
        cache: Cache,
    ) -> None:
        assert documents.clinic
        self.lang, self.documents, self.clinic, self.cache = lang, documents, documents.clinic, cache
        self.scheme, self.words = scheme, words
        search = words["search"]
        self.language = Language(
            ignored=frozenset(tokenize(search["ignored"])),
            endings=index.parse_endings(search["endings"]),
            synonyms=synonyms,
        )
        self.find_stem = self.language.make_stemmer()
        self.facts: dict[str, list[Passage]] = defaultdict(list)  # by the URL of a page
        for passage in facts:
            self.facts[passage.url.partition("#")[0]].append(passage)
        self.metas = {meta.path: meta for meta in metas}
        documents_of = {scheme.make_document_url(meta): meta.path for meta in metas}
        self.urls = {documents_of.get(url, f"{lang} {url}"): url for url in self.facts}  # of pages with facts
        pages = [*(page for page in self.urls if page not in self.metas), *self.metas]
        self.slots = index.count_slots(len(pages))
        self.groups = min(self.slots, GROUPS)
        topics = {name: topic.translate(lang).name for name, topic in self.clinic.topics.items()}
        code = fingerprint.hash_code(), words, synonyms, topics, self.clinic.base, self.slots
        self.code = fingerprint.hash_values(*code)
        self.inputs = {page: self._hash_inputs(page) for page in pages}
        self.made: dict[str, PageWords] = {}

    def _hash_inputs(self, page: str) -> bytes:
        key = self.documents.library.keys.get(page, b"")
        facts = fingerprint.hash_values(self.facts[self.urls[page]]) if page in self.urls else b""
        return blake2b(self.code + key + facts, digest_size=16).digest()

    def load_index(self) -> IndexFiles:
        """Load the index from the cache, or make it."""
        key = fingerprint.hash_values(self.code, list(self.inputs), b"".join(self.inputs.values()))
        return self.cache.memoize(f"search {self.lang}", key, self._make_index)

    def list_files(self, made: IndexFiles, folder: str) -> Iterator[File]:
        """List the files of the index, below the URL `folder`."""
        for name, data in made.small.items():
            yield File(f"{folder}{name}.json", name.encode(), partial(bytes, data))
        for name, place in made.texts.items():
            yield File(f"{folder}{name}.json", name.encode(), partial(self._load_text, *place))
        for name, slot in made.places.items():
            yield File(f"{folder}{name}.json", name.encode(), partial(self._load_places, *slot))

    def _make_index(self) -> IndexFiles:
        """Make the index from what pages and groups give, each of which is cached."""
        summaries = self._summaries
        names: dict[int, str] = {}
        forms: set[str] = set()
        files = IndexFiles("", {}, {}, {})
        for group in range(self.groups):
            digests = b"".join(summary.get_digest(group) for summary in summaries.values())
            key = fingerprint.hash_values(self.code, digests)
            summarize = partial(self._summarize_group, group, key)
            summary = self.cache.memoize(f"search {self.lang} group {group}", key, summarize)
            names |= summary.places
            forms.update(summary.forms)
            files.places.update({f"{slot}-{name}": (group, key, slot) for slot, name in summary.places.items()})
        for page, page_summary in summaries.items():
            files.texts.update({name: (page, number) for number, name in enumerate(page_summary.texts)})

        def add(data: bytes) -> str:
            files.small[index.make_name(data)] = data
            return index.make_name(data)

        lists = [list(summary.texts) for summary in summaries.values()]
        starts = range(0, len(lists), index.LISTED)
        runs = index.split_into_runs({form: len(form) + 1 for form in forms})
        manifest = {
            "total": len(summaries),
            "ignored": sorted(self.language.ignored),
            "endings": self.language.endings,
            "slots": self.slots,
            "places": "".join(names.get(slot, " " * index.SLOT_NAME) for slot in range(self.slots)),
            "words": [(start, add(index.dump_json(" ".join(run)))) for start, run in runs],
            "lists": [add(index.dump_json(lists[start : start + index.LISTED])) for start in starts],
            "listed": index.LISTED,
            "block": index.BLOCK,
        }
        return files._replace(manifest=add(index.dump_json(manifest)))

    # pages

    @cached_property
    def _summaries(self) -> dict[str, PageSummary]:
        return self.cache.memoize_each(f"search {self.lang} pages", self.code, self.inputs, self._summarize_pages)

    def _summarize_pages(self, pages: list[str]) -> Iterator[PageSummary]:
        made = parallel_map(self._make_texts_and_words, pages, WORTHWHILE)
        for page, (texts, words) in zip(pages, made, strict=True):
            self.made[page] = words
            self.cache.save(TEXTS, [(page, self.inputs[page], marshal.dumps(texts))])
            digests = b"".join(_digest(words.get_group(group)) for group in range(self.groups))
            yield PageSummary(digests, tuple(map(index.make_name, texts)))

    def _make_texts_and_words(self, page: str) -> tuple[list[bytes], PageWords]:
        source = self._make_page(page)
        return index.make_texts(source), index.make_words(source, self.language, self.find_stem, self.groups)

    def _make_page(self, page: str) -> SearchPage:
        """Collect what is searched of a page."""
        facts = self.facts[self.urls[page]] if page in self.urls else []
        if page not in self.metas:
            first = facts[0]
            summary = first.text.partition("\n")[0]
            return self._add_facts(SearchPage(self.clinic.base + self.urls[page], first.heading, summary), facts)
        meta, url = self.metas[page], self.scheme.make_document_url(self.metas[page])
        document = self.documents.library.load_document(page)
        source = SearchPage(
            href=self.clinic.base + url,
            title=meta.title,
            summary=meta.summary,
            topic=self.clinic.topics[meta.topic].translate(self.lang).name if meta.topic else "",
            tags=meta.tags,
            passages=tuple(list_document_passages(document, url, self.words)),
        )
        return self._add_facts(source, facts)

    def _add_facts(self, page: SearchPage, facts: Sequence[Passage]) -> SearchPage:
        """Add passages to a page, and to the one with the clinic's facts the words by which patients look for it."""
        is_contact = any(fact.heading == self.words["contact"]["visit"] for fact in facts)
        tags = (*page.tags, self.words["search"]["contact"]) if is_contact else page.tags
        return page._replace(passages=(*facts, *page.passages), tags=tags)

    def _load_text(self, page: str, number: int) -> bytes:
        cached = self.cache.load(TEXTS, page, self.inputs[page])
        texts: list[bytes] = marshal.loads(cached) if cached else index.make_texts(self._make_page(page))
        return texts[number]

    # groups

    def _summarize_group(self, group: int, key: bytes) -> GroupSummary:
        joined = self._load_group(group, key)
        names = {slot: index.make_name(data, index.SLOT_NAME) for slot, data in joined.places.items()}
        return GroupSummary(names, [form for form in joined.forms if form.isalpha()])

    def _load_places(self, group: int, key: bytes, slot: int) -> bytes:
        return self._load_group(group, key).places[slot]

    def _load_group(self, group: int, key: bytes) -> JoinedWords:
        """Load the words of a group in all pages from the cache, or join them. `key` covers what they are made of."""
        return self.cache.memoize(f"search {self.lang} places {group}", key, partial(self._join_group, group))

    def _join_group(self, group: int) -> JoinedWords:
        digests = {page: summary.get_digest(group) for page, summary in self._summaries.items()}
        pieces = self.cache.memoize_each(
            f"search {self.lang} words {group}", self.code, digests, partial(self._list_pieces, group)
        )
        return index.join_words(pieces.values(), self.slots)

    def _list_pieces(self, group: int, pages: list[str]) -> Iterator[bytes]:
        for page in pages:
            if page not in self.made:  # the cache has lost it
                self.made[page] = self._make_texts_and_words(page)[1]
            yield self.made[page].get_group(group)


def _digest(piece: bytes) -> bytes:
    return blake2b(piece, digest_size=DIGEST).digest()
