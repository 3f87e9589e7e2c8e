"""What the pages of the automation ask of the run's screen below them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from xprunbook.run.commands import Command
from xprunbook.run.session import Automatic, Reply
from xprunbook.run.view import StepView
from xprunbook.tui.feed import Feed
from xprunbook.tui.keys import KeyCommand

if TYPE_CHECKING:
    from xprunbook.tui.screens.help import Topic


class ActionHost(Protocol):
    """The plan screen, as its pages see it."""

    @property
    def acting(self) -> Automatic | None:
        """The session, if it can act and may write."""
        ...

    @property
    def feed(self) -> Feed | None:
        """The output of the action that runs, or ran last."""
        ...

    def act(self, command: KeyCommand, row: StepView) -> None:
        """Do what a key of the step means for this row."""
        ...

    def do_everywhere(self, command: KeyCommand, topic: Topic) -> None:
        """Do what a key means everywhere: help on this topic, the language, quitting."""
        ...

    def submit(self, commands: Iterable[Command]) -> None:
        """Ask for these, in order."""
        ...

    def apply(self, step: str, digest: str) -> None:
        """Do the plan with this digest."""
        ...

    def tell_reply(self, reply: Reply) -> None:
        """Say why something was refused or not stored."""
        ...

    def show_step(self, step: str) -> None:
        """The step is on the screen: its warnings count as read, the cursor of the table follows."""
        ...

    def jump_to(self, target: str) -> None:
        """Go to a step of the plan, or offer another runbook."""
        ...

    def open_action(self, row: StepView | None) -> None:
        """Open the automation of a step."""
        ...
