"""From bytes to the entries worth a look, at about the speed of iterating over lines, in constant memory.

An entry is a line ``dd.MM.yyyy HH:mm:ss LVL text`` and the lines without a time stamp that follow it (domain
facts B41, B42). Ordinary ``INF`` lines are passed over by one search through the bytes. Everything else is
taken out: errors, levels nobody knows, milestones, and lines of any level that speak of a failure.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MAX_ENTRY: Final = 4096
"""Bytes of one entry that are kept; the rest of an endless continuation is passed over."""

_MAX_CARRY: Final = 4 * 1024 * 1024
_SAMPLE: Final = 64
_MARK: Final = 4

_TIME: Final = rb"\n(\d\d\.\d\d\.\d{4}[ T]\d\d:\d\d:\d\d)\S*[ \t]+"
_HEAD: Final = re.compile(_TIME)
_LEVEL: Final = re.compile(rb"\[?([A-Z]{3})\]?[ \t:]+")
_NOTABLE: Final = re.compile(
    rb"\n\d\d\.\d\d\.\d{4}[ T]\d\d:\d\d:\d\d\S*[ \t]+"
    rb"(?:(?!INF[ \t]|DBG[ \t]|TRC[ \t])|INF[ \t]+"
    rb"(?=Start|Shared|Connect|Verbind|Sicher|Backup|Backing|Saving|Restor|Wiederher))"
)
_FAILURES: Final = (
    b"Operating system error",
    b"Betriebssystemfehler",
    b"terminating abnormally",
    b"fehlerbedingt beendet",
    b"Exception:",
)
"""What makes a line of any level worth a look: SQL Server's words (3013, 3201) in both languages, and .NET's."""


class Entry(NamedTuple):
    """One entry: its line number from 1, time stamp and level as written, and its text on one line."""

    line: int
    at: str
    level: str
    text: str


class Scan:
    """Takes a log in chunks, in the order they stand in the file."""

    def __init__(self) -> None:
        self.encoding = ""
        self.first_at = ""
        self.last_at = ""
        self._head = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._carry = b"\n"
        self._line = 1

    @property
    def lines(self) -> int:
        """Lines that have begun so far."""
        text = self._carry[1:]
        return self._line - 1 + text.count(b"\n") + (not text.endswith(b"\n") if text else 0)

    def feed(self, data: bytes) -> list[Entry]:
        """The entries that are complete now."""
        if not self.encoding:
            self._head += data
            if len(self._head) < _SAMPLE:
                return []
            data = self._recognise()
        elif self._decoder is not None:
            data = self._decoder.decode(data).encode("utf-8")
        buffer = self._carry + data
        cut = self._last_head(buffer)
        if cut == 0:
            if len(buffer) <= _MAX_CARRY:
                self._carry = buffer
                return []
            cut = buffer.rfind(b"\n") or len(buffer)
        found = list(self._entries(buffer[:cut]))
        self._line += buffer.count(b"\n", 1, cut + 1)
        self._carry = buffer[cut:] if buffer[cut : cut + 1] == b"\n" else b"\n" + buffer[cut:]
        return found

    def rest(self) -> list[Entry]:
        """The entries at the end, which may still grow: they are given again when asked again."""
        if not self.encoding and len(self._head) >= _MARK:
            self._carry += self._recognise()
        self._last_head(self._carry)
        return list(self._entries(self._carry))

    def _recognise(self) -> bytes:
        """Settle the encoding (B42): by its mark, by zero bytes, else UTF-8 with cp1252 for odd lines."""
        data, self._head, mark = self._head, b"", 0
        if data.startswith(codecs.BOM_UTF8):
            self.encoding, mark = "utf-8", 3
        elif data.startswith(codecs.BOM_UTF16_LE):
            self.encoding, mark = "utf-16-le", 2
        elif data.startswith(codecs.BOM_UTF16_BE):
            self.encoding, mark = "utf-16-be", 2
        elif data[1:_SAMPLE:2].count(0) > len(data[1:_SAMPLE:2]) // 2:
            self.encoding = "utf-16-le"
        elif data[0:_SAMPLE:2].count(0) > len(data[0:_SAMPLE:2]) // 2:
            self.encoding = "utf-16-be"
        else:
            self.encoding = "utf-8"
        if self.encoding.startswith("utf-16"):
            self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
            return self._decoder.decode(data[mark:]).encode("utf-8")
        return data[mark:]

    def _last_head(self, buffer: bytes) -> int:
        """Where the last entry begins; 0 when none begins after the first."""
        at = buffer.rfind(b"\n")
        while (head := _HEAD.match(buffer, at)) is None and at > 0:
            at = buffer.rfind(b"\n", 0, at)
        if head:
            self.last_at = head[1].decode("ascii")
        if not self.first_at and (first := _HEAD.search(buffer)):
            self.first_at = first[1].decode("ascii")
        return at

    def _entries(self, region: bytes) -> Iterator[Entry]:
        """The notable entries of a region that begins with a line break."""
        starts = {match.start() for match in _NOTABLE.finditer(region)}
        for words in _FAILURES:
            at = region.find(words)
            while at >= 0:
                starts.add(_enclosing(region, at))
                at = region.find(words, at + len(words))
        line, counted = self._line, 0
        for start in sorted(starts):
            line += region.count(b"\n", counted + 1, start + 1)
            counted = start
            yield self._entry(region, start, line)

    def _entry(self, region: bytes, start: int, line: int) -> Entry:
        head = _HEAD.match(region, start)
        begin = head.end() if head else start + 1
        following = _HEAD.search(region, begin - 1 if not head else begin)
        end = following.start() if following else len(region)
        level = _LEVEL.match(region, begin, end) if head else None
        text = region[level.end() if level else begin : min(end, begin + MAX_ENTRY)]
        return Entry(
            line,
            head[1].decode("ascii") if head else "",
            level[1].decode("ascii") if level else "",
            " ".join(self._decode(text).split()),
        )

    def _decode(self, text: bytes) -> str:
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(text) >= MAX_ENTRY - 64 and error.start >= len(text) - 3:
                return text.decode("utf-8", "ignore")  # the cut went through a character
            if self.encoding == "utf-8":
                self.encoding = "cp1252"
            return text.decode("cp1252", "replace")


def _enclosing(region: bytes, at: int) -> int:
    """The line break before the entry that a place belongs to; 0 when its head is not in the region."""
    while (at := region.rfind(b"\n", 0, at)) > 0:
        if _HEAD.match(region, at):
            return at
    return max(at, 0)
