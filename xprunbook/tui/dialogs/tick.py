"""Ticking a step: one line, Enter confirms. What should have been read or done before stands above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.content import Content
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.text import plain_text
from xprunbook.run.asking import missing_of, reason_needed, target_of
from xprunbook.run.commands import Tick
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import InputValue, Observation
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.dialogs.value import read_value, value_field
from xprunbook.tui.widgets.words import Words

_GATE: Final = "gate:"


def tick_asks(run: RunView, row: StepView, warnings_read: bool) -> bool:
    """Whether ticking needs the dialog: a mandatory step always, an optional one if there is more to say."""
    return bool(
        row.mark is None
        or row.mark.value == "X"
        or (row.step.warnings and not warnings_read)
        or row.missing
        or row.step.overwrites
        or row.step.observe
        or run.state.plan in row.step.no_return
        or reason_needed(row)
    )


class ConfirmTick(Dialog[Tick]):
    """Confirm that a step is done."""

    def __init__(
        self, run: RunView, row: StepView, language: Language, *, warnings_read: bool = False
    ) -> None:
        super().__init__(run, row, language)
        self.step_row = row
        self.warnings_read = warnings_read
        self.target = target_of(run, row) if row.step.overwrites else ""

    def fields(self) -> Iterator[Widget]:
        """Cautions first, then what must be typed, then the note."""
        row = self.step_row
        yield from (self.caution(text) for text in self._cautions())
        if row.step.overwrites:
            yield self.caution(self.sentence("overwrites", what=self.filled(row.step.overwrites)))
            typed = Content.styled(self.target, "bold $bright")
            yield Words(Content(self.sentence("target") + " ") + typed, classes="label")
            yield LineInput(id="target")
        if row.step.observe is not None:
            yield from self._observation(row.step.observe)
        yield Words(self.inked(self.sentence(self._question()), "$bright"))
        yield self.label("reason" if reason_needed(row) else "note")
        yield LineInput(id="note")

    def _question(self) -> str:
        row = self.step_row
        if row.child_owing:
            return "tick-child-owing"
        if row.status.child_run:
            return "tick-child"
        return "tick-failed" if reason_needed(row) else "tick"

    def _observation(self, observe: Observation) -> Iterator[Widget]:
        yield Words(self.filled(observe.title), classes="label")
        yield value_field(observe, self.step_row.status.observed, self.language, "observed")
        if observe.help:
            yield Words(self.inked(plain_text(self.filled(observe.help)), "$faint"))

    def _cautions(self) -> Iterator[str | Content]:
        row = self.step_row
        if self.run.state.plan in row.step.no_return:
            yield self.sentence("no-return")
        steps, phases = missing_of(self.run, row)
        missing = [self.sentence("missing", steps=steps)] if steps else []
        missing += [self.sentence("missing-gate", phase=phases)] if phases else []
        if missing:
            yield "\n".join([*missing, self.sentence("missing-anyway")])
        if not self.warnings_read:
            for note in row.step.warnings:
                tail = f" {self.sentence('unconfirmed')}" if note.unconfirmed else ""
                yield self.marked(note.text) + self.inked(tail, "$faint")

    def fault(self) -> tuple[str, Widget | None]:
        """The target by name and the value must be there."""
        row = self.step_row
        if row.step.overwrites and self.text("target").casefold() != self.target.casefold():
            return self.sentence("target-missing", name=self.target), self.query_one("#target")
        if row.step.observe is not None:
            _, sentence = read_value(self, row.step.observe, "observed", self.language)
            if sentence:
                return sentence, self.query_one("#observed")
        if reason_needed(row) and not self.text("note"):
            return self.sentence("reason-missing"), self.query_one("#note")
        return "", None

    def result(self) -> Tick:
        """The tick, with the value and the note."""
        observed: InputValue | None = None
        if self.step_row.step.observe is not None:
            observed, _ = read_value(self, self.step_row.step.observe, "observed", self.language)
        return Tick(self.step_row.step.id, self.text("note"), observed)

    def hints(self) -> list[tuple[str, str]]:
        """Enter says done."""
        return [("Enter", self.sentence("key-done")), *self._tab(), ("Esc", self.sentence("key-cancel"))]
