"""Bytes to entries: encodings, line breaks, chunks, hostile shapes."""

from __future__ import annotations

import codecs
import random

import pytest

from tests.actions.backup_log.logs import SAMPLE, line
from xprunbook.actions.backup_log.scan import MAX_ENTRY, Entry, Scan


def scanned(data: bytes, size: int = 1 << 20) -> tuple[list[Entry], Scan]:
    """All notable entries of a log that comes in chunks of this size."""
    scan, found = Scan(), []
    for start in range(0, len(data), size):
        found += scan.feed(data[start : start + size])
    return found + scan.rest(), scan


ENCODINGS = {
    "utf-8": SAMPLE.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + SAMPLE.encode(),
    "utf-16-le with mark": codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"),
    "utf-16-be with mark": codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
    "utf-16-le": SAMPLE.encode("utf-16-le"),
    "utf-16-be": SAMPLE.encode("utf-16-be"),
    "cp1252": SAMPLE.encode("cp1252"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
def test_encodings_say_the_same(name: str, breaks: str) -> None:
    """Whatever the encoding and the line breaks: the same eight entries, with the same line numbers."""
    encoding = name.split(" ")[0]
    data = ENCODINGS[name]
    if breaks != "\n":
        mark = next(
            (m for m in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if data.startswith(m)),
            b"",
        )
        data = mark + SAMPLE.replace("\n", breaks).encode(encoding)
    found, scan = scanned(data)
    assert [entry.line for entry in found] == [1, 3, 4, 6, 7, 8, 9, 12]
    assert found[1].text == "Benutzer 'Atlas' nicht verfügbar. Restore XPHONE_UC"
    assert found[0].text.endswith(r"Remotepath: \\sqlserver\backupshare LocalPath: \\sqlserver\backupshare")
    assert found[6].text.endswith("error 5(Zugriff verweigert). BACKUP DATABASE is terminating abnormally.")
    assert scan.encoding == encoding
    assert (scan.first_at, scan.last_at) == ("23.01.2021 22:39:49", "23.01.2021 22:39:51")
    assert scan.lines == 12


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("size", [1, 7, 64, 100])
def test_chunks_do_not_matter(name: str, size: int) -> None:
    """Cut anywhere, through characters and line breaks: the same entries."""
    whole, _ = scanned(ENCODINGS[name])
    parts, scan = scanned(ENCODINGS[name], size)
    assert parts == whole
    assert scan.lines == 12


def test_rest_can_be_asked_again() -> None:
    """Asking for what may still grow does not consume it."""
    scan = Scan()
    scan.feed(line("etwas ging schief").encode())
    assert scan.rest() == scan.rest()
    scan.feed(b"und zwar hier\n")
    assert [entry.text for entry in scan.rest()] == ["etwas ging schief und zwar hier"]


def test_ordinary_lines_are_passed_over() -> None:
    """INF lines without news give nothing; a level nobody knows does."""
    found, _ = scanned((line("alles gut", "INF") * 500 + line("hm", "XYZ") + line("ja", "INF")).encode())
    assert [(entry.level, entry.line, entry.text) for entry in found] == [("XYZ", 501, "hm")]


def test_failure_words_in_an_ordinary_line_are_seen() -> None:
    """SQL Server's own words make an INF line notable, in its continuation too."""
    text = line("Meldung:\nBACKUP DATABASE wird fehlerbedingt beendet.", "INF")
    found, _ = scanned((line("gut", "INF") + text + line("gut", "INF")).encode())
    assert [entry.line for entry in found] == [2]


def test_other_shapes_of_the_head() -> None:
    """Fractions of seconds, brackets, tabs and a missing level do not hide an error."""
    lines = (
        "24.01.2021 08:00:00,123 ERR eins\n24.01.2021 08:00:01.5\t[ERR] zwei\n"
        "24.01.2021T08:00:02 ERR: drei\n24.01.2021 08:00:03 Fehler vier\n"
    )
    found, _ = scanned(lines.encode())
    assert [entry.text for entry in found] == ["eins", "zwei", "drei", "Fehler vier"]
    assert [entry.level for entry in found] == ["ERR", "ERR", "ERR", ""]


def test_endless_entries_are_bounded() -> None:
    """A file without line breaks, and an error with a continuation of megabytes, stay small in memory."""
    scan = Scan()
    for _ in range(30):
        scan.feed(b"x" * (1 << 20))
    assert len(scan._carry) < 6 << 20
    found, _ = scanned((line("lang") + "Fortsetzung\n" * 800_000 + line("danach")).encode())
    assert [entry.text[:6] for entry in found] == ["lang F", "danach"]
    assert len(found[0].text) <= MAX_ENTRY
    assert found[1].line == 800_002


def test_noise_never_raises() -> None:
    """Random bytes, with and without a sensible beginning."""
    source = random.Random(5)
    for _ in range(200):
        noise = source.randbytes(source.randrange(400))
        for start in (b"", SAMPLE.encode(), codecs.BOM_UTF16_LE):
            scanned(start + noise, source.randrange(1, 200))


def test_tiny_files() -> None:
    """Nothing, a mark alone, one character."""
    for data in (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"x", b"\n\n\n"):
        found, scan = scanned(data)
        assert found == []
        assert scan.first_at == ""
