"""Rename an article or a page, with a redirect from its old address and every link, translation and notice of it.

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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import pelicanconf
from plugins.clinic import model
from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents import scan
from plugins.documents.scan import PAGES_ONLY, diagnose_name
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
        return "/" + scheme.make_text_url(name or self.name, self.get_field("lang") or scheme.default)


def rename(texts: Mapping[str, ContentFile], old: str, new: str, scheme: UrlScheme) -> tuple[str, str, dict[str, str]]:
    """Rename a text: return its paths before and after, and the new text of each changed file, by its path before.

    Raises Refused.
    """
    documents = {path: text for path, text in texts.items() if path not in (GUIDE, CLINIC)}
    text = _find_text(documents, old)
    name, path = _check_new_name(documents, text, new, scheme)
    others = [one for one in documents.values() if one is not text]
    before, after = text.find_address(scheme), text.find_address(scheme, name)
    changed = {one.path: _relink(one, text.path, before, name) for one in texts.values()}
    lang = text.get_field("lang") or scheme.default
    if CLINIC in texts and path.startswith("pages/") and lang == scheme.default:
        changed[CLINIC] = _rename_in_notices(texts[CLINIC].whole, text.name, name)
    twins = [one for one in others if one.name == text.name]
    if twins and lang != scheme.default:
        if not text.get_field("translates"):
            changed[text.path] = add_header_lines(changed[text.path], f"translates: {text.name}")
    else:
        for one in others:
            if one.get_field("translates") == text.name:
                changed[one.path] = _rename_in_translation(one, changed[one.path], text.name, name)
            elif one in twins and not one.get_field("translates"):
                changed[one.path] = add_header_lines(changed[one.path], f"translates: {name}")
    changed[text.path] = _add_redirect(ContentFile(text.path, changed[text.path]), before, after)
    return text.path, path, {one: said for one, said in changed.items() if said != texts[one].whole}


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
    folder, name = posixpath.split(normalize_name(new))
    home = posixpath.dirname(text.path)
    path, root = f"{home}/{name}.md", text.path.split("/")[0]
    typed, errors = f"NEW={new}", []
    if folder not in ("", home):
        errors.append(diagnose("rename-folder", typed, path=text.path))
    if error := diagnose_name(f"{name}.md", root):
        errors.append(error.locate(typed))
    if root == "pages" and text.name in PAGES_ONLY:
        errors.append(diagnose("rename-fixed", f"{CONTENT}/{text.path}"))
    if path in texts:
        errors.append(diagnose("rename-taken", typed, file=f"{CONTENT}/{path}"))
    address = normalize_url(text.find_address(scheme, name))
    for one in texts.values():
        if one is text or one.path == path:
            continue
        if normalize_url(one.find_address(scheme)) == address:
            errors.append(diagnose("rename-address-taken", typed, file=f"{CONTENT}/{one.path}"))
        if address in map(normalize_url, one.list_old_addresses()):
            errors.append(diagnose("rename-address-old", typed, file=f"{CONTENT}/{one.path}"))
    if errors:
        raise Refused(errors)
    return name, path


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


def _rename_in_notices(whole: str, old: str, new: str) -> str:
    """Change the name of the page that holds a notice, in the text of content/clinic.yaml."""
    reading, lines = parse_yaml(whole), split_lines(whole)
    given = reading.values.get("notices")
    for notice in [name for name, page in given.items() if page == old] if isinstance(given, dict) else ():
        at = reading.lines["notices", notice] - 1
        lines[at] = re.sub(rf"(:\s*[\"']?){old}\b", rf"\g<1>{new}", lines[at], count=1)
    return "".join(lines)


def _add_redirect(text: ContentFile, old: str, own: str) -> str:
    """Return the text with the address `old` added to `redirect_from`.

    If `own` is in that list, `old` takes its place: the text gets that earlier address back. Raises Refused where the
    list is written in a way that cannot be edited.
    """
    header, lines = text.header, split_lines(text.whole)
    before, at = text.list_old_addresses(), header.lines.get(("redirect_from",), 0)
    back = next((n for n, one in enumerate(before) if normalize_url(one) == normalize_url(own)), None)
    if not at:
        whole = add_header_lines(text.whole, f"redirect_from:\n  - {old}")
    else:
        line = header.lines[("redirect_from", back or 0)] - 1 if before else at - 1
        bullet = re.match(r" *- +", lines[line])
        if back is not None:
            item = rf"(?<![^\s\[,\"']){re.escape(before[back])}(?![^\s\],\"'])"
            lines[line] = re.sub(item, old, lines[line], count=1)
        elif bullet:
            lines.insert(line, f"{bullet[0]}{old}{find_line_ending(lines)}")
        elif before:
            lines[at - 1 :] = ["".join(lines[at - 1 :]).replace("[", f"[{old}, ", 1)]
        elif "[" in lines[at - 1]:
            lines[at - 1] = lines[at - 1].replace("[", f"[{old}", 1)
        else:
            lines.insert(at, f"  - {old}{find_line_ending(lines)}")
        whole = "".join(lines)
    wanted = sorted([old, *(one for n, one in enumerate(before) if n != back)])
    if sorted(ContentFile(text.path, whole).list_old_addresses()) != wanted:
        raise Refused([diagnose("redirects-unusual", f"{CONTENT}/{text.path}", at, "redirect_from")])
    return whole


def _read_texts() -> Iterator[ContentFile]:
    """Read every file that may name a text, except those that cannot be read.

    These are articles and pages, the editor's guide, whose example has links, and content/clinic.yaml, which names
    pages.
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
    words = words or [os.environ.get(name, "") for name in ("OLD", "NEW")]
    if len(words) != 2 or not all(words):
        sys.exit("Write make rename OLD=halo NEW=halo-laser, with the names of your files.")
    texts = {text.path: text for text in _read_texts()}
    old, new, changed = rename(texts, words[0], words[1], UrlScheme.parse(vars(pelicanconf)))
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
