"""What the home screen reaches the program through: the runs and runbooks there are, and opening one.

Listing reads both ends of each journal and is quick; only ``figures`` (a whole journal and its runbook) is
called from a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from xprunbook.base.errors import StoreError, XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.settings import Settings, load_settings, save_settings
from xprunbook.base.text import one_line
from xprunbook.run.chain import Status
from xprunbook.run.evolve import fold
from xprunbook.run.journal import JOURNAL_NAME, read_journal
from xprunbook.run.progress import progress
from xprunbook.run.session import By, Session
from xprunbook.run.sessions import Beginning, Sitting, open_run, recorded_book, start_run
from xprunbook.run.store import RunEntry, list_runs
from xprunbook.run.view import view
from xprunbook.runbook.library import Header, Library
from xprunbook.runbook.model import Book, InputValue
from xprunbook.tui.screens.home_texts import HOME


class Standing(StrEnum):
    """What one may expect of a run before opening it."""

    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"  #: another process has it open: only to look at
    NEWER = "newer"  #: written by a newer version: only to look at
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as the home screen shows it. ``saved_at``: UTC seconds of its newest record. Texts harmless."""

    folder: Path
    title: str
    plan: str
    saved_at: float
    person: str
    host: str
    standing: Standing
    holder: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a run is. ``colour``: its plan's; ``whole``: whether its journal is undamaged."""

    decided: int
    total: int
    colour: str
    whole: bool = True


def run_line(entry: RunEntry) -> RunLine:
    """What both ends of a journal say."""
    opened = entry.first.data if entry.first else {}
    last = entry.last[-1].stamp if entry.last else entry.first.stamp if entry.first else None
    standing = Standing.OPEN
    if entry.newer:
        standing = Standing.NEWER
    elif entry.closed:
        standing = Standing.CLOSED
    elif entry.holder is not None:
        standing = Standing.HELD
    return RunLine(
        entry.folder,
        one_line(str(opened.get("title") or entry.name), 200),
        one_line(str(opened.get("plan") or "?"), 12),
        last.utc if last else 0.0,
        one_line(last.person, 80) if last else "",
        one_line(last.host, 80) if last else "",
        standing,
        one_line(str(entry.holder.person), 80) if entry.holder else "",
        opened.get("practice") is True,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What the start form answers: who begins, with which values, until when (UTC seconds)."""

    person: str
    company: str = ""
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    window_end: float | None = None


class Door:
    """The way from home into a run. ``sit`` makes the session's surroundings for a person and a company."""

    def __init__(
        self,
        runs: Path,
        library: Library,
        settings_file: Path,
        sit: Callable[[str, str], Sitting],
        beside: Path | None = None,
    ) -> None:
        """``beside``: the folder of the runbook that was asked for; what it leads to is looked for there first."""
        self._runs = runs
        self._library = library
        self._settings_file = settings_file
        self._sit = sit
        self._beside = beside
        self.settings: Settings = load_settings(settings_file)

    def runs(self) -> tuple[RunLine, ...]:
        """All runs, newest first. StoreError when they cannot be listed."""
        lines = [run_line(entry) for entry in list_runs(self._runs)]
        lines += self._unreadable({line.folder for line in lines})
        return tuple(sorted(lines, key=lambda line: line.saved_at, reverse=True))

    def _unreadable(self, known: Collection[Path]) -> Iterator[RunLine]:
        """Folders with a journal that cannot be read from its first record on: damaged, not absent."""
        if not self._runs.is_dir():
            return
        for folder in self._runs.iterdir():
            journal = folder / JOURNAL_NAME
            try:
                found = journal.stat() if folder not in known else None
            except OSError:
                continue
            if found is not None and found.st_size:
                name = one_line(folder.name, 200)
                yield RunLine(folder, name, "?", found.st_mtime, "", "", Standing.DAMAGED)

    def runbooks(self) -> tuple[Header, ...]:
        """The runbooks one can begin."""
        return self._library.list()

    def load(self, runbook: str) -> Book:
        """A runbook by its id or path, whole. UsageError or RunbookProblems."""
        return self._library.load(runbook)[0]

    def follow(self, runbook: str) -> Book:
        """A runbook that a step or an answer leads to. UsageError or RunbookProblems."""
        return self._library.follow(runbook, self._beside)

    def figures(self, line: RunLine, language: Language) -> Figures | None:
        """How far a run is; None when that cannot be said. Slow: reads the journal and its runbook."""
        try:
            reading = read_journal(line.folder)
            state = fold(reading.records)
            runbook = recorded_book(line.folder, state, language).speak(language)
            shown = progress(view(runbook, state), state.last_utc)
        except (XprunbookError, OSError, KeyError, TypeError, ValueError):
            return None
        colour = runbook.plans[state.plan].colour if state.plan in runbook.plans else ""
        return Figures(shown.decided, shown.total, colour, reading.status is not Status.BROKEN)

    def take_up(self, line: RunLine) -> Session:
        """Take a run up again, or look on. StoreError when neither can be done."""
        if line.standing is Standing.DAMAGED and not read_journal(line.folder).records:
            language = self._library.language
            raise StoreError(
                HOME.say("nothing-readable", language), HOME.say("nothing-readable.hint", language)
            )
        return open_run(line.folder, self._sit(self.settings.person, self.settings.company))

    def open(self, folder: Path, by: By) -> Session:
        """Take up the run in a folder for who sits here already, or look on. StoreError when neither goes."""
        return open_run(folder, self._sit(by.person, by.company))

    def begin_below(self, book: Book, beginning: Beginning, by: By, runs: Path) -> Session:
        """Begin a run below another one, beside it in ``runs``. UsageError or StoreError; then nothing was made."""
        return start_run(runs, book, beginning, self._sit(by.person, by.company))

    def begin(self, book: Book, plan: str, start: Start) -> Session:
        """Begin a run. UsageError or StoreError; then nothing was made."""
        beginning = Beginning(plan, dict(start.inputs), start.window_end)
        return start_run(self._runs, book, beginning, self._sit(start.person, start.company))

    def remember(self, start: Start) -> str:
        """Keep name and company for the next time; a sentence if that was not possible, else nothing."""
        changed = replace(self.settings, person=start.person, company=start.company)
        if changed == self.settings:
            return ""
        self.settings = changed
        try:
            save_settings(self._settings_file, changed)
        except XprunbookError as error:
            return f"{error.message} {error.hint}".strip()
        return ""
