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
    for lang, own in by_language.items():
        metas = [*own, *_find_untranslated(shown, lang, scheme.default)]
        language = Language.parse(languages[lang]["search"], synonyms.get(lang, SynonymTable({}, {})))
        made = _LanguageIndex(lang, metas, documents, scheme, languages[lang], language)
        folder = scheme.make_search_url(lang)
        urls[lang] = f"{folder}index.json"
        files += (file._replace(name=f"{folder}{file.name}.json") for file in made.list_files(cache))
    return urls, files


def _find_untranslated(shown: Iterable[DocumentMeta], lang: str, default: str) -> Iterator[DocumentMeta]:
    """Find the pages of people, and that with the clinic's facts, of which there is none in `lang`.

    Of each there is one, in the language `default` if it is written in that.
    """
    versions: dict[str, list[DocumentMeta]] = defaultdict(list)
    for meta in shown:
        if meta.person or _is_contact(meta):
            versions[meta.original].append(meta)
    for metas in versions.values():
        if lang not in {meta.lang for meta in metas}:
            yield min(metas, key=lambda meta: (meta.lang != default, meta.lang))


def _is_contact(meta: DocumentMeta) -> bool:
    """Return whether this is the page that shows the clinic's facts."""
    return CONTACT in (meta.slug, meta.translates)


class _LanguageIndex:
    """The index of one language. Of pages in another language there are those that have none in this one."""

    def __init__(
        self,
        lang: str,
        metas: Iterable[DocumentMeta],
        documents: Documents,
        scheme: UrlScheme,
        words: Words,
        language: Language,
    ) -> None:
        assert documents.clinic
        self.lang, self.words, self.language = lang, words, language
        self.library, self.base, self.scheme = documents.library, documents.clinic.base, scheme
        self.topics = {name: topic.translate(lang).name for name, topic in documents.clinic.topics.items()}
        self.facts = list_clinic_facts(documents.clinic, words, lang)
        self.metas = {meta.path: meta for meta in metas}
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
        return {path: self.library.keys[path] + b"%d" % number for path, number in self.numbers.items()}

    def _list_pages(self) -> Iterator[tuple[int, list[str]]]:
        """List the number of each page, and its address, title, topic or role, and language if it is another one."""
        for path, meta in self.metas.items():
            is_foreign = meta.lang != self.lang
            title = self.words["contact"]["visit"] if is_foreign and _is_contact(meta) else meta.title
            address = self.base + self.scheme.make_document_url(meta)
            topic = meta.person.role if meta.person else self.topics.get(meta.topic, "")
            yield self.numbers[path], [address, title, topic, *([meta.lang] if is_foreign else ())]

    def _make_records(self, path: str) -> Records:
        weights = weigh_stems(self._make_page(self.metas[path]), self.language)
        return index.make_records(weights, self.numbers[path], self.digits)

    def _make_page(self, meta: DocumentMeta) -> SearchPage:
        """Collect what is searched of a page."""
        if _is_contact(meta):
            return self._make_contact_page(meta)
        if meta.person:
            page = self._collect_text(meta, list_person_facts(meta.person, self.words))
            return page._replace(tags=(meta.person.role,))
        return self._collect_text(meta)

    def _make_contact_page(self, meta: DocumentMeta) -> SearchPage:
        """Collect what is searched of the page with the clinic's facts.

        The words by which patients look for such a page count as its title and as a heading.
        """
        names = ", ".join(self.words["search"]["contact"].values())
        page = self._collect_text(meta, self.facts)
        title = page.title if meta.lang == self.lang else self.words["contact"]["visit"]
        return page._replace(title=f"{title}, {names}", headings=(*page.headings, names))

    def _collect_text(self, meta: DocumentMeta, facts: Sequence[str] = ()) -> SearchPage:
        """Collect what is searched of a document, and of the facts that its page shows beside that.

        Of one in another language, that are its title and the facts.
        """
        if meta.lang != self.lang:
            return SearchPage(meta.title, words=tokenize("\n".join(facts)))
        text, topic = self.library.load_words(meta.path), self.topics.get(meta.topic, "")
        words = [*text.all.split(), *tokenize("\n".join(facts))]
        return SearchPage(meta.title, meta.summary, topic, meta.tags, meta.headings, words, text.urgent.split())


def _make_file(name: str, data: bytes) -> File:
    return File(name, blake2b(data, digest_size=16).digest(), partial(bytes, data))
