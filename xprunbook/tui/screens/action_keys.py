"""What the keys of a step's automation mean now: what Enter does, where J leads, which keys are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xprunbook.base.language import Language
from xprunbook.run.asking import proposed_inputs, unset_inputs
from xprunbook.run.automation import Preview, Result
from xprunbook.run.commands import Verb
from xprunbook.run.contract import Finding
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import InputValue
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.checks import PROBE, known_of
from xprunbook.tui.keys import BY_ID, applies


@dataclass(frozen=True)
class ActionKeys:
    """The step, what is known of it, and whether its plan was read to the end."""

    run: RunView
    row: StepView
    language: Language
    results: Mapping[str, Result]
    preview: Preview | None
    looking: bool
    read: bool

    def _say(self, key: str) -> str:
        return ACTION.say(key, self.language)

    def go_word(self) -> str:
        """What Enter does now; empty if nothing."""
        preview = self.preview
        running = self.row.state is StepState.RUNNING
        if running or self.looking or preview is None or Verb.RUN not in self.row.verbs:
            return ""
        if preview.ready:
            return self._say("key-apply" if self.read else "key-more")
        satisfied = preview.result.inspection.finding is Finding.SATISFIED
        return self._say("key-settle-done") if satisfied and not preview.blocked else ""

    def jump(self) -> str:
        """Where J leads: what helps with the first check that is not satisfied."""
        found = (one for one in known_of(self.row, self.results) if one.finding != Finding.SATISFIED)
        return next((one.jump for one in found if one.jump), "")

    def proposed(self) -> dict[str, InputValue]:
        """What the checks propose for inputs."""
        return proposed_inputs(self.run, self.row, self.results.values())

    def hints(self, *, hidden_output: bool) -> list[tuple[str, str]]:
        """The keys and their words; ``hidden_output``: plan and output share one place."""
        language = self.language
        by_row = [
            BY_ID[one] for one in ("tick", "settle", "cancel") if applies(BY_ID[one], self.run, self.row)
        ]
        hints = [("F1", BY_ID["help"].says(language))]
        if word := self.go_word():
            hints.append(("Enter", word))
        hints += [(command.key_name(language), command.says(language)) for command in by_row]
        if self.jump():
            hints.append(("J", self._say("key-jump")))
        if any(one.code == PROBE for one in known_of(self.row, self.results)):
            hints.append(("P", self._say("key-probe")))
        if hidden_output:
            hints.append(("Tab", self._say("key-switch")))
        if self.row.state is not StepState.RUNNING:
            hints.append(("F5", self._say("key-again")))
            if self.proposed():
                hints.append(("I", self._say("key-take-over")))
            elif unset_inputs(self.run, self.row):
                hints.append(("I", self._say("key-inputs")))
        return [*hints, ("Esc", self._say("key-back"))]
