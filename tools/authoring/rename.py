"""Rename a text, with a redirect from its old address and every link, translation, notice and name of it.

    python -m tools.authoring.rename [OLD NEW]    OLD and NEW from the environment where they are not given

OLD and NEW are names or paths, with .md or without. Every new text is made before anything is moved or written. Only
the words that have to change are changed; all else stays byte for byte.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pelicanconf
from plugins.clinic import model
from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents import scan
from plugins.documents.scan import PAGES_ONLY, diagnose_name, find_slug, is_person
from plugins.documents.source import split_front_matter
from plugins.schema.yaml_reader import ParsedYaml, parse_yaml
from plugins.site.links import find_linked_file
from plugins.site.urls import UrlScheme, normalize_url
from tools.authoring.front_matter_edit import (
    CONTENT,
    add_header_lines,
    find_line_ending,
    normalize_name,
    resolve_path,
    split_lines,
)

GUIDE, CLINIC = "README.md", model.FILE
# Where a link leads, after what stands before it in Markdown: [words](target#place), [words]: target
TARGET = re.compile(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)([^)\s>#]+)", re.MULTILINE)


@dataclass(frozen=True)
class ContentFile:
    """A content file: `path` is from content/, `whole` is all of its text."""

    path: str
    whole: str

    @property
    def name(self) -> str:
        return posixpath.basename(self.path).removesuffix(".md")

    @cached_property
    def header(self) -> ParsedYaml:
        """The parsed header; empty where there is none."""
        source, _ = split_front_matter(self.whole.encode())
        return parse_yaml(source.header, 2) if source else ParsedYaml()

    def get_field(self, field: str) -> str:
        """Return a field of the header if it is one value, else ""."""
        value = self.header.values.get(field, "")
        return value if isinstance(value, str) else ""

    def list_old_addresses(self) -> list[str]:
        """List the addresses in `redirect_from`."""
        listed = self.header.values.get("redirect_from")
        return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []

    def find_address(self, scheme: UrlScheme, name: str = "") -> str:
        """Return the address of the text, or the one that it has under another name."""
        slug = find_slug(posixpath.join(posixpath.dirname(self.path), name or self.name))
        return "/" + scheme.make_text_url(slug, self.get_field("lang") or scheme.default)


class Renaming(NamedTuple):
    """The paths of a text before and after, and the new content of each changed file, by its path before."""

    old_path: str
    new_path: str
    changed: dict[str, str]


def rename(texts: Mapping[str, ContentFile], old: str, new: str, scheme: UrlScheme) -> Renaming:
    """Rename a text, without writing anything. Raises Refused.

    `old` and `new` are as somebody typed them; `texts` are all files that may name the text, by their paths.
    """
    documents = {path: text for path, text in texts.items() if path not in (GUIDE, CLINIC)}
    text = _find_text(documents, old)
    new_name, new_path = _check_new_name(documents, text, new, scheme)
    old_address, new_address = text.find_address(scheme), text.find_address(scheme, new_name)
    changed = {path: _relink(one, text.path, old_address, new_name) for path, one in texts.items()}
    others = [one for one in documents.values() if one is not text and is_person(one.path) == is_person(text.path)]
    is_translation = (text.get_field("lang") or scheme.default) != scheme.default
    if CLINIC in texts and new_path.startswith("pages/") and not is_translation:
        changed[CLINIC] = _rename_in_notices(texts[CLINIC].whole, text.name, new_name)
    if is_person(text.path):
        changed = {path: _rename_person(texts[path], whole, text.name, new_name) for path, whole in changed.items()}
    changed |= _tie_translations(others, text, new_name, changed, is_translation)
    changed[text.path] = _add_redirect(ContentFile(text.path, changed[text.path]), old_address, new_address)
    return Renaming(text.path, new_path, {path: whole for path, whole in changed.items() if whole != texts[path].whole})


def _tie_translations(
    others: list[ContentFile], text: ContentFile, new_name: str, relinked: Mapping[str, str], is_translation: bool
) -> dict[str, str]:
    """Return the changed content of files whose `translates` is needed or other after the renaming, by path.

    A text and its translations belong together by a common name or, where the names differ, by `translates` in the
    translation. `relinked` is the content of each file so far; `is_translation` is said of `text`.
    """
    namesakes = [one for one in others if one.name == text.name]
    if namesakes and is_translation:
        if text.get_field("translates"):
            return {}
        return {text.path: add_header_lines(relinked[text.path], f"translates: {text.name}")}
    changed = {}
    for one in others:
        translates = one.get_field("translates")
        if translates == text.name:
            changed[one.path] = _rename_in_translation(one, relinked[one.path], text.name, new_name)
        elif one in namesakes and not translates:
            changed[one.path] = add_header_lines(relinked[one.path], f"translates: {new_name}")
    return changed


def _find_text(texts: Mapping[str, ContentFile], old: str) -> ContentFile:
    """Find the text that is to be renamed. Raises Refused where it is not there, or its header has a mistake."""
    text = texts[resolve_path(texts, "OLD", old)]
    source, errors = split_front_matter(text.whole.encode())
    errors += text.header.errors
    if errors or not source:
        raise Refused(error.locate(f"{CONTENT}/{text.path}") for error in errors)
    return text


def _check_new_name(
    texts: Mapping[str, ContentFile], text: ContentFile, new: str, scheme: UrlScheme
) -> tuple[str, str]:
    """Check the new name; return it, and the path that it makes.

    Raises Refused where it cannot be used, or another text has the path or the address.
    """
    typed = f"NEW={new}"
    new_folder, name = posixpath.split(normalize_name(new))
    folder, root = posixpath.dirname(text.path), text.path.split("/")[0]
    path = f"{folder}/{name}.md"
    errors = []
    if new_folder not in ("", folder):
        errors.append(diagnose("rename-folder", typed, path=text.path))
    if error := diagnose_name(f"{name}.md", root):
        errors.append(error.locate(typed))
    if root == "pages" and text.name in PAGES_ONLY:
        errors.append(diagnose("rename-fixed", f"{CONTENT}/{text.path}"))
    if path in texts:
        errors.append(diagnose("rename-taken", typed, file=f"{CONTENT}/{path}"))
    others = [one for one in texts.values() if one is not text and one.path != path]
    for rule, file in _find_address_holders(others, text.find_address(scheme, name), scheme):
        errors.append(diagnose(rule, typed, file=f"{CONTENT}/{file}"))
    if errors:
        raise Refused(errors)
    return name, path


def _find_address_holders(texts: Iterable[ContentFile], address: str, scheme: UrlScheme) -> Iterator[tuple[str, str]]:
    """Find the texts that have an address, or had it: yield the rule that forbids to take it, and the text's path."""
    wanted = normalize_url(address)
    for text in texts:
        if normalize_url(text.find_address(scheme)) == wanted:
            yield "rename-address-taken", text.path
        if wanted in map(normalize_url, text.list_old_addresses()):
            yield "rename-address-old", text.path


def _relink(text: ContentFile, path: str, address: str, name: str) -> str:
    """Return the text with each link to the file at `path`, or to its address, changed to the file's new name."""
    old = posixpath.basename(path).removesuffix(".md")

    def put(match: re.Match[str]) -> str:
        target = unquote(match[2])
        named = (
            target.strip("/") == address.strip("/") if target[0] == "/" else find_linked_file(target, text.path) == path
        )
        return match[1] + (re.sub(rf"{old}(\.md|/?)$", rf"{name}\1", match[2]) if named else match[2])

    return TARGET.sub(put, text.whole)


def _rename_in_translation(text: ContentFile, whole: str, old: str, new: str) -> str:
    """Change the name in the `translates` field of a translation."""
    lines, at = split_lines(whole), text.header.lines[("translates",)] - 1
    lines[at] = re.sub(rf"(:\s*[\"']?){old}\b", rf"\g<1>{new}", lines[at], count=1)
    return "".join(lines)


def _rename_person(text: ContentFile, whole: str, old: str, new: str) -> str:
    """Change the name of a person where the header of a text names the author, the reviewer or who signs a claim."""
    lines = split_lines(whole)
    for place, number in text.header.lines.items():
        if place and place[-1] in ("author", "by"):
            lines[number - 1] = re.sub(rf"(\b{place[-1]}:\s*[\"']?){old}(?![\w-])", rf"\g<1>{new}", lines[number - 1])
    return "".join(lines)


def _rename_in_notices(whole: str, old: str, new: str) -> str:
    """Change the name of the page that holds a notice, in the text of content/clinic.yaml."""
    reading, lines = parse_yaml(whole), split_lines(whole)
    given = reading.values.get("notices")
    for notice in [name for name, page in given.items() if page == old] if isinstance(given, dict) else ():
        at = reading.lines["notices", notice] - 1
        lines[at] = re.sub(rf"(:\s*[\"']?){old}\b", rf"\g<1>{new}", lines[at], count=1)
    return "".join(lines)


def _add_redirect(text: ContentFile, old: str, current: str) -> str:
    """Return the content of a text with the address `old` added to `redirect_from`.

    If `current`, its address from now on, is in that list, `old` takes its place: the text gets that earlier address
    back. Raises Refused where the list is written in a way that cannot be edited.
    """
    listed = text.list_old_addresses()
    regained = [n for n, address in enumerate(listed) if normalize_url(address) == normalize_url(current)][:1]
    field_line = text.header.lines.get(("redirect_from",), 0)
    if not field_line:
        whole = add_header_lines(text.whole, f"redirect_from:\n  - {old}")
    elif regained:
        whole = _replace_redirect(text, regained[0], old)
    else:
        whole = _insert_redirect(text, field_line, old)
    wanted = sorted([old, *(address for n, address in enumerate(listed) if n not in regained)])
    if sorted(ContentFile(text.path, whole).list_old_addresses()) != wanted:
        raise Refused([diagnose("redirects-unusual", f"{CONTENT}/{text.path}", field_line, "redirect_from")])
    return whole


def _replace_redirect(text: ContentFile, position: int, address: str) -> str:
    """Return the content of a text with `address` in place of the one at this position in `redirect_from`."""
    lines, index = split_lines(text.whole), text.header.lines[("redirect_from", position)] - 1
    item = rf"(?<![^\s\[,\"']){re.escape(text.list_old_addresses()[position])}(?![^\s\],\"'])"
    lines[index] = re.sub(item, address, lines[index], count=1)
    return "".join(lines)


def _insert_redirect(text: ContentFile, field_line: int, address: str) -> str:
    """Return the content of a text with `address` first in `redirect_from`, which is on the line `field_line`.

    The list may be a line for each address, or in brackets, and it may be empty.
    """
    lines, index = split_lines(text.whole), field_line - 1
    listed = text.list_old_addresses()
    first_item = text.header.lines[("redirect_from", 0)] - 1 if listed else index
    bullet = re.match(r" *- +", lines[first_item])
    if bullet:
        lines.insert(first_item, f"{bullet[0]}{address}{find_line_ending(lines)}")
    elif listed:  # the bracket may be on one of the lines below
        lines[index:] = ["".join(lines[index:]).replace("[", f"[{address}, ", 1)]
    elif "[" in lines[index]:
        lines[index] = lines[index].replace("[", f"[{address}", 1)
    else:
        lines.insert(field_line, f"  - {address}{find_line_ending(lines)}")
    return "".join(lines)


def _read_texts() -> Iterator[ContentFile]:
    """Read every file that may name a text, except those that cannot be read.

    These are articles, pages and people, the editor's guide, whose example has links, and content/clinic.yaml, which
    names pages.
    """
    paths = [path for states, _ in scan.scan_texts(CONTENT).values() for path in states]
    for path in [*paths, GUIDE, CLINIC]:
        try:
            yield ContentFile(path, (CONTENT / path).read_bytes().decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue  # the build reports it


def _move(old: Path, new: Path) -> None:
    """Move a file, with git where git tracks it. Raises Refused."""
    try:
        if subprocess.run(["git", "ls-files", "--error-unmatch", "--", old], capture_output=True).returncode == 0:
            subprocess.run(["git", "mv", "--", old, new], capture_output=True, text=True, check=True)
            return
    except FileNotFoundError:
        pass  # there is no git
    except subprocess.CalledProcessError as error:
        raise Refused([diagnose("file-unmoved", str(new), error=error.stderr.split("\n")[0])]) from None
    old.rename(new)


def main(words: list[str]) -> None:
    """Rename a text, and print which files were changed."""
    names = words or [os.environ.get(name, "") for name in ("OLD", "NEW")]
    if len(names) != 2 or not all(names):
        sys.exit("Write make rename OLD=halo NEW=halo-laser, with the names of your files.")
    texts = {text.path: text for text in _read_texts()}
    old, new, changed = rename(texts, names[0], names[1], UrlScheme.parse(vars(pelicanconf)))
    if os.path.lexists(CONTENT / new):
        raise Refused([diagnose("file-taken", f"{CONTENT}/{new}")])
    for path in changed:
        if not os.access(CONTENT / path, os.W_OK):
            raise Refused([diagnose("file-read-only", f"{CONTENT}/{path}")])
    _move(CONTENT / old, CONTENT / new)
    for path, whole in changed.items():
        (CONTENT / (new if path == old else path)).write_bytes(whole.encode())
    print(f"{CONTENT}/{old} is {CONTENT}/{new} now, and its old address leads to it.")
    for path in sorted(changed.keys() - {old}):
        print(f"{CONTENT}/{path} names it anew.")


if __name__ == "__main__":
    with refuse_os_errors():
        main(sys.argv[1:])
