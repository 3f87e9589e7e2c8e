"""Carrying out a plan for services: one operation after another, each waited for, none ever killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from xprunbook.actions.service.texts import TEXTS
from xprunbook.actions.service.waiting import Meter, Pace, Waiting, failed, meter
from xprunbook.run.contract import ActionFailed, Cancelled, Job, Operation, Plan, Statement
from xprunbook.systems.ports_windows import SERVICES, ServiceState, StartType

START: Final = "start"
STOP: Final = "stop"
SET_START: Final = "start-type"
SET_ACCOUNT: Final = "account"
"""Verbs of operations."""

Deed = Callable[[Job, Operation, Waiting], None]


def carry_out(plan: Plan, job: Job, pace: Pace, more: Mapping[str, Deed] | None = None) -> None:
    """Do every operation; ActionFailed says how many were done. Whatever was started must run in the end, all of it.

    ``more``: deeds of further verbs.
    """
    deeds = {START: _start, STOP: _stop, SET_START: _set_start, **(more or {})}
    shown = meter(job)
    done = 0
    try:
        for operation in plan.operations:
            if job.cancelled():
                values = {"name": operation.target, "done": done, "of": len(plan.operations)}
                raise Cancelled(TEXTS.say("cancelled.between", job.language, **values), known=True)
            waiting = _waiting(job, operation.target, pace, shown, done, len(plan.operations))
            deeds[operation.verb](job, operation, waiting)
            done += 1
            job.progress(done / len(plan.operations), operation.target)
        _still_so(job, plan, lambda name: _waiting(job, name, pace, shown, done, done))
    except ActionFailed as error:
        raise _partly(job, error, done, len(plan.operations)) from None


def _still_so(job: Job, plan: Plan, waiting: Callable[[str], Waiting]) -> None:
    """All at one moment: what was started runs, what was stopped and not started again is stopped.

    One that is on its way again (a recovery, a watchdog) is waited for once more; one that ended again, or was started
    by somebody else, is a failure.
    """
    last = {item.target: item.verb for item in plan.operations if item.verb in (START, STOP)}
    ways = {name: waiting(name) for name in last}
    while True:
        others = [
            (name, verb)
            for name, verb in last.items()
            if ways[name].facts().state
            is not (ServiceState.RUNNING if verb == START else ServiceState.STOPPED)
        ]
        if not others:
            return
        for name, verb in others:
            if verb == STOP:
                raise failed(job, Statement("again", {"name": name}), Statement("again.helps"))
            ways[name].running()


def _waiting(job: Job, name: str, pace: Pace, shown: Meter, done: int, of: int) -> Waiting:
    return Waiting(job, name, pace, shown, done, of)


def _start(job: Job, operation: Operation, waiting: Waiting) -> None:
    """Ask it to start unless it runs or is starting; one that is stopping is let stop first."""
    services = job.site.system(SERVICES)
    facts = waiting.facts()
    if facts.state is ServiceState.STOP_PENDING:
        facts = waiting.stopped(begun=False)
    if facts.state is ServiceState.STOPPED:
        waiting.ask(lambda: services.start(operation.target), begun=False)
    else:
        waiting.tell("told.already", state=facts.state.name)
    waiting.running()


def _stop(job: Job, operation: Operation, waiting: Waiting) -> None:
    """Ask it to stop unless it is stopped or stopping; one that is starting is asked once it can hear."""
    services = job.site.system(SERVICES)
    facts = waiting.facts()
    if facts.state is ServiceState.STOPPED:
        waiting.tell("told.already", state=facts.state.name)
        return
    if facts.state is not ServiceState.STOP_PENDING:
        waiting.ask(lambda: services.stop(operation.target), begun=False)
    waiting.stopped()


def _set_start(job: Job, operation: Operation, waiting: Waiting) -> None:
    wanted = StartType(str(operation.data["start"]))
    services = job.site.system(SERVICES)
    waiting.ask(lambda: services.set_start(operation.target, wanted), begun=False)
    job.tell(operation.text)


def _partly(job: Job, error: ActionFailed, done: int, of: int) -> ActionFailed:
    if not done:
        return error
    before = TEXTS.say("partly", job.language, done=done, of=of)
    return ActionFailed(error.says, error.message, f"{before} {error.hint}".strip())
