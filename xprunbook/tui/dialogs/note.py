"""Writing: a note on a step or on the run, and a value to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run.commands import AddNote, Observe
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Observation
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import TextBlock
from xprunbook.tui.dialogs.value import read_value, value_field, value_words
from xprunbook.tui.widgets.words import Words


class WriteNote(Dialog[AddNote]):
    """A note of several lines; F2 or Ctrl+S saves, Enter begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "submit", id="dialog.save", show=False, priority=True),
    ]

    def fields(self) -> Iterator[Widget]:
        """How many notes there are, and the text."""
        step = self.row
        notes = step.status.notes if step else self.run.state.notes
        if notes:
            yield Words(self.inked(self.sentence("earlier-notes", count=len(notes)), "$faint"))
        yield self.label("note-step" if step else "note-run")
        yield TextBlock(id="note")

    def _text(self) -> str:
        return self.query_one("#note", TextBlock).text.strip()

    def fault(self) -> tuple[str, Widget | None]:
        """An empty note is none."""
        return ("", None) if self._text() else (self.sentence("note-empty"), self.query_one("#note"))

    def result(self) -> AddNote:
        """The note."""
        return AddNote(self._text(), self.row.step.id if self.row else "")

    def hints(self) -> list[tuple[str, str]]:
        """Enter is a line break here."""
        return [
            ("F2", self.sentence("key-save")),
            ("Enter", self.sentence("key-line")),
            ("Esc", self.sentence("key-cancel")),
        ]


class WriteObservation(Dialog[Observe]):
    """Write the step's value down without ticking it."""

    def __init__(self, run: RunView, row: StepView, language: Language) -> None:
        super().__init__(run, row, language)
        self.step_row = row
        assert row.step.observe is not None, "only a step that observes has something to write down"
        self.observe: Observation = row.step.observe

    def fields(self) -> Iterator[Widget]:
        """The value, and the one before."""
        before = self.step_row.status.observed
        yield Words(self.filled(self.observe.title), classes="label")
        yield value_field(self.observe, before, self.language, "observed")
        if before is not None:
            was = value_words(self.observe, before, self.language)
            yield Words(self.inked(self.sentence("observe-was", value=was), "$faint"))
        if self.observe.help:
            yield Words(self.inked(self.filled(self.observe.help), "$faint"))

    def fault(self) -> tuple[str, Widget | None]:
        """The value must fit its type."""
        _, sentence = read_value(self, self.observe, "observed", self.language)
        return (sentence, self.query_one("#observed")) if sentence else ("", None)

    def result(self) -> Observe:
        """The value."""
        value, _ = read_value(self, self.observe, "observed", self.language)
        return Observe(self.step_row.step.id, value if value is not None else "")
