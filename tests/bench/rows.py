"""What every benchmark yields: a row that compares a cost with something measured in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

HEADING: Final = f"{'benchmark':<52} {'figure':>9} {'budget':>9}  result"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and its budget; ``unit`` is ``x`` for a ratio. ``reason`` explains the figure."""

    name: str
    figure: float
    budget: float
    reason: str = ""
    unit: str = "x"

    @property
    def ok(self) -> bool:
        """Whether the figure keeps within the budget."""
        return self.figure <= self.budget

    def line(self) -> str:
        """The row as it is printed."""
        figure, budget = (f"{number:,.4g} {self.unit}" for number in (self.figure, self.budget))
        result = "ok" if self.ok else "MISSED"
        return f"{self.name:<52} {figure:>9} {budget:>9}  {result}{'  ' if self.reason else ''}{self.reason}"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratio(
    work: Callable[[], object], against: Callable[[], object], rounds: int
) -> tuple[float, float, float]:
    """The two measured by turns: the median of the ratios of each turn, and both medians in seconds."""
    pairs = [(seconds(work), seconds(against)) for _ in range(rounds)]
    ours, theirs = median(one for one, _ in pairs), median(other for _, other in pairs)
    return ours / theirs, ours, theirs
