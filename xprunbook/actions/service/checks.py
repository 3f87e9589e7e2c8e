"""Looking at services: are they there, do they run, are they stopped, how do they start."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.service.common import (
    START_WORDS,
    Matched,
    ServiceCheck,
    Values,
    blocked,
    matched,
    named,
    nothing_fits,
    start_wanted,
    with_states,
)
from xprunbook.actions.service.texts_numbers import number_says
from xprunbook.run.contract import Finding, Inspection, Job, Statement
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import Refused

PENDING = frozenset(
    (
        ServiceState.START_PENDING,
        ServiceState.STOP_PENDING,
        ServiceState.CONTINUE_PENDING,
        ServiceState.PAUSE_PENDING,
    )
)


class Found(ServiceCheck):
    """``service.found``: they are installed; states, accounts and start types go into the record."""

    spec: ClassVar[Kind] = spec_of("service.found")

    def inspect(self, job: Job) -> Inspection:
        """At least one must be there; a pattern without any is said all the same."""
        try:
            found = matched(job)
        except Refused as refused:
            return blocked(job, refused)
        if not found.services:
            return nothing_fits(found, Finding.NEEDED)
        missing = [Statement("none", {"patterns": pattern}) for pattern in found.missing]
        details = (*found.lines(), *missing)
        return found.found(Finding.SATISFIED, Statement("found", found.values), None, details)


class Running(ServiceCheck):
    """``service.running``: all that may start are running."""

    spec: ClassVar[Kind] = spec_of("service.running")

    def look(self, job: Job, found: Matched) -> Inspection:
        """A disabled service is not expected to run; that all are disabled is another matter."""
        return running(found)


def running(found: Matched) -> Inspection:
    """Whether they run: the look of the check and of the actions that start."""
    disabled = tuple(item for item in found.services if _is_off(item))
    expected = tuple(item for item in found.services if not _is_off(item))
    values: Values = {**found.values, "count": len(expected), "names": named(disabled)}
    if not expected:
        says = Statement("running.disabled", found.values)
        return found.found(Finding.NEEDED, says, Statement("running.disabled.helps"))
    others = tuple(item for item in expected if item.state is not ServiceState.RUNNING)
    if not others:
        says = Statement("running.rest-disabled" if disabled else "running.ok", values)
        return found.found(Finding.SATISFIED, says)
    values["names"] = with_states(others)
    if all(item.state in PENDING for item in others):
        says = Statement("running.pending", values)
        return found.found(Finding.NEEDED, says, Statement("running.pending.helps"))
    ended = [
        item for item in others if item.exit_code not in (0, 1077) and item.state is ServiceState.STOPPED
    ]
    helps = number_says(ended[0].exit_code, ended[0].name)[1] if ended else None
    return found.found(Finding.NEEDED, Statement("running.not", values), helps)


def _is_off(service: ServiceFacts) -> bool:
    return service.start is StartType.DISABLED and service.state is ServiceState.STOPPED


class Stopped(ServiceCheck):
    """``service.stopped``: none of them runs, or is on its way."""

    spec: ClassVar[Kind] = spec_of("service.stopped")

    def look(self, job: Job, found: Matched) -> Inspection:
        """Stopped is only what the service manager calls stopped."""
        return stopped(found)


def stopped(found: Matched) -> Inspection:
    """Whether they are stopped: the look of the check and of the action that stops."""
    others = tuple(item for item in found.services if item.state is not ServiceState.STOPPED)
    if not others:
        return found.found(Finding.SATISFIED, Statement("stopped.ok", found.values))
    says = Statement("stopped.not", {**found.values, "names": with_states(others)})
    return found.found(Finding.NEEDED, says)


class Start(ServiceCheck):
    """``service.start-type``: when they are started."""

    spec: ClassVar[Kind] = spec_of("service.start-type")

    def look(self, job: Job, found: Matched) -> Inspection:
        """Disabled ones count only when disabled is what is wanted."""
        return start_type(found, start_wanted(job) or StartType.AUTOMATIC)


def others_of(found: Matched, wanted: StartType) -> tuple[ServiceFacts, ...]:
    """Those with another start type; a disabled one keeps it unless that is wanted."""
    return tuple(
        item
        for item in found.services
        if item.start is not wanted and (wanted is StartType.DISABLED or item.start is not StartType.DISABLED)
    )


def start_type(found: Matched, wanted: StartType) -> Inspection:
    """Whether they have a start type: the look of the check and of the actions that set it."""
    values: Values = {**found.values, "start": START_WORDS[wanted]}
    if wanted is not StartType.DISABLED and all(item.start is StartType.DISABLED for item in found.services):
        says = Statement("start.all-disabled", values)
        return found.found(Finding.NEEDED, says, Statement("running.disabled.helps"))
    others = others_of(found, wanted)
    if others:
        names = ", ".join(f"{item.name} ({START_WORDS[item.start]})" for item in others)
        return found.found(Finding.NEEDED, Statement("start.other", {**values, "names": names}))
    code = "start.all-disabled" if wanted is StartType.DISABLED else "start.ok"
    return found.found(Finding.SATISFIED, Statement(code, values))
