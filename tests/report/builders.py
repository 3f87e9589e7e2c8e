"""Runs for the tests of the report: real records, made by decide, chained by the journal's own lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from xprunbook.base.language import Language
from xprunbook.report.document import document
from xprunbook.report.facts import Report
from xprunbook.run.chain import Reading, decode_line, encode_record, read_lines
from xprunbook.run.commands import Command
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import Event, Opened, to_data
from xprunbook.run.evolve import evolve
from xprunbook.run.record import FIRST_PREV, Stamp
from xprunbook.run.state import RunState
from xprunbook.run.texts import say_event
from xprunbook.run.verify import verify_reading
from xprunbook.runbook.model import Book, InputValue, Runbook
from xprunbook.runbook.recorded import load_recorded

DATA = Path(__file__).parents[1] / "data"
START = datetime(2026, 11, 6, 21, 2, 11, 250_000, UTC).timestamp()
ZONE = timezone(timedelta(hours=1))
RUN = "2026-11-06T210211Z-patch-day-B"


def patch_day() -> Book:
    """The small runbook of the tests, in both languages."""
    names = ("patch-day.yaml", "patch-day.en.yaml")
    return load_recorded({name: (DATA / name).read_bytes() for name in names}, "en")


@dataclass
class Desk:
    """Somebody at a run: time passes, events become lines of a journal."""

    book: Book = field(default_factory=patch_day)
    plan: str = "B"
    inputs: Mapping[str, InputValue] = field(
        default_factory=lambda: {"web_server": "WEB01", "db_server": "DB01", "database": "yes", "ring": "all"}
    )
    run: str = RUN
    now: float = START
    person: str = "Ada Lovelace"
    company: str = "Engines AG"
    account: str = "CORP\\ada"
    host: str = "WEB01"
    here: str = "web"
    boot: str = "boot-1"
    language: Language = "de"
    practice: bool = False
    allow_file_ticks: bool = False
    window_end: float | None = None
    lines: bytes = b""
    state: RunState = field(default_factory=RunState)

    def __post_init__(self) -> None:
        self.booted = self.now - 900
        runbook = self.runbook
        self.happen(
            Opened(
                run=self.run,
                runbook=runbook.id,
                runbook_version=runbook.version,
                title=runbook.title,
                plan=self.plan,
                files={name: hashlib.sha256(data).hexdigest() for name, data in self.book.files.items()},
                inputs=self.inputs,
                company=self.company,
                here=self.here,
                window_end=self.window_end,
                practice=self.practice,
                allow_file_ticks=self.allow_file_ticks,
                tool_version="0.1.0",
            )
        )

    @property
    def runbook(self) -> Runbook:
        """The runbook in the language the person works in."""
        return self.book.speak(self.language)

    def happen(self, event: Event, minutes: float = 0) -> None:
        """Record an event after some minutes, whether or not it may happen."""
        self.now += minutes * 60
        stamp = Stamp(self.now, self.now - self.booted, self.boot, self.person, self.account, self.host)
        said = say_event(event, self.runbook, self.language)
        prev = self.state.head or FIRST_PREV
        line = encode_record(self.state.seq + 1, prev, event.code, to_data(event), stamp, said, self.language)
        self.lines += line
        self.state = evolve(self.state, decode_line(line[:-1]))

    def ask(self, command: Command, minutes: float = 0) -> None:
        """Ask for something; everything that follows happens. AssertionError when it is refused."""
        self.now += minutes * 60
        decision = decide(self.runbook, self.state, command, self.now)
        assert not isinstance(decision, Refusal), decision
        for event in decision:
            self.happen(event)

    @property
    def reading(self) -> Reading:
        """The journal as it would be read."""
        return read_lines(self.lines)

    def report(self, language: Language = "de", code: str | None = None) -> Report:
        """The report of the run so far, in a fixed zone."""
        reading = self.reading
        found = verify_reading(reading, code)
        return document(self.book, reading, found, language, self.now + 60, given_code=code or "", zone=ZONE)

    def store(self, folder: Path) -> Path:
        """Write the run into a folder as the store does."""
        (folder / "runbook").mkdir(parents=True)
        for name, data in self.book.files.items():
            (folder / "runbook" / name).write_bytes(data)
        (folder / "run.jsonl").write_bytes(self.lines)
        return folder
