"""What every part of the report needs to put codes into words: runbook, language, inputs, redactor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xprunbook.base.language import Language
from xprunbook.base.redact import Redactor
from xprunbook.report.facts import Named, Value
from xprunbook.report.fold import clean
from xprunbook.report.texts import TEXTS
from xprunbook.run.state import RunState
from xprunbook.run.texts import word
from xprunbook.runbook.model import InputType, InputValue, Machine, Runbook, Step
from xprunbook.runbook.substitute import as_text, fill_text


@dataclass(frozen=True, slots=True)
class Teller:
    """Finds words. ``state`` already holds no secret."""

    runbook: Runbook
    state: RunState
    language: Language
    redactor: Redactor

    def say(self, key: str, **values: object) -> str:
        """A sentence of the report's own catalogue."""
        return TEXTS.say(key, self.language, **values)

    def text(self, text: str) -> str:
        """A text of the runbook, harmless."""
        return clean(text, self.redactor)

    def filled(self, text: str, values: Mapping[str, InputValue] | None = None) -> str:
        """A text of the runbook with the run's inputs in it, or with those a step was done with."""
        inputs = {**self.state.inputs, **(values or {})}
        return self.text(fill_text(text, inputs, self.runbook.inputs))

    def coded(self, code: str) -> Named:
        """A code of a state, a result, an ending ... and its word."""
        return Named(code, word(code, self.language))

    def input_title(self, name: str) -> str:
        """An input's title, or its name if the runbook has no such input."""
        found = self.runbook.inputs.get(name)
        return self.text(found.title) if found else name

    def value(self, name: str, value: InputValue) -> Value:
        """An input and its value."""
        return Value(name, self.input_title(name), value, self.shown(name, value))

    def shown(self, name: str, value: InputValue) -> str:
        """An input's value as people read it."""
        found = self.runbook.inputs.get(name)
        if found is not None and found.type is InputType.YES_NO and value in ("yes", "no"):
            return self.say(str(value))
        return as_text(value)

    def values(self, values: Mapping[str, InputValue]) -> tuple[Value, ...]:
        """Inputs and their values."""
        return tuple(self.value(name, value) for name, value in values.items())

    def machine(self, role: str) -> Named:
        """A role and its title."""
        found = self.runbook.machines.get(role)
        return Named(role, self.text(found.title) if found else role)

    def host(self, machine: Machine) -> str:
        """The host a role is bound to."""
        return self.filled(machine.host)

    def step_name(self, step: Step) -> str:
        """Number and title."""
        return f"{step.number} {self.filled(step.title)}".strip()

    def named_step(self, step: str) -> Named:
        """A step's id with its number and title; one the runbook does not have keeps its id."""
        found = self.runbook.steps.get(step)
        return Named(step, self.step_name(found) if found else step)

    def named_need(self, need: str) -> Named:
        """A need that did not hold: a step, or ``gate:<phase>``."""
        if not need.startswith("gate:"):
            return self.named_step(need)
        phase = next((phase for phase in self.runbook.phases if phase.id == need[5:]), None)
        return Named(need, self.say("gate-of", phase=self.text(phase.title) if phase else need[5:]))
