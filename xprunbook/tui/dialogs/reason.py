"""Moves that say why: leave out, deviate, not applicable, reopen, settle a doubt, do it later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.run.asking import open_sub_steps
from xprunbook.run.commands import (
    Command,
    Defer,
    Deviate,
    FindNotApplicable,
    Reopen,
    Settle,
    Skip,
    Verb,
)
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.widgets.words import Words

_ASKED: Final = {
    Verb.SKIP: ("skip", Skip),
    Verb.DEVIATE: ("deviate", Deviate),
    Verb.NOT_APPLICABLE: ("not-applicable", FindNotApplicable),
    Verb.REOPEN: ("reopen", Reopen),
}

VERDICTS: Final = ("happened", "did-not-happen", "again")
"""How a doubt may be settled."""


class GiveReason(Dialog[Command]):
    """One question and one line. ``verb`` is skip, deviate, not-applicable, reopen or settle.

    Skipping needs no reason; reopening a step that only failed needs none either.
    """

    def __init__(self, run: RunView, row: StepView, language: Language, *, verb: Verb) -> None:
        super().__init__(run, row, language)
        self.step_row = row
        self.verb = verb
        self.needed = not (verb is Verb.SKIP or (verb is Verb.REOPEN and row.state is not StepState.DONE))

    def fields(self) -> Iterator[Widget]:
        """The question, the verdict if there is a doubt, the reason."""
        key = "settle" if self.verb is Verb.SETTLE else _ASKED[self.verb][0]
        question = self.inked(self.sentence(key), "$bright")
        children = open_sub_steps(self.run, self.step_row)
        if not self.step_row.step.leaf and children:
            steps = ", ".join(f"{child.step.number} {child.step.title}" for child in children)
            if self.verb is Verb.SKIP:
                question = self.inked(self.sentence("skip-sub", steps=steps), "$bright")
            else:
                question = question + self.inked(f"\n{steps}", "$words")
        yield Words(question)
        if self.verb is Verb.SETTLE:
            intent = self.step_row.status.intent
            if intent is not None and intent.summary:
                yield Words(intent.summary)
            verdicts = [
                Choice(verdict, self.sentence(f"settle-{verdict}"), self.sentence(f"settle-{verdict}-note"))
                for verdict in VERDICTS
            ]
            yield Choices(verdicts, id="verdict")
            yield self.label("settle-reason")
        else:
            yield self.label("reason" if self.needed else "reason-optional")
        yield LineInput(id="reason")

    def fault(self) -> tuple[str, Widget | None]:
        """The reason, where one is needed."""
        if self.needed and not self.text("reason"):
            return self.sentence("reason-missing"), self.query_one("#reason")
        return "", None

    def result(self) -> Command:
        """The command that was asked about."""
        step, reason = self.step_row.step.id, self.text("reason")
        if self.verb is Verb.SETTLE:
            return Settle(step, reason, self.chosen("verdict"))
        return _ASKED[self.verb][1](step, reason)


class DeferStep(Dialog[Defer]):
    """Make the step an open duty: who, by when, why."""

    def __init__(self, run: RunView, row: StepView, language: Language) -> None:
        super().__init__(run, row, language)
        self.step_row = row

    def fields(self) -> Iterator[Widget]:
        """Owner, due, reason."""
        yield Words(self.inked(self.sentence("defer"), "$bright"))
        yield self.label("owner")
        yield LineInput(self.run.state.person, id="owner")
        yield self.label("due")
        yield LineInput(example=self.sentence("example", example=self.sentence("due-example")), id="due")
        yield self.label("reason-optional")
        yield LineInput(id="reason")

    def fault(self) -> tuple[str, Widget | None]:
        """Owner and date are both needed."""
        for field in ("owner", "due"):
            if not self.text(field):
                return self.sentence(f"{field}-missing"), self.query_one(f"#{field}")
        return "", None

    def result(self) -> Defer:
        """The open duty."""
        return Defer(self.step_row.step.id, self.text("reason"), self.text("owner"), self.text("due"))
