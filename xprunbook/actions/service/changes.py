"""Starting, stopping, restarting services, and when they start by themselves. The plan names every service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.service.carrying import SET_START, START, STOP, carry_out
from xprunbook.actions.service.checks import others_of, running, start_type, stopped
from xprunbook.actions.service.common import (
    CHANGE,
    START_WORDS,
    Matched,
    Needed,
    ServiceCheck,
    named,
    needed,
    start_wanted,
    with_states,
)
from xprunbook.actions.service.waiting import Pace
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Operation, Plan, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import SERVICES, ServiceFacts, ServiceState, StartType

_PAUSED: Final = (ServiceState.PAUSED, ServiceState.PAUSE_PENDING, ServiceState.CONTINUE_PENDING)


class ServiceAction(ServiceCheck):
    """An action of this family: what is to be done is made in the look that found it needed."""

    traits: ClassVar[Traits] = CHANGE

    def __init__(self, pace: Pace | None = None) -> None:
        """``pace``: how often to look; tests have a clock of their own."""
        self.pace: Final = pace or Pace()

    def plan(self, job: Job, found: Inspection) -> Plan:
        """The operations of the look; the service manager is not asked again."""
        if found.finding is not Finding.NEEDED or not isinstance(found, Needed):
            return Plan(self.spec.name, ())
        return Plan(self.spec.name, found.operations, found.warnings)

    def apply(self, plan: Plan, job: Job) -> None:
        """Exactly the plan's operations."""
        carry_out(plan, job, self.pace)


class StartServices(ServiceAction):
    """``service.start``: those that may start, what they depend on first; with ``start``, manual ones get that start
    type before."""

    spec: ClassVar[Kind] = spec_of("service.start")

    def look(self, job: Job, found: Matched) -> Inspection:
        """Disabled ones are left alone; all disabled, or a paused one, is for a person."""
        seen = running(found)
        wanted = start_wanted(job)
        manual = [item for item in found.services if wanted and item.start is StartType.MANUAL]
        if seen.finding is Finding.SATISFIED and not manual:
            return seen
        startable = _in_order(item for item in found.services if item.start is not StartType.DISABLED)
        paused = [item for item in found.services if item.state in _PAUSED]
        if not startable:
            return found.found(Finding.BLOCKED, seen.says, seen.helps)
        if paused:
            says = Statement("start.paused", {"names": named(paused)})
            return found.found(Finding.BLOCKED, says, Statement("start.paused.helps"))
        waiting = [item for item in startable if item.state is not ServiceState.RUNNING]
        values = {**found.values, "names": with_states(waiting)}
        disabled = [item for item in found.services if item.start is StartType.DISABLED]
        details = (
            *found.lines(),
            *(Statement("line.disabled", {"name": item.name}) for item in disabled),
        )
        says = Statement("start.needed", values)
        if not waiting and wanted:
            names = {"start": START_WORDS[wanted], "names": named(manual)}
            says = Statement("start.and-start", names)
        operations = [
            *(set_start_operation(item, wanted) for item in manual if wanted),
            *(start_operation(item.name) for item in waiting),
        ]
        warnings = [Statement("start.long")] if waiting else []
        if manual:
            warnings.append(Statement("start.manual", {"names": named(manual)}))
        return needed(found.found(Finding.NEEDED, says, None, details), operations, warnings)


class StopServices(ServiceAction):
    """``service.stop``: what builds on them first; with ``start``, their start type before that, so that nothing
    wakes them."""

    spec: ClassVar[Kind] = spec_of("service.stop")

    def look(self, job: Job, found: Matched) -> Inspection:
        """Stopped is what the service manager calls stopped; other services that must stop are named."""
        wanted = start_wanted(job)
        others = others_of(found, wanted) if wanted else ()
        seen = stopped(found)
        if seen.finding is Finding.SATISFIED and not others:
            return seen
        order, builds_on = stop_order(job, found)
        running_now = [item for item in found.services if item.state is not ServiceState.STOPPED]
        warnings = [Statement("stop.long")] if order else []
        if builds_on:
            warnings.append(Statement("stop.dependents", {"names": ", ".join(builds_on)}))
        if others:
            warnings.append(Statement("set-start.recorded"))
        if running_now:
            says = Statement("stop.needed", {"names": with_states(running_now)})
        else:
            assert wanted is not None
            says = Statement("stop.and-start", {"start": START_WORDS[wanted], "names": named(others)})
        operations = [
            *(set_start_operation(item, wanted) for item in others if wanted),
            *(stop_operation(name) for name in order),
        ]
        return needed(found.found(Finding.NEEDED, says), operations, warnings)


class RestartServices(ServiceAction):
    """``service.restart``: stop and start again. Afterwards nobody can see that it was done: a check must prove it."""

    spec: ClassVar[Kind] = spec_of("service.restart")
    traits: ClassVar[Traits] = Traits(
        Reach.LOCAL,
        Effect.CHANGING,
        idempotent=False,
        elevation=True,
        provable=False,
        seconds=CHANGE.seconds,
    )

    def look(self, job: Job, found: Matched) -> Inspection:
        """Always needed; a stopped one is only started, a disabled one left alone."""
        enabled = tuple(item for item in found.services if item.start is not StartType.DISABLED)
        if not enabled:
            seen = running(found)
            return found.found(Finding.BLOCKED, seen.says, seen.helps)
        meant = Matched(job, found.patterns, enabled, ())
        order, builds_on = stop_order(job, meant)
        starts = [item.name for item in _in_order(enabled)]
        again = [*starts, *reversed([name for name in order if name not in starts])]
        operations = [
            *(stop_operation(name) for name in order),
            *(start_operation(name) for name in again),
        ]
        warnings = [Statement("stop.long")]
        if builds_on:
            warnings.append(Statement("restart.dependents", {"names": ", ".join(builds_on)}))
        says = Statement("restart.needed", {"names": with_states(enabled)})
        return needed(found.found(Finding.NEEDED, says), operations, warnings)


class SetStartType(ServiceAction):
    """``service.set-start-type``: the present ones stand in the plan and in the record."""

    spec: ClassVar[Kind] = spec_of("service.set-start-type")

    def look(self, job: Job, found: Matched) -> Inspection:
        """A disabled one stays so unless ``disabled_too`` is said: it may have been so before anybody came."""
        wanted = start_wanted(job) or StartType.AUTOMATIC
        others = others_of(found, wanted)
        if job.parameters.get("disabled_too") in (True, "yes"):
            others = tuple(item for item in found.services if item.start is not wanted)
        if not others:
            seen = start_type(found, wanted)
            return seen if seen.finding is Finding.SATISFIED else _blocked(found, seen)
        names = ", ".join(f"{item.name} ({START_WORDS[item.start]})" for item in others)
        says = Statement("set-start.needed", {"start": START_WORDS[wanted], "names": names})
        return needed(
            found.found(Finding.NEEDED, says),
            [set_start_operation(item, wanted) for item in others],
            [Statement("set-start.recorded")],
        )


def _blocked(found: Matched, seen: Inspection) -> Inspection:
    return found.found(Finding.BLOCKED, seen.says, seen.helps)


def start_operation(name: str) -> Operation:
    """Start a service and wait until it runs."""
    return Operation(START, name, f"{name} -> RUNNING", {"service": name})


def stop_operation(name: str) -> Operation:
    """Stop a service and wait until it is stopped."""
    return Operation(STOP, name, f"{name} -> STOPPED", {"service": name})


def set_start_operation(service: ServiceFacts, wanted: StartType) -> Operation:
    """Set a start type; the present one is part of what is shown."""
    words = f"{service.name}: {START_WORDS[service.start]} -> {START_WORDS[wanted]}"
    return Operation(SET_START, service.name, words, {"service": service.name, "start": wanted.value})


def stop_order(job: Job, found: Matched) -> tuple[list[str], list[str]]:
    """The names in the order they must stop, and those among them that were not asked for but build on one."""
    services = job.site.system(SERVICES)
    meant = {item.name.casefold() for item in found.services}
    order: dict[str, str] = {}
    for item in found.services:
        if item.state is ServiceState.STOPPED:
            continue
        for name in (*services.dependents(item.name), item.name):
            order.setdefault(name.casefold(), name)
    # A service that was put in for its own sake may stand before one that needs it: those go to the front.
    names = _dependents_first(job, list(order.values()))
    return names, [name for name in names if name.casefold() not in meant]


def _dependents_first(job: Job, names: list[str]) -> list[str]:
    services = job.site.system(SERVICES)
    after = {name: {item.casefold() for item in services.dependents(name)} for name in names}
    order: list[str] = []
    rest = list(names)
    while rest:
        free = next((name for name in rest if not after[name] & {item.casefold() for item in rest}), rest[0])
        rest.remove(free)
        order.append(free)
    return order


def _in_order(services: Iterable[ServiceFacts]) -> list[ServiceFacts]:
    """What others depend on first; a circle keeps its order."""
    rest, order = list(services), list[ServiceFacts]()
    while rest:
        names = {item.name.casefold() for item in rest}
        free = next(
            (item for item in rest if not {name.casefold() for name in item.depends_on} & names), rest[0]
        )
        rest.remove(free)
        order.append(free)
    return order
