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
from plugins.schema.text_file import decode_text, diagnose_file
from plugins.site.schedule import find_hidden_reason
from plugins.site.urls import UrlScheme, normalize_url

FILE = "addresses.txt"
MAX_GUESSES = 10  # addresses for which the likeliest article is looked for: among thousands that takes its time
HEAD = """\
# Every address at which readers have found an article or a page. The site is not built if one of them leads nowhere.
# `make addresses` writes this file. Take a line out only where readers shall find nothing any more.
"""


def load_permalinks(content: Path) -> tuple[dict[str, int] | None, list[Diagnostic]]:
    """Load the list: the line number of each address, and the errors of the file.

    In place of the addresses there is None where the list is missing or cannot be read.
    """
    path, file = content / FILE, f"{content.name}/{FILE}"
    if not (path.exists() or path.is_symlink()):
        return None, []
    if error := diagnose_file(path):
        return None, [error.locate(file)]
    data = path.read_bytes()
    text, file_errors = decode_text(data) if data.strip() else ("", [])
    line_numbers: dict[str, int] = {}
    line_errors = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if is_url_path(line):
            line_numbers.setdefault(line, number)
        elif line and not line.startswith("#"):
            line_errors.append(diagnose("address-unfit", file, number, line=line))
    # The marks of a merge conflict, an error of the file, are unfit lines as well: they are reported once.
    return line_numbers, [error.locate(file) for error in file_errors] or line_errors


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
    shown = {scheme.make_document_url(meta).strip("/"): meta for meta in metas if not find_hidden_reason(meta, today)}
    guesses = 0
    for address, line in listed.items():
        meta = by_address.get(normalize_url(address))
        if not meta:
            likeliest = _find_likeliest(address, shown, scheme) if guesses < MAX_GUESSES else None
            guesses += 1
            text = f"{content}/{likeliest.path}" if likeliest else "the article that readers shall find instead"
            yield diagnose("address-lost", file, line, address=address, text=text)
        elif find_hidden_reason(meta, today):
            rule = "address-of-draft" if meta.draft else "address-to-come"
            yield diagnose(rule, file, line, address=address, text=f"{content}/{meta.path}", day=meta.date)


def _find_likeliest(address: str, shown: Mapping[str, DocumentMeta], scheme: UrlScheme) -> DocumentMeta | None:
    """Find the document whose URL is most like the last part of the address, in the same language."""
    path = address.strip("/")
    homes = {scheme.make_home_url(meta.lang) for meta in shown.values()} - {""}
    home = next((home for home in homes if path.startswith(home)), "")
    near = difflib.get_close_matches(f"{home}{path.rpartition('/')[2]}", shown, 1, 0.4)
    return shown[near[0]] if near else None


def find_unlisted_permalinks(listed: Collection[str], found: Collection[str], content: str) -> Iterator[Diagnostic]:
    """Note the published addresses that the list does not have."""
    known = set(map(normalize_url, listed))
    if new := sorted(address for address in found if normalize_url(address) not in known):
        rule = "addresses-unlisted" if new[1:] else "address-unlisted"
        yield diagnose(rule, f"{content}/{FILE}", address=new[0], more=len(new) - 1)
