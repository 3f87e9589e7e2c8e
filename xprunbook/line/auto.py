"""Headless: does what is automated and trusted, in order, up to the first thing that waits for a person.

It ticks nothing, passes no gate, decides no optional step, and confirms nothing that is destroyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.line.acting import keeper_of, tell_lacking
from xprunbook.line.console import Console
from xprunbook.line.pages import filled
from xprunbook.line.script_texts import SCRIPT
from xprunbook.line.scripting import act
from xprunbook.line.stream import Silent, Stream
from xprunbook.run.asking import missing_of
from xprunbook.run.session import Session, automatic
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.model import Mark


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: a code (``gate``, ``manual``, ...), where, and what stands in its sentence."""

    code: str
    step: str = ""
    phase: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def says(self, language: Language) -> str:
        """The sentence."""
        return SCRIPT.say(f"wait-{self.code}", language, **self.values)


def next_deed(run: RunView, *, optional: bool = False) -> StepView | Waiting:
    """The next step that may be carried out without a person, or what waits for one. Pure.

    ``optional``: an optional step with an action counts as wanted.
    """
    if run.state.going_back:
        return Waiting("back")
    for phase in run.runbook.phases:
        for row in run.phase_leaves(phase.id):
            if row.decided or row.state is StepState.DEFERRED:
                continue
            return next(_in_the_way(run, row, optional), None) or row
        if phase in run.gates_waiting():
            text = one_line(filled(run, phase.gate.strip()))
            return Waiting("gate", phase=phase.id, values={"phase": phase.title, "text": text})
    return Waiting("close")


def _in_the_way(run: RunView, row: StepView, optional: bool) -> Iterator[Waiting]:
    """Why a step is a person's, the weightiest first."""
    step = row.step

    if row.state is not StepState.OPEN:
        yield _of(run, row, "state", state=STATES.say(row.state, run.runbook.language))
    if row.undecided:
        yield _of(run, row, "criterion", input=run.runbook.inputs[row.undecided].title)
    if step.runbook is not None:
        yield _of(run, row, "child", runbook=step.runbook.id)
    if step.action is None:
        yield _of(run, row, "manual" if row.mark is Mark.MANDATORY else "optional")
    if row.mark is Mark.OPTIONAL and not optional:
        yield _of(run, row, "optional")
    if step.overwrites:
        yield _of(run, row, "overwrites", what=filled(run, step.overwrites))
    if run.state.plan in step.no_return:
        yield _of(run, row, "no-return")
    if row.missing:
        yield _of(run, row, "needs", what=", ".join(filter(None, missing_of(run, row))))


def auto(session: Session, console: Console, stream: Stream | Silent, *, optional: bool = False) -> ExitCode:
    """Work until something waits: WAITING then; NO when an action did not end well; OK for a closed run."""
    language = console.language
    tell_lacking(session, console)
    while True:
        snapshot = session.snapshot()
        run = view(session.book.speak(language), snapshot.state)
        if run.state.closing is not None:
            console.say(SCRIPT.say("is-closed", language))
            return ExitCode.OK
        if snapshot.read_only:
            console.say(SCRIPT.say("read-only", language, why=snapshot.read_only))
            return ExitCode.CANNOT_STORE
        found = next_deed(run, optional=optional)
        waiting = found if isinstance(found, Waiting) else _not_ready(session, run, found)
        if waiting is not None:
            return _stop(waiting, console, stream)
        assert isinstance(found, StepView)
        console.say(_doing(run, found, language))
        why = act(session, console, found.step.id)
        stream.more()
        if why:
            ended = session.snapshot().state.status(found.step.id).state
            code = "refused" if ended is StepState.OPEN else "state"
            stopped = _of(run, found, code, why=why, state=why)
            _stop(stopped, console, stream)
            return ExitCode.WAITING if ended is StepState.OPEN else ExitCode.NO


def _of(run: RunView, row: StepView, code: str, **values: str) -> Waiting:
    title = one_line(filled(run, row.step.title))
    return Waiting(code, row.step.id, row.phase.id, {"number": row.step.number, "title": title, **values})


def _doing(run: RunView, row: StepView, language: Language) -> str:
    assert row.step.action is not None
    title = one_line(filled(run, row.step.title))
    return SCRIPT.say("doing", language, number=row.step.number, title=title, kind=row.step.action.kind)


def _not_ready(session: Session, run: RunView, row: StepView) -> Waiting | None:
    """What this session lacks for a step: automation, trust, credentials."""
    found = automatic(session)
    if found is None:
        return _of(run, row, "manual")
    if not found.trusted():
        return Waiting("trust", row.step.id, row.phase.id)
    if row.step.action is not None and row.step.action.kind in found.off():
        return _of(run, row, "off", kind=row.step.action.kind)
    keeper = keeper_of(session)
    missing = [secret.title for secret in keeper.missing(row.step) if not secret.optional] if keeper else []
    return _of(run, row, "secret", what=", ".join(missing)) if missing else None


def _stop(waiting: Waiting, console: Console, stream: Stream | Silent) -> ExitCode:
    sentence = waiting.says(console.language)
    console.say(SCRIPT.say("waiting", console.language, what=sentence))
    values = {"for": waiting.code, "step": waiting.step, "phase": waiting.phase, "says": sentence}
    stream.tell("waiting", **values)
    return ExitCode.WAITING
