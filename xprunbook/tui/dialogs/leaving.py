"""Quitting while an action runs: stay, or wait until it has ended."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices
from xprunbook.tui.widgets.words import Words


class LeaveRunning(Dialog[bool]):
    """Answers True to wait and leave; staying is what Enter does at first."""

    def __init__(self, run: RunView, row: StepView, language: Language) -> None:
        super().__init__(run, row, language)
        self.step = row.step

    def heading(self) -> str:
        """That something runs."""
        return ACTION.say("leave", self.language)

    def fields(self) -> Iterator[Widget]:
        """What runs, and both ways to go on."""
        title = self.filled(self.step.title)
        yield Words(ACTION.say("leave-what", self.language, number=self.step.number, title=title))
        wait = Choice(
            "wait", ACTION.say("leave-wait", self.language), ACTION.say("leave-wait-note", self.language)
        )
        yield Choices([Choice("stay", ACTION.say("leave-stay", self.language)), wait], "stay", id="how")

    def result(self) -> bool:
        """Whether to wait and leave."""
        return self.chosen("how") == "wait"

    def hints(self) -> list[tuple[str, str]]:
        """Enter chooses."""
        return [
            ("Enter", ACTION.say("key-choose", self.language)),
            ("Esc", ACTION.say("leave-stay", self.language)),
        ]
