"""What a run begins with, read from the command line, checked before anything is created."""

from __future__ import annotations

from collections.abc import Sequence

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.runbook.model import InputValue, Runbook
from xprunbook.runbook.problems import nearest
from xprunbook.runbook.values import ValueProblem, check_value, initial_values

TEXTS = Texts(
    {
        "no-plan": ("Einen Plan {plan} gibt es nicht.", "There is no plan {plan}."),
        "plans": ("Es gibt: {plans}", "There are: {plans}"),
        "no-value": (
            "„{given}“ ist keine Angabe der Form NAME=WERT.",
            "“{given}” is not of the form NAME=VALUE.",
        ),
        "no-input": ("Eine Angabe {name} gibt es nicht.", "There is no input {name}."),
        "bad-value": ("{name}: {why}", "{name}: {why}"),
        "bad-time": ("„{given}“ ist keine Zeit.", "“{given}” is not a time."),
        "time-form": ("Zum Beispiel 06:00 oder 2026-03-15 06:00.", "For example 06:00 or 2026-03-15 06:00."),
    }
)


def check_plan(runbook: Runbook, plan: str, language: Language) -> str:
    """The plan if the runbook has it; UsageError with the nearest one if not."""
    if plan in runbook.plans:
        return plan
    if plan.upper() in runbook.plans:
        return plan.upper()
    near = nearest(plan, runbook.plans) or ", ".join(runbook.plans)
    raise UsageError(
        TEXTS.say("no-plan", language, plan=one_line(plan, 40)), TEXTS.say("plans", language, plans=near)
    )


def read_inputs(runbook: Runbook, given: Sequence[str], language: Language) -> dict[str, InputValue]:
    """The defaults and what ``--set name=value`` says, each checked by its type; UsageError for the first fault."""
    values = initial_values(runbook.inputs)
    for item in given:
        name, equals, raw = item.partition("=")
        name = name.strip()
        if not equals:
            raise UsageError(TEXTS.say("no-value", language, given=one_line(item, 80)))
        if name not in runbook.inputs:
            near = nearest(name, runbook.inputs) or ", ".join(runbook.inputs)
            raise UsageError(
                TEXTS.say("no-input", language, name=one_line(name, 40)),
                TEXTS.say("plans", language, plans=near),
            )
        try:
            values[name] = check_value(runbook.inputs[name], raw, language)
        except ValueProblem as problem:
            raise UsageError(
                TEXTS.say("bad-value", language, name=name, why=problem.message), problem.hint
            ) from None
    return values


def read_window(given: str | None, now: float, language: Language) -> float | None:
    """The end of the maintenance window as UTC seconds; UsageError if it is no time."""
    from xprunbook.base.moments import read_moment

    if not given:
        return None
    end = read_moment(given, now)
    if end is None:
        raise UsageError(
            TEXTS.say("bad-time", language, given=one_line(given, 40)), TEXTS.say("time-form", language)
        )
    return end
