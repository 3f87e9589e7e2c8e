"""The way back: turn round, take steps back one by one, or go forward again."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.progress import progress
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.dialogs.listing import listed
from xprunbook.tui.flow import Flow
from xprunbook.tui.markdown import markdown_lines
from xprunbook.tui.moments import hours
from xprunbook.tui.widgets.words import Words


class _WithReason(Dialog[c.Command]):
    """A run-wide dialog that ends in a reason."""

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(run, None, language)

    def fault(self) -> tuple[str, Widget | None]:
        """The reason is needed."""
        return (
            ("", None)
            if self.text("reason")
            else (self.sentence("reason-missing"), self.query_one("#reason"))
        )

    def _reason(self) -> Iterator[Widget]:
        yield self.label("reason")
        yield LineInput(id="reason")


class GoBack(_WithReason):
    """Turn round: why, how long it takes, what will be taken back."""

    def heading(self) -> str:
        """What it is."""
        return self.sentence("go-back")

    def fields(self) -> Iterator[Widget]:
        """The point of no return first, then the way, then the reason."""
        run = self.run
        if run.past_no_return():
            behind = ", ".join(
                f"{row.step.number} {row.step.title}"
                for row in run.leaves()
                if run.state.plan in row.step.no_return and row.state is StepState.DONE
            )
            yield self.caution(self.sentence("go-back-late", steps=behind))
        rows = run.to_undo()
        yield from self._reason()
        if not rows:
            yield Words(self.sentence("go-back-none"))
            return
        time = hours(progress(run, run.state.last_utc).way_back)
        yield Words(self.sentence("go-back-how", count=len(rows), time=time))
        yield listed(rows, self.language)

    def result(self) -> c.Command:
        """Turn round."""
        return c.GoBack(self.text("reason"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter turns round."""
        return [("Enter", self.sentence("key-go-back")), *self._tab(), ("Esc", self.sentence("key-cancel"))]


class GoForward(_WithReason):
    """Leave the way back."""

    def heading(self) -> str:
        """What it is."""
        return self.sentence("go-forward")

    def fields(self) -> Iterator[Widget]:
        """What it means, and why."""
        yield Words(self.sentence("go-forward-how"))
        yield from self._reason()

    def result(self) -> c.Command:
        """Forward again."""
        return c.GoForward(self.text("reason"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter goes forward."""
        return [
            ("Enter", self.sentence("key-go-forward")),
            *self._tab(),
            ("Esc", self.sentence("key-cancel")),
        ]


class UndoStep(Dialog[c.Undo]):
    """One step of the way back: how it is taken back; done, or not necessary for a reason."""

    def __init__(self, run: RunView, row: StepView, language: Language) -> None:
        super().__init__(run, row, language)
        self.step_row = row

    def fields(self) -> Iterator[Widget]:
        """The way, the answer, the note."""
        yield self.label("undo")
        yield Flow(lambda width: markdown_lines(self.step_row.step.undo, width, self.filled))
        yield Choices(
            [
                Choice("done", self.sentence("undo-done")),
                Choice("left", self.sentence("undo-left"), self.sentence("undo-left-note")),
            ],
            id="how",
        )
        yield self.label("undo-note")
        yield LineInput(id="note")

    def fault(self) -> tuple[str, Widget | None]:
        """Not necessary: why?"""
        if self.chosen("how") == "left" and not self.text("note"):
            return self.sentence("undo-reason-missing"), self.query_one("#note")
        return "", None

    def result(self) -> c.Undo:
        """The step is dealt with."""
        return c.Undo(self.step_row.step.id, self.text("note"), self.chosen("how") == "left")
