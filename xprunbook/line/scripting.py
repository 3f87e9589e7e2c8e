"""Carries an answer file out, line by line, after the whole of it was found possible."""

from __future__ import annotations

from collections.abc import Sequence

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.line.acting import apply, show_preview, tell_lacking, wait
from xprunbook.line.console import Console
from xprunbook.line.rehearse import already, rehearse
from xprunbook.line.replies import reply_words
from xprunbook.line.script import Act, Fault, Line, read_script
from xprunbook.line.script_texts import SCRIPT
from xprunbook.line.stream import Silent, Stream
from xprunbook.run.asking import target_of
from xprunbook.run.contract import Finding
from xprunbook.run.session import Saved, Session, automatic
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import RunView, view


def checked(
    text: str, run: RunView, name: str, language: Language, now: float
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """The answers of a file, and everything that speaks against them: what cannot be read, what would be refused."""
    lines, faults = read_script(text, run.runbook, name, language, now)
    refused = rehearse(lines, run.runbook, run.state, language, now)
    return lines, tuple(sorted((*faults, *refused), key=lambda fault: fault.number))


def tell_faults(faults: Sequence[Fault], name: str, console: Console, stream: Stream | Silent) -> None:
    """Name every problem with its line."""
    language = console.language
    for fault in faults:
        console.say(SCRIPT.say("problem", language, file=name, line=fault.number, why=fault.why))
        stream.tell("problem", line=fault.number, why=fault.why)
    console.say(SCRIPT.say("problems", language, count=len(faults)))


class Scripted:
    """An answer file at a run. ``name`` is how the record calls the file."""

    def __init__(self, session: Session, console: Console, stream: Stream | Silent, name: str) -> None:
        self._session = session
        self._console = console
        self._stream = stream
        self._name = name

    def _view(self) -> RunView:
        runbook = self._session.book.speak(self._console.language)
        return view(runbook, self._session.snapshot().state)

    def _say(self, key: str, **values: object) -> None:
        self._console.say(SCRIPT.say(key, self._console.language, **values))

    def run(self, text: str) -> ExitCode:
        """Check everything, then do it; BAD_INPUT when something does not fit (nothing was done then)."""
        run, now = self._view(), self._session.now()
        lines, faults = checked(text, run, self._name, self._console.language, now)
        if faults:
            tell_faults(faults, self._name, self._console, self._stream)
            return ExitCode.BAD_INPUT
        read_only = self._session.snapshot().read_only
        if read_only and run.state.closing is None:
            self._say("read-only", why=read_only)
            return ExitCode.CANNOT_STORE
        tell_lacking(self._session, self._console)
        return self._carry_out(lines)

    def _carry_out(self, lines: Sequence[Line]) -> ExitCode:
        for line in lines:
            run = self._view()
            if already(line.deed, run):
                self._say("already", file=self._name, line=line.number)
                continue
            why = self._act(line.deed, run) if isinstance(line.deed, Act) else self._answer(line, run)
            self._stream.more()
            if why:
                self._say("stopped", line=line.number, why=why)
                self._stream.tell("refused", line=line.number, why=why)
                return ExitCode.NO
        return ExitCode.OK

    def _answer(self, line: Line, run: RunView) -> str:
        """Submit one answer; why it was not taken, or nothing."""
        assert not isinstance(line.deed, Act)
        reply = wait(self._session.submit(line.deed))
        words = reply_words(reply, self._console.language, run.runbook, run.state)
        if not isinstance(reply, Saved):
            return words
        self._say("line", file=self._name, line=line.number, says=words)
        return ""

    def _act(self, deed: Act, run: RunView) -> str:
        """Carry an action out: prepared, shown, applied with its digest; why it did not end well, or nothing."""
        row = run.rows[deed.step]
        if row.step.overwrites and deed.overwrite.casefold() != target_of(run, row).casefold():
            return SCRIPT.say("target", self._console.language, target=target_of(run, row))
        return act(self._session, self._console, deed.step)


def act(session: Session, console: Console, step: str) -> str:
    """Prepare, show and apply a step's action without asking; why it did not end as done, or nothing."""
    found = automatic(session)
    language = console.language
    if found is None:
        return SCRIPT.say("no-action", language)
    if not found.trusted():
        return SCRIPT.say("wait-trust", language)
    preview = wait(found.prepare(step))
    show_preview(console, preview)
    satisfied = preview.result.inspection.finding is Finding.SATISFIED
    if preview.plan is None or preview.blocked or not (preview.ready or satisfied):
        return next(
            (
                result.sentence
                for result in (*preview.checks, preview.result)
                if result.inspection.finding is not Finding.SATISFIED
            ),
            preview.result.sentence,
        )
    refused: list[str] = []
    status = apply(console, found, step, preview.plan.digest, refused.append)
    if status is None:
        return refused[0]
    if status.state is not StepState.DONE:
        return SCRIPT.say("not-proven", language, state=STATES.say(status.state, language))
    return ""
