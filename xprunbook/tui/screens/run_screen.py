"""A screen that holds a session: it watches for pictures, submits commands, and hears every reply. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from textual.message import Message
from textual.screen import Screen

from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.commands import Command
from xprunbook.run.session import NotStored, Refused, Reply, Saved, Session, Snapshot, automatic
from xprunbook.run.state import RunState
from xprunbook.run.texts import say_refusal
from xprunbook.run.view import RunView, view
from xprunbook.tui.face import face_of

SLOW: Final = 0.5
"""Seconds after which an unanswered command is told; faster ones would only flicker."""


class RunScreen(Screen[None], inherit_bindings=False):
    """The part of a run's screen that talks to the session. The session's thread reaches it by messages only."""

    class Woken(Message):
        """A newer snapshot waits. Sent from the session's thread, at most one at a time."""

    @dataclass
    class Answered(Message):
        """The reply to a command. Sent from the session's thread."""

        command: Command
        reply: Reply

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.run: RunView | None = None
        self.snapshot: Snapshot | None = None
        self.trouble = ""
        self.slow = False
        self._pending: set[int] = set()

    # What a screen of a run adds

    def show(self) -> None:
        """Show the newest picture."""
        raise NotImplementedError

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something, in a colour of the theme."""
        raise NotImplementedError

    def follow_up(self, command: Command, reply: Saved) -> None:
        """What follows from a command that was saved."""
        raise NotImplementedError

    # Pictures

    @property
    def language(self) -> Language:
        """The language the face speaks."""
        return face_of(self).language

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: somebody else holds the run, or the record failed."""
        return bool(self.trouble or (self.snapshot and self.snapshot.read_only))

    def begin(self) -> None:
        """Take the first picture and watch for newer ones."""
        self.take(self.session.snapshot())
        self.session.watch(self._wake)

    def _wake(self) -> None:
        """On the session's thread: a newer picture waits."""
        self.post_message(self.Woken())

    def on_run_screen_woken(self) -> None:
        """Show the newest picture."""
        self.take(self.session.snapshot())

    def take(self, snapshot: Snapshot) -> None:
        """Show a snapshot, here and on the pages above; one that came late is not shown again."""
        known = self.snapshot
        if known is not None and known.state.seq > snapshot.state.seq:
            return
        if known is None or known.state is not snapshot.state:
            self.run = self.see(snapshot.state)
        self.snapshot = snapshot
        self.show()
        for screen in self.pages():
            show_run = getattr(screen, "show_run", None)
            if show_run is not None and self.run is not None:
                show_run(self.run)

    def pages(self) -> Iterator[Screen[Any]]:
        """The pages and dialogs above this screen that are about its run, not about a run below it."""
        stack = self.app.screen_stack
        for screen in stack[stack.index(self) + 1 :] if self in stack else ():
            if isinstance(screen, RunScreen):
                return
            yield screen

    def see(self, state: RunState) -> RunView:
        """The run in the face's language."""
        found = automatic(self.session)
        off = found.off() if found is not None else frozenset[str]()
        return replace(view(self.session.book.speak(self.language), state), off=off)

    # Commands

    def submit(self, commands: Iterable[Command]) -> None:
        """Ask for these, in order; the replies come as messages."""
        for command in commands:
            ticket = self.session.submit(command)
            self._pending.add(id(ticket))
            self.set_timer(SLOW, self._tell_slow)
            ticket.when_answered(
                lambda reply, command=command, ticket=ticket: self._answer(command, reply, id(ticket))  # type: ignore[misc]
            )

    def _answer(self, command: Command, reply: Reply, ticket: int) -> None:
        """On the session's thread: pass the reply on."""
        self._pending.discard(ticket)
        self.post_message(self.Answered(command, reply))

    def _tell_slow(self) -> None:
        if self._pending:
            self.slow = True
            self.show()

    def on_run_screen_answered(self, message: Answered) -> None:
        """Saved, refused or not stored: show it, say it, go on."""
        self.slow = self.slow and bool(self._pending)
        reply = message.reply
        if isinstance(reply, Saved):
            self.take(self.session.snapshot())
            self.follow_up(message.command, reply)
            return
        if isinstance(reply, Refused):
            sentence, ink = one_line(say_refusal(reply.refusal, self.language)), "st-warning"
        else:
            assert isinstance(reply, NotStored)
            self.trouble = sentence = f"{reply.message} {reply.hint}".strip()
            ink = "st-failed"
        self.show()
        self.say(sentence, ink)
