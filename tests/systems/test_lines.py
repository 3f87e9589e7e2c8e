"""Output as lines: any chunks, any encoding, never more than a line in memory."""

from __future__ import annotations

import random

import pytest

from xprunbook.systems.lines import MAX_BYTES, Lines

TEXT = "Größe – 5 %\r\nzweite Zeile\nohne Ende\rBalken\r\n\r\nZugriff verweigert"
WANTED = ["Größe – 5 %", "zweite Zeile", "ohne Ende", "Balken", "", "Zugriff verweigert"]


def lines_of(data: bytes, size: int, fallback: str = "cp850") -> list[str]:
    """All lines of output that comes in chunks of this size."""
    lines = Lines(fallback)
    found = [line for start in range(0, len(data), size) for line in lines.feed(data[start : start + size])]
    return [*found, *lines.finish()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_encodings(encoding: str, size: int) -> None:
    """Whatever the child writes, and however it arrives."""
    assert lines_of(TEXT.encode(encoding), size) == WANTED


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_the_code_page_of_the_console(size: int) -> None:
    """A line that is no UTF-8 is read in the console's code page, the others are not."""
    data = "Größe\n".encode("cp850") + "Größe\n".encode()
    assert lines_of(data, size) == ["Größe", "Größe"]


def test_long_lines_are_cut_and_counted() -> None:
    """The rest is a number; a cut through a character spoils nothing before it."""
    (line,) = lines_of(b"x" * (MAX_BYTES + 123), 1000)
    assert line == "x" * MAX_BYTES + " [+123]"
    (line,) = lines_of(b"x" + "ü".encode() * MAX_BYTES, 1000)
    assert line.startswith("xüü")
    assert "�" not in line[:-20]


def test_nothing() -> None:
    """No output is no line; one line break is one empty line."""
    assert lines_of(b"", 1) == []
    assert lines_of(b"\n", 1) == [""]
    assert lines_of(b"ab", 1) == ["ab"]


def test_any_bytes_any_chunks() -> None:
    """Chunks never matter; nothing raises; memory stays at a line."""
    source = random.Random(3)
    for _ in range(300):
        data = bytes(source.choice(b"ab\r\n\xc3\xbc\xff\x00\x1b") for _ in range(source.randrange(60)))
        whole = lines_of(data, 1000)
        assert lines_of(data, source.randrange(1, 9)) == whole
