"""A runbook is data until exactly its bytes are pinned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from xprunbook.base.errors import StoreError
from xprunbook.run.trust import Pins, digest_of, surface
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def book() -> Book:
    return Library(DATA).load("patch-day")[0]


def test_one_byte_in_any_file_makes_another_runbook(book: Book) -> None:
    digest = digest_of(book)
    for name, data in book.files.items():
        for at in range(0, len(data), max(1, len(data) // 50)):
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            assert digest_of(replace(book, files={**book.files, name: changed})) != digest
    assert digest_of(book, [replace(book, files={"child.yaml": b"x"})]) != digest


def test_moving_bytes_between_files_is_seen(book: Book) -> None:
    one = replace(book, files={"a.yaml": b"12", "b.yaml": b"3"})
    other = replace(book, files={"a.yaml": b"1", "b.yaml": b"23"})
    assert digest_of(one) != digest_of(other)


def test_a_pin_is_kept_and_belongs_to_its_bytes(tmp_path: Path, book: Book) -> None:
    pins = Pins(tmp_path / "config")
    digest = digest_of(book)
    assert not pins.has(digest)
    pins.add(digest, book.id, "Ada", 1.0, "en")
    assert Pins(tmp_path / "config").has(digest)
    assert not pins.has("0" * 64)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_counts_as_no_pins(tmp_path: Path, damage: bytes) -> None:
    pins = Pins(tmp_path)
    pins.add("d", "r", "Ada", 1.0, "en")
    pins.path.write_bytes(damage)
    assert not pins.has("d")
    pins.add("e", "r", "Ada", 1.0, "en")
    assert pins.has("e")


def test_what_cannot_be_stored_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    pins = Pins(tmp_path / "file")
    with pytest.raises(StoreError):
        pins.add("d", "r", "Ada", 1.0, "en")
    assert not pins.has("d")


def test_everything_that_is_named_is_listed(book: Book) -> None:
    named = list(surface(book.speak("en")))
    assert [(item.number, item.place, item.kind) for item in named] == [
        ("5", "before", "demo.reachable"),
        ("5", "action", "demo.install"),
        ("5", "after", "demo.updated"),
    ]
    assert "${web_server}" in named[0].parameters
    assert "443" in named[0].parameters
