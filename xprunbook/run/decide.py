"""The pure core: may this command happen now, and what follows? Events, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Final, TypeAlias

from xprunbook.base.language import Language
from xprunbook.base.text import one_line, plain_text
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.asking import is_slip, open_sub_steps
from xprunbook.run.commands import TABLE, Rule, Verb
from xprunbook.run.permission import needs_a_person
from xprunbook.run.state import Closing, RunState, StepState
from xprunbook.run.view import RunView, StepView, needs_reason, values_of, view
from xprunbook.runbook.model import InputValue, Mark, Runbook
from xprunbook.runbook.values import Asked, ValueProblem, check_value

_LINE: Final = 500
_NOTE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command does not happen. ``code`` is the key of its sentence, ``values`` what stands in it."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


Decision: TypeAlias = "tuple[e.Event, ...] | Refusal"


def decide(runbook: Runbook, state: RunState, command: c.Command, now: float) -> Decision:
    """What happens if this is asked now (UTC seconds). A closed run takes nothing but its reader leaving."""
    if state.closing is not None:
        return () if isinstance(command, c.Leave) else Refusal("run-closed")
    run = view(runbook, state)
    if needs_a_person(command, run):
        return Refusal("file-may-not-tick")
    return _sourced(_decide(command, run, now), one_line(command.source, _LINE))


def _sourced(decision: Decision, source: str) -> Decision:
    """What an answer file caused says so."""
    if isinstance(decision, Refusal) or source == c.PERSON:
        return decision
    return tuple(
        replace(event, source=source) if isinstance(event, e.Answer) else event for event in decision
    )


@singledispatch
def _decide(command: c.Command, run: RunView, now: float) -> Decision:
    return Refusal("not-possible")


def _row(run: RunView, command: c.StepCommand | c.AddNote | c.Observe | c.Undo) -> StepView | Refusal:
    row = run.rows.get(command.step)
    return row if row is not None else Refusal("unknown-step", {"step": one_line(command.step, 80)})


def _permitted(run: RunView, command: c.StepCommand, now: float) -> tuple[StepView, str] | Refusal:
    """The row and the cleaned reason, if the table lets the command through."""
    row = _row(run, command)
    if isinstance(row, Refusal):
        return row
    if run.state.going_back:
        return Refusal("going-back")
    if not row.in_plan:
        return Refusal("not-in-plan", {"plan": run.state.plan})
    if command.verb not in row.verbs:
        return _why_not(row, command.verb)
    reason = plain_text(command.reason.strip(), _NOTE)
    if not reason and _needs_reason(row, command.verb, now):
        return Refusal("reason-needed")
    return row, reason


def _why_not(row: StepView, verb: Verb) -> Refusal:
    if not row.step.leaf:
        return Refusal("has-sub-steps")
    if verb in (Verb.SKIP, Verb.DEVIATE) and {Verb.SKIP, Verb.DEVIATE} & row.verbs:
        return Refusal("mandatory-step" if verb is Verb.SKIP else "optional-step")
    return Refusal("wrong-state", {"state": row.state})


def _needs_reason(row: StepView, verb: Verb, now: float) -> bool:
    if not row.step.leaf:
        return verb in (Verb.DEVIATE, Verb.NOT_APPLICABLE)
    if TABLE[row.state].get(verb) is Rule.REASON_AFTER_SLIP:
        return not is_slip(row, now)
    return needs_reason(row, verb)


@_decide.register
def _(command: c.StepCommand, run: RunView, now: float) -> Decision:
    """What is asked of a step: only what the table lets through gets to its own rule."""
    permitted = _permitted(run, command, now)
    return permitted if isinstance(permitted, Refusal) else _on_step(command, run, *permitted, now)


@singledispatch
def _on_step(command: c.StepCommand, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    return Refusal("not-possible")


def _targets(run: RunView, row: StepView) -> tuple[str, ...]:
    """The step itself, or every open sub-step of a parent."""
    rows = [row] if row.step.leaf else open_sub_steps(run, row)
    return tuple(target.step.id for target in rows)


@_on_step.register
def _(command: c.Tick, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    events: list[e.Event] = []
    if row.step.observe is not None:
        if command.observed is not None:
            value = _checked(row.step.observe, command.observed, run.runbook.language)
            if isinstance(value, Refusal):
                return value
            events.append(e.Observed(row.step.id, value))
        elif row.status.observed is None:
            return Refusal("observation-needed", {"what": row.step.observe.title})
    values = values_of(run.state, row.step)
    events.append(e.Ticked(row.step.id, reason, row.missing, values))
    return tuple(events)


def _checked(asked: Asked, value: InputValue, language: Language) -> InputValue | Refusal:
    """The value in its canonical form, whoever sends it: a face may forget to look, the record may not."""
    try:
        return check_value(asked, value, language)
    except ValueProblem as problem:
        return Refusal("bad-value", {"why": problem.message})


@_on_step.register
def _(command: c.Skip, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    return tuple(e.Skipped(step, reason) for step in _targets(run, row))


@_on_step.register
def _(command: c.Deviate, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    return tuple(
        e.Deviated(step, reason) if run.rows[step].mark is Mark.MANDATORY else e.Skipped(step, reason)
        for step in _targets(run, row)
    )


@_on_step.register
def _(command: c.FindNotApplicable, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    return tuple(e.FoundNotApplicable(step, reason) for step in _targets(run, row))


@_on_step.register
def _(command: c.Defer, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    owner, due = one_line(command.owner.strip(), _LINE), one_line(command.due.strip(), _LINE)
    if not owner or not due:
        return Refusal("owner-and-date-needed")
    return tuple(e.Deferred(step, owner, due, reason) for step in _targets(run, row))


@_on_step.register
def _(command: c.Reopen, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    slip = not reason and is_slip(row, now)
    return (e.Reopened(row.step.id, reason, slip),)


@_on_step.register
def _(command: c.Run, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    if any(row.state is StepState.RUNNING for row in run.rows.values()):
        return Refusal("action-running")
    summary = plain_text(command.summary, _NOTE)
    return (e.Intended(row.step.id, command.kind, command.digest, summary, values_of(run.state, row.step)),)


@_on_step.register
def _(command: c.Settle, run: RunView, row: StepView, reason: str, now: float) -> Decision:
    if command.verdict not in ("happened", "did-not-happen", "again"):
        return Refusal("not-possible")
    return (e.Settled(row.step.id, command.verdict, reason),)


@_decide.register
def _(command: c.AddNote, run: RunView, now: float) -> Decision:
    text = plain_text(command.text.strip(), _NOTE)
    if not text:
        return Refusal("nothing-written")
    if command.step:
        row = _row(run, command)
        if isinstance(row, Refusal):
            return row
    return (e.NoteAdded(text, command.step),)


@_decide.register
def _(command: c.Observe, run: RunView, now: float) -> Decision:
    row = _row(run, command)
    if isinstance(row, Refusal):
        return row
    if Verb.OBSERVE not in row.verbs:
        return Refusal("not-possible")
    assert row.step.observe is not None
    value = _checked(row.step.observe, command.value, run.runbook.language)
    return value if isinstance(value, Refusal) else (e.Observed(row.step.id, value),)


@_decide.register
def _(command: c.PassGate, run: RunView, now: float) -> Decision:
    phase = next((phase for phase in run.runbook.phases if phase.id == command.phase), None)
    if run.state.going_back:
        return Refusal("going-back")
    if phase is None or not phase.gate or phase.id in run.passed:
        return Refusal("no-gate")
    rows = run.phase_leaves(phase.id)
    open_rows = [row for row in rows if not row.decided]
    if any(row.mark is Mark.MANDATORY and row.state is not StepState.DEFERRED for row in open_rows):
        return Refusal("gate-steps-open", {"steps": _numbers(open_rows)})
    note = plain_text(command.note.strip(), _NOTE)
    return (e.GatePassed(phase.id, note, tuple(row.step.id for row in open_rows)),)


def _numbers(rows: list[StepView]) -> str:
    return ", ".join(row.step.number for row in rows if row.state is not StepState.DEFERRED)


@_decide.register
def _(command: c.ChangePlan, run: RunView, now: float) -> Decision:
    if run.state.going_back:
        return Refusal("going-back")
    if command.plan not in run.runbook.plans:
        return Refusal("unknown-plan", {"plan": one_line(command.plan, 40)})
    if command.plan == run.state.plan:
        return ()
    reason = plain_text(command.reason.strip(), _NOTE)
    if not reason:
        return Refusal("reason-needed")
    if any(row.state is StepState.RUNNING for row in run.leaves()):
        return Refusal("action-running")
    return (e.PlanChanged(command.plan, reason),)


@_decide.register
def _(command: c.SetInput, run: RunView, now: float) -> Decision:
    if command.name not in run.runbook.inputs:
        return Refusal("unknown-input", {"name": one_line(command.name, 40)})
    value = _checked(run.runbook.inputs[command.name], command.value, run.runbook.language)
    if isinstance(value, Refusal):
        return value
    before = run.state.inputs.get(command.name)
    if value == before:
        return ()
    reason = plain_text(command.reason.strip(), _NOTE)
    if before is not None and not reason and _used(run, command.name):
        return Refusal("reason-needed")
    return (e.InputSet(command.name, value, reason),)


def _used(run: RunView, name: str) -> bool:
    """Whether a step was already carried out or left out with this input."""
    return any(
        row.state is not StepState.OPEN and (name in row.status.values or name in row.step.when)
        for row in run.leaves()
    )


@_decide.register
def _(command: c.SetHere, run: RunView, now: float) -> Decision:
    if command.here and command.here not in run.runbook.machines:
        return Refusal("unknown-machine", {"name": one_line(command.here, 40)})
    return (e.HereSet(command.here),) if command.here != run.state.here else ()


@_decide.register
def _(command: c.SetWindow, run: RunView, now: float) -> Decision:
    if command.end == run.state.window_end:
        return ()
    return (e.WindowSet(command.end, plain_text(command.reason.strip(), _NOTE)),)


@_decide.register
def _(command: c.HandOver, run: RunView, now: float) -> Decision:
    person = one_line(command.person.strip(), _LINE)
    if not person:
        return Refusal("name-needed")
    company = one_line(command.company.strip(), _LINE)
    return (e.HandedOver(person, company, plain_text(command.note.strip(), _NOTE)),)


@_decide.register
def _(command: c.GoBack, run: RunView, now: float) -> Decision:
    reason = plain_text(command.reason.strip(), _NOTE)
    if run.state.going_back:
        return Refusal("going-back")
    if not reason:
        return Refusal("reason-needed")
    if any(row.state is StepState.RUNNING for row in run.leaves()):
        return Refusal("action-running")
    return (e.GoingBackStarted(reason, run.past_no_return()),)


@_decide.register
def _(command: c.Undo, run: RunView, now: float) -> Decision:
    row = _row(run, command)
    if isinstance(row, Refusal):
        return row
    if Verb.UNDO not in row.verbs:
        return Refusal("not-possible")
    note = plain_text(command.note.strip(), _NOTE)
    if command.left and not note:
        return Refusal("reason-needed")
    return (e.Undone(row.step.id, note, command.left),)


@_decide.register
def _(command: c.GoForward, run: RunView, now: float) -> Decision:
    reason = plain_text(command.reason.strip(), _NOTE)
    if not run.state.going_back:
        return Refusal("not-possible")
    return (e.GoingBackEnded(reason),) if reason else Refusal("reason-needed")


@_decide.register
def _(command: c.StartChild, run: RunView, now: float) -> Decision:
    row = run.rows.get(command.step)
    if row is None or Verb.START_CHILD not in row.verbs:
        return Refusal("not-possible")
    return (e.ChildStarted(command.step, one_line(command.run, _LINE)),)


@_decide.register
def _(command: c.CloseChild, run: RunView, now: float) -> Decision:
    row = run.rows.get(command.step)
    if row is None or row.status.child_run != command.run:
        return Refusal("not-possible")
    return (e.ChildClosed(command.step, command.run, Closing(command.closing), command.head),)


@_decide.register
def _(command: c.RecordExport, run: RunView, now: float) -> Decision:
    return (e.Exported(command.format, command.sha256),)


@_decide.register
def _(command: c.Leave, run: RunView, now: float) -> Decision:
    return (e.Left(command.how),) if run.state.in_session else ()


@_decide.register
def _(command: c.Close, run: RunView, now: float) -> Decision:
    reason = plain_text(command.reason.strip(), _NOTE)
    if any(row.state is StepState.RUNNING for row in run.leaves()):
        return Refusal("action-running")
    if command.abandon:
        return (e.Closed(Closing.ABANDONED, reason),) if reason else Refusal("reason-needed")
    if run.state.going_back:
        waiting = run.to_undo()
        if waiting:
            return Refusal("undo-open", {"steps": _numbers(list(waiting))})
        return (e.Closed(Closing.GONE_BACK, reason),)
    return _completed(run, reason)


def _completed(run: RunView, reason: str) -> Decision:
    """Optional steps still open are recorded as left out; open mandatory ones and gates refuse."""
    rows = run.leaves()
    undecided = [row for row in rows if not row.decided and row.state is not StepState.DEFERRED]
    left_open = [row for row in undecided if row.mark is Mark.MANDATORY or row.state is not StepState.OPEN]
    if left_open:
        return Refusal("steps-open", {"steps": _numbers(left_open)})
    gates = [phase.title for phase in run.gates_waiting()]
    if gates:
        return Refusal("gates-open", {"gates": ", ".join(gates)})
    skipped = tuple(e.Skipped(row.step.id) for row in undecided)
    duties = any(row.state is StepState.DEFERRED for row in rows)
    closing = Closing.WITH_DUTIES if duties else Closing.COMPLETED
    return (*skipped, e.Closed(closing, reason))
