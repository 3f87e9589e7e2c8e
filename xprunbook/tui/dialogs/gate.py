"""The pause at the end of a phase: confirm what must hold, then write the code down."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.asking import gate_at
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Mark, Phase
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.dialogs.listing import listed
from xprunbook.tui.widgets.words import Words


class PassGate(Dialog[c.PassGate]):
    """Confirm a phase's gate. Without ``phase`` it is the gate at the row, else the first that is ready."""

    def __init__(
        self, run: RunView, row: StepView | None, language: Language, *, phase: Phase | None = None
    ) -> None:
        super().__init__(run, row, language)
        self.phase = phase or gate_at(run, row)

    def heading(self) -> str:
        """The phase."""
        return self.sentence("gate", phase=self.phase.title) if self.phase else self.run.runbook.title

    def _undecided(self) -> list[StepView]:
        return [row for row in self.run.phase_leaves(self.phase.id) if not row.decided] if self.phase else []

    def _blocked(self) -> str:
        if self.phase is None:
            return self.sentence("gate-none")
        if self.phase.id in self.run.passed:
            return self.sentence("gate-passed")
        steps = ", ".join(
            row.step.number
            for row in self._undecided()
            if row.mark is Mark.MANDATORY and row.state is not StepState.DEFERRED
        )
        return self.sentence("gate-blocked", steps=steps) if steps else ""

    def fields(self) -> Iterator[Widget]:
        """What must hold, what is still open, the note."""
        if self.phase is None:
            yield Words(self._blocked())
            return
        yield Words(self.inked(self.sentence("gate-waits"), "$faint"), classes="label")
        yield Words(self.marked(self.phase.gate, "bold $bright"))
        if undecided := self._undecided():
            yield Words(self.inked(self.sentence("gate-open"), "$faint"), classes="label")
            yield listed(undecided, self.language)
        if blocked := self._blocked():
            yield self.caution(blocked)
            return
        yield self.label("note")
        yield LineInput(id="note")

    def fault(self) -> tuple[str, Widget | None]:
        """Open mandatory steps come first."""
        return self._blocked(), None

    def result(self) -> c.PassGate:
        """The gate is passed."""
        return c.PassGate(self.phase.id if self.phase else "", self.text("note"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter passes the gate, if it can be passed."""
        if self._blocked():
            return [("Esc", self.sentence("key-close"))]
        return [("Enter", self.sentence("key-pass")), *self._tab(), ("Esc", self.sentence("key-cancel"))]


class ShowCode(Dialog[bool]):
    """The code of a record, large, to be written down elsewhere. Enter and Esc both leave."""

    def __init__(
        self, run: RunView, row: StepView | None, language: Language, *, code: str, command: str = ""
    ) -> None:
        super().__init__(run, row, language)
        self.code = code
        self.command = command

    def heading(self) -> str:
        """What it is."""
        return self.sentence("code")

    def fields(self) -> Iterator[Widget]:
        """The code in groups, letters apart; then once more in one piece, to be copied."""
        groups = [" ".join(group) for group in self.code.split("-")]
        yield Words(self.inked("    ".join(groups), "bold $key"), classes="code")
        yield Words(self.inked(self.code, "$bright"))
        yield Words(self.sentence("code-why"))
        if self.command:
            yield Words(self.inked(self.sentence("code-check", command=self.command), "$faint"))

    def result(self) -> bool:
        """It was seen."""
        return True

    def hints(self) -> list[tuple[str, str]]:
        """Nothing to decide."""
        return [("Enter", self.sentence("key-on"))]
