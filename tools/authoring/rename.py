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
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
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
    """Work out how to rename a text, without writing anything. Raises Refused.

    `old` and `new` are as somebody typed them; `texts` are all files that may name the text, by their paths.
    """
    documents = {path: text for path, text in texts.items() if path not in (GUIDE, CLINIC)}
    text = _find_text(documents, old)
    new_name, new_path = _check_new_name(documents, text, new, scheme)
    contents = _rename_in_contents(texts, text, new_name, scheme)
    changed = {path: whole for path, whole in contents.items() if whole != texts[path].whole}
    return Renaming(text.path, new_path, changed)


def _rename_in_contents(
    texts: Mapping[str, ContentFile], text: ContentFile, new_name: str, scheme: UrlScheme
) -> dict[str, str]:
    """Return the content of each file, by path, once `text` has its new name in links, notices and translations."""
    old_address, new_address = text.find_address(scheme), text.find_address(scheme, new_name)
    contents = {path: _relink(other, text.path, old_address, new_name) for path, other in texts.items()}
    is_translation = (text.get_field("lang") or scheme.default) != scheme.default
    if CLINIC in texts and text.path.startswith("pages/") and not is_translation:
        contents[CLINIC] = _rename_in_notices(texts[CLINIC].whole, text.name, new_name)
    if is_person(text.path):
        contents = {path: _rename_person(texts[path], whole, text.name, new_name) for path, whole in contents.items()}
    others = [
        other
        for path, other in texts.items()
        if path not in (GUIDE, CLINIC, text.path) and is_person(path) == is_person(text.path)
    ]
    contents |= _tie_translations(others, text, new_name, contents, is_translation)
    contents[text.path] = _add_redirect(ContentFile(text.path, contents[text.path]), old_address, new_address)
    return contents


def _tie_translations(
    others: list[ContentFile], text: ContentFile, new_name: str, contents: Mapping[str, str], is_translation: bool
) -> dict[str, str]:
    """Return the changed content of files that need another `translates` after the renaming of `text`, by path.

    A text and its translations belong together by a common name or, where the names differ, by `translates` in the
    translation. `contents` are those of all files so far.
    """
    has_namesake = any(other.name == text.name for other in others)
    if not (is_translation and has_namesake):
        return _tie_to_new_name(others, text, new_name, contents)
    if text.get_field("translates"):
        return {}
    return {text.path: add_header_lines(contents[text.path], f"translates: {text.name}")}


def _tie_to_new_name(
    others: list[ContentFile], text: ContentFile, new_name: str, contents: Mapping[str, str]
) -> dict[str, str]:
    """Return the changed content of the translations of `text`, by path, with its new name in `translates`."""
    changed = {}
    for other in others:
        translates = other.get_field("translates")
        if translates == text.name:
            changed[other.path] = _rename_in_translation(other, contents[other.path], text.name, new_name)
        elif other.name == text.name and not translates:
            changed[other.path] = add_header_lines(contents[other.path], f"translates: {new_name}")
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
    """Check the new name of a text, as typed; return it, and the path that it makes. Raises Refused with all errors."""
    typed = f"NEW={new}"
    new_folder, name = posixpath.split(normalize_name(new))
    folder = posixpath.dirname(text.path)
    path = f"{folder}/{name}.md"
    errors = [] if new_folder in ("", folder) else [diagnose("rename-folder", typed, path=text.path)]
    errors += _find_name_errors(text, name, typed)
    errors += _find_conflicts(texts, text, path, scheme, typed)
    if errors:
        raise Refused(errors)
    return name, path


def _find_name_errors(text: ContentFile, name: str, typed: str) -> Iterator[Diagnostic]:
    """Find out whether a text may not have this name, or none but its own."""
    root = text.path.split("/")[0]
    if error := diagnose_name(f"{name}.md", root, (CONTENT / text.path).parent):
        yield error.locate(typed)
    if root == "pages" and text.name in PAGES_ONLY:
        yield diagnose("rename-fixed", f"{CONTENT}/{text.path}")


def _find_conflicts(
    texts: Mapping[str, ContentFile], text: ContentFile, path: str, scheme: UrlScheme, typed: str
) -> Iterator[Diagnostic]:
    """Find the other texts that have the new `path` of a text or its new address, or once had that address."""
    if path in texts:
        yield diagnose("rename-taken", typed, file=f"{CONTENT}/{path}")
    address = text.find_address(scheme, posixpath.basename(path).removesuffix(".md"))
    others = [other for other in texts.values() if other is not text and other.path != path]
    for rule, file in _find_address_holders(others, address, scheme):
        yield diagnose(rule, typed, file=f"{CONTENT}/{file}")


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
    regained = next((n for n, address in enumerate(listed) if normalize_url(address) == normalize_url(current)), None)
    whole = _edit_redirects(text, old, regained)
    expected = [old, *(address for n, address in enumerate(listed) if n != regained)]
    if sorted(ContentFile(text.path, whole).list_old_addresses()) != sorted(expected):
        line = text.header.lines.get(("redirect_from",), 0)
        raise Refused([diagnose("redirects-unusual", f"{CONTENT}/{text.path}", line, "redirect_from")])
    return whole


def _edit_redirects(text: ContentFile, address: str, position: int | None) -> str:
    """Return the content of a text with `address` in `redirect_from`, in place of the one at `position`, if given."""
    field_line = text.header.lines.get(("redirect_from",), 0)
    if not field_line:
        return add_header_lines(text.whole, f"redirect_from:\n  - {address}")
    if position is None:
        return _insert_redirect(text, field_line, address)
    return _replace_redirect(text, position, address)


def _replace_redirect(text: ContentFile, position: int, address: str) -> str:
    """Return the content of a text with `address` in place of the one at this position in `redirect_from`."""
    lines, index = split_lines(text.whole), text.header.lines[("redirect_from", position)] - 1
    item = rf"(?<![^\s\[,\"']){re.escape(text.list_old_addresses()[position])}(?![^\s\],\"'])"
    lines[index] = re.sub(item, address, lines[index], count=1)
    return "".join(lines)


def _insert_redirect(text: ContentFile, field_line: int, address: str) -> str:
    """Return the content of a text with `address` first in `redirect_from`, which is on the line `field_line`."""
    lines, field_index = split_lines(text.whole), field_line - 1
    ending = find_line_ending(lines)
    has_items = bool(text.list_old_addresses())
    first_index = text.header.lines[("redirect_from", 0)] - 1 if has_items else field_index
    if bullet := re.match(r" *- +", lines[first_index]):  # each item has a line
        lines.insert(first_index, f"{bullet[0]}{address}{ending}")
    elif has_items or "[" in lines[field_index]:  # the items are in brackets, which may be on one of the lines below
        item = f"{address}, " if has_items else address
        lines[field_index:] = ["".join(lines[field_index:]).replace("[", f"[{item}", 1)]
    else:
        lines.insert(field_line, f"  - {address}{ending}")
    return "".join(lines)


def _read_texts() -> Iterator[ContentFile]:
    """Read every file that may name a text, except those that cannot be read.

    These are articles, pages and people, the editor's guide, whose example has links, and content/clinic.yaml, which
    names pages.
    """
    for path in [*scan.scan_texts(CONTENT).stats, GUIDE, CLINIC]:
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
    renaming = rename(texts, names[0], names[1], UrlScheme.parse(vars(pelicanconf)))
    _write_renaming(renaming)
    old, new, changed = renaming
    print(f"{CONTENT}/{old} is {CONTENT}/{new} now, and its old address leads to it.")
    for path in sorted(changed.keys() - {old}):
        print(f"{CONTENT}/{path} names it anew.")


def _write_renaming(renaming: Renaming) -> None:
    """Move the renamed text, and write the changed files. Raises Refused, before that, where one cannot be written."""
    old, new, changed = renaming
    if os.path.lexists(CONTENT / new):
        raise Refused([diagnose("file-taken", f"{CONTENT}/{new}")])
    for path in changed:
        if not os.access(CONTENT / path, os.W_OK):
            raise Refused([diagnose("file-read-only", f"{CONTENT}/{path}")])
    _move(CONTENT / old, CONTENT / new)
    for path, whole in changed.items():
        (CONTENT / (new if path == old else path)).write_bytes(whole.encode())


if __name__ == "__main__":
    with refuse_os_errors():
        main(sys.argv[1:])
