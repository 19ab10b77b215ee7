"""Links as editors write them, resolved to URLs.

A link names a file ({filename}/articles/x.md, or x.md beside it), an address of this site (/contact/), a place on
the page (#risks) or another site. Pictures may be named anywhere in content/images.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.conversion import LinkUse
from plugins.documents.document import DocumentMeta
from plugins.documents.markdown import SCHEMES
from plugins.documents.scan import CHAT, DOWNLOADS
from plugins.site.urls import UrlScheme

# By the reason for which visitors do not see what a link leads to; another reason is a day.
LINK_RULES = {"draft": "link-to-draft", CHAT: "link-to-chat"}
# The address of another site, or of somebody's mail, without what it begins with.
OTHER_SITE = re.compile(
    r"www\.[\w.-]+(?:[/?#].*)?|(?:[\w.+-]+@)?[\w-]+(?:\.[\w-]+)*\.(?:com|edu|gov|health|info|io|mil|mx|net|org|us)(?:[/?#].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """What a link can lead to: documents by path and by URL, the URLs of lists, and files that could not be read.

    `hidden` says by path why visitors do not see a document, "" where they do. `downloads` are the names of the files
    in content/files/. `translations` has by path all that are shown of a document in several languages, it included.
    """

    content: str
    base: str
    url: str  # of the whole site
    hidden: Mapping[str, str]
    scheme: UrlScheme
    metas: Mapping[str, DocumentMeta]
    by_address: Mapping[str, DocumentMeta]
    addresses: Collection[str]
    downloads: Collection[str]
    broken: Collection[str]
    translations: Mapping[str, Sequence[DocumentMeta]]


class ResolvedLink(NamedTuple):
    """Where a link leads, "" for nowhere, and what is wrong with it.

    A link whose page exists, but not the anchor (the id after #) in it, has both a URL and an error.
    """

    url: str
    error: Diagnostic | None = None


def find_list_urls(metas: Collection[DocumentMeta], scheme: UrlScheme, default_author: str) -> Iterator[str]:
    """Find the URLs of all lists and feeds that hold these documents.

    An article that names no author is listed under `default_author`.
    """
    for lang in {meta.lang for meta in metas}:
        yield scheme.make_home_url(lang)
    articles = [meta for meta in metas if meta.topic]
    for lang in {meta.lang for meta in articles}:
        yield scheme.make_archive_url(lang)
        yield scheme.make_feed_url(lang)
    for year, lang in {(meta.date.year, meta.lang) for meta in articles}:
        yield scheme.make_year_url(year, lang)
    for topic, lang in {(meta.topic, meta.lang) for meta in articles}:
        yield scheme.make_topic_url(topic, lang)
        yield scheme.make_feed_url(lang, topic)
    if any(meta.person for meta in metas):
        yield from (scheme.make_people_url(lang) for lang in {meta.lang for meta in metas})
    for author, lang in {(meta.author or default_author, meta.lang) for meta in articles}:
        yield scheme.make_author_url(author, lang)
    for tag, lang in {(tag, meta.lang) for meta in articles for tag in meta.tags}:
        yield scheme.make_tag_url(tag, lang)


def resolve_links(meta: DocumentMeta, targets: LinkTargets) -> tuple[dict[str, str], list[Diagnostic]]:
    """Resolve each link of `meta`, as written, to a URL, and find the links that lead nowhere."""
    found, errors = {}, []
    for use in meta.links:
        own = use.target.removeprefix(targets.url) if targets.url and use.target.startswith(targets.url) else None
        if own is None and use.target.lower().startswith(SCHEMES):
            continue
        link = _resolve_link(use if own is None else use._replace(target=f"/{own}"), meta, targets)
        found[use.target] = link.url
        if link.error:
            errors.append(link.error.locate(f"{targets.content}/{meta.path}", use.line))
    return found, errors


def find_linked_file(path: str, source: str) -> str:
    """Find the file, from content/, that a link in the file `source` names as `path`."""
    file = path.removeprefix("{filename}")
    return posixpath.normpath(
        file.lstrip("/") if file.startswith("/") else posixpath.join(posixpath.dirname(source), file)
    )


def _resolve_link(use: LinkUse, meta: DocumentMeta, targets: LinkTargets) -> ResolvedLink:
    """Resolve one link of the document `meta`."""
    path, _, anchor = unquote(use.target).partition("#")
    if not path:  # the link leads to an anchor of its own page
        return ResolvedLink(use.target, _diagnose_anchor(anchor, meta))
    if _is_list_path(path, targets):  # which anchors the page of a list has is known only when the site is finished
        return ResolvedLink(_make_href(path.lstrip("/"), anchor, targets))
    if path.lower().endswith(".pdf"):
        return _resolve_download(use.target, path, anchor, targets)
    linked = _find_linked_document(path, meta, targets)
    if not linked:
        return ResolvedLink("", _diagnose_lost_link(use.target, path, meta, targets))
    if hidden := _diagnose_hidden_target(use.target, linked, meta, targets.hidden):
        return ResolvedLink("", hidden)
    href = _make_href(targets.scheme.make_document_url(linked), anchor, targets)
    return ResolvedLink(href, _diagnose_anchor(anchor, linked) or _diagnose_language(use.target, linked, meta, targets))


def _resolve_download(target: str, path: str, anchor: str, targets: LinkTargets) -> ResolvedLink:
    """Resolve a link to a PDF, by the name of its file: editors write the folder in many ways."""
    name = posixpath.basename(path)
    if name in targets.downloads:
        return ResolvedLink(_make_href(f"{DOWNLOADS}/{name}", anchor, targets))
    if near := difflib.get_close_matches(name, targets.downloads, 1, 0.7):
        return ResolvedLink("", diagnose("download-misspelled", target=target, near=near[0]))
    return ResolvedLink("", diagnose("download-missing", target=target))


def _make_href(url: str, anchor: str, targets: LinkTargets) -> str:
    """Make the href of a link from a URL of the site and an anchor, which may be ""."""
    return f"{targets.base}{url}#{anchor}" if anchor else f"{targets.base}{url}"


def _diagnose_hidden_target(
    target: str, linked: DocumentMeta, meta: DocumentMeta, hidden: Mapping[str, str]
) -> Diagnostic | None:
    """Find out whether a link leads to a text that visitors do not see: only a hidden text may link to it."""
    reason = hidden[linked.path]
    if hidden[meta.path] or not reason:
        return None
    return diagnose(LINK_RULES.get(reason, "link-to-come"), target=target, title=linked.title, day=linked.date)


def _diagnose_language(
    target: str, linked: DocumentMeta, meta: DocumentMeta, targets: LinkTargets
) -> Diagnostic | None:
    """Find out whether a link leads to another language where there is a translation, but not to the original."""
    if linked.lang == meta.lang:
        return None
    translations = targets.translations.get(linked.path, ())
    better = next((other for other in translations if other.lang == meta.lang and other.path != meta.path), None)
    return diagnose("link-translated", target=target, lang=meta.lang, near=better.path) if better else None


def _find_linked_document(path: str, meta: DocumentMeta, targets: LinkTargets) -> DocumentMeta | None:
    """Find the document at a path: an address from the root of the site, or a file, from that of `meta`."""
    if path.startswith("/"):
        return targets.by_address.get(path.strip("/") + "/")
    return targets.metas.get(find_linked_file(path, meta.path))


def _is_list_path(path: str, targets: LinkTargets) -> bool:
    """Check whether a path from the root leads to a list, a feed or the home page."""
    if not path.startswith("/"):
        return False
    return path == "/" or path.lstrip("/") in targets.addresses or path.strip("/") + "/" in targets.addresses


def _diagnose_anchor(anchor: str, meta: DocumentMeta) -> Diagnostic | None:
    """Find out whether the page of a document lacks the anchor that a link names, and suggest the likeliest."""
    if not anchor or anchor in meta.ids or meta.unfit:
        return None
    near = difflib.get_close_matches(anchor, sorted(meta.ids), 1, 0.3)
    if near:
        return diagnose("fragment-misspelled", title=meta.title, fragment=anchor, near=near[0])
    return diagnose("fragment-unknown", title=meta.title, fragment=anchor)


def _diagnose_lost_link(target: str, path: str, meta: DocumentMeta, targets: LinkTargets) -> Diagnostic | None:
    """Suggest what to write in place of a link in `meta` whose path leads nowhere.

    Return None where the path is that of a file with errors: these say enough.
    """
    if not path.startswith("/") and f"{targets.content}/{find_linked_file(path, meta.path)}" in targets.broken:
        return None
    if OTHER_SITE.fullmatch(target):
        return diagnose(
            "link-schemeless", target=target, url=f"mailto:{target}" if "@" in target else f"https://{target}"
        )
    names = {posixpath.basename(file): file for file in sorted(targets.metas)}
    wanted = posixpath.basename(path.rstrip("/"))
    near = difflib.get_close_matches(wanted if wanted.endswith(".md") else f"{wanted}.md", list(names), 1, 0.75)
    if near:
        return diagnose("link-misspelled", target=target, near=names[near[0]])
    return diagnose("link-nowhere", target=target)


def replace_urls(html: str, attribute: str, found: Mapping[str, str]) -> str:
    """Replace in `html` each value of `attribute` (href or src) that `found` has a URL for."""

    def put(match: re.Match[str]) -> str:
        target = unescape(match[1])
        return f'{attribute}="{escape(found[target])}"' if target in found else match[0]

    return re.sub(rf'{attribute}="([^"]*)"', put, html)
