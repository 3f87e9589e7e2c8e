"""How far a run is, how long it will take, and until when one can still turn back. Pure; times are UTC
seconds."""

from __future__ import annotations

from dataclasses import dataclass

from xprunbook.run.state import RunState, StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Mark


@dataclass(frozen=True, slots=True)
class Progress:
    """Figures of the active plan.

    ``remaining`` are planned minutes of the open mandatory steps (and the rest of a running one),
    ``undecided`` those of open optional steps; on the way back, what is left of it, and nothing undecided.
    ``worked`` is in seconds. ``way_back``: planned minutes to take back what is done. ``turn_back_by``: the
    window's end minus the way back, None without a window, past the point of no return and on the way back.
    """

    decided: int
    total: int
    remaining: int
    undecided: int
    worked: float
    forecast: float
    way_back: int
    window_end: float | None
    turn_back_by: float | None
    duties: int
    deviations: int


def progress(run: RunView, now: float) -> Progress:
    """The figures at a moment; between two records working time goes on while a session is open."""
    leaves = run.leaves()
    remaining = sum(_rest(row, now) for row in leaves if row.mark is Mark.MANDATORY)
    undecided = sum(_rest(row, now) for row in leaves if row.mark is Mark.OPTIONAL)
    way_back = sum(row.step.undo_minutes for row in run.to_undo())
    back = run.state.going_back
    if back:
        remaining, undecided = way_back, 0
    end = run.state.window_end
    return Progress(
        decided=sum(row.decided for row in leaves),
        total=len(leaves),
        remaining=remaining,
        undecided=undecided,
        worked=worked(run.state, now),
        forecast=now + remaining * 60,
        way_back=way_back,
        window_end=end,
        turn_back_by=None if end is None or back or run.past_no_return() else end - way_back * 60,
        duties=sum(row.state is StepState.DEFERRED for row in leaves),
        deviations=sum(row.state is StepState.DEVIATION for row in leaves),
    )


def phase_progress(run: RunView, phase: str) -> tuple[int, int]:
    """Decided and all rows of a phase in the active plan."""
    rows = run.phase_leaves(phase)
    return sum(row.decided for row in rows), len(rows)


def worked(state: RunState, now: float) -> float:
    """Seconds of working time; the open session counts up to now, never backwards."""
    if not state.in_session:
        return state.worked
    return state.worked + max(0.0, now - state.last_utc)


def _rest(row: StepView, now: float) -> int:
    """Planned minutes still to come of one row."""
    if row.decided or row.state is StepState.DEFERRED:
        return 0
    if row.state is StepState.RUNNING:
        return max(0, row.minutes - int((now - row.status.at) // 60))
    return row.minutes
