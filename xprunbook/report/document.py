"""The completed runbook as data: a pure function of runbook, record, verification, language and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from hashlib import sha256
from typing import Final

from xprunbook import __version__
from xprunbook.base.language import Language
from xprunbook.base.redact import NothingToHide, Redactor
from xprunbook.report.clock import Clock
from xprunbook.report.facts import (
    Evidence,
    FileFact,
    MachineFact,
    Person,
    PlanFact,
    Report,
    Sitting,
    Value,
)
from xprunbook.report.fold import fold_known, hide
from xprunbook.report.rows import phase_facts
from xprunbook.report.story import code_from, happenings, log_lines
from xprunbook.report.teller import Teller
from xprunbook.run.chain import Reading
from xprunbook.run.progress import progress
from xprunbook.run.record import Record
from xprunbook.run.state import RunState
from xprunbook.run.verify import Verification
from xprunbook.run.view import view
from xprunbook.runbook.model import Book, Mark, Phase, Plan, Runbook, Step

_NO_SECRETS: Final = NothingToHide()

COLOURS: Final = ("plan-a", "plan-b", "plan-c", "plan-d", "plan-e", "plan-f")
"""The colours a column can have; the themes of the terminal have the same names."""


def document(
    book: Book | None,
    reading: Reading,
    verification: Verification,
    language: Language,
    now: float,
    *,
    given_code: str = "",
    zone: tzinfo | None = None,
    redactor: Redactor = _NO_SECRETS,
) -> Report:
    """Make the report of a run as far as its record goes.

    ``now`` in UTC seconds. ``book`` None: the runbook could not be read; the steps are then those the
    record names. ``zone`` None: the zone of this machine. Works for any reading, also a torn or broken one.
    """
    records = tuple(hide(record, redactor) for record in reading.records)
    state, unknown = fold_known(records)
    runbook = book.speak(language) if book is not None else _stand_in(state, language)
    if state.plan not in runbook.plans:
        runbook = replace(runbook, plans={**runbook.plans, state.plan: _plan(state.plan)})
    teller = Teller(runbook, state, language, redactor)
    shown = _shown(teller)
    clock = Clock(zone)
    run = view(runbook, state)
    figures = progress(run, now)
    plans = tuple(_plan_fact(teller, plan, at) for at, plan in enumerate(runbook.plans.values()))
    source = runbook.source
    return Report(
        language=language,
        zone=zone,
        made_at=now,
        maker_version=__version__,
        run=state.run,
        parent_run=state.parent_run,
        parent_step=state.parent_step,
        practice=state.practice,
        allow_file_ticks=state.allow_file_ticks,
        title=teller.filled(runbook.title),
        runbook=state.runbook,
        runbook_version=state.runbook_version,
        runbook_found=book is not None,
        source=teller.text(source.title) if source else "",
        source_edition=teller.text(source.edition) if source else "",
        source_url=teller.text(source.url) if source else "",
        tool_versions=_tool_versions(records),
        files=_files(state, book),
        plan=next(plan for plan in plans if plan.id == state.plan),
        plans=plans,
        closing=teller.coded(state.closing or ""),
        closing_reason=state.closing_reason,
        going_back=state.going_back,
        past_no_return=state.past_no_return,
        opened_at=state.opened_at,
        last_at=state.last_utc,
        closed_at=state.closed_at,
        worked=state.worked,
        window_end=state.window_end,
        decided=figures.decided,
        total=figures.total,
        people=_people(state),
        sittings=_sittings(teller),
        here=teller.machine(state.here),
        machines=_machines(teller),
        inputs=_inputs(teller),
        notes=state.notes,
        happenings=happenings(teller, shown, clock, records),
        phases=phase_facts(teller, run, _child_codes(records)),
        log=log_lines(teller, shown, clock, records),
        evidence=Evidence(verification, reading.head, given_code, unknown),
    )


def _plan(plan: str) -> Plan:
    return Plan(plan, "", "", "", COLOURS[0])


def _stand_in(state: RunState, language: Language) -> Runbook:
    """A runbook made of what the record names, for when the real one is lost."""
    steps = tuple(
        Step(id=step, number="", title=step, short=step, plans={state.plan: Mark.MANDATORY})
        for step in state.steps
    )
    return Runbook(
        id=state.runbook,
        language=language,
        version=state.runbook_version,
        title=state.title or state.runbook or "?",
        summary="",
        source=None,
        plans={state.plan: _plan(state.plan)},
        machines={},
        questions=(),
        inputs={},
        secrets={},
        phases=(Phase("", "", steps),) if steps else (),
    )


def _shown(teller: Teller) -> Runbook:
    """The runbook with its titles as people read them, for the sentences of events."""

    def step_shown(step: Step) -> Step:
        return replace(
            step,
            number=teller.text(step.number),
            title=teller.filled(step.title),
            steps=tuple(map(step_shown, step.steps)),
        )

    book = teller.runbook
    return replace(
        book,
        title=teller.filled(book.title),
        inputs={key: replace(item, title=teller.text(item.title)) for key, item in book.inputs.items()},
        machines={key: replace(item, title=teller.text(item.title)) for key, item in book.machines.items()},
        phases=tuple(
            replace(phase, title=teller.filled(phase.title), steps=tuple(map(step_shown, phase.steps)))
            for phase in book.phases
        ),
    )


def _plan_fact(teller: Teller, plan: Plan, at: int) -> PlanFact:
    colour = plan.colour if plan.colour in COLOURS else COLOURS[at % len(COLOURS)]
    return PlanFact(plan.id, teller.filled(plan.title), teller.filled(plan.fits), colour)


def _tool_versions(records: tuple[Record, ...]) -> tuple[str, ...]:
    versions = (record.data.get("tool_version") for record in records)
    return tuple(dict.fromkeys(version for version in versions if isinstance(version, str) and version))


def _files(state: RunState, book: Book | None) -> tuple[FileFact, ...]:
    found: Mapping[str, bytes] = book.files if book is not None else {}
    return tuple(
        FileFact(name, recorded, sha256(found[name]).hexdigest() if name in found else "")
        for name, recorded in state.files.items()
    )


def _people(state: RunState) -> tuple[Person, ...]:
    """Everybody who sat at the run, in the order of their first session."""
    people: dict[tuple[str, str], Person] = {}
    for session in state.sessions:
        key = session.person, session.company
        known = people.get(key, Person(session.person, session.company, (), ()))
        people[key] = replace(
            known,
            accounts=tuple(dict.fromkeys((*known.accounts, session.account))),
            hosts=tuple(dict.fromkeys((*known.hosts, session.host))),
        )
    return tuple(people.values())


def _sittings(teller: Teller) -> tuple[Sitting, ...]:
    return tuple(
        Sitting(
            person=session.person,
            company=session.company,
            account=session.account,
            host=session.host,
            here=teller.machine(session.here),
            began=session.began,
            ended=session.began + session.seconds,
            seconds=session.seconds,
            how=teller.coded(session.ended),
        )
        for session in teller.state.sessions
    )


def _machines(teller: Teller) -> tuple[MachineFact, ...]:
    """The roles the active plan uses, their hosts, and who sat there."""
    plan = teller.state.plan
    used = {step.on[plan] for step in teller.runbook.steps.values() if plan in step.plans and plan in step.on}
    sat: dict[str, dict[str, None]] = {}
    for session in teller.state.sessions:
        sat.setdefault(session.here, {})[session.host] = None
    if teller.state.sessions:
        sat.setdefault(teller.state.here, {})[teller.state.sessions[-1].host] = None
    return tuple(
        MachineFact(
            machine.id,
            teller.text(machine.title),
            teller.text(machine.short),
            teller.host(machine),
            tuple(sat.get(machine.id, ())),
        )
        for machine in teller.runbook.machines.values()
        if machine.id in used or machine.id in sat
    )


def _inputs(teller: Teller) -> tuple[Value, ...]:
    """Every input with a value: in the runbook's order, then those it does not have."""
    order = [name for name in teller.runbook.inputs if name in teller.state.inputs]
    others = [name for name in teller.state.inputs if name not in teller.runbook.inputs]
    return tuple(teller.value(name, teller.state.inputs[name]) for name in (*order, *others))


def _child_codes(records: tuple[Record, ...]) -> dict[str, str]:
    """The code of each child run's last record: ``head`` is a hash, or the code already."""
    codes = {}
    for record in records:
        head, run = record.data.get("head"), record.data.get("run")
        if record.type == "child-closed" and isinstance(head, str) and isinstance(run, str):
            codes[run] = code_from(head)
    return codes
