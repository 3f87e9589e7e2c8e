"""The end of a run: completed, with open duties, gone back, or abandoned. What is open is said first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run.commands import Close
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import Closed
from xprunbook.run.state import StepState
from xprunbook.run.texts import say_refusal
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Mark
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.dialogs.listing import listed
from xprunbook.tui.widgets.words import Words

_LISTED: Final = ("steps-open", "undo-open")
"""Refusals whose steps are listed anyway."""


class CloseRun(Dialog[Close]):
    """Close the run, as far as the core lets it be closed; or abandon it with a reason."""

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(run, None, language)
        decision = decide(run.runbook, run.state, Close(), run.state.last_utc)
        self.refusal = decision if isinstance(decision, Refusal) else None
        ends = (
            [] if isinstance(decision, Refusal) else [item for item in decision if isinstance(item, Closed)]
        )
        self.closing = ends[0].closing if ends else ""

    def heading(self) -> str:
        """What it is."""
        return self.sentence("close")

    def fields(self) -> Iterator[Widget]:
        """What is open, then the choice, then the reason."""
        lists = list(self._lists())
        if self.refusal is not None and self.refusal.code not in _LISTED:
            yield self.caution(say_refusal(self.refusal, self.language))
        for key, rows in lists:
            yield self.label(key)
            yield listed(rows, self.language)
        if not lists and self.refusal is None:
            yield Words(self.inked(self.sentence("close-ready"), "$bright"))
        yield Words(self.inked(self.sentence("close-final"), "$faint"))
        yield Choices(self._choices(), "complete" if self.closing else "keep", id="how")
        yield self.label("reason-optional" if self.closing else "reason")
        yield LineInput(id="reason")

    def _lists(self) -> Iterator[tuple[str, Sequence[StepView]]]:
        run = self.run
        if run.state.going_back:
            kinds = {"close-undo": list(run.to_undo())}
        else:
            left = [row for row in run.leaves() if not row.decided and row.state is not StepState.DEFERRED]
            must = [row for row in left if row.mark is Mark.MANDATORY or row.state is not StepState.OPEN]
            kinds = {
                "close-open": must,
                "close-duties": [row for row in run.leaves() if row.state is StepState.DEFERRED],
                "close-skip": [row for row in left if row not in must],
            }
        yield from ((key, rows) for key, rows in kinds.items() if rows)

    def _choices(self) -> list[Choice]:
        possible = [Choice("complete", self.sentence(f"close-{self.closing}"))] if self.closing else []
        return [
            *possible,
            Choice("keep", self.sentence("close-keep")),
            Choice("abandon", self.sentence("close-abandon"), self.sentence("close-abandon-note")),
        ]

    def fault(self) -> tuple[str, Widget | None]:
        """Abandoning needs a reason."""
        if self.chosen("how") == "abandon" and not self.text("reason"):
            return self.sentence("reason-missing"), self.query_one("#reason")
        return "", None

    def action_submit(self) -> None:
        """Keeping the run open is leaving the dialog."""
        if self.chosen("how") == "keep":
            self.action_cancel()
        else:
            super().action_submit()

    def result(self) -> Close:
        """The end."""
        return Close(self.chosen("how") == "abandon", self.text("reason"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter does what is chosen."""
        keys = {"complete": "key-end", "keep": "key-back", "abandon": "key-abandon"}
        return [
            ("Enter", self.sentence(keys[self.chosen("how")])),
            *self._tab(),
            ("Esc", self.sentence("key-back")),
        ]

    def on_choices_moved(self) -> None:
        """Enter means something else now."""
        self.show_keys()
