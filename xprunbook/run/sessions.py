"""Beginning, taking up and looking at a run: the journal, the lock, the recorded runbook and the engine
together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook import __version__
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.run.clock import Clock
from xprunbook.run.engine import Engine
from xprunbook.run.events import Opened, Recovered, Resumed
from xprunbook.run.evolve import fold
from xprunbook.run.family import top_run
from xprunbook.run.follower import Follower
from xprunbook.run.identity import host_of, same_host
from xprunbook.run.journal import JOURNAL_NAME, Journal, read_journal
from xprunbook.run.journal import Follower as JournalFollower
from xprunbook.run.lock import Holder, RunHeld, take_lock
from xprunbook.run.record import Record
from xprunbook.run.session import By
from xprunbook.run.state import RunState
from xprunbook.run.store import create_run, load_book
from xprunbook.run.trouble import store_error
from xprunbook.runbook.compare import differing_steps
from xprunbook.runbook.model import Book, InputValue, Runbook
from xprunbook.runbook.problems import RunbookProblems
from xprunbook.runbook.recorded import load_recorded
from xprunbook.runbook.substitute import fill_text

if TYPE_CHECKING:
    from xprunbook.run.automation import Automation

TEXTS = Texts(
    {
        "changed-bytes": (
            "Die gespeicherte Runbook-Datei {name} ist nicht mehr die, mit der der Lauf begann.",
            "The recorded runbook file {name} is no longer the one the run was started with.",
        ),
        "changed-bytes.hint": (
            "Den Ordner des Laufs aus einer Sicherung wiederherstellen; der Bericht geht weiterhin.",
            "Restore the run's folder from a backup; the report still works.",
        ),
        "not-understood": (
            "Die Aufzeichnung enthält Einträge, die diese Fassung nicht versteht.",
            "The record holds entries that this version does not understand.",
        ),
        "not-understood.hint": (
            "Mit der Fassung öffnen, die sie geschrieben hat; report geht auch hier.",
            "Open it with the version that wrote them; report works here, too.",
        ),
        "closed": ("Der Lauf ist beendet: nur Ansicht.", "The run is closed: view only."),
        "free": (
            "Nur Ansicht. Der Lauf ist jetzt frei: neu öffnen, um ihn hier fortzusetzen.",
            "View only. Nobody holds the run now: open it again to continue it here.",
        ),
        "unknown-plan": ("Einen Plan {plan} gibt es nicht.", "There is no plan {plan}."),
        "unknown-plan.hint": ("Es gibt: {plans}", "There are: {plans}"),
    }
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new run starts with. ``window_end`` in UTC seconds; ``parent``: run and step it is carried out
    for."""

    plan: str
    inputs: Mapping[str, InputValue]
    window_end: float | None = None
    practice: bool = False
    parent_run: str = ""
    parent_step: str = ""
    allow_file_ticks: bool = False


def find_here(runbook: Runbook, inputs: Mapping[str, InputValue], host: str) -> str:
    """The role whose host is this machine; empty if none is, or if one host has several roles."""
    roles = [
        machine.id
        for machine in runbook.machines.values()
        if same_host(host_of(fill_text(machine.host, inputs, runbook.inputs)), host, here=host)
    ]
    return roles[0] if len(roles) == 1 else ""


def _nobody_knows(runbook: str, path: str) -> Mapping[str, bytes] | None:
    """The files of the runbook as it is now, where nobody can tell."""
    return None


def _by_hand(book: Book) -> Automation | None:
    """Nothing is done automatically."""
    return None


def _no_practice(automation: Automation, folder: Path, parent: str) -> Automation | None:
    """Without a practice site a rehearsal touches nothing: its steps are ticked by hand."""
    return None


@dataclass(frozen=True, slots=True)
class Sitting:
    """What every session needs: who sits here, the clock, the language, and what may be done automatically.

    ``automate`` makes the automation for a book where ``automation`` is not given. ``current`` finds the files of a
    runbook as it is now by its id, so that a run can say what changed since. ``practise`` puts a practice site in the
    place of this machine, by the run's folder and the name of the top run's; a rehearsal never gets anything else.
    """

    by: By
    clock: Clock
    language: Language
    automation: Automation | None = None
    current: Callable[[str, str], Mapping[str, bytes] | None] = _nobody_knows
    automate: Callable[[Book], Automation | None] = _by_hand
    practise: Callable[[Automation, Path, str], Automation | None] = _no_practice

    def engine(
        self,
        folder: Path,
        book: Book,
        journal: Journal,
        state: RunState,
        practice: bool,
        parent: str,
    ) -> Engine:
        """The engine at a run; one that can act, if there is automation."""
        automation = self.automation or self.automate(book)
        top = top_run(folder, parent, practice) if automation is not None else folder
        if automation is not None and practice:
            automation = self.practise(automation, folder, top.name if top != folder else "")
        if automation is None:
            return Engine(folder, book, journal, state, self.by, self.clock, self.language)
        from xprunbook.run.acting import ActingEngine

        return ActingEngine(folder, book, journal, state, self.by, self.clock, self.language, automation, top)

    def holder(self) -> Holder:
        """How this session names itself to others who find the run locked."""
        return Holder(self.by.host, os.getpid(), self.by.person, self.clock.utc())


def start_run(runs: Path, book: Book, beginning: Beginning, sitting: Sitting) -> Engine:
    """Begin a run: folder, recorded runbook, journal, first record. UsageError or StoreError; then nothing
    runs."""
    language = sitting.language
    runbook = book.speak(language)
    if beginning.plan not in runbook.plans:
        raise UsageError(
            TEXTS.say("unknown-plan", language, plan=beginning.plan),
            TEXTS.say("unknown-plan.hint", language, plans=", ".join(runbook.plans)),
        )
    folder = create_run(runs, f"{runbook.id}-{beginning.plan}", book.files, sitting.clock.utc())
    lock = take_lock(folder, sitting.holder())
    try:
        journal = Journal.create(folder, lock)
    except BaseException:
        lock.release()
        raise
    try:
        engine = sitting.engine(folder, book, journal, RunState(), beginning.practice, beginning.parent_run)
        engine.record(_opened(folder, book, beginning, sitting))
    except BaseException:
        journal.close()
        raise
    engine.start()
    return engine


def _opened(folder: Path, book: Book, beginning: Beginning, sitting: Sitting) -> Opened:
    """The first record of a run."""
    runbook = book.speak(sitting.language)
    return Opened(
        run=folder.name,
        runbook=runbook.id,
        runbook_version=runbook.version,
        title=runbook.title,
        plan=beginning.plan,
        files={name: hashlib.sha256(data).hexdigest() for name, data in book.files.items()},
        inputs=beginning.inputs,
        company=sitting.by.company,
        here=find_here(runbook, beginning.inputs, sitting.by.host),
        window_end=beginning.window_end,
        practice=beginning.practice,
        parent_run=beginning.parent_run,
        parent_step=beginning.parent_step,
        tool_version=__version__,
        allow_file_ticks=beginning.allow_file_ticks,
        runbook_path=book.path,
    )


def open_run(folder: Path, sitting: Sitting) -> Engine | Follower:
    """Take a run up again; if another process holds it, or it is closed, look on instead.

    StoreError when it can neither be continued nor read.
    """
    records = read_journal(folder).records
    if not records:
        raise store_error("empty", folder / JOURNAL_NAME)
    state = _understood(records, sitting.language)
    book = recorded_book(folder, state, sitting.language)
    session = _open(folder, book, state, sitting)
    now = sitting.current(book.id, _own_path(state, sitting.by.host))
    if now is not None and now != book.files:
        session.differing = _differing(book, now, sitting.language)
    return session


def _own_path(state: RunState, host: str) -> str:
    """Where the runbook's own file lies; empty for a shipped one, and for a path that is not this machine's to follow.

    A record may come from anywhere: a path of another machine means nothing here, and one that names a server would
    show this account to it.
    """
    here = bool(state.sessions) and same_host(state.sessions[0].host, host)
    return state.runbook_path if here and not state.runbook_path.startswith(("\\\\", "//")) else ""


def _understood(records: Sequence[Record], language: Language) -> RunState:
    """The state after all records; StoreError when one of them is whole but means nothing to this version."""
    try:
        return fold(records)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(
            TEXTS.say("not-understood", language), TEXTS.say("not-understood.hint", language)
        ) from error


def _differing(book: Book, now: Mapping[str, bytes], language: Language) -> tuple[str, ...]:
    """The steps that differ from the runbook as it is now; none can be told if that one is broken."""
    try:
        return differing_steps(book.speak(language), load_recorded(now, language).speak(language))
    except RunbookProblems:
        return ()


def _open(folder: Path, book: Book, state: RunState, sitting: Sitting) -> Engine | Follower:
    if state.closing is not None:
        return follow_run(folder, book, TEXTS.say("closed", sitting.language), sitting)
    try:
        return _resume(folder, book, sitting)
    except RunHeld as error:
        return follow_run(folder, book, error.message, sitting, TEXTS.say("free", sitting.language))
    except StoreError as error:
        return follow_run(folder, book, error.message, sitting)


def _resume(folder: Path, book: Book, sitting: Sitting) -> Engine:
    lock = take_lock(folder, sitting.holder())
    try:
        journal = Journal.open(folder, lock)
    except BaseException:
        lock.release()
        raise
    by = sitting.by
    state = fold(journal.reading.records)
    try:
        engine = sitting.engine(folder, book, journal, state, state.practice, state.parent_run)
        if journal.torn is not None:
            engine.record(Recovered(journal.torn.length, journal.torn.sha256))
        runbook = book.speak(sitting.language)
        here = find_here(runbook, state.inputs, by.host) or _same_place(state, by)
        engine.record(Resumed(by.company, here, __version__), by.person)
    except BaseException:
        journal.close()
        raise
    engine.start()
    return engine


def _same_place(state: RunState, by: By) -> str:
    """The role a person gave this host in the session before."""
    if state.sessions and same_host(state.sessions[-1].host, by.host):
        return state.here
    return ""


def follow_run(folder: Path, book: Book, why: str, sitting: Sitting, free: str = "") -> Follower:
    """Look on at a run without writing (``free``: see ``Follower``). StoreError when it cannot be read."""
    follower = Follower(folder, book, JournalFollower(folder), why, sitting.by, sitting.clock, free)
    follower.start()
    return follower


def recorded_book(folder: Path, state: RunState, language: Language) -> Book:
    """The runbook in the bytes the run was started with; StoreError when they are not those bytes any more."""
    files = load_book(folder)
    for name, expected in state.files.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != expected:
            raise StoreError(
                TEXTS.say("changed-bytes", language, name=name),
                TEXTS.say("changed-bytes.hint", language),
            )
    return load_recorded({name: files[name] for name in state.files}, language)
