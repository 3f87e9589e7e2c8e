"""A program's output as lines: bounded in length, decoded as it was meant, whatever it is.

UTF-16 shows itself by its mark or by a zero in its first character (``wmic``, ``reg export``). Otherwise
each line is UTF-8 if it can be, else in the console's code page: programs on a German Windows write 850, our
own children UTF-8.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from typing import Final

MAX_BYTES: Final = 16 * 1024
"""Bytes of one line that are kept; the rest is counted, not kept."""

_END: Final = re.compile(rb"\r\n|\n|\r")


if sys.platform == "win32":

    def console_encoding() -> str:
        """The encoding of programs that do not speak UTF-8: the OEM code page."""
        import ctypes

        name = f"cp{ctypes.windll.kernel32.GetOEMCP()}"
        try:
            codecs.lookup(name)
        except LookupError:
            return "cp850"
        return name

else:

    def console_encoding() -> str:
        """The encoding of programs that do not speak UTF-8."""
        return "latin-1"


class Lines:
    """Turns chunks of bytes into lines. Holds at most one line of ``MAX_BYTES``."""

    def __init__(self, fallback: str = "") -> None:
        self._fallback = fallback or console_encoding()
        self._rest = b""
        self._surplus = 0
        self._carriage = False
        self._wide: codecs.IncrementalDecoder | None = None
        self._begun = False

    def feed(self, data: bytes) -> Iterator[str]:
        """The lines that are complete now. ``\\n``, ``\\r\\n`` and ``\\r`` (a progress bar) end a line."""
        if not self._begun:
            data, self._rest = self._rest + data, b""
            if len(data) < (3 if data.startswith(codecs.BOM_UTF8[:1]) else 2):
                self._rest = data
                return
            data = self._recognise(data)
        if self._wide is not None:
            data = self._wide.decode(data).encode("utf-8", "replace")
        yield from self._split(data)

    def finish(self) -> Iterator[str]:
        """The last line, if the output does not end with a line break."""
        if not self._begun and self._rest:
            data, self._rest = self._rest, b""
            yield from self._split(self._recognise(data))
        if self._wide is not None:
            yield from self._split(self._wide.decode(b"", True).encode("utf-8", "replace"))
        if self._rest or self._surplus:
            yield self._line(b"")

    def _recognise(self, data: bytes) -> bytes:
        """By the first bytes alone, so that a short line need not wait for more."""
        self._begun = True
        name, mark = "", 0
        if data.startswith(codecs.BOM_UTF8):
            mark = 3
        elif data.startswith(codecs.BOM_UTF16_LE):
            name, mark = "utf-16-le", 2
        elif data.startswith(codecs.BOM_UTF16_BE):
            name, mark = "utf-16-be", 2
        elif data[1:2] == b"\0" != data[:1]:
            name = "utf-16-le"
        if name:
            self._wide = codecs.getincrementaldecoder(name)("replace")
        return data[mark:]

    def _split(self, data: bytes) -> Iterator[str]:
        if self._carriage and data:
            self._carriage = False
            data = data[1:] if data.startswith(b"\n") else data
        start = 0
        for end in _END.finditer(data):
            yield self._line(data[start : end.start()])
            start = end.end()
        if start and start == len(data) and data.endswith(b"\r"):
            self._carriage = True  # its line feed may come with the next chunk
        self._keep(data[start:])

    def _keep(self, data: bytes) -> None:
        room = MAX_BYTES - len(self._rest)
        self._rest += data[:room]
        self._surplus += max(0, len(data) - room)

    def _line(self, data: bytes) -> str:
        self._keep(data)
        line, surplus = self._rest, self._surplus
        self._rest, self._surplus = b"", 0
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            cut = surplus and error.start >= len(line) - 3  # the cut went through a character
            text = line.decode("utf-8", "ignore") if cut else line.decode(self._fallback, "replace")
        return f"{text} [+{surplus}]" if surplus else text
