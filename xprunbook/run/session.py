"""What a face holds: a session at a run. It submits commands, gets every reply, and sees the newest snapshot.

Replies (saved, refused, not stored) are never dropped; pictures may be. ``Engine`` is the session that
writes, ``Follower`` the one that looks on while another process holds the lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar, cast

from xprunbook.run.commands import Command
from xprunbook.run.decide import Refusal
from xprunbook.run.events import Event
from xprunbook.run.state import RunState
from xprunbook.runbook.model import Book

if TYPE_CHECKING:
    from xprunbook.run.automation import Bench, Preview, Result
    from xprunbook.run.output import Output


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


Answer = TypeVar("Answer")


class Promise(Generic[Answer]):
    """An answer that comes from another thread, exactly once."""

    def __init__(self) -> None:
        self._answered = threading.Event()
        self._lock = threading.Lock()
        self._answers: list[Answer] = []
        self._callback: Callable[[Answer], object] | None = None

    def result(self, timeout: float | None = None) -> Answer:
        """Wait for the answer (seconds); TimeoutError if it does not come in time."""
        if not self._answered.wait(timeout):
            raise TimeoutError
        return self._answers[0]

    def when_answered(self, callback: Callable[[Answer], object]) -> None:
        """Call back with the answer, on the thread that gives it, or at once if it is there already."""
        with self._lock:
            if not self._answers:
                self._callback = callback
                return
        callback(self._answers[0])

    def answer(self, answer: Answer) -> None:
        """Give the answer (the session does this)."""
        with self._lock:
            self._answers.append(answer)
            callback = self._callback
        self._answered.set()
        if callback is not None:
            callback(answer)


class Ticket(Promise[Reply]):
    """The receipt for a command."""


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

    @property
    def differing(self) -> tuple[str, ...]:
        """Ids of the steps that are different in the runbook as it is now; the run goes on with its own."""
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


class Automatic(Session, Protocol):
    """A session that can also act: look, prepare, apply, cancel. A face asks ``automatic`` for it."""

    def trusted(self) -> bool:
        """Whether the runbook's bytes are trusted; reads a small file."""
        ...

    def trust(self) -> None:
        """Trust exactly these bytes from now on, in this person's name. StoreError when that cannot be stored."""
        ...

    def acting(self) -> str:
        """The id of the step whose action runs now; empty if none."""
        ...

    def off(self) -> frozenset[str]:
        """Names of the runbook's kinds that the program has, but that are switched off here."""
        ...

    def survey(
        self, look: Callable[[Bench], Answer], record: Callable[[Answer], tuple[Event, ...]] | None = None
    ) -> Promise[Answer | None]:
        """Look at something with the run's automation, on a worker thread; ``record`` says what is written of it.

        None when the runbook is not trusted.
        """
        ...

    def look(self, step: str, probes: bool = False) -> Promise[tuple[Result, ...]]:
        """Carry out a step's checks, and the look of its action, at the same time; each result is recorded."""
        ...

    def prepare(self, step: str, probes: bool = False) -> Promise[Preview]:
        """Look and plan: what would be done, shown exactly. Nothing changes."""
        ...

    def apply(self, step: str, digest: str) -> Ticket:
        """Do exactly the plan with this digest; answered when the intent is saved, or refused."""
        ...

    def cancel(self, step: str) -> Ticket:
        """Ask the running action to stop."""
        ...

    def output(self, step: str) -> Output | None:
        """The output of the step's action in this session."""
        ...


def automatic(session: Session) -> Automatic | None:
    """The session as one that can act; None for one that only records or looks on."""
    return cast(Automatic, session) if hasattr(session, "prepare") else None
