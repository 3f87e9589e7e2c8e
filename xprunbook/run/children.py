"""Runs within runs: a step that is carried out as a run of another runbook, and a journey of such steps.

The parent's record names the child run and, once it is closed, how it ended and the hash of its last record; the
child's first record names the parent run and step. Two records, no third truth: what both say is put together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xprunbook.base.errors import StoreError
from xprunbook.run.commands import CloseChild
from xprunbook.run.evolve import fold
from xprunbook.run.journal import read_journal
from xprunbook.run.progress import Progress, progress
from xprunbook.run.sessions import Beginning, recorded_book
from xprunbook.run.state import Closing, RunState
from xprunbook.run.store import is_safe_name
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.model import InputValue, Runbook

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
    """The values a child run takes over: inputs of the same id, where the child has them."""
    return {name: value for name, value in state.inputs.items() if name in runbook.inputs}


def beginning_of(run: RunView, row: StepView, child: Runbook, plan: str) -> Beginning:
    """What the child run of a step begins with: plan, values handed on, the same window, and whose child it is."""
    state = run.state
    return Beginning(
        plan,
        handed_on(state, child),
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
        except StoreError:
            continue
        if state.parent_run == run.state.run:
            yield Child(row, place, view(book.speak(run.runbook.language), state))


def news_of(child: Child) -> CloseChild | None:
    """What the parent's record does not know yet: that the child run was closed, how, and its last hash."""
    closing = child.state.closing
    if closing is None or child.row.status.child_closing:
        return None
    return CloseChild(child.row.step.id, child.state.run, closing, child.state.head)


def went_well(child: Child) -> bool:
    """Whether the child run was carried through."""
    return child.state.closing in (Closing.COMPLETED, Closing.WITH_DUTIES)


def whole_progress(run: RunView, folder: Path, now: float, depth: int = 0) -> Progress:
    """The progress of a run with everything below it: a step that is a run counts as the steps of that run."""
    own = progress(run, now)
    if depth >= MAX_DEPTH:
        return own
    for child in children(run, folder):
        if not child.row.in_plan:
            continue
        below = whole_progress(child.run, child.folder, now, depth + 1)
        own = _with(own, child.row, below, now)
    return own


def _with(own: Progress, row: StepView, below: Progress, now: float) -> Progress:
    """Put a child's figures in the place of its one row."""
    mine = 0 if row.decided else row.minutes
    remaining = own.remaining - mine + (0 if row.decided else below.remaining)
    return Progress(
        decided=own.decided - row.decided + (below.total if row.decided else below.decided),
        total=own.total - 1 + below.total,
        remaining=remaining,
        undecided=own.undecided + below.undecided,
        worked=own.worked + below.worked,
        forecast=now + remaining * 60,
        way_back=own.way_back + below.way_back,
        window_end=own.window_end,
        turn_back_by=own.turn_back_by,
        duties=own.duties + below.duties,
        deviations=own.deviations + below.deviations,
    )
