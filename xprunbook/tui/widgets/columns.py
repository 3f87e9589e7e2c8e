"""The grid of the plan matrix: how wide each column is on a screen of this width, and which ones must go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from xprunbook.base.text import cells
from xprunbook.runbook.model import Runbook

ENOUGH: Final = 24
"""Cells of title that are worth giving up another column for."""

LEAST: Final = 12
"""Cells of title for which even the active plan's column goes."""

ROOMY: Final = 100
"""From this width on: wider plan columns, whole words, three marks."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 where a column is not shown. ``plans`` are the plans shown, ``plan`` cells each.

    ``state`` holds the state's word on the left and the time on the right. The last cell of the screen belongs to
    the sign that says how far the table is scrolled.
    """

    width: int
    number: int
    plans: tuple[str, ...]
    plan: int
    title: int
    marks: int
    where: int
    state: int
    time: bool

    @property
    def roomy(self) -> bool:
        """Whether there is room for whole words."""
        return self.width >= ROOMY


def columns(runbook: Runbook, active: str, width: int) -> Columns:
    """The grid for this width. Columns go in this order: machine, other plans, time, marks."""
    roomy = width >= ROOMY
    number = max((cells(step.number) for step in runbook.steps.values()), default=1)
    shorts = max((cells(machine.short) for machine in runbook.machines.values()), default=0)
    grid = Columns(
        width=width,
        number=min(max(number, 2), 6),
        plans=tuple(runbook.plans),
        plan=5 if roomy else 4,
        title=0,
        marks=3 if roomy else 2,
        where=shorts,
        state=26 if roomy else 17,
        time=True,
    )
    steps = (
        {"where": 0},
        {"plans": (active,) if active in runbook.plans else ()},
        {"state": 11, "time": False},
        {"marks": 0},
    )
    for change in steps:
        if _title(grid) >= ENOUGH:
            break
        grid = replace(grid, **change)
    if _title(grid) < LEAST:
        grid = replace(grid, plans=())
    return replace(grid, title=max(1, _title(grid)))


def _title(grid: Columns) -> int:
    """What is left for the title: cursor, number, gap, plans, gap … gap, marks, gap, where, gap, state, edge."""
    taken = 1 + grid.number + 2 + len(grid.plans) * grid.plan + 1 + 1 + grid.state + 1
    taken += 1 + grid.marks if grid.marks else 0
    taken += 1 + grid.where if grid.where else 0
    return grid.width - taken
