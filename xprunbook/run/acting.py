"""The engine that can act: checks in parallel, one changing action at a time, each on a worker thread of its
own.

Order of an action: a fresh look must lead to the plan that was shown; its intent is saved; exactly that plan
is applied; a look afterwards proves it; the outcome is saved. What happens in between is written by the
engine's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from xprunbook.base.language import Language
from xprunbook.base.redactor import redact_data
from xprunbook.base.text import one_line
from xprunbook.run.aftermath import look_after
from xprunbook.run.automation import Automation, Bench, Preview, Result
from xprunbook.run.clock import Clock
from xprunbook.run.closing import forget_closed
from xprunbook.run.commands import Run
from xprunbook.run.contract import (
    Action,
    ActionFailed,
    Cancelled,
    Finding,
    NotKept,
    Plan,
    Statement,
    TimedOut,
    Traits,
)
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.engine import Engine
from xprunbook.run.events import Closed, Ended, Event, ProcessStarted, SecretUsed
from xprunbook.run.evidence import keep
from xprunbook.run.job import TEXTS as JOB
from xprunbook.run.job import WorkerJob
from xprunbook.run.journal import Journal
from xprunbook.run.looking import checked, in_thread, look_at_once
from xprunbook.run.output import Output
from xprunbook.run.secrets import SecretKeeper, try_secret, with_secrets
from xprunbook.run.session import Answer, By, NotStored, Promise, Refused, Reply, Saved, Ticket
from xprunbook.run.state import RunState, StepState
from xprunbook.run.store import OUTPUT_FOLDER
from xprunbook.run.trouble import writing_failed
from xprunbook.run.view import StepView, view
from xprunbook.runbook.model import Book, Use
from xprunbook.runbook.substitute import SecretHandle

SUMMARY_OPERATIONS: Final = 20
"""Operations that an intent names; the digest covers all of them."""

RECORD_SECONDS: Final = 10.0
"""How long a worker waits until it is recorded that it gets a secret; a session that ends records nothing more."""

FORGET_SECONDS: Final = 6.0
"""How long leaving a closed run waits for the vault to forget its secrets."""


class ActingEngine(Engine):
    """The session that writes and acts."""

    def __init__(
        self,
        folder: Path,
        book: Book,
        journal: Journal,
        state: RunState,
        by: By,
        clock: Clock,
        language: Language,
        automation: Automation,
        top: Path | None = None,
    ) -> None:
        """``top``: the folder of the run above all others that this one is made for; None if it is that itself."""
        super().__init__(folder, book, journal, state, by, clock, language)
        self._top: Final = top or folder
        self.secrets: Final = (
            SecretKeeper(automation.store, self._runbook, self._top.name, language)
            if automation.store and self._runbook.secrets
            else None
        )
        self._automation = with_secrets(automation, self.secrets, self._secret_used)
        self._redactor = self._automation.redactor
        self._told_secrets: set[SecretUsed] = set()
        self._forgotten = threading.Event()
        self._forgotten.set()
        self._job: WorkerJob | None = None
        self._acting = ""
        self._idle = threading.Event()
        self._idle.set()
        self._outputs: dict[str, Output] = {}

    def trusted(self) -> bool:
        """Whether the runbook's bytes are trusted."""
        return self._automation.trusted()

    def trust(self) -> None:
        """Trust exactly these bytes from now on. StoreError when that cannot be stored."""
        self._automation.trust(self._state.person or self._by.person, self._clock.utc())

    def acting(self) -> str:
        """The id of the step whose action runs now; empty if none."""
        return self._acting

    def off(self) -> frozenset[str]:
        """The kinds of the runbook that are switched off: such a step is done by hand."""
        uses = (use for step in self._runbook.steps.values() for _, use in step.uses)
        return frozenset(use.kind for use in uses if self._automation.kinds.off(use.kind))

    def survey(
        self, look: Callable[[Bench], Answer], record: Callable[[Answer], tuple[Event, ...]] | None = None
    ) -> Promise[Answer | None]:
        """Look at something on a worker thread; None when the runbook is not trusted."""
        promise: Promise[Answer | None] = Promise()

        def work(bench: Bench) -> None:
            if not self._automation.trusted():
                promise.answer(None)
                return
            answer = look(bench)
            events = record(answer) if record is not None else ()
            self._on_thread(partial(self._record, events, promise, answer))

        self._on_thread(lambda: in_thread(partial(work, self._bench()), "survey"))
        return promise

    def test_secret(self, secret: str) -> Promise[Result | None]:
        """Try a secret by the kind that uses it; None if no kind of the plan can, or the runbook is not trusted."""
        promise: Promise[Result | None] = Promise()

        def work() -> None:
            trusted = self._automation.trusted()
            promise.answer(try_secret(self._bench(), secret) if trusted else None)

        in_thread(work, "secret")
        return promise

    def look(self, step: str, probes: bool = False) -> Promise[tuple[Result, ...]]:
        """Carry out a step's checks and the look of its action at the same time; the results are recorded."""
        promise: Promise[tuple[Result, ...]] = Promise()
        self._on_thread(partial(self._start_look, step, probes, promise))
        return promise

    def prepare(self, step: str, probes: bool = False) -> Promise[Preview]:
        """Look and plan; nothing changes. Ask only for steps with an action."""
        promise: Promise[Preview] = Promise()
        self._on_thread(partial(self._start_prepare, step, probes, promise))
        return promise

    def apply(self, step: str, digest: str) -> Ticket:
        """Do the plan with this digest; answered when its intent is saved, or refused."""
        ticket = Ticket()
        self._on_thread(partial(self._start_apply, step, digest, ticket))
        return ticket

    def cancel(self, step: str) -> Ticket:
        """Ask the running action to stop; the reply says that it was asked, the outcome comes later."""
        ticket = Ticket()
        self._on_thread(partial(self._cancel, step, ticket))
        return ticket

    def output(self, step: str) -> Output | None:
        """The output of the step's action in this session."""
        return self._outputs.get(step)

    def leave(self, how: str = "quit") -> None:
        """End the session; an action under way is finished first and its outcome written."""
        self._idle.wait()
        super().leave(how)
        self._forgotten.wait(FORGET_SECONDS)

    def _bench(self) -> Bench:
        return Bench(self._automation, self._runbook, self._state, self._language)

    def _row(self, step: str) -> StepView:
        return view(self._runbook, self._state).rows[step]

    def _start_look(self, step: str, probes: bool, promise: Promise[tuple[Result, ...]]) -> None:
        if not self._automation.trusted():
            promise.answer(())
            return
        row = self._row(step)
        uses = row.step.uses
        work = partial(self._look_all, self._bench(), row, uses, probes, promise)
        in_thread(work, "look")

    def _look_all(
        self,
        bench: Bench,
        row: StepView,
        uses: Sequence[tuple[str, Use]],
        probes: bool,
        promise: Promise[tuple[Result, ...]],
    ) -> None:
        results = look_at_once(bench, [(row, place, use) for place, use in uses], probes)
        events = tuple(checked(row.step.id, result) for result in results)
        self._on_thread(partial(self._record, events, promise, results))

    def _start_prepare(self, step: str, probes: bool, promise: Promise[Preview]) -> None:
        bench, row = self._bench(), self._row(step)

        def work() -> None:
            preview = bench.preview(row, probes)
            events = tuple(checked(step, result) for result in (*preview.checks, preview.result))
            self._on_thread(partial(self._record, events, promise, preview))

        in_thread(work, "prepare")

    def _record(self, events: tuple[Event, ...], promise: Promise[Answer], answer: Answer) -> None:
        self._happen(events)
        promise.answer(answer)

    def _start_apply(self, step: str, digest: str, ticket: Ticket) -> None:
        row = view(self._runbook, self._state).rows.get(step)
        if row is None or row.step.action is None or not self._automation.kinds.load(row.step.action.kind):
            ticket.answer(Refused(Refusal("no-automation")))
        elif not self._automation.trusted():
            ticket.answer(Refused(Refusal("not-trusted")))
        elif not self._idle.is_set():
            ticket.answer(Refused(Refusal("action-running")))
        elif isinstance(refusal := self._decided(Run(step)), Refusal):
            ticket.answer(Refused(refusal))
        else:
            self._idle.clear()
            self._acting = step
            in_thread(partial(self._act, self._bench(), row, row.step.action, digest, ticket), "action")

    def _decided(self, command: Run) -> tuple[Event, ...] | Refusal:
        return decide(self._runbook, self._state, command, self._clock.utc())

    def _cancel(self, step: str, ticket: Ticket) -> None:
        if self._job is None or self._acting != step:
            ticket.answer(Refused(Refusal("nothing-runs")))
            return
        self._job.cancel()
        ticket.answer(Saved((), self._state))

    def _act(self, bench: Bench, row: StepView, use: Use, digest: str, ticket: Ticket) -> None:
        """On the worker: look again, have the intent saved, apply, prove, have the outcome saved."""
        try:
            preview = bench.preview(row)
            if self._refuse(preview, digest, ticket):
                return
            assert preview.plan is not None
            redact = self._automation.redactor.redact
            lines = [redact(operation.text) for operation in preview.plan.operations[:SUMMARY_OPERATIONS]]
            command = Run(row.step.id, "", use.kind, digest, "\n".join(lines))
            saved = self._ask(command)
            ticket.answer(saved)
            if isinstance(saved, Saved):
                self._carry_out(bench, row, use, preview, saved.state)
        finally:
            self._job = None
            self._acting = ""
            self._idle.set()

    def _refuse(self, preview: Preview, digest: str, ticket: Ticket) -> bool:
        """Whether there is nothing to apply; the reason goes to the ticket."""
        if preview.blocked:
            why = next(
                (
                    check.sentence
                    for check in (*preview.checks, preview.result)
                    if check.inspection.finding in (Finding.BLOCKED, Finding.NEEDED)
                ),
                "",
            )
            ticket.answer(Refused(Refusal("blocked", {"why": why})))
            return True
        if not preview.ready and preview.result.inspection.finding is Finding.SATISFIED:
            already = Ended(preview.step, StepState.DONE, True, preview.result.sentence)
            ticket.answer(self._written((checked(preview.step, preview.result), already)))
            return True
        if preview.plan is None or preview.plan.digest != digest:
            ticket.answer(Refused(Refusal("plan-changed")))
            return True
        return False

    def _carry_out(self, bench: Bench, row: StepView, use: Use, preview: Preview, state: RunState) -> None:
        """``state``: with the intent in it."""
        step, intent, begun = row.step.id, state.seq, replace(bench, state=state)
        kind = self._automation.kinds.load(use.kind)
        plan = preview.plan
        assert kind is not None
        assert plan is not None
        action: Action = kind  # type: ignore[assignment]  # it planned
        output = self._outputs[step] = Output(self._automation.redactor)
        process, keeping = partial(self._process, step), partial(self._keep, step, intent)
        job = bench.job(use, kind, output, process, step, keeping)
        self._job = job
        self._slot.put(self._picture())
        outcome, sentence = _applied(action, plan, job, output)
        proof, results = self._prove(begun, row, outcome, kind.traits)
        events = [*(checked(step, result) for result in results), *look_after(begun, row, proof, output)]
        file, digest, size = self._stored(output, intent)
        reached = redact_data(self._automation.redactor, job.reached)
        said = self._automation.redactor.redact(sentence) or next((result.sentence for result in results), "")
        events_all = (
            *events,
            Ended(step, proof, proof is StepState.DONE, one_line(said), file, digest, size, reached),
        )
        self._written(events_all)

    def _prove(
        self, bench: Bench, row: StepView, outcome: StepState, traits: Traits
    ) -> tuple[StepState, tuple[Result, ...]]:
        """Look again. Only what is seen counts: a cancelled or timed-out action may have happened all the
        same. What can neither prove nor spoil anything (a window that was open) stays a person's to tick."""
        uses = [(row, f"after:{at}", use) for at, use in enumerate(row.step.after)]
        if traits.provable and row.step.action is not None:
            uses = [(row, "action", row.step.action), *uses]
        if not uses:
            return (StepState.OPEN if outcome is StepState.DONE else outcome), ()
        results = look_at_once(bench, uses, True)
        findings = {result.inspection.finding for result in results}
        if findings == {Finding.SATISFIED} and not traits.by_person:
            return StepState.DONE, results
        if outcome is StepState.DONE:
            doubtful = findings <= {Finding.SATISFIED, Finding.UNKNOWN}
            word = StepState.OPEN if traits.idempotent and not traits.provable else StepState.IN_DOUBT
            return (word if doubtful else StepState.FAILED), results
        return outcome, results

    def _stored(self, output: Output, intent: int) -> tuple[str, str, int]:
        name = f"{OUTPUT_FOLDER}/{intent:06d}.log"
        try:
            digest, size = output.store(self._folder / name)
        except OSError:
            # The outcome matters more than its output; an empty name says that none was kept.
            return "", "", 0
        return name, digest, size

    def _process(self, step: str, pid: int, started: str) -> None:
        self._written((ProcessStarted(step, pid, started),))

    def _keep(self, step: str, intent: int, path: str, data: bytes, copied: bool) -> str:
        """From a worker: the copy is on the disk, then its record; NotKept if either fails."""
        path = self._redactor.redact(path)
        name, why = one_line(path, 200), ""
        try:
            kept = keep(self._journal.files, self._folder, step, intent, path, data, copied)
            reply = self._written((kept,))
            if isinstance(reply, Saved):
                return kept.file
            why = reply.message
        except OSError as error:
            why = writing_failed(error, self._folder).message
        values = {"name": name, "why": why}
        raise NotKept(Statement("not-kept", values), JOB.say("not-kept", self._language, **values))

    def _secret_used(self, step: str, handle: SecretHandle) -> None:
        """From a worker: record that the step gets a secret, once a session."""
        assert self.secrets is not None
        event = SecretUsed(step, handle.id, self.secrets.place_of(handle.id))
        if event in self._told_secrets:
            return
        self._told_secrets.add(event)
        promise: Promise[Saved | NotStored] = Promise()
        self._on_thread(lambda: promise.answer(self._happen((event,))))
        with suppress(TimeoutError):
            promise.result(RECORD_SECONDS)

    def _happen(self, events: tuple[Event, ...]) -> Saved | NotStored:
        """A run that is closed forgets its secrets, and those of the runs below it."""
        reply = super()._happen(events)
        closed = isinstance(reply, Saved) and any(isinstance(event, Closed) for event in events)
        if closed and self._automation.store is not None:
            self._forgotten.clear()
            in_thread(self._forget, "forget")
        return reply

    def _forget(self) -> None:
        assert self._automation.store is not None
        try:
            forget_closed(self._automation.store, self._top, self._language)
        finally:
            self._forgotten.set()

    def _ask(self, command: Run) -> Reply:
        """From a worker: have a command decided and written by the engine's thread, and wait for it."""
        ticket = Ticket()
        self._on_thread(partial(self._handle, command, ticket))
        return ticket.result()

    def _written(self, events: tuple[Event, ...]) -> Saved | NotStored:
        """From a worker: have events written by the engine's thread, and wait for it."""
        promise: Promise[Saved | NotStored] = Promise()
        self._on_thread(lambda: promise.answer(self._happen(events)))
        return promise.result()


def _applied(action: Action, plan: Plan, job: WorkerJob, output: Output) -> tuple[StepState, str]:
    """Apply and say how it ended. Whatever a kind raises becomes an outcome; its text passes the redactor."""
    try:
        action.apply(plan, job)
    except Cancelled as error:
        return (StepState.CANCELLED if error.known else StepState.IN_DOUBT), error.message
    except TimedOut as error:
        return StepState.TIMED_OUT, error.message
    except ActionFailed as error:
        if error.hint:
            output.write(error.hint)
        return StepState.FAILED, error.message
    except Exception as error:
        # A defect of a kind: nobody knows what happened. Its text may hold a secret and is not shown.
        output.write(type(error).__name__)
        return StepState.IN_DOUBT, type(error).__name__
    return StepState.DONE, ""
