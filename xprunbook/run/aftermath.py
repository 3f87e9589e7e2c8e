"""What is looked at when an action ended badly: the checks a runbook names for that, for seconds, changing nothing.

It comes before the outcome is recorded, so that both stand in one record; a look that is late, is about another
machine, or finds nothing to ask here, is left out without a word.
"""

from __future__ import annotations

from typing import Final

from xprunbook.run.automation import Bench, Result
from xprunbook.run.contract import Finding
from xprunbook.run.events import Checked
from xprunbook.run.looking import checked, look_at_once
from xprunbook.run.output import Output
from xprunbook.run.state import StepState
from xprunbook.run.view import StepView

PLACE: Final = "failure"
"""The place of such a check in the record: ``failure:0``."""

BAD: Final = frozenset((StepState.FAILED, StepState.TIMED_OUT, StepState.IN_DOUBT))
"""The outcomes it is for. Who cancels knows why."""

SECONDS: Final = 5.0
"""How long it holds the outcome up, at the most."""

MOST: Final = 10
"""Details of a check that are recorded; the output has all of them."""


def look_after(bench: Bench, row: StepView, outcome: StepState, output: Output) -> tuple[Checked, ...]:
    """Look, tell it in the step's output, and give what is to be recorded."""
    named = bench.runbook.on_failure
    if outcome not in BAD or not named:
        return ()
    uses = [(row, f"{PLACE}:{at}", use) for at, use in enumerate(named)]
    found = [result for result in look_at_once(bench, uses, seconds=SECONDS) if _says_something(result)]
    for result in found:
        output.write(result.sentence)
        for detail in result.details:
            output.write(f"  {detail}")
    return tuple(checked(row.step.id, result, result.details[:MOST]) for result in found)


def _says_something(result: Result) -> bool:
    """Whether the check itself spoke: not the automation about a machine, a kind or a system that is not here."""
    found = result.inspection
    return found.finding is not Finding.UNKNOWN and not found.says.code.startswith("automation.")
