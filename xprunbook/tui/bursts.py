"""Tells a person's keys from a paste. A right click in PuTTY types the clipboard: it must not tick steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.events import Key
from textual.message import Message

GAP: Final = 0.02
"""Seconds between two reads that still belong to one burst. Key repeat is slower (about 30 ms)."""

MANY: Final = 3
"""Keys in one read that nobody types. Arrows do not count: on a slow link a held arrow arrives in heaps."""


class KeyBurst(Message):
    """Keys that arrived faster than anyone types. Outside inputs they are dropped, an input takes them as a paste."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class BurstGuard:
    """Sees every read from the terminal. Pure but for what it remembers of the read before."""

    def __init__(self) -> None:
        self._last = -1.0
        self._count = 0
        self._bursting = False

    def pass_on(self, messages: Sequence[Message], at: float) -> list[Message]:
        """What becomes of the messages of one read at this moment (monotonic seconds)."""
        if at - self._last > GAP:
            self._count = 0
            self._bursting = False
        self._last = at
        typed = [message for message in messages if isinstance(message, Key) and _counts(message)]
        self._count += len(typed)
        enter = any(key.key == "enter" for key in typed)
        if self._count >= MANY or (len(typed) > 1 and enter):
            self._bursting = True
        if not self._bursting or not any(isinstance(message, Key) for message in messages):
            return list(messages)
        kept = [message for message in messages if not isinstance(message, Key)]
        return [*kept, KeyBurst("".join(_text(key) for key in typed))]


def _counts(key: Key) -> bool:
    return key.is_printable or key.key in ("enter", "tab", "ctrl+j")


def _text(key: Key) -> str:
    return {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}.get(key.key, key.character or "")
