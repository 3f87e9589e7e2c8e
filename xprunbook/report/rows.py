"""The table's rows as facts: what was to do, and what the record says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xprunbook.report.facts import (
    CheckFact,
    ChildFact,
    EarlierValue,
    GateFact,
    LinkFact,
    NoteFact,
    PhaseFact,
    StepFact,
)
from xprunbook.report.markdown import Block, blocks, spans
from xprunbook.report.teller import Teller
from xprunbook.run.commands import file_of
from xprunbook.run.state import StepState
from xprunbook.run.verify import code_of
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import InputValue, Note, Phase


def phase_facts(teller: Teller, run: RunView, child_codes: Mapping[str, str]) -> tuple[PhaseFact, ...]:
    """Every phase with every row, also outside the plan. ``child_codes``: the code of each child run."""
    return tuple(
        PhaseFact(
            phase.id,
            teller.filled(phase.title),
            _gate(teller, phase),
            tuple(
                _step(teller, run, row, child_codes) for row in run.rows.values() if row.phase.id == phase.id
            ),
        )
        for phase in run.runbook.phases
    )


def _gate(teller: Teller, phase: Phase) -> GateFact | None:
    if not phase.gate:
        return None
    text = _marked(teller, phase.gate, {})
    status = teller.state.gates.get(phase.id)
    if status is None:
        return GateFact(text, 0.0, "", "", "", ())
    open_steps = tuple(map(teller.named_step, status.open_steps))
    return GateFact(text, status.at, status.person, status.note, code_of(status.head), open_steps)


def _step(teller: Teller, run: RunView, row: StepView, child_codes: Mapping[str, str]) -> StepFact:
    step, status = row.step, row.status
    values = status.values
    says = row.in_plan or status.state is not StepState.OPEN
    return StepFact(
        id=step.id,
        number=teller.text(step.number),
        title=teller.filled(step.title, values),
        parent=step.parent,
        leaf=step.leaf,
        marks={plan: str(mark) for plan, mark in step.plans.items()},
        mark=str(row.mark or ""),
        ours=step.ours,
        no_return=teller.state.plan in step.no_return,
        where=teller.machine(row.role),
        where_short=_short(teller, row.role),
        minutes=row.minutes,
        state=teller.coded(row.state if says else ""),
        at=status.at,
        person=status.person,
        reason=status.reason,
        file=file_of(status.source),
        proven=status.proven,
        by_action=status.source == "action",
        criterion=teller.value(row.criterion, teller.state.inputs[row.criterion]) if row.criterion else None,
        missing=tuple(map(teller.named_need, status.missing)),
        values=teller.values(values),
        earlier=_earlier(teller, row),
        observe=teller.filled(step.observe.title, values) if step.observe else "",
        observed=status.observed,
        notes=status.notes,
        owner=status.owner,
        due=status.due,
        checks=tuple(
            CheckFact(
                place,
                check.kind,
                teller.coded(check.result),
                check.sentence,
                check.identity,
                check.at,
                check.details,
                check.code,
            )
            for place, check in status.checks.items()
        ),
        intent=status.intent,
        sentence=status.sentence,
        output=status.output,
        kept=tuple(replace(kept, of=teller.text(kept.of)) for kept in status.kept),
        child=_child(teller, row, child_codes),
        reopened=status.reopened,
        undone=status.undone,
        undo_left=status.undo_left,
        do=_marked(teller, step.do, values),
        hints=_notes(teller, step.hints, values),
        warnings=_notes(teller, step.warnings, values),
        links=tuple(LinkFact(teller.filled(link.title), teller.text(link.url)) for link in step.links),
        overwrites=teller.filled(step.overwrites, values),
        undo=_marked(teller, step.undo, values),
    )


def _short(teller: Teller, role: str) -> str:
    machine = teller.runbook.machines.get(role)
    return teller.text(machine.short or machine.title) if machine else role


def _earlier(teller: Teller, row: StepView) -> tuple[EarlierValue, ...]:
    now = teller.state.inputs
    return tuple(
        EarlierValue(
            teller.value(name, row.status.values[name]),
            teller.value(name, now[name]) if name in now else None,
        )
        for name in row.earlier_values
    )


def _marked(teller: Teller, text: str, values: Mapping[str, InputValue]) -> tuple[Block, ...]:
    return blocks(text, lambda stretch: teller.filled(stretch, values))


def _notes(teller: Teller, notes: tuple[Note, ...], values: Mapping[str, InputValue]) -> tuple[NoteFact, ...]:
    return tuple(
        NoteFact(
            spans(" ".join(note.text.split("\n")), lambda stretch: teller.filled(stretch, values)),
            note.unconfirmed,
        )
        for note in notes
    )


def _child(teller: Teller, row: StepView, codes: Mapping[str, str]) -> ChildFact | None:
    step, status = row.step, row.status
    if not status.child_run:
        return None
    return ChildFact(
        runbook=step.runbook.id if step.runbook else "",
        plan=step.runbook.plans.get(teller.state.plan, "") if step.runbook else "",
        run=status.child_run,
        closing=teller.coded(status.child_closing),
        code=codes.get(status.child_run, ""),
    )
