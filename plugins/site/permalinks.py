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
GUESSED = 10  # addresses for which the likeliest article is looked for: among thousands that takes its time
HEAD = """\
# Every address at which readers have found an article or a page. The site is not built if one of them leads nowhere.
# `make addresses` writes this file. Take a line out only where readers shall find nothing any more.
"""


def load_permalinks(content: Path) -> tuple[dict[str, int] | None, list[Diagnostic]]:
    """Load the list: the line of each address, None where there is no list; and the errors of the file."""
    path, file = content / FILE, f"{content.name}/{FILE}"
    if not (path.exists() or path.is_symlink()):
        return None, []
    if error := diagnose_file(path):
        return None, [error.locate(file)]
    data = path.read_bytes()
    text, errors = decode_text(data) if data.strip() else ("", [])
    listed: dict[str, int] = {}
    line_errors = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if is_url_path(line):
            listed.setdefault(line, number)
        elif line and not line.startswith("#"):
            line_errors.append(diagnose("address-unfit", file, number, line=line))
    # The marks of a conflict are no addresses either.
    return listed, [error.locate(file) for error in errors] or line_errors


def format_permalinks(addresses: Iterable[str]) -> str:
    """Format the file that lists these addresses."""
    return HEAD + "".join(f"{address}\n" for address in sorted(set(addresses)))


def list_permalinks(meta: DocumentMeta, scheme: UrlScheme) -> tuple[str, ...]:
    """List the addresses at which a reader finds a document: its URL and its redirects."""
    return (f"/{scheme.make_document_url(meta)}", *meta.redirect_from)


def find_broken_permalinks(
    listed: Mapping[str, int], metas: Collection[DocumentMeta], scheme: UrlScheme, today: date, content: str
) -> Iterator[Diagnostic]:
    """Find the listed addresses at which a reader finds nothing on this day."""
    found = {normalize_url(address): meta for meta in metas for address in list_permalinks(meta, scheme)}
    shown = {scheme.make_document_url(meta).strip("/"): meta for meta in metas if not find_hidden_reason(meta, today)}
    left = GUESSED
    for address, line in listed.items():
        meta = found.get(normalize_url(address))
        reason = find_hidden_reason(meta, today) if meta else "gone"
        if meta and reason:
            rule = "address-of-draft" if reason == "draft" else "address-to-come"
            text = f"{content}/{meta.path}"
            yield diagnose(rule, f"{content}/{FILE}", line, address=address, text=text, day=reason)
        elif reason:
            near, left = _find_likeliest(address, shown, scheme) if left else None, max(left - 1, 0)
            text = f"{content}/{near.path}" if near else "the article that readers shall find instead"
            yield diagnose("address-lost", f"{content}/{FILE}", line, address=address, text=text)


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
