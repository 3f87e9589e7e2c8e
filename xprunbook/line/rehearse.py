"""Tries an answer file on a copy of the state, by the same rules as the run: every refusal is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xprunbook.base.language import Language
from xprunbook.line.script import Act, Deed, Fault, Line
from xprunbook.line.script_texts import SCRIPT
from xprunbook.run import commands as c
from xprunbook.run.asking import target_of
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import Ended, Event, Intended, to_data
from xprunbook.run.evolve import evolve
from xprunbook.run.record import Record, Stamp
from xprunbook.run.state import RunState, StepState
from xprunbook.run.texts import say_refusal
from xprunbook.run.view import RunView, view
from xprunbook.runbook.model import Runbook


def rehearse(
    lines: Sequence[Line], runbook: Runbook, state: RunState, language: Language, now: float
) -> tuple[Fault, ...]:
    """What would be refused, line by line. An action is taken to succeed: nobody knows better beforehand."""
    faults: list[Fault] = []
    for line in lines:
        found = _tried(line.deed, runbook, state, language, now)
        if isinstance(found, str):
            faults.append(Fault(line.number, found))
        else:
            for event in found:
                state = _happened(event, state, now)
    return tuple(faults)


def _tried(
    deed: Deed, runbook: Runbook, state: RunState, language: Language, now: float
) -> str | tuple[Event, ...]:
    run = view(runbook, state)
    if already(deed, run):
        return ()
    command = c.Run(deed.step) if isinstance(deed, Act) else deed
    decision = decide(runbook, state, command, now)
    if isinstance(decision, Refusal):
        return say_refusal(decision, language)
    if isinstance(deed, Act):
        row = run.rows[deed.step]
        if row.step.overwrites and deed.overwrite.casefold() != target_of(run, row).casefold():
            return SCRIPT.say("target", language, target=target_of(run, row))
        return (*(event for event in decision if isinstance(event, Intended)), Ended(deed.step, "done", True))
    return decision


def _happened(event: Event, state: RunState, now: float) -> RunState:
    person = state.sessions[-1] if state.sessions else None
    stamp = Stamp(
        now,
        state.session_mono,
        state.session_boot,
        state.person,
        person.account if person else "",
        person.host if person else "",
    )
    return evolve(
        state, Record(1, state.seq + 1, state.head, event.code, to_data(event), stamp, "", "en", state.head)
    )


_ENDS: Final[Mapping[type[c.StepCommand], StepState]] = {
    c.Skip: StepState.SKIPPED,
    c.Deviate: StepState.DEVIATION,
    c.FindNotApplicable: StepState.NOT_APPLICABLE,
    c.Defer: StepState.DEFERRED,
}


def already(deed: Deed, run: RunView) -> bool:
    """Whether what the line asks for is so already: a file can be run again after it was cut off."""
    state = run.state
    if isinstance(deed, Act):
        return run.rows[deed.step].state is StepState.DONE
    if isinstance(deed, c.Tick):
        status = run.rows[deed.step].status
        return run.rows[deed.step].state is StepState.DONE and deed.observed in (None, status.observed)
    if isinstance(deed, c.Settle):
        return deed.verdict == "happened" and run.rows[deed.step].state is StepState.DONE
    if isinstance(deed, c.PassGate):
        return deed.phase in run.passed
    if isinstance(deed, c.AddNote):
        notes = state.status(deed.step).notes if deed.step else state.notes
        return any(note.text == deed.text.strip() for note in notes)
    if isinstance(deed, c.Observe):
        return state.status(deed.step).observed == deed.value
    if isinstance(deed, c.HandOver):
        return state.person == deed.person
    if isinstance(deed, c.GoBack):
        return state.going_back
    if isinstance(deed, c.Undo):
        return state.status(deed.step).undone or state.status(deed.step).undo_left
    if isinstance(deed, c.Close):
        return state.closing is not None
    if not isinstance(deed, c.StepCommand) or type(deed) not in _ENDS:
        return False
    wanted = _ENDS[type(deed)]
    leaves = [run.rows[leaf.id] for leaf in run.rows[deed.step].step.leaves()]
    return all(row.state is wanted for row in leaves if row.in_plan)
