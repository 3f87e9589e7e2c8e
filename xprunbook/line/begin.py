"""Beginning in plain text: which run or runbook, the questions that lead to a plan, the inputs, the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from xprunbook.base.moments import read_moment
from xprunbook.line.asks import ask_value
from xprunbook.line.console import Console
from xprunbook.line.texts import LINE
from xprunbook.runbook.choose import Walk, answer, back, begin
from xprunbook.runbook.model import InputValue, Runbook

Item = TypeVar("Item")

BACK = -1
"""The choice that takes the last answer back."""


def choose_plan(console: Console, runbook: Runbook) -> Walk | None:
    """Ask the questions of the chooser; without any, or on demand, the plans themselves. None: nothing chosen."""
    walk = begin(runbook)
    while walk.question is not None:
        choices = [(at, one.say) for at, one in enumerate(walk.question.answers)]
        if walk.given:
            choices.append((BACK, LINE.say("back", console.language)))
        if walk.question.help:
            console.say(walk.question.help)
        chosen = console.choose(walk.question.ask, choices)
        if chosen is None:
            return _by_hand(console, runbook)
        walk = back(walk) if chosen == BACK else answer(runbook, walk, chosen)
        if walk.refusal:
            console.tell("refusal", why=walk.refusal)
            walk = back(walk)
    if walk.runbook:
        console.tell("other-book", runbook=walk.runbook)
        return walk
    if not walk.plan:
        return _by_hand(console, runbook)
    plan = runbook.plans[walk.plan]
    console.tell("plan-found", plan=plan.id, title=plan.title)
    for why in (*walk.why, plan.fits):
        if why:
            console.tell("why", why=why)
    return walk if console.confirm("plan-take") else _by_hand(console, runbook)


def _by_hand(console: Console, runbook: Runbook) -> Walk | None:
    plans = [
        (plan.id, f"{plan.id}: {plan.title}" + (f". {plan.fits}" if plan.fits else ""))
        for plan in runbook.plans.values()
    ]
    plan = console.choose("which-plan", plans)
    return None if plan is None else Walk(plan=plan)


def ask_inputs(
    console: Console, runbook: Runbook, plan: str, known: Mapping[str, InputValue], given: frozenset[str]
) -> dict[str, InputValue]:
    """Ask for the inputs of the plan that were not ``given`` already; Enter leaves one as it is."""
    values = dict(known)
    wanted = [item for item in runbook.inputs_of(plan) if item.id not in given]
    if wanted:
        console.tell("input-later")
    for item in wanted:
        value = ask_value(console, item, values.get(item.id), item.title)
        if value is not None:
            values[item.id] = value
    return values


def ask_window(console: Console, now: float) -> float | None:
    """Ask for the end of the maintenance window; None for none."""
    while given := console.ask("window"):
        if given == "-":
            return None
        end = read_moment(given, now)
        if end is not None:
            return end
        console.tell("window-bad")
    return None
