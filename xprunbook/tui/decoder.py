"""Bytes from the terminal become text, whatever they are: nobody's terminal may end the program."""

from __future__ import annotations

import codecs
from typing import Final

_X10: Final = b"\x1b[M"
_X10_SIZE: Final = 6


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8 comes from a terminal set to Latin-1: read it as Windows does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("xprunbook-latin", _as_latin)


class InputDecoder:
    """Turns reads into text. X10 mouse reports (``ESC [ M`` and three raw bytes) are taken out.

    A tmux that is attached anew may send them unasked; their three bytes would otherwise be keys, Space among them.
    """

    def __init__(self) -> None:
        self._make = codecs.getincrementaldecoder("utf-8")
        self._decoder = self._make("xprunbook-latin")
        self._waiting = b""
        self._escaped = False

    def feed(self, data: bytes) -> str:
        """The text of one read."""
        return self._decoder.decode(self._without_mouse(self._waiting + data))

    def settle(self) -> str:
        """The rest of what was read, when nothing more came for a while: half a character is a Latin-1 letter."""
        rest, self._waiting = self._waiting, b""
        text = self._decoder.decode(rest, final=True)
        self._decoder = self._make("xprunbook-latin")
        return text

    def _without_mouse(self, data: bytes) -> bytes:
        """Take whole reports out; hold the beginning of one back until the rest is here."""
        self._waiting = b""
        kept = bytearray()
        # A report whose ESC came in the read before: the ESC is gone already, as a key.
        at = min(_X10_SIZE - 1, len(data)) if self._escaped and data.startswith(_X10[1:]) else 0
        self._escaped = False
        while (found := data.find(_X10, at)) >= 0:
            kept += data[at:found]
            at = found + _X10_SIZE
            if at > len(data):
                self._waiting = data[found:]
                return bytes(kept)
        kept += data[at:]
        if kept.endswith(_X10[:2]):
            self._waiting = bytes(kept[-2:])
            return bytes(kept[:-2])
        self._escaped = kept.endswith(_X10[:1])
        return bytes(kept)
