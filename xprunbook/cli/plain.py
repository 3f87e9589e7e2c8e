"""Opens the plain face: at home, at a new run, or at one that is taken up again. Text in, text out."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language
from xprunbook.cli.beginning import check_plan, read_inputs, read_window
from xprunbook.cli.face import TEXTS, sitting_of
from xprunbook.cli.practising import change_world, check_practice, given_values
from xprunbook.cli.streams import has_input, is_terminal
from xprunbook.line.begin import ask_inputs, ask_window, choose_plan
from xprunbook.line.console import Console, InputEnded
from xprunbook.line.loop import House, Line
from xprunbook.line.stream import Silent, Stream
from xprunbook.line.texts import LINE
from xprunbook.run.children import beginning_of
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.store import find_run, list_runs, runs_folder
from xprunbook.runbook.library import Library

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.run.session import Session
    from xprunbook.run.view import RunView, StepView


class HungUp(BaseException):
    """The terminal went away."""


def wanted(arguments: Namespace) -> bool:
    """Whether the plain face is to be opened: asked for, a dumb terminal, or no terminal but input."""
    if getattr(arguments, "line", False) or _json(arguments) or os.environ.get("TERM") == "dumb":
        return True
    return not (is_terminal(sys.stdin) and is_terminal(sys.stdout)) and has_input(sys.stdin)


def run(arguments: Namespace, language: Language) -> int:
    """Work in plain text; the exit code."""
    gc.enable()
    _hear_hang_up()
    console = _console(arguments, language)
    try:
        session = _session(arguments, console, language)
        return ExitCode.OK if session is None else _work(session, console, arguments)
    except InputEnded:
        raise UsageError(
            TEXTS.say("no-terminal", language), TEXTS.say("no-terminal.hint", language)
        ) from None
    except HungUp:
        return ExitCode.HANGUP


def _json(arguments: Namespace) -> bool:
    return bool(getattr(arguments, "json", False))


def _console(arguments: Namespace, language: Language) -> Console:
    source = sys.stdin
    if source is not None and hasattr(source, "reconfigure"):
        source.reconfigure(errors="replace")
    human = is_terminal(source)
    out = sys.stderr if _json(arguments) else sys.stdout
    return Console(source, out, language, human=human, hidden=_hidden if human else None)


def _hidden(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt)


def _hear_hang_up() -> None:
    def hung_up(number: int, frame: object) -> None:
        raise HungUp

    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), hung_up)


def _work(session: Session, console: Console, arguments: Namespace) -> int:
    """Work at a run; however it ends, the session is left in order."""
    told = _json(arguments)
    stream = Stream(session.folder, sys.stdout, whole=True) if told else Silent()
    how = "hang-up"
    try:
        how = Line(session, console, replace(_house(arguments), heard=stream.more)).work()
    finally:
        session.leave("quit" if how == "closed" else how)
        stream.more()
    key = "ended" if how == "closed" else "resume"
    console.exact(LINE.say(key, console.language, run=session.folder.name))
    return ExitCode.OK


@contextmanager
def leaving(session: Session) -> Iterator[Session]:
    """Leave a session in order, however its work ends."""
    _hear_hang_up()
    how = "hang-up"
    try:
        yield session
        how = "quit"
    except HungUp:
        raise SystemExit(ExitCode.HANGUP) from None
    finally:
        session.leave(how)


def _sit(arguments: Namespace, console: Console) -> Sitting:
    return sitting_of(arguments, console.language)


def _house(arguments: Namespace) -> House:
    from xprunbook.report.make import FORMATS

    def begin(console: Console, parent: RunView, row: StepView) -> Session | None:
        child = row.step.runbook
        assert child is not None
        book, _ = Library(language=console.language).load(child.id)
        runbook = book.speak(console.language)
        plan = child.plans.get(parent.state.plan, "")
        if not plan:
            walk = choose_plan(console, runbook)
            plan = walk.plan if walk is not None and not walk.runbook else ""
        if not plan:
            return None
        start = beginning_of(parent, row, runbook, plan)
        inputs = ask_inputs(console, runbook, plan, start.inputs, frozenset(start.inputs))
        return start_run(_runs(), book, replace(start, inputs=inputs), _sit(arguments, console))

    def take_up(folder: Path) -> Session:
        return open_run(folder, sitting_of(arguments, _language(arguments)))

    return House(tuple(FORMATS), export, begin, take_up)


def _language(arguments: Namespace) -> Language:
    from xprunbook.cli.main import language_of

    return language_of(arguments)


def export(session: Session, form: str, target: Path, language: Language) -> tuple[Path, str]:
    """Write the report of a run; its path and SHA-256."""
    from xprunbook.report.export import export_name, write_export
    from xprunbook.report.make import FORMATS, make_report

    kind = next(known for known in FORMATS if known == form)
    data = make_report(session.folder, kind, language, session.now())
    name = export_name(session.snapshot().state, kind)
    return write_export(target, data, name, language), hashlib.sha256(data).hexdigest()


def _runs() -> Path:
    return runs_folder(os.environ)


def _session(arguments: Namespace, console: Console, language: Language) -> Session | None:
    if arguments.command == "start":
        return _start(arguments, arguments.runbook, console, language)
    if arguments.command == "resume":
        folder = find_newest(arguments.run, language)
        change_world(arguments, folder, language)
        return open_run(folder, _sit(arguments, console))
    return _home(arguments, console, language)


def find_newest(given: str | None, language: Language) -> Path:
    """The folder of the run of this name, else the newest open one. UsageError when there is none."""
    if given:
        return find_run(_runs(), given)
    runs = list_runs(_runs())
    if not runs:
        raise UsageError(TEXTS.say("no-runs", language), TEXTS.say("no-runs.hint", language))
    return next((entry for entry in runs if not entry.closed), runs[0]).folder


def _home(arguments: Namespace, console: Console, language: Language) -> Session | None:
    """The runs to continue and the runbooks to start, numbered."""
    choices: list[tuple[Callable[[], Session | None], str]] = []
    for entry in list_runs(_runs()):
        if not entry.closed:
            choices.append(
                (_taking_up(entry.folder, arguments, console), LINE.say("home-run", language, run=entry.name))
            )
    for header in Library(language=language).list():
        title = LINE.say("home-book", language, title=header.title)
        choices.append((_starting(header.id, arguments, console, language), title))
    chosen = console.choose("which-run", choices)
    return chosen() if chosen is not None else None


def _taking_up(folder: Path, arguments: Namespace, console: Console) -> Callable[[], Session | None]:
    return lambda: open_run(folder, _sit(arguments, console))


def _starting(
    runbook: str, arguments: Namespace, console: Console, language: Language
) -> Callable[[], Session | None]:
    return lambda: _start(arguments, runbook, console, language)


def _start(arguments: Namespace, name: str, console: Console, language: Language) -> Session | None:
    """Ask for what the command line does not say, then begin."""
    book, _ = Library(language=language).load(name)
    runbook = book.speak(language)
    asked = getattr(arguments, "plan", None)
    plan = check_plan(runbook, asked, language) if asked else ""
    check_practice(arguments, language)
    said = given_values(arguments, runbook, plan)
    inputs = read_inputs(runbook, said, language)
    window = read_window(getattr(arguments, "window_end", None), time.time(), language)
    if not plan:
        walk = choose_plan(console, runbook)
        if walk is None:
            return None
        if walk.runbook:
            arguments.plan = walk.plan or None
            return _start(arguments, walk.runbook, console, language)
        plan = walk.plan
    if not getattr(arguments, "person", None):
        arguments.person = console.ask("who", sitting_of(arguments, language).by.person)
    given = frozenset(item.partition("=")[0].strip() for item in said)
    if not said or not asked:
        inputs = ask_inputs(console, runbook, plan, inputs, given)
    if window is None and not asked:
        window = ask_window(console, time.time())
    permitted = bool(getattr(arguments, "allow_file_ticks", False))
    practice = bool(getattr(arguments, "practice", False))
    beginning = Beginning(plan, inputs, window, practice, allow_file_ticks=permitted)
    return start_run(_runs(), book, beginning, _sit(arguments, console))
