"""Proof: over random histories of answers by people, files and actions, no manual mandatory step becomes done, and no
gate opens, without a person's record; and working without a person stops before everything that is a person's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proof.summary import Summary, check, random_for, sabotage_from, scale_from, seed_from, times
from tests.run.builders import Desk
from xprunbook.line.auto import Waiting, next_deed
from xprunbook.run import commands as c
from xprunbook.run import decide as rules
from xprunbook.run import events as e
from xprunbook.run.decide import Refusal
from xprunbook.run.permission import needs_a_person
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, view
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Mark, Runbook

SABOTAGES = ("trust-files", "gate-by-file")

ROOT = Path(__file__).parents[2]
FULL = 2_000
"""Histories at scale 1."""

LONGEST = 60
"""Moves of one history."""


@contextmanager
def _sabotaged(sabotage: str) -> Iterator[None]:
    """Let files say everything, or only open gates."""
    honest = needs_a_person

    def lax(command: c.Command, run: RunView) -> bool:
        return sabotage == "gate-by-file" and not isinstance(command, c.PassGate) and honest(command, run)

    if sabotage:
        rules.needs_a_person = lax  # type: ignore[attr-defined]
    try:
        yield
    finally:
        rules.needs_a_person = honest  # type: ignore[attr-defined]


def _books() -> tuple[tuple[Runbook, str], ...]:
    move = Library(language="en").load("xphone-v8-to-v9")[0].speak("en")
    patch = Library(language="en").load(str(ROOT / "tests" / "data" / "patch-day.yaml"))[0].speak("en")
    return ((move, "C"), (patch, "A"), (patch, "B"))


def _move(chance: random.Random, runbook: Runbook, source: str) -> c.Command:
    """Any command on anything, by a person or a file."""
    step = chance.choice(tuple(runbook.steps))
    phase = chance.choice(runbook.phases).id
    value = chance.choice(("value", "yes", None))
    said = chance.choice(("", "because"))
    moves: tuple[c.Command, ...] = (
        c.Tick(step, said, value, source=source),
        c.Tick(step, said, "value", source=source),
        c.Tick(step, said, "value", source=source),
        c.Skip(step, said, source=source),
        c.Deviate(step, said, source=source),
        c.FindNotApplicable(step, said, source=source),
        c.Defer(step, said, "Ada", "later", source=source),
        c.Reopen(step, "again", source=source),
        c.Settle(step, "seen", chance.choice(("happened", "did-not-happen", "again")), source=source),
        c.Observe(step, "value", source=source),
        c.PassGate(phase, said, source=source),
        c.PassGate(phase, said, source=source),
        c.ChangePlan(chance.choice(tuple(runbook.plans)), "other", source=source),
        c.SetInput(chance.choice(tuple(runbook.inputs)), chance.choice(("yes", "no")), "x", source=source),
        c.GoBack("late", source=source),
        c.GoForward("on", source=source),
        c.Undo(step, "back", source=source),
        c.Close(chance.random() < 0.1, said, source=source),
    )
    return chance.choice(moves)


def _action(chance: random.Random, desk: Desk) -> None:
    """What the engine does for ``auto``: the next deed with an intent and an outcome, or a crash between them."""
    found = next_deed(desk.see(), optional=chance.random() < 0.5)
    if isinstance(found, Waiting):
        return
    desk.ask(c.Run(found.step.id))
    ended = chance.choice(("done", "failed", "in-doubt", ""))
    if ended:
        desk.happen(e.Ended(found.step.id, ended, ended == "done"))
    else:
        desk.happen(e.Resumed())


def _complaint(desk: Desk) -> str:
    """Replay the record: what became done or passed, and whether a person said so."""
    last: dict[str, e.Event] = {}
    for record in desk.records:
        event = e.from_data(record.type, record.data)
        if isinstance(event, e.GatePassed) and event.source != c.PERSON:
            return f"gate {event.phase} passed by {event.source}"
        if isinstance(event, e.Ticked | e.Settled | e.Ended | e.Reopened):
            last[event.step] = event
    run = view(desk.runbook, desk.state)
    for row in run.leaves():
        if row.state is not StepState.DONE or row.mark is not Mark.MANDATORY:
            continue
        newest = last.get(row.step.id)
        by_action = isinstance(newest, e.Ended) and row.step.action is not None
        by_person = isinstance(newest, e.Ticked | e.Settled) and newest.source == c.PERSON
        if not (by_action or by_person):
            return f"{row.step.id} is done by {newest}"
    return ""


def _auto_complaint(run: RunView) -> str:
    """Whatever may be done without a person has an action, is open, mandatory, complete and destroys nothing."""
    found = next_deed(run)
    if isinstance(found, Waiting):
        return ""
    step = found.step
    fine = (
        step.action is not None
        and found.state is StepState.OPEN
        and found.mark is Mark.MANDATORY
        and not found.missing
        and not step.overwrites
        and run.state.plan not in step.no_return
        and step.runbook is None
    )
    return "" if fine else f"{step.id} would be done without a person"


def history(seed: int, number: int, books: tuple[tuple[Runbook, str], ...]) -> str:
    """One history; what is wrong with it, or nothing."""
    chance = random_for(seed, "person", number)
    runbook, plan = chance.choice(books)
    fixed = replace(runbook, plans={plan: runbook.plans[plan]})
    desk = Desk(runbook=fixed, plan=plan)
    for _ in range(chance.randrange(5, LONGEST)):
        desk.now += chance.choice((1.0, 40.0))
        if chance.random() < 0.15:
            _action(chance, desk)
        else:
            source = c.from_file("a.txt") if chance.random() < 0.7 else c.PERSON
            decision = rules.decide(desk.runbook, desk.state, _move(chance, fixed, source), desk.now)
            if not isinstance(decision, Refusal):
                for event in decision:
                    desk.happen(event)
        if complaint := _complaint(desk) or _auto_complaint(desk.see()):
            return complaint
        if desk.state.closing is not None:
            break
    return ""


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Try histories; count those in which something became done that nobody said."""
    books, tried, complaints = _books(), times(scale, FULL), []
    with _sabotaged(sabotage):
        for number in range(tried):
            if complaint := history(seed, number, books):
                complaints.append(f"history {number}: {complaint}")
    worst = complaints[0] if complaints else ""
    return Summary("no mandatory step done without a person", tried, len(complaints), worst)


def test_no_manual_step_is_done_without_a_person() -> None:
    check(prove(scale_from(), seed_from(), sabotage_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_the_proof_can_fail(sabotage: str) -> None:
    assert prove(scale_from(), seed_from(), sabotage).failed
