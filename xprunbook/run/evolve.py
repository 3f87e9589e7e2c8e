"""The fold: a state and one more record make the next state. Pure, total, and indifferent to whether it
should be.

Whether an event may happen is ``decide``'s business; what a record says has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

from xprunbook.run import events as e
from xprunbook.run.record import Record, Stamp
from xprunbook.run.state import (
    CheckResult,
    Closing,
    GateStatus,
    Intent,
    KeptFile,
    Remark,
    RunState,
    Session,
    StepState,
    StepStatus,
)


def fold(records: Iterable[Record], state: RunState | None = None) -> RunState:
    """The state after all the records, from the beginning or from a given state."""
    state = state or RunState()
    for record in records:
        state = evolve(state, record)
    return state


def evolve(state: RunState, record: Record) -> RunState:
    """The state after one more record."""
    stamp = record.stamp
    event = e.from_data(record.type, record.data)
    state = _apply(event, state, stamp, record)
    return replace(
        state,
        seq=record.seq,
        head=record.hash,
        last_utc=stamp.utc,
        sessions=_clocked(state, stamp),
    )


def _clocked(state: RunState, stamp: Stamp) -> tuple[Session, ...]:
    """Count the running session's working time up to this record; within one boot by the monotonic clock."""
    if not state.sessions:
        return ()
    session = state.sessions[-1]
    same_boot = stamp.boot == state.session_boot
    seconds = stamp.mono - state.session_mono if same_boot else stamp.utc - session.began
    return (*state.sessions[:-1], replace(session, seconds=max(seconds, session.seconds, 0.0)))


def _with_step(state: RunState, step: str, **changes: Any) -> RunState:
    return replace(state, steps={**state.steps, step: replace(state.status(step), **changes)})


def _moved(state: RunState, step: str, to: StepState, stamp: Stamp, **changes: Any) -> RunState:
    """Put a step into a state; what belonged to the state before is cleared, notes and values written down
    stay."""
    before = state.status(step)
    after = StepStatus(
        state=to,
        at=stamp.utc,
        person=stamp.person,
        observed=before.observed,
        notes=before.notes,
        checks=before.checks,
        child_run=before.child_run,
        child_closing=before.child_closing,
        reopened=before.reopened,
        kept=before.kept,
    )
    return replace(state, steps={**state.steps, step: replace(after, **changes)})


def _session(state: RunState, stamp: Stamp, company: str, here: str) -> RunState:
    session = Session(stamp.person, company, stamp.account, stamp.host, here, stamp.utc)
    return replace(
        state,
        person=stamp.person,
        company=company,
        here=here,
        sessions=(*state.sessions, session),
        session_mono=stamp.mono,
        session_boot=stamp.boot,
    )


def _ended(state: RunState, how: str) -> RunState:
    if not state.sessions:
        return state
    return replace(state, sessions=(*state.sessions[:-1], replace(state.sessions[-1], ended=how)))


@singledispatch
def _apply(event: e.Event, state: RunState, stamp: Stamp, record: Record) -> RunState:
    """Events that change nothing but the clock (recovered, clock-stepped, exported, secret-used)."""
    return state


@_apply.register
def _(event: e.Opened, state: RunState, stamp: Stamp, record: Record) -> RunState:
    state = replace(
        state,
        run=event.run,
        runbook=event.runbook,
        runbook_version=event.runbook_version,
        title=event.title,
        files=event.files,
        plan=event.plan,
        inputs=event.inputs,
        practice=event.practice,
        allow_file_ticks=event.allow_file_ticks,
        parent_run=event.parent_run,
        parent_step=event.parent_step,
        runbook_path=event.runbook_path,
        window_end=event.window_end,
        opened_at=stamp.utc,
    )
    return _session(state, stamp, event.company, event.here)


@_apply.register
def _(event: e.Resumed, state: RunState, stamp: Stamp, record: Record) -> RunState:
    if state.in_session:
        state = _ended(state, "crash")
    in_doubt = {
        step: replace(status, state=StepState.IN_DOUBT)
        for step, status in state.steps.items()
        if status.state is StepState.RUNNING
    }
    return _session(replace(state, steps={**state.steps, **in_doubt}), stamp, event.company, event.here)


@_apply.register
def _(event: e.Left, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _ended(state, event.how)


@_apply.register
def _(event: e.PlanChanged, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return replace(state, plan=event.plan)


@_apply.register
def _(event: e.InputSet, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return replace(state, inputs={**state.inputs, event.name: event.value})


@_apply.register
def _(event: e.HereSet, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return replace(state, here=event.here)


@_apply.register
def _(event: e.WindowSet, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return replace(state, window_end=event.end)


@_apply.register
def _(event: e.HandedOver, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _ended(state, "handed-over") if not state.sessions else _hand_over(event, state, stamp)


def _hand_over(event: e.HandedOver, state: RunState, stamp: Stamp) -> RunState:
    ended = replace(_ended(state, "handed-over"), sessions=_clocked(_ended(state, "handed-over"), stamp))
    return _session(ended, replace(stamp, person=event.person), event.company, state.here)


@_apply.register
def _(event: e.NoteAdded, state: RunState, stamp: Stamp, record: Record) -> RunState:
    remark = Remark(event.text, stamp.utc, stamp.person)
    if not event.step:
        return replace(state, notes=(*state.notes, remark))
    return _with_step(state, event.step, notes=(*state.status(event.step).notes, remark))


@_apply.register
def _(event: e.Observed, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _with_step(state, event.step, observed=event.value)


@_apply.register
def _(event: e.Ticked, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _moved(
        state,
        event.step,
        StepState.DONE,
        stamp,
        reason=event.reason,
        source=event.source,
        missing=event.missing,
        values=event.values,
    )


@_apply.register
def _(event: e.Skipped, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _moved(state, event.step, StepState.SKIPPED, stamp, reason=event.reason, source=event.source)


@_apply.register
def _(event: e.Deviated, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _moved(state, event.step, StepState.DEVIATION, stamp, reason=event.reason, source=event.source)


@_apply.register
def _(event: e.FoundNotApplicable, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _moved(
        state, event.step, StepState.NOT_APPLICABLE, stamp, reason=event.reason, source=event.source
    )


@_apply.register
def _(event: e.Deferred, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _moved(
        state,
        event.step,
        StepState.DEFERRED,
        stamp,
        reason=event.reason,
        owner=event.owner,
        due=event.due,
        source=event.source,
    )


@_apply.register
def _(event: e.Reopened, state: RunState, stamp: Stamp, record: Record) -> RunState:
    times = state.status(event.step).reopened + (0 if event.slip else 1)
    return _moved(
        state, event.step, StepState.OPEN, stamp, reason=event.reason, asked_open=True, reopened=times
    )


@_apply.register
def _(event: e.Checked, state: RunState, stamp: Stamp, record: Record) -> RunState:
    code = str(event.evidence.get("statement", ""))
    result = CheckResult(
        event.kind, event.result, event.sentence, event.identity, stamp.utc, event.details, code
    )
    return _with_step(state, event.step, checks={**state.status(event.step).checks, event.place: result})


@_apply.register
def _(event: e.Intended, state: RunState, stamp: Stamp, record: Record) -> RunState:
    intent = Intent(event.kind, event.digest, event.summary, stamp.utc)
    before = state.status(event.step).checks
    checks = {place: check for place, check in before.items() if not place.startswith("failure:")}
    return _moved(
        state, event.step, StepState.RUNNING, stamp, intent=intent, values=event.values, checks=checks
    )


@_apply.register
def _(event: e.ProcessStarted, state: RunState, stamp: Stamp, record: Record) -> RunState:
    intent = state.status(event.step).intent
    if intent is None:
        return state
    return _with_step(state, event.step, intent=replace(intent, pid=event.pid, process_started=event.started))


@_apply.register
def _(event: e.Kept, state: RunState, stamp: Stamp, record: Record) -> RunState:
    kept = KeptFile(event.of, event.sha256, event.size, event.file)
    return _with_step(state, event.step, kept=(*state.status(event.step).kept, kept))


@_apply.register
def _(event: e.Ended, state: RunState, stamp: Stamp, record: Record) -> RunState:
    before = state.status(event.step)
    return _moved(
        state,
        event.step,
        StepState(event.outcome),
        stamp,
        proven=event.proven,
        sentence=event.sentence,
        output=event.output,
        checkpoint=event.checkpoint,
        intent=before.intent,
        values=before.values,
        source="action",
    )


@_apply.register
def _(event: e.Settled, state: RunState, stamp: Stamp, record: Record) -> RunState:
    to = StepState.DONE if event.verdict == "happened" else StepState.OPEN
    return _moved(
        state,
        event.step,
        to,
        stamp,
        reason=event.reason,
        source=event.source,
        values=state.status(event.step).values,
        checkpoint=state.status(event.step).checkpoint if event.verdict == "again" else {},
        asked_open=to is StepState.OPEN,
    )


@_apply.register
def _(event: e.GatePassed, state: RunState, stamp: Stamp, record: Record) -> RunState:
    gate = GateStatus(stamp.utc, stamp.person, event.note, record.hash, event.open_steps, event.source)
    return replace(state, gates={**state.gates, event.phase: gate})


@_apply.register
def _(event: e.ChildStarted, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _with_step(state, event.step, child_run=event.run, child_closing="")


@_apply.register
def _(event: e.ChildClosed, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return _with_step(state, event.step, child_run=event.run, child_closing=event.closing)


@_apply.register
def _(event: e.GoingBackStarted, state: RunState, stamp: Stamp, record: Record) -> RunState:
    return replace(state, going_back=True, past_no_return=event.past_no_return)


@_apply.register
def _(event: e.Undone, state: RunState, stamp: Stamp, record: Record) -> RunState:
    if event.left:
        return _with_step(state, event.step, undo_left=True)
    return _moved(state, event.step, StepState.OPEN, stamp, reason=event.note, undone=True, asked_open=True)


@_apply.register
def _(event: e.GoingBackEnded, state: RunState, stamp: Stamp, record: Record) -> RunState:
    steps: Mapping[str, StepStatus] = {
        step: replace(status, undo_left=False) if status.undo_left else status
        for step, status in state.steps.items()
    }
    return replace(state, going_back=False, steps=steps)


@_apply.register
def _(event: e.Closed, state: RunState, stamp: Stamp, record: Record) -> RunState:
    ended = _ended(state, "closed")
    return replace(ended, closing=Closing(event.closing), closing_reason=event.reason, closed_at=stamp.utc)
