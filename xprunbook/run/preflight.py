"""Preflight and dry run: everything a plan can look at before anybody starts. Nothing is ticked or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xprunbook.run.automation import Bench, Preview, Result
from xprunbook.run.contract import Finding
from xprunbook.run.events import Checked
from xprunbook.run.looking import checked, look_at_once
from xprunbook.run.state import RunState
from xprunbook.run.view import StepView, view
from xprunbook.runbook.model import InputValue, Runbook, Use


@dataclass(frozen=True, slots=True)
class Looked:
    """One look with the row it belongs to."""

    row: StepView
    result: Result


def imagined(runbook: Runbook, plan: str, inputs: dict[str, InputValue], here: str) -> RunState:
    """The state of a run that has not begun: the plan and the inputs, nothing done."""
    return RunState(runbook=runbook.id, plan=plan, inputs=inputs, here=here)


def preflight(bench: Bench, steps: Sequence[str] = ()) -> tuple[Looked, ...]:
    """Carry out every read-only check before a step, and every action's own look, all at once.

    ``steps`` limits it to these ids. Steps that are decided or do not apply are left out; probes do not run. What only
    the automation cannot do here is unknown, not blocked: a person does it, and it is no reason to put the night off.
    """
    places = [
        (row, place, use)
        for row in rows_to_look_at(bench)
        if not steps or row.step.id in steps
        for place, use in _uses_before(row)
    ]
    results = look_at_once(bench, places)
    return tuple(Looked(row, _noted(result)) for (row, _, _), result in zip(places, results, strict=True))


def _noted(result: Result) -> Result:
    """What a person does by hand, as a note."""
    found = result.inspection
    if found.finding is not Finding.BLOCKED or not found.by_hand:
        return result
    return replace(result, inspection=replace(found, finding=Finding.UNKNOWN))


def rows_to_look_at(bench: Bench) -> tuple[StepView, ...]:
    """The rows of the plan that are still to do."""
    return tuple(row for row in view(bench.runbook, bench.state).leaves() if not row.decided)


def _uses_before(row: StepView) -> list[tuple[str, Use]]:
    uses = [(f"before:{at}", use) for at, use in enumerate(row.step.before)]
    return [*uses, ("action", row.step.action)] if row.step.action else uses


def dry_run(bench: Bench) -> tuple[Preview, ...]:
    """What every action of the plan would do now, one after the other; nothing is applied, no probe runs."""
    return tuple(rehearse(bench, row) for row in rows_to_look_at(bench) if row.step.action is not None)


def rehearse(bench: Bench, row: StepView) -> Preview:
    """The preview of a step's action in a dry run; what a person does by hand stands in nobody's way."""
    preview = bench.preview(row)
    return replace(preview, result=_noted(preview.result))


def stands_in_the_way(looked: Sequence[Looked]) -> tuple[Looked, ...]:
    """What must be mended first: blocked ones, and checks before a step that are not satisfied."""
    return tuple(
        item
        for item in looked
        if item.result.inspection.finding is Finding.BLOCKED
        or (item.result.place != "action" and item.result.inspection.finding is Finding.NEEDED)
    )


def findings_of(looked: Sequence[Looked] | None) -> tuple[Checked, ...]:
    """What a run records of a preflight: each result at its step."""
    return tuple(checked(item.row.step.id, item.result) for item in looked or ())
