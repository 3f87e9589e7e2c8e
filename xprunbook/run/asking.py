"""What a face must know to ask well: what may be asked of a run, what a tick needs, what a change would do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xprunbook.base.text import one_line
from xprunbook.run.commands import SLIP_SECONDS, Verb
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView, needs_reason, values_of, view
from xprunbook.runbook.model import InputValue, Mark, Phase
from xprunbook.runbook.substitute import lone_name, names_in, names_in_parameter

if TYPE_CHECKING:
    from xprunbook.run.automation import Result

_GATE: Final = "gate:"


def run_verbs(run: RunView) -> frozenset[Verb]:
    """What may be asked of the whole run now. A closed run takes nothing."""
    if run.state.closing is not None:
        return frozenset()
    verbs = {Verb.SET_INPUT, Verb.CHANGE_PLAN, Verb.SET_WINDOW, Verb.SET_HERE, Verb.HAND_OVER, Verb.CLOSE}
    verbs.add(Verb.GO_FORWARD if run.state.going_back else Verb.GO_BACK)
    if run.gates_waiting():
        verbs.add(Verb.PASS_GATE)
    return frozenset(verbs)


def target_of(run: RunView, row: StepView) -> str:
    """What a person types to confirm that the step may overwrite something.

    The value of the input that ``overwrites`` names, else the host of the step's machine, else the machine's
    title, else the step's number.
    """
    values = run.state.inputs
    machine = run.runbook.machines.get(row.role)
    for text in (row.step.overwrites, machine.host if machine else ""):
        for name in names_in(text):
            value = values.get(name)
            if isinstance(value, str) and value.strip():
                return one_line(value.strip(), 200)
    if machine is None:
        return row.step.number
    return (
        one_line(machine.host.strip() if not names_in(machine.host) else machine.title, 200) or machine.title
    )


def missing_of(run: RunView, row: StepView) -> tuple[str, str]:
    """Steps (number and title) and phases whose gates the step waits for, each as one text."""
    steps = [run.runbook.steps[name] for name in row.missing if not name.startswith(_GATE)]
    gates = {name.removeprefix(_GATE) for name in row.missing if name.startswith(_GATE)}
    phases = [phase.title for phase in run.runbook.phases if phase.id in gates]
    return ", ".join(f"{step.number} {step.title}" for step in steps), ", ".join(phases)


def reason_needed(row: StepView) -> bool:
    """Whether ticking asks why: an action ended badly before, or the step's own run is not carried through."""
    return needs_reason(row, Verb.TICK)


def is_slip(row: StepView, now: float) -> bool:
    """Whether a tick is so young that taking it back asks nothing; the run has the last word."""
    status = row.status
    return row.state is StepState.DONE and status.source == "person" and 0 <= now - status.at <= SLIP_SECONDS


def gate_at(run: RunView, row: StepView | None) -> Phase | None:
    """The gate one means: that of the row's phase if it is not passed, else the first that is ready."""
    if row is not None and row.phase.gate and row.phase.id not in run.passed:
        return row.phase
    return next(iter(run.gates_waiting()), None)


def open_sub_steps(run: RunView, row: StepView) -> list[StepView]:
    """The open sub-steps a command on their parent goes to."""
    children = (run.rows[child.id] for child in row.step.steps)
    return [child for child in children if child.in_plan and child.state is StepState.OPEN]


def users_of(run: RunView, name: str) -> list[StepView]:
    """The rows of the plan that name the input in a text, a check, an action or a criterion."""
    asked = replace(run.state, inputs=dict.fromkeys(run.runbook.inputs, ""))
    return [row for row in run.leaves() if name in values_of(asked, row.step) or name in row.step.when]


def is_used(run: RunView, name: str) -> bool:
    """Whether something was done or left out with the value it has."""
    return any(
        row.state is not StepState.OPEN and (name in row.status.values or name in row.step.when)
        for row in run.leaves()
    )


def plan_changes(run: RunView, plan: str) -> Mapping[str, list[StepView]]:
    """What another plan would change, by kind: ``adds``, ``drops``, ``drops-done``, ``marks``, ``unmarks``."""
    then = view(run.runbook, replace(run.state, plan=plan))
    kinds: dict[str, list[StepView]] = {
        key: [] for key in ("adds", "drops", "drops-done", "marks", "unmarks")
    }
    for step, row in run.rows.items():
        before, after = row.mark, then.rows[step].mark
        if not row.step.leaf or before is after:
            continue
        if before is None:
            kinds["adds"].append(row)
        elif after is None:
            kinds["drops"].append(row)
            if row.state is StepState.DONE:
                kinds["drops-done"].append(row)
        else:
            kinds["marks" if after is Mark.MANDATORY else "unmarks"].append(row)
    return kinds


def proposed_inputs(run: RunView, row: StepView, results: Iterable[Result]) -> dict[str, InputValue]:
    """What the step's checks propose for inputs, by the input's id; only what is not its value already.

    A proposal is for a parameter; it is one for an input where that input alone stands in the parameter.
    """
    uses = dict(row.step.uses)
    found: dict[str, InputValue] = {}
    for result in results:
        for parameter, value in result.inspection.proposes.items():
            written = uses[result.place].parameters.get(parameter, "")
            name = lone_name(written) if isinstance(written, str) else ""
            if name in run.runbook.inputs and run.state.inputs.get(name) != value:
                found[name] = value
    return found


def unset_inputs(run: RunView, row: StepView) -> tuple[str, ...]:
    """The inputs of the plan that a step's checks or action need and that have no value yet, in their order."""
    own = {item.id for item in run.runbook.inputs_of(run.state.plan)}
    names = (name for _, use in row.step.uses for name in names_in_parameter(use.parameters))
    wanted = (name for name in names if name in own and name not in run.state.inputs)
    return tuple(dict.fromkeys(wanted))
