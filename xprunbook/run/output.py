"""The output of an action: a bounded ring for the screen and a bounded file for the record. Never in the
inbox."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from pathlib import Path
from typing import Final

from xprunbook.base.redact import Redactor
from xprunbook.base.text import MAX_LINE, one_line

RING_LINES: Final = 10_000
HEAD_BYTES: Final = 1024 * 1024
TAIL_BYTES: Final = 9 * 1024 * 1024
"""What is stored of one action's output: its first MiB and its last nine."""


class Output:
    """Lines of one action. The worker writes, the face looks; both may do so at any time."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._lock = threading.Lock()
        self._ring: deque[str] = deque(maxlen=RING_LINES)
        self._total = 0
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self._cut = 0
        self._part: float | None = None
        self._says = ""
        self._withheld = False

    def withhold(self, sentence: str) -> None:
        """Take no more lines but this sentence: a secret in use is too short to be found in them."""
        if not self._withheld:
            self.write(sentence)
            self._withheld = True

    def write(self, line: str) -> None:
        """Take one line: redacted, made harmless, bounded."""
        if self._withheld:
            return
        shown = one_line(self._redactor.redact(line), MAX_LINE)
        stored = shown.encode() + b"\n"
        with self._lock:
            self._ring.append(shown)
            self._total += 1
            if not self._tail and len(self._head) + len(stored) <= HEAD_BYTES:
                self._head += stored
                return
            self._tail.append(stored)
            self._tail_size += len(stored)
            while self._tail_size > TAIL_BYTES:
                dropped = len(self._tail.popleft())
                self._tail_size -= dropped
                self._cut += dropped

    def progress(self, part: float, says: str) -> None:
        """Keep how much is done (0 to 1)."""
        with self._lock:
            self._part = min(1.0, max(0.0, part))
            self._says = "" if self._withheld else one_line(self._redactor.redact(says), 200)

    def since(self, seen: int) -> tuple[int, tuple[str, ...]]:
        """The lines after the first ``seen`` ones that are still in the ring, and how many there are by now."""
        with self._lock:
            new = min(self._total - seen, len(self._ring))
            lines = tuple(self._ring)[len(self._ring) - new :] if new > 0 else ()
            return self._total, lines

    @property
    def part(self) -> tuple[float | None, str]:
        """How much is done, None if the kind does not say, and its words."""
        with self._lock:
            return self._part, self._says

    def store(self, path: Path) -> tuple[str, int]:
        """Write what is kept to a new file; its SHA-256 and size in bytes. OSError when it cannot be written."""
        with self._lock:
            gap = b"... %d bytes cut ...\n" % self._cut if self._cut else b""
            data = bytes(self._head) + gap + b"".join(self._tail)
        with open(path, "xb") as file:
            file.write(data)
        return hashlib.sha256(data).hexdigest(), len(data)
