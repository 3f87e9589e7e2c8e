"""A process of its own that writes a journal, to be killed or raced.

``python -m tests.proof.worker TASK FOLDER HOW``. Tasks: ``write`` appends for ever and acknowledges each
record on stdout; ``race`` obeys letters on stdin.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.run.faults import AlwaysHeld, stamp
from xprunbook.base.errors import StoreError
from xprunbook.run.files import RealFiles
from xprunbook.run.journal import JOURNAL_NAME, Journal
from xprunbook.run.lock import Held, Holder, RunHeld, take_lock


class LazyFiles(RealFiles):
    """Sabotage ``buffer-writes``: bytes stay in the process until so many have come together."""

    def __init__(self) -> None:
        self._waiting: dict[int, bytearray] = {}

    def write(self, handle: int, data: bytes) -> int:
        """Keep the bytes, and write them once they are many."""
        waiting = self._waiting.setdefault(handle, bytearray())
        waiting += data
        if len(waiting) > 4_096:
            super().write(handle, bytes(waiting))
            waiting.clear()
        return len(data)

    def size(self, handle: int) -> int:
        """Pretend that they are in the file."""
        return super().size(handle) + len(self._waiting.get(handle, b""))


class BlindFiles(RealFiles):
    """Sabotage ``skip-size-check``: the file always has the length that this process wrote."""

    def __init__(self, folder: Path) -> None:
        self._size = os.path.getsize(folder / JOURNAL_NAME)

    def write(self, handle: int, data: bytes) -> int:
        """Write, and count."""
        self._size += len(data)
        return super().write(handle, data)

    def size(self, handle: int) -> int:
        """What this process believes."""
        return self._size


def _say(text: str) -> None:
    """One write to the pipe: what was said before a kill has been said."""
    os.write(1, text.encode("ascii") + b"\n")


def write(folder: Path, sabotage: str) -> None:
    """Begin the journal or take it up, and append until killed; each acknowledgement is ``number mark``."""
    lock = take_lock(folder, Holder(pid=os.getpid()))
    files = LazyFiles() if sabotage == "buffer-writes" else RealFiles()
    if (folder / JOURNAL_NAME).exists():
        journal = Journal.open(folder, lock, files)
    else:
        journal = Journal.create(folder, lock, files)
    _say("ready")
    while True:
        mark = os.urandom(8).hex()
        seq = journal.next_seq
        if sabotage == "ack-early":
            _say(f"{seq} {mark}")
            time.sleep(0.005)
        journal.append("note-added", {"mark": mark, "note": "x" * (seq * 37 % 900)}, stamp(), "said", "en")
        if sabotage != "ack-early":
            _say(f"{seq} {mark}")


def _race_once(folder: Path, sabotage: str, locked: bool) -> None:
    """Try to become the writer and say ``got`` or ``held``; write when told, say how it went, let go."""
    lock: Held = AlwaysHeld()
    if locked and sabotage != "skip-lock":
        try:
            lock = take_lock(folder, Holder(pid=os.getpid()), patience=0)
        except RunHeld:
            _say("held")
            sys.stdin.read(2)
            return
    files = BlindFiles(folder) if sabotage == "skip-size-check" else RealFiles()
    try:
        journal = Journal.open(folder, lock, files)
    except RunHeld:  # Windows: the share mode tells it before anything is written
        _say("noticed 0")
        sys.stdin.read(2)
        return
    _say("got")
    sys.stdin.read(1)
    saved = 0
    try:
        for _ in range(5):
            journal.append("note-added", {"by": os.getpid()}, stamp(), "said", "en")
            saved += 1
        _say(f"saved {saved}")
    except StoreError:
        _say(f"noticed {saved}")
    sys.stdin.read(1)
    journal.close()


def race(folder: Path, sabotage: str) -> None:
    """Obey: ``l`` races with the lock, ``u`` without; then a letter to write and one to let go."""
    _say("ready")
    while order := sys.stdin.read(1):
        _race_once(folder, sabotage, order == "l")
        _say("done")


if __name__ == "__main__":
    task, where, how = sys.argv[1:4]
    (write if task == "write" else race)(Path(where), how)
