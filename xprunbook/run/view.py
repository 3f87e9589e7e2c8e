"""What a run looks like now: the runbook and the record seen together. Pure; every face and report reads
this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xprunbook.run.commands import TABLE, Rule, Verb
from xprunbook.run.state import CARRIED_THROUGH, DECIDED, Closing, GateStatus, RunState, StepState, StepStatus
from xprunbook.runbook.model import InputValue, Mark, Phase, Runbook, Step
from xprunbook.runbook.substitute import names_in, names_in_parameter


@dataclass(frozen=True, slots=True)
class StepView:
    """One row. ``mark`` is None outside the active plan; ``criterion`` names the input that closed the step.

    ``minutes`` are planned minutes. ``missing``: needs and gates that do not hold yet. ``earlier_values``:
    the step was done with values that have changed since.
    """

    step: Step
    phase: Phase
    mark: Mark | None
    state: StepState
    status: StepStatus
    role: str
    minutes: int
    verbs: frozenset[Verb]
    criterion: str = ""
    undecided: str = ""
    missing: tuple[str, ...] = ()
    earlier_values: tuple[str, ...] = ()

    @property
    def in_plan(self) -> bool:
        """Whether the active plan has the step."""
        return self.mark is not None

    @property
    def decided(self) -> bool:
        """Whether nothing more is to do here."""
        return self.state in DECIDED

    @property
    def child_owing(self) -> bool:
        """Whether the step's own run was begun and is not known to be carried through."""
        status = self.status
        return bool(status.child_run) and status.child_closing not in CARRIED_THROUGH

    @property
    def no_return(self) -> bool:
        """Whether nobody goes back past this step (in the plan it was viewed under)."""
        return bool(self.step.no_return)


@dataclass(frozen=True, slots=True)
class RunView:
    """All rows by step id, in the runbook's order. ``passed``: the phases whose gate was passed and still holds;
    ``off``: kinds of automation that are switched off in this session, if it has any.
    """

    runbook: Runbook
    state: RunState
    rows: Mapping[str, StepView]
    passed: frozenset[str]
    off: frozenset[str] = frozenset()

    def leaves(self) -> tuple[StepView, ...]:
        """The rows of the active plan that a person ticks."""
        return tuple(row for row in self.rows.values() if row.in_plan and row.step.leaf)

    def needs(self, row: StepView) -> tuple[StepView, ...]:
        """The steps that should be done before it, as far as the active plan has them."""
        return tuple(self.rows[need] for need in row.step.needs if self.rows[need].in_plan)

    def phase_leaves(self, phase: str) -> tuple[StepView, ...]:
        """Those of one phase."""
        return tuple(row for row in self.leaves() if row.phase.id == phase)

    def next_open(self, after: str = "") -> StepView | None:
        """The next row to do behind a step, going round at the end."""
        leaves = self.leaves()
        position = next((at + 1 for at, row in enumerate(leaves) if row.step.id == after), None)
        if position is None:
            order = list(self.rows)
            place = order.index(after) if after in order else -1
            position = next((at for at, row in enumerate(leaves) if order.index(row.step.id) > place), 0)
        for row in (*leaves[position:], *leaves[:position]):
            if not row.decided and row.state is not StepState.DEFERRED:
                return row
        return None

    def gates_waiting(self) -> tuple[Phase, ...]:
        """Phases with a gate that is not passed, although every mandatory step of the phase is decided or
        deferred."""
        return tuple(
            phase
            for phase in self.runbook.phases
            if phase.gate and phase.id not in self.passed and self._ripe(phase.id)
        )

    def _ripe(self, phase: str) -> bool:
        """Whether a phase has something that applies here, and nothing mandatory in it is undecided."""
        rows = self.phase_leaves(phase)
        applies = any(row.state is not StepState.NOT_APPLICABLE for row in rows)
        return applies and all(_off_the_list(row) for row in rows if row.mark is Mark.MANDATORY)

    def to_undo(self) -> tuple[StepView, ...]:
        """The way back: done rows with an ``undo``, in reverse order, that were not yet dealt with."""
        return tuple(
            row
            for row in reversed(self.leaves())
            if row.state is StepState.DONE and row.step.undo and not row.status.undo_left
        )

    def past_no_return(self) -> bool:
        """Whether a step that nobody goes back past is done."""
        return any(
            self.state.plan in row.step.no_return and row.state is StepState.DONE for row in self.leaves()
        )


def _off_the_list(row: StepView) -> bool:
    return row.decided or row.state is StepState.DEFERRED


def view(runbook: Runbook, state: RunState) -> RunView:
    """See a run: the effective state of every row, what may be asked of it, what it waits for."""
    states = {step.id: _own_state(runbook, state, step) for _, step in runbook.rows() if step.leaf}
    passed = _passed(runbook, state, states)
    rows: dict[str, StepView] = {}
    for phase, step in runbook.rows():
        rows[step.id] = _row(runbook, state, phase, step, states, passed)
    return RunView(runbook, state, rows, passed)


def criterion(runbook: Runbook, state: RunState, step: Step) -> tuple[str, str]:
    """The input whose value closes the step, and the one that would decide it but has no value yet (else
    empty)."""
    undecided = ""
    for name, right in step.when.items():
        value = state.inputs.get(name)
        if value is None:
            undecided = undecided or name
        elif value not in right:
            return name, ""
    return "", undecided


def _own_state(runbook: Runbook, state: RunState, step: Step) -> StepState:
    status = state.status(step.id)
    if status.state is StepState.OPEN and not status.asked_open and criterion(runbook, state, step)[0]:
        return StepState.NOT_APPLICABLE
    return status.state


def _parent_state(children: list[StepState]) -> StepState:
    """A parent is what its sub-steps are: the first trouble, else open while one is open, else done."""
    for trouble in (
        StepState.RUNNING,
        StepState.IN_DOUBT,
        StepState.FAILED,
        StepState.TIMED_OUT,
        StepState.CANCELLED,
        StepState.OPEN,
        StepState.DEFERRED,
        StepState.DEVIATION,
        StepState.DONE,
        StepState.SKIPPED,
    ):
        if trouble in children:
            return trouble
    return StepState.NOT_APPLICABLE


def _row(
    runbook: Runbook,
    state: RunState,
    phase: Phase,
    step: Step,
    states: Mapping[str, StepState],
    passed: frozenset[str],
) -> StepView:
    status = state.status(step.id)
    mark = step.plans.get(state.plan)
    children = [states[child.id] for child in step.steps if state.plan in child.plans]
    now = states[step.id] if step.leaf else _parent_state(children or [StepState.OPEN])
    closed_by, undecided = criterion(runbook, state, step) if step.leaf else ("", "")
    return StepView(
        step=step,
        phase=phase,
        mark=mark,
        state=now,
        status=status,
        role=step.on.get(state.plan) or next(iter(step.on.values()), ""),
        minutes=step.minutes.get(state.plan, 0),
        verbs=allowed(runbook, state, step, mark, now),
        criterion=closed_by if now is StepState.NOT_APPLICABLE and not status.reason else "",
        undecided=undecided,
        missing=_missing(runbook, state, step, states, passed) if mark else (),
        earlier_values=_earlier(runbook, state, step, status),
    )


def allowed(
    runbook: Runbook, state: RunState, step: Step, mark: Mark | None, now: StepState
) -> frozenset[Verb]:
    """What may be asked of a step now: the table, the mark, and whether the run is closed or going back."""
    if state.closing is not None:
        return frozenset()
    if state.going_back:
        dealt = state.status(step.id).undo_left
        undo = {Verb.UNDO} if step.undo and now is StepState.DONE and not dealt else set()
        return frozenset({Verb.NOTE, *undo})
    verbs = {Verb.NOTE}
    if mark is None:
        return frozenset(verbs)
    if not step.leaf:
        return frozenset({Verb.NOTE, *_for_parent(mark, now)})
    for verb, rule in TABLE[now].items():
        if (rule is Rule.OPTIONAL and mark is not Mark.OPTIONAL) or (
            rule is Rule.MANDATORY and mark is not Mark.MANDATORY
        ):
            continue
        if verb is Verb.RUN and step.action is None:
            continue
        verbs.add(verb)
    if step.observe is not None:
        verbs.add(Verb.OBSERVE)
    if step.runbook is not None and now not in DECIDED and _may_begin(state, step):
        verbs.add(Verb.START_CHILD)
    return frozenset(verbs)


def _may_begin(state: RunState, step: Step) -> bool:
    """Whether the step has no run of its own that still counts: none yet, or one that was given up."""
    status = state.status(step.id)
    return not status.child_run or status.child_closing in (Closing.GONE_BACK, Closing.ABANDONED)


def needs_reason(row: StepView, verb: Verb) -> bool:
    """Whether the command needs a reason however short ago the step was ticked."""
    if verb is Verb.TICK and row.child_owing:
        return True
    return TABLE[row.state].get(verb) in (Rule.REASON, Rule.MANDATORY)


def _for_parent(mark: Mark, now: StepState) -> set[Verb]:
    """A parent passes these on to each of its sub-steps that is open."""
    if now is not StepState.OPEN:
        return set()
    leave_out = Verb.SKIP if mark is Mark.OPTIONAL else Verb.DEVIATE
    return {leave_out, Verb.NOT_APPLICABLE, Verb.DEFER}


def _passed(runbook: Runbook, state: RunState, states: Mapping[str, StepState]) -> frozenset[str]:
    """The phases whose gate holds: what it was passed on has not changed since.

    A mandatory step that is open again, was done anew or came in with another plan takes the gate's ground away;
    one that was deferred or open when the gate was passed does not.
    """
    return frozenset(
        phase.id
        for phase in runbook.phases
        if phase.id in state.gates
        and all(
            _stands(state, leaf, states[leaf.id], state.gates[phase.id])
            for step in phase.steps
            for leaf in step.leaves()
            if leaf.plans.get(state.plan) is Mark.MANDATORY
        )
    )


def _stands(state: RunState, step: Step, now: StepState, gate: GateStatus) -> bool:
    if step.id in gate.open_steps:
        return True
    return (now in DECIDED or now is StepState.DEFERRED) and state.status(step.id).at <= gate.at


def _missing(
    runbook: Runbook, state: RunState, step: Step, states: Mapping[str, StepState], passed: frozenset[str]
) -> tuple[str, ...]:
    missing = [need for need in step.needs if not _holds(runbook, state.plan, need, states)]
    for phase in runbook.phases:
        if phase is runbook.phase_of[step.id]:
            break
        if phase.gate and phase.id not in passed and _concerns(phase, state.plan, states):
            missing.append(f"gate:{phase.id}")
    return tuple(missing)


def _concerns(phase: Phase, plan: str, states: Mapping[str, StepState]) -> bool:
    """Whether the phase has a step in the plan that applies here."""
    leaves = (leaf for step in phase.steps for leaf in step.leaves() if plan in leaf.plans)
    return any(states[leaf.id] is not StepState.NOT_APPLICABLE for leaf in leaves)


_HOLDS = (StepState.DONE, StepState.NOT_APPLICABLE, StepState.SKIPPED)


def _holds(runbook: Runbook, plan: str, need: str, states: Mapping[str, StepState]) -> bool:
    """Whether a needed step is done; one outside the plan, not applicable or skipped cannot be waited for."""
    needed = [leaf for leaf in runbook.steps[need].leaves() if plan in leaf.plans]
    return all(states[leaf.id] in _HOLDS for leaf in needed)


def _earlier(runbook: Runbook, state: RunState, step: Step, status: StepStatus) -> tuple[str, ...]:
    if status.state is not StepState.DONE:
        return ()
    return tuple(name for name, value in status.values.items() if state.inputs.get(name) != value)


def values_of(state: RunState, step: Step) -> dict[str, InputValue]:
    """The inputs a step names in its texts, checks and action, with the values they have now."""
    uses = (*step.before, *((step.action,) if step.action else ()), *step.after)
    names = {name for text in (step.title, step.do, step.overwrites) for name in names_in(text)}
    names.update(name for use in uses for name in names_in_parameter(use.parameters))
    return {name: state.inputs[name] for name in sorted(names) if name in state.inputs}
