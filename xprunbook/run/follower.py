"""Looking on: a session that never writes. It reads what another process appends and follows it live."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xprunbook.base.errors import StoreError
from xprunbook.run.commands import Command
from xprunbook.run.engine import Slot
from xprunbook.run.evolve import fold
from xprunbook.run.journal import Follower as JournalFollower
from xprunbook.run.lock import current_holder
from xprunbook.run.session import By, NotStored, Snapshot, Ticket
from xprunbook.run.state import RunState
from xprunbook.runbook.model import Book

if TYPE_CHECKING:
    from xprunbook.run.clock import Clock

POLL_SECONDS: Final = 1.0
"""How often the journal is looked at; only what is new is read."""


class Follower:
    """The session of somebody who looks on. ``why`` is the sentence that says why nothing is taken.

    ``free`` is the sentence that takes its place as soon as nobody holds the run any more; empty: never.
    """

    def __init__(
        self,
        folder: Path,
        book: Book,
        journal: JournalFollower,
        why: str,
        by: By,
        clock: Clock,
        free: str = "",
    ) -> None:
        self._folder = folder
        self._book = book
        self._journal = journal
        self._held = self._why = why
        self._free = free
        self._by = by
        self._clock = clock
        self._state = fold(journal.reading.records)
        self._slot = Slot(self._picture(why))
        self.differing: tuple[str, ...] = ()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="xprunbook-follower", daemon=True)

    @property
    def book(self) -> Book:
        """The runbook in the bytes the run was started with."""
        return self._book

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return self._folder

    @property
    def by(self) -> By:
        """Who looks on."""
        return self._by

    def now(self) -> float:
        """UTC seconds."""
        return self._clock.utc()

    def submit(self, command: Command) -> Ticket:
        """Answer at once that nothing is taken here."""
        ticket = Ticket()
        ticket.answer(NotStored(self._why))
        return ticket

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` (on the follower's thread) when a newer snapshot waits."""
        self._slot.watch(wake)

    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._slot.take()

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def leave(self, how: str = "quit") -> None:
        """Stop looking; nothing is written."""
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            self.look()

    def look(self) -> None:
        """Read what came since the last look; trouble becomes the sentence on screen."""
        try:
            news = self._journal.poll()
        except StoreError as error:
            self._slot.put(self._picture(error.message))
            return
        before = self._why
        if self._free:
            self._why = self._held if current_holder(self._folder) else self._free
        if news is None:
            self._state = fold(self._journal.reading.records)
        elif news:
            self._state = fold(news, self._state)
        elif self._why == before:
            return
        self._slot.put(self._picture(self._why))

    def _picture(self, why: str) -> Snapshot:
        state: RunState = self._state
        return Snapshot(state, state.last_utc, why)
