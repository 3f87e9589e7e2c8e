"""Going on by another plan: the plans side by side, what changes, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run import commands as c
from xprunbook.run.asking import plan_changes
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.plans import PlanColumns
from xprunbook.tui.widgets.words import Words


class ChangePlan(Dialog[c.ChangePlan]):
    """Choose another plan and say why."""

    WIDE = True

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(run, None, language)

    def heading(self) -> str:
        """What it is."""
        return self.sentence("plan-change")

    def fields(self) -> Iterator[Widget]:
        """The plans, what would change, the reason."""
        now = self.run.state.plan
        yield PlanColumns(
            self.run.runbook, self.language, now, marked=now, marked_as="now", brief=True, id="plans"
        )
        yield Words(self._changes(now), id="changes")
        yield self.label("reason")
        yield LineInput(id="reason")

    def on_plan_columns_moved(self) -> None:
        """Show what the lit plan would change."""
        self.query_one("#changes", Words).say(self._changes(self._plan()))

    def on_plan_columns_chosen(self) -> None:
        """Enter on a plan goes on to the reason."""
        self.query_one("#reason").focus()

    def _plan(self) -> str:
        return self.query_one("#plans", PlanColumns).chosen

    def _changes(self, plan: str) -> Content:
        """One line a kind of change, by step numbers."""
        if plan == self.run.state.plan:
            return self.inked(self.sentence("plan-same"), "$faint")
        kinds = plan_changes(self.run, plan)
        lines = [
            self.inked(
                self.sentence(f"plan-{kind}", steps=_numbers(rows)),
                "$st-warning" if kind == "drops-done" else "$words",
            )
            for kind, rows in kinds.items()
            if rows
        ]
        return Content("\n").join(lines) if lines else Content(self.sentence("plan-nothing"))

    def fault(self) -> tuple[str, Widget | None]:
        """Another plan, and a reason."""
        if self._plan() == self.run.state.plan:
            return self.sentence("plan-same"), self.query_one("#plans")
        if not self.text("reason"):
            return self.sentence("reason-missing"), self.query_one("#reason")
        return "", None

    def result(self) -> c.ChangePlan:
        """The change."""
        return c.ChangePlan(self._plan(), self.text("reason"))

    def hints(self) -> list[tuple[str, str]]:
        """Enter changes the plan."""
        return [("Enter", self.sentence("key-change")), *self._tab(), ("Esc", self.sentence("key-cancel"))]


def _numbers(rows: Iterable[StepView]) -> str:
    return ", ".join(one_line(row.step.number, 20) for row in rows)
