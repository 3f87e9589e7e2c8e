"""The engine: one thread that decides, writes, flushes and only then answers. The thin shell around the pure
core.

Commands come through an inbox; a ticket carries the reply back; the newest state lies in one slot with at
most one wake-up pending. The face may hang, be slow or die: what was answered "saved" is on the disk.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from xprunbook.base.errors import StoreError
from xprunbook.base.language import Language, Texts
from xprunbook.base.redact import NothingToHide, Redactor
from xprunbook.base.redactor import redact_data
from xprunbook.run.clock import Clock, wall_step
from xprunbook.run.commands import Command, Leave
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import ClockStepped, Event, to_data
from xprunbook.run.evolve import evolve
from xprunbook.run.journal import Journal
from xprunbook.run.record import Stamp
from xprunbook.run.session import By, NotStored, Refused, Reply, Saved, Snapshot, Ticket
from xprunbook.run.state import RunState
from xprunbook.run.texts import say_event
from xprunbook.runbook.model import Book

LEAVE_SECONDS: Final = 10.0
"""How long leaving waits for the engine to finish what it writes; a stuck disk must not trap the admin."""

FREE_TEXT: Final = frozenset({"reason", "note", "text", "sentence", "summary", "evidence", "identity"})
"""Fields of events in which a secret could stand by mistake. Codes, ids and inputs are structure: never touched."""


TEXTS: Final = Texts(
    {
        "ended": ("Die Sitzung ist beendet.", "The session has ended."),
        "defect": (
            "Wegen eines Programmfehlers ({name}) wird nichts mehr gespeichert. Den Lauf neu öffnen; alles bis "
            "zum letzten „gespeichert“ ist sicher.",
            "Because of a defect of the program ({name}) nothing more is saved. Open the run again; everything "
            'up to the last "saved" is safe.',
        ),
    }
)


class Slot:
    """The newest snapshot, and one wake-up at a time: pictures may be dropped, the last one never is."""

    def __init__(self, first: Snapshot) -> None:
        self._lock = threading.Lock()
        self._newest = first
        self._pending = False
        self._wake: Callable[[], None] | None = None

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` when a newer snapshot waits."""
        with self._lock:
            self._wake = wake
            self._pending = False

    def put(self, snapshot: Snapshot) -> None:
        """Lay a newer snapshot in the slot and wake the watcher, unless it was woken already."""
        with self._lock:
            self._newest = snapshot
            wake = None if self._pending else self._wake
            self._pending = self._wake is not None
        if wake is not None:
            wake()

    def take(self) -> Snapshot:
        """The newest snapshot; the next one wakes again."""
        with self._lock:
            self._pending = False
            return self._newest


class Engine:
    """The session that writes. Make one with ``sessions.start_run`` or ``sessions.resume_run``."""

    def __init__(
        self,
        folder: Path,
        book: Book,
        journal: Journal,
        state: RunState,
        by: By,
        clock: Clock,
        language: Language,
    ) -> None:
        self._folder = folder
        self._book = book
        self._runbook = book.speak(language)
        self._journal = journal
        self._state = state
        self._by = by
        self._clock = clock
        self._language: Language = language
        self._last_stamp: Stamp | None = None
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._slot = Slot(self._picture())
        self._left = threading.Event()
        self._door = threading.Lock()
        self._redactor: Redactor = NothingToHide()
        self.differing: tuple[str, ...] = ()
        self._thread = threading.Thread(target=self._work, name="xprunbook-engine", daemon=True)

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
        """Who sits here."""
        return self._by

    def now(self) -> float:
        """UTC seconds."""
        return self._clock.utc()

    def submit(self, command: Command) -> Ticket:
        """Ask for something; never blocks. After leaving nothing is taken."""
        ticket = Ticket()
        with self._door:
            if not self._left.is_set():
                self._on_thread(partial(self._handle, command, ticket))
                return ticket
        ticket.answer(NotStored(TEXTS.say("ended", self._language)))
        return ticket

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` (on the engine's thread) when a newer snapshot waits."""
        self._slot.watch(wake)

    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._slot.take()

    def record(self, event: Event, person: str = "") -> None:
        """Write an event of the session itself (opened, resumed, recovered) before the thread starts.

        ``person``: who it is from now on, if not whom the record names so far.

        Raises StoreError when it cannot be written.
        """
        self._append(event, person)
        self._slot.put(self._picture())

    def start(self) -> None:
        """Begin to take commands."""
        self._thread.start()

    def leave(self, how: str = "quit") -> None:
        """End the session: everything asked before is answered, the leaving is written, the lock released."""
        ticket = Ticket()
        with self._door:
            # Nothing comes behind the end of the inbox: whoever was let in before is answered.
            if self._left.is_set():
                return
            self._left.set()
            self._on_thread(partial(self._handle, Leave(how), ticket))
            self._inbox.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            with contextlib.suppress(TimeoutError):
                ticket.result(LEAVE_SECONDS)
            self._thread.join(LEAVE_SECONDS)

    def _on_thread(self, task: Callable[[], None]) -> None:
        """Have something done by the engine's thread, in turn."""
        self._inbox.put(task)

    def _work(self) -> None:
        try:
            while (task := self._inbox.get()) is not None:
                task()
        finally:
            self._journal.close()

    def _handle(self, command: Command, ticket: Ticket) -> None:
        """Decide, write, and answer; the picture goes out before the reply, so that both tell the same."""
        reply: Reply
        try:
            decision = decide(self._runbook, self._state, command, self._clock.utc())
            reply = Refused(decision) if isinstance(decision, Refusal) else self._happen(decision)
        except Exception as error:
            reply = self._defect(error)
        ticket.answer(reply)

    def _happen(self, events: tuple[Event, ...]) -> Saved | NotStored:
        """Write the events, one after the other, and show the state after them."""
        try:
            for event in events:
                self._append(event)
        except StoreError as error:
            self._slot.put(self._picture())
            return NotStored(error.message, error.hint)
        except Exception as error:
            return self._defect(error)
        if events:
            self._slot.put(self._picture())
        return Saved(events, self._state)

    def _defect(self, error: Exception) -> NotStored:
        """After a defect of ours nothing more is written; whoever asks now or later is told so.

        The thread goes on: with it would end every answer, and a worker would wait for its own for ever.
        """
        self._journal.give_up(TEXTS.say("defect", self._language, name=type(error).__name__))
        self._slot.put(self._picture())
        return NotStored(self._journal.failed or "")

    def _append(self, event: Event, person: str = "") -> None:
        stamp = self._stamp(person or self._state.person or self._by.person)
        if self._last_stamp is not None and (stepped := wall_step(self._last_stamp, stamp)):
            self._write(ClockStepped(stepped), stamp)
        self._write(event, stamp)
        self._last_stamp = stamp

    def _write(self, event: Event, stamp: Stamp) -> None:
        said = self._redactor.redact(say_event(event, self._runbook, self._language, self._state.inputs))
        data = {
            name: redact_data(self._redactor, value) if name in FREE_TEXT else value
            for name, value in to_data(event).items()
        }
        try:
            record = self._journal.append(event.code, data, stamp, said, self._language)
        except (ValueError, TypeError) as error:
            # Data that is no JSON or far too long: nothing was written, and the run can go on.
            raise StoreError(type(error).__name__) from error
        self._state = evolve(self._state, record)

    def _stamp(self, person: str) -> Stamp:
        clock = self._clock
        return Stamp(clock.utc(), clock.monotonic(), clock.boot(), person, self._by.account, self._by.host)

    def _picture(self) -> Snapshot:
        return Snapshot(self._state, self._state.last_utc, self._journal.failed or "")
