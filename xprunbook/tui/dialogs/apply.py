"""The last question before an action that overwrites something, or after which nobody goes back."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run.asking import target_of
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.widgets.words import Words


class ConfirmApply(Dialog[bool]):
    """Names what is destroyed and asks for it by name; answers True or None."""

    def __init__(self, run: RunView, row: StepView, language: Language) -> None:
        super().__init__(run, row, language)
        self.step = row.step
        self.target = target_of(run, row) if row.step.overwrites else ""

    def fields(self) -> Iterator[Widget]:
        """Cautions, and what must be typed."""
        if self.run.state.plan in self.step.no_return:
            yield self.caution(self.sentence("no-return"))
        if self.step.overwrites:
            yield self.caution(self.sentence("overwrites", what=self.filled(self.step.overwrites)))
            typed = Content.styled(self.target, "bold $bright")
            yield Words(Content(self.sentence("target") + " ") + typed, classes="label")
            yield LineInput(id="target")
        yield Words(self.inked(ACTION.say("apply", self.language), "$bright"))

    def fault(self) -> tuple[str, Widget | None]:
        """The target by name."""
        if self.target and self.text("target").casefold() != self.target.casefold():
            return self.sentence("target-missing", name=self.target), self.query_one("#target")
        return "", None

    def result(self) -> bool:
        """Yes."""
        return True

    def hints(self) -> list[tuple[str, str]]:
        """Enter carries it out."""
        return [
            ("Enter", ACTION.say("key-apply", self.language)),
            *self._tab(),
            ("Esc", self.sentence("key-cancel")),
        ]
