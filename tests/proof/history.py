"""A run's life on a disk that may fail: sessions that append, die, come back; and what was acknowledged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.run.disk import MemoryDisk
from tests.run.faults import AlwaysHeld, FaultyFiles, Killed, stamp
from xprunbook.base.errors import StoreError
from xprunbook.run.chain import Reading, Status, read_lines
from xprunbook.run.files import Files
from xprunbook.run.journal import JOURNAL_NAME, Journal
from xprunbook.run.store import create_run

RUNS = Path("/data/runs")
BOOK = {"move.yaml": b"format: 1\nid: move\n", "move.en.yaml": b"format: 1\n" * 200}


@dataclass
class Life:
    """What happened: the run's folder, and each acknowledgement as (operations so far, number, mark)."""

    disk: MemoryDisk
    folder: Path | None = None
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)
    refused: str = ""

    def acknowledged_by(self, operations: int) -> dict[int, str]:
        """Marks by record number, as far as they were acknowledged when so many operations had been done."""
        return {seq: mark for after, seq, mark in self.acknowledged if after <= operations}


def append(life: Life, journal: Journal, chance: random.Random, early: bool = False) -> None:
    """Append one record of some size and note the acknowledgement, which an ``early`` one gives too soon."""
    mark = f"{chance.getrandbits(64):016x}"
    data = {"mark": mark, "note": "ä\n" * chance.choice((0, 1, 20, 400))}
    if early:
        life.acknowledged.append((len(life.disk.log), journal.next_seq, mark))
    record = journal.append("note-added", data, stamp(len(life.acknowledged)), "said", "en")
    if not early:
        life.acknowledged.append((len(life.disk.log), record.seq, mark))


def session(
    life: Life, files: Files, chance: random.Random, records: int, early: bool = False
) -> Journal | None:
    """Begin the run or take it up, then append; None when it cannot be. Raises what the files raise."""
    if life.folder is None:
        folder = create_run(RUNS, "Move", BOOK, 1_794_000_000.0, files)
        journal = Journal.create(folder, AlwaysHeld(), files)
        life.folder = folder
    else:
        if not read_back(life.disk, life.folder).records:
            return None
        journal = Journal.open(life.folder, AlwaysHeld(), files)
    for _ in range(records):
        append(life, journal, chance, early)
    return journal


def read_back(disk: MemoryDisk, folder: Path) -> Reading:
    """Read the journal; a missing one has no records."""
    try:
        return read_lines(disk.read(folder / JOURNAL_NAME))
    except FileNotFoundError:
        return read_lines(b"")


def killed_lives(chance: random.Random, deaf: frozenset[str], early: bool) -> Life:
    """One to three sessions on one disk, each killed at a random call (or left in peace)."""
    life = Life(MemoryDisk(deaf=deaf))
    for _ in range(chance.randrange(1, 4)):
        at = chance.choice((-1, chance.randrange(150)))
        files = FaultyFiles(life.disk, at, chance.choice(("kill", "kill-half")))
        try:
            if session(life, files, chance, chance.randrange(1, 14), early) is None:
                break
        except Killed:
            pass
        except StoreError as error:
            life.refused = error.message
    return life


def complaint(disk: MemoryDisk, life: Life, operations: int) -> str:
    """Say what is wrong with a disk, given what was acknowledged before these operations; else empty."""
    promised = life.acknowledged_by(operations)
    if not promised:
        return ""
    if life.folder is None:
        return "acknowledged without a folder"
    reading = read_back(disk, life.folder)
    if reading.status is Status.BROKEN:
        return f"broken at line {reading.broken_line}"
    found = {record.seq: record.data.get("mark") for record in reading.records}
    lost = sum(found.get(seq) != mark for seq, mark in promised.items())
    if lost:
        return f"{lost} of {len(promised)} acknowledged records lost"
    for name, data in BOOK.items():
        path = life.folder / "runbook" / name
        if path not in disk.names or disk.read(path) != data:
            return f"{name} lost"
    return ""
