"""What concerns the whole run: who goes on, until when, and which machine this is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.moments import read_moment, write_moment
from xprunbook.tui.widgets.words import Words


class HandOver(Dialog[c.HandOver]):
    """Another person goes on."""

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(run, None, language)

    def heading(self) -> str:
        """What it is."""
        return self.sentence("hand-over")

    def fields(self) -> Iterator[Widget]:
        """Who it was, who it is, what to know."""
        yield Words(self.inked(self.sentence("hand-over-from", person=self.run.state.person), "$faint"))
        yield self.label("person")
        yield LineInput(id="person")
        yield self.label("company")
        yield LineInput(self.run.state.company, id="company")
        yield self.label("hand-over-note")
        yield LineInput(id="note")

    def fault(self) -> tuple[str, Widget | None]:
        """A name is needed."""
        return (
            ("", None)
            if self.text("person")
            else (self.sentence("person-missing"), self.query_one("#person"))
        )

    def result(self) -> c.HandOver:
        """The hand-over."""
        return c.HandOver(self.text("person"), self.text("company"), self.text("note"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter hands over."""
        return [("Enter", self.sentence("key-hand-over")), *self._tab(), ("Esc", self.sentence("key-cancel"))]


class SetWindow(Dialog[c.SetWindow]):
    """The end of the maintenance window, in local time; empty takes it away. ``now``: UTC seconds."""

    def __init__(self, run: RunView, row: StepView | None, language: Language, *, now: float) -> None:
        super().__init__(run, None, language)
        self.now = now

    def heading(self) -> str:
        """What it is."""
        return self.sentence("window")

    def fields(self) -> Iterator[Widget]:
        """One line, and what follows from it."""
        end = self.run.state.window_end
        value = write_moment(end, self.now, self.language) if end is not None else ""
        yield self.label("window-label")
        yield LineInput(
            value, example=self.sentence("example", example=self.sentence("window-example")), id="end"
        )
        yield Words(self.inked(self.sentence("window-why"), "$faint"))

    def _end(self) -> float | None:
        return read_moment(self.text("end"), self.now)

    def fault(self) -> tuple[str, Widget | None]:
        """A time that is still to come, or nothing."""
        if not self.text("end"):
            return "", None
        end = self._end()
        if end is None:
            return self.sentence("window-bad"), self.query_one("#end")
        return (self.sentence("window-past"), self.query_one("#end")) if end <= self.now else ("", None)

    def result(self) -> c.SetWindow:
        """The end, or none."""
        return c.SetWindow(self._end() if self.text("end") else None)


class SetHere(Dialog[c.SetHere]):
    """Say which of the run's machines this is."""

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(run, None, language)

    def heading(self) -> str:
        """The question."""
        return self.sentence("here")

    def fields(self) -> Iterator[Widget]:
        """The machines with their hosts, or none of them."""
        yield Words(self.inked(self.sentence("here-why"), "$faint"))
        yield Choices(
            [
                *(
                    Choice(machine.id, machine.title, self.filled(machine.host))
                    for machine in self.run.runbook.machines.values()
                ),
                Choice("", self.sentence("here-none")),
            ],
            self.run.state.here,
            id="here",
        )

    def result(self) -> c.SetHere:
        """The role."""
        return c.SetHere(self.chosen("here"))
