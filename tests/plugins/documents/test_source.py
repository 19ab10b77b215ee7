from __future__ import annotations

import pytest

from plugins.documents.source import SplitFile, split_front_matter

PLAIN = SplitFile("title: One", "\nText.\n", 4)


@pytest.mark.parametrize(
    "data",
    [
        b"---\ntitle: One\n---\n\nText.\n",
        b"\xef\xbb\xbf---\ntitle: One\n---\n\nText.\n",
        b"---\r\ntitle: One\r\n---\r\n\r\nText.\r\n",
        b"---\rtitle: One\r---\r\rText.\r",
        b"--- \ntitle: One\n---  \n\nText.\n",
    ],
    ids=["plain", "byte order mark", "Windows", "old Mac", "spaces"],
)
def test_what_editors_save_is_one_and_the_same(data: bytes) -> None:
    assert split_front_matter(data) == (PLAIN, [])


def test_a_line_of_hyphens_in_the_text_is_the_texts() -> None:
    source, _ = split_front_matter(b"---\ntitle: One\n---\nText.\n\n---\n\nMore.\n")
    assert source == SplitFile("title: One", "Text.\n\n---\n\nMore.\n", 4)


@pytest.mark.parametrize("text", ["Año 👩🏽‍⚕️", "مرحبا\u200f", "a\u00a0b\u00ad", "tab\there"])
def test_letters_of_every_language_are_text(text: str) -> None:
    assert split_front_matter(f"---\ntitle: One\n---\n{text}\n".encode())[1] == []


def test_each_fault_of_a_text_is_told_with_its_line() -> None:
    _, faults = split_front_matter("---\ntitle: One\n---\na\0b\n\n<<<<<<< HEAD\nc\u2067d\n".encode())
    assert [(fault.line, fault.message[:30]) for fault in faults] == [
        (4, "there is an unseen character ("),
        (6, "git left a conflict here"),
        (7, "there is an unseen character ("),
    ]
