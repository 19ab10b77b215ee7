"""Permalinks: the addresses that readers were given (`content/addresses.txt`), and which of them are broken.

Articles and pages are listed, with their old addresses. Lists are not: they come and go with what they hold, and no
front matter could redirect from them.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import is_url_path
from plugins.schema.text_file import read_entries
from plugins.site.schedule import is_hidden
from plugins.site.urls import UrlScheme, normalize_url

FILE = "addresses.txt"
MAX_GUESSES = 10  # addresses for which the likeliest article is looked for: among thousands that takes its time
HEAD = """\
# Every address at which readers have found an article or a page. The site is not built if one of them leads nowhere.
# `make addresses` writes this file. Take a line out only where readers shall find nothing any more.
"""


def load_permalinks(content: Path) -> tuple[dict[str, int] | None, list[Diagnostic]]:
    """Load the line number of each address in the list, or None where there is no list, and the errors of its file."""
    entries, file_errors = read_entries(content / FILE)
    if entries is None:
        return None, file_errors
    line_numbers: dict[str, int] = {}
    unfit = []
    for entry in entries:
        if is_url_path(entry.text):
            line_numbers.setdefault(entry.text, entry.line)
        else:
            unfit.append(diagnose("address-unfit", f"{content.name}/{FILE}", entry.line, line=entry.text))
    # The marks of a merge conflict, an error of the file, are unfit lines as well: they are reported once.
    return line_numbers, file_errors or unfit


def format_permalinks(addresses: Iterable[str]) -> str:
    """Format the file that lists these addresses."""
    return HEAD + "".join(f"{address}\n" for address in sorted(set(addresses)))


def list_permalinks(meta: DocumentMeta, scheme: UrlScheme) -> tuple[str, ...]:
    """List the addresses at which a reader finds a document: its URL and its redirects."""
    return (f"/{scheme.make_document_url(meta)}", *meta.redirect_from)


def find_broken_permalinks(
    listed: Mapping[str, int], metas: Collection[DocumentMeta], scheme: UrlScheme, today: date, content: str
) -> Iterator[Diagnostic]:
    """Find the listed addresses at which a reader finds nothing today.

    `listed` has the line number of each address, `metas` are all documents, `content` is the name of their folder.
    """
    file = f"{content}/{FILE}"
    by_address = {normalize_url(address): meta for meta in metas for address in list_permalinks(meta, scheme)}
    lost = [address for address in listed if normalize_url(address) not in by_address]
    shown = [meta for meta in metas if not is_hidden(meta, today)]
    likeliest = _find_likeliest_files(lost[:MAX_GUESSES], shown, scheme, content)
    for address, line in listed.items():
        meta = by_address.get(normalize_url(address))
        if not meta:
            text = likeliest.get(address, "the article that readers shall find instead")
            yield diagnose("address-lost", file, line, address=address, text=text)
        elif is_hidden(meta, today):
            rule = "address-of-draft" if meta.draft else "address-to-come"
            yield diagnose(rule, file, line, address=address, text=f"{content}/{meta.path}", day=meta.date)


def _find_likeliest_files(
    lost: Iterable[str], shown: Iterable[DocumentMeta], scheme: UrlScheme, content: str
) -> dict[str, str]:
    """Find the file of the document whose URL is most like each lost address; none where no URL is like it."""
    by_url = {scheme.make_document_url(meta).strip("/"): meta for meta in shown}
    likeliest = {address: _find_likeliest(address, by_url, scheme) for address in lost}
    return {address: f"{content}/{meta.path}" for address, meta in likeliest.items() if meta}


def _find_likeliest(address: str, by_url: Mapping[str, DocumentMeta], scheme: UrlScheme) -> DocumentMeta | None:
    """Find the document whose URL is most like the last part of the address, in the same language."""
    path = address.strip("/")
    homes = {scheme.make_home_url(meta.lang) for meta in by_url.values()} - {""}
    home = next((home for home in homes if path.startswith(home)), "")
    near = difflib.get_close_matches(f"{home}{path.rpartition('/')[2]}", by_url, 1, 0.4)
    return by_url[near[0]] if near else None


def find_unlisted_permalinks(listed: Collection[str], found: Collection[str], content: str) -> Iterator[Diagnostic]:
    """Note the published addresses that the list does not have."""
    known = set(map(normalize_url, listed))
    if new := sorted(address for address in found if normalize_url(address) not in known):
        rule = "addresses-unlisted" if new[1:] else "address-unlisted"
        yield diagnose(rule, f"{content}/{FILE}", address=new[0], more=len(new) - 1)
