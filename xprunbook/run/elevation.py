"""An administrator's rights: which steps of a plan need them, said when a run is opened and not in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Reach, Site
from xprunbook.run.view import StepView, view

if TYPE_CHECKING:
    from xprunbook.run.automation import Automation, Bench

MOST: Final = 4
"""Numbers of steps that are named where a line of 80 cells must do."""

TEXTS: Final = Texts(
    {
        "lacking": (
            "Administratorrechte fehlen für {steps}.",
            "An administrator's rights are missing for {steps}.",
        ),
        "more": ("{steps} und {count} weitere", "{steps} and {count} more"),
        "warning": (
            "xprunbook läuft ohne Administratorrechte; Windows wird das wohl ablehnen.",
            "xprunbook runs without an administrator's rights; Windows will probably refuse this.",
        ),
    }
)


def nobody_knows(site: Site) -> bool | None:
    """Where there are no such rights."""
    del site
    return None


def lacks(automation: Automation) -> bool:
    """Whether this program is known to work without an administrator's rights."""
    known: Callable[[Site], bool | None] = automation.elevated
    return known(automation.site) is False


def steps_lacking(bench: Bench) -> tuple[StepView, ...]:
    """The open steps of this machine that need an administrator's rights, when this program has none."""
    if not lacks(bench.automation):
        return ()
    leaves = view(bench.runbook, bench.state).leaves()
    return tuple(row for row in leaves if not row.decided and _is_here(bench, row) and _needs(bench, row))


def say_lacking(bench: Bench, most: int = 1000) -> str:
    """One sentence with the numbers of these steps, so many of them; empty if there are none."""
    numbers = [one_line(row.step.number, 12) for row in steps_lacking(bench)]
    if not numbers:
        return ""
    steps = ", ".join(numbers[:most])
    if len(numbers) > most:
        steps = TEXTS.say("more", bench.language, steps=steps, count=len(numbers) - most)
    return TEXTS.say("lacking", bench.language, steps=steps)


def say_lacking_shortly(bench: Bench) -> str:
    """The same, for one line of a small screen."""
    return say_lacking(bench, MOST)


def _is_here(bench: Bench, row: StepView) -> bool:
    """Whether the step may be one of this machine; while nobody has said which one it is, each may be."""
    return bool(bench.automation.at) or not row.role or bench.state.here in ("", row.role)


def _needs(bench: Bench, row: StepView) -> bool:
    kinds = (bench.automation.kinds.load(use.kind) for _, use in row.step.uses)
    return any(
        kind is not None and kind.traits.elevation and kind.traits.reach is Reach.LOCAL for kind in kinds
    )
