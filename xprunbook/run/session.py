"""What a face holds: a session at a run. It submits commands, gets every reply, and sees the newest snapshot.

Replies (saved, refused, not stored) are never dropped; pictures may be. ``Engine`` is the session that
writes, ``Follower`` the one that looks on while another process holds the lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from xprunbook.run.commands import Command
from xprunbook.run.decide import Refusal
from xprunbook.run.events import Event
from xprunbook.run.state import RunState
from xprunbook.runbook.model import Book


@dataclass(frozen=True, slots=True)
class By:
    """Who sits here: the name and company that were asked for, the operating system's account, the host."""

    person: str
    company: str
    account: str
    host: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest state. ``saved_at``: UTC seconds of the newest record. ``read_only``: why nothing is taken,
    or empty."""

    state: RunState
    saved_at: float
    read_only: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The events are on disk, flushed; the state after them."""

    events: tuple[Event, ...]
    state: RunState


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing happened, and why."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class NotStored:
    """Nothing is promised: the record cannot be written. The run is read-only from here."""

    message: str
    hint: str = ""


Reply: TypeAlias = Saved | Refused | NotStored


class Ticket:
    """The receipt for a command; the reply comes from the engine's thread, exactly once."""

    def __init__(self) -> None:
        self._answered = threading.Event()
        self._lock = threading.Lock()
        self._reply: Reply | None = None
        self._callback: Callable[[Reply], None] | None = None

    def result(self, timeout: float | None = None) -> Reply:
        """Wait for the reply (seconds); TimeoutError if it does not come in time."""
        if not self._answered.wait(timeout) or self._reply is None:
            raise TimeoutError
        return self._reply

    def when_answered(self, callback: Callable[[Reply], None]) -> None:
        """Call back with the reply, on the engine's thread, or at once if it is there already."""
        with self._lock:
            if self._reply is None:
                self._callback = callback
                return
        callback(self._reply)

    def answer(self, reply: Reply) -> None:
        """Give the reply (the session does this)."""
        with self._lock:
            self._reply = reply
            callback = self._callback
        self._answered.set()
        if callback is not None:
            callback(reply)


class Session(Protocol):
    """A run as a face sees it."""

    @property
    def book(self) -> Book:
        """The runbook in the bytes the run was started with."""
        ...

    @property
    def folder(self) -> Path:
        """The run's folder."""
        ...

    @property
    def by(self) -> By:
        """Who sits here."""
        ...

    def now(self) -> float:
        """UTC seconds; the session's clock, so that tests can stand still."""
        ...

    def submit(self, command: Command) -> Ticket:
        """Ask for something; never blocks."""
        ...

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` (on another thread) when a newer snapshot waits; not again before ``snapshot`` was
        read."""
        ...

    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        ...

    def leave(self, how: str = "quit") -> None:
        """End the session in order: what is under way is finished and written, the lock is released."""
        ...
