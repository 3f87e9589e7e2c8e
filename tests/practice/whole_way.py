"""A whole way, walked as a careful person walks it: every step in its turn, to the end of the run."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.practice.test_runs import Untouchable
from tests.run.fake_clock import FakeClock
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.cli.beginning import read_inputs
from xprunbook.cli.practising import given_values, practise_as
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation, Preview, Result
from xprunbook.run.children import beginning_of, children, news_of
from xprunbook.run.contract import Credential, Finding
from xprunbook.run.session import By, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, InputType, InputValue, Mark, Runbook

SECONDS: Final = 60.0
"""How long one step may take; a way without faults takes none that long."""

IN_THE_WAY: Final = (Finding.NEEDED, Finding.BLOCKED)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person goes about it: what to answer where a step depends on it, what the text of a step has done before it
    when its check says so, and which optional steps nobody wants while all goes well."""

    answers: Mapping[str, str]
    detours: Mapping[str, tuple[str, ...]]
    left_out: Collection[str]


@dataclass
class Walk:
    """What was seen on the way. ``wrong``: what was not as it should be; ``first``: by step, those that had to be done
    before it, because its checks said so and named one of them; ``below``: the runs of its steps."""

    engine: ActingEngine
    habits: Habits
    wrong: list[str] = field(default_factory=list)
    first: dict[str, tuple[str, ...]] = field(default_factory=dict)
    automatic: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)
    below: dict[str, Walk] = field(default_factory=dict)

    def walk(self) -> Walk:
        """Go to the end, and leave."""
        try:
            self.go()
        finally:
            self.engine.leave()
        return self

    def go(self) -> None:
        """All phases, their gates, the end."""
        for phase in self.run().runbook.phases:
            for step in [row.step.id for row in self.run().phase_leaves(phase.id)]:
                self.step(step)
            if phase in self.run().gates_waiting():
                self.submit(c.PassGate(phase.id))
        self.submit(c.Close())

    def run(self) -> RunView:
        """As it is now."""
        return view(self.engine.book.speak("en"), self.engine.snapshot().state)

    def submit(self, command: c.Command) -> None:
        """Ask for something that must not be refused."""
        reply = self.engine.submit(command).result(SECONDS)
        assert isinstance(reply, Saved), (command, reply)

    def step(self, step: str) -> None:
        """Decide it if it depends on something, do what is automated, look, tick."""
        row = self.run().rows[step]
        if row.decided:
            return
        if row.undecided:
            self.submit(c.SetInput(row.undecided, self.habits.answers[row.undecided]))
            row = self.run().rows[step]
        if row.state is StepState.NOT_APPLICABLE:
            return
        if step in self.habits.left_out:
            assert row.mark is Mark.OPTIONAL, f"{step} cannot be left out"
            self.submit(c.Skip(step))
            return
        self.note(step, *(f"missing {name}" for name in row.missing))
        if row.step.runbook is not None:
            self.within(row)
        elif not (row.step.action and self.acted(row)):
            self.by_hand(row)

    def within(self, row: StepView) -> None:
        """The step is the run of another runbook: begin it, walk it, and let this run know how it ended."""
        assert row.step.runbook is not None
        run, step, plan = self.run(), row.step.id, row.step.runbook.plans[self.run().state.plan]
        book = Library(language="en").load(row.step.runbook.id)[0]
        runbook = book.speak("en")
        handed = beginning_of(run, row, runbook, plan)
        inputs = {**story(runbook, plan), **handed.inputs}
        runs = self.engine.folder.parent
        child = Walk(begin(runs, book, replace(handed, inputs=inputs)), self.habits)
        self.submit(c.StartChild(step, child.engine.folder.name))
        child.walk()
        self.below[step] = child
        for command in filter(None, map(news_of, children(self.run(), self.engine.folder))):
            self.submit(command)
        self.note(step, *child.wrong)
        if self.run().rows[step].state is not StepState.DONE:
            self.by_hand(self.run().rows[step])

    def acted(self, row: StepView) -> bool:
        """Prepare the action and carry it out; whether it ended proven."""
        step, preview = row.step.id, self.prepared(row)
        if not preview.ready:
            # Done already, or a person's: everything else is a fault of the way.
            fine = preview.result.inspection.finding is Finding.SATISFIED or self.off(row)
            self.note(
                step, *(_says(item) for item in _bad((*preview.checks, *(() if fine else (preview.result,)))))
            )
            return False
        assert preview.plan is not None
        reply = self.engine.apply(step, preview.plan.digest).result(SECONDS)
        assert isinstance(reply, Saved), (step, reply)
        state = self.ended(step)
        if state not in (StepState.DONE, StepState.OPEN):
            self.note(step, f"{row.step.action.kind if row.step.action else ''} {state}")
        if state is StepState.DONE:
            self.automatic.append(step)
            self.observe(row)
        return state is StepState.DONE

    def prepared(self, row: StepView) -> Preview:
        """Look before; if another step is named that helps and is to come first, it does."""
        step = row.step.id
        preview = self.engine.prepare(step, True).result(SECONDS)
        if self.detour(row, (*preview.checks, preview.result)):
            preview = self.engine.prepare(step, True).result(SECONDS)
        return preview

    def by_hand(self, row: StepView) -> None:
        """A person's step: what the checks say once the person is done must not stand against the tick. What they say
        first tells the people at the site what is theirs."""
        step = row.step.id
        found = self.look(step)
        if self.detour(row, found) or _bad(found):
            found = self.look(step)
        own = row.step.action and (self.off(row) or not _provable(self.engine, row))
        self.note(step, *(_says(item) for item in _bad(found) if not (own and item.place == "action")))
        status = self.run().rows[step].status
        reason = "" if status.state is StepState.OPEN else "seen"
        self.submit(c.Tick(step, reason, observed=_observed(row)))
        self.ticked.append(step)

    def look(self, step: str) -> tuple[Result, ...]:
        """All that the step looks at; nothing if that is nothing."""
        return self.engine.look(step, True).result(SECONDS)

    def detour(self, row: StepView, found: Collection[Result]) -> bool:
        """Do first what the text says is to be done first, if a check says that it must be."""
        step = row.step.id
        ahead = self.habits.detours.get(step, ())
        named = {item.inspection.jump for item in _bad(found)}
        if not named & set(ahead):
            return False
        self.first[step] = ahead
        for other in ahead:
            self.step(other)
        return True

    def off(self, row: StepView) -> bool:
        """Whether the action is switched off, as it comes."""
        return row.step.action is not None and row.step.action.kind in self.engine.off()

    def observe(self, row: StepView) -> None:
        """Write down what is to be written down, if the tick did not."""
        if (value := _observed(row)) is not None:
            self.submit(c.Observe(row.step.id, value))

    def ended(self, step: str) -> StepState:
        """Wait for the action."""
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            state = self.engine.snapshot().state.status(step).state
            if state is not StepState.RUNNING and not self.engine.acting():
                return state
            time.sleep(0.005)
        raise AssertionError(f"{step} is still running")

    def note(self, step: str, *said: str) -> None:
        """Something is not as it should be."""
        self.wrong += [f"{step}: {item}" for item in said]


def _real(book: Book) -> Automation:
    """The real machine must not be asked; of the secrets, the password of the service account is given."""
    del book
    return Automation(
        ActionKinds(),
        Untouchable(),
        lambda: True,
        lambda handle: Credential("", "practice"),
        given=lambda handle: handle.id == "service_password",
    )


def story(runbook: Runbook, plan: str) -> dict[str, InputValue]:
    """The values of a rehearsal."""
    given = given_values(Namespace(practice=True, set=()), runbook, plan)
    return read_inputs(runbook, given, "en")


def begin(runs: Path, book: Book, beginning: Beginning) -> ActingEngine:
    """A rehearsal as the command line begins one."""
    clock, by = FakeClock(wall=time.time() - 60), By("Ada", "Engines", "corp\\ada", "X")
    practise = practise_as(Namespace(practice=True, plan=beginning.plan, fault=[]), "en")
    engine = start_run(runs, book, beginning, Sitting(by, clock, "en", automate=_real, practise=practise))
    assert isinstance(engine, ActingEngine)
    return engine


def walk(runs: Path, name: str, plan: str, habits: Habits) -> Walk:
    """Begin a rehearsal of a plan and walk it."""
    book = Library(language="en").load(name)[0]
    beginning = Beginning(plan, story(book.speak("en"), plan), practice=True)
    return Walk(begin(runs, book, beginning), habits).walk()


def _bad(found: Collection[Result]) -> list[Result]:
    return [item for item in found if item.inspection.finding in IN_THE_WAY]


def _says(item: Result) -> str:
    return f"{item.kind} {item.inspection.says.code}"


def _provable(engine: ActingEngine, row: StepView) -> bool:
    kind = ActionKinds().load(row.step.action.kind) if row.step.action else None
    return kind is None or kind.traits.provable


def _observed(row: StepView) -> InputValue | None:
    asked = row.step.observe
    if asked is None:
        return None
    return asked.example or ("yes" if asked.type is InputType.YES_NO else "seen")
