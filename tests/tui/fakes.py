"""A session in memory: the real core, stand-in stamps and hashes, a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xprunbook.base.language import Language
from xprunbook.run import events as e
from xprunbook.run.commands import Command
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.evolve import evolve
from xprunbook.run.record import Record, Stamp
from xprunbook.run.session import By, NotStored, Refused, Saved, Snapshot, Ticket
from xprunbook.run.state import RunState
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, InputValue

DATA = Path(__file__).parents[1] / "data"
NOW = 1_700_000_000.0
"""2023-11-14 22:13:20 UTC."""

INPUTS: dict[str, InputValue] = {"web_server": "WEB01", "db_server": "DB01", "database": "yes"}


def load(name: str = "patch-day", language: Language = "en") -> Book:
    """A runbook of the tests' data, else a shipped one."""
    own = (DATA / f"{name}.yaml").is_file()
    return Library(DATA if own else None, language=language).load(name)[0]


class FakeSession:
    """Answers at once. ``full``: the disk is full from now on. ``slow``: replies wait until ``answer_all``."""

    def __init__(
        self, book: Book | None = None, plan: str = "A", inputs: dict[str, InputValue] | None = None
    ) -> None:
        self.book = book or load()
        self.folder = Path("run-1")
        self.by = By("Ada", "Engines", "corp\\ada", "WEB01")
        self.clock = NOW
        self.state = RunState()
        self.asked: list[Command] = []
        self.left: list[str] = []
        self.full = False
        self.slow = False
        self.read_only = ""
        self.differing: tuple[str, ...] = ()
        self.waiting: list[tuple[Command, Ticket]] = []
        self.wake: Callable[[], None] | None = None
        runbook = self.book.speak("en")
        self.happen(
            e.Opened(
                run="run-1",
                runbook=runbook.id,
                runbook_version=runbook.version,
                title=runbook.title,
                plan=plan,
                files={},
                inputs=INPUTS if inputs is None else inputs,
                here=next(iter(runbook.machines), ""),
            )
        )

    def happen(self, event: e.Event) -> None:
        """Record an event, whether or not it may happen."""
        seq = self.state.seq + 1
        stamp = Stamp(
            self.clock, self.clock - NOW + 50, "boot-1", self.by.person, self.by.account, self.by.host
        )
        record = Record(1, seq, "", event.code, e.to_data(event), stamp, "", "en", f"{seq:064x}")
        self.state = evolve(self.state, record)

    def ask(self, *commands: Command) -> None:
        """Ask commands that must be saved."""
        for command in commands:
            reply = self.submit(command).result(0)
            assert isinstance(reply, Saved), reply

    # The session

    def now(self) -> float:
        """UTC seconds."""
        return self.clock

    def submit(self, command: Command) -> Ticket:
        """Decide and answer, or keep it waiting."""
        self.asked.append(command)
        ticket = Ticket()
        if self.slow:
            self.waiting.append((command, ticket))
        else:
            self._answer(command, ticket)
        return ticket

    def answer_all(self) -> None:
        """Answer what waits."""
        waiting, self.waiting = self.waiting, []
        for command, ticket in waiting:
            self._answer(command, ticket)

    def _answer(self, command: Command, ticket: Ticket) -> None:
        if self.full or self.read_only:
            ticket.answer(NotStored("The disk is full.", "Make room."))
            return
        decision = decide(self.book.speak("en"), self.state, command, self.clock)
        if isinstance(decision, Refusal):
            ticket.answer(Refused(decision))
            return
        for event in decision:
            self.happen(event)
        if self.wake is not None:
            self.wake()
        ticket.answer(Saved(decision, self.state))

    def watch(self, wake: Callable[[], None]) -> None:
        """Remember whom to wake."""
        self.wake = wake

    def snapshot(self) -> Snapshot:
        """The state now."""
        return Snapshot(self.state, self.clock, self.read_only)

    def leave(self, how: str = "quit") -> None:
        """Remember how it was left."""
        self.left.append(how)
