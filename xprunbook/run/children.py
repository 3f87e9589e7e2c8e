"""Runs within runs: a step that is carried out as a run of another runbook, and a journey of such steps.

The parent's record names the child run and, once it is closed, how it ended and the hash of its last record; the
child's first record names the parent run and step. Two records, no third truth: what both say is put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xprunbook.base.errors import XprunbookError
from xprunbook.run.commands import CloseChild
from xprunbook.run.evolve import fold
from xprunbook.run.journal import read_journal
from xprunbook.run.progress import Progress, progress
from xprunbook.run.sessions import Beginning, recorded_book
from xprunbook.run.state import CARRIED_THROUGH, RunState, StepState
from xprunbook.run.store import is_safe_name
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.model import Input, InputType, InputValue, Mark, Runbook
from xprunbook.runbook.values import ValueProblem, check_value

MAX_DEPTH: Final = 8
"""Runs within runs that are followed; a journey of journeys of journeys needs three."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child run as its own record shows it: the parent's row, the folder, the state, and the view of it."""

    row: StepView
    folder: Path
    run: RunView

    @property
    def state(self) -> RunState:
        """The child's state."""
        return self.run.state


def handed_on(state: RunState, runbook: Runbook) -> dict[str, InputValue]:
    """The values a child run takes over: inputs of the same id, where the child has them and they fit."""
    return {
        name: value
        for name, value in state.inputs.items()
        if name in runbook.inputs and _fits(runbook.inputs[name], value)
    }


def _fits(asked: Input, value: InputValue) -> bool:
    if not isinstance(value, str) or asked.type is InputType.NAMES:
        return asked.type is InputType.NAMES and not isinstance(value, str)
    try:
        return check_value(asked, value, "en") == value
    except ValueProblem:
        return False


def beginning_of(
    run: RunView, row: StepView, child: Runbook, plan: str, values: Mapping[str, InputValue] | None = None
) -> Beginning:
    """What the child run of a step begins with: plan, values, the same window, and whose child it is.

    ``values`` are those a person gave; without them, those the parent hands on.
    """
    state = run.state
    return Beginning(
        plan,
        handed_on(state, child) if values is None else values,
        state.window_end,
        state.practice,
        parent_run=state.run,
        parent_step=row.step.id,
        allow_file_ticks=state.allow_file_ticks,
    )


def folder_of(parent: Path, child_run: str) -> Path | None:
    """The folder of a child run, beside its parent's; None for a name that is none."""
    return parent.parent / child_run if is_safe_name(child_run) else None


def children(run: RunView, folder: Path) -> Iterator[Child]:
    """The child runs of a run that were begun and can be read, in the order of the steps."""
    for row in run.rows.values():
        name = row.status.child_run
        place = folder_of(folder, name) if name else None
        if place is None:
            continue
        try:
            state = fold(read_journal(place).records)
            book = recorded_book(place, state, run.runbook.language)
            seen = view(book.speak(run.runbook.language), state)
        except (XprunbookError, OSError, KeyError, TypeError, ValueError):  # damaged: its own screen says how
            continue
        if (state.parent_run, state.parent_step) == (run.state.run, row.step.id):
            yield Child(row, place, seen)


def news_of(child: Child) -> CloseChild | None:
    """What the parent's record does not know yet: that the child run was closed, how, and its last hash."""
    closing = child.state.closing
    if closing is None or child.row.status.child_closing:
        return None
    return CloseChild(child.row.step.id, child.state.run, closing, child.state.head)


def went_well(child: Child) -> bool:
    """Whether the child run was carried through."""
    return child.state.closing in CARRIED_THROUGH


def whole_progress(run: RunView, folder: Path, now: float, depth: int = 0) -> Progress:
    """The progress of a run with everything below it: a step that is a run counts as the steps of that run."""
    return put_together(run, progress(run, now), progress_below(run, folder, now, depth), now)


def progress_below(
    run: RunView, folder: Path, now: float, depth: int = 0, found: Iterable[Child] | None = None
) -> dict[str, Progress]:
    """The progress of each child run by the step it belongs to. ``found``: the children, if they were read."""
    if depth >= MAX_DEPTH:
        return {}
    return {
        child.row.step.id: whole_progress(child.run, child.folder, now, depth + 1)
        for child in (children(run, folder) if found is None else found)
        if child.row.in_plan
    }


def put_together(run: RunView, own: Progress, below: Mapping[str, Progress], now: float) -> Progress:
    """A run's own figures with those of its children in the place of their steps; reads nothing."""
    for step, figures in below.items():
        row = run.rows.get(step)
        if row is not None and row.in_plan:
            own = _with(own, row, figures, now)
    return own


def _with(own: Progress, row: StepView, below: Progress, now: float) -> Progress:
    """Put a child's figures in the place of its one row; a row that is decided or deferred waits for nothing."""
    over = row.decided or row.state is StepState.DEFERRED
    optional = row.mark is Mark.OPTIONAL
    mine, theirs = (0, 0) if over else (row.minutes, below.remaining)
    remaining = own.remaining + (0 if optional else theirs - mine)
    return Progress(
        decided=own.decided - row.decided + (below.total if row.decided else below.decided),
        total=own.total - 1 + below.total,
        remaining=remaining,
        undecided=own.undecided + (theirs - mine if optional else 0) + (0 if over else below.undecided),
        worked=own.worked + below.worked,
        forecast=now + remaining * 60,
        way_back=own.way_back + below.way_back,
        window_end=own.window_end,
        turn_back_by=own.turn_back_by,
        duties=own.duties + below.duties,
        deviations=own.deviations + below.deviations,
    )
