"""A rehearsal's machines: where one site stands for all of them, each step works at its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xprunbook.run.identity import host_of
from xprunbook.runbook.substitute import fill_text

if TYPE_CHECKING:
    from xprunbook.run.automation import Automation, Bench


def at_step(bench: Bench, step: str) -> Automation:
    """The automation at the machine of a step; NotHere when a site for all machines has no such host."""
    automation, runbook, state = bench.automation, bench.runbook, bench.state
    if automation.at is None:
        return automation
    roles = runbook.steps[step].on if step else {}
    role = roles.get(state.plan) or next(iter(roles.values()), "")
    host = fill_text(runbook.machines[role].host, state.inputs, runbook.inputs) if role else ""
    return replace(automation, site=automation.at(host_of(host)))
