"""The output files of each language's search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b

from plugins.build_state import Documents
from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.documents.document import DocumentMeta
from plugins.documents.tokens import tokenize
from plugins.output.output_dir import File
from plugins.schema.interface_words import Words
from plugins.site.search import index
from plugins.site.search.facts import list_clinic_facts, list_person_facts
from plugins.site.search.index import Records
from plugins.site.search.searchable import Language, SearchPage, weigh_stems
from plugins.site.search.synonyms import SynonymTable
from plugins.site.search.word_files import WordFiles
from plugins.site.urls import UrlScheme

CONTACT = "contact"  # the slug of the page that shows the clinic's facts


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
    by_language: dict[str, list[DocumentMeta]] = defaultdict(list, {scheme.default: []})
    for meta in shown:
        by_language[meta.lang].append(meta)
    urls: dict[str, str] = {}
    files: list[File] = []
    for lang, metas in by_language.items():
        contact = _find_contact(metas) or _find_contact(by_language[scheme.default])
        language = Language.parse(languages[lang]["search"], synonyms.get(lang, SynonymTable({}, {})))
        made = _LanguageIndex(lang, metas, contact, documents, scheme, languages[lang], language)
        folder = scheme.make_search_url(lang)
        urls[lang] = f"{folder}index.json"
        files += (file._replace(name=f"{folder}{file.name}.json") for file in made.list_files(cache))
    return urls, files


def _find_contact(metas: Iterable[DocumentMeta]) -> DocumentMeta | None:
    """Find the page that shows the clinic's facts."""
    return next((meta for meta in metas if CONTACT in (meta.slug, meta.translates)), None)


class _LanguageIndex:
    """The index of one language. The `contact` page is in it even if it is in another language."""

    def __init__(
        self,
        lang: str,
        metas: Iterable[DocumentMeta],
        contact: DocumentMeta | None,
        documents: Documents,
        scheme: UrlScheme,
        words: Words,
        language: Language,
    ) -> None:
        assert documents.clinic
        self.lang, self.contact, self.words, self.language = lang, contact, words, language
        self.library, self.base, self.scheme = documents.library, documents.clinic.base, scheme
        self.topics = {name: topic.translate(lang).name for name, topic in documents.clinic.topics.items()}
        self.facts = list_clinic_facts(documents.clinic, words, lang)
        self.metas = {meta.path: meta for meta in (*metas, contact) if meta}
        self.numbers = index.number_pages(self.metas)
        total = len(self.metas)
        self.digits = index.count_digits(total)
        self.word_files, self.stem_files = index.count_word_files(total), index.count_stem_files(total)
        self.page_files = index.count_page_files(total)

    def list_files(self, cache: Cache) -> Iterator[File]:
        """List the files of the index, each named as in the index."""
        manifest = {
            "total": len(self.metas),
            "digits": self.digits,
            "words": self.word_files,
            "stems": self.stem_files,
            "pages": self.page_files,
            "ignored": sorted(self.language.ignored),
            "endings": self.language.endings,
        }
        yield _make_file("index", index.dump_json(manifest))
        for name, shown in index.group_pages(self._list_pages(), self.page_files).items():
            yield _make_file(name, index.dump_json(shown))
        sources = (self.words["search"], self.words["people"], self.topics, self.facts, self.language.synonyms)
        code = fingerprint.hash_values(fingerprint.hash_code(), sources, self.digits, self.word_files)
        pages = self._list_keys()
        files = WordFiles(
            self.lang, code, self.digits, self.word_files, self.stem_files, pages, self._make_records, cache
        )
        for name, digest in files.update().items():
            yield File(name, code + digest, partial(files.format_file, name, digest))

    def _list_keys(self) -> dict[str, bytes]:
        """List what the records of each page depend on, by its path."""
        keys, contact = self.library.keys, self.contact and self.contact.path
        return {path: keys[path] + b"%d %d" % (number, path == contact) for path, number in self.numbers.items()}

    def _list_pages(self) -> Iterator[tuple[int, tuple[str, str, str]]]:
        """List number, address, title and topic of each page."""
        for path, meta in self.metas.items():
            title = meta.title if meta.lang == self.lang else self.words["contact"]["visit"]
            address = self.base + self.scheme.make_document_url(meta)
            yield self.numbers[path], (address, title, self.topics.get(meta.topic, ""))

    def _make_records(self, path: str) -> Records:
        weights = weigh_stems(self._make_page(self.metas[path]), self.language)
        return index.make_records(weights, self.numbers[path], self.digits)

    def _make_page(self, meta: DocumentMeta) -> SearchPage:
        """Collect what is searched of a page."""
        if meta is self.contact:
            return self._make_contact_page(meta)
        facts = list_person_facts(meta.person, self.words) if meta.person else []
        roles = (meta.person.role,) if meta.person else ()
        return self._collect_text(meta, facts)._replace(tags=(*meta.tags, *roles))

    def _make_contact_page(self, meta: DocumentMeta) -> SearchPage:
        """Collect what is searched of the page with the clinic's facts: where it is in another language, these alone.

        The words by which patients look for such a page count as its title and as a heading.
        """
        names, title = self.words["search"]["contact"], self.words["contact"]["visit"]
        if meta.lang == self.lang:
            page = self._collect_text(meta, self.facts)
        else:
            page = SearchPage(title, words=tokenize("\n".join(self.facts)))
        return page._replace(title=f"{page.title}, {names}", headings=(*page.headings, names))

    def _collect_text(self, meta: DocumentMeta, facts: Sequence[str]) -> SearchPage:
        """Collect what is searched of a document, and of the facts that its page shows beside that."""
        text, topic = self.library.load_words(meta.path), self.topics.get(meta.topic, "")
        words = [*text.all.split(), *tokenize("\n".join(facts))]
        return SearchPage(meta.title, meta.summary, topic, meta.tags, meta.headings, words, text.urgent.split())


def _make_file(name: str, data: bytes) -> File:
    return File(name, blake2b(data, digest_size=16).digest(), partial(bytes, data))
