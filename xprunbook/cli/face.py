"""Opens the terminal face: at home, at a new run, or at one that is taken up again.

Everything that can be wrong is said before Textual is imported and before anything is created.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode, UsageError, XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.base.redact import NothingToHide
from xprunbook.base.settings import load_settings, settings_path
from xprunbook.cli.beginning import check_plan, read_inputs, read_window
from xprunbook.cli.practising import change_world, check_practice, given_values, practice, practise_as
from xprunbook.cli.streams import is_terminal
from xprunbook.run.clock import RealClock
from xprunbook.run.identity import account, host
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.store import find_run, list_runs, runs_folder
from xprunbook.runbook.library import Library

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.run.automation import Automation
    from xprunbook.run.session import Session
    from xprunbook.runbook.model import Book
    from xprunbook.tui.dialogs.export import ExportChoice
    from xprunbook.tui.door import Door
    from xprunbook.tui.policy import TerminalPolicy
    from xprunbook.tui.screens.home import HomeScreen

TEXTS = Texts(
    {
        "no-terminal": ("Hier ist kein Terminal.", "There is no terminal here."),
        "no-terminal.hint": (
            "Mit --no-open wird der Lauf nur angelegt; show, check, report und verify gehen überall.",
            "With --no-open the run is only made; show, check, report and verify work anywhere.",
        ),
        "no-plan": ("Mit --no-open muss --plan gesagt werden.", "With --no-open, --plan must be given."),
        "only-asks": (
            "{runbook} fragt nur und führt zu anderen Runbooks: Es hat weder Pläne noch Angaben.",
            "{runbook} only asks, and leads to other runbooks: it has neither plans nor inputs.",
        ),
        "only-asks.hint": (
            "„xprunbook choose“ stellt die Fragen, „xprunbook show {runbook}“ zeigt sie.",
            "“xprunbook choose” asks the questions, “xprunbook show {runbook}” prints them.",
        ),
        "nothing-asks": ("Kein Runbook fragt nach dem Weg.", "No runbook asks which way to go."),
        "nothing-asks.hint": (
            "„xprunbook choose RUNBOOK“ stellt die Fragen eines Runbooks.",
            "“xprunbook choose RUNBOOK” asks the questions of a runbook.",
        ),
        "no-runs": ("Es gibt noch keinen Lauf.", "There is no run yet."),
        "no-runs.hint": (
            "Mit „xprunbook start RUNBOOK“ beginnt einer.",
            "“xprunbook start RUNBOOK” begins one.",
        ),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Do what was asked; the exit code of the face."""
    gc.enable()
    if arguments.command == "choose":
        arguments.runbook, arguments.command = _asking(arguments.runbook, language), "start"
    if not getattr(arguments, "no_open", False):
        from xprunbook.cli import plain

        if plain.wanted(arguments):
            return plain.run(arguments, language)
    if arguments.command == "start":
        return _start(arguments, language)
    if arguments.command == "resume":
        return _resume(arguments, language)
    return _open(arguments, language)


def _asking(runbook: str | None, language: Language) -> str:
    """The runbook whose questions are asked: as said, else the first that only asks which way to go."""
    library = Library(language=language)
    if runbook:
        library.load(runbook)
        return str(library.find(runbook))
    for header in library.list():
        if not header.plans:
            return str(header.path)
    raise UsageError(TEXTS.say("nothing-asks", language), TEXTS.say("nothing-asks.hint", language))


def _start(arguments: Namespace, language: Language) -> int:
    library = Library(language=language)
    book, _ = library.load(arguments.runbook)
    runbook = book.speak(language)
    if not runbook.plans and (arguments.plan or arguments.no_open or arguments.set):
        raise UsageError(
            TEXTS.say("only-asks", language, runbook=runbook.id),
            TEXTS.say("only-asks.hint", language, runbook=runbook.id),
        )
    plan = check_plan(runbook, arguments.plan, language) if arguments.plan else ""
    check_practice(arguments, language)
    inputs = read_inputs(runbook, given_values(arguments, runbook, plan), language)
    window = read_window(arguments.window_end, time.time(), language)
    beginning = Beginning(
        plan, inputs, window, arguments.practice, allow_file_ticks=arguments.allow_file_ticks
    )
    if arguments.no_open:
        if not plan:
            raise UsageError(TEXTS.say("no-plan", language))
        session = start_run(_runs(), book, beginning, sitting_of(arguments, language))
        session.leave()
        print(session.folder.name)
        return ExitCode.OK
    if plan and (arguments.practice or _person(arguments)):
        begin = partial(start_run, _runs(), book, beginning, sitting_of(arguments, language))
        return _open(arguments, language, begin, str(library.find(arguments.runbook)))
    return _open(arguments, language, None, str(library.find(arguments.runbook)))


def _resume(arguments: Namespace, language: Language) -> int:
    if arguments.run:
        folder = find_run(_runs(), arguments.run)
    else:
        runs = list_runs(_runs())
        if not runs:
            raise UsageError(TEXTS.say("no-runs", language), TEXTS.say("no-runs.hint", language))
        folder = next((entry for entry in runs if not entry.closed), runs[0]).folder
    change_world(arguments, folder, language)
    return _open(arguments, language, partial(open_run, folder, sitting_of(arguments, language)))


def _runs() -> Path:
    return runs_folder(os.environ)


def _person(arguments: Namespace) -> str:
    return getattr(arguments, "person", None) or load_settings(settings_path()).person


def sitting_of(arguments: Namespace, language: Language) -> Sitting:
    """Who sits here: as said, else as remembered, else the system's account."""
    settings = load_settings(settings_path())
    company = getattr(arguments, "company", None) or settings.company
    person = _person(arguments) or account().split("\\")[-1]
    return replace(sitting(person, company, language), practise=practise_as(arguments, language))


def sitting(person: str, company: str, language: Language) -> Sitting:
    """The surroundings of a session for a person."""
    by = By(person, company, account(), host())
    return Sitting(
        by,
        RealClock(),
        language,
        current=partial(_current, language),
        automate=partial(_automate, language=language),
        practise=partial(practice, language=language),
    )


def _automate(book: Book, language: Language) -> Automation | None:
    """The automation of a run; a runbook without any, its own or that of a run below it, does not pay for it."""
    if not any(step.uses or step.runbook for _, step in book.speak(language).rows()):
        return None
    from xprunbook.cli.automation import automation

    return automation(book, language)


def _current(language: Language, runbook: str, path: str) -> Mapping[str, bytes] | None:
    """The files of a runbook as it is now, from its own path or by its id as shipped; None if it is not there."""
    library = Library(language=language)
    try:
        main, siblings = library.read(Path(path) if path else library.find(runbook))
    except XprunbookError:
        return None
    return dict([main, *siblings])


def _open(
    arguments: Namespace,
    language: Language,
    make: Callable[[], Session] | None = None,
    runbook: str = "",
) -> int:
    """Open the face at a session, at a runbook's questions, or at home."""
    from xprunbook.tui.policy import Options, terminal_policy

    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UsageError(TEXTS.say("no-terminal", language), TEXTS.say("no-terminal.hint", language))
    settings = load_settings(settings_path())
    wish = Options(colour=arguments.colour, theme=arguments.theme or settings.theme)
    policy = terminal_policy(os.environ, sys.platform, wish)
    session = make() if make is not None else None
    policy.apply(os.environ)
    return _face(session, language, policy, runbook)


def _face(session: Session | None, language: Language, policy: TerminalPolicy, runbook: str) -> int:
    from xprunbook.tui.app import run_face

    door = partial(_door, language, Path(runbook).parent if runbook else None)
    home = partial(_home, door, runbook)
    return run_face(session, language, policy, _runs().parent, home, export, partial(_home, door), door)


def _home(door: Callable[[], Door], runbook: str) -> HomeScreen:
    """The home screen; made, and paid for, when it is gone to."""
    from xprunbook.tui.screens.home import HomeScreen

    return HomeScreen(door(), time.time, runbook)


def _door(language: Language, beside: Path | None) -> Door:
    """The way to runbooks and runs; what a runbook leads to is looked for beside it first."""
    from xprunbook.tui.door import Door

    return Door(
        _runs(),
        Library(language=language),
        settings_path(),
        lambda person, company: sitting(person, company, language),
        beside,
    )


def export(session: Session, choice: ExportChoice, language: Language) -> str:
    """Write the report of a run where the admin wants it; its SHA-256. StoreError when it cannot be written."""
    from xprunbook.report.export import export_name, write_export
    from xprunbook.report.make import FORMATS, make_report

    form = next(known for known in FORMATS if known == choice.format)
    keeper = getattr(session, "secrets", None)
    redactor = keeper.known if keeper is not None else NothingToHide()
    data = make_report(session.folder, form, language, session.now(), redactor=redactor)
    name = export_name(session.snapshot().state, form)
    write_export(choice.path, data, name, language, overwrite=choice.path.is_file())
    return hashlib.sha256(data).hexdigest()
